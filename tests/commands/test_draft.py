"""`draft` as a person at the command line meets it: what it takes from where, what it says, and offline."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polib
import pytest

import argos_package
from ccb_l10n import workspace as workspaces
from ccb_l10n.drafting import argos
from ccb_l10n.errors import CcbError
from ccb_l10n.workflow import drafts

PAGE = """# Incident response

Open the [report](index.md) and read it.

Read the report.

**FIRST**

Save the file `a.txt`, then run `b` with the new password.
"""
SECOND = "# Second\n\nRead the report.\n\nRead the new report.\n\nThe team writes.\n"
CONCEPT = """id = "incident-response"
subject = "cyber"
status = "draft"
definition = "d"
source = "s"
severity = "warning"
match = "lemma"
[[term]]
lang = "en"
text = "incident response"
[[term]]
lang = "fr"
text = "réponse aux incidents"
"""
NAME = """id = "first"
subject = "cyber"
status = "draft"
definition = "d"
source = "s"
severity = "warning"
match = "exact"
do-not-translate = true
[[term]]
lang = "en"
text = "FIRST"
"""
pytestmark = [argos_package.needs_argos(), pytest.mark.argos]


@pytest.fixture
def root(workspace: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of two courses and a glossary, with its templates, and an Argos package for English and French."""
    made: Path = workspace(
        {
            "content/first/index.md": PAGE,
            "content/second/index.md": SECOND,
            "glossary/concepts/incident-response.toml": CONCEPT,
            "glossary/concepts/first.toml": NAME,
        }
    )
    argos_package.build(tmp_path / "packages")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    return made


@pytest.fixture
def ready(root: Path, ccb: Any) -> Path:
    """The workspace with catalogs in French."""
    ccb(root, "extract")
    ccb(root, "merge", "--lang", "fr")
    return root


def catalog(root: Path, course: str) -> polib.POFile:
    return polib.pofile(str(root / f"locales/fr/LC_MESSAGES/{course}.po"))


def book(root: Path, course: str) -> list[dict[str, Any]]:
    path = root / f"locales/fr/LC_MESSAGES/{course}.ledger.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


def by_people(root: Path, targets: dict[str, str], course: str) -> None:
    """What a translator writes into a catalog, flags cleared."""
    known = catalog(root, course)
    for source, target in targets.items():
        entry = known.find(source)
        entry.msgstr, entry.flags = target, []
    known.save(str(root / f"locales/fr/LC_MESSAGES/{course}.po"))


def test_each_source_is_asked_in_its_order_and_says_so(ready: Path, ccb: Any) -> None:
    by_people(ready, {"Read the report.": "Lisez donc le rapport.", "The team writes.": "L’équipe écrit."}, "second")
    result = ccb(ready, "draft", "--lang", "fr")
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].startswith("locales/fr/LC_MESSAGES/first.po: 5 of 5 missing messages drafted (")
    for told in ("1 copied", "1 from memory", "1 from the glossary", "2 by machine"):
        assert told in lines[0]
    assert "1 from a similar text" in lines[1]
    assert "1 by machine" in lines[1]
    first = catalog(ready, "first")
    assert first.find("Incident response").msgstr == "Réponse aux incidents"
    assert first.find("**FIRST**").msgstr == "**FIRST**"
    assert first.find("Read the report.").msgstr == "Lisez donc le rapport."
    assert "a person translated the same text there" in first.find("Read the report.").tcomment
    assert "[rapport](index.md)" in first.find("Open the [report](index.md) and read it.").msgstr
    assert all(entry.fuzzy for entry in first)
    assert all(entry.tcomment.startswith("Machine draft (") for entry in first)
    similar = catalog(ready, "second").find("Read the new report.")
    assert (similar.msgstr, similar.previous_msgid, similar.fuzzy) == (
        "Lisez donc le rapport.",
        "Read the report.",
        True,
    )
    assert [catalog(ready, "second").find(each).fuzzy for each in ("Read the report.", "The team writes.")] == [
        False
    ] * 2


def test_the_ledger_knows_where_each_target_came_from(ready: Path, ccb: Any) -> None:
    by_people(ready, {"Read the report.": "Lisez donc le rapport."}, "second")
    ccb(ready, "draft", "--lang", "fr")
    told = {(line["origin"], line["engine"].split()[0] if line["engine"] else "") for line in book(ready, "first")}
    assert told == {("memory", "memory"), ("glossary", "glossary"), ("machine", "argos"), ("machine", "")}
    machine = [line for line in book(ready, "first") if line["engine"].startswith("argos")]
    assert all("translate-en_fr-1.9 sha256:" in line["engine"] and line["state"] == "draft" for line in machine)
    similar = [line for line in book(ready, "second") if line["state"] == "stale"]
    assert [(line["origin"], line["flags"][0].startswith("similar-")) for line in similar] == [("memory", True)]
    assert "confidence" not in (ready / "locales/fr/LC_MESSAGES/first.po").read_text()


def test_no_memory_takes_nothing_from_other_courses(ready: Path, ccb: Any) -> None:
    by_people(ready, {"Read the report.": "Lisez donc le rapport."}, "second")
    result = ccb(ready, "draft", "--lang", "fr", "--no-memory")
    assert "memory" not in result.stdout
    assert catalog(ready, "first").find("Read the report.").msgstr == "Lisez le rapport."


def test_a_second_run_changes_nothing_and_loads_no_model(
    ready: Path, ccb: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ccb(ready, "draft", "--lang", "fr")
    files = {path: path.read_bytes() for path in sorted((ready / "locales").rglob("*.*"))}

    def never(*arguments: object, **options: object) -> None:
        raise AssertionError("an engine was asked for")

    monkeypatch.setattr(argos, "load", never)
    assert ccb(ready, "draft", "--lang", "fr").exit_code == 0
    assert {path: path.read_bytes() for path in sorted((ready / "locales").rglob("*.*"))} == files


def test_the_cache_answers_for_a_catalog_that_was_lost(ready: Path, ccb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ccb(ready, "draft", "--lang", "fr", "--no-memory")
    path = ready / "locales/fr/LC_MESSAGES/first.po"
    before = path.read_bytes()
    for each in path.parent.iterdir():
        each.unlink()

    def never(*arguments: object, **options: object) -> None:
        raise AssertionError("a model was loaded")

    monkeypatch.setattr(argos.ArgosEngine, "_run", never)
    assert ccb(ready, "draft", "--lang", "fr", "--no-memory").exit_code == 0
    assert path.read_bytes() == before


def test_without_a_package_all_else_is_still_written(
    ready: Path, ccb: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "none"))
    result = ccb(ready, "draft", "--lang", "fr")
    assert result.exit_code == 2
    assert (
        "first.po: 2 of 5 missing messages drafted (1 copied, 1 from the glossary); 3 left untranslated"
        in result.stdout
    )
    assert "no Argos package translates en to fr" in result.stderr
    assert catalog(ready, "first").find("Incident response").msgstr == "Réponse aux incidents"


def test_what_check_rejects_is_not_written(ready: Path, ccb: Any) -> None:
    ccb(ready, "draft", "--lang", "fr")
    result = ccb(ready, "check", "--lang", "fr", "--format", "json", "--fail-on", "never")
    assert [each for each in json.loads(result.stdout)["findings"] if each["severity"] == "error"] == []


def test_a_persons_broken_translation_is_not_copied(ready: Path, ccb: Any) -> None:
    (ready / "content/second/index.md").write_text("Open the [report](index.md) and read it.\n")
    ccb(ready, "extract")
    ccb(ready, "merge", "--lang", "fr")
    by_people(ready, {"Open the [report](index.md) and read it.": "Ouvrez le rapport et lisez-le."}, "second")
    assert "memory" not in ccb(ready, "draft", "--lang", "fr", "--course", "first").stdout
    assert "](index.md)" in catalog(ready, "first").find("Open the [report](index.md) and read it.").msgstr


def test_a_draft_without_a_term_says_so(root: Path, ccb: Any) -> None:
    (root / "content/second/index.md").write_text("Read the incident response file.\n")
    ccb(root, "extract")
    result = ccb(root, "draft", "--lang", "fr", "--course", "second")
    assert "1 without a term of the glossary" in result.stdout
    assert [line["flags"] for line in book(root, "second")] == [["term-missing:incident-response"]]
    assert "missing-term" in ccb(root, "check", "--lang", "fr").stdout


def test_dated_drafts_carry_the_day(ready: Path, ccb: Any) -> None:
    ccb(ready, "draft", "--lang", "fr", "--course", "first", "--dated")
    ccb(ready, "draft", "--lang", "fr", "--course", "second")
    assert all("dated-2026-01-01" in line["flags"] for line in book(ready, "first"))
    assert not any(flag.startswith("dated") for line in book(ready, "second") for flag in line["flags"])


def test_a_package_named_by_its_file_need_not_be_installed(
    ready: Path, ccb: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "none"))
    file = next((tmp_path / "packages").glob("*.argosmodel"))
    result = ccb(ready, "draft", "--lang", "fr", "--engine-package", str(file))
    assert (result.exit_code, "by machine" in result.stdout) == (0, True)
    wrong = ccb(ready, "draft", "--lang", "es", "--engine-package", str(file))
    assert wrong.exit_code == 2
    assert "this package translates en to fr, not en to es" in wrong.stderr


def test_a_lost_ledger_leaves_drafts_drafts(ready: Path, ccb: Any) -> None:
    by_people(ready, {"Read the report.": "Lisez donc le rapport."}, "second")
    ccb(ready, "draft", "--lang", "fr")
    (ready / "locales/fr/LC_MESSAGES/first.ledger.jsonl").unlink()
    ccb(ready, "merge", "--lang", "fr")
    assert {line["state"] for line in book(ready, "first")} == {"draft"}


def test_one_call_for_all_courses(ready: Path) -> None:
    class Counting:
        name = "counting"
        fingerprint = source = target = ""
        calls: list[list[str]] = []  # noqa: RUF012

        def hypotheses(self, sentences: Sequence[str], **options: object) -> list[tuple[str, ...]]:
            self.calls.append(list(sentences))
            return [(f"Dites {each}",) for each in sentences]

    found = list(drafts.draft(workspaces.find(ready), ["fr"], engine_for=lambda source, target: Counting()))  # type: ignore[arg-type,return-value]
    first, *_ = Counting.calls
    assert first.count("Read the report.") == 1
    assert "The team writes." in first
    assert [each.path.rpartition("/")[2] for each in found] == ["first.po", "second.po"]


def test_stopping_keeps_what_is_done(ready: Path, ccb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = argos.ArgosEngine._run

    def interrupted(self: Any, parts: list[str], number: int, gentle: bool) -> Any:
        yield from whole(self, parts[:1], number, gentle)
        raise KeyboardInterrupt

    monkeypatch.setattr(argos.ArgosEngine, "_run", interrupted)
    result = ccb(ready, "draft", "--lang", "fr")
    assert result.exit_code == 2
    assert "run the same command to go on" in result.stderr
    asked: list[str] = []

    def told(self: Any, parts: list[str], number: int, gentle: bool) -> Any:
        asked.extend(parts)
        yield from whole(self, parts, number, gentle)

    monkeypatch.setattr(argos.ArgosEngine, "_run", told)
    assert ccb(ready, "draft", "--lang", "fr").exit_code == 0
    sentences = {"Read the report.", "The team writes."}
    assert len(sentences & set(asked)) < len(sentences) or "Open the REF0 report REF1 and read it." not in asked


def test_an_unknown_course_cannot_be_drafted(ready: Path) -> None:
    with pytest.raises(CcbError):
        list(drafts.draft(workspaces.find(ready), ["fr"], ["third"]))


BLOCKED = """
import socket

def refused(*arguments, **options):
    raise AssertionError("a socket was asked for")

class Refused(socket.socket):
    __init__ = refused

socket.socket, socket.create_connection, socket.getaddrinfo = Refused, refused, refused
"""


def test_drafting_opens_no_socket(root: Path, tmp_path: Path) -> None:
    """From content to a pack in a process of its own, in which every socket is an error."""
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked/sitecustomize.py").write_text(BLOCKED)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "blocked")}
    (root / "content/first/r.md").write_text("# Report\n")
    program = [sys.executable, "-c", "import socket; socket.socket()"]
    proof = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert "a socket was asked for" in proof.stderr
    for command in (["extract"], ["merge", "--lang", "fr"], ["draft", "--lang", "fr"], ["build", "--lang", "fr"]):
        program = [sys.executable, "-m", "ccb_l10n", "-C", str(root), *command]
        done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, "socket" in done.stderr) == (0, False), done.stderr
    assert catalog(root, "first").find("Read the report.").msgstr == "Lisez le rapport."
