"""Quotation marks and brackets: the language's own marks, and none without its partner.

Marks by language are CLDR's delimiters (quotationStart and quotationEnd), where usage is settled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n.checks.problem import Check, Problem, Setting
from ccb_l10n.checks.running import MARKUP, NO_BREAK, THING, Place, characters, judged, mostly_latin, running, tag, told
from ccb_l10n.checks.typography.chinese import HAN
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Message, Severity

_MARKS = {
    "fr": ("«\u00a0", "\u00a0»"),
    "ru": ("«", "»"),
    "uk": ("«", "»"),
    "be": ("«", "»"),
    "zh": ("“", "”"),
}
_TRADITIONAL = ("「", "」")
_SWISS = ("«", "»")  # inside them a narrow space or none
_STRAIGHT = frozenset('"')
# A pair opens after a blank or what opens, and closes before a blank or what ends. The group is what it holds.
_PAIR = re.compile(
    rf"""
      (?: (?<=[\s{NO_BREAK}(\[«“—–/{MARKUP}’'…:]) | \A )
      "(?![\s"])(?P<quoted>[^"\n]{{1,400}}?)(?<![\s"])"
      (?= [\s{NO_BREAK})\]}}»”.,;:!?…—–/{MARKUP}-] | \Z )
    """,
    re.VERBOSE,
)
_CURLY = frozenset("“")
_CURLY_PAIR = re.compile(
    rf"(?<!\w)(?P<opens>“[\s{NO_BREAK}]*)(?P<quoted>[^“”„«»\n]{{1,400}}?)(?P<closes>[\s{NO_BREAK}]*”)(?!\w)"
)
_GUILLEMETS = re.compile("«[^«»]*»")
_HAN_PAIR = re.compile(r'"(?P<quoted>[^"\n]{1,400})"')
_HAN = re.compile(f"[{HAN}]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_PROGRAM = re.compile(r"[=<>{}$\\;|]|\w:\w")
_CONTEXT = 8  # characters
_WORD = re.compile(rf"[^\W\d_]|[{THING}]")
_INCHES = re.compile(r'\d"')

_PAIRS = ("«»", "‹›", "“”", "「」", "『』")
_BRACKETS = ("()", "[]", "【】", "《》")
_SAME = str.maketrans("（）［］", "()[]")
_ANY_QUOTE = frozenset('"«»‹›“”„「」『』')
_WIDE_BRACKETS = frozenset("（）［］")
_ANY_BRACKET = frozenset("()[]【】《》（）［］")
_TURNED = frozenset(
    ["bg", "cs", "da", "de", "et", "fi", "hr", "hu", "lt", "lv", "nb", "nn", "pl", "ro", "sk", "sl", "sr", "sv"]
)
_LABEL = re.compile(r"(?:^|(?<=[\s;,:]))(?:\w{1,3}|[ivxIVX]+)\)")  # "1)" and "a)" number a list
_CUT = re.compile(rf"(?:…|\.\.\.)[{MARKUP}]*\Z")  # a text that was shortened
_FACE = re.compile(r"[:;]-?[()]")


def straight(message: Message, setting: Setting) -> Iterator[Problem]:
    """Straight double quotes in running text of a language that has its own; apostrophes are left alone."""
    locale = tag(setting.lang)
    if locale.language not in _MARKS:
        return
    for target in judged(message, _STRAIGHT):
        text = running(target)
        if locale.language == "zh":
            places = _han(text, locale.script == "Hant" or locale.region in ("TW", "HK", "MO"))
        else:
            marks = _SWISS if locale.region == "CH" else _MARKS[locale.language]
            places = _alphabetic(text, message.source, marks, locale.language)
        yield from told(places, target, f"use {'…'.join(_shown(setting.lang))}; --fix does")


def _shown(lang: str) -> tuple[str, str]:
    locale = tag(lang)
    if locale.language == "zh" and (locale.script == "Hant" or locale.region in ("TW", "HK", "MO")):
        return _TRADITIONAL
    opens, closes = _MARKS[locale.language]
    return opens.replace("\u00a0", " "), closes.replace("\u00a0", " ")


def _alphabetic(text: str, source: str, marks: tuple[str, str], language: str) -> Iterator[Place]:
    """Pairs that are sure: every straight quote of the text is in one, and none is a program's."""
    found = list(_PAIR.finditer(text))
    if len(found) * 2 != text.count('"') or "„" in text:
        return
    if language != "fr" and mostly_latin(text, _CYRILLIC):
        return
    if any(_PROGRAM.search(pair["quoted"]) or _foreign(text, source, pair) for pair in found):
        return  # one left as it is, and the text would have quotes of two kinds
    if any(_is_string(source, pair, language) for pair in found):
        return
    for pair in found:
        if _WORD.search(pair["quoted"]) and not _nested(pair):
            yield _place(pair, marks)


def curly(message: Message, setting: Setting) -> Iterator[Problem]:
    """English quotation marks in French, but not inside « », where they are at home; nor around a title that was kept.

    Only where the text's guillemets pair, so that inside and outside are sure.
    """
    locale = tag(setting.lang)
    if locale.language != "fr":
        return
    opens, closes = _SWISS if locale.region == "CH" else _MARKS["fr"]
    for target in judged(message, _CURLY):
        text = running(target)
        if "„" in text or text.count("“") != text.count("”"):
            continue
        places = []
        for pair in _CURLY_PAIR.finditer(text):
            kept = " " in pair["quoted"] and pair["quoted"] in message.source
            if (
                _WORD.search(pair["quoted"])
                and not kept
                and not _nested(pair)
                and not _foreign(text, message.source, pair)
            ):
                edits = ((*pair.span("opens"), opens), (*pair.span("closes"), closes))
                places.append(Place(*pair.span(), "English quotation marks", edits))
        yield from told(places, target, f"use {'…'.join(_shown(setting.lang))}; --fix does")


def _foreign(text: str, source: str, pair: re.Match[str]) -> bool:
    """Whether the quotation stands in the source with the same words before or after it: a stretch left as it was."""
    start, end = pair.span()
    before, after = text[max(0, start - _CONTEXT) : end], text[start : end + _CONTEXT]
    return (start >= _CONTEXT and before in source) or (end + _CONTEXT <= len(text) and after in source)


def _is_string(source: str, pair: re.Match[str], language: str) -> bool:
    """Whether the source quotes the same words, which are no mere name: a program's string, left as it was.

    One word may be the same in French.
    """
    quoted = pair["quoted"]
    if pair[0] not in source or not quoted.isascii():
        return False
    return " " in quoted or (language != "fr" and quoted.lstrip("*_")[:1].islower())


def _nested(pair: re.Match[str]) -> bool:
    """Whether a quotation may be inside another one, where the marks differ, or holds one."""
    text, (start, end) = pair.string, pair.span()
    if "«" not in text and "»" not in text:
        return False
    within = (found.span() for found in _GUILLEMETS.finditer(text))
    unpaired = text.count("«") != text.count("»")
    return unpaired or any(opens < end and start < closes for opens, closes in within)


def _han(text: str, traditional: bool) -> Iterator[Place]:
    """All pairs of a text, where one of them holds or touches Han and none is a program's."""
    found = list(_HAN_PAIR.finditer(text))
    if len(found) * 2 != text.count('"') or "“" in text or "”" in text:
        return
    if not any(map(_is_han, found)) or any(_PROGRAM.search(pair["quoted"]) for pair in found):
        return
    for pair in found:
        yield _place(pair, _TRADITIONAL if traditional else _MARKS["zh"])


def _is_han(pair: re.Match[str]) -> bool:
    """Whether there is Han between the quotes, or on both sides of them."""
    text, (start, end) = pair.string, pair.span()
    around = text[start - 1 : start] + text[end : end + 1]
    return _HAN.search(pair["quoted"]) is not None or len(_HAN.findall(around)) == 2


def _place(pair: re.Match[str], marks: tuple[str, str]) -> Place:
    start, end = pair.span()
    return Place(start, end, "straight quotes", ((start, start + 1, marks[0]), (end - 1, end, marks[1])))


def pairs(message: Message, setting: Setting) -> Iterator[Problem]:
    """A quotation mark without its partner, where the source has none such."""
    for target in judged(message, _ANY_QUOTE):
        lone = _lone_quotes(running(target), tag(setting.lang).language in _TURNED)
        if lone and not _lone_quotes(running(message.source), False):
            yield from told([lone], target, "write the missing mark, or take this one away")


def _lone_quotes(text: str, turned: bool) -> Place | None:
    """The first kind of quotation mark that does not pair; with `turned`, ends may be beginnings: »so« and ”so”."""
    if _INCHES.search(text):
        return None
    kinds: list[tuple[str, int]] = [('"', text.count('"') % 2)]
    if turned or "„" in text:
        kinds.append(("“", sum(map(text.count, "„“”")) % 2))
        kinds.append(("«", (text.count("«") + text.count("»")) % 2))
    else:
        kinds += [(pair, text.count(pair[0]) - text.count(pair[1])) for pair in _PAIRS]
    for kind, odd in kinds:
        if odd:
            at = text.find(kind[0]) if odd > 0 else text.find(kind[1])
            return Place(at, at + 1, f"“{text[at]}” has no partner")
    return None


def brackets(message: Message, setting: Setting) -> Iterator[Problem]:
    """A bracket without its partner, where the source's are whole."""
    for target in message.targets or (message.target,):
        if _ANY_BRACKET.isdisjoint(characters(target)) or _balanced(target):
            continue  # as nearly all are: what is markup need not be known
        lone = _lone_bracket(running(target)) if message.state in SHIPPED and target != message.source else None
        if lone and not _lone_bracket(running(message.source)):
            yield from told([lone], target, "write the missing bracket, or take this one away")


def _balanced(text: str) -> bool:
    """Whether every kind of bracket opens as often as it closes."""
    if not _WIDE_BRACKETS.isdisjoint(characters(text)):
        text = text.translate(_SAME)
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in _BRACKETS)


def _lone_bracket(text: str) -> Place | None:
    """The first bracket that nothing closes or opens; numbers of lists and faces are none."""
    if _balanced(text):
        return None
    plain = _FACE.sub(_blanked, _LABEL.sub(_blanked, text.translate(_SAME)))
    for opens, closes in (tuple(pair) for pair in _BRACKETS):
        depth: list[int] = []
        for at, char in enumerate(plain):
            if char == opens:
                depth.append(at)
            elif char == closes:
                if not depth:
                    return Place(at, at + 1, f"“{text[at]}” has no partner")
                depth.pop()
        if depth and not _CUT.search(text):
            return Place(depth[0], depth[0] + 1, f"“{text[depth[0]]}” has no partner")
    return None


def _blanked(found: re.Match[str]) -> str:
    return " " * len(found[0])


ROWS = (
    Check(
        "straight-quotes",
        Severity.WARNING,
        "Straight double quotes where the language has its own quotation marks",
        "They look typed, and don't say which side they stand on.",
        "Use the language's marks, « » or “ ” or 「 」; --fix does.",
        straight,
    ),
    Check(
        "english-quotes",
        Severity.INFO,
        "English quotation marks in French",
        "Readers of French expect « » around a quotation, and “ ” inside another one.",
        "Use « » with no-break spaces; --fix does.",
        curly,
    ),
    Check(
        "quote-pairs",
        Severity.WARNING,
        "A quotation mark without its partner",
        "Readers can't tell where the quotation ends.",
        "Write the missing mark, or take the lone one away.",
        pairs,
    ),
    Check(
        "bracket-pairs",
        Severity.WARNING,
        "A bracket without its partner",
        "Readers can't tell where the aside ends.",
        "Write the missing bracket, or take the lone one away.",
        brackets,
    ),
)
