"""build, draft, check, status and init, as a person at the command line meets them."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import polib
import pytest

import argos_package
from editor import translate

PAGE = "---\ntitle: Phishing\n---\n\n# Phishing\n\nDo not open the [link](sub/other.md).\n\n- Report it.\n"
OTHER = "# Other\r\n\r\nSee *this*.\r\n"
FILES = {
    "content/demo/index.md": PAGE,
    "content/demo/sub/other.md": OTHER,
    "content/demo/images/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "content/demo/course.toml": "title = 'Phishing'\nversion = '2'\nlicence = 'CC0-1.0'\n",
}


@pytest.fixture
def root(workspace: Any) -> Path:
    made: Path = workspace(FILES)
    return made


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small genuine package, installed."""
    folder = tmp_path / "packages"
    folder.mkdir()
    argos_package.build(folder)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))


def test_build_makes_a_pack_of_a_course_without_any_translation(root: Path, ccb: Any) -> None:
    result = ccb(root, "build", "--lang", "fr")
    assert result.exit_code == 0
    assert result.stdout == (
        "dist/demo-fr/html: 5 messages, 5 untranslated\ndist/demo-fr/markdown: 5 messages, 5 untranslated\n"
    )
    assert "warning: demo fr: 5 messages stay in the source language" in result.stderr
    assert "pip install" in result.stderr or ".argosmodel" in result.stderr
    assert (root / "dist/demo-fr/markdown/index.md").read_bytes() == PAGE.encode()
    assert (root / "dist/demo-fr/markdown/sub/other.md").read_bytes() == OTHER.encode()
    page = (root / "dist/demo-fr/html/index.html").read_text()
    assert '<html lang="fr" dir="ltr"' in page
    assert 'lang="en"' in page


def test_build_puts_translations_in_and_keeps_every_other_byte(root: Path, ccb: Any) -> None:
    ccb(root, "build", "--lang", "fr")
    targets = {
        "Do not open the [link](sub/other.md).": "N’ouvrez pas le [lien](sub/other.md).",
        "See *this*.": "Voir *ceci*.",
    }
    translate(root, targets)
    assert ccb(root, "build", "--lang", "fr").exit_code == 0
    pack = root / "dist/demo-fr"
    expected = PAGE.replace("Do not open the [link]", "N’ouvrez pas le [lien]")
    assert (pack / "markdown/index.md").read_bytes() == expected.encode()
    assert (pack / "markdown/sub/other.md").read_bytes() == b"# Other\r\n\r\nVoir *ceci*.\r\n"
    assert "N’ouvrez pas le" in (pack / "html/index.html").read_text()


def test_a_pack_says_what_it_is_and_can_be_verified(root: Path, ccb: Any, tool: Any) -> None:
    ccb(root, "build", "--lang", "fr")
    pack = root / "dist/demo-fr"
    told = json.loads((pack / "manifest.json").read_text())
    assert (told["course"], told["language"], told["version"], told["licence"]) == ("demo", "fr", "2", "CC0-1.0")
    assert told["counts"]["untranslated"] == 5
    for entry in told["files"]:
        data = (pack / entry["path"]).read_bytes()
        assert (entry["sha256"], entry["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
    subprocess.run([tool("sha256sum"), "--check", "--quiet", "SHA256SUMS"], cwd=pack, check=True)


def test_same_inputs_same_bytes(root: Path, ccb: Any, tmp_path: Path) -> None:
    ccb(root, "build", "--lang", "fr")
    first = {path: path.read_bytes() for path in (root / "dist").rglob("*") if path.is_file()}
    ccb(root, "build", "--lang", "fr")
    (root / ".ccb-l10n/stamps.json").unlink()
    ccb(root, "build", "--lang", "fr")
    assert {path: path.read_bytes() for path in (root / "dist").rglob("*") if path.is_file()} == first


def test_a_damaged_pack_is_built_again(root: Path, ccb: Any) -> None:
    ccb(root, "build", "--lang", "fr")
    page = root / "dist/demo-fr/html/index.html"
    good = page.read_bytes()
    page.write_bytes(good + b" ")
    (root / "dist/demo-fr/html/stray.html").write_text("old")
    ccb(root, "build", "--lang", "fr")
    assert page.read_bytes() == good
    assert not (root / "dist/demo-fr/html/stray.html").exists()


def test_frozen_touches_nothing_under_locales(root: Path, ccb: Any) -> None:
    assert ccb(root, "build", "--lang", "fr", "--frozen").exit_code == 0
    assert not (root / "locales").exists()
    ccb(root, "build", "--lang", "fr")
    before = {path: path.read_bytes() for path in (root / "locales").rglob("*") if path.is_file()}
    assert before  # a frozen build before it must not make this one think that all is done
    (root / "content/demo/index.md").write_text(PAGE.replace("Report it", "Report it at once"))
    ccb(root, "build", "--lang", "fr", "--frozen")
    assert {path: path.read_bytes() for path in (root / "locales").rglob("*") if path.is_file()} == before
    assert "at once" in (root / "dist/demo-fr/markdown/index.md").read_text()


def test_a_stale_target_is_never_shipped(root: Path, ccb: Any) -> None:
    ccb(root, "build", "--lang", "fr")
    translate(root, {"Report it.": "Signalez-le."})
    (root / "content/demo/index.md").write_text(PAGE.replace("Report it.", "Report it today."))
    result = ccb(root, "build", "--lang", "fr", "--json")
    assert json.loads(result.stdout)["counts"]["fr"]["demo"]["stale"] == 1
    assert "Report it today." in (root / "dist/demo-fr/markdown/index.md").read_text()


def test_a_target_that_breaks_the_page_is_left_out_with_a_finding(root: Path, ccb: Any) -> None:
    ccb(root, "build", "--lang", "fr")
    translate(root, {"Do not open the [link](sub/other.md).": "N’ouvrez pas le [lien](autre.md)."})
    result = ccb(root, "build", "--lang", "fr")
    assert result.exit_code == 1
    assert "content/demo/index.md:7" in result.stderr
    assert "other.md" in result.stderr
    assert (root / "dist/demo-fr/markdown/index.md").read_text() == PAGE
    again = ccb(root, "build", "--lang", "fr")  # what stands already says the same
    assert (again.exit_code, again.stderr) == (1, result.stderr)


def test_json_says_it_all_in_one_object(root: Path, ccb: Any) -> None:
    told = json.loads(ccb(root, "build", "--lang", "fr", "--format", "markdown", "--json").stdout)
    assert told["schema"] == 1
    assert told["packs"] == [{"course": "demo", "lang": "fr", "format": "markdown", "path": "dist/demo-fr/markdown"}]
    assert sum(told["counts"]["fr"]["demo"].values()) == 5
    assert told["findings"]["error"] == 0
    assert set(told["seconds"]) >= {"extract", "merge", "check", "pack"}


def test_right_to_left(root: Path, ccb: Any) -> None:
    ccb(root, "build", "--lang", "ar")
    assert '<html lang="ar" dir="rtl"' in (root / "dist/demo-ar/html/index.html").read_text()


def test_an_unreadable_page_is_named_and_the_rest_is_built(root: Path, ccb: Any) -> None:
    (root / "content/demo/bad.md").write_bytes(b"\xff\xfe")
    result = ccb(root, "build", "--lang", "fr")
    assert result.exit_code == 1
    assert "content/demo/bad.md:1" in result.stderr
    assert (root / "dist/demo-fr/html/index.html").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build", "--lang", "fr", "--format", "odt"), "the formats are: html, "),
        (("build", "--lang", "frensh"), "not a language code"),
        (("draft", "--lang", "en"), "what the course is written in"),
        (("build", "--lang", "fr", "-c", "x"), "the courses are: demo"),
    ],
)
def test_what_cannot_run_says_why(root: Path, ccb: Any, arguments: tuple[str, ...], words: str) -> None:
    result = ccb(root, *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_check_fails_on_errors_and_points_at_the_catalog(root: Path, ccb: Any) -> None:
    ccb(root, "build", "--lang", "fr")
    assert ccb(root, "check").exit_code == 0
    translate(root, {"Do not open the [link](sub/other.md).": "N’ouvrez pas le lien."})
    result = ccb(root, "check", "--format", "json")
    (finding,) = [each for each in json.loads(result.stdout)["findings"] if each["severity"] == "error"]
    line = (root / finding["path"]).read_text().splitlines()[finding["line"] - 1]
    assert result.exit_code == 1
    assert (finding["id"], finding["lang"]) == ("structure", "fr")
    assert line.startswith("msgid")
    assert ccb(root, "check", "--fail-on", "never").exit_code == 0


def test_check_finds_forbidden_terms(root: Path, ccb: Any) -> None:
    (root / "glossary/concepts").mkdir(parents=True)
    (root / "glossary/concepts/encryption.toml").write_text(
        'id = "encryption"\nsubject = "cyber"\nstatus = "approved"\ndefinition = "d"\nsource = "s"\n'
        'severity = "error"\nmatch = "lemma"\n'
        '[[term]]\nlang = "fr"\ntext = "chiffrement"\nstatus = "preferred"\n'
        '[[term]]\nlang = "fr"\ntext = "cryptage"\nstatus = "forbidden"\n'
    )
    ccb(root, "build", "--lang", "fr")
    translate(root, {"Report it.": "Le cryptage."})
    result = ccb(root, "check")
    assert result.exit_code == 1
    assert "cryptage" in result.stdout
    assert "use chiffrement" in result.stdout


def test_status_counts_what_the_content_is_now(root: Path, ccb: Any) -> None:
    ccb(root, "build", "--lang", "fr")
    translate(root, {"Report it.": "Signalez-le."})
    (root / "content/demo/index.md").write_text(PAGE + "\nOne more sentence.\n")
    before = (root / "locales/demo.pot").read_bytes()
    row = json.loads(ccb(root, "status", "--format", "json").stdout)["courses"][0]
    assert (row["total"], row["counts"]["translated"], row["counts"]["untranslated"]) == (6, 1, 5)
    left = ["Phishing", "Do not open the [link](sub/other.md).", "Other", "See *this*.", "One more sentence."]
    assert row["words_left"] == sum(len(text.split()) for text in left)
    assert (root / "locales/demo.pot").read_bytes() == before


def test_init_makes_a_workspace_that_builds_at_once(tmp_path: Path, ccb: Any) -> None:
    assert ccb(tmp_path, "init", "new").exit_code == 0
    result = ccb(tmp_path / "new", "build", "--lang", "ar")
    assert result.exit_code == 0
    assert (tmp_path / "new/dist/spot-phishing-ar/html/index.html").exists()
    again = ccb(tmp_path, "init", "new")
    assert again.exit_code == 2
    assert "not empty" in again.stderr


def test_draft_without_a_package_says_what_to_install_and_where(
    root: Path, ccb: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    ccb(root, "extract")
    result = ccb(root, "draft", "--lang", "fr")
    assert result.exit_code == 2
    assert str(tmp_path / "packages") in result.stderr


@argos_package.needs_argos()
@pytest.mark.argos
def test_draft_fills_what_is_missing_and_marks_it(root: Path, ccb: Any, engine: None) -> None:
    ccb(root, "extract")
    ccb(root, "merge", "--lang", "fr")
    translate(root, {"Report it.": "Signalez-le."})
    result = ccb(root, "draft", "--lang", "fr")
    assert result.exit_code == 0
    catalog = polib.pofile(str(root / "locales/fr/LC_MESSAGES/demo.po"))
    assert catalog.find("Report it.").msgstr == "Signalez-le."
    drafted = [entry for entry in catalog if entry.fuzzy]
    assert drafted
    assert all("Machine draft" in entry.tcomment for entry in drafted)
    book = [json.loads(line) for line in (root / "locales/fr/LC_MESSAGES/demo.ledger.jsonl").read_text().splitlines()]
    assert {line["origin"] for line in book} == {"human", "machine"}
    assert all("sha256" in line["engine"] for line in book if line["origin"] == "machine" and not line["flags"])
    with_drafts = (ccb(root, "build", "--lang", "fr"), (root / "dist/demo-fr/markdown/index.md").read_text())
    without = ccb(root, "build", "--lang", "fr", "--drafts", "exclude", "--frozen")
    assert with_drafts[0].exit_code == without.exit_code == 0
    assert (root / "dist/demo-fr/markdown/index.md").read_text() != with_drafts[1]


def test_build_in_the_language_of_the_course(root: Path, ccb: Any) -> None:
    result = ccb(root, "build", "--lang", "en", "--lang", "fr")
    assert result.exit_code == 0
    assert "dist/demo-en/html: in the language of the course\n" in result.stdout
    assert not (root / "locales/en").exists()
    assert (root / "dist/demo-en/markdown/index.md").read_bytes() == PAGE.encode()
    page = (root / "dist/demo-en/html/sub/other.html").read_text()
    assert "notice" not in page and '<a href="../../../demo-fr/html/sub/other.html" hreflang="fr"' in page


def test_what_would_run_in_a_browser_is_left_out(root: Path, ccb: Any) -> None:
    demo = root / "content/demo"
    (demo / "images/bad.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    for name in ("tool.html", "tool.xml", "tool.xht", "tool.mht", "tool"):
        (demo / name).write_text("<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>")
    (demo / "form.docx").write_bytes(b"PK")
    result = ccb(root, "build", "--lang", "fr")
    kept = {path.relative_to(root / "dist/demo-fr").as_posix() for path in (root / "dist/demo-fr").rglob("*")}
    assert "html/images/a.svg" in kept and "markdown/images/a.svg" in kept
    assert not {name for name in kept if name.endswith("bad.svg") or "tool" in name}
    assert "html/form.docx" in kept and "markdown/form.docx" in kept
    for name in ("images/bad.svg", "tool.html", "tool.xml", "tool.xht", "tool.mht", "tool"):
        assert f"content/demo/{name}: " in result.stderr


def test_gates_refuse_and_list_what_is_missing(root: Path, ccb: Any) -> None:
    result = ccb(root, "build", "--lang", "fr", "--min-complete", "100")
    assert result.exit_code == 1 and result.stdout == ""
    assert "demo-fr is not built: 0 % of its passages are in its language" in result.stderr
    assert "index.md: 4 of 4" in result.stderr
    assert not (root / "dist/demo-fr").exists()
    translate(root, {each: f"{each}." for each in ("Phishing", "Report it.", "Other", "See *this*.")})
    translate(root, {"Do not open the [link](sub/other.md).": "N’ouvrez pas le [lien](sub/other.md)."})
    assert ccb(root, "build", "--lang", "fr", "--min-complete", "100").exit_code == 0
    assert ccb(root, "build", "--lang", "fr", "--max-unreviewed", "0").exit_code == 0


def test_a_course_says_what_passes(root: Path, ccb: Any) -> None:
    settings = root / "content/demo/course.toml"
    settings.write_text("mastery = 101\n")
    result = ccb(root, "build", "--lang", "fr")
    assert result.exit_code == 2 and "mastery is 101" in result.stderr
    settings.write_text("mastery = 60\n")
    (root / "content/demo/quiz.md").write_text("# Q\n\n::: quiz\nWhich?\n\n- [x] a\n- [ ] b\n:::\n")
    assert ccb(root, "build", "--lang", "fr", "-f", "scorm").exit_code == 0
    with zipfile.ZipFile(root / "dist/demo-fr/scorm/demo-fr.zip") as pack:
        assert b"<adlcp:masteryscore>60</adlcp:masteryscore>" in pack.read("imsmanifest.xml")


def test_many_errors_are_summed_up(root: Path, ccb: Any) -> None:
    links = "".join(f"[a](gone{at}.md)\n\n" for at in range(60))
    (root / "content/demo/index.md").write_text(f"# Phishing\n\n{links}")
    result = ccb(root, "build", "--lang", "fr")
    assert result.exit_code == 1
    assert result.stderr.count("\n") < 30 and "60" in result.stderr


def test_editions_are_packs_of_their_own(root: Path, ccb: Any) -> None:
    page = root / "content/demo/index.md"
    page.write_text(PAGE + "\n::: trainer\nAsk the room.\n:::\n")
    ccb(root, "build", "--lang", "fr")
    ccb(root, "build", "--lang", "fr", "--edition", "trainer")
    assert "Ask the room." not in (root / "dist/demo-fr/html/index.html").read_text()
    assert "Ask the room." in (root / "dist/demo-fr-trainer/html/index.html").read_text()
    assert (root / "dist/demo-fr/markdown/index.md").read_bytes() == f"{PAGE}\n".encode()
    assert (root / "dist/demo-fr-trainer/markdown/index.md").read_bytes() == page.read_bytes()


def test_build_drafts_from_people_without_an_engine(root: Path, ccb: Any, workspace: Any) -> None:
    workspace({**FILES, "content/twin/index.md": "# Twin\n\n- Report it.\n\nNobody has said this.\n"})
    ccb(root, "extract")
    ccb(root, "merge", "--lang", "fr")
    first = ccb(root, "build", "--lang", "fr", "--course", "twin")
    assert "twin fr: 3 messages stay in the source language" in first.stderr
    translate(root, {"Report it.": "Signalez-le."})  # in demo
    result = ccb(root, "build", "--lang", "fr", "--course", "twin")
    assert "twin fr: 2 messages stay in the source language" in result.stderr
    catalog = polib.pofile(str(root / "locales/fr/LC_MESSAGES/twin.po"))
    entry = catalog.find("Report it.")
    assert (entry.msgstr, entry.fuzzy) == ("Signalez-le.", True)
    assert "Signalez-le." in (root / "dist/twin-fr/markdown/index.md").read_text()


@argos_package.needs_argos()
@pytest.mark.argos
def test_build_asks_the_engine_once_for_what_it_said_before(
    root: Path, ccb: Any, engine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ccb(root, "build", "--lang", "fr")
    catalog = root / "locales/fr/LC_MESSAGES/demo.po"
    drafted = catalog.read_bytes()
    catalog.unlink()
    monkeypatch.setattr("ctranslate2.Translator.translate_batch", lambda *_, **__: pytest.fail("asked again"))
    assert ccb(root, "build", "--lang", "fr").exit_code == 0
    assert catalog.read_bytes() == drafted


@argos_package.needs_argos()
@pytest.mark.argos
def test_build_drafts_an_outdated_draft_anew(root: Path, ccb: Any, engine: None) -> None:
    (root / "content/demo/index.md").write_text("The team reads the report.\n")
    (root / "content/demo/sub/other.md").unlink()
    ccb(root, "build", "--lang", "fr")
    (root / "content/demo/index.md").write_text("The team reads the file.\n")
    ccb(root, "build", "--lang", "fr")
    catalog = polib.pofile(str(root / "locales/fr/LC_MESSAGES/demo.po"))
    entry = catalog.find("The team reads the file.")
    assert "Machine draft" in entry.tcomment and not entry.previous_msgid
    assert entry.msgstr in (root / "dist/demo-fr/markdown/index.md").read_text()


def test_check_of_a_language_without_a_catalog_cannot_run(root: Path, ccb: Any) -> None:
    ccb(root, "build", "--lang", "fr")
    result = ccb(root, "check", "--lang", "de")
    assert result.exit_code == 2
    assert "ccb-l10n merge --lang de" in result.stderr


def test_a_course_without_catalogs_does_not_stop_the_others(root: Path, ccb: Any) -> None:
    ccb(root, "build", "--lang", "fr")
    (root / "content/second").mkdir()
    (root / "content/second/index.md").write_text("# Second\n")
    assert ccb(root, "status").exit_code == ccb(root, "check").exit_code == 0


@pytest.mark.parametrize("form", ["html", "epub", "scorm", "markdown"])
def test_names_that_packs_cannot_hold_are_told_all_at_once(root: Path, ccb: Any, form: str) -> None:
    demo = root / "content/demo"
    (demo / "pack").mkdir()
    bad = {"con.md": "Windows", "a?b.md": "Windows", "pack/glossary.md": "the pack’s own has this place"}
    bad |= {"pack/icon.svg": "the pack’s own has this place", "images/A.svg": "'Images' elsewhere"}
    for name in (*bad, "Images/b.svg"):
        (demo / name).parent.mkdir(exist_ok=True)
        (demo / name).write_text("# A\n" if name.endswith(".md") else FILES["content/demo/images/a.svg"])
    bad["images/a.svg"] = "content/demo/images/A.svg has this place"
    result = ccb(root, "build", "--lang", "fr", "--lang", "ar", "-f", form)
    assert result.exit_code == 1 and result.stdout == "" and not (root / "dist").exists()
    told = [line for line in result.stderr.splitlines() if "file-name" in line]
    assert len(told) == len(bad)  # once for both languages
    for name, words in bad.items():
        assert [line for line in told if line.startswith(f"content/demo/{name}: ") and words in line], name
    assert "demo-fr is not built: packs cannot hold 6 of its files" in result.stderr


def test_a_course_whose_name_packs_cannot_bear(root: Path, ccb: Any) -> None:
    (root / "content/demo").rename(root / "content/what?")
    result = ccb(root, "build", "--lang", "fr")
    assert result.exit_code == 1 and not (root / "dist").exists()
    assert "content/what?: error file-name: packs cannot hold a name that Windows does not take" in result.stderr


def test_a_course_without_pages_is_an_error(root: Path, ccb: Any) -> None:
    (root / "content/empty").mkdir()
    (root / "content/empty/a.txt").write_text("a")
    result = ccb(root, "build", "--lang", "fr", "--min-complete", "0")
    assert result.exit_code == 2
    assert "content/empty: the course has no pages" in result.stderr
    assert (root / "dist/demo-fr").exists() and not (root / "dist/empty-fr").exists()
    (root / "content/empty/a.md").write_bytes(b"\xff")
    result = ccb(root, "build", "--lang", "fr", "-c", "empty")
    assert result.exit_code == 2
    assert "content/empty/a.md" in result.stderr and "none of the course's pages can be read" in result.stderr


def test_packs_lead_only_to_those_that_are_built_with_them(root: Path, ccb: Any) -> None:
    first = ccb(root, "build", "--lang", "en", "--lang", "fr", "--lang", "ar")
    assert first.exit_code == 0 and "left from an earlier build" not in first.stderr
    page = root / "dist/demo-en/html/index.html"
    assert "demo-fr/" in page.read_text() and "demo-ar/" in page.read_text()
    translate(root, {"Phishing": "Phishing."})
    refused = ("build", "--lang", "en", "--lang", "fr", "--lang", "ar", "--min-complete", "20")
    for _ in range(2):  # the second time from what the first left
        result = ccb(root, *refused)
        assert result.exit_code == 1 and "demo-ar is not built: 0 %" in result.stderr
        assert "dist/demo-ar is left from an earlier build" in result.stderr
        assert "dist/demo-fr is left" not in result.stderr
        assert "demo-fr/" in page.read_text() and "demo-ar" not in page.read_text()
        assert json.loads((root / "dist/demo-fr/manifest.json").read_text())["languages"] == ["en", "fr"]
    catalog = polib.pofile(str(root / "locales/ar/LC_MESSAGES/demo.po"))
    catalog.find("Phishing").msgstr = "تصيد"
    catalog.save()
    assert ccb(root, *refused).exit_code == 0
    assert "demo-ar/" in page.read_text()


def test_a_catalog_that_cannot_be_read_stops_its_own_language_only(root: Path, ccb: Any) -> None:
    ccb(root, "build", "--lang", "fr", "--lang", "ar")
    shutil.rmtree(root / "dist/demo-ar")
    (root / "locales/fr/LC_MESSAGES/demo.po").write_text("msgid broken\n")
    old = (root / "dist/demo-fr/SHA256SUMS").read_bytes()
    result = ccb(root, "build", "--lang", "fr", "--lang", "ar")
    assert result.exit_code == 2
    assert result.stderr.count("error: locales/fr/LC_MESSAGES/demo.po:1: ") == 1
    assert "dist/demo-fr is left from an earlier build" in result.stderr
    assert "dist/demo-ar/html" in result.stdout
    assert json.loads((root / "dist/demo-ar/manifest.json").read_text())["languages"] == ["ar"]
    assert (root / "dist/demo-fr/SHA256SUMS").read_bytes() == old
    assert sorted(each.name for each in (root / "dist").iterdir()) == ["demo-ar", "demo-fr"]


def test_what_stops_all_languages_is_told_once(root: Path, ccb: Any) -> None:
    result = ccb(root, "build", "--lang", "fr", "--lang", "ar", "--region", "nowhere")
    assert result.exit_code == 2 and result.stderr.count("nowhere") == 1


def test_a_finding_about_the_course_is_told_once_for_all_languages(root: Path, ccb: Any) -> None:
    (root / "content/demo/index.md").write_text(f"{PAGE}\n[a](gone.md)\n")
    result = ccb(root, "build", "--lang", "fr", "--lang", "ar", "--lang", "en", "--json")
    assert result.stderr.count("gone.md") == ccb(root, "build", "--lang", "fr").stderr.count("gone.md") > 0
    assert json.loads(result.stdout)["findings"]["error"] == 1


def test_all_formats_leave_out_of_learners_packs_what_tells_the_answers(root: Path, ccb: Any) -> None:
    (root / "content/demo/quiz.md").write_text("# Q\n\n::: quiz\nWhich?\n\n- [x] a\n- [ ] b\n:::\n")
    result = ccb(root, "build", "--lang", "fr", "-f", "all")
    assert "--edition trainer" in result.stderr and not (root / "dist/demo-fr/gift").exists()
    assert "gift" not in json.loads((root / "dist/demo-fr/manifest.json").read_text())["formats"]
    for extra, pack in ((("-f", "gift"), "demo-fr"), (("--edition", "trainer"), "demo-fr-trainer")):
        result = ccb(root, "build", "--lang", "fr", "-f", "all", *extra)
        assert "tells the answers" not in result.stderr
        assert "Ce fichier contient les réponses" in (root / f"dist/{pack}/gift/{pack}.gift").read_text()
    (root / "content/demo/quiz.md").unlink()
    assert "no gift: the course has nothing for it" in ccb(root, "build", "--lang", "fr", "-f", "all").stderr


def test_links_that_lead_out_are_refused(root: Path, ccb: Any, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (root / "content/demo/images/b.png").symlink_to(tmp_path / "secret.txt")
    result = ccb(root, "build", "--lang", "fr")
    assert result.exit_code == 2
    assert "b.png" in result.stderr


def test_an_unreadable_page_keeps_its_translations(root: Path, ccb: Any) -> None:
    ccb(root, "build", "--lang", "fr")
    translate(root, {"See *this*.": "Voir *ceci*."})
    good = (root / "content/demo/sub/other.md").read_bytes()
    (root / "content/demo/sub/other.md").write_bytes(b"\xff" + good)
    assert ccb(root, "build", "--lang", "fr").exit_code == 1
    assert ccb(root, "status").exit_code == 1
    entry = polib.pofile(str(root / "locales/fr/LC_MESSAGES/demo.po")).find("See *this*.")
    assert (entry.msgstr, entry.obsolete) == ("Voir *ceci*.", 0)


def test_a_folder_that_spells_its_language_otherwise_is_used(root: Path, ccb: Any) -> None:
    ccb(root, "build", "--lang", "sr-Latn")
    (root / "locales/sr_Latn").rename(root / "locales/sr@latin")
    ccb(root, "build", "--lang", "sr-Latn")
    assert not (root / "locales/sr_Latn").exists()
