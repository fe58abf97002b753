"""Denials: lost on the way, or invented. A translation that says the opposite is the worst that a machine does.

Lists of words see most of it, and no grammar is known here: they miss some, and doubt some honest sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

# Words that deny, by language; a stem ends in "*". The target's also hold what usually renders a denial.
_DENIES = {
    "en": "not never cannot without nothing nobody nowhere neither nor none",
    "fr": "pas jamais sans aucun aucune non rien ni nul nulle nulles guère impossible* évit* empêch*"
    " interdi* absen* inutile* manqu* hors refus* ignor* moins sinon autre autres invalid* inconnu* indisponib*"
    " incapab* incorrect* insuffi* incomp* inact* inchang* inexist* inaccess* mauvais* faux fausse",
    "es": "no nunca sin ningún ninguna ninguno nada nadie ni tampoco jamás imposible* evit* impid* impos* prohib*"
    " ausen* falt* carec*"
    " desconoc* desactiv* desmarc* inváli* incapa* incorrect* insufici* incomp* inact* inaccesib*",
    "pt": "não nunca sem nenhum nenhuma nada ninguém nem tampouco jamais impossíve* evit* imped* proib* ausên* falt*"
    " desconhec* desativ* desmarc* inváli* incapa* incorret* insufici* incomp* inat* inacess*",
    "ru": "не* ни* нет нельзя без* никогда никто невозможн* отсутств* избег* запрещ* бес*",
    "ar": "لا* لم* لن* ليس* غير* بدون* دون* ما* عدم* وعدم* ولا* ولم* ولن* وليس* وبدون* ودون* بلا* يمنع* تجنب*"
    " مستحيل* أبدا* ألا* فلا* فلم* بغير* أبد* وغير*",
    "zh": "不 没 無 无 未 别 非 勿 否 莫 禁 免 沒",
    "sw": "si* ha* bila kamwe wala kuto* haku* siyo usi* msi* asi* isi* wasi* pasi* hapana kuepuk* epuk* kutok* zisi*"
    " yasi* visi* tusi* lisi* kisi* usiz* hamna hakuna haiwezekani",
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CONTRACTED = re.compile(r"n['’]t\b", re.IGNORECASE)
# Where English "not" denies nothing that a translation must deny.
_NO_DENIAL = re.compile(
    r"\b(?:not only|whether or not|or not|if not|why not|not to mention|not just|not least|not until|nothing but"
    r"|none other|cannot but|not necessarily|not merely|not simply|nor|neither)\b",
    re.IGNORECASE,
)
# Half of a French denial: alone it denies nothing, and "plus" alone is more of something.
_IN_TWO = {
    "fr": re.compile(
        r"(?<![^\W_])(?:ne(?![^\W_])|n')[^.;:!?]{1,80}?(?<![^\W_])(?:(?:plus|que|personne|point)(?![^\W_])|qu')"
        r"|(?<![^\W_])personne\s(?:ne\s|n')"
    )
}
# What a source may say that is rightly told by a denial: "fail", "only", "until", "unsafe", "useless".
_NEAR_DENIAL = re.compile(
    r"\b(?:no|un(?!i|der|til|a?nimous)[a-z]{3,}|dis(?!k|c[ou]|play|tan|tin|tri|h)[a-z]{3,}|non-?[a-z]{3,}|mis[a-z]{3,}"
    r"|(?:in|im|il|ir)(?:valid|secure|correct|activ|accura|complete|appropriat|abilit|accessib|visib|sufficien|adequa"
    r"|effectiv|consisten|possib|proper|practic|legal|legitima|relevan|regular|responsib|capab|convenien|efficien"
    r"|distin|dependen|definit|direct|evitab|experience|frequen|significan|stead|ability)[a-z]*|[a-z]{3,}less|anti[a-z-]+"
    r"|unless|except[a-z]*|excluding|fail[a-z]*|lack[a-z]*|avoid[a-z]*|prevent[a-z]*|refus[a-z]*|den(?:y|ies|ied|ial)[a-z]*"
    r"|reject[a-z]*|stop[a-z]*|block[a-z]*|only|just|but|rather|few|fewer|little|less|least|hard|hardly|barely"
    r"|rarely|seldom|scarcely|until|before|free|wrong[a-z]*|false|missing|missed|absen[a-z]*|ignor[a-z]*|forb[a-z]+|prohibit[a-z]*|ban"
    r"|banned|out|longer|other|otherwise|else|too|away|beyond|difficult[a-z]*|leav[a-z]+|lost|lose[a-z]*|los[a-z]+|without"
    r"|skip[a-z]*|omit[a-z]*|exempt[a-z]*|abstain[a-z]*|keep|keeps|kept|empty|blank|simply|merely|solely"
    r"|regardless|even|remember[a-z]*|(?:make|be) sure|ensur[a-z]+|still|any|anyone|anything|far|doubt[a-z]*"
    r"|optional[a-z]*|off|whether)\b",
    re.IGNORECASE,
)
# What denies beyond doubt in a translation. Other languages are not judged.
_DENIED = {
    "fr": re.compile(
        r"(?<![^\W_])(?:ne(?![^\W_])|n')[^.;:!?]{1,60}?(?<![^\W_])(?:pas|jamais|aucune?|rien|ni|guère)(?![^\W_])"
        r"|(?<![^\W_])(?:jamais|pas\s(?:de|d'|un|encore))(?![^\W_])"
    ),
    "es": re.compile(r"(?<![^\W_])(?:no|nunca|jamás|tampoco|ning[uú]n[ao]?)(?![^\W_])"),
    "pt": re.compile(r"(?<![^\W_])(?:não|nunca|jamais|tampouco|nenhuma?)(?![^\W_])"),
    "ru": re.compile(r"(?<![^\W_])(?:не(?!\sтолько)|нет|нельзя|никогда)(?![^\W_])"),
    "ar": re.compile(r"(?<![^\W_])[وف]?(?:لا|لم|لن|ليس|ليست|لست)(?![^\W_])"),
    "zh": re.compile("不要|不能|不得|不会|不可以|请勿|切勿|没有|從不|从不|无法|無法"),
}


def lost(source: str, target: str, source_language: str, language: str) -> bool:
    """Whether the source says not, never or without, and the target has nothing like it. Languages without region."""
    if source_language != "en" or language not in _DENIES:
        return False
    return _denies(source) and not _any_denial(target, language)


def added(source: str, target: str, source_language: str, language: str) -> bool:
    """Whether the target says not or never, and the source has nothing that it could come from."""
    if source_language != "en" or language not in _DENIED:
        return False
    found = _DENIED[language].search(_plain(target))
    return bool(found) and not (_cues(source) or _CONTRACTED.search(source) or _NEAR_DENIAL.search(_plain(source)))


def same(one: str, other: str, language: str) -> bool:
    """Whether two texts of a language deny as often and in the same words, as far as the tables know it."""
    if language == "en":
        return _english(one) == _english(other)
    if language not in _DENIES:
        return True
    return _counted(one, language) == _counted(other, language)


def _english(text: str) -> Counter[str]:
    """The words that deny, with "n't" and "cannot" as "not"."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    found = (
        "not" if word == "cannot" or word.endswith("n't") else word
        for word in words
        if word == "no" or word in _denials("en") or word.endswith("n't")
    )
    return Counter(found)


def _counted(text: str, language: str) -> Counter[str]:
    return Counter(found[0] for found in _denying(language).finditer(_plain(text)))


def _denies(source: str) -> bool:
    telling = _NO_DENIAL.sub(" ", source)
    return bool(_cues(telling)) or bool(_CONTRACTED.search(source))


def _cues(source: str) -> frozenset[str]:
    return _denials("en") & {word.lower() for word in _WORD.findall(source)}


def _any_denial(target: str, language: str) -> bool:
    text = _plain(target)
    in_two = _IN_TWO.get(language)
    return bool(_denying(language).search(text)) or bool(in_two and in_two.search(text))


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")


@cache
def _denials(language: str) -> frozenset[str]:
    return frozenset(_DENIES[language].split())


@cache
def _denying(language: str) -> re.Pattern[str]:
    """Finds a word that denies. Chinese has no spaces: its characters count anywhere."""
    words = _DENIES[language].split()
    if language == "zh":
        return re.compile(f"[{''.join(words)}]")
    cues = (re.escape(word[:-1]) if word[-1] == "*" else re.escape(word) + r"(?![^\W_])" for word in words)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(cues)})")
