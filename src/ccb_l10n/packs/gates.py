"""The gates before publication: how much must be there, and how much of it may be unread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ccb_l10n.packs.tally import PageTally, Whose, whole

_NAMED = 3  # passages of a page that are shown
_LONGEST = 72  # characters of a passage that are shown
_FINEST = 17  # digits after the point: more than a number on the command line has


@dataclass(frozen=True, slots=True)
class Lack:
    """What one page lacks: how many of its passages, and the first of them."""

    path: str
    count: int
    total: int
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmet:
    """A gate that a pack does not pass. `is_`, `limit` are percent; `pages` those with most to do first."""

    gate: str  # the option's name: min-complete | max-unreviewed
    is_: Fraction
    limit: Fraction
    pages: tuple[Lack, ...]


def complete(pages: Sequence[PageTally]) -> Fraction:
    """Percent of the passages that are in the pack's language; of no passages, all."""
    all_ = whole(pages)
    return _percent(all_.total - all_.whose.get(Whose.SOURCE_FALLBACK, 0), all_.total, Fraction(100))


def unreviewed(pages: Sequence[PageTally]) -> Fraction:
    """Percent of the passages in which a program's words stand that no person took over; of no passages, none."""
    all_ = whole(pages)
    return _percent(all_.whose.get(Whose.MACHINE_UNREVIEWED, 0), all_.total, Fraction(0))


def unmet(
    pages: Sequence[PageTally], *, min_complete: float | None = None, max_unreviewed: float | None = None
) -> tuple[Unmet, ...]:
    """The gates, in percent (0-100), that a pack of these pages does not pass; compared exactly, never rounded."""
    found = []
    if min_complete is not None and complete(pages) < _exact(min_complete):
        lacks = _lacks((page.path, page.missing, page.total) for page in pages)
        found.append(Unmet("min-complete", complete(pages), _exact(min_complete), lacks))
    if max_unreviewed is not None and unreviewed(pages) > _exact(max_unreviewed):
        lacks = _lacks((page.path, page.unread, page.total) for page in pages)
        found.append(Unmet("max-unreviewed", unreviewed(pages), _exact(max_unreviewed), lacks))
    return tuple(found)


_SAID = {
    "min-complete": "{is_} % of its passages are in its language, and --min-complete asks for {limit} %",
    "max-unreviewed": "no person read {is_} % of its passages, and --max-unreviewed allows {limit} %",
}


def lines(found: Unmet) -> Iterator[str]:
    """What a gate says to the person who builds: the figures, then each page with its first passages."""
    yield _SAID[found.gate].format(is_=_shown(found.is_, found.limit), limit=_decimal(found.limit, _FINEST))
    for page in found.pages:
        yield f"  {page.path}: {page.count} of {page.total}"
        yield from (f"    {text}" for text in page.first)
        if page.count > len(page.first):
            yield f"    and {page.count - len(page.first)} more"


def _lacks(pages: Iterator[tuple[str, tuple[str, ...], int]]) -> tuple[Lack, ...]:
    found = [Lack(path, len(texts), total, tuple(map(_short, texts[:_NAMED]))) for path, texts, total in pages if texts]
    return tuple(sorted(found, key=lambda lack: (-lack.count, lack.path)))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _percent(part: int, total: int, of_none: Fraction) -> Fraction:
    return Fraction(100 * part, total) if total else of_none


def _exact(percent: float) -> Fraction:
    """The decimal that a person wrote: 99.9 is 999/10."""
    return Fraction(str(percent))


def _shown(percent: Fraction, limit: Fraction) -> str:
    """With two digits where it is no whole number, towards the middle: 99.999 is not said to be 100. With more where
    two would not show on which side of the limit it is: a refusal never names two equal figures."""
    shown = (_decimal(percent, digits) for digits in range(2, _FINEST))
    return next((each for each in shown if (Fraction(each) < limit) == (percent < limit) and Fraction(each) != limit),
                _decimal(percent, _FINEST))  # fmt: skip


def _decimal(percent: Fraction, digits: int) -> str:
    """With that many digits at the most, cut where it is more than half, and rounded up where it is less."""
    unit = 10**digits
    parts = int(percent * unit) if percent > 50 else -int(-percent * unit // 1)
    whole, rest = divmod(parts, unit)
    return f"{whole}.{rest:0{digits}}".rstrip("0").rstrip(".")
