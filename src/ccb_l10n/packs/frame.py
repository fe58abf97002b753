"""What pages of every format have around their text: templates, and sentences about how far it can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ccb_l10n import locales
from ccb_l10n.model import State
from ccb_l10n.packs import attributes
from ccb_l10n.packs.book import NOT_DONE, Book, CourseInfo
from ccb_l10n.packs.interface import Interface, interface
from ccb_l10n.packs.marks import Mark
from ccb_l10n.packs.render import Page
from ccb_l10n.packs.terms import Entry
from ccb_l10n.packs.typography import text_html

# What is told of passages that are in the source's language.
_PAGE = {
    State.UNTRANSLATED: "Not translated yet and shown in {language}: {percent}% of this page.",
    State.STALE: (
        "The original has changed since this was translated, and is shown in {language}: {percent}% of this page."
    ),
}
_COURSE = {
    State.UNTRANSLATED: "Not translated yet and shown in {language}: {percent}% of this course.",
    State.STALE: (
        "The original has changed since this was translated, and is shown in {language}: {percent}% of this course."
    ),
}


@cache
def templates() -> Environment:
    made = Environment(
        loader=PackageLoader("ccb_l10n.packs", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["attributes"] = _attributes
    made.globals["html"] = Markup  # here, so that the macros need no page's context, which would keep the page alive
    return made


def _attributes(given: Mapping[str, str], name: str = "") -> Markup:
    """Attributes as they stand in a tag, with a class before those that the element has."""
    return Markup(attributes.html(attributes.joined({"class": name} if name else {}, given)))


def article(course: CourseInfo, page: Page, body: str) -> str:
    """A page's text with its heading, its lead and its lists, around `body`: HTML that is XML too."""
    words = interface(course.locale)
    lang = course.source_locale if page.mark == Mark.FALLBACK else course.locale
    template = templates().get_template("article.html")
    return template.render(
        page=page,
        body=body,
        source_lang=course.source_locale,
        said=lambda word: Markup(words.html(word, lang)),
        term_in=partial(_term, lang),
    )


def _term(around: str, text: str, lang: str) -> Markup:
    return Markup(within(text, lang, around))


def glossary(book: Book, frame: Mapping[str, Any], entry_of: Callable[[Page], object]) -> str:
    """A page with every term that the pages note, each with the pages that do; `entry_of` a page is its link."""
    noted: dict[str, tuple[Entry, list[object]]] = {}
    for page in book.pages:
        for each in page.terms:
            noted.setdefault(each.id, (each, []))[1].append(entry_of(page))
    words, locale = interface(book.course.locale), book.course.locale
    return (
        templates()
        .get_template("glossary.html")
        .render(
            frame,
            terms=sorted(noted.values(), key=lambda each: (each[0].term.casefold(), each[0].id)),
            term_in=partial(_term, locale),
            source_lang=book.course.source_locale,
            on_glossary=True,
            title=f"{words('Glossary')} – {book.course.title}",
        )
    )


def within(text: str, lang: str, around: str) -> str:
    """A plain text of `lang` as HTML inside a text of the language `around`."""
    html = text_html(text, locales.direction(lang) == "rtl")
    given = {} if lang == around else {"lang": lang, "dir": locales.direction(lang)}
    return f"<span{attributes.html(given)}>{html}</span>" if given else html


def around(book: Book) -> dict[str, Any]:
    """What the templates of every format are told of the whole course."""
    course = book.course
    words = interface(course.locale)
    return {
        "course": course,
        "lang": course.locale,
        "dir": locales.direction(course.locale),
        "word_lang": Markup(words.within(course.locale)),
        "language": locales.own_name(course.locale),
        "words": words,
        "words_dir": locales.direction(words.locale),
        "whole": completeness(course, book.counts),
        "published": published(book),
        "logo_of": (book.region.publisher[0] or book.region.name[0]) if book.region else "",
        "tool": book.tool,
    }


def published(book: Book) -> list[Markup]:
    """Who publishes a region's pack, for which region, and its dates, a line each."""
    region, lang = book.region, book.course.locale
    if not region:
        return []
    words = interface(lang)
    found = [words.html("For {region}", lang, region="\ue000")]
    texts = [region.name]
    if region.publisher[0]:
        found.append(words.html("Published by {publisher}", lang, publisher="\ue000"))
        texts.append(region.publisher)
    lines = [
        line.replace("\ue000", within(text, language, lang))
        for line, (text, language) in zip(found, texts, strict=True)
    ]
    said = {"published": "Published on {date}", "begins": "Begins on {date}", "ends": "Ends on {date}"}
    lines += [words.html(said[name], lang, date=day) for name, day in region.dates.items()]
    return [Markup(line) for line in lines]


def language_of(course: CourseInfo, mark: Mark) -> Mapping[str, str]:
    """The attributes of an element with that mark that say in which language its text is."""
    if mark not in (Mark.FALLBACK, Mark.KEPT):
        return {}
    return {"lang": course.source_locale, "dir": locales.direction(course.source_locale)}


def notices(course: CourseInfo, counts: Mapping[State, int], mark: Mark) -> list[tuple[str, str]]:
    """What a reader must know before the text of a page with these passages: (kind, sentence)."""
    words = interface(course.locale)
    if course.locale == course.source_locale:
        return []
    language = locales.name(course.source_locale, words.locale)
    total = sum(counts.values())
    drafts = counts.get(State.DRAFT, 0)
    if mark == Mark.DRAFT:
        return [("draft", words("This page is a machine draft. No person has reviewed it."))]
    if mark == Mark.FALLBACK and not counts.get(State.STALE):
        return [("fallback", words("This page is not translated yet. It is shown in {language}.", language=language))]
    found = []
    if drafts:
        sentence = "Machine draft, not reviewed: {percent}% of this page. A line beside the text marks it."
        found.append(("draft", words(sentence, percent=_percent(drafts, total))))
    return found + _kept(words, language, counts, _PAGE)


def course_notices(book: Book) -> list[tuple[str, str]]:
    """What a reader must know before the contents of a whole course: (kind, sentence)."""
    course, counts = book.course, book.counts
    words = interface(course.locale)
    total = sum(counts.values())
    if course.locale == course.source_locale or not total:
        return []
    drafts = counts.get(State.DRAFT, 0)
    found = []
    if drafts:
        sentence = "Machine draft, not reviewed: {percent}% of this course."
        found.append(("draft", words(sentence, percent=_percent(drafts, total))))
    return found + _kept(words, locales.name(course.source_locale, words.locale), counts, _COURSE)


def _kept(
    words: Interface, language: str, counts: Mapping[State, int], sentences: Mapping[State, str]
) -> list[tuple[str, str]]:
    """What is told of the passages that are in the source's language, by why they are."""
    total = sum(counts.values())
    return [
        ("fallback", words(sentence, language=language, percent=_percent(counts[state], total)))
        for state, sentence in sentences.items()
        if counts.get(state)
    ]


def _percent(part: int, whole: int) -> int:
    """A share that says neither "none" nor "all" unless it is."""
    return min(max(round(100 * part / whole), 1), 100 if part == whole else 99)


def completeness(course: CourseInfo, counts: Mapping[State, int]) -> str:
    """How much is translated, or nothing in the source's own language."""
    total = sum(counts.values())
    if course.locale == course.source_locale or not total:
        return ""
    words = interface(course.locale)
    done = total - sum(counts.get(state, 0) for state in NOT_DONE)
    drafts = counts.get(State.DRAFT, 0)
    if not drafts:
        return words("{done} of {total} passages translated", done=done, total=total)
    sentence = "{done} of {total} passages translated, {count} of them machine drafts"
    return words(sentence, done=done, total=total, count=drafts)
