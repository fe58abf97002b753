"""The runs of text inside a raw HTML block.

A run is text with the phrasing tags in it, between two block-level tags: what a browser would flow as one piece.
The contents of code, scripts, styles and drawings are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

PHRASING = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "ruby",
        "rt",
        "rp",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_VOID = frozenset(("br", "img", "wbr"))
# Every alternative takes what it began to the end of the text rather than fail there: an unclosed comment, tag or
# script reads once, not once for each "<" in it.
_PIECE = re.compile(
    r"""(?P<skip><!--(?:(?!-->).)*+(?:-->)?
          |<(?P<name>script|style|pre|svg|textarea|math|noscript|iframe)(?![\w-])
              (?:[^>"']|"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))*+ (?:>|\Z) (?:(?!</(?P=name)).)*+ (?:</(?P=name)\s*>?)?
          |<[!?][^>]*+>?)
      | <(?P<close>/?)(?P<tag>[A-Za-z][\w:.-]*+)(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*+)>
      | (?P<text>[^<]+|<)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ALTERNATIVE = re.compile(r"\balt=(?P<quote>[\"'])(?P<text>(?:(?!(?P=quote)).)*+)(?P=quote)", re.DOTALL)
_VISIBLE = re.compile(r"(\b(?:alt|title|aria-label)=)(\"[^\"]*\"|'[^']*'|[^\s>}]*)")


class Run(NamedTuple):
    """A half-open span `[start, end)` of what readers see; `kind` is "html text" or "alternative text"."""

    kind: str
    start: int
    end: int


def runs(html: str) -> Iterator[Run]:
    """Half-open spans of the runs in a block's HTML, outer blanks and enclosing tags left out.

    An image at the end of a run or alone is only its alternative text.
    """
    pieces: list[tuple[int, int, str]] = []  # start, end, "" for text or the tag's name, "/name" when it closes
    for match in _PIECE.finditer(html):
        name = (match["tag"] or "").lower()
        if match["text"] is not None:
            pieces.append((match.start(), match.end(), ""))
        elif name in PHRASING:
            pieces.append((match.start(), match.end(), match["close"] + name))
        else:
            yield from _trimmed(html, pieces)
            pieces = []
    yield from _trimmed(html, pieces)


def outline(html: str) -> tuple[str, ...]:
    """A block's tags, comments and skipped contents, without what is translated: its structure."""
    return tuple(
        match[0] if match["skip"] else without_text(match[0])
        for match in _PIECE.finditer(html)
        if match["text"] is None
    )


def alternative(tag: str) -> tuple[int, int] | None:
    """The span of the alternative text in a tag, or in attributes in braces, if it has one."""
    found = _ALTERNATIVE.search(tag)
    return found.span("text") if found and found["text"].strip() else None


def without_text(tag: str) -> str:
    """A tag with the values of its attributes that readers see (alt, title, aria-label) left out."""
    return _VISIBLE.sub(r"\1", tag)


def _trimmed(html: str, pieces: list[tuple[int, int, str]]) -> Iterator[Run]:
    first, last = 0, len(pieces) - 1
    closers = _closers(pieces)
    while first <= last:
        start, end, name = pieces[first]
        if not name and not html[start:end].strip():
            first += 1
        elif not pieces[last][2] and not html[pieces[last][0] : pieces[last][1]].strip():
            last -= 1
        elif name in _VOID:
            first += 1
        elif pieces[last][2] in _VOID:
            last -= 1
        elif closers.get(first) == last:
            first, last = first + 1, last - 1
        else:
            break
    yield from _alternatives(html, pieces[:first])
    if first <= last:
        start, end = pieces[first][0], pieces[last][1]
        text = html[start:end]
        yield Run("html text", start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip())))
    yield from _alternatives(html, pieces[max(first, last + 1) :])


def _alternatives(html: str, pieces: list[tuple[int, int, str]]) -> Iterator[Run]:
    for start, end, name in pieces:
        if name == "img" and (found := alternative(html[start:end])):
            yield Run("alternative text", start + found[0], start + found[1])


def _closers(pieces: list[tuple[int, int, str]]) -> dict[int, int]:
    """The index of the piece that closes the tag at an index; each name is counted for itself."""
    found: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for index, (_, _, name) in enumerate(pieces):
        if name[:1] == "/":
            if waiting := opened.get(name[1:]):
                found[waiting.pop()] = index
        elif name:
            opened.setdefault(name, []).append(index)
    return found
