"""The table as CSV (RFC 4180) with a byte order mark, by which Excel knows UTF-8.

Read is what spreadsheets make of it: commas, semicolons or tabs, and Excel's UTF-16 "Unicode text".
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept
from ccb_l10n.terminology.exchange import table
from ccb_l10n.terminology.exchange.rows import Row

_SAVE = 'save it as "CSV UTF-8" in Excel, or choose the character set UTF-8 in LibreOffice'
_LARGEST = 1 << 20  # characters of a cell; one that is larger is a quotation mark that was never closed


def written(concepts: Sequence[Concept], langs: Iterable[str] = ()) -> bytes:
    out = io.BytesIO()
    with io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True) as text:
        csv.writer(text, lineterminator="\r\n").writerows(table.table(concepts, langs))
        text.flush()
        return out.getvalue()


def read(data: bytes, path: str, passed: Counter[str] | None = None) -> list[Row]:
    """The rows of a CSV file; `passed` counts what was passed over.

    Raises CcbError, with the line, for what is no such table.
    """
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if utf16 else "utf-8-sig"
    if not utf16 and (nul := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, nul) + 1
        raise CcbError("a NUL character: no CSV, or UTF-16 without its mark", path, line, _SAVE)
    try:
        return table.read(_lines(data, encoding, path), path, passed)
    except UnicodeDecodeError:
        raise _undecodable(data, encoding, path) from None


def _undecodable(data: bytes, encoding: str, path: str) -> CcbError:
    """The error with its place in the file, which pieces of it cannot tell."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = f"not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}"
        return CcbError("broken UTF-16" if encoding == "utf-16" else wrong, path, line, _SAVE)
    return CcbError(f"not {encoding}", path, 0, _SAVE)


def _lines(data: bytes, encoding: str, path: str) -> Iterator[table.Line]:
    # Text by pieces: a large file whole, with Arabic or Chinese in it, takes several times its size.
    text = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
    separator = _separator(text.readline())
    text.seek(0)
    reader = csv.reader(text, delimiter=separator, strict=True)
    before = csv.field_size_limit(_LARGEST)
    at = 1
    try:
        for cells in reader:
            yield at, cells
            at = reader.line_num + 1
    except csv.Error as error:
        hint = "a text with a quotation mark, a separator or a line break stands between quotation marks"
        raise CcbError(f"broken CSV: {error}", path, at, hint) from None
    finally:
        csv.field_size_limit(before)


def _separator(head: str) -> str:
    """What stands between the names of the first line: Excel writes semicolons where commas are for decimals."""
    return max(",;\t", key=head.count)
