"""English, above all as a source: plurals, possessives, compounds in one word or two, British and American spelling.

Stemming is avoided on purpose: it takes "encryption" for "encrypt". A noun and its plural, in either spelling, are the
same word; a verb has its regular forms where the glossary says that the term is a verb.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from ccb_l10n.model import Term
from ccb_l10n.terminology.languages.language import Language, listed

_FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "for",
        "in",
        "its",
        "their",
        "our",
        "your",
        "his",
        "her",
        "this",
        "that",
        "these",
        "those",
        "any",
        "all",
        "each",
    ]
)
_APART = frozenset(
    [
        "cyber",
        "multi",
        "anti",
        "non",
        "co",
        "pre",
        "post",
        "re",
        "sub",
        "inter",
        "intra",
        "counter",
        "micro",
        "e",
        "infra",
        "meta",
        "tele",
    ]
)
_SECONDS = frozenset(
    [
        "back",
        "base",
        "board",
        "book",
        "chain",
        "cycle",
        "day",
        "end",
        "fall",
        "force",
        "front",
        "hold",
        "holder",
        "house",
        "learning",
        "line",
        "link",
        "list",
        "man",
        "mail",
        "map",
        "net",
        "over",
        "pad",
        "path",
        "phrase",
        "place",
        "point",
        "print",
        "proof",
        "put",
        "room",
        "sand",
        "scale",
        "set",
        "side",
        "site",
        "space",
        "stream",
        "structure",
        "term",
        "time",
        "top",
        "wall",
        "ware",
        "watch",
        "web",
        "wide",
        "word",
        "work",
    ]
)
_PREFIXES = listed("sub non anti un re pre post ex inter intra co de semi pseudo meta super over under counter")
_HYPHENED = listed("up ups out outs in ins off offs over overs down")
# Plurals that no rule gives; both ways.
_IRREGULAR = {
    "analysis": "analyses",
    "basis": "bases",
    "crisis": "crises",
    "hypothesis": "hypotheses",
    "thesis": "theses",
    "criterion": "criteria",
    "phenomenon": "phenomena",
    "medium": "media",
    "curriculum": "curricula",
    "memorandum": "memoranda",
    "addendum": "addenda",
    "forum": "fora",
    "index": "indices",
    "appendix": "appendices",
    "matrix": "matrices",
    "vertex": "vertices",
    "man": "men",
    "woman": "women",
    "child": "children",
    "person": "people",
    "life": "lives",
    "thief": "thieves",
    "leaf": "leaves",
    "half": "halves",
    "knife": "knives",
    "mouse": "mice",
    "foot": "feet",
    "penny": "pence",
}
_SINGULAR = {plural: singular for singular, plural in _IRREGULAR.items()}
_NO_PLURALS = listed("news means series species always")
# Endings that British and American spelling write differently, with what they may go on with.
_SPELLINGS = (
    ("isation", "ization"),
    ("isations", "izations"),
    ("ise", "ize"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ising", "izing"),
    ("iser", "izer"),
    ("isers", "izers"),
    ("yse", "yze"),
    ("ysed", "yzed"),
    ("ysing", "yzing"),
    ("our", "or"),
    ("ours", "ors"),
    ("oured", "ored"),
    ("ouring", "oring"),
    ("oural", "oral"),
    ("ourable", "orable"),
    ("ence", "ense"),
    ("ences", "enses"),
    ("entre", "enter"),
    ("entres", "enters"),
    ("metre", "meter"),
    ("metres", "meters"),
    ("theatre", "theater"),
    ("gramme", "gram"),
    ("grammes", "grams"),
    ("logue", "log"),
    ("logues", "logs"),
    ("elling", "eling"),
    ("elled", "eled"),
    ("eller", "eler"),
    ("judgement", "judgment"),
    ("ageing", "aging"),
    ("grey", "gray"),
    ("fulfil", "fulfill"),
    ("enrol", "enroll"),
    ("skilful", "skillful"),
    ("acknowledgement", "acknowledgment"),
)
_LICENCE = {"licence": "license", "licences": "licenses", "practise": "practice", "practised": "practiced"}


def _spelled(word: str) -> Iterator[str]:
    """The word in both spellings."""
    yield word
    for british, american in (*_SPELLINGS, *_LICENCE.items()):
        for one, other in ((british, american), (american, british)):
            if word.endswith(one) and len(word) > 4:
                yield word.removesuffix(one) + other


def _plural(word: str) -> Iterator[str]:
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        yield f"{word}es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        yield f"{word[:-1]}ies"
        return
    if not word.endswith(("s", "x", "z", "ch", "sh")):
        yield f"{word}s"
    if word.endswith("man"):
        yield f"{word[:-2]}en"


def _singular(word: str) -> Iterator[str]:
    """What a plural may come from; words such as "analysis", "access" and "status" are none."""
    if word in _SINGULAR:
        yield _SINGULAR[word]
    elif word in _NO_PLURALS:
        return
    elif word.endswith("ies") and len(word) > 4:
        yield f"{word[:-3]}y"
    elif word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        yield word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is", "ics", "ous")) and len(word) > 3:
        yield word[:-1]


def _verb(word: str) -> Iterator[str]:
    stem = word[:-1] if word.endswith("e") else word
    yield from (f"{stem}ed", f"{stem}ing")
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        yield f"{word[:-1]}ied"
    if word[-1:] not in "aeiouwxy" and word[-2:-1] in "aeiou":
        yield from (f"{word}{word[-1]}ed", f"{word}{word[-1]}ing")


@lru_cache(maxsize=4096)
def forms(word: str, verb: bool = False) -> frozenset[str]:
    """The word, its plural and its singular, in both spellings; with `verb` also its past and its -ing form."""
    if not word.isalpha() or len(word) < 3:
        return frozenset((word,))
    found: set[str] = set()
    for spelled in set(_spelled(word)):
        found.add(spelled)
        singulars = set(_singular(spelled))
        found |= singulars
        for each in singulars or {spelled}:
            found.update(_plural(each))
        if verb:
            found.update(_verb(spelled))
    return frozenset(found)


def _inflect(words: Sequence[str], term: Term) -> list[frozenset[str]]:
    return [forms(word, term.part_of_speech == "verb") for word in words]


def _acronym(word: str) -> Collection[str]:
    return (word, f"{word}s", f"{word}es")


LANGUAGE = Language(
    "en",
    _inflect,
    function_words=_FUNCTION_WORDS,
    apart=_APART,
    seconds=_SECONDS,
    hyphened=_HYPHENED,
    prefixes=_PREFIXES,
    joins=True,
    acronym=_acronym,
    enclitics=frozenset("s"),
)
