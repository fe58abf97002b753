"""Findings as SARIF 2.1.0 (OASIS standard), for code hosts and editors: each result points at a PO or Markdown line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from ccb_l10n import __version__
from ccb_l10n.checks.problem import Row
from ccb_l10n.model import Finding, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def findings(found: Iterable[Finding], rows: Sequence[Row] = ()) -> str:
    """One run with a rule for each of the checks' rows, and for each other id that a finding has.

    Paths are URIs relative to the workspace (`%SRCROOT%`). Spans are in the target, not in the file, so they
    stand among a result's properties; its fingerprint is of what it says, not of the line.
    """
    found = list(found)
    known = {row.id for row in rows}
    rules = [_rule(row) for row in rows]
    rules += [{"id": name} for name in sorted({each.id for each in found} - known)]
    places = {rule["id"]: index for index, rule in enumerate(rules)}
    driver = {"name": "ccb-l10n", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, places[each.id]) for each in found],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "shortDescription": {"text": row.summary},
        "fullDescription": {"text": f"{row.summary}. {row.why}"},
        "help": {"text": row.fix},
        "defaultConfiguration": {"level": _LEVELS[row.severity], "enabled": not row.opt_in},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    text = f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
    return {
        "ruleId": finding.id,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": _location(finding)}],
        "partialFingerprints": {"message/v1": _fingerprint(finding)},
        "properties": {
            "lang": finding.lang,
            "source": finding.source,
            "target": finding.target,
            "span": list(finding.span) if finding.span is not None else None,
            "concept": finding.concept,
        },
    }


def _location(finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.path), "uriBaseId": "%SRCROOT%"}}
    return {**place, "region": {"startLine": finding.line}} if finding.line else place


def _uri(path: str) -> str:
    """A relative reference (RFC 3986, 4.2): its first segment holds no colon, for that would be a scheme."""
    return quote(path, safe="/")


def _fingerprint(finding: Finding) -> str:
    parts: Sequence[str] = (finding.id, finding.lang or "", finding.path, finding.source, finding.target)
    span = f"{finding.span}" if finding.span else ""
    return hashlib.sha256("\0".join((*parts, span)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
