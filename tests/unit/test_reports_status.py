"""The numbers behind the table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.model import State
from ccb_l10n.reports.status import StatusRow, by_language, share, summed

ROWS = st.builds(
    StatusRow,
    st.text(),
    st.sampled_from(["fr", "ar"]),
    st.dictionaries(st.sampled_from(State), st.integers(0, 10**6)),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
)


@pytest.mark.parametrize(
    ("count", "total", "expected"),
    [
        (0, 0, "–"),
        (0, 7, "0%"),
        (7, 7, "100%"),
        (1, 1000, "<1%"),
        (999, 1000, ">99%"),
        (1, 200, "1%"),
        (1, 3, "33%"),
        (2, 3, "67%"),
        (199, 200, ">99%"),
    ],
)
def test_nothing_and_all_are_said_only_where_they_are_true(count: int, total: int, expected: str) -> None:
    assert share(count, total) == expected


@given(st.lists(ROWS))
def test_counts_add_up(rows: list[StatusRow]) -> None:
    groups = by_language(rows)
    assert sum(len(group) for group in groups.values()) == len(rows)
    for lang, group in groups.items():
        total = summed(group)
        assert total.lang == lang
        assert total.total == sum(row.total for row in group)
        assert total.total + total.counts[State.OBSOLETE] == sum(sum(row.counts.values()) for row in group)
        assert total.words_left == sum(row.words_left for row in group)
        assert total.words_to_review == sum(row.words_to_review for row in group)


def test_rows_are_sorted() -> None:
    rows = [StatusRow("b", "fr", {}), StatusRow("a", "fr", {}), StatusRow("c", "ar", {})]
    assert [(lang, [row.course for row in group]) for lang, group in by_language(rows).items()] == [
        ("ar", ["c"]),
        ("fr", ["a", "b"]),
    ]
