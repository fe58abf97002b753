"""Markup out of the way before the engine, back in its place after it, and proof that none of it was lost.

What must survive (the protected spans that the markdown room finds, other markup characters, addresses,
emoji and signs that models have never seen) becomes a short ASCII placeholder that is set off by spaces.
`faults` says what an engine did wrong to the placeholders; `restore` puts the runs back, with the source's
spacing around them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise

from ccb_l10n.drafting import variables, verbatim
from ccb_l10n.drafting.verbatim import is_word

Finder = Callable[[str], Sequence[tuple[int, int]]]

LOST = "spans-lost"
ADDED = "spans-added"
ORDER = "markup-order"

# Models keep what looks like a thing's name: of 25 forms tried on a weak package this was the second best.
_STEMS = ("REF", "DOC", "QREF", "QDOC", "XREF", "XDOC")
# Characters that could make markup. None is ever sent, so one that comes back is the engine's invention.
_MARKUP = re.compile(r"!?\[|[*_~`\[\]<>\\|{}^$]+")
_HELD = re.compile(rf"{_MARKUP.pattern}|#{{2,}}|\A#")  # and a heading's marks, which are text without a blank behind
# What may stand between two runs that then share a placeholder: fewer placeholders, fewer losses.
_GAP = re.compile(r"[ ,/]*\Z")
_PAIRED = re.compile(
    r"\]|!?\[(?!\^|@)|[*~]|(?<![^\W_])_|_(?![^\W_])|</?[A-Za-z][^\s:@>]*(?:\s[^>]*)?/?>|&(?:quot|#34|[lrb]dquo|[lr]aquo);"
)
_WORD = re.compile(r"\w+")
_ATOM = re.compile(r"`|https?:|www\.|@|\$|\{|[^\W\d_]|\d(?!\ufe0f?\u20e3)")
# What is no word of a sentence for all its letters: a link's end, a note's mark, an icon's name, a list of attributes.
_ASIDE = re.compile(
    r"\]\([^)]*\)|\]\[[^\]]*\]|\[\^[^\]]*\]|(?<![\w:]):[a-z][\w+-]*:(?![\w:])|(?<![{$])\{:?\s*(?:[#.]|[\w-]+=)[^{}]*\}"
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A run of the source and the placeholder that stands for it.

    `paired` runs open or close something, so they keep their order. `light` runs hold nothing that a
    sentence needs as a word (emphasis marks, brackets, emoji, icons, marks of notes), so they may be taken off a
    text's ends.
    """

    token: str
    text: str
    glued_left: bool  # a letter stands right before it, and a space was put between
    glued_right: bool
    paired: bool
    light: bool


@dataclass(frozen=True)
class Masked:
    """Plain text with placeholders, and what they stand for, in the source's order."""

    text: str
    hidden: tuple[Hidden, ...]
    stem: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds placeholders, also such as were never given out."""
        return re.compile(rf"(?<![0-9A-Za-z]){self.stem}[0-9]+(?![0-9A-Za-z])")

    @cached_property
    def by_token(self) -> dict[str, Hidden]:
        return {each.token: each for each in self.hidden}


def mask(source: str, spans: Sequence[tuple[int, int]]) -> Masked:
    """Replace the protected spans (sorted, disjoint, half-open), and all else that no engine may touch.

    `restore(masked, masked.text) == source` for every source.
    """
    stem = _free_stem(source)
    out: list[str] = []
    hidden: list[Hidden] = []
    at = 0
    for start, end in _runs(source, spans):
        before, after = source[start - 1 : start], source[end : end + 1]
        run = Hidden(
            token=f"{stem}{len(hidden)}",
            text=source[start:end],
            glued_left=is_word(before),
            glued_right=is_word(after),
            paired=bool(_PAIRED.search(source[start:end])),
            light=is_light(source[start:end]),
        )
        out += [source[at:start], " " * run.glued_left, run.token, " " * run.glued_right]
        hidden.append(run)
        at = end
    out.append(source[at:])
    return Masked("".join(out), tuple(hidden), stem)


def faults(masked: Masked, text: str) -> tuple[str, ...]:
    """Why an engine's `text` for `masked` can't be restored: LOST, ADDED, ORDER; empty when it can."""
    wanted = Counter(each.token for each in masked.hidden)
    tokens = masked.pattern.findall(text)
    got = Counter(tokens)
    found = []
    if wanted - got:
        found.append(LOST)
    if got - wanted or _MARKUP.search(text) or _stray(masked, text):
        found.append(ADDED)
    if not found and _paired(masked, tokens) != _paired(masked, list(masked.by_token)):
        found.append(ORDER)
    if not found and _emptied(masked, text):
        found.append(ORDER)
    return tuple(found)


def excerpt(masked: Masked, text: str) -> tuple[Masked, tuple[str, ...]]:
    """A part of the masked text on its own, its placeholders numbered from 0, and their former names in that order.

    Equal sentences of different messages become equal texts, which an engine need be asked only once.
    """
    names = tuple(masked.pattern.findall(text))
    tokens = {name: f"{masked.stem}{number}" for number, name in enumerate(names)}
    hidden = tuple(replace(masked.by_token[name], token=tokens[name]) for name in names)
    return Masked(masked.pattern.sub(lambda found: tokens[found[0]], text), hidden, masked.stem), names


def restemmed(masked: Masked, stem: str) -> Masked:
    """The same text, its placeholders called by another stem; `renamed` turns its translation back."""
    tokens = {name: f"{stem}{number}" for number, name in enumerate(masked.by_token)}
    hidden = tuple(replace(run, token=tokens[run.token]) for run in masked.hidden)
    return Masked(masked.pattern.sub(lambda found: tokens[found[0]], masked.text), hidden, stem)


def renamed(masked: Masked, text: str, names: Sequence[str]) -> str:
    """A text for an excerpt, its placeholders called by these names again, in the excerpt's order."""
    known = dict(zip(masked.by_token, names, strict=True))
    return masked.pattern.sub(lambda found: known[found[0]], text)


def restore(masked: Masked, text: str, *, unspaced: bool = False) -> str:
    """Put the runs back into a text without `faults`, with the source's spacing beside them.

    With `unspaced`, paired runs have no space beside a letter of a script that puts none between words. Emphasis
    beside such a script's punctuation is sometimes none then: who asks for it must look.
    """
    out = ""
    at = 0
    glue = False
    for match in masked.pattern.finditer(text):
        run = masked.by_token[match[0]]
        out += _beside(text[at : match.start()], glue)
        if run.glued_left or (unspaced and run.paired and _is_unspaced(out.rstrip(" ")[-1:])):
            out = out.rstrip(" ")
        elif out and is_word(out[-1]) and not _is_unspaced(out[-1]):
            out += " "
        out += run.text
        at = match.end()
        glue = run.glued_right or (unspaced and run.paired and _is_unspaced(text[at:].lstrip(" ")[:1]))
        if not glue and is_word(text[at : at + 1]) and not _is_unspaced(text[at]):
            out += " "
    return out + _beside(text[at:], glue)


def _beside(text: str, glue: bool) -> str:
    return text.lstrip(" ") if glue else text


def _paired(masked: Masked, tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if masked.by_token[token].paired]


def _emptied(masked: Masked, text: str) -> bool:
    """Whether two paired runs now touch that had text between them: `**` `**` is no emphasis."""
    return bool(_touching(masked, text) - _touching(masked, masked.text))


def _stray(masked: Masked, text: str) -> bool:
    """Whether a piece of a placeholder is left that is none any more: `REF0s`, `REF`, `RE`, `EF0`."""
    if not masked.hidden:
        return False
    bare, known = masked.pattern.sub(" ", text), masked.pattern.sub(" ", masked.text)
    if masked.stem in bare and masked.stem not in known:
        return True
    return bool({*_pieces(masked.stem).findall(bare)} - {*_WORD.findall(known)})


@cache
def _pieces(stem: str) -> re.Pattern[str]:
    """Finds words that are a stem's beginning of two letters or more, or any end of it before figures."""
    heads = (stem[:size] for size in range(min(2, len(stem)), len(stem)))
    tails = (stem[at:] for at in range(1, len(stem)))
    return re.compile(rf"\b(?:(?:{'|'.join((stem, *heads))})[0-9]*|(?:{'|'.join((stem, *tails))})[0-9]+)\b")


def _touching(masked: Masked, text: str) -> set[tuple[str, str]]:
    found = list(masked.pattern.finditer(text))
    return {
        (left[0], right[0])
        for left, right in pairwise(found)
        if not text[left.end() : right.start()].strip()
        and masked.by_token[left[0]].paired
        and masked.by_token[right[0]].paired
    }


def _free_stem(source: str) -> str:
    """A stem that no word of the source begins with, so that no placeholder is taken for text."""
    for stem in _STEMS:
        if not re.search(rf"{stem}[0-9]", source):
            return stem
    longest = max(map(len, re.findall(r"X+(?=[0-9])", source)), default=0)
    return "X" * (longest + 1)


def _runs(source: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The runs to hide, in order: the spans given and what else was found, neighbours joined."""
    found = sorted([*((start, end) for start, end in spans if start < end), *_others(source, spans)])
    if not found:
        return
    start, end = found[0]
    paired = _is_paired(source, start, end)  # looked at piece by piece, for a run may be as long as the source
    for next_start, next_end in found[1:]:
        next_paired = next_end > end and _is_paired(source, max(end, next_start), next_end)
        if next_start <= end or (not paired and not next_paired and _GAP.match(source, end, next_start)):
            end = max(end, next_end)
            paired = paired or next_paired
        else:
            yield start, end
            start, end, paired = next_start, next_end, next_paired
    yield start, end


def _is_paired(source: str, start: int, end: int) -> bool:
    """Whether a piece of a run opens or closes something: then it shares a placeholder only with what it touches."""
    return _PAIRED.search(source[start:end]) is not None


def _others(source: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Markup outside of the spans, and all else that comes through byte for byte."""
    yield from variables.spans(source)
    at = 0
    for start, end in [*spans, (len(source), len(source))]:
        yield from (match.span() for match in _HELD.finditer(source, at, start))
        yield from verbatim.spans(source, at, start)
        at = end


def _is_unspaced(char: str) -> bool:
    """Whether the character belongs to a script that puts no spaces between words."""
    return (
        "\u0e00" <= char <= "\u0eff"
        or "\u1780" <= char <= "\u17ff"
        or "\u3001" <= char <= "\u9fff"
        or "\uff01" <= char <= "\uff1f"
    )


def is_light(text: str) -> bool:
    """Whether a hidden run holds nothing that a sentence needs as a word."""
    return not _ATOM.search(_PAIRED.sub("", _ASIDE.sub("", text)))
