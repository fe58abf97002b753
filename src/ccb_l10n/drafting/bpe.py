"""Byte pair encoding: words cut by a list of learned merges (Sennrich, Haddow and Birch, 2016).

The file is what subword-nmt writes: a line `#version: 0.2`, then a merge a line, two symbols and a space
between them, the earliest first. A word's last symbol carries `</w>`; in files without a version line that
mark is a symbol of its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_END = "</w>"
_GOES_ON = "@@"  # at the end of a piece that is not its word's last
_VERSION = re.compile(r"#version:\s*([0-9.]+)")


@dataclass(frozen=True)
class Codes:
    """Merges by rank, the lowest applied first. `glued`: the end mark is a part of the last letter's symbol."""

    ranks: Mapping[tuple[str, str], int]
    glued: bool
    _known: dict[str, list[str]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, text: str) -> Codes:
        """Raises ValueError, with the line, for a line that is no merge."""
        lines = text.removesuffix("\n").split("\n")  # not splitlines: other line ends may be symbols
        found = _VERSION.match(lines[0])
        if found and not re.fullmatch(r"0\.[12](?:\.0)*", found[1]):
            raise ValueError(f"line 1: version {found[1]} is not known")
        ranks: dict[tuple[str, str], int] = {}
        for number, line in enumerate(lines[1:] if found else lines, 2 if found else 1):
            pair = line.strip(" \r").split(" ")
            if len(pair) != 2:
                raise ValueError(f"line {number}: not two symbols")
            ranks.setdefault((pair[0], pair[1]), number)
        return cls(ranks, bool(found and found[1].startswith("0.2")))

    def segment(self, words: Iterable[str]) -> list[str]:
        """The pieces of words; all but a word's last end with `@@`."""
        return [piece for word in words for piece in self._pieces(word)]

    def joined(self, pieces: Sequence[str]) -> list[str]:
        """The words of pieces."""
        return " ".join(pieces).replace(f"{_GOES_ON} ", "").split(" ")

    def _pieces(self, word: str) -> list[str]:
        if word not in self._known:
            *first, last = self._merged(word)
            self._known[word] = [*(piece + _GOES_ON for piece in first), last]
        return self._known[word]

    def _merged(self, word: str) -> list[str]:
        symbols = [*word[:-1], word[-1] + _END] if self.glued else [*word, _END]
        while len(symbols) > 1:
            pair = min(pairwise(symbols), key=lambda each: self.ranks.get(each, sys.maxsize))
            if pair not in self.ranks:
                break
            symbols = _replaced(symbols, pair)
        if symbols[-1] == _END:
            return symbols[:-1]
        return [*symbols[:-1], symbols[-1].removesuffix(_END)]


def _replaced(symbols: Sequence[str], pair: tuple[str, str]) -> list[str]:
    """Every such pair, from the left, as one symbol."""
    out: list[str] = []
    skip = False
    for left, right in pairwise([*symbols, ""]):
        if skip:
            skip = False
        elif (left, right) == pair:
            out.append(left + right)
            skip = True
        else:
            out.append(left)
    return out
