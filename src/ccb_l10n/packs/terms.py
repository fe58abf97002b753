"""The glossary's terms on a page: where they stand for the first time, and what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from ccb_l10n import locales
from ccb_l10n.model import Concept
from ccb_l10n.packs.typography import text_html
from ccb_l10n.terminology import match
from ccb_l10n.terminology.concepts import GOOD, Glossary, counts_in

_SHORTEST = 2  # characters of a term that is worth a note


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept as a reader meets it. `term` and `definition` are in the languages beside them (BCP 47)."""

    id: str
    term: str
    term_lang: str
    source_term: str  # the term in the course's own language, or "" where `term` is that
    definition: str
    definition_lang: str
    approved: bool


@dataclass(frozen=True)
class Terms:
    """The glossary for the packs of one course in one language.

    Left out are concepts of other courses, those whose terms mean them in certain contexts only, and watched ones.
    """

    glossary: Glossary
    source_locale: str  # BCP 47
    locale: str  # BCP 47
    course: str = ""
    subjects: tuple[str, ...] = ()
    _by_id: dict[str, Concept] = field(init=False, repr=False, default_factory=dict)
    _named: dict[str, frozenset[str]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.glossary.concepts:
            if each.severity != "watch" and not each.scope.contexts and counts_in(each, self.course, self.subjects):
                self._by_id[each.id] = each

    def found(self, text: str, lang: str) -> Iterator[tuple[int, int, str]]:
        """The terms in a text of that language: start, end, concept. Unwanted ones are passed over."""
        for hit in match.occurrences(text, lang, self.glossary):
            start, end = hit.span
            if hit.term.status in GOOD and hit.concept.id in self._by_id and end - start >= _SHORTEST:
                yield start, end, hit.concept.id

    def named(self, source: str) -> frozenset[str]:
        """The concepts, left out or not, that a page before translation names; looked for once a page."""
        if source not in self._named:
            hits = match.occurrences(source, self.source_locale, self.glossary)
            self._named[source] = frozenset(hit.concept.id for hit in hits)
        return self._named[source]

    def entry(self, concept_id: str) -> Entry:
        """What the pack tells of a concept of the glossary."""
        concept = self._by_id[concept_id]
        source = _said(concept, self.source_locale)
        bare = _said(concept, self.source_locale, "{text}, {acronym}")  # which stands in brackets
        term, lang = next(
            ((said, each) for each in locales.fallbacks(self.locale) if (said := _said(concept, each))),
            (source, self.source_locale),
        )
        definitions = {"en": concept.definition, **dict(concept.definitions)}
        known = next((each for each in locales.fallbacks(self.locale) if each in definitions), "en")
        own = "" if lang == self.source_locale or term in (source, *bare.split(", ")) else bare
        return Entry(concept_id, term, lang, own, definitions[known], known, concept.status == "approved")


def _said(concept: Concept, lang: str, with_acronym: str = "{text} ({acronym})") -> str:
    """The term to show for a concept in exactly that language: a preferred one, else an admitted one."""
    for status in GOOD:
        for term in concept.terms:
            if (term.lang, term.status) == (lang, status):
                return with_acronym.format(text=term.text, acronym=term.acronym) if term.acronym else term.text
    return ""


class Noted:
    """The terms of one page: each is noted where it first stands."""

    def __init__(self, terms: Terms, slug: str, source: str) -> None:
        """`source` is the page before translation: a concept that it does not name is not noted in its translation,
        where an admitted word may be an everyday one."""
        self._terms, self._slug = terms, slug
        self._left = {*terms.named(source)}
        self.ids: list[str] = []  # of the concepts noted, in the order of the text

    def html(self, text: str, lang: str, rtl: bool) -> str:
        """The text as HTML, with a link from each term that is new on the page to its explanation."""
        parts: list[str] = []
        at = 0
        for start, end, concept in self._terms.found(text, lang) if self._left else ():
            if concept not in self._left or start < at:
                continue
            self.ids.append(concept)
            self._left.remove(concept)
            target = escape(f"ccb-{self._slug}-term-{concept}")
            shown = text_html(text[start:end], rtl)
            parts += [text_html(text[at:start], rtl), f'<a class="term" href="#{target}">{shown}</a>']
            at = end
        return "".join((*parts, text_html(text[at:], rtl)))

    def entries(self) -> list[Entry]:
        """What the page tells of them, in the order of the text."""
        return [self._terms.entry(each) for each in self.ids]
