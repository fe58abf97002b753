"""Files of kinds that packs leave out, and SVG drawings that could run or load something, or are no XML.

Read with expat, which calls back at each entity declaration: reading ends there, and nothing is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from ccb_l10n.checks.pages.page import HANDLER, MARKDOWN, Contents, Noted, PageCheck, Place
from ccb_l10n.checks.pages.pictures import HUGE, noted, suffix, used
from ccb_l10n.model import Severity

_ELEMENTS = frozenset(["script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "audio", "video"])
_PICTURE = re.compile(r"data:image/(?:png|gif|jpeg|webp|avif);base64,", re.IGNORECASE)
_SCRIPTED = re.compile(r"\s*(?:javascript|vbscript|data:(?!image/))", re.IGNORECASE)
_OUTSIDE = re.compile(r"@import|url\(\s*[\"']?(?!#|[\"']?data:image/)[^)\s]", re.IGNORECASE)
_ANIMATED = frozenset(["href", "xlink:href"])
DEEPEST = 200
# The ends of names that packs take, and no other: no browser runs what is in such a file. XML is not among them, for
# browsers run scripts in any of it, nor office files with macros, nor names without an end, whose kind they guess.
_ENDS = """
    .png .jpg .jpeg .gif .webp .avif .bmp .tif .tiff .ico .heic .heif
    .mp3 .m4a .aac .ogg .oga .opus .wav .flac
    .mp4 .m4v .webm .ogv .mov
    .pdf .docx .xlsx .pptx .odt .ods .odp .rtf .epub
    .txt .csv .tsv .json .vtt .srt
    .zip
"""
TAKEN = frozenset(_ENDS.split())
# What a pack holds in another way, or not at all: beside the pages, below the course itself.
_READ = frozenset(
    ["course.toml", *(name + end for name in ("LICENSE", "LICENCE", "COPYING", "ATTRIBUTION") for end in ("", ".txt"))]
)


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


def is_left_out(name: str, read_all: Callable[[], bytes]) -> bool:
    """Whether packs leave a file out that is no page: one of a kind that they don't take, or a drawing that would run
    or load something in a reader's browser, or that nobody can read."""
    if suffix(name) != ".svg":
        return suffix(name) not in TAKEN
    drawing = read(read_all())
    return bool(drawing.found or drawing.broken)


def unusual(contents: Contents) -> Noted:
    """A file of a kind that packs leave out; the course's own licence and settings are read otherwise."""
    for name in contents.files:
        if suffix(name) not in (*TAKEN, *MARKDOWN, ".svg") and name not in _READ:
            yield noted(
                name, Place(name, 0), "packs leave this file out: browsers may run what is in such files", _TAKE
            )


_TAKE = "save it as a kind that packs take, such as PDF, put it into a .zip, or link to it on the internet"

ROWS = (
    PageCheck(
        "unusual-file",
        Severity.WARNING,
        "A file beside the pages is of a kind that packs leave out: programs, web pages, XML, names without an ending",
        "Browsers run scripts in more kinds of files than one would think; no pack may bring code along.",
        "Save it as a kind that packs take, such as PDF, put it into a .zip, or link to it on the internet.",
        unusual,
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
