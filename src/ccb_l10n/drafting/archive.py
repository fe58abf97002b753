"""An .argosmodel zip from elsewhere: what is looked at before anything of it is written, and its unpacking."""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from ccb_l10n.drafting import packages, parts
from ccb_l10n.drafting.packages import Package
from ccb_l10n.errors import CcbError

ENTRIES = 10_000  # files and folders; public packages with a sentence splitter have about 20
_LONGEST = 255  # bytes of a name, which is what file systems take
_CHUNK = 2**20
_HINT = "download the package again, from where it was published"


def checked(path: Path) -> Package:
    """The package that a zip holds, after everything that can be checked without unpacking it.

    Raises CcbError, with the file, for what is no package: no zip, damaged, more than one top folder, names
    that lead out of it, links and special files, names twice, more than it should unpack to, parts missing.
    """
    if path.is_dir():
        hint = "name an .argosmodel file; `ccb-l10n models import DIR` takes the folder of a Marian model"
        raise CcbError("it is a folder, not an .argosmodel file", str(path), hint=hint)
    if not path.is_file():
        fault = "it is no plain file" if path.exists() else "there is no such file"
        raise CcbError(fault, str(path), hint="check the name; of a pair name both, such as en fr")
    if path.stat().st_size == 0:
        raise CcbError("the file is empty", str(path), hint=_HINT)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except packages.UNREADABLE as error:
        raise CcbError(f"not a readable zip: {error}", str(path), hint=_HINT) from None
    fault = _too_much(entries) or next(filter(None, map(_fault, entries)), "") or _crowded(entries)
    if fault:
        raise CcbError(f"{fault}; nothing was written", str(path), hint=_HINT)
    package = packages.read(path)
    if package.problem:
        raise CcbError(f"not a package that can be used: {package.problem}", str(path), hint=_HINT)
    return package


def unpacked_size(path: Path) -> int:
    """Bytes that a checked zip takes when unpacked."""
    with zipfile.ZipFile(path) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def unpack(path: Path, folder: Path) -> Path:
    """Unpack a checked zip into an empty folder; give its top folder. Every file is compared with its checksum.

    Raises CcbError where the zip is damaged, OSError where the disk does not take it.
    """
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            place = folder / entry.filename
            (place if entry.is_dir() else place.parent).mkdir(parents=True, exist_ok=True)
            if not entry.is_dir():
                _write(place, _content(archive, entry, path))
    return next(folder.iterdir())


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    try:
        with archive.open(entry) as file:
            while data := file.read(_CHUNK):
                yield data
    except packages.UNREADABLE as error:
        raise CcbError(f"damaged at {entry.filename}: {error or 'it ends too early'}", str(path), hint=_HINT) from None


def _write(place: Path, content: Iterable[bytes]) -> None:
    with place.open("xb") as file:
        file.writelines(content)
        file.flush()
        os.fsync(file.fileno())


def _too_much(entries: Sequence[zipfile.ZipInfo]) -> str:
    """A zip that is a bomb, or no package at all."""
    if len(entries) > ENTRIES:
        return f"it holds {len(entries)} files, more than {ENTRIES}"
    unpacked, packed = (sum(getattr(each, size) for each in entries) for size in ("file_size", "compress_size"))
    return parts.swollen(unpacked, packed)


def _fault(entry: zipfile.ZipInfo) -> str:
    """What is wrong with one entry's name or kind, or nothing."""
    shown, kind = ascii(entry.orig_filename), stat.S_IFMT(entry.external_attr >> 16)
    name = entry.orig_filename.removesuffix("/")
    folders = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in name or ".." in folders:
        return f"it has a name that leads out of it, {shown}"
    if not name.isprintable() or {"", "."} & set(folders) or any(len(each.encode()) > _LONGEST for each in folders):
        return f"it has a name that is none, {shown}"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return f"it has a link or another special file, {shown}"
    if len(folders) < 2 and not entry.is_dir():
        return f"it has a file outside its one top folder, {shown}"
    return parts.odd(entry)


def _crowded(entries: Sequence[zipfile.ZipInfo]) -> str:
    """What is wrong with all names together, on file systems that fold case and accents too."""
    tops = {each.filename.partition("/")[0] for each in entries}
    if len(tops) != 1:
        return f"it has {len(tops)} top folders" if tops else "it is empty"
    names = [_folded(each.filename) for each in entries]
    files = {name for name, each in zip(names, entries, strict=True) if not each.is_dir()}
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        return f"it has a name twice, {twice!a}"
    inside = next((str(above) for name in names for above in PurePosixPath(name).parents if str(above) in files), "")
    return f"{inside!a} is a file and a folder in it" if inside else ""


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.removesuffix("/")).casefold()
