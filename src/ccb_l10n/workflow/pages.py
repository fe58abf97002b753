"""A course's pages taken apart for the checks of whole pages, by the same rules as packs are made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from ccb_l10n.checks.pages.page import Contents, Fault, Link, Marker, Named, Option, Page, Quiz, Tag
from ccb_l10n.errors import CcbError
from ccb_l10n.markdown import frontmatter, frontmatter_faults
from ccb_l10n.markdown.blocks import block_tokens
from ccb_l10n.markdown.html import PHRASING
from ccb_l10n.markdown.text import Normal
from ccb_l10n.model import Document
from ccb_l10n.packs import containers, harmless, headings, phrases
from ccb_l10n.packs.containers import Node
from ccb_l10n.packs.links import slugs
from ccb_l10n.workspace import Course

_KEPT = PHRASING | harmless.BLOCKS | harmless.RENAMED.keys() | harmless.DRAWING.keys()
# Inline content that may hold something to look at; links to the web, the most common ones, are not.
_WORTH_READING = re.compile(r"!\[|\]\((?!https?://)|\]\[|<[A-Za-z/]|\{[:#.\w]")
# A link or image that no rule of Markdown but its own has a say in, and a mark of a footnote.
_PLAIN_LINK = re.compile(r"(!?)\[([^\[\]^][^\[\]]*)\]\(((?:https?://)?[^()\s<>&%:\x00-\x1f]*)\)|\[\^[^\[\]\s]+\](?!\()")
_UNPLAIN = re.compile(r"[`\\<${]|\^\[")
_MARKED = re.compile(r"[*_~!]")
_REFUSED = re.compile(r"\]\(\s*<?((?:javascript|vbscript|file|data):[^)\s>]*)", re.IGNORECASE)  # no link to the parser
_TARGET = re.compile(r"\(([\w.:-]+)\)=\Z")
_CLOSER = re.compile(r"[ \t]*:{3,}[ \t]*")
_SHOWN = {"img": ("src",), "video": ("src", "poster"), "audio": ("src",), "source": ("src",), "track": ("src",)}


def contents(course: Course, documents: Iterable[Document]) -> Contents:
    """A course as the checks of whole pages see it; `documents` are its pages in reading order."""
    pages = [taken_apart(each.path, each.text) for each in documents]
    return Contents(pages, course.files(), partial(_size, course), partial(_first_bytes, course))


def _size(course: Course, name: str) -> int:
    return (course.folder / name).stat().st_size


def _first_bytes(course: Course, name: str, most: int) -> bytes:
    try:
        with (course.folder / name).open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise CcbError(f"cannot read: {error.strerror}", f"content/{course.name}/{name}") from None


def taken_apart(path: str, text: str) -> Page:
    """A page's links, ids, tags, containers and quizzes. `path` is relative to the course."""
    whole = Normal(text).text
    front = frontmatter.find(whole)
    base = front.after if front else 0
    tokens, env = block_tokens(whole[base:] if base else whole)
    first = whole.count("\n", 0, base) + 1
    unmatched = tuple(_unmatched(tokens, first))
    found = _Found(env, first)
    for node in containers.tree(tokens):
        found.block(node, first)
    fault = frontmatter_faults.fault(whole, front)
    return Page(
        path,
        whole,
        tuple(found.links),
        tuple(found.tags),
        tuple(found.named),
        unmatched,
        tuple(found.quizzes),
        Fault(*fault) if fault else None,
        tuple(found.heading_lines),
        partial(headings.ids, text),
        _note_ids(path, env),
        frozenset(found.anchor_names),
        tuple(found.swallowed),
    )


def _unmatched(tokens: Iterable[Any], first: int) -> Iterator[Marker]:
    """The `:::` lines without a counterpart, as `containers.tree` pairs them; `first` is the body's first line."""
    open_: list[Any] = []
    for token in tokens:
        if token.type == "div_marker":
            if token.info:
                open_.append(token)
            elif open_ and open_[-1].type == "div_marker":
                open_.pop()
            else:
                yield Marker("", token.map[0] + first)
        elif token.nesting > 0:
            open_.append(token)
        elif token.nesting < 0:
            while open_[-1].type == "div_marker":
                yield _opener(open_.pop(), first)
            open_.pop()
    yield from (_opener(token, first) for token in open_)


def _opener(token: Any, first: int) -> Marker:
    return Marker(token.info.strip(": ") or token.info, token.map[0] + first)


def _note_ids(path: str, env: Mapping[str, Any]) -> frozenset[str]:
    """The ids that a pack gives the footnotes and the references to them."""
    slug = slugs([path])[path]
    count = len(env.get("footnotes", {}).get("refs", ()))
    return frozenset(f"{slug}-{kind}-{number + 1}" for kind in ("note", "ref") for number in range(count))


@dataclass(slots=True)
class _Found:
    """What is found on a page, block by block. `first` is the number of the body's first line."""

    env: dict[str, Any]
    first: int
    links: list[Link] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    quizzes: list[Quiz] = field(default_factory=list)
    heading_lines: list[int] = field(default_factory=list)
    anchor_names: set[str] = field(default_factory=set)
    swallowed: list[int] = field(default_factory=list)

    def block(self, node: Node, line: int) -> None:
        """Take in a block and what is in it; `line` is that of the block around it."""
        token = node.token
        line = token.map[0] + self.first if token.map else line
        self._name(node.attributes, line)
        if node.box:
            self._box(node, line)
        elif token.type == "inline":
            self._text(token.content, line)
            return
        elif token.type == "html_block":
            self._html(token.content, line, inline=False)
            if ":::" in token.content:
                closers = (at for at, each in enumerate(token.content.split("\n")) if _CLOSER.fullmatch(each))
                self.swallowed += (line + at for at in closers)
        elif token.type == "heading_open":
            self.heading_lines.append(line)
            self._name(headings.split(node.children[0].token.content)[1], line)
        elif token.type == "math_block_label":
            self._name({"id": token.info}, line)
        elif token.type == "paragraph_open" and (target := _TARGET.match(node.children[0].token.content)):
            self._name({"id": target[1]}, line)
        for child in node.children:
            self.block(child, line)

    def _name(self, given: Mapping[str, str], line: int) -> None:
        if given.get("id"):
            self.named.append(Named(given["id"], line))

    def _box(self, node: Node, line: int) -> None:
        assert node.box is not None
        self._name(dict(node.box.attributes), line)
        self._text(node.box.title, line)
        if node.box.style == "quiz":
            parts = containers.quiz(node)
            options = tuple(self._option(item, line) for item, _ in parts.options)
            self.quizzes.append(Quiz(line, any(map(_says, parts.question)), options))

    def _option(self, item: Node, line: int) -> Option:
        own = item.token.map[0] + self.first if item.token.map else line
        first = item.children[0] if item.children else None
        paragraph = first and first.token.type == "paragraph_open"
        text = first.children[0].token.content if first and paragraph else ""
        return Option(text, item.token.meta.get("checked"), own)

    def _text(self, content: str, line: int) -> None:
        """Take in inline Markdown."""
        if not _WORTH_READING.search(content) and not ("[" in content and "references" in self.env):
            return
        plain = _plain_links(content, line)
        if plain is not None:
            self.links += plain
            return
        first = line
        for token in phrases.parse(content, self.env):
            kind = token.type
            given = token.meta.get("attributes", {})
            self._name(given, line)
            if kind in ("softbreak", "hardbreak"):
                line += 1
            elif kind == "link_open":
                url = _as_written(token.attrs.get("href"), content)
                self.links.append(Link(url, _line_of(url, content, first, line)))
            elif kind == "image":
                said = phrases.plain(token.children or ()).strip() or given.get("alt") or None
                url = _as_written(token.attrs.get("src"), content)
                place = _line_of(url, content, first, line)
                self.links.append(Link(url, place, shown=True, alternative=said, image=True))
            elif kind == "html_inline":
                self._html(token.content, line, inline=True)
                line += token.content.count("\n")
            elif kind == "text" and "](" in token.content:
                self.links += [Link(found[1], line) for found in _REFUSED.finditer(token.content)]

    def _html(self, fragment: str, line: int, *, inline: bool) -> None:
        for tag in _tags(fragment, line, inline):
            self.tags.append(tag)
            given = dict(tag.attributes)
            if tag.kept:
                self._name(given, tag.line)
            if tag.name == "a" and given.get("name"):
                self.anchor_names.add(given["name"])
            if tag.name == "a" and "href" in given:
                self.links.append(Link(given["href"].strip(), tag.line))
            for key in _SHOWN.get(tag.name, ()):
                if given.get(key):
                    image = tag.name == "img" or key == "poster"
                    said = given.get("alt") if tag.name == "img" else ""
                    self.links.append(Link(given[key].strip(), tag.line, True, said, image))


def _plain_links(content: str, line: int) -> list[Link] | None:
    """The links of inline Markdown that is so plain that they are found without parsing it; None where it is not."""
    if _UNPLAIN.search(content):
        return None
    links = []
    left, at = [], 0
    for match in _PLAIN_LINK.finditer(content):
        left.append(content[at : match.start()])
        at = match.end()
        if match[3] is None:
            continue
        if match[1] and _MARKED.search(match[2]):
            return None
        number = _line_of(match[3], content, line, line + content.count("\n", 0, match.start()))
        said = match[2].strip() or None if match[1] else None
        links.append(Link(match[3], number, bool(match[1]), said, bool(match[1])))
    rest = "".join((*left, content[at:]))
    return None if "[" in rest or "](" in rest else links


def _line_of(url: str, content: str, first: int, begins: int) -> int:
    """The line on which an address stands; its link begins on that line or above it, `content` on the first.

    The parser counts no line breaks in code, so a link may begin further down than it says.
    """
    if "\n" not in content:
        return first
    lines = content.split("\n")[begins - first :]
    return next(
        (begins + number for number, text in enumerate(lines) if f"({url}" in text or f"<{url}" in text), begins
    )


def _says(node: Node) -> bool:
    """Whether a block holds anything that a reader sees."""
    return bool(node.token.content.strip()) or any(map(_says, node.children))


def _as_written(url: object, content: str) -> str:
    """An address as the author wrote it where that can be told, for the parser writes some characters as `%20`."""
    text = str(url or "")
    plain = unquote(text) if "%" in text else text
    return plain if plain != text and plain in content and "%" not in plain else text


class _Tags(HTMLParser):
    def __init__(self, line: int, inline: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Tag] = []
        self._line, self._inline = line, inline

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = tuple((name, value or "") for name, value in attrs)
        whole = self.get_starttag_text() or f"<{tag}>"
        self.found.append(Tag(tag, given, self._line + self.getpos()[0] - 1, tag in _KEPT, self._inline, whole))


def _tags(fragment: str, line: int, inline: bool) -> list[Tag]:
    """The start tags in raw HTML whose first line has that number; those in comments are none."""
    reader = _Tags(line, inline)
    reader.feed(fragment)
    reader.close()
    return reader.found
