"""Numbers as any language writes them in figures.

A figure may be read in more than one way ("1,000" is a thousand or one): two figures agree when they have a reading
in common, so no table of separators decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ccb_l10n.checks import spelled
from ccb_l10n.checks.prose import masked

Reading = Decimal | str  # a value, or a version number or address, letter for letter

_LONGEST = 30  # digits; longer ones are no quantity, and are compared as they are written
BLANKS = " \u00a0\u2009\u202f"
_FIGURE = re.compile(
    rf"""(?<!\d)\d{{1,3}}(?:[{BLANKS}]\d{{3}})+(?!\d)(?:[.,]\d+)?   # 1 000 000,5
       | \d+(?:[.,'’]\d+)*
       | (?<![\w.])\.\d+""",
    re.VERBOSE | re.ASCII,
)
_SEPARATOR = re.compile(r"[^0-9]")
_HALF_DAY = re.compile(rf"(?::[0-5]\d)?[{BLANKS}]?([ap])\.?[{BLANKS}]?m\b", re.IGNORECASE)
_DECADE = re.compile(r"(?:1[5-9]|20)\d0\Z")
_NAMED = re.compile(  # what has versions, and no decimals
    r"\b(?:[Vv]ersions?|[vV]\.?|TLS|SSL|SSH|HTTPS?|HTML|CSS|PHP|SMB|USB|PCI|OAuth|Python|Windows|Android|iOS|macOS"
    r"|Debian|Ubuntu|Linux|Bluetooth)[ /-]?\Z"
)
_WIDEST_NAME = 16
_BETWEEN_COMMAS = re.compile(r"[^,]+")
_PLACEHOLDERS = frozenset("xX*")  # 20xx is no number
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:1[5-9]|20)\d\d|(?:1[5-9]|20)\d\d\.\d{1,2}\.\d{1,2}")
_WRITTEN = re.compile(r"\d+(?:[.,]\d+)*")
RUNS = re.compile(r"\d+")  # of any script's digits


@dataclass(frozen=True, slots=True)
class Figure:
    """`text[start:end]`, in plain digits, and what it may stand for. `bound`: part of a name, as in IPv6."""

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
    """The text with ASCII digits and separators, and with marks in place of what is protected. Offsets stay."""
    text = masked(text)
    return text if text.isascii() else text.translate(_digits())


def figures(text: str, lang: str) -> list[Figure]:
    """Every figure of a `plain` text in order; "1,2,3" is three."""
    return [each for found in _FIGURE.finditer(text) for each in _read(text, found.start(), found.end(), lang)]


def _read(text: str, start: int, end: int, lang: str) -> Iterator[Figure]:
    before = text[start - 1 : start]
    if text[end : end + 1] in _PLACEHOLDERS:
        return
    bound = before.isascii() and (before.isalpha() or before == "_")
    written = text[start:end]
    named = "." in written and _NAMED.search(text, max(0, start - _WIDEST_NAME), start) is not None
    comma = spelled.has_decimal_comma(lang)
    readings = _readings(written, named, comma)
    if readings:
        readings = frozenset((*readings, *_beside(text, start, end, readings, lang)))
        yield Figure(start, end, written, readings, bound)
        return
    piece = _BETWEEN_COMMAS if "," in written else RUNS
    for found in piece.finditer(text, start, end):
        yield Figure(*found.span(), found[0], _readings(found[0], False, comma) or frozenset({found[0]}), bound)


def _readings(written: str, named: bool, comma: bool) -> frozenset[Reading]:
    """What figures with their separators may mean; nothing when they are several numbers.

    `named`: only letter for letter; `comma`: one may stand before decimals.
    """
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
    if _has_decimals(parts, marks, comma):
        found.add(Decimal(f"{''.join(parts[:-1])}.{parts[-1]}"))
        if not parts[0]:
            found.add(Decimal(parts[-1]))
    return frozenset(found)


def _has_decimals(parts: list[str], marks: list[str], comma: bool) -> bool:
    """Whether the last mark may stand before decimals: behind a comma, three zeros are a thousand."""
    if marks[-1] not in (".," if comma else ".") or parts[-1] == "000":
        return False
    return len(marks) == 1 or (marks[-1] not in marks[:-1] and _grouped(parts[:-1], marks[:-1]))


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
        if text[end : end + 1] == "s" and _DECADE.match(text[start:end]):
            yield each % 100


@cache
def _digits() -> dict[int, str]:
    """The decimal digits of the basic plane and the separators of Arabic and full-width figures, to ASCII."""
    table = {0x66B: ".", 0x66C: ",", 0xFF0E: "."}
    for code in range(0x660, 0x10000):
        if unicodedata.category(chr(code)) == "Nd":
            table[code] = str(unicodedata.decimal(chr(code)))
    return table
