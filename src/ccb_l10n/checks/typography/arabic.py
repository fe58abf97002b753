"""Arabic punctuation: `، ؛ ؟` for the Latin marks (W3C Arabic and Persian layout requirements, 6), and letters that
look Arabic and are Persian."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n.checks.problem import Check, Problem, Setting
from ccb_l10n.checks.running import MARKUP, THING, Place, after, before, judged, language, mostly_latin, running, told
from ccb_l10n.model import Message, Severity

LANGUAGES = frozenset({"ar", "arz", "fa", "ur", "ps", "sd", "ug", "ckb"})  # written in Arabic script

_ARABIC = "\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f"
_LETTER = re.compile(f"[{_ARABIC}]")
_ANY = frozenset(",;?")
_FOUND = re.compile(r"[,;?]")
_MARKS = {",": "،", ";": "؛", "?": "؟"}
_LATIN_WORDS = re.compile(rf"[A-Za-z{THING}][^\s]*[^\S\n]+[^\s]*[A-Za-z{THING}][^\s]*\Z")
_FAR = 60  # characters
_OPENERS = "([{«“"
_CLOSERS = ")]}»”\"'’"
_PERSIAN = {"\u06cc": "ي", "\u06a9": "ك", "\u06c1": "ه", "\u06be": "ه", "\u06d5": "ه"}
_PERSIAN_LETTERS = re.compile(f"[{''.join(_PERSIAN)}]")


def marks(message: Message, setting: Setting) -> Iterator[Problem]:
    """A Latin comma, semicolon or question mark beside Arabic letters; not in numbers, nor among Latin words."""
    if language(setting) not in LANGUAGES:
        return
    for target in judged(message, _ANY):
        text = running(target)
        places = [
            Place(*found.span(), f"“{found[0]}” where Arabic has “{_MARKS[found[0]]}”", (_edit(found),))
            for found in _FOUND.finditer(text)
            if _in_arabic(text, found.start())
        ]
        if places and not mostly_latin(text, _LETTER):
            yield from told(places, target, "use the Arabic mark; --fix does")


def _edit(found: re.Match[str]) -> tuple[int, int, str]:
    return found.start(), found.end(), _MARKS[found[0]]


def _in_arabic(text: str, at: int) -> bool:
    """Whether the mark belongs to the Arabic around it, as its neighbours on both sides tell."""
    last = before(text, at)
    while last >= 0 and text[last] in _CLOSERS:
        last = before(text, last)
    if last < 0 or text[last].isspace() or text[last] in _OPENERS:
        return False
    follows = text[at + 1 : at + 2]
    glued = follows and not follows.isspace() and follows not in _CLOSERS and follows not in MARKUP
    if glued and (text[at] == "?" or not _LETTER.match(follows)):
        return False  # inside a token: a number, a path, a list of options, a letter that got lost
    if _LETTER.match(text[last]):
        return True
    first = after(text, at + 1)
    while first < len(text) and (text[first].isspace() or text[first] in _OPENERS):
        first = after(text, first + 1)
    if first < len(text):
        return _LETTER.match(text[first]) is not None
    # At the end after a Latin word: the sentence is Arabic unless two Latin words stand there.
    return _LETTER.search(text) is not None and not _LATIN_WORDS.search(text[max(0, last - _FAR) : last + 1])


def letters(message: Message, setting: Setting) -> Iterator[Problem]:
    """Persian and Urdu forms of letters in an Arabic text: they look alike and are not found by a search."""
    if language(setting) != "ar":
        return
    for target in judged(message, frozenset(_PERSIAN)):
        places = (
            Place(*found.span(), f"“{found[0]}” is no Arabic letter, it looks like “{_PERSIAN[found[0]]}”")
            for found in _PERSIAN_LETTERS.finditer(running(target))
        )
        yield from told(places, target, "type the Arabic letter; names keep their own spelling")


ROWS = (
    Check(
        "arabic-punctuation",
        Severity.WARNING,
        "A Latin comma, semicolon or question mark in Arabic text",
        "It leans the wrong way, and may land on the wrong side of its word.",
        "Use ، ؛ ؟; --fix does.",
        marks,
    ),
    Check(
        "arabic-letters",
        Severity.INFO,
        "A Persian or Urdu letter that looks like an Arabic one",
        "Readers don't see it, and no search finds the word.",
        "Type the Arabic letter.",
        letters,
        opt_in=True,
    ),
)
