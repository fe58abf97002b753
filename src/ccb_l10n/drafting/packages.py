"""Argos packages on this machine: where they lie, what they say of themselves, which one serves a pair.

A package is a folder, or a zip (`.argosmodel`) with one top folder, that holds `metadata.json`, a
CTranslate2 model in `model/` and a tokenizer. Nothing here loads a model or opens a connection.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ccb_l10n import locales
from ccb_l10n.errors import CcbError

SUFFIX = ".argosmodel"
_INDEX = "https://www.argosopentech.com/argospm/index/"
_NEEDED = ("model/model.bin", "model/config.json", "sentencepiece.model")
# What zipfile raises for damage, a password, a name in no encoding or a compression unknown here.
UNREADABLE = (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
_LONGEST = 40  # characters of a code or version; public packages have 2 to 5
_LARGEST = 4 * 2**30  # bytes of one unpacked part; public packages hold about 100 MB


@dataclass(frozen=True)
class Package:
    """A package as found. `source` and `target` are Argos' own codes; `size` is in bytes on disk.

    `problem` says why it cannot be used, or is empty.
    """

    path: Path
    source: str
    target: str
    version: str
    size: int
    target_prefix: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        return f"translate-{self.source}_{self.target}-{self.version}"

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its model and its tokenizer, in hexadecimal."""
        found = hashlib.sha256(self.part("model/model.bin"))
        found.update(self.part("sentencepiece.model"))
        return found.hexdigest()

    def part(self, name: str) -> bytes:
        """The content of one of its files. Raises CcbError when it cannot be read."""
        return _part(self.path, name)

    def model_files(self) -> dict[str, bytes]:
        """The files of `model/`, by name: what CTranslate2 takes instead of a folder."""
        return {name.removeprefix("model/"): self.part(name) for name in _names(self.path) if name.startswith("model/")}


def folders(environ: Mapping[str, str] | None = None) -> list[Path]:
    """Where packages are looked for: ARGOS_PACKAGES_DIR (one folder or more), else Argos' default folder."""
    known = os.environ if environ is None else environ
    given = known.get("ARGOS_PACKAGES_DIR", "")
    if given:
        return [Path(each) for each in given.split(os.pathsep) if each]
    home = known.get("XDG_DATA_HOME") or Path(known.get("HOME") or Path.home()) / ".local" / "share"
    return [Path(home) / "argos-translate" / "packages"]


def installed(environ: Mapping[str, str] | None = None) -> list[Package]:
    """All translation packages found, by pair and newest first, those with a `problem` too.

    Stray files, and folders without metadata.json, are passed over.
    """
    found = [
        read(path)
        for folder in folders(environ)
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if (path.is_dir() and (path / "metadata.json").is_file()) or path.suffix == SUFFIX
    ]
    found.sort(key=lambda each: _version(each.version), reverse=True)
    return sorted(found, key=lambda each: (each.source, each.target))


def find(source: str, target: str, environ: Mapping[str, str] | None = None) -> Package:
    """The newest usable package for a pair of BCP 47 codes. Raises CcbError: what to install, and where."""
    pair = (locales.argos(source), locales.argos(target))
    everything = installed(environ)
    for package in everything:
        if (package.source, package.target) == pair and not package.problem:
            return package
    raise CcbError(f"no Argos package translates {source} to {target}", hint=_advice(pair, everything, environ))


def read(path: Path) -> Package:
    """Read a package's description; what is wrong with it goes into `problem`."""
    try:
        fields = json.loads(_part(path, "metadata.json"))
        names = _names(path)
    except CcbError as error:
        return Package(path, "", "", "", 0, problem=error.message)
    except (ValueError, RecursionError) as error:
        return Package(path, "", "", "", 0, problem=f"metadata.json is not JSON: {error}")
    if not isinstance(fields, dict):
        return Package(path, "", "", "", 0, problem="metadata.json is not an object")
    source, target, version, prefix = (
        str(fields.get(key) or "") for key in ("from_code", "to_code", "package_version", "target_prefix")
    )
    return Package(path, source, target, version, _size(path), prefix, _problem(fields, names))


def _problem(fields: Mapping[str, object], names: frozenset[str]) -> str:
    if fields.get("type", "translate") != "translate":
        return f"it is of type {fields['type']}, not translate"
    for key in ("from_code", "to_code", "package_version"):
        value = fields.get(key)
        if not isinstance(value, str) or not re.fullmatch(rf"[\w.@-]{{1,{_LONGEST}}}", value):
            return f"metadata.json has no valid {key}"
    if "bpe.model" in names and "sentencepiece.model" not in names:
        return "it splits words with BPE, which is not supported"
    missing = [name for name in _NEEDED if name not in names]
    return f"it lacks {', '.join(missing)}" if missing else ""


def _version(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version[:_LONGEST]))


def _advice(pair: tuple[str, str], known: list[Package], environ: Mapping[str, str] | None) -> str:
    """The next step for a person without a package for the pair."""
    where = folders(environ)[0].absolute()
    lines = [
        f"put a package translate-{pair[0]}_{pair[1]}-*{SUFFIX} (from {_INDEX}) into {where}, as the file or "
        "unpacked; or set ARGOS_PACKAGES_DIR to the folder that has it"
    ]
    usable = sorted({f"{each.source} to {each.target}" for each in known if not each.problem})
    if usable:
        lines.append(f"installed: {', '.join(usable)}")
    lines += [f"not usable: {each.path} ({each.problem})" for each in known if each.problem]
    return "; ".join(lines)


def _part(path: Path, name: str) -> bytes:
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


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CcbError(f"it has no readable {path.name}: {error.strerror}", str(path)) from error


def _names(path: Path) -> frozenset[str]:
    """The names of its files, relative to the package, with slashes."""
    if path.is_dir():
        return frozenset(each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file())
    try:
        with zipfile.ZipFile(path) as archive:
            top = _top(archive)
            files = (name for name in archive.namelist() if name.startswith(top) and not name.endswith("/"))
            return frozenset(name.removeprefix(top) for name in files)
    except UNREADABLE as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> CcbError:
    why = str(error) or "it ends too early"  # an EOFError says nothing
    return CcbError(f"it is not a readable zip: {why}", str(path), hint="download the package again")


def _top(archive: zipfile.ZipFile) -> str:
    """The folder that the zip's metadata.json lies in, with its slash, or nothing."""
    found = [name for name in archive.namelist() if name.count("/") <= 1 and name.endswith("metadata.json")]
    return found[0].removesuffix("metadata.json") if found else ""


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
    return path.stat().st_size
