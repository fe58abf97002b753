"""What the checks of whole pages see: a page taken apart, the course that it stands in, and a row of their table.

Offsets play no part here: lines are those of the page's file, from 1.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from urllib.parse import unquote

from ccb_l10n.checks.problem import Problem, Row

HANDLER = re.compile(r"on[a-z]{3,}")
MARKDOWN = (".md", ".markdown")
COMPARED = 200  # names, at the most, that one that is not there is compared with
_INDEX = ("index.md", "README.md")


@dataclass(frozen=True, slots=True)
class Link:
    """An address in a page. `shown` says that the page shows what is there: an image, a video, a sound.

    `alternative` is an image's text for who cannot see it: None where there is none, and empty where the author says
    that the image only decorates.
    """

    url: str
    line: int
    shown: bool = False
    alternative: str | None = None
    image: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """The start tag of a raw HTML element, its names in lower case. `kept` says whether a pack shows such elements."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    line: int
    kept: bool
    inline: bool  # inside a line of text
    whole: str  # as it is written


@dataclass(frozen=True, slots=True)
class Named:
    """An id that the author gave, on a heading or on anything else."""

    id: str
    line: int


@dataclass(frozen=True, slots=True)
class Marker:
    """A `:::` line without its counterpart: an opener with a name, or a closer without."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Option:
    """An answer of a quiz: its Markdown, and whether it is marked right; None where it has no mark."""

    text: str
    right: bool | None
    line: int


@dataclass(frozen=True, slots=True)
class Quiz:
    """A `::: quiz` box. `asked` says whether anything stands before the options."""

    line: int
    asked: bool
    options: tuple[Option, ...]

    @property
    def key(self) -> tuple[bool, ...]:
        return tuple(bool(option.right) for option in self.options)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why front matter cannot be read, and where."""

    line: int
    text: str
    hint: str


@dataclass(frozen=True)
class Page:
    """A page taken apart. `path` is relative to the course; `text` has no byte-order mark and ends lines with `\\n`.

    `heading_ids` are those that a pack gives the headings, asked for only where a link needs them; `heading_lines`
    are the lines of these headings; `note_ids` those that a pack gives the footnotes.
    """

    path: str
    text: str
    links: tuple[Link, ...] = ()
    tags: tuple[Tag, ...] = ()
    named: tuple[Named, ...] = ()
    unmatched: tuple[Marker, ...] = ()
    quizzes: tuple[Quiz, ...] = ()
    front: Fault | None = None
    heading_lines: tuple[int, ...] = ()
    heading_ids: Callable[[], Sequence[str]] = field(default=list, compare=False)
    note_ids: frozenset[str] = frozenset()
    anchor_names: frozenset[str] = frozenset()  # of `<a name="...">`
    swallowed: tuple[int, ...] = ()  # lines with `:::` alone that raw HTML took in

    @cached_property
    def made_ids(self) -> Sequence[str]:
        """The headings' ids in a pack, in order."""
        return self.heading_ids()

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Everything on the page that a link can lead to."""
        own = {each.id for each in self.named}
        return frozenset(own.union(self.made_ids, self.note_ids, self.anchor_names))

    def line(self, number: int) -> str:
        """A line of the file, without the blanks around it."""
        lines = self.text.split("\n", number)
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""


@dataclass(frozen=True)
class Contents:
    """A course: its pages in reading order, and all of its files, pages included, as paths relative to it.

    `size(name)` is a file's number of bytes, `read(name, most)` its first bytes, `most` of them at the most.
    """

    pages: Sequence[Page]
    files: Sequence[str]
    size: Callable[[str], int]
    read: Callable[[str, int], bytes]

    @cached_property
    def by_path(self) -> Mapping[str, Page]:
        return {page.path: page for page in self.pages}

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self.files)

    @cached_property
    def folders(self) -> frozenset[str]:
        found: set[str] = set()
        for name in self.files:
            folder = posixpath.dirname(name)
            while folder and folder not in found:
                found.add(folder)
                folder = posixpath.dirname(folder)
        return frozenset(found)

    @cached_property
    def named_on(self) -> Mapping[str, str]:
        """The first page on which an author gave an id, by id."""
        return {each.id: page.path for page in reversed(self.pages) for each in page.named}

    @cached_property
    def _by_folder(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for name in self.files:
            found.setdefault(posixpath.dirname(name), []).append(name)
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for name in self.files:
            found.setdefault(_folded(posixpath.basename(name)), []).append(name)
        return found

    @cached_property
    def _alike(self) -> Mapping[str, str]:
        return {_folded(name): name for name in sorted(self.files, reverse=True)}

    def place(self, page: str, url: str) -> str:
        """Where an address without a scheme leads, relative to the course: a path that may begin with `../`."""
        name = unquote(_path_of(url).replace("\\", "/"))
        if not name:
            return page
        folder = "" if name.startswith("/") else posixpath.dirname(page)
        return posixpath.normpath(posixpath.join(folder, name.lstrip("/")))

    def found(self, place: str, *, shown: bool = False) -> str | None:
        """The file or page at a place, as a pack finds it: `.md` and index pages may be left out of links to pages."""
        if place in self.names:
            return place
        return None if shown else next((name for name in _spellings(place) if name in self.by_path), None)

    def near(self, place: str) -> str:
        """The file that is likely meant where nothing is: one nearly of that name beside it, or the one that has the
        name elsewhere; "" where there is neither."""
        folder, name = posixpath.split(place)
        elsewhere = self._by_name.get(_folded(name), ())
        return _closest(place, self._by_folder.get(folder, ())) or (elsewhere[0] if len(elsewhere) == 1 else "")

    def differing(self, place: str, *, shown: bool = False) -> str | None:
        """The file that would be there but for capitals, or for accents written in another way."""
        names = (place,) if shown else (place, *_spellings(place))
        return next((self._alike[_folded(name)] for name in names if _folded(name) in self._alike), None)


def _closest(name: str, there: Sequence[str]) -> str:
    near = get_close_matches(name, there[:COMPARED], 1, 0.8)
    return near[0] if near else ""


def _path_of(url: str) -> str:
    cut = min((at for at in (url.find("#"), url.find("?")) if at >= 0), default=len(url))
    return url[:cut]


def _spellings(place: str) -> Iterator[str]:
    yield from (place + suffix for suffix in MARKDOWN)
    yield from (posixpath.normpath(posixpath.join(place, name)) for name in _INDEX)
    stem, suffix = posixpath.splitext(place)
    if suffix == ".html":  # where the pack's own page will stand
        yield from (stem + each for each in MARKDOWN)
        if posixpath.basename(stem) == "index":
            yield posixpath.join(posixpath.dirname(stem), "README.md")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file of the course; `page` is the file where that is a page."""

    path: str
    line: int
    page: Page | None = None


Noted = Iterator[tuple[Place, Problem]]


@dataclass(frozen=True, slots=True)
class PageCheck(Row):
    """A check of a course's whole pages and files."""

    function: Callable[[Contents], Noted]


def at(page: Page, line: int, text: str, hint: str, words: str = "") -> tuple[Place, Problem]:
    """A problem on a line of a page; `words` are those to point at. Where the line has none of them it is all of the
    line, by which a baseline knows the finding again."""
    target = page.line(line)
    start = target.find(words) if words else -1
    span = (start, start + len(words)) if start >= 0 else (0, len(target))
    return Place(page.path, line, page), Problem(text, hint, span, target)
