"""HTML for a place that takes text alone: no pictures, no links into the pack, no ids, no styles."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from ccb_l10n.packs import attributes

_KEPT = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl",
    "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "u", "ul", "var",
))  # fmt: skip
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
))  # fmt: skip
_DROPPED = frozenset(["button", "math", "script", "style", "svg", "template"])
_MEDIA = frozenset(["audio", "img", "video"])
_ATTRIBUTES = frozenset(["colspan", "dir", "href", "lang", "rowspan", "scope", "start", "title"])
_OUTSIDE = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n]+")  # as HTML collapses it; a no-break space stays


@dataclass(frozen=True, slots=True)
class Bare:
    """What is left, and what of the original the place cannot hold: each picture's description and address."""

    html: str
    missing: Sequence[str]


def bare(html: str, named: Callable[[str], str]) -> Bare:
    """HTML as the writer made it, for somewhere without the pack's files. `named(text)` says in words that a picture,
    a sound or a film is missing; footnotes' marks and what only the eye was to see are left out."""
    reader = _Reader(named)
    reader.feed(html)
    reader.close()
    return Bare("".join(reader.parts).strip(), reader.missing)


class _Reader(HTMLParser):
    """Collects the parts that stay. `_open` has what is written for the end of each element that is open."""

    def __init__(self, named: Callable[[str], str]) -> None:
        super().__init__()
        self._named = named
        self._open: list[tuple[str, str]] = []
        self._dropped = 0  # how many elements deep in one that is left out
        self.parts: list[str] = []
        self.missing: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self._dropped or _is_dropped(tag, given):
            self._dropped += tag not in _VOID
            return
        if tag in _MEDIA:
            self._replace(given)
        shown = {name: value for name, value in given.items() if name in _ATTRIBUTES}
        kept = tag in _KEPT and (tag != "a" or bool(_OUTSIDE.match(given.get("href", ""))))
        kept = kept and (tag != "span" or bool(shown))
        if kept:
            self.parts.append(f"<{tag}{attributes.html(shown)}{' /' if tag in _VOID else ''}>")
        if tag not in _VOID:
            self._open.append((tag, f"</{tag}>" if kept else ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._dropped:
            self._dropped -= tag not in _VOID
        elif tag not in _VOID:
            self.parts.append(self._open.pop()[1])

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            code = any(tag == "pre" for tag, _ in self._open)
            self.parts.append(escape(data if code else _SPACE.sub(" ", data), quote=False))

    def _replace(self, given: dict[str, str]) -> None:
        """Name what is missing in its place."""
        source, text = given.get("src", ""), given.get("alt", "") or given.get("title", "")
        name = f"{text} ({source})" if text and source else text or source
        if name:
            self.missing.append(_SPACE.sub(" ", name))
            self.parts.append(f"<em>[{escape(self._named(name), quote=False)}]</em>")


def _is_dropped(tag: str, given: dict[str, str]) -> bool:
    return tag in _DROPPED or given.get("aria-hidden") == "true" or given.get("class") == "note-ref"
