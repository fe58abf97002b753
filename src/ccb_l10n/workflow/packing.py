"""Writing a pack: a folder for each format, its manifest and checksums, all put in place at once."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import ccb_l10n
from ccb_l10n import locales
from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.inline import PLAIN
from ccb_l10n.model import Catalog, Document, Finding, Localised, Severity, State
from ccb_l10n.packs import formats
from ccb_l10n.packs.book import Book, CourseInfo, Edition
from ccb_l10n.packs.terms import Terms
from ccb_l10n.terminology.concepts import Glossary
from ccb_l10n.workflow.freshness import sha256
from ccb_l10n.workspace import MARKDOWN, Course, Workspace

MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"
TOOL = f"ccb-l10n {ccb_l10n.__version__}"


@dataclass(frozen=True, slots=True)
class Pack:
    """One course in one language, in these formats."""

    workspace: Workspace
    course: Course
    lang: str  # BCP 47
    formats: tuple[str, ...]
    with_drafts: bool
    glossary: Callable[[], Glossary]  # read when the pack is made
    edition: Edition
    siblings: tuple[str, ...]  # the languages of the same build, this one among them

    @property
    def folder(self) -> Path:
        return self._folder(self.lang)

    def _folder(self, lang: str) -> Path:
        return self.workspace.pack(self.course.name, lang, self.edition.suffix)

    def write(
        self,
        pages: Iterable[Localised],
        sources: Sequence[Document],
        catalog: Catalog,
        counts: Mapping[str, int],
        findings: Sequence[Finding],
    ) -> str:
        """Write everything beside the pack's place, then move it there; the hash of the manifest.

        `pages` are taken one by one; what taking them adds to `findings` is in the manifest.
        """
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{self.folder.name}.", dir=self.folder.parent))
        try:
            hashes = self._written(beside, self._files(pages, sources, catalog))
            manifest = self._manifest(hashes, counts, findings)
            hashes[MANIFEST] = _put(beside / MANIFEST, manifest)
            sums = "".join(f"{hashes[name][0]}  {name}\n" for name in sorted(hashes))
            _put(beside / CHECKSUMS, sums.encode())
            beside.chmod(0o755)
            _swap(beside, self.folder)
        finally:
            _remove(beside)
        return hashes[MANIFEST][0]

    def _written(self, folder: Path, files: Iterable[tuple[str, bytes]]) -> dict[str, tuple[str, int]]:
        """Put the files into a folder; their checksums and sizes by path. No two may have the same place."""
        hashes: dict[str, tuple[str, int]] = {}
        places: set[str] = set()
        for name, data in files:
            if name.casefold() in places:
                shown = f"content/{self.course.name}/{name.partition('/')[2]}"
                raise CcbError("another file of the pack has this place", shown, 0, "rename this file, or its page")
            places.add(name.casefold())
            hashes[name] = _put(folder / name, data)
        return hashes

    def _files(
        self, pages: Iterable[Localised], sources: Sequence[Document], catalog: Catalog
    ) -> Iterator[tuple[str, bytes]]:
        """Every file of the formats, path below the pack's folder and content."""
        book = self._book(pages, sources, catalog)
        for form in self.formats:
            yield from ((f"{form}/{name}", data) for name, data in formats.writer(form)(book))

    def _book(self, pages: Iterable[Localised], sources: Sequence[Document], catalog: Catalog) -> Book:
        documents = tuple(pages)
        course = self.course
        info = CourseInfo(
            name=course.name,
            title=self._title(catalog),
            version=course.version,
            licence=course.licence,
            source_locale=course.source_language,
            locale=self.lang,
            order=tuple(page.path for page in documents),
        )
        return Book(
            info,
            documents,
            TOOL,
            self.folder.name,
            self.edition,
            siblings={lang: self._folder(lang).name for lang in self.siblings},
            sources={source.path: source.text for source in sources},
            terms=Terms(self.glossary(), course.source_language, self.lang, course.name, course.subjects),
            files={name: partial((course.folder / name).read_bytes) for name in self._others()},
        )

    def _title(self, catalog: Catalog) -> str:
        """The course's title, in its language where some page has the same words."""
        title = self.course.title or self.course.name
        shipped = {State.TRANSLATED, State.REVIEWED} | ({State.DRAFT} if self.with_drafts else set())
        same = (each.target for each in catalog.messages if each.source == title and each.state in shipped)
        return next((target for target in same if target and PLAIN.match(target)), title)

    def _others(self) -> list[str]:
        """The course's images and other files, which go along as they are."""
        return [name for name in self.course.files() if not name.lower().endswith(MARKDOWN) and name != "course.toml"]

    def _manifest(
        self, hashes: Mapping[str, tuple[str, int]], counts: Mapping[str, int], findings: Sequence[Finding]
    ) -> bytes:
        course = self.course
        severities = {each.value: sum(found.severity is each for found in findings) for each in Severity}
        told = {
            "schema": 1,
            "course": course.name,
            "title": course.title or course.name,
            "version": course.version,
            "licence": course.licence,
            "source_language": course.source_language,
            "language": self.lang,
            "direction": locales.direction(self.lang),
            "formats": list(self.formats),
            "drafts": "included" if self.with_drafts else "excluded",
            "counts": dict(counts),
            "findings": severities,
            "tool": TOOL,
            "files": [
                {"path": name, "bytes": size, "sha256": checksum} for name, (checksum, size) in sorted(hashes.items())
            ],
        }
        return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def intact(folder: Path, manifest: str) -> bool:
    """Whether the pack on disk is the one with this manifest, every file as it was written and no other."""
    try:
        data = (folder / MANIFEST).read_bytes()
        if sha256(data) != manifest:
            return False
        listed = {each["path"]: each["sha256"] for each in json.loads(data)["files"]}
        present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        return present == {*listed, MANIFEST, CHECKSUMS} and all(
            sha256((folder / name).read_bytes()) == checksum for name, checksum in listed.items()
        )
    except OSError:
        return False


def shown_path(pack: Pack, form: str) -> str:
    """Where a format of a pack stands, relative to the workspace."""
    return pack.workspace.shown(pack.folder / form)


def plain_finding(finding: Finding) -> dict[str, object]:
    """A finding as JSON can hold it."""
    return asdict(finding)


def finding_of(plain: Mapping[str, Any]) -> Finding:
    """The finding that `plain_finding` made plain."""
    span = tuple(plain["span"]) if plain["span"] else None
    return Finding(**{**plain, "severity": Severity(plain["severity"]), "span": span})


def _put(path: Path, data: bytes) -> tuple[str, int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return sha256(data), len(data)


def _swap(beside: Path, place: Path) -> None:
    """Put a finished folder in its place; the old one goes only when the new one is whole."""
    if place.is_symlink() or not place.exists():
        _remove(place)
        beside.rename(place)
        return
    old = beside.with_name(f"{beside.name}.old")
    place.rename(old)
    beside.rename(place)
    _remove(old)


def _remove(path: Path) -> None:
    """Remove a file, a folder or a link, never what a link leads to."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)
