"""Which of a source's figures a target does not have, in figures or in words, and which it has instead."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from decimal import Decimal

from ccb_l10n.checks import spelled
from ccb_l10n.checks.figures import BLANKS, RUNS, Figure, Reading, figures

_JUDGED = 32  # numbers of one message that are looked for in words
_DECIMAL = re.compile(r"(\d{1,20})[.,](\d{1,20})")
_DATE_PARTS = 3
_YEARS = re.compile(r"(?:19|20)(\d\d) \1")  # written in full and short
_IMPERIAL = re.compile(
    rf"(?:[{BLANKS}]?[-–—][{BLANKS}]?[\d.,]+)?[{BLANKS}-]?"
    r"(?:f(?:ee|oo)?t\b|inch|miles?\b|yards?\b|lbs?\b|pounds?\b|ounces?\b|oz\b|gallons?\b|in\.|°?F\b)"
)


def lost(source: str, target: str, source_lang: str, lang: str) -> tuple[list[Figure], list[Figure]]:
    """The source's figures that no figure or word of the target explains, and the target's that the source has not.

    Both texts are `plain`. While the target has no figure to spare, a one may be an article, and what the source says
    twice need not be said twice.
    """
    wanted = figures(source, source_lang)
    dated = spelled.months(source, source_lang)
    have = _Pool(each for each in figures(target, lang) if not _is_month(each, target, dated))
    missing = [each for each in sorted(wanted, key=_first_asked) if not have.take(each)]
    left = have.left()
    if not left:
        missing = [each for each in missing if not have.has(each) and Decimal(1) not in each.readings]
    months = spelled.dated(target, lang) - dated
    whole = frozenset(each.text for each in wanted if each.text.isdigit())
    known = frozenset(reading for each in wanted for reading in each.readings)
    spare = (each for each in left if not _is_old(each, target, known, whole))
    new = [each for each in spare if not any(_rounded(lacking, [each]) for lacking in missing[:_JUDGED])]
    found = [
        each
        for each in missing[:_JUDGED]
        if not (each.bound or _may_go(each, source) or months & each.readings)
        and not any(_is_spelled(value, target, lang, bool(new)) for value in each.readings)
        and not (_parted(each, left, whole) or _rounded(each, left))
    ]
    return sorted(found, key=lambda each: each.start), new


def _is_spelled(value: Reading, target: str, lang: str, replaced: bool) -> bool:
    """Whether the target has the value as a word; an article does not count where another number stands."""
    return isinstance(value, Decimal) and not (replaced and value == 1) and spelled.spells(target, value, lang)


def _may_go(figure: Figure, source: str) -> bool:
    """Feet and miles, which readers elsewhere do not use, and the minutes of a full hour."""
    full_hour = source[figure.start - 1 : figure.start] == ":" and not figure.text.strip("0")
    return full_hour or _IMPERIAL.match(source, figure.end) is not None


def _first_asked(figure: Figure) -> tuple[bool, int]:
    """What is part of a name takes its figure first, then what can be read in the fewest ways."""
    return not figure.bound, len(figure.readings)


class _Pool:
    """The target's figures, each of which answers for one of the source's."""

    def __init__(self, have: Iterable[Figure]) -> None:
        self._have = list(have)
        self._used: set[int] = set()
        self._by_reading: dict[Reading, list[int]] = defaultdict(list)
        for index in reversed(range(len(self._have))):
            for reading in self._have[index].readings:
                self._by_reading[reading].append(index)

    def take(self, wanted: Figure) -> bool:
        """Use up the first figure that agrees."""
        best = -1
        for reading in wanted.readings:
            waiting = self._by_reading.get(reading, [])
            while waiting and waiting[-1] in self._used:
                waiting.pop()
            if waiting and (best < 0 or waiting[-1] < best):
                best = waiting[-1]
        self._used.add(best)
        return best >= 0

    def has(self, wanted: Figure) -> bool:
        """Whether any figure agrees, used or not."""
        return any(reading in self._by_reading for reading in wanted.readings)

    def left(self) -> list[Figure]:
        return [each for index, each in enumerate(self._have) if index not in self._used]


def _is_month(figure: Figure, text: str, dated: frozenset[int]) -> bool:
    """Whether this is 3月 where the source says March: it stands for no figure of the source's."""
    return text[figure.end : figure.end + 2].lstrip()[:1] == "月" and not dated.isdisjoint(figure.readings)


def _is_old(figure: Figure, text: str, known: Set[Reading], runs: frozenset[str]) -> bool:
    """Whether the source has the number too, in whatever pieces, or it is part of a name: 40C."""
    if not known.isdisjoint(figure.readings) or figure.bound or text[figure.end : figure.end + 1].isupper():
        return True
    return "," in figure.text and runs.issuperset(RUNS.findall(figure.text))


def _rounded(figure: Figure, left: Iterable[Figure]) -> bool:
    """Whether what is left over is the same decimal, to fewer or more places: two at least, or it is equal."""
    own = _DECIMAL.fullmatch(figure.text)
    for each in left:
        other = _DECIMAL.fullmatch(each.text)
        if own and other:
            places = min(len(own[2]), len(other[2]))
            gap = abs(Decimal(f"{own[1]}.{own[2]}") - Decimal(f"{other[1]}.{other[2]}"))
            if len(own[2]) != len(other[2]) and (not gap or (places > 1 and gap < Decimal(1).scaleb(-places))):
                return True
    return False


def _parted(figure: Figure, left: Iterable[Figure], known: frozenset[str]) -> bool:
    """Whether what is left over has the digits in other pieces: 1.1.99 for 1/1/99, 98 for 1998, "1,3" for 1 and 3.

    `known` are the whole numbers of the source.
    """
    written = RUNS.findall(figure.text)
    if len(written) > 1:  # but not an address or version whose parts changed places
        pieces = [
            runs for each in left if len(runs := RUNS.findall(each.text)) < len(written) or len(runs) == _DATE_PARTS
        ]
        return Counter(written) <= Counter(run for runs in pieces for run in runs)
    for each in left:
        runs = RUNS.findall(each.text)
        is_list = len(runs) == _DATE_PARTS or ("," in each.text and (len(written[0]) == 1 or known.issuperset(runs)))
        if len(runs) > 1 and is_list and figure.text in runs:
            return True
        longer, shorter = sorted((figure.text, each.text), key=len, reverse=True)
        if _YEARS.fullmatch(f"{longer} {shorter}"):
            return True
    return False
