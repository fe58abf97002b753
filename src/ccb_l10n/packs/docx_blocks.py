"""A page as paragraphs and tables of WordprocessingML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from ccb_l10n import locales
from ccb_l10n.packs import docx_tables, harmless
from ccb_l10n.packs.docx_lines import EMPTY, ROUND, Lines
from ccb_l10n.packs.docx_parts import BULLETS, LEVELS, Parts
from ccb_l10n.packs.docx_phrases import Paragraph
from ccb_l10n.packs.docx_pictures import Shelf
from ccb_l10n.packs.docx_place import BOXES, Place
from ccb_l10n.packs.docx_words import RLM, Look, runs
from ccb_l10n.packs.interface import Interface

_STYLES = {  # of paragraphs, by the element's class
    "box-title": "BoxTitle",
    "caption": "Caption",
    "figure": "Figure",
    "hint": "Hint",
    "right": "BoxTitle",
    "summary": "Lead",
}
_TAGS = {"dt": "Term", "dd": "Definition", "blockquote": "Quote", "summary": "BoxTitle", "figcaption": "Caption"}
_TAGS |= {f"h{level}": f"Heading{level}" for level in range(1, 7)}
_ALIGNED = {"center": "center", "end": "right"}  # Word's "right" is the side where a line ends
_APART = harmless.BLOCKS - {"audio", "video", "picture", "source", "track", "col", "colgroup"}
_REFERENCE = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'


class Blocks:
    """Writes the pages of a document one after the other. `out` has the XML so far; `main` is the document's language
    (BCP 47), `words` are the pack's own."""

    def __init__(self, parts: Parts, shelf: Shelf, words: Interface, main: str) -> None:
        self.parts, self.words, self.main = parts, words, main
        self.rtl = locales.direction(main) == "rtl"
        self.lines = Lines(parts, shelf, words, main, self._note)
        self.out: list[str] = []
        self._pending = ""  # bookmarks, and a note's number, for the next paragraph
        self._number: tuple[int, int] | None = None  # list and level, for an item's first paragraph
        self._notes: dict[str, Element] = {}  # of the page, by id
        self._told: dict[str, int] = {}  # the numbers of those that were written
        self._noting = 0  # notes inside notes
        self._start = self.place()  # of the page

    def place(self, style: str = "") -> Place:
        """A place in the document's own language and direction."""
        return Place(Look(self.main, rtl=self.rtl), self.rtl, self.rtl, style)

    def page(self, name: str, tree: Element, place: Place, notices: Callable[[], None]) -> None:
        """A page: its heading on new paper, what `notices` writes, its text. The tree's first child is the heading."""
        self.lines.page = name
        self._notes, self._told, self._start = _notes(tree), {}, place
        self._pending = self.parts.bookmark(name)
        heading = tree[0]
        self._write(heading, replace(place, breaks=True))
        notices()
        tree.remove(heading)
        self.blocks(tree, place)

    def blocks(self, element: Element, place: Place) -> None:
        """What is in an element: blocks, and paragraphs of the text between them."""
        paragraph = Paragraph(place.rtl)
        paragraph.text(element.text or "", place.look)
        for child in element:
            if _apart(child):
                self.end(paragraph, place)
                paragraph = Paragraph(place.rtl)
                self._write(child, place)
            else:
                self.lines.write(child, place.look, paragraph, place)
            paragraph.text(child.tail or "", place.look)
        self.end(paragraph, place)

    def end(self, paragraph: Paragraph, place: Place) -> None:
        """Write a paragraph, if it has anything, and what belongs below it."""
        if not paragraph:
            return
        number, self._number = self._number, None
        pending, self._pending = self._pending, ""
        self.out.append(f"<w:p>{place.properties(number)}{pending}{paragraph.written()}</w:p>")
        below, self.lines.below = self.lines.below, []
        for text in below:
            self.say(text, "Hint", replace(place, mark="", breaks=False))

    def say(self, text: str, style: str, place: Place | None = None) -> None:
        """A paragraph in the pack's own words, which may be in another language than the document."""
        given = {}
        if self.words.within(self.main) or (place and place.look.lang):
            given = {"lang": self.words.locale, "dir": locales.direction(self.words.locale)}
        here = replace(self.entered(Element("p", given), place or self.place()), style=style)
        paragraph = Paragraph(here.rtl)
        paragraph.text(text, here.look)
        self.end(paragraph, here)

    def entered(self, element: Element, place: Place) -> Place:
        """The place inside a block: its language, direction, mark and box; its bookmark waits for a paragraph."""
        given = element.attrib
        names = set(given.get("class", "").split())
        if "id" in given:
            self._pending += self.parts.bookmark(self.lines.page, given["id"])
        return replace(
            place,
            look=self.lines.entered(element, place.look),
            rtl=given["dir"] == "rtl" if given.get("dir") in ("ltr", "rtl") else place.rtl,
            mark=next((each for each in ("fallback", "draft") if each in names), place.mark),
            box=next((each for each in BOXES if each in names), "note") if "box" in names else place.box,
            aligned=next((side for name, side in _ALIGNED.items() if name in names), place.aligned),
            breaks=False,
        )

    def _write(self, element: Element, place: Place) -> None:
        if element.attrib.get("role") == "doc-endnotes":
            return
        inner = self.entered(element, place)
        if element.tag in _WRITERS:
            _WRITERS[element.tag](self, element, inner)
            return
        names = element.attrib.get("class", "").split()
        style = _TAGS.get(element.tag) or next((_STYLES[name] for name in names if name in _STYLES), inner.style)
        labels = "label" in names
        self.blocks(
            element,
            replace(
                inner, style=style, keep=labels or inner.keep, mark="" if labels else inner.mark, breaks=place.breaks
            ),
        )

    def _list(self, element: Element, place: Place) -> None:
        level = min(place.depth, LEVELS - 1)
        form, start = element.attrib.get("type", "1"), element.attrib.get("start", "")
        number = BULLETS
        if element.tag == "ol":
            number = self.parts.numbering(form, int(start) if start.isdecimal() else 1, level)
        names = element.attrib.get("class", "").split()
        shape = ROUND if "round" in names else EMPTY
        deeper = "numbered" not in names  # whose numbers are in their text
        inner = replace(place, depth=place.depth + deeper, style="ListParagraph", shape=shape)
        for item in element:
            within = self.entered(item, inner)
            value = item.attrib.get("value", "")
            if element.tag == "ol" and value.isdecimal():
                number = self.parts.numbering(form, int(value), level)
            outer = self._number
            counted = deeper and "task" not in item.attrib.get("class", "").split()
            self._number = (number, level) if counted else None
            self.blocks(item, within)
            self._number = outer

    def _code(self, element: Element, place: Place) -> None:
        paragraph = Paragraph(False)
        look = replace(place.look, rtl=False)
        for at, line in enumerate("".join(element.itertext()).rstrip("\n").split("\n")):
            if at:
                paragraph.xml("<w:r><w:br/></w:r>")
            for column, part in enumerate(line.split("\t")):
                if column:
                    paragraph.xml("<w:r><w:tab/></w:r>")
                paragraph.text(part, look, kept=True)
        self.end(paragraph, replace(place, style="CodeBlock", rtl=False, aligned=""))

    def _rule(self, element: Element, place: Place) -> None:
        self.out.append(f"<w:p>{replace(place, style='Rule').properties(None)}</w:p>")

    def _fold(self, element: Element, place: Place) -> None:
        self.blocks(element, replace(place, box=place.box or "fold"))

    def _table(self, element: Element, place: Place) -> None:
        docx_tables.write(self, element, place)

    def _note(self, address: str, look: Look, paragraph: Paragraph) -> None:
        """A footnote where its reference stands for the first time; later references repeat its number."""
        name = address.rpartition("#")[2]
        note = self._notes.get(name)
        if note is None:
            return
        if self._noting > 1:  # a note that leads to itself
            return
        if self._noting:  # Word has no notes on notes
            self._noting += 1
            paragraph.text(" (", look)
            for each in note.iter("p"):
                self.lines.within(each, look, paragraph, self._start, "")
            paragraph.trim()
            paragraph.text(")", look)
            self._noting -= 1
        elif name in self._told:
            paragraph.text(str(self._told[name]), replace(look, style="FootnoteReference"))
        else:
            self._told[name] = number = self._noted(note)
            paragraph.xml(f'<w:r>{_REFERENCE}<w:footnoteReference w:id="{number}"/></w:r>')

    def _noted(self, note: Element) -> int:
        """Write a note; its number."""
        notes = self.parts.notes
        outer = self.out, self._number, self._pending, self.lines.below
        self.out, self._number, self.lines.below = [], None, []
        space = runs(f" {RLM}" if self._start.rtl else " ", Look(self.main, rtl=self._start.rtl))
        self._pending = f"<w:r>{_REFERENCE}<w:footnoteRef/></w:r>{space}"
        self.lines.relations, self._noting = self.parts.footnotes, 1
        self.blocks(note, replace(self._start, style="FootnoteText"))
        self.lines.relations, self._noting = self.parts.document, 0
        notes.append(f'<w:footnote w:id="{len(notes) + 1}">{"".join(self.out)}</w:footnote>')
        self.out, self._number, self._pending, self.lines.below = outer
        return len(notes)


def _apart(element: Element) -> bool:
    """Whether an element stands on lines of its own, or holds one that does."""
    return element.tag in _APART or any(_apart(child) for child in element)


def _notes(tree: Element) -> dict[str, Element]:
    """The notes of a page by their ids."""
    listed = [each for each in tree.iter() if each.attrib.get("role") == "doc-endnotes"]
    return {note.attrib["id"]: note for each in listed for note in each.iter("li") if "id" in note.attrib}


_WRITERS: Mapping[str, Callable[[Blocks, Element, Place], None]] = {
    "ul": Blocks._list,
    "ol": Blocks._list,
    "pre": Blocks._code,
    "hr": Blocks._rule,
    "details": Blocks._fold,
    "table": Blocks._table,
}
