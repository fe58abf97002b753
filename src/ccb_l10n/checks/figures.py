"""Numbers as any language writes them in figures, and which of a source's a target does not have.

A figure may be read in more than one way ("1,000" is a thousand or one): two figures agree when they have a reading
in common, so no table of separators decides, and a translator is told only of what no reading explains.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ccb_l10n.checks import spelled
from ccb_l10n.markdown.inline import scan

Reading = Decimal | str  # a value, or a version number or address, letter for letter

_JUDGED = 32  # numbers of one message that are looked for in words
_LONGEST = 30  # digits; longer ones are no quantity, and are compared as they are written
_BLANKS = " \u00a0\u2009\u202f"
_FIGURE = re.compile(
    rf"""(?<!\d)\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+(?!\d)(?:[.,]\d+)?   # 1 000 000,5
       | \d+(?:[.,'’]\d+)*
       | (?<![\w.])\.\d+""",
    re.VERBOSE | re.ASCII,
)
_SEPARATOR = re.compile(r"[^0-9]")
_HALF_DAY = re.compile(rf"(?::[0-5]\d)?[{_BLANKS}]?([ap])\.?[{_BLANKS}]?m\b", re.IGNORECASE)
_DECADE = re.compile(r"(?:1[5-9]|20)\d0\Z")
_NAMED = re.compile(r"(?:\b[A-Z][A-Z0-9]+[A-Za-z]?|\b[Vv]ersions?|\b[vV]\.?)[ /-]?\Z")
_WIDEST_NAME = 16
_DATE_PARTS = 3
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:1[5-9]|20)\d\d|(?:1[5-9]|20)\d\d\.\d{1,2}\.\d{1,2}")
_YEARS = re.compile(r"(?:19|20)(\d\d) \1")  # written in full and short
_IMPERIAL = re.compile(
    rf"(?:[{_BLANKS}]?[-–—][{_BLANKS}]?[\d.,]+)?[{_BLANKS}-]?"
    r"(?:f(?:ee|oo)?t\b|inch|miles?\b|yards?\b|lbs?\b|pounds?\b|ounces?\b|oz\b|gallons?\b|in\.|°?F\b)"
)
_WRITTEN = re.compile(r"\d+(?:[.,]\d+)*")
RUNS = re.compile(r"\d+")  # of any script's digits


@dataclass(frozen=True, slots=True)
class Figure:
    """`text[start:end]`, in plain digits, and what it may stand for. `bound`: a letter stands right before it."""

    start: int
    end: int
    text: str
    readings: frozenset[Reading]
    bound: bool


def same_runs(source: str, target: str) -> bool:
    """Whether two texts have the same figures, letter for letter, in any order: then none is lost."""
    wanted, got = _WRITTEN.findall(source), _WRITTEN.findall(target)
    return wanted == got or sorted(wanted) == sorted(got)


def plain(text: str) -> str:
    """The text with ASCII digits and separators, and with blanks and marks in place of what is protected.

    Offsets stay.
    """
    pieces, at = [], 0
    for span in scan(text):
        mask = " " if span.kind == "entity" else "\ufffc"
        pieces += [text[at : span.start], mask * (span.end - span.start)]
        at = span.end
    text = "".join((*pieces, text[at:]))
    return text if text.isascii() else text.translate(_digits())


def figures(text: str, lang: str) -> list[Figure]:
    """Every figure of a `plain` text in order; "1,2,3" is three."""
    return [each for found in _FIGURE.finditer(text) for each in _read(text, found.start(), found.end(), lang)]


def lost(source: str, target: str, source_lang: str, lang: str) -> tuple[list[Figure], list[Figure]]:
    """The source's figures that no figure or word of the target explains, and the target's that are left over.

    Both texts are `plain`. While nothing is left over, a one may be an article, and what the source says twice need
    not be said twice; nor need feet and miles, which readers elsewhere do not use.
    """
    wanted = figures(source, source_lang)
    dated = spelled.months(source, source_lang)
    have = _Pool(each for each in figures(target, lang) if not _is_month(each, target, dated))
    missing = [each for each in sorted(wanted, key=lambda each: not each.bound) if not have.take(each)]
    left = have.left()
    if not left:
        missing = [each for each in missing if not have.has(each) and Decimal(1) not in each.readings]
    months = spelled.dated(target, lang) - dated
    found = [
        each
        for each in missing[:_JUDGED]
        if not (each.bound or _IMPERIAL.match(source, each.end) or months & each.readings)
        and not any(spelled.spells(target, value, lang) for value in each.readings if isinstance(value, Decimal))
        and not _parted(each, left)
    ]
    return sorted(found, key=lambda each: each.start), left


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


def _parted(figure: Figure, left: Iterable[Figure]) -> bool:
    """Whether what is left over has the digits in other pieces: "24,25", 1.1.99 for 1/1/99, 98 for 1998."""
    written = RUNS.findall(figure.text)
    if len(written) > 1:  # but not an address or version whose parts changed places
        pieces = [
            runs for each in left if len(runs := RUNS.findall(each.text)) < len(written) or len(runs) == _DATE_PARTS
        ]
        return Counter(written) <= Counter(run for runs in pieces for run in runs)
    dates = (each.text for each in left if len(_SEPARATOR.findall(each.text)) > 1)
    if any(figure.text in RUNS.findall(each) for each in dates):
        return True
    return any(_YEARS.fullmatch(f"{max(pair, key=len)} {min(pair, key=len)}") for pair in _pairs(figure, left))


def _pairs(figure: Figure, left: Iterable[Figure]) -> Iterator[tuple[str, str]]:
    return ((figure.text, each.text) for each in left)


def _read(text: str, start: int, end: int, lang: str) -> Iterator[Figure]:
    before = text[start - 1 : start]
    bound = before.isascii() and (before.isalpha() or before == "_")
    written = text[start:end]
    named = "." in written and _NAMED.search(text, max(0, start - _WIDEST_NAME), start) is not None
    readings = _readings(written, named)
    if not readings:
        for found in RUNS.finditer(text, start, end):
            yield Figure(*found.span(), found[0], _readings(found[0], False), bound)
        return
    yield Figure(start, end, written, frozenset((*readings, *_beside(text, start, end, readings, lang))), bound)


def _readings(written: str, named: bool) -> frozenset[Reading]:
    """What figures with their separators may mean; nothing when they are several numbers."""
    if len(written) > _LONGEST:
        return frozenset({written})
    if _DATE.fullmatch(written):
        return frozenset()
    parts = _SEPARATOR.split(written)
    if len(parts) == 1:
        return frozenset({Decimal(written)})
    marks = _SEPARATOR.findall(written)
    found: set[Reading] = set()
    if set(marks) == {"."}:
        found.add(written)
        if not parts[-1].strip("0"):
            found.add(written.rpartition(".")[0] if len(parts) > 2 else Decimal(parts[0] or 0))
    if named:
        return frozenset(found)
    if _grouped(parts, marks):
        found.add(Decimal("".join(parts)))
    if (
        parts[-1] != "000"
        and marks[-1] in ".,"
        and (len(marks) == 1 or (marks[-1] not in marks[:-1] and _grouped(parts[:-1], marks[:-1])))
    ):
        found.add(Decimal(f"{''.join(parts[:-1])}.{parts[-1]}"))
        if not parts[0]:
            found.add(Decimal(parts[-1]))
    return frozenset(found)


def _grouped(parts: list[str], marks: list[str]) -> bool:
    """Whether the marks may part thousands, or lakhs and crores."""
    return 1 <= len(parts[0]) <= 3 and len(set(marks)) == 1 and len(parts[-1]) == 3 and all(
        2 <= len(part) <= 3 for part in parts[1:]
    )  # fmt: skip


def _beside(text: str, start: int, end: int, readings: Iterable[Reading], lang: str) -> Iterator[Reading]:
    """Further readings by the words beside a figure: 15 for "3 p.m.", 150 for "1.5 hundred", 90 for "1990s"."""
    worth = spelled.multiples(text, start, end, lang)
    half = _HALF_DAY.match(text, end)
    for each in readings:
        if isinstance(each, str):
            continue
        if worth != 1:
            yield each * worth
        if half and 1 <= each <= 12:
            yield each % 12 + (12 if half[1] in "pP" else 0)
        if (hour := spelled.hours(text, start, each, lang)) is not None:
            yield hour
        if _DECADE.match(text[start:end]):
            yield each % 100


@cache
def _digits() -> dict[int, str]:
    """The decimal digits of the basic plane and the separators of Arabic and full-width figures, to ASCII."""
    table = {0x66B: ".", 0x66C: ",", 0xFF0E: "."}
    for code in range(0x660, 0x10000):
        if unicodedata.category(chr(code)) == "Nd":
            table[code] = str(unicodedata.decimal(chr(code)))
    return table
