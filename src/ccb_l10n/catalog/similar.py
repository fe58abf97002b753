"""Which vanished text a new text came from: the likeliest first, and each vanished text for one new text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

CUTOFF = 60.0  # points of 100 of rapidfuzz's ratio, the measure and threshold that msgmerge uses too
NEAR_CUTOFF = 55.0  # where both stand in the same place of the document
SHORT = 12  # code points: below, one word makes the difference, so elsewhere more must be equal
SHORT_CUTOFF = 75.0
NEAR_SHORT_CUTOFF = 60.0
TRIVIAL = 4  # code points: below, a likeness says nothing
_FIRST_ASKED = 10  # candidates looked at for a new text before others are asked for
_EXHAUSTIVE = 4_000_000  # comparisons: above, only texts that share a rare word are compared
_RARE = 200  # texts: a word in more of them does not tell them apart
_SHORTLIST = 40
_IDEOGRAPHS = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_WORDS = re.compile(rf"(?=([{_IDEOGRAPHS}]{{2}}))|([^\W{_IDEOGRAPHS}]+)")

Closeness = Callable[[int, int], float]
NEAR = 5.0  # points of closeness


def pairs(wanted: Mapping[int, str], offered: Mapping[int, str], closeness: Closeness) -> dict[int, int]:
    """Keys of `wanted`, each with the key of the `offered` text that it came from, where there is one.

    `closeness(i, j)` adds points for a shared place in the document: it settles which of several similar
    texts serves, and from NEAR on a little less likeness will do. Equal points go to the lower keys.
    """
    found: dict[int, int] = {}
    free = {index: text for index, text in offered.items() if len(text) >= TRIVIAL}
    waiting = {index: text for index, text in wanted.items() if len(text) >= TRIVIAL}
    asked = _FIRST_ASKED
    while waiting and free:
        ranked = sorted(
            (-points - close, i, j)
            for i, j, points in _candidates(waiting, free, asked)
            if points >= _cutoff(waiting[i], free[j], close := closeness(i, j))
        )
        for _, i, j in ranked:
            if i in waiting and j in free:
                found[i] = j
                del waiting[i], free[j]
        hopeful = {i for _, i, _ in ranked}  # their candidates all went to others
        waiting = {i: text for i, text in waiting.items() if i in hopeful}
        asked *= 4
    return found


def _cutoff(one: str, other: str, closeness: float) -> float:
    if min(len(one), len(other)) < SHORT:
        return NEAR_SHORT_CUTOFF if closeness >= NEAR else SHORT_CUTOFF
    return NEAR_CUTOFF if closeness >= NEAR else CUTOFF


def _candidates(waiting: Mapping[int, str], free: Mapping[int, str], asked: int) -> Iterable[tuple[int, int, float]]:
    from rapidfuzz import fuzz, process  # only an update with changed text needs it

    shortlist: Callable[[str], Mapping[int, str]] = _shortlists(waiting, free)
    for i, text in waiting.items():
        choices = shortlist(text)
        best = process.extract(text, choices, scorer=fuzz.ratio, score_cutoff=NEAR_CUTOFF, limit=asked)
        yield from ((i, j, points) for _, points, j in best)


def _shortlists(waiting: Mapping[int, str], free: Mapping[int, str]) -> Callable[[str], Mapping[int, str]]:
    """For a text, the free texts worth comparing it with: all, unless that would take minutes."""
    if len(waiting) * len(free) <= _EXHAUSTIVE:
        return lambda text: free
    where: defaultdict[str, list[int]] = defaultdict(list)
    for j, text in free.items():
        for word in _words(text):
            where[word].append(j)

    def shortlist(text: str) -> Mapping[int, str]:
        shared: Counter[int] = Counter()
        for word in _words(text):
            holders = where.get(word, ())
            if len(holders) <= _RARE:
                shared.update(holders)
        return {j: free[j] for j, _ in shared.most_common(_SHORTLIST)}

    return shortlist


def _words(text: str) -> list[str]:
    """The distinct words of a text, in order; of text without spaces, its pairs of characters."""
    return list(dict.fromkeys(two or word for two, word in _WORDS.findall(text.lower())))
