"""The translation memory's SQLite file: one that is missing, damaged or of another version is made anew.

By one process at a time, since several may begin at once: none deletes the file that another one has just made. They
wait for each other by a second, empty database beside it, whose lock the system gives back when a process is killed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

VERSION = 2  # of the tables below
_PATIENCE = 5.0  # seconds to wait for another process that writes
_TABLES = """
CREATE TABLE catalogs (
    id INTEGER PRIMARY KEY, course TEXT, lang TEXT, spoken TEXT, digest TEXT, UNIQUE (course, lang, spoken)
);
CREATE TABLE units (catalog INTEGER, hash INTEGER, source TEXT, target TEXT, context TEXT, state TEXT, origin TEXT);
CREATE INDEX by_hash ON units (hash);
CREATE INDEX by_catalog ON units (catalog);
"""


def opened(path: Path) -> sqlite3.Connection:
    """The file, made anew where it is of no use; its folder is there. Raises sqlite3.DatabaseError and OSError."""
    found = _known(path)
    if found:
        return found
    with _alone(path):
        return _known(path) or _anew(path)


def lasting() -> sqlite3.Connection:
    """Tables in memory, that last as long as their connection."""
    return _made(sqlite3.connect(":memory:", isolation_level=None))


def _known(path: Path) -> sqlite3.Connection | None:
    """The file as it is, where it is a whole one of this version."""
    if not path.exists():
        return None
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        same = connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        if same and connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",):
            return connection
    except sqlite3.OperationalError:
        connection.close()
        raise
    except sqlite3.DatabaseError:
        pass  # no SQLite file, or a broken one
    connection.close()
    return None


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    lock = sqlite3.connect(path.with_name(f"{path.name}.lock"), timeout=_PATIENCE, isolation_level=None)
    with closing(lock):
        lock.execute("BEGIN EXCLUSIVE")
        yield


def _anew(path: Path) -> sqlite3.Connection:
    for name in (path, path.with_name(f"{path.name}-journal")):
        name.unlink(missing_ok=True)
    return _made(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None))


def _made(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        connection.executescript(f"BEGIN;{_TABLES}PRAGMA user_version = {VERSION};COMMIT;")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
