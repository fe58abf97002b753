"""A quiz, rendered in parts, so that every format can ask it in its own way.

    ::: quiz

    Question?

    - [ ] wrong
      > Said to who ticks this option.
    - [x] right

    Explanation.

    :::

One `[x]` is single choice, several multiple. The ids and the keys come from the source file and the position in it:
no translation can change an answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ccb_l10n.packs import containers
from ccb_l10n.packs.containers import Node

if TYPE_CHECKING:
    from ccb_l10n.packs.writer import Writer

_FEEDBACK = "blockquote_open"
_NAME = 128  # characters; SCORM takes 255


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to choose. `label` is inline HTML, `more` the blocks below it, `feedback` blocks for who chose it."""

    label: str
    right: bool
    more: str = ""
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Quiz:
    """A question with its options. `number` counts the quizzes of its page from 1; `question` and `explanation` are
    HTML blocks, `attributes` what the author gave the box, as HTML. `marked` says that all of it is a machine draft or
    not translated, so that whatever stands around it must say so."""

    id: str
    number: int
    question: str
    options: tuple[Option, ...]
    explanation: str
    attributes: Mapping[str, str]
    lang: str  # of the text around it, BCP 47
    marked: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)  # id -> HTML: footnotes of the answer alone

    @property
    def several(self) -> bool:
        """Whether more than one option is right."""
        return sum(option.right for option in self.options) > 1

    @property
    def has_key(self) -> bool:
        """Whether an answer to it can be right."""
        return any(option.right for option in self.options)

    @property
    def title(self) -> str:
        """The id as people are to see it."""
        return self.id.removeprefix("ccb-")

    @property
    def name(self) -> str:
        """The title as scripts and learning platforms take it: ASCII alone."""
        if self.title.isascii() and len(self.title) <= _NAME:
            return self.title
        return f"quiz-{hashlib.sha256(self.title.encode()).hexdigest()[:16]}"


def read(writer: Writer, node: Node, number: int, given: Mapping[str, str]) -> Quiz:
    """The quiz that a box holds, its texts written by `writer`."""
    parts = containers.quiz(node)
    question = writer.blocks(parts.question)
    options = tuple(_option(writer, item, right, number) for item, right in parts.options)
    with writer.at(answer_to(number)):
        explanation = writer.blocks(parts.explanation)
    name = f"ccb-{writer.text.slug}-quiz-{number}"
    return Quiz(name, number, question, options, explanation, given, writer.lang, writer.inside)


def nothing(number: int, lang: str) -> Quiz:
    """A quiz that asks nothing, for the place of one that is being read."""
    return Quiz("", number, "", (), "", {}, lang)


def answer_to(number: int) -> str:
    """The name of the place where a page's quiz, counted from 1, says what is right and why."""
    return f"answer {number}"


def _option(writer: Writer, item: Node, right: bool, number: int) -> Option:
    first, rest = item.children[:1], item.children[1:]
    if not first or first[0].kind != "paragraph_open":
        first, rest = [], item.children
    label = writer.span(first[0]) if first else ""
    feedback = [child for node in rest if node.kind == _FEEDBACK for child in node.children]
    more = [node for node in rest if node.kind != _FEEDBACK]
    shown = writer.blocks(more)
    with writer.at(answer_to(number)):
        return Option(label, right, shown, writer.blocks(feedback))
