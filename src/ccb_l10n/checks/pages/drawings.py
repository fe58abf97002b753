"""Files that browsers run, and SVG drawings that could run or load something, or that no XML reader takes.

Read with expat, which calls back at each entity declaration: reading ends there, and nothing is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from ccb_l10n.checks.pages.page import HANDLER, Contents, Noted, PageCheck, Place
from ccb_l10n.checks.pages.pictures import HUGE, noted, suffix, used
from ccb_l10n.model import Severity

_ELEMENTS = frozenset(["script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "audio", "video"])
_PICTURE = re.compile(r"data:image/(?:png|gif|jpeg|webp|avif);base64,", re.IGNORECASE)
_SCRIPTED = re.compile(r"\s*(?:javascript|vbscript|data:(?!image/))", re.IGNORECASE)
_OUTSIDE = re.compile(r"@import|url\(\s*[\"']?(?!#|[\"']?data:image/)[^)\s]", re.IGNORECASE)
_ANIMATED = frozenset(["href", "xlink:href"])
DEEPEST = 200
ACTIVE = (".html", ".htm", ".xhtml", ".js", ".mjs", ".svgz", ".swf")  # ends of names


class _EndedError(Exception):
    """Nothing more is to be read."""


@dataclass(slots=True)
class Drawing:
    """What was found in a drawing: (line, what), each said once. `broken` says why and where XML readers refuse it."""

    found: list[tuple[int, str]] = field(default_factory=list)
    broken: tuple[int, str] | None = None


def read(data: bytes) -> Drawing:
    """Look through a drawing. Never raises, expands no entity and opens nothing."""
    drawing = Drawing()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    known: set[str] = set()
    style: list[str] = []
    depth = 0

    def told(what: str) -> None:
        if what not in known:
            known.add(what)
            drawing.found.append((parser.CurrentLineNumber, what))

    def entity(*_: object) -> None:
        told("declares entities, which may load or multiply text")
        raise _EndedError

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            told(f"nests more than {DEEPEST} elements")
            raise _EndedError
        if _bare(name) == "style":
            style.append("")
        for what in _said_of(_bare(name), attributes):
            told(what)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if _bare(name) == "style" and style and _OUTSIDE.search(style.pop()):
            told("its <style> loads something")

    def text(data: str) -> None:
        if style:
            style[-1] += data

    def instruction(target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            told("names a style sheet to load")

    parser.EntityDeclHandler = entity
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.ProcessingInstructionHandler = instruction
    try:
        parser.Parse(data, True)
    except _EndedError:
        pass
    except expat.ExpatError as error:
        drawing.broken = (error.lineno, expat.ErrorString(error.code))
    except (ValueError, LookupError):  # an encoding that nobody knows
        drawing.broken = (1, "an unknown encoding")
    return drawing


def _bare(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _said_of(name: str, attributes: dict[str, str]) -> Iterator[str]:
    if name in _ELEMENTS:
        yield f"holds <{name}>"
    for key, value in attributes.items():
        bare = _bare(key)
        if HANDLER.fullmatch(bare):
            yield f"has the event handler {bare}"
        elif bare in ("href", "src") and _SCRIPTED.match(value):
            yield f"has a {bare} that would run a script"
        elif bare in ("href", "src") and name != "a" and not value.startswith("#") and not _PICTURE.match(value):
            yield f"loads {value[:60]}"
        elif bare == "attributename" and value.lower() in _ANIMATED:
            yield "animates a link, which can make it run a script"
        elif not key.startswith("xmlns") and _OUTSIDE.search(value):
            yield f"loads something in its {bare}"


def active(contents: Contents) -> Noted:
    """A drawing that could run or load something."""
    for name, place in used(contents):
        if suffix(name) == ".svg":
            hint = f"take it out of {name}, or save the drawing anew as “plain SVG”"
            for line, what in read(contents.read(name, HUGE)).found:
                yield noted(name, place, f"{name}, line {line}: the drawing {what}", hint)


def broken(contents: Contents) -> Noted:
    """A drawing that is no XML."""
    for name, place in used(contents):
        if suffix(name) == ".svg" and contents.size(name):
            found = read(contents.read(name, HUGE)).broken
            if found:
                text = f"{name}, line {found[0]}: {found[1]}"
                yield noted(name, place, text, "save the drawing anew; viewers refuse what is no XML")


def is_active(name: str, read_all: Callable[[], bytes]) -> bool:
    """Whether a file would run or load something in a reader's browser, or is a drawing that nobody can read."""
    if not name.lower().endswith(".svg"):
        return name.lower().endswith(ACTIVE)
    drawing = read(read_all())
    return bool(drawing.found or drawing.broken)


def runs(contents: Contents) -> Noted:
    """A file that a browser runs when it is opened."""
    for name in contents.files:
        if name.lower().endswith(ACTIVE):
            hint = "link to it on the internet, or say in Markdown what it says"
            yield noted(name, Place(name, 0), "packs leave this file out: browsers run what is in it", hint)


ROWS = (
    PageCheck(
        "active-file",
        Severity.WARNING,
        "A file beside the pages is a program or a web page, which packs leave out",
        "No pack may bring code along that nobody can see in the course.",
        "Link to it on the internet, or say in Markdown what it says.",
        runs,
    ),
    PageCheck(
        "active-svg",
        Severity.ERROR,
        "An SVG drawing could run or load something: scripts, event handlers, addresses, entities",
        "A drawing is opened in readers' browsers and is trusted there; no pack may bring code along.",
        "Take it out, or save the drawing anew as plain SVG.",
        active,
    ),
    PageCheck(
        "broken-svg",
        Severity.ERROR,
        "An SVG drawing is no XML",
        "Browsers and book readers show nothing in its place.",
        "Save the drawing anew.",
        broken,
    ),
)
