"""Where patterns stand among the tokens of a text.

From the rarest word of a pattern the search walks to both sides, holding the places that each next slot may be at:
work is bounded by the slots times the widest gap, whatever the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ccb_l10n.terminology.match_terms import FUNCTION, HYPHENED, RIGID, Pattern
from ccb_l10n.terminology.match_text import SIGN, Tokens

FUNCTION_WORDS = 3  # how many may stand in a row where a term has one: in face of the
OTHER_WORDS = 2  # how many others may stand between two words of a term, where matching is lenient

EXACT, INFLECTED, COMPOUND = range(3)  # how near a match is to the spelling: the nearest has the word


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found: a half-open span in the folded text, and how many words stand between the term's own."""

    pattern: Pattern
    start: int
    end: int
    gap: int = 0


def everywhere(found: Tokens, index: Mapping[str, tuple[Pattern, ...]]) -> Iterator[Match]:
    """All strict matches of indexed patterns, in the order of their anchors."""
    get = index.get
    for at, keys in enumerate(found.keys):
        for key in keys:
            for pattern in get(key, ()):
                if len(pattern.slots) == 1 or _begins(found, pattern, at):
                    match = _matched(found, pattern, at, lenient=False)
                    if match is not None:
                        yield match


def within(found: Tokens, patterns: Iterable[Pattern]) -> Iterator[Match]:
    """All lenient matches of some patterns."""
    for pattern in patterns:
        if pattern.inside:
            yield from inside(found, {pattern.literal[:2]: (pattern,)})
            continue
        anchor = pattern.slots[pattern.anchor]
        if anchor.isdisjoint(found.places):
            continue
        for at in sorted({at for key in anchor & found.places.keys() for at in found.places[key]}):
            match = _matched(found, pattern, at, lenient=not pattern.exact)
            if match is not None:
                yield match


def inside(found: Tokens, starts: Mapping[str, tuple[Pattern, ...]]) -> Iterator[Match]:
    """The patterns that may stand inside words, wherever they do."""
    if not starts:
        return
    text, places = found.squeezed()
    for at in range(len(text)):
        for start in {text[at], text[at : at + 2]}:
            for pattern in starts.get(start, ()):
                if text.startswith(pattern.literal, at):
                    last = places[at + len(pattern.literal) - 1]
                    yield Match(pattern, places[at], last + 1)


def distance(found: Tokens, match: Match) -> int:
    """How near a match is to the spelling that it was found by: EXACT, INFLECTED or COMPOUND."""
    if match.pattern.inside or found.literal(match.start, match.end) == match.pattern.literal:
        return EXACT
    return COMPOUND if match.pattern.compound else INFLECTED


def _begins(found: Tokens, pattern: Pattern, at: int) -> bool:
    """Whether the words beside the anchor may be the term's: a cheap question that nearly all places fail."""
    anchor = pattern.anchor
    if anchor and pattern.joints[anchor - 1] != FUNCTION and (at == 0 or not _fits(found, at - 1, pattern, anchor - 1)):
        return False
    following = anchor < len(pattern.joints) and pattern.joints[anchor] != FUNCTION
    return not following or (at + 1 < len(found.words) and _fits(found, at + 1, pattern, anchor + 1))


def _matched(found: Tokens, pattern: Pattern, at: int, lenient: bool) -> Match | None:
    if pattern.cased is not None and not _fits(found, at, pattern, pattern.anchor):
        return None
    first = last = at
    gap = 0
    if len(pattern.slots) > 1:
        for step in (-1, 1):
            reached = _walk(found, pattern, at, step, lenient)
            if reached is None:
                return None
            place, skipped = reached
            gap += skipped
            first, last = (place, last) if step < 0 else (first, place)
    elif not lenient and _qualifies(found, at):
        return None
    if not lenient and _prefixed(found, first):
        return None
    end = found.ends[last] if pattern.cased is None else _suffixed(found, last)
    match = Match(pattern, found.starts[first], end, gap)
    return None if pattern.exact and distance(found, match) != EXACT else match


def _qualifies(found: Tokens, at: int) -> bool:
    """Whether the word is no noun here, but says something about the one before it."""
    language = found.language
    if language.attributive is None or at == 0 or found.kinds[at - 1] == SIGN:
        return False
    previous = found.words[at - 1]
    return previous not in language.function_words and language.attributive(previous, found.words[at])


def _prefixed(found: Tokens, first: int) -> bool:
    """Whether a prefix before the term makes it another word: sub-network."""
    return first > 0 and found.words[first - 1] in found.language.prefixes and found.hyphened(first - 1, first)


def _suffixed(found: Tokens, last: int) -> int:
    """The end of an acronym with the ending that is written behind a hyphen."""
    after = last + 1
    if after < len(found.words) and found.words[after] in found.language.endings and found.hyphened(last, after):
        return found.ends[after]
    return found.ends[last]


def _walk(found: Tokens, pattern: Pattern, at: int, step: int, lenient: bool) -> tuple[int, int] | None:
    """The place of the outermost slot on one side and the words skipped on the way; fewest first, then nearest."""
    slots = range(pattern.anchor + 1, len(pattern.slots)) if step > 0 else range(pattern.anchor - 1, -1, -1)
    places = {at: 0}
    for slot in slots:
        reached: dict[int, int] = {}
        for place, skipped in places.items():
            for following, more in _next(found, pattern, slot, place, step, lenient):
                reached[following] = min(reached.get(following, skipped + more), skipped + more)
        if not reached:
            return None
        places = reached
    skipped, _, place = min((skipped, abs(place - at), place) for place, skipped in places.items())
    return place, skipped


def _next(
    found: Tokens, pattern: Pattern, slot: int, place: int, step: int, lenient: bool
) -> Iterator[tuple[int, int]]:
    """The places that a slot may have after a place, and how many words stand between that the term lacks."""
    language = found.language
    joint = pattern.joints[slot - 1 if step > 0 else slot]
    wanted = joint == FUNCTION
    functions = others = 0
    spare = OTHER_WORDS if lenient else int(language.inserts and wanted)
    at = place + step
    while 0 <= at < len(found.words):
        if joint == HYPHENED and not found.hyphened(min(place, at), max(place, at)):
            return
        allowed = lenient or wanted == (functions > 0) or (wanted and language.loose)
        if allowed and _fits(found, at, pattern, slot):
            yield at, others + (wanted != (functions > 0))
        if joint in (RIGID, HYPHENED) or found.kinds[at] == SIGN:
            return
        if (lenient or wanted) and found.words[at] in language.function_words:
            functions += 1
        else:
            others += 1
        if functions > FUNCTION_WORDS or others > spare:
            return
        at += step


def _fits(found: Tokens, at: int, pattern: Pattern, slot: int) -> bool:
    forms = pattern.slots[slot]
    for key in found.keys[at]:
        if key in forms:
            return pattern.cased is None or _in_case(found.cased(at), pattern.cased[slot])
    return False


def _in_case(word: str, cased: frozenset[str]) -> bool:
    """Whether a word is written in one of the cases asked for, or in a script that has none."""
    return word in cased or word.lower() == word.upper()
