"""Findings in any of the forms that people and programs read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ccb_l10n.checks.problem import Row
from ccb_l10n.model import Concept, Finding

FORMS = ("text", "json", "sarif", "html")


def shown(
    found: Sequence[Finding],
    form: str,
    *,
    color: bool,
    verbose: bool = False,
    rows: Sequence[Row] = (),
    concepts: Iterable[Concept] = (),
) -> str:
    """The findings in one of FORMS. `rows` are those of the checks that may have spoken, `concepts` the glossary's."""
    if form == "json":
        from ccb_l10n.reports import as_json

        return as_json.findings(found)
    if form == "sarif":
        from ccb_l10n.reports import sarif

        return sarif.findings(found, rows)
    if form == "html":
        from ccb_l10n.reports import html

        return html.findings(found, concepts, rows)
    from ccb_l10n.reports import terminal

    return terminal.findings(found, color=color, folded=() if verbose else terminal.NOTES)
