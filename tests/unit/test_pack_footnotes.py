"""Footnotes stand where somebody can be led to them, and nowhere else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.packs import epub, gift, html, single
from ccb_l10n.packs.book import Book, CourseInfo, Edition

TEXT = """# Page

Open[^open].

::: trainer
Secret[^secret] and both[^both].
:::

::: quiz
Which[^asked]?

- [ ] wrong
  > Not that[^said].
- [x] right

Because[^why].

::: trainer
Only trainers hear this.
:::
:::

End[^both].

[^open]: NOTE-OPEN
[^secret]: NOTE-SECRET[^deep]
[^both]: NOTE-BOTH
[^asked]: NOTE-ASKED
[^said]: NOTE-SAID
[^why]: NOTE-WHY
[^deep]: NOTE-DEEP
"""
LEARNERS = ["NOTE-OPEN", "NOTE-BOTH", "NOTE-ASKED"]
ALL = ["NOTE-OPEN", "NOTE-SECRET", "NOTE-BOTH", "NOTE-ASKED", "NOTE-SAID", "NOTE-WHY", "NOTE-DEEP"]


def book(edition: Edition, text: str = TEXT) -> Book:
    course = CourseInfo("sample", "Sample", "1", "CC-BY-4.0", "en", "en", ())
    return Book(course, [splice(parse("a.md", text), {})], "ccb-l10n 9", "sample-en", edition, {"a.md": text})


def texts(edition: Edition, text: str = TEXT) -> Iterator[str]:
    """The page as each format for the screen has it."""
    made = book(edition, text)
    yield dict(html.files(made))["a.html"].decode()
    yield dict(single.files(made))["index.html"].decode()


def open_text(text: str) -> str:
    """What is there without a script."""
    return re.sub(r"<template.*?</template>", "", text, flags=re.DOTALL)


def lost(text: str) -> set[str]:
    """The fragments that links lead to and that no element is named."""
    return set(re.findall(r'href="#([^"]+)"', text)) - set(re.findall(r' id="([^"]+)"', text))


@pytest.mark.parametrize(("edition", "expected"), [(Edition.LEARNER, LEARNERS), (Edition.TRAINER, ALL)])
def test_a_note_goes_with_all_that_refers_to_it(edition: Edition, expected: list[str]) -> None:
    for text in texts(edition):
        assert re.findall("NOTE-[A-Z]+", open_text(text)) == expected
        assert lost(open_text(text)) == set()


def test_books_and_searches_for_learners_hold_no_other_notes() -> None:
    search = dict(html.files(book(Edition.LEARNER)))["pack/search.js"].decode()
    assert re.findall("NOTE-[A-Z]+", search) == LEARNERS
    [(_, data)] = epub.files(book(Edition.LEARNER))
    text = zipfile.ZipFile(io.BytesIO(data)).read("EPUB/text/a.xhtml").decode()
    assert re.findall("NOTE-[A-Z]+", text) == LEARNERS and lost(text) == set()


def test_an_answer_brings_its_notes_along() -> None:
    for text in texts(Edition.LEARNER):
        found = re.findall(r"<template class=\"explanation\">(.*?)</template>", text, re.DOTALL)
        assert [re.findall("NOTE-[A-Z]+", each) for each in found] == [["NOTE-SAID", "NOTE-WHY"]]
        assert lost(text) == set()
        ids = re.findall(r' id="([^"]+)"', text)
        assert len(ids) == len(set(ids))


def test_what_only_trainers_hear_is_in_no_answer_for_learners() -> None:
    for edition in Edition:
        for text in (*texts(edition), dict(gift.files(book(edition)))["sample-en.gift"].decode()):
            assert ("Only trainers hear this." in text) == (edition is Edition.TRAINER)


def test_notes_keep_their_numbers_where_others_are_left_out() -> None:
    for text in map(open_text, texts(Edition.LEARNER)):
        listed = re.findall(r'<li id="[^"]*-note-(\d)"(?: value="(\d)")?>', text)
        assert [value or str(at) for at, (_, value) in enumerate(listed, 1)] == [number for number, _ in listed]


def test_no_note_no_heading() -> None:
    text = "# A\n\n::: trainer\nSecret[^s].\n:::\n\n[^s]: NOTE-S\n"
    assert ["Footnotes" in each for each in texts(Edition.LEARNER, text)] == [False, False]
    assert ["Footnotes" in each for each in texts(Edition.TRAINER, text)] == [True, True]


def test_notes_that_refer_to_each_other_are_read_through() -> None:
    text = "# A\n\n::: trainer\nSecret[^s].\n:::\n\nOpen[^o].\n\n[^s]: NOTE-S[^d]\n[^o]: NOTE-O[^s]\n[^d]: NOTE-D[^o]\n"
    for each in texts(Edition.LEARNER, text):
        assert sorted(re.findall("NOTE-[A-Z]", each)) == ["NOTE-D", "NOTE-O", "NOTE-S"] and lost(each) == set()
