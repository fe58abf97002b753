"""Which of the glossary's terms a text uses, in whatever form the language gives them.

Three questions, each with its own care: `occurrences` reads a source, the longest term first; `uses` looks for what
a translation should say, and would rather find too much than miss a term that is there; `forbidden` and `deprecated`
find what it should not say, and would rather miss than accuse. What is built for a language is kept on the glossary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology import languages
from ccb_l10n.terminology.concepts import GOOD, TERM_STATUSES, Glossary
from ccb_l10n.terminology.languages.language import Language
from ccb_l10n.terminology.match_search import Match, distance, everywhere, inside, within
from ccb_l10n.terminology.match_terms import Pattern, by_start, compiled, indexed, patterns
from ccb_l10n.terminology.match_text import Tokens, tokens

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found. `span` is half-open, in code points of the given text."""

    concept: Concept
    term: Term
    span: Span


@dataclass(frozen=True, slots=True)
class _Index:
    """Patterns as the search takes them, and what the concepts' exceptions are."""

    words: Mapping[str, tuple[Pattern, ...]]
    starts: Mapping[str, tuple[Pattern, ...]]


@dataclass(frozen=True, slots=True)
class _Terms:
    """All that a glossary says in one language."""

    language: Language
    every: _Index
    bad: Mapping[str, _Index]  # by status: the forbidden ones, the deprecated ones, with a severity to report
    good: Mapping[str, tuple[Pattern, ...]]  # by concept: what may be used for it
    exceptions: Mapping[str, _Index]  # by concept: phrases in which its terms are not the concept


def supported(lang: str) -> bool:
    """Whether the language has inflection rules of its own; others are compared folded, word by word.

    Raises CcbError for what is no language tag.
    """
    return languages.supported(lang)


def occurrences(text: str, lang: str, glossary: Glossary, masked: Sequence[Span] = ()) -> list[Hit]:
    """Every term, of any status, that a text of `lang` uses, in the order of the text.

    Hits never overlap: the leftmost wins, then the longest; at one span each concept has a hit, by id. Terms of
    deprecated concepts are left out, those of watched ones are not. Nothing touching a span of `masked` (code, URLs:
    half-open code-point offsets, in any order) is found, nor a term inside one of its concept's exceptions.
    """
    terms = _terms(glossary, lang)
    found = tokens(text, terms.language, tuple(masked))
    matches = _apart(_outside(_all(found, terms.every), found, terms), found)
    return [Hit(each.pattern.concept, each.pattern.term, found.span(each.start, each.end)) for each in matches]


def uses(
    text: str, lang: str, glossary: Glossary, wanted: Collection[str], masked: Sequence[Span] = ()
) -> dict[str, list[Hit]]:
    """For each concept id in `wanted`, where a text of `lang` uses a preferred or admitted term of it, or an acronym.

    Lenient: function words inside a term may change, go or come, and up to two other words may stand between two of
    its words. Hits of different concepts may overlap; those of one concept do not. An id that the glossary does not
    know has no hits.
    """
    terms = _terms(glossary, lang)
    found = tokens(text, terms.language, tuple(masked))
    result: dict[str, list[Hit]] = {}
    for concept in wanted:
        matches = _tightest(within(found, terms.good.get(concept, ())), found)
        result[concept] = [
            Hit(each.pattern.concept, each.pattern.term, found.span(each.start, each.end)) for each in matches
        ]
    return result


def forbidden(
    text: str, lang: str, glossary: Glossary, masked: Sequence[Span] = ()
) -> Iterator[tuple[Concept, Term, Span]]:
    """The forbidden terms in a target of `lang`, in the order of the text, with their spans in `text`.

    Spans, also those of `masked` (code, URLs: nothing touching them is found), are half-open code-point
    offsets. Matches never overlap: the leftmost wins, then the longest. A term of `fr` counts in `fr-CA`
    unless the concept gives that spelling another status in `fr-CA`. What some concept prefers or admits is not
    reported, neither alone nor inside such a longer term; where a good and a bad term meet at one place, the one whose
    spelling is nearer has the word. Concepts that are deprecated, or only watched, report nothing. Where several
    concepts forbid a term, each is yielded, by id.
    """
    return _unwanted(text, lang, glossary, "forbidden", masked)


def deprecated(
    text: str, lang: str, glossary: Glossary, masked: Sequence[Span] = ()
) -> Iterator[tuple[Concept, Term, Span]]:
    """The deprecated terms in a target of `lang`, found and shielded like the forbidden ones."""
    return _unwanted(text, lang, glossary, "deprecated", masked)


def _unwanted(
    text: str, lang: str, glossary: Glossary, status: str, masked: Sequence[Span]
) -> Iterator[tuple[Concept, Term, Span]]:
    terms = _terms(glossary, lang)
    index = terms.bad[status]
    if not index.words and not index.starts:
        return
    found = tokens(text, terms.language, tuple(masked))
    bad = list(_all(found, index))
    if not bad:
        return
    shields = _shields(found, terms, status, {each.start for each in bad})
    kept = [each for each in bad if not any(_outdoes(found, shield, each) for shield in shields[each.start])]
    for each in _apart(_outside(kept, found, terms), found):
        yield each.pattern.concept, each.pattern.term, found.span(each.start, each.end)


def _shields(found: Tokens, terms: _Terms, status: str, starts: Collection[int]) -> Mapping[int, list[Match]]:
    """What has another status, by the starts of bad terms that it lies over."""
    over: dict[int, list[Match]] = defaultdict(list)
    for each in _all(found, terms.every):
        if each.pattern.term.status != status:
            for start in range(each.start, each.end):
                if start in starts:
                    over[start].append(each)
    return over


def _outdoes(found: Tokens, shield: Match, bad: Match) -> bool:
    """Whether what stands at a bad term's place is rather something that is no such term."""
    good = shield.pattern.term.status in GOOD
    if not good and shield.pattern.concept is not bad.pattern.concept:
        return False
    if bad.end > shield.end:
        return False
    longer = shield.end - shield.start > bad.end - bad.start
    return (longer and good) or distance(found, shield) <= distance(found, bad)


def _all(found: Tokens, index: _Index) -> Iterator[Match]:
    yield from everywhere(found, index.words)
    yield from inside(found, index.starts)


def _outside(matches: Iterable[Match], found: Tokens, terms: _Terms) -> list[Match]:
    """The matches that do not lie inside a phrase that their concept excepts."""
    kept = []
    for each in matches:
        index = terms.exceptions.get(each.pattern.concept.id)
        phrases = _all(found, index) if index else ()
        if not any(phrase.start <= each.start and each.end <= phrase.end for phrase in phrases):
            kept.append(each)
    return kept


def _apart(matches: Iterable[Match], found: Tokens) -> list[Match]:
    """The leftmost, then the longest, at each place; one match a concept there, the one nearest to its spelling."""
    kept: list[Match] = []
    for each in sorted(matches, key=lambda each: (each.start, -each.end, each.pattern.concept.id)):
        last = kept[-1] if kept else None
        if last is None or each.start >= last.end:
            kept.append(each)
        elif (each.start, each.end) == (last.start, last.end):
            if each.pattern.concept is not last.pattern.concept:
                kept.append(each)
            elif _rank(found, each) < _rank(found, last):
                kept[-1] = each
    return kept


def _rank(found: Tokens, match: Match) -> tuple[int, int]:
    """How far a match is from its spelling, then its term's standing."""
    return distance(found, match), TERM_STATUSES.index(match.pattern.term.status)


def _tightest(matches: Iterable[Match], found: Tokens) -> list[Match]:
    """One match for each place: with the fewest words between, then the longest, then the first."""
    every = list(matches)
    if len(every) > 1:
        every.sort(key=lambda each: (each.gap, each.start - each.end, each.start, _rank(found, each)))
    taken = bytearray(len(found.folded))
    kept: list[Match] = []
    for each in every:
        if 1 not in taken[each.start : each.end]:
            taken[each.start : each.end] = b"\1" * (each.end - each.start)
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)


def _terms(glossary: Glossary, lang: str) -> _Terms:
    """Built at first need and kept on the glossary."""
    slot = ("terms", lang)
    if slot not in glossary.compiled:
        glossary.compiled[slot] = _built(glossary, lang)
    found = glossary.compiled[slot]
    assert isinstance(found, _Terms)
    return found


def _built(glossary: Glossary, lang: str) -> _Terms:
    language = languages.language(lang)
    found = patterns(glossary, lang, language)
    good: dict[str, list[Pattern]] = defaultdict(list)
    for pattern in found:
        if pattern.term.status in GOOD:
            good[pattern.concept.id].append(pattern)
    loud = [pattern for pattern in found if pattern.concept.severity != "watch"]
    bad = {
        status: _index([pattern for pattern in loud if pattern.term.status == status])
        for status in ("forbidden", "deprecated")
    }
    return _Terms(
        language, _index(found), bad, {each: tuple(good[each]) for each in good}, _exceptions(glossary, lang, language)
    )


def _index(found: Sequence[Pattern]) -> _Index:
    return _Index(indexed(found), by_start(found))


def _exceptions(glossary: Glossary, lang: str, language: Language) -> dict[str, _Index]:
    return {
        concept.id: _index(
            [
                pattern
                for phrase in concept.scope.exceptions
                for pattern in compiled(concept, Term(lang, phrase), phrase, language)
            ]
        )
        for concept in glossary.concepts
        if concept.scope.exceptions and concept.status != "deprecated"
    }
