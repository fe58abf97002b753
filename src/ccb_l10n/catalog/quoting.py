"""Strings as PO writes them: escapes, and lines of at most 79 columns.

The wrapping follows msgcat's: a string that fits stays on its keyword's line, otherwise it starts with `""`
and goes on greedily, breaking after spaces, after hyphens and slashes between words, and between ideographs.
"""

from __future__ import annotations

import re
import unicodedata

WIDTH = 79  # columns a line, quotes included: gettext's own default

STRING = r'"(?:[^"\\\n]++|\\[^\n])*+"'
_SHORT = WIDTH - len('#~| msgid_plural ""')  # fits on a line with any keyword
_STRINGS = re.compile(STRING)

_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))", re.DOTALL)
_ESCAPED = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    '"': '"',
    "\\": "\\",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "v": "\v",
}
_TO_ESCAPE = re.compile(r'[\\"\n\t\r\a\b\f\v]')
_ESCAPES = {char: "\\" + letter for letter, char in _ESCAPED.items()}

_WIDE = "\u1100-\u11ff\u2e80-\u303e\u3041-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60"
_OPENERS = "「『【〔〈《（［｛〖〘〚"
_CLOSERS = "、。，．：；！？」』】〕〉》）］｝〗〙〛々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
# Characters of one column that the patterns below treat as Latin: no marks, no wide or invisible ones.
_EVEN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2018-\u201f\u2026]*\\Z")
# Where a line may end, after the Unicode rules that gettext 0.21 follows; an escape is never cut.
_BREAK = re.compile(
    rf"(?<= )(?=[^ ])|(?<=[-/.,:;!?}}])(?=[^\W\d_])|(?<=—)(?=[^ ])|(?<=[^ ])(?=—)"
    rf"|(?<=[{_WIDE}])(?<![{_OPENERS}])(?=[^\W_]|[{_OPENERS}])|(?<=[^\W_])(?=[{_WIDE}])(?![{_CLOSERS}])"
)


class BadEscapeError(ValueError):
    """A backslash with a character that PO gives no meaning."""


def unquote(block: str) -> str:
    """The text of one or more quoted strings, each on its own line.

    Raises BadEscapeError with the offending sequence.
    """
    inner = block[1:-1]
    if "\n" in inner:
        inner = inner.replace('"\n"', "")
        if "\n" in inner:  # indented, marked as obsolete, or with blanks at the ends of lines
            inner = "".join([each[1:-1] for each in _STRINGS.findall(block)])
    if "\\" not in inner:
        return inner
    if "\\\\" not in inner:
        inner = inner.replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t")
        if "\\" not in inner:
            return inner
    return _ESCAPE.sub(_unescaped, inner)


def _unescaped(match: re.Match[str]) -> str:
    hexadecimal, octal, letter = match.groups()
    if letter is not None:
        if letter in _ESCAPED:
            return _ESCAPED[letter]
        raise BadEscapeError(match[0])
    code = int(hexadecimal, 16) if hexadecimal else int(octal, 8)
    if not 0 < code < 128:  # a byte of some encoding, or the NUL that ends strings in compiled catalogs
        raise BadEscapeError(match[0])
    return chr(code)


def escape(text: str) -> str:
    """The text with PO's escapes, without quotes."""
    if _TO_ESCAPE.search(text) is None:
        return text
    return _TO_ESCAPE.sub(lambda match: _ESCAPES[match[0]], text)


def quoted(keyword: str, text: str, prefix: str = "") -> str:
    """`keyword "text"` over as many lines as it needs, each after `prefix` and ended with a newline."""
    if len(text) < _SHORT and text.isascii() and not _TO_ESCAPE.search(text):
        return f'{prefix}{keyword} "{text}"\n'
    escaped = escape(text)
    room = WIDTH - len(prefix)
    several = "\n" in text[:-1]
    if not several and _fits(escaped, room - len(keyword) - 3):
        return f'{prefix}{keyword} "{escaped}"\n'
    lines = [f'{prefix}{keyword} ""\n']
    paragraphs = _paragraphs(escaped) if "\n" in text else [escaped]
    lines += [f'{prefix}"{line}"\n' for paragraph in paragraphs for line in _wrapped(paragraph, room - 2)]
    return "".join(lines)


def _paragraphs(escaped: str) -> list[str]:
    """Escaped text cut after each of its newlines."""
    return [each for each in re.findall(r"(?:\\[^n]|[^\\])*(?:\\n|$)", escaped, re.DOTALL) if each]


def columns(text: str) -> int:
    """The columns that a terminal needs for the text: two for wide characters, none for combining ones."""
    if text.isascii() or _EVEN.match(text):
        return len(text)
    return sum(map(_WIDTHS.__getitem__, text))


class _Widths(dict[str, int]):
    """Columns by character, looked up in Unicode's data once."""

    def __missing__(self, char: str) -> int:
        wide = unicodedata.east_asian_width(char) in "WF"
        unseen = unicodedata.category(char) in ("Mn", "Me", "Cf")
        self[char] = width = 1 + wide - unseen
        return width


_WIDTHS = _Widths()


def _fits(text: str, room: int) -> bool:
    if 2 * len(text) <= room:
        return True
    return len(text) <= room if text.isascii() else columns(text) <= room


def _wrapped(text: str, room: int) -> list[str]:
    """Lines of at most `room` columns, longer only where nothing allows a break."""
    if _fits(text, room):
        return [text]
    if "  " not in text and (text.isascii() or _EVEN.match(text)):
        return _wrapped_even(text, room)
    lines: list[str] = []
    line, used = "", 0
    for piece in _BREAK.split(text):
        width = columns(piece)
        if used + width > room and line:
            lines.append(line)
            line, used = "", 0
        line += piece
        used += width
    return [*lines, line] if line else lines


def _wrapped_even(text: str, room: int) -> list[str]:
    """The same for text of one column a character and single blanks: a line at a time, not a word."""
    lines: list[str] = []
    start = 0
    while len(text) - start > room:
        limit = start + room
        cut = text.rfind(" ", start, limit) + 1 or start
        end = text.find(" ", limit) + 1 or len(text)
        word = text[cut:end]  # the one that does not fit
        if cut == start or not word[:-2].isalpha():
            for piece in _BREAK.split(word):
                if cut + len(piece) > limit and cut > start:
                    break
                cut += len(piece)
        lines.append(text[start:cut])
        start = cut
    return [*lines, text[start:]] if start < len(text) else lines
