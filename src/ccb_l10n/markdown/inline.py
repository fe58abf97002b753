"""What inside a message must survive translation, found by one left-to-right scan.

The scan knows no document, so a translator's editor, the checks and the drafting engine all see the same spans.
Precedence is CommonMark's (spec 0.31, 6.1): backslash escapes, then code spans, autolinks and HTML tags, then the
rest. It runs in linear time; the rendered truth is compared in `structure`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
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
    | `+ | < | \]\( | \]\[ | !\[(?!\^) | \[\^ | \[@
    | \$ | & | \{ | %\(
    | https?://
    | (?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])   # emoji short code
    """,
    re.VERBOSE,
)
PLAIN = re.compile(r"(?:[^\\`<>\]!\[$&{%:*_~^|]|[!%](?![\[(])|:(?![a-z]))*\Z")  # nothing here can be markup
_SIMPLE_CODE = re.compile(r"`([^`]+)`(?!`)")  # no other run of backticks comes between
_BACKTICKS = re.compile(r"`+")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\x00-\x20<>]*|[^\s<>@]+@[^\s<>@]+)>")
# What opens with "<" and a mark, and only ends at its own closer (spec 0.31, 6.6).
_CLOSERS = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", "?>"))
_SHORT_COMMENT = re.compile(r"<!--(?:->|>)")
_JSX = re.compile(r"</?[A-Za-z][\w.:-]*+(?:\s[^<>]*+)?(?:(?<=/)|/)?>")
_TARGET = re.compile(  # a link's destination, up to its title or its end
    r"""\]\([ \t\n]*
        (?P<url> <(?: [^<>\\\n] | \\. )*+>
               | (?!<) (?: [^\x00-\x20\x7f()\\{] | \\. | \{[{%][^{}]*[%}]\} | \{
                   | \( (?: [^\x00-\x20\x7f()\\] | \\. | \( (?: [^\x00-\x20\x7f()\\] | \\. )*+ \) )*+ \) )*+ )
        (?P<rest> [ \t\n]*\) | [ \t\n]+(?P<quote>["'(]) )""",
    re.VERBOSE,
)
_TITLE_END = {'"': re.compile(r'(?:[^"\\]|\\.)*("[ \t\n]*\))'), "'": re.compile(r"(?:[^'\\]|\\.)*('[ \t\n]*\))")}
_TITLE_END["("] = re.compile(r"(?:[^()\\]|\\.)*(\)[ \t\n]*\))")
_LABEL = re.compile(r"\]\[(?P<label>(?:[^\[\]\\]|\\.)+)\]")
_FOOTNOTE = re.compile(r"\[\^[^\] \n]{1,200}\]")
_CITATION = re.compile(r"\[@[^\[\]\n]+\](?![(\[])")
_MATH = re.compile(r"(?<!\d)\$\$(?:[^$\\]|\\.|\$(?!\$))++\$\$(?!\d)|(?<!\d)\$(?![\s$])(?:[^$\\]|\\.)*?(?<!\s)\$(?!\d)")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_VARIABLE = re.compile(
    r"\{\{(?:[^\n{}]|\{(?!\{)|\}(?!\})){1,400}+\}\}|\{%(?:[^\n{%]|%(?!\})|\{(?!%)){1,400}+%\}|%\(\w{1,100}\)[sdrif]"
)
# What a program fills in, mostly. To `scan` it is text, which translators may type.
PLACEHOLDER = re.compile(
    r"%?\{(?:[A-Za-z_]\w{0,60}(?:\.\w{1,60}){0,8}|[0-9]{1,3})\}(?!`)|<%[^<>\n]{1,400}?%>"
    r"|(?<![\w%])(?<![0-9][ \u00a0])%(?:[0-9]{1,2}\$)?[sdif](?![\w'’])"
)
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
    unclosed: set[str] = set()
    at = 0
    while match := _SPECIAL.search(source, at):
        start, mark = match.start(), match[0]
        if mark == "`" and (code := _SIMPLE_CODE.match(source, start)):
            spans = [Span("code", start, code.end(), _SPACES.sub(" ", code[1]).strip())]
        elif mark[0] == "`":
            if ticks is None:
                ticks = _tick_runs(source)
            spans = _code(source, start, len(mark), ticks)
        elif mark == "<":
            spans = _angle(source, start, unclosed)
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


def translatable(source: str) -> bool:
    """Whether there are letters outside of what is protected: otherwise there is nothing to translate."""
    if source[:1].isalpha() and "://" not in source[:9]:
        return True
    at = 0
    for span in scan(source):
        if _has_letter(source[at : span.start]) or (span.kind == "entity" and _has_letter(unescape(span.value))):
            return True
        text = source[span.start : span.end]
        if (
            span.kind in ("tag", "attributes")
            and (found := html.alternative(text))
            and _has_letter(text[slice(*found)])
        ):
            return True
        at = span.end
    return _has_letter(source[at:])


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


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
        case "][" if source.startswith("][^", start):
            return _one("footnote", _FOOTNOTE.match(source, start + 1))
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


def _angle(source: str, start: int, unclosed: set[str]) -> list[Span]:
    """A comment, an autolink or a tag. `unclosed` remembers closers that no longer come, so each is missed once."""
    follows = source[start + 1 : start + 2]
    if follows == "!" or follows == "?":
        return _closed(source, start, unclosed)
    if not (follows.isalpha() or follows == "/"):
        return _one("url", _AUTOLINK.match(source, start))
    if autolink := _AUTOLINK.match(source, start):
        return _one("url", autolink)
    tag = HTML_TAG_RE.match(source, start) or _JSX.match(source, start)
    if not tag:
        return []
    return [Span("tag", start, tag.end(), html.without_text(_SPACES.sub(" ", tag[0])))]


def _closed(source: str, start: int, unclosed: set[str]) -> list[Span]:
    for opener, closer in _CLOSERS:
        if not source.startswith(opener, start):
            continue
        kind = "comment" if opener == "<!--" else "tag"
        if kind == "comment" and (short := _SHORT_COMMENT.match(source, start)):
            return _one(kind, short)
        end = -1 if closer in unclosed else source.find(closer, start + len(opener))
        if end < 0:
            unclosed.add(closer)
            continue
        return [Span(kind, start, end + len(closer), _SPACES.sub(" ", source[start : end + len(closer)]))]
    return []


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
    first, last = found.end(), closing.start(1)
    inside = [replace(each, start=each.start + first, end=each.end + first) for each in scan(source[first:last])]
    return [link, *inside, Span("title end", last, closing.end(1), "")]


def folded(label: str) -> str:
    """A reference label as CommonMark compares it (spec 0.31, 6.3)."""
    return _SPACES.sub(" ", label.strip()).casefold()
