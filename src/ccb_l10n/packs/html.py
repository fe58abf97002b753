"""A course as a site of HTML pages that open from a folder, without a server, a network or a script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import resources
from typing import Any

from markupsafe import Markup

from ccb_l10n import locales
from ccb_l10n.packs import frame, practice, search
from ccb_l10n.packs.book import Book, CourseInfo
from ccb_l10n.packs.interface import interface
from ccb_l10n.packs.links import relative
from ccb_l10n.packs.marks import Mark
from ccb_l10n.packs.render import Page, Phrase

STYLE = "pack/style.css"
ICON = "pack/icon.svg"
READING = "pack/reading.js"
QUIZ = "pack/quiz.js"
CONTENTS = "pack/contents.html"
GLOSSARY = "pack/glossary.html"
LISTED = 60  # pages that the contents on every page may list; a longer course has them all on a page of their own


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    href: str
    title: Phrase
    lang: Mapping[str, str]  # attributes, where the title is in the source's language
    current: bool
    mark: Mark
    sections: Sequence[tuple[str, str, Mapping[str, str]]]  # (id, HTML, attributes), of the current page


@dataclass(frozen=True, slots=True)
class _Whole:
    """What every page of a site says of the whole."""

    book: Book
    has_home: bool  # among the course's own pages
    has_terms: bool  # of the glossary, on any page
    around: dict[str, Any]

    @property
    def contents(self) -> str:
        """Where the page with the whole contents stands, or empty where the course needs none."""
        if not self.has_home:
            return "index.html"
        return CONTENTS if len(self.book.pages) > LISTED else ""

    def listed(self, at: int) -> range:
        """The pages that the contents on page `at` list: all of a short course, of a long one those nearby."""
        pages = len(self.book.pages)
        first = max(0, min(at - LISTED // 2, pages - LISTED))
        return range(first, min(first + LISTED, pages))


def files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The site: (path relative to its root, content), the pages one after the other.

    A page stands at its `place`; where none is `index.html`, one is made with the contents.
    """
    pages = book.pages
    has_home = any(page.place == "index.html" for page in pages)
    whole = _Whole(book, has_home, any(page.terms for page in pages), frame.around(book))
    found: list[search.Section] = []
    for at, page in enumerate(book.pages):
        article = _article(book, page)
        found += search.sections(relative("", page.place), page.title.text, article)
        yield page.place, _page(whole, at, article).encode()
    if whole.contents:
        yield whole.contents, _contents(whole).encode()
    if whole.has_terms:
        yield GLOSSARY, frame.glossary(book, _frame(whole, 0, GLOSSARY), partial(_entry, book, GLOSSARY)).encode()
    yield search.INDEX, search.script(found).encode()
    yield from assets().items()
    if logo := _logo(book):
        yield logo
    yield from ((place, read()) for place, read in book.files.items())


def assets() -> dict[str, bytes]:
    """The files that every site holds: path relative to the site's root -> content."""
    folder = resources.files("ccb_l10n.packs") / "assets"
    style = b"".join((folder / name).read_bytes() for name in ("style.css", "quiz.css"))
    return {
        STYLE: style,
        ICON: (folder / "icon.svg").read_bytes(),
        READING: (folder / "reading.js").read_bytes(),
        QUIZ: (folder / "quiz.js").read_bytes(),
    }


def _logo(book: Book) -> tuple[str, bytes] | None:
    """Where the region's logo stands, and its content."""
    given = book.region.logo if book.region else None
    return (f"pack/logo{given[0]}", given[1]) if given else None


def _article(book: Book, page: Page) -> str:
    words = interface(book.course.locale)
    body = book.body(
        page, lambda each: practice.asked(page.quizzes[each], words, answers=book.for_trainers, practised=True)
    )
    return frame.article(book.course, page, body)


def _page(whole: _Whole, at: int, article: str) -> str:
    book, pages = whole.book, whole.book.pages
    page, course = pages[at], book.course
    words = interface(course.locale)
    script = practice.script(words, src=relative(page.place, QUIZ)) if practice.serves(article) else ""
    return (
        frame.templates()
        .get_template("page.html")
        .render(
            _frame(whole, at, page.place),
            article=Markup(article + script),
            lang_of_text=frame.language_of(course, page.mark),
            notices=frame.notices(course, page.counts, page.mark),
            previous=_entry(book, page.place, pages[at - 1]) if at else None,
            following=_entry(book, page.place, pages[at + 1]) if at + 1 < len(pages) else None,
            completeness=frame.completeness(course, page.counts),
            title=page.title.text if page.title.text == course.title else f"{page.title.text} – {course.title}",
        )
    )


def _contents(whole: _Whole) -> str:
    book = whole.book
    listed = [(_entry(book, whole.contents, page), page) for page in book.pages]
    return (
        frame.templates()
        .get_template("index.html")
        .render(
            _frame(whole, 0, whole.contents),
            listed=listed,
            marked=_marked(book.course),
            notices=frame.course_notices(book),
            title=book.course.title,
        )
    )


def _marked(course: CourseInfo) -> dict[Mark, str]:
    """What the contents say of a page that no person has translated."""
    words = interface(course.locale)
    language = locales.name(course.source_locale, words.locale)
    return {Mark.DRAFT: words("Machine draft"), Mark.FALLBACK: words("in {language}", language=language)}


def _frame(whole: _Whole, at: int, place: str) -> dict[str, Any]:
    """What every page has around its text."""
    book = whole.book
    languages = _languages(book, place)
    return whole.around | {
        "home": relative(place, "index.html"),
        "style": relative(place, STYLE),
        "icon": relative(place, ICON),
        "logo": relative(place, logo[0]) if (logo := _logo(book)) else "",
        "reading": relative(place, READING),
        "index": relative(place, search.INDEX),
        "root": "../" * place.count("/"),
        "languages": languages,
        "entries": [_entry(book, place, book.pages[each]) for each in whole.listed(at)],
        "glossary": relative(place, GLOSSARY) if whole.has_terms else "",
        "on_glossary": False,
        "original": next((href for lang, _, href in languages if lang == book.course.source_locale), ""),
        "notices": (),
        "completeness": "",
        "everything": relative(place, whole.contents) if len(book.pages) > LISTED else "",
    }


def _languages(book: Book, place: str) -> list[tuple[str, str, str]]:
    """This page in the packs that are built together: (BCP 47, the language's own name, address)."""
    out = "../" * (place.count("/") + 2)
    there = "index.html" if place in (GLOSSARY, CONTENTS) else relative("", place)  # which others may lack
    return [
        (lang, locales.own_name(lang), "" if lang == book.course.locale else f"{out}{name}/html/{there}")
        for lang, name in book.siblings.items()
    ]


def _entry(book: Book, place: str, page: Page) -> Entry:
    course = book.course
    mark = page.mark if page.mark == Mark.FALLBACK else page.title.mark
    current = page.place == place
    shown = (each for each in page.headings if book.for_trainers or not each.trainer) if current else ()
    second = [each for each in shown if each.level == 2 and each.id]
    sections = [(each.id, each.html, frame.language_of(course, page.mark or each.mark)) for each in second]
    return Entry(
        relative(place, page.place),
        page.title,
        frame.language_of(course, mark),
        current,
        page.mark or page.title.mark,
        sections,
    )
