"""The faster block state is markdown-it-py's own, mark for mark and token for token."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.rules_block import StateBlock

from ccb_l10n.markdown.blocks import parser
from ccb_l10n.markdown.state import FastState

MARKS = ["bMarks", "eMarks", "tShift", "sCount", "bsCount", "lineMax", "src"]


def both(text: str) -> tuple[StateBlock, FastState]:
    return StateBlock(text, parser(), {}, []), FastState(text, parser(), {}, [])


@given(st.text(alphabet=" \t\nab>é漢", max_size=40))
def test_marks_are_the_same(text: str) -> None:
    stock, fast = both(text)
    assert [getattr(fast, name) for name in MARKS] == [getattr(stock, name) for name in MARKS]


@pytest.mark.parametrize("text", ["", "\n", " ", "\t\n \t", "a", "a\n", "a\n  ", "a\n\n", " \t a\n\tb", "\ta\n  "])
def test_marks_at_the_edges(text: str) -> None:
    stock, fast = both(text)
    assert [getattr(fast, name) for name in MARKS] == [getattr(stock, name) for name in MARKS]


def test_tokens_are_the_same() -> None:
    stock, fast = both("x")
    for nesting in (1, 1, 0, -1, -1):
        assert fast.push("paragraph_open", "p", nesting) == stock.push("paragraph_open", "p", nesting)  # type: ignore[arg-type]
        assert fast.level == stock.level
