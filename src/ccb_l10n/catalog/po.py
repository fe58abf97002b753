"""gettext PO, text to Catalog and back.

An entry that nobody changed is written as it was read, byte for byte: `Message.raw` holds its text with the
blank lines before it. To change a message, `dataclasses.replace(message, ..., raw="")`. polib is the
reference that tests hold this reader to; it is not used here, for its cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ccb_l10n import locales
from ccb_l10n.catalog import header as headers
from ccb_l10n.catalog import remarks
from ccb_l10n.catalog.faults import decode, diagnose, line_at
from ccb_l10n.catalog.quoting import STRING, BadEscapeError, quoted, unquote
from ccb_l10n.catalog.remarks import Remarks
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Catalog, Message, Origin, State


def _grammar(mark: str, previous: str) -> re.Pattern[str]:
    string = rf"[ \t]*+({STRING}(?:[ \t\r]*+\n\s*+{mark}{STRING})*+)[ \t\r]*+(?:\n|\Z)"
    start = rf"\s*+{mark}"
    return re.compile(
        rf"\s*+((?:\#(?!~)[^\n]*+(?:\n\s*+|\Z))*+{previous})"
        rf"(?:{start}msgctxt{string})?{start}msgid{string}"
        rf"(?:{start}msgid_plural{string}((?:{start}msgstr\[\d+\]{string})+)|{start}msgstr{string})"
    )


_LIVE = _grammar("", "")
_OBSOLETE = _grammar(r"\#~[ \t]*+", r"(?:\#~\|[^\n]*+\n\s*+)*+")
_END = re.compile(r"(?:\s|#(?![~.:,|])[^\n]*)*+\Z")  # what belongs to an entry means that it was cut off
_ONE_OF_SEVERAL = re.compile(rf"msgstr\[\d+\]\s*({STRING}(?:[ \t\r]*\n\s*(?:#~[ \t]*)?{STRING})*)")
_ABOVE = re.compile(r"\s*+(?:#(?!~)[^\n]*\n\s*+)*+(?=msg)")
_UTF8 = re.compile(rb"charset=utf-?8\b", re.IGNORECASE)
_PIECE = 1 << 20  # bytes
_CHARSET = re.compile(r"(charset=)[^\s\\\"]+", re.IGNORECASE)


def parse(data: bytes, path: str, locale: str | None = None) -> Catalog:
    """Read a catalog or template; `path` is for errors only, `locale` (BCP 47) overrules the header's.

    States are what PO alone tells: UNTRANSLATED, STALE (fuzzy), OBSOLETE, else TRANSLATED; every target is a
    person's until the ledger says otherwise. An obsolete message keeps "fuzzy" among its flags. A catalog in
    another charset is decoded, and its header then says UTF-8. Raises CcbError with path and line for what is
    no PO.
    """
    pieces, charset, newline = _opened(data, path)
    reader = _Reader(path)
    above, target = "", ""
    messages: list[Message] = []
    for piece in pieces:
        for message in reader.entries(piece):
            if message.source or message.context is not None:
                messages.append(message)
            else:
                above, target = above + message.raw, message.target
    if reader.bom:
        above = headers.BOM + above
    if charset != "utf-8":
        above, target = (_CHARSET.sub(r"\1UTF-8", each) for each in (above, target))
    found = headers.fields(target)
    return Catalog(
        messages=tuple(messages),
        header=found,
        locale=locale or _locale(found.get("Language", "")),
        raw_header=above if messages or target else reader.rest,
        newline=newline,
    )


def _opened(data: bytes, path: str) -> tuple[Iterable[str], str, str]:
    """The text, its charset and its line ending. A large file comes in pieces that end between entries.

    One character beyond the basic plane makes Python hold a whole text at four bytes a character: in pieces, a
    catalog of 50 MB needs a fifth of the memory.
    """
    if len(data) > 2 * _PIECE and b"\r" not in data and b"\0" not in data and _UTF8.search(data, 0, 4096):
        return _pieces(data, path), "utf-8", "\n"
    text, charset = decode(data, path)
    text, newline = _unified(text)
    return [text], charset, newline


def _pieces(data: bytes, path: str) -> Iterator[str]:
    start = 0
    while start < len(data):
        end = data.find(b'"\n\n', start + _PIECE) + 2
        end = len(data) if end < 2 else end
        try:
            yield data[start:end].decode()
        except UnicodeDecodeError:
            decode(data, path)  # raises the error with its place in the file
            raise
        start = end


def _unified(text: str) -> tuple[str, str]:
    """The text with newlines as its line endings, and the ending it had; a mixed text stays as it is."""
    returns = text.count("\r")
    if not returns:
        return text, "\n"
    if returns == text.count("\r\n") == text.count("\n"):
        return text.replace("\r\n", "\n"), "\r\n"
    return (text, "\n") if "\n" in text else (text.replace("\r", "\n"), "\r")


def _locale(language: str) -> str | None:
    try:
        return locales.bcp47(language) if language else None
    except CcbError:
        return None  # a placeholder or a name: the folder says which language it is


class _Reader:
    """Reads pieces of one file in order; knows the line it is on and the messages that it has seen."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.bom = False
        self.rest = ""  # the text of a file without entries
        self._line = 1
        self._heads: dict[str, Remarks] = {}
        self._seen: dict[str | tuple[str, str], int] = {}

    def entries(self, text: str) -> Iterator[Message]:
        """All entries in file order, the header's among them; what follows the last one goes to its raw text."""
        self.bom = self.bom or text.startswith(headers.BOM)
        position = int(text.startswith(headers.BOM))
        first, line, counted = self._line, self._line, 0
        last: Message | None = None
        while True:
            found = _LIVE.match(text, position)
            obsolete = found is None
            found = found or _OBSOLETE.match(text, position)
            if found is None:
                break
            if last is not None:
                yield last
            line += text.count("\n", counted, found.start(3))
            counted = found.start(3)
            try:
                last = _message(found, obsolete, line, self._heads)
            except BadEscapeError as error:
                raise _later(_bad_escape(text, counted, str(error), self.path), first) from None
            if not obsolete:
                self._once(last)
            position = found.end()
        if not _END.match(text, position):
            raise _later(diagnose(text, position, self.path), first)
        self._line = line + text.count("\n", counted)
        if last is not None:
            yield replace(last, raw=last.raw + text[position:])
        else:
            self.rest += text

    def _once(self, message: Message) -> None:
        key = message.source if message.context is None else (message.context, message.source)
        if self._seen.setdefault(key, message.line) != message.line:
            raise _duplicate(message, self._seen[key], self.path)


def _later(error: CcbError, first: int) -> CcbError:
    """The error of a piece, with its line in the file; `first` is the piece's first line."""
    return CcbError(error.message, error.path, error.line + first - 1 if error.line else 0, error.hint)


def _bad_escape(text: str, position: int, sequence: str, path: str) -> CcbError:
    line = line_at(text, max(text.find(sequence, position), position))
    return CcbError(f"no such escape in PO: {sequence}", path, line, "write a backslash as \\\\")


def _duplicate(message: Message, first: int, path: str) -> CcbError:
    what = f"{message.source[:60]!r}" if message.source else "the header"
    hint = f"the first one is on line {first}: keep the better translation, remove the other entry"
    return CcbError(f"{what} is there twice, on lines {first} and {message.line}", path, message.line, hint)


def _message(found: re.Match[str], obsolete: bool, line: int, heads: dict[str, Remarks]) -> Message:
    above, context, source, plural, several, _, target = found.groups()
    head = heads.get(above)
    if head is None:
        head = remarks.read(above)
        if head.previous is None:  # entries of one section share their heads, so they are read once
            heads[above] = head
    targets = tuple(unquote(each) for each in _ONE_OF_SEVERAL.findall(several)) if several else ()
    text = targets[0] if targets else unquote(target)
    flags = (remarks.FUZZY, *head.flags) if obsolete and head.fuzzy else head.flags
    return Message(
        unquote(source),
        text,
        None if context is None else unquote(context),
        _state(text or any(targets), head.fuzzy, obsolete),
        Origin.HUMAN if text or any(targets) else None,
        head.extracted,
        head.comments,
        head.references,
        flags,
        head.previous,
        head.previous_context,
        None if plural is None else unquote(plural),
        targets,
        line,
        found[0],
    )


def _state(translated: object, fuzzy: bool, obsolete: bool) -> State:
    if obsolete:
        return State.OBSOLETE
    if not translated:
        return State.UNTRANSLATED
    return State.STALE if fuzzy else State.TRANSLATED


def render(catalog: Catalog) -> str:
    """The catalog's text, in its own line endings: as it was read where a message has raw text, else anew.

    Messages stand where the catalog has them; comments after a file's last entry stay at its end.
    """
    parts = [_header(catalog)]  # never empty after the first message
    tail = ""
    for message in catalog.messages:
        raw = message.raw
        if not raw:
            raw = f"\n{written(message)}" if parts[-1] else written(message)
        elif not raw.endswith('"\n'):
            raw, tail = _split(raw)
        if not parts[-1].endswith("\n") and parts[-1]:
            parts.append("\n")
        parts.append(raw)
    text = "".join(parts) + tail
    return text if catalog.newline == "\n" else text.replace("\n", catalog.newline)


def _header(catalog: Catalog) -> str:
    if catalog.header and 'msgid ""' not in catalog.raw_header:
        return catalog.raw_header + headers.written(catalog.header)
    return catalog.raw_header


def _split(raw: str) -> tuple[str, str]:
    """The last entry of a file, and the comments after it."""
    found = _LIVE.match(raw) or _OBSOLETE.match(raw)
    end = found.end() if found else len(raw)
    return raw[:end], raw[end:]


def annotated(message: Message) -> Message:
    """The message with the remarks above its keywords written anew, and its strings wrapped as they were.

    For a message of which only comments, references, flags or the state between fuzzy and not changed.
    """
    above = _ABOVE.match(message.raw)
    if above is None or not message.raw.endswith('"\n') or message.state is State.OBSOLETE:
        return replace(message, raw="")
    return replace(message, raw="\n" + remarks.written(message) + message.raw[above.end() :])


def written(message: Message) -> str:
    """One entry in gettext's style, without the blank line before it."""
    prefix = "#~ " if message.state is State.OBSOLETE else ""
    lines = [remarks.written(message)]
    if message.context is not None:
        lines.append(quoted("msgctxt", message.context, prefix))
    lines.append(quoted("msgid", message.source, prefix))
    if message.plural is None:
        return "".join([*lines, quoted("msgstr", message.target, prefix)])
    lines.append(quoted("msgid_plural", message.plural, prefix))
    targets = enumerate(message.targets or (message.target,))
    return "".join([*lines, *(quoted(f"msgstr[{index}]", each, prefix) for index, each in targets)])
