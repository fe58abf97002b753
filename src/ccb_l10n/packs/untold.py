"""Markdown for learners: a page's own text without passages for trainers, answers, feedback and explanations.

Whole lines go; every other byte stays, line endings too. What a footnote or the address of a link says is kept for
what still refers to it, and a note that only hidden text refers to goes with that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ccb_l10n.markdown import frontmatter
from ccb_l10n.markdown.blocks import block_tokens
from ccb_l10n.markdown.text import Normal
from ccb_l10n.packs import containers
from ccb_l10n.packs.containers import FOR_TRAINERS, Node

_HIDING = tuple(name for name, (style, word) in containers.STYLES.items() if style == "quiz" or word == FOR_TRAINERS)
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_RIGHT = re.compile(r"\[[xX]\]")
_ITEM = re.compile(r"[>\s]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_BEGINS = re.compile(r"[>\s]*(?:[-*+#]|\d{1,9}[.)]|:::)")  # no part of the paragraph above it
_ENDS = re.compile(r"[>\s]*(?:#|:::)")  # no paragraph
_BLANK = "> \t\r\n"
_NOTE = "footnote_reference_open"
_PASSES = 5  # of which the second finds nothing, but for lines that mean something else once others are gone

Span = tuple[int, int]  # lines of the body, from 0, half open


@dataclass(slots=True)
class _Found:
    """What there is to hide: `spans` of lines that go, `items` of them that begin with the mark of a list's item, which
    stays, the lines where a right option is marked, the notes, by label, and those that stand in an explanation."""

    spans: list[Span] = field(default_factory=list)
    items: set[int] = field(default_factory=set)
    right: set[int] = field(default_factory=set)
    notes: dict[str, Span] = field(default_factory=dict)
    asides: set[str] = field(default_factory=set)


def untold(text: str) -> str:
    """The page as learners get it; the very same text where it has nothing to hide."""
    if not any(name in text.lower() for name in _HIDING):
        return text
    for _ in range(_PASSES):
        made = _pass(text)
        if made == text:
            break
        text = made
    return text


def _pass(text: str) -> str:
    body = Normal(text).text
    front = frontmatter.find(body)
    base = front.after if front else 0
    tokens, env = block_tokens(body[base:])
    before = body.count("\n", 0, base)
    lines = _LINE.findall(text)
    found = _Found()
    _look(containers.tree(tokens), len(lines) - before, found)
    if not (found.spans or found.right or found.asides):
        return text
    head, own = lines[:before], lines[before:]
    for at in found.right:
        own[at] = _RIGHT.sub("[ ]", own[at], count=1)
    gone, kept = _sorted_out(own, found, env.get("references", {}))
    ending = next((each[len(each.rstrip("\r\n")) :] for each in lines if each.endswith(("\r", "\n"))), "\n")
    moved = [_bare(own, span, ending) for span in kept]
    rest = "".join((*head, *_left(own, gone, found.items, ending)))
    if moved and not rest.endswith(("\r", "\n")):
        rest += ending
    return rest + "".join(f"{ending}{each}" for each in moved)


def _look(nodes: Iterable[Node], end: int, found: _Found, item: int = -1) -> None:
    """Find what to hide in these blocks, the last of which ends before the line `end`; `item` is the first line of the
    list's item that they are in, or -1."""
    for node in nodes:
        if node.token.map is None:
            continue
        start, stop = span = _span(node, end)
        if node.kind == _NOTE:
            found.notes.setdefault(node.token.meta["label"], span)
        if node.box and node.box.word == FOR_TRAINERS:
            found.spans.append(span)
            found.items |= {start} & {item}
            _look(node.children, stop, _Found(notes=found.notes))
            continue
        if node.box and node.box.style == "quiz":
            _quiz(node, stop, found)
        inside = stop if node.closed is None else node.closed
        _look(node.children, inside, found, start if node.kind == "list_item_open" else -1)


def _span(node: Node, end: int) -> Span:
    """The lines of a block."""
    assert node.token.map is not None
    start, stop = node.token.map
    if node.token.type == "div_marker":
        stop = end if node.closed is None else node.closed + 1
    return start, stop


def _quiz(node: Node, end: int, found: _Found) -> None:
    parts = containers.quiz(node)
    for item, right in parts.options:
        if right and item.children and item.children[0].token.map:
            found.right.add(item.children[0].token.map[0])
        found.spans += [_span(each, end) for each in item.children if each.kind == "blockquote_open"]
    inside = end if node.closed is None else node.closed
    for each in parts.explanation:
        if each.kind == _NOTE:
            found.asides.add(each.token.meta["label"])
        elif each.token.map:
            found.spans.append(_span(each, inside))


def _sorted_out(own: Sequence[str], found: _Found, references: Mapping[str, Any]) -> tuple[set[int], list[Span]]:
    """The lines that go, and the definitions among them that what stays refers to."""
    gone = {at for span in found.spans for at in range(*span)}
    noted = {at for span in found.notes.values() for at in range(*span)}
    seen = "".join(line for at, line in enumerate(own) if at not in gone | noted)
    hidden = "".join(line for at, line in enumerate(own) if at in gone - noted)
    shown: dict[str, Span] = {}
    while more := {name: span for name, span in found.notes.items() if name not in shown and f"[^{name}]" in seen}:
        shown |= more
        seen += "".join(line for span in more.values() for line in own[slice(*span)])
    others = [name for name in found.notes if name not in shown]
    lost = [found.notes[name] for name in others if name in found.asides or f"[^{name}]" in hidden]
    folded = " ".join(seen.split()).casefold()
    linked = [each["map"] for name, each in references.items() if f"{name.casefold()}]" in folded]
    kept = [(span[0], span[1]) for span in (*shown.values(), *linked) if span[0] in gone]
    return gone | {at for span in lost for at in range(*span)}, sorted(kept)


def _left(own: Sequence[str], gone: set[int], items: set[int], ending: str) -> Iterator[str]:
    """The lines that stay, with an empty one where two paragraphs would become one."""
    above = ""
    for at, line in enumerate(own):
        if at not in gone:
            if at - 1 in gone and _would_join(above, line):
                yield ">" * min(map(_quotes, (above, line))) + ending
            above = line
            yield line
        elif at in items and (mark := _ITEM.match(line)):
            above = mark[0].rstrip() + ending
            yield above


def _would_join(above: str, line: str) -> bool:
    """Whether two lines would be one paragraph."""
    return bool(above.strip(_BLANK) and line.strip(_BLANK)) and not (_ENDS.match(above) or _BEGINS.match(line))


def _quotes(line: str) -> int:
    """How many quotes a line stands in."""
    return line[: len(line) - len(line.lstrip(_BLANK))].count(">")


def _bare(own: Sequence[str], span: Span, ending: str) -> str:
    """A definition as it can stand alone: without what its lines are indented or quoted by."""
    lines = own[slice(*span)]
    width = lines[0].index("[")
    cut = [line[width:] if not line[:width].strip("> \t") else line for line in lines]
    return "".join(line if line.endswith(("\r", "\n")) else line + ending for line in cut)
