"""Whether the source's numbers reach the target, however its language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ccb_l10n.checks import figures, numbers_lost
from ccb_l10n.checks.figures import Figure
from ccb_l10n.checks.problem import Check, Problem, Setting, blank, targets
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Message, Severity

_DIGIT = re.compile(r"\d")
_MEMO = "numbers"  # of the message that was compared last
_SHOWN = 4  # numbers that one message names


def changed(message: Message, setting: Setting) -> Iterator[Problem]:
    """One number in figures of the source is not in the target, which has one that the source does not say at all.

    Where more than one differs, the sentence was often written anew, with another example: `lost` tells that.
    """
    for missing, extra, target in _compared(message, setting):
        if len(missing) == len(extra) == 1:
            span = (extra[0].start, extra[0].end)
            text = f"the source says {missing[0].text}, the translation {target[slice(*span)]}"
            yield Problem(text, "write the source's number, in the language's own way", span=span, target=target)


def lost(message: Message, setting: Setting) -> Iterator[Problem]:
    """Numbers in figures of the source are not in the target, neither in figures nor in words.

    A number more in the target is the translator's business: a word became a figure.
    """
    for missing, extra, target in _compared(message, setting):
        if len(missing) == len(extra) == 1:
            continue
        text = f"the translation lacks the number{'s' * (len(missing) > 1)} {_named(each.text for each in missing)}"
        if extra:
            text += f", and has {_named(target[each.start : each.end] for each in extra)}"
        yield Problem(text, "write it, in figures or in words, or leave it out on purpose", target=target)


_Lacking = list[tuple[list[Figure], list[Figure], str]]


def _compared(message: Message, setting: Setting) -> _Lacking:
    """Each target that lacks a number: what it lacks, what it has instead, and itself."""
    if message.state not in SHIPPED or not _DIGIT.search(message.source):
        return []
    known = setting.memo.get(_MEMO)
    if isinstance(known, tuple) and known[0] is message:
        lacking: _Lacking = known[1]
    else:
        lacking = list(_lacking(message, setting))
        setting.memo[_MEMO] = (message, lacking)
    return lacking


def _lacking(message: Message, setting: Setting) -> Iterator[tuple[list[Figure], list[Figure], str]]:
    """A plural form may say what the singular source or what the plural one says."""
    sources = (message.source,) if message.plural is None else (message.source, message.plural)
    for target in targets(message):
        if any(figures.same_runs(each, target) for each in sources) or blank(target):
            continue
        plain = figures.plain(target)
        found = (
            numbers_lost.lost(figures.plain(each), plain, setting.source_language, setting.lang) for each in sources
        )
        missing, extra = min(found, key=lambda each: len(each[0]))
        if missing:
            yield missing, [each for each in extra if not _bare(target[each.start : each.end], sources, target)], target


def _bare(number: str, sources: Iterable[str], target: str) -> bool:
    """Whether the number is code in a source, and the translation left the code's marks out."""
    alone = re.compile(rf"(?<!\d){re.escape(number)}(?!\d)")

    def in_code(text: str) -> int:
        return len(alone.findall(text)) - len(alone.findall(figures.plain(text)))

    return any(in_code(source) > in_code(target) for source in sources)


def _named(numbers: Iterable[str]) -> str:
    listed = list(numbers)
    return ", ".join(listed[:_SHOWN]) + ", ..." * (len(listed) > _SHOWN)


ROWS = (
    Check(
        "number-changed",
        Severity.WARNING,
        "A number of the source is not in the translation, which has another one",
        "A wrong deadline, port or amount misleads, and nobody sees it by reading the translation alone.",
        "Write the source's numbers, in the language's own way.",
        changed,
    ),
    Check(
        "number-lost",
        Severity.INFO,
        "A number of the source is not in the translation",
        "Readers may miss what it said; a translator may have put it in other words on purpose.",
        "Write it, in figures or in words, unless the sentence says it already.",
        lost,
    ),
)
