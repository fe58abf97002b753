"""Which of many texts are most like a text: rapidfuzz's ratio, over candidates that are likely to have one.

Comparing 20,000 texts with 100,000 takes minutes, so only short texts are compared with all of their length. For the
others a shortlist is made of texts that share their rarest words, and neighbouring words where the words are common.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

TRIVIAL = 4  # code points: below, a likeness says nothing
SHORT = 12  # code points: below, one word makes the difference
SHORT_CUTOFF = 90.0
_LIMIT = 5  # the likeliest texts that are returned
_EXHAUSTIVE = 15_000_000  # comparisons, about two seconds: no index is made for less
_COMPACT = 32  # code points: such texts have too few words to find each other by
_COMPACT_COMPARISONS = 200_000_000  # above, fewer texts count as compact
_COMMON = 100  # texts: a word in more of them is looked up with its neighbour too
_LOOKED_AT = 3_000  # texts that share a word with one text
_SHORTLIST = 40
# Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean: pairs of characters count as words.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_WORDS = re.compile(rf"(?=([{_UNSPACED}]{{2}}))|([^\W{_UNSPACED}]+)")

_Pair = tuple[str, str]
Likeness = tuple[float, int]  # points of 100, and the index of the text


def nearest(wanted: Sequence[str], offered: Sequence[str], cutoff: float) -> Iterator[tuple[str, list[Likeness]]]:
    """For each wanted text that has some, up to five offered texts of at least `cutoff` points, the likest first.

    Points are rapidfuzz's ratio, 0-100. A text shorter than SHORT needs SHORT_CUTOFF, one below TRIVIAL finds none.
    Equal points go to the lower index of equally long texts. Beyond _EXHAUSTIVE comparisons a likeness may be missed.
    """
    from rapidfuzz import fuzz, process  # only a search for what is not the same needs it

    order = sorted(range(len(offered)), key=lambda index: len(offered[index]))
    texts = [offered[index] for index in order]
    lengths = [len(text) for text in texts]
    words = None
    compact = _compact(wanted, lengths)
    for text in wanted:
        if len(text) < TRIVIAL:
            continue
        points = max(cutoff, SHORT_CUTOFF) if len(text) < SHORT else cutoff
        start, end = _alike_in_length(len(text), lengths, points)
        if len(text) <= compact:
            best = process.extract(text, texts[start:end], scorer=fuzz.ratio, score_cutoff=points, limit=_LIMIT)
            found = [(score, order[start + at]) for _, score, at in best]
        else:
            words = words or _Words(texts, (each for each in wanted if len(each) > compact))
            shortlist = {at: texts[at] for at in words.shared(text, start, end)}
            ranked = process.extract(text, shortlist, scorer=fuzz.ratio, score_cutoff=points, limit=_LIMIT)
            found = [(score, order[at]) for _, score, at in ranked]
        if found:
            yield text, found


def _alike_in_length(length: int, lengths: Sequence[int], points: float) -> tuple[int, int]:
    """The half-open range of the sorted lengths that can reach these points: ratio is at most
    200 * shorter / (shorter + longer)."""
    least = points / (200 - points)
    return bisect_left(lengths, length * least), bisect_right(lengths, length / least if least else length + 10**9)


def _compact(wanted: Sequence[str], lengths: Sequence[int]) -> int:
    """Up to which length texts are compared with all of their length."""
    if len(wanted) * len(lengths) <= _EXHAUSTIVE:
        return max(map(len, wanted), default=0)
    room, longest = _COMPACT_COMPARISONS, 0
    asked = Counter(len(text) for text in wanted if TRIVIAL <= len(text) <= _COMPACT)
    for length in sorted(asked):
        start, end = _alike_in_length(length, lengths, 75.0)
        room -= asked[length] * (end - start)
        if room < 0:
            break
        longest = length
    return longest


class _Words:
    """Where each word of the wanted texts stands, and each two neighbours that are common words; the texts that are
    searched are sorted by length."""

    def __init__(self, texts: Sequence[str], wanted: Iterable[str]) -> None:
        asked = [_words(text) for text in wanted]
        known = {word for words in asked for word in words}
        self._where: defaultdict[str | _Pair, list[int]] = defaultdict(list)
        for at, text in enumerate(texts):
            for word in known.intersection(_words(text)):
                self._where[word].append(at)
        self._common = frozenset(word for word, places in self._where.items() if len(places) > _COMMON)
        pairs = {pair for words in asked for pair in self._pairs(words)}
        for at, text in enumerate(texts):
            words = _words(text)
            for pair in pairs.intersection(pairwise(words)):
                self._where[pair].append(at)

    def shared(self, text: str, start: int, end: int) -> list[int]:
        """The texts from `start` to before `end` that share most with a text, counted from its rarest words on."""
        words = _words(text)
        features: set[str | _Pair] = {*words, *self._pairs(words)}
        places = [found for feature in features if (found := self._where.get(feature))]
        within = [found[bisect_left(found, start) : bisect_left(found, end)] for found in places]
        within.sort(key=lambda found: (len(found), found))
        looked_at: list[int] = []
        for found in within:
            room = _LOOKED_AT - len(looked_at)
            if len(found) > room and looked_at:
                break
            looked_at += found[:room]
        counts = Counter(looked_at)
        several = {at: count for at, count in counts.items() if count > 1}
        likely = several if len(several) >= _SHORTLIST else counts
        return heapq.nlargest(_SHORTLIST, likely, key=likely.__getitem__)

    def _pairs(self, words: Sequence[str]) -> list[_Pair]:
        common = self._common
        return [pair for pair in pairwise(words) if pair[0] in common and pair[1] in common]


def _words(text: str) -> list[str]:
    return [two or word for two, word in _WORDS.findall(text.lower())]
