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
from ccb_l10n.terminology.concepts import GOOD


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
    """A term spelled as the glossary does not spell it, or in two ways in one course; each told once.

    "Cyber security" beside "cybersecurity" looks like two things even where the glossary admits both.
    """
    places: dict[tuple[str, str], list[tuple[Passage, match.Hit]]] = {}
    for passage in passages:
        for hit in match.occurrences(passage.text, setting.lang, setting.glossary, protected(passage.text)):
            if hit.term.status in GOOD and not _is_name(passage.text[slice(*hit.span)]):
                spelling = _singular(_plain(passage.text[slice(*hit.span)]))
                places.setdefault((hit.concept.id, spelling), []).append((passage, hit))
    for (concept, spelling), found in places.items():
        passage, hit = found[0]
        words = passage.text[slice(*hit.span)]
        often = f", {len(found)} times in this course" if len(found) > 1 else ""
        others = {key[1]: len(each) for key, each in places.items() if key[0] == concept and _alike(key[1], spelling)}
        if not _spelled(words, hit.concept, setting.lang):
            text = f"the glossary spells “{words}” differently{often}"
            yield passage, Problem(text, advice(hit.concept, setting.lang), hit.span, concept=concept)
        elif others and (len(found), spelling) < max((count, other) for other, count in others.items()):
            other = max(others, key=lambda each: (others[each], each))
            text = f"“{words}”{often}, and “{other}” elsewhere ({others[other]})"
            yield passage, Problem(text, "spell it in one way", hit.span, concept=concept)


def _is_name(words: str) -> bool:
    """Whether each of several words begins with a capital, as in the title of a treaty or a book."""
    parts = re.findall(r"[A-Za-z]+", words)
    return len(parts) > 1 and all(part[0].isupper() for part in parts if len(part) > 3) and not words.isupper()


def _singular(words: str) -> str:
    return re.sub(r"(?:'s|s'|(?<=[^s])s)$", "", words)


def _alike(one: str, other: str) -> bool:
    """Whether two spellings differ in blanks and hyphens alone."""
    return one != other and re.sub(r"[\s-]", "", one) == re.sub(r"[\s-]", "", other)


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
