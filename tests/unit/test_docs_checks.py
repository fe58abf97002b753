"""The page of all checks is the checks' own: none is missing, and none says something else there."""

from __future__ import annotations

from ccb_l10n.workflow.checking import KNOWN
from checks_page import FAMILIES, MEASURED, PAGE, page, right


def test_the_page_is_as_the_rows_say() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python tests/checks_page.py"


def test_every_check_is_in_a_family() -> None:
    ids = [row.id for rows in FAMILIES.values() for row in rows]
    assert len(ids) == len(set(ids))
    assert {row.id for row in KNOWN} <= {*ids}


def test_what_was_measured_is_of_checks_that_there_are() -> None:
    measured = dict(right(MEASURED.read_text("utf-8")))
    assert measured.keys() <= {row.id for row in KNOWN}
    assert measured["french-spaces"] == "100%"
