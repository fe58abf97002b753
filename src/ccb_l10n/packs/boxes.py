"""Boxes as HTML: notes, folds, tabs, and quizzes that work without a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ccb_l10n.packs import attributes, containers
from ccb_l10n.packs.containers import Node

if TYPE_CHECKING:
    from ccb_l10n.packs.writer import Writer


def write(writer: Writer, node: Node) -> str:
    """The HTML of a node that is a box."""
    box = node.box
    assert box is not None
    given = attributes.joined(node.attributes, dict(box.attributes))
    if box.style == "quiz":
        return _quiz(writer, node, given)
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


def _quiz(writer: Writer, node: Node, given: Mapping[str, str]) -> str:
    """A question to read: its options can be ticked, and the answer opens without a script."""
    parts = containers.quiz(node)
    writer.quizzes += 1
    name = f"{writer.text.slug}-quiz-{writer.quizzes}"
    title = writer.said("Question {number}", number=writer.quizzes)
    html = [f'<p class="box-title" id="{name}-title">{title}</p>\n', writer.blocks(parts.question)]
    if parts.options:
        rule = "Choose all that apply." if parts.several else "Choose one answer."
        kind = "checkbox" if parts.several else "radio"
        html.append(f'<p class="hint">{writer.said(rule)}</p>\n<ul class="options">\n')
        html += [writer.choice(each, "option", {"type": kind, "name": name}) for each, _ in parts.options]
        html.append("</ul>\n")
    html.append(_answer(writer, parts))
    group = {"class": "box quiz", "id": name, "role": "group", "aria-labelledby": f"{name}-title"}
    return f"<div{attributes.html(attributes.joined(given, group))}>\n{''.join(html)}</div>\n"


def _answer(writer: Writer, parts: containers.Quiz) -> str:
    right = [each for each, key in parts.options if key]
    if not right and not parts.explanation:
        return ""
    word = writer.said("Correct answers" if len(right) > 1 else "Correct answer")
    html = f'<p class="right">{word}</p>\n<ul>\n' if right else ""
    html += "".join(f"<li>{writer.span(each.children[0])}</li>\n" for each in right if _has_text(each))
    html += "</ul>\n" if right else ""
    html += writer.blocks(parts.explanation)
    return f"<details>\n<summary>{writer.said('Show the answer')}</summary>\n{html}</details>\n"


def _has_text(item: Node) -> bool:
    return bool(item.children) and item.children[0].kind == "paragraph_open"
