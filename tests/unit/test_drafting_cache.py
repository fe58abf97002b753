"""What an engine said is asked once, kept batch by batch, and never needed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ccb_l10n.drafting import cache
from ccb_l10n.drafting.cache import Cached, Store, open_store
from ccb_l10n.drafting.engine import Made, gathered


@dataclass
class Shouting:
    """An engine that answers in capitals, a few sentences a batch, and counts; it breaks down at `fatal`."""

    fingerprint: str = "shouting 1"
    fatal: str | None = None
    asked: list[str] = field(default_factory=list)
    name: str = "shouting"
    source: str = "en"
    target: str = "fr"
    few: int = 2

    def stream(self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False) -> Iterator[list[Made]]:
        for start in range(0, len(sentences), self.few):
            batch = sentences[start : start + self.few]
            if self.fatal in batch:
                raise KeyboardInterrupt
            self.asked += batch
            yield [(each, tuple(each.upper() + "!" * n for n in range(number)) if each else ()) for each in batch]

    def hypotheses(self, sentences, *, number=1, gentle=False, progress=None):  # type: ignore[no-untyped-def]
        return gathered(self.stream(sentences, number=number, gentle=gentle), sentences, progress)


def silent(message: str) -> None:
    raise AssertionError(message)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "deep" / "answers.sqlite", silent)
    yield opened
    opened.close()


def test_only_what_is_not_known_is_asked_and_order_is_kept(store: Store) -> None:
    engine = Shouting()
    cached = Cached(engine, store)
    assert cached.hypotheses(["b", "a", "b"]) == [("B",), ("A",), ("B",)]
    seen: list[tuple[int, int]] = []
    found = cached.hypotheses(["a", "c", "b"], progress=lambda done, whole: seen.append((done, whole)))
    assert found == [("A",), ("C",), ("B",)]
    assert engine.asked == ["b", "a", "c"]
    assert seen == [(2, 3), (3, 3)]


def test_another_process_knows_it_too(store: Store) -> None:
    Cached(Shouting(), store).hypotheses(["é 中", ""], number=2)
    store.close()
    engine = Shouting()
    again = Cached(engine, open_store(store.path, silent))
    assert again.hypotheses(["é 中", ""], number=2) == [("É 中", "É 中!"), ()]
    assert engine.asked == []
    again.store.close()


@pytest.mark.parametrize(
    ("fingerprint", "number", "gentle"), [("shouting 2", 1, False), ("shouting 1", 2, False), ("shouting 1", 1, True)]
)
def test_other_engines_and_other_questions_are_other_answers(
    store: Store, fingerprint: str, number: int, gentle: bool
) -> None:
    Cached(Shouting(), store).hypotheses(["a"])
    engine = Shouting(fingerprint)
    Cached(engine, store).hypotheses(["a"], number=number, gentle=gentle)
    assert engine.asked == ["a"]


def test_a_stopped_run_keeps_the_batches_that_ended(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt):
        Cached(Shouting(fatal="f"), store).hypotheses(["a", "b", "c", "d", "e", "f"])
    store.close()
    engine = Shouting()
    Cached(engine, open_store(store.path, silent)).hypotheses(["a", "b", "c", "d", "e", "f"])
    assert engine.asked == ["e", "f"]


def test_a_damaged_file_is_begun_anew_and_said_once(store: Store) -> None:
    Cached(Shouting(), store).hypotheses(["a"])
    store.close()
    store.path.write_bytes(b"no database at all" * 400)
    said: list[str] = []
    engine = Shouting()
    cached = Cached(engine, open_store(store.path, said.append))
    assert cached.hypotheses(["a"]) + cached.hypotheses(["a"]) == [("A",), ("A",)]
    assert engine.asked == ["a"]
    assert len(said) == 1
    assert "begun anew" in said[0]
    cached.store.close()


def test_a_page_damaged_in_the_middle_costs_the_cache_not_the_draft(store: Store) -> None:
    many = [f"sentence {n} " * 20 for n in range(200)]
    Cached(Shouting(), store).hypotheses(many)
    store.close()
    data = bytearray(store.path.read_bytes())
    data[4096 * 2 : 4096 * 20] = b"\xff" * 4096 * 18
    store.path.write_bytes(data)
    said: list[str] = []
    cached = Cached(Shouting(), open_store(store.path, said.append))
    assert cached.hypotheses(many) == [(each.upper(),) for each in many]
    assert len(said) == 1


def test_a_full_disk_is_said_once(store: Store) -> None:
    said: list[str] = []
    store.warn = said.append
    assert store._connection
    store._connection.execute("PRAGMA max_page_count = 4")
    many = [f"sentence {n} " * 50 for n in range(200)]
    engine = Shouting()
    cached = Cached(engine, store)
    assert cached.hypotheses(many) == [(each.upper(),) for each in many]
    assert cached.hypotheses(["a"]) == [("A",)]
    assert len(said) == 1
    assert "full" in said[0]
    assert "goes on" in said[0]


def test_a_place_that_cannot_be_written_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    said: list[str] = []
    cached = Cached(Shouting(), open_store(tmp_path / "file" / "answers.sqlite", said.append))
    assert cached.hypotheses(["a"]) == [("A",)]
    assert len(said) == 1


@pytest.mark.parametrize("text", ["{", '["A", 1]', '"A"', b"\xff"])
def test_an_answer_that_is_none_is_asked_again(store: Store, text: object) -> None:
    Cached(Shouting(), store).hypotheses(["a"])
    assert store._connection
    store._connection.execute("UPDATE answers SET text = ?", (text,))
    engine = Shouting()
    assert Cached(engine, store).hypotheses(["a"]) == [("A",)]
    assert engine.asked == ["a"]


def test_another_version_is_begun_anew(store: Store) -> None:
    Cached(Shouting(), store).hypotheses(["a"])
    store.close()
    other = sqlite3.connect(store.path)
    other.execute("PRAGMA user_version = 99")
    other.close()
    engine = Shouting()
    cached = Cached(engine, open_store(store.path, silent))
    assert cached.hypotheses(["a"]) == [("A",)]
    assert engine.asked == ["a"]
    cached.store.close()


LONG_AGO = int(time.time()) - 100 * 86_400
MANY = [f"sentence {number} " * 20 for number in range(3000)]


def old(store: Store, fingerprint: str, used: int = LONG_AGO) -> None:
    """Fill the file with what an engine said, as if it had been used then."""
    Cached(Shouting(fingerprint, few=1000), store).hypotheses(MANY)
    assert store._connection
    store._connection.execute("UPDATE engines SET used = ? WHERE fingerprint = ?", (used, fingerprint))


def held(path: Path) -> dict[str | None, int]:
    """How many answers of which engine a file has."""
    connection = sqlite3.connect(path)
    counted = connection.execute(
        "SELECT fingerprint, count(*) FROM answers LEFT JOIN engines ON id = engine GROUP BY 1"
    )
    found = dict(counted.fetchall())
    connection.close()
    return found


def test_a_small_file_keeps_all(store: Store) -> None:
    old(store, "long ago")
    store.close()
    assert held(store.path) == {"long ago": 3000}


def test_a_large_file_loses_what_was_longest_unused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    old(store, "longer ago", LONG_AGO - 1)
    old(store, "long ago")
    Cached(Shouting("today", few=1000), store).hypotheses(MANY)
    before = store.path.stat().st_size
    monkeypatch.setattr(cache, "LARGEST", before - 1)
    store.close()
    assert held(store.path) == {"long ago": 3000, "today": 3000}
    assert store.path.stat().st_size < before * 0.75
    monkeypatch.setattr(cache, "LARGEST", 0)
    open_store(store.path, silent).close()
    assert held(store.path) == {"today": 3000}
    engine = Shouting("today")
    again = open_store(store.path, silent)
    Cached(engine, again).hypotheses(MANY)
    again.close()
    assert engine.asked == []


def test_an_engine_that_only_repeats_itself_is_in_use(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    old(store, "shouting 1")
    Cached(Shouting(), store).hypotheses(MANY[:1])
    monkeypatch.setattr(cache, "LARGEST", 0)
    store.close()
    assert held(store.path) == {"shouting 1": 3000}


def test_a_run_that_writes_is_not_waited_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    old(store, "long ago")
    monkeypatch.setattr(cache, "LARGEST", 0)
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    store.close()
    assert time.monotonic() - begun < 1
    other.execute("COMMIT")
    other.close()
    assert held(store.path) == {"long ago": 3000}


def test_pruning_that_is_killed_is_ended_by_the_next_run(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    old(store, "long ago")
    assert store._connection
    store._connection.execute("UPDATE engines SET fingerprint = NULL")  # the first thing that pruning does
    Cached(Shouting("long ago"), store).hypotheses(["a"])  # a run that begins just now
    store.close()
    assert held(store.path) == {"long ago": 1}


DRAFTS = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import test_drafting_cache as own
from ccb_l10n.drafting import cache

cache.LARGEST, cache._PIECE = 0, 500
for each in range(4):
    store = cache.open_store(Path(sys.argv[1]), own.silent)
    engine = own.Shouting("today", few=50)
    cache.Cached(engine, store).hypotheses([f"{sys.argv[3]} {each} {n}" for n in range(200)])
    cache.Cached(engine, store).hypotheses([f"{sys.argv[3]} {each} {n}" for n in range(200)])
    assert len(engine.asked) == 200, len(engine.asked)
    store.close()
"""


def test_runs_that_draft_and_prune_at_once_lose_nothing(store: Store) -> None:
    old(store, "long ago")
    store._connection.close()  # type: ignore[union-attr]
    store._connection = None
    command = [sys.executable, "-c", DRAFTS, str(store.path), str(Path(__file__).parent)]
    running = [subprocess.Popen([*command, name], stderr=subprocess.PIPE, text=True) for name in ("a", "b", "c")]
    errors = [each.communicate(timeout=120)[1] for each in running]
    assert errors == ["", "", ""]
    assert held(store.path) == {"today": 3 * 4 * 200}


def test_runs_that_begin_a_file_at_once_share_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", DRAFTS, str(tmp_path / "new.sqlite"), str(Path(__file__).parent)]
    running = [subprocess.Popen([*command, name], stderr=subprocess.PIPE, text=True) for name in ("a", "b", "c")]
    assert [each.communicate(timeout=120)[1] for each in running] == ["", "", ""]
    assert held(tmp_path / "new.sqlite") == {"today": 3 * 4 * 200}
