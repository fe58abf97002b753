"""A course as an e-book: EPUB 3.3, whose contents readers of EPUB 2 find as well. No script, and no request.

See https://www.w3.org/TR/epub-33/ and, for what it says of accessibility, https://www.w3.org/TR/epub-a11y-11/.
"""

from __future__ import annotations

import posixpath
import re
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any
from xml.etree.ElementTree import Element

from markupsafe import Markup

from ccb_l10n import locales
from ccb_l10n.packs import archive, fonts, frame, honesty, media, paper, printed
from ccb_l10n.packs.book import Book
from ccb_l10n.packs.interface import interface
from ccb_l10n.packs.links import relative
from ccb_l10n.packs.marks import Mark
from ccb_l10n.packs.printed import Addresses
from ccb_l10n.packs.render import Page
from ccb_l10n.packs.typography import text_html

_BOOKS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:ccb-l10n:epub")  # the namespace of our books' identifiers
_XHTML = "application/xhtml+xml"
_KINDS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the book, its path below EPUB/. `linear` is "" for what is not among the pages to turn."""

    id: str
    path: str
    kind: str  # media type
    data: bytes
    properties: str = ""
    linear: str = ""  # yes | no


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents, with those of the page's sections: (id, text, HTML, attributes)."""

    path: str
    text: str
    html: str
    lang: Mapping[str, str]
    sections: Sequence[tuple[str, str, str, Mapping[str, str]]]


def files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The book, `<name>.epub`.

    A font goes along where the language is in another script than Latin, Greek or Cyrillic and there are faces of it.
    """
    around = frame.around(book) | {"uid": identifier(book), "trainers": book.for_trainers}
    parts, forest = _parts(book, around)
    parts += _style(book, parts)
    pictures, described = printed.described(forest)
    package = _written(
        "opf.xml",
        around,
        parts=parts,
        modified=date(book.epoch),
        pictures=pictures,
        described=described,
        played=any(part.kind.startswith(("video/", "audio/")) for part in parts),
    )
    inside = [(f"EPUB/{part.path}", part.data) for part in parts]
    inside += [("EPUB/package.opf", package), ("META-INF/container.xml", _CONTAINER.encode())]
    first = ("mimetype", b"application/epub+zip")
    yield (
        f"{book.name}.epub",
        archive.zipped([first, *inside], first=("mimetype",), stored=frozenset(["mimetype"]), epoch=book.epoch),
    )


def identifier(book: Book) -> str:
    """The book's identifier: the same for the same course, version, language, region and edition."""
    return uuid.uuid5(_BOOKS, f"{book.course.name}\n{book.course.version}\n{book.name}").urn


def date(epoch: int) -> str:
    """A time in seconds since 1970 as books tell it, in UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(max(epoch, 0)))


def _parts(book: Book, around: dict[str, Any]) -> tuple[list[Part], Mapping[str, Element]]:
    """All parts but the style, those to read in their order, and the pages' articles by place."""
    words = interface(book.course.locale)
    forest = printed.trees(
        book, lambda quiz: paper.asked(quiz, words, paper.answer(quiz, words) if book.for_trainers else "")
    )
    held = {place: printed.ids(tree) for place, tree in forest.items()}
    shelf = _Shelf(book)
    for place, tree in forest.items():
        printed.settle(tree, place, held, shelf.seen_from(_path(place)), words)
        _noted(tree)
    around = {**around, "lines": [_line(book, page, held[page.place]) for page in book.pages]}
    parts = [
        Part("cover", "cover.xhtml", _XHTML, _written("epub-cover.xhtml", around), linear="yes"),
        Part("nav", "nav.xhtml", _XHTML, _written("nav.xhtml", around), "nav", "yes"),
        Part("ncx", "toc.ncx", "application/x-dtbncx+xml", _written("ncx.xml", around)),
    ]
    parts += [_page(book, page, forest[page.place], around, at) for at, page in enumerate(book.pages)]
    review = _written("epub-review.xhtml", around, told=honesty.told(book))
    parts.append(Part("review", "review.xhtml", _XHTML, review, linear="yes"))
    parts += shelf.pictures(around)
    parts += shelf.files()
    return parts, forest


def _page(book: Book, page: Page, tree: Element, around: dict[str, Any], at: int) -> Part:
    course, path = book.course, _path(page.place)
    data = _written(
        "epub-page.xhtml",
        around,
        title=page.title.text,
        style=relative(path, "style.css"),
        notices=frame.notices(course, page.counts, page.mark),
        lang_of_text=frame.language_of(course, page.mark),
        article=Markup(printed.written(tree)),
    )
    return Part(f"page-{at}", path, _XHTML, data, "svg" if tree.find(".//svg") is not None else "", "yes")


def _line(book: Book, page: Page, held: frozenset[str]) -> Line:
    mark = page.mark if page.mark == Mark.FALLBACK else page.title.mark
    lang = frame.language_of(book.course, mark)
    sections = [
        (printed.name(each.id), each.text, each.html, frame.language_of(book.course, page.mark or each.mark))
        for each in printed.sections(book, page, held)
    ]
    rtl = locales.direction(lang.get("lang", book.course.locale)) == "rtl"
    return Line(_path(page.place), page.title.text, text_html(page.title.text, rtl), lang, sections)


def _noted(tree: Element) -> None:
    """Name footnotes and the references to them as readers look for them that show notes in a window of their own."""
    for each in tree.iter():
        if each.attrib.get("role") == "doc-noteref":
            each.attrib["epub:type"] = "noteref"
        elif each.attrib.get("role") == "doc-endnotes":
            for note in each.iter("li"):
                if "id" in note.attrib:
                    note.attrib["epub:type"] = "footnote"


def _style(book: Book, parts: Sequence[Part]) -> list[Part]:
    """The style sheet, and the fonts that it names."""
    locale = book.course.locale
    script = fonts.script_of(locale)
    wanted = book.faces(script, locale) if script != fonts.LATIN else ()
    if script == fonts.CJK:
        wanted = wanted[:1]  # a second face would double the book; reading systems thicken the plain one
    text = {char for part in parts if part.kind == _XHTML for char in part.data.decode()}
    cut = [(face, f"fonts/{fonts.file_name(face)}", fonts.subset(face, text)) for face in wanted]
    sheet = (resources.files("ccb_l10n.packs") / "assets" / "epub.css").read_text(encoding="utf-8")
    rules = fonts.css((face, path) for face, path, _ in cut)
    rules += f'body {{ font-family: "{wanted[0].family}", sans-serif; }}\n' if wanted else ""
    parts = [Part("style", "style.css", "text/css", (rules + sheet).encode())]
    parts += [Part(f"font-{at}", path, media.of(path), data) for at, (_, path, data) in enumerate(cut)]
    if cut:
        parts.append(Part("font-licence", "fonts/OFL.txt", "text/plain", fonts.licence(wanted).encode()))
    return parts


def _written(template: str, around: dict[str, Any], **values: Any) -> bytes:
    return frame.templates().get_template(template).render(around | values).encode()


def _path(place: str) -> str:
    """Where a page of the course stands below EPUB/."""
    return f"text/{_plain(posixpath.splitext(place)[0])}.xhtml"


def _plain(place: str) -> str:
    """A path in letters that every reading system takes."""
    return re.sub(r"[^A-Za-z0-9./-]", lambda char: "_" if char[0] == "_" else f"_{ord(char[0]):x}_", place)


class _Shelf:
    """The course's files that the book holds: those that its pages show or lead to, where it may hold them."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._kinds: dict[str, str] = {}
        self._linked: dict[str, str] = {}  # pictures that links lead to, and the pages that show them

    def seen_from(self, path: str) -> Addresses:
        """The addresses as a page at that path, below EPUB/, writes them."""

        def page(place: str, fragment: str) -> str:
            there = "" if _path(place) == path and fragment else relative(path, _path(place))
            return there + (f"#{fragment}" if fragment else "")

        def shown(place: str) -> str | None:
            return relative(path, self._file(place)) if self._kind(place) else None

        def linked(place: str) -> str | None:
            if not self._kind(place).startswith("image/"):
                return None
            self._linked.setdefault(place, f"pictures/{len(self._linked) + 1}.xhtml")
            return relative(path, self._linked[place])

        return Addresses(page, shown, linked)

    def pictures(self, around: dict[str, Any]) -> Iterator[Part]:
        """A page for each picture that a link leads to: a link may not lead to a picture itself (EPUB 3.3, 5.8)."""
        for at, (place, path) in enumerate(self._linked.items()):
            name, address = posixpath.basename(place), relative(path, self._file(place))
            data = _written("epub-picture.xhtml", around, title=name, style="../style.css", address=address)
            yield Part(f"picture-{at}", path, _XHTML, data, linear="no")

    def files(self) -> Iterator[Part]:
        """The files themselves."""
        for at, (place, kind) in enumerate(self._kinds.items()):
            if kind:
                yield Part(f"file-{at}", self._file(place), kind, self._book.files[place]())

    def _kind(self, place: str) -> str:
        if place not in self._kinds:
            read = self._book.files.get(place)
            self._kinds[place] = printed.shown_type(place, read()) if read else ""
        return self._kinds[place]

    def _file(self, place: str) -> str:
        """Its path, with the ending of what it is."""
        kind = self._kinds[place]
        return "files/" + _plain(place) + ("" if media.of(place) == kind else _KINDS[kind])
