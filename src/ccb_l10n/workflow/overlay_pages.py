"""The checks of whole pages, asked about a course with a region's overlay on it: what the region broke, in its files.

A link that leads nowhere, an event handler, an unclosed box in a region's text are told at that text's own line; a
drawing that holds a script at the drawing; and what breaks in the course's pages for want of what was replaced, there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ccb_l10n.checks.pages import PAGE_CHECKS, drawings, look, pictures
from ccb_l10n.checks.pages.page import Contents, Page, PageCheck
from ccb_l10n.model import Finding, Localised
from ccb_l10n.packs import overlay
from ccb_l10n.packs.overlay import Passage
from ccb_l10n.workflow import pages
from ccb_l10n.workflow.checking import profile_of
from ccb_l10n.workflow.drift import Sources
from ccb_l10n.workflow.overlays import Overlay, added, files, ordered, passages
from ccb_l10n.workflow.templates import reading_of
from ccb_l10n.workspace import Workspace

OF_FILES = tuple(row for row in (*pictures.ROWS, *drawings.ROWS) if row.id != "image-alternative")
_OF_PAGES = tuple(row for row in PAGE_CHECKS if row not in OF_FILES)


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines of a page that are a region's: those of the file `path`, from its line `first` on."""

    start: int
    end: int
    path: str
    first: int


@dataclass(frozen=True, slots=True)
class _Composed:
    """The course in one language of the overlay, and which lines of its pages are the region's."""

    contents: Contents
    parts: Mapping[str, Sequence[_Part]]


def looked(workspace: Workspace, given: Overlay, sources: Sources) -> list[Finding]:
    """What the checks of whole pages say of the overlay, in each of its languages, and not of the course alone.

    The course's profile says which checks run, and how much each matters.
    """
    chosen = profile_of(workspace, given.course)
    rows = chosen.rows(_OF_PAGES)
    folder, own = f"content/{given.course.name}", given.course.source_language
    read = cache(pages.taken_apart)
    plain = _contents([read(*each) for each in sources.items()], files(given.course, own))
    known = {_told(each) for each in look(plain, folder=folder, lang=own, checks=rows)}
    found: dict[tuple[str, str, str, int], Finding] = {}
    for lang in _languages(given):
        composed = _composed(given, sources, lang, read)
        for each in look(composed.contents, folder=folder, lang=lang, checks=rows):
            at = _where(each, composed.parts.get(each.path.removeprefix(f"{folder}/"), ()))
            if at or _told(each) not in known:
                told = at or each
                found.setdefault((*_told(told), told.line), told)
    of_pictures = of_files(given, given.pictures, chosen.rows(OF_FILES))
    return [chosen.told(each) for each in (*found.values(), *of_pictures)]


def of_files(given: Overlay, names: Sequence[str], rows: Sequence[PageCheck]) -> Iterator[Finding]:
    """What the checks say of pictures of the region, paths below its folder."""
    contents = _contents((), {name: given.folder / name for name in names})
    return look(contents, folder=given.shown, lang=given.course.source_language, checks=rows)


def _told(finding: Finding) -> tuple[str, str, str]:
    return finding.id, finding.path, finding.message


def _languages(given: Overlay) -> list[str]:
    texts = (*given.blocks.values(), *given.pages.values())
    return sorted({given.course.source_language, *(lang for each in texts for lang in each)})


def _composed(given: Overlay, sources: Sources, lang: str, read: Callable[[str, str], Page]) -> _Composed:
    parts: dict[str, list[_Part]] = {}
    made: dict[str, Page] = {}
    for path, text in sources.items():
        chosen = passages(given, path, lang) if ":::" in text else {}
        put = overlay.apply(Localised(path, text, ()), chosen, reading_of(given.course)).text if chosen else text
        made[path] = read(path, put)
        parts[path] = list(_parts(put, chosen)) if chosen else []
    extra = added(given, lang)
    for each in extra:
        made[each.localised.path] = read(each.localised.path, each.localised.text)
        parts[each.localised.path] = [_Part(1, each.localised.text.count("\n") + 2, each.shown, 1)]
    order = [made[path] for path in ordered([*sources], extra)]
    return _Composed(_contents(order, files(given.course, lang, given)), parts)


def _contents(order: Sequence[Page], places: Mapping[str, Path]) -> Contents:
    def first_bytes(name: str, most: int) -> bytes:
        with places[name].open("rb") as file:
            return file.read(most)

    names = [*(page.path for page in order), *places]
    return Contents(order, names, lambda name: places[name].stat().st_size, first_bytes)


def _parts(text: str, chosen: Mapping[str, Passage]) -> Iterator[_Part]:
    """The lines between those of each block that a passage stands in; what was refused is the course's own."""
    for block in overlay.blocks(text):
        passage = chosen.get(block.name)
        if passage and overlay.content(text, block) == overlay.trimmed(passage.text):
            blank = len(passage.text) - len(passage.text.lstrip("\ufeff \t\r\n"))
            first = passage.text.count("\n", 0, blank) + 1
            lines = text.count("\n", block.start, block.end)
            yield _Part(block.line + 2, block.line + 1 + lines, passage.path, first)


def _where(finding: Finding, parts: Sequence[_Part]) -> Finding | None:
    """The finding at the region's own line, where it is about one."""
    for part in parts:
        if part.start <= finding.line < part.end:
            return replace(finding, path=part.path, line=finding.line - part.start + part.first)
    return None
