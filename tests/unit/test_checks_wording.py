"""Doubled words are found, and what a language says twice is left alone."""

from __future__ import annotations

import pytest

from ccb_l10n.checks.fixing import fixed
from ccb_l10n.checks.wording import ROWS
from ccb_l10n.model import Message, State
from check_cases import Case, cases, check_case, problems, setting


@pytest.mark.parametrize("case", cases("doubled-words"))
def test_each_case_is_judged_and_repaired_as_its_table_says(case: Case) -> None:
    check_case(case)


def test_the_words_are_marked_and_all_plural_targets_are_read() -> None:
    targets = ("un plan", "dans dans des plans")
    message = Message("a plan", targets[0], state=State.TRANSLATED, plural="plans", targets=targets)
    [(_, problem)] = problems(message, "fr", ROWS)
    assert (problem.target, problem.span, problem.edits) == (targets[1], (0, 9), ((4, 9, ""),))


def test_three_times_becomes_once() -> None:
    message = Message("in the plan", "dans dans dans le plan", state=State.TRANSLATED)
    assert fixed(message, setting("fr"), ROWS).target == "dans le plan"
