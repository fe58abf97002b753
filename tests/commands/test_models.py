"""models list, install and remove, as a person at a terminal meets them."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import argos_package
import marian_model
from ccb_l10n.cli import models
from ccb_l10n.drafting import locking, packages
from ccb_l10n.errors import CcbError
from package_server import Page, Site, serving

CONTENT = {"content/first/page.md": "# A team\n", "content/second/page.md": "# A report\n"}
LINK = "/v1/translate-en_fr-1_9.argosmodel"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where packages are installed; downloads wait beside it."""
    folder = tmp_path / "data" / "packages"
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A genuine package, built once."""
    pytest.importorskip("ctranslate2")
    return argos_package.build(tmp_path_factory.mktemp("built"))


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def offer(site: Site, *links: str, version: str = "1.9", pair: tuple[str, str] = ("en", "fr"), **more: str) -> dict:
    addresses = [link if ":" in link else f"{site.address}{link}" for link in links]
    return {"from_code": pair[0], "to_code": pair[1], "package_version": version, "links": addresses, **more}


def index(site: Site, *offers: object) -> str:
    return site.put("/index.json", json.dumps(offers).encode())


needs_argos = argos_package.needs_argos()


def test_list_outside_of_a_workspace_shows_the_packages_alone(tmp_path: Path, folder: Path, ccb: Any) -> None:
    result = ccb(tmp_path, "models", "list")
    assert (result.exit_code, result.stdout) == (0, f"no package in {folder}\n")


@needs_argos
def test_list_shows_what_is_here_and_what_the_courses_need(workspace: Any, folder: Path, file: Path, ccb: Any) -> None:
    root = workspace({**CONTENT, "ccb-l10n.toml": 'languages = ["fr", "pt-BR"]'})
    ccb(root, "models", "install", str(file))
    (folder / "broken.argosmodel").write_text("no zip", encoding="utf-8")
    lines = ccb(root, "models", "list").stdout.splitlines()
    assert any(line.startswith("en to fr, 1.9, ") and line.endswith("translate-en_fr-1_9") for line in lines)
    assert any("broken.argosmodel -- cannot be used: " in line for line in lines)
    assert any(line.startswith("first: en to fr: translate-en_fr-1.9, ") for line in lines)
    assert "second: en to pt-BR: no package; `ccb-l10n models install en pt-BR`" in lines
    assert lines[-1] == "1 package is needed still; Argos' own have 65 to 300 MB each"


@needs_argos
def test_list_as_json_has_everything(workspace: Any, folder: Path, file: Path, ccb: Any) -> None:
    root = workspace({**CONTENT, "ccb-l10n.toml": 'languages = ["fr", "sw"]'})
    ccb(root, "models", "install", str(file))
    told = json.loads(ccb(root, "models", "list", "--format", "json").stdout)
    path = str(folder / "translate-en_fr-1_9")
    assert told["schema"] == 1
    assert told["folders"] == [str(folder)]
    size = sum(each.stat().st_size for each in Path(path).rglob("*") if each.is_file())
    package = {"source": "en", "target": "fr", "version": "1.9", "size": size, "path": path, "problem": ""}
    assert told["packages"] == [package]
    pair = {"course": "first", "source": "en"}
    assert told["needed"][:2] == [
        {**pair, "target": "fr", "packages": [path], "size": size, "via": None, "lacking": []},
        {**pair, "target": "sw", "packages": [], "size": 0, "via": None, "lacking": [["en", "sw"]]},
    ]
    assert len(told["needed"]) == 4


def laid(folder: Path, *pairs: tuple[str, str]) -> None:
    """Put packages in place that hold nothing but what the list looks at."""
    for source, target in pairs:
        root = folder / f"translate-{source}_{target}-1_0"
        (root / "model").mkdir(parents=True)
        said = {"from_code": source, "to_code": target, "package_version": "1.0"}
        (root / "metadata.json").write_text(json.dumps(said), encoding="utf-8")
        for name in ("model/model.bin", "model/config.json", "sentencepiece.model"):
            (root / name).write_bytes(bytes(100_000))


def lists(workspace: Any, ccb: Any, source: str, *targets: str) -> list[str]:
    """What the list says of the pairs of a course."""
    course = {"content/first/page.md": "# A team\n", "content/first/course.toml": f'source-language = "{source}"'}
    root = workspace({**course, "ccb-l10n.toml": f"languages = {json.dumps(targets)}"})
    lines = ccb(root, "models", "list").stdout.splitlines()
    return [line.removeprefix("first: ") for line in lines if line.startswith("first: ")]


def test_two_hops_are_what_only_a_pivot_serves(workspace: Any, folder: Path, ccb: Any) -> None:
    laid(folder, ("es", "ca"), ("ca", "fr"), ("es", "en"), ("en", "fr"))
    (line,) = lists(workspace, ccb, "es", "fr")
    assert line == (
        "es to fr: only with draft --allow-pivot, through en: translate-es_en-1.0, 0.3 MB + translate-en_fr-1.0, 0.3 MB"
        "; in one hop: `ccb-l10n models install es fr`"
    )


def test_what_would_make_two_hops_is_told(workspace: Any, folder: Path, ccb: Any) -> None:
    laid(folder, ("en", "fr"))
    assert lists(workspace, ccb, "es", "de", "fr") == [
        "es to de: no package; `ccb-l10n models install es de`; or `ccb-l10n models install es en` and "
        "`ccb-l10n models install en de`, then draft --allow-pivot",
        "es to fr: no package; `ccb-l10n models install es fr`; or `ccb-l10n models install es en`, then draft"
        " --allow-pivot",
    ]


def test_codes_of_their_own_and_wider_languages_serve_as_in_draft(workspace: Any, folder: Path, ccb: Any) -> None:
    laid(folder, ("en", "zt"), ("en", "zh"), ("en", "pt"))
    assert lists(workspace, ccb, "en", "pt-BR", "zh-Hant", "zh-TW", "zh") == [
        "en to pt-BR: translate-en_pt-1.0, 0.3 MB; none for en to pt-BR itself: `ccb-l10n models install en pt-BR`",
        "en to zh: translate-en_zh-1.0, 0.3 MB",
        "en to zh-Hant: translate-en_zt-1.0, 0.3 MB",
        "en to zh-TW: translate-en_zt-1.0, 0.3 MB",
    ]


def test_the_list_and_draft_find_the_same_packages(workspace: Any, folder: Path, ccb: Any) -> None:
    laid(folder, ("en", "pb"), ("en", "zt"), ("en", "pt"), ("es", "en"), ("es", "fr"), ("en", "fr"))
    langs = ["de", "fr-CA", "pt", "pt-BR", "pt-PT", "zh", "zh-Hant-HK"]
    for source in ("en-GB", "es-MX", "de"):
        course = {"content/first/page.md": "# A\n", "content/first/course.toml": f'source-language = "{source}"'}
        root = workspace({**course, "ccb-l10n.toml": f"languages = {json.dumps(langs)}"})
        for need in json.loads(ccb(root, "models", "list", "--format", "json").stdout)["needed"]:
            found = []
            with contextlib.suppress(CcbError):
                found = [str(each.path) for each in packages.route(source, need["target"], allow_pivot=True)]
            assert need["packages"] == found
            assert (need["via"] is not None) == (len(found) == 2)


def test_a_narrower_language_is_offered_and_does_not_serve(workspace: Any, folder: Path, ccb: Any) -> None:
    laid(folder, ("en", "pb"), ("es", "en"))
    assert lists(workspace, ccb, "en", "pt", "pt-BR") == [
        "en to pt: no package; `ccb-l10n models install en pt`; one for Portuguese (Brazil) is here: --lang pt-BR, if"
        " its readers will do",
        "en to pt-BR: translate-en_pb-1.0, 0.3 MB",
    ]
    (line,) = lists(workspace, ccb, "es", "pt-BR")
    assert line.startswith("es to pt-BR: only with draft --allow-pivot, through en: translate-es_en-1.0, 0.3 MB + ")


@needs_argos
def test_a_file_is_installed_and_drafts_are_made_with_it(workspace: Any, folder: Path, file: Path, ccb: Any) -> None:
    root = workspace({"content/first/page.md": "# A team reads every report\n"})
    result = ccb(root, "models", "install", str(file))
    assert result.exit_code == 0
    assert result.stdout.startswith("installed: en to fr, 1.9, ")
    assert ccb(root, "build", "--lang", "fr").exit_code == 0
    assert "Un équipe lit chaque rapport" in (root / "locales/fr/LC_MESSAGES/first.po").read_text("utf-8")


@needs_argos
def test_the_same_file_again_is_said_and_no_error(tmp_path: Path, folder: Path, file: Path, ccb: Any) -> None:
    ccb(tmp_path, "models", "install", str(file))
    again = ccb(tmp_path, "models", "install", str(file))
    assert again.exit_code == 0
    assert again.stdout.startswith("installed already: en to fr, 1.9, ")


@needs_argos
def test_another_version_names_the_one_beside_it(tmp_path: Path, folder: Path, file: Path, ccb: Any) -> None:
    ccb(tmp_path, "models", "install", str(file))
    result = ccb(tmp_path, "models", "install", str(argos_package.build(tmp_path / "new", "2.0")))
    assert "also here: version 1.9; `ccb-l10n models remove en fr --version 1.9` removes it" in result.stderr
    assert ccb(tmp_path, "models", "remove", "en", "fr", "--version", "1.9").exit_code == 0
    assert [each.name for each in folder.iterdir()] == ["translate-en_fr-2_0"]


@needs_argos
def test_a_name_that_lies_is_said(tmp_path: Path, folder: Path, file: Path, ccb: Any) -> None:
    lying = tmp_path / "translate-en_es-1_9.argosmodel"
    lying.write_bytes(file.read_bytes())
    result = ccb(tmp_path, "models", "install", str(lying))
    assert result.exit_code == 0
    assert "is not what its name says: it translates en to fr" in result.stderr


def test_a_file_that_is_no_package_says_what_to_do(tmp_path: Path, folder: Path, ccb: Any) -> None:
    (tmp_path / "a.argosmodel").write_text("<html>", encoding="utf-8")
    result = ccb(tmp_path, "models", "install", "a.argosmodel")
    assert result.exit_code == 2
    assert f"{tmp_path / 'a.argosmodel'}: not a readable zip" in result.stderr
    assert "next: download the package again" in result.stderr
    assert not folder.exists()


@pytest.mark.parametrize("what", [(), ("a", "b", "c")])
def test_neither_a_file_nor_a_pair_is_a_wrong_use(tmp_path: Path, ccb: Any, what: tuple[str, ...]) -> None:
    assert ccb(tmp_path, "models", "install", *what).exit_code == 2


@needs_argos
def test_the_newest_package_of_a_pair_comes_from_the_index(
    tmp_path: Path, folder: Path, file: Path, site: Site, ccb: Any
) -> None:
    site.put(LINK, file.read_bytes())
    address = index(site, offer(site, "/old", version="1.10.0"), offer(site, LINK, version="1.9"), {"type": "sbd"})
    site.put("/old", file.read_bytes())
    result = ccb(tmp_path, "models", "install", "en", "fr", "--index", address)
    assert result.exit_code == 0, result.stderr
    assert [path for path, _ in site.asked] == ["/index.json", "/old"]
    assert f"SHA-256 of what came: {sha256(file.read_bytes()).hexdigest()}" in result.stderr
    assert [each.name for each in folder.iterdir()] == ["translate-en_fr-1_9"]
    assert list((tmp_path / "cache/ccb-l10n/downloads").iterdir()) == []


@needs_argos
def test_the_index_may_be_named_as_argos_names_it(
    tmp_path: Path, folder: Path, file: Path, site: Site, ccb: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put(LINK, file.read_bytes())
    index(site, offer(site, "ipfs://Qm", LINK, sha256=sha256(file.read_bytes()).hexdigest()))
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", f"{site.address}/")
    result = ccb(tmp_path, "models", "install", "en", "fr-CA")
    assert result.exit_code == 0, result.stderr
    assert "checksum" not in result.stderr


@needs_argos
def test_what_is_here_already_is_not_fetched(tmp_path: Path, folder: Path, file: Path, site: Site, ccb: Any) -> None:
    ccb(tmp_path, "models", "install", str(file))
    result = ccb(tmp_path, "models", "install", "en", "fr", "--index", index(site, offer(site, LINK)))
    assert (result.exit_code, result.stdout.startswith("installed already")) == (0, True)
    assert [path for path, _ in site.asked] == ["/index.json"]


@needs_argos
def test_a_newer_version_than_the_one_here_is_fetched(
    tmp_path: Path, folder: Path, file: Path, site: Site, ccb: Any
) -> None:
    ccb(tmp_path, "models", "install", str(file))
    site.put("/new", argos_package.build(tmp_path / "new", "1.10").read_bytes())
    address = index(site, offer(site, "/new", version="1.10"))
    result = ccb(tmp_path, "models", "install", "en", "fr", "--index", address)
    assert result.stdout.startswith("installed: en to fr, 1.10, ")


@needs_argos
def test_the_next_link_is_tried_where_the_first_fails(
    tmp_path: Path, folder: Path, file: Path, site: Site, ccb: Any
) -> None:
    site.put(LINK, file.read_bytes())
    address = index(site, offer(site, "/gone", LINK))
    result = ccb(tmp_path, "models", "install", "en", "fr", "--index", address)
    assert result.exit_code == 0
    assert "/gone: the server answers 404 Not Found; trying the next address" in result.stderr


@needs_argos
def test_a_download_that_was_cut_is_gone_on_with(
    tmp_path: Path, folder: Path, file: Path, site: Site, ccb: Any
) -> None:
    body = file.read_bytes()
    site.put(LINK, Page(body, cut=len(body) // 2))
    command = ("models", "install", "en", "fr", "--index", index(site, offer(site, LINK)))
    cut = ccb(tmp_path, *command)
    assert cut.exit_code == 2
    assert " kB that came are kept" in cut.stderr
    assert "next: run the same command again" in cut.stderr
    site.put(LINK, body)
    assert ccb(tmp_path, *command).exit_code == 0
    assert site.asked[-1] == (LINK, f"bytes={len(body) // 2}-")


@needs_argos
@pytest.mark.parametrize(
    ("page", "more", "said"),
    [
        (Page(b"<html>log in</html>"), {}, "not a readable zip"),
        (Page(status=404), {}, "the server answers 404 Not Found"),
        (Page(status=302, headers={"Location": "http://example.org/x"}), {}, "http is not https"),
        (None, {"sha256": "0" * 64}, "the file is not the one that the index means"),
        (None, {"pair": ("en", "es")}, "the file translates en to fr, not en to es"),
    ],
)
def test_what_goes_wrong_installs_nothing_and_keeps_nothing(
    tmp_path: Path, folder: Path, file: Path, site: Site, ccb: Any, page: Page | None, more: dict, said: str
) -> None:
    site.put(LINK, page or Page(file.read_bytes()))
    pair = more.get("pair", ("en", "fr"))
    result = ccb(tmp_path, "models", "install", *pair, "--index", index(site, offer(site, LINK, **more)))
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not folder.exists()
    downloads = tmp_path / "cache/ccb-l10n/downloads"
    assert not downloads.exists() or list(downloads.iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "offers", "said"),
    [
        (("en", "pt"), [("en", "pb")], "`ccb-l10n models install en pb` (English to Portuguese (Brazil))"),
        (("en", "pt-BR"), [("en", "pt")], "`ccb-l10n models install en pt` (English to Portuguese)"),
        (("es", "fr"), [("es", "en"), ("en", "fr")], "`ccb-l10n models install es en`, then `en fr`"),
        (("en", "sm"), [("en", "es"), ("en", "fr")], "from en it has es, fr; convert an OPUS-MT model"),
        (("sm", "en"), [("en", "es")], "it has nothing from sm"),
    ],
)
def test_a_pair_that_the_index_lacks_names_the_nearest(
    tmp_path: Path, site: Site, ccb: Any, asked: tuple[str, str], offers: list, said: str
) -> None:
    address = index(site, *(offer(site, LINK, pair=pair) for pair in offers))
    result = ccb(tmp_path, "models", "install", *asked, "--index", address)
    assert result.exit_code == 2
    assert f"no package translates {asked[0]} to {asked[1]}" in result.stderr
    assert said in result.stderr


@pytest.mark.parametrize("body", [b"<html>", b'{"en": 1}', b"\xff", b"[" * 100_000])
def test_what_is_no_index_is_said(tmp_path: Path, site: Site, ccb: Any, body: bytes) -> None:
    result = ccb(tmp_path, "models", "install", "en", "fr", "--index", site.put("/index.json", body))
    assert result.exit_code == 2
    assert f"{site.address}/index.json: this is no package index" in result.stderr


def test_entries_that_cannot_be_true_are_passed_over(tmp_path: Path, site: Site, ccb: Any) -> None:
    wrong = [
        1, {}, offer(site, "file:///etc/passwd"), offer(site), offer(site, LINK, version="9" * 50),
        offer(site, LINK, sha256="short"), {**offer(site, LINK), "links": "x"}, offer(site, LINK, pair=("../x", "fr")),
        offer(site, LINK, type="sbd"),
    ]  # fmt: skip
    result = ccb(tmp_path, "models", "install", "en", "fr", "--index", index(site, *wrong))
    assert "no package translates en to fr" in result.stderr
    assert "it has nothing from en" in result.stderr


@needs_argos
def test_remove_says_what_it_removed_and_leaves_the_rest(tmp_path: Path, folder: Path, file: Path, ccb: Any) -> None:
    ccb(tmp_path, "models", "install", str(file))
    ccb(tmp_path, "models", "install", str(argos_package.build(tmp_path / "built", pair=("en", "pb"))))
    result = ccb(tmp_path, "models", "remove", "en", "pt-BR")
    assert result.stdout.startswith(f"removed {folder / 'translate-en_pb-1_9'} (")
    assert [each.name for each in folder.iterdir()] == ["translate-en_fr-1_9"]


@needs_argos
def test_removing_what_is_not_there_says_what_is(tmp_path: Path, folder: Path, file: Path, ccb: Any) -> None:
    ccb(tmp_path, "models", "install", str(file))
    result = ccb(tmp_path, "models", "remove", "en", "es")
    assert result.exit_code == 2
    assert "next: name one that is installed: en to fr 1.9" in result.stderr
    result = ccb(tmp_path, "models", "remove", "en", "fr", "--version", "3")
    assert "no package 3 translates en to fr" in result.stderr
    assert len(list(folder.iterdir())) == 1


# A person who installs, lists, drafts and removes, with every socket counted.
_STORY = """
import sys
opened = []
sys.addaudithook(lambda event, _: opened.append(event) if event.startswith("socket.") else None)
from ccb_l10n.cli import main
root, file = sys.argv[1:]
for command in (["models", "install", file], ["models", "list"], ["extract"], ["merge", "--lang", "fr"],
                ["draft", "--lang", "fr"], ["models", "remove", "en", "fr"]):
    assert not main(["-C", root, *command], standalone_mode=False), command
print("opened", opened)
code = main(["models", "install", "en", "fr", "--index", "http://127.0.0.1:9/"], standalone_mode=False)
print("then", code, "socket.connect" in opened)
"""


@needs_argos
def test_only_installing_a_pair_uses_the_network(workspace: Any, folder: Path, file: Path) -> None:
    root = workspace({"content/first/page.md": "# A team reads every report\n"})
    result = subprocess.run(
        [sys.executable, "-c", _STORY, str(root), str(file)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "opened []\n" in result.stdout
    assert "then 2 True" in result.stdout
    assert "Un équipe lit chaque rapport" in (root / "locales/fr/LC_MESSAGES/first.po").read_text("utf-8")


def test_the_bar_is_for_terminals(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert models._bar() is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    show = models._bar()
    for done in (1_000_000, 1_000_001, 4_000_000):
        show(done, 4_000_000)
    expected = "\rdownloading 1.0 of 4.0 MB, 25 %\rdownloading 4.0 of 4.0 MB, 100 %\n"
    assert capsys.readouterr().err == expected


@needs_argos
def test_a_marian_model_is_imported_and_drafts_are_made_with_it(workspace: Any, folder: Path, ccb: Any) -> None:
    root = workspace({"content/first/page.md": "# A team reads every report\n"})
    marian_model.build(root / "opus-mt-en-sw")
    command = ("models", "import", "opus-mt-en-sw", "--source", "en", "--target", "sw")
    result = ccb(root, *command)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("installed: en to sw, 1.0, ")
    assert "no licence lies in" in result.stderr
    assert [each.name for each in folder.iterdir()] == ["translate-en_sw-1_0"]
    assert [each.name for each in folder.parent.iterdir()] == ["packages"]
    for step in ("extract", "merge", "draft"):
        ccb(root, step, *(() if step == "extract" else ("--lang", "sw")))
    assert "Un équipe lit chaque rapport" in (root / "locales/sw/LC_MESSAGES/first.po").read_text("utf-8")
    assert ccb(root, *command).stdout.startswith("installed already: en to sw")


@needs_argos
def test_an_import_that_fails_leaves_nothing(workspace: Any, folder: Path, ccb: Any) -> None:
    root = workspace({"content/first/page.md": "# A team\n"})
    (marian_model.build(root / "model") / marian_model.WEIGHTS).write_bytes(b"no zip")
    result = ccb(root, "models", "import", "model", "--source", "en", "--target", "sw")
    assert result.exit_code == 2
    assert f"{root / 'model' / marian_model.WEIGHTS}: it cannot be converted" in result.stderr
    assert list(folder.iterdir()) == []
    assert [each.name for each in folder.parent.iterdir()] == ["packages"]


def started(*args: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ccb_l10n", *args]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@needs_argos
def test_a_pair_that_another_run_downloads_is_waited_for(
    tmp_path: Path, folder: Path, file: Path, site: Site, ccb: Any
) -> None:
    site.put(LINK, file.read_bytes())
    waits = tmp_path / "cache/ccb-l10n/downloads/translate-en_fr-1.9.argosmodel.lock"
    waits.parent.mkdir(parents=True)
    lock = locking.taken(waits)
    assert lock is not None
    process = started("models", "install", "en", "fr", "--index", index(site, offer(site, LINK)))
    assert process.stderr is not None
    assert process.stderr.readline() == "another run downloads this package; waiting for it\n"
    ccb(tmp_path, "models", "install", str(file))
    locking.release(waits, lock)
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, out.partition(":")[0]) == (0, "installed already"), errors
    assert [path for path, _ in site.asked] == ["/index.json"]


@needs_argos
def test_runs_that_install_a_pair_at_once_download_it_once(
    tmp_path: Path, folder: Path, file: Path, site: Site
) -> None:
    site.put(LINK, file.read_bytes())
    address = index(site, offer(site, LINK))
    running = [started("models", "install", "en", "fr", "--index", address) for _ in range(3)]
    answers = [each.communicate(timeout=60) for each in running]
    assert [each.returncode for each in running] == [0, 0, 0], answers
    assert sorted(out.partition(":")[0] for out, _ in answers) == ["installed"] + ["installed already"] * 2
    assert [path for path, _ in site.asked].count(LINK) == 1
    assert [each.name for each in folder.iterdir()] == ["translate-en_fr-1_9"]
    assert list((tmp_path / "cache/ccb-l10n/downloads").iterdir()) == []


def test_list_takes_away_what_a_killed_installation_left(tmp_path: Path, folder: Path, ccb: Any) -> None:
    left = folder.parent / ".ccb-l10n-packages-0123abcd" / "new"
    left.mkdir(parents=True)
    folder.mkdir()
    assert ccb(tmp_path, "models", "list").exit_code == 0
    assert [each.name for each in folder.parent.iterdir()] == ["packages"]


@needs_argos
@pytest.mark.parametrize(("left", "asked"), [("whole", 0), ("of another pair", 1), ("damaged", 1)])
def test_what_was_downloaded_when_a_run_was_killed_is_used(
    tmp_path: Path, folder: Path, file: Path, site: Site, ccb: Any, left: str, asked: int
) -> None:
    waits = tmp_path / "cache/ccb-l10n/downloads/translate-en_fr-1.9.argosmodel"
    waits.parent.mkdir(parents=True)
    other = argos_package.build(tmp_path / "other", pair=("en", "es"))
    waits.write_bytes({"whole": file.read_bytes(), "of another pair": other.read_bytes(), "damaged": b"PK"}[left])
    site.put(LINK, file.read_bytes())
    result = ccb(tmp_path, "models", "install", "en", "fr", "--index", index(site, offer(site, LINK)))
    assert result.exit_code == 0, result.stderr
    assert [path for path, _ in site.asked].count(LINK) == asked
    assert [each.name for each in folder.iterdir()] == ["translate-en_fr-1_9"]
    assert list(waits.parent.iterdir()) == []


def lied(folder: Path, **fields: str) -> None:
    root = folder / "odd"
    root.mkdir(parents=True)
    said = {"from_code": "en", "to_code": "fr", "package_version": "1.0", **fields}
    (root / "metadata.json").write_text(json.dumps(said), encoding="utf-8")


@pytest.mark.parametrize("code", ["..", "xx_yy", "EN"])
def test_a_package_with_an_odd_code_is_listed_and_goes(tmp_path: Path, folder: Path, ccb: Any, code: str) -> None:
    lied(folder, from_code=code)
    assert f"{code} to fr, 1.0, " in ccb(tmp_path, "models", "list").stdout
    result = ccb(tmp_path, "models", "remove", code, "fr")
    assert (result.exit_code, list(folder.iterdir())) == (0, [])


def test_a_package_with_an_odd_version_goes(tmp_path: Path, folder: Path, ccb: Any) -> None:
    lied(folder, package_version="..")
    assert ccb(tmp_path, "models", "remove", "en", "fr", "--version", "..").exit_code == 0
    assert list(folder.iterdir()) == []


def test_removing_where_nothing_is_installed_says_the_next_step(tmp_path: Path, folder: Path, ccb: Any) -> None:
    assert (
        "next: there is nothing to remove: `ccb-l10n models list`"
        in ccb(tmp_path, "models", "remove", "en", "fr").stderr
    )


def test_a_course_with_broken_settings_does_not_hide_the_list(workspace: Any, folder: Path, ccb: Any) -> None:
    laid(folder, ("en", "fr"))
    root = workspace({**CONTENT, "content/first/course.toml": "titel = 7\n", "ccb-l10n.toml": 'languages = ["fr"]'})
    result = ccb(root, "models", "list")
    assert result.exit_code == 0
    assert "left out: content/first/course.toml" in result.stderr
    assert "second: en to fr: translate-en_fr-1.0, 0.3 MB" in result.stdout
    assert "first: " not in result.stdout
    (root / "ccb-l10n.toml").write_text("languages = [", encoding="utf-8")
    result = ccb(root, "models", "list", "--format", "json")
    assert (result.exit_code, len(json.loads(result.stdout)["packages"])) == (0, 1)
    assert "what the courses need is not known: ccb-l10n.toml" in result.stderr


def rezipped(path: Path, file: Path, part: str, content: bytes) -> Path:
    """A package with another content of one part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename.endswith(part) else old.read(entry))
    return path


@needs_argos
@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("model.bin", b"garbage"),
        ("config.json", b"{"),
        ("shared_vocabulary.json", b'["<unk>", "<s>", "</s>"]'),
        ("sentencepiece.model", b""),
    ],
)
def test_a_file_that_does_not_work_is_not_installed(
    tmp_path: Path, folder: Path, file: Path, ccb: Any, part: str, content: bytes
) -> None:
    ccb(tmp_path, "models", "install", str(file))
    before = (folder / file.stem / "model" / "model.bin").read_bytes()
    broken = rezipped(tmp_path / "broken" / file.name, file, part, content)
    result = ccb(tmp_path, "models", "install", str(broken))
    assert result.exit_code == 2
    assert f"error: {broken}: " in result.stderr
    assert "nothing was installed\n  next: get the package again" in result.stderr
    assert (folder / file.stem / "model" / "model.bin").read_bytes() == before
    assert [each.name for each in folder.iterdir()] == [file.stem]


@needs_argos
def test_a_download_that_does_not_work_is_not_installed(
    tmp_path: Path, folder: Path, file: Path, site: Site, ccb: Any
) -> None:
    broken = rezipped(tmp_path / "broken" / file.name, file, "model.bin", b"garbage")
    site.put(LINK, broken.read_bytes())
    result = ccb(tmp_path, "models", "install", "en", "fr", "--index", index(site, offer(site, LINK)))
    assert result.exit_code == 2
    assert "nothing was installed" in result.stderr
    assert not folder.exists() or list(folder.iterdir()) == []


@needs_argos
def test_without_a_runtime_a_package_is_installed_and_said_to_be_not_tried(
    tmp_path: Path, folder: Path, file: Path, ccb: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccb_l10n.workflow.models.find_spec", lambda name: None)
    result = ccb(tmp_path, "models", "install", str(file))
    assert result.exit_code == 0
    assert "not tried whether it works: ctranslate2 and sentencepiece not installed here" in result.stderr
