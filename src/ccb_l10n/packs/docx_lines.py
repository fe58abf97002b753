"""What stands in the lines of a paragraph: text in its looks, links, pictures, boxes to tick, references to notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from ccb_l10n.packs import docx_pictures as pictures
from ccb_l10n.packs.docx_parts import Parts
from ccb_l10n.packs.docx_phrases import Paragraph
from ccb_l10n.packs.docx_place import Place
from ccb_l10n.packs.docx_words import Look
from ccb_l10n.packs.interface import Interface

_SAID = "If you see an empty frame here, your program does not show this drawing. It shows: {text}"
_LINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BOLD, _EMPHASIS, _CODE = (
    frozenset(["b", "strong"]),
    frozenset(["cite", "dfn", "em", "i", "var"]),
    frozenset(["code", "kbd", "samp"]),
)
_STRUCK, _UNDERLINED = frozenset(["del", "s"]), frozenset(["ins", "u"])
_RAISED = {"sub": "subscript", "sup": "superscript"}
TICKED, EMPTY, ROUND = "☑", "☐", "○"


class Lines:
    """Writes what stands in lines. `page` is the place of the page that it is on, `relations` are those of the part of
    the document, `below` gets what is to be written below the paragraph, and `note` writes a reference to a note."""

    def __init__(
        self,
        parts: Parts,
        shelf: pictures.Shelf,
        words: Interface,
        main: str,
        note: Callable[[str, Look, Paragraph], None],
    ) -> None:
        self._parts, self._shelf, self._words, self._main, self._note = parts, shelf, words, main, note
        self.page = ""
        self.relations = parts.document
        self.below: list[str] = []

    def entered(self, element: Element, look: Look) -> Look:
        """The look inside an element that names its language or its direction."""
        lang, direction = element.attrib.get("lang"), element.attrib.get("dir")
        if lang:
            look = replace(look, lang="" if lang == self._main else lang)
        return replace(look, rtl=direction == "rtl") if direction in ("ltr", "rtl") else look

    def write(self, element: Element, look: Look, paragraph: Paragraph, place: Place, link: str = "") -> None:
        """Write an element of a line; `link` is the start tag of the link around it."""
        names = element.attrib.get("class", "").split()
        if "back" in names:
            return
        if "id" in element.attrib:
            paragraph.mark(self._parts.bookmark(self.page, element.attrib["id"]))
        if element.tag in _WRITERS:
            _WRITERS[element.tag](self, element, look, paragraph, place, link)
        elif "note-ref" in names and len(element):
            self._note(element[0].attrib.get("href", ""), look, paragraph)
        elif "tick" in names:
            paragraph.text(place.shape, replace(look, style="Symbol"), link)
        else:
            inner = _changed(element.tag, names, self.entered(element, look))
            shown = element[-1] if "chip" in names else element  # the name of the language alone, as on a screen
            self.apart(look, inner, paragraph, link, lambda: self.within(shown, inner, paragraph, place, link))

    def apart(self, outer: Look, inner: Look, paragraph: Paragraph, link: str, write: Callable[[], None]) -> None:
        """Write something in a look, kept to itself where its direction is another than that of the text around it."""
        if inner.rtl == outer.rtl:
            write()
            return
        paragraph.isolate(outer, inner, link)
        write()
        paragraph.isolate(inner, outer, link)

    def within(self, element: Element, look: Look, paragraph: Paragraph, place: Place, link: str) -> None:
        """The text and the elements in an element of a line."""
        paragraph.text(element.text or "", look, link)
        for child in element:
            self.write(child, look, paragraph, place, link)
            paragraph.text(child.tail or "", look, link)

    def _link(self, element: Element, look: Look, paragraph: Paragraph, place: Place, link: str) -> None:
        href = element.attrib.get("href", "")
        inner = self.entered(element, look)
        opened = link
        if href and not link:
            term = "term" in element.attrib.get("class", "").split()
            inner = replace(inner, style="TermLink" if term else "Hyperlink")
            opened = self._opened(href)
        self.apart(look, inner, paragraph, opened, lambda: self.within(element, inner, paragraph, place, opened))

    def _opened(self, href: str) -> str:
        """The start tag of a link."""
        if _LINK.match(href):
            return f'<w:hyperlink r:id="{self.relations.to("hyperlink", href)}" w:history="1">'
        return f'<w:hyperlink w:anchor="{self._parts.target(href)}" w:history="1">'

    def _image(self, element: Element, look: Look, paragraph: Paragraph, place: Place, link: str) -> None:
        data, ending = self._shelf.picture(element.attrib.get("src", ""))
        alt = element.attrib.get("alt", "")
        if data:
            self.drawn(data, ending, alt, element.attrib.get("width", ""), paragraph, place, link)
        else:
            paragraph.text(alt, look, link)

    def _svg(self, element: Element, look: Look, paragraph: Paragraph, place: Place, link: str) -> None:
        title = element.find("title")
        alt = element.attrib.get("aria-label", "") or ("".join(title.itertext()) if title is not None else "")
        self.drawn(pictures.drawn(element), pictures.SVG, alt, "", paragraph, place, link)

    def drawn(
        self, data: bytes, ending: str, alt: str, width: str, paragraph: Paragraph, place: Place, link: str = ""
    ) -> None:
        """Write a picture with its description; `width` is one in pixels, or empty for the picture's own."""
        paragraph.xml(pictures.run(self._parts, self.relations, data, ending, alt, place.room, width), link)
        if ending == pictures.SVG and alt:
            self.below.append(self._words(_SAID, text=f"\u2068{alt}\u2069"))

    def _break(self, element: Element, look: Look, paragraph: Paragraph, place: Place, link: str) -> None:
        paragraph.xml("<w:r><w:br/></w:r>", link, ends=True)

    def _box(self, element: Element, look: Look, paragraph: Paragraph, place: Place, link: str) -> None:
        sign = TICKED if "checked" in element.attrib else EMPTY
        paragraph.text(sign, replace(look, style="Symbol"), link)


def _changed(tag: str, names: list[str], look: Look) -> Look:
    """The look inside an element."""
    if "chip" in names or "hidden" in names:
        return replace(look, style="Mark")
    if tag == "mark":
        return replace(look, style="Marked")
    return replace(
        look,
        bold=look.bold or tag in _BOLD or "kind" in names,
        emphasis=look.emphasis or tag in _EMPHASIS,
        code=look.code or tag in _CODE,
        struck=look.struck or tag in _STRUCK,
        underlined=look.underlined or tag in _UNDERLINED,
        raised=_RAISED.get(tag, look.raised),
    )


_WRITERS: Mapping[str, Callable[[Lines, Element, Look, Paragraph, Place, str], None]] = {
    "a": Lines._link,
    "img": Lines._image,
    "svg": Lines._svg,
    "br": Lines._break,
    "input": Lines._box,
}
