"""Spanish: number with its accents and spellings, gender by agreement inside a term, prepositions that vary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ccb_l10n.model import Term
from ccb_l10n.terminology.languages.agreement import THINGS, attributive, conjugated
from ccb_l10n.terminology.languages.language import Language, listed

_FUNCTION_WORDS = listed(
    "a al de del en para por sobre desde el la los las lo un una unos unas su sus este "
    "esta estos estas ese esa esos esas cada todo toda todos todas nuestro nuestra nuestros nuestras mi mis tu tus "
    "relativo relativa relativos relativas"
)
_APART = listed("ciber multi anti no co pre post re sub inter intra contra micro e infra meta tele auto")
_PREFIXES = listed("sub no anti re pre post ex inter intra co des semi pseudo meta super sobre contra vice")
_UNSTRESSED = str.maketrans("áéíóú", "aeiou")
_STRESSED = str.maketrans("aeiou", "áéíóú")
_SHIFTING = {"régimen": "regímenes", "espécimen": "especímenes", "carácter": "caracteres"}
_SINGULAR = {plural: singular for singular, plural in _SHIFTING.items()}


def _unaccented(word: str) -> str:
    return word.translate(_UNSTRESSED)


def _plurals(word: str) -> Iterator[str]:
    """The plural of a singular: vowels take -s, consonants -es, and the accent goes or comes with the new syllable."""
    if word in _SHIFTING:
        yield _SHIFTING[word]
    elif word[-1] in "aeioué":
        yield f"{word}s"
    elif word[-1] in "áíóú":
        yield from (f"{word}s", f"{word}es")
    elif word[-1] == "z":
        yield f"{word[:-1]}ces"
    elif word[-2] in "áéíóú" and word[-1] in "ns":  # -ción, -és, -án: stressed on the end
        yield from (f"{_unaccented(word)}es", f"{word}es")  # país keeps its accent
    elif word[-2:] == "en" and word == _unaccented(word):  # imagen, orden: stressed before the end
        at = max((at for at, char in enumerate(word[:-2]) if char in "aeiou"), default=-1)
        if at >= 0:
            yield f"{word[:at]}{word[at].translate(_STRESSED)}{word[at + 1 :]}es"
    elif word[-1] == "s":
        yield word  # análisis, virus, crisis
        if len(word) < 5:
            yield f"{word}es"  # mes, gas
    else:
        yield f"{word}es"
        if word[-1] not in "ln" or word[-2:] == "ll":
            yield f"{word}s"  # firewalls, backups: words from elsewhere


def _singulars(word: str) -> Iterator[str]:
    """What a plural may come from, and the word itself."""
    yield word
    if word in _SINGULAR:
        yield _SINGULAR[word]
    if word.endswith("ces"):
        yield f"{word[:-3]}z"
    for ending in ("ones", "anes", "enes", "ines", "unes"):
        if word.endswith(ending):
            yield word[: -len(ending)] + ending[0].translate(_STRESSED) + "n"
    if word.endswith("enes"):
        yield f"{_unaccented(word)[:-2]}"
    if word.endswith("es") and word[-3] in "dlnrjyís" and len(word) > 4:
        yield word[:-2]
    if word.endswith("s") and word[-2] in "aeiouáéíóú" and len(word) > 3:
        yield word[:-1]


def _genders(word: str) -> Iterator[str]:
    """The other gender of a singular: o / a, -or / -ora, -ón / -ona, -és / -esa."""
    if word.endswith("o"):
        yield f"{word[:-1]}a"
    elif word.endswith(("dora", "tora", "sora")):
        yield word[:-1]
    elif word.endswith("a"):
        yield f"{word[:-1]}o"
    elif word.endswith(("dor", "tor", "sor")):
        yield f"{word}a"
    elif word.endswith(("ón", "án", "ín", "és")):
        yield f"{_unaccented(word)}a"


def _is_person(word: str) -> bool:
    return word.removesuffix("a").endswith(("dor", "tor", "sor")) and word not in THINGS


_VERBS = {  # present, past participle and gerund of regular verbs
    "ar": listed("o a as an amos ado ada ados adas ando ó aron ará arán"),
    "er": listed("o e es en emos ido ida idos idas iendo ió ieron erá erán"),
    "ir": listed("o e es en imos ido ida idos idas iendo ió ieron irá irán"),
}


@lru_cache(maxsize=4096)
def forms(word: str, freely: bool = True, verb: bool = False) -> frozenset[str]:
    """The word's forms: number always; with `freely` also the other gender, and a person's by -or / -ora always."""
    if not word.isalpha() or len(word) < 3:
        return frozenset((word,))
    found = {word}
    for singular in set(_singulars(word)):
        genders = {singular}
        if freely or _is_person(singular):
            genders.update(_genders(singular))
        found |= genders
        for each in genders:
            found.update(_plurals(each))
    if verb:
        found.update(conjugated(word, _VERBS))
    found |= {f"{each[:-3]}ion" for each in found if each.endswith("ión")}  # as hasty writers spell it
    return frozenset(found)


def _inflect(words: Sequence[str], term: Term) -> list[frozenset[str]]:
    freely = len(words) > 1 or term.part_of_speech == "adjective"
    return [forms(word, freely, term.part_of_speech == "verb") for word in words]


LANGUAGE = Language(
    "es",
    _inflect,
    function_words=_FUNCTION_WORDS,
    apart=_APART,
    prefixes=_PREFIXES,
    attributive=attributive,
)
