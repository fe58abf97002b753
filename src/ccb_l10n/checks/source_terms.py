"""The glossary's terms in a course's own text: those to avoid, other spellings, and what the glossary lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ccb_l10n.checks.passage import Noted, Passage, SourceCheck
from ccb_l10n.checks.problem import Problem, Setting
from ccb_l10n.checks.scope import covers
from ccb_l10n.checks.terms import advice
from ccb_l10n.markdown.inline import protected
from ccb_l10n.model import Concept, Severity
from ccb_l10n.terminology import match


def unwanted(passages: Sequence[Passage], setting: Setting) -> Noted:
    """Every term that the glossary forbids or deprecates in the course's own language."""
    for passage in passages:
        for search, what in ((match.forbidden, "forbidden"), (match.deprecated, "deprecated")):
            masked = protected(passage.text)
            for concept, _, span in search(passage.text, setting.lang, setting.glossary, masked):
                if covers(concept, passage.text, setting):
                    text = f"{what} term for “{concept.id}”: {passage.text[slice(*span)]}"
                    yield passage, Problem(text, advice(concept, setting.lang), span, concept=concept.id)


def variants(passages: Sequence[Passage], setting: Setting) -> Noted:
    """A term spelled as the glossary does not spell it, "cyber security" for "cybersecurity"; told once a course."""
    seen: dict[tuple[str, str], list[tuple[Passage, match.Hit]]] = {}
    for passage in passages:
        for hit in match.occurrences(passage.text, setting.lang, setting.glossary, protected(passage.text)):
            words = passage.text[slice(*hit.span)]
            if hit.term.status in ("preferred", "admitted") and not _spelled(words, hit.concept, setting.lang):
                seen.setdefault((hit.concept.id, words.casefold()), []).append((passage, hit))
    for places in seen.values():
        passage, hit = places[0]
        words = passage.text[slice(*hit.span)]
        often = f", {len(places)} times in this course" if len(places) > 1 else ""
        text = f"the glossary spells “{words}” differently{often}"
        yield passage, Problem(text, advice(hit.concept, setting.lang), hit.span, concept=hit.concept.id)


_PARTS = re.compile(r"([\s-]+)")
_TYPOGRAPHY = str.maketrans({"’": "'", "\u2010": "-", "\u2011": "-", "\xad": None})


def _spelled(words: str, concept: Concept, lang: str) -> bool:
    """Whether some term of the concept is written with these words, plural and possessive endings aside."""
    texts = (text for term in concept.terms for text in (term.text, term.acronym, *term.forms) if text)
    written = _PARTS.split(_plain(words))
    return any(_agree(written, _PARTS.split(_plain(text))) for text in texts)


def _plain(text: str) -> str:
    return " ".join(re.sub("[*_]+", "", text).casefold().translate(_TYPOGRAPHY).split())


def _agree(written: Sequence[str], given: Sequence[str]) -> bool:
    return len(written) == len(given) and all(
        one == other or _ending(one, other) or _ending(other, one) for one, other in zip(written, given, strict=True)
    )


def _ending(longer: str, word: str) -> bool:
    """Whether the first word is the other with an English ending of plurals or possessives."""
    stems = (word, f"{word[:-1]}i") if word.endswith("y") else (word,)
    return any(longer == stem + ending for stem in stems for ending in ("s", "es", "'s", "s'", "'", "es'"))


_CAPITALISED = re.compile(
    r"(?<=[a-z,;] )[A-Z][a-z]+(?:-[A-Za-z]+)?(?: (?:of|and|for|on|the) (?=[A-Z])| )?(?:[A-Z][a-z]+ ?){1,4}(?<! )"
)
_OFTEN = 3  # a name that stands there once or twice is an example's


def unknown(passages: Sequence[Passage], setting: Setting) -> Noted:
    """A capitalised name of several words that the course uses time and again, and the glossary does not have."""
    seen: dict[str, list[tuple[Passage, tuple[int, int]]]] = {}
    for passage in passages:
        masked = [*protected(passage.text)]
        masked += [hit.span for hit in match.occurrences(passage.text, setting.lang, setting.glossary)]
        for found in _CAPITALISED.finditer(passage.text):
            if not any(start < found.end() and found.start() < end for start, end in masked):
                seen.setdefault(found[0], []).append((passage, found.span()))
    for name, places in seen.items():
        if len(places) >= _OFTEN:
            passage, span = places[0]
            hint = "add a concept, so that every language has one name for it"
            yield passage, Problem(f"the glossary does not have “{name}”, used {len(places)} times", hint, span)


ROWS = (
    SourceCheck(
        "source-term",
        Severity.WARNING,
        "The course uses a term that the glossary forbids or deprecates in its own language",
        "What the source mixes up, every translation mixes up.",
        "Use the glossary's preferred term.",
        unwanted,
    ),
    SourceCheck(
        "variant-spelling",
        Severity.INFO,
        "The course spells a term differently from the glossary",
        "Two spellings look like two things, to readers and to translation memories.",
        "Use the glossary's spelling, or add yours to the glossary.",
        variants,
    ),
    SourceCheck(
        "unknown-term",
        Severity.INFO,
        "A capitalised name that the course uses time and again is not in the glossary",
        "Each translator will name it differently.",
        "Add a concept for it.",
        unknown,
        opt_in=True,
    ),
)
