"""From bytes to text and back, and from the parser's offsets to the file's."""

from __future__ import annotations

import re
from bisect import bisect_right

from ccb_l10n.errors import CcbError

BOM = "\ufeff"
_ENDING = re.compile(r"\r\n?")
_ENDINGS = re.compile(rb"\r\n?|\n")


def decode(data: bytes, path: str) -> str:
    """The text of a file, byte-order mark and line endings kept.

    Raises CcbError, with the line and the byte offset, when it is not UTF-8 or holds a NUL.
    """
    nul = data.find(b"\0")
    if nul >= 0:
        raise _refused(data, path, nul, f"NUL byte at offset {nul}", "save the file as UTF-8 text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
        problem = f"not UTF-8: byte 0x{data[at]:02x} at offset {at}"
        raise _refused(data, path, at, problem, "save the file as UTF-8") from None


def _refused(data: bytes, path: str, at: int, problem: str, hint: str) -> CcbError:
    line = len(_ENDINGS.findall(data, 0, at)) + 1
    return CcbError(problem, path, line, hint)


class Normal:
    """A text as the parser wants it: no byte-order mark, every line ending `\\n`; and the way back.

    `text` is the normal form; `original(offset)` turns an offset in it into one in the file's own text.
    """

    __slots__ = ("_removed", "_starts", "skipped", "text")

    def __init__(self, original: str) -> None:
        self.skipped = 1 if original.startswith(BOM) else 0
        body = original[self.skipped :]
        self._starts: list[int] = []  # normal offsets from which `_removed` characters more have gone
        self._removed: list[int] = [0]
        if "\r" not in body:
            self.text = body
            return
        removed = 0
        for match in _ENDING.finditer(body):
            if len(match[0]) == 2:
                removed += 1
                self._starts.append(match.end() - removed)
                self._removed.append(removed)
        self.text = _ENDING.sub("\n", body)

    def original(self, offset: int) -> int:
        """The offset in the file's text of a place in the normal text."""
        if not self._starts:
            return offset + self.skipped
        return offset + self.skipped + self._removed[bisect_right(self._starts, offset)]
