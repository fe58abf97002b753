"""A region's texts in the place of local blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.markdown.parse import parse
from ccb_l10n.model import Localised, Origin, Placed, State
from ccb_l10n.packs.overlay import Passage, apply, blocks, content, is_region, of_region, skeleton, trimmed

PAGE = """---
title: Contacts
---

# Contacts

Before.

::: local contacts

**National team**\\
Telephone: 1

- Police: 2

:::

After[^a], *the end*.

[^a]: A note.
"""


def page(text: str = PAGE, state: State = State.TRANSLATED) -> Localised:
    placed = (
        Placed(each.start, each.end, each.line, each.kind, state, Origin.HUMAN, True)
        for each in parse("a.md", text).segments
    )
    return Localised("a.md", text, tuple(placed))


def put(text: str, original: Localised | None = None, *, foreign: bool = False) -> Localised:
    return apply(original or page(), {"contacts": Passage(text, "o/contacts.md", foreign)})


def test_only_the_block_changes() -> None:
    made = put("\ufeff\n**Région**\r\nAppelez le 3.\n\n\n")
    head, _, rest = PAGE.partition("**National team**")
    tail = rest.partition("Police: 2\n\n")[2]
    assert made.text == f"{head}**Région**\nAppelez le 3.\n\n{tail}"
    assert made.findings == ()


def test_places_stay_right_and_the_regions_own_are_told_apart() -> None:
    made = put("**Région**\n\n- Un\n- Deux\n\nTrois.\n\nQuatre.")
    assert [(made.text[each.start : each.end], is_region(each)) for each in made.placed] == [
        ("Contacts", False),
        ("Contacts", False),
        ("Before.", False),
        ("**Région**", True),
        ("Un", True),
        ("Deux", True),
        ("Trois.", True),
        ("Quatre.", True),
        ("After[^a], *the end*.", False),
        ("A note.", False),
    ]
    lines = made.text.split("\n")
    assert all(made.text[each.start : each.end] in lines[each.line - 1] for each in made.placed)
    assert {each.line for each in made.placed} == {2, 5, 7, 11, 13, 14, 16, 18, 22, 24}
    own = {(each.state, each.origin) for each in made.placed if is_region(each)}
    assert own == {(State.TRANSLATED, Origin.HUMAN)}


def test_a_text_in_the_courses_language_is_marked_as_untranslated() -> None:
    own = [each for each in put("Call 3.", foreign=True).placed if is_region(each)]
    assert [(each.state, each.translated) for each in own] == [(State.UNTRANSLATED, False)]


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_endings_are_those_of_the_page(newline: str) -> None:
    text = PAGE.replace("\n", newline)
    made = put("A\n\nB\n", page(text))
    assert made.text == put("A\n\nB\n").text.replace("\n", newline)
    assert [made.text[each.start : each.end] for each in made.placed if is_region(each)] == ["A", "B"]
    assert made.text[made.placed[-1].start : made.placed[-1].end] == "A note."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("A\n\n:::\n\nB", "reaches beyond its block"),
        ("A\n\n:::::::\n\n::: note\n\nB", "reaches beyond its block"),
        ("::: warning\n\nA", "reaches beyond its block"),
        ("A\n\n```\nopen", "reaches beyond its block"),
        ("A\n\n<!-- open", "reaches beyond its block"),
        ("A\n\n<script>", "reaches beyond its block"),
        ("A[^a]\n\n[^a]: Mine.", "it defines [^a], which the page defines too"),
    ],
)
def test_what_would_reach_beyond_the_block_is_left_out(text: str, problem: str) -> None:
    made = put(text)
    assert made.text == PAGE
    (finding,) = made.findings
    assert problem in finding.message
    assert (finding.id, finding.severity.value, finding.path, finding.line) == ("overlay", "error", "o/contacts.md", 1)


def test_a_note_that_the_page_needs_must_stay() -> None:
    text = PAGE.replace("- Police: 2", "[^b]: In the block.").replace("the end", "the end[^b]")
    (finding,) = put("A", page(text)).findings
    assert "the page uses [^b], which is defined in the block" in finding.message
    assert put("A\n\n[^b]: Mine.", page(text)).findings == ()


def test_words_in_brackets_on_the_page_do_not_become_links() -> None:
    text = PAGE.replace("Before.", "Before [Annex].")
    (finding,) = put("[A][annex]\n\n[annex]: https://example.org/", page(text)).findings
    assert "[annex]" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "::: note Inside\n\nA\n\n:::",
        ":::::: note\n\n::: tip\n\nA\n\n:::\n\n::::::",
        "```\n::: local contacts\n:::\n```",
        "    :::\n",
        "> ::: note\n> A\n",
        "- A\n- B",
        "---\ntitle: x\n---",
        "[x]: https://example.org/\n\n[x] and [^n]\n\n[^n]: Note.",
        "",
    ],
)
def test_what_stays_inside_is_put_in(text: str) -> None:
    made = put(text)
    assert made.findings == ()
    (block,) = [each for each in blocks(made.text) if each.start == blocks(PAGE)[0].start]
    assert content(made.text, block) == trimmed(text)


def test_blocks_are_found_as_the_packs_read_them() -> None:
    text = (
        "```\n::: local code\n:::\n```\n\n:::: note\n\n::::: local a {.x}\n\nA\n\n::: tip\n\nT\n\n:::\n\n:::\n\n"
        "::::\n\n::: {local} b\nB\n:::\n\n::: local\n:::\n\n- ::: local c\n  C\n  :::\n\n::: local d\n\nD\n"
    )
    assert [(each.name, each.line, each.problem) for each in blocks(text)] == [
        ("a", 8, ""),
        ("b", 22, ""),
        ("c", 29, "stands in a list, a quotation or an indented box"),
        ("d", 33, "is not closed"),
    ]
    assert content(text, blocks(text)[0]) == "A\n\n::: tip\n\nT\n\n:::\n"
    assert content(text, blocks(text)[1]) == "B\n"


@pytest.mark.parametrize(("depth", "found"), [(49, ["x"]), (50, [])])
def test_a_box_too_deep_to_be_drawn_is_no_block(depth: int, found: list[str]) -> None:
    text = "::: note\n" * depth + "::: local x\nA\n:::\n" + ":::\n" * depth
    assert [each.name for each in blocks(text) if not each.problem] == found


@pytest.mark.parametrize("name", ["c", "d"])
def test_a_block_that_cannot_be_replaced_says_why(name: str) -> None:
    text = "- ::: local c\n  C\n  :::\n\n::: local d\n\nD\n"
    made = apply(page(text), {name: Passage("X", "o.md")})
    assert made.text == text
    assert blocks(text)["cd".index(name)].problem in made.findings[0].message


def test_a_block_in_another_that_is_replaced_is_said() -> None:
    text = "::: local a\n\nA\n\n::: local b\n\nB\n\n:::\n\n:::\n"
    made = apply(page(text), {"a": Passage("X", "a.md"), "b": Passage("Y", "b.md")})
    assert made.text == "::: local a\n\nX\n\n:::\n"
    assert [each.path for each in made.findings] == ["b.md"]


def test_every_block_of_a_name_is_replaced() -> None:
    text = "::: local a\nA\n:::\n\nBetween.\n\n::: local a\nA\n:::\n"
    made = apply(page(text), {"a": Passage("Long text.\n\nMore.", "a.md")})
    assert (
        made.text
        == "::: local a\n\nLong text.\n\nMore.\n\n:::\n\nBetween.\n\n::: local a\n\nLong text.\n\nMore.\n\n:::\n"
    )
    assert [made.text[each.start : each.end] for each in made.placed] == [
        "Long text.", "More.", "Between.", "Long text.", "More."]  # fmt: skip


def test_directives_of_the_page_do_not_hide_the_regions_text() -> None:
    text = PAGE.replace("::: local", "<!-- l10n:off -->\n\n::: local")
    assert any(map(is_region, put("Appelez.", page(text)).placed))


def test_a_skeleton_has_what_ids_and_answers_come_from() -> None:
    text = "# A\n\n::: quiz\n\nQ\n\n- [ ] a\n- [x] b\n\n:::\n\nB\n-\n"
    assert skeleton(text) == [
        ("heading", "h1"), ("quiz", ""), ("option", "False"), ("option", "True"), ("heading", "h2")]  # fmt: skip


def test_a_page_of_the_region_is_all_its_own() -> None:
    made = of_region("law.md", "---\ntitle: Law\n---\n\n# Law\n\nText.\n", foreign=True)
    assert [made.text[each.start : each.end] for each in made.placed] == ["Law", "Law", "Text."]
    assert all(is_region(each) and each.state is State.UNTRANSLATED for each in made.placed)


@given(st.text(st.sampled_from("ab `~:>-<!#\n\r\t[]()^*_|=\\$"), max_size=40))
def test_whatever_is_put_in_the_rest_of_the_page_stays(text: str) -> None:
    made = put(text)
    head, tail = PAGE.partition("::: local contacts\n")[0], PAGE.partition("2\n\n:::\n")[2]
    assert made.text.startswith(f"{head}::: local contacts\n")
    assert made.text.endswith(f":::\n{tail}")
    assert made.findings or content(made.text, blocks(made.text)[0]) == trimmed(text)
    outer = [each.source for each in parse("a.md", made.text).segments][-2:]
    assert outer == ["After[^a], *the end*.", "A note."]
