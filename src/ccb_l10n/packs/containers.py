"""Block tokens as a tree, with the containers of all the dialects turned into one kind of box.

A `:::` line that names something opens a box and a bare one closes the innermost, whatever the lengths of the marks;
an unclosed box ends with the block that it stands in, and a stray closer says nothing. `!!! note "Title"`,
`??? note`, `=== "Tab"` and GitHub's `> [!NOTE]` become boxes as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from ccb_l10n.markdown.segments import ADMONITIONS
from ccb_l10n.packs import attributes

MAX_OPEN = 50  # boxes inside boxes; deeper ones are not drawn, so that no file can exhaust the stack

FOR_TRAINERS = "For trainers"

# What a box of that name looks like: (style, word of the interface that stands for a title). "fold" opens on a click.
STYLES = {
    "note": ("note", "Note"),
    "tip": ("tip", "Tip"),
    "info": ("note", "Information"),
    "important": ("warning", "Important"),
    "caution": ("warning", "Caution"),
    "attention": ("warning", "Caution"),
    "warning": ("warning", "Warning"),
    "danger": ("danger", "Danger"),
    "success": ("tip", "Success"),
    "bug": ("danger", "Error"),
    "failure": ("danger", "Error"),
    "error": ("danger", "Error"),
    "question": ("example", "Question"),
    "example": ("example", "Example"),
    "abstract": ("note", "Summary"),
    "summary": ("note", "Summary"),
    "quote": ("quiet", "Quotation"),
    "seealso": ("note", "See also"),
    "objectives": ("note", "Objectives"),
    "questions": ("note", "Questions"),
    "keypoints": ("tip", "Key points"),
    "challenge": ("example", "Exercise"),
    "exercise": ("example", "Exercise"),
    "discussion": ("example", "Discussion"),
    "prereq": ("note", "Before you start"),
    "checklist": ("tip", "Checklist"),
    "trainer": ("quiet", FOR_TRAINERS),
    "instructor": ("quiet", FOR_TRAINERS),
    "callout": ("note", ""),
    "admonition": ("note", ""),
    "card": ("quiet", ""),
    "details": ("fold", "Details"),
    "dropdown": ("fold", "Details"),
    "spoiler": ("fold", "Details"),
    "solution": ("fold", "Solution"),
    "hint": ("fold", "Hint"),
    "tab": ("tab", ""),
    "tab-item": ("tab", ""),
    "quiz": ("quiz", ""),
}
_BRACED = re.compile(r"\{(?P<name>[\w-]+)\}(?P<rest>.*)", re.DOTALL)
_NAMED = re.compile(r"(?P<name>[\w-]+)(?P<rest>.*)", re.DOTALL)
_BRACKETED = re.compile(r"\[(?P<title>.*)\]\s*\Z", re.DOTALL)
_QUOTED = re.compile(r"(?P<before>.*?)(?P<quote>[\"'])(?P<title>.+)(?P=quote)\s*\Z", re.DOTALL)
_ALERT = re.compile(r"\[!(?P<name>\w+)\](?P<fold>[+-]?)[ \t]*(?P<title>[^\n]*)(?:\n|\Z)")
_CLASS = re.compile(r"[^\W\d][\w-]*\Z")


@dataclass(frozen=True, slots=True)
class Box:
    """A container. `style` is one of note, tip, warning, danger, example, quiet, fold, tab, quiz or plain.

    `title` is Markdown; `at` the offset in the body from which its passage may begin, or -1. `word` is the
    interface's name for such a box, or empty.
    """

    name: str
    style: str
    title: str = ""
    word: str = ""
    at: int = -1
    unfolded: bool = False
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Node:
    """A block: its opening (or only) token, what is in it, the box that it is, if any, and the author's attributes.

    `closed` is the line, from 0, of the `:::` that closes it; None where it has no such line of its own.
    """

    token: Token
    children: list[Node] = field(default_factory=list)
    box: Box | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    closed: int | None = None

    @property
    def kind(self) -> str:
        return "box" if self.box else self.token.type


def tree(tokens: Iterable[Token]) -> list[Node]:
    """The blocks of a body, boxes nested."""
    root = Node(Token("root", "", 1))
    stack = [root]
    ignored = 0
    for token in tokens:
        if token.type == "div_marker":
            if token.info and sum(each.token.type == "div_marker" for each in stack) >= MAX_OPEN:
                ignored += 1
            elif token.info:
                node = Node(token, box=_div(token))
                stack[-1].children.append(node)
                stack.append(node)
            elif ignored:
                ignored -= 1
            elif stack[-1].token.type == "div_marker":
                stack.pop().closed = token.map[0] if token.map else None
        elif token.nesting < 0:
            while stack[-1].token.type == "div_marker":
                stack.pop()
            node = stack.pop()
            _alert(node)
            if not _attribute_lines(node, stack[-1].children):
                stack[-1].children.pop()
        else:
            node = Node(token, box=_indented(token) if token.type == "indented_open" else None)
            stack[-1].children.append(node)
            if token.nesting > 0:
                stack.append(node)
    return root.children


@dataclass(frozen=True, slots=True)
class Quiz:
    """A `::: quiz` box taken apart: what is asked, the items of its task list with their keys, and the rest."""

    question: Sequence[Node]
    options: Sequence[tuple[Node, bool]]
    explanation: Sequence[Node]

    @property
    def several(self) -> bool:
        return sum(right for _, right in self.options) > 1


def quiz(box: Node) -> Quiz:
    """The parts of a quiz. The first task list holds the options; without one there are none."""
    for at, child in enumerate(box.children):
        if child.kind in ("bullet_list_open", "ordered_list_open"):
            keys = [each.token.meta.get("checked") for each in child.children]
            if any(key is not None for key in keys):
                options = [(each, bool(key)) for each, key in zip(child.children, keys, strict=True)]
                return Quiz(box.children[:at], options, box.children[at + 1 :])
    return Quiz(box.children, (), ())


def _div(token: Token) -> Box:
    """The box that a `:::` line opens: `note Title`, `note[Title]`, `{note} Title`, `{.note #id}`, any words."""
    info = token.info.rstrip(":").rstrip() or token.info
    match = _BRACED.fullmatch(info) or _NAMED.fullmatch(info)
    name = match["name"].lower() if match else ""
    rest = match["rest"] if match else info
    given: dict[str, str] = {}
    if listed := re.search(r"\{[^{}]*\}\s*\Z", rest):
        given = attributes.read(listed[0])
        rest = rest[: listed.start()]
    if not name:
        classes = given.get("class", "").split()
        name = next((each for each in classes if each in STYLES), "")
    bracketed = _BRACKETED.fullmatch(rest.strip())
    if bracketed:
        title = bracketed["title"]
    elif name in ADMONITIONS or name in STYLES:
        title = rest.strip()
    else:
        words = [each for each in (name, *rest.split()) if _CLASS.match(each)]
        given = attributes.joined({"class": " ".join(words)} if words else {}, given)
        return _box(name, "", token.meta["start"], given)
    return _box(name, title, token.meta["start"], given)


def _indented(token: Token) -> Box:
    """The box of `!!! kind "Title"`, `??? kind` or `=== "Tab"`."""
    match = _QUOTED.fullmatch(token.info)
    title = match["title"] if match else ""
    names = (match["before"] if match else token.info).split()
    if token.markup.startswith("="):
        return _box("tab", title, token.meta["start"])
    box = _box(names[0].lower() if names else "note", title, token.meta["start"])
    if token.markup.startswith("?"):
        return replace(box, style="fold", unfolded=token.markup.endswith("+"))
    return replace(box, style="note") if box.style == "plain" else box


def _box(name: str, title: str, at: int, given: dict[str, str] | None = None) -> Box:
    style, word = STYLES.get(name, ("plain", ""))
    if title and style == "plain":
        style = "quiet"
    return Box(name, style, title, word, at, attributes=tuple((given or {}).items()))


def _alert(node: Node) -> None:
    """Make a quote that begins with `[!NOTE]` a box; what follows the mark on its line is the title."""
    if node.token.type != "blockquote_open" or not node.children:
        return
    paragraph = node.children[0]
    if paragraph.token.type != "paragraph_open":
        return
    inline = paragraph.children[0].token
    match = _ALERT.match(inline.content)
    if not match or match["name"].lower() not in STYLES:
        return
    starts = inline.meta["starts"]
    box = _box(match["name"].lower(), match["title"].strip(), starts[0])
    folded = {"-": ("fold", False), "+": ("fold", True)}.get(match["fold"], (box.style, False))
    node.box = replace(box, style=folded[0], unfolded=folded[1])
    inline.content = inline.content[match.end() :]
    inline.meta = {**inline.meta, "starts": starts[1:] or starts}
    if not inline.content:
        node.children.pop(0)


def _attribute_lines(node: Node, siblings: Sequence[Node]) -> bool:
    """Take the lines `{.class}` from a paragraph. False when nothing else is in it: the block before it gets them."""
    if node.token.type != "paragraph_open":
        return True
    inline = node.children[0].token
    if "{" not in inline.content:
        return True
    lines = inline.content.split("\n")
    given = [line for line in lines if attributes.LINE.match(line.strip())]
    if not given:
        return True
    inline.content = "\n".join(line for line in lines if line not in given)
    target = node if inline.content else siblings[-2] if len(siblings) > 1 else None
    if target:
        target.attributes = attributes.joined(*map(attributes.read, given), target.attributes)
    return bool(inline.content)
