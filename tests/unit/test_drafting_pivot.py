"""Two hops: both named, both kept apart by rank, and nothing that either of them lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import argos_package
from ccb_l10n.drafting import argos
from ccb_l10n.drafting.engine import Made, Progress, gathered
from ccb_l10n.drafting.pivot import Pivot


@dataclass
class Table:
    """An engine that looks candidates up, a sentence a batch."""

    name: str
    known: dict[str, tuple[str, ...]]
    source: str = "fr"
    target: str = "en"
    asked: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        return f"{self.name} 1"

    def stream(self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False) -> Iterator[list[Made]]:
        for sentence in dict.fromkeys(sentences):
            self.asked.append(sentence)
            yield [(sentence, self.known.get(sentence, ())[:number])]

    def hypotheses(
        self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False, progress: Progress | None = None
    ) -> list[tuple[str, ...]]:
        return gathered(self.stream(sentences, number=number, gentle=gentle), sentences, progress)


def pivot() -> Pivot:
    first = Table("first", {"un": ("one", "a"), "deux": ("two",), "rien": ()})
    second = Table("second", {"one": ("moja", "mosi", "mmoja"), "a": ("kimoja", "moja")}, "en", "sw")
    return Pivot(first, second)


def test_both_hops_are_recorded() -> None:
    two = pivot()
    assert (two.name, two.fingerprint, two.source, two.target) == ("first + second", "first 1 + second 1", "fr", "sw")


def test_candidates_are_ranked_by_both_hops() -> None:
    assert pivot().hypotheses(["un"], number=4) == [("moja", "mosi", "kimoja", "mmoja")]
    assert pivot().hypotheses(["un"], number=2) == [("moja", "mosi")]
    assert pivot().hypotheses(["un"]) == [("moja",)]


def test_a_hop_that_loses_a_sentence_gives_nothing() -> None:
    assert pivot().hypotheses(["rien", "un", "deux"]) == [(), ("moja",), ()]


def test_batches_of_the_first_hop_come_as_they_end() -> None:
    two = pivot()
    stream = two.stream(["un", "deux"])
    assert next(stream) == [("un", ("moja",))]
    assert isinstance(two.first, Table)
    assert two.first.asked == ["un"]


@pytest.mark.argos
@argos_package.needs_argos()
def test_two_packages_make_an_engine_where_it_is_allowed(tmp_path: Path) -> None:
    for pair in (("sw", "en"), ("en", "fr")):
        argos_package.build(tmp_path, pair=pair)
    engine = argos.load("sw", "fr", {"ARGOS_PACKAGES_DIR": str(tmp_path)}, allow_pivot=True)
    assert engine.name.startswith("argos translate-sw_en-1.9 sha256:")
    assert " + argos translate-en_fr-1.9 sha256:" in engine.name
    # The two packages hold the same lexicon, so the second one knows none of the first one's words but these.
    assert engine.hypotheses(["Open the file."]) == [("Ouvrez le fichier.",)]
