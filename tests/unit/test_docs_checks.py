"""The page of all checks is the checks' own: none is missing, and none says something else there."""

from __future__ import annotations

from ccb_l10n.workflow.checking import KNOWN
from checks_page import FAMILIES, PAGE, page


def test_the_page_is_as_the_rows_say() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python tests/checks_page.py"


def test_every_check_is_in_a_family() -> None:
    ids = [row.id for rows in FAMILIES.values() for row in rows]
    assert len(ids) == len(set(ids))
    assert {row.id for row in KNOWN} <= {*ids}
