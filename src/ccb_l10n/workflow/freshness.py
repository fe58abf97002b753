"""What was done for which inputs: content hashes, never dates, so that nothing is done twice and nothing is missed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import ccb_l10n
from ccb_l10n.workspace import Course, Workspace, walk, write

_NOTHING: Mapping[str, str] = MappingProxyType({})


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """One hash for named contents, in the order given."""
    return _total((name, sha256(data)) for name, data in parts)


def course_digest(workspace: Workspace, course: Course, known: Mapping[str, str] = _NOTHING) -> str:
    """The hash of all that a course is read from: its files, the settings and this program.

    `known` has the hashes of files that were read already, by path.
    """
    made_by = [("program", sha256(program().encode())), ("settings", sha256(repr(workspace.settings).encode()))]
    files = ((name, known.get(name) or sha256((course.folder / name).read_bytes())) for name in course.files())
    return _total([*made_by, *files])


def _total(hashes: Iterable[tuple[str, str]]) -> str:
    total = hashlib.sha256()
    for name, each in hashes:
        total.update(f"{name}\0{each}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def catalog_digest(workspace: Workspace, course: str, lang: str) -> str:
    """The hash of a course's template and of a catalog and its ledger, as they are on disk."""
    paths = (workspace.template(course), workspace.catalog(course, lang), workspace.ledger(course, lang))
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

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def put(self, name: str, inputs: str, result: object) -> None:
        """Remember a result that JSON can hold."""
        self._known[name] = {"inputs": inputs, "result": result}
        text = json.dumps(self._known, indent=1, sort_keys=True)
        write(self._path, text.encode())
