"""`init`: a new workspace that builds at once."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ccb_l10n.errors import CcbError
from ccb_l10n.workspace import write


def init(target: Path) -> list[str]:
    """Make a workspace with a sample course in a folder; the paths written, relative to it.

    Raises CcbError, and writes nothing, where the folder holds something already.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CcbError("this folder is not empty", str(target), 0, "name a new one; init never writes over files")
    made = []
    for path, data in _sample(files("ccb_l10n") / "sample", ""):
        write(target / path, data)
        made.append(path)
    write(target / ".gitignore", b"/dist/\n/.ccb-l10n/\n")
    return [*made, ".gitignore"]


def _sample(folder: Traversable, below: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if each.is_dir():
            found += _sample(each, f"{below}{each.name}/")
        else:
            found.append((below + each.name, each.read_bytes()))
    return found
