"""CSV and XLSX: one table in two containers, that comes back as it went, and says what is wrong with it."""

from __future__ import annotations

import codecs
import csv as rfc4180
import datetime
import io
import zipfile
from collections.abc import Callable
from types import ModuleType
from typing import Any

import openpyxl
import pytest
from hypothesis import given

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.exchange import csv, xlsx
from ccb_l10n.terminology.exchange.rows import rows_of
from ccb_l10n.terminology.exchange.table import HEAD, guarded, unguarded
from glossary_samples import glossaries, lines, own, patient

CONCEPT = Concept("plan", "cyber", "draft", 'Say "=1+1".\nTwice.', "us", "info", "lemma",
                  (Term("en", "plan"), Term("ar", "خطة", forms=("خطط", "a|b")), Term("fr", "-moins")))  # fmt: skip
FORMATS = pytest.mark.parametrize("form", [csv, xlsx], ids=["csv", "xlsx"])


def _grid(form: ModuleType, data: bytes) -> list[list[str]]:
    """The cells as another program reads them."""
    if form is csv:
        return list(rfc4180.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["glossary"]
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]


def _made(form: ModuleType, grid: list[list[Any]]) -> bytes:
    """The cells as another program writes them."""
    out = io.StringIO(newline="")
    if form is csv:
        rfc4180.writer(out).writerows(grid)
        return out.getvalue().encode()
    book = openpyxl.Workbook()
    for line in grid:
        book.active.append(line)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@FORMATS
@patient
@given(found=glossaries)
def test_every_cell_comes_back(form: ModuleType, found: list[Concept]) -> None:
    rows = form.read(form.written(found), "f")
    assert [(row.concept, row.key, row.cells) for row in rows] == [
        (row.concept, row.key, row.cells) for row in rows_of(found)
    ]


@FORMATS
def test_our_own_glossary_comes_back_and_its_bytes_do_not_change(form: ModuleType) -> None:
    data = form.written(own())
    assert [row.cells for row in form.read(data, "f")] == [row.cells for row in rows_of(own())]
    assert form.written(own()) == data


@FORMATS
def test_a_sheet_has_a_head_and_guards_formulas(form: ModuleType) -> None:
    head, english, _, french = _grid(form, form.written([CONCEPT]))
    assert tuple(head) == HEAD
    assert french[HEAD.index("text")] == "'-moins"
    assert french[HEAD.index("english")] == "plan"
    assert english[HEAD.index("definition")] == 'Say "=1+1".\nTwice.'


@given(lines)
def test_guards_come_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[0] not in "=+-@＝＋－＠\t\r\n"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na", "'=1", "''+", "＝1"])
def test_what_a_spreadsheet_takes_for_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(f"'{text}") == text


@pytest.mark.parametrize("text", ["'a", "a=1", "", "1-2", "’en"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


def test_a_csv_file_is_what_excel_and_rfc_4180_expect() -> None:
    data = csv.written([CONCEPT])
    assert data.startswith(codecs.BOM_UTF8 + b"concept,")
    lines = data.decode("utf-8-sig").split("\r\n")
    assert len(lines) == 5 and lines[-1] == ""
    assert '"Say ""=1+1"".\nTwice."' in lines[1]


@pytest.mark.parametrize(
    "saved",
    [
        lambda text: text.replace(",", ";").encode("utf-8-sig"),
        lambda text: text.replace(",", "\t").encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.replace(",", "\t").encode("utf-16-be"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.upper().replace("PLAN", "plan").replace("FR", "fr").encode(),
    ],
    ids=["semicolons", "UTF-16", "UTF-16 big-endian", "CRLF", "CR", "capital heads"],
)
def test_what_spreadsheets_save_is_read(saved: Callable[[str], bytes]) -> None:
    rows = csv.read(saved("concept,lang,text\nplan,fr,plan\n\nplan,fr,Plan B\n"), "f")
    assert [(row.concept, row.lang, row.text.lower()) for row in rows] == [
        ("plan", "fr", "plan"),
        ("plan", "fr", "plan b"),
    ]


HEADS = ["concept", "lang", "text", "status", "note", "delete", "key"]


@FORMATS
@pytest.mark.parametrize(
    ("grid", "line", "says"),
    [
        ([], 1, "no column concept, lang, text"),
        ([["concept", "lang"]], 1, "no column text"),
        ([[*HEADS, "nots"]], 1, "unknown column 'nots'"),
        ([["concept", "", "lang", "text"]], 1, "a column without a name"),
        ([["concept", "lang", "text", "Text "]], 1, "the column 'text' is there twice"),
        ([HEADS, ["a", "fr", "b"], ["", "fr", "b"]], 3, "no concept"),
        ([HEADS, ["a", "fr", "b"], ["a", "", "b"]], 3, "no language for 'b'"),
        ([HEADS, ["a", "fr", "  "]], 2, "a term of blanks only"),
        ([HEADS, ["a", "fr", "", "", "a note"]], 2, "note but no term"),
        ([HEADS, ["a", "fr", "", "", "", "", "a|fr|b"]], 2, "the term was cleared"),
        ([HEADS, ["a", "french", "b"]], 2, "not a language code: 'french'"),
        ([HEADS, ["a", "fr", "b", "best"]], 2, "status is 'best'"),
        ([HEADS, ["a", "fr", "b", "", "", "maybe"]], 2, "delete is 'maybe'"),
        ([HEADS, ["a", "fr", "b"], ["a", "fr", "b", "admitted"]], 3, "'b' (fr) of a is already in line 2"),
        ([HEADS, ["a", "fr", "x", "", "", "", "a|fr|b"], ["a", "fr", "y", "", "", "", "a|fr|b"]], 2, "lines 2, 3 were"),
        ([HEADS, ["a", "fr", "b", "", "", "", "", "more"]], 2, "8 cells under 7 columns"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(form: ModuleType, grid: list[list[str]], line: int, says: str) -> None:
    with pytest.raises(CcbError) as caught:
        form.read(_made(form, grid), "f")
    assert (caught.value.path, caught.value.line) == ("f", line)
    assert says in caught.value.message
    assert caught.value.hint


@FORMATS
def test_columns_and_rows_of_ones_own_are_passed_over(form: ModuleType) -> None:
    grid = [
        ["concept", "lang", "text", "#remarks", "#remarks"],
        ["a", "fr", "b", "see", "that"],
        [""],
        ["a", "fr", "c"],
    ]
    assert [row.cells for row in form.read(_made(form, grid), "f")] == [
        {"lang": "fr", "text": "b"},
        {"lang": "fr", "text": "c"},
    ]


@FORMATS
def test_a_row_moved_alone_is_no_copy(form: ModuleType) -> None:
    (row,) = form.read(_made(form, [HEADS, ["d", "fr", "b", "", "", "", "a|fr|b"]]), "f")
    assert (row.concept, row.key, row.moved) == ("d", "a|fr|b", True)


@FORMATS
@pytest.mark.parametrize("key", ["?", "a|fr", "d|fr"])
def test_a_key_that_was_overwritten_is_none(form: ModuleType, key: str) -> None:
    (row,) = form.read(_made(form, [HEADS, ["d", "fr", "b", "", "", "", key]]), "f")
    assert (row.key, row.moved) == ("", False)


@FORMATS
def test_a_copied_row_is_a_new_one(form: ModuleType) -> None:
    key = "a|fr|b"
    grid = [
        HEADS,
        ["a", "fr", "c", "", "", "", key],
        ["a", "fr", "b", "", "", "", key],
        ["d", "fr", "b", "", "", "", key],
    ]
    assert [(row.concept, row.text, row.key) for row in form.read(_made(form, grid), "f")] == [
        ("a", "c", ""),
        ("a", "b", key),
        ("d", "b", ""),
    ]


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (b"concept,lang,text\na,fr,caf\xe9\n", 2, "not UTF-8: byte 0xe9 at offset 26"),
        ("concept,lang,text\na,fr,é\n".encode() + b"a,fr,\xe9t\xe9\n", 3, "not UTF-8"),
        ("concept,lang,text\n".encode("utf-16-le"), 1, "a NUL character"),
        (codecs.BOM_UTF16_LE + b"a\x00\x00\xd8b\x00", 1, "broken UTF-16"),
        (b'concept,lang,text\na,fr,"b\nc\n', 2, "broken CSV"),
        (b'concept,lang,text\na,fr,"b"c\n', 2, "broken CSV"),
        (b"", 1, "no column"),
        (b'concept,lang,text\na,fr,"' + b"b" * 2_000_000 + b'"\n', 2, "broken CSV: field larger"),
    ],
    ids=["Latin-1", "mixed", "UTF-16 without its mark", "UTF-16 cut", "open", "quotes", "empty", "huge"],
)
def test_bytes_that_are_no_csv_are_refused(data: bytes, line: int, says: str) -> None:
    usual = rfc4180.field_size_limit(77_777)
    try:
        with pytest.raises(CcbError) as caught:
            csv.read(data, "f")
        assert rfc4180.field_size_limit() == 77_777  # which is other people's too
    finally:
        rfc4180.field_size_limit(usual)
    assert caught.value.line == line
    assert says in caught.value.message


def _changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.namelist():
            after.writestr(part, change(before.read(part)) if part == name else before.read(part))
    return out.getvalue()


def _archive(parts: int, size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for at in range(parts):
            archive.writestr(f"xl/{at}.xml", b" " * size)
    return out.getvalue()


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_UNPACKED", 4 << 20)
    for data, says in ((_archive(2, 3 << 20), "6 MB in 2 parts"), (_archive(1001, 1), "0 MB in 1001 parts")):
        with pytest.raises(CcbError, match=f"unpacks to {says}"):
            xlsx.read(data, "f")


_SHEET = "xl/worksheets/sheet1.xml"
_ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"no workbook", "no Excel workbook"),
        (b"PK\x03\x04 broken", "no Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file, or one with a password"),
        (_made(csv, [["a"]]), "no Excel workbook"),
        (_changed(xlsx.written([CONCEPT]), _SHEET, lambda part: part[:900]), "a broken workbook"),
        (_changed(xlsx.written([CONCEPT]), _SHEET, lambda part: _ENTITY + part), "refused for safety"),
        (
            _changed(xlsx.written([CONCEPT]), "xl/workbook.xml", lambda part: _ENTITY + part),
            "refused for safety",
        ),
        (_changed(xlsx.written([CONCEPT]), "xl/workbook.xml", lambda part: b"<x/>"), "a workbook without a sheet"),
    ],
    ids=["text", "zip", "xls", "csv", "cut", "entities", "entities in the book", "no book"],
)
def test_bytes_that_are_no_workbook_are_refused(data: bytes, says: str) -> None:
    with pytest.raises(CcbError) as caught:
        xlsx.read(data, "f")
    assert says in caught.value.message
    assert caught.value.hint


def test_formulas_and_error_values_are_refused_with_their_cell() -> None:
    for value, says in (("=A1", "a formula in cell C2"), ("#REF!", "the error #REF! in cell C2")):
        with pytest.raises(CcbError) as caught:
            xlsx.read(_made(xlsx, [["concept", "lang", "text"], ["a", "fr", value]]), "f")
        assert (caught.value.message, caught.value.line) == (says, 2)


def test_what_excel_makes_of_texts_is_made_texts_again() -> None:
    grid = [["concept", "lang", "text", "date", "do-not-translate"],
            ["a", "fr", 2024, datetime.datetime(2026, 11, 22), True], ["b", "fr", 2.0, None, False]]  # fmt: skip
    first, second = xlsx.read(_made(xlsx, grid), "f")
    assert first.cells == {"lang": "fr", "text": "2024", "date": "2026-11-22", "do-not-translate": "yes"}
    assert (second.text, second.cells["do-not-translate"]) == ("2", "")


def test_control_characters_come_back_from_a_workbook() -> None:
    concept = Concept("plan", "cyber", "draft", "a\x0bb\r\nc_x000B_", "us", "info", "lemma", (Term("en", "#N/A"),))
    (row,) = xlsx.read(xlsx.written([concept]), "f")
    assert (row.cells["definition"], row.text) == (concept.definition, "#N/A")


def test_a_text_that_no_cell_holds_is_refused() -> None:
    concept = Concept("plan", "cyber", "draft", "a" * 40_000, "us", "info", "lemma", (Term("en", "plan"),))
    with pytest.raises(CcbError, match="definition of plan has 40000 characters"):
        xlsx.written([concept])


def test_a_workbook_is_laid_out_for_reviewers() -> None:
    data = xlsx.written([CONCEPT])
    sheet = openpyxl.load_workbook(io.BytesIO(data))["glossary"]
    term = HEAD.index("text") + 1
    assert sheet.freeze_panes == "E2"
    assert sheet.auto_filter.ref == f"A1:{openpyxl.utils.get_column_letter(len(HEAD))}4"
    assert [sheet.cell(row, term).alignment.readingOrder for row in (2, 3, 4)] == [0, 2, 0]
    assert sheet.cell(3, term).alignment.horizontal == "right"
    assert sheet.cell(2, HEAD.index("definition") + 1).alignment.wrap_text
    assert sheet.column_dimensions[openpyxl.utils.get_column_letter(HEAD.index("base") + 1)].hidden
    assert {cell.number_format for row in sheet.iter_rows() for cell in row if cell.value} == {"@"}
    offers = {each.formula1 for each in sheet.data_validations.dataValidation}
    assert '"preferred,admitted,deprecated,forbidden"' in offers


def test_a_workbook_has_no_date() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx.written([CONCEPT]))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2
