"""How far each course is in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ccb_l10n.model import State

# As reports show them, the most finished first; obsolete ones are no part of the course.
LIVE = (State.REVIEWED, State.TRANSLATED, State.DRAFT, State.STALE, State.UNTRANSLATED)


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One course in one language (BCP 47).

    `counts` are messages by state; a state left out counts 0. `words_left` are the source words of untranslated
    and stale messages, `words_to_review` those of drafts.
    """

    course: str
    lang: str
    counts: Mapping[State, int]
    words_left: int = 0
    words_to_review: int = 0

    @property
    def total(self) -> int:
        """The course's messages; obsolete ones are none of them."""
        return sum(self.counts.get(state, 0) for state in LIVE)


def by_language(rows: Iterable[StatusRow]) -> dict[str, list[StatusRow]]:
    """The rows of each language, languages and courses sorted."""
    grouped: dict[str, list[StatusRow]] = {}
    for row in sorted(rows, key=lambda row: (row.lang, row.course)):
        grouped.setdefault(row.lang, []).append(row)
    return grouped


def summed(rows: Sequence[StatusRow]) -> StatusRow:
    """The rows of one language added up, as a row named "total"."""
    counts = {state: sum(row.counts.get(state, 0) for row in rows) for state in State}
    left = sum(row.words_left for row in rows)
    return StatusRow("total", rows[0].lang, counts, left, sum(row.words_to_review for row in rows))


def share(count: int, total: int) -> str:
    """A percentage that says 0% and 100% only where that is exact: `<1%`, `57%`, `>99%`."""
    if not total:
        return "–"
    rounded = (200 * count + total) // (2 * total)
    if count and not rounded:
        return "<1%"
    return ">99%" if rounded == 100 and count < total else f"{rounded}%"
