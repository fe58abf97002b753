"""The SCORM 1.2 package: its manifest, its launch page, and what the platform may remember."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Message, State
from ccb_l10n.packs import scorm
from ccb_l10n.packs.book import Book, CourseInfo, Edition

PACKAGE = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADLCP = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
QUIZ = "::: quiz\nWhich?\n\n- [ ] a\n- [x] b\n- [ ] c\n:::\n\n"
PAGES = {
    "mod/one.md": f"# One\n\n{QUIZ}{QUIZ}::: trainer\n{QUIZ}:::\n",
    "mod/état 2.md": f"# Two\n\n{QUIZ}\n::: quiz\nOpen?\n:::\n",
}


def book(
    pages: Mapping[str, str] = PAGES, edition: Edition = Edition.LEARNER, locale: str = "en", **words: str
) -> Book:
    chosen = {(None, each): Message(each, said, state=State.TRANSLATED) for each, said in words.items()}
    course = CourseInfo("sample", "Safe & <sound>", "1.2", "CC-BY-4.0", "en", locale, tuple(pages))
    documents = [splice(parse(path, text), chosen) for path, text in pages.items()]
    return Book(course, documents, "ccb-l10n 9", f"sample-{locale}", edition, pages)


def unpacked(given: Book, mastery: int = 80) -> dict[str, str]:
    [(name, data)] = scorm.files(replace(given, course=replace(given.course, mastery=mastery)))
    assert name == f"{given.name}.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist()[0] == "imsmanifest.xml"
        return {each: archive.read(each).decode() for each in archive.namelist()}


def told(given: Book) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="told">(.*?)</script>', unpacked(given)["index.html"])
    assert found
    read: dict[str, object] = json.loads(found[1])
    return read


def test_the_manifest_is_that_of_one_sco() -> None:
    files = unpacked(book())
    text = files["imsmanifest.xml"]
    root = ElementTree.fromstring(text)
    assert root.findtext(f"{PACKAGE}metadata/{PACKAGE}schemaversion") == "1.2"
    [item] = root.iter(f"{PACKAGE}item")
    [resource] = root.iter(f"{PACKAGE}resource")
    assert item.get("identifierref") == resource.get("identifier")
    assert (resource.get(f"{ADLCP}scormtype"), resource.get("href")) == ("sco", "index.html")
    assert "adlcp:scormtype" in text  # Moodle looks for the prefix, whatever it is bound to
    assert item.findtext(f"{PACKAGE}title") == "Safe & <sound>"
    assert item.findtext(f"{ADLCP}masteryscore") == "80"
    default = root.find(f"{PACKAGE}organizations")
    assert default is not None and default.get("default") == "course"


def test_the_manifest_lists_every_file_and_no_other() -> None:
    files = unpacked(book())
    root = ElementTree.fromstring(files["imsmanifest.xml"])
    listed = [unquote(each.attrib["href"]) for each in root.iter(f"{PACKAGE}file")]
    assert len(listed) == len(set(listed))
    assert {*listed, "imsmanifest.xml"} == set(files)
    assert "course/mod/état 2.html" in files and all(
        each.attrib["href"].isascii() for each in root.iter(f"{PACKAGE}file")
    )


def test_the_score_that_passes_can_be_set() -> None:
    assert "<adlcp:masteryscore>60</adlcp:masteryscore>" in unpacked(book(), 60)["imsmanifest.xml"]
    assert '"mastery":60' in unpacked(book(), 60)["index.html"]


def test_a_course_without_quizzes_has_no_score() -> None:
    plain = book({"a.md": "# A\n", "b.md": "# B\n"})
    assert "masteryscore" not in unpacked(plain)["imsmanifest.xml"]
    assert (told(plain)["quizzes"], told(plain)["pages"]) == ([], ["a.html", "b.html"])


def test_the_launch_page_knows_the_quizzes_and_not_the_key() -> None:
    found = told(book())
    assert sorted(found) == ["edition", "mastery", "pages", "quizzes"]
    assert found["pages"] == ["mod/one.html", "mod/%C3%A9tat%202.html"]
    first, second, third = found["quizzes"]  # type: ignore[misc]
    assert (first, second) == ([0, "mod-one-quiz-1", 3], [0, "mod-one-quiz-2", 3])
    assert third[0] == 1 and third[1].isascii()


def test_answers_of_an_older_course_are_told_apart_and_those_of_other_languages_are_not() -> None:
    same = told(book(locale="ar", **{"Which?": "أي؟", "a": "أ", "b": "ب"}))
    assert same["edition"] == told(book())["edition"]
    changed = {**PAGES, "mod/one.md": PAGES["mod/one.md"].replace("[ ] a", "[x] a")}
    added = {**PAGES, "mod/one.md": PAGES["mod/one.md"] + QUIZ}
    assert len({str(told(book(pages))["edition"]) for pages in (PAGES, changed, added)}) == 3


def test_trainers_answer_nothing() -> None:
    assert told(book(edition=Edition.TRAINER))["quizzes"] == []


@pytest.mark.parametrize("options", [5, 6])
def test_what_a_platform_cannot_remember_is_refused(options: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert scorm.MEMORY == 4096
    monkeypatch.setattr(scorm, "MEMORY", 20)
    quiz = "::: quiz\nWhich?\n\n- [x] b\n" + "- [ ] a\n" * (options - 1) + ":::\n\n"
    most = (scorm.MEMORY - 8) // (1 if options == 5 else 2)
    assert len(told(book({"a.md": quiz * most}))["quizzes"]) == most  # type: ignore[arg-type]
    with pytest.raises(CcbError, match="more quizzes than"):
        list(scorm.files(book({"a.md": quiz * (most + 1)})))


def test_the_launch_page_has_its_words_and_language() -> None:
    page = unpacked(book(locale="ar"))["index.html"]
    assert '<html lang="ar" dir="rtl">' in page and "<title>Safe &amp; &lt;sound&gt;</title>" in page
    assert 'data-alone="لم يُعثر على منصة تعلّم' in page
    assert '<main><iframe id="course" title="Safe &amp; &lt;sound&gt;"></iframe></main>' in page


def test_the_same_course_gives_the_same_bytes() -> None:
    assert list(scorm.files(book())) == list(scorm.files(book()))
