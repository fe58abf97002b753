"""The runs of text in raw HTML, and nothing of its code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccb_l10n.markdown.html import outline, runs, without_text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One <b>two</b> three</p>", ["One <b>two</b> three"]),
        ("<p>One</p>\n<p>two</p>", ["One", "two"]),
        ("<div>\n  <a href='u'>One</a>\n</div>", ["One"]),
        ("<p><a href='u'>One</a> and <a href='v'>two</a></p>", ["<a href='u'>One</a> and <a href='v'>two</a>"]),
        ("<p><img src='x'><br>One<br></p>", ["One"]),
        ("<td>1</td><td>a<br>b</td>", ["1", "a<br>b"]),
        ("<!-- no --><p>yes</p><!-- no", ["yes"]),
        ("<script>no</script><style>no</style><pre>no</pre><p>yes</p>", ["yes"]),
        ("<svg><text>no</text></svg>yes", ["yes"]),
        ("<script>no", []),
        ("<p title='a > b'>yes</p>", ["yes"]),
        ("a < b", ["a < b"]),
        ("<code>x</code> is code", ["<code>x</code> is code"]),
        ("<b>a</b><i>b</i>", ["<b>a</b><i>b</i>"]),
        ('<p align="center"><a href="u"><img src="b" alt="A badge"></a> <img alt=""></p>', ["A badge"]),
        ("<img alt=\"One\">two<img alt='Three'>", ["One", "two", "Three"]),
        ('<p>One <img alt="two"> three</p>', ['One <img alt="two"> three']),
        ("<!DOCTYPE html><p>yes</p>", ["yes"]),
        ("<prelude>yes</prelude>", ["yes"]),
    ],
)
def test_runs(html: str, expected: list[str]) -> None:
    assert [html[run.start : run.end] for run in runs(html)] == expected


_PIECES = (
    "<p>", "</p>", "<b>", "</b>", "<br>", "<!--", "-->", "<script>", "</script>", " ", "a", "<", ">", "'", '"',
    "<a x='",
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(_PIECES)).map("".join))
def test_runs_are_disjoint_trimmed_and_in_order(html: str) -> None:
    last = 0
    for _, start, end in runs(html):
        assert last <= start < end <= len(html)
        assert html[start:end] == html[start:end].strip()
        last = end


def test_outline_is_all_but_the_text() -> None:
    html = '<p>One <b>two</b></p><!-- c --><img alt="a">'
    assert outline(html) == ("<p>", "<b>", "</b>", "</p>", "<!-- c -->", "<img alt=>")


def test_what_readers_see_in_a_tag_is_not_compared() -> None:
    assert without_text('<img alt="A b" src="c">') == '<img alt= src="c">'
