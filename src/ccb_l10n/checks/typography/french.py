"""French spaces: what stands before `; : ! ? %` and inside guillemets must not break at a line's end.

France: the Imprimerie nationale's rules (a narrow no-break space before `; ! ?`, a no-break space before `:` and
inside guillemets). Canada: the Office québécois de la langue française (vitrinelinguistique.oqlf.gouv.qc.ca, 22039:
no space before `; ! ?`, or a narrow one). Switzerland: a narrow space or none, so nothing is missing there. Either
no-break space is accepted everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n.checks.problem import Check, Problem, Setting
from ccb_l10n.checks.running import (
    BREAKING,
    MARK,
    MARKUP,
    NO_BREAK,
    THING,
    Place,
    before,
    judged,
    language,
    running,
    tag,
    told,
    verbatim,
)
from ccb_l10n.model import Message, Severity

WIDE, NARROW = "\u00a0", "\u202f"

_HIGH = frozenset(";:!?«»")
_BLANKS = rf"(?P<blank>[{BREAKING}{NO_BREAK}]*+)"
_BLANK = re.compile(rf"[{BREAKING}{NO_BREAK}]")
# What may follow the mark: the end, a blank, or what closes something. After ":" and ";" no ")", for ":)" is a face.
_THEN = rf"[{MARKUP}»”\"…]*(?:\s|\Z)"
_MARK = re.compile(
    rf"[;:!?](?:(?<=[;:])(?<![;:][;:])(?={_THEN}|[{THING}])|(?<=[!?])(?<![!?][!?])[!?]*(?=[)]?{_THEN}|[.,;:)]))"
)
_NOT_GLUED = frozenset(";:!?([{¿¡«…/=<>|+&#,-")  # what may stand right before a mark that is none of prose
_OPENED = re.compile(rf"«{_BLANKS}(?=[^\s»])")
_CLOSED = re.compile(rf"(?<=[^\s«]){_BLANKS}»")
_UNIT = re.compile(rf"(?<=\d){_BLANKS}(?P<mark>[%€])(?![\w(#.]\w)")
_DIGITS = frozenset("0123456789")
_BROKEN = re.compile(rf"(?<![\w.,/+:{THING}-])[1-9]\d{{0,2}}(?:[{BREAKING}{NO_BREAK}]\d{{3}})+(?![\w/-])")
_WHOLE = re.compile(r"\d+(?:,\d{3})*")
_SHELL = re.compile(r"[=<>{}$\\]")
_NAMES = frozenset({"yahoo!", "joomla!", "jeopardy!"})


def spaces(message: Message, setting: Setting) -> Iterator[Problem]:
    """A breaking space before high punctuation or inside guillemets, or none where the region wants one."""
    if language(setting) != "fr":
        return
    region = tag(setting.lang).region
    for target in judged(message, _HIGH):
        text = running(target)
        places = [*_before_marks(text, message.source, region), *_inside_guillemets(text, region)]
        yield from told(places, target, "put a no-break space there; --fix does" if region != "CA" else _CANADA)


_CANADA = "in Canada: a no-break space before : and inside « », none before ; ! ?; --fix does that"


def units(message: Message, setting: Setting) -> Iterator[Problem]:
    """`50%` or `50 %` with a space that breaks; the same for €, and within `1 200` where the source has that number.

    Swiss French glues the sign to its number.
    """
    if language(setting) != "fr":
        return
    region = tag(setting.lang).region
    for target in judged(message, _DIGITS):
        if not _UNIT.search(target) and not _BROKEN.search(target):
            continue
        text = running(target)
        places = list(_within_numbers(text, message.source, region))
        for found in _UNIT.finditer(text):
            if _keeps_together(found["blank"]):
                continue
            if not found["blank"] and (region == "CH" or _SHELL.search(_word(text, found.start()))):
                continue
            what = _said(found["blank"], f"before “{found['mark']}”")
            edit = (found.start("blank"), found.end("blank"), WIDE)
            places.append(Place(found.start("blank"), found.end(), what, (edit,)))
        yield from told(places, target, "put a no-break space there; --fix does")


def _within_numbers(text: str, source: str, region: str) -> Iterator[Place]:
    said = {each[0].replace(",", "") for each in _WHOLE.finditer(source)}
    for found in _BROKEN.finditer(text):
        number = _BLANK.sub("", found[0])
        if not _keeps_together("".join(_BLANK.findall(found[0]))) and number in said:
            edit = (*found.span(), _BLANK.sub(WIDE if region == "CA" else NARROW, found[0]))
            yield Place(*found.span(), f"a space that breaks within “{found[0]}”", (edit,))


def _before_marks(text: str, source: str, region: str) -> Iterator[Place]:
    for found in _MARK.finditer(text):
        mark, (at, end) = found[0], found.span()
        start = at
        while start and _BLANK.match(text, start - 1):
            start -= 1
        blank = text[start:at]
        if start == 0 or text[start - 1] == "\n" or _keeps_together(blank):
            continue
        if not blank and not (_is_missing(mark, region) and _prose_before(text, at, end)):
            continue
        if verbatim(source, text, start, end):
            continue
        yield Place(start, end, _said(blank, f"before “{mark}”"), ((start, at, _space(mark, region)),))


def _is_missing(mark: str, region: str) -> bool:
    """Whether the region wants a space before the mark at all."""
    return region != "CH" and (region != "CA" or mark == ":")


def _inside_guillemets(text: str, region: str) -> Iterator[Place]:
    """Only where they pair: an arrow or the parts of a menu's path are no quotation."""
    if text.count("«") != text.count("»"):
        return
    wanted = NARROW if region == "CH" else WIDE
    for pattern, where in ((_OPENED, "after “«”"), (_CLOSED, "before “»”")):
        for found in pattern.finditer(text):
            start, end = found.span("blank")
            if not _keeps_together(found["blank"]) and (start < end or region != "CH"):
                yield Place(*found.span(), _said(found["blank"], where), ((start, end, wanted),))


def _keeps_together(blank: str) -> bool:
    """Whether there are spaces, and none of them breaks."""
    return blank != "" and not blank.strip(NO_BREAK)


def _space(mark: str, region: str) -> str:
    if region == "CA":
        return WIDE if mark == ":" else ""
    return WIDE if mark == ":" and region != "CH" else NARROW


def _said(blank: str, where: str) -> str:
    return f"a space that breaks {where}" if blank else f"no space {where}"


def _prose_before(text: str, start: int, end: int) -> bool:
    """Whether the mark ends a word of prose, and a space put before it could open or close no emphasis."""
    at = before(text, start)
    if at < 0 or text[at].isspace() or text[at] in "([{«“" or text[start - 1] in _NOT_GLUED:
        return False
    if text[end : end + 1] in (THING, ".", ",", ";", ":"):
        return False  # an address, a list of signs
    markup = text[at + 1 : start]
    if markup.strip(f"{MARK}]") and text[end : end + 1] in ("*", "_", "~"):
        return False
    word = _word(text, start)
    return word.lower() + text[start:end] not in _NAMES and not _SHELL.search(word)


def _word(text: str, end: int) -> str:
    """What stands between the last blank and `end`."""
    return text[max(0, end - 60) : end].rpartition(" ")[2]


ROWS = (
    Check(
        "french-spaces",
        Severity.WARNING,
        "A space that breaks, or none, before ; : ! ? or inside « »",
        "The mark would begin a line, or touch its word: readers of French see it at once.",
        "Put a no-break space there (U+202F before ; ! ?, U+00A0 before : and inside « »); --fix does.",
        spaces,
    ),
    Check(
        "french-number-signs",
        Severity.WARNING,
        "A space that breaks, or none, between a number and % or €, or a space that breaks within a number",
        "The sign or the rest of the number would begin a line, or the sign touch its number.",
        "Put a no-break space there; --fix does.",
        units,
    ),
)
