"""Containers of every dialect become nested boxes."""

from __future__ import annotations

import pytest

from ccb_l10n.markdown.blocks import block_tokens
from ccb_l10n.packs.containers import MAX_OPEN, Node, quiz, tree


def outline(nodes: list[Node]) -> str:
    """The boxes and the texts of a tree: `note<Title>(text, tip(text))`."""
    parts = []
    for node in nodes:
        inside = outline(node.children)
        if node.box:
            title = f"<{node.box.title}>" if node.box.title else ""
            parts.append(f"{node.box.name or '?'}{title}({inside})")
        elif node.kind == "inline":
            parts.append(node.token.content.replace("\n", "/"))
        else:
            parts.append(inside)
    return ", ".join(part for part in parts if part)


def tree_of(text: str) -> list[Node]:
    return tree(block_tokens(text)[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::: note\na\n:::\nb", "note(a), b"),
        ("::: note Title here\na\n:::", "note<Title here>(a)"),
        (":::note[Title *here*]\na\n:::", "note<Title *here*>(a)"),
        (":::{note} Title\na\n:::", "note<Title>(a)"),
        ("::: {.note #x}\na\n:::", "note(a)"),
        ("::::: note ::::::\na\n:::", "note(a)"),
        ("::: note\na\n::: tip\nb\n:::\nc\n:::\nd", "note(a, tip(b), c), d"),
        (":::::: challenge\na\n::: solution\nb\n::::\nc\n:::::::", "challenge(a, solution(b), c)"),
        ("::: note\na\n\nb", "note(a, b)"),
        (":::\na\n:::", "a"),
        ("- x\n  ::: tip\n  y\n- z\n\nw", "x, tip(y), z, w"),
        ("> ::: tip\n> y\n\nw", "tip(y), w"),
        ("::: note\n> a\n> :::\n> b\n:::\nc", "note(a, b), c"),  # a closer in a quote closes nothing outside of it
        ("::: local contacts\na\n:::", "local(a)"),
        ("::: trainer\na\n:::", "trainer(a)"),
        ("::: ملاحظة\nنص\n:::", "ملاحظة(نص)"),
        ("::: note 标题\n正文\n:::", "note<标题>(正文)"),
        ('!!! warning "W"\n    a\n\n    b\n\nc', "warning<W>(a, b), c"),
        ("??? note\n    a\n", "note(a)"),
        ('=== "One"\n    a\n\n=== "Two"\n    b\n', "tab<One>(a), tab<Two>(b)"),
        ("> [!NOTE]\n> a", "note(a)"),
        ("> [!TIP] Title\n> a\n>\n> b", "tip<Title>(a, b)"),
        ("> [!NOTE]\n>\n> a", "note(a)"),
        ("> [!Unheard] a", "[!Unheard] a"),
        ("> quote", "quote"),
    ],
)
def test_nesting(text: str, expected: str) -> None:
    assert outline(tree_of(text)) == expected


@pytest.mark.parametrize(
    ("text", "style", "word"),
    [
        ("::: warning\na", "warning", "Warning"),
        ("::: solution\na", "fold", "Solution"),
        ("::: quiz\na", "quiz", ""),
        ("::: anything\na", "plain", ""),
        ("??? danger\n    a", "fold", "Danger"),
        ("!!! unheard\n    a", "note", ""),
        ("> [!CAUTION]\n> a", "warning", "Caution"),
        ("> [!NOTE]-\n> a", "fold", "Note"),
    ],
)
def test_styles(text: str, style: str, word: str) -> None:
    box = tree_of(text)[0].box
    assert box is not None
    assert (box.style, box.word) == (style, word)


def test_unfolded() -> None:
    boxes = [node.box for node in tree_of("??? note\n    a\n\n???+ note\n    b\n")]
    assert [box.unfolded for box in boxes if box] == [False, True]


def test_classes_and_attributes_of_unknown_boxes() -> None:
    box = tree_of("::: local contacts {#here .wide onclick=x}\na\n:::")[0].box
    assert box is not None
    assert dict(box.attributes) == {"class": "local contacts wide", "id": "here"}


def test_no_file_can_exhaust_the_stack() -> None:
    """10,000 open boxes, and as many closers: the deep ones are not drawn, and the text behind them stands outside."""
    text = "::: note\n" * 10_000 + "deep\n\n" + ":::\n" * 10_000 + "\nafter"
    nodes = tree_of(text)
    assert [node.kind for node in nodes] == ["box", "paragraph_open"]
    depth, node = 1, nodes[0]
    while node.children and node.children[0].box:
        depth, node = depth + 1, node.children[0]
    assert depth == MAX_OPEN


@pytest.mark.parametrize(
    ("text", "given", "target"),
    [
        ("a\n{: .wide #x}", {"class": "wide", "id": "x"}, "a"),
        ("{.wide}\na", {"class": "wide"}, "a"),
        ("a\n\n{: .wide}\n\nb", {"class": "wide"}, "a"),
        ("a {not: attributes}", {}, "a {not: attributes}"),
    ],
)
def test_attribute_lines(text: str, given: dict[str, str], target: str) -> None:
    nodes = tree_of(text)
    assert nodes[0].attributes == given
    assert outline(nodes[:1]) == target


def test_quiz_parts() -> None:
    text = "::: quiz\n\nQ?\n\nMore.\n\n- [ ] a\n- [x] b\n- [x] c\n\nBecause.\n\n- list\n\n:::"
    parts = quiz(tree_of(text)[0])
    assert outline(list(parts.question)) == "Q?, More."
    assert [(outline([node]), key) for node, key in parts.options] == [("a", False), ("b", True), ("c", True)]
    assert outline(list(parts.explanation)) == "Because., list"
    assert parts.several


def test_a_quiz_without_options_is_all_question() -> None:
    parts = quiz(tree_of("::: quiz\n\nQ?\n\n- a\n\n:::")[0])
    assert (outline(list(parts.question)), parts.options, parts.explanation) == ("Q?, a", (), ())
