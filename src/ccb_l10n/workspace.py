"""The workspace on disk: its settings, its courses and where everything is kept. The only room that reads content.

A workspace is a folder with `content/`; every direct sub-folder of it is a course.
"""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ccb_l10n.errors import CcbError

MARKDOWN = (".md", ".markdown")
FORMATS = ("html", "markdown")
_SETTINGS = {"languages": list, "formats": list, "front-matter": list, "html-text": bool}
_COURSE = {
    "title": str,
    "version": str,
    "source-language": str,
    "licence": str,
    "modules": list,
    "front-matter": list,
    "html-text": bool,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What `[tool.ccb-l10n]` of pyproject.toml or `ccb-l10n.toml` says; every key has a sensible default."""

    languages: tuple[str, ...] = ()  # BCP 47; empty: the languages that have catalogs
    formats: tuple[str, ...] = FORMATS
    front_matter: tuple[str, ...] | None = None  # keys to translate; None: the built-in list
    html_text: bool = True  # whether the text inside raw HTML blocks is translated


@dataclass(frozen=True, slots=True)
class Course:
    """One course: `modules` is the reading order that its author gave, as paths below `folder`, or empty."""

    name: str
    folder: Path
    title: str
    version: str
    source_language: str  # BCP 47
    licence: str
    modules: tuple[str, ...]
    front_matter: tuple[str, ...] | None
    html_text: bool

    def files(self) -> list[str]:
        """Every file of the course below its folder, POSIX paths, sorted; hidden ones left out."""
        return sorted(walk(self.folder))

    def pages(self) -> list[str]:
        """Its Markdown files in reading order: as the author listed them, the rest by path, index pages first.

        Raises CcbError where course.toml lists a file that does not exist.
        """
        found = [path for path in self.files() if path.lower().endswith(MARKDOWN)]
        for path in self.modules:
            if path not in found:
                hint = "correct the list in course.toml, or add the file"
                raise CcbError(f"modules lists {path}, which is no Markdown file here", self._settings, 0, hint)
        listed = set(self.modules)
        rest = sorted((path for path in found if path not in listed), key=_reading_order)
        first = [path for path in rest if "/" not in path and _is_index(path)]
        return [*first, *self.modules, *(path for path in rest if path not in first)]

    @property
    def _settings(self) -> str:
        return f"content/{self.name}/course.toml"


@dataclass(frozen=True, slots=True)
class Workspace:
    root: Path
    settings: Settings = field(default_factory=Settings)

    @property
    def locales(self) -> Path:
        return self.root / "locales"

    def template(self, course: str) -> Path:
        return self.locales / f"{course}.pot"

    def catalog(self, course: str, locale: str) -> Path:
        """`locale` in gettext's spelling."""
        return self.locales / locale / "LC_MESSAGES" / f"{course}.po"

    def ledger(self, course: str, locale: str) -> Path:
        return self.locales / locale / "LC_MESSAGES" / f"{course}.ledger.jsonl"

    def pack(self, course: str, lang: str) -> Path:
        """`lang` in BCP 47."""
        return self.root / "dist" / f"{course}-{lang}"

    def cache(self, name: str) -> Path:
        return self.root / ".ccb-l10n" / name

    def shown(self, path: Path) -> str:
        """The path as reports name it: relative to the workspace, POSIX."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def courses(self, names: Iterable[str] = ()) -> list[Course]:
        """The named courses, or all of them, sorted by name. Raises CcbError for a name that is none."""
        content = self.root / "content"
        known = sorted(each.name for each in content.iterdir() if each.is_dir() and each.name[0] not in "._")
        if not known:
            raise CcbError("no course here", "content", 0, "put a course's Markdown in a folder below content/")
        wanted = list(dict.fromkeys(names)) or known
        for name in wanted:
            if name not in known:
                raise CcbError(f"no course {name!r}", "content", 0, f"the courses are: {', '.join(known)}")
        return [self._course(content / name) for name in sorted(wanted)]

    def catalog_locales(self, course: str | None = None) -> list[str]:
        """Locales (gettext's spelling) that have a catalog, of one course or of any, sorted."""
        pattern = f"*/LC_MESSAGES/{course or '*'}.po"
        return sorted({path.parent.parent.name for path in self.locales.glob(pattern)})

    def glossary_files(self) -> Iterator[tuple[str, str]]:
        """(path, text) of every concept file, sorted."""
        for path in sorted((self.root / "glossary" / "concepts").glob("*.toml")):
            yield self.shown(path), read_text(path, self.shown(path))

    def _course(self, folder: Path) -> Course:
        path = folder / "course.toml"
        shown = self.shown(path)
        table = _table(path, shown) if path.exists() else {}
        _known(table, _COURSE, shown)
        keys = table.get("front-matter")
        return Course(
            folder.name,
            folder,
            table.get("title", ""),
            table.get("version", ""),
            table.get("source-language", "en"),
            table.get("licence", ""),
            tuple(table.get("modules", ())),
            tuple(keys) if keys is not None else self.settings.front_matter,
            table.get("html-text", self.settings.html_text),
        )


def find(start: Path) -> Workspace:
    """The workspace at `start` or in the nearest folder above it. Raises CcbError when there is none."""
    for folder in (start, *start.parents):
        if (folder / "content").is_dir():
            return Workspace(folder, _settings(folder))
    hint = "run it in a folder that has content/, name one with -C, or make one with `ccb-l10n init DIR`"
    raise CcbError("no workspace here: no content/ in this folder or above it", str(start), 0, hint)


def read_bytes(path: Path, shown: str) -> bytes:
    """A file's bytes. Raises CcbError that names it when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CcbError(f"cannot read: {error.strerror}", shown) from None


def read_text(path: Path, shown: str) -> str:
    """A file's text, UTF-8 or an error that names the byte."""
    from ccb_l10n.markdown.text import decode

    return decode(read_bytes(path, shown), shown)


def write(path: Path, data: bytes) -> bool:
    """Write a file beside its place and move it there whole; False, and untouched, where it holds this already."""
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(beside).chmod(mode)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def walk(folder: Path, below: str = "") -> Iterator[str]:
    """Every file below a folder, POSIX paths, hidden ones and what npm installed left out."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name == "node_modules":
                continue
            if entry.is_dir(follow_symlinks=False):  # a link could lead out of the course, or round in circles
                yield from walk(Path(entry.path), f"{below}{entry.name}/")
            elif entry.is_file():
                yield below + entry.name


def _is_index(path: str) -> bool:
    return path.rpartition("/")[2].lower().rpartition(".")[0] in ("index", "_index", "readme")


def _reading_order(path: str) -> tuple[tuple[str, bool, str], ...]:
    """By folder, an index page before its neighbours, files before folders of the same name."""
    folder, _, name = path.rpartition("/")
    parts = tuple((part, True, "") for part in folder.split("/") if part)
    return (*parts, ("", not _is_index(path), name))


def _settings(root: Path) -> Settings:
    own, shared = root / "ccb-l10n.toml", root / "pyproject.toml"
    table: Mapping[str, Any] = {}
    name = ""
    if own.exists():
        table, name = _table(own, own.name), own.name
    elif shared.exists():
        table, name = _table(shared, shared.name).get("tool", {}).get("ccb-l10n", {}), shared.name
    _known(table, _SETTINGS, name)
    keys = table.get("front-matter")
    formats = tuple(table.get("formats", FORMATS))
    for each in formats:
        if each not in FORMATS:
            raise CcbError(f"unknown format {each!r}", name, 0, f"the formats are: {', '.join(FORMATS)}")
    return Settings(
        tuple(table.get("languages", ())),
        formats,
        tuple(keys) if keys is not None else None,
        table.get("html-text", True),
    )


def _table(path: Path, shown: str) -> dict[str, Any]:
    text = read_text(path, shown)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = getattr(error, "lineno", 0) or _line_in(str(error))
        raise CcbError(f"not valid TOML: {error}", shown, line, "correct this line") from None


def _line_in(message: str) -> int:
    words = message.partition("line ")[2].split()
    return int(words[0].rstrip(",)")) if words and words[0].rstrip(",)").isdigit() else 0


def _known(table: Mapping[str, Any], keys: Mapping[str, type], shown: str) -> None:
    for key, value in table.items():
        if key not in keys:
            raise CcbError(f"unknown key {key!r}", shown, 0, f"the keys are: {', '.join(sorted(keys))}")
        texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
        if not (texts if keys[key] is list else isinstance(value, keys[key])):
            kind = {list: "a list of texts", str: "a text", bool: "true or false"}[keys[key]]
            raise CcbError(f"{key} must be {kind}", shown, 0, f"correct {key}")
