"""A target that lost its end, or is far from its source's length, is told; languages differ, and so do the bounds."""

from __future__ import annotations

import pytest

from ccb_l10n.checks.length import ROWS
from ccb_l10n.model import Message, Severity, State
from check_cases import Case, cases, problems, spans_hold

SOURCE = "Report the incident to the national team, then keep all the logs in a safe place."


@pytest.mark.parametrize("case", cases("length"))
def test_lengths_are_judged_as_their_table_says(case: Case) -> None:
    found = problems(case.message, case.lang, ROWS)
    assert {each for each, _ in found} == case.finds
    assert spans_hold(case.message, found)


def test_the_numbers_are_of_visible_characters() -> None:
    [(_, problem)] = problems(_message(f"[{SOURCE}](https://example.org)", "[Non.](https://example.org)"), "fr", ROWS)
    assert problem.text == f"the translation is much shorter: 5 characters for {len(SOURCE) + 1}"


def test_what_a_target_stops_behind_is_named_and_marked() -> None:
    target = "Signalez l’incident à l’équipe nationale, puis gardez les "
    [(name, problem)] = problems(_message(SOURCE, target), "fr", ROWS)
    assert (name, problem.text) == ("truncated", "the translation stops behind “les”")
    assert target[slice(*problem.span or ())] == "s"


@pytest.mark.parametrize(("lang", "share"), [("fr", 0.5), ("ru", 0.5), ("zh", 0.15), ("ja", 0.15), ("ko", 0.25)])
def test_each_script_has_its_own_bounds(lang: str, share: float) -> None:
    enough = "x" * round(share * len(SOURCE)) + "."
    assert problems(_message(SOURCE, enough), lang, ROWS) == []
    assert problems(_message(SOURCE, enough[len(enough) // 2 :]), lang, ROWS) != []


def test_length_is_an_info_and_a_lost_end_a_warning() -> None:
    assert {row.id: row.severity for row in ROWS} == {"length": Severity.INFO, "truncated": Severity.WARNING}


@pytest.mark.parametrize("state", [State.UNTRANSLATED, State.STALE])
def test_what_is_not_shipped_is_not_looked_at(state: State) -> None:
    assert problems(Message(SOURCE, "Signalez,", state=state), "fr", ROWS) == []


def test_a_catalog_without_a_language_has_no_bounds() -> None:
    assert problems(_message(SOURCE, "Signalez,"), "", ROWS) == []


def _message(source: str, target: str) -> Message:
    return Message(source, target, state=State.TRANSLATED)
