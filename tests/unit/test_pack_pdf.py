"""A course for the printer: what is said where WeasyPrint or a font is missing, and what goes to the printer at all."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.packs import fonts, pdf
from ccb_l10n.packs.book import Book, CourseInfo, Edition
from noto_sample import font

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
PAGES = {
    "index.md": "# Start {#here}\n\n[two](two.md#here), [out](https://example.org/a), [map](m.png), [form](f.pdf), "
    "[lost](lost.png)\n\n![Map](m.png)\n\n![Lost](lost.png)\n\n- [x] done\n\n"
    "<details>\n<summary>More</summary>\n\nFolded.\n\n</details>\n",
    "two.md": "# Two {#here}\n\n::: quiz\nWhich?\n\n"
    "- [ ] This\n  > No.\n- [x] That [x](index.md#here)\n\nSo it is.\n:::\n",
}


def book(
    edition: Edition = Edition.LEARNER,
    pages: dict[str, str] = PAGES,
    locale: str = "en",
    faces: fonts.Faces = fonts.no_faces,
) -> Book:
    documents = [splice(parse(path, text), {}) for path, text in pages.items()]
    course = CourseInfo("sample", "A & B", "1", "CC-BY-4.0", "en", "en", tuple(pages))
    files = {"m.png": lambda: PNG, "f.pdf": lambda: b"%PDF"}
    return Book(course, documents, "ccb-l10n 9", "sample-en", edition, pages, files, faces=faces)


def html(edition: Edition = Edition.LEARNER) -> str:
    return pdf.document(book(edition))[0]


def test_links_lead_to_chapters_and_pictures_come_along() -> None:
    text, pictures = pdf.document(book())
    assert 'href="#p1-here"' in text and text.count('id="p0-here"') == text.count('id="p1-here"') == 1
    assert list(pictures) == ["m.png"] and 'src="book:pictures/m.png"' in text
    assert "<span>map</span>" in text, "a picture that is in the book needs no remark"
    assert text.count("Not in this book: \u2068lost.png\u2069") == 2 and "Not in this book: \u2068f.pdf\u2069" in text


def test_nothing_waits_for_a_click() -> None:
    text = html()
    assert "<details" not in text and "<summary" not in text and "<input" not in text
    assert "Folded." in text and '<span class="tick ticked">✓</span>' in text


def test_answers_stand_at_the_end_and_for_trainers_alone() -> None:
    learner, trainer = html(), html(Edition.TRAINER)
    assert "So it is." not in learner and "No." not in learner and "ccb-answers" not in learner
    answers = trainer.index('id="ccb-answers"')
    assert trainer.index("So it is.") > answers and trainer.index("No.") > answers
    assert trainer.index('<span class="number">2.</span>') > answers


def test_without_weasyprint_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(CcbError, match="WeasyPrint") as told:
        list(pdf.files(book()))
    assert "pip install 'ccb-l10n[pdf]'" in told.value.hint and "libpango-1.0-0" in told.value.hint


@pytest.mark.parametrize(("letter", "package"), [("ب", "fonts-noto-core"), ("中", "fonts-noto-cjk")])
def test_a_letter_without_a_font_is_refused(letter: str, package: str) -> None:
    latin = fonts.face("LATIN", "en", "NotoSans-Regular.ttf", font("".join(map(chr, range(32, 0x250)))))

    def faces(script: str, locale: str) -> Sequence[fonts.Face]:
        return [latin] if script == fonts.LATIN else ()

    with pytest.raises(CcbError, match=letter) as told:
        list(pdf.files(book(pages={"index.md": f"# A\n\n{letter}\n"}, faces=faces)))
    assert package in told.value.hint


def test_no_font_at_all_is_refused() -> None:
    with pytest.raises(CcbError, match="no font") as told:
        list(pdf.files(book()))
    assert "fonts-noto-core" in told.value.hint
