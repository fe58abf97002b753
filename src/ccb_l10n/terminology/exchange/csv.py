"""The table as CSV (RFC 4180) with a byte order mark, by which Excel knows UTF-8.

Read is what spreadsheets make of it: commas, semicolons or tabs, and Excel's UTF-16 "Unicode text".
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept
from ccb_l10n.terminology.exchange import table
from ccb_l10n.terminology.exchange.rows import Row

_SAVE = 'save it as "CSV UTF-8" in Excel, or choose the character set UTF-8 in LibreOffice'
_LARGEST = 1 << 20  # characters of a cell; one that is larger is a quotation mark that was never closed


def written(concepts: Sequence[Concept], langs: Iterable[str] = ()) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(table.table(concepts, langs))
    return codecs.BOM_UTF8 + out.getvalue().encode()


def read(data: bytes, path: str) -> list[Row]:
    """The rows of a CSV file. Raises CcbError, with the line, for what is no such table."""
    text = _decoded(data, path)
    return table.read(_lines(text, _separator(text), path), path)


def _decoded(data: bytes, path: str) -> str:
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = "broken UTF-16" if utf16 else f"not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}"
        raise CcbError(wrong, path, line, _SAVE) from None
    if "\0" in text:
        raise CcbError(
            "a NUL character: no CSV, or UTF-16 without its mark",
            path,
            text.count("\n", 0, text.index("\0")) + 1,
            _SAVE,
        )
    return text


def _separator(text: str) -> str:
    """What stands between the names of the first line: Excel writes semicolons where commas are for decimals."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _lines(text: str, separator: str, path: str) -> list[table.Line]:
    lines: list[table.Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = csv.field_size_limit(_LARGEST)
    at = 1
    try:
        for cells in reader:
            lines.append((at, cells))
            at = reader.line_num + 1
    except csv.Error as error:
        hint = "a text with a quotation mark, a separator or a line break stands between quotation marks"
        raise CcbError(f"broken CSV: {error}", path, at, hint) from None
    finally:
        csv.field_size_limit(before)
    return lines
