"""Writing a pack: a folder for each format, its notices, manifest and checksums, all put in place at once."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import ccb_l10n
from ccb_l10n.errors import CcbError, UnavailableError
from ccb_l10n.model import Finding, Severity
from ccb_l10n.packs import fonts, formats, manifest, notices
from ccb_l10n.packs.book import Book
from ccb_l10n.packs.manifest import CHECKSUMS, MANIFEST, SIGNATURE
from ccb_l10n.packs.tally import PageTally
from ccb_l10n.workflow.contents import Contents, Wanted
from ccb_l10n.workflow.fontfiles import FontFiles
from ccb_l10n.workflow.freshness import sha256
from ccb_l10n.workflow.ordering import Formats
from ccb_l10n.workspace import Course, Workspace, read_text

TOOL = f"ccb-l10n {ccb_l10n.__version__}"
_LICENCES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "COPYING")
_ATTRIBUTIONS = ("ATTRIBUTION", "ATTRIBUTION.txt", "ATTRIBUTION.md")
Hashes = dict[str, tuple[str, int]]  # SHA-256 and bytes, by path below the pack


@dataclass(frozen=True, slots=True)
class Pack:
    """The place of one pack, and the formats that it is wanted in."""

    workspace: Workspace
    course: Course
    wanted: Wanted
    formats: Formats
    epoch: int
    commit: str | None  # that the content is of, where it is one's

    @property
    def folder(self) -> Path:
        return self._folder(self.wanted.lang)

    def _folder(self, lang: str) -> Path:
        return self.workspace.pack(self.course.name, lang, self.wanted.region, self.wanted.edition.suffix)

    def write(
        self,
        contents: Contents,
        counts: Mapping[str, int],
        findings: Sequence[Finding],
        tallies: Sequence[PageTally],
        say: Callable[[str], None],
    ) -> tuple[str, tuple[str, ...]]:
        """Write everything beside the pack's place, then move it there.

        Returns the hash of the manifest and the formats that are in the pack. `say` hears why one is not.
        """
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{self.folder.name}.", dir=self.folder.parent))
        try:
            faces = FontFiles()
            book = contents.book(lambda lang: self._folder(lang).name, TOOL, self.epoch, faces)
            hashes: Hashes = {}
            made = tuple(form for form in self.formats.names if self._format(form, book, beside, hashes, say))
            if "epub" in made and not faces.used and fonts.script_of(book.course.locale) != fonts.LATIN:
                say(f"{book.name}: no fonts in the e-book: Noto's or fontTools (the extra `pdf`) are not here")
            told = manifest.told(self._values(contents, counts, findings, tallies, made, faces, book))
            self._notices(contents, told, faces, beside, hashes)
            told["files"] = manifest.listed(hashes)
            sums = {**hashes, MANIFEST: _put(beside / MANIFEST, manifest.text(told))}
            _put(beside / CHECKSUMS, manifest.checksums(sums))
            beside.chmod(0o755)
            _swap(beside, self.folder)
        finally:
            _remove(beside)
        return sums[MANIFEST][0], made

    def _format(self, form: str, book: Book, folder: Path, hashes: Hashes, say: Callable[[str], None]) -> bool:
        """Write a format's files; whether it is in the pack."""
        try:
            files = ((f"{form}/{name}", data) for name, data in formats.writer(form)(book))
            if form in self.formats.withheld and next(files, None):
                say(f"{book.name}: no {form}, which tells the answers: build it with --edition trainer, or -f {form}")
                return False
            written = self._written(folder, files)
        except UnavailableError as error:
            if not self.formats.lenient:
                raise
            say(f"{book.name}: no {form}: {error}")
            return False
        hashes |= written
        if not written:
            say(f"{book.name}: no {form}: the course has nothing for it")
        return bool(written)

    def _written(self, folder: Path, files: Iterable[tuple[str, bytes]]) -> Hashes:
        """Put the files into a folder; their checksums and sizes by path. No two may have the same place."""
        hashes: Hashes = {}
        places: set[str] = set()
        for name, data in files:
            if name.casefold() in places:
                shown = f"content/{self.course.name}/{name.partition('/')[2]}"
                raise CcbError("another file of the pack has this place", shown, 0, "rename this file, or its page")
            places.add(name.casefold())
            hashes[name] = _put(folder / name, data)
        return hashes

    def _values(
        self,
        contents: Contents,
        counts: Mapping[str, int],
        findings: Sequence[Finding],
        tallies: Sequence[PageTally],
        made: tuple[str, ...],
        faces: FontFiles,
        book: Book,
    ) -> manifest.Values:
        """What the manifest says, but for the files."""
        course, wanted = self.course, self.wanted
        named = {each for text in contents.sources.values() for each in book.terms.named(text)} if book.terms else ()
        return manifest.Values(
            course=course.name,
            title=course.title or course.name,
            language=wanted.lang,
            source_language=course.source_language,
            tool=TOOL,
            counts=counts,
            pages=tallies,
            files={},
            formats=made,
            version=course.version,
            licence=course.licence,
            edition=wanted.edition.value,
            region=wanted.region,
            with_drafts=wanted.with_drafts,
            source_commit=self.commit,
            engines=contents.engines,
            reviewers=contents.reviewers,
            concepts=[each for each in contents.glossary.concepts if each.id in named],
            findings=findings,
            overrides=contents.overrides,
            fonts=fonts.told(faces.used),
            languages=wanted.siblings,
        )

    def _notices(
        self,
        contents: Contents,
        told: Mapping[str, Any],
        faces: FontFiles,
        folder: Path,
        hashes: Hashes,
    ) -> None:
        texts = {
            "LICENSE": notices.licence(told, self._own(_LICENCES)),
            "ATTRIBUTION": notices.attribution(
                told,
                title=contents.title(),
                translators=contents.translators,
                own=self._own(_ATTRIBUTIONS),
                fonts=_fonts(faces),
            ),
            "REVIEW": notices.review(told),
            "ACCESSIBILITY": notices.accessibility(told),
        }
        for name, text in texts.items():
            hashes[name] = _put(folder / name, text.encode())

    def _own(self, names: Sequence[str]) -> str | None:
        """The text of one of the course's own notices, or of the one for all courses."""
        folders = (self.course.folder, self.workspace.root / "content")
        paths = (folder / name for folder in folders for name in names)
        return next((read_text(path, self.workspace.shown(path)) for path in paths if path.is_file()), None)


def intact(folder: Path, expected: str) -> bool:
    """Whether the pack on disk is the one whose manifest has this hash, every file as it was written and no other.
    A signature may have come since."""
    try:
        data = (folder / MANIFEST).read_bytes()
        if sha256(data) != expected:
            return False
        listed = {each["path"]: each["sha256"] for each in json.loads(data)["files"]}
        present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        return present - {SIGNATURE} == {*listed, MANIFEST, CHECKSUMS} and all(
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
    edits = tuple(tuple(each) for each in plain["edits"])
    return Finding(**{**plain, "severity": Severity(plain["severity"]), "span": span, "edits": edits})


def _fonts(faces: FontFiles) -> list[str]:
    """The fonts in a pack's books, each once; their own notices are in the books."""
    names = dict.fromkeys(f"{each['family']} {each['version']}" for each in fonts.told(faces.used))
    return [f"{name} (SIL Open Font License 1.1, https://openfontlicense.org)" for name in names]


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
