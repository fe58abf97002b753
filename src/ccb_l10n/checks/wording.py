"""The same word twice in a row, as fingers and merges leave it; not where a language says things twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from operator import eq

from ccb_l10n.checks.problem import Check, Problem, Setting
from ccb_l10n.checks.running import Place, language, mostly_latin, running, told
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Message, Severity

# Articles, prepositions, conjunctions: two of them never stand together, so one can go.
# Not those that are a letter away from another such word: Spanish "el el" is as often a slip for "en el".
_ONCE = {
    "en": "the a an of from with by for at as and or but if than into its their this these are was were be",
    "fr": "le les de des du un une et ou à au aux dans pour sur sous avec sans ce cet cette ces sa ses leur"
    " leurs mais donc chez entre vers dont est sont",
    "es": "los las de del una unos unas y e o u a al en por para con sin sobre entre hacia hasta desde su sus este"
    " esta estos estas pero es son",
    "pt": "os de do da dos das um uma uns umas e ou em ao aos à às por para com sem sobre entre até desde seu"
    " sua seus suas este esta estes estas mas é são",
    "ru": "и в во на с со к ко у о об от до из для при про по под над без или но за через между",
    "ar": "في من إلى على عن مع أو أن إن التي الذي الذين هذا هذه ذلك تلك بين عند قد كما حيث",
    "sw": "kwa katika na ya wa za la cha vya au ni lakini kama kutoka",
}
_SLIPS = {"fr": "la par", "es": "el la un", "pt": "as no na"}
# Words that may well stand twice: pronouns, and what is said twice for emphasis. Arabic and Swahili double words of
# all kinds to say "very", "each" or "little by little", so they have no list: only the words above are judged.
_TWICE = {
    "en": "that had is very many so no yes bye do more her on in up out to you it what who again far much long",
    "fr": "nous vous en très bien oui non bla si que tout toute peu elle lui là encore plus loin vite faire",
    "es": "que muy no sí ya casi poco más bla lo nada todo tan",
    "pt": "que muito não sim se nos a o já quase pouco mais bla tudo logo tão",
    "ru": "очень да нет так вот едва еле только много давно далеко скоро чуть всё все ещё что как не ни то бла вдруг",
}
_ONCE_WORDS = {lang: frozenset(words.split()) for lang, words in _ONCE.items()}
_SLIP_WORDS = {lang: frozenset(_SLIPS.get(lang, "").split()) for lang in _ONCE}
_TWICE_WORDS = {lang: frozenset(words.split()) for lang, words in _TWICE.items()}
_DOUBLED = re.compile(r"(?<![\w'’`*-])(?P<first>[^\W\d_]+) +(?P<second>(?P=first))(?![\w'’`*-])", re.IGNORECASE)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_SCRIPTS = {"ru": _CYRILLIC, "ar": _ARABIC}


def doubled(message: Message, setting: Setting) -> Iterator[Problem]:
    """A word twice in a row, in the languages above; not a name, nor what the source says twice."""
    lang = language(setting)
    if lang not in _ONCE_WORDS:
        return
    for target in message.targets or (message.target,):
        words = target.lower().split()
        if True not in map(eq, words, islice(words, 1, None)):
            continue  # as in nearly all: what is markup need not be known
        if message.state in SHIPPED and target != message.source:
            yield from told(_places(running(target), message.source, lang), target, _HINT)


_HINT = "leave one; --fix does where it is an article, a preposition or a conjunction"


def _places(text: str, source: str, lang: str) -> Iterator[Place]:
    if lang in _SCRIPTS and mostly_latin(text, _SCRIPTS[lang]):
        return
    for found in _DOUBLED.finditer(text):
        first, second = found["first"], found["second"]
        if first not in (second, second.title()) or found[0].lower() in source.lower():
            continue
        if second in _ONCE_WORDS[lang]:
            yield Place(*found.span(), f"“{found[0]}”", ((found.end("first"), found.end(), ""),))
        elif second in _SLIP_WORDS[lang] or _odd(second, lang):
            yield Place(*found.span(), f"“{found[0]}”")


def _odd(word: str, lang: str) -> bool:
    """Whether a word of any other kind, said twice, is a slip: not a name, nor what is said twice for emphasis."""
    return lang in _TWICE_WORDS and len(word) > 2 and word.islower() and word not in _TWICE_WORDS[lang]


ROWS = (
    Check(
        "doubled-word",
        Severity.WARNING,
        "The same word twice in a row",
        "Readers stop at it; most are left over from an edit.",
        "Leave one; --fix does where it is an article, a preposition or a conjunction.",
        doubled,
    ),
)
