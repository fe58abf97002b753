"""What an import took over and what it left, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from ccb_l10n.reports.visible import quoting
from ccb_l10n.terminology.exchange.outcome import Change, Conflict, Outcome


def lines(outcome: Outcome) -> Iterator[str]:
    """A line a change, then a line a conflict with what both sides say."""
    for change in outcome.taken:
        yield quoting(f"taken: {_place(change)}{_change(change)}{_line(change)}")
    for conflict in outcome.conflicts:
        yield quoting(f"not taken: {_place(conflict)}{_sides(conflict)}: {conflict.reason}{_line(conflict)}")


def _place(each: Change | Conflict) -> str:
    term = f", {each.lang} “{each.term}”" if each.term else ""
    return f"{each.concept}{term}"


def _change(change: Change) -> str:
    if change.column:
        return f": {change.column} “{change.before}” → “{change.after}”"
    if not change.term:
        return f": {change.after}"
    return ": new term" if change.after else ": deleted"


def _sides(conflict: Conflict) -> str:
    if not conflict.column:
        return f" → “{conflict.theirs}”" if conflict.term and conflict.theirs != conflict.term else ""
    return f": {conflict.column} ours “{conflict.ours}”, theirs “{conflict.theirs}”"


def _line(each: Change | Conflict) -> str:
    return f" (line {each.line})" if each.line else ""
