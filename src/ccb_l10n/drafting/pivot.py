"""Two hops through a language between, where no package serves a pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ccb_l10n.drafting.engine import Made, Progress, Streaming, gathered


@dataclass(frozen=True)
class Pivot:
    """An engine that gives what `second` makes of what `first` made.

    Both are named. A sentence that either hop cannot render has no candidates.
    """

    first: Streaming
    second: Streaming

    @property
    def name(self) -> str:
        return f"{self.first.name} + {self.second.name}"

    @property
    def fingerprint(self) -> str:
        return f"{self.first.fingerprint} + {self.second.fingerprint}"

    @property
    def source(self) -> str:
        return self.first.source

    @property
    def target(self) -> str:
        return self.second.target

    def hypotheses(
        self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False, progress: Progress | None = None
    ) -> list[tuple[str, ...]]:
        """Candidates of sentences; see `engine.Engine`."""
        return gathered(self.stream(sentences, number=number, gentle=gentle), sentences, progress)

    def stream(self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False) -> Iterator[list[Made]]:
        """Candidates of sentences, a batch of the first hop at a time; see `engine.Streaming`."""
        for batch in self.first.stream(sentences, number=number, gentle=gentle):
            between = list(dict.fromkeys(text for _, candidates in batch for text in candidates))
            ends = dict(zip(between, self.second.hypotheses(between, number=number, gentle=gentle), strict=True))
            yield [(sentence, _ranked([ends[text] for text in texts], number)) for sentence, texts in batch]


def _ranked(grid: Sequence[tuple[str, ...]], number: int) -> tuple[str, ...]:
    """Distinct candidates by the sum of their ranks in both hops; of equal sums the better first hop comes first."""
    places = ((hop + rank, hop, text) for hop, texts in enumerate(grid) for rank, text in enumerate(texts))
    ordered = dict.fromkeys(text for _, _, text in sorted(places))
    return tuple(islice(ordered, number))
