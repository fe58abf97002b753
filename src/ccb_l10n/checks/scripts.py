"""Letters that belong to another script than the catalog's: look-alikes, kana, the other Chinese characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n.checks import languages
from ccb_l10n.checks.problem import Check, Problem, Setting, blank, targets
from ccb_l10n.markdown.inline import protected
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Message, Severity

# Letters that look the same in print, Latin and Cyrillic.
_LATIN = "aceopxyABCEHKMOPTXiIsSjJ"
_CYRILLIC = "асеорхуАВСЕНКМОРТХіІѕЅјЈ"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_BOTH = re.compile(r"[A-Za-z](?:(?=[\u0400-\u04ff])|(?<=[\u0400-\u04ff].))")  # begins with one set of letters: fast
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u04ff]")
_MIXED_WORD = re.compile(r"(?=[A-Za-z]*[\u0400-\u04ff])(?=[\u0400-\u04ff]*[A-Za-z])[A-Za-z\u0400-\u04ff]+")
_TWO_WORDS = re.compile(r"[A-Za-z]{4}[\u0400-\u04ff]{4}|[\u0400-\u04ff]{4}[A-Za-z]{4}|[\u0430-\u045f][A-Z]\Z")
_NAME_WITH_ENDING = re.compile(r"[A-Za-z]+[\u0400-\u04ff]+\Z")  # Linuxом: an ending behind a Latin name
_ORDINARY = re.compile(r"(?<!\S)[a-z]{3,}(?!\S)")
_WORDS = 3  # ordinary words of a source that has something to translate
# Characters of everyday words that only one of the two writings uses.
_SIMPLIFIED = (
    "们这说时国学会对发开关设务数网络软过还进选让运应电脑资员问题动两该将从样点见"
    "长门间头书东车马实现处变论证认识调试请谁谢讲许语议记词"
)
_TRADITIONAL = (
    "們這說時國學會對發開關設務數網絡軟過還進選讓運應電腦資員問題動兩該將從樣點見"
    "長門間頭書東車馬實現處變論證認識調試請誰謝講許語議記詞"
)
_ONLY_SIMPLIFIED = re.compile(f"[{_SIMPLIFIED}]")
_ONLY_TRADITIONAL = re.compile(f"[{_TRADITIONAL}]")


def lookalikes(message: Message, setting: Setting) -> Iterator[Problem]:
    """A word of Latin and Cyrillic letters that would be of one script if some were their look-alikes."""
    if message.state not in SHIPPED or message.target.isascii():
        return
    for target in targets(message):
        if not _CYRILLIC_LETTER.search(target) or not _BOTH.search(target):
            continue
        spans = protected(target)
        for found in _MIXED_WORD.finditer(target):
            meant = "" if _TWO_WORDS.search(found[0]) else _meant(found[0], setting.lang)
            if meant and not _within(found.span(), spans) and found[0] not in message.source:
                start = next(at for at, (one, other) in enumerate(zip(found[0], meant, strict=True)) if one != other)
                text = f"“{found[0]}” mixes Latin and Cyrillic letters: its letter {start + 1} only looks right"
                edits = ((*found.span(), meant),)
                yield Problem(text, f"write {meant} in one alphabet", span=found.span(), target=target, edits=edits)


def foreign_letters(message: Message, setting: Setting) -> Iterator[Problem]:
    """Letters of a script that neither the language nor the source uses: kana in Chinese, Cyrillic in French."""
    if message.state not in SHIPPED or not setting.lang:
        return
    pattern = languages.foreign_letters(setting.lang)
    for target in targets(message):
        if pattern is None or target.isascii() or not (found := pattern.search(target)):
            continue
        if _BOTH.search(target) or pattern.search(message.source) or _within(found.span(), protected(target)):
            continue
        text = f"“{found[0]}” is in letters that neither the language nor the source uses"
        yield Problem(text, "write it in the language's own letters", span=found.span(), target=target)


def own_letters(message: Message, setting: Setting) -> Iterator[Problem]:
    """A target in Latin letters alone, in a language that is written in others."""
    if message.state not in SHIPPED or not setting.lang or message.plural is not None:
        return
    pattern = languages.own_letters(setting.lang)
    if pattern is None or not setting.source_language or pattern.search(message.target):
        return
    if message.target == message.source or blank(message.target) or pattern.search("a"):
        return
    if len(_ORDINARY.findall(message.source)) >= _WORDS and len(_ORDINARY.findall(message.target)) >= _WORDS:
        yield Problem("the translation has no letter of the language's own script", "translate it")


def other_characters(message: Message, setting: Setting) -> Iterator[Problem]:
    """A simplified character in a catalog of traditional Chinese, or the reverse."""
    if message.state not in SHIPPED or not setting.lang.startswith("zh") or message.target.isascii():
        return
    traditional = languages.is_traditional(setting.lang)
    pattern = _ONLY_SIMPLIFIED if traditional else _ONLY_TRADITIONAL
    for target in targets(message):
        found = pattern.search(target)
        if found and found[0] not in message.source:
            is_one, meant = ("simplified", "traditional") if traditional else ("traditional", "simplified")
            text = f"“{found[0]}” is a {is_one} character, and the catalog is in {meant} Chinese"
            yield Problem(text, f"write the {meant} character", span=found.span(), target=target)


def _meant(word: str, lang: str) -> str:
    """The word in one script, or "" where no look-alikes explain it; a Latin name may have a Cyrillic ending."""
    cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    in_cyrillic = languages.script(lang) == "CYRILLIC" if lang else False
    if in_cyrillic and not _BOTH.search(cyrillic) and not _NAME_WITH_ENDING.match(word):
        return cyrillic
    if not _BOTH.search(latin) and not (in_cyrillic and _NAME_WITH_ENDING.match(word)):
        return latin
    return "" if in_cyrillic or _BOTH.search(cyrillic) else cyrillic


def _within(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)


ROWS = (
    Check(
        "look-alike-letters",
        Severity.WARNING,
        "A word mixes Latin and Cyrillic letters that look the same",
        "Search, spelling and screen readers do not find the word; it is also how phishing names are made.",
        "Type the word again in one alphabet.",
        lookalikes,
    ),
    Check(
        "foreign-letters",
        Severity.WARNING,
        "The translation has letters of a script that neither its language nor the source uses",
        "They come from a wrong keyboard or a wrong machine translation.",
        "Write the word in the language's own letters.",
        foreign_letters,
    ),
    Check(
        "no-own-letters",
        Severity.WARNING,
        "The translation is in Latin letters, and its language is not",
        "It is not translated, or typed without the language's keyboard.",
        "Translate it, in the language's own script.",
        own_letters,
    ),
    Check(
        "other-chinese",
        Severity.WARNING,
        "A simplified character stands in traditional Chinese, or the reverse",
        "Readers of one writing stumble over the other.",
        "Write the character of the catalog's own writing.",
        other_characters,
    ),
)
