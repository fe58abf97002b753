"""Pseudo-translation: text that looks translated, is about 30% longer, and keeps everything protected."""

from __future__ import annotations

from ccb_l10n.markdown.inline import protected

ACCENTS = str.maketrans("aeiouyAEIOUcnCN", "áéíóúýÁÉÍÓÚçñÇÑ")
PADDING = " ábcdéf"


def accented(source: str) -> str:
    """The source with accents on its letters and words added at its end; its protected spans as they are."""
    out: list[str] = []
    at = 0
    for start, end in protected(source):
        out += [source[at:start].translate(ACCENTS), source[start:end]]
        at = end
    text = "".join((*out, source[at:].translate(ACCENTS)))
    return text + PADDING * max(1, len(text) * 3 // 10 // len(PADDING))
