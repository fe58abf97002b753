"""`check --fix`: what checks know how to repair, done to a message, and undone where it would touch more than words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ccb_l10n.checks.health import plurals
from ccb_l10n.checks.problem import Check, Problem, Setting, targets
from ccb_l10n.markdown.inline import scan
from ccb_l10n.markdown.splice import SHIPPED, environment
from ccb_l10n.markdown.structure import Inline, too_tangled
from ccb_l10n.model import Edit, Message, State

_ROUNDS = 8  # a repair may call for another; what has not settled by then is left as it was


def fixed(message: Message, setting: Setting, checks: Sequence[Check]) -> Message:
    """The message with the edits of the checks' problems applied, in the checks' order, until none is left.

    Only a target that ships and that no person has reviewed changes, and only where its code, links, tags and other
    protected runs stay as they are, and its emphasis too. State, origin and all else of the message stay; `raw` is
    empty when a target changed. The same message comes back when nothing is to do. Fixing twice is fixing once.
    """
    if message.state not in SHIPPED or message.state is State.REVIEWED or any(plurals(message, setting)):
        return message
    now = message
    for _ in range(_ROUNDS):
        before = now
        for row in checks:
            if not row.of_header:
                now = _repaired(now, setting, row)
        if now is before:
            return now
    return message


def _repaired(message: Message, setting: Setting, row: Check) -> Message:
    """The message after one check's edits, or the message itself."""
    problems = [problem for problem in row.function(message, setting) if problem.edits]
    if not problems:
        return message
    old = targets(message)
    new = tuple(_target(each, _meant_for(each, problems, message.target)) for each in old)
    if new == old:
        return message
    return replace(message, target=new[0], targets=new if message.targets else (), raw="")


def _meant_for(target: str, problems: Iterable[Problem], default: str) -> list[tuple[Edit, ...]]:
    return [each.edits for each in problems if (default if each.target is None else each.target) == target]


def _target(target: str, repairs: Sequence[tuple[Edit, ...]]) -> str:
    """The target after as many of the repairs as touch words alone; the edits of one go together or not at all."""
    text = edited(target, [edit for repair in repairs for edit in repair])
    if _keeps(target, text):
        return text
    if len(repairs) > 1:
        for repair in repairs:
            text = edited(target, repair)
            if text != target and _keeps(target, text):
                return text  # the others were written for the text as it was; they come again in the next round
    return target


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits applied; those that overlap an earlier one, or lie outside of the text, are left out."""
    parts, at, last = [], 0, (-1, -1)
    for start, end, replacement in sorted(edits):
        if start < at or (start, end) == last or not 0 <= start <= end <= len(text):
            continue
        parts += [text[at:start], replacement]
        at, last = end, (start, end)
    return "".join((*parts, text[at:]))


def _keeps(old: str, new: str) -> bool:
    """Whether two texts have the same protected runs in the same order, and render to the same markup."""
    if not new.strip() or _runs(old) != _runs(new) or new.count("\n") != old.count("\n"):
        return False
    if not any(mark in text for mark in "*_~[`<$" for text in (old, new)):
        return True
    if too_tangled(old) or too_tangled(new):
        return False
    one, other = (Inline(text, environment((), ())) for text in (old, new))
    return (one.kept, one.wrapped, one.leaks) == (other.kept, other.wrapped, other.leaks)


def _runs(text: str) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in scan(text)]
