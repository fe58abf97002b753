"""Chinese punctuation takes a whole square (W3C Requirements for Chinese Text Layout, 3.1; GB/T 15834-2011).

Only marks that touch Han characters are judged: numbers, code and runs of Latin words keep their own. A space
between Han and Latin is a matter of taste.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n.checks.problem import Check, Problem, Setting
from ccb_l10n.checks.running import MARKUP, THING, Place, after, before, judged, language, mostly_latin, running, told
from ccb_l10n.model import Edit, Message, Severity

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"

_HAN = re.compile(f"[{HAN}]")
_WIDE = str.maketrans(",.:;?!()", "，。：；？！（）")
_ANY = frozenset(",.:;?!")
_MARK = re.compile(r"(?<! )(?P<left>[ ]*+)(?P<mark>[,:;]|[?!]+|(?<!\.)\.(?!\.))(?P<right>[ ]*)")
_PAIR = re.compile(r"\(([^()\n]{1,300})\)")
_BRACKETS = frozenset("(")
_BLANKS = frozenset(" \t")
_BLANK = re.compile(rf"[ \t](?<=[{HAN}，。：；？！、）」』].)[ \t]*(?=[{HAN}])")
_NUMBERED = re.compile(  # a heading's number, and the blank after it
    rf"\s*[{MARKUP}]*(?:第[^，。]{{1,8}}?[章节節部课課篇讲講回条條]|附[录錄]\S?|[图圖表]\S{{0,4}}|[一二三四五六七八九十]+)\s"
)
_CLOSERS = ")]}）】」』》〉”’\"'…"
_HAN_CLOSERS = "）】」』》〉"


def marks(message: Message, setting: Setting) -> Iterator[Problem]:
    """A half-width mark that ends or begins at a Han character."""
    if language(setting) != "zh":
        return
    for target in judged(message, _ANY):
        places = list(_half_width(running(target)))
        if places and not mostly_latin(running(target), _HAN):
            yield from told(places, target, "use the full-width mark; --fix does")


def _half_width(text: str) -> Iterator[Place]:
    for found in _MARK.finditer(text):
        mark, (start, end) = found["mark"], found.span("mark")
        if not _in_han(text, mark, start - len(found["left"]), end, found["right"]):
            continue
        wide = mark.translate(_WIDE)
        # A blank goes with its mark only where nothing but words touch it: emphasis marks need their neighbours.
        left = found.start() if text[found.start() - 1 : found.start()] not in (*MARKUP, "") else start
        right = found.end() if text[found.end() : found.end() + 1] not in (*MARKUP, "", "\n") else end
        yield Place(start, end, f"“{mark}” where Chinese has “{wide}”", ((left, right, wide),))


def _in_han(text: str, mark: str, start: int, end: int, blank: str) -> bool:
    last = before(text, start)
    while last >= 0 and text[last] in _CLOSERS and text[last] not in _HAN_CLOSERS:
        last = before(text, last)
    first = after(text, end)
    left = last >= 0 and (_HAN.match(text[last]) is not None or text[last] in _HAN_CLOSERS)
    right = first < len(text) and _HAN.match(text[first]) is not None
    if mark == ".":
        if not left:
            return False
        rest = text[after(text, end) :].lstrip(_CLOSERS)
        return not rest or rest[0].isspace() or _HAN.match(rest[0]) is not None
    if left:
        return True
    if blank and not right:
        first = after(text, end + len(blank))
        right = first < len(text) and _HAN.match(text[first]) is not None
    return right and last >= 0 and not text[last].isspace()


def brackets(message: Message, setting: Setting) -> Iterator[Problem]:
    """Half-width parentheses around Chinese words."""
    if language(setting) != "zh":
        return
    for target in judged(message, _BRACKETS):
        places = list(_half_brackets(running(target)))
        if places and not mostly_latin(running(target), _HAN):
            yield from told(places, target, "use full-width parentheses; --fix does")


def _half_brackets(text: str) -> Iterator[Place]:
    for found in _PAIR.finditer(text):
        start, end = found.span()
        if not _HAN.search(found[1]) or text[start - 1 : start] in ("]", THING):
            continue
        edits = ((start, start + 1, "（"), (end - 1, end, "）"))
        yield Place(start, end, "half-width parentheses around Chinese words", edits)


def blanks(message: Message, setting: Setting) -> Iterator[Problem]:
    """A blank between two Han characters, or between a full-width mark and one.

    Only the latter is repaired: between two characters a comma or a full stop may be missing.
    """
    if language(setting) != "zh":
        return
    for target in judged(message, _BLANKS):
        text = running(target)
        start = found.end() if (found := _NUMBERED.match(text)) else 0
        places = (
            Place(*found.span(), "a blank between Chinese characters", _closed_up(text, *found.span()))
            for found in _BLANK.finditer(text, start)
        )
        yield from told(places, target, "leave it out; --fix does after a mark")


def _closed_up(text: str, start: int, end: int) -> tuple[Edit, ...]:
    return () if _HAN.match(text[start - 1]) else ((start, end, ""),)


ROWS = (
    Check(
        "chinese-punctuation",
        Severity.WARNING,
        "A half-width comma, full stop, colon, semicolon, question or exclamation mark beside Chinese characters",
        "Chinese marks take a whole square; half-width ones crowd the line.",
        "Use ， 。 ： ； ？ ！; --fix does.",
        marks,
    ),
    Check(
        "chinese-parentheses",
        Severity.INFO,
        "Half-width parentheses around Chinese words",
        "Chinese parentheses take a whole square; many programs' texts keep half-width ones.",
        "Use （ and ）; --fix does.",
        brackets,
        opt_in=True,
    ),
    Check(
        "chinese-blanks",
        Severity.INFO,
        "A blank between two Chinese characters",
        "Chinese has no spaces between words; most are left over from a line's end.",
        "Leave the blank out, or write the mark that is missing; --fix does the former after a mark.",
        blanks,
    ),
)
