"""What of a message readers see as words: the rest, that markup protects, is masked."""

from __future__ import annotations

from ccb_l10n.markdown.inline import scan

MASK = "\ufffc"  # no letter, no digit, no blank


def masked(text: str) -> str:
    """The text with `MASK` for each character that is protected; offsets stay."""
    pieces, at = [], 0
    for span in scan(text):
        pieces += [text[at : span.start], MASK * (span.end - span.start)]
        at = span.end
    return "".join((*pieces, text[at:]))


def size(text: str) -> int:
    """How many characters of a text are not protected."""
    return len(text) - sum(span.end - span.start for span in scan(text))
