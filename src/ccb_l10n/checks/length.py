"""Targets whose length says that something was left out, or put in.

The bounds were read off 158,504 messages of manuals, of 40 visible characters or more, that people had translated
from English into 15 languages: 155 lie beyond them, one in a thousand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ccb_l10n.checks import languages, prose
from ccb_l10n.checks.problem import Check, Problem, Setting, blank
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Message, Severity

# Markup has the same length in both, so a difference within these leaves all bounds kept, from `_SHORTEST` on.
_LESS, _LONGER = 12, -48
_SHORTEST = 40  # characters of a source that is long enough to compare
_LONG = 80
_ENDS = re.compile(r"[.!?…。！？؟۔।:：;；؛][\"'”’»」』)\]）*_`\s]*\Z")
_HANGS = re.compile(r"(?:[,،、，(\[«“（「–—-]|(?<![^\W_])(?P<word>[^\W\d_]+))[*_`\s]*\Z")
_SENTENCE_ENDS = re.compile(r"[.!?][\"'”’»)\]*_`\s]*\Z")


class _Bounds(NamedTuple):
    """Shares of the source's length: `least` and `most` that a target has; `cut`, below which one without its final
    mark may lack its end; `whole`, above which it does not."""

    least: float
    most: float
    cut: float
    whole: float


_DENSE = {  # a character is a syllable or a word
    "CJK": _Bounds(0.13, 1.3, 0.2, 0.3),
    "HANGUL": _Bounds(0.2, 1.3, 0.3, 0.45),
}
_ALPHABETIC = _Bounds(0.45, 2.2, 0.7, 1.0)
_SHORT_FACTOR = 1.25  # by which the bounds widen for sources under `_LONG` characters


def length(message: Message, setting: Setting) -> Iterator[Problem]:
    """A target much shorter or longer than its source, by the visible characters, for the language's script."""
    if _LONGER < len(message.source) - len(message.target) < _LESS or not (measured := _measured(message, setting)):
        return
    wanted, got, bounds = measured
    width = _SHORT_FACTOR if wanted < _LONG else 1
    if got > bounds.most * width * wanted:
        yield Problem(f"the translation is much longer: {got} characters for {wanted}", "see what was added")
    elif _unfinished(message) and _hangs(message.target, setting.lang):
        return  # `truncated` says so
    elif got * width < bounds.least * wanted:
        yield Problem(f"the translation is much shorter: {got} characters for {wanted}", "see what is missing")
    elif got < bounds.cut * wanted and _unfinished(message):
        text = f"the translation is short and has no final mark: {got} characters for {wanted}"
        yield Problem(text, "see whether the end is missing")


def truncated(message: Message, setting: Setting) -> Iterator[Problem]:
    """A target that stops behind a comma, an opening mark or a little word, where its source ends a sentence."""
    if message.state not in SHIPPED or not setting.lang or len(message.source) < _SHORTEST or not _unfinished(message):
        return
    if not _hangs(message.target, setting.lang):
        return
    measured = _measured(message, setting)
    if measured and measured[1] < measured[2].whole * measured[0]:
        text = f"the translation stops behind “{message.target.split()[-1]}”"
        yield Problem(text, "complete it", span=(len(message.target.rstrip()) - 1, len(message.target.rstrip())))


def _hangs(target: str, lang: str) -> bool:
    """Whether a target ends with what something must follow."""
    found = _HANGS.search(target[-_LONG:])
    return found is not None and (not found["word"] or found["word"] in languages.joining_words(lang))


def _unfinished(message: Message) -> bool:
    """Whether the source ends a sentence and the target does not."""
    return bool(_SENTENCE_ENDS.search(message.source[-8:])) and not _ENDS.search(message.target[-8:])


def _measured(message: Message, setting: Setting) -> tuple[int, int, _Bounds] | None:
    """The visible characters of source and target, and the bounds; None where they tell nothing."""
    if message.state not in SHIPPED or message.plural is not None or len(message.source) < _SHORTEST:
        return None
    if message.target == message.source or not setting.lang or blank(message.target):
        return None
    wanted, got = prose.size(message.source), prose.size(message.target)
    if wanted < _SHORTEST:
        return None
    return wanted, got, _DENSE.get(languages.script(setting.lang), _ALPHABETIC)


ROWS = (
    Check(
        "length",
        Severity.INFO,
        "The translation is much shorter or longer than its source",
        "A sentence may be missing, or may stand there twice.",
        "Compare the two; it may well be right.",
        length,
    ),
    Check(
        "truncated",
        Severity.WARNING,
        "The translation is short and stops without its final mark",
        "The end was lost, in the editor or by a machine.",
        "Complete the sentence.",
        truncated,
    ),
)
