"""French: number everywhere, gender where a word can change it, elision, and prepositions that vary.

A word inside a longer term is inflected freely: its neighbours keep what is no form of it out. A term of one word
takes its number, and another gender only by endings that name people, so that "donnée" (datum) is not found in "donné".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ccb_l10n.model import Term
from ccb_l10n.terminology.languages.language import Language, listed

_FUNCTION_WORDS = listed(
    "à a au aux d de des du en dans par pour sur l le la les un une et-ou "
    "ce cet cette ces son sa ses leur leurs notre nos votre vos mon ma mes tout toute tous toutes "
    "concernant lors ainsi qu que"
)
_APART = listed("cyber multi anti non co pré post re sous inter intra contre micro e infra méta télé auto")
_PREFIXES = listed(
    "sous non anti re pré post ex inter intra co dé semi pseudo méta super sur contre avant arrière vice"
)
_AILS = listed("travail bail corail vitrail soupirail")  # with -aux: the others take -ails
_FALS = listed("bal carnaval festival récital régal cal chacal final naval fatal")  # -als, not -aux
# Endings of a masculine singular and its feminine, the longest first: agreement of adjectives and participles.
_GENDERS = (
    ("teur", "trice"),
    ("eur", "euse"),
    ("eux", "euse"),
    ("if", "ive"),
    ("el", "elle"),
    ("eil", "eille"),
    ("eau", "elle"),
    ("en", "enne"),
    ("on", "onne"),
    ("er", "ère"),
    ("et", "ète"),
    ("et", "ette"),
    ("c", "que"),
    ("os", "osse"),
    ("as", "asse"),
    ("oux", "ousse"),
    ("g", "gue"),
    ("gu", "guë"),
    ("é", "ée"),
    ("i", "ie"),
    ("u", "ue"),
    ("t", "te"),
    ("d", "de"),
    ("l", "le"),
    ("n", "ne"),
    ("r", "re"),
    ("s", "se"),
)
# Endings of people, by which a noun alone changes its gender.
_PEOPLE = (("teur", "trice"), ("eur", "euse"), ("ien", "ienne"), ("ant", "ante"), ("ert", "erte"), ("oyé", "oyée"))


def _singulars(word: str) -> Iterator[str]:
    """What a plural may come from; the word itself where it is none."""
    if word.endswith("eaux"):
        yield word[:-1]
    elif word.endswith("aux") and len(word) > 4:
        yield f"{word[:-3]}al"
        if f"{word[:-3]}ail" in _AILS:
            yield f"{word[:-3]}ail"
    elif word.endswith("eux") or not word.endswith("s"):
        yield word
        if word in ("jeux", "lieux", "enjeux", "feux", "milieux", "aveux", "voeux"):
            yield word[:-1]
    elif word.endswith("ss"):
        yield word
    else:
        yield word
        yield word[:-1]


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al") and word not in _FALS:
        return f"{word[:-2]}aux"
    if word in _AILS:
        return f"{word[:-3]}aux"
    return f"{word}x" if word.endswith(("au", "eu")) and word not in ("bleu", "pneu") else f"{word}s"


def _feminines(word: str, endings: Sequence[tuple[str, str]]) -> Iterator[str]:
    for masculine, feminine in endings:
        if word.endswith(masculine):
            yield word.removesuffix(masculine) + feminine


def _masculines(word: str) -> Iterator[str]:
    for masculine, feminine in _GENDERS:
        if word.endswith(feminine):
            yield word.removesuffix(feminine) + masculine


def _verb(word: str) -> Iterator[str]:
    """Present, participles and infinitive of a regular verb."""
    for ending, others in (
        ("er", listed("e es ons ez ent é ée és ées ant ait aient era eront")),
        ("ir", listed("is it issons issez issent i ie is ies issant issait ira iront")),
        ("re", listed("s ons ez ent u ue us ues ant ait ra ront")),
    ):
        if word.endswith(ending) and len(word) > 4:
            yield from (word.removesuffix(ending) + each for each in others)


@lru_cache(maxsize=4096)
def forms(word: str, freely: bool = True, verb: bool = False) -> frozenset[str]:
    """The word's forms: number always, gender by agreement, or only by the endings of people."""
    if not word.isalpha() or len(word) < 3:
        return frozenset((word,))
    found = {word}
    for singular in set(_singulars(word)):
        genders = {singular, *_feminines(singular, _GENDERS if freely else _PEOPLE)}
        if freely:
            genders.update(_masculines(singular))
        found |= genders | {_plural(each) for each in genders}
    if verb:
        found.update(_verb(word))
    if word[0] in "éèê":
        found |= {f"e{each[1:]}" for each in found}  # capitals that lost their accent: Etat, Evaluation
    return frozenset(found)


def _inflect(words: Sequence[str], term: Term) -> list[frozenset[str]]:
    freely = len(words) > 1 or term.part_of_speech == "adjective"
    return [forms(word, freely, term.part_of_speech == "verb") for word in words]


LANGUAGE = Language("fr", _inflect, function_words=_FUNCTION_WORDS, apart=_APART, prefixes=_PREFIXES)
