"""`pack`: is a pack as it was published, and by whom; keys and signatures on disk."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ccb_l10n.errors import CcbError
from ccb_l10n.packs import archive, signing
from ccb_l10n.packs.archive import UnsafeError
from ccb_l10n.packs.manifest import CHECKSUMS, MANIFEST, SCHEMA, SIGNATURE
from ccb_l10n.packs.signing import PublicKey, SecretKey
from ccb_l10n.workspace import read_bytes, write

_UNLISTED = {CHECKSUMS, SIGNATURE}  # what the checksums themselves do not list
_HEX = frozenset("0123456789abcdef")
_File = tuple[str, int]  # SHA-256 and bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What looking at a pack told. `problems` begin with the path in the pack that they are about."""

    problems: tuple[str, ...]
    files: int
    signer: str = ""  # the id of the key that its signature names, or empty where it has none
    checked: bool = False  # whether a key was given and the signature is by it
    comment: str = ""  # what the signer signed along, where `checked`


def verify(path: Path, key: PublicKey | None) -> Verdict:
    """Compare a pack, a folder or a zip, with its checksums and manifest, and with a key its signature.

    Raises CcbError for what is no pack or cannot be read.
    """
    if path.is_dir():
        return _verified(path, key)
    if not path.is_file():
        raise CcbError("there is no such pack", str(path), hint="name a pack's folder, or a zip of it")
    with tempfile.TemporaryDirectory(prefix="ccb-l10n-") as beside:
        folder = Path(beside) / "pack"
        try:
            archive.unpack(path, folder)
        except UnsafeError as error:
            return Verdict((f"{path.name}: {error.message}",), 0)
        inside = list(folder.iterdir())
        top = inside[0] if len(inside) == 1 and inside[0].is_dir() else folder
        return _verified(top, key, str(path))


def sign(folder: Path, key: SecretKey, epoch: str) -> bool:
    """Sign a pack's checksums; whether that changed anything.

    The signature names the pack, its version and, where `epoch` (SOURCE_DATE_EPOCH) is given, a time; never the
    clock's, so that signing again gives the same bytes. Raises CcbError for a pack that does not verify.
    """
    sums = _sums(folder, str(folder))
    problems = _content_problems(folder, sums)
    if problems:
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise CcbError(
            f"not signed, since it is not as it was built: {problems[0]}{more}", str(folder), 0, "build it again"
        )
    if epoch and not epoch.isdecimal():
        raise CcbError(f"SOURCE_DATE_EPOCH is no number of seconds: {epoch!r}", hint="correct or unset it")
    told = json.loads(read_bytes(folder / MANIFEST, str(folder / MANIFEST)))
    parts = [f"pack:{pack_name(told)}", f"version:{told.get('version') or 'none'}"]
    parts += [f"timestamp:{epoch}"] if epoch else []
    comment = "\t".join("".join(filter(str.isprintable, part)) for part in parts)
    return write(folder / SIGNATURE, signing.sign(sums, key, comment).encode())


def pack_name(manifest: Mapping[str, Any]) -> str:
    """The name of a pack's folder: its course, language, region and edition."""
    edition = manifest.get("edition")
    parts = (
        manifest.get("course"),
        manifest.get("language"),
        manifest.get("region"),
        edition if edition != "learner" else "",
    )
    return "-".join(str(part) for part in parts if part)


def keep_key(secret: Path, public: Path, password: str) -> PublicKey:
    """Make a new key and keep its two files; only the owner can read the secret one, under the password if any.

    Raises CcbError where one of the files exists: nothing brings an overwritten key back.
    """
    for path in (secret, public):
        if path.exists() or path.is_symlink():
            raise CcbError("a file is here already, and a key is never overwritten", str(path), 0, "name another file")
    key = SecretKey(secrets.token_bytes(signing.KEY_ID), secrets.token_bytes(signing.SEED))
    text = key.text(password, secrets.token_bytes(signing.SALT))
    secret.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(secret, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
        file.write(text)
    write(public, key.public.text().encode())
    return key.public


def public_key(given: str, folder: Path) -> PublicKey:
    """The key in a file, `folder` being where relative names begin, or the key itself in Base64."""
    path = folder / given
    if len(given) == 56 and given.startswith("RW") and not path.is_file():
        return signing.read_public(given, "--key")
    return signing.read_public(_text(read_bytes(path, str(path)), str(path)), str(path))


def secret_text(path: Path) -> tuple[str, bool]:
    """The text of a secret key's file, and whether others on this machine could read it."""
    text = _text(read_bytes(path, str(path)), str(path))
    return text, os.name == "posix" and bool(path.stat().st_mode & 0o077)


def source_commit(root: Path, paths: Sequence[str]) -> str | None:
    """The commit that the files below `root` are of; None outside of git, and where one of `paths` differs from it."""
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(root)]
    try:
        head = subprocess.run([*command, "rev-parse", "--verify", "HEAD"], capture_output=True, check=False)
        changes = subprocess.run([*command, "status", "--porcelain", "--", *paths], capture_output=True, check=False)
    except OSError:  # no git here
        return None
    if head.returncode or changes.returncode or changes.stdout:
        return None
    return head.stdout.decode("ascii").strip()


def _verified(folder: Path, key: PublicKey | None, shown: str = "") -> Verdict:
    sums = _sums(folder, shown or str(folder))
    problems = _content_problems(folder, sums)
    files = len(sums.splitlines()) + 1
    place = folder / SIGNATURE
    if not place.is_file() or place.is_symlink():
        missing = [f"{SIGNATURE}: missing; the pack is not signed"] if key else []
        return Verdict((*missing, *problems), files)
    try:
        found = signing.read(_text(place.read_bytes(), SIGNATURE), SIGNATURE)
    except CcbError as error:
        return Verdict((f"{SIGNATURE}: {error.message}", *problems), files)
    fault = signing.fault(sums, found, key) if key else ""
    told = [f"{SIGNATURE}: {fault}"] if fault else []
    checked = key is not None and not fault
    return Verdict((*told, *problems), files, found.signer, checked, found.comment if checked else "")


def _sums(folder: Path, shown: str) -> bytes:
    """The checksums' file, empty where it is missing. Raises CcbError for a folder that has no manifest either."""
    place = folder / CHECKSUMS
    if place.is_file() and not place.is_symlink():
        return read_bytes(place, f"{shown}: {CHECKSUMS}")
    if not (folder / MANIFEST).is_file():
        raise CcbError(
            f"not a pack: it has neither {CHECKSUMS} nor {MANIFEST}", shown, 0, "name the folder of one pack"
        )
    return b""


def _content_problems(folder: Path, sums: bytes) -> list[str]:
    """Everything in the folder that is not as the checksums and the manifest say."""
    present: list[str] = []
    problems = list(_odd(folder, "", present))
    crowded = archive.crowded(present)
    if crowded:
        problems.append(f"the pack has {crowded}")
    if CHECKSUMS not in present:
        return [*problems, f"{CHECKSUMS}: missing"]
    listed, faults = _listed(sums)
    told, unreadable = _told(folder, present)
    names = sorted({*listed, *(told or ()), *present} - _UNLISTED)
    compared = (_fault(folder, name, present, listed, told) for name in names)
    return [*problems, *faults, *unreadable, *filter(None, compared)]


def _odd(folder: Path, below: str, present: list[str]) -> Iterator[str]:
    """What no pack holds: links, special and hidden files, empty folders, odd names. The others go to `present`."""
    with os.scandir(folder / below) as entries:
        found = sorted(entries, key=lambda each: each.name)
    if below and not found:
        yield f"{below}: an empty folder"
    for entry in found:
        name = below + entry.name
        fault = archive.name_fault(name)
        if entry.is_symlink():
            yield f"{name!a}: a link; a pack has only files of its own"
        elif fault:
            yield f"the pack has {fault}"
        elif entry.name.startswith("."):
            yield f"{name}: hidden; a pack has no hidden files"
        elif entry.is_dir():
            yield from _odd(folder, f"{name}/", present)
        elif entry.is_file():
            present.append(name)
        else:
            yield f"{name}: a special file"


def _listed(sums: bytes) -> tuple[dict[str, str], list[str]]:
    """Checksums by path, and what is wrong with the list: it is to be the very bytes that `build` writes."""
    listed: dict[str, str] = {}
    try:
        lines = sums.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return {}, [f"{CHECKSUMS}: changed; it is not UTF-8"]
    for number, line in enumerate(lines[:-1], 1):
        checksum, gap, name = line[:64], line[64:66], line[66:]
        if len(checksum) < 64 or not _HEX.issuperset(checksum) or gap != "  " or archive.name_fault(name):
            return listed, [f"{CHECKSUMS}: changed; line {number} is no checksum and path"]
        listed[name] = checksum
    whole = "".join(f"{listed[name]}  {name}\n" for name in sorted(listed))
    return listed, [] if whole.encode() == sums else [f"{CHECKSUMS}: changed; its lines are not in order"]


def _fault(
    folder: Path, name: str, present: Sequence[str], listed: Mapping[str, str], told: Mapping[str, _File] | None
) -> str:
    """What is wrong with one file: as it is, as the checksums list it, and as the manifest does where it is one."""
    if name not in present:
        return f"{name}: missing"
    if name not in listed:
        return f"{name}: added; {CHECKSUMS} does not list it"
    actual = _hash(folder / name)
    said = (told or {}).get(name)
    if actual != listed[name]:
        if said and said[0] == actual:
            return f"{CHECKSUMS}: changed; it has another checksum of {name} than {MANIFEST} and the file"
        return f"{name}: changed" + (f", or its line in {CHECKSUMS}" if name == MANIFEST else "")
    if told is None or name == MANIFEST:
        return ""
    if not said:
        return f"{name}: not in {MANIFEST}"
    if said[0] != actual:
        return f"{name}: {MANIFEST} and {CHECKSUMS} differ about it"
    return "" if said[1] == (folder / name).stat().st_size else f"{name}: not of the size that {MANIFEST} says"


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _told(folder: Path, present: Sequence[str]) -> tuple[dict[str, _File] | None, list[str]]:
    """The files of the manifest, None where it cannot be read, and why."""
    if MANIFEST not in present:
        return None, []
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        files = {str(each["path"]): (str(each["sha256"]), int(each["bytes"])) for each in manifest["files"]}
        schema = int(manifest["schema"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None, [f"{MANIFEST}: not the manifest of a pack"]
    newer = f"{MANIFEST}: of schema {schema}, which is newer than this program knows; install a newer ccb-l10n"
    return files, [newer] if schema > SCHEMA else []


def _text(data: bytes, shown: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise CcbError("not a text file", shown) from None
