"""Quizzes that cannot be asked or answered."""

from __future__ import annotations

import pytest

from ccb_l10n.checks.pages.quizzes import changed, twins
from ccb_l10n.workflow.pages import taken_apart
from page_courses import found, page

GOOD = "::: quiz\n\nWhom do you call?\n\n- [ ] Nobody\n- [x] The team\n\nBecause.\n\n:::\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD, []),
        (GOOD.replace("[ ]", "[x]", 1), [(1, "every option is right: who ticks all of them cannot fail")]),
        (GOOD.replace("[x]", "[ ]"), [(1, "a quiz without a right answer")]),
        (GOOD.replace("- [ ] Nobody\n", ""), [(5, "a quiz with one option alone")]),
        (GOOD.replace("- [ ] Nobody\n- [x] The team\n", ""), [(1, "a quiz without options")]),
        (GOOD.replace("[ ] ", "").replace("[x] ", ""), [(1, "a quiz without options")]),
        (GOOD.replace("Whom do you call?\n", ""), [(1, "a quiz without a question")]),
        (GOOD.replace("- [ ] Nobody", "- Nobody"), [(5, "an option without a mark counts as wrong")]),
        (GOOD.replace("[x] The", "[x]The"),
         [(1, "a quiz without a right answer"), (6, "an option without a mark counts as wrong")]),
        (GOOD.replace("Nobody", "the  TEAM."),
         [(6, "an option like the one in line 5, and one is right where the other is wrong")]),
        (GOOD.replace("- [ ] Nobody\n", "- [ ] Nobody\n- [ ] Nobody\n"), [(6, "an option like the one in line 5")]),
        ("::: note\n\n- [ ] To do\n\n:::\n\n- [ ] Another\n", []),
    ],
)  # fmt: skip
def test_quizzes(text: str, told: list[tuple[int, str]]) -> None:
    assert page(text) == told
    assert [each.hint for each in found({"a.md": text}) if not each.hint] == []


def test_a_picture_or_code_is_a_question() -> None:
    assert page(GOOD.replace("Whom do you call?", "```\nping\n```")) == []


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (GOOD.replace("Nobody", "Personne"), []),
        (GOOD.replace("[x]", "[ ]"), [(1, "other options are right in the translation than in the source")]),
        (GOOD.replace("- [ ] Nobody\n", ""), [(1, "1 options in the translation, 2 in the source")]),
        ("# None\n", [(1, "0 quizzes in the translation, 1 in the source")]),
    ],
)
def test_what_a_translation_may_not_change(made: str, told: list[tuple[int, str]]) -> None:
    assert list(changed(taken_apart("a.md", GOOD), taken_apart("a.md", made))) == told


def test_twins_are_paired_with_the_first_and_empty_texts_are_none() -> None:
    assert list(twins(["A", "", "b", "a.", "", "A "])) == [(0, 3), (0, 5)]
    assert list(twins(["是。", "是"])) == [(0, 1)]
