"""`check --annotate` and `--strip`: findings as comments in the catalogs, and gone again; ledgers stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

from ccb_l10n.catalog.faults import decode
from ccb_l10n.checks import annotation
from ccb_l10n.model import Finding
from ccb_l10n.reports.visible import visible
from ccb_l10n.workflow.catalogs import selected
from ccb_l10n.workspace import Workspace, read_bytes, write


def annotate(workspace: Workspace, paths: Sequence[str], found: Sequence[Finding]) -> tuple[list[str], list[Finding]]:
    """Annotate the catalogs of these paths; the paths written, and the findings with their lines as they are now.

    `found` are those of the catalogs as they are without annotations; one of another file stays as it is.
    """
    written: list[str] = []
    moved: dict[str, list[Finding]] = {}
    for path in paths:
        place = workspace.root / path
        data = read_bytes(place, path)
        mine = [each for each in found if each.path == path]
        made, moved[path] = annotation.annotated(data, mine, decode(data, path)[1], visible)
        if write(place, made):
            written.append(path)
    lines = {path: iter(mine) for path, mine in moved.items()}
    return written, [next(lines[each.path]) if each.path in lines else each for each in found]


def strip(workspace: Workspace, langs: Sequence[str], names: Sequence[str]) -> list[str]:
    """Take all annotations out of these catalogs; the paths written."""
    written = []
    for course, chosen in selected(workspace, langs, names):
        for lang in chosen:
            place = workspace.catalog(course.name, lang)
            if place.exists():
                path = workspace.shown(place)
                if write(place, annotation.stripped(read_bytes(place, path))):
                    written.append(path)
    return written
