"""Swahili: singular and plural by the prefixes of the noun classes, agreement of adjectives, the locative -ni.

The connective -a ("of") agrees with the noun before it: wa, ya, za, la, cha, vya, pa, kwa are one function word.
Plurals that change more than the prefix (shambulio, mashambulizi) come from a term's `forms`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ccb_l10n.model import Term
from ccb_l10n.terminology.languages.language import Language, listed

_FUNCTION_WORDS = listed(
    "wa ya za la cha vya pa kwa mwa ka na katika kwenye juu "
    "wake yake zake lake chake vyake wao yao zao lao chao vyao yetu wetu zetu letu chetu vyetu "
    "yako wako zako lako chako vyako yenu wenu zenu lenu huo hiyo hizo hilo hicho hivyo huu hii hizi hili hiki hivi"
)
_VOWELS = "aeiou"
# A singular's prefix and its plural's, by noun class; whether a vowel must follow (None: anything).
_CLASSES: tuple[tuple[str, str, bool | None], ...] = (
    ("m", "wa", None),
    ("m", "mi", None),
    ("mw", "wa", None),
    ("mw", "w", True),
    ("mw", "mi", None),
    ("mu", "mi", None),
    ("mwi", "we", False),
    ("ji", "me", False),
    ("ki", "vi", None),
    ("ch", "vy", True),
    ("ji", "ma", None),
    ("j", "m", True),
    ("", "ma", None),
)
_U_CLASSES: tuple[tuple[str, str, bool | None], ...] = (
    ("u", "", False),
    ("u", "ny", None),
    ("w", "ny", True),
    ("ub", "mb", None),
    ("u", "ma", None),
)
# Adjectives that u- makes abstract nouns of, which have no plural: usalama, security; salama, safe.
_ADJECTIVES = listed(
    "salama kweli huru rahisi zuri muhimu bora wazi haramu tayari safi sawa kamili hai fiche pya gumu baya kubwa dogo "
    "refu fupi pana moja binafsi aminifu halali halisi imara maalumu siri wezo changa nyonge kali jinga maskini tajiri"
)
_AGREEMENT = ("", "m", "mw", "wa", "mi", "ki", "vi", "ji", "ma", "n", "ny", "ku", "pa")
# Adjectives whose stem begins with a vowel, which melts into the prefix: mwingine, wengine; without that vowel.
_VOWEL_STEMS = {
    listed("ngine ngi"): ("mwi", "we", "mi", "nyi", "ki", "vi", "ji", "me", "pe"),
    listed("ma pesi upe usi kundu revu mbamba"): ("mwe", "we", "mye", "nje", "che", "vye", "je", "me", "pe"),
}


def _others(word: str) -> Iterator[str]:
    """The other number of a noun."""
    abstract = word.startswith("u") and word[1:] in _ADJECTIVES
    for singular, plural, vowel in (*_CLASSES, *(() if abstract else _U_CLASSES)):
        for one, other in ((singular, plural), (plural, singular)):
            rest = word[len(one) :]
            if word.startswith(one) and len(rest) > 1 and (vowel is None or (rest[0] in _VOWELS) == vowel):
                yield other + rest


def _agreeing(word: str) -> Iterator[str]:
    """An adjective with the prefixes of all classes."""
    for stems, prefixes in _VOWEL_STEMS.items():
        for prefix in prefixes:
            if word.startswith(prefix) and word.removeprefix(prefix) in stems:
                yield from (each + word.removeprefix(prefix) for each in prefixes)
    for prefix in _AGREEMENT:
        stem = word[len(prefix) :]
        if word.startswith(prefix) and len(stem) > 2:
            yield from (each + stem for each in _AGREEMENT)


@lru_cache(maxsize=4096)
def forms(word: str, freely: bool = False) -> frozenset[str]:
    """The word in both numbers, with and without the locative; with `freely` also as an adjective that agrees."""
    if not word.isalpha() or len(word) < 3:
        return frozenset((word,))
    place = word.removesuffix("ni") if len(word) > 5 else word
    found = {word, place}
    for base in (word, place):
        found.update(_others(base))
        if freely:
            found.update(_agreeing(base))
    return frozenset(found | {f"{each}ni" for each in found if not each.endswith("ni")})


def _inflect(words: Sequence[str], term: Term) -> list[frozenset[str]]:
    freely = len(words) > 1 or term.part_of_speech == "adjective"
    return [forms(word, freely) for word in words]


LANGUAGE = Language("sw", _inflect, function_words=_FUNCTION_WORDS, inserts=True)
