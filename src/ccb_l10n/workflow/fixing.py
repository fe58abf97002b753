"""`check --fix`: repairs that no person needs to decide, in what people may still edit; states and origins stay."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ccb_l10n.catalog import ledger
from ccb_l10n.checks import suppression
from ccb_l10n.checks.problem import Check, Setting, targets
from ccb_l10n.model import Message, State
from ccb_l10n.reports.visible import isolated, visible
from ccb_l10n.terminology import concepts
from ccb_l10n.workflow.catalogs import Held, save
from ccb_l10n.workflow.checking import Catalogued, catalogs, rows_of
from ccb_l10n.workspace import Workspace

FIXABLE = (State.TRANSLATED, State.DRAFT)  # what is reviewed is settled, what is stale is to be translated again

# Blanks other than the plain one, and marks without a width; isolates are ours by then.
_UNSEEN = re.compile("[\u00a0\u00ad\u061c\u2000-\u200f\u202f\u205f-\u2064\u3000\ufeff]")


@dataclass(frozen=True, slots=True)
class Change:
    """One message that was, or would be, repaired: its line before that, and the checks that asked for it."""

    line: int
    before: Message
    after: Message
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """The repairs of one catalog."""

    path: str
    changes: tuple[Change, ...]

    @property
    def checks(self) -> Counter[str]:
        """Messages repaired, by check."""
        return Counter(name for change in self.changes for name in change.checks)


def fix(
    workspace: Workspace, langs: Sequence[str], names: Sequence[str], *, named: str = "", dry_run: bool = False
) -> list[Fixed]:
    """Repair these catalogs, or with `dry_run` only say how; the ones with something to repair.

    Checks that a profile turns off or a comment silences repair nothing. Raises CcbError as `checking.check` does.
    """
    glossary = concepts.load(workspace.glossary_files())
    done = []
    for each in catalogs(workspace, langs, names):
        changes = _changes(workspace, each, glossary, named)
        if changes and not dry_run:
            save(workspace, each.course, _with(each.held, changes))
        if changes:
            done.append(Fixed(each.path, tuple(changes)))
    return done


def _changes(workspace: Workspace, each: Catalogued, glossary: concepts.Glossary, named: str) -> list[Change]:
    from ccb_l10n.checks.fixing import fixed

    course, catalog = each.course, each.held.catalog
    rows = [row for row in rows_of(workspace, course, named) if not row.of_header]
    setting = Setting(catalog, each.lang, glossary, course.source_language, course.name, course.subjects)
    changes = []
    for message in catalog.messages:
        if message.state in FIXABLE:
            silenced = suppression.ignored(message)
            mine = [row for row in rows if row.id not in silenced] if silenced else rows
            made = fixed(message, setting, mine)
            if (made.target, made.targets) != (message.target, message.targets):
                after = replace(message, target=made.target, targets=made.targets, raw="")
                changes.append(Change(message.line, message, after, _askers(message, setting, mine)))
    return changes


def _askers(message: Message, setting: Setting, rows: Sequence[Check]) -> tuple[str, ...]:
    return tuple(row.id for row in rows if any(problem.edits for problem in row.function(message, setting)))


def _with(held: Held, changes: Sequence[Change]) -> Held:
    """The catalog with the repairs; its ledger still knows which engine made a draft."""
    after = {change.before.key: change.after for change in changes}
    messages = tuple(after.get(each.key, each) if each.state in FIXABLE else each for each in held.catalog.messages)
    entries = {
        ledger.key_of(*change.before.key): replace(entry, target=ledger.target_hash(change.after), reviews=())
        for change in changes
        if (entry := held.ledger.about(change.before))
    }
    return Held(replace(held.catalog, messages=messages), ledger.noted(held.ledger, entries))


def shown(fixed: Fixed) -> str:
    """The repairs of a catalog as a list of differences, unseen characters named."""
    return "".join(_difference(fixed.path, change) for change in fixed.changes)


def _difference(path: str, change: Change) -> str:
    pairs = zip(targets(change.before), targets(change.after), strict=True)
    lines = (f"- {_legible(before)}\n+ {_legible(after)}\n" for before, after in pairs if before != after)
    return f"{isolated(visible(path))}:{change.line}: {', '.join(change.checks)}\n{''.join(lines)}"


def _legible(text: str) -> str:
    """The text with its controls and all blanks but the plain one named: they are what most repairs are about."""
    return isolated(_UNSEEN.sub(lambda match: f"<U+{ord(match[0]):04X}>", visible(text)))
