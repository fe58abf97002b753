"""Where a paragraph stands: in which style, box, list, language and direction."""

from __future__ import annotations

from dataclasses import dataclass

from ccb_l10n.packs.docx_pictures import WIDTH
from ccb_l10n.packs.docx_words import Look

STEP = 400  # twentieths of a point that each list is further in
_NEAR, _FAR = 6, 20  # points from a text to the line beside it; far where LibreOffice puts Arabic lists' numbers
BOXES = {  # the colours of what is in a box: of its ground, of the line beside it
    "note": ("EAF2FB", "2F6DB5"),
    "tip": ("E9F6EC", "2E7D4F"),
    "warning": ("FFF4DF", "B26A00"),
    "danger": ("FCE9E9", "B3261E"),
    "example": ("F2EEFA", "6A4FB3"),
    "quiet": ("F2F2F2", "6B6B6B"),
    "fold": ("F2F2F2", "6B6B6B"),
    "tab": ("F7F7F7", "6B6B6B"),
    "quiz": ("F2EEFA", "6A4FB3"),
    "opening": ("EAF2FB", "2F6DB5"),
    "notice": ("FFF4DF", "B26A00"),
}
_LINES = {"draft": ("dashed", "8A5A00"), "fallback": ("single", "6B6B6B")}  # beside what no person translated


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the document. `usual` is the direction that paragraphs have when they say nothing; `depth` counts the
    lists around, `room` is the width in English Metric Units, `breaks` begins new paper."""

    look: Look
    rtl: bool
    usual: bool
    style: str = ""
    depth: int = 0
    box: str = ""
    mark: str = ""
    room: int = WIDTH
    keep: bool = False
    breaks: bool = False
    aligned: str = ""
    shape: str = ""  # of the signs before options

    def properties(self, number: tuple[int, int] | None) -> str:
        """A paragraph's properties, in the order that the schema asks for; `number` is its list and level."""
        ground, line = BOXES.get(self.box, ("", ""))
        kind, colour = _LINES.get(self.mark, ("single", line))
        parts = [
            f'<w:pStyle w:val="{self.style}"/>' if self.style else "",
            "<w:keepNext/>" if self.keep else "",
            "<w:pageBreakBefore/>" if self.breaks else "",
            f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else "",
            self._border(kind, colour, 12 if self.mark else 24) if colour else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else "",
            f'<w:bidi w:val="{int(self.rtl)}"/>' if self.rtl != self.usual else "",
            self._indent() if not number else "",
            f'<w:jc w:val="{self.aligned}"/>' if self.aligned else "",
        ]
        written = "".join(parts)
        return f"<w:pPr>{written}</w:pPr>" if written else ""

    def _border(self, kind: str, colour: str, size: int) -> str:
        side, space = ("right", _FAR) if self.rtl else ("left", _NEAR)
        return f'<w:pBdr><w:{side} w:val="{kind}" w:sz="{size}" w:space="{space}" w:color="{colour}"/></w:pBdr>'

    def _indent(self) -> str:
        own = STEP if self.style in ("Definition", "Quote") else 0
        left = STEP * self.depth + own
        return f'<w:ind w:left="{left}"/>' if left else ""
