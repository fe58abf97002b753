"""The workspace on disk: its settings, its courses and where everything is kept. The only room that reads content.

A workspace is a folder with `content/`; every direct sub-folder of it is a course.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ccb_l10n.errors import CcbError
from ccb_l10n.locales import bcp47, gettext
from ccb_l10n.settings import (
    COURSE_KEYS,
    Said,
    Settings,
    distinct,
    known,
    language,
    of_workspace,
    said_of_checks,
    table,
)

MARKDOWN = (".md", ".markdown")
_OVERLAY = re.compile(r"overlays/([^/]+)/overlay\.toml")


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
    said: Said = field(default_factory=Said)  # of the checks
    subjects: tuple[str, ...] = ()  # what the course is about, as concepts name it: "cyber/operations"
    mastery: int = 80  # per cent of the quizzes that must be right to pass

    def files(self) -> list[str]:
        """Every file of the course below its folder, POSIX paths, sorted, less hidden ones and regions' overlays."""
        found = sorted(walk(self.folder))
        regions = tuple(f"{name.rpartition('/')[0]}/" for name in found if _OVERLAY.fullmatch(name))
        return [name for name in found if not name.startswith(regions)] if regions else found

    def regions(self) -> list[str]:
        """The regions that have an overlay of the course, sorted."""
        return sorted(match[1] for name in walk(self.folder) if (match := _OVERLAY.fullmatch(name)))

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

    def catalog(self, course: str, lang: str) -> Path:
        """`lang` in BCP 47. A folder that spells it in another way, such as `sr@latin`, is used where there is one."""
        return self._messages(lang) / f"{course}.po"

    def ledger(self, course: str, lang: str) -> Path:
        return self._messages(lang) / f"{course}.ledger.jsonl"

    def _messages(self, lang: str) -> Path:
        usual = gettext(lang)
        if not (self.locales / usual).is_dir():
            usual = next((name for name in self._folders() if _tag(name) == lang), usual)
        return self.locales / usual / "LC_MESSAGES"

    def _folders(self) -> list[str]:
        return sorted(path.name for path in self.locales.iterdir() if path.is_dir()) if self.locales.is_dir() else []

    def pack(self, course: str, lang: str, *suffixes: str) -> Path:
        """`lang` in BCP 47; `suffixes` tell apart the packs of one course and language, those that are empty aside."""
        return self.root / "dist" / "-".join((course, lang, *filter(None, suffixes)))

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

    def catalog_languages(self, course: str) -> list[str]:
        """Languages (BCP 47) in which the course has a catalog, sorted; folders that name none are passed over."""
        have = (name for name in self._folders() if (self.locales / name / "LC_MESSAGES" / f"{course}.po").is_file())
        return sorted({tag for name in have if (tag := _tag(name))})

    def glossary_paths(self) -> list[Path]:
        """Every concept file, sorted."""
        return sorted((self.root / "glossary" / "concepts").glob("*.toml"))

    def glossary_files(self) -> Iterator[tuple[str, str]]:
        """(path, text) of every concept file, sorted. Raises CcbError for one that is no text."""
        for path in self.glossary_paths():
            yield self.shown(path), read_text(path, self.shown(path))

    def _course(self, folder: Path) -> Course:
        path = folder / "course.toml"
        shown = self.shown(path)
        data = read_bytes(path, shown) if path.exists() else b""
        said = table(data, shown)
        known(said, COURSE_KEYS, shown)
        keys = said.get("front-matter")
        return Course(
            folder.name,
            folder,
            said.get("title", ""),
            said.get("version", ""),
            language(said.get("source-language", "en"), shown),
            said.get("licence", ""),
            distinct(said.get("modules", []), "modules", shown),
            tuple(keys) if keys is not None else self.settings.front_matter,
            said.get("html-text", self.settings.html_text),
            said_of_checks(said, shown, data),
            distinct(said.get("subjects", []), "subjects", shown),
            _percent(said.get("mastery", 80), "mastery", shown),
        )


def _percent(value: int, key: str, shown: str) -> int:
    if not 0 <= value <= 100:
        raise CcbError(f"{key} is {value}", shown, 0, "give per cent, 0 to 100")
    return value


def find(start: Path) -> Workspace:
    """The workspace at `start` or in the nearest folder above it. Raises CcbError when there is none."""
    for folder in (start, *start.parents):
        if (folder / "content").is_dir():
            return Workspace(folder, of_workspace(folder))
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
    """Write a file beside its place and move it there whole; False, and untouched, where it holds this already.

    Raises CcbError that names the file when it cannot be written.
    """
    try:
        return _written(path, data)
    except OSError as error:  # which may name the file beside it, or a folder above
        in_the_way = isinstance(error, (FileExistsError, NotADirectoryError))
        reason = "a file stands where its folder should be" if in_the_way else error.strerror
        hint = "see that its folder can be written to and the disk has room, or name another place"
        raise CcbError(f"cannot write: {reason}", str(path), hint=hint) from error


def _written(path: Path, data: bytes) -> bool:
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
    """Every file below a folder, POSIX paths, hidden ones and what npm installed left out.

    Raises CcbError for a name that is not UTF-8 or has a control character, and for a link that leads out.
    """
    with os.scandir(folder / below) as entries:
        for entry in entries:
            name = below + entry.name
            if entry.name.startswith(".") or entry.name == "node_modules":
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from walk(folder, f"{name}/")
            elif entry.is_symlink() and not (folder / name).resolve().is_relative_to(folder.resolve()):
                raise CcbError("this link leads out of the course", str(folder / name), 0, "copy the file here instead")
            elif entry.is_file():
                if not entry.name.isprintable():
                    shown = ascii(str(folder / name))
                    raise CcbError("a file name that is not printable UTF-8", shown, 0, "rename the file")
                yield name


def _is_index(path: str) -> bool:
    return path.rpartition("/")[2].lower().rpartition(".")[0] in ("index", "_index", "readme")


def _reading_order(path: str) -> tuple[tuple[str, bool, str], ...]:
    """By folder, an index page before its neighbours, files before folders of the same name."""
    folder, _, name = path.rpartition("/")
    parts = tuple((part, True, "") for part in folder.split("/") if part)
    return (*parts, ("", not _is_index(path), name))


def _tag(folder: str) -> str:
    """The language that a folder of locales/ names, or ""."""
    try:
        return bcp47(folder)
    except CcbError:
        return ""
