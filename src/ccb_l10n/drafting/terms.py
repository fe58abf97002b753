"""The glossary in drafting: names that no engine may touch, and messages that are nothing but a term."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ccb_l10n import locales
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology import match
from ccb_l10n.terminology.concepts import Glossary

Span = tuple[int, int]
_USABLE = ("preferred", "admitted")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A glossary for one pair of languages, BCP 47. `covers` tells whether a concept counts in a source text."""

    glossary: Glossary
    source: str
    target: str
    covers: Callable[[Concept, str], bool]

    def names(self, text: str, masked: Sequence[Span]) -> list[Span]:
        """Where a source text has terms that stay as they are in every language; nothing that touches `masked`."""
        if not any(concept.do_not_translate for concept in self.glossary.concepts):
            return []
        hits = match.occurrences(text, self.source, self.glossary, masked)
        return [hit.span for hit in hits if hit.concept.do_not_translate and self.covers(hit.concept, text)]

    def entry(self, text: str) -> tuple[str, str] | None:
        """The concept and the preferred term for a text that is nothing but a term, in any letter case.

        None where it is none, is watched for its several senses, or where two concepts say different things.
        """
        if not text or len(text.split()) > _longest(self.glossary, self.source):
            return None
        found = {}
        for hit in match.occurrences(text, self.source, self.glossary):
            concept = hit.concept
            if hit.span == (0, len(text)) and concept.severity != "watch" and self.covers(concept, text):
                target = self._said(concept, hit.term, text)
                if target:
                    found[_cased(target, text)] = concept.id
        if len(found) != 1:
            return None
        ((target, concept_id),) = found.items()
        return concept_id, target

    def _said(self, concept: Concept, term: Term, text: str) -> str:
        """What the nearest region prefers for the spelling of the text: the acronym for the acronym."""
        short = bool(term.acronym) and text == term.acronym
        if not short and text.casefold() != term.text.casefold():
            return ""  # an inflected form: its plural is not to be guessed
        for tag in locales.fallbacks(self.target):
            for each in concept.terms:
                if locales.bcp47(each.lang) == tag and each.status == "preferred":
                    return each.acronym if short else each.text
        return ""


def _longest(glossary: Glossary, lang: str) -> int:
    """Words of the longest term of a language; kept on the glossary."""
    slot = ("longest term", lang)
    if slot not in glossary.compiled:
        tags = locales.fallbacks(lang)
        terms = (term for concept in glossary.concepts for term in concept.terms if term.status in _USABLE)
        glossary.compiled[slot] = max((len(each.text.split()) for each in terms if each.lang in tags), default=0)
    found = glossary.compiled[slot]
    assert isinstance(found, int)
    return found


def _cased(target: str, text: str) -> str:
    """The term with a capital at its start, or in capitals, as the text has it."""
    if text.isupper() and " " in text:
        return target.upper()
    if text[:1].isupper() and target[:1].islower():
        return target[:1].upper() + target[1:]
    return target
