"""What is wrong with a machine's sentence, as far as its surface tells: loops, lost negation, wrong marks, residue.

Each fault has a name, for the record of what was refused. They catch catastrophes, not mediocrity: a sentence
without a fault may still be wrong. Numbers, scripts, truncation and untranslated runs are judged by the project's own
checks, which `workflow.judging` hands to the ladder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ccb_l10n import locales

EMPTY = "empty"  # the engine gave nothing for a part of it
LOOP = "loop"  # it repeats itself
RESIDUE = "source-left"  # words of the source stand in it
LENGTH = "absurd-length"
NEGATION = "negation-lost"
QUESTION = "question-mark"  # a question became a statement, or the reverse
CRY = "exclamation-mark"  # an exclamation mark inside that the source does not have

_REPEATED_RUN = re.compile(r"(.{2,40}?)\1{3,}")
_REPEATED_WORD = re.compile(r"(\b\w+\b)(?:\W+\1\b){2,}", re.IGNORECASE)
_REPEATED_PHRASE = re.compile(r"(\b\w+(?:\W+\w+){1,7})(?:\W+\1\b){2,}", re.IGNORECASE)
_TWICE_RUNNING = re.compile(r"(\b\w+(?:\W+\w+){3,11})\W+\1\b", re.IGNORECASE)

_LEAST, _MOST = 0.2, 4.0  # of the source's length; a short label may grow by a phrase
_DENSE = frozenset({"zh", "ja", "ko"})  # a character is a syllable or a word
_DENSE_LEAST = 0.08
_SPARE = 40  # characters
_FEW = 2  # times as many words
_NONE = re.compile(r"(?!)")
_TELLING = 24  # characters of a source whose translation cannot be a word

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LONGER_WORD = re.compile(r"[^\W\d_]{4,}")
_LATIN_WORD = re.compile(r"(?<![^\W_])[a-z]{3,}(?![^\W_])")
_LATIN = frozenset("aáàâäãåæeéèêëiíìîïoóòôöõœuúùûünñcç")
_LEFT = 0.25  # of the letters: more Latin words than that are no names in a text of another script
_NAMES = 2  # words

# English words that no sentence of the languages below uses, in lower case.
_LITTLE = frozenset(
    ["the", "of", "and", "with", "this", "that", "are", "is", "you", "your", "which", "from", "have", "when"]
)
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"|‘[^’]*’|\([^()]*\)|（[^）]*）|「[^」]*」")

# Words that deny, by language; a stem ends in "*". The target's also hold what usually renders a denial.
_DENIES = {
    "en": "not never cannot without nothing nobody nowhere neither nor none",
    "fr": "ne n' pas jamais sans aucun aucune non rien personne ni nul nulle nulles plus impossible* évit* empêch*"
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
_WORD_ENDS = (r"(?![^\W_])", "")  # what follows a cue that is a word; an elided one has its word behind it
_CONTRACTED = re.compile(r"n['’]t\b", re.IGNORECASE)
# Where English "not" denies nothing that a translation must deny.
_NO_DENIAL = re.compile(
    r"\b(?:not only|whether or not|or not|if not|why not|not to mention|not just|not least|not until|nothing but"
    r"|none other|cannot but|not necessarily|not merely|not simply|nor|neither)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[?？؟⸮;](?=[\s\"'”’»)\]]*\Z)")
_ASKS = re.compile(r"[?？؟]")
_CRIES = re.compile(r"[!！]")


def faults(
    source: str, target: str, source_language: str, language: str, placeholders: re.Pattern[str] = _NONE
) -> tuple[str, ...]:
    """The faults of a sentence's translation, both with placeholders for what is no prose; () for none.

    Languages are BCP 47; one that the tables lack is judged by the rules that all share.
    """
    return tuple(_faults(source, target, _base(source_language), _base(language), placeholders))


def _faults(
    source: str, target: str, source_language: str, language: str, placeholders: re.Pattern[str]
) -> Iterator[str]:
    if not target.strip():
        yield EMPTY
        return
    if _loops(source, target):
        yield LOOP
    if _is_absurd(placeholders.sub("", source), placeholders.sub("", target), language):
        yield LENGTH
    copied = source == target and source_language != language and len(_LONGER_WORD.findall(source)) > 1
    if copied or (source_language == "en" and _residue(source, target, language)):
        yield RESIDUE
    if _denial_lost(source, target, source_language, language):
        yield NEGATION
    if _asks(source) != _asks(target, language):
        yield QUESTION
    if len(_CRIES.findall(target[:-1])) > len(_CRIES.findall(source)):
        yield CRY


def _loops(source: str, target: str) -> bool:
    """Whether the target repeats itself as the source does not."""
    patterns = (_REPEATED_RUN, _REPEATED_WORD, _REPEATED_PHRASE, _TWICE_RUNNING)
    return any(pattern.search(target) and not pattern.search(source) for pattern in patterns)


def _is_absurd(source: str, target: str, language: str) -> bool:
    """Whether the words are far too many or few, or a few of the source's own and nothing more."""
    words, kept = (_WORD.findall(text) for text in (source, target))
    if kept and len(words) >= _FEW * len(kept) + 1 and set(kept) <= set(words):
        return True
    if len(target) > _MOST * len(source) + _SPARE:
        return True
    least = _DENSE_LEAST if language in _DENSE else _LEAST
    return len(source) > _TELLING and len(target) < least * len(source)


def _residue(source: str, target: str, language: str) -> bool:
    """Whether ordinary words of an English source stand in the target: two little ones, or the better part of it.

    Words in quotes and parentheses are passed over, and those beside a capital: "Bank of England".
    """
    text = _QUOTED.sub(" ", target)
    if _is_latin(language):
        words = _WORD.findall(text)
        words = [words[0].lower(), *words[1:]] if words and not words[0].isupper() else words
        near = (words[max(0, at - 1) : at + 2] for at in range(len(words)))
        left = [
            word
            for word, around in zip(words, near, strict=True)
            if word in _LITTLE and not any(each[0].isupper() for each in around)
        ]
        return len(left) > 1 or (len(words) < 8 and bool(left))
    known = set(_LATIN_WORD.findall(source))
    left = [word for word in _LATIN_WORD.findall(text) if word in known]
    letters = sum(map(str.isalpha, text))
    return len(left) > _NAMES and sum(map(len, left)) > _LEFT * letters


def _denial_lost(source: str, target: str, source_language: str, language: str) -> bool:
    """Whether the source says not, never or without, and the target has nothing like it."""
    if source_language != "en" or language not in _DENIES:
        return False
    words = {word.lower() for word in _WORD.findall(_NO_DENIAL.sub(" ", source))}
    if words.isdisjoint(_denials("en")) and not _CONTRACTED.search(source):
        return False
    return not _denying(language).search(target.lower().replace("’", "'"))


@cache
def _denials(language: str) -> frozenset[str]:
    return frozenset(_DENIES[language].split())


@cache
def _denying(language: str) -> re.Pattern[str]:
    """Finds a word that denies. Chinese has no spaces: its characters count anywhere."""
    words = _DENIES[language].split()
    if language == "zh":
        return re.compile(f"[{''.join(words)}]")
    cues = (
        re.escape(word[:-1]) if word[-1] == "*" else re.escape(word) + _WORD_ENDS[word[-1] == "'"] for word in words
    )
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(cues)})")


def _asks(text: str, language: str = "") -> bool:
    """Whether the text ends as a question; in Greek a semicolon asks."""
    if language == "el" and text.rstrip().endswith(";"):
        return True
    tail = text.rstrip("\"'”’»)]）」 \u00a0\u202f")
    return bool(_ASKS.search(tail[-2:]))


def _is_latin(language: str) -> bool:
    name = locales.own_name(language)
    first = next(filter(str.isalpha, name), "a")
    return first.isascii() or first.lower() in _LATIN or "\u00c0" <= first <= "\u024f"


def _base(language: str) -> str:
    return locales.parse(language).language
