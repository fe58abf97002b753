"""Russian: the paradigms of nouns, adjectives and participles, by ending, with the spelling rules.

A term of one word is in the nominative, and has the forms of the declensions that its ending allows. Inside a longer
term a word may stand in any case already; there the paradigm is guessed more freely, since the neighbours keep what is
no form of the term out. Forms that no Russian word has do no harm: no text holds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ccb_l10n.model import Term
from ccb_l10n.terminology.languages.language import Language, listed

_FUNCTION_WORDS = listed(
    "в во на по с со о об обо от до для из у к ко при за над около их его её ее "
    "этот эта это эти этого этой этих этому этим все всех всем своих свой своя своей своего наш наша ваш ваша"
)
_APART = listed("кибер мульти анти не со пост суб интер микро мета теле авто интернет веб веб онлайн")
_PREFIXES = listed("не анти пост пре экс вице супер суб псевдо мета контр")

# Endings by kind of stem; "-" stands for none.
_HARD = listed("- а у ом е ы ов ам ами ах")
_HUSHED = listed("- а у ом ем е и ов ей ам ами ах")
_TSE = listed("- а у ом ем е ы ов ев ей ам ами ах")
_SOFT = listed("ь я ю ем е и ей ям ями ях")
_SOFT_FEMININE = listed("ь и ью ей ям ями ях")
_IOT = listed("й я ю ем е и ев ям ями ях")
_IYA = listed("ия ии ию ией ий иям иями иях")
_IYE = listed("ие ия ию ием ии ий иям иями иях")
_A = listed("а ы и е у ой ою ей - ам ами ах")
_YA = listed("я и е ю ей ею ь й ям ями ях")
_YA_AFTER_SIGN = listed("ья ьи ье ью ьей ей ьям ьями ьях")
_O = listed("о е а у ом ем е - ам ами ах")
_YE = listed("е я ю ем и ей й ям ями ях")
_YE_AFTER_SIGN = listed("ье ья ью ьем ьи ий ьям ьями ьях ьев")
_MYA = listed("мени менем мена мен менам менами менах")
_ANY_HARD = _HARD | _HUSHED | _TSE | _A | _O
_ANY_SOFT = _SOFT | _SOFT_FEMININE | _YA
_ANY_IOT = _IOT | _IYA | _IYE

_ADJECTIVE = listed("ый ой ая ое ые ого ому ую ым ом ых ыми ою")
_ADJECTIVE_HUSHED = listed("ий ой ая ое ее ие ого его ому ему ей ую им ом ем их ими ою ею")
_ADJECTIVE_SOFT = listed("ий яя ее ие его ему ей юю им ем их ими ею")
_NOMINATIVE_ADJECTIVE = ("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие")
_OBLIQUE_ADJECTIVE = (*_NOMINATIVE_ADJECTIVE, *listed("ого его ому ему ую юю ым им ом ем ых их ыми ими ей ою ею"))
_OBLIQUE_NOUN = tuple(
    sorted(
        listed(
            "иями иях иям ией ием ию ии ия ие ий ями ами ях ах ям ам ью ов ев ей ой ою ею ом ем а я о е у ю ы и ь й"
        ),
        key=len,
        reverse=True,
    )
)
_VELARS_AND_HUSHERS = "гкхжшчщ"
_HUSHERS = "жшчщц"
_CONSONANTS = "бвгджзйклмнпрстфхцчшщ"


def _with(stem: str, endings: frozenset[str]) -> Iterator[str]:
    """The stem with each ending: и for ы after velars and hushers."""
    for ending in endings:
        if ending == "-":
            yield stem
        elif ending[0] == "ы" and stem[-1:] in _VELARS_AND_HUSHERS:
            yield f"{stem}и{ending[1:]}"
        else:
            yield stem + ending


def _without_fleeting(word: str) -> str:
    """The stem of other cases where a vowel of the nominative flees: список, владелец, узел; or nothing."""
    if len(word) < 4 or word[-1] not in "кцлнь" or word[-2:-1] not in "оеё" or word[-3] not in _CONSONANTS:
        if word.endswith("ень"):
            return f"{word[:-3]}н"
        return ""
    return f"{word[:-2]}{'ь' if word[-3] == 'л' and word[-1] in 'цк' else ''}{word[-1]}"


def _with_fleeting(stem: str) -> Iterator[str]:
    """The genitive plural of a stem that ends in two consonants: утечка, утечек; письмо, писем."""
    if len(stem) > 2 and stem[-2] in f"{_CONSONANTS}ь" and stem[-1] in "кнлмцрб":
        first = stem[:-2] if stem[-2] in "ьй" else stem[:-1]
        yield from (f"{first}{vowel}{stem[-1]}" for vowel in "ое")


def _hard(stem: str, endings: frozenset[str]) -> set[str]:
    found = set(_with(stem, endings))
    found.update(_with_fleeting(stem))
    return found


def _noun(word: str) -> set[str]:
    """The forms of a noun in the nominative, of either number."""
    stem, two = word[:-1], word[:-2]
    if word.endswith(("ия", "ие", "ии")):
        return {word, *_with(two, _IYE if word.endswith("ие") else _IYA | _IYE)}
    if word.endswith("мя"):
        return {word, *_with(two, _MYA)}
    if word.endswith(("ья", "ье")):
        return {*_with(two, _YA_AFTER_SIGN), *_with(two, _YE_AFTER_SIGN)}
    if word.endswith("ь"):
        flown = _without_fleeting(word)
        return {*_with(stem, _soft(word)), *(_with(flown, _SOFT - {"ь"}) if flown else ())}
    if word.endswith("й"):
        return set(_with(stem, _IOT))
    if word.endswith("а"):
        return _hard(stem, _A | _O if word.endswith("ства") else _A)
    if word.endswith("я"):
        return {*_with(stem, _YA), *_with_fleeting(stem)}
    if word.endswith("о"):
        return _hard(stem, _O)
    if word.endswith("е"):
        return _hard(stem, _O) if word[-2:-1] in _HUSHERS else set(_with(stem, _YE))
    if word.endswith("ы"):
        return _hard(stem, _HARD | _A)
    if word.endswith("и"):
        hard = word[-2:-1] in _VELARS_AND_HUSHERS
        return _hard(stem, _HUSHED | _A) if hard else set(_with(stem, _ANY_SOFT))
    if word[-1] in _CONSONANTS:
        flown = _without_fleeting(word)
        return {*_with(word, _masculine(word)), *(_with(flown, _masculine(flown)) if flown else ())}
    return {word}


def _masculine(stem: str) -> frozenset[str]:
    return _TSE if stem[-1] == "ц" else _HUSHED if stem[-1] in _VELARS_AND_HUSHERS else _HARD


def _soft(word: str) -> frozenset[str]:
    """Nouns in -ость are feminine, those in -тель masculine; of others the ending does not say."""
    if word.endswith(("ость", "есть")):
        return _SOFT_FEMININE
    return _SOFT if word.endswith("тель") else _SOFT | _SOFT_FEMININE


def _adjective(word: str, endings: Sequence[str] = _NOMINATIVE_ADJECTIVE) -> set[str]:
    """The forms of an adjective or participle, reflexive ones too; none where it ends like no adjective."""
    reflexive = "ся" if word.endswith("ся") else ""
    word = word.removesuffix("ся")
    ending = max((each for each in endings if word.endswith(each)), key=len, default="")
    stem = word.removesuffix(ending)
    if not ending or len(stem) < 2 or stem[-1] not in _CONSONANTS:
        return set()
    if stem[-1] in _VELARS_AND_HUSHERS:
        found = _with(stem, _ADJECTIVE_HUSHED)
    elif stem[-1] == "н" and ending[0] in "иеяю":
        found = _with(stem, _ADJECTIVE_SOFT)
    else:
        found = _with(stem, _ADJECTIVE)
    return {each + reflexive for each in found}


def _short(word: str) -> set[str]:
    """The short forms of an adjective or participle: ориентированный, ориентированы."""
    if not word.endswith(("ый", "ая", "ое", "ые")) or word[:-2].endswith(("ов", "ев")):
        return set()  # relational adjectives have none: файловый is not the plural файлов
    stem = word[:-2].removesuffix("н") if word[:-2].endswith("нн") else word[:-2]
    return {stem, f"{stem}а", f"{stem}о", f"{stem}ы"}


def _oblique(word: str) -> set[str]:
    """The forms of a noun that may stand in any case."""
    ending = next((each for each in _OBLIQUE_NOUN if word.endswith(each) and len(word) - len(each) > 2), "")
    stem = word.removesuffix(ending)
    if ending and ending[0] == "и" and len(ending) > 1:
        return set(_with(stem, _IYA | _IYE))
    if stem[-1:] == "ь":
        return {*_with(stem[:-1], _YA_AFTER_SIGN), *_with(stem[:-1], _YE_AFTER_SIGN)}
    if stem[-1:] in "аеиоу":
        return set(_with(stem, _ANY_IOT))
    soft = ending in ("ь", "я", "ю", "ью", "ей", "ям", "ями", "ях", "ев") or (
        ending == "и" and stem[-1] not in _VELARS_AND_HUSHERS
    )
    found = set(_with(stem, _ANY_SOFT)) if soft else set()
    if not soft or stem[-1] in _HUSHERS:
        found |= _hard(stem, _ANY_HARD)
    flown = _without_fleeting(stem) if not ending else ""
    return found | set(_with(flown, _masculine(flown)) if flown else ())


@lru_cache(maxsize=4096)
def forms(word: str, freely: bool = False) -> frozenset[str]:
    """The forms of a word in the nominative; with `freely`, of one in any case."""
    if len(word) < 3 or not all("а" <= char <= "я" for char in word):
        return frozenset((word,))
    found = {word} | _adjective(word, _OBLIQUE_ADJECTIVE if freely else _NOMINATIVE_ADJECTIVE)
    if not found - {word} or word.endswith(("ий", "ие", "ой", "ое", "ей", "ом", "ем", "им", "их")):
        found |= _noun(word)
    if freely:
        found |= _oblique(word) | _short(word)
    return frozenset(found)


def _inflect(words: Sequence[str], term: Term) -> list[frozenset[str]]:
    freely = len(words) > 1
    return [forms(word, freely) for word in words]


_ENDINGS = listed("а у ом ем е ы и ов ев ам ами ах ой ю я ей й")


def _acronym(word: str) -> Iterator[str]:
    """Acronyms stay as they are, or take endings, as speech does: CSIRTы, ЦОДов."""
    yield word
    yield from (word + ending for ending in sorted(_ENDINGS))


LANGUAGE = Language(
    "ru",
    _inflect,
    function_words=_FUNCTION_WORDS,
    prefixes=_PREFIXES,
    table={ord("ё"): "е"},
    apart=_APART,
    acronym=lambda word: tuple(_acronym(word)),
    endings=_ENDINGS,
)
