"""Looking a word up in the glossary, in any of its languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ccb_l10n.model import Concept
from ccb_l10n.terminology.concepts import Glossary
from ccb_l10n.terminology.match import occurrences


def find(glossary: Glossary, words: str, langs: Iterable[str] = ()) -> list[Concept]:
    """The concepts that `words` may mean: those of which it is a term, inflected or not, then those that hold it.

    Case, accents and Arabic vowel signs do not count. `langs` (BCP 47) narrows the search to terms of these languages;
    without it, ids count too. Blank words find nothing.
    """
    wanted = _folded(words)
    if not wanted:
        return []
    only = set(langs)
    spoken = only or {term.lang for concept in glossary.concepts for term in concept.terms}
    words = words.strip()
    hits = (hit for lang in sorted(spoken) for hit in occurrences(words, lang, glossary))
    named = {hit.concept.id for hit in hits if hit.span == (0, len(words))}
    found: list[tuple[int, str, Concept]] = []
    for concept in glossary.concepts:
        texts = [] if only else [concept.id, concept.id.replace("-", " ")]
        for term in concept.terms:
            if term.lang in spoken:
                texts += [term.text, term.acronym, *term.forms]
        folded = [_folded(text) for text in texts]
        if any(wanted == text for text in folded):
            found.append((0, concept.id, concept))
        elif concept.id in named:
            found.append((1, concept.id, concept))
        elif any(wanted in text for text in folded):
            found.append((2, concept.id, concept))
    return [concept for _, _, concept in sorted(found, key=lambda each: each[:2])]


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(char for char in apart if not unicodedata.combining(char)).split())
