"""Blanks and marks that no language wants twice, or where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n.checks.problem import Check, Problem, Setting
from ccb_l10n.checks.running import (
    BREAKING,
    MARKUP,
    NO_BREAK,
    Place,
    characters,
    judged,
    language,
    running,
    told,
    verbatim,
)
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Edit, Message, Severity

_ALL = ",.;:!?%،؛؟。，；：？！、"
_FRENCH = ",.،。，"
_BEFORE_MARK = {
    marks: re.compile(
        rf"(?<=[\w)\]»”’\"'{MARKUP}\ufffc])(?P<blank>[{BREAKING}{NO_BREAK}]+)(?P<mark>[{marks}])"
        rf"(?=[{MARKUP}»”\"]*(?:[{BREAKING}{NO_BREAK}\n]|\Z))"
    )
    for marks in (_ALL.replace("%", ""), _FRENCH)
}
_HINT = {marks: re.compile(rf"[{BREAKING}{NO_BREAK}][{marks}]") for marks in _BEFORE_MARK}
_BLANKS = frozenset(f" {NO_BREAK}")
_DOUBLE = re.compile(r"(?<=[^\s|]) {2,}(?=[^\s|])")
_ONCE = ",;،؛。，、；："
_TWICE = re.compile(rf"(?<![.…:{_ONCE}])(?P<mark>[{_ONCE}]|\.(?=\.(?:\s|\Z)))(?P=mark)(?![.…:{_ONCE}\w/\\])")
_SPACE = frozenset(" ")
_MARKS = frozenset(f".{_ONCE}")


def before_mark(message: Message, setting: Setting) -> Iterator[Problem]:
    """A blank before a comma, full stop or other mark of a language that has none there."""
    marks = _FRENCH if language(setting) == "fr" else _ALL.replace("%", "")
    for target in judged(message, _BLANKS):
        if not _HINT[marks].search(target):
            continue
        text = running(target)
        places = (
            Place(*found.span(), f"a blank before “{found['mark']}”", ((*found.span("blank"), ""),))
            for found in _BEFORE_MARK[marks].finditer(text)
            if found[0] not in message.source and not verbatim(message.source, text, *found.span())
        )
        yield from told(places, target, "leave the blank out; --fix does")


def double(message: Message, setting: Setting) -> Iterator[Problem]:
    """Two blanks or more between words, where the source has no two together."""
    for target in judged(message, _SPACE):
        if "  " not in target or "  " in message.source:
            continue
        spans = (found.span() for found in _DOUBLE.finditer(running(target)))
        places = (Place(*span, "more than one blank", ((*span, " "),)) for span in spans)
        yield from told(places, target, "leave one; --fix does")


def outer(message: Message, setting: Setting) -> Iterator[Problem]:
    """Blanks at the start or end of the target that the source does not have, or the reverse."""
    if message.state not in SHIPPED:
        return
    source = message.source
    for target in message.targets or (message.target,):
        if not target.strip() or (not target[0].isspace() and not target[-1].isspace() and source.strip() == source):
            continue
        edits = [edit for edit in (_at_start(source, target), _at_end(source, target)) if edit]
        if edits:
            places = [Place(start, end, _SAYS[start > 0], ((start, end, blank),)) for start, end, blank in edits]
            yield from told(places, target, "begin and end like the source; --fix does")


_SAYS = ("blanks at the start differ from the source's", "blanks at the end differ from the source's")


def _at_start(source: str, target: str) -> Edit | None:
    mine = target[: len(target) - len(target.lstrip())]
    theirs = source[: len(source) - len(source.lstrip())]
    return None if mine == theirs or "\n" in mine + theirs else (0, len(mine), theirs)


def _at_end(source: str, target: str) -> Edit | None:
    """A full-width mark at the end has its blank within it."""
    mine = target[len(target.rstrip()) :]
    theirs = source[len(source.rstrip()) :]
    if mine == theirs or "\n" in mine + theirs or (not mine and target[-1] in "。，；：？！、"):
        return None
    return len(target) - len(mine), len(target), theirs


def twice(message: Message, setting: Setting) -> Iterator[Problem]:
    """The same mark twice where once is meant; ellipses, `??` and `!!` are meant."""
    for target in judged(message, _MARKS):
        if not any(mark * 2 in target for mark in _MARKS & characters(target)):
            continue
        places = (
            Place(*found.span(), f"“{found[0]}”", ((*found.span(), found["mark"]),))
            for found in _TWICE.finditer(running(target))
            if found[0] not in message.source
        )
        yield from told(places, target, "leave one; --fix does")


ROWS = (
    Check(
        "space-before-mark",
        Severity.WARNING,
        "A blank before a mark that stands at its word",
        "The mark may begin a line.",
        "Leave the blank out; --fix does.",
        before_mark,
    ),
    Check(
        "double-space",
        Severity.INFO,
        "More than one blank between two words",
        "It shows in plain text and in e-books, and hides words from searches.",
        "Leave one; --fix does.",
        double,
    ),
    Check(
        "outer-spaces",
        Severity.INFO,
        "Blanks at the start or end that differ from the source's",
        "Where texts are joined, words stick together or come apart.",
        "Begin and end like the source; --fix does.",
        outer,
    ),
    Check(
        "doubled-mark",
        Severity.WARNING,
        "A comma, full stop or other mark twice in a row",
        "It is a slip of the keyboard.",
        "Leave one; --fix does.",
        twice,
    ),
)
