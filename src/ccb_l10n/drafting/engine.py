"""What a translation engine is to the rest of the project. Loading a real one is `argos.load`'s work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

Progress = Callable[[int, int], None]  # distinct sentences done, distinct sentences in all
Made = tuple[str, tuple[str, ...]]  # a sentence and its candidates, best first


class Engine(Protocol):
    """Turns plain sentences of one language into another."""

    @property
    def name(self) -> str:
        """What made a draft, for its record: `argos translate-en_fr-1.9 sha256:0123456789ab`.

        Two hops are both named, joined by ` + `.
        """
        ...

    @property
    def fingerprint(self) -> str:
        """All that the candidates depend on but the sentence and what was asked for: models, runtimes, settings."""
        ...

    @property
    def source(self) -> str:
        """The language that it reads, in Argos' code."""
        ...

    @property
    def target(self) -> str:
        """The language that it writes, in Argos' code."""
        ...

    def hypotheses(
        self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False, progress: Progress | None = None
    ) -> list[tuple[str, ...]]:
        """Up to `number` distinct candidates for each sentence, best first, in the sentences' order.

        A sentence is one line, plain but for ASCII placeholders, of any length. The candidates are empty where
        the engine could not render all of it: it never leaves out a part silently. `gentle` decodes with
        repetition held down, for another try at a sentence that came out as a loop.
        """
        ...


class Streaming(Engine, Protocol):
    """An engine that gives its work away as it goes, so that what is done can be kept when the run is killed."""

    def stream(self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False) -> Iterator[list[Made]]:
        """What `hypotheses` gives, for each distinct sentence once, batch by batch and in any order."""
        ...


def gathered(
    batches: Iterator[list[Made]], sentences: Sequence[str], progress: Progress | None = None
) -> list[tuple[str, ...]]:
    """The candidates of a stream, one tuple a sentence and in the sentences' order."""
    whole = len(set(sentences))
    done: dict[str, tuple[str, ...]] = {}
    for batch in batches:
        done.update(batch)
        if batch and progress:
            progress(len(done), whole)
    return [done[sentence] for sentence in sentences]
