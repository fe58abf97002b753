"""`glossary lint` and `glossary find` from the command line: what they print and how they exit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CONCEPT = """id = "plan"
subject = "training"
status = "draft"
definition = "What is to be done."
source = "a test"
severity = "warning"
match = "lemma"

[[term]]
lang = "en"
text = "plan"

[[term]]
lang = "ar"
text = "خطة"
forms = ["خطط"]
"""


@pytest.fixture
def root(workspace: Any) -> Path:
    made: Path = workspace({"content/a/index.md": "# A plan\n", "glossary/concepts/plan.toml": CONCEPT})
    return made


def test_a_glossary_without_an_error_exits_0(root: Path, ccb: Any) -> None:
    result = ccb(root, "glossary", "lint")
    assert result.exit_code == 0
    assert "glossary/concepts/plan.toml: warning unsourced-concept: no public source is named" in result.stdout
    assert ccb(root, "glossary", "lint", "--fail-on", "warning").exit_code == 1


def test_languages_are_those_of_the_workspace_or_those_named(root: Path, ccb: Any) -> None:
    assert "missing-language" not in ccb(root, "glossary", "lint").stdout
    assert (
        "info missing-language: no term in zh" in ccb(root, "glossary", "lint", "--lang", "zh", "--lang", "ar").stdout
    )
    (root / "ccb-l10n.toml").write_text('languages = ["fr"]\n')
    assert "no term in fr" in ccb(root, "glossary", "lint").stdout


def test_a_broken_file_is_an_error_with_its_line_and_the_rest_is_judged(root: Path, ccb: Any) -> None:
    (root / "glossary/concepts/other.toml").write_text(CONCEPT.replace('id = "plan"', 'id = "other"\ncolour = 3'))
    (root / "glossary/concepts/mixed.toml").write_bytes(b'id = "\xff"\n')
    result = ccb(root, "glossary", "lint", "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)["findings"]
    errors = [(each["path"].rpartition("/")[2], each["line"]) for each in found if each["severity"] == "error"]
    assert errors == [("mixed.toml", 1), ("other.toml", 2)]
    assert {each["path"].rpartition("/")[2] for each in found} == {"mixed.toml", "other.toml", "plan.toml"}


def test_every_rule_is_in_the_sarif_report(root: Path, ccb: Any) -> None:
    from ccb_l10n.checks.glossary import RULES

    [run] = json.loads(ccb(root, "glossary", "lint", "--format", "sarif").stdout)["runs"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} >= {rule.id for rule in RULES}


def test_sources_that_cannot_be_read_stop_it(root: Path, ccb: Any) -> None:
    (root / "glossary/sources.toml").write_text("[[source]]\nid = 3\n")
    result = ccb(root, "glossary", "lint")
    assert result.exit_code == 2
    assert "glossary/sources.toml:2: 'id' must be a text" in result.stderr


def test_finding_a_word_of_any_language(root: Path, ccb: Any) -> None:
    for word in ("Plans", "خطط", "plan"):
        result = ccb(root, "glossary", "find", word)
        assert result.exit_code == 0
        assert "plan (draft: nobody has reviewed it yet)" in result.stdout
        assert "\u2068\u200fخطة\u2069" in result.stdout
    narrowed = ccb(root, "glossary", "find", "خطة", "--lang", "en-GB").stdout
    assert "خطة" not in narrowed and "  en  plan" in narrowed


def test_a_workspace_without_a_glossary_says_so(workspace: Any, ccb: Any) -> None:
    root = workspace({"content/a/index.md": "# A plan\n"})
    for command in (("lint",), ("find", "plan")):
        result = ccb(root, "glossary", *command)
        assert result.exit_code == 2
        assert "glossary/concepts: no concepts" in result.stderr


def test_finding_nothing_exits_1(root: Path, ccb: Any) -> None:
    result = ccb(root, "glossary", "find", "goal")
    assert (result.exit_code, result.stdout) == (1, "nothing found\n")
    assert json.loads(ccb(root, "glossary", "find", "goal", "--format", "json").stdout)["concepts"] == []


def test_concepts_that_nobody_reads_are_errors(root: Path, ccb: Any) -> None:
    for name in ("sub/goal.toml", "Goal.TOML"):
        path = root / "glossary/concepts" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(CONCEPT)
    result = ccb(root, "glossary", "lint")
    assert result.exit_code == 1
    assert result.stdout.count("error concept-unreadable: not read: concepts are files <id>.toml") == 2


def test_a_language_that_nobody_knows_is_an_error(root: Path, ccb: Any) -> None:
    result = ccb(root, "glossary", "lint", "--lang", "xx")
    assert (result.exit_code, "nobody knows the language 'xx'" in result.stderr) == (2, True)
