"""One rendering for every edition and format: what each of them gets to see."""

from __future__ import annotations

import pytest

from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.packs import slots
from ccb_l10n.packs.book import Book, CourseInfo, Edition

PAGE = """# One

Before.

::: trainer
## Only for trainers

Say it twice.

::: quiz
Hidden?

- [x] yes
- [ ] no
:::
:::

## For all

::: quiz
Seen?

- [ ] wrong
  > Read it again.
- [x] right

Because.
:::

After.
"""
QUIZZES = ["ccb-one-quiz-1", "ccb-one-quiz-2"]


def book(text: str = PAGE, edition: Edition = Edition.LEARNER, **others: str) -> Book:
    course = CourseInfo("sample", "Sample", "1", "CC-BY-4.0", "en", "en", ("one.md",))
    documents = [splice(parse(path, words), {}) for path, words in {"one.md": text, **others}.items()]
    return Book(course, documents, "ccb-l10n 9", "sample-en", edition)


def shown(edition: Edition) -> str:
    made = book(edition=edition)
    page = made.pages[0]
    assert [each.id for each in page.quizzes] == QUIZZES
    return made.body(page, lambda at: f"<quiz>{at}</quiz>\n")


def test_learners_do_not_get_what_is_for_trainers() -> None:
    text = shown(Edition.LEARNER)
    assert "trainers" not in text and "twice" not in text and "<quiz>0</quiz>" not in text
    assert "Before." in text and "<quiz>1</quiz>" in text and "After." in text
    assert "<?" not in text


def test_trainers_get_everything() -> None:
    text = shown(Edition.TRAINER)
    assert "Only for trainers" in text and "Say it twice." in text
    assert "<quiz>0</quiz>" in text and "<quiz>1</quiz>" in text
    assert "<?" not in text


def test_headings_say_whom_they_are_for() -> None:
    assert [(each.text, each.trainer) for each in book().pages[0].headings] == [
        ("Only for trainers", True),
        ("For all", False),
    ]


def test_a_quiz_comes_in_parts() -> None:
    quiz = book().pages[0].quizzes[1]
    assert quiz.question == "<p>Seen?</p>\n"
    assert [(each.label, each.right, each.feedback) for each in quiz.options] == [
        ("<span>wrong</span>", False, "<p>Read it again.</p>\n"),
        ("<span>right</span>", True, ""),
    ]
    assert quiz.explanation == "<p>Because.</p>\n"
    assert not quiz.several


def test_a_course_cannot_write_a_slot() -> None:
    text = "# T\n\n<?ccb-trainer?>\n\nShown.\n\n<?ccb-end?>\n\nIn <?ccb-quiz 0?> line.\n\n```\n<?ccb-quiz 0?>\n```\n"
    made = book(text)
    body = made.body(made.pages[0], lambda at: pytest.fail("a quiz that is none"))
    assert "Shown." in body
    assert "&lt;?ccb-quiz 0?&gt;" in body


def test_a_slot_in_a_slot() -> None:
    body = slots.trainer("a" + slots.trainer("b") + "c") + "d"
    assert slots.fill(body, quiz=str, trainer=False) == "d"
    assert slots.fill(body, quiz=str, trainer=True) == "abcd"


def test_pages_are_rendered_once() -> None:
    made = book()
    assert made.pages is made.pages


def test_two_pages_in_one_place_are_refused() -> None:
    with pytest.raises(CcbError, match="would both be the page"):
        _ = book("# One\n", **{"ONE.md": "# Two\n"}).pages
