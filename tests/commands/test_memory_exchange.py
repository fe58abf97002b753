"""`memory`, and the memory of a workspace: in step with its catalogs, and proof against the loss of its cache."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

from ccb_l10n import workspace as rooms
from ccb_l10n.catalog import memory_file
from ccb_l10n.workflow import memory

Command = Callable[..., Result]
Make = Callable[[Mapping[str, str | bytes]], Path]

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
PO = HEADER + (
    'msgid "Lock your **screen** & leave"\nmsgstr "Verrouillez votre **écran** et partez"\n\n'
    '#, fuzzy\nmsgid "Report it"\nmsgstr "Signalez-le"\n\nmsgid "Not yet"\nmsgstr ""\n'
)
FILES = {
    "content/basics/a.md": "Lock your **screen** & leave\n\nReport it\n\nNot yet\n",
    "content/phishing/a.md": "Report it\n",
    "locales/fr/LC_MESSAGES/basics.po": PO,
    "locales/es/LC_MESSAGES/phishing.po": HEADER + 'msgid "Report it"\nmsgstr "Denúncielo"\n',
}
SOURCE = "Lock your **screen** & leave"


def tmx(*pairs: tuple[str, str], lang: str = "fr") -> str:
    units = "".join(
        f'<tu><tuv xml:lang="en"><seg>{source}</seg></tuv><tuv xml:lang="{lang}"><seg>{target}</seg></tuv></tu>'
        for source, target in pairs
    )
    return f'<tmx version="1.4"><header srclang="en"/><body>{units}</body></tmx>'


def targets(root: Path, *sources: str, lang: str = "fr", said: list[str] | None = None) -> dict[str, str]:
    """What the workspace's memory has for these sources."""
    warnings: list[str] = []
    with memory.current(rooms.find(root), [lang], warnings.append) as held:
        found = {source: unit.target for source, unit in held.exact(lang, sources).items()}
    if said is None:
        assert warnings == []
    else:
        said += warnings
    return found


def test_export_writes_what_people_translated(workspace: Make, ccb: Command) -> None:
    root = workspace(FILES)
    result = ccb(root, "memory", "export")
    assert (result.exit_code, result.stdout) == (0, "dist/memory.tmx: written\n")
    assert result.stderr == "1 in es, 1 in fr\n"
    text = (root / "dist" / "memory.tmx").read_text("utf-8")
    assert "<seg>Verrouillez votre **écran** et partez</seg>" in text and "Denúncielo" in text
    assert "Signalez-le" not in text
    assert ccb(root, "memory", "export").stdout == "dist/memory.tmx: up to date\n"


def test_export_of_one_language_and_course_to_stdout(workspace: Make, ccb: Command) -> None:
    root = workspace(FILES)
    text = ccb(root, "memory", "export", "--lang", "es", "--course", "phishing", "--output", "-").stdout
    assert "Denúncielo" in text and "écran" not in text and text.startswith("<?xml")
    result = ccb(root, "memory", "export", "--lang", "sw")
    assert result.exit_code == 2 and "nothing to export" in result.stderr


def test_export_marks_drafts_and_an_import_leaves_them(workspace: Make, ccb: Command) -> None:
    mark = "# Machine draft (test): not reviewed\n"
    po = HEADER + f'{mark}#: a.md\n#, fuzzy\nmsgid "One"\nmsgstr "Un"\n\nmsgid "Two"\nmsgstr "Deux"\n'
    root = workspace({**FILES, "locales/fr/LC_MESSAGES/phishing.po": po})
    assert "Un<" not in ccb(root, "memory", "export", "-o", "-").stdout
    ccb(root, "memory", "export", "--drafts", "-o", "all.tmx")
    assert 'creationid="MT!"' in (root / "all.tmx").read_text("utf-8")
    result = ccb(root, "memory", "import", "all.tmx")
    assert "1 not taken: machine text or drafts" in result.stderr
    assert "<seg>Un<" not in (root / "locales" / "memory" / "fr" / "all.tmx").read_text("utf-8")


def test_an_import_is_kept_and_survives_the_cache(workspace: Make, ccb: Command) -> None:
    root = workspace({**FILES, "acme.tmx": tmx(("Enable updates", "Activez les mises à jour"), ("Report it", "Non"))})
    result = ccb(root, "memory", "import", "acme.tmx")
    assert (result.exit_code, result.stdout) == (0, "locales/memory/fr/acme.tmx: written\n")
    (root / "acme.tmx").unlink()
    for _ in range(2):
        assert targets(root, "Enable updates", SOURCE) == {
            "Enable updates": "Activez les mises à jour",
            SOURCE: "Verrouillez votre **écran** et partez",
        }
        shutil.rmtree(root / ".ccb-l10n")
    (root / "locales" / "memory" / "fr" / "acme.tmx").unlink()
    assert targets(root, "Enable updates") == {}


def test_the_same_import_again_changes_nothing_and_a_newer_one_replaces(workspace: Make, ccb: Command) -> None:
    root = workspace({**FILES, "acme.tmx": tmx(("One", "Un"), ("One", "Un"), ("Two", "Deux"))})
    assert ccb(root, "memory", "import", "acme.tmx").stderr == "2 taken in fr\n"
    assert ccb(root, "memory", "import", "acme.tmx").stdout.endswith("up to date\n")
    (root / "acme.tmx").write_text(tmx(("Two", "Les deux")))
    ccb(root, "memory", "import", "acme.tmx")
    assert targets(root, "One", "Two") == {"Two": "Les deux"}


@pytest.mark.parametrize(
    ("name", "kept"), [("Other: memory", "Other-memory"), ("../../up", "up"), ("été.tmx", "été"), ("...", "memory")]
)
def test_a_name_is_kept_as_a_file_of_the_memory(workspace: Make, ccb: Command, name: str, kept: str) -> None:
    root = workspace({**FILES, "acme.tmx": tmx(("One", "Un"))})
    result = ccb(root, "memory", "import", "acme.tmx", "--name", name)
    assert result.stdout == f"locales/memory/fr/{kept}.tmx: written\n"


def test_what_an_export_wrote_comes_back_as_it_was(workspace: Make, ccb: Command) -> None:
    context = HEADER + 'msgctxt "verb"\nmsgid "Open\\nit"\nmsgstr "Ouvrez\\n<b>&amp;</b>"\n'
    root = workspace({**FILES, "locales/fr/LC_MESSAGES/phishing.po": context})
    ccb(root, "memory", "export", "-o", "out.tmx")
    shutil.rmtree(root / "locales" / "fr")
    ccb(root, "memory", "import", "out.tmx", "--lang", "fr")
    with memory.current(rooms.find(root), ["fr"], print) as held:
        assert held.exact("fr", ["Open\nit"], "verb")["Open\nit"].target == "Ouvrez\n<b>&amp;</b>"
        assert held.exact("fr", [SOURCE])[SOURCE].course == "memory/out"


def test_an_import_with_nothing_for_us_says_what_it_has(workspace: Make, ccb: Command) -> None:
    root = workspace({**FILES, "de.tmx": tmx(("One", "Eins"), lang="de")})
    result = ccb(root, "memory", "import", "de.tmx")
    assert result.exit_code == 2
    assert "nothing here for es, fr: 1 in de" in result.stderr
    assert "next: take what it has, with --lang de\n" in result.stderr
    assert not (root / "locales" / "memory").exists()
    assert ccb(root, "memory", "import", "de.tmx", "--lang", "de").exit_code == 0


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("cut.tmx", tmx(("One", "Un"))[:-20], "cut.tmx:1: no XML"),
        ("none.tmx", None, "none.tmx: cannot read"),
        ("a.po", PO, "a.po:1: no XML"),
    ],
)
def test_an_import_that_fails_changes_nothing(
    workspace: Make, ccb: Command, name: str, data: str | None, said: str
) -> None:
    root = workspace({**FILES, "good.tmx": tmx(("One", "Un"))})
    ccb(root, "memory", "import", "good.tmx", "--name", name.removesuffix(".tmx"))
    before = sorted(root.rglob("*.tmx"))
    if data is not None:
        (root / name).write_text(data)
        before = sorted([*before, root / name])
    result = ccb(root, "memory", "import", name)
    assert result.exit_code == 2 and said in result.stderr
    assert sorted(root.rglob("*.tmx")) == [path for path in before if path.suffix == ".tmx"]
    assert targets(root, "One") == {"One": "Un"}


def test_a_language_that_the_file_lacks_is_not_asked_for_again(workspace: Make, ccb: Command) -> None:
    root = workspace({**FILES, "fr.tmx": tmx(("One", "Un")), "none.tmx": tmx()})
    result = ccb(root, "memory", "import", "fr.tmx", "-l", "es")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, "  next: take what it has, with --lang fr")
    result = ccb(root, "memory", "import", "none.tmx", "-l", "es")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, "  next: export it again from where it came")


def test_a_fresh_workspace_takes_the_language_of_the_file(workspace: Make, ccb: Command) -> None:
    root = workspace({"content/basics/a.md": "One\n", "fr.tmx": tmx(("One", "Un"), lang="fr-CA"), "none.tmx": tmx()})
    result = ccb(root, "memory", "import", "fr.tmx")
    assert (result.exit_code, result.stdout) == (0, "locales/memory/fr-CA/fr.tmx: written\n")
    result = ccb(root, "memory", "import", "none.tmx")
    assert result.exit_code == 2 and "nothing here: the file has no units" in result.stderr


def test_a_fresh_workspace_asks_which_of_several_languages(workspace: Make, ccb: Command) -> None:
    both = tmx(("One", "Un")).replace("</body>", tmx(("One", "Uno"), lang="es").partition("<body>")[2])
    root = workspace({"content/basics/a.md": "One\n", "both.tmx": both.partition("</tmx>")[0] + "</tmx>"})
    result = ccb(root, "memory", "import", "both.tmx")
    assert result.exit_code == 2
    assert "which languages to take of es, fr\n  next: name those to take with --lang, for example --lang es" in (
        result.stderr
    )
    assert ccb(root, "memory", "import", "both.tmx", "-l", "es", "-l", "fr").stderr == "1 taken in es, 1 taken in fr\n"


def test_a_damaged_imported_memory_is_named_and_left_out(workspace: Make) -> None:
    files = {
        **FILES,
        "locales/memory/fr/mine.tmx": tmx(("One", "Un")),
        "locales/memory/fr/ours.tmx": tmx(("Two", "Deux")),
    }
    root = workspace(files)
    assert set(targets(root, SOURCE, "One", "Two")) == {SOURCE, "One", "Two"}
    mine = root / "locales" / "memory" / "fr" / "mine.tmx"
    mine.write_text(mine.read_text("utf-8")[:-9], "utf-8")
    for _ in range(2):
        said: list[str] = []
        assert set(targets(root, SOURCE, "One", "Two", said=said)) == {SOURCE, "Two"}
        assert len(said) == 1 and "left out of the memory: locales/memory/fr/mine.tmx:1: no XML" in said[0]
    mine.unlink()
    mine.mkdir()
    said = []
    assert set(targets(root, SOURCE, "One", said=said)) == {SOURCE}
    assert said == ["left out of the memory: locales/memory/fr/mine.tmx: cannot read: Is a directory"]


def test_a_damaged_imported_memory_does_not_stop_a_draft(workspace: Make, ccb: Command) -> None:
    files = {**FILES, "content/phishing/a.md": "Report it\n\n" + SOURCE, "locales/memory/fr/mine.tmx": "no memory"}
    root = workspace(files)
    ccb(root, "extract")
    ccb(root, "merge", "--lang", "fr")
    result = ccb(root, "draft", "--lang", "fr", "--course", "phishing")
    assert "locales/memory/fr/mine.tmx:1: no XML" in result.stderr
    assert "1 from memory" in result.stdout


def test_a_folder_of_the_memory_that_names_no_language_is_left_out(workspace: Make) -> None:
    root = workspace({**FILES, "locales/memory/french!/mine.tmx": tmx(("One", "Un"))})
    said: list[str] = []
    assert set(targets(root, SOURCE, "One", said=said)) == {SOURCE}
    assert len(said) == 1 and "locales/memory/french!: " in said[0] and "rename the folder" in said[0]


def test_the_memory_follows_the_catalogs(workspace: Make) -> None:
    root = workspace(FILES)
    path = root / "locales" / "fr" / "LC_MESSAGES" / "basics.po"
    assert set(targets(root, SOURCE, "Not yet")) == {SOURCE}
    path.write_text(PO.replace('"Not yet"\nmsgstr ""', '"Not yet"\nmsgstr "Pas encore"'), "utf-8")
    assert targets(root, "Not yet") == {"Not yet": "Pas encore"}
    shutil.rmtree(root / "content" / "basics")
    assert targets(root, "Not yet", SOURCE) == {}


def test_a_review_in_the_ledger_alone_is_noticed(workspace: Make, ccb: Command) -> None:
    root = workspace(FILES)
    ccb(root, "extract")
    ccb(root, "merge")
    book = root / "locales" / "fr" / "LC_MESSAGES" / "basics.ledger.jsonl"
    before = targets(root, SOURCE)
    text = book.read_text("utf-8")
    assert '"state": "translated"' in text
    book.write_text(text.replace('"state": "translated"', '"state": "reviewed"'), "utf-8")
    with memory.current(rooms.find(root), ["fr"], print) as held:
        unit = held.exact("fr", [SOURCE])[SOURCE]
    assert (unit.target, unit.state.value) == (before[SOURCE], "reviewed")


def test_a_catalog_that_cannot_be_read_is_left_out_and_said(workspace: Make) -> None:
    root = workspace({**FILES, "locales/fr/LC_MESSAGES/phishing.po": 'msgid "cut'})
    said: list[str] = []
    assert set(targets(root, SOURCE, said=said)) == {SOURCE}
    assert len(said) == 1 and "left out of the memory: locales/fr/LC_MESSAGES/phishing.po:1" in said[0]


def test_a_cache_that_is_locked_costs_a_warning_only(workspace: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_file, "_PATIENCE", 0.05)
    root = workspace(FILES)
    (root / ".ccb-l10n").mkdir()
    other = sqlite3.connect(root / ".ccb-l10n" / "memory.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    said: list[str] = []
    assert set(targets(root, SOURCE, said=said)) == {SOURCE}
    other.close()
    assert len(said) == 1 and "database is locked" in said[0]


def test_a_cache_that_cannot_be_written_costs_a_warning_only(workspace: Make) -> None:
    files = {".ccb-l10n": "a file where the folder should be", "locales/memory/fr/mine.tmx": "no memory"}
    root = workspace({**FILES, **files})
    said: list[str] = []
    assert set(targets(root, SOURCE, said=said)) == {SOURCE}
    assert len(said) == 2 and ".ccb-l10n/memory.sqlite cannot be used" in said[0] and "mine.tmx" in said[1]


@pytest.mark.tools
def test_translate_toolkit_fills_a_catalog_from_our_memory(
    workspace: Make, ccb: Command, tool: Callable[[str], str]
) -> None:
    program = tool("pretranslate")
    root = workspace(FILES)
    ccb(root, "memory", "export", "--lang", "fr", "-o", "ours.tmx")
    (root / "new.po").write_text(HEADER + f'msgid "{SOURCE}"\nmsgstr ""\n', "utf-8")
    (root / "old.po").write_text(HEADER, "utf-8")
    command = [program, "--tm=ours.tmx", "--progress=none", "-t", "old.po", "-i", "new.po", "-o", "filled.po"]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    assert 'msgstr "Verrouillez votre **écran** et partez"' in (root / "filled.po").read_text("utf-8")


@pytest.mark.tools
def test_what_translate_toolkit_writes_is_imported(workspace: Make, ccb: Command, tool: Callable[[str], str]) -> None:
    program = tool("po2tmx")
    root = workspace(FILES)
    source = "locales/fr/LC_MESSAGES/basics.po"
    command = [program, "--progress=none", "-l", "fr", "-i", source, "-o", "theirs.tmx"]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    shutil.rmtree(root / "locales" / "fr")
    assert ccb(root, "memory", "import", "theirs.tmx", "--lang", "fr").exit_code == 0
    assert targets(root, SOURCE) == {SOURCE: "Verrouillez votre **écran** et partez"}


PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>EN</source_lang><target_lang>FR</target_lang><sentence_seg>false</sentence_seg></project></omegat>
"""


@pytest.mark.tools
def test_omegat_translates_with_our_memory_and_we_read_its_own(
    workspace: Make, ccb: Command, tool: Callable[[str], str]
) -> None:
    program = tool("omegat")
    root = workspace({**FILES, "job/omegat.project": PROJECT, "job/source/a.txt": f"{SOURCE}\n"})
    for folder in ("target", "tm/auto", "glossary", "dictionary", "omegat"):
        (root / "job" / folder).mkdir(parents=True)
    ccb(root, "memory", "export", "--lang", "fr", "-o", "job/tm/auto/ours.tmx")
    command = [program, str(root / "job"), "--mode=console-translate"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert (root / "job" / "target" / "a.txt").read_text("utf-8").strip() == "Verrouillez votre **écran** et partez"
    shutil.rmtree(root / "locales" / "fr")
    for level in ("level1", "level2", "omegat"):
        assert ccb(root, "memory", "import", f"job/job-{level}.tmx", "--lang", "fr").exit_code == 0
        assert targets(root, SOURCE) == {SOURCE: "Verrouillez votre **écran** et partez"}
        shutil.rmtree(root / "locales" / "memory")


MIXED = {
    "content/basics/a.md": "# Normal\n\nA word\n",
    "content/basicos/a.md": "# Normal\n\nUna palabra\n",
    "content/basicos/course.toml": 'source-language = "es"',
    "content/more/a.md": "# Normal\n",
    "content/more/course.toml": 'source-language = "en-GB"',
    "locales/fr/LC_MESSAGES/basics.po": HEADER + 'msgid "Normal"\nmsgstr "Ordinaire"\n',
    "locales/fr/LC_MESSAGES/basicos.po": HEADER + 'msgid "Normal"\nmsgstr "Normal (es)"\n',
}


def spoken_targets(root: Path, spoken: str, lang: str = "fr") -> dict[str, str]:
    with memory.current(rooms.find(root), [lang], print, spoken) as held:
        return {source: unit.target for source, unit in held.exact(lang, ["Normal"]).items()}


def test_courses_of_different_source_languages_do_not_serve_each_other(workspace: Make) -> None:
    root = workspace(MIXED)
    assert spoken_targets(root, "en") == {"Normal": "Ordinaire"}
    assert spoken_targets(root, "en-GB") == {"Normal": "Ordinaire"}
    assert spoken_targets(root, "es") == {"Normal": "Normal (es)"}
    assert spoken_targets(root, "de") == {}
    assert spoken_targets(root, "") == {}  # whose it is, nobody said
    shutil.rmtree(root / "content" / "basics")
    assert spoken_targets(root, "en") == {}
    assert spoken_targets(root, "es") == {"Normal": "Normal (es)"}


def test_a_course_whose_source_language_was_corrected_serves_in_the_right_one(workspace: Make) -> None:
    root = workspace(MIXED)
    assert spoken_targets(root, "es") == {"Normal": "Normal (es)"}
    (root / "content/basicos/course.toml").write_text('source-language = "ca"', "utf-8")
    assert spoken_targets(root, "es") == {}
    assert spoken_targets(root, "ca") == {"Normal": "Normal (es)"}


def test_what_several_source_languages_have_goes_out_and_comes_back_apart(workspace: Make, ccb: Command) -> None:
    root = workspace(MIXED)
    assert ccb(root, "memory", "export").exit_code == 0
    text = (root / "dist" / "memory.tmx").read_text("utf-8")
    assert 'srclang="*all*"' in text
    assert text.count('<tu tuid="') == text.count(' srclang="es"') + text.count(' srclang="en"') == 2
    shutil.rmtree(root / "locales")
    assert spoken_targets(root, "en") == {}
    result = ccb(root, "memory", "import", "dist/memory.tmx", "--lang", "fr")
    assert result.exit_code == 0, result.stderr
    assert "2 taken in fr" in result.stderr
    assert spoken_targets(root, "en") == {"Normal": "Ordinaire"}
    assert spoken_targets(root, "es") == {"Normal": "Normal (es)"}


def test_one_target_of_two_source_languages_is_imported_for_both(workspace: Make, ccb: Command) -> None:
    root = workspace({name: text for name, text in MIXED.items() if not name.startswith("locales")})
    unit = (
        '<tu srclang="{0}"><tuv xml:lang="{0}"><seg>Normal</seg></tuv><tuv xml:lang="fr"><seg>Normal</seg></tuv></tu>'
    )
    units = unit.format("en") + unit.format("es")
    (root / "both.tmx").write_text(f'<tmx version="1.4"><header srclang="*all*"/><body>{units}</body></tmx>', "utf-8")
    assert "2 taken in fr" in ccb(root, "memory", "import", "both.tmx", "--lang", "fr").stderr
    assert spoken_targets(root, "en") == spoken_targets(root, "es") == {"Normal": "Normal"}


def test_a_memory_of_the_version_before_is_made_anew(workspace: Make) -> None:
    root = workspace(FILES)
    (root / ".ccb-l10n").mkdir()
    old = sqlite3.connect(root / ".ccb-l10n" / "memory.sqlite", isolation_level=None)
    old.executescript(
        "CREATE TABLE catalogs (id INTEGER PRIMARY KEY, course TEXT, lang TEXT, digest TEXT, UNIQUE (course, lang));"
        "CREATE TABLE units (catalog INTEGER, hash INTEGER, source TEXT, target TEXT, context TEXT, state TEXT,"
        " origin TEXT); PRAGMA user_version = 1;"
    )
    old.close()
    assert set(targets(root, SOURCE)) == {SOURCE}
