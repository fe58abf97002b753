"""A course for the printer: sound PDF, tagged, in the right fonts, with every letter readable, the same bytes twice."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Message, State
from ccb_l10n.packs import pdf
from ccb_l10n.packs.book import Book, CourseInfo, Edition
from ccb_l10n.workflow.fontfiles import FontFiles

pytestmark = pytest.mark.tools

PAGES = {
    "index.md": "# Start\n\nCall [us](https://example.org/a).\n\nNot translated.\n\n[Next](b/two.md#steps)\n\n"
    "![Map](m.svg)\n\n![Leak](https://example.org/leak.png)\n",
    "b/two.md": "# Two\n\n## Steps\n\nFirst **this**.\n\n3. three\n4. four\n\n"
    "::: quiz\nWhich?\n\n- [ ] This\n- [x] That\n\nSo it is.\n:::\n",
}
MAP = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text x="1" y="8">7</text></svg>'
CALL = "Call [us](https://example.org/a)."
SHOWN = "![Map](m.svg)"  # a drawing without a size, in right-to-left text
TARGETS = {
    "fr": {"Start": "Début", "Two": "Deux", CALL: "Appelez-[nous](https://example.org/a) déjà."},
    "ar": {
        "Start": "البداية",
        "Two": "اثنان",
        CALL: "اتصل [بنا](https://example.org/a) الآن.",
        SHOWN: "![خريطة](m.svg)",
    },
    "zh": {"Start": "开始", "Two": "第二", CALL: "现在联系[我们](https://example.org/a)。"},
}
FONTS = {"fr": "Noto-Sans", "ar": "Noto-Naskh-Arabic", "zh": "Noto-Sans-CJK-SC"}
LOCALES = pytest.mark.parametrize("locale", sorted(TARGETS))


def book(locale: str, edition: Edition = Edition.LEARNER) -> Book:
    said = {
        (None, source): Message(source, target, state=State.DRAFT if source == "Two" else State.TRANSLATED)
        for source, target in TARGETS[locale].items()
    }
    documents = [splice(parse(path, text), said) for path, text in PAGES.items()]
    course = CourseInfo("sample", "A & B", "1.0", "CC-BY-4.0", "en", locale, tuple(PAGES))
    files = {"m.svg": lambda: MAP}
    return Book(
        course, documents, "ccb-l10n 9", f"sample-{locale}", edition, PAGES, files, epoch=1767225600, faces=FontFiles()
    )


@cache
def made(locale: str, edition: Edition = Edition.LEARNER) -> bytes:
    [(name, data)] = pdf.files(book(locale, edition))
    assert name == f"sample-{locale}.pdf"
    return data


@pytest.fixture
def asked(tool: Callable[[str], str], tmp_path: Path) -> Callable[..., str]:
    """A function that asks a program about a document: `asked("pdfinfo", "fr")`."""
    if os.environ.get("CI") != "true":
        try:
            made("zh")
        except CcbError as error:
            pytest.skip(f"{error}; {error.hint}")

    def ask(program: str, locale: str, *options: str, edition: Edition = Edition.LEARNER, after: str = "") -> str:
        path = tmp_path / "book.pdf"
        path.write_bytes(made(locale, edition))
        command = [tool(program), *options, str(path), *([after] if after else [])]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.decode("utf-8", "replace")

    return ask


@LOCALES
def test_the_file_is_sound(locale: str, asked: Callable[..., str]) -> None:
    assert "No syntax or stream encoding errors" in asked("qpdf", locale, "--check")


@LOCALES
def test_every_font_is_embedded_and_the_right_one(locale: str, asked: Callable[..., str]) -> None:
    rows = asked("pdffonts", locale).splitlines()[2:]
    names = [row.split()[0].partition("+")[2] for row in rows]
    assert names and all(name.startswith("Noto-") for name in names), names
    assert FONTS[locale] in names and f"{FONTS[locale]}-Bold" in names
    assert all(re.search(r" yes +yes +yes +\d+ +0$", row) for row in rows), rows


@LOCALES
def test_it_is_tagged_and_says_what_it_is(locale: str, asked: Callable[..., str]) -> None:
    told = asked("pdfinfo", locale)
    assert re.search(r"Title: +A & B\n", told) and re.search(r"Tagged: +yes", told) and "(A4)" in told
    assert "CreationDate:" in told and "2026" in told
    plain = asked("qpdf", locale, "--qdf", "--object-streams=disable", after="-")
    assert "pdfuaid" in plain and f"/Lang ({locale})" in plain and "/DisplayDocTitle true" in plain
    assert plain.count("/Type /StructElem") > 20 and "/Outlines" in plain


def test_text_can_be_taken_out(asked: Callable[..., str]) -> None:
    assert "Appelez-nous (https://example.org/a) déjà." in " ".join(asked("pdftotext", "fr", after="-").split())
    assert "现在联系我们" in asked("pdftotext", "zh", after="-")
    assert "اتصل" in asked("pdftotext", "ar", after="-")


@LOCALES
def test_what_nobody_translated_is_labelled(locale: str, asked: Callable[..., str]) -> None:
    text = " ".join(asked("pdftotext", locale, after="-").split())
    words = pdf.interface(locale)
    assert "Not translated." in text
    if locale == "fr":  # pdftotext turns Arabic about, and Chinese breaks in lines
        label = words("Not translated yet: shown in {language}", language="anglais")
        assert text.count(" ".join(label.split())) >= 2
        assert words("Machine draft") in text


def test_contents_name_the_pages(asked: Callable[..., str]) -> None:
    contents = asked("pdftotext", "fr", "-layout", "-f", "2", "-l", "2", after="-")
    assert re.search(r"Début[ .]+3\n", contents) and re.search(r"Deux[ .]+4\n", contents)
    assert "Deux" in asked("pdftotext", "fr", "-f", "4", "-l", "4", after="-")


def test_only_trainers_get_answers(asked: Callable[..., str]) -> None:
    assert "So it is." not in asked("pdftotext", "fr", after="-")
    text = asked("pdftotext", "fr", edition=Edition.TRAINER, after="-")
    assert "So it is." in text and re.search(r"2\.\s+That", text[text.rindex("Réponses") :])


@LOCALES
def test_the_same_book_gives_the_same_bytes(locale: str, asked: Callable[..., str]) -> None:
    [(_, again)] = pdf.files(book(locale))
    assert again == made(locale)


def test_nothing_is_asked_of_the_network(asked: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a request")

    monkeypatch.setattr("socket.socket.connect", refuse)
    assert "https://example.org/leak.png" in pdf.document(book("fr"))[0], "as a link"
    assert list(pdf.files(book("fr")))
