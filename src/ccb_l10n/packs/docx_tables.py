"""Tables of WordprocessingML: heading rows that come again on each page, columns from the reader's side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from ccb_l10n.packs.docx_pictures import WIDTH
from ccb_l10n.packs.docx_place import STEP, Place

if TYPE_CHECKING:
    from ccb_l10n.packs.docx_blocks import Blocks

_EMU = 635  # English Metric Units in a twentieth of a point
_LONG, _WORD, _SHORT = 80, 16, 4  # characters of a column's text, of a word in it, at most; of both at least
_LETTER, _EDGES = 125, 230  # twentieths of a point that a letter and a cell's margins need
_MOST = 63  # columns that Word takes


@dataclass(slots=True)
class _Cell:
    """A cell of the grid; `element` is None where one from above goes on."""

    element: Element | None
    span: int
    goes_on: bool  # over the next row, or from the one above


def write(writer: Blocks, table: Element, place: Place) -> None:
    """Write a table, its caption above it."""
    for caption in table.findall("caption"):
        writer.blocks(caption, replace(place, style="Caption", keep=True))
    rows = [*_rows(table)]
    grid = _grid([row for row, _ in rows])
    columns = max((sum(cell.span for cell in row) for row in grid), default=0)
    if not columns:
        return
    widths = _widths(grid, columns, place.room // _EMU - STEP * place.depth)
    writer.out.append(f"<w:tbl>{_properties(place, sum(widths))}<w:tblGrid>")
    writer.out += [f'<w:gridCol w:w="{width}"/>' for width in widths]
    writer.out.append("</w:tblGrid>")
    for (_, heading), cells in zip(rows, grid, strict=True):
        writer.out.append(f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heading else ''}</w:trPr>")
        _row(writer, cells, widths, replace(place, box="", mark="", depth=0, aligned=""), heading)
        writer.out.append("</w:tr>")
    writer.out.append('</w:tbl><w:p><w:pPr><w:pStyle w:val="AfterTable"/></w:pPr></w:p>')


def _properties(place: Place, width: int) -> str:
    bidi = "<w:bidiVisual/>" if place.rtl else ""
    indent = f'<w:tblInd w:w="{STEP * place.depth}" w:type="dxa"/>' if place.depth else ""
    return (
        f'<w:tblPr><w:tblStyle w:val="CourseTable"/>{bidi}<w:tblW w:w="{width}" w:type="dxa"/>{indent}'
        '<w:tblLook w:val="0620"/></w:tblPr>'  # a first row of its own, no bands
    )


def _rows(table: Element) -> Iterator[tuple[Element, bool]]:
    """The rows, with whether they are headings; those of a table in a cell are not among them."""
    for each in table:
        if each.tag == "tr":
            yield each, False
        elif each.tag in ("thead", "tbody", "tfoot"):
            for row in each.findall("tr"):
                yield row, each.tag == "thead"


def _grid(rows: Sequence[Element]) -> list[list[_Cell]]:
    """Each row's cells with those that reach into it from above."""
    grid: list[list[_Cell]] = []
    above: dict[int, tuple[int, int]] = {}  # column -> (rows to come, columns)
    for at, row in enumerate(rows):
        cells: list[_Cell] = []
        column = 0
        waiting = [each for each in row if each.tag in ("td", "th")]
        while waiting or column in above:
            if column in above:
                left, span = above.pop(column)
                cells.append(_Cell(None, span, True))
                down = left - 1
            else:
                element = waiting.pop(0)
                span = min(_count(element, "colspan"), _MOST)
                down = min(_count(element, "rowspan"), len(rows) - at) - 1
                cells.append(_Cell(element, span, down > 0))
            if down > 0:
                above[column] = (down, span)
            column += span
        grid.append(cells)
    return grid


def _count(element: Element, name: str) -> int:
    value = element.attrib.get(name, "1")
    return max(int(value), 1) if value.isdecimal() else 1


def _widths(grid: Sequence[Sequence[_Cell]], columns: int, room: int) -> list[int]:
    """The columns' widths, in twentieths of a point: room for each one's longest word, the rest by how much stands
    in them."""
    words, longest = [_SHORT] * columns, [_SHORT] * columns
    for row in grid:
        column = 0
        for cell in row:
            if cell.element is not None and cell.span == 1 and column < columns:
                text = "".join(cell.element.itertext()).split()
                words[column] = max(words[column], min(max(map(len, text), default=0), _WORD))
                longest[column] = max(longest[column], min(len(" ".join(text)), _LONG))
            column += cell.span
    least = [_LETTER * each + _EDGES for each in words]
    spare = room - sum(least)
    if spare < 0:
        return [room * each // sum(least) for each in least]
    return [each + spare * much // sum(longest) for each, much in zip(least, longest, strict=True)]


def _row(writer: Blocks, cells: Sequence[_Cell], widths: Sequence[int], place: Place, heading: bool) -> None:
    column = 0
    for cell in cells:
        width = sum(widths[column : column + cell.span])
        column += cell.span
        merged = ""
        if cell.goes_on:
            merged = "<w:vMerge/>" if cell.element is None else '<w:vMerge w:val="restart"/>'
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        writer.out.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}</w:tcPr>')
        before = len(writer.out)
        if cell.element is not None:
            style = "TableHeading" if heading or cell.element.tag == "th" else "TableText"
            inner = replace(place, style=style, room=min(width * _EMU, WIDTH))
            writer.blocks(cell.element, writer.entered(cell.element, inner))
        if len(writer.out) == before:  # Word takes no cell without a paragraph, nor one that ends with a table
            writer.out.append('<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p>')
        writer.out.append("</w:tc>")
    for width in widths[column:]:
        writer.out.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p/></w:tc>')
