"""`memory import`: translations from other programs, kept under version control below locales/memory."""

from __future__ import annotations

import filecmp
import hashlib
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ccb_l10n import locales
from ccb_l10n.catalog import tmx, tmx_read
from ccb_l10n.catalog.memory import tongue
from ccb_l10n.catalog.tmx import TranslationUnit, Variant
from ccb_l10n.catalog.tmx_pairs import CONTEXT, Pair, Targets, pairs, tag
from ccb_l10n.errors import CcbError
from ccb_l10n.workspace import Workspace

_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(slots=True)
class Imported:
    """What came of an import: the files by name, and whether each changed; the pairs taken, by language.

    `refused` counts pairs by the reason why they were not taken, and `others` texts in languages that nobody here
    translates into; `widened` names the file's languages that were taken as another of ours.
    """

    files: dict[str, bool]
    taken: Counter[str]
    refused: Counter[str]
    others: dict[str, int]
    widened: dict[str, str]


def import_file(workspace: Workspace, file: Path, langs: Sequence[str] = (), name: str = "") -> Imported:
    """Keep a file's translations as locales/memory/LANG/NAME.tmx; `name` is the file's own where none is given.

    Only languages of `langs` are taken, else those of the workspace, else the one that the file has. A file of that
    name in such a language is replaced. Raises CcbError, and changes nothing, where the file is no TMX or has nothing
    to take.
    """
    courses = workspace.courses()
    spoken = sorted({course.source_language for course in courses})
    ours = sorted(set(map(locales.bcp47, langs))) or _languages(workspace) or _its_own(file, spoken)
    targets = Targets(ours, named=bool(langs))
    refused: Counter[str] = Counter()
    with ExitStack() as stack:
        store = _Store(workspace, _stem(name or file.stem), spoken, stack)
        for pair in _pairs(file, spoken, targets):
            if pair.refused:
                refused[pair.refused] += 1
            else:
                store.put(pair)
        if not store.taken:
            raise _nothing(file, refused, targets, ours)
        return Imported(store.kept(), store.taken, refused, targets.others, targets.widened)


def _languages(workspace: Workspace) -> list[str]:
    """Those of the settings and of the catalogs, sorted."""
    found = set(workspace.settings.languages)
    for course in workspace.courses():
        found.update(workspace.catalog_languages(course.name))
    return sorted(found)


def _its_own(file: Path, spoken: Sequence[str]) -> list[str]:
    """The only language that a file has besides those of our courses' sources. Raises CcbError where it has several."""
    targets = Targets([], named=False)
    for _ in _pairs(file, spoken, targets):
        pass  # the languages are counted on the way
    found = _of_targets(targets)
    if len(found) > 1:
        has = ", ".join(found)
        hint = f"name those to take with --lang, for example --lang {found[0]}"
        raise CcbError(f"no catalog is here yet that would tell which languages to take of {has}", str(file), 0, hint)
    return found


def _of_targets(targets: Targets) -> list[str]:
    """The languages (BCP 47) that a file has and that were not taken, sorted."""
    return sorted({tag(lang) for lang in targets.others} - {""})


def _stem(name: str) -> str:
    """The name as every file system can hold it."""
    return _UNSAFE.sub("-", unicodedata.normalize("NFC", name.removesuffix(".tmx"))).strip("-.") or "memory"


def _pairs(file: Path, spoken: Sequence[str], targets: Targets) -> Iterator[Pair]:
    try:
        with file.open("rb") as opened:
            for unit in tmx_read.read(opened, str(file)):
                yield from pairs(unit, spoken, targets)
    except OSError as error:
        raise CcbError(f"cannot read: {error.strerror}", str(file)) from None


def _nothing(file: Path, refused: Counter[str], targets: Targets, ours: Sequence[str]) -> CcbError:
    found = [f"{count} {reason}" for reason, count in sorted(refused.items())]
    found += [f"{count} in {lang or 'no language'}" for lang, count in sorted(targets.others.items())]
    wanted = f" for {', '.join(ours)}" if ours else ""
    said = f"nothing here{wanted}: {', '.join(found) or 'the file has no units'}"
    has = " or ".join(f"--lang {lang}" for lang in _of_targets(targets))
    hint = f"take what it has, with {has}" if has and not refused else "export it again from where it came"
    return CcbError(said, str(file), 0, hint)


class _Store:
    """The imported memories of one name, a file a language, written beside their place until all is read."""

    def __init__(self, workspace: Workspace, stem: str, spoken: Sequence[str], stack: ExitStack) -> None:
        beside = workspace.cache("")
        beside.mkdir(parents=True, exist_ok=True)
        self.taken: Counter[str] = Counter()
        self._workspace = workspace
        self._name = f"{stem}.tmx"
        self._srclang = spoken[0] if len(spoken) == 1 else tmx.ALL
        self._stack = stack
        self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=beside, prefix="import-")))
        self._open: dict[str, TextIO] = {}
        self._seen: set[bytes] = set()

    def put(self, pair: Pair) -> None:
        """Write a pair, unless it was there before."""
        place = (tongue(pair.spoken), pair.lang, pair.source, pair.target, pair.context or "")
        hashed = hashlib.blake2b("\0".join(place).encode(), digest_size=12).digest()
        if hashed in self._seen:
            return
        self._seen.add(hashed)
        self.taken[pair.lang] += 1
        variants = (Variant(pair.spoken, pair.source), Variant(pair.lang, pair.target))
        props = {} if pair.context is None else {CONTEXT: pair.context}
        unit = TranslationUnit(variants, props, pair.spoken)
        self._file(pair.lang).write(tmx.written(unit, self._srclang))

    def _file(self, lang: str) -> TextIO:
        if lang not in self._open:
            file = (self._folder / f"{lang}.tmx").open("w", encoding="utf-8", newline="")
            self._open[lang] = self._stack.enter_context(file)
            file.write(tmx.head(self._srclang))
        return self._open[lang]

    def kept(self) -> dict[str, bool]:
        """Move the files to their places: their names, and whether each changed."""
        done = {}
        for lang, file in sorted(self._open.items()):
            file.write(tmx.TAIL)
            file.close()
            path = self._workspace.locales / "memory" / lang / self._name
            made = self._folder / f"{lang}.tmx"
            changed = not path.exists() or not filecmp.cmp(made, path, shallow=False)
            if changed:
                path.parent.mkdir(parents=True, exist_ok=True)
                made.replace(path)
            done[self._workspace.shown(path)] = changed
        return done
