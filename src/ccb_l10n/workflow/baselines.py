"""`check --baseline` and `--write-baseline`: the file of findings that a team knows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ccb_l10n.checks import baseline
from ccb_l10n.errors import CcbError
from ccb_l10n.workflow.checking import KNOWN, Checked
from ccb_l10n.workflow.templates import now
from ccb_l10n.workspace import Workspace, read_text, write


def place(workspace: Workspace, file: Path | None) -> Path | None:
    """The baseline to go by: the one given, else that of the settings, else None."""
    named = workspace.settings.baseline
    return file or (workspace.root / named if named else None)


def sift(workspace: Workspace, checked: Checked, file: Path) -> baseline.Sifted:
    """The findings that the baseline does not know. Raises CcbError where there is none, or a line is damaged."""
    shown = workspace.shown(file)
    if not file.exists():
        hint = "make it with `ccb-l10n check --write-baseline FILE`, or name another one"
        raise CcbError("no such baseline", shown, 0, hint)
    entries = baseline.parse(read_text(file, shown), shown)
    return baseline.sift(checked.findings, entries, today(), checked.ran)


def record(workspace: Workspace, checked: Checked, file: Path, until: str) -> str:
    """Write all findings to a baseline, new ones until a date (ISO 8601, or ""); what was done, in words.

    Entries of catalogs that were not checked stay, and go where the catalog is gone. Raises CcbError for a date that
    is none or is past, and where the file cannot be read as a baseline.
    """
    shown = workspace.shown(file)
    until = baseline.iso_date(until) if until else ""
    if until and until < today():
        raise CcbError(f"{until} is past", hint="give a day to come, the last one on which the findings are left out")
    old = baseline.parse(read_text(file, shown), shown) if file.exists() else []
    everything = frozenset(row.id for row in KNOWN)
    gone = {each.path: everything for each in old if not (workspace.root / each.path).exists()}
    entries = baseline.recorded(checked.findings, old, until, {**gone, **checked.ran})
    write(file, baseline.render(entries).encode())
    kept = (Counter(entries) & Counter(old)).total()
    past = sum(each.expired(today()) for each in entries)
    told = f"{shown}: {len(entries)} findings recorded, {len(entries) - kept} of them new, {len(old) - kept} dropped"
    return told + (f"; {past} keep a date that is past: change it in the file" if past else "")


def today() -> str:
    """The day by SOURCE_DATE_EPOCH, else by the clock, ISO 8601."""
    return now().partition(" ")[0]
