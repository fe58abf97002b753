"""What an engine once said, kept on disk: a run that was stopped goes on where it stopped.

One SQLite file. An answer is found by the engine's fingerprint, what was asked of it and a hash of the sentence, so
nothing here is ever out of date; it can be deleted at any time. It is a convenience: when the file is damaged or
the disk is full, that is said once and drafting goes on.

Beyond LARGEST bytes, what engines said that were not used in the last LATELY seconds goes, the longest unused first.
What engines in use said stays, however much it is. All is deleted bit by bit, so that another run waits for moments.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ccb_l10n.drafting.engine import Made, Progress, Streaming, gathered

Warn = Callable[[str], None]

LARGEST = 256 * 2**20  # bytes
LATELY = 7 * 86_400  # seconds
_VERSION = 2  # of the tables; another one's file is begun anew
_TABLES = """
CREATE TABLE engines (id INTEGER PRIMARY KEY, fingerprint TEXT UNIQUE, used INTEGER);
CREATE TABLE answers (engine INTEGER, key BLOB, text TEXT, PRIMARY KEY (engine, key)) WITHOUT ROWID;
"""
_USE = (
    "INSERT INTO engines (fingerprint, used) VALUES (?, ?) ON CONFLICT (fingerprint) DO UPDATE SET used = excluded.used"
)
_ID = "(SELECT id FROM engines WHERE fingerprint = ?)"
_KEY = 16  # bytes of the hash: two of a billion sentences share one with a chance of 1 in 10^21
_ASKED = 500  # keys a query; SQLite takes 999 in its oldest builds
_WAIT = 5.0  # seconds for another run that is writing
_DAY = 86_400  # seconds, after which an engine that only repeats itself counts as used again
# A whole engine of 53 MB would be gone in 0.2 s; in pieces, each with a pause, no run that writes waits for long.
_PIECE, _PAGES = 20_000, 2_000  # answers, and pages of the file, that go at once, in 0.05 s
_TURN = 0.1  # seconds for others between two pieces; SQLite looks again every 0.1 s where it waits
_PRUNING = 3.0  # seconds at most at the end of a run
_INCREMENTAL = 2  # SQLite's number for that way of giving space back


@dataclass
class Store:
    """Answers on disk, by engine and key. `warn` hears, once, why nothing more is kept; then nothing is known."""

    path: Path
    warn: Warn
    _connection: sqlite3.Connection | None = field(default=None, repr=False)

    def known(self, fingerprint: str, keys: Iterable[bytes]) -> dict[bytes, tuple[str, ...]]:
        """The answers of an engine that are there. From now on it counts as used."""
        wanted = list(keys)
        found: dict[bytes, tuple[str, ...]] = {}
        for start in range(0, len(wanted) if self._connection else 0, _ASKED):
            for key, text in self._rows(fingerprint, wanted[start : start + _ASKED]):
                candidates = _candidates(text)
                if candidates is not None:
                    found[key] = candidates
        if found:
            self._use(fingerprint)
        return found

    def keep(self, fingerprint: str, answers: Mapping[bytes, tuple[str, ...]]) -> None:
        """Write answers of an engine, all or none of them."""
        rows = [(fingerprint, key, json.dumps(each, ensure_ascii=False)) for key, each in answers.items()]
        if self._connection and rows:
            try:
                with _writing(self._connection) as connection:
                    connection.execute(_USE, (fingerprint, int(time.time())))
                    connection.executemany(f"INSERT OR REPLACE INTO answers VALUES ({_ID}, ?, ?)", rows)
            except sqlite3.Error as error:
                self._given_up(error)

    def close(self) -> None:
        """End; first take away what has grown too old, where there is too much."""
        if self._connection:
            with contextlib.suppress(sqlite3.Error):  # such as a run that writes now: a later end will do
                _prune(self._connection)
            self._connection.close()
            self._connection = None

    def _rows(self, fingerprint: str, keys: Sequence[bytes]) -> list[tuple[bytes, object]]:
        if not self._connection:
            return []
        query = f"SELECT key, text FROM answers WHERE engine = {_ID} AND key IN ({','.join('?' * len(keys))})"
        try:
            return self._connection.execute(query, (fingerprint, *keys)).fetchall()
        except sqlite3.Error as error:
            self._given_up(error)
            return []

    def _use(self, fingerprint: str) -> None:
        """Note once a day that an engine is in use."""
        now = int(time.time())
        old = "UPDATE engines SET used = ? WHERE fingerprint = ? AND used < ?"
        if self._connection:
            with contextlib.suppress(sqlite3.Error):  # read-only, or somebody writes: it costs an answer at worst
                self._connection.execute(old, (now, fingerprint, now - _DAY))

    def _given_up(self, error: sqlite3.Error) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None
        self.warn(f"{self.path}: {error}; drafting goes on, but what it does is not kept for a next run")


def open_store(path: Path, warn: Warn) -> Store:
    """The store in a file, which is made, with its folder, where it is missing.

    A file that is damaged, or of another version, is begun anew. Never raises: `warn` hears what is wrong.
    """
    store = Store(path, warn)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            store._connection = _opened(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # locked, read-only or full; not the file's fault
                raise
            path.unlink()
            store._connection = _opened(path)
            warn(f"{path}: {error}; it was begun anew, so sentences drafted before are drafted again")
    except (OSError, sqlite3.Error) as error:
        warn(f"{path}: {error}; drafting goes on, but what it does is not kept for a next run")
    return store


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    try:
        if not _ours(connection):
            _begin(connection)
        connection.execute("SELECT key, text FROM answers LIMIT 1").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _ours(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA user_version").fetchone()[0] == _VERSION)


def _begin(connection: sqlite3.Connection) -> None:
    """Make the tables, in place of those of another version."""
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # of a new file; others keep the size that they had
    with _writing(connection):
        if not _ours(connection):  # still: two runs may begin at once
            for table in ("answers", "engines"):
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in filter(str.strip, _TABLES.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {_VERSION}")


@contextlib.contextmanager
def _writing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _prune(connection: sqlite3.Connection) -> None:
    """Bring the file down to LARGEST, as far as engines that were not used lately do for it, and time allows.

    An engine's answers lose their fingerprint first, so that a run which begins now begins them anew. Raises
    sqlite3.OperationalError at once where another run writes; what is left is deleted at the end of a later run.
    """
    connection.execute("PRAGMA busy_timeout = 0")
    until = time.monotonic() + _PRUNING
    while time.monotonic() < until and (_doomed(connection) or (_size(connection) > LARGEST and _doom(connection))):
        with _writing(connection):
            for engine in _doomed(connection):
                _delete(connection, engine)
        time.sleep(_TURN)
    while time.monotonic() < until and _free(connection) and _pragma(connection, "auto_vacuum") == _INCREMENTAL:
        connection.executescript(f"PRAGMA incremental_vacuum({_PAGES})")  # `execute` frees one page of them
        time.sleep(_TURN)


def _delete(connection: sqlite3.Connection, engine: int) -> None:
    """Delete some answers of an engine, and the engine with its last ones."""
    after = f"SELECT key FROM answers WHERE engine = ? ORDER BY key LIMIT 1 OFFSET {_PIECE}"
    end = connection.execute(after, (engine,)).fetchone()
    if end:
        connection.execute("DELETE FROM answers WHERE engine = ? AND key < ?", (engine, *end))
    else:
        connection.execute("DELETE FROM answers WHERE engine = ?", (engine,))
        connection.execute("DELETE FROM engines WHERE id = ?", (engine,))


def _doomed(connection: sqlite3.Connection) -> list[int]:
    """The engine to be deleted next, if there is one."""
    query = "SELECT id FROM engines WHERE fingerprint IS NULL LIMIT 1"
    return [engine for (engine,) in connection.execute(query)]


def _doom(connection: sqlite3.Connection) -> bool:
    """Give up the engine that was used longest ago, if that is long enough."""
    oldest = "SELECT id FROM engines WHERE used < ? ORDER BY used LIMIT 1"
    limit = int(time.time()) - LATELY
    give_up = f"UPDATE engines SET fingerprint = NULL WHERE id = ({oldest})"
    return bool(connection.execute(give_up, (limit,)).rowcount)


def _size(connection: sqlite3.Connection) -> int:
    """Bytes of the file that hold something."""
    used = _pragma(connection, "page_count") - _free(connection)
    return used * _pragma(connection, "page_size")


def _free(connection: sqlite3.Connection) -> int:
    return _pragma(connection, "freelist_count")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _candidates(text: object) -> tuple[str, ...] | None:
    """An answer as it was kept, or None where it is none."""
    try:
        found = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None
    whole = isinstance(found, list) and all(isinstance(each, str) for each in found)
    return tuple(found) if whole else None  # type: ignore[arg-type]


@dataclass(frozen=True)
class Cached:
    """An engine that asks another one only for what the store does not know, and keeps each batch as it comes."""

    engine: Streaming
    store: Store

    @property
    def name(self) -> str:
        return self.engine.name

    @property
    def fingerprint(self) -> str:
        return self.engine.fingerprint

    @property
    def source(self) -> str:
        return self.engine.source

    @property
    def target(self) -> str:
        return self.engine.target

    def hypotheses(
        self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False, progress: Progress | None = None
    ) -> list[tuple[str, ...]]:
        """Candidates of sentences; see `engine.Engine`. Known ones count as done at once."""
        return gathered(self.stream(sentences, number=number, gentle=gentle), sentences, progress)

    def stream(self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False) -> Iterator[list[Made]]:
        """Candidates of sentences, those that are known first; see `engine.Streaming`."""
        keys = {sentence: _key(number, gentle, sentence) for sentence in sentences}
        known = self.store.known(self.fingerprint, keys.values())
        yield [(sentence, known[key]) for sentence, key in keys.items() if key in known]
        unknown = [sentence for sentence, key in keys.items() if key not in known]
        if unknown:
            for batch in self.engine.stream(unknown, number=number, gentle=gentle):
                self.store.keep(self.fingerprint, {keys[sentence]: candidates for sentence, candidates in batch})
                yield batch


def _key(number: int, gentle: bool, sentence: str) -> bytes:
    asked = json.dumps([number, gentle, sentence])
    return hashlib.sha256(asked.encode()).digest()[:_KEY]
