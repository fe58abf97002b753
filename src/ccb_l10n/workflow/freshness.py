"""What was done for which inputs: content hashes, never dates, so that nothing is done twice and nothing is missed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import ccb_l10n
from ccb_l10n.workspace import Course, Workspace, walk, write


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """One hash for named contents, in the order given."""
    total = hashlib.sha256()
    for name, data in parts:
        total.update(f"{name}\0{sha256(data)}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def course_digest(workspace: Workspace, course: Course) -> str:
    """The hash of all that a course is read from: its files, the settings and this program."""
    return digest([("program", program().encode()), *_settings(workspace), *_files(course.folder, course.files())])


def catalog_digest(workspace: Workspace, course: str, locale: str) -> str:
    """The hash of a catalog and its ledger as they are on disk."""
    paths = (workspace.catalog(course, locale), workspace.ledger(course, locale))
    return digest((path.name, path.read_bytes() if path.exists() else b"") for path in paths)


def glossary_digest(workspace: Workspace) -> str:
    """The hash of all concept files."""
    folder = workspace.root / "glossary" / "concepts"
    return digest(_files(folder, sorted(path.name for path in folder.glob("*.toml"))))


@cache
def program() -> str:
    """The version and the hash of this program's own files: another program may make other things of the same text."""
    home = Path(ccb_l10n.__file__).parent
    names = sorted(name for name in walk(home) if not name.endswith(".pyc"))
    return f"{ccb_l10n.__version__} {digest(_files(home, names))}"


def _settings(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    yield "settings", repr(workspace.settings).encode()


def _files(folder: Path, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for name in names:
        yield name, (folder / name).read_bytes()


class Stamps:
    """Results by name, each with the hash of the inputs that it was made from. A lost file costs only time."""

    def __init__(self, workspace: Workspace) -> None:
        self._path = workspace.cache("stamps.json")
        try:
            read = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            read = {}
        self._known: dict[str, Any] = read if isinstance(read, dict) else {}

    def result(self, name: str, inputs: str) -> Any:
        """What was put under a name for these very inputs, or None."""
        entry = self._known.get(name)
        return entry.get("result") if isinstance(entry, dict) and entry.get("inputs") == inputs else None

    def put(self, name: str, inputs: str, result: object) -> None:
        """Remember a result that JSON can hold."""
        self._known[name] = {"inputs": inputs, "result": result}
        text = json.dumps(self._known, indent=1, sort_keys=True)
        write(self._path, text.encode())
