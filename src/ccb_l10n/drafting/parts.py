"""The files of a package, which is a folder, or a zip with one top folder that holds metadata.json.

Nothing here takes more memory than a package's parts may need, whatever a zip says of itself.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from ccb_l10n.errors import CcbError

# What zipfile raises for damage, a password or a name in no encoding.
UNREADABLE = (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error)
METADATA, WEIGHTS = "metadata.json", "model/model.bin"
LARGEST = 4 * 2**30  # bytes unpacked, in all; public packages have some hundred MB
_PARTS = {METADATA: 2**20, WEIGHTS: LARGEST}  # bytes of one part; of others:
_OTHERS = 64 * 2**20  # vocabularies and tokenizers of public packages have about 1 MB
_RATIO = 200  # bytes unpacked for a byte packed; models compress to no less than a tenth
_SMALL = 64 * 2**20  # bytes unpacked that no ratio makes dangerous
# Those that unpack as much as was asked for and no more. Public packages have no others.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
AGAIN = "get the package again, from where it was published"


def content(path: Path, name: str) -> bytes:
    """What one of a package's files holds. Raises CcbError when it cannot be read, or has more than such a part has."""
    try:
        return _file(path, name) if path.is_dir() else _entry(path, name)
    except MemoryError as error:
        raise no_memory(path) from error


def names(path: Path) -> frozenset[str]:
    """The names of a package's files, relative to it, with slashes. Raises CcbError for what is no zip."""
    if path.is_dir():
        return frozenset(each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file())
    _must_be_file(path)
    try:
        with zipfile.ZipFile(path) as archive:
            top = _top(archive)
            files = (name for name in archive.namelist() if name.startswith(top) and not name.endswith("/"))
            return frozenset(name.removeprefix(top) for name in files)
    except UNREADABLE as error:
        raise _damaged(path, error) from error
    except MemoryError as error:
        raise no_memory(path) from error


def hashes(path: Path, chosen: Iterable[str]) -> dict[str, str]:
    """The SHA-256, in hexadecimal, of some of its files, by their names."""
    return {name: hashlib.sha256(content(path, name)).hexdigest() for name in sorted(chosen)}


def together(known: Mapping[str, str]) -> str:
    """One SHA-256 of the files' names and hashes: not that of any file."""
    return hashlib.sha256("".join(f"{name} {known[name]}\n" for name in sorted(known)).encode()).hexdigest()


def size(path: Path) -> int:
    """Bytes on disk."""
    if path.is_dir():
        return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
    return path.stat().st_size


def swollen(unpacked: int, packed: int) -> str:
    """What is wrong with a zip, or a part of one, that unpacks to so many bytes, or nothing."""
    if unpacked > LARGEST:
        return f"it unpacks to {unpacked / 1e9:.1f} GB, more than {LARGEST / 1e9:.1f}"
    if unpacked > _SMALL and unpacked > _RATIO * packed:
        return f"it unpacks to {unpacked // max(packed, 1)} times its size, as no model does"
    return ""


def odd(entry: zipfile.ZipInfo) -> str:
    """What is wrong with how an entry of a zip is packed, or nothing."""
    if entry.flag_bits & 1:
        return f"it is encrypted, as {entry.orig_filename!a} is"
    if entry.compress_type not in _METHODS:
        return f"{entry.orig_filename!a} is compressed in a way that packages are not ({entry.compress_type})"
    return ""


def no_memory(path: Path) -> CcbError:
    """That a package needs more memory than there is."""
    return CcbError(
        "there is not enough memory for the model; drafts made so far are kept",
        str(path),
        hint="close other programs, then the same command again; or --device cpu where it ran on a card",
    )


def _file(path: Path, name: str) -> bytes:
    place, most = path / name, _PARTS.get(name, _OTHERS)
    try:
        if place.exists() and not place.is_file():
            raise CcbError(f"its {name} is no file", str(path), hint=AGAIN)
        if place.stat().st_size > most:
            raise _too_large(path, name)
        return place.read_bytes()
    except OSError as error:
        raise CcbError(f"it has no readable {name}: {error.strerror}", str(path), hint=AGAIN) from error


def _entry(path: Path, name: str) -> bytes:
    _must_be_file(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo(_top(archive) + name)
            if fault := odd(entry) or swollen(entry.file_size, entry.compress_size):
                raise zipfile.BadZipFile(fault)
            if entry.file_size > _PARTS.get(name, _OTHERS):
                raise _too_large(path, name)
            with archive.open(entry) as file:
                return file.read(entry.file_size + 1)  # with a size, it unpacks no more: the zip may lie
    except KeyError as error:
        raise CcbError(f"it has no {name}", str(path), hint=AGAIN) from error
    except UNREADABLE as error:
        raise _damaged(path, error) from error


def _must_be_file(path: Path) -> None:
    """Not a pipe, which would never end. Raises CcbError; what may not be looked at is left to who opens it."""
    try:
        if not path.exists():
            raise CcbError("there is no such file", str(path), hint="check the name")
        if not path.is_file():
            raise CcbError("it is neither a file nor a folder", str(path), hint="name an .argosmodel file")
    except OSError as error:
        raise CcbError(f"it cannot be read: {error.strerror}", str(path), hint="see who may read it") from error


def _too_large(path: Path, name: str) -> CcbError:
    most = _PARTS.get(name, _OTHERS) / 1e6
    return CcbError(f"its {name} is larger than {most:.0f} MB, as none is", str(path), hint=AGAIN)


def _damaged(path: Path, error: Exception) -> CcbError:
    why = str(error) or "it ends too early"  # an EOFError says nothing
    return CcbError(f"it is not a readable zip: {why}", str(path), hint=AGAIN)


def _top(archive: zipfile.ZipFile) -> str:
    """The folder that the zip's metadata.json lies in, with its slash, or nothing."""
    found = [name for name in archive.namelist() if name.count("/") <= 1 and name.endswith(METADATA)]
    return found[0].removesuffix(METADATA) if found else ""
