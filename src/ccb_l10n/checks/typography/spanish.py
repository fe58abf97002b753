"""Spanish questions and exclamations open as they close (RAE, Ortografía 2010, III.3.4: ¿? and ¡!).

A mark may open in the middle of a sentence, and a sentence may open with one and close with the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n.checks.problem import Check, Problem, Setting
from ccb_l10n.checks.running import Place, before, judged, language, running, told, verbatim
from ccb_l10n.model import Edit, Message, Severity

_ANY = frozenset("¿?¡!")
_OPEN = frozenset("¿¡")
_MARKS = re.compile(r"[¿¡]+|(?<![,#|/-])[?!]+(?![\w=(/|])")  # "[y,n,?]" and "-?" are keys, not questions
_ENDS = re.compile(r"[.…:;,¿?¡!]|[—–(\[{«»“”\"]|\n")
_QUOTED = re.compile(r"[«“\"*_]([\w'’-]+)\Z")
_EMPHASIS = re.compile(r"[*_~]+|")


def inverted(message: Message, setting: Setting) -> Iterator[Problem]:
    """`?` or `!` at the end of what nothing opened, or `¿` and `¡` that nothing closes."""
    if language(setting) != "es":
        return
    for target in judged(message, _ANY):
        yield from told(
            _places(running(target), message.source), target, "open with ¿ or ¡ where the question or cry begins"
        )


def _places(text: str, source: str) -> Iterator[Place]:
    opened: list[re.Match[str]] = []
    for found in _MARKS.finditer(text):
        if found[0][0] in _OPEN:
            opened.append(found)
        elif opened:
            opened.pop()
        elif _ends_prose(text, found.start()) and not _foreign(text, found, source):
            yield Place(*found.span(), f"nothing opens what “{found[0]}” closes", _repair(text, found))
    for found in opened:
        yield Place(*found.span(), f"nothing closes “{found[0]}”")


def _ends_prose(text: str, at: int) -> bool:
    """Whether a word, or what stands for one, ends before the mark: not a blank, nor a quote or bracket that opens.

    "(!)" and "(?)" are the RAE's own; underscores are a blank to fill in.
    """
    last = before(text, at)
    if last < 0 or text[last].isspace() or text[last] in "([{«“¿¡=/<>":
        return False
    return not (text[last] in "\"'" and (last == 0 or text[last - 1].isspace()))


def _foreign(text: str, found: re.Match[str], source: str) -> bool:
    """Whether the words before the mark are the source's own: a title, a name, a quoted cry."""
    start, end = found.span()
    if verbatim(source, text, start, end):
        return True
    quoted = _QUOTED.search(text[max(0, start - 40) : start])
    return bool(quoted and text[end : end + 1] in ("»", "”", '"', "*", "_") and f"{quoted[1]}{found[0]}" in source)


def _repair(text: str, found: re.Match[str]) -> tuple[Edit, ...]:
    """The opening mark, where the whole text is one sentence of one clause; else a person must say where it opens."""
    mark = found[0]
    if len(mark) > 1:
        return ()
    lead = _EMPHASIS.match(text)
    around = lead[0] if lead else ""
    inside = text[len(around) : found.start()]
    if text[found.end() :] != around or _ENDS.search(inside) or not inside[:1].isalpha():
        return ()
    if around and around in inside:
        return ()
    return ((len(around), len(around), "¿" if mark == "?" else "¡"),)


ROWS = (
    Check(
        "spanish-inverted-marks",
        Severity.WARNING,
        "A question or exclamation that does not open with ¿ or ¡, or one that does not close",
        "In Spanish readers must know from the first word that it is a question.",
        "Put ¿ or ¡ where the question or exclamation begins; --fix does where that is the first word.",
        inverted,
    ),
)
