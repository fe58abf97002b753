"""What an editor may do to a source without changing one message."""

from __future__ import annotations

import textwrap

import pytest

import markdown_samples as samples


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("One two\nthree.\n", "One\ntwo three.\n"),
        ("One\ntwo\n", "One two\n"),
        ("> One\n> two\n", "> One\ntwo\n"),
        ("> One two\n", "> One\n>   two\n"),
        ("- One\n  two\n", "- One two\n"),
        ("- a\n- b\n", "* a\n* b\n"),
        ("- a\n- b\n", "+ a\n\n+ b\n"),
        ("1. a\n2. b\n", "1. a\n1. b\n"),
        ("1. a\n2. b\n", "7) a\n8) b\n"),
        ("- a\n  - b\n", "*   a\n    *   b\n"),
        ("# A\n", "A\n===\n"),
        ("## A\n", "## A ##\n"),
        ("# A {#a}\n", "# A {#b}\n"),
        ("|a|b|\n|-|-|\n|c|d|\n", "| a   | b |\n|:---:|---|\n| c   | d |\n"),
        ("a|b\n-|-\nc|d\n", "| a | b |\n| - | - |\n| c | d |\n"),
        ("a  \nb\n", "a\\\nb\n"),
        ("- [ ] a\n", "- [x] a\n"),
        (":::note[A]\nb\n:::\n", "::::note[A]\nb\n::::\n"),
        ("[a][r]\n\n[r]: /u\n", "[a][r]\n\n[r]: /v\n"),
        ("x[^1]\n\n[^1]: a\n    b\n", "x[^1]\n\n[^1]: a b\n"),
        ("---\ntitle: A\n---\n", '---\ntitle: "A"\n---\n'),
        ("---\ntitle: >\n  a\n  b\n---\n", "---\ntitle: a b\n---\n"),
        ("<p>a\nb</p>\n", "<p>\n  a b\n</p>\n"),
        ("a\n\nb\n", "a\n\n\n\nb\n"),
    ],
)
def test_messages_stay(before: str, after: str) -> None:
    messages = [source for _, source in samples.read(before)]
    assert messages
    assert [source for _, source in samples.read(after)] == messages


@pytest.mark.parametrize(("name", "text"), samples.wild(), ids=lambda value: value if len(value) < 40 else "")
def test_line_endings_change_no_message(name: str, text: str) -> None:
    lf = text.replace("\r\n", "\n").replace("\r", "\n")
    assert samples.read(lf.replace("\n", "\r\n")) == samples.read(lf) == samples.read(lf.replace("\n", "\r"))


def test_rewrapping_any_prose_changes_no_message() -> None:
    prose = (
        "An incident is an event, or a series of them, that `threatens` the [services](/u) of a **team** and its users."
    )
    for width in range(24, 120, 7):
        wrapped = textwrap.fill(prose, width, break_long_words=False, break_on_hyphens=False)
        for first, rest in (
            ("", ""),
            ("> ", "> "),
            ("- ", "  "),
            ("12. ", "    "),
            ("[^n]: ", "    "),
            ("Term\n: ", "  "),
        ):
            text = first + wrapped.replace("\n", f"\n{rest}") + "\n"
            assert samples.read(text)[-1][1] == prose
