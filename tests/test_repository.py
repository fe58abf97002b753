"""The repository's own courses: in step, buildable, and truthful about who wrote their translations."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
CATALOGS = sorted((ROOT / "locales").glob("*/LC_MESSAGES/*.po"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The workspace part of the repository, to be built in."""
    for name in ("content", "locales", "glossary"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def test_templates_and_catalogs_are_in_step(ccb: Any) -> None:
    assert ccb(ROOT, "extract", "--check").exit_code == 0
    assert ccb(ROOT, "merge", "--check").exit_code == 0


def test_the_course_builds_in_french_without_a_finding(copy: Path, ccb: Any) -> None:
    result = ccb(copy, "build", "--lang", "fr", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert set(told["findings"].values()) == {0}
    assert told["counts"]["fr"]["national-csirt"]["untranslated"] == 0


def test_no_target_is_passed_off_as_a_persons(copy: Path) -> None:
    for path in CATALOGS:
        book = path.with_name(path.name.replace(".po", ".ledger.jsonl")).read_text("utf-8").splitlines()
        assert {(line["state"], line["origin"]) for line in map(json.loads, book)} == {("draft", "machine")}
        assert path.read_text("utf-8").count("#, fuzzy") == len(book)


@pytest.mark.tools
@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.relative_to(ROOT / "locales").as_posix())
def test_msgfmt_accepts_every_catalog(path: Path, tool: Any, tmp_path: Path) -> None:
    subprocess.run([tool("msgfmt"), "--check", "--output-file", str(tmp_path / "out.mo"), str(path)], check=True)


def test_docs_name_only_what_exists() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        prose = re.sub(r"`[^`\n]*`", "", page.read_text("utf-8"))
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", prose):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
