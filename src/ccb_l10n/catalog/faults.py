"""What is wrong with a catalog that cannot be read: the line, in the user's words, and the next step."""

from __future__ import annotations

import codecs
import re

from ccb_l10n.catalog.quoting import STRING
from ccb_l10n.errors import CcbError

_CHARSET = re.compile(rb'"[^"\n]*Content-Type:[^"\n]*?charset=([^\s\\"]+)', re.IGNORECASE)
_HEADER_SPAN = 16_384  # bytes: the header entry stands first, and is never longer than that
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)|^={7}$", re.MULTILINE)
_LINE = re.compile(
    rf"\s*(?:(?P<comment>#(?!~).*)|(?:#~\|?\s*)?(?P<keyword>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*(?P<string>{STRING})?\s*)$"
)
_OPEN = re.compile(r'\s*(?:#~\|?\s*)?(?:msg(?:ctxt|id_plural|id|str(?:\[\d+\])?))?\s*"')
_CLOSED = re.compile(STRING)
_STARTS = ("msgctxt", "msgid")


def decode(data: bytes, path: str) -> tuple[str, str]:
    """The catalog's text, and the charset that its header declares ("utf-8" where it declares none).

    Raises CcbError with the line and byte offset of what is not text in that charset.
    """
    charset = _declared(data)
    nul = data.find(b"\0")
    if nul >= 0:
        raise _at_byte(data, nul, path, "a NUL byte", "the file is damaged or not a PO file: restore it")
    if charset != "utf-8" and not data.isascii():
        return _decode_other(data, charset, path), charset
    try:
        return data.decode("utf-8"), charset
    except UnicodeDecodeError as error:
        hint = "save the file as UTF-8, or name its true charset in the header's Content-Type"
        raise _at_byte(data, error.start, path, "not UTF-8, which the header promises", hint) from None


def _declared(data: bytes) -> str:
    found = _CHARSET.search(data, 0, _HEADER_SPAN)
    name = found[1].decode("ascii", "replace").lower() if found else "utf-8"
    return "utf-8" if name in ("utf8", "charset", "us-ascii", "ascii") else name


def _decode_other(data: bytes, charset: str, path: str) -> str:
    try:
        codecs.lookup(charset)
    except LookupError:
        hint = "set Content-Type to text/plain; charset=UTF-8, and save the file as UTF-8"
        raise _at_byte(data, data.find(b"charset="), path, f"unknown charset {charset!r}", hint) from None
    if _is_utf8(data):
        first = next(offset for offset, byte in enumerate(data) if byte > 127)
        hint = "set Content-Type to text/plain; charset=UTF-8"
        raise _at_byte(data, first, path, f"the header says {charset}, but the text is UTF-8", hint)
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        hint = "save the file as UTF-8 and set Content-Type to text/plain; charset=UTF-8"
        raise _at_byte(data, error.start, path, f"not {charset}, which the header promises", hint) from None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _at_byte(data: bytes, offset: int, path: str, message: str, hint: str) -> CcbError:
    line = data.count(b"\n", 0, offset) + 1
    return CcbError(f"{message} (byte offset {offset})", path, line, hint)


def diagnose(text: str, position: int, path: str) -> CcbError:
    """Why no entry could be read at `position`, where the text goes on."""
    conflict = _CONFLICT.search(text)
    if conflict:
        hint = "settle the conflict (git checkout --merge, or edit the file), then run this again"
        return CcbError("a merge conflict is not settled", path, line_at(text, conflict.start()), hint)
    first = line_at(text, position)
    seen = ""  # the last keyword
    seen_at = first
    for number, line in enumerate(text[position:].split("\n"), first):
        found = _LINE.match(line)
        if not found:
            return _bad_line(line, number, path)
        keyword = found["keyword"] or ""
        if (found["comment"] or keyword in _STARTS) and seen in ("msgid", "msgid_plural"):
            break
        if found["comment"] or (not keyword and seen) or not line.strip():
            seen_at = number if line.strip() and not seen and seen_at == first else seen_at
            continue
        if not _follows(keyword, seen) or not found["string"]:
            return CcbError(f"{keyword or 'a string'} out of place", path, number, _ORDER)
        seen, seen_at = keyword, number
    return CcbError(
        f"{seen or 'comments'} without {'msgstr' if seen else 'an entry'}: the file may be cut off",
        path,
        seen_at,
        _RESTORE,
    )


_ORDER = "an entry is msgctxt (if any), msgid, msgstr, in this order, each with a string in quotes"
_RESTORE = "restore the file from version control or a backup"
_AFTER = {
    "": _STARTS,
    "msgctxt": ("msgid",),
    "msgid": ("msgid_plural", "msgstr"),
    "msgid_plural": ("msgstr[0]",),
}


def _follows(keyword: str, seen: str) -> bool:
    if seen.startswith("msgstr"):
        return keyword in _STARTS or (keyword.startswith("msgstr[") and "[" in seen)
    return keyword in _AFTER[seen]


def _bad_line(line: str, number: int, path: str) -> CcbError:
    opened = _OPEN.match(line)
    if opened and _CLOSED.match(line, opened.end() - 1):
        hint = 'a " inside a string is written \\", and nothing follows the last one'
        return CcbError("text after the end of a string", path, number, hint)
    if opened:
        hint = 'a string ends with " on its own line, and a " inside it is written \\"; or ' + _RESTORE
        return CcbError("a string that does not end: the file may be cut off", path, number, hint)
    shown = line.strip()[:40]
    return CcbError(f"not a line of a PO file: {shown!r}", path, number, "remove the line, or " + _RESTORE)


def line_at(text: str, position: int) -> int:
    """The 1-based number of the line at a code-point offset."""
    return text.count("\n", 0, position) + 1
