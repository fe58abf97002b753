"""A course as a site of HTML pages that open from a folder, without a server, a network or a script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ccb_l10n import locales
from ccb_l10n.model import State
from ccb_l10n.packs import practice
from ccb_l10n.packs.book import NOT_DONE, Book, CourseInfo
from ccb_l10n.packs.interface import Interface, interface
from ccb_l10n.packs.links import relative
from ccb_l10n.packs.marks import Mark
from ccb_l10n.packs.render import Page, Phrase

STYLE = "pack/style.css"
ICON = "pack/icon.svg"
CONTENTS = "pack/contents.html"
LISTED = 60  # pages that the contents on every page may list; a longer course has them all on a page of their own


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    href: str
    title: Phrase
    lang: str  # attributes, where the title is in the source's language
    current: bool
    sections: Sequence[tuple[str, str, str]]  # (id, HTML, attributes), of the current page


@dataclass(frozen=True, slots=True)
class _Whole:
    """What every page of a site says of the whole."""

    book: Book
    has_home: bool  # among the course's own pages
    counts: Mapping[State, int]

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
    whole = _Whole(book, any(page.place == "index.html" for page in book.pages), book.counts)
    for at in range(len(book.pages)):
        yield book.pages[at].place, _page(whole, at).encode()
    if whole.contents:
        yield whole.contents, _contents(whole).encode()
    yield from assets().items()
    yield from ((place, read()) for place, read in book.files.items())


def assets() -> dict[str, bytes]:
    """The files that every site holds: path relative to the site's root -> content."""
    folder = resources.files("ccb_l10n.packs") / "assets"
    return {STYLE: (folder / "style.css").read_bytes(), ICON: (folder / "icon.svg").read_bytes()}


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("ccb_l10n.packs", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["html"] = Markup  # here, so that the macros need no page's context, which would keep the page alive
    return made


def _page(whole: _Whole, at: int) -> str:
    book, pages = whole.book, whole.book.pages
    page, course = pages[at], book.course
    words = interface(course.locale)
    lang = course.source_locale if page.mark == Mark.FALLBACK else course.locale
    body = book.body(page, lambda each: practice.asked(page.quizzes[each], words, answers=book.for_trainers))
    return (
        _templates()
        .get_template("page.html")
        .render(
            _frame(whole, at, page.place),
            page=page,
            body=Markup(body),
            article=_article(course, page),
            said=lambda word: Markup(words.html(word, lang)),
            notices=_notices(course, page, words),
            previous=_entry(book, page.place, pages[at - 1]) if at else None,
            following=_entry(book, page.place, pages[at + 1]) if at + 1 < len(pages) else None,
            completeness=_completeness(course, page.counts, words),
            title=page.title.text if page.title.text == course.title else f"{page.title.text} – {course.title}",
        )
    )


def _contents(whole: _Whole) -> str:
    book = whole.book
    listed = [(_entry(book, whole.contents, page), page) for page in book.pages]
    frame = _frame(whole, 0, whole.contents)
    return (
        _templates()
        .get_template("index.html")
        .render(frame, listed=listed, notices=(), title=book.course.title, completeness="")
    )


def _frame(whole: _Whole, at: int, place: str) -> dict[str, Any]:
    """What every page has around its text."""
    book, course = whole.book, whole.book.course
    words = interface(course.locale)
    return {
        "course": course,
        "lang": course.locale,
        "dir": locales.direction(course.locale),
        "word_lang": Markup(words.within(course.locale)),
        "language": locales.own_name(course.locale),
        "words": words,
        "home": relative(place, "index.html"),
        "style": relative(place, STYLE),
        "icon": relative(place, ICON),
        "entries": [_entry(book, place, book.pages[each]) for each in whole.listed(at)],
        "everything": relative(place, whole.contents) if len(book.pages) > LISTED else "",
        "whole": _completeness(course, whole.counts, words),
        "tool": book.tool,
    }


def _entry(book: Book, place: str, page: Page) -> Entry:
    course = book.course
    mark = page.mark if page.mark == Mark.FALLBACK else page.title.mark
    current = page.place == place
    shown = (each for each in page.headings if book.for_trainers or not each.trainer) if current else ()
    second = [each for each in shown if each.level == 2 and each.id]
    sections = [(each.id, each.html, _lang(course, page.mark or each.mark)) for each in second]
    return Entry(relative(place, page.place), page.title, _lang(course, mark), current, sections)


def _lang(course: CourseInfo, mark: Mark) -> str:
    if mark not in (Mark.FALLBACK, Mark.KEPT):
        return ""
    return f' lang="{course.source_locale}" dir="{locales.direction(course.source_locale)}"'


def _article(course: CourseInfo, page: Page) -> Markup:
    return Markup(_lang(course, page.mark))


def _notices(course: CourseInfo, page: Page, words: Interface) -> list[tuple[str, str]]:
    """What a reader must know before the text: (kind, sentence)."""
    if course.locale == course.source_locale:
        return []
    language = locales.name(course.source_locale, words.locale)
    total = sum(page.counts.values())
    drafts = page.counts.get(State.DRAFT, 0)
    missing = sum(page.counts.get(state, 0) for state in NOT_DONE)
    if page.mark == Mark.DRAFT:
        return [("draft", words("This page is a machine draft. No person has reviewed it."))]
    if page.mark == Mark.FALLBACK:
        return [("fallback", words("This page is not translated yet. It is shown in {language}.", language=language))]
    found = []
    if drafts:
        sentence = "Machine draft, not reviewed: {percent}% of this page. A line beside the text marks it."
        found.append(("draft", words(sentence, percent=_percent(drafts, total))))
    if missing:
        sentence = "Not translated yet and shown in {language}: {percent}% of this page."
        found.append(("fallback", words(sentence, language=language, percent=_percent(missing, total))))
    return found


def _percent(part: int, whole: int) -> int:
    """A share that says neither "none" nor "all" unless it is."""
    return min(max(round(100 * part / whole), 1), 100 if part == whole else 99)


def _completeness(course: CourseInfo, counts: Mapping[State, int], words: Interface) -> str:
    """How much is translated, or nothing in the source's own language."""
    total = sum(counts.values())
    if course.locale == course.source_locale or not total:
        return ""
    done = total - sum(counts.get(state, 0) for state in NOT_DONE)
    drafts = counts.get(State.DRAFT, 0)
    if not drafts:
        return words("{done} of {total} passages translated", done=done, total=total)
    sentence = "{done} of {total} passages translated, {count} of them machine drafts"
    return words(sentence, done=done, total=total, count=drafts)
