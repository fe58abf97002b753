"""Every construct becomes the messages that tests/cases/segments.md expects, at the exact place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

import markdown_samples as samples
from ccb_l10n.markdown.parse import Reading, parse

_CASE = re.compile(r"(?ms)^## (?P<title>.+?)$\n+`{8}\n(?P<text>.*?)^`{8}\n(?P<messages>(?:\n*- [^\n]+)*)")


def cases() -> list[tuple[str, str, list[str]]]:
    text = (samples.CASES / "segments.md").read_text("utf-8")
    found = []
    for match in _CASE.finditer(text):
        messages = [line[2:] for line in match["messages"].split("\n") if line]
        found.append((match["title"], match["text"].replace("·", " "), messages))
    assert 2 * len(found) == text.count("\n````````\n")
    return found


@pytest.mark.parametrize(("title", "text", "expected"), cases(), ids=[case[0] for case in cases()])
def test_case(title: str, text: str, expected: list[str]) -> None:
    assert [f"{kind}: {source}".replace("\n", "⏎") for kind, source in samples.read(text)] == expected


@pytest.mark.parametrize(
    ("text", "raw", "gaps"),
    [
        ("> a  \n> b\\\n>  c", "a  \n> b\\\n>  c", ("  \n> ", "\\\n>  ")),
        ("- a  \r\n  b", "a  \r\n  b", ("  \r\n  ",)),
        ("a\\\rb", "a\\\rb", ("\\\r",)),
    ],
)
def test_gaps_are_the_raw_hard_breaks(text: str, raw: str, gaps: tuple[str, ...]) -> None:
    (segment,) = parse("a.md", text).segments
    assert text[segment.start : segment.end] == raw
    assert segment.gaps == gaps


@pytest.mark.parametrize(
    ("text", "source", "raw", "line"),
    [
        ("\ufeff# Title", "Title", "Title", 1),
        ("\r\n\r\nText\r\nmore", "Text more", "Text\r\nmore", 3),
        ("\r\rText", "Text", "Text", 3),
        ("a\r\n\r\nText\r\n\r\n", "Text", "Text", 3),
        ("a\r\n\r\n# Text\r\n", "Text", "Text", 3),
        ("\fText\nmore", "Text more", "Text\nmore", 1),
        ("\f\nText\nmore", "Text more", "Text\nmore", 2),
        ("| a |\n|---|\n| \u00a0b \\| c\u00a0 |", "b | c", "b \\| c", 3),
        ("#  Text \u00a0 ##", "Text", "Text", 1),
        ("text  ", "text", "text", 1),
    ],
)
def test_places(text: str, source: str, raw: str, line: int) -> None:
    segment = parse("a.md", text).segments[-1]
    assert (segment.source, text[segment.start : segment.end], segment.line) == (source, raw, line)


def test_headings_above_and_notes() -> None:
    text = (
        "# One\n\n## Two `code` and [link](/u)\n\n<!-- l10n:note mind\n  the tone -->\n<!-- l10n:context menu -->\n"
        "Text\n\nMore\n\n## Three\n\nEnd\n"
    )
    found = {segment.source: segment for segment in parse("a.md", text).segments}
    assert found["Text"].heading == ("One", "Two code and link")
    assert found["Text"].notes == ("mind the tone",)
    assert found["Text"].context == "menu"
    assert (found["More"].notes, found["More"].context) == ((), None)
    assert found["Three"].heading == ("One",)
    assert found["End"].heading == ("One", "Three")


def test_a_heading_that_stays_is_still_above_what_follows() -> None:
    text = "<!-- l10n:off -->\n\n# Kept\n\n<!-- l10n:on -->\n\nText\n"
    (segment,) = parse("a.md", text).segments
    assert segment.heading == ("Kept",)


def test_directives_shown_in_code_are_not_meant() -> None:
    text = "```\n<!-- l10n:off -->\n```\n\nText `<!-- l10n:off -->` more\n\nEnd\n"
    assert [source for _, source in samples.read(text)] == ["Text `<!-- l10n:off -->` more", "End"]


def test_an_unclosed_directive_is_none() -> None:
    assert samples.read("Text\n\n<!-- l10n:off\n") == [("paragraph", "Text")]


def test_off_reaches_into_html_and_lists() -> None:
    html = "<div>\n<p>One</p>\n<!-- l10n:off -->\n<p>Two</p>\n<!-- l10n:on -->\n<p>Three</p>\n</div>\n"
    text = f"{html}\n- a\n- <!-- l10n:off -->\n- b\n"
    assert [source for _, source in samples.read(text)] == ["One", "Three", "a"]


def test_a_course_may_leave_html_and_front_matter_alone() -> None:
    text = "---\ntitle: T\nmood: M\n---\n<p>One</p>\n\nTwo\n"
    reading = Reading(front_matter=frozenset({"mood"}), html=False)
    assert [each.source for each in parse("a.md", text, reading).segments] == ["M", "Two"]


def test_references_and_footnotes_are_named() -> None:
    document = parse("a.md", "[a]: /u\n[B  c]: <v>\n\n[^n]: note\n")
    assert dict(document.references) == {"A": "/u", "B C": "v"}
    assert document.footnotes == ("n",)


@settings(max_examples=400, deadline=None)
@given(samples.soup())
def test_segments_are_in_order_and_say_what_stands_there(text: str) -> None:
    last = 0
    for segment in parse("a.md", text).segments:
        assert last <= segment.start < segment.end <= len(text)
        last = segment.end
        words = re.findall(r"\w+", text[segment.start : segment.end])
        assert re.findall(r"\w+", segment.source) == words or segment.gaps or ">" in text[segment.start : segment.end]
        assert segment.line == text.count("\n", 0, segment.start) + 1 or segment.kind == "html text"
