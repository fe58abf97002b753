"""Boxes as HTML: notes, folds, tabs, and slots for quizzes and for what only trainers see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccb_l10n.packs import attributes, containers, slots
from ccb_l10n.packs.containers import Node

if TYPE_CHECKING:
    from ccb_l10n.packs.writer import Writer


def write(writer: Writer, node: Node) -> str:
    """The HTML of a node that is a box."""
    box = node.box
    assert box is not None
    given = attributes.joined(node.attributes, dict(box.attributes))
    if box.style == "quiz":
        return writer.quiz(node, given)
    if box.word == containers.FOR_TRAINERS:
        with writer.for_trainers():
            return slots.trainer(_box(writer, node, given))
    return _box(writer, node, given)


def _box(writer: Writer, node: Node, given: dict[str, str]) -> str:
    box = node.box
    assert box is not None
    if box.style == "plain":
        return writer.wrapped("div", node, given)
    title = _title(writer, node)
    if box.style == "fold":
        shown = title or writer.said("Details")
        opened = {"open": ""} if box.unfolded else {}
        tag, head = "details", f"<summary>{shown}</summary>\n"
        given = attributes.joined(given, {"class": f"box fold {box.name}"}, opened)
    else:
        tag, head = "div", f'<p class="box-title">{title}</p>\n' if title else ""
        given = attributes.joined(given, {"class": f"box {box.style}"}, {} if box.style == "tab" else {"role": "note"})
    return f"<{tag}{attributes.html(given)}>\n{head}{writer.blocks(node.children)}</{tag}>\n"


def _title(writer: Writer, node: Node) -> str:
    """What stands above a box: its kind, its title, or both."""
    assert node.box is not None
    box = node.box
    word = writer.said(box.word) if box.word else ""
    if not box.title:
        return word
    mark = writer.marks.title(node)
    look = writer.look(mark)
    html = look.before + writer.inline(box.title, mark) + look.after
    shown = f"<span{attributes.html(look.attributes)}>{html}</span>" if look.attributes else html
    return f'<span class="kind">{word}</span> {shown}' if word and box.style != "fold" else shown
