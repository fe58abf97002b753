"""Links that say nothing, images without their text, code in translations, and marks that readers would see."""

from __future__ import annotations

import time

import pytest

from ccb_l10n.checks import emphasis, links, markup
from ccb_l10n.markdown.inline import scan
from ccb_l10n.model import Message, Severity, State
from check_cases import Case, cases, problems, spans_hold

ROWS = (*links.ROWS, *emphasis.ROWS)


@pytest.mark.parametrize("case", [*cases("links"), *cases("emphasis")])
def test_markdown_is_judged_as_its_table_says(case: Case) -> None:
    found = problems(case.message, case.lang, ROWS)
    assert {each for each, _ in found} == case.finds
    assert spans_hold(case.message, found)


def test_every_row_has_a_case_that_it_speaks_of() -> None:
    named = {each for case in (*cases("links"), *cases("emphasis")) for each in case.values[0].finds}  # type: ignore[attr-defined]
    assert named == {row.id for row in ROWS}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](b)", [(False, "a", "b")]),
        ("![a](b)", [(True, "a", "b")]),
        ("[![a](b)](c)", [(True, "a", "b"), (False, "![a](b)", "c")]),
        ("[a [b] c](d)", [(False, "a [b] c", "d")]),
        ("[`]`](a)", [(False, "`]`", "a")]),
        ("a](b)", []),
        ("[a][b]", [(False, "a", "b")]),
    ],
)
def test_links_are_told_with_the_text_between_their_brackets(text: str, found: list[tuple[bool, str, str]]) -> None:
    got = [(each.is_image, text[each.start : each.end], each.url) for each in links.links(text, scan(text))]
    assert got == found


@pytest.mark.parametrize(
    "target",
    [
        "<script>alert(1)</script>",
        "<SCRIPT src=x></SCRIPT>",
        "<iframe src='x'></iframe>",
        "<img src=x onerror=alert(1)>",
        "<b OnClick='x'>b</b>",
        "<a href='&#106;avascript:x'>b</a>",
        "[b](JAVASCRIPT:x)",
        "[b](vbscript:x)",
        "[b](data:text/html,x)",
        "<javascript:alert(1)>",
        "<form action='https://a.org'><input name='p'></form>",
    ],
)
def test_code_is_an_error_however_it_is_written(target: str) -> None:
    found = problems(_message("See <b>it</b> [here](a.md).", target), "fr", links.ROWS)
    assert {each for each, _ in found} == {"unsafe-html"}
    assert {row.severity for row in links.ROWS if row.id == "unsafe-html"} == {Severity.ERROR}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("a **b** c", "a **b c"),
        ("a *b* c", "a * b * c"),
        ("[a](b.md)", "[a](c.md)"),
        ("Title {#id}", "Titre {#autre}"),
    ],
)
def test_what_structure_tells_is_not_told_twice(source: str, target: str) -> None:
    message = _message(source, target)
    assert {each for each, _ in problems(message, "fr", markup.ROWS)} == {"structure"}
    assert problems(message, "fr", ROWS) == []


@pytest.mark.parametrize("kind", ["front matter: title", "html text", "alternative text", "link title"])
def test_asterisks_are_text_where_no_markdown_is_read(kind: str) -> None:
    message = Message("a word", "un **mot", state=State.TRANSLATED, extracted=(f"{kind} · Module 1",))
    assert problems(message, "fr", emphasis.ROWS) == []


@pytest.mark.parametrize("state", [State.UNTRANSLATED, State.STALE])
def test_what_is_not_shipped_is_not_looked_at(state: State) -> None:
    message = Message("![a](b) [c](d)", "![](b) [](d) <script> **e", state=state)
    assert problems(message, "fr", ROWS) == []


def test_what_the_build_repairs_is_told_only_on_request() -> None:
    assert [row.id for row in ROWS if row.opt_in] == ["emphasis-as-html"]


def test_hostile_markdown_costs_little() -> None:
    texts = [
        "[" * 50_000,
        "](" * 30_000,
        "![](a)" * 10_000,
        "![](e)" * 10_000,
        "*a " * 20_000,
        "_a" * 30_000,
        "<b on" * 20_000,
    ]
    start = time.perf_counter()
    for text in texts:
        problems(_message(f"![a](a) [b](c) *d* {text}", f"{text} [](c)"), "zh", ROWS)
    assert time.perf_counter() - start < 30


def _message(source: str, target: str) -> Message:
    return Message(source, target, state=State.TRANSLATED)
