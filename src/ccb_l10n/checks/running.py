"""Running text: a target with everything out of sight that is no prose, and one problem made of several places.

The checks of typography and wording look at characters and their neighbours. `running` has the target's own offsets:
code, addresses, formulas and variables become `THING`, one for each character, which stands for a word that nobody
reads; tags and the ends of links become `MARK`, which stands between characters like an asterisk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from html import unescape
from typing import NamedTuple

from ccb_l10n import locales
from ccb_l10n.checks.problem import Problem, Setting
from ccb_l10n.markdown.inline import Span, scan
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Edit, Message

THING = "\ufffc"
MARK = "\ufff9"
MARKUP = rf"*_~\[\]{MARK}"  # for a character class: what emphasis, links and tags leave between words
NO_BREAK = "\u00a0\u202f\u2007"
BREAKING = " \u2000-\u2006\u2008-\u200a\u205f\u3000"  # for a character class; UAX 14 breaks after these

_CODE_TAG = re.compile(r"<(code|kbd|samp|var|pre|script|style)\b", re.IGNORECASE)
_ENTITY_SPACES = frozenset(NO_BREAK)
# Not markup, and no prose either: what the scan leaves alone because nothing renders it.
_TOKENS = re.compile(
    r"""
      www\.[^\s<>()\[\]]*[^\s<>()\[\].,;:!?"'»”]
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | (?<![\w\\])[A-Za-z]:\\[^\s,;!?"»”)]*
    | %(?:\d+\$)?[sdifuxc@](?!\w)
    | (?<!\{)\{\w*\}(?!\})
    | &[A-Za-z][\w.-]*;                                             # an entity that HTML does not know
    | (?<![\w.()])[\w.()]+\ \?\ [a-z0-9_.()]+\ :\ [\w.()]+          # a choice: x ? y : z
    """,
    re.VERBOSE,
)
_MAYBE_TOKEN = re.compile(r"[@%&{\\]|www\.| \? ")
_MARKUP_CHARS = frozenset(f"*_~[]{MARK}")
_LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
_NAMES = 8  # that many Latin words may be names
_BEFORE = re.compile(r"(?:\S{1,40} )?(?P<last>\S{1,40})\Z")
_AFTER = re.compile(r"\s?(?P<word>\S{1,40})?")


class Place(NamedTuple):
    """One spot of a target that breaks a rule: a half-open span, what is wrong there, and its repair or none."""

    start: int
    end: int
    what: str
    edits: tuple[Edit, ...] = ()


@cache
def tag(lang: str) -> locales.Tag:
    """The parsed tag; for "" one without a language."""
    return locales.parse(lang) if lang else locales.Tag("")


def language(setting: Setting) -> str:
    """The catalog's language without script and region, or ""."""
    return tag(setting.lang).language


def judged(message: Message, marks: frozenset[str]) -> Iterator[str]:
    """The targets that hold one of these characters, if they ship and are not the source itself.

    A check that asks for rare characters costs next to nothing on the messages that it has nothing to say about.
    """
    for target in message.targets or (message.target,):
        if marks.isdisjoint(characters(target)) or message.state not in SHIPPED:
            continue
        if target != message.source and target != message.plural:
            yield target


@lru_cache(maxsize=8)
def characters(text: str) -> frozenset[str]:
    """The characters of a text; a second check asks for the same."""
    return frozenset(text)


@lru_cache(maxsize=8)  # several checks ask for the same target in turn
def running(text: str) -> str:
    """The text as the module says, of the same length."""
    spans = scan(text)
    if spans:
        parts, at, closing = [], 0, ""
        for span in spans:
            between = text[at : span.start]
            parts += [THING * len(between) if closing else between, _masked(span, text)]
            closing = _code_tag(span, text, closing)
            at = span.end
        text = "".join((*parts, text[at:]))
    if _MAYBE_TOKEN.search(text):
        text = _TOKENS.sub(lambda found: THING * len(found[0]), text)
    return text


def _masked(span: Span, text: str) -> str:
    length = span.end - span.start
    match span.kind:
        case "link" | "reference":
            return "]" + MARK * (length - 1)
        case "image":
            return MARK + "["
        case "tag" | "comment" | "attributes" | "footnote" | "title end":
            return MARK * length
        case "entity" if (char := unescape(text[span.start : span.end])) in _ENTITY_SPACES:
            return char * length  # from either side it is a blank
    return THING * length


def _code_tag(span: Span, text: str, closing: str) -> str:
    """The closing tag that ends the code we are in after this span, or ""."""
    if span.kind != "tag":
        return closing
    if closing:
        return "" if text[span.start : span.end].lower().startswith(closing) else closing
    found = _CODE_TAG.match(text, span.start)
    return f"</{found[1].lower()}" if found else ""


def told(places: Iterable[Place], target: str, hint: str) -> Iterator[Problem]:
    """One problem for all places of a target, in order, with all their edits; none for none.

    Its span is the first place. What each place says is told once, with how often. Edits that overlap earlier ones
    are left for the next time.
    """
    found = sorted(places)
    if not found:
        return
    counted: dict[str, int] = {}
    edits: list[Edit] = []
    for place in found:
        counted[place.what] = counted.get(place.what, 0) + 1
        for edit in place.edits:
            if not edits or edit[0] > edits[-1][1] or edit[0] == edits[-1][1] != edits[-1][0]:
                edits.append(edit)
    text = ", ".join(what if count == 1 else f"{what} ({count} times)" for what, count in counted.items())
    yield Problem(text, hint, span=found[0][:2], target=target, edits=tuple(edits))


def before(text: str, at: int) -> int:
    """The offset of the last character before `at` that is no markup, or -1."""
    at -= 1
    while at >= 0 and text[at] in _MARKUP_CHARS:
        at -= 1
    return at


def after(text: str, at: int) -> int:
    """The offset of the first character from `at` on that is no markup, or the text's length."""
    while at < len(text) and text[at] in _MARKUP_CHARS:
        at += 1
    return at


def mostly_latin(text: str, letter: re.Pattern[str]) -> bool:
    """Whether a text in another script, whose letters `letter` finds, is for the most part still Latin words.

    A few names don't make it so: they may outnumber the letters of a heading.
    """
    words = len(_LATIN_WORD.findall(text))
    return words > _NAMES and 2 * words > len(letter.findall(text))


def verbatim(source: str, text: str, start: int, end: int) -> bool:
    """Whether what stands at `text[start:end]` stands so in the source too, with two words before or one around.

    Such a run was left in the source's language, or is no prose: a title, a label, a line of a program.
    """
    words = _BEFORE.search(text[max(0, start - 90) : start])
    follows = _AFTER.match(text, end)
    mark = text[start:end]
    if words is None:
        return False
    two, one = words[0], words["last"]
    if " " in two and f"{two}{mark}" in source:
        return True
    return bool(follows and follows["word"] and f"{one}{mark}{follows[0]}" in source)
