"""What inside a message must survive translation, found by one left-to-right scan.

The scan knows no document, so a translator's editor, the checks and the drafting engine all see the same spans.
Precedence is CommonMark's (spec 0.31, 6.1): backslash escapes, then code spans, autolinks and HTML tags, then the
rest. It runs in linear time; the rendered truth is compared in `structure`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape

from markdown_it.common.html_re import HTML_TAG_RE

from ccb_l10n.markdown import html


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open run `source[start:end]` that a translation keeps; `value` is what is compared."""

    kind: str  # code | math | tag | link | reference | image | footnote | variable | url | emoji | attributes | ...
    start: int
    end: int
    value: str


# Kinds that a translation may add or drop without breaking anything.
FREE = frozenset({"escape", "entity"})

_SPECIAL = re.compile(
    r"""
      \\[!-/:-@\[-`{-~]                        # escape
    | `+ | < | \]\( | \]\[ | !\[ | \[\^ | \[@
    | \$ | & | \{ | %\(
    | https?://
    | (?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])   # emoji short code
    """,
    re.VERBOSE,
)
PLAIN = re.compile(r"(?:[^\\`<>\]!\[$&{%:*_~^|]|[!%](?![\[(])|:(?![a-z]))*\Z")  # nothing here can be markup
_MARKUP = re.compile(r"\\.|[\\`*_\[\]<>!$&{}~^:|\n]+|(?<=\])\(|\)")
_BACKTICKS = re.compile(r"`+")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_COMMENT = re.compile(r"<!--(?:>|->|.*?-->)", re.DOTALL)
_JSX = re.compile(r"</?[A-Za-z][\w.:-]*(?:\s+[^<>]*)?/?>")
_TARGET = re.compile(  # a link's destination, up to its title or its end
    r"""\]\([ \n]*
        (?P<url> <[^<>\n]*>
               | (?: [^\s()\\{] | \\. | \{[{%][^{}]*[%}]\} | \{
                   | \( (?: [^\s()\\] | \\. | \( (?: [^\s()\\] | \\. )* \) )* \) )* )
        (?P<rest> [ \n]*\) | [ \n]+(?P<quote>["'(]) )""",
    re.VERBOSE,
)
_TITLE_END = {'"': re.compile(r'(?:[^"\\]|\\.)*("[ \n]*\))'), "'": re.compile(r"(?:[^'\\]|\\.)*('[ \n]*\))")}
_TITLE_END["("] = re.compile(r"(?:[^()\\]|\\.)*(\)[ \n]*\))")
_LABEL = re.compile(r"\]\[(?P<label>(?:[^\[\]\\]|\\.)+)\]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s\[]+\](?!\[[^^])")
_CITATION = re.compile(r"\[@[^\]\n]+\](?![(\[])")
_MATH = re.compile(r"\$\$(?=[^$])(?:[^$\\]|\\.)+\$\$|(?<!\d)\$(?![\s$])(?:[^$\\]|\\.)*?(?<!\s)\$(?!\d)")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_VARIABLE = re.compile(r"\{\{[^\n]{1,400}?\}\}|\{%[^\n]{1,400}?%\}|%\(\w+\)[sdrif]")
_DOLLAR_VARIABLE = re.compile(r"\$\{[^{}\s]+\}")
_ATTRIBUTES = re.compile(r"\{:?\s*(?:[#.][^{}]*|[\w-]+=[^{}]*)\}|\{[\w:+.-]+\}(?=`)")
_URL = re.compile(r"https?://[^\s<>\[\]`|\"]+")
_SPACES = re.compile(r"\s+")


def scan(source: str) -> list[Span]:
    """Every span of a message that markup or a machine gives a meaning, in order and disjoint."""
    if PLAIN.match(source) and "http" not in source:
        return []
    found: list[Span] = []
    ticks: dict[int, list[int]] | None = None
    at = 0
    while match := _SPECIAL.search(source, at):
        start, mark = match.start(), match[0]
        if mark[0] == "`":
            if ticks is None:
                ticks = _tick_runs(source)
            spans = _code(source, start, len(mark), ticks)
        else:
            spans = _spans(source, start, mark)
        found += spans
        at = spans[-1].end if spans else match.end()
    return found


def protected(source: str) -> list[tuple[int, int]]:
    """The spans that must come through unchanged: sorted, disjoint, half-open code-point offsets."""
    return [(span.start, span.end) for span in scan(source)]


def signature(source: str) -> Counter[tuple[str, str]]:
    """The multiset of protected things: equal for a source and a target that keeps them all, in any order."""
    return Counter((span.kind, span.value) for span in scan(source) if span.kind not in FREE)


def skeleton(source: str) -> list[tuple[str, str, str]]:
    """The characters that could be markup, each run with the class of its neighbours, and no words.

    CommonMark's inline rules look at nothing else, so a target with its source's skeleton and signature has its
    inline structure too. (Reference links aside: those depend on their labels.)
    """
    return [
        (
            _kind_of(source[match.start() - 1 : match.start()]),
            match[0],
            _kind_of(source[match.end() : match.end() + 1]),
        )
        for match in _MARKUP.finditer(source)
    ]


def _kind_of(char: str) -> str:
    return "w" if char.isalpha() else " " if char.isspace() else "0" if char.isdecimal() else char


def translatable(source: str) -> bool:
    """Whether there are letters outside of what is protected: otherwise there is nothing to translate."""
    if source[:1].isalpha() and "://" not in source[:9]:
        return True
    at = 0
    for span in scan(source):
        if _has_letter(source[at : span.start]) or (span.kind == "entity" and _letter_entity(span.value)):
            return True
        at = span.end
    return _has_letter(source[at:])


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


def _letter_entity(entity: str) -> bool:
    return _has_letter(unescape(entity))


def _tick_runs(source: str) -> dict[int, list[int]]:
    """The starts of backtick runs by length, last first, so that the next closer is found in constant time."""
    runs: dict[int, list[int]] = {}
    for match in _BACKTICKS.finditer(source):
        runs.setdefault(len(match[0]), []).append(match.start())
    for starts in runs.values():
        starts.reverse()
    return runs


def _code(source: str, start: int, length: int, ticks: dict[int, list[int]]) -> list[Span]:
    starts = ticks.get(length, [])
    while starts and starts[-1] <= start:
        starts.pop()
    if not starts:
        return []
    end = starts[-1] + length
    return [Span("code", start, end, _SPACES.sub(" ", source[start + length : end - length]).strip())]


def _spans(source: str, start: int, mark: str) -> list[Span]:
    """What begins at `start` with `mark`, or nothing when it is plain text after all."""
    match mark:
        case "](":
            return _destination(source, start)
        case "![":
            return [Span("image", start, start + 2, "")]
        case "https://" | "http://":
            return _one("url", _URL.match(source, start), trim=".,;:!?)'\"*_~")
        case "<":
            return _angle(source, start)
        case "][":
            found = _LABEL.match(source, start)
            return [Span("reference", start, found.end(), folded(found["label"]))] if found else []
        case "$":
            variable = _one("variable", _DOLLAR_VARIABLE.match(source, start))
            return variable or _one("math", _MATH.match(source, start))
        case "{":
            return _one("variable", _VARIABLE.match(source, start)) or _attributes(source, start)
        case "[^":
            return _one("footnote", _FOOTNOTE.match(source, start))
        case "[@":
            return _one("citation", _CITATION.match(source, start))
        case "&":
            return _one("entity", _ENTITY.match(source, start))
        case "%(":
            return _one("variable", _VARIABLE.match(source, start))
    kind = "escape" if mark[0] == "\\" else "emoji"
    return [Span(kind, start, start + len(mark), mark)]


def _one(kind: str, found: re.Match[str] | None, trim: str = "") -> list[Span]:
    if not found:
        return []
    text = found[0].rstrip(trim) if trim else found[0]
    return [Span(kind, found.start(), found.start() + len(text), _SPACES.sub(" ", text))]


def _angle(source: str, start: int) -> list[Span]:
    comment = _COMMENT.match(source, start)
    if comment:
        return _one("comment", comment)
    autolink = _AUTOLINK.match(source, start)
    if autolink:
        return _one("url", autolink)
    tag = HTML_TAG_RE.match(source[start:])
    end = start + tag.end() if tag else 0
    if not end and (jsx := _JSX.match(source, start)):
        end = jsx.end()
    if not end:
        return []
    text = source[start:end]
    return [Span("tag", start, end, html.without_text(_SPACES.sub(" ", text)))]


def _attributes(source: str, start: int) -> list[Span]:
    found = _ATTRIBUTES.match(source, start)
    if not found:
        return []
    return [Span("attributes", start, found.end(), html.without_text(_SPACES.sub(" ", found[0])))]


def _destination(source: str, start: int) -> list[Span]:
    """`](url)`, or `](url "` and `")` around a title, which is text."""
    found = _TARGET.match(source, start)
    if not found:
        return []
    link = Span("link", start, found.end(), found["url"].strip("<>"))
    if not found["quote"]:
        return [link]
    closing = _TITLE_END[found["quote"]].match(source, found.end())
    if not closing:
        return []
    return [link, Span("title end", closing.start(1), closing.end(1), "")]


def folded(label: str) -> str:
    """A reference label as CommonMark compares it (spec 0.31, 6.3)."""
    return _SPACES.sub(" ", label.strip()).casefold()
