"""What pages of every format have around their text: templates, and sentences about how far it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ccb_l10n import locales
from ccb_l10n.model import State
from ccb_l10n.packs import attributes
from ccb_l10n.packs.book import NOT_DONE, CourseInfo
from ccb_l10n.packs.interface import interface
from ccb_l10n.packs.marks import Mark


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
    missing = sum(counts.get(state, 0) for state in NOT_DONE)
    if mark == Mark.DRAFT:
        return [("draft", words("This page is a machine draft. No person has reviewed it."))]
    if mark == Mark.FALLBACK:
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
