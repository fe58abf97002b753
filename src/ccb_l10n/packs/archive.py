"""Zip archives: written so that the same files give the same bytes everywhere, and unpacked without harm.

The writer is our own (APPNOTE 6.3.10, the parts of 1989), since zipfile leaves bytes to the Python and the zlib that
run it. See docs/adr/0007-packs.md.
"""

from __future__ import annotations

import shutil
import stat
import struct
import tempfile
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath

from ccb_l10n.errors import CcbError
from ccb_l10n.packs.deflate import deflate

EPOCH = 315532800  # 1980-01-01 in UTC, where zip's time begins
_LAST = 4354819200  # 2108-01-01, which it does not reach
ENTRIES = 20_000  # files that an archive may unpack to
LARGEST = 4 * 2**30  # bytes that it may unpack to
RATIO = 100  # bytes unpacked for one packed; DEFLATE reaches 1,032, course text less than ten
_SMALL = 16 * 2**20  # bytes unpacked that no ratio makes dangerous
_LONGEST = 255  # bytes of a name's part, which is what file systems take
_PACKED = 4 * 2**20  # bytes above which a file is stored: packing it in Python would take seconds
_SAMPLE = 2**15  # bytes that tell whether a file can be packed at all
_WORTH = 0.9  # of its size: a file that packing leaves larger is stored
_KEPT = 2**18  # bytes of a file whose packed form is kept for the next archive
_CHUNK = 2**20
_UTF8, _UNIX, _VERSION = 0x800, 3 << 8, 20  # of names; of the maker; DEFLATE needs 2.0
_FILE = (stat.S_IFREG | 0o644) << 16
_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError)


class UnsafeError(CcbError):
    """An archive that is not unpacked, because of what is in it."""


def zipped(
    files: Iterable[tuple[str, bytes]],
    *,
    first: tuple[str, ...] = (),
    stored: frozenset[str] = frozenset(),
    epoch: int = EPOCH,
) -> bytes:
    """A zip of (path, content): those of `first` in that order, the rest sorted; the same bytes for the same files.

    `stored` names files that must not be packed. `epoch` is the time that all of them get, in seconds since 1970, UTC;
    what zip cannot say becomes 1980. Raises CcbError for a path that could not be unpacked everywhere, for one that
    differs from another only in case, and for more than zip can hold.
    """
    rank = {name: at for at, name in enumerate(first)}
    ordered = sorted(files, key=lambda each: (rank.get(each[0], len(rank)), each[0]))
    names = [name for name, _ in ordered]
    fault = next(filter(None, map(name_fault, names)), "") or crowded(names)
    if fault:
        raise CcbError(f"cannot be in a zip: {fault}", hint="rename the file")
    if len(ordered) > 0xFFFE or sum(len(data) + 2 * len(name) + 200 for name, data in ordered) > 0xFFFF0000:
        raise CcbError("more than a zip can hold: 65,534 files, 4 GB", hint="make the course's images smaller")
    local: list[bytes] = []
    central: list[bytes] = []
    at = 0
    for name, data in ordered:
        head, tail, body = _entry(name, data, name in stored, _stamp(epoch), at)
        local += [head, body]
        central.append(tail)
        at += len(head) + len(body)
    listed = b"".join(central)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(central), len(central), len(listed), at, 0)
    return b"".join((*local, listed, end))


def _entry(name: str, data: bytes, stored: bool, stamp: tuple[int, int], at: int) -> tuple[bytes, bytes, bytes]:
    """A file's local header, its header in the list at the end, and its content."""
    pack = _packed_before if len(data) <= _KEPT else _packed
    packed = b"" if stored else pack(data)
    method = 8 if packed else 0
    packed = packed or data
    path = name.encode()
    about = (
        _VERSION,
        0 if name.isascii() else _UTF8,
        method,
        *stamp,
        zlib.crc32(data),
        len(packed),
        len(data),
        len(path),
    )
    head = struct.pack("<4s5H3L2H", b"PK\3\4", *about, 0) + path
    tail = struct.pack("<4s6H3L5H2L", b"PK\1\2", _UNIX | _VERSION, *about, 0, 0, 0, 0, _FILE, at) + path
    return head, tail, packed


def _packed(data: bytes) -> bytes:
    """The data deflated, or nothing where that is not worth it: fonts and images are packed already."""
    if len(data) > _PACKED or (len(data) > _SAMPLE and len(deflate(data[:_SAMPLE])) > _WORTH * _SAMPLE):
        return b""
    packed = deflate(data)
    return packed if len(packed) < _WORTH * len(data) else b""


_packed_before = lru_cache(128)(_packed)  # several formats and languages have the same files


def _stamp(epoch: int) -> tuple[int, int]:
    """Time and date as DOS has them: two-second steps, 1980 to 2107."""
    year, month, day, hour, minute, second, *_ = time.gmtime(epoch if EPOCH <= epoch < _LAST else EPOCH)
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def name_fault(name: str) -> str:
    """What is wrong with a file's path for any of the systems that packs are opened on, or nothing."""
    shown, parts = ascii(name), name.split("/")
    if name.startswith("/") or "\\" in name or ".." in parts or ":" in name:
        return f"a name that leads out of it, {shown}"
    if not name.isprintable() or {"", "."} & set(parts) or any(len(part.encode()) > _LONGEST for part in parts):
        return f"a name that is none, {shown}"
    if any(
        part[-1] in ". " or set(part) & set('<>"|?*') or part.partition(".")[0].lower() in _RESERVED for part in parts
    ):
        return f"a name that Windows does not take, {shown}"
    return ""


def crowded(names: Sequence[str]) -> str:
    """What is wrong with all paths together where case and accents' spelling don't count, or nothing."""
    files: dict[str, str] = {}
    for name in names:
        other = files.get(folded(name))
        if other is not None:
            return f"{name!a} twice" if other == name else f"names that differ in case alone, {other!a} and {name!a}"
        files[folded(name)] = name
    above: dict[str, str] = {}
    for folder in sorted({str(each) for name in names for each in PurePosixPath(name).parents}):
        other = above.setdefault(folded(folder), folder)
        if other != folder:
            return f"names that differ in case alone, {other!a} and {folder!a}"
    return next((f"{files[each]!a}, a file and a folder" for each in above if each in files), "")


def folded(name: str) -> str:
    """A path as file systems compare it that fold case and accents."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def unpack(path: Path, folder: Path) -> int:
    """Unpack a zip into a folder that is new or empty; how many files. All of it is written, or nothing.

    Raises UnsafeError for what it must not hold (names that lead out, links, twins, a bomb, damaged files), CcbError
    for a file that is no zip, and for a folder that has something in it.
    """
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise CcbError("there is something here already", str(folder), hint="name a new or an empty folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        count = _unpacked(path, beside)
        beside.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    finally:
        if beside.exists():
            shutil.rmtree(beside)
    return count


def _unpacked(path: Path, folder: Path) -> int:
    with _opened(path) as archive:
        entries = archive.infolist()
        fault = _too_much(entries) or next(filter(None, map(_fault, entries)), "")
        fault = fault or crowded([each.filename for each in entries if not each.is_dir()])
        if fault:
            raise UnsafeError(f"it has {fault}; nothing was unpacked", str(path))
        for entry in entries:
            place = folder / entry.filename
            try:
                (place if entry.is_dir() else place.parent).mkdir(parents=True, exist_ok=True)
                if not entry.is_dir():
                    with place.open("xb") as file:
                        file.writelines(_content(archive, entry, path))
            except FileExistsError:  # a folder's name, spelt in another way, is a file's
                raise UnsafeError(f"it has {entry.filename!a} twice; nothing was unpacked", str(path)) from None
    return sum(not each.is_dir() for each in entries)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _UNREADABLE as error:
        raise CcbError(
            f"not a readable zip: {error}", str(path), hint="get the file again from who published it"
        ) from None


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    """A file's content, never more than its entry says; zipfile compares the checksum at the end."""
    try:
        with archive.open(entry) as file:
            while data := file.read(_CHUNK):
                yield data
    except _UNREADABLE as error:
        told = f"{entry.filename} is damaged: {error or 'it ends too early'}; nothing was unpacked"
        raise UnsafeError(told, str(path)) from None


def _too_much(entries: Sequence[zipfile.ZipInfo]) -> str:
    """What makes it a bomb, or nothing."""
    if len(entries) > ENTRIES:
        return f"{len(entries)} files, more than {ENTRIES}"
    unpacked, packed = (sum(getattr(each, size) for each in entries) for size in ("file_size", "compress_size"))
    if unpacked > LARGEST:
        return f"{unpacked / 1e9:.1f} GB of files, more than {LARGEST / 1e9:.1f}"
    if unpacked > _SMALL and unpacked > RATIO * packed:
        return f"files of {unpacked // max(packed, 1)} times its size, as no course has"
    return ""


def _fault(entry: zipfile.ZipInfo) -> str:
    """What is wrong with one entry, or nothing."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    fault = name_fault(entry.orig_filename.removesuffix("/"))
    if not fault and kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        fault = f"a link or another special file, {entry.filename!a}"
    if not fault and entry.file_size and entry.is_dir():
        fault = f"a folder with content, {entry.filename!a}"
    return fault or (f"an encrypted file, {entry.filename!a}" if entry.flag_bits & 1 else "")
