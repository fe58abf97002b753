"""markdown-it-py's block state, set up without a loop over characters and with cheaper tokens.

Half of the parser's time on prose goes into these two. What they produce is the same, held by tests.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

_new = Token.__new__


class FastState(StateBlock):
    """A StateBlock whose marks come from splitting the text, and whose tokens skip the dataclass's checks."""

    def __init__(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> None:
        super().__init__("", md, env, tokens)
        self.src = src
        lines = src.split("\n")
        # A last line of blanks alone, without a newline, is no line: as in the stock parser.
        if lines and not lines[-1].strip(" \t"):
            lines.pop()
        lengths = [len(line) for line in lines]
        begins = [0, *accumulate(length + 1 for length in lengths)]
        shifts = [length - len(line.lstrip(" \t")) for line, length in zip(lines, lengths, strict=True)]
        end = len(src)
        self.bMarks = [*begins[:-1], end]
        self.eMarks = [*map(int.__add__, begins, lengths), end]
        self.tShift = [*shifts, 0]
        self.sCount = [_indent(line, shift) if shift else 0 for line, shift in zip(lines, shifts, strict=True)]
        self.sCount.append(0)
        self.bsCount = [0] * (len(lines) + 1)
        self.lineMax = len(lines)

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Append a block token at the present level and return it."""
        token = _new(Token)
        token.type = ttype
        token.tag = tag
        token.nesting = nesting
        token.attrs = {}
        token.map = None
        token.children = None
        token.content = token.markup = token.info = ""
        token.meta = {}
        token.block = True
        token.hidden = False
        if nesting < 0:
            self.level -= 1
        token.level = self.level
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token


def _indent(line: str, shift: int) -> int:
    """The columns of a line's leading blanks, tabs to the next multiple of four."""
    blanks = line[:shift]
    return len(blanks.expandtabs(4)) if "\t" in blanks else shift
