"""Characters that nobody sees: directional controls, joiners, marks left over from other programs.

Directional controls follow the Unicode Bidirectional Algorithm (UAX 9, 3.3.2: rules X1 to X8, BD9): an embedding or
override ends at its PDF, an isolate at its PDI, and both at the paragraph's end. A control that closes nothing does
nothing. Overrides can make a text show another order than it has ("Trojan Source", CVE-2021-42574).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from ccb_l10n import locales
from ccb_l10n.checks.problem import Check, Problem, Setting, blank
from ccb_l10n.checks.running import Place, judged, told
from ccb_l10n.markdown.inline import protected
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Message, Severity

LRE, RLE, PDF, LRO, RLO = "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
LRM, RLM, ALM = "\u200e", "\u200f", "\u061c"
ZWSP, ZWNJ, ZWJ, BOM, SHY = "\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad"

_NAMES = {
    ZWSP: "a zero-width space",
    ZWNJ: "a zero-width non-joiner",
    ZWJ: "a zero-width joiner",
    BOM: "a byte-order mark",
    SHY: "a soft hyphen",
    LRM: "a left-to-right mark",
    RLM: "a right-to-left mark",
    ALM: "an Arabic letter mark",
}
_DIRECTIONS = re.compile(f"[{LRE}{RLE}{PDF}{LRO}{RLO}{LRI}{RLI}{FSI}{PDI}]")
_CONTROLS = frozenset((LRE, RLE, PDF, LRO, RLO, LRI, RLI, FSI, PDI))
_OVERRIDES = re.compile(f"[{LRO}{RLO}]")
_OVERRIDING = frozenset((LRO, RLO))
_MARKS = frozenset((LRM, RLM, ALM, PDF, PDI))
_EMPTY = re.compile(f"[{LRE}{RLE}]{PDF}|[{LRI}{RLI}{FSI}]{PDI}")
_LONE_MARK = re.compile(f"[{LRM}{RLM}{ALM}]+")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
# Invisible, and no directional control. Variation selectors and tags belong to the character before them.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_LETTERS_OF = ("LATIN", "CYRILLIC", "GREEK", "DIGIT", "CJK", "HIRAGANA", "KATAKANA")


def overrides(message: Message, setting: Setting) -> Iterator[Problem]:
    """A character that forces the direction of what follows: the text may read otherwise than it is."""
    for target in judged(message, _OVERRIDING):
        places = (Place(*found.span(), f"an override ({_code(found[0])})") for found in _OVERRIDES.finditer(target))
        yield from told(places, target, "take it away; where direction matters, use an isolate")


def unbalanced(message: Message, setting: Setting) -> Iterator[Problem]:
    """An embedding or isolate that its paragraph does not close, or a closing control that closes nothing."""
    for target in judged(message, _CONTROLS):
        if blank(target):
            continue  # `state.empty` says so
        start = 0
        places: list[Place] = []
        for line in target.split("\n"):
            places += _of_line(line, start)
            start += len(line) + 1
        yield from told(places, target, "close what was opened; --fix takes away what closes nothing")


def _of_line(line: str, start: int) -> Iterator[Place]:
    """The controls of one paragraph that have no partner (UAX 9, X1 to X8); those that close nothing can go."""
    opened: list[tuple[int, str]] = []
    isolates = 0
    for found in _DIRECTIONS.finditer(line):
        char, at = found[0], found.start()
        if char in (LRE, RLE, LRO, RLO, LRI, RLI, FSI):
            opened.append((at, char))
            isolates += char in (LRI, RLI, FSI)
        elif char == PDF and opened and opened[-1][1] in (LRE, RLE, LRO, RLO):
            opened.pop()
        elif char == PDI and isolates:
            isolates -= 1
            while opened[-1][1] in (LRE, RLE, LRO, RLO):
                left, each = opened.pop()
                yield Place(start + left, start + left + 1, f"nothing closes {_code(each)} in its isolate")
            opened.pop()
        else:
            where = (start + at, start + at + 1)
            yield Place(*where, f"{_code(char)} closes nothing", ((*where, ""),))
    for at, char in opened:
        yield Place(start + at, start + at + 1, f"nothing closes {_code(char)}")


def idle(message: Message, setting: Setting) -> Iterator[Problem]:
    """Directional marks that do no good: twice the same, an empty pair, or any in a text that only runs one way."""
    for target in judged(message, _MARKS):
        if not blank(target):
            places = [*_doing_nothing(target, setting.lang), *_empty(target)]
            yield from told(places, target, "take it away; --fix does")


def _doing_nothing(text: str, lang: str) -> Iterator[Place]:
    """All marks but the first of a run; all marks where there is nothing that runs from right to left."""
    one_way = not _RTL.search(text) and locales.direction(lang or "en") == "ltr"
    for found in _LONE_MARK.finditer(text):
        start = found.start() + (0 if one_way else 1)
        if one_way or len(set(found[0])) == 1 < len(found[0]):
            yield Place(start, found.end(), _named(found[0][0]), ((start, found.end(), ""),))


def _empty(text: str) -> Iterator[Place]:
    if PDF in text or PDI in text:
        for found in _EMPTY.finditer(text):
            yield Place(*found.span(), "an empty pair", ((*found.span(), ""),))


def invisible(message: Message, setting: Setting) -> Iterator[Problem]:
    """Characters that show nothing, more of them than in the source; joiners where their script uses them are none."""
    for target in message.targets or (message.target,):
        if (target.isascii() and target.isprintable()) or not _UNSEEN.search(target):
            continue
        if message.state in SHIPPED and target != message.source and not blank(target):
            places = list(_unseen(target, message.source))
            yield from told(places, target, "take it away; --fix does where it surely does nothing")


def _unseen(text: str, source: str) -> Iterator[Place]:
    kept = {at for start, end in protected(text) for at in range(start, end)}
    more = {char for char, count in Counter(_UNSEEN.findall(text)).items() if count > source.count(char)}
    for found in _UNSEEN.finditer(text):
        char, at = found[0], found.start()
        if char in more and not _at_home(text, at):
            edits = ((at, at + 1, ""),) if at not in kept and _useless(text, at) else ()
            yield Place(at, at + 1, _named(char), edits)


def _at_home(text: str, at: int) -> bool:
    """Whether an invisible character does its work: joiners in emoji or in scripts that use them, selectors after
    what they select, soft hyphens and breaks inside words of scripts that need them."""
    char = text[at]
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if char in (ZWJ, ZWNJ):
        return _joins(before) and (char == ZWNJ or _joins(after) or not after.strip())
    if "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef" or "\u180b" <= char <= "\u180d":
        return bool(before) and (before in "0123456789#*" or unicodedata.category(before)[0] == "S" or _wide(before))
    if "\U000e0020" <= char <= "\U000e007f":
        return "\U0001f3f4" in text[max(0, at - 8) : at]
    if char == ZWSP:
        return _breaks(before) or _breaks(after)
    return char == "\u2060"  # a word joiner only keeps a line together


def _joins(char: str) -> bool:
    """Whether a character's script has joined forms, or it is a symbol that joins others into one emoji."""
    if not char or char.isspace():
        return False
    kind = "M" if char.isalpha() else unicodedata.category(char)[0]
    return kind in "SM" and not unicodedata.name(char, "").startswith(_LETTERS_OF)


def _wide(char: str) -> bool:
    """Chinese characters, and marks such as ‼ and 〰 that have an emoji form."""
    return "\u2e80" <= char <= "\u9fff" or char >= "\U00020000" or char in "‼⁉〰〽"


def _breaks(char: str) -> bool:
    """Whether a script is written without blanks between words, and ZWSP says where they end."""
    return bool(char) and unicodedata.name(char, "").startswith(("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"))


def _useless(text: str, at: int) -> bool:
    """Whether the character does nothing where it stands, so that nobody needs to decide."""
    char = text[at]
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if char == BOM:
        return True
    if char in (ZWSP, ZWNJ, ZWJ):
        return _plain(before) and _plain(after)
    if char == SHY:
        return not (before.isalpha() and after.isalpha())
    return "\ufe00" <= char <= "\ufe0f" and _plain(before)


def _plain(char: str) -> bool:
    """Nothing, a blank, a mark that is no markup, or a character of an alphabet that never joins."""
    if not char or char.isspace() or char in f"{ZWSP}{ZWNJ}{ZWJ}{BOM},.;:!?()«»“”，。：；！？（）、":
        return True
    return unicodedata.name(char, "").startswith(_LETTERS_OF)


def _named(char: str) -> str:
    return f"{_NAMES[char]} ({_code(char)})" if char in _NAMES else f"an invisible character ({_code(char)})"


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"


ROWS = (
    Check(
        "bidi-override",
        Severity.ERROR,
        "A character that forces the direction of the text after it",
        "What readers see may not be what the text says.",
        "Take it away; where direction matters, use an isolate.",
        overrides,
    ),
    Check(
        "bidi-balance",
        Severity.WARNING,
        "A directional control that is not closed, or that closes nothing",
        "The text after it may come out in another order.",
        "Close what was opened; --fix takes away what closes nothing.",
        unbalanced,
    ),
    Check(
        "bidi-idle",
        Severity.INFO,
        "A directional mark that changes nothing",
        "Nobody sees it, and searches miss the word beside it.",
        "Take it away; --fix does.",
        idle,
    ),
    Check(
        "invisible-characters",
        Severity.WARNING,
        "An invisible character that the source does not have",
        "Nobody sees it, searches and spell checkers stumble over it.",
        "Take it away; --fix does where it surely does nothing.",
        invisible,
    ),
)
