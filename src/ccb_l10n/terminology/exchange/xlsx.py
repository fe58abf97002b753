"""The table as an Excel workbook: a frozen head, wrapped text, lists to choose from, the same bytes every time.

Texts are written as texts and never as formulas; formulas in a file that is read are refused. A document
type, and so every entity, is refused before openpyxl parses, with defusedxml or with lxml where that is installed; and
what a file may unpack to is limited before that.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from ccb_l10n import locales
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept
from ccb_l10n.terminology.exchange import table
from ccb_l10n.terminology.exchange.rows import COLUMNS, Kind, Row

_SHEET = "glossary"
_LONGEST = 32_767  # characters of a cell, Excel's own limit
_UNPACKED = 512 << 20  # bytes
_PARTS = 1000
_OLE = b"\xd0\xcf\x11\xe0"
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")  # ECMA-376, ST_Xstring
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_DOCUMENT_TYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_STILL = (1980, 1, 1, 0, 0, 0)  # the first date that a zip archive knows
_WIDTHS = {
    "concept": 22,
    "english": 22,
    "lang": 8,
    "text": 30,
    "definition": 60,
    "forms": 28,
    "note": 30,
    "concept-source": 40,
}
_HIDDEN = ("key", "base")
_EXTRA_ROWS = 5000  # below the last one, where lists to choose from are offered too


def written(concepts: Sequence[Concept], langs: Iterable[str] = ()) -> bytes:
    """Raises CcbError for a text that is longer than a cell may be."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET)
    sheet.freeze_panes = f"{get_column_letter(table.HEAD.index('text') + 2)}2"
    for at, name in enumerate(table.HEAD, start=1):
        dimension = sheet.column_dimensions[get_column_letter(at)]
        dimension.width = _WIDTHS.get(name, 16)
        dimension.hidden = name in _HIDDEN
        dimension.number_format = "@"  # for the rows that are added
    lines = table.table(concepts, langs)
    head, plain, turned = _styled(sheet, head=True), _styled(sheet), _styled(sheet, turned=True)
    sheet.append(_line(next(lines), head, head))
    count = 1
    for cells in lines:
        sheet.append(_line(cells, plain, turned))
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.HEAD))}{count}"
    for at, name in enumerate(table.HEAD, start=1):
        if choices := _choices(name):
            letter = get_column_letter(at)
            offer = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            offer.add(f"{letter}2:{letter}{count + _EXTRA_ROWS}")
            sheet.data_validations.append(offer)
    out = io.BytesIO()
    book.save(out)
    return _still(out.getvalue())


def _choices(name: str) -> tuple[str, ...]:
    column = COLUMNS.get(name)
    return ("yes",) if name == "delete" or (column and column.kind is Kind.FLAG) else column.choices if column else ()


_OF_TERM = ("text", "forms", "acronym")  # which run in the direction of their language


def _styled(sheet: Any, *, head: bool = False, turned: bool = False) -> Cell:
    """A cell to be filled again and again: styling one costs more than writing it."""
    cell = WriteOnlyCell(sheet)
    cell.number_format = "@"  # or Excel makes its own of dates
    right = "right" if turned else None
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=right, readingOrder=2 if turned else 0)
    if head:
        cell.font = Font(name="Calibri", size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6EE")
    return cell


def _line(cells: Sequence[str], plain: Cell, turned: Cell) -> Iterator[Cell | None]:
    """The row's cells, each to be written before the next is asked for; terms in `turned` where they run so."""
    lang = cells[table.HEAD.index("lang")]
    rtl = plain is not turned and bool(lang) and locales.direction(lang) == "rtl"
    for name, text in zip(table.HEAD, cells, strict=True):
        escaped = _NO_XML.sub(_escape, text)
        if len(escaped) > _LONGEST:
            message = f"{name} of {cells[0]} has {len(text)} characters, more than a cell of Excel holds"
            raise CcbError(message, hint="export as csv instead")
        cell = turned if rtl and name in _OF_TERM else plain
        cell.value = escaped
        cell.data_type = "s"  # whatever openpyxl takes it for
        yield cell if text else None


def _escape(found: re.Match[str]) -> str:
    text = found[0]
    return f"_x005F{text}" if len(text) > 1 else f"_x{ord(text):04X}_"


def _still(data: bytes) -> bytes:
    """The archive with fixed dates, inside and outside of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, _STILL)
            part.compress_type, part.external_attr, part.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            text = before.read(name)
            after.writestr(part, _DATES.sub(rb"\g<1>1980-01-01T00:00:00Z", text) if name.endswith("core.xml") else text)
    return out.getvalue()


def read(data: bytes, path: str, passed: Counter[str] | None = None) -> list[Row]:
    """The rows of a workbook's first sheet, or of the one named "glossary"; `passed` counts what was passed over.

    Raises CcbError for what is no workbook or unpacks to too much, for formulas and error values, with the row.
    """
    _archive(data, path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out: print settings, extensions
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            return table.read(_lines(book, path), path, passed)
    # openpyxl has no error of its own for a part that is broken, missing or unsafe.
    except (InvalidFileException, ParseError, zipfile.BadZipFile, zlib.error, LookupError, ValueError, TypeError,
            AttributeError, RuntimeError, EOFError) as error:  # fmt: skip
        what = str(error).partition("\n")[0]
        raise CcbError(f"a broken workbook: {what}", path, hint="open it in a spreadsheet and save it anew") from error


def _archive(data: bytes, path: str) -> None:
    if data.startswith(_OLE):
        hint = "save it as Excel workbook (.xlsx), without a password"
        raise CcbError("an old Excel file, or one with a password", path, hint=hint)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise CcbError(f"no Excel workbook: {error}", path, hint="save it as Excel workbook (.xlsx)") from None
    size = sum(part.file_size for part in parts)
    if size > _UNPACKED or len(parts) > _PARTS:
        message = f"unpacks to {size >> 20} MB in {len(parts)} parts, which no glossary needs"
        raise CcbError(
            message, path, hint=f"the limit is {_UNPACKED >> 20} MB in {_PARTS} parts; export as csv instead"
        )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if any(_declares(archive, part) for part in parts):
            raise CcbError("refused for safety: it declares entities", path, hint="save it anew, as a workbook")


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part has a document type, which no workbook needs. A broken part is openpyxl's to refuse."""
    try:
        read = archive.read(part)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
        return False
    return part.filename.endswith((".xml", ".rels")) and any(each in read for each in _DOCUMENT_TYPES)


def _lines(book: Any, path: str) -> Iterator[table.Line]:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if not sheets:
        raise CcbError("a workbook without a sheet", path, hint="start from `ccb-l10n glossary export --format xlsx`")
    sheet = sheets.get(_SHEET) or next(iter(sheets.values()))
    sheet.reset_dimensions()  # some programs write wrong ones
    for at, cells in enumerate(sheet.iter_rows(), start=1):
        yield at, [_text(cell, path, at) for cell in cells]


def _text(cell: Any, path: str, at: int) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        kind = "a formula" if cell.data_type == "f" else f"the error {value}"
        raise CcbError(f"{kind} in cell {cell.coordinate}", path, at, "paste the text itself, as a value")
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
