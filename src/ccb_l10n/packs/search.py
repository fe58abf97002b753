"""What a reader can search offline: the text of every section, as a script that a page may load from a folder.

The folding of letters and the matching are in `assets/reading.js`, once, for the text and for what is asked alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

INDEX = "pack/search.js"
FULL = 4_000_000  # characters of a course that are searched in full; of a longer one each section's beginning
BEGINNING = 300  # characters
_HEADING = re.compile(r'<h[1-3](?=[ >])(?:[^<>]* id="(?P<id>[^"]*)")?[^<>]*>(?P<html>.*?)</h[1-3]>', re.DOTALL)
_UNSEEN = re.compile(r'<template\b.*?</template>|<(span) class="hidden".*?</\1>|<(section) class="terms".*', re.DOTALL)
_BLOCK_END = re.compile(r"</(?:p|li|td|th|dt|dd|div|pre|summary|h[1-6])>|<br />")
_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a page from one heading to the next. `href` is relative to the site's root."""

    href: str
    page: str  # the title of the page
    title: str  # of the section; empty before the first heading
    text: str


def sections(place: str, title: str, article: str) -> Iterator[Section]:
    """The sections of a page's text, given as HTML. `place` is quoted as an address is."""
    article = _UNSEEN.sub("", article)
    at, href, heading = 0, place, ""
    for match in _HEADING.finditer(article):
        if text := _text(article[at : match.start()]):
            yield Section(href, title, heading, text)
        heading = _text(match["html"])
        href = f"{place}#{match['id']}" if match["id"] else href
        at = match.end()
    yield Section(href, title, heading, _text(article[at:]))


def script(found: Sequence[Section]) -> str:
    """The index as a script: one call with the sections as [href, page, title, text]."""
    whole = sum(len(each.text) for each in found)
    most = BEGINNING if whole > FULL else None
    rows = [[each.href, each.page, each.title, each.text[:most]] for each in found]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return f"ccbSearchIndex([\n{lines}\n]);\n"


def _text(html: str) -> str:
    words = _TAG.sub("", _BLOCK_END.sub(" ", html))
    return _SPACE.sub(" ", unescape(words)).strip()
