"""A course as a site of HTML pages that open from a folder, without a server, a network or a script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ccb_l10n import locales
from ccb_l10n.model import Localised, State
from ccb_l10n.packs.interface import Interface, interface
from ccb_l10n.packs.links import outputs, relative
from ccb_l10n.packs.marks import Mark
from ccb_l10n.packs.render import Page, Phrase, Setting, render

STYLE = "pack/style.css"
ICON = "pack/icon.svg"
CONTENTS = "pack/contents.html"
LISTED = 60  # pages that the contents on every page may list; a longer course has them all on a page of their own
_NOT_DONE = (State.UNTRANSLATED, State.STALE)


@dataclass(frozen=True, slots=True)
class CourseInfo:
    """A course as its pack presents it. `order` has the source paths of its pages as they are to be read."""

    name: str
    title: str
    version: str
    licence: str
    source_locale: str  # BCP 47
    locale: str  # BCP 47
    order: tuple[str, ...]


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

    course: CourseInfo
    pages: int
    has_home: bool  # among the course's own pages
    counts: Mapping[State, int]
    tool: str

    @property
    def contents(self) -> str:
        """Where the page with the whole contents stands, or empty where the course needs none."""
        if not self.has_home:
            return "index.html"
        return CONTENTS if self.pages > LISTED else ""

    def listed(self, at: int) -> range:
        """The pages that the contents on page `at` list: all of a short course, of a long one those nearby."""
        first = max(0, min(at - LISTED // 2, self.pages - LISTED))
        return range(first, min(first + LISTED, self.pages))


def site(
    course: CourseInfo, pages: Sequence[Localised], *, tool_version: str, sources: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str]]:
    """The site's pages, one after the other: (path relative to the site's root, HTML).

    `a/b.md` becomes `a/b.html`; the root's `index.md` or `README.md` becomes `index.html`, else one is made with the
    contents. `sources` (path -> text) are the files before translation: headings take their ids from them.
    Raises CcbError where two pages would share a place. No more than LISTED pages are held with their text, however
    long the course is: a page is rendered when the contents of another first name it.
    """
    setting = Setting(course.source_locale, course.locale, outputs(page.path for page in pages))
    ordered = _in_order(course, pages, setting.places)
    counts = Counter(placed.state for page in ordered for placed in page.placed)
    whole = _Whole(course, len(ordered), "index.html" in setting.places.values(), counts, f"ccb-l10n {tool_version}")
    rendered: list[Page] = []  # those already yielded without their text
    for at in range(len(ordered)):
        for page in ordered[len(rendered) : whole.listed(at).stop]:
            rendered.append(render(page, setting, (sources or {}).get(page.path, "")))
        yield rendered[at].place, _page(whole, rendered, at)
        rendered[at] = replace(rendered[at], body="", headings=(), lists={})
    if whole.contents:
        yield whole.contents, _contents(whole, rendered)


def _in_order(course: CourseInfo, pages: Sequence[Localised], places: Mapping[str, str]) -> list[Localised]:
    """The pages in reading order: the home page first, unless the order places it; unlisted ones last."""
    order = {path: at for at, path in enumerate(course.order)}

    def rank(page: Localised) -> tuple[int, int, str]:
        home = places[page.path] == "index.html"
        return (order.get(page.path, -1 if home else len(order)), 0 if home else 1, page.path)

    return sorted(pages, key=rank)


def assets() -> dict[str, bytes]:
    """The files that every site holds: path relative to the site's root -> content."""
    folder = files("ccb_l10n.packs") / "assets"
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


def _page(whole: _Whole, pages: Sequence[Page], at: int) -> str:
    page = pages[at]
    course = whole.course
    words = interface(course.locale)
    lang = course.source_locale if page.mark == Mark.FALLBACK else course.locale
    return (
        _templates()
        .get_template("page.html")
        .render(
            _frame(whole, pages, at, page.place),
            page=page,
            body=Markup(page.body),
            article=_article(course, page),
            said=lambda word: Markup(words.html(word, lang)),
            notices=_notices(course, page, words),
            previous=_entry(course, page.place, pages[at - 1]) if at else None,
            following=_entry(course, page.place, pages[at + 1]) if at + 1 < whole.pages else None,
            completeness=_completeness(course, page.counts, words),
            title=page.title.text if page.title.text == course.title else f"{page.title.text} – {course.title}",
        )
    )


def _contents(whole: _Whole, pages: Sequence[Page]) -> str:
    course = whole.course
    listed = [(_entry(course, whole.contents, page), page) for page in pages]
    frame = _frame(whole, pages, 0, whole.contents)
    return (
        _templates()
        .get_template("index.html")
        .render(frame, listed=listed, notices=(), title=course.title, completeness="")
    )


def _frame(whole: _Whole, pages: Sequence[Page], at: int, place: str) -> dict[str, Any]:
    """What every page has around its text."""
    course = whole.course
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
        "entries": [_entry(course, place, pages[each]) for each in whole.listed(at)],
        "everything": relative(place, whole.contents) if whole.pages > LISTED else "",
        "whole": _completeness(course, whole.counts, words),
        "tool": whole.tool,
    }


def _entry(course: CourseInfo, place: str, page: Page) -> Entry:
    mark = page.mark if page.mark == Mark.FALLBACK else page.title.mark
    current = page.place == place
    second = [each for each in page.headings if each.level == 2 and each.id] if current else []
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
    missing = sum(page.counts.get(state, 0) for state in _NOT_DONE)
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
    done = total - sum(counts.get(state, 0) for state in _NOT_DONE)
    drafts = counts.get(State.DRAFT, 0)
    if not drafts:
        return words("{done} of {total} passages translated", done=done, total=total)
    sentence = "{done} of {total} passages translated, {count} of them machine drafts"
    return words(sentence, done=done, total=total, count=drafts)
