"""Figures that models spoil though every digit is there: ranges without their hyphen, thousands without their sign,
decimals behind the sign of thousands."""

from __future__ import annotations

import re

from ccb_l10n import locales

_RANGE = re.compile(r"(?<![\w.,/-])(\d[\d.,]*)([-–])(\d[\d.,]*\d|\d)(?![\w/-])")
_BOTH = re.compile(r"(?<![\w.,])([1-9]\d{0,2}(?:,\d{3})+)\.(\d+)(?![\w.,]*\d)")  # thousands and decimals
_GROUPED = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:,\d{3})+(?![\w,])")


def kept(source: str, text: str, language: str) -> str:
    """The translation with the hyphens of the source's ranges ("30-45") and the signs of its thousands ("66,000", as
    `language` writes them) where they were lost; "1,200.50", which models make "1,200,50" of, in the language's
    way. The source's figures are those of English."""
    for first, hyphen, last in _RANGE.findall(source):
        lost = re.compile(rf"(?<![\w.,]){re.escape(first)}\s+{re.escape(last)}(?![\w])")
        text = lost.sub(f"{first}{hyphen}{last}", text)
    decimal, group = locales.number_signs(language)
    for whole, places in _BOTH.findall(source):
        spoilt = re.compile(rf"(?<![\w.,]){whole.replace(',', '[,. ]?')}[.,]{places}(?![\w.,]*\d)")
        text = spoilt.sub(f"{whole.replace(',', group)}{decimal}{places}", text)
    for found in _GROUPED.findall(source):
        plain = re.compile(rf"(?<![\w.,]){found.replace(',', '')}(?![\w])")
        text = plain.sub(found.replace(",", group), text)
    return text
