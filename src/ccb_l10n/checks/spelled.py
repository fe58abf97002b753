"""How eight languages spell small numbers, multiples and months: what stands in one text where another has a figure.

Small tables, written for the checks: stems and whole words, no grammar. For a language that is not in them nothing
is known, and each function says what it answers then. `lang` is a BCP 47 tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from ccb_l10n import locales

# Stems of 0 to 19, then of the tens from 20 to 90: cardinal, ordinal, "double". A Swahili stem ends its word, after
# the class prefix. Where teens are two words ("kumi na tatu"), their place is empty.
_NUMBERS = {
    "en": "zero no none|one first once single an?|two second twice both double pair half|three third thrice triple"
    "|four quarter|five fifth|six|seven|eight|nine ninth|ten|eleven|twel dozen noon midnight|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twent|thirt|fort|fift|sixt|sevent|eight|ninet",
    "fr": "zéro zero nul aucun|une? premi seul|deux second doubl demi bi|trois tri tiers tierce|quatr quadr quart"
    "|cinq|six|sept|huit|neuf neuv|dix décen|onz|douz midi|treiz|quator|quinz|seiz|dix|dix|dix"
    "|vingt|trent|quarant|cinquant|soixant|septant soixant|huitant octant quatre|nonant quatre",
    "es": "cero ning|una? primer sol|dos segund dobl amb medi bi|tres tercer tri|cuatr cuart|cinc quint|seis sext"
    "|siete s[eé]ptim|och octav|nuev noven|diez d[eé]c|once undéc|doce docen mediod|trec|catorc|quinc|diecis[eé]is"
    "|diecisiet|diecioch|diecinuev|veint|treint|cuarent|cincuent|sesent|setent|ochent|novent",
    "pt": "zero nenhum|uma? primeir únic|dois duas segund secund dupl dobr amb mei bi|tr[eê]s terceir tri|quatr quart"
    "|cinc quint|seis sext|sete sétim|oit|nov non|dez déc|onze|doze dúzia meio|treze|[ck]atorze quatorze|quinz"
    "|dez[ae]sseis|dez[ae]ssete|dezoit|dez[ae]nov|vint|trint|quarent|cinquent|sessent|setent|oitent|novent",
    "ru": "ноль нул|одн один перв раз един|два две дву дво втор пар оба обе пол|тр[иеё]|четы четв|пят|шест"
    "|сем седьм|вос|девят|десят|одиннадц|двенадц дюжин полдень полноч|тринад|четырнад|пятнад|шестнад|семнад|восемнад"
    "|девятнад|двадц|тридц|соро|пятьдес пятидес|шестьдес шестидес|семьдес семидес|восемьдес восьмидес|девяно",
    "ar": "صفر لا ليس أي دون|واحد أول اول أحد احد إحد مرة|[اإ]ثن ثان مرت زوج ضعف نصف|ثلاث ثالث ثلث|[أا]ربع رابع ربع"
    "|خمس خامس|ست ساد سدس|سبع سابع|ثمان ثامن|تسع تاسع|عشر عاشر|[أا]حد إحد حادي|[اإ]ثن ثان|ثلاث|[أا]ربع|خمس|ست|سبع|ثمان"
    "|تسع|عشر|ثلاث|[أا]ربع|خمس|ست|سبع|ثمان|تسع",
    "sw": "sifuri|moja kwanza|wili mbili pili|tatu|nne|tano|sita|saba|nane|tisa|kumi|kumi|kumi|kumi|kumi|kumi|kumi"
    "|kumi|kumi|kumi|ishirini|thelathini|arobaini|hamsini|sitini|sabini|themanini|tisini",
}
_ARABIC_CLITICS = "[وفبلك]{0,2}(?:ال)?"  # and, so, in, for, like, the

_HAN_DIGITS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
}
_HAN_DIGITS |= {"九": 9, "双": 2, "雙": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}
_HAN_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_HAN = re.compile(f"(?<![0-9])[{''.join((*_HAN_DIGITS, *_HAN_TENS, *_HAN_MYRIADS))}]+")

# Multiples: the power of ten and how it is written behind a figure (before it, in Swahili).
_MULTIPLES: dict[str, dict[int, str]] = {
    "en": {2: "hundreds?", 3: "thousands?|[kK]", 6: "millions?|M|mn", 9: "billions?|bn|B", 12: "trillions?"},
    "fr": {2: "cents?", 3: "mille|milliers?|k", 6: "millions?|M", 9: "milliards?|Md", 12: "billions?"},
    "es": {2: "cien(?:t[oa]s?)?", 3: "mil|miles|millar(?:es)?|k", 6: "mill[oó]n(?:es)?|M", 12: "bill[oó]n(?:es)?"},
    "pt": {2: "cem|cento", 3: "mil|milhar(?:es)?|k", 6: "milhão|milhões|M", 9: "bilhão|bilhões", 12: "trilh[ãõ]\\w+"},
    "ru": {2: "сто|ста|сот\\w*", 3: "тыс|тысяч\\w*", 6: "млн|миллион\\w*", 9: "млрд|миллиард\\w*", 12: "трлн|трил\\w+"},
    "ar": {2: "مائة|مئة", 3: "[أا]لفا?|آلاف", 6: "مليونا?|ملايين", 9: "مليار\\w*|بليون\\w?", 12: "تر[يا]ليون\\w?"},
    "zh": {2: "百", 3: "千", 4: "[万萬]", 8: "[亿億]"},
    "sw": {2: "mia", 3: "elfu", 5: "laki", 6: "milioni", 9: "bilioni", 12: "trilioni"},
}
_UNSPACED = frozenset({"zh"})
_BEFORE = frozenset({"sw"})

_MONTHS = {
    "en": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep"
    "|october oct|november nov|december dec",
    "fr": "janvier janv|février févr|mars|avril avr|mai|juin|juillet juil|août aout|septembre sept|octobre oct"
    "|novembre nov|décembre déc",
    "es": "enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago"
    "|septiembre setiembre sept sep|octubre oct|noviembre nov|diciembre dic",
    "pt": "janeiro jan|fevereiro fev|março mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set"
    "|outubro out|novembro nov|dezembro dez",
    "ru": "январ[ьяе] янв|феврал[ьяе] фев|март[ае]? мар|апрел[ьяе] апр|ма[йяе]|июн[ьяе]|июл[ьяе]|август[ае]? авг"
    "|сентябр[ьяе] сент?|октябр[ьяе] окт|ноябр[ьяе] ноя|декабр[ьяе] дек",
    "ar": "يناير جانفي|فبراير شباط فيفري|مارس آذار|[أإا]بريل نيسان أفريل|مايو أيار ماي|يوني[وه] حزيران جوان"
    "|يولي[وه] تموز جويلية|[أا]غسطس آب أوت غشت|سبتمبر أيلول شتنبر|[أا]كتوبر|نوفمبر نونبر|ديسمبر دجنبر",
    "sw": "januari|februari|machi|aprili|mei|juni|julai|agosti|septemba|oktoba|novemba|desemba",
}
_HAN_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])\s?月")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN = tuple(f"{tens}{ones}" for tens in ("", "X", "XX", "XXX") for ones in _ONES)


def has_words(lang: str) -> bool:
    """Whether the tables know how the language spells small numbers."""
    return _language(lang) in _NUMBERS or _language(lang) == "zh"


def spells(text: str, value: Decimal, lang: str) -> bool:
    """Whether a word, or a Roman or Chinese numeral, of a text may stand for a figure's value.

    A language that is not in the tables may spell whatever is small; Arabic says one and two with the noun.
    """
    if value != value.to_integral_value():
        return False
    language = _language(lang)
    if 0 <= value <= 12 and (not has_words(lang) or (language == "ar" and value in (1, 2))):
        return True
    if language in _NUMBERS and 0 <= value < 100 and _in_words(text, int(value), language):
        return True
    if 0 < value < len(_ROMAN) and re.search(rf"(?<![^\W_]){_ROMAN[int(value)]}(?![A-Z])", text):
        return True
    if language == "zh":
        return value in set(han(text))
    return any(value == 10**power and pattern.search(text) for power, pattern in _alone(language).items())


def multiples(text: str, start: int, end: int, lang: str) -> Decimal:
    """What the words beside a figure at `text[start:end]` multiply it by: a million for "1.5 million"; else 1."""
    language = _language(lang)
    worth = Decimal(1)
    if language not in _MULTIPLES:
        return worth
    pattern = _multiple(language)
    if language in _BEFORE:
        found = pattern.search(text, max(0, start - 12), start)
        return worth.scaleb(_power(found)) if found else worth
    while found := pattern.match(text, end):
        worth, end = worth.scaleb(_power(found)), found.end()
    return worth


def hours(text: str, start: int, value: Decimal, lang: str) -> Decimal | None:
    """The hour of the clock that a figure at `start` tells: Swahili counts from six, so "saa 12" is six o'clock."""
    if _language(lang) != "sw" or not 1 <= value <= 12 or text[max(0, start - 4) : start].lower() != "saa ":
        return None
    return (value + 5) % 12 + 1


def han(text: str) -> Iterator[int]:
    """The values of the Chinese numerals in a text: 三 is 3, 二十四 is 24, 三千五百万 is 35,000,000."""
    for found in _HAN.finditer(text):
        yield _han_value(found[0][:32])


def has_decimal_comma(lang: str) -> bool:
    """Whether a comma may stand before decimals, as nearly everywhere but in English."""
    return _language(lang) != "en"


def counts_behind(lang: str) -> bool:
    """Whether what is counted stands before its number: "siku 3" is three days in Swahili."""
    return _language(lang) in _BEFORE


def names_month(text: str, lang: str) -> bool:
    """Whether a text may name a month at all: a quick look that rules most texts out."""
    language = _language(lang)
    return language not in _MONTHS or _month_start(language).search(text) is not None


def months(text: str, lang: str) -> frozenset[int]:
    """The months, 1 to 12, that a text names, as words or as 3月."""
    language = _language(lang)
    if language == "zh":
        return frozenset(int(number) for number in _HAN_MONTH.findall(text))
    return _numbers_of(_month(language), text) if language in _MONTHS else frozenset()


def dated(text: str, lang: str) -> frozenset[int]:
    """The months that stand beside a day's or a year's figures: "mar" alone is a sea, and "may" a verb."""
    language = _language(lang)
    if language == "zh":
        return months(text, lang)
    return _numbers_of(_date(language), text) if language in _MONTHS else frozenset()


def _numbers_of(pattern: re.Pattern[str], text: str) -> frozenset[int]:
    return frozenset(int(name[1:]) for found in pattern.finditer(text) if (name := _named(found)))


def _named(found: re.Match[str]) -> str:
    return next((name for name, value in found.groupdict().items() if value), "")


@cache
def _month(language: str) -> re.Pattern[str]:
    """Finds the names of months; the group `m3` is March."""
    clitics = _ARABIC_CLITICS if language == "ar" else ""
    named = (f"(?P<m{at}>{each.replace(' ', '|')})" for at, each in enumerate(_MONTHS[language].split("|"), 1))
    return re.compile(rf"(?<![^\W\d_]){clitics}(?:{'|'.join(named)})(?![^\W\d_])", re.IGNORECASE)


@cache
def _month_start(language: str) -> re.Pattern[str]:
    """Finds the first letters of any month's name."""
    names = re.split(r"[ |]", _MONTHS[language])
    return re.compile("|".join(sorted({each[:3] if each[:3].isalpha() else each for each in names})), re.IGNORECASE)


@cache
def _date(language: str) -> re.Pattern[str]:
    month = _month(language).pattern
    behind = re.sub(r"\?P<m", "?P<n", month)
    day = r"\d{1,2}(?:\.?º|er|st|nd|rd|th|-?го|-?е)?"
    return re.compile(
        rf"{day}[ \u00a0\u202f/.-](?:(?:of|de|ya) )?{month}|{behind}[.,/ \u00a0\u202f-]{{1,2}}\d", re.IGNORECASE
    )


@cache
def _language(tag: str) -> str:
    return locales.parse(tag).language if tag else ""


def _in_words(text: str, value: int, language: str) -> bool:
    stems = _stems(language)
    if value < 20:
        return stems[value].search(text) is not None
    tens, ones = divmod(value, 10)
    return stems[18 + tens].search(text) is not None and (not ones or stems[ones].search(text) is not None)


@cache
def _stems(language: str) -> tuple[re.Pattern[str], ...]:
    before, after = r"(?<![^\W\d_])", ""
    if language == "ar":
        before += _ARABIC_CLITICS
    elif language in _BEFORE:
        before, after = "", r"(?![^\W\d_])"
    return tuple(
        re.compile(f"{before}(?:{stems.replace(' ', '|')}){after}", re.IGNORECASE)
        for stems in _NUMBERS[language].split("|")
    )


@cache
def _alone(language: str) -> dict[int, re.Pattern[str]]:
    """Multiples that stand for themselves: "mille" is 1,000. Single letters don't."""
    return {
        power: re.compile(rf"(?<![^\W_])(?<!\d\s)(?:{_words(spelled)})(?![^\W\d_])", re.IGNORECASE)
        for power, spelled in _MULTIPLES.get(language, {}).items()
    }


def _words(spelled: str) -> str:
    return "|".join(each for each in spelled.split("|") if len(each.strip("[]")) > 2)


@cache
def _multiple(language: str) -> re.Pattern[str]:
    named = "|".join(f"(?P<p{power}>{spelled})" for power, spelled in _MULTIPLES[language].items())
    if language in _BEFORE:
        return re.compile(rf"(?:{named})\s+\Z", re.IGNORECASE)
    return re.compile(rf"\s?(?:{named})" if language in _UNSPACED else rf"[\s-]?(?:{named})(?!\w)")


def _power(found: re.Match[str]) -> int:
    return int((found.lastgroup or "p0")[1:])


def _han_value(numeral: str) -> int:
    """Digits alone are read one by one (二〇二四 is 2024), else as tens and myriads."""
    if all(char in _HAN_DIGITS for char in numeral):
        return int("".join(str(_HAN_DIGITS[char]) for char in numeral))
    total = part = digit = 0
    for char in numeral:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif char in _HAN_TENS:
            part, digit = part + (digit or 1) * _HAN_TENS[char], 0
        else:
            total, part, digit = (total + part + digit or 1) * _HAN_MYRIADS[char], 0, 0
    return total + part + digit
