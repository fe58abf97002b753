"""Words are cut by learned merges as their authors cut them."""

from __future__ import annotations

import io
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.drafting.bpe import Codes

MERGES = "l o\nlo w</w>\ne r</w>\nw er</w>\nlo w\nn e\ne w\nne w\na a\na a</w>\n"


@pytest.mark.parametrize(
    ("head", "word", "pieces"),
    [
        ("#version: 0.2\n", "low", ["low"]),
        ("#version: 0.2\n", "lower", ["lo@@", "wer"]),
        ("#version: 0.2\n", "newlow", ["new@@", "low"]),
        ("#version: 0.2\n", "aaaaa", ["aa@@", "aa@@", "a"]),
        ("#version: 0.2\n", "x", ["x"]),
        ("", "low", ["low"]),
        ("", "new", ["new"]),
        ("", "x", ["x"]),
    ],
)
def test_pieces(head: str, word: str, pieces: list[str]) -> None:
    codes = Codes.read(head + MERGES + ("low </w>\n" if not head else ""))
    assert codes.segment([word]) == pieces
    assert codes.joined(pieces) == [word]


def test_of_a_merge_that_stands_twice_the_first_counts() -> None:
    assert Codes.read("#version: 0.2\na b\nb a\na b\n").segment(["abac"]) == ["ab@@", "a@@", "c"]


@pytest.mark.parametrize(
    ("text", "fault"), [("#version: 9\na b\n", "line 1: version 9"), ("#version: 0.2\na b c\n", "line 2: not two")]
)
def test_what_is_no_file_of_codes(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Codes.read(text)


@pytest.mark.skipif(find_spec("argostranslate") is None, reason="not installed: argostranslate")
@given(
    st.lists(st.tuples(st.text("abc", min_size=1, max_size=2), st.sampled_from(["a", "b", "ab", "c</w>", "a</w>"]))),
    st.lists(st.text("abc", min_size=1, max_size=9)),
    st.sampled_from(["#version: 0.2\n", "#version: 0.1\n", ""]),
)
def test_argostranslate_cuts_the_same(merges: list[tuple[str, str]], words: list[str], head: str) -> None:
    from argostranslate.apply_bpe import BPE

    text = head + "".join(f"{left} {right}\n" for left, right in merges)
    assert Codes.read(text or "a b\n").segment(words) == BPE(io.StringIO(text or "a b\n")).segment_tokens(words)
