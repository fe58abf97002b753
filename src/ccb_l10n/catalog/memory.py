"""The translation memory: what people wrote for a source, in any course, found again for the same or a similar source.

A cache in one SQLite file, made from catalogs and imported memories, which are the record. Machine drafts never enter.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from ccb_l10n import locales
from ccb_l10n.catalog import memory_file
from ccb_l10n.catalog.nearest import nearest
from ccb_l10n.catalog.remarks import FUZZY
from ccb_l10n.model import Catalog, Message, Origin, State

IMPORTED = "memory/"  # how the course of an imported unit begins: no course can be called so, for the slash
CUTOFF = 75.0  # points of 100: below, a translator is faster without
_OTHER_NUMBERS = 5.0  # points that a candidate with other numbers ranks lower
_PIECE = 500  # parameters of one query; SQLite allows 999 everywhere
_FIND = (
    "SELECT source, target, course, lang, state, origin, context FROM units JOIN catalogs ON catalog = catalogs.id "
    "WHERE spoken = ? AND lang IN ({}) AND hash IN ({})"
)
_SOURCES = "SELECT DISTINCT source FROM units JOIN catalogs ON catalog = catalogs.id WHERE spoken = ? AND lang IN ({})"
_NUMBERS = re.compile(r"\d+(?:[.,:]\d+)*")
_SETTLED = (State.REVIEWED, State.TRANSLATED)
_BY_PEOPLE = (None, Origin.HUMAN, Origin.IMPORT)

Fits = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Unit:
    """A target that a person wrote for a source.

    `state` is REVIEWED, TRANSLATED, or STALE where the course's source has changed since. `course` is where it stands,
    or IMPORTED and the name of an imported memory. `lang` (BCP 47) may be a fallback of the one that was asked for.
    """

    source: str
    target: str
    course: str
    lang: str
    state: State
    origin: Origin
    context: str | None = None


class CacheError(Exception):
    """The file cannot be used now: locked, not writable, or the disk is full. Says why."""


def tongue(lang: str) -> str:
    """What sources in a language (BCP 47) are held under: `en-GB` and `en-US` are one, `zh-Hant` and `zh` are two."""
    return locales.fallbacks(lang)[-1]


def open(path: Path | None, spoken: str = "en") -> Memory:
    """The memory in a file, or one that lasts as long as the process, for sources in a language, or in none where
    `spoken` is empty. Raises CacheError."""
    if path is None:
        return Memory(memory_file.lasting(), spoken)
    with _said():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return Memory(memory_file.opened(path), spoken)
        except OSError as error:
            raise CacheError(error.strerror) from None


@contextmanager
def _said() -> Iterator[None]:
    """What SQLite cannot do, as CacheError."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise CacheError(str(error)) from None


class Memory:
    """Units by language and source. Every method may raise CacheError.

    `spoken` is the language of the sources that are given and asked for, as `tongue` has it: what courses of other
    languages say is in the same file and is not seen.
    """

    def __init__(self, connection: sqlite3.Connection, spoken: str = "en") -> None:
        self._connection = connection
        self.spoken = tongue(spoken) if spoken else ""
        connection.execute("PRAGMA synchronous = OFF")  # what a power cut destroys is made anew

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def digests(self) -> dict[tuple[str, str, str], str]:
        """All that is held: the digest by course, language and language of the sources."""
        with _said():
            rows = self._connection.execute("SELECT course, lang, spoken, digest FROM catalogs").fetchall()
        return {(course, lang, spoken): digest for course, lang, spoken, digest in rows}

    def refresh(self, course: str, lang: str, catalog: Catalog, digest: str) -> None:
        """Hold what a course says in a language (BCP 47) now, with its messages' true states; nothing is done where the
        digest is known."""
        self.take(course, lang, catalog.messages, digest)

    def take(self, course: str, lang: str, messages: Iterable[Message], digest: str) -> None:
        """The same for messages that come one by one; all of them are held, or none."""
        place = (course, lang, self.spoken)
        if self.digests().get(place) == digest:
            return
        with self._written():
            self._drop(place)
            put = "INSERT INTO catalogs (course, lang, spoken, digest) VALUES (?, ?, ?, ?)"
            held = self._connection.execute(put, (*place, digest)).lastrowid
            rows = ((held, *row) for message in messages for row in _rows(message))
            self._connection.executemany("INSERT INTO units VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def forget(self, course: str, lang: str, spoken: str = "") -> None:
        """Drop what a course said in a language, for sources in this memory's language or in another one."""
        with self._written():
            self._drop((course, lang, spoken or self.spoken))

    def _drop(self, place: tuple[str, str, str]) -> None:
        which = "FROM catalogs WHERE course = ? AND lang = ? AND spoken = ?"
        self._connection.execute(f"DELETE FROM units WHERE catalog IN (SELECT id {which})", place)
        self._connection.execute(f"DELETE {which}", place)

    @contextmanager
    def _written(self) -> Iterator[None]:
        with _said():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def exact(self, lang: str, sources: Iterable[str], context: str | None = None) -> dict[str, Unit]:
        """The best translated or reviewed unit of each source, where there is one, of this very context.

        The language itself comes before its fallbacks, catalogs before imported memories, reviewed targets before
        others, then the most frequent target, then the first course by name.
        """
        chain = locales.fallbacks(lang)
        best: dict[str, Unit] = {}
        for source, units in self._units(chain, sources):
            fit = [unit for unit in units if unit.state in _SETTLED and unit.context == context]
            if fit:
                best[source] = _best(fit, chain)
        return best

    def similar(
        self, lang: str, sources: Sequence[str], cutoff: float = CUTOFF, *, fits: Fits | None = None
    ) -> dict[str, tuple[Unit, float]]:
        """For each source the unit whose source is most like it, with its points (0-100), where these reach `cutoff`.

        Units of every context and stale ones count too. Points are rapidfuzz's ratio of the texts with their markup.
        `fits(source, found)` tells whether a target of the found source could serve, which has the same markup: units
        that fit come before all that do not; then other numbers than the source's cost a candidate five points of its
        rank.
        """
        chain = locales.fallbacks(lang)
        query = _SOURCES.format(_marks(chain))
        with _said():
            offered = sorted(source for (source,) in self._connection.execute(query, (self.spoken, *chain)))
        likest: dict[str, tuple[str, float]] = {}
        for source, found in nearest(list(dict.fromkeys(sources)), offered, cutoff):
            points, index = max(found, key=lambda each: _rank(source, offered[each[1]], each[0], fits))
            likest[source] = (offered[index], points)
        units = dict(self._units(chain, {found for found, _ in likest.values()}))
        return {
            source: (_best(units[found], chain), points)
            for source, (found, points) in likest.items()
            if found in units  # and was not dropped by another process meanwhile
        }

    def _units(self, chain: Sequence[str], sources: Iterable[str]) -> Iterator[tuple[str, list[Unit]]]:
        """The sources that have units in these languages, with them."""
        wanted = list(dict.fromkeys(sources))
        for start in range(0, len(wanted), _PIECE):
            piece = {source: _hash(source) for source in wanted[start : start + _PIECE]}
            with _said():
                query = _FIND.format(_marks(chain), _marks(piece))
                rows = self._connection.execute(query, (self.spoken, *chain, *piece.values())).fetchall()
            found: dict[str, list[Unit]] = {}
            for source, target, course, lang, state, origin, context in rows:
                unit = Unit(source, target, course, lang, State(state), Origin(origin), context)
                found.setdefault(source, []).append(unit)
            yield from ((source, found[source]) for source in piece if source in found)


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)


def _hash(source: str) -> int:
    return int.from_bytes(hashlib.blake2b(source.encode(), digest_size=8).digest(), signed=True)


def _rows(message: Message) -> Iterator[tuple[int, str, str, str | None, str, str]]:
    """What a message has for the memory: a person's target, with the source that it was written for.

    Of a message out of use, PO tells whether its target was settled: it is fuzzy where not.
    """
    source, context, state = message.source, message.context, message.state
    if not message.target or message.plural is not None:
        return
    if state is State.STALE:
        if message.previous is None or message.origin not in _BY_PEOPLE:
            return  # written for an unknown source, or offered by a machine or by this very memory
        source, context = message.previous, message.previous_context
    elif state is State.OBSOLETE and FUZZY not in message.flags:
        state = State.TRANSLATED
    elif state not in _SETTLED:
        return
    yield _hash(source), source, message.target, context, state.value, (message.origin or Origin.HUMAN).value


def _best(units: Sequence[Unit], chain: Sequence[str]) -> Unit:
    times = Counter((unit.lang, unit.target) for unit in units)

    def order(unit: Unit) -> tuple[object, ...]:
        states = (State.REVIEWED, State.TRANSLATED, State.STALE)
        imported = unit.course.startswith(IMPORTED)
        place = (chain.index(unit.lang), imported, states.index(unit.state), -times[unit.lang, unit.target])
        return (*place, unit.course, unit.target, unit.context or "")

    return min(units, key=order)


def _rank(source: str, found: str, points: float, fits: Fits | None) -> tuple[bool, float]:
    same = Counter(_NUMBERS.findall(source)) == Counter(_NUMBERS.findall(found))
    return (fits is None or fits(source, found), points if same else points - _OTHER_NUMBERS)
