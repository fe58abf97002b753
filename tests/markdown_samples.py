"""What the tests of the Markdown room read: the specification's examples, real files, and lines to make soup of."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ccb_l10n.markdown.blocks import with_syntax
from ccb_l10n.markdown.inline import scan
from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.text import decode
from ccb_l10n.model import Document, Message, State

CASES = Path(__file__).parent / "cases"


@cache
def spec() -> tuple[tuple[str, str], ...]:
    """Every example of CommonMark 0.31.2 and of GFM's extensions: (name, Markdown)."""
    found = []
    for path in sorted((CASES / "spec").glob("*.json")):
        for example in json.loads(path.read_text("utf-8")):
            found.append((f"{path.stem}-{example['example']}", example["markdown"]))
    return tuple(found)


@cache
def wild() -> tuple[tuple[str, str], ...]:
    """Real files that others wrote: (name, text)."""
    paths = sorted(each for each in (CASES / "wild").glob("*.md") if each.name not in ("PROVENANCE.md", "LICENSES.md"))
    return tuple((path.stem, decode(path.read_bytes(), path.name)) for path in paths)


@cache
def stock() -> MarkdownIt:
    """markdown-it-py as it comes, with the same syntax."""
    return with_syntax(MarkdownIt("commonmark"))


def translated(
    document: Document, change: Callable[[str], str], state: State = State.TRANSLATED
) -> dict[tuple[str | None, str], Message]:
    """A target for every segment."""
    return {
        (each.context, each.source): Message(each.source, change(each.source), each.context, state)
        for each in document.segments
    }


def read(text: str) -> list[tuple[str, str]]:
    """The kinds and sources of a text's segments."""
    return [(segment.kind, segment.source) for segment in parse("a.md", text).segments]


_ACCENTS = str.maketrans("aeiouyAEIOUcnCN", "áéíóúýÁÉÍÓÚçñÇÑ")


def pseudo(source: str) -> str:
    """The source with accents and about 30% longer, its protected spans as they were."""
    out, at = [], 0
    for span in scan(source):
        out += [source[at : span.start].translate(_ACCENTS), source[span.start : span.end]]
        at = span.end
    out.append(source[at:].translate(_ACCENTS))
    return "".join(out) + " " + "ábcdéf"[: max(2, len(source) * 3 // 10)] * max(1, len(source) * 3 // 70)


_OPENERS = (
    "", "", "", "> ", "- ", "* ", "1. ", "7) ", "  ", "   ", "    ", "\t", "# ", "## ", ": ", "~ ", "[^1]: ", "[a]: ",
    "- [ ] ", ">", ">> ", "!!! note ", "::: tip ", ":::", "=== ", "|", "<div>", "<!-- ", "$$", "```", "~~~", "+++",
    "---",
)  # fmt: skip
_BODIES = (
    "", "word", "two words", "*em*", "**strong** x", "`code`", "``a ` b``", "a | b", "| a | b |", "|---|---|",
    "---|---",
    "===", "---", "***", "* * *", "[a](/u)", "[a]", "[a]: /u", "[a]: /u 'title'", '"title"', "![i](x.png)", "[^1]",
    "[^1]: note",
    "<b>x</b>", "<div>", "</div>", "<!-- c -->", "<!--", "-->", "&amp;", "\\", "a\\", "a  ", "$x$", "$$",
    "$5 and $6", "```", "~~~",
    ":::", "::: note", ":::note[T]", "!!! note \"T\"", '"T"', "{#id}", "{.c}", "# h #", "#", "word {#id}", "(l)=",
    "[TOC]",
    "١٢. نص", "\u200fنص", "中文**强调**文", "e\u0301", "a\u00a0", "\u00a0a", "\u200b", "\f", "\x0b a", "{{ v }}",
    "%(a)s", "~~s~~", "a**b", "_x",
    "https://example.org/a_b_c", "<https://e.org>", "4. x", "2024", "title: x", "- [x] t", "> [!NOTE] t",
    "^[inline *n*]", ":smile:",
)  # fmt: skip


def soup() -> st.SearchStrategy[str]:
    """Documents of lines that mean something to Markdown, under markers that mean something too."""
    line = st.builds("".join, st.tuples(st.sampled_from(_OPENERS), st.sampled_from(_OPENERS), st.sampled_from(_BODIES)))
    lines = st.lists(line, min_size=1, max_size=12)
    return st.builds(lambda rows, end: "\n".join(rows) + end, lines, st.sampled_from(("", "\n", "\n\n")))


def targets() -> st.SearchStrategy[str]:
    """What a translator may type: anything above, on one line or more, and any text at all."""
    typed = st.lists(st.sampled_from(_OPENERS + _BODIES), min_size=1, max_size=5).map("".join)
    joined = st.lists(st.sampled_from(_OPENERS + _BODIES), min_size=1, max_size=4).map("\n".join)
    return st.one_of(typed, joined, st.text(max_size=20))
