"""What tells a text's language from afar: its script, and the little words that every sentence has.

Small tables, written for the checks. A text of a few words tells nothing, and nothing is said of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

from ccb_l10n import locales

# Lower-case words of sentences, hardly ever parts of names.
_LITTLE = {
    "en": "on in a an as at or for no me do so the of and is are that with this you your be it from not can will have"
    " if when which should must to by was has they these been but into than their there were what would about how also"
    " only other more each may does",
    "fr": "a on or as me do no an at in so la de que un en se son le les des une est dans pour qui sur avec vous par"
    " pas au aux ce cette votre et du sont ou où ils elle nous être ces leur plus mais si comme peut doit lorsque afin"
    " sans ainsi",
    "es": "as la de que a no un me e so el los las una es para con del su como más se al lo y en por sus está son sin"
    " pero si este esta cuando puede debe también sobre hay han donde cada",
    "pt": "as no do for me so a o e de que se por como este esta sobre si mas ser os um uma é em para com da dos das"
    " não seu sua ao na nos nas você mais são ou pelo pela quando pode deve também está isso foi sem às cada",
    "ru": "и в на не что для с по это как или из вы к от при если вы они все может быть также его чтобы но за до",
    "ar": "في من على إلى أن هذا هذه التي الذي أو مع ما لا عن كل قد هو هي ذلك بين بعد قبل كان يمكن إذا عند تم",
    "sw": "a me do si na ya wa kwa ni la za katika hii hiyo kama au cha vya yako huo hizo ili kuwa hili sana ambayo"
    " lakini bila kila wako pia hivyo",
}
# Words that another must follow: articles, prepositions, conjunctions.
_JOINING = {
    "en": "the a an of and or to with for from by at in on that which if when because",
    "fr": "le la les un une des du de d et ou à au aux pour par avec dans sur que qui si en ce cette votre",
    "es": "el la los las un una unos de del y o u a al para por con en que si su sus este esta cuando como",
    "pt": "o a os as um uma de do da dos das e ou ao à para por com em no na nos nas que se seu sua quando como",
    "ru": "и или а но в во на с со к ко из от до по для при о об что чтобы если как который которая которые",
    "ar": "في من على إلى عن مع أو و أن إن التي الذي الذين هذا هذه بين ثم حتى إذا",
    "sw": "na ya wa kwa cha vya la za katika kama au ili kwamba ambayo ambao",
}
_SURE = 100  # little words that prove a language
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_SCRIPTS = {  # as `unicodedata.name` begins
    "LATIN": "a-zA-Z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff",
    "CYRILLIC": "\u0400-\u052f\u2de0-\u2dff\ua640-\ua69f",
    "ARABIC": "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "CJK": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "HIRAGANA": "\u3041-\u309f",
    "KATAKANA": "\u30a1-\u30fa\u30fd-\u30ff",
    "HANGUL": "\u1100-\u11ff\uac00-\ud7af",
    "GREEK": "\u0370-\u03ff",
    "HEBREW": "\u05d0-\u05f4",
    "DEVANAGARI": "\u0900-\u097f",
    "THAI": "\u0e00-\u0e7f",
}
_ALSO = {"ja": ("CJK", "HIRAGANA", "KATAKANA"), "ko": ("HANGUL", "CJK")}  # written in more scripts than one


@cache
def little_words(lang: str, but: str = "") -> frozenset[str]:
    """The little words of a language that are none of another's; empty where the tables have no such language."""
    own = frozenset(_LITTLE.get(_language(lang), "").split())
    return own - frozenset(_LITTLE.get(_language(but), "").split()) if but else own


@cache
def joining_words(lang: str) -> frozenset[str]:
    """Words that no sentence ends with; empty where the tables have no such language."""
    return frozenset(_JOINING.get(_language(lang), "").split())


@cache
def script(lang: str) -> str:
    """The script that a language's own name is written in, as Unicode calls it: LATIN, ARABIC, CJK; "" if unknown."""
    name = locales.own_name(lang) if lang else ""
    letter = next(filter(str.isalpha, name), "")
    if not letter or name == locales.bcp47(lang):
        return ""
    return unicodedata.name(letter).partition(" ")[0]


@cache
def own_letters(lang: str) -> re.Pattern[str] | None:
    """Finds a letter of a language's own script; None where nobody knows it."""
    names = _written_in(lang)
    return re.compile(f"[{''.join(_SCRIPTS[name] for name in names)}]") if names else None


@cache
def foreign_letters(lang: str) -> re.Pattern[str] | None:
    """Finds runs of letters of a script that the language does not use; Latin and Greek are at home everywhere."""
    names = _written_in(lang)
    if not names:
        return None
    at_home = {*names, "LATIN", "GREEK"}
    return re.compile(f"[{''.join(letters for name, letters in _SCRIPTS.items() if name not in at_home)}]+")


def _written_in(lang: str) -> tuple[str, ...]:
    """The scripts of a language; none where the table does not have them."""
    name = script(lang)
    if _language(lang) in _ALSO:
        return _ALSO[_language(lang)]
    return (name,) if name in _SCRIPTS else ()


@cache
def is_traditional(lang: str) -> bool:
    """Whether Chinese of this tag is written in traditional characters."""
    return "zh-Hant" in locales.fallbacks(lang)


def reads_as(texts: Iterable[str], lang: str) -> str:
    """Another language of the tables that the texts are surely in, or "".

    Sure is: a hundred of its own little words (runs of Chinese characters), and ten times as many as of `lang`.
    A language without a table is only told from those in another script.
    """
    words: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for text in texts:
        words.update(text.lower().split())
        hits["zh"] += len(_HAN.findall(text))
    for language in _LITTLE:
        hits[language] = sum(words[word] for word in _told_by(language))
    own = _language(lang)
    found, number = max(hits.items(), key=lambda each: each[1])
    if found == own or number < _SURE or number < 10 * hits[own]:
        return ""
    return found if own in hits or script(lang) not in ("", script(found)) else ""


@cache
def _told_by(language: str) -> frozenset[str]:
    """The little words that no other language of the table has."""
    others = frozenset(word for each, words in _LITTLE.items() if each != language for word in words.split())
    return frozenset(_LITTLE[language].split()) - others


@cache
def _language(tag: str) -> str:
    return locales.parse(tag).language if tag else ""
