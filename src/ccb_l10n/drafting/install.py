"""Packages put in place whole, or not at all, and taken away again."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ccb_l10n.drafting import archive, locking, packages
from ccb_l10n.drafting.packages import Package
from ccb_l10n.errors import CcbError

_SPARE = 16 * 2**20  # bytes that stay free beside what a package needs
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DENIED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_PATIENCE = 60.0  # seconds to wait for another process, which holds a folder while it renames
_HIDDEN = ".ccb-l10n"  # how the name of a folder begins that is no package yet, or no longer
_LOCK, _NEW, _OLD = "lock", "new", "replaced"  # in it: held by the process whose it is; what is made; what makes way
_GONE = ".gone"  # how the name of one ends that was a package, and is being removed


Prove = Callable[[Package], None]  # raises CcbError for a package that does not work


@dataclass(frozen=True, slots=True)
class Installed:
    """A package in its place. Not `fresh`: the same one was there already, and nothing was written.

    `others` are the usable packages of the same pair that lie beside it.
    """

    package: Package
    fresh: bool
    others: tuple[Package, ...] = ()


def install(path: Path, known: Sequence[Package], folder: Path, prove: Prove | None = None) -> Installed:
    """Unpack an .argosmodel file into `folder`; `known` are the packages installed now. `prove` tries the package
    before it takes its place.

    Raises CcbError: for what archive.checked or `prove` refuse, for a disk that is full or not ours to write to.
    """
    package = archive.checked(path)
    if same := _same(package, known):
        return Installed(same, False, _others(same, known))
    with staging(folder, archive.unpacked_size(path)) as stage:
        made = archive.unpack(path, stage)
        if prove:
            _proven(prove, packages.read(made), path)
        return place(made, known, folder, stage)


def _proven(prove: Prove, package: Package, path: Path) -> None:
    try:
        prove(package)
    except CcbError as error:
        raise CcbError(f"{error.message}; nothing was installed", str(path), hint=error.hint) from error


def place(made: Path, known: Sequence[Package], folder: Path, stage: Path) -> Installed:
    """Move a package's folder, made in `stage`, to where packages are; one of the same version makes way for it.

    Raises CcbError where it is not usable, or the same pair's newest package is this one already.
    """
    package = packages.read(made)
    if package.problem:
        raise CcbError(f"not a package that can be used: {package.problem}", str(made))
    if same := _same(package, known):
        return Installed(same, False, _others(same, known))
    target = folder / f"translate-{package.source}_{package.target}-{package.version.replace('.', '_')}"
    with _alone(folder):
        if same := _same(package, [packages.read(target)]):  # put there by another process meanwhile
            return Installed(same, False, _others(same, known))
        _swap(made, target, stage)
    put = packages.read(target)
    return Installed(put, True, _others(put, known))


@contextlib.contextmanager
def staging(folder: Path, size: int) -> Iterator[Path]:
    """An empty folder on the file system of `folder`, for `size` bytes; it goes away in the end.

    Beside and not inside, where there is a choice: Argos stops at a folder among its packages that is none.
    Raises CcbError where there is no room, and for what goes wrong while writing.
    """
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
        if size + _SPARE > free:
            raise _no_room(folder, f"it takes {megabytes(size)}, and {megabytes(free)} are free")
        hidden = _hidden(folder)
        with _alone(folder) as alone:
            if alone:
                _swept(folder)
            (hidden / _NEW).mkdir(parents=True)
            ours = locking.taken(hidden / _LOCK) if alone else None
        try:
            yield hidden / _NEW
        finally:
            for each in (_OLD, _NEW):
                shutil.rmtree(hidden / each, ignore_errors=True)
            if ours is not None:
                locking.release(hidden / _LOCK, ours)
            shutil.rmtree(hidden, ignore_errors=True)


def remove(package: Package, folders: Sequence[Path]) -> None:
    """Remove an installed package: a folder or file right below one of `folders`, and nothing that a link leads to.

    Raises CcbError where it does not lie there, or is not ours to remove.
    """
    path = package.path
    if path.parent not in folders:
        raise CcbError("it does not lie in a folder of packages", str(path), hint="remove it by hand")
    with _told(path.parent), _alone(path.parent) as alone:
        if alone:
            _swept(path.parent)
        if path.is_symlink() or not path.is_dir():
            path.unlink(missing_ok=True)
        else:
            # First: what an interruption leaves is no package any more, and no folder that Argos stops at.
            hidden = _hidden(path.parent)
            shutil.rmtree(path.rename(hidden.with_name(hidden.name + _GONE)))


def sweep(folder: Path) -> None:
    """Take away what killed installations left beside `folder`, and bring back a package that was making way.

    Nothing of a running one is touched. What cannot be done now is left, silently, to the next one.
    """
    with contextlib.suppress(OSError):
        if any(_leftovers(folder)):
            lock = locking.taken(_lock(folder))
            if lock is not None:
                try:
                    _swept(folder)
                finally:
                    locking.release(_lock(folder), lock)


def _swept(folder: Path) -> None:
    """The same for the process that has the folder to itself: only then is a folder without a lock nobody's."""
    for hidden in _leftovers(folder):
        with contextlib.suppress(OSError):
            lock = locking.taken(hidden / _LOCK) if (hidden / _LOCK).exists() else None
            if lock is not None:
                locking.release(hidden / _LOCK, lock)
            if not (hidden / _LOCK).exists():
                _brought_back(hidden, folder)
                shutil.rmtree(hidden)


def _brought_back(hidden: Path, folder: Path) -> None:
    """Undo an exchange of packages that ended between its two renamings."""
    making_way = [] if hidden.name.endswith(_GONE) or not (hidden / _OLD).is_dir() else (hidden / _OLD).iterdir()
    for old in making_way:
        if not (folder / old.name).exists():
            old.rename(folder / old.name)


def _leftovers(folder: Path) -> list[Path]:
    """Hidden folders of ours beside or in a folder of packages: those of running processes too."""
    ours = re.compile(rf"{re.escape(f'{_HIDDEN}-{folder.name}-')}[0-9a-f]{{8}}({re.escape(_GONE)})?")
    places = [place for place in (folder.parent, folder) if place.is_dir()]
    found = (each for place in places for each in place.iterdir() if ours.fullmatch(each.name))
    return sorted(each for each in found if each.is_dir() and not each.is_symlink())


def _hidden(folder: Path) -> Path:
    """A new name for a hidden folder that belongs to `folder`."""
    return _beside(folder) / f"{_HIDDEN}-{folder.name}-{secrets.token_hex(4)}"


def _lock(folder: Path) -> Path:
    return _beside(folder) / f"{_HIDDEN}-{folder.name}.lock"


def _beside(folder: Path) -> Path:
    beside = folder.parent
    apart = beside.stat().st_dev != folder.stat().st_dev or not os.access(beside, os.W_OK)
    return folder if apart else beside


def _alone(folder: Path) -> contextlib.AbstractContextManager[bool]:
    """No other process changes the packages of a folder meanwhile; for moments, not while anything is unpacked."""
    return locking.held(_lock(folder), _PATIENCE)


def _swap(made: Path, target: Path, stage: Path) -> None:
    """Put `made` in the place of `target`, which comes back where that fails, or with the next `sweep`."""
    old = stage.parent / _OLD / target.name
    if target.exists() or target.is_symlink():
        old.parent.mkdir(exist_ok=True)
        target.rename(old)
    try:
        made.rename(target)
    except OSError:
        if old.exists() or old.is_symlink():
            old.rename(target)
        raise


def _same(package: Package, known: Sequence[Package]) -> Package | None:
    """The installed package with the same pair, version and content."""
    alike = [
        each
        for each in known
        if not each.problem
        and (each.source, each.target, each.version) == (package.source, package.target, package.version)
    ]
    return next((each for each in alike if each.digest == package.digest), None)


def _others(package: Package, known: Sequence[Package]) -> tuple[Package, ...]:
    pair = (package.source, package.target)
    found = (each for each in known if (each.source, each.target) == pair and not each.problem)
    return tuple(each for each in found if each.path != package.path)


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say what a disk refuses; nothing is left half written by then."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise _no_room(folder, "the disk is full") from None
        if error.errno in _DENIED:
            hint = "run it as someone who may, or set ARGOS_PACKAGES_DIR to a folder of your own"
            raise CcbError(f"no permission to write here: {error.strerror}", str(folder), hint=hint) from None
        raise CcbError(f"cannot write here: {error.strerror or error}", str(folder)) from None


def _no_room(folder: Path, why: str) -> CcbError:
    hint = "make room and run it again, or set ARGOS_PACKAGES_DIR to a folder on another disk"
    return CcbError(f"no room: {why}; what was installed before is as it was", str(folder), hint=hint)


def megabytes(size: int) -> str:
    """A size in bytes as people read it."""
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"
