"""What a Word document has around its pages: the title, the contents, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ccb_l10n import locales
from ccb_l10n.packs import docx_pictures as pictures
from ccb_l10n.packs import frame, honesty, printed
from ccb_l10n.packs.book import Book
from ccb_l10n.packs.docx_blocks import Blocks
from ccb_l10n.packs.docx_phrases import Paragraph
from ccb_l10n.packs.interface import interface
from ccb_l10n.packs.marks import Mark

_LOGO = "160"  # pixels, its width
REVIEW = "ccb-review"  # the place of the page that says how complete and how reviewed the course is
_FIELD = ' TOC \\o "1-2" \\h \\z \\u '  # headings of two levels, as links (ISO/IEC 29500-1, 17.16.5.68)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents: where it leads, its text as HTML, and its language's attributes."""

    level: int
    place: str
    fragment: str
    html: str
    lang: Mapping[str, str]


def title(writer: Blocks, book: Book) -> None:
    """The first page."""
    course = book.course
    words = interface(course.locale)
    around = frame.around(book)
    _logo(writer, book, around["logo_of"])
    _line(writer, f"\u2068{course.title}\u2069", "Title")
    _line(writer, around["language"], "Subtitle")
    for html in around["published"]:
        writer.blocks(ElementTree.fromstring(f"<p>{html}</p>"), writer.place())
    lines = [words("For trainers")] if book.for_trainers else []
    lines += [words("Version {version}", version=course.version)] if course.version else []
    lines += [words("Licence: {licence}", licence=course.licence)] if course.licence else []
    lines.append(words("Made with {tool}", tool=book.tool))
    for line in lines:
        told(writer, line)
    if around["whole"]:
        told(writer, words("Whole course: {text}", text=around["whole"]), box="notice")
    notices(writer, frame.course_notices(book))


def _logo(writer: Blocks, book: Book, alt: str) -> None:
    """The region's logo, where it has one that the document can show."""
    suffix, data = (book.region and book.region.logo) or ("", b"")
    ending = pictures.ENDINGS.get(printed.picture_type(f"logo{suffix}", data), "") if data else ""
    if ending:
        paragraph, place = Paragraph(writer.rtl), writer.place("Logo")
        writer.lines.drawn(data, ending, alt, _LOGO, paragraph, place)
        writer.end(paragraph, place)


def contents(writer: Blocks, book: Book, lines: Sequence[Line]) -> None:
    """The table of contents: a field that Word can bring up to date, with its lines as they are now.

    The lines have no page numbers before Word has laid out the pages and been asked to update the field.
    """
    words = interface(book.course.locale)
    told(writer, words("Contents"), style="TOCHeading")
    for at, line in enumerate(lines):
        paragraph = Paragraph(writer.rtl)
        if not at:
            paragraph.mark(_begun())
        link = f'<w:hyperlink w:anchor="{writer.parts.anchor(line.place, line.fragment)}" w:history="1">'
        place = writer.entered(Element("p", dict(line.lang)), writer.place(style=f"TOC{line.level}"))
        tree = ElementTree.fromstring(f"<span>{line.html}</span>")
        writer.lines.apart(
            writer.place().look,
            place.look,
            paragraph,
            link,
            partial(writer.lines.within, tree, place.look, paragraph, place, link),
        )
        if at == len(lines) - 1:
            paragraph.mark('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        writer.end(paragraph, replace(place, rtl=writer.rtl))


def _begun() -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{_FIELD}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def lines(book: Book, held: Mapping[str, frozenset[str]]) -> Iterator[Line]:
    """The lines of the contents; `held` has the ids of each page that the document has."""
    course = book.course
    for page in book.pages:
        heading = page.heading
        mark = page.mark if page.mark == Mark.FALLBACK else heading.mark
        yield Line(1, page.place, "", heading.name, frame.language_of(course, mark))
        for each in printed.sections(book, page, held[page.place]):
            lang = frame.language_of(course, page.mark if page.mark == Mark.FALLBACK else each.mark)
            yield Line(2, page.place, printed.name(each.id), each.html, lang)
    words = interface(course.locale)
    review = words.html("How complete and how reviewed this pack is", course.locale)
    yield Line(1, REVIEW, "", review, {})


def review(writer: Blocks, book: Book) -> None:
    """The last page: how complete and how reviewed the course is, counted."""
    words = interface(book.course.locale)
    found = honesty.told(book)
    heading = Element("h1")
    heading.text = words("How complete and how reviewed this pack is")
    tree = Element("article")
    tree.append(heading)
    tree.append(_element("p", found.total))
    tree.append(_listed(found.kinds))
    if found.pages:
        tree.append(_element("h2", words("Page by page")))
        tree.append(_listed(found.pages))
    tree.append(_element("h2", words("How to report an error")))
    tree.append(
        _element("p", words("Write to whoever gave you this pack: the page, the sentence, and what it should say."))
    )
    writer.page(REVIEW, tree, writer.entered(Element("div", _own(book)), writer.place()), lambda: None)


def _own(book: Book) -> dict[str, str]:
    """The attributes of text in the pack's own words."""
    words = interface(book.course.locale)
    if not words.within(book.course.locale):
        return {}
    return {"lang": words.locale, "dir": locales.direction(words.locale)}


def _element(tag: str, text: str) -> Element:
    found = Element(tag)
    found.text = text
    return found


def _listed(texts: Sequence[str]) -> Element:
    found = Element("ul")
    found.extend(_element("li", text) for text in texts)
    return found


def notices(writer: Blocks, found: Sequence[tuple[str, str]]) -> None:
    """What a reader must know first, each in a box of its own."""
    for kind, sentence in found:
        told(writer, sentence, box="notice", mark=kind)


def told(writer: Blocks, text: str, style: str = "", box: str = "", mark: str = "") -> None:
    """A paragraph in the pack's own words."""
    writer.say(text, style, replace(writer.place(), box=box, mark=mark))


def running(writer: Blocks, book: Book) -> tuple[str, str]:
    """What stands above and below every sheet but the first: the course; how complete it is, and the sheet's number."""
    outer, writer.out = writer.out, []
    _line(writer, f"\u2068{book.course.title}\u2069 {book.course.version}".strip(), "Header")
    header, writer.out = "".join(writer.out), []
    words = writer.words
    place = writer.place(style="Footer")
    paragraph = Paragraph(writer.rtl)
    whole = frame.around(book)["whole"]
    paragraph.text(whole, replace(place.look, lang="" if not words.within(writer.main) else words.locale))
    paragraph.xml("<w:r><w:tab/></w:r>")
    paragraph.xml('<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    writer.end(paragraph, place)
    footer, writer.out = "".join(writer.out), outer
    return header, footer


def _line(writer: Blocks, text: str, style: str) -> None:
    """A paragraph of the document's own language."""
    place = writer.place(style)
    paragraph = Paragraph(writer.rtl)
    paragraph.text(text, place.look)
    writer.end(paragraph, place)
