"""Numbers in the signs of the source's language are rewritten; versions, addresses and lists are left alone."""

from __future__ import annotations

import time

import pytest

from ccb_l10n.checks import grouping
from ccb_l10n.checks.fixing import fixed
from ccb_l10n.model import Message, State
from check_cases import Case, cases, problems, setting, spans_hold


@pytest.mark.parametrize("case", cases("number-format"))
def test_numbers_are_written_as_their_table_says(case: Case) -> None:
    found = problems(case.message, case.lang, grouping.ROWS)
    assert {each for each, _ in found} == case.finds
    assert spans_hold(case.message, found)
    assert fixed(case.message, setting(case.lang), grouping.ROWS).target == case.fixed


def test_hostile_numbers_cost_little() -> None:
    texts = ("1,234 " * 20_000, "1,234," * 20_000, "1.234.567" * 20_000, "1.5% " * 20_000)
    start = time.perf_counter()
    for text in texts:
        problems(Message(f"{text}.", text, state=State.TRANSLATED), "fr", grouping.ROWS)
    assert time.perf_counter() - start < 10
