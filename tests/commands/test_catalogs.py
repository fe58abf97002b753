"""extract and merge, as a person at the command line meets them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
import pytest

from editor import translate

PAGE = "# Phishing\n\nDo not open the link.\n\n- Report it.\n"


def course(workspace: Any, **pages: str | bytes) -> Path:
    files = {f"content/demo/{name}.md": text for name, text in (pages or {"index": PAGE}).items()}
    return workspace(files)


def test_extract_writes_a_template_and_says_so(workspace: Any, ccb: Any) -> None:
    root = course(workspace)
    result = ccb(root, "extract")
    assert (result.exit_code, result.stdout) == (0, "locales/demo.pot: written, 3 messages\n")
    template = polib.pofile(str(root / "locales/demo.pot"))
    assert [entry.msgid for entry in template] == ["Phishing", "Do not open the link.", "Report it."]
    assert template[2].comment == "list item · Phishing"
    assert template[2].occurrences == [("index.md", "")]


def test_extract_again_writes_nothing(workspace: Any, ccb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    root = course(workspace)
    ccb(root, "extract")
    before = (root / "locales/demo.pot").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert "up to date" in ccb(root, "extract").stdout
    (root / ".ccb-l10n/stamps.json").write_text("{ damaged")
    assert "up to date" in ccb(root, "extract").stdout
    assert (root / "locales/demo.pot").read_bytes() == before


def test_extract_check_tells_what_is_out_of_date_and_writes_nothing(workspace: Any, ccb: Any) -> None:
    root = course(workspace)
    assert ccb(root, "extract", "--check").exit_code == 1
    assert not (root / "locales").exists()
    ccb(root, "extract")
    assert ccb(root, "extract", "--check").exit_code == 0
    (root / "content/demo/index.md").write_text(PAGE + "\nMore.\n")
    assert ccb(root, "extract", "--check").exit_code == 1


@pytest.mark.parametrize(
    ("data", "problem"),
    [(b"# Caf\xe9\n", "1: not UTF-8: byte 0xe9 at offset 5"), (b"# A\n\nb\0c\n", "3: NUL byte at offset 6")],
)
def test_a_page_that_is_no_text_is_named_and_the_rest_works(
    workspace: Any, ccb: Any, data: bytes, problem: str
) -> None:
    root = course(workspace, index=PAGE, bad=data)
    result = ccb(root, "extract")
    assert result.exit_code == 1
    assert f"content/demo/bad.md:{problem}" in result.stderr
    assert len(polib.pofile(str(root / "locales/demo.pot"))) == 3


def test_merge_makes_and_updates_a_catalog(workspace: Any, ccb: Any) -> None:
    root = course(workspace)
    ccb(root, "extract")
    assert "3 new" in ccb(root, "merge", "--lang", "fr").stdout
    translate(root, {"Phishing": "Hameçonnage", "Do not open the link.": "N’ouvrez pas le lien."})
    (root / "content/demo/index.md").write_text(PAGE.replace("the link", "any link"))
    ccb(root, "extract")
    assert "1 carried" in ccb(root, "merge").stdout
    catalog = polib.pofile(str(root / "locales/fr/LC_MESSAGES/demo.po"))
    stale = catalog.find("Do not open any link.")
    assert (stale.msgstr, stale.fuzzy, stale.previous_msgid) == (
        "N’ouvrez pas le lien.",
        True,
        "Do not open the link.",
    )
    assert catalog.find("Phishing").msgstr == "Hameçonnage"
    assert "up to date" in ccb(root, "merge").stdout


def test_states_survive_a_tool_that_drops_comments_and_flags(workspace: Any, ccb: Any) -> None:
    root = course(workspace)
    ccb(root, "extract")
    ccb(root, "merge", "--lang", "fr")
    translate(root, {"Do not open the link.": "N’ouvrez pas le lien."})
    (root / "content/demo/index.md").write_text(PAGE.replace("the link", "any link"))
    ccb(root, "extract")
    ccb(root, "merge")
    path = root / "locales/fr/LC_MESSAGES/demo.po"
    path.write_text("".join(line for line in path.read_text().splitlines(True) if not line.startswith("#")))
    assert '"stale": 1' in ccb(root, "status", "--format", "json").stdout


def test_a_broken_catalog_stays_untouched(workspace: Any, ccb: Any) -> None:
    root = course(workspace)
    ccb(root, "extract")
    ccb(root, "merge", "--lang", "fr")
    path = root / "locales/fr/LC_MESSAGES/demo.po"
    broken = path.read_text().replace('msgid "Phishing"', '<<<<<<< HEAD\nmsgid "Phishing"')
    path.write_text(broken)
    result = ccb(root, "merge")
    line = broken.splitlines().index("<<<<<<< HEAD") + 1
    assert result.exit_code == 2
    assert f"locales/fr/LC_MESSAGES/demo.po:{line}:" in result.stderr
    assert path.read_text() == broken


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("merge", "--lang", "fr"), "run `ccb-l10n extract` first"),
        (("extract", "--course", "dmeo"), "the courses are: demo"),
    ],
)
def test_errors_say_the_next_step(workspace: Any, ccb: Any, arguments: tuple[str, ...], words: str) -> None:
    result = ccb(course(workspace), *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_no_language_is_an_error_with_an_example(workspace: Any, ccb: Any) -> None:
    root = course(workspace)
    ccb(root, "extract")
    result = ccb(root, "merge")
    assert result.exit_code == 2
    assert "--lang fr" in result.stderr


def test_the_source_language_is_no_target(workspace: Any, ccb: Any) -> None:
    root = course(workspace)
    ccb(root, "extract")
    assert ccb(root, "merge", "--lang", "en").exit_code == 2


def test_outside_of_a_workspace(tmp_path: Path, ccb: Any) -> None:
    result = ccb(tmp_path, "extract")
    assert result.exit_code == 2
    assert "ccb-l10n init DIR" in result.stderr


def test_a_folder_inside_the_workspace_will_do(workspace: Any, ccb: Any) -> None:
    root = course(workspace)
    assert ccb(root / "content/demo", "extract").exit_code == 0


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("content/demo/course.toml", "titel = 'x'\n", "unknown key 'titel'"),
        ("content/demo/course.toml", "title = 3\n", "title must be a text"),
        ("content/demo/course.toml", "title = 'a'\nmodules = [\n", "course.toml:"),
        ("content/demo/course.toml", "modules = ['gone.md']\n", "modules lists gone.md"),
        ("ccb-l10n.toml", "formats = ['epub3']\n", "the formats are:"),
        ("pyproject.toml", "[tool.ccb-l10n]\nlanguage = 'fr'\n", "unknown key 'language'"),
    ],
)
def test_settings_are_read_strictly(workspace: Any, ccb: Any, name: str, text: str, words: str) -> None:
    root = course(workspace)
    (root / name).write_text(text)
    result = ccb(root, "extract")
    assert result.exit_code == 2
    assert words in result.stderr


def test_settings_choose_what_is_translated(workspace: Any, ccb: Any) -> None:
    page = "---\ntitle: A\nslogan: B\n---\n\n<div>C</div>\n"
    root = course(workspace, index=page)
    (root / "content/demo/course.toml").write_text("front-matter = ['slogan']\nhtml-text = false\n")
    ccb(root, "extract")
    assert [entry.msgid for entry in polib.pofile(str(root / "locales/demo.pot"))] == ["B"]
