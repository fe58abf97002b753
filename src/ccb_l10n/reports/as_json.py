"""Reports for programs: one JSON object each, its version in `schema`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from ccb_l10n.model import Finding, Severity, State
from ccb_l10n.reports.status import StatusRow

SCHEMA = 1  # raised when a key changes its meaning or goes; new keys alone don't raise it


class BuildSummary(TypedDict):
    """What a build made; keys of states and severities are their values, and one left out counts 0."""

    packs: Sequence[Mapping[str, str]]  # course, lang, format, path relative to the workspace
    counts: Mapping[str, Mapping[str, Mapping[str, int]]]  # language, course, state
    findings: Mapping[str, int]  # severity
    seconds: Mapping[str, float]  # stage


def findings(found: Iterable[Finding]) -> str:
    """`{"schema", "findings": [...]}`, as findings.schema.json beside this module says it."""
    return _written({"findings": [_finding(each) for each in found]})


def status(rows: Iterable[StatusRow]) -> str:
    """`{"schema", "courses": [...]}` in the rows' order; `total` leaves obsolete messages out, `counts` does not."""
    return _written({"courses": [_row(row) for row in rows]})


def build(summary: BuildSummary) -> str:
    """`{"schema", "packs", "counts", "findings", "seconds"}`; every state and severity is there, with 0 if need be."""
    packs = [{key: pack[key] for key in ("course", "lang", "format", "path")} for pack in summary["packs"]]
    counts = {
        lang: {course: _counts(states) for course, states in courses.items()}
        for lang, courses in summary["counts"].items()
    }
    by_severity = {each.value: summary["findings"].get(each, 0) for each in Severity}
    seconds = {stage: round(value, 3) for stage, value in summary["seconds"].items()}
    return _written({"packs": packs, "counts": counts, "findings": by_severity, "seconds": seconds})


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "severity": finding.severity.value,
        "lang": finding.lang,
        "path": finding.path,
        "line": finding.line,
        "source": finding.source,
        "target": finding.target,
        "span": list(finding.span) if finding.span is not None else None,
        "message": finding.message,
        "hint": finding.hint,
        "concept": finding.concept,
        "edits": [list(edit) for edit in finding.edits],
    }


def _row(row: StatusRow) -> dict[str, Any]:
    return {
        "course": row.course,
        "lang": row.lang,
        "total": row.total,
        "counts": _counts(row.counts),
        "words_left": row.words_left,
        "words_to_review": row.words_to_review,
    }


def _counts(states: Mapping[State, int] | Mapping[str, int]) -> dict[str, int]:
    named = {str(state): count for state, count in states.items()}
    return {state.value: named.get(state.value, 0) for state in State}


def _written(value: dict[str, Any]) -> str:
    return json.dumps({"schema": SCHEMA, **value}, ensure_ascii=False, indent=2) + "\n"
