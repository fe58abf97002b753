"""One process at a time: locks on files, for what two runs of `models` must not do at once.

The kernel's own locks (flock) where there are any: a killed process leaves none behind. Elsewhere a file that is
made by one process alone; Windows deletes no file that is open, so there one that can be deleted was left behind.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ccb_l10n.errors import CcbError

# Not a plain import: there is none on Windows.
_FLOCK: Any = import_module("fcntl") if find_spec("fcntl") else None
_PAUSE = 0.1  # seconds between two looks at a lock that another process holds


@contextlib.contextmanager
def held(path: Path, wait: float, busy: Callable[[], None] | None = None) -> Iterator[bool]:
    """Hold the lock of a file, which is made and goes away again; its folder is there. `busy` hears, once, of a wait.

    Raises CcbError after `wait` seconds. Where a disk has no locks (NFS can lack them), or takes no file more, what
    follows goes on without, and is given False.
    """
    try:
        lock = _waited(path, wait, busy)
    except OSError:
        lock = None
    try:
        yield lock is not None
    finally:
        if lock is not None:
            release(path, lock)


def taken(path: Path) -> int | None:
    """The lock of a file, for `release`, or None where another process holds it. Raises OSError: no locks here."""
    return _exclusive(path) if _FLOCK is None else _flocked(path)


def release(path: Path, lock: int) -> None:
    """Give a lock back; its file goes first, so that nobody takes a lock that is on its way out."""
    if _FLOCK is None:
        os.close(lock)
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
    if _FLOCK is not None:
        os.close(lock)


def _waited(path: Path, wait: float, busy: Callable[[], None] | None) -> int:
    until = time.monotonic() + wait
    told = busy is None
    while (lock := taken(path)) is None:
        if time.monotonic() > until:
            hint = "wait until it has ended and run this again" + ("" if _FLOCK else f"; if none runs, delete {path}")
            raise CcbError("another ccb-l10n is at work here", str(path.parent), hint=hint)
        if busy and not told:
            busy()
            told = True
        time.sleep(_PAUSE)
    return lock


def _flocked(path: Path) -> int | None:
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _FLOCK.flock(lock, _FLOCK.LOCK_EX | _FLOCK.LOCK_NB)
            same = path.exists() and os.path.samestat(path.stat(), os.fstat(lock))
        except BlockingIOError:
            os.close(lock)
            return None
        except FileNotFoundError:
            same = False
        except OSError:
            release(path, lock)
            raise
        if same:
            return lock
        os.close(lock)  # of a file that its last holder has deleted since


def _exclusive(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                path.unlink()  # the next look finds the way free
        return None
    except PermissionError:
        if sys.platform == "win32" and path.exists():  # its holder deletes it right now
            return None
        raise
