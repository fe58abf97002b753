"""Which blocks of a rebuilt document are not a person's translation, so that a page can say so.

`Placed` says where each passage stands in the text, the parser says where each block does; here they meet. A list,
table, quote or box whose passages are all alike is marked as a whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import StrEnum

from ccb_l10n.markdown.inline import translatable
from ccb_l10n.markdown.segments import line_starts
from ccb_l10n.markdown.text import Normal
from ccb_l10n.model import Localised, Placed, State
from ccb_l10n.packs.containers import Node


class Mark(StrEnum):
    NONE = ""
    DRAFT = "draft"  # a machine's words
    FALLBACK = "fallback"  # the source's words, for want of a translation
    KEPT = "kept"  # the source's words, because the author wanted them there


_WHOLE = frozenset(["bullet_list_open", "ordered_list_open", "blockquote_open", "dl_open", "table_open", "box"])


def of_state(placed: Placed) -> Mark:
    if not placed.translated:
        return Mark.FALLBACK
    return Mark.DRAFT if placed.state == State.DRAFT else Mark.NONE


def overall(placed: Sequence[Placed]) -> Mark:
    """DRAFT or FALLBACK when every passage of a document is that, else NONE."""
    found = {of_state(each) for each in placed}
    return found.pop() if len(found) == 1 else Mark.NONE


class Passages:
    """Where the passages of a document stand, in the offsets of its parsed body, which begins at `base`."""

    __slots__ = ("_base", "_normal", "_placed", "_starts", "_text", "rows")

    def __init__(self, localised: Localised, normal: Normal, base: int) -> None:
        self._normal, self._base, self._text = normal, base, localised.text
        self._placed = sorted(localised.placed, key=lambda each: each.start)
        self._starts = [each.start for each in self._placed]
        self.rows = line_starts(normal.text[base:])

    def between(self, start: int, end: int) -> list[tuple[Mark, str]]:
        """The passages that begin in a half-open span of the body: their marks, and the texts that stand there."""
        first = bisect_left(self._starts, self._normal.original(self._base + start))
        last = bisect_left(self._starts, self._normal.original(self._base + end))
        return [(of_state(each), Normal(self._text[each.start : each.end]).text) for each in self._placed[first:last]]


class Marks:
    """The marks of a tree's nodes. Without `passages`, as in the source's own language, there are none."""

    __slots__ = ("_of", "_passages", "_runs", "_titles")

    def __init__(self, nodes: Iterable[Node], passages: Passages | None) -> None:
        self._of: dict[int, Mark] = {}
        self._titles: dict[int, Mark] = {}
        self._runs: dict[int, list[tuple[Mark, str]]] = {}
        if passages:
            self._passages = passages
            for node in nodes:
                self._read(node)

    def of(self, node: Node) -> Mark:
        return self._of.get(id(node), Mark.NONE)

    def title(self, node: Node) -> Mark:
        return self._titles.get(id(node), Mark.NONE)

    def runs(self, node: Node) -> list[tuple[Mark, str]]:
        """The passages in a raw HTML block, in order."""
        return self._runs.get(id(node), [])

    def _read(self, node: Node) -> set[Mark]:
        if node.token.type == "inline":
            return self._note(node, self._inline(node))
        if node.token.type == "html_block":
            first, last = node.token.map or (0, 0)
            self._runs[id(node)] = runs = self._passages.between(*self._span(first, last))
            return {mark for mark, _ in runs}
        if node.token.type == "tr_open":
            return self._row(node)
        found: set[Mark] = set()
        if node.box and node.box.title:
            self._titles[id(node)] = mark = self._title(node)
            found.add(mark)
        for child in node.children:
            found |= self._read(child)
        if node.kind in _WHOLE:
            alike = found - {Mark.KEPT} if Mark.FALLBACK in found else found  # both are in the source's language
            if len(alike) == 1:
                self._of[id(node)] = next(iter(alike))
        return found

    def _note(self, node: Node, mark: Mark | None) -> set[Mark]:
        if mark is None:
            return set()
        self._of[id(node)] = mark
        return {mark}

    def _span(self, first: int, last: int) -> tuple[int, int]:
        rows = self._passages.rows
        return rows[first], rows[min(last, len(rows) - 1)]

    def _inline(self, node: Node) -> Mark | None:
        """The mark of a run of text, or None where it has no words."""
        token = node.token
        assert token.map is not None
        first, last = token.map
        start, end = self._span(first, max(last, first + 1))
        found = self._passages.between(token.meta.get("starts", [start])[0], end)
        return found[0][0] if found else _without_passage(token.content)

    def _title(self, node: Node) -> Mark:
        assert node.box is not None and node.token.map is not None
        end = self._span(node.token.map[0], node.token.map[0] + 1)[1]
        found = [mark for mark, text in self._passages.between(node.box.at, end) if text == node.box.title]
        return found[0] if found else Mark.KEPT

    def _row(self, row: Node) -> set[Mark]:
        """A table row's cells are told apart by their texts, in order: cells without words are no passages."""
        waiting = self._passages.between(row.token.meta["start"], row.token.meta["end"])
        marks: set[Mark] = set()
        for cell in row.children:
            for inline in cell.children:
                if waiting and waiting[0][1].replace("\\|", "|") == inline.token.content:
                    marks |= self._note(inline, waiting.pop(0)[0])
                else:
                    marks |= self._note(inline, _without_passage(inline.token.content))
        return marks


def _without_passage(content: str) -> Mark | None:
    return Mark.KEPT if translatable(content) else None
