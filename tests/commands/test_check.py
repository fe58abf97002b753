"""check, as a team meets it that lives with it: profiles, suppressions, baselines, repairs and annotations."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from editor import translate

PAGE = "# Phishing\n\nEncrypt it.\n\nDo not open the link.\n\n- Report it.\n"
CONCEPT = (
    'id = "encryption"\nsubject = "cyber"\nstatus = "approved"\ndefinition = "d"\nsource = "s"\nseverity = "error"\n'
    'match = "lemma"\n[[term]]\nlang = "fr"\ntext = "chiffrement"\n'
    '[[term]]\nlang = "fr"\ntext = "cryptage"\nstatus = "forbidden"\n'
)
CATALOG = "locales/fr/LC_MESSAGES/demo.po"
LEDGER = "locales/fr/LC_MESSAGES/demo.ledger.jsonl"
BAD = {"Encrypt it.": "Le cryptage."}


@pytest.fixture
def root(workspace: Any, ccb: Any) -> Path:
    """A course with a French catalog in which one translation uses a forbidden term."""
    made: Path = workspace({"content/demo/index.md": PAGE, "glossary/concepts/encryption.toml": CONCEPT})
    ccb(made, "extract")
    ccb(made, "merge", "--lang", "fr")
    translate(made, BAD)
    ccb(made, "merge")
    return made


def found(result: Any) -> list[tuple[str, str]]:
    return [(each["id"], each["severity"]) for each in json.loads(result.stdout)["findings"]]


def serious(result: Any) -> list[tuple[str, str]]:
    return [each for each in found(result) if each[0] != "untranslated"]


def comment(root: Path, text: str, source: str = "Encrypt it.") -> None:
    """Write a comment line above a message: a flag below its other comments, else above them."""
    path = root / CATALOG
    place = f'#. paragraph · Phishing\n#: index.md\nmsgid "{source}"'
    with_text = place.replace("msgid", f"{text}\nmsgid") if text.startswith("#,") else f"{text}\n{place}"
    path.write_text(path.read_text().replace(place, with_text))
    assert with_text in path.read_text()


FORBIDDEN = ("forbidden-term", "error")


def test_profiles_by_workspace_course_and_command_line(root: Path, ccb: Any) -> None:
    def told(*arguments: str) -> list[tuple[str, str]]:
        return serious(ccb(root, "check", "--format", "json", *arguments))

    assert told() == [FORBIDDEN]
    (root / "ccb-l10n.toml").write_text('[checks]\nforbidden-term = "warning"\n')
    assert told() == [("forbidden-term", "warning")]
    (root / "content/demo/course.toml").write_text('[checks]\nforbidden-term = "info"\n')
    assert told() == [("forbidden-term", "info")]
    (root / "ccb-l10n.toml").write_text('[profiles.calm]\nextends = "lenient"\nforbidden-term = "off"\n')
    (root / "content/demo/course.toml").write_text('profile = "calm"\n')
    assert told() == []
    assert told("--profile", "lenient") == [FORBIDDEN]
    (root / "content/demo/course.toml").unlink()
    assert told("--profile", "calm") == []


def test_settings_in_pyproject(root: Path, ccb: Any) -> None:
    (root / "pyproject.toml").write_text('[tool.ccb-l10n.checks]\nforbidden-term = "off"\n')
    assert serious(ccb(root, "check", "--format", "json")) == []


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("ccb-l10n.toml", '[checks]\n\nforbiden-term = "off"\n', "ccb-l10n.toml:3: no check 'forbiden-term'"),
        ("ccb-l10n.toml", '[checks]\nempty = "of"\n', "ccb-l10n.toml:2: no level 'of'"),
        ("ccb-l10n.toml", "[checks]\nempty = true\n", "ccb-l10n.toml:2: checks.empty must be a text"),
        ("ccb-l10n.toml", 'profile = "strickt"\n', "ccb-l10n.toml:1: no profile 'strickt'"),
        ("ccb-l10n.toml", 'checks = "off"\n', "checks must be a table"),
        ("ccb-l10n.toml", '[profiles]\nours = "strict"\n', "ccb-l10n.toml:2: profiles.ours must be a table"),
        ("pyproject.toml", '[tool.ccb-l10n.checks]\nemty = "off"\n', "pyproject.toml:2: no check 'emty'"),
        ("content/demo/course.toml", '[checks]\nemty = "off"\n', "content/demo/course.toml:2: no check 'emty'"),
        ("content/demo/course.toml", 'subjects = "cyber"\n', "subjects must be a list of texts"),
        ("ccb-l10n.toml", 'baseline = "none.jsonl"\n', "none.jsonl: no such baseline"),
    ],
)
def test_settings_that_make_no_sense_are_named(root: Path, ccb: Any, file: str, text: str, words: str) -> None:
    (root / file).write_text(text)
    result = ccb(root, "check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert "next: " in result.stderr


def test_subjects_of_a_course_decide_on_concepts(root: Path, ccb: Any) -> None:
    path = root / "glossary/concepts/encryption.toml"
    path.write_text(CONCEPT.replace("[[term]]", '[scope]\nsubjects = ["cyber/crypto"]\n[[term]]', 1))
    assert serious(ccb(root, "check", "--format", "json")) == []
    (root / "content/demo/course.toml").write_text('subjects = ["cyber/crypto"]\n')
    assert serious(ccb(root, "check", "--format", "json")) == [FORBIDDEN]


@pytest.mark.parametrize(
    ("level", "codes"), [("error", [1, 0, 0]), ("warning", [1, 1, 0]), ("info", [1, 1, 1]), ("never", [0, 0, 0])]
)
def test_fail_on(root: Path, ccb: Any, level: str, codes: list[int]) -> None:
    for severity, code in zip(("error", "warning", "info"), codes, strict=True):
        (root / "ccb-l10n.toml").write_text(f'[checks]\nforbidden-term = "{severity}"\nuntranslated = "off"\n')
        assert ccb(root, "check", "--fail-on", level).exit_code == code


def test_a_comment_silences_and_says_when_it_does_not(root: Path, ccb: Any) -> None:
    comment(root, "# ccb-l10n: ignore forbidden-term:encryption -- a quotation")
    assert ccb(root, "check").exit_code == 0
    assert ccb(root, "merge", "--check").exit_code == 0
    translate(root, {"Encrypt it.": "Le chiffrement."})
    assert serious(ccb(root, "check", "--format", "json")) == [("unused-ignore", "info")]
    comment(root, "# ccb-l10n: ignore forbiden-term", "Do not open the link.")
    result = ccb(root, "check")
    assert "did you mean 'forbidden-term'?" in result.stdout


def test_build_goes_by_the_same_profile_and_comments(root: Path, ccb: Any) -> None:
    assert ccb(root, "build", "--lang", "fr").exit_code == 1
    (root / "ccb-l10n.toml").write_text('[checks]\nforbidden-term = "warning"\n')
    result = ccb(root, "build", "--lang", "fr", "--json")
    assert (result.exit_code, json.loads(result.stdout)["findings"]["warning"]) == (0, 1)
    comment(root, "# ccb-l10n: ignore forbidden-term, structure, untranslated")
    assert json.loads(ccb(root, "build", "--lang", "fr", "--json").stdout)["findings"] == {
        "error": 0,
        "warning": 0,
        "info": 0,
    }


AUTHORS = CONCEPT.replace("[[term]]", '[[term]]\nlang = "en"\ntext = "cybersecurity"\n[[term]]', 1)
LOOSE = "content/loose/index.md"


@pytest.fixture
def loose(root: Path) -> Path:
    """The workspace with a second course, untranslated, in which a term is spelled in another way."""
    (root / "glossary/concepts/encryption.toml").write_text(AUTHORS)
    (root / LOOSE).parent.mkdir()
    (root / LOOSE).write_text("# Cyber security\n")
    return root


def test_pages_are_looked_at_without_a_language_or_with_their_own(loose: Path, ccb: Any) -> None:
    def told(*arguments: str) -> list[tuple[str, str]]:
        result = ccb(loose, "check", "--format", "json", "--course", "loose", *arguments)
        return [(each["id"], each["path"]) for each in json.loads(result.stdout)["findings"]]

    assert told() == told("--lang", "en") == [("variant-spelling", LOOSE)]
    assert told("--profile", "lenient", "--lang", "en") == [("variant-spelling", LOOSE)]
    (loose / "ccb-l10n.toml").write_text('[checks]\nvariant-spelling = "off"\n')
    assert told() == []
    assert ccb(loose, "check", "--course", "loose", "--lang", "fr").exit_code == 2
    page = (loose / LOOSE).read_bytes()
    (loose / LOOSE).write_bytes(page + b"\xff")
    assert told() == [("unreadable", LOOSE)]


def test_a_baseline_knows_pages_and_annotations_leave_them_alone(loose: Path, ccb: Any) -> None:
    page = (loose / LOOSE).read_bytes()
    ccb(loose, "check", "--annotate")
    assert (loose / LOOSE).read_bytes() == page
    ccb(loose, "check", "--write-baseline", "known.jsonl")
    assert ccb(loose, "check", "--baseline", "known.jsonl").stdout == "no findings\n"


def test_catalogs_are_compared_under_their_own_profiles_and_comments(root: Path, ccb: Any) -> None:
    (root / "content/second").mkdir()
    (root / "content/second/index.md").write_text("Encrypt it.\n")
    ccb(root, "extract")
    ccb(root, "merge", "--lang", "fr")
    second = root / CATALOG.replace("demo", "second")
    second.write_text(second.read_text().replace('it."\nmsgstr ""', 'it."\nmsgstr "Le secret."'))

    def told() -> list[str]:
        result = ccb(root, "check", "--format", "json")
        return [id for id, _ in found(result) if id.startswith(("inconsistent", "unused"))]

    assert told() == ["inconsistent-message"]
    text = second.read_text()
    second.write_text(text.replace("#. paragraph", "# ccb-l10n: ignore inconsistent-message\n#. paragraph"))
    assert told() == []
    second.write_text(text)
    (root / "content/second/course.toml").write_text('[checks]\ninconsistent-message = "off"\n')
    assert told() == []


def test_a_baseline_leaves_out_what_is_known(root: Path, ccb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    result = ccb(root, "check", "--write-baseline", "known.jsonl", "--until", "2026-06-30")
    assert (result.exit_code, result.stdout) == (0, "known.jsonl: 4 findings recorded, 4 of them new, 0 dropped\n")
    result = ccb(root, "check", "--baseline", "known.jsonl", "--fail-on", "info")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "no findings\n", "")
    (root / "ccb-l10n.toml").write_text('baseline = "known.jsonl"\n')
    assert ccb(root, "check").exit_code == 0
    translate(root, {"Report it.": "Le cryptage."})
    result = ccb(root, "check", "--format", "json")
    assert (found(result), result.exit_code) == ([FORBIDDEN], 1)
    assert "stale baseline entries: 1;" in result.stderr
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782864000")  # 2026-07-01
    result = ccb(root, "check", "--format", "json")
    assert serious(result) == [FORBIDDEN, FORBIDDEN]
    assert "expired baseline entries: 3; their findings count again" in result.stderr


def test_writing_a_baseline_again_tells_of_dates_that_are_past(
    root: Path, ccb: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ccb(root, "check", "--write-baseline", "known.jsonl", "--until", "2026-06-30")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782864000")  # 2026-07-01
    result = ccb(root, "check", "--write-baseline", "known.jsonl", "--until", "2027-06-30")
    assert result.stdout.endswith("; 4 keep a date that is past: change it in the file\n")


def test_writing_a_baseline_again_keeps_dates(root: Path, ccb: Any) -> None:
    ccb(root, "check", "--write-baseline", "known.jsonl", "--until", "2026-06-30")
    translate(root, {"Report it.": "Le cryptage."})
    result = ccb(root, "check", "--write-baseline", "known.jsonl", "--until", "2027-06-30")
    assert result.stdout == "known.jsonl: 4 findings recorded, 1 of them new, 1 dropped\n"
    entries = [json.loads(line) for line in (root / "known.jsonl").read_text().splitlines()]
    assert sorted(each["until"] for each in entries) == ["2026-06-30"] * 3 + ["2027-06-30"]


def test_a_baseline_keeps_what_was_not_checked_and_drops_what_is_gone(root: Path, ccb: Any) -> None:
    ccb(root, "merge", "--lang", "es")
    ccb(root, "check", "--write-baseline", "known.jsonl")
    result = ccb(root, "check", "--lang", "fr", "--write-baseline", "known.jsonl")
    assert result.stdout == "known.jsonl: 8 findings recorded, 0 of them new, 0 dropped\n"
    (root / CATALOG.replace("fr", "es")).unlink()
    result = ccb(root, "check", "--write-baseline", "known.jsonl")
    assert result.stdout == "known.jsonl: 4 findings recorded, 0 of them new, 4 dropped\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--baseline", "none.jsonl"), "none.jsonl: no such baseline"),
        (("--baseline", "bad.jsonl"), "bad.jsonl:2: not a baseline entry"),
        (("--write-baseline", "bad.jsonl"), "bad.jsonl:2: not a baseline entry"),
        (("--write-baseline", "b.jsonl", "--until", "2025-12-31"), "2025-12-31 is past"),
        (("--write-baseline", "b.jsonl", "--until", "soon"), "no date: 'soon'"),
        (("--until", "2027-06-30"), "--until needs --write-baseline"),
        (("--dry-run",), "--dry-run needs --fix"),
        (("--strip", "--annotate"), "--strip goes alone"),
        (("--profile", "strickt"), "--profile: no profile 'strickt'"),
    ],
)
def test_what_cannot_run_says_why(root: Path, ccb: Any, arguments: tuple[str, ...], words: str) -> None:
    (root / "bad.jsonl").write_text("\nnothing\n")
    before = (root / CATALOG).read_bytes()
    result = ccb(root, "check", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert ((root / CATALOG).read_bytes(), (root / "b.jsonl").exists()) == (before, False)


def test_annotations_show_findings_and_go_without_a_trace(root: Path, ccb: Any) -> None:
    before, ledger = (root / CATALOG).read_bytes(), (root / LEDGER).read_bytes()
    result = ccb(root, "check", "--annotate", "--format", "json")
    text = (root / CATALOG).read_text()
    assert "\n# ccb-l10n error forbidden-term: forbidden term for “encryption”: cryptage -> use chiffrement #\n" in text
    assert text.count("# ccb-l10n ") == 1  # what is untranslated, editors show
    assert (result.exit_code, f"{CATALOG}: annotated" in result.stderr) == (1, True)
    [line] = [each["line"] for each in json.loads(result.stdout)["findings"] if each["id"] == "forbidden-term"]
    assert text.splitlines()[line - 1] == 'msgid "Encrypt it."'
    again = ccb(root, "check", "--annotate", "--format", "json")
    assert (again.stdout, again.stderr, (root / CATALOG).read_text()) == (result.stdout, "", text)
    assert (root / LEDGER).read_bytes() == ledger
    result = ccb(root, "check", "--strip")
    assert (result.exit_code, result.stdout) == (0, f"{CATALOG}: annotations removed\n")
    assert (root / CATALOG).read_bytes() == before
    assert ccb(root, "check", "--strip").stdout == ""


def test_an_annotated_catalog_is_still_in_step(root: Path, ccb: Any) -> None:
    status = ccb(root, "status", "--format", "json").stdout
    ccb(root, "check", "--annotate")
    text = (root / CATALOG).read_text()
    assert [ccb(root, *command).exit_code for command in (("extract", "--check"), ("merge", "--check"))] == [0, 0]
    ccb(root, "merge")
    ccb(root, "build", "--lang", "fr", "--frozen")
    ccb(root, "build", "--lang", "fr")
    assert (root / CATALOG).read_text() == text
    assert ccb(root, "status", "--format", "json").stdout == status
    packs = [path for path in (root / "dist").rglob("*") if path.is_file()]
    assert packs
    assert not [path for path in packs if b"forbidden term for" in path.read_bytes()]


def test_an_annotation_goes_when_its_finding_goes(root: Path, ccb: Any) -> None:
    translate(root, {"Encrypt it.": "Le chiffrement."})
    good = (root / CATALOG).read_bytes()
    translate(root, BAD)
    ccb(root, "check", "--annotate")
    translate(root, {"Encrypt it.": "Le chiffrement."})
    assert ccb(root, "check", "--annotate").exit_code == 0
    assert (root / CATALOG).read_bytes() == good


def test_annotations_follow_a_text_that_changes_and_one_that_goes(root: Path, ccb: Any) -> None:
    ccb(root, "check", "--annotate")
    page = root / "content/demo/index.md"
    page.write_text(PAGE.replace("Encrypt it.", "Encrypt it all."))
    ccb(root, "extract")
    ccb(root, "merge")
    page.write_text(PAGE.replace("Encrypt it.\n\n", ""))
    ccb(root, "extract")
    ccb(root, "merge")
    assert "#~ msgid" in (root / CATALOG).read_text()
    ccb(root, "check", "--strip")
    assert "# ccb-l10n " not in (root / CATALOG).read_text()
    assert ccb(root, "merge", "--check").exit_code == 0


def test_annotations_quote_terms_without_marks_of_direction(root: Path, ccb: Any) -> None:
    ccb(root, "merge", "--lang", "ar")
    catalog = root / "locales/ar/LC_MESSAGES/demo.po"
    entry = 'msgid "Encrypt it."\nmsgstr "'
    catalog.write_text(catalog.read_text().replace(entry, f"{entry}شفر هذا هذا الملف."))
    ccb(root, "check", "--lang", "ar", "--annotate")
    told = [line for line in catalog.read_text().splitlines() if line.startswith("# ccb-l10n ")]
    assert any("هذا" in line for line in told) and not any(
        mark in line for line in told for mark in "\u2068\u2069\u200f"
    )


def test_suppressed_and_known_findings_are_not_annotated(root: Path, ccb: Any) -> None:
    ccb(root, "check", "--write-baseline", "known.jsonl")
    ccb(root, "check", "--annotate", "--baseline", "known.jsonl")
    assert "# ccb-l10n " not in (root / CATALOG).read_text()


@pytest.mark.tools
@pytest.mark.parametrize("options", [(), ("--width=40",), ("--no-wrap",)])
def test_annotations_leave_what_msgcat_saved(
    root: Path, ccb: Any, tool: Callable[[str], str], options: tuple[str, ...]
) -> None:
    def saved() -> bytes:
        command = [tool("msgcat"), *options, str(root / CATALOG)]
        return subprocess.run(command, check=True, capture_output=True).stdout

    plain = saved()
    ccb(root, "check", "--annotate")
    (root / CATALOG).write_bytes(saved())
    assert b"# ccb-l10n error" in (root / CATALOG).read_bytes()
    ccb(root, "check", "--strip")
    assert (root / CATALOG).read_bytes() == plain


def _set_state(root: Path, **values: object) -> None:
    """Say in the ledger that every target has this state, origin and engine, and in the catalog whether it is fuzzy."""
    path = root / LEDGER
    lines = [{**json.loads(line), **values} for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps(line, sort_keys=True, ensure_ascii=False) + "\n" for line in lines))
    if values["state"] in ("draft", "stale"):
        comment(root, "#, fuzzy", "Do not open the link.")


DRAFT = {"state": "draft", "origin": "machine", "engine": "argos 1.9", "flags": ["shortened"]}
HUMAN = {"state": "translated", "origin": "human"}
REVIEWED = {"state": "reviewed", "origin": "human", "reviews": [{"by": "a terminologist"}]}


@pytest.mark.parametrize(("state", "repaired"), [(DRAFT, True), (HUMAN, True), (REVIEWED, False)])
def test_fix_repairs_and_keeps_states_and_origins(
    root: Path, ccb: Any, state: dict[str, object], repaired: bool
) -> None:
    translate(root, {"Encrypt it.": "", "Do not open the link.": "N’ouvrez  pas  le lien."})
    ccb(root, "merge")
    _set_state(root, **state)
    assert ccb(root, "merge", "--check").exit_code == 0
    counts = ccb(root, "status", "--format", "json").stdout
    before = (root / CATALOG).read_text()
    result = ccb(root, "check", "--fix")
    expected = before.replace("ouvrez  pas  le", "ouvrez pas le") if repaired else before
    assert (root / CATALOG).read_text() == expected
    told = f"{CATALOG}: messages fixed: 1 (double-space 1); findings remain: {4 if state is DRAFT else 3}\n"
    assert result.stderr == (told if repaired else "")
    assert ccb(root, "status", "--format", "json").stdout == counts
    [line] = map(json.loads, (root / LEDGER).read_text().splitlines())
    assert {key: line[key] for key in state} == state
    assert ccb(root, "merge", "--check").exit_code == 0
    assert ccb(root, "check", "--fix").stderr == ""


def test_fix_leaves_alone_what_is_silenced_stale_or_turned_off(root: Path, ccb: Any) -> None:
    translate(root, {"Encrypt it.": "", "Do not open the link.": "N’ouvrez  pas le lien."})
    ccb(root, "merge")
    comment(root, "# ccb-l10n: ignore double-space", "Do not open the link.")
    before = (root / CATALOG).read_bytes()
    ccb(root, "check", "--fix")
    assert (root / CATALOG).read_bytes() == before
    ccb(root, "check", "--fix", "--profile", "default")
    assert (root / CATALOG).read_bytes() == before
    path = root / CATALOG
    path.write_bytes(before.replace(b"# ccb-l10n: ignore double-space\n", b""))
    (root / "ccb-l10n.toml").write_text('[checks]\ndouble-space = "off"\n')
    ccb(root, "check", "--fix")
    assert b"N\xe2\x80\x99ouvrez  pas" in path.read_bytes()
    (root / "ccb-l10n.toml").write_text("")
    comment(root, "#, fuzzy", "Do not open the link.")
    ccb(root, "check", "--fix")
    assert b"N\xe2\x80\x99ouvrez  pas" in path.read_bytes()


def test_fix_dry_run_shows_and_writes_nothing(root: Path, ccb: Any) -> None:
    translate(root, {"Do not open the link.": "N’ouvrez  pas\u00a0le lien."})
    before = (root / CATALOG).read_bytes(), (root / LEDGER).read_bytes()
    line = before[0].decode().split('msgid "Do not open')[0].count("\n") + 1
    result = ccb(root, "check", "--fix", "--dry-run")
    assert result.stdout == (
        f"{CATALOG}:{line}: double-space\n- N’ouvrez  pas<U+00A0>le lien.\n+ N’ouvrez pas<U+00A0>le lien.\n"
    )
    assert "messages would be fixed: 1 (double-space 1); findings now: 4" in result.stderr
    assert ((root / CATALOG).read_bytes(), (root / LEDGER).read_bytes()) == before
    assert result.exit_code == 1  # a forbidden term stands there still


def test_a_catalog_that_lost_entries_is_noticed(root: Path, ccb: Any) -> None:
    assert serious(ccb(root, "check", "--format", "json")) == [FORBIDDEN]
    path = root / CATALOG
    text = path.read_text()
    entry = text[text.index("#. paragraph") : text.index("#. paragraph", text.index("#. paragraph") + 5)]
    path.write_text(text.replace(entry, ""))
    result = ccb(root, "check", "--format", "json")
    [lost] = [each for each in json.loads(result.stdout)["findings"] if each["id"] == "lost-entries"]
    assert (lost["severity"], lost["path"]) == ("warning", CATALOG)
    assert lost["message"] == "translations that the ledger knows are gone: 1, the first is of “Encrypt it.”"
    (root / "ccb-l10n.toml").write_text('[checks]\nlost-entries = "off"\n')
    assert serious(ccb(root, "check", "--format", "json")) == []


def test_entries_out_of_use_may_go(root: Path, ccb: Any) -> None:
    (root / "content/demo/index.md").write_text(PAGE.replace("Encrypt it.\n\n", ""))
    ccb(root, "extract")
    ccb(root, "merge")
    path = root / CATALOG
    text = path.read_text()
    assert "#~ msgid" in text
    path.write_text("".join(line for line in text.splitlines(True) if not line.startswith("#~")))
    assert serious(ccb(root, "check", "--format", "json")) == []
