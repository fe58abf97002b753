"""What a translation engine is to the rest of the project. Loading a real one is `argos.load`'s work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

Progress = Callable[[int, int], None]  # sentences done, sentences in all


class Engine(Protocol):
    """Turns plain texts of one language into another."""

    @property
    def name(self) -> str:
        """What made a draft, for its record: `argos translate-en_fr-1.9 sha256:0123456789ab`."""
        ...

    def translate(self, texts: Sequence[str], progress: Progress | None = None) -> list[str]:
        """One translation a text, in the texts' order.

        A text is one line, plain but for ASCII placeholders, of any length and any number of sentences. The
        result is an empty string where the engine could not render the whole text: it never leaves out a
        part silently.
        """
        ...
