"""Translations that a catalog had, by its ledger, and has no more."""

from __future__ import annotations

from collections.abc import Callable

from ccb_l10n.catalog.ledger import Ledger, key_of
from ccb_l10n.checks.problem import Row
from ccb_l10n.model import Catalog, Finding, Message, Severity

LOST = Row(
    "lost-entries",
    Severity.WARNING,
    "The catalog lacks translated messages that its ledger knows and its template still has",
    "Somebody's work is gone: an editor or a merge of branches dropped whole entries.",
    "Restore the catalog from version control before merge adds the messages again, untranslated.",
)
_SHOWN = 60  # characters of the first lost source


def lost(
    catalog: Catalog, ledger: Ledger, template: Callable[[], Catalog | None], path: str, row: Row = LOST
) -> Finding | None:
    """The finding about all lost messages of a catalog, or None; `row` is LOST as the profile has it.

    `template` is asked for only where something is missing: what it lacks too was out of use, and may go.
    """
    there = {key_of(message.context, message.source) for message in catalog.messages}
    before = {_previous(message) for message in catalog.messages if message.previous is not None}
    missing = ledger.entries.keys() - there - before
    made = template() if missing else None
    gone = [each for each in made.messages if key_of(each.context, each.source) in missing] if made else []
    if not gone:
        return None
    shown = gone[0].source if len(gone[0].source) <= _SHOWN else f"{gone[0].source[: _SHOWN - 1]}…"
    text = f"translations that the ledger knows are gone: {len(gone)}, the first is of “{shown}”"
    hint = "restore the catalog from version control, before merge adds them again without translations"
    return Finding(row.id, row.severity, text, path, lang=catalog.locale, hint=hint)


def _previous(message: Message) -> str:
    return key_of(message.previous_context, message.previous or "")
