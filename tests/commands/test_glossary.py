"""glossary export and import, as a terminologist meets them."""

from __future__ import annotations

import csv
import errno
import io
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ccb_l10n.terminology.concepts import parse
from ccb_l10n.terminology.exchange.table import HEAD

PLAN = """\
# Asked for by the working group.
id = "plan"
subject = "cyber/law"
status = "draft"
definition = "A plan."
source = "us, unreviewed"
severity = "info"
match = "lemma"

[[term]]
lang = "en"
text = "plan"

[[term]]
lang = "fr"  # to be discussed
text = "planning"
"""
TEAM = PLAN.replace('"plan"', '"team"').replace("cyber/law", "cyber/operations").replace("A plan.", "People.")
TEAM = TEAM.replace('"planning"', '"équipe"')


@pytest.fixture
def root(workspace: Any) -> Path:
    files = {"content/.keep": "", "glossary/concepts/plan.toml": PLAN, "glossary/concepts/team.toml": TEAM}
    return workspace(files)


def sheet(root: Path, name: str = "glossary.csv") -> list[list[str]]:
    return list(csv.reader(io.StringIO((root / "dist/glossary" / name).read_text("utf-8-sig"), newline="")))


def save(root: Path, lines: list[list[str]], name: str = "edited.csv") -> str:
    with (root / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return name


def change(lines: list[list[str]], line: int, **cells: str) -> list[list[str]]:
    for name, cell in cells.items():
        lines[line][HEAD.index(name)] = cell
    return lines


def test_export_writes_where_it_is_told(root: Path, ccb: Any) -> None:
    assert ccb(root, "glossary", "export", "-f", "csv").stdout == "dist/glossary/glossary.csv: written\n"
    assert ccb(root, "glossary", "export", "-f", "csv").stdout == "dist/glossary/glossary.csv: up to date\n"
    assert ccb(root, "glossary", "export", "-f", "csv", "-o", "a/b.csv").stdout == "a/b.csv: written\n"
    assert ccb(root, "glossary", "export", "-f", "csv", "-o", "a").stdout == "a/glossary.csv: written\n"
    assert (root / "a/b.csv").read_bytes() == (root / "a/glossary.csv").read_bytes()
    printed = ccb(root, "glossary", "export", "-f", "csv", "-o", "-")
    assert printed.stdout_bytes == (root / "a/b.csv").read_bytes()


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("csv", ["glossary.csv"]),
        ("xlsx", ["glossary.xlsx"]),
        ("tbx", ["glossary.tbx"]),
        ("martif", ["glossary-fr.tbx"]),
        ("tsv", ["glossary-fr.txt"]),
        ("po", ["glossary-fr.po"]),
        ("html", ["glossary-en.html", "glossary-fr.html"]),
    ],
)
def test_every_format_has_its_files_and_the_same_bytes_again(root: Path, ccb: Any, form: str, names: list[str]) -> None:
    for folder in ("one", "two"):
        assert ccb(root, "glossary", "export", "-f", form, "-o", folder).exit_code == 0
        assert sorted(path.name for path in (root / folder).iterdir()) == names
    for name in names:
        assert (root / "one" / name).read_bytes() == (root / "two" / name).read_bytes()


def test_export_says_what_a_format_cannot_hold(root: Path, ccb: Any) -> None:
    said = ccb(root, "glossary", "export", "-f", "tbx").stderr
    assert said == "tbx cannot hold: match (2), severity (2)\n  in brackets: concepts that have it\n"
    assert ccb(root, "glossary", "export", "-f", "xlsx").stderr == ""


def test_languages_and_subjects_narrow_an_export(root: Path, ccb: Any) -> None:
    ccb(root, "glossary", "export", "-f", "csv", "-l", "fr", "-l", "sw", "-s", "cyber/law")
    rows = [(line[0], *line[2:4]) for line in sheet(root)[1:]]
    assert rows == [("plan", "fr", "planning"), ("plan", "sw", "")]
    ccb(root, "glossary", "export", "-f", "csv", "-s", "cyber")
    assert len(sheet(root)) == 5


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-f", "csv", "-s", "law"), "the subjects are: cyber/law, cyber/operations"),
        (("-f", "csv", "-l", "english"), "not a language code"),
        (("-f", "csv", "-l", "qqx"), "nobody knows the language 'qqx'"),
        (("-f", "html", "-o", "-"), "html is 2 files here: choose one --lang"),
        (("-f", "html", "-o", "glossary/concepts/plan.toml"), "2 files do not go into one"),
        (("-f", "pdf"), "'pdf' is not one of"),
    ],
)
def test_export_says_the_next_step(root: Path, ccb: Any, arguments: tuple[str, ...], says: str) -> None:
    result = ccb(root, "glossary", "export", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr


@pytest.mark.parametrize("name", ["a.csv", "glossary/README.md/a.csv"])
def test_a_place_that_cannot_be_written_is_named(
    root: Path, ccb: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "/x/.a.csv.k3j2")

    (root / "glossary/README.md").write_text("")
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    result = ccb(root, "glossary", "export", "-f", "csv", "-o", name)
    assert (result.exit_code, result.stdout) == (2, "")
    reason = "Permission denied" if name == "a.csv" else "a file stands where its folder should be"
    assert result.stderr == (
        f"error: {root / name}: cannot write: {reason}\n"
        "  next: see that its folder can be written to and the disk has room, or name another place\n"
    )


def test_a_workspace_without_concepts(workspace: Any, ccb: Any) -> None:
    result = ccb(workspace({"content/.keep": ""}), "glossary", "export", "-f", "csv")
    assert result.exit_code == 2
    assert "no concepts" in result.stderr


@pytest.mark.parametrize("form", ["csv", "xlsx", "tbx", "martif"])
def test_what_nobody_changed_keeps_its_bytes(root: Path, ccb: Any, form: str) -> None:
    ccb(root, "glossary", "export", "-f", form)
    (path,) = (root / "dist/glossary").iterdir()
    result = ccb(root, "glossary", "import", str(path))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "nothing to take over\n")
    assert (root / "glossary/concepts/plan.toml").read_text() == PLAN
    assert (root / "glossary/concepts/team.toml").read_text() == TEAM


def test_a_reviewer_s_sheet_comes_back(root: Path, ccb: Any) -> None:
    ccb(root, "glossary", "export", "-f", "csv", "-l", "fr", "-l", "sw")
    lines = change(sheet(root), 1, text="plan", reviewer="A. B.", date="2026-11-22")
    change(lines, 2, text="mpango")
    result = ccb(root, "glossary", "import", save(root, lines))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "taken: plan, fr “planning”: text “planning” → “plan” (line 2)",
        "taken: plan, fr “planning”: reviewer “” → “A. B.” (line 2)",
        "taken: plan, fr “planning”: date “” → “2026-11-22” (line 2)",
        "taken: plan, sw “mpango”: new term (line 3)",
        "glossary/concepts/plan.toml: written",
    ]
    assert result.stderr == "4 taken, 0 not taken\n"
    assert (root / "glossary/concepts/plan.toml").read_text() == PLAN.replace(
        'text = "planning"\n',
        'text = "plan"\nreviewer = "A. B."\ndate = 2026-11-22\n'
        '\n[[term]]\nlang = "sw"\ntext = "mpango"\nstatus = "preferred"\n',
    )
    assert ccb(root, "glossary", "import", "edited.csv").stderr == "nothing to take over\n"


def test_a_workbook_that_excel_would_save_comes_back(root: Path, ccb: Any) -> None:
    ccb(root, "glossary", "export", "-f", "xlsx")
    path = root / "dist/glossary/glossary.xlsx"
    book = openpyxl.load_workbook(path)
    book["glossary"].cell(3, HEAD.index("note") + 1, "À l'écrit.")
    book.save(path)
    assert ccb(root, "glossary", "import", str(path)).exit_code == 0
    assert 'text = "planning"\nnote = "À l\'écrit."\n' in (root / "glossary/concepts/plan.toml").read_text()


def test_a_conflict_is_shown_and_the_rest_is_taken(root: Path, ccb: Any) -> None:
    ccb(root, "glossary", "export", "-f", "csv")
    lines = change(change(sheet(root), 2, definition="Steps."), 4, text="groupe")
    ours = root / "glossary/concepts/plan.toml"
    ours.write_text(PLAN.replace("A plan.", "A scheme."))
    result = ccb(root, "glossary", "import", save(root, lines))
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "taken: team, fr “équipe”: text “équipe” → “groupe” (line 5)",
        "not taken: plan: definition ours “A scheme.”, theirs “Steps.”: changed on both sides (line 3)",
        "glossary/concepts/team.toml: written",
    ]
    assert result.stderr == "1 taken, 1 not taken\n"
    assert ours.read_text() == PLAN.replace("A plan.", "A scheme.")
    assert "groupe" in (root / "glossary/concepts/team.toml").read_text()


def test_a_review_of_what_the_glossary_no_longer_says_is_left(root: Path, ccb: Any) -> None:
    ccb(root, "glossary", "export", "-f", "csv")
    lines = change(sheet(root), 2, status="admitted", reviewer="A. B.", date="2026-11-22")
    ours = root / "glossary/concepts/plan.toml"
    ours.write_text(forbidden := f'{PLAN}status = "forbidden"\n')
    result = ccb(root, "glossary", "import", save(root, lines))
    place = "not taken: plan, fr “planning”"
    assert (result.exit_code, result.stdout.splitlines()) == (1, [
        f"{place}: status ours “forbidden”, theirs “admitted”: changed on both sides (line 3)",
        f"{place}: reviewer ours “”, theirs “A. B.”: the review is of another status (line 3)",
        f"{place}: date ours “”, theirs “2026-11-22”: the review is of another status (line 3)",
    ])  # fmt: skip
    assert ours.read_text() == forbidden


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_edit_of_the_english_column_is_said_to_be_passed_over(root: Path, ccb: Any, form: str) -> None:
    ccb(root, "glossary", "export", "-f", form, "-l", "fr")
    path = root / f"dist/glossary/glossary.{form}"
    if form == "csv":
        (root / "edited.csv").write_text(path.read_text("utf-8-sig").replace("plan,plan,fr", "plan,scheme,fr"))
    else:
        book = openpyxl.load_workbook(path)
        book["glossary"].cell(2, HEAD.index("english") + 1, "scheme")
        book.save(root / "edited.xlsx")
    result = ccb(root, "glossary", "import", f"edited.{form}")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "no place in the glossary for: what was changed in the column english, which only repeats the English terms: "
        "change their rows (1)\nnothing to take over\n"
    )
    english = root / "glossary/concepts/plan.toml"
    english.write_text(PLAN.replace('text = "plan"', 'text = "scheme"'))
    assert ccb(root, "glossary", "import", str(path)).stderr == "nothing to take over\n"  # nobody edited that one


def test_an_emptied_status_is_not_taken(root: Path, ccb: Any) -> None:
    ccb(root, "glossary", "export", "-f", "csv")
    result = ccb(root, "glossary", "import", save(root, change(sheet(root), 2, status="")))
    assert (result.exit_code, result.stdout) == (
        1, "not taken: plan, fr “planning”: status ours “preferred”, theirs “”: a term needs one (line 3)\n"
    )  # fmt: skip


def test_a_slip_in_the_concept_founds_none(root: Path, ccb: Any) -> None:
    ccb(root, "glossary", "export", "-f", "csv")
    result = ccb(root, "glossary", "import", save(root, change(sheet(root), 2, concept="nope", note="Bof.")))
    assert (result.exit_code, result.stdout) == (
        1,
        "not taken: plan, fr “planning”: concept ours “plan”, theirs “nope”: this is a row of plan: restore its "
        "concept, or clear key and base if it is a new term (line 3)\n",
    )
    assert len(list((root / "glossary/concepts").iterdir())) == 2
    founded = ccb(root, "glossary", "import", save(root, change(sheet(root), 2, concept="nope", key="", base="")))
    assert (founded.exit_code, founded.stdout.splitlines()[0]) == (0, "taken: nope: new concept, 1 term (line 3)")


def test_a_term_renamed_on_both_sides_is_shown_with_all_three(root: Path, ccb: Any) -> None:
    ccb(root, "glossary", "export", "-f", "csv")
    ours = root / "glossary/concepts/plan.toml"
    ours.write_text(PLAN.replace("planning", "projet"))
    result = ccb(root, "glossary", "import", save(root, change(sheet(root), 2, text="dessein")))
    assert (result.exit_code, result.stdout) == (
        1,
        "not taken: plan, fr “planning” → “dessein”: no longer in the glossary, which has “projet” in fr (line 3)\n",
    )


def test_a_change_that_would_break_a_concept_is_left(root: Path, ccb: Any) -> None:
    ccb(root, "glossary", "export", "-f", "csv")
    lines = change(change(sheet(root), 2, forms="plans"), 4, text="groupe")
    ours = root / "glossary/concepts/plan.toml"
    ours.write_text(text := f'{PLAN}\n[[term]]\nlang = "fr"\ntext = "projet"\nforms = ["plans"]\n')
    result = ccb(root, "glossary", "import", save(root, lines))
    assert result.exit_code == 1
    assert "not taken: plan: “plans” (fr) would stand with both “planning” and “projet”\n" in result.stdout
    assert ours.read_text() == text
    assert "1 taken, 1 not taken" in result.stderr


def test_an_added_row_that_repeats_a_term_is_named_by_its_line(root: Path, ccb: Any) -> None:
    ccb(root, "glossary", "export", "-f", "csv")
    lines = change(sheet(root), 2, forms="plans")
    lines += [[{"concept": "plan", "lang": lang, "text": text}.get(name, "") for name in HEAD]
              for lang, text in (("fr", "plans"), ("sw", "mpango"), ("en", "plans"))]  # fmt: skip
    result = ccb(root, "glossary", "import", save(root, lines))
    assert (result.exit_code, result.stderr) == (1, "3 taken, 1 not taken\n")
    assert "not taken: plan, fr “plans”: line 3 has “plans” already, with “planning” (line 6)" in result.stdout
    assert 'forms = ["plans"]' in (root / "glossary/concepts/plan.toml").read_text()
    again = ccb(root, "glossary", "import", save(root, [lines[0], lines[5]]))
    assert "fr “plans”: the glossary has “plans” already, with “planning” (line 2)" in again.stdout


def test_a_new_concept_that_repeats_a_term_is_named_by_its_line(root: Path, ccb: Any) -> None:
    lines = [["concept", "lang", "text", "forms", "subject", "definition"],
             ["goal", "fr", "but", "buts", "training", "An aim."], ["goal", "fr", "buts", "", "", ""]]  # fmt: skip
    result = ccb(root, "glossary", "import", save(root, lines))
    assert (result.exit_code, result.stdout) == (
        1, "not taken: goal, fr “buts”: line 2 has “buts” already, with “but” (line 3)\n"
    )  # fmt: skip


def test_a_dry_run_writes_nothing(root: Path, ccb: Any) -> None:
    ccb(root, "glossary", "export", "-f", "csv")
    lines = change(sheet(root), 2, note="Bof.")
    result = ccb(root, "glossary", "import", "--dry-run", save(root, lines))
    assert "glossary/concepts/plan.toml: would change" in result.stdout
    assert (root / "glossary/concepts/plan.toml").read_text() == PLAN


def test_a_base_tells_who_changed_what(root: Path, ccb: Any) -> None:
    ccb(root, "glossary", "export", "-f", "tbx")
    base = root / "dist/glossary/glossary.tbx"
    (root / "edited.tbx").write_bytes(base.read_bytes().replace(b">A plan.<", b">Steps.<"))
    unknown = ccb(root, "glossary", "import", "edited.tbx")
    assert unknown.exit_code == 1
    assert "next: name the export that the editor started from with --base" in unknown.stderr
    assert ccb(root, "glossary", "import", "edited.tbx", "--base", str(base)).exit_code == 0
    assert (root / "glossary/concepts/plan.toml").read_text() == PLAN.replace("A plan.", "Steps.")


def test_a_new_concept_gets_a_file(root: Path, ccb: Any) -> None:
    head = ["concept", "lang", "text", "subject", "definition"]
    edited = save(root, [head, ["goal", "fr", "objectif", "training", "An aim."]])
    assert "goal.toml: would be created" in ccb(root, "glossary", "import", "--dry-run", edited).stdout
    result = ccb(root, "glossary", "import", save(root, [head, ["goal", "fr", "objectif", "training", "An aim."]]))
    assert result.stdout.splitlines() == [
        "taken: goal: new concept, 1 term (line 2)",
        "glossary/concepts/goal.toml: created",
    ]
    assert (root / "glossary/concepts/goal.toml").read_text().splitlines() == [
        'id = "goal"',
        'subject = "training"',
        'status = "draft"',
        'definition = "An aim."',
        'source = "Imported from edited.csv, unreviewed."',
        'severity = "warning"',
        'match = "lemma"',
        "",
        "[[term]]",
        'lang = "fr"',
        'text = "objectif"',
        'status = "preferred"',
    ]
    assert ccb(root, "glossary", "import", save(root, [head, ["../x", "fr", "y", "s", "d"]])).exit_code == 1
    assert not list(root.glob("**/x.toml"))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("edited.csv", b"concept,lang,text\nplan,fr,\xe9t\xe9\n", "edited.csv:2: not UTF-8"),
        ("edited.csv", b"concept,lang,text\nplan,qqx,a\n", "edited.csv:2: nobody knows the language 'qqx'"),
        ("edited.xlsx", b"concept,lang,text\n", "edited.xlsx: no Excel workbook"),
        ("edited.tbx", b"<tbx", "edited.tbx:1: no XML"),
        ("edited.tbx", b"", "edited.tbx:1: no XML"),
        ("edited.doc", b"{}", "edited.doc: no format that can be imported"),
        ("edited.po", b'msgid ""\n', "edited.po: po, a glossary for translators' tools, does not come back"),
        ("edited.htm", b"", "edited.htm: html, a page to read, does not come back"),
        ("edited", b"\xef\xbb\xbf<!DOCTYPE html>\n", "edited: html, a page to read, does not come back"),
        ("edited.txt", b"plan\tplan\n", "edited.txt: tsv, a glossary of OmegaT, does not come back"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(root: Path, ccb: Any, name: str, data: bytes, says: str) -> None:
    (root / name).write_bytes(data)
    result = ccb(root, "glossary", "import", name)
    assert result.exit_code == 2
    assert says in result.stderr
    assert "cannot read" in ccb(root, "glossary", "import", "missing.csv").stderr


@pytest.mark.parametrize("form", ["html", "po", "tsv"])
def test_a_format_that_only_goes_out_names_those_that_come_back(root: Path, ccb: Any, form: str) -> None:
    ccb(root, "glossary", "export", "-f", form, "-l", "fr")
    (path,) = (root / "dist/glossary").iterdir()
    result = ccb(root, "glossary", "import", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{path.name}: {form}, a " in result.stderr
    assert "next: csv, xlsx, tbx and martif come back: export one of them" in result.stderr


def test_a_sheet_saved_as_unicode_text_comes_back(root: Path, ccb: Any) -> None:
    (root / "edited.txt").write_bytes("Concept\tlang\ttext\nplan\tsw\tmpango\n".encode("utf-16"))
    assert ccb(root, "glossary", "import", "edited.txt").exit_code == 0


def test_what_has_no_place_is_counted(root: Path, ccb: Any) -> None:
    ccb(root, "glossary", "export", "-f", "tbx")
    data = (root / "dist/glossary/glossary.tbx").read_bytes()
    context = b'<descrip type="context">x</descrip>'
    (root / "edited.tbx").write_bytes(data.replace(b"</termSec>", context + b"</termSec>"))
    assert "no place in the glossary for: descrip context (4)" in ccb(root, "glossary", "import", "edited.tbx").stderr


@pytest.mark.parametrize("command", [(), ("export",), ("import",)])
def test_help_is_there_at_once(ccb: Any, tmp_path: Path, command: tuple[str, ...]) -> None:
    assert "Usage: main glossary" in ccb(tmp_path, "glossary", *command, "--help").stdout
    code = (
        "import sys; from ccb_l10n.cli import main\n"
        f"main(['glossary', *{command!r}, '--help'], standalone_mode=False)\n"
        "print([name for name in ('babel', 'openpyxl', 'defusedxml', 'tomlkit') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.endswith("[]\n")


def test_an_export_founds_a_glossary_in_another_workspace(root: Path, ccb: Any, tmp_path: Path) -> None:
    ccb(root, "glossary", "export", "--format", "csv", "--output", str(tmp_path / "g.csv"))
    other = tmp_path / "other"
    (other / "content" / "a").mkdir(parents=True)
    result = ccb(other, "glossary", "import", str(tmp_path / "g.csv"))
    assert result.exit_code == 0
    for path in (root / "glossary" / "concepts").glob("*.toml"):
        assert parse((other / "glossary/concepts" / path.name).read_text("utf-8"), path.name) == parse(
            path.read_text("utf-8"), path.name
        )
