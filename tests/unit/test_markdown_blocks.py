"""The quick block parser builds the very tree that the stock one builds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from markdown_it.token import Token

import markdown_samples as samples
from ccb_l10n.markdown.blocks import block_tokens


def tree(tokens: list[Token]) -> list[tuple[object, ...]]:
    """All that a token says, but for the blanks that begin and end continuation lines and for what we add in meta."""
    return [
        (
            token.type,
            token.tag,
            token.nesting,
            token.level,
            token.map,
            token.markup,
            token.info,
            token.hidden,
            token.attrs,
            "\n".join(line.lstrip(" \t") for line in token.content.split("\n"))
            if token.type == "inline"
            else token.content,
            {key: value for key, value in token.meta.items() if key not in ("starts", "start", "end")},
        )
        for token in tokens
    ]


def stock_blocks(text: str) -> tuple[list[Token], dict[str, object]]:
    md = samples.stock()
    env: dict[str, object] = {}
    tokens: list[Token] = []
    md.block.parse(text, md, env, tokens)
    return tokens, env


def assert_same(text: str) -> None:
    ours, env = block_tokens(text)
    theirs, stock_env = stock_blocks(text)
    assert tree(ours) == tree(theirs)
    assert env == stock_env


@pytest.mark.parametrize(("name", "text"), samples.spec(), ids=lambda value: value if len(value) < 30 else "")
def test_spec_examples_have_the_stock_tree(name: str, text: str) -> None:
    assert_same(text)


@pytest.mark.parametrize(("name", "text"), samples.wild(), ids=lambda value: value if len(value) < 40 else "")
def test_real_files_have_the_stock_tree(name: str, text: str) -> None:
    assert_same(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


@settings(max_examples=1500, deadline=None)
@given(samples.soup())
def test_any_lines_have_the_stock_tree(text: str) -> None:
    assert_same(text)


@settings(max_examples=300, deadline=None)
@given(samples.soup())
def test_every_line_of_text_is_where_its_start_says(text: str) -> None:
    for token in block_tokens(text)[0]:
        if token.type == "inline" and "starts" in token.meta and token.content:
            lines = token.content.split("\n")
            assert len(lines) <= len(token.meta["starts"])
            for line, start in zip(lines, token.meta["starts"], strict=False):
                assert text.startswith(line, start) or line.strip() in text[start : start + len(line) + 9]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (":::: note\ntext\n::::\n", ["div_marker", "paragraph_open", "inline", "paragraph_close", "div_marker"]),
        ("text\n::: end", ["paragraph_open", "inline", "paragraph_close", "div_marker"]),
        (
            '!!! note "T"\n    in\n\nout',
            ["indented_open", "paragraph_open", "inline", "paragraph_close", "indented_close"],
        ),
        ('=== "Tab"\n\n    in', ["indented_open", "paragraph_open", "inline", "paragraph_close", "indented_close"]),
        ("=== no tab", ["paragraph_open", "inline", "paragraph_close"]),
        ("::", ["paragraph_open", "inline", "paragraph_close"]),
        ("!!!", ["paragraph_open", "inline", "paragraph_close"]),
    ],
)
def test_containers_are_marked(text: str, kinds: list[str]) -> None:
    assert [token.type for token in block_tokens(text)[0]][: len(kinds)] == kinds


def test_a_marker_line_knows_where_its_info_stands() -> None:
    text = "> :::  note \t Title  \n"
    token = next(each for each in block_tokens(text)[0] if each.type == "div_marker")
    assert token.info == "note \t Title"
    assert text[token.meta["start"] :].startswith(token.info)
