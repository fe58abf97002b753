"""The translation memory of a workspace, in step with its catalogs and with the memories that were imported."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from ccb_l10n import locales
from ccb_l10n.catalog import memory, tmx_read
from ccb_l10n.catalog.memory import IMPORTED, Memory
from ccb_l10n.catalog.tmx_pairs import Targets, pairs
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Message, Origin, State
from ccb_l10n.workflow import catalogs
from ccb_l10n.workflow.freshness import digest
from ccb_l10n.workspace import Course, Workspace, read_bytes

Warn = Callable[[str], None]
_CACHE = "memory.sqlite"


def current(workspace: Workspace, langs: Sequence[str], warn: Warn, spoken: str = "") -> Memory:
    """The memory of all courses written in `spoken`, up to date for these languages and their fallbacks (BCP 47).
    Close it after use.

    `spoken` may be left out where all courses are written in one language; else the memory then has nothing.
    Where its file cannot be used, a memory is made that lasts as long as the process, and `warn` is told. It is told
    too of a catalog or an imported memory that cannot be read and is left out, whatever was known of it before.
    """
    path, once = workspace.cache(_CACHE), _once(warn)
    tongues = {memory.tongue(course.source_language) for course in workspace.courses()}
    spoken = spoken or (min(tongues) if len(tongues) == 1 else "")
    try:
        return _refreshed(workspace, memory.open(path, spoken), langs, once)
    except memory.CacheError as error:
        warn(f"{workspace.shown(path)} cannot be used ({error}); the memory is read from the catalogs for this run")
    return _refreshed(workspace, memory.open(None, spoken), langs, once)


def _once(warn: Warn) -> Warn:
    """The same, but nothing is said twice."""
    told: set[str] = set()

    def say(text: str) -> None:
        if text not in told:
            told.add(text)
            warn(text)

    return say


def imported(workspace: Workspace, warn: Warn) -> Iterator[tuple[str, str, Path]]:
    """(course, language, file) of every imported memory, sorted; the course is IMPORTED and the file's stem.

    `warn` is told of a file whose folder names no language, which is left out.
    """
    folder = workspace.locales / "memory"
    for path in sorted(folder.glob("*/*.tmx")):
        try:
            lang = locales.bcp47(path.parent.name)
        except CcbError as error:
            warn(_left_out(CcbError(error.message, workspace.shown(path.parent), 0, "rename the folder, as to fr")))
            continue
        yield f"{IMPORTED}{path.stem}", lang, path


def _left_out(error: CcbError) -> str:
    return f"left out of the memory: {error}"


def _refreshed(workspace: Workspace, opened: Memory, langs: Sequence[str], warn: Warn) -> Memory:
    try:
        _refresh(workspace, opened, langs, warn)
    except BaseException:
        opened.close()
        raise
    return opened


def _refresh(workspace: Workspace, opened: Memory, langs: Sequence[str], warn: Warn) -> None:
    wanted = {each for lang in langs for each in locales.fallbacks(locales.bcp47(lang))}
    courses = workspace.courses()
    spoken = {course.source_language: memory.tongue(course.source_language) for course in courses}
    written = {
        (course.name, lang, spoken[course.source_language]): course
        for course in courses
        for lang in workspace.catalog_languages(course.name)
        if lang != course.source_language
    }
    taken = {(name, lang, each): path for name, lang, path in imported(workspace, warn) for each in {*spoken.values()}}
    held = opened.digests()
    for gone in held.keys() - written.keys() - taken.keys():
        opened.forget(*gone)
    for place, course in written.items():
        if place[1] in wanted and place[2] == opened.spoken:
            _take_catalog(workspace, opened, course, place[1], held.get(place, ""), warn)
    for place, path in taken.items():
        if place[1] in wanted and place[2] == opened.spoken:
            _take_import(workspace, opened, path, place[:2], sorted(spoken), warn)


def _take_catalog(workspace: Workspace, opened: Memory, course: Course, lang: str, held: str, warn: Warn) -> None:
    files = (workspace.catalog(course.name, lang), workspace.ledger(course.name, lang))
    try:
        data = [(path.name, read_bytes(path, workspace.shown(path))) for path in files if path.exists()]
        known = digest(data)
        loaded = None if known == held else catalogs.load(workspace, course, lang, data[0][1])
    except CcbError as error:
        warn(_left_out(error))
        opened.forget(course.name, lang)
        return
    if loaded:
        opened.refresh(course.name, lang, loaded.catalog, known)


def _take_import(
    workspace: Workspace, opened: Memory, path: Path, place: tuple[str, str], spoken: Sequence[str], warn: Warn
) -> None:
    shown = workspace.shown(path)
    try:
        with path.open("rb") as file:
            known = f"{hashlib.file_digest(file, 'sha256').hexdigest()} {' '.join(spoken)}"
            file.seek(0)
            opened.take(*place, _messages(file, shown, place[1], spoken, opened.spoken), known)
            return
    except CcbError as error:
        warn(_left_out(error))
    except OSError as error:
        warn(_left_out(CcbError(f"cannot read: {error.strerror}", shown)))
    opened.forget(*place)


def _messages(file: BinaryIO, shown: str, lang: str, spoken: Sequence[str], tongue: str) -> Iterator[Message]:
    """What an imported memory has in a language for sources in one: people's targets, which nobody reviewed here."""
    targets = Targets([lang], named=True)
    for unit in tmx_read.read(file, shown):
        for pair in pairs(unit, spoken, targets):
            if not pair.refused and memory.tongue(pair.spoken) == tongue:
                yield Message(pair.source, pair.target, pair.context, State.TRANSLATED, Origin.IMPORT)
