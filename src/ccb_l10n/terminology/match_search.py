"""Where patterns stand among the tokens of a text.

From the rarest word of a pattern the search walks to both sides, holding the places that each next slot may be at:
work is bounded by the slots times the widest gap, whatever the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ccb_l10n.terminology.languages.language import Language
from ccb_l10n.terminology.match_terms import ADJACENT, FUNCTION, HYPHENED, RIGID, Pattern
from ccb_l10n.terminology.match_text import SIGN, Tokens

FUNCTION_WORDS = 3  # how many may stand in a row where a term has one: in face of the
OTHER_WORDS = 2  # how many others may stand between two words of a term, where matching is lenient

EXACT, INFLECTED, COMPOUND = range(3)  # how near a match is to the spelling: the nearest has the word


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found: a half-open span in the folded text, how many words stand between, how near it is."""

    pattern: Pattern
    start: int
    end: int
    gap: int
    distance: int


def everywhere(found: Tokens, index: Mapping[str, tuple[Pattern, ...]], language: Language) -> Iterator[Match]:
    """All strict matches of indexed patterns, in the order of their anchors."""
    get = index.get
    for at, keys in enumerate(found.keys):
        for key in keys:
            for pattern in get(key, ()):
                match = _matched(found, pattern, at, language, lenient=False)
                if match is not None:
                    yield match


def within(found: Tokens, patterns: Iterable[Pattern], language: Language) -> Iterator[Match]:
    """All lenient matches of some patterns."""
    present: dict[str, list[int]] = {}
    for at, keys in enumerate(found.keys):
        for key in keys:
            present.setdefault(key, []).append(at)
    for pattern in patterns:
        if pattern.inside:
            yield from inside(found, {pattern.literal[:2]: (pattern,)})
            continue
        anchor = pattern.slots[pattern.anchor]
        if anchor.isdisjoint(present):
            continue
        for at in sorted({at for key in present if key in anchor for at in present[key]}):
            match = _matched(found, pattern, at, language, lenient=not pattern.exact)
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
                    yield Match(pattern, places[at], last + 1, 0, EXACT)


def _matched(found: Tokens, pattern: Pattern, at: int, language: Language, lenient: bool) -> Match | None:
    if pattern.cased is not None and not _fits(found, at, pattern, pattern.anchor):
        return None
    if not lenient and len(pattern.slots) == 1 and _qualifies(found, at, language):
        return None
    first = last = at
    gap = 0
    if len(pattern.slots) > 1:
        for step in (-1, 1):
            reached = _walk(found, pattern, at, step, language, lenient)
            if reached is None:
                return None
            place, skipped = reached
            gap += skipped
            first, last = (place, last) if step < 0 else (first, place)
    if not lenient and _prefixed(found, first, language):
        return None
    start, end = found.starts[first], found.ends[last]
    if pattern.cased is not None:
        end = _suffixed(found, last, language)
    distance = _distance(found, pattern, start, end)
    return None if pattern.exact and distance != EXACT else Match(pattern, start, end, gap, distance)


def _qualifies(found: Tokens, at: int, language: Language) -> bool:
    """Whether the word is no noun here, but says something about the one before it."""
    if language.attributive is None or at == 0 or found.kinds[at - 1] == SIGN:
        return False
    previous = found.words[at - 1]
    return previous not in language.function_words and language.attributive(previous, found.words[at])


def _prefixed(found: Tokens, first: int, language: Language) -> bool:
    """Whether a prefix before the term makes it another word: sub-network."""
    return first > 0 and found.words[first - 1] in language.prefixes and found.hyphened(first - 1, first)


def _distance(found: Tokens, pattern: Pattern, start: int, end: int) -> int:
    if found.literal(start, end) == pattern.literal:
        return EXACT
    return COMPOUND if pattern.compound else INFLECTED


def _suffixed(found: Tokens, last: int, language: Language) -> int:
    """The end of an acronym with the ending that is written behind a hyphen."""
    after = last + 1
    if (
        language.endings
        and after < len(found.words)
        and found.words[after] in language.endings
        and found.hyphened(last, after)
    ):
        return found.ends[after]
    return found.ends[last]


def _walk(
    found: Tokens, pattern: Pattern, at: int, step: int, language: Language, lenient: bool
) -> tuple[int, int] | None:
    """The place of the outermost slot on one side and the words skipped on the way; fewest first, then nearest."""
    slots = range(pattern.anchor + 1, len(pattern.slots)) if step > 0 else range(pattern.anchor - 1, -1, -1)
    places = {at: 0}
    for slot in slots:
        joint = pattern.joints[slot - 1 if step > 0 else slot]
        reached: dict[int, int] = {}
        for place, skipped in places.items():
            for following, more in _next(found, pattern, slot, place, step, joint, language, lenient):
                reached[following] = min(reached.get(following, skipped + more), skipped + more)
        if not reached:
            return None
        places = reached
    skipped, _, place = min((skipped, abs(place - at), place) for place, skipped in places.items())
    return place, skipped


def _next(
    found: Tokens, pattern: Pattern, slot: int, place: int, step: int, joint: int, language: Language, lenient: bool
) -> Iterator[tuple[int, int]]:
    """The places that a slot may have after a place, and how many words stand between that the term lacks."""
    functions = others = 0
    spare = OTHER_WORDS if lenient else int(language.inserts and joint == FUNCTION)
    at = place + step
    while 0 <= at < len(found.words):
        wanted = joint == FUNCTION
        allowed = lenient or wanted == (functions > 0) or (wanted and language.loose)
        if joint == HYPHENED and not found.hyphened(min(place, at), max(place, at)):
            return
        if allowed and _fits(found, at, pattern, slot):
            yield at, others + (wanted != (functions > 0))
        if joint in (RIGID, HYPHENED) or found.kinds[at] == SIGN:
            return
        if found.words[at] in language.function_words and (lenient or joint != ADJACENT):
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
            return pattern.cased is None or found.cased(at) in pattern.cased[slot]
    return False
