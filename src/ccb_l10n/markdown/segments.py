"""From block tokens to segments: what is translatable, what it says, and exactly where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from ccb_l10n.markdown import html
from ccb_l10n.markdown.blocks import TRIM
from ccb_l10n.markdown.inline import translatable

ADMONITIONS = frozenset(
    [
        "note",
        "tip",
        "info",
        "caution",
        "danger",
        "warning",
        "important",
        "success",
        "question",
        "example",
        "abstract",
        "summary",
        "quote",
        "details",
        "bug",
        "failure",
        "error",
        "hint",
        "attention",
        "admonition",
        "seealso",
        "dropdown",
        "spoiler",
        "callout",
        "tab",
        "tab-item",
        "card",
    ]
)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_PIPE = re.compile(r"(?<!\\)\|")
_HEADING_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*\{:?\s*(?:[#.][^{}]*|[\w-]+=[^{}]*)\}[ \t]*\Z")
_ATTRIBUTE_LINE = re.compile(r"\{:?\s*(?:[#.:][^{}]*|[\w-]+=[^{}]*|[\w.#-]+)\}\Z")
_ALERT = re.compile(r"\[!\w+\][+-]?(?:[ \t]+|\Z)")
_NOT_TEXT = re.compile(r"\([\w.:-]+\)=\Z|\[\[?_?toc_?\]\]?\Z", re.IGNORECASE)
_DIV_TITLE = re.compile(
    r"(?:\{?(?P<a>[\w-]+)\}?\[(?P<bracketed>.+)\][ \t]*(?:\{[^{}]*\})?"
    r"|(?P<b>\{?[\w-]+\}?)[ \t]+(?P<bare>[^\s{](?:(?:[^{]|\{\{[^{}]*\}\})*(?:[^\s{]|\{\{[^{}]*\}\}))?)"
    r"[ \t]*(?:\{[^{}]*\})?)"
)
_REFERENCE_TITLE = re.compile(
    r"\s(?:\"(?P<d>(?:[^\"\\]|\\.)*)\"|'(?P<s>(?:[^'\\]|\\.)*)'|\((?P<p>(?:[^()\\]|\\.)*)\))\s*\Z", re.DOTALL
)

_CONTAINERS = {
    "list_item_open": "list item",
    "blockquote_open": "quote",
    "dd_open": "definition",
    "dt_open": "term",
    "footnote_reference_open": "footnote",
    "th_open": "table heading",
    "td_open": "table cell",
}
_ENDS = {name.replace("_open", "_close") for name in _CONTAINERS}


class Found(NamedTuple):
    """A segment in the parser's own offsets: `gaps` are the raw spans of its hard breaks."""

    kind: str
    source: str
    start: int
    end: int
    line: int  # 0-based
    gaps: tuple[tuple[int, int], ...] = ()


def line_starts(src: str) -> list[int]:
    """Offsets at which the lines of a text begin, and last the offset after its end, as if one more line began."""
    return [*accumulate([len(line) + 1 for line in src.split("\n")], initial=0)]


def find(
    src: str, rows: list[int], tokens: Sequence[Token], *, with_html: bool = True, every: bool = False
) -> Iterator[Found]:
    """The segments of a body in order; `rows` are the line starts of `src`.

    Runs without a letter to translate are left out, unless `every` one is asked for.
    """
    for found in _all(src, rows, tokens, with_html):
        if every or translatable(found.source):
            yield found


def _all(src: str, rows: list[int], tokens: Sequence[Token], with_html: bool) -> Iterator[Found]:
    stack: list[str] = ["paragraph"]
    cells: Iterator[tuple[int, int]] = iter(())
    heading = ""
    for token in tokens:
        kind = token.type
        if kind == "inline":
            if not token.content:
                next(cells, None)
                heading = ""
                continue
            yield from _inline(src, rows, token, heading or stack[-1], cells)
            heading = ""
        elif kind == "heading_open":
            heading = f"heading {token.tag[1]}"
        elif kind in _CONTAINERS:
            stack.append(_CONTAINERS[kind])
        elif kind in _ENDS:
            stack.pop()
        elif kind == "tr_open":
            cells = iter(_cells(src, token.meta["start"], token.meta["end"]))
        elif kind == "div_marker" or kind == "indented_open":
            yield from _title(token)
        elif kind == "html_block" and with_html:
            yield from _html(src, rows, token, "quote" in stack)


def reference_titles(
    src: str, rows: list[int], references: dict[str, dict[str, Any]], *, every: bool = False
) -> Iterator[Found]:
    """The titles of link reference definitions: readers see them as tooltips."""
    for reference in references.values():
        if not reference["title"]:
            continue
        first, last = reference["map"]
        match = _REFERENCE_TITLE.search(src, rows[first], rows[last] - 1)
        group = match.lastgroup if match else None
        if not (match and group and unescapeAll(match[group]) == reference["title"]):
            continue
        if every or translatable(match[group]):
            yield Found("link title", match[group], match.start(group), match.end(group), last - 1)


def _inline(src: str, rows: list[int], token: Token, kind: str, cells: Iterator[tuple[int, int]]) -> Iterator[Found]:
    assert token.map is not None
    line = token.map[0]
    found: Found | None
    if kind.startswith("table "):
        start, end = next(cells, (0, 0))
        source = src[start:end].replace("\\|", "|")
        found = Found(kind, source, start, end, line) if source == token.content else None
    elif "starts" not in token.meta:
        found = _one_line(src, rows, token, kind)
    else:
        starts: list[int] = token.meta["starts"]
        line = token.map[1] - len(starts)
        parts = token.content.split("\n")
        if kind == "quote" and (alert := _ALERT.match(parts[0])):
            start = src.index(parts[0], starts[0]) + alert.end()
            if title := parts[0][alert.end() :].rstrip(" \t"):
                yield Found("title", title, start, start + len(title), line)
            parts, starts, line = parts[1:], starts[1:], line + 1
        found = _text(src, parts, starts, kind, line) if parts else None
    if found:
        yield found


def _text(src: str, parts: list[str], starts: list[int], kind: str, line: int) -> Found | None:
    if len(parts) > 1:
        return _lines(src, parts, starts, kind, line)
    content = parts[0]
    if content[:1] in "{([" and (_ATTRIBUTE_LINE.match(content) or _NOT_TEXT.match(content)):
        return None
    start = src.index(content, starts[0])
    return _heading_cut(src, Found(kind, content, start, start + len(content), line))


def _one_line(src: str, rows: list[int], token: Token, kind: str) -> Found | None:
    """An ATX heading or a definition term, whose line is given and whose column is looked for after its marker."""
    assert token.map is not None
    begin, ending = rows[token.map[0]], rows[token.map[0] + 1] - 1
    if kind.startswith("heading"):
        begin = src.index("#" * int(kind[-1]), begin) + int(kind[-1])
    start = src.find(token.content, begin, ending)
    if start < 0:
        return None
    return _heading_cut(src, Found(kind, token.content, start, start + len(token.content), token.map[0]))


def _heading_cut(src: str, found: Found) -> Found | None:
    """A heading without its `{#id}`, which no translation may change."""
    if not found.source.endswith("}") or not found.kind.startswith("heading"):
        return found
    source = _HEADING_ATTRIBUTES.sub("", found.source)
    if not source:
        return None
    end = found.end - (len(found.source) - len(source))
    if src[end : found.end] != found.source[len(source) :]:
        return found  # the attributes go over several lines
    return found._replace(source=source, end=end)


def _lines(src: str, parts: list[str], starts: list[int], kind: str, line: int) -> Found | None:
    """A segment over several lines: soft breaks become a space, hard breaks a newline."""
    first, last = 0, len(parts) - 1
    while first < last and _ATTRIBUTE_LINE.match(parts[first].strip()):
        first += 1
    while last > first and _ATTRIBUTE_LINE.match(parts[last].strip()):
        last -= 1
    gaps: list[tuple[int, int]] = []
    source = ""
    end = start = src.index(parts[first], starts[first])
    for i in range(first, last + 1):
        part = parts[i]
        begin = start if i == first else starts[i]
        if i > first:
            source += "\n" if gaps and gaps[-1][1] == begin else " "
        cut = _hard_break(part) if i < last else -1
        text = part.rstrip(" \t") if cut < 0 else part[:cut]
        source += text
        end = begin + len(text)
        if cut >= 0:
            gaps.append((end, starts[i + 1]))
    return _heading_cut(src, Found(kind, source, start, end, line + first, tuple(gaps)))


def _hard_break(line: str) -> int:
    """Where the hard break at the end of a line begins: two blanks or a backslash (spec 0.31, 6.7); -1 without one."""
    if line.endswith("  "):
        return len(line.rstrip(" "))
    slashes = len(line) - len(line.rstrip("\\"))
    return len(line) - 1 if slashes % 2 else -1


def _cells(src: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of a row's cells, as the table rule splits them: a `|` after a backslash is text."""
    row = src[start:end].rstrip(TRIM)
    edges = [-1, *(match.start() for match in _PIPE.finditer(row)), len(row)]
    spans = []
    for before, after in pairwise(edges):
        cell = row[before + 1 : after]
        if cell or (before >= 0 and after < len(row)):
            at = start + before + 1 + len(cell) - len(cell.lstrip(TRIM))
            spans.append((at, at + len(cell.strip(TRIM))))
    return spans


def _title(token: Token) -> Iterator[Found]:
    """The title in a container's opening line."""
    assert token.map is not None
    span = _quoted_title(token.info) if token.type == "indented_open" else _div_title(token.info)
    if span:
        left, right = span
        base = token.meta["start"]
        yield Found("title", token.info[left:right], base + left, base + right, token.map[0])


def _quoted_title(info: str) -> tuple[int, int] | None:
    """The inside of the quotes that end a line: `note "Title"`."""
    quote = info[-1:]
    if quote not in ('"', "'"):
        return None
    found = re.search(rf"(?:\A|[ \t]){quote}", info)
    return (found.end(), len(info) - 1) if found and found.end() < len(info) - 1 else None


def _div_title(info: str) -> tuple[int, int] | None:
    """The title of a `:::` line: `note[Title]`, or `note Title` where the name is an admonition's."""
    match = _DIV_TITLE.fullmatch(info)
    if not match:
        return None
    if match["bracketed"]:
        return match.span("bracketed")
    return match.span("bare") if match["b"].strip("{}").lower() in ADMONITIONS else None


def _html(src: str, rows: list[int], token: Token, quoted: bool) -> Iterator[Found]:
    """The text runs of a raw HTML block. In a quote only one-line blocks: deeper, `>` marks stand in between."""
    assert token.map is not None
    first, last = token.map
    if quoted and last - first > 1 and token.content.strip().count("\n"):
        return
    start = src.index("<", rows[first])
    block = src[start : rows[last]]
    line, at = first, 0
    for kind, left, right in html.runs(block):
        line += block.count("\n", at, left)
        at = left
        yield Found(kind, _SPACES.sub(" ", block[left:right]), start + left, start + right, line)
