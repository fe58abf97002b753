"""Portuguese: number, gender by agreement inside a term, and the spellings of Portugal and Brazil.

Letters that only spelling rules tell apart are folded alike: the accents of "eletrónico" and "eletrônico". The mute
consonants of the old orthography ("acção", "projecto") are forms of the same word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ccb_l10n.model import Term
from ccb_l10n.terminology.languages.agreement import THINGS, attributive, conjugated
from ccb_l10n.terminology.languages.language import Language, listed

_FUNCTION_WORDS = listed(
    "a à às ao aos as o os de do da dos das em no na nos nas num numa para por pelo pela pelos pelas sobre "
    "um uma uns umas seu sua seus suas este esta estes estas esse essa esses essas desse dessa desses "
    "dessas deste desta destes destas neste nesta cada todo toda todos todas nosso nossa nossos nossas "
    "relativo relativa relativos relativas"
)
_APART = listed("ciber multi anti não co pre pós re sub inter intra contra micro e infra meta tele auto")
_PREFIXES = listed("sub não anti re pre pós ex inter intra co des semi pseudo meta super sobre contra vice")
_FOLDED = {ord("ê"): "é", ord("ô"): "ó"}
_UNSTRESSED = str.maketrans("áéíóú", "aeiou")


def _plurals(word: str) -> Iterator[str]:
    yield f"{word}s"  # also of words from elsewhere: firewalls, kernels
    if word.endswith("ão"):
        yield from (f"{word[:-2]}ões", f"{word[:-2]}ães")
    elif word.endswith("m"):
        yield f"{word[:-1]}ns"
    elif word.endswith("il"):
        yield from (f"{word[:-1]}s", f"{word[:-2]}eis")
    elif word.endswith(("el", "ol")):
        yield from (f"{word[:-1]}is", f"{word[:-2]}{'é' if word[-2] == 'e' else 'ó'}is")
    elif word.endswith(("al", "ul")):
        yield f"{word[:-1]}is"
    elif word.endswith(("r", "z")):
        yield f"{word}es"
    elif word.endswith("s"):
        yield word
        if len(word) < 5 or word[-2] in "áéíóú":
            yield from (f"{word[:-2]}{word[-2].translate(_UNSTRESSED)}ses", f"{word}es")  # português, país


def _singulars(word: str) -> Iterator[str]:
    yield word
    for plural, singulars in (
        ("ões", ("ão",)),
        ("ães", ("ão",)),
        ("ãos", ("ão",)),
        ("ns", ("m",)),
        ("ais", ("al",)),
        ("eis", ("el", "il")),
        ("éis", ("el",)),
        ("óis", ("ol",)),
        ("is", ("il",)),
        ("res", ("r",)),
        ("zes", ("z",)),
    ):
        if word.endswith(plural):
            yield from (word.removesuffix(plural) + each for each in singulars)
    if word.endswith("s") and word[-2] in "aeiouãéóáíú" and len(word) > 3:
        yield word[:-1]


def _genders(word: str) -> Iterator[str]:
    if word.endswith("ão"):
        yield from (f"{word[:-2]}ã", f"{word[:-2]}ona")
    elif word.endswith("o"):
        yield f"{word[:-1]}a"
    elif word.endswith(("dora", "tora", "sora")):
        yield word[:-1]
    elif word.endswith("a"):
        yield f"{word[:-1]}o"
    elif word.endswith(("dor", "tor", "sor")):
        yield f"{word}a"
    elif word.endswith("és"):
        yield f"{word[:-2]}esa"
    elif word.endswith("eu"):
        yield f"{word[:-1]}ia"


def _spelled(word: str) -> Iterator[str]:
    """The word with and without the mute consonants that the orthography of 1990 took out."""
    yield word
    yield re.sub(r"[cp](?=[çt])", "", word)
    yield re.sub(r"(?<=[aeiou])ç", "cç", word)
    yield re.sub(r"(?<=[aeo])ç", "pç", word)
    yield re.sub(r"(?<=[ae])t(?=[aioru])", "ct", word)
    yield word.replace("conect", "connect")


def _is_person(word: str) -> bool:
    return word.removesuffix("a").endswith(("dor", "tor", "sor")) and word not in THINGS


_VERBS = {  # present, past participle and gerund of regular verbs
    "ar": listed("o a as am amos ado ada ados adas ando ou aram ará arão"),
    "er": listed("o e es em emos ido ida idos idas endo eu eram erá erão"),
    "ir": listed("o e es em imos ido ida idos idas indo iu iram irá irão"),
}


@lru_cache(maxsize=4096)
def forms(word: str, freely: bool = True, verb: bool = False) -> frozenset[str]:
    """The word's forms: number and spelling always; with `freely` also the other gender, and a person's always."""
    if not word.isalpha() or len(word) < 3:
        return frozenset((word,))
    found: set[str] = {word}
    for spelled in set(_spelled(word)):
        for singular in set(_singulars(spelled)):
            genders = {singular}
            if freely or _is_person(singular):
                genders.update(_genders(singular))
            found |= genders
            for each in genders:
                found.update(_plurals(each))
    if verb:
        found.update(conjugated(word, _VERBS))
    return frozenset(each.translate(_FOLDED) for each in found)


def _inflect(words: Sequence[str], term: Term) -> list[frozenset[str]]:
    freely = len(words) > 1 or term.part_of_speech == "adjective"
    return [forms(word, freely, term.part_of_speech == "verb") for word in words]


LANGUAGE = Language(
    "pt",
    _inflect,
    function_words=_FUNCTION_WORDS,
    table=_FOLDED,
    apart=_APART,
    prefixes=_PREFIXES,
    attributive=attributive,
)
