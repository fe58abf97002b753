"""Course text made fit to be shown: nothing in it can act on a terminal or reorder what stands around it."""

from __future__ import annotations

import re
import unicodedata

from ccb_l10n.catalog.quoting import columns

ISOLATE, POP = "\u2068", "\u2069"  # Unicode Bidirectional Algorithm (UAX 9): first strong isolate, and its end
_RIGHT_TO_LEFT_MARK = "\u200f"
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_HAS_RTL = re.compile(f"[{_RTL}]")
# Quotation marks and arrows end a run: what stands on their other side is another quotation.
_RTL_RUN = re.compile(rf"[{_RTL}](?:[^\w{_RTL}“”«»\"→]*[{_RTL}])*")
# C0 and C1 controls, line separators, embeddings, overrides and isolates, halves of surrogate pairs.
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """The text on one line, each control in it named: `↵` for a line break, `<U+001B>` for an escape."""
    return _ACTING.sub(lambda match: "↵" if match[0] == "\n" else f"<U+{ord(match[0]):04X}>", text)


def isolated(text: str, *, rtl: bool = False) -> str:
    """The text, already visible, kept from mixing with what stands around it where it has right-to-left letters.

    With `rtl` it also reads from the right when its first letter does not tell.
    """
    if not _HAS_RTL.search(text):
        return text
    return f"{ISOLATE}{_RIGHT_TO_LEFT_MARK if rtl else ''}{text}{POP}"


def quoting(text: str) -> str:
    """A sentence of ours, made visible, with each right-to-left run that it quotes isolated."""
    return _RTL_RUN.sub(lambda match: f"{ISOLATE}{match[0]}{POP}", visible(text))


def excerpt(text: str, span: tuple[int, int] | None, room: int) -> tuple[str, str, str]:
    """What stands before, in and after the span, visible, together on at most `room` columns (10 or more).

    `…` stands for what was left out; the span's own beginning is always there. Without a span all is "before".
    """
    if span is None:
        return _head(visible(text[: 8 * room]), room), "", ""
    start, end = span
    marked = _head(visible(text[start : min(end, start + 8 * room)]), room - 2)
    before, after = visible(text[max(0, start - 8 * room) : start]), visible(text[end : end + 8 * room])
    left = room - columns(marked)
    share = min(columns(before), max(left // 2, left - columns(after)))
    before = _tail(before, share)
    return before, marked, _head(after, left - columns(before))


def _head(text: str, room: int) -> str:
    """As much of the beginning as fits."""
    if columns(text) <= room:
        return text
    used = 0
    for at, char in enumerate(text):
        used += columns(char)
        if used >= room:
            return text[:at] + "…" if room > 0 else ""
    return text


def _tail(text: str, room: int) -> str:
    """As much of the end as fits, beginning with a whole character."""
    if columns(text) <= room:
        return text
    kept = _head(text[::-1], room)
    start = len(text) - len(kept) + 1
    while start < len(text) and unicodedata.combining(text[start]):
        start += 1
    return "…" + text[start:] if room > 0 else ""
