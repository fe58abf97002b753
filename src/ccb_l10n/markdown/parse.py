"""A Markdown file as a Document: its own text, and the segments in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from ccb_l10n.markdown import frontmatter, segments
from ccb_l10n.markdown.blocks import block_tokens
from ccb_l10n.markdown.structure import shape
from ccb_l10n.markdown.text import Normal
from ccb_l10n.model import Document, Segment

FRONT_MATTER_KEYS = frozenset(
    [
        "title",
        "subtitle",
        "short_title",
        "description",
        "summary",
        "abstract",
        "excerpt",
        "lead",
        "tagline",
        "caption",
        "linkTitle",
        "sidebar_label",
        "pagination_label",
        "objectives",
        "keypoints",
        "questions",
        "duration",
    ]
)
_DIRECTIVE = re.compile(r"<!--\s*l10n:(?P<name>off|on|note|context)\b")
_MARKS = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?|[*`]+|(?<!\w)_+|_+(?!\w)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a course lets be translated besides its prose."""

    front_matter: frozenset[str] = FRONT_MATTER_KEYS
    html: bool = True  # the text inside raw HTML blocks


DEFAULT = Reading()


def parse(path: str, text: str, reading: Reading = DEFAULT) -> Document:
    """Read a file's text. Offsets of the segments are into `text` as given. Never raises: Markdown has no errors."""
    body = _Body(text)
    found = body.segments(reading)
    marks = list(_directives(body.src, body.rows, body.tokens)) if "l10n:" in body.src else []
    made = (*_front_matter(body, reading.front_matter), *_placed(text, body, found, marks))
    links = tuple((label, each["href"]) for label, each in body.env.get("references", {}).items())
    notes = tuple(label[1:] for label in body.env.get("footnotes", {}).get("refs", ()))
    return Document(path, text, made, links, notes)


def outline(text: str, reading: Reading = DEFAULT) -> tuple[object, dict[int, str]]:
    """The shape of a text, without what is translated in it; and every segment's source by its offset.

    Two texts with equal shapes have the same blocks, nested the same way. Runs without a letter count here too.
    """
    body = _Body(text)
    keys = reading.front_matter
    front = frontmatter.skeleton(body.normal.text, body.front, keys) if body.front else None
    read = {segment.start: segment.source for segment in _front_matter(body, keys)}
    original, base = body.normal.original, body.base
    read |= {original(base + each.start): each.source for each in body.segments(reading, every=True)}
    return (front, shape(body.tokens, body.env, reading.html)), read


class _Body:
    """A text taken apart: its front matter, and the block tokens of the rest with offsets from `base`."""

    __slots__ = ("base", "env", "front", "lines", "normal", "rows", "src", "tokens")

    def __init__(self, text: str) -> None:
        self.normal = Normal(text)
        whole = self.normal.text
        self.front = frontmatter.find(whole)
        self.base = self.front.after if self.front else 0
        self.lines = whole.count("\n", 0, self.base)
        self.src = whole[self.base :] if self.base else whole
        self.tokens, self.env = block_tokens(self.src)
        self.rows = segments.line_starts(self.src)

    def segments(self, reading: Reading, every: bool = False) -> list[segments.Found]:
        found = [*segments.find(self.src, self.rows, self.tokens, with_html=reading.html, every=every)]
        if references := self.env.get("references"):
            found += segments.reference_titles(self.src, self.rows, references, every=every)
            found.sort(key=lambda each: each.start)
        return found


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    name: str
    text: str


def _directives(src: str, rows: list[int], tokens: Sequence[Token]) -> Iterator[_Mark]:
    """The authors' `<!-- l10n:... -->` comments, in order. Those shown inside code are not meant."""
    for token in tokens:
        if token.type == "html_block" and token.map and "l10n:" in token.content:
            end = rows[token.map[1]]
            for match in _DIRECTIVE.finditer(src, rows[token.map[0]], end):
                close = src.find("-->", match.end(), end)
                if close < 0:
                    break
                yield _Mark(match.start(), match["name"], " ".join(src[match.end() : close].split()))


def _front_matter(body: _Body, keys: frozenset[str]) -> Iterator[Segment]:
    if not body.front:
        return
    normal = body.normal
    for value in frontmatter.values(normal.text, body.front, keys):
        if any(map(str.isalpha, value.text)):
            line = normal.text.count("\n", 0, value.start) + 1
            start, end = normal.original(value.start), normal.original(value.end)
            yield Segment(f"front matter: {value.key}", value.text, start, end, line)


class _Author:
    """What the author's directives say about the next segment, read along with the segments."""

    __slots__ = ("_at", "_marks", "context", "notes", "off")

    def __init__(self, marks: Sequence[_Mark]) -> None:
        self._marks = marks
        self._at = 0
        self.off = False
        self.notes: tuple[str, ...] = ()
        self.context: str | None = None

    def read_to(self, offset: int) -> None:
        while self._at < len(self._marks) and self._marks[self._at].start < offset:
            mark = self._marks[self._at]
            self._at += 1
            if mark.name == "note":
                self.notes += (mark.text,)
            elif mark.name == "context":
                self.context = mark.text or None
            else:
                self.off = mark.name == "off"

    def taken(self) -> None:
        """The segment has its notes and its context; the next one starts without."""
        self.notes, self.context = (), None


def _placed(text: str, body: _Body, found: Sequence[segments.Found], marks: Sequence[_Mark]) -> Iterator[Segment]:
    """Segments in the file's own offsets, under their headings, with the author's notes."""
    above: list[tuple[int, str]] = []
    path: tuple[str, ...] = ()
    author = _Author(marks)
    original, base, lines = body.normal.original, body.base, body.lines
    for each in found:
        author.read_to(each.start)
        heading = each.kind.startswith("heading")
        if heading:
            level = int(each.kind[-1])
            while above and above[-1][0] >= level:
                above.pop()
            path = tuple(title for _, title in above)
        if not author.off:
            yield Segment(
                each.kind,
                each.source,
                original(base + each.start),
                original(base + each.end),
                lines + each.line + 1,
                author.context,
                tuple([text[original(base + left) : original(base + right)] for left, right in each.gaps])
                if each.gaps
                else (),
                path,
                author.notes,
            )
            author.taken()
        if heading:
            above.append((level, _MARKS.sub(r"\1", each.source)))
            path = tuple(title for _, title in above)
