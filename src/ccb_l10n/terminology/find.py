"""Looking a word up in the glossary, in any of its languages."""

from __future__ import annotations

import unicodedata

from ccb_l10n.model import Concept
from ccb_l10n.terminology.concepts import Glossary
from ccb_l10n.terminology.match import occurrences


def find(glossary: Glossary, words: str) -> list[Concept]:
    """The concepts that `words`, of any language, may mean, the likeliest first.

    Those of which it is a term, inflected or not, or the id; then those with a term that holds it; then those with a
    term that stands in it, as in a sentence or a longer word. Case, accents and Arabic vowel signs do not count. Blank
    words find nothing.
    """
    words = words.strip()
    wanted = _folded(words)
    if not wanted:
        return []
    whole, part = _named(glossary, words)
    found: list[tuple[int, str, Concept]] = []
    for concept in glossary.concepts:
        texts = [concept.id, concept.id.replace("-", " ")]
        texts += [text for term in concept.terms for text in (term.text, term.acronym, *term.forms)]
        folded = [_folded(text) for text in texts]
        if wanted in folded:
            found.append((0, concept.id, concept))
        elif concept.id in whole:
            found.append((1, concept.id, concept))
        elif any(wanted in text for text in folded):
            found.append((2, concept.id, concept))
        elif concept.id in part:
            found.append((3, concept.id, concept))
    return [concept for _, _, concept in sorted(found, key=lambda each: each[:2])]


def _named(glossary: Glossary, words: str) -> tuple[set[str], set[str]]:
    """The ids of the concepts of which the words are a term in some language, and of those that they use."""
    whole: set[str] = set()
    part: set[str] = set()
    for lang in sorted({term.lang for concept in glossary.concepts for term in concept.terms}):
        for hit in occurrences(words, lang, glossary):
            (whole if hit.span == (0, len(words)) else part).add(hit.concept.id)
    return whole, part


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(char for char in apart if not unicodedata.combining(char)).split())
