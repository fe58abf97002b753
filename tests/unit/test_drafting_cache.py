"""What an engine said is asked once, kept batch by batch, and never needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ccb_l10n.drafting.cache import Cached, Store, open_store
from ccb_l10n.drafting.engine import Made, gathered


@dataclass
class Shouting:
    """An engine that answers in capitals, two sentences a batch, and counts; it breaks down at `fatal`."""

    fingerprint: str = "shouting 1"
    fatal: str | None = None
    asked: list[str] = field(default_factory=list)
    name: str = "shouting"
    source: str = "en"
    target: str = "fr"

    def stream(self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False) -> Iterator[list[Made]]:
        for start in range(0, len(sentences), 2):
            batch = sentences[start : start + 2]
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
    many = [f"sentence {n} " * 20 for n in range(500)]
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
    many = [f"sentence {n} " * 50 for n in range(500)]
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
