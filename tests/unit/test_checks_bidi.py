"""Invisible and directional characters: harmful ones are found, useless ones go, and those at work stay."""

from __future__ import annotations

import pytest

from ccb_l10n.checks.bidi import ROWS
from ccb_l10n.model import Message, Severity, State
from check_cases import Case, cases, check_case, problems


@pytest.mark.parametrize("case", cases("bidi"))
def test_each_case_is_judged_and_repaired_as_its_table_says(case: Case) -> None:
    check_case(case)


def test_every_row_has_a_case_that_it_speaks_of() -> None:
    assert {row.id for row in ROWS} == {each for case in cases("bidi") for each in case.values[0].finds}


def test_an_override_is_an_error_that_a_person_takes_away() -> None:
    [row] = [row for row in ROWS if row.id == "bidi-override"]
    [(_, problem)] = problems(Message("a", "ab\u202ec\u202c", state=State.TRANSLATED), "ar", [row])
    assert (row.severity, problem.span, problem.edits) == (Severity.ERROR, (2, 3), ())
    assert "U+202E" in problem.text


def test_an_isolate_ends_what_was_opened_inside_it() -> None:
    """UAX 9, X6a: a PDI closes the embeddings that its isolate holds."""
    found = problems(Message("a", "ا \u2067ب \u202ac\u2069 \u202ad\u202c", state=State.TRANSLATED), "ar", ROWS)
    assert [(each, problem.span) for each, problem in found] == [("bidi-balance", (5, 6))]


def test_a_character_that_the_source_holds_as_often_is_the_authors() -> None:
    assert problems(Message("a\u00adb", "c\u00add", state=State.TRANSLATED), "fr", ROWS) == []
    assert problems(Message("a\u00adb", "c\u00add\u00ade", state=State.TRANSLATED), "fr", ROWS) != []
