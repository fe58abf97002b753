"""Whether the words of a translation stand where the source's do: inside the same marks, and at all.

Placeholders count for nothing here: a text of which only the markup is left has lost everything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ccb_l10n.drafting.masking import Masked
from ccb_l10n.drafting.spans import pairs

_MORE, _SPARE = 2.5, 8  # times as many letters, and letters beyond that: no translation of a few words varies so much
# What a translation may leave out beside a link or a bold word: little words that other languages do without.
_LITTLE = frozenset(
    {"a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "is", "are", "be", "it", "its"}
)
_WORD = re.compile(r"[^\W\d_]+")


def moved(masked: Masked, text: str) -> bool:
    """Whether the words inside a run are far fewer or more in the translation: its marks stand around other words.

    `text` has every placeholder of the masked one, paired ones in order.
    """
    found = pairs(masked)
    if not found:
        return False
    wanted, got = (list(map(_letters, _insides(masked, each, found))) for each in (masked.text, text))
    return any(
        have > _MORE * want + _SPARE or _MORE * have + _SPARE < want for want, have in zip(wanted, got, strict=True)
    )


def hollow(masked: Masked, text: str) -> bool:
    """Whether a run that has words in the source has none in `text`, which has every placeholder: the inside of a pair
    of marks, what stands outside of all pairs, or the whole."""
    if _letters(_bare(masked, masked.text)) and not _letters(_bare(masked, text)):
        return True
    found = pairs(masked)
    if not found:
        return False
    inside = zip(_insides(masked, masked.text, found), _insides(masked, text, found), strict=True)
    if any(_letters(want) and not _letters(have) for want, have in inside):
        return True
    words = _WORD.findall(_outside(masked, masked.text, found))
    telling = any(word.lower() not in _LITTLE for word in words)
    return telling and not _letters(_outside(masked, text, found))


def _insides(masked: Masked, text: str, found: Sequence[tuple[int, int]]) -> list[str]:
    """What stands between the placeholders of each pair, without placeholders."""
    where = {match[0]: match.span() for match in masked.pattern.finditer(text)}
    tokens = list(masked.by_token)
    insides = (text[where[tokens[first]][1] : where[tokens[last]][0]] for first, last in found)
    return [_bare(masked, inside) for inside in insides]


def _outside(masked: Masked, text: str, found: Sequence[tuple[int, int]]) -> str:
    """What stands outside of all pairs, without placeholders."""
    where = {match[0]: match.span() for match in masked.pattern.finditer(text)}
    tokens = list(masked.by_token)
    kept, at = [], 0
    for start, end in sorted((where[tokens[first]][0], where[tokens[last]][1]) for first, last in found):
        kept.append(text[at : max(at, start)])
        at = max(at, end)
    return _bare(masked, " ".join((*kept, text[at:])))


def _bare(masked: Masked, text: str) -> str:
    return masked.pattern.sub(" ", text)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
