"""How segments end, dashes and ellipses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n.checks.problem import Check, Problem, Setting
from ccb_l10n.checks.running import MARK, NO_BREAK, THING, Place, judged, language, running, told
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Message, Severity

_STOP, _QUESTION, _COLON, _OPEN = "a full stop", "a question mark", "a colon", "open"
_ENDS = {
    **dict.fromkeys(".。．｡۔।॥።", _STOP),
    **dict.fromkeys("?？؟", _QUESTION),
    **dict.fromkeys(":：", _COLON),
    # Nobody can say: a cry may be told calmly, a list may end in a comma, a thing in whatever it likes.
    **dict.fromkeys("!！…,;、，；،؛-–—/" + THING, _OPEN),
}
_TAIL = f" \t\n{NO_BREAK}\u200e\u200f)]}}»”’\"'*_~）】」』》〉{MARK}"
_ABBREVIATION = re.compile(r"(?:\b(?:etc|Inc|Ltd|Co|Corp|Jr|Sr|al|vs|approx|No|Mr|Mrs|Dr)|\b\w|\.\w|\.\.)\.\Z")
_SHORT = 20  # characters; labels and cells end as the language likes
_NO_STOP = ("heading", "table", "title", "term")  # kinds whose full stops languages treat differently

_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)")
_HAN_DOTS = re.compile("(?<=[\u3400-\u9fff])(?:\\.{3,6}|。{2,6}|…(?!…))(?!…)")
_MAYBE_DOTS = frozenset(".。…")
_DASH = re.compile(rf"(?<=[^\s\d])[ {NO_BREAK}](?P<hyphen>-)[ {NO_BREAK}](?=[^\s\d])")
_HYPHEN = frozenset("-")
_DASHED = frozenset({"ru", "uk", "be", "bg"})
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def end(message: Message, setting: Setting) -> Iterator[Problem]:
    """A text that ends as a statement, a question or an introduction where its source does not."""
    wanted = message.source[-1:]
    for target in message.targets or (message.target,):
        got = target[-1:]
        if got == wanted or (got.isalpha() and wanted.isalpha()) or _ENDS.get(got) == _ENDS.get(wanted, "") or not got:
            continue  # as nearly all do: what is markup need not be known
        yield from _compared(message, target, setting)


def _compared(message: Message, target: str, setting: Setting) -> Iterator[Problem]:
    if message.state not in SHIPPED or target == message.source:
        return
    text = running(target).rstrip(_TAIL)
    wanted, got = _ending(running(message.source).rstrip(_TAIL)), _ending(text)
    if wanted == got or _OPEN in (wanted, got) or got == _COLON or (wanted, got) == ("", _QUESTION):
        return  # a translator may introduce what follows, or ask in a heading
    if {wanted, got} == {"", _STOP} and (len(text) < _SHORT or (message.extracted or ("",))[0].startswith(_NO_STOP)):
        return
    if language(setting) == "el" and target.rstrip().endswith(";"):
        return
    what = f"ends with {got or 'no mark'}, the source with {wanted or 'none'}"
    place = Place(max(0, len(text) - 1), len(text), what)
    yield from told([place], target, "end it like the source, or leave it if you meant it")


def _ending(text: str) -> str:
    """What the last visible mark says: one of the words above, "" for none."""
    last = text[-1:]
    if not last or (last == "." and _ABBREVIATION.search(text[-8:])):
        return _OPEN
    return _ENDS.get(last, "")


def ellipsis(message: Message, setting: Setting) -> Iterator[Problem]:
    """Three full stops for an ellipsis; in Chinese, anything but ……."""
    chinese = language(setting) == "zh"
    pattern, sign = (_HAN_DOTS, "……") if chinese else (_DOTS, "…")
    for target in judged(message, _MAYBE_DOTS):
        if "..." not in target and not chinese:
            continue
        places = (
            Place(*found.span(), f"“{found[0]}” for “{sign}”", ((*found.span(), sign),))
            for found in pattern.finditer(running(target))
        )
        yield from told(places, target, f"use {sign}; --fix does")


def dash(message: Message, setting: Setting) -> Iterator[Problem]:
    """A hyphen between blanks in a language whose dash is long, beside its own letters."""
    if language(setting) not in _DASHED:
        return
    for target in judged(message, _HYPHEN):
        text = running(target)
        places = (
            Place(*found.span("hyphen"), "a hyphen for a dash", ((*found.span("hyphen"), "—"),))
            for found in _DASH.finditer(text)
            if _CYRILLIC.match(text[found.start() - 1]) or _CYRILLIC.match(text[found.end()])
        )
        yield from told(places, target, "use — between words; --fix does")


ROWS = (
    Check(
        "end-punctuation",
        Severity.INFO,
        "The translation ends with another mark than the source",
        "A question became a statement, or a list's introduction lost its colon.",
        "End it like the source, unless the language ends such texts differently.",
        end,
    ),
    Check(
        "hyphen-as-dash",
        Severity.INFO,
        "A hyphen between blanks where the language has a dash",
        "A hyphen joins words; a dash stands between them.",
        "Use —; --fix does.",
        dash,
    ),
    Check(
        "ellipsis",
        Severity.INFO,
        "Full stops in place of the ellipsis sign",
        "One sign does not break at a line's end.",
        "Use …, or …… in Chinese; --fix does.",
        ellipsis,
        opt_in=True,
    ),
)
