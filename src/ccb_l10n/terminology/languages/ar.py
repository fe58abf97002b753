"""Arabic: marks and letter shapes folded, clitics taken off, sound plurals, duals and agreement from the term.

Broken plurals follow no rule that a program could use: they come from a term's `forms`, and inflect like it.
Definiteness does not count: a term and its adjectives take the article together, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ccb_l10n.model import Term
from ccb_l10n.terminology.languages.language import Language, listed

_MARKS = (*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD), 0x0640)
_TABLE: dict[int, str | None] = {
    **dict.fromkeys(_MARKS),
    **dict.fromkeys(map(ord, "أإآٱ"), "ا"),
    ord("ى"): "ي",
    ord("ی"): "ي",
    ord("ک"): "ك",
    **{0x0660 + digit: str(digit) for digit in range(10)},
    **{0x06F0 + digit: str(digit) for digit in range(10)},
}
_FUNCTION_WORDS = listed(
    "في من علي عن الي مع حول لدي عند عبر خلال ضمن نحو هذا هذه ذلك تلك كل جميع اي ذات بعض الذي التي"
)
# Conjunctions first, then prepositions, then the article; each with what must be left behind it.
_CONJUNCTIONS = ("", "و", "ف")
_PREPOSITIONS = ("", "ب", "ك", "ل")
_PRONOUNS = ("هما", "كما", "ها", "هم", "هن", "كم", "نا", "ه", "ك", "ي")
# How a word's end changes before a pronoun: سياسته, أخطاؤه, مستواه.
_OPENED = (("ت", "ه"), ("اؤ", "اء"), ("ائ", "اء"), ("ا", "ي"))
_LEAST = 3  # letters that must be left of a word without its prefixes


@lru_cache(maxsize=8192)
def keys(word: str) -> tuple[str, ...]:
    """What a word of a text may be: as it is, and without each set of clitics that it can spare."""
    found: dict[str, None] = {}
    for bare, definite in _unprefixed(word):
        found[_closed(bare)] = None
        if not definite:
            for each in _unsuffixed(bare):
                found[each] = None
    return tuple(found)


def _unprefixed(word: str) -> Iterator[tuple[str, bool]]:
    """The word without each run of clitics before it, and whether an article was among them."""
    for conjunction in _CONJUNCTIONS:
        if not word.startswith(conjunction):
            continue
        rest = word.removeprefix(conjunction)
        for preposition in _PREPOSITIONS:
            if not rest.startswith(preposition):
                continue
            bare = rest.removeprefix(preposition)
            if len(bare) >= _LEAST or not conjunction + preposition:
                yield bare, False
            article = "ل" if preposition == "ل" else "ال"
            if bare.startswith(article) and len(bare) - len(article) >= _LEAST - 1:
                yield bare.removeprefix(article), True


def _unsuffixed(word: str) -> Iterator[str]:
    """The word without a pronoun, and its end as it is without one: سياستها, سياسة."""
    for pronoun in _PRONOUNS:
        bare = word.removesuffix(pronoun)
        if bare != word and len(bare) >= _LEAST - 1:
            yield bare
            yield from (f"{bare[: -len(open_)]}{closed}" for open_, closed in _OPENED if bare.endswith(open_))


def _closed(word: str) -> str:
    """A ta marbuta as many write it."""
    return f"{word[:-1]}ه" if word.endswith("ة") else word


@lru_cache(maxsize=4096)
def forms(word: str, freely: bool = False) -> frozenset[str]:
    """The forms of a word without clitics; with `freely` also another gender, and the singular of a plural."""
    bases = {word}
    if word.startswith("ال") and len(word) > 3:  # also of two letters: السر, كلمة سر
        bases.add(word[2:])
    if word.startswith("لل") and len(word) > 4:
        bases |= {word[2:], word[1:]}
    elif word[:1] in "بل" and word[1:3] == "ال" and len(word) > 5:
        bases.add(word[3:])
    return frozenset(each for base in bases for each in (_closed(base), *_inflected(base, freely)))


def _inflected(word: str, freely: bool) -> Iterator[str]:
    stem = word[:-1]
    if len(word) < 3:
        return
    if word.endswith("ة"):
        yield from (f"{stem}{ending}" for ending in ("ات", "تان", "تين", "تا", "تي"))
        if freely:
            yield from (stem, f"{stem}ا", f"{stem}ون", f"{stem}ين", f"{stem}ان", f"{stem}ي")
    elif word.endswith("ات"):
        yield f"{word[:-2]}ه"
        if freely:
            yield word[:-2]
    elif word.endswith(("ون", "ين", "ان")) and freely:
        yield from (word[:-2], f"{word[:-2]}ه", f"{word[:-2]}ات", f"{word[:-2]}ي")
    else:
        yield from (word + ending for ending in ("ات", "ان", "ين", "ون", "ا"))
        if freely or word.endswith("ي"):
            yield f"{word}ه"
        if freely or (word.startswith("م") and len(word) > 4):
            yield from (f"{word}ي", f"{word}و")


def _inflect(words: Sequence[str], term: Term) -> list[frozenset[str]]:
    freely = len(words) > 1 or term.part_of_speech == "adjective"
    return [forms(word, freely) for word in words]


LANGUAGE = Language("ar", _inflect, keys=keys, function_words=_FUNCTION_WORDS, table=_TABLE, loose=True)
