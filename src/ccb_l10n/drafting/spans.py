"""Runs of a masked sentence that belong together: a link with its text, a stretch of bold, an element with its tags.

Models lose placeholders the more there are. A whole run can stand behind one placeholder, its words translated on
their own; and a sentence can be cut where a clause ends, so that each part has few.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ccb_l10n.drafting.masking import Hidden, Masked, excerpt, renamed, restore

Run = tuple[str, str, str, str]  # a run's first placeholder, the blanks within it, its last placeholder
Join = Callable[[Sequence[str]], str]  # the translations of a cut text's parts -> the translation of the whole

_ELEMENT = re.compile(
    r"(?P<end>\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])?)|(?P<open>!?\[(?!\^|@))|(?P<marks>[*_]+|~~|&quot;|&\#34;)"
    r"|(?P<quote>&[lb](?:d|a)quo;)|(?P<unquote>&r(?:d|a)quo;)"
    r"|<(?P<slash>/?)(?P<name>[A-Za-z][^\s:@>/]*)(?:\s[^>]*?)?(?P<alone>/?)>"
)
_VOID = frozenset({"br", "img", "hr", "wbr", "input"})
_CONJUNCTIONS = r"(?:and|but|or|so|because|if|when|then|while|which|where|unless|until|before|after|although|since)"
_CLAUSE = re.compile(
    rf"(?<=[;:])\s+|\s+[–—]\s+|(?<=[\w)]),\s+(?={_CONJUNCTIONS}\b)|\s+(?=\()|(?<=\))\s+|(?<=[。；：，])"
)
_SPACE = re.compile(r"\s+")
_SEPARATOR = re.compile(r"\s*:\s+|\s+[–—-]\s+")
_LEAST = 2  # words that a clause has


@dataclass(frozen=True, slots=True)
class Cut:
    """A masked text in parts that are translated apart, and how their translations become the whole's."""

    parts: tuple[Masked, ...]
    join: Join


def whole_runs(masked: Masked) -> Cut | None:
    """The text with a single placeholder for each whole run, and the runs' words apart; None where it has none."""
    ranges = _ranges(masked)
    if not ranges:
        return None
    outer, names, inner = _collapsed(masked, ranges)
    inside = [excerpt(masked, text) for text in inner]

    def join(translated: Sequence[str]) -> str:
        kept = dict.fromkeys(outer.by_token, "")
        number = 0
        for token, name in zip(outer.by_token, names, strict=True):
            if isinstance(name, str):
                kept[token] = name
            else:
                text = renamed(inside[number][0], translated[1 + number], inside[number][1])
                before, after = (
                    gap or " " * char.isalnum() for gap, char in ((name[1], text[:1]), (name[2], text[-1:]))
                )
                kept[token] = f"{name[0]}{before}{text}{after}{name[3]}"
                number += 1
        return outer.pattern.sub(lambda found: kept[found[0]], translated[0])

    return Cut((outer, *(part for part, _ in inside)), join)


def clauses(masked: Masked, *, whole: bool) -> Cut | None:
    """The text cut into its clauses, never inside a run when `whole`; None where it has but one."""
    inside = _spans(masked) if whole else []
    pieces: list[str] = []
    gaps: list[str] = []
    at = 0
    for found in _CLAUSE.finditer(masked.text):
        start, end = found.span()
        if any(first < start < last for first, last in inside):
            continue
        if _short(masked, masked.text[at:start]) or _short(masked, masked.text[end:]):
            continue
        pieces.append(masked.text[at:start])
        gaps.append(found[0])
        at = end
    if not pieces:
        return None
    parts = [excerpt(masked, piece) for piece in (*pieces, masked.text[at:])]

    def join(translated: Sequence[str]) -> str:
        texts = [renamed(part, text, names) for (part, names), text in zip(parts, translated, strict=True)]
        return "".join(text + gap for text, gap in zip(texts, (*gaps, ""), strict=True))

    return Cut(tuple(part for part, _ in parts), join)


def lead_in(masked: Masked, text: str) -> tuple[int, int]:
    """Where a lead-in ends that a sentence opens with, and where its words begin: `**Note:** `, `[Link](x) – `.

    (0, 0) where there is none, or nothing after it.
    """
    own, _ = excerpt(masked, text)
    last = dict(_ranges(own)).get(0)
    where = [found.span() for found in masked.pattern.finditer(text)]
    if last is None or text[: where[0][0]].strip():
        return 0, 0
    end = where[last][1]
    ended = text[where[0][1] : where[last][0]].rstrip().endswith((".", ":", "!", "?"))
    gap = (_SPACE if ended else _SEPARATOR).match(text, end)
    if not gap or not any(map(str.isalpha, masked.pattern.sub(" ", text[gap.end() :]))):
        return 0, 0
    return end, gap.end()


def _short(masked: Masked, text: str) -> bool:
    """Whether this is no clause; a lone placeholder is a thing that a clause speaks of, and may stand apart."""
    words = len(re.findall(r"[^\W\d_]+", masked.pattern.sub(" ", text)))
    return 0 < words < _LEAST or not text.strip()


def _spans(masked: Masked) -> list[tuple[int, int]]:
    """Where whole runs stand in the masked text, as offsets."""
    where = [found.span() for found in masked.pattern.finditer(masked.text)]
    return [(where[first][0], where[last][1]) for first, last in _ranges(masked)]


def pairs(masked: Masked) -> list[tuple[int, int]]:
    """What opens and what closes it, as numbers of placeholders, in the order of the closing ones.

    Marks without a partner are passed over. A placeholder may hide several marks, so it may be in several pairs.
    """
    found: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    for number, run in enumerate(masked.hidden):
        for kind, opens in _elements(run.text):
            at = next((at for at in reversed(range(len(waiting))) if waiting[at][0] == kind), -1)
            if opens or (at < 0 and kind[0] in "*_~&"):
                waiting.append((kind, number))
            elif at >= 0:
                first = waiting[at][1]
                del waiting[at:]
                if first < number:
                    found.append((first, number))
    return found


def _ranges(masked: Masked) -> list[tuple[int, int]]:
    """The outermost whole runs, as (first, last) numbers of their placeholders; disjoint, in order.

    Runs that share a placeholder go: neither is whole alone.
    """
    outer: list[tuple[int, int]] = []
    for first, last in sorted({*pairs(masked)}, key=lambda pair: (pair[0], -pair[1])):
        if not outer or last > outer[-1][1]:  # else it is inside of one that begins no later
            outer.append((first, last))
    shared = Counter(number for each in outer for number in each)
    return [each for each in outer if all(shared[number] == 1 for number in each)]


def edges(masked: Masked, text: str) -> tuple[int, int]:
    """Where the words of a part of the masked text stand, half-open: without blanks, and without the light runs at its
    ends that have no partner in it, or that enclose all the rest."""
    where = [found.span() for found in masked.pattern.finditer(text)]
    own, _ = excerpt(masked, text)
    partner = {number: other for pair in pairs(own) for number, other in (pair, pair[::-1])}
    start, end = 0, len(text)
    first, last = 0, len(where) - 1
    while first <= last:
        left = own.hidden[first].light and not text[start : where[first][0]].strip()
        right = own.hidden[last].light and not text[where[last][1] : end].strip()
        enclosed = left and right and partner.get(first) == last
        if enclosed or (left and first not in partner):
            start, first = where[first][1], first + 1
        elif right and last not in partner:
            end, last = where[last][0], last - 1
        else:
            break
        if enclosed:
            end, last = where[last][0], last - 1
    core = text[start:end]
    start += len(core) - len(core.lstrip())
    return start, max(start, start + len(core.strip()))


def _elements(text: str) -> Iterator[tuple[str, bool]]:
    """(what it is, whether it can only open) for each piece of paired markup in a hidden run."""
    for found in _ELEMENT.finditer(text):
        if found["marks"]:
            yield found["marks"], False
        elif found["open"]:
            yield "[", True
        elif found["end"]:
            yield "[", False
        elif found["quote"] or found["unquote"]:
            yield "&quo", bool(found["quote"])
        elif not found["alone"] and found["name"].lower() not in _VOID:
            yield f"<{found['name'].lower()}", not found["slash"]


def _collapsed(masked: Masked, ranges: Sequence[tuple[int, int]]) -> tuple[Masked, list[str | Run], list[str]]:
    """The outer text, the names behind its placeholders, and the insides of its runs."""
    where = list(masked.pattern.finditer(masked.text))
    first_of = dict(ranges)
    out: list[str] = []
    hidden: list[Hidden] = []
    names: list[str | Run] = []
    inner: list[str] = []
    at = number = 0
    while number < len(where):
        last = first_of.get(number, number)
        start, end = where[number].start(), where[last].end()
        token = f"{masked.stem}{len(hidden)}"
        opening, closing = masked.hidden[number], masked.hidden[last]
        out += [masked.text[at:start], token]
        if last == number:
            hidden.append(replace(opening, token=token))
            names.append(opening.token)
        else:
            text = restore(masked, masked.text[start:end])
            hidden.append(Hidden(token, text, opening.glued_left, closing.glued_right, paired=False, light=False))
            inside = masked.text[where[number].end() : where[last].start()]
            left, right = (inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :])
            names.append((opening.token, left, right if inside.strip() else "", closing.token))
            inner.append(inside.strip())
        at, number = end, last + 1
    out.append(masked.text[at:])
    return Masked("".join(out), tuple(hidden), masked.stem), names, inner
