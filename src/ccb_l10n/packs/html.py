"""A course as a site of HTML pages that open from a folder, without a server, a network or a script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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


def site(
    course: CourseInfo, pages: Sequence[Localised], *, tool_version: str, sources: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The site's pages: path relative to the site's root -> HTML.

    `a/b.md` becomes `a/b.html`; the root's `index.md` or `README.md` becomes `index.html`, else one is made with the
    contents. `sources` (path -> text) are the files before translation: headings take their ids from them.
    """
    return dict(files_of(course, pages, tool_version=tool_version, sources=sources))


def files_of(
    course: CourseInfo, pages: Sequence[Localised], *, tool_version: str, sources: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str]]:
    """What `site` returns, one page after the other, for courses too long to hold twice."""
    rendered = read(course, pages, sources or {})
    counts: Counter[State] = Counter()
    for page in rendered:
        counts.update(page.counts)
    for at, page in enumerate(rendered):
        yield page.place, _page(course, rendered, at, counts, tool_version)
    home = any(page.place == "index.html" for page in rendered)
    if not home or len(rendered) > LISTED:
        place = CONTENTS if home else "index.html"
        yield place, _contents(course, rendered, place, counts, tool_version)


def read(course: CourseInfo, pages: Sequence[Localised], sources: Mapping[str, str]) -> list[Page]:
    """The pages rendered, in reading order: the home page first, unless the order places it; unlisted ones last."""
    setting = Setting(course.source_locale, course.locale, outputs(page.path for page in pages))
    order = {path: at for at, path in enumerate(course.order)}

    def place(page: Localised) -> tuple[int, int, str]:
        home = setting.places[page.path] == "index.html"
        return (order.get(page.path, -1 if home else len(order)), 0 if home else 1, page.path)

    return [render(page, setting, sources.get(page.path, "")) for page in sorted(pages, key=place)]


def assets() -> dict[str, bytes]:
    """The files that every site holds: path relative to the site's root -> content."""
    folder = files("ccb_l10n.packs") / "assets"
    return {STYLE: (folder / "style.css").read_bytes(), ICON: (folder / "icon.svg").read_bytes()}


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("ccb_l10n.packs", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _page(course: CourseInfo, pages: Sequence[Page], at: int, counts: Mapping[State, int], tool_version: str) -> str:
    page = pages[at]
    words = interface(course.locale)
    lang = course.source_locale if page.mark == Mark.FALLBACK else course.locale
    around = [_entry(course, page.place, each) for each in pages[max(0, at - 1) : at + 2]]
    return (
        _templates()
        .get_template("page.html")
        .render(
            _frame(course, pages, at, page.place, counts, tool_version),
            page=page,
            body=Markup(page.body),
            article=_article(course, page),
            said=lambda word: Markup(words.html(word, lang)),
            notices=_notices(course, page, words),
            previous=around[0] if at else None,
            following=around[-1] if at + 1 < len(pages) else None,
            completeness=_completeness(course, page.counts, words),
            title=page.title.text if page.title.text == course.title else f"{page.title.text} – {course.title}",
        )
    )


def _contents(
    course: CourseInfo, pages: Sequence[Page], place: str, counts: Mapping[State, int], tool_version: str
) -> str:
    listed = [(_entry(course, place, page), page) for page in pages]
    frame = _frame(course, pages, 0, place, counts, tool_version)
    return (
        _templates()
        .get_template("index.html")
        .render(frame, listed=listed, notices=(), title=course.title, completeness="")
    )


def _frame(
    course: CourseInfo, pages: Sequence[Page], at: int, place: str, counts: Mapping[State, int], tool_version: str
) -> dict[str, Any]:
    """What every page has around its text."""
    words = interface(course.locale)
    return {
        "course": course,
        "lang": course.locale,
        "dir": locales.direction(course.locale),
        "word_lang": Markup(words.within(course.locale)),
        "language": locales.own_name(course.locale),
        "words": words,
        "html": Markup,
        "home": relative(place, "index.html"),
        "style": relative(place, STYLE),
        "icon": relative(place, ICON),
        "entries": [_entry(course, place, page) for page in _around(pages, at)],
        "everything": _everything(pages, place),
        "whole": _completeness(course, counts, words),
        "tool": f"ccb-l10n {tool_version}",
    }


def _around(pages: Sequence[Page], at: int) -> Sequence[Page]:
    """The pages that the contents on page `at` list: all of a short course, of a long one those nearby."""
    if len(pages) <= LISTED:
        return pages
    first = min(max(0, at - LISTED // 2), len(pages) - LISTED)
    return pages[first : first + LISTED]


def _everything(pages: Sequence[Page], place: str) -> str:
    """The way to the page with the contents of a long course, or nothing."""
    if len(pages) <= LISTED:
        return ""
    home = any(page.place == "index.html" for page in pages)
    return relative(place, CONTENTS if home else "index.html")


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
