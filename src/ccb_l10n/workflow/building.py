"""`build`: the whole way from content to packs, each course parsed once for all its languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Finding, Severity, State
from ccb_l10n.packs.book import Edition
from ccb_l10n.settings import checked_formats
from ccb_l10n.terminology import concepts
from ccb_l10n.workflow.catalogs import selected
from ccb_l10n.workflow.fontfiles import FontFiles
from ccb_l10n.workflow.freshness import Stamps
from ccb_l10n.workflow.making import Making
from ccb_l10n.workflow.ordering import Formats, Order, Summary, Surroundings, epoch
from ccb_l10n.workflow.trust import source_commit
from ccb_l10n.workspace import Workspace

_LISTED = 50  # errors that a build lists one by one
_SOURCES = ("content", "locales", "glossary")  # what packs are made of
_WITH_FONTS = frozenset(["epub", "pdf"])
_TELLING = frozenset(["gift"])  # formats that are made of the answers

__all__ = ["Order", "Summary", "build", "severities", "shown"]


def build(workspace: Workspace, order: Order, say: Callable[[str], None]) -> Summary:
    """Build every pack of an order. `say` gets warnings for the person who builds.

    What stops one pack, such as a catalog that cannot be read, is in the summary and stops no other. Raises CcbError
    where something named does not exist.
    """
    formats = _formats(order.formats or workspace.settings.formats, order.edition)
    around = _surroundings(workspace, formats)
    summary = Summary(with_drafts=order.with_drafts)
    stamps = Stamps(workspace)
    glossary = cache(lambda: concepts.load(workspace.glossary_files()))  # read once, by the first pack that is made
    for course, langs in selected(workspace, order.langs, order.courses, own=True):
        try:
            making = Making(workspace, course, order, formats, tuple(langs), around, summary, stamps, glossary, say)
        except CcbError as error:  # the other courses can be built
            summary.fail(error)
        else:
            making.packs()
    return summary


def _surroundings(workspace: Workspace, formats: Formats) -> Surroundings:
    fonts = FontFiles().fingerprint if _WITH_FONTS & {*formats.names} else ""
    return Surroundings(epoch(), source_commit(workspace.root, _SOURCES), fonts)


def _formats(asked: Sequence[str], edition: Edition) -> Formats:
    lenient = "all" in asked
    withheld = _TELLING - {*asked} if lenient and edition is Edition.LEARNER else ()
    return Formats(checked_formats(asked), lenient, tuple(sorted(withheld)))


def severities(findings: Sequence[Finding]) -> dict[str, int]:
    """Findings by severity."""
    return dict(Counter(finding.severity.value for finding in findings))


def shown(summary: Summary, *, as_json: bool, color: bool, warn: Callable[[str], None]) -> str:
    """The result for stdout: one JSON object, or a line for each pack. Errors and warnings go to `warn`."""
    from ccb_l10n.reports import as_json as json_report
    from ccb_l10n.reports import terminal

    serious = [each for each in summary.findings if each.severity in (Severity.ERROR, Severity.WARNING)]
    if serious:
        many = sum(each.severity is Severity.ERROR for each in serious) > _LISTED
        folded = (Severity.WARNING, Severity.ERROR) if many else (Severity.WARNING,)
        told = terminal.findings(serious, color=color, folded=folded)  # `check` lists them all
        warn(told.rstrip("\n"))
    if as_json:
        return json_report.build(
            {
                "packs": summary.packs,
                "counts": summary.counts,
                "findings": severities(summary.findings),
                "seconds": summary.seconds,
            }
        )
    lines = []
    for each in summary.packs:
        counts = summary.counts[each["lang"]][each["course"]]
        total = sum(number for state, number in counts.items() if state != State.OBSOLETE.value)
        parts = [f"{counts[state.value]} {state.value}" for state in State if counts[state.value] and state in _TOLD]
        if not summary.with_drafts:
            parts = [f"{part}, left out" if part.endswith(State.DRAFT.value) else part for part in parts]
        told = ", ".join([f"{total} messages", *parts]) if total else "in the language of the course"
        lines.append(f"{each['path']}: {told}\n")
    return "".join(lines)


_TOLD = (State.REVIEWED, State.TRANSLATED, State.DRAFT, State.STALE, State.UNTRANSLATED)
