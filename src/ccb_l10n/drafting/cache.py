"""What an engine once said, kept on disk: a run that was stopped goes on where it stopped.

One SQLite file. An answer is found by a hash of the engine's fingerprint, of what was asked of it and of the
sentence, so nothing here is ever out of date; it can be deleted at any time. It is a convenience: when the
file is damaged or the disk is full, that is said once and drafting goes on.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ccb_l10n.drafting.engine import Made, Progress, Streaming, gathered

Warn = Callable[[str], None]

_VERSION = 1  # of the table; another one's file is begun anew
_ASKED = 500  # keys a query; SQLite takes 999 in its oldest builds
_WAIT = 5.0  # seconds for another run that is writing


@dataclass
class Store:
    """Answers on disk, by key. `warn` hears, once, why nothing more is kept; then every key is unknown."""

    path: Path
    warn: Warn
    _connection: sqlite3.Connection | None = field(default=None, repr=False)

    def known(self, keys: Iterable[bytes]) -> dict[bytes, tuple[str, ...]]:
        """The answers that are there."""
        wanted = list(keys)
        found: dict[bytes, tuple[str, ...]] = {}
        for start in range(0, len(wanted) if self._connection else 0, _ASKED):
            for key, text in self._rows(wanted[start : start + _ASKED]):
                candidates = _candidates(text)
                if candidates is not None:
                    found[key] = candidates
        return found

    def keep(self, answers: Mapping[bytes, tuple[str, ...]]) -> None:
        """Write answers, all or none of them."""
        rows = [(key, json.dumps(each, ensure_ascii=False)) for key, each in answers.items()]
        if self._connection and rows:
            try:
                with self._connection:
                    self._connection.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?)", rows)
            except sqlite3.Error as error:
                self._given_up(error)

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def _rows(self, keys: Sequence[bytes]) -> list[tuple[bytes, object]]:
        if not self._connection:
            return []
        marks = ",".join("?" * len(keys))
        try:
            return self._connection.execute(f"SELECT key, text FROM answers WHERE key IN ({marks})", keys).fetchall()
        except sqlite3.Error as error:
            self._given_up(error)
            return []

    def _given_up(self, error: sqlite3.Error) -> None:
        self.close()
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
    connection = sqlite3.connect(path, timeout=_WAIT)
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            connection.execute("DROP TABLE IF EXISTS answers")
        connection.execute("CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, text TEXT) WITHOUT ROWID")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.execute("SELECT key, text FROM answers LIMIT 1").fetchone()
        connection.commit()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


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
        keys = {sentence: _key(self.fingerprint, number, gentle, sentence) for sentence in sentences}
        known = self.store.known(keys.values())
        yield [(sentence, known[key]) for sentence, key in keys.items() if key in known]
        unknown = [sentence for sentence, key in keys.items() if key not in known]
        if unknown:
            for batch in self.engine.stream(unknown, number=number, gentle=gentle):
                self.store.keep({keys[sentence]: candidates for sentence, candidates in batch})
                yield batch


def _key(fingerprint: str, number: int, gentle: bool, sentence: str) -> bytes:
    asked = json.dumps([fingerprint, number, gentle, sentence])
    return hashlib.sha256(asked.encode()).digest()
