"""What a page's readers get to read, and whose words they are: counted where it stands, passage by passage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ccb_l10n.model import Localised, Origin, Placed, State
from ccb_l10n.packs.overlay import is_region


class Whose(StrEnum):
    """Whose words a passage is in. Every passage is in one, so that they add up to all of them."""

    ORIGINAL = "original"  # the author's, in a pack in the course's own language
    HUMAN = "human"  # a translator's
    MACHINE_REVIEWED = "machine_reviewed"  # a machine's, which a person read and took over
    MACHINE_UNREVIEWED = "machine_unreviewed"  # a program's, and no person took it over
    REGIONAL = "regional"  # the region's own, in the place of the course's
    SOURCE_FALLBACK = "source_fallback"  # in the source's language, for want of a translation


_MACHINE = (Whose.MACHINE_REVIEWED, Whose.MACHINE_UNREVIEWED)


@dataclass(frozen=True, slots=True)
class PageTally:
    """The passages of one page. `missing` and `unread` are the texts, as they stand in Markdown, of those that are in
    the source's language and of those that no person took over."""

    path: str  # of the source file, below the course
    states: Mapping[State, int]
    whose: Mapping[Whose, int]
    missing: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.whose.values())


def tally(page: Localised, *, original: bool = False) -> PageTally:
    """Count a page; `original` where the pack is in the course's own language."""
    whose = [_whose(placed, original) for placed in page.placed]
    texts = [(each, page.text[placed.start : placed.end]) for each, placed in zip(whose, page.placed, strict=True)]
    return PageTally(
        page.path,
        Counter(placed.state for placed in page.placed),
        Counter(whose),
        tuple(text for each, text in texts if each is Whose.SOURCE_FALLBACK),
        tuple(text for each, text in texts if each is Whose.MACHINE_UNREVIEWED),
    )


def _whose(placed: Placed, original: bool) -> Whose:
    if original and not is_region(placed):
        return Whose.ORIGINAL
    if not placed.translated:
        return Whose.SOURCE_FALLBACK
    if is_region(placed):
        return Whose.REGIONAL
    if placed.state is State.DRAFT:  # from the memory or the glossary too: no person saw it stand here
        return Whose.MACHINE_UNREVIEWED
    return Whose.MACHINE_REVIEWED if placed.origin is Origin.MACHINE else Whose.HUMAN


def whole(pages: Iterable[PageTally]) -> PageTally:
    """All pages as one, without their texts."""
    states: Counter[State] = Counter()
    whose: Counter[Whose] = Counter()
    for page in pages:
        states.update(page.states)
        whose.update(page.whose)
    return PageTally("", states, whose)


def machine_share(page: PageTally) -> float:
    """The share of the passages that a machine wrote, whether or not a person read them since: 0-1, four digits."""
    return round(sum(page.whose.get(each, 0) for each in _MACHINE) / page.total, 4) if page.total else 0.0
