"""Argos packages: where they lie, what they say of themselves, which ones serve a pair.

A package is a folder, or a zip (`.argosmodel`) with one top folder, that holds `metadata.json`, a
CTranslate2 model in `model/` and a tokenizer. Nothing here loads a model or opens a connection.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ccb_l10n import locales
from ccb_l10n.drafting import parts
from ccb_l10n.drafting.parts import UNREADABLE as UNREADABLE
from ccb_l10n.errors import CcbError

SUFFIX = ".argosmodel"
INDEX = "https://www.argosopentech.com/argospm/index/"
MODEL = (parts.WEIGHTS, "model/config.json")
# Ways to split words, the first one found counts: a model for both languages, one for each (Marian), BPE codes.
TOKENIZERS = (("sentencepiece.model",), ("source.spm", "target.spm"), ("bpe.model",))
_NARROW = ("pt-BR", "zh-Hant")  # tags that have Argos codes of their own, beside their language's
# What all public packages have; other codes could serve no language, and other versions have no order.
CODE, VERSION = re.compile("[a-z]{2,3}"), re.compile(r"\d[\w.@-]{0,39}", re.ASCII)
_LONGEST = 40  # characters of a version that count


@dataclass(frozen=True)
class Package:
    """A package as found. `source` and `target` are Argos' own codes; `size` is in bytes on disk.

    `tokenizer` names the files that split words. `problem` says why it cannot be used, or is empty.
    """

    path: Path
    source: str
    target: str
    version: str
    size: int
    target_prefix: str = ""
    problem: str = ""
    tokenizer: tuple[str, ...] = TOKENIZERS[0]

    @property
    def name(self) -> str:
        return f"translate-{self.source}_{self.target}-{self.version}"

    @cached_property
    def digest(self) -> str:
        """What tells its text from others': a SHA-256, in hexadecimal, of those of its model's files and tokenizer."""
        return parts.together(self._hashes)

    @property
    def weights(self) -> str:
        """The SHA-256, in hexadecimal, of its `model/model.bin`: what `sha256sum` gives for the unpacked file."""
        return self._hashes[parts.WEIGHTS]

    @cached_property
    def _hashes(self) -> dict[str, str]:
        return parts.hashes(self.path, [*self.model_names(), *self.tokenizer])

    def part(self, name: str) -> bytes:
        """The content of one of its files. Raises CcbError when it cannot be read."""
        return parts.content(self.path, name)

    def model_files(self) -> dict[str, bytes]:
        """The files of `model/`, by name: what CTranslate2 takes instead of a folder."""
        return {name.removeprefix("model/"): self.part(name) for name in self.model_names()}

    def model_names(self) -> list[str]:
        """The files of `model/`, relative to the package, sorted."""
        return sorted(name for name in parts.names(self.path) if name.startswith("model/"))


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
    found = [read(path) for folder in folders(environ) for path in _entries(folder)]
    found.sort(key=lambda each: _version(each.version), reverse=True)
    return sorted(found, key=lambda each: (each.source, each.target))


def _entries(folder: Path) -> list[Path]:
    """What may be a package in a folder, sorted; nothing where the folder may not be read."""
    try:
        return sorted(filter(_may_be_one, folder.iterdir()))
    except OSError:
        return []


def _may_be_one(path: Path) -> bool:
    try:
        return path.suffix == SUFFIX or (path / "metadata.json").is_file()
    except OSError:
        return True  # no permission to look: `read` says so


def find(source: str, target: str, environ: Mapping[str, str] | None = None) -> Package:
    """The newest usable package for a pair of BCP 47 codes. Raises CcbError: what to install, and where."""
    return route(source, target, environ)[0]


def route(
    source: str, target: str, environ: Mapping[str, str] | None = None, *, allow_pivot: bool = False
) -> tuple[Package, ...]:
    """The packages that take a text from one BCP 47 language to another: one, or two where a pivot is allowed.

    Raises CcbError where there is none: what to install, and where.
    """
    everything = installed(environ)
    direct = serving(everything, source, target)
    if direct:
        return (direct,)
    through = hops(everything, source, target)
    if through and allow_pivot:
        return through
    narrow = narrower(everything, source, target)
    also = f"; one for {locales.name(narrow)} ({narrow}) is installed" if narrow else ""
    raise CcbError(
        f"no Argos package translates {source} to {target}{also}",
        hint="; ".join(_advice((source, target), everything, through, narrow, environ)),
    )


def given(path: Path, source: str, target: str) -> Package:
    """The package in a file or folder that somebody named for a pair of BCP 47 codes; it serves as an installed one.

    Raises CcbError where it cannot be used, or not for that pair.
    """
    package = read(path)
    if package.problem:
        raise CcbError(f"this package cannot be used: {package.problem}", str(path), hint=parts.AGAIN)
    if not serving([package], source, target):
        what = f"this package translates {package.source} to {package.target}, not {source} to {target}"
        raise CcbError(what, str(path), hint="name the package of the pair, or another --lang")
    return package


def serving(known: Sequence[Package], source: str, target: str) -> Package | None:
    """The newest usable one, of packages in the order of `installed`, for a pair of BCP 47 codes.

    A narrower tag falls back to its language, as in all catalogs: `pt-BR` is served by `pb`, else by `pt`. A
    language is never served by a narrower package, and no script by another one.
    """
    pairs = ((start, end) for end in _codes(target) for start in _codes(source))
    return next((found for start, end in pairs if (found := _newest(known, start, end))), None)


def _newest(known: Sequence[Package], start: str, end: str) -> Package | None:
    return next((each for each in known if (each.source, each.target) == (start, end) and not each.problem), None)


def _codes(tag: str) -> tuple[str, ...]:
    """Argos' codes for a tag, best first."""
    return tuple(dict.fromkeys(map(locales.argos, locales.fallbacks(tag))))


def hops(known: Sequence[Package], source: str, target: str) -> tuple[Package, ...]:
    """Two usable packages with a language between them, or none: English where it can be, else the first by its code.

    `known` and the languages are as in `serving`.
    """
    between = sorted({each.target for each in known}, key=lambda code: (code != "en", code))
    for code in between:
        first = next((found for start in _codes(source) if (found := _newest(known, start, code))), None)
        second = next((found for end in _codes(target) if (found := _newest(known, code, end))), None)
        if first and second:
            return first, second
    return ()


def narrower(known: Sequence[Package], source: str, target: str) -> str:
    """A narrower tag of the target's language that would be served, or nothing: `pb` is here, and `pt` was asked."""
    language = locales.parse(target).language
    narrow = [each for each in _NARROW if locales.parse(each).language == language]
    return next((each for each in narrow if serving(known, source, each)), "")


def read(path: Path) -> Package:
    """Read a package's description; what is wrong with it goes into `problem`."""
    try:
        fields = json.loads(parts.content(path, parts.METADATA))
        names, size = parts.names(path), parts.size(path)
    except CcbError as error:
        return Package(path, "", "", "", 0, problem=error.message)
    except OSError as error:  # such as one that is being removed just now
        return Package(path, "", "", "", 0, problem=f"it cannot be read: {error.strerror}")
    except (ValueError, RecursionError) as error:
        return Package(path, "", "", "", 0, problem=f"metadata.json is not JSON: {error}")
    if not isinstance(fields, dict):
        return Package(path, "", "", "", 0, problem="metadata.json is not an object")
    source, target, version, prefix = (
        str(fields.get(key) or "") for key in ("from_code", "to_code", "package_version", "target_prefix")
    )
    tokenizer = next((each for each in TOKENIZERS if names.issuperset(each)), TOKENIZERS[0])
    problem = _problem(fields, names, tokenizer)
    return Package(path, source, target, version, size, prefix, problem, tokenizer)


def _problem(fields: Mapping[str, object], names: frozenset[str], tokenizer: tuple[str, ...]) -> str:
    if fields.get("type", "translate") != "translate":
        return f"it is of type {fields['type']}, not translate"
    for key, form in (("from_code", CODE), ("to_code", CODE), ("package_version", VERSION)):
        value = fields.get(key)
        if not isinstance(value, str) or not form.fullmatch(value):
            return f"metadata.json has no valid {key}"
    if fields["from_code"] == fields["to_code"]:
        return "metadata.json names one language twice"
    prefix = fields.get("target_prefix") or ""
    if not isinstance(prefix, str) or re.search(r"\s", prefix):
        return "metadata.json has no valid target_prefix"
    missing = [name for name in (*MODEL, *tokenizer) if name not in names]
    return f"it lacks {', '.join(missing)}" if missing else ""


def _version(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall("[0-9]+", version[:_LONGEST]))


def _advice(
    pair: tuple[str, str],
    known: list[Package],
    through: tuple[Package, ...],
    narrow: str,
    environ: Mapping[str, str] | None,
) -> list[str]:
    """The next steps of a person without a package for the pair, the nearest first."""
    start, end = map(locales.argos, pair)
    where = folders(environ)[0].absolute()
    usable = sorted({f"{each.source} to {each.target}" for each in known if not each.problem})
    return [
        *([f"draft with --lang {narrow}, if its readers will do"] if narrow else []),
        *([f"--allow-pivot drafts through {through[0].target} with what is installed"] if through else []),
        f"ccb-l10n models install {start} {end}; without a connection put translate-{start}_{end}-*{SUFFIX} (from "
        f"{INDEX}) into {where}, or set ARGOS_PACKAGES_DIR to the folder that has it",
        *([f"installed: {', '.join(usable)}"] if usable else []),
        *(f"not usable: {each.path} ({each.problem})" for each in known if each.problem),
    ]
