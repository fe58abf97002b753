"""The block parser: markdown-it-py's rules, with positions kept and less work for each line.

Two things differ from the stock parser, and neither changes the tree it builds (held by tests against the stock
rules). A rule is only asked about a line whose first character it could start with. And paragraphs and setext
headings, which the stock rules scan twice, are read once by `_text`, which also notes where each line's text starts,
so that a segment's exact place is known and never searched for.

Added on top: `:::` lines as single marker tokens (closers of any length, as Pandoc and Carpentries write them), and
the indented blocks of Python-Markdown: `!!! note "Title"`, `??? note`, `=== "Tab"`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from ccb_l10n.markdown.state import FastState

Rule = Callable[[StateBlock, int, int, bool], bool]

MAX_NESTING = 100  # markdown-it's own default; deeper blocks are left as they are
# What the parser strips from a block's content: JavaScript's trim, less the byte-order mark.
TRIM = " \t\n\x0b\x0c\r\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_DIV = re.compile(r":{3,}")
_INDENTED = re.compile(r"(!!!|\?\?\?\+?|===[!+]?)[ \t]+(?=\S)")
_TAB_TITLE = re.compile(r"([\"']).*\1")

# Which rules may open a block on a line that begins with a character; "table", "deflist" and the text rule are
# asked apart, since they depend on the line below.
_OPENERS = {
    "`": ("fence",),
    "~": ("fence",),
    ">": ("blockquote",),
    "*": ("hr", "list"),
    "-": ("hr", "list"),
    "_": ("hr",),
    "+": ("list",),
    "[": ("footnote_def", "reference"),
    "<": ("html_block",),
    "#": ("heading",),
    "$": ("math_block",),
    "!": ("indented",),
    "?": ("indented",),
    "=": ("indented",),
    ":": ("div",),
    **dict.fromkeys("0123456789", ("list",)),
}


class BlockParser(ParserBlock):
    """markdown-it-py's block parser, asking only the rules that could match."""

    def prepare(self) -> None:
        """Build the dispatch tables from the rules that are registered; call after the last plugin."""
        rules: dict[str, Rule] = {rule.name: rule.fn for rule in self.ruler.__rules__}
        interrupting = set(map(id, self.ruler.getRules("paragraph")))
        self.table = rules["table"]
        self.code = rules["code"]
        self.deflist = rules["deflist"]
        self.openers = {char: tuple(rules[name] for name in names) for char, names in _OPENERS.items()}
        self.interrupters = {
            char: tuple(rule for rule in found if id(rule) in interrupting) for char, found in self.openers.items()
        }
        self.interrupters[":"] += (self.deflist,)
        self.interrupters["~"] += (self.deflist,)

    def parse(self, src: str, md: MarkdownIt, env: Any, outTokens: list[Token]) -> list[Token] | None:  # noqa: N803
        """Append the block tokens of a text to `outTokens` and return them."""
        state = FastState(src, md, env, outTokens)
        self.tokenize(state, 0, state.lineMax)
        return state.tokens

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 (theirs)
        """Append the block tokens of lines [startLine, endLine) to `state`."""
        line = startLine
        after_blank = False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            if state.level >= MAX_NESTING:
                state.line = endLine
                break
            self._block(state, line, endLine)
            state.tight = not after_blank
            line = state.line
            if line - 1 < endLine and state.isEmpty(line - 1):
                after_blank = True
            if line < endLine and state.isEmpty(line):
                after_blank = True
                line += 1
                state.line = line

    def _block(self, state: StateBlock, line: int, end: int) -> None:
        if self._before_table(state, line) and self.table(state, line, end, False):
            return
        if state.sCount[line] - state.blkIndent >= 4 and self.code(state, line, end, False):
            return
        first = state.src[state.bMarks[line] + state.tShift[line]]
        for rule in self.openers.get(first, ()):
            if rule(state, line, end, False):
                return
        self._text(state, line, end)

    def _text(self, state: StateBlock, line: int, end: int) -> None:
        """A setext heading, a definition list or, when it is neither, a paragraph."""
        parent = state.parentType
        state.parentType = "paragraph"
        stop, level = self._text_end(state, line, end)
        state.parentType = parent
        if not level and self._before_definition(state, line) and self.deflist(state, line, end, False):
            return
        starts = [state.bMarks[each] + state.tShift[each] for each in range(line, stop)]
        kind, tag = ("heading", f"h{level}") if level else ("paragraph", "p")
        state.line = stop + 1 if level else stop
        opening = state.push(f"{kind}_open", tag, 1)
        opening.map = [line, state.line]
        inline = state.push("inline", "", 0)
        inline.map = [line, stop]
        lines = [state.src[start : state.eMarks[line + i]] for i, start in enumerate(starts)]
        inline.content = "\n".join(lines).strip(TRIM)
        while len(starts) > 1 and not lines[len(lines) - len(starts)].strip(TRIM):
            del starts[0]  # a form feed is no blank line, yet it is stripped with what is blank
        inline.children = []
        inline.meta = {"starts": starts}
        closing = state.push(f"{kind}_close", tag, -1)
        if level:
            opening.markup = closing.markup = "-" if level == 2 else "="

    def _text_end(self, state: StateBlock, line: int, end: int) -> tuple[int, int]:
        """The line after the text, and the heading level when that line is a setext underline, else 0."""
        src, begins, shifts, ends, indents = state.src, state.bMarks, state.tShift, state.eMarks, state.sCount
        line += 1
        while line < state.lineMax:
            start = begins[line] + shifts[line]
            if start >= ends[line]:
                break
            if indents[line] - state.blkIndent <= 3:
                first = src[start]
                if first in "-=" and line < end and indents[line] >= state.blkIndent:
                    rest = src[start : ends[line]].rstrip(" \t")
                    if rest == first * len(rest):
                        return line, 2 if first == "-" else 1
                if indents[line] >= 0 and self._interrupts(state, line, end, first):
                    break
            line += 1
        return line, 0

    def _interrupts(self, state: StateBlock, line: int, end: int, first: str) -> bool:
        for rule in self.interrupters.get(first, ()):
            if rule(state, line, end, True):
                return True
        return self._before_table(state, line) and self.table(state, line, end, True)

    @staticmethod
    def _before_table(state: StateBlock, line: int) -> bool:
        """Whether the line below could be a table's delimiter row."""
        below = line + 1
        if below >= state.lineMax:
            return False
        start = state.bMarks[below] + state.tShift[below]
        return start < state.eMarks[below] and state.src[start] in "|-:"

    @staticmethod
    def _before_definition(state: StateBlock, line: int) -> bool:
        below = line + 1
        if below < state.lineMax and state.isEmpty(below):
            below += 1
        if below >= state.lineMax:
            return False
        start = state.bMarks[below] + state.tShift[below]
        return start < state.eMarks[below] and state.src[start] in ":~"


def _table(stock: Rule) -> Rule:
    """The stock table rule, noting in each row's meta where its first cell may begin."""

    def table(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        before = len(state.tokens)
        if not stock(state, line, end, silent):
            return False
        for token in state.tokens[before:]:
            if token.type == "tr_open" and token.map:
                row = token.map[0]
                token.meta = {"start": state.bMarks[row] + state.tShift[row], "end": state.eMarks[row]}
        return True

    return table


def _div(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A `:::` line, opening or closing: one token, so that an unclosed container hides nothing."""
    if state.is_code_block(line):
        return False
    start = state.bMarks[line] + state.tShift[line]
    found = _DIV.match(state.src, start, state.eMarks[line])
    if not found:
        return False
    if not silent:
        token = state.push("div_marker", "", 0)
        token.markup = found[0]
        token.info, at = _rest(state, found.end(), line)
        token.map = [line, line + 1]
        token.meta = {"start": at}
        state.line = line + 1
    return True


def _rest(state: StateBlock, at: int, line: int) -> tuple[str, int]:
    """What follows the marker that ends at `at`, without the blanks around it, and where it begins."""
    text = state.src[at : state.eMarks[line]]
    return text.strip(" \t"), at + len(text) - len(text.lstrip(" \t"))


def _indented(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """`!!! kind "Title"`, `??? kind`, `=== "Tab"`, and the more deeply indented lines below."""
    if state.is_code_block(line):
        return False
    start = state.bMarks[line] + state.tShift[line]
    found = _INDENTED.match(state.src, start, state.eMarks[line])
    if not found:
        return False
    info, at = _rest(state, found.end(), line)
    if found[1][0] == "=" and not _TAB_TITLE.fullmatch(info):
        return False
    if silent:
        return True
    indent, last = state.blkIndent + 4, line + 1
    for each in range(line + 1, end):
        if state.isEmpty(each):
            continue
        if state.sCount[each] < indent:
            break
        last = each + 1
    token = state.push("indented_open", "div", 1)
    token.markup, token.info, token.map = found[1], info, [line, last]
    token.meta = {"start": at}
    outer = state.parentType, state.lineMax, state.blkIndent
    state.parentType, state.lineMax, state.blkIndent = "indented", last, indent
    state.md.block.tokenize(state, line + 1, last)
    state.parentType, state.lineMax, state.blkIndent = outer
    state.push("indented_close", "div", -1).markup = found[1]
    state.line = last
    return True


def extend(md: MarkdownIt) -> MarkdownIt:
    """Give a parser every syntax that the project reads, and the block parser above."""
    block = BlockParser()
    md.block = block
    with_syntax(md)
    block.prepare()
    return md


def with_syntax(md: MarkdownIt) -> MarkdownIt:
    """Give a parser every syntax that the project reads, on whatever block parser it has."""
    ruler = md.block.ruler
    md.enable(["table", "strikethrough"])
    md.options["html"] = True
    md.options["tasklists"] = True
    md.options["maxNesting"] = MAX_NESTING
    md.use(footnote_plugin).use(deflist_plugin)
    md.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    anywhere: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    ruler.before("fence", "div", _div, anywhere)
    ruler.before("fence", "indented", _indented, anywhere)
    table = next(rule.fn for rule in ruler.__rules__ if rule.name == "table")
    ruler.at("table", _table(table), {"alt": ["paragraph", "reference"]})
    return md


@cache
def parser() -> MarkdownIt:
    """The project's one parser; it keeps no state between documents."""
    return extend(MarkdownIt("commonmark"))


def block_tokens(text: str) -> tuple[list[Token], dict[str, Any]]:
    """The block tokens of a text whose line endings are `\\n`, inline contents unparsed, and the environment.

    `env["references"]` holds the link reference definitions with their line maps, `env["footnotes"]` the notes.
    """
    md = parser()
    env: dict[str, Any] = {}
    tokens: list[Token] = []
    md.block.parse(text, md, env, tokens)
    return tokens, env
