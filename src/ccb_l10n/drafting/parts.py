"""The files of a package, which is a folder, or a zip with one top folder that holds metadata.json."""

from __future__ import annotations

import hashlib
import lzma
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from ccb_l10n.errors import CcbError

# What zipfile raises for damage, a password, a name in no encoding or a compression unknown here.
UNREADABLE = (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
_LARGEST = 4 * 2**30  # bytes of one unpacked part; public packages hold about 100 MB


def content(path: Path, name: str) -> bytes:
    """What one of a package's files holds. Raises CcbError when it cannot be read."""
    if path.is_dir():
        return _file(path / name)
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo(_top(archive) + name)
            if entry.file_size > _LARGEST:
                raise CcbError(f"{name} is too large", str(path))
            return archive.read(entry)
    except KeyError as error:
        raise CcbError(f"it has no {name}", str(path)) from error
    except UNREADABLE as error:
        raise _damaged(path, error) from error


def names(path: Path) -> frozenset[str]:
    """The names of a package's files, relative to it, with slashes. Raises CcbError for what is no zip."""
    if path.is_dir():
        return frozenset(each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file())
    try:
        with zipfile.ZipFile(path) as archive:
            top = _top(archive)
            files = (name for name in archive.namelist() if name.startswith(top) and not name.endswith("/"))
            return frozenset(name.removeprefix(top) for name in files)
    except UNREADABLE as error:
        raise _damaged(path, error) from error


def digest(path: Path, chosen: Iterable[str]) -> str:
    """The SHA-256, in hexadecimal, of some of its files and their names, whatever their order and packing."""
    whole = hashlib.sha256()
    for name in sorted(chosen):
        whole.update(f"{name} {hashlib.sha256(content(path, name)).hexdigest()}\n".encode())
    return whole.hexdigest()


def size(path: Path) -> int:
    """Bytes on disk."""
    if path.is_dir():
        return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
    return path.stat().st_size


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CcbError(f"it has no readable {path.name}: {error.strerror}", str(path)) from error


def _damaged(path: Path, error: Exception) -> CcbError:
    why = str(error) or "it ends too early"  # an EOFError says nothing
    return CcbError(f"it is not a readable zip: {why}", str(path), hint="download the package again")


def _top(archive: zipfile.ZipFile) -> str:
    """The folder that the zip's metadata.json lies in, with its slash, or nothing."""
    found = [name for name in archive.namelist() if name.count("/") <= 1 and name.endswith("metadata.json")]
    return found[0].removesuffix("metadata.json") if found else ""
