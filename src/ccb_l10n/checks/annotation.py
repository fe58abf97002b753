"""Annotations: findings as translator comments above their messages, where every PO editor shows them.

    # ccb-l10n warning missing-term: no term for “firewall” -> use pare-feu #

They are lines put between a catalog's own, and taken out again whole: nothing else of the file changes, and line
endings, byte-order mark and charset stay what they are. The mark at the end tells where an annotation ends that a
tool has wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ccb_l10n.model import Finding, Severity

LENGTH = 240  # characters of an annotation, at most, before its controls are spelled out
LEFT_OUT = frozenset({"untranslated", "draft"})  # what editors show by themselves, on every message of their kind
_LEAD = b"# ccb-l10n "
_END = b" #"
_MOST = 40  # lines that one annotation may have been wrapped to
_BOM = b"\xef\xbb\xbf"
_ANNOTATION = re.compile(rb"[ \t]*%b(?:%b) [a-z0-9-]+:(?=\s|$)" % (_LEAD, "|".join(Severity).encode()))
_MSGID = re.compile(rb"[ \t]*msgid[ \t]*\"")
_MSGCTXT = re.compile(rb"[ \t]*msgctxt[ \t]*\"")
_STRING = re.compile(rb"[ \t]*\"")
_PLAIN = re.compile(rb"[ \t]*#[ \t]+(?!ccb-l10n)\S")
_COMMENT = re.compile(rb"[ \t]*#(?!~)")


def stripped(data: bytes) -> bytes:
    """The catalog without annotations, all else as it was."""
    if _LEAD not in data:
        return data
    bom, lines = _lines(data)
    return bom + b"".join(_others(lines))


def _others(lines: Sequence[bytes]) -> Iterator[bytes]:
    at = 0
    while at < len(lines):
        if _ANNOTATION.match(lines[at]):
            at = _last(lines, at)
        else:
            yield lines[at]
        at += 1


def _last(lines: Sequence[bytes], first: int) -> int:
    """The index of the last line of an annotation; where its end is missing, it is that one line."""
    for at in range(first, min(first + _MOST, len(lines))):
        if at > first and not _PLAIN.match(lines[at]):
            break
        if lines[at].rstrip().endswith(_END):
            return at
    return first


def annotated(
    data: bytes, found: Iterable[Finding], charset: str, shown: Callable[[str], str]
) -> tuple[bytes, list[Finding]]:
    """The catalog with an annotation for each finding, and the findings with their lines in it.

    The lines of `found` are those of the catalog as `stripped` gives it; annotations that are there already go.
    `charset` is the catalog's, and `shown` makes a text fit to be shown: on one line, its controls visible. A
    finding without a line stands at the top. Those of LEFT_OUT get no annotation.
    """
    found = list(found)
    bom, lines = _lines(stripped(data))
    notes: dict[int, dict[str, None]] = {}  # by the line that they stand above; one text once
    for finding in found:
        if finding.id not in LEFT_OUT:
            notes.setdefault(_place(lines, finding.line), {})[_text(finding, shown)] = None
    out: list[bytes] = []
    shifts: list[int] = []  # by line: how many annotations stand above it
    for at, line in enumerate(lines or [b""]):
        ending = _ending(line, lines)
        out += [_LEAD + note.encode(charset, "backslashreplace") + _END + ending for note in notes.get(at, ())]
        out.append(line)
        shifts.append(len(out) - 1 - at)
    last = len(shifts)
    moved = [replace(each, line=each.line + shifts[min(each.line, last) - 1] * bool(each.line)) for each in found]
    return bom + b"".join(out), moved


def _lines(data: bytes) -> tuple[bytes, list[bytes]]:
    """The byte-order mark and the lines with their endings, counted as `po.parse` counts them."""
    bom = _BOM if data.startswith(_BOM) else b""
    ending = b"\n" if b"\n" in data else b"\r"
    *whole, last = data[len(bom) :].split(ending)
    return bom, [line + ending for line in whole] + ([last] if last else [])


def _ending(line: bytes, lines: Sequence[bytes]) -> bytes:
    for each in (line, *lines[:1]):
        for ending in (b"\r\n", b"\n", b"\r"):
            if each.endswith(ending):
                return ending
    return b"\n"


def _place(lines: Sequence[bytes], line: int) -> int:
    """The index of the line that an annotation for a 1-based line stands above: the first of its entry's own.

    Comments belong to the entry that follows them without a blank line.
    """
    at = max(min(line, len(lines)) - 1, 0)
    while at and not _MSGID.match(lines[at]):
        at -= 1
    if not lines or not _MSGID.match(lines[at]):
        return 0
    above = at - 1
    while above >= 0 and _STRING.match(lines[above]):
        above -= 1
    if above >= 0 and _MSGCTXT.match(lines[above]):
        at = above
    while at and _COMMENT.match(lines[at - 1]):
        at -= 1
    return at


def _text(finding: Finding, shown: Callable[[str], str]) -> str:
    hint = f" -> {finding.hint}" if finding.hint else ""
    text = f"{finding.severity} {finding.id}: {finding.message}{hint}".strip()
    return shown(text if len(text) <= LENGTH else f"{text[: LENGTH - 1]}…")
