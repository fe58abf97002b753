"""Whether a number kept its unit and a date its month: hours that became days, gigabytes that became megabytes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache

from ccb_l10n.checks import figures, spelled
from ccb_l10n.checks.problem import Check, Problem, Setting
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Message, Severity

_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")
_GAP = r"[\s\u00a0\u202f-]{0,2}"
_WIDEST = 12  # characters of a unit in front of its number
_PREFIXES = {  # of bits, bytes and octets: letters, words, Arabic, Chinese
    "kilobytes": ("kKкК", "[Kk]ilo|[Кк]ило", "كيلو", "千"),
    "megabytes": ("MМм", "[Mm][eé]ga|[Мм]ега", "مي[جغ]ا", "兆"),
    "gigabytes": ("GГг", "[Gg]iga|[Гг]ига", "[جغ]ي[جغ]ا", "吉"),
    "terabytes": ("TТт", "[Tt][eé]ra|[Тт]ера", "تيرا", "太"),
}
# family -> unit -> how the eight languages write it.
_UNITS = {
    "time": {
        "seconds": r"sec(?:onds?|s?\b)|segundos?\b|secondes?\b|sekunde|сек(?:унд\w*)?\b|ثاني|ثوان|秒",
        "minutes": r"min(?:utes?|utos?)?s?\b|dakika|мин(?:ут\w*)?\b|دقيق|دقائق|分[钟鐘]",
        "hours": r"h(?:rs?|ours?|eures?|oras?)?\b|ч(?:ас(?:а|ов|ам|ами)?)?\b|ساع|小[时時]|saa\b",
        "days": r"days?\b|jours?\b|d[ií]as?\b|дн\w+|день|сут\w*|يوم|[أا]يام|[天日]|siku",
        "weeks": r"weeks?\b|semaines?\b|semanas?\b|недел|[أا]سبوع|[أا]سابيع|[周週]|星期|wiki\b",
        "months": r"months?\b|mois\b|mes(?:es)?\b|mês\b|месяц|شهر|[أا]شهر|شهور|[个個]?月|mwezi|miezi",
        "years": r"years?\b|yrs?\b|ann[ée]es?\b|ans?\b|a[nñ]os?\b|год\w*|лет\b|سن[ةو]|سنين|[أا]عوام|عام|年|mwaka|miaka",
    },
    "size": {
        name: rf"[{letters}]i?[bBoO](?:ps)?\b|[{letters}][Бб](?:айт\w*|ит\w*)?\b"
        f"|(?:{word})(?:[bo]|байт|бит)|{arabic} ?ب|{han}(?:字节|比特|位元)"
        for name, (letters, word, arabic, han) in _PREFIXES.items()
    },
    "money": {
        "dollars": r"(?:US)?\$|USD\b|[Dd]ollars?\b|[Dd]ólar(?:es)?\b|доллар|دولار|美元|dola\b",
        "euros": r"€|EUR\b|[Ee]uros?\b|евро\b|يورو|[欧歐]元|yuro\b",
        "pounds": r"£|GBP\b|livres? sterling|libras? esterlin|фунт|جنيه|英[镑鎊]",
    },
}


def unit(message: Message, setting: Setting) -> Iterator[Problem]:
    """A number that both texts have stands beside another unit of the same family in the target; the first one."""
    if message.state not in SHIPPED or message.plural is not None or not _DIGIT.search(message.source):
        return
    wanted = _measured(message.source, setting.source_language)
    got = _measured(message.target, setting.lang) if wanted else {}
    for (value, family), units in sorted(wanted.items()):
        theirs = got.get((value, family), {})
        if theirs and not units.keys() & theirs.keys():
            text = f"{value} {'/'.join(units)} in the source, {value} {'/'.join(theirs)} in the translation"
            yield Problem(text, "keep the source's unit, or convert the number too", span=next(iter(theirs.values())))
            return  # the same number may be there in another reading


def month(message: Message, setting: Setting) -> Iterator[Problem]:
    """A date of the source names a month that the target does not, and the target's dates name another one."""
    if message.state not in SHIPPED or message.plural is not None or not _DIGIT.search(message.source):
        return
    if not spelled.names_month(message.source, setting.source_language):
        return
    wanted = spelled.dated(message.source, setting.source_language)
    if not wanted:
        return
    lost = wanted - spelled.months(message.target, setting.lang)
    other = spelled.dated(message.target, setting.lang) - spelled.months(message.source, setting.source_language)
    if lost and other:
        text = f"the source's date has month {_listed(lost)}, the translation's month {_listed(other)}"
        yield Problem(text, "write the source's date")


def _listed(numbers: frozenset[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def _measured(text: str, lang: str) -> dict[tuple[Decimal, str], dict[str, tuple[int, int]]]:
    """The units beside each value, by family: {(24, "time"): {"hours": its span}}."""
    found: dict[tuple[Decimal, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    if not any(_beside(text, *digits.span(), lang) for digits in _DIGITS.finditer(text)):
        return found
    plain = figures.plain(text)
    for figure in figures.figures(plain, lang):
        for beside in _beside(plain, figure.start, figure.end, lang):
            family, _, name = str(beside.lastgroup).partition("_")
            for value in figure.readings:
                if isinstance(value, Decimal):
                    found[value, family].setdefault(name, beside.span(str(beside.lastgroup)))
    return found


def _beside(text: str, start: int, end: int, lang: str) -> list[re.Match[str]]:
    """The units behind and before a figure. Before it, only money is looked for, and in Swahili everything."""
    before = _unit_before(spelled.counts_behind(lang)).search(text, max(0, start - _WIDEST), start)
    return [each for each in (_unit_behind().match(text, end), before) if each]


def _units(families: Iterable[str]) -> str:
    named = ((f"{family}_{name}", written) for family in families for name, written in _UNITS[family].items())
    return "|".join(f"(?P<{group}>{written})" for group, written in named)


@cache
def _unit_behind() -> re.Pattern[str]:
    return re.compile(f"{_GAP}(?:{_units(_UNITS)})")


@cache
def _unit_before(every: bool) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_units(_UNITS if every else ('money',))}){_GAP}\Z")


ROWS = (
    Check(
        "unit-changed",
        Severity.WARNING,
        "A number of the source has another unit in the translation",
        "Hours for days, or megabytes for gigabytes, read well and are wrong.",
        "Keep the source's unit, or convert the number too.",
        unit,
    ),
    Check(
        "month-changed",
        Severity.WARNING,
        "A date of the source has another month in the translation",
        "A wrong date reads well and misleads.",
        "Write the source's date, in the language's own way.",
        month,
    ),
)
