"""The names of a pack's files: what no system that packs are opened on takes, and what stands in another's place."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from ccb_l10n.model import Finding, Severity
from ccb_l10n.packs import archive, html, search
from ccb_l10n.workflow import overlays
from ccb_l10n.workflow.contents import Contents
from ccb_l10n.workspace import MARKDOWN, Workspace

BAD = "file-name"
_RENAME = "rename the file, and correct the links to it"


def faults(workspace: Workspace, contents: Contents) -> Iterator[Finding]:
    """A finding for each file, pages too, whose name a pack cannot hold, at the file that the author or the region
    wrote; whatever the format, since who publishes one today may publish another tomorrow."""
    taken = {archive.folded(name): "" for name in (*html.assets(), html.CONTENTS, html.GLOSSARY, search.INDEX)}
    folders: dict[str, str] = {}
    course = contents.course.name  # of which the names of packs, books and archives are made
    if fault := archive.name_fault(course):
        yield Finding(BAD, Severity.ERROR, f"packs cannot hold {fault}", f"content/{course}", hint="rename the course")
    for place, shown in sorted(_written(workspace, contents).items()):
        stem, end = posixpath.splitext(place)
        made = f"{stem}.html" if end.lower() in MARKDOWN else place
        fault = archive.name_fault(place) or archive.name_fault(made)
        text = f"packs cannot hold {fault}" if fault else _clash(place, made, shown, taken, folders)
        if text:
            yield Finding(BAD, Severity.ERROR, text, shown, hint=_RENAME)


def _written(workspace: Workspace, contents: Contents) -> Mapping[str, str]:
    """The file in the workspace that each place of a pack is made from."""
    pages = {each.path: f"content/{contents.course.name}/{each.path}" for each in contents.documents}
    if contents.overlay:
        pages |= {each.localised.path: each.shown for each in overlays.added(contents.overlay, contents.wanted.lang)}
    return pages | {place: workspace.shown(path) for place, path in contents.files.items()}


def _clash(place: str, made: str, shown: str, taken: dict[str, str], folders: dict[str, str]) -> str:
    """What stands in the way of a file, or nothing. `taken` and `folders` get what it takes, folded."""
    other = taken.setdefault(archive.folded(made), shown)
    if other != shown:
        return f"{other or 'a file of the pack’s own'} has this place in packs, where capitals don't count"
    for folder in _folders(place):
        spelt = folders.setdefault(archive.folded(folder), folder)
        if spelt != folder:
            return f"its folder is {spelt!a} elsewhere, and packs must not have two that differ in capitals alone"
    return ""


def _folders(place: str) -> Iterator[str]:
    while place := posixpath.dirname(place):
        yield place
