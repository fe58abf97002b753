"""How a target parts the digits of its numbers: 1,200 is one and a fifth where a comma stands before decimals.

Signs of decimals and of thousands by language are CLDR's (numbers, symbols, Latin digits).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n import locales
from ccb_l10n.checks import spelled
from ccb_l10n.checks.problem import Check, Problem, Setting
from ccb_l10n.checks.running import THING, Place, judged, running, told
from ccb_l10n.model import Message, Severity

_SIGNS = frozenset(",.")
_FREE = rf"(?<![\w.,:/+#$€£{THING}-])"  # not within a name, a date, an address or an amount of a foreign currency
_DIVIDED = frozenset({"es"})  # Mexico and Central America write 1,200.5; the rest of the language 1.200,5
_END = rf"(?![\w/:$€£{THING}-]|[.,]\d)"
_GROUPED = re.compile(rf"{_FREE}[1-9]\d{{0,2}}(?:(?P<sign>[,.])\d{{3}})(?:(?P=sign)\d{{3}})*{_END}")
_DECIMAL = re.compile(rf"{_FREE}\d{{1,3}}\.\d{{1,2}}{_END}(?=(?P<blank>[ \u00a0\u202f-]?)(?P<percent>%)?)")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?!\w)")


def sign(message: Message, setting: Setting) -> Iterator[Problem]:
    """A number with the source language's signs, where they mean something else or nothing in the target's.

    Thousands: only where the source has the same number with its own sign of thousands. Decimals: only before a
    per cent sign or a word such as million, and where the source has the same figures; versions have points too.
    """
    if not setting.lang or setting.lang in _DIVIDED:
        return
    decimal, group = locales.number_signs(setting.lang)
    theirs = locales.number_signs(setting.source_language)
    if decimal != "," or theirs != (".", ","):
        return
    for target in judged(message, _SIGNS):
        text = running(target)
        source = frozenset(_NUMBER.findall(running(message.source)))
        places = [*_thousands(text, source, group), *_decimals(text, source, setting.lang)]
        yield from told(places, target, "write the number as the language does; --fix does")


def _thousands(text: str, source: frozenset[str], group: str) -> Iterator[Place]:
    for found in _GROUPED.finditer(text):
        if found["sign"] == group or found[0].replace(".", ",") not in source:
            continue
        wanted = found[0].replace(found["sign"], group)
        yield Place(*found.span(), f"“{found[0]}” is written in another language's way", ((*found.span(), wanted),))


def _decimals(text: str, source: frozenset[str], lang: str) -> Iterator[Place]:
    for found in _DECIMAL.finditer(text):
        many = found["percent"] or spelled.multiples(text, *found.span(), lang) != 1
        if many and found[0] in source:
            edit = (*found.span(), found[0].replace(".", ","))
            yield Place(*found.span(), f"“{found[0]}” is written in another language's way", (edit,))


ROWS = (
    Check(
        "number-format",
        Severity.INFO,
        "A number is written with the signs of the source's language",
        "1,200 is one and a fifth where a comma stands before decimals.",
        "Write it as the language does: 1 200, 1.200 or 1,5 million; --fix does.",
        sign,
    ),
)
