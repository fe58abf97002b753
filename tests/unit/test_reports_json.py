"""The JSON contracts: every key there, nothing else, and text as it is."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest

from ccb_l10n.model import Finding, Severity, State
from ccb_l10n.reports import as_json
from ccb_l10n.reports.status import StatusRow

KEYS = ["id", "severity", "lang", "path", "line", "source", "target", "span", "message", "hint", "concept", "edits"]
SCHEMA = json.loads(files("ccb_l10n").joinpath("reports/findings.schema.json").read_text("utf-8"))


def test_findings_have_every_key_in_the_contracts_order() -> None:
    whole = Finding(
        "forbidden-term", Severity.WARNING, "bad", "a.po", 3, "ar", "Plan\x1b", "خطة\u202e", (0, 3), "use it", "plan",
        ((0, 1, ""), (2, 3, "x")),
    )  # fmt: skip
    text = as_json.findings([whole, Finding("unreadable", Severity.ERROR, "not UTF-8", "b.md")])
    read = json.loads(text)
    assert read["schema"] == 1
    assert [list(each) for each in read["findings"]] == [KEYS, KEYS]
    assert read["findings"][0] == {
        "id": "forbidden-term",
        "severity": "warning",
        "lang": "ar",
        "path": "a.po",
        "line": 3,
        "source": "Plan\x1b",
        "target": "خطة\u202e",
        "span": [0, 3],
        "message": "bad",
        "hint": "use it",
        "concept": "plan",
        "edits": [[0, 1, ""], [2, 3, "x"]],
    }
    jsonschema.Draft202012Validator(SCHEMA).validate(read)
    bare = read["findings"][1]
    assert (bare["span"], bare["lang"], bare["concept"], bare["line"]) == (None, None, None, 0)
    assert "خطة" in text and text.endswith("}\n")
    assert "\x1b" not in text


@pytest.mark.parametrize(
    "wrong", [{"severity": "fatal"}, {"span": [1]}, {"edits": [[0, 1]]}, {"line": -1}, {"concept": 1}, {"id": "A b"}]
)
def test_the_schema_refuses_what_the_contract_does_not_know(wrong: dict[str, object]) -> None:
    read = json.loads(as_json.findings([Finding("a", Severity.INFO, "b", "c")]))
    check = jsonschema.Draft202012Validator(SCHEMA)
    assert check.is_valid(read)
    assert not check.is_valid({**read, "findings": [{**read["findings"][0], **wrong}]})


def test_an_empty_span_is_no_missing_one() -> None:
    found = as_json.findings([Finding("a", Severity.INFO, "b", "c", span=(0, 0))])
    assert json.loads(found)["findings"][0]["span"] == [0, 0]


def test_no_findings_are_an_empty_list() -> None:
    assert json.loads(as_json.findings([])) == {"schema": 1, "findings": []}


def test_the_status_names_every_state_and_leaves_obsolete_out_of_the_total() -> None:
    row = StatusRow("csirt", "zh-Hans", {State.REVIEWED: 2, State.STALE: 1, State.OBSOLETE: 5}, 9, 4)
    assert json.loads(as_json.status([row])) == {
        "schema": 1,
        "courses": [
            {
                "course": "csirt",
                "lang": "zh-Hans",
                "total": 3,
                "counts": {
                    "untranslated": 0,
                    "draft": 0,
                    "stale": 1,
                    "translated": 0,
                    "reviewed": 2,
                    "obsolete": 5,
                },
                "words_left": 9,
                "words_to_review": 4,
            }
        ],
    }


def test_a_build_is_one_object() -> None:
    pack = {"course": "csirt", "lang": "fr", "format": "html", "path": "dist/csirt-fr/html", "more": "left out"}
    summary: as_json.BuildSummary = {
        "packs": [pack],
        "counts": {"fr": {"csirt": {"translated": 3}}},
        "findings": {"error": 1},
        "seconds": {"extract": 0.12345},
    }
    assert json.loads(as_json.build(summary)) == {
        "schema": 1,
        "packs": [{"course": "csirt", "lang": "fr", "format": "html", "path": "dist/csirt-fr/html"}],
        "counts": {
            "fr": {
                "csirt": {
                    "untranslated": 0,
                    "draft": 0,
                    "stale": 0,
                    "translated": 3,
                    "reviewed": 0,
                    "obsolete": 0,
                }
            }
        },
        "findings": {"error": 1, "warning": 0, "info": 0},
        "seconds": {"extract": 0.123},
    }
