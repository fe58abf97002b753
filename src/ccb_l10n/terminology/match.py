"""Find the glossary's forbidden terms in a target, letter for letter.

Case, Unicode normalisation, the shape of apostrophes and hyphens and the width of blanks do not count;
inflection does: only a term's text and its listed forms are found. One regular expression a language holds
every spelling, the longest first, so that a text is walked once however many concepts there are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from ccb_l10n import locales
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.concepts import Glossary

_TYPOGRAPHY = str.maketrans({"’": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-"})
_MASK = "\ufffc"  # no letter, no blank, its own NFC and case folding: it matches nothing and shifts nothing

# Scripts that put no blanks between words: Thai, Lao, Tibetan, Myanmar, Khmer, kana, bopomofo and Han
# (Unicode's Blocks.txt). A term in them is found anywhere, and their letters end a Latin word.
_UNSPACED = (
    r"\u0e00-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)

Owner = tuple[Concept, Term]


@dataclass(frozen=True, slots=True)
class _Matcher:
    """`pattern` runs over folded text; `owners` has those of each forbidden spelling, by its key."""

    pattern: re.Pattern[str]
    owners: Mapping[str, tuple[Owner, ...]]


def forbidden(
    text: str, lang: str, glossary: Glossary, masked: Sequence[tuple[int, int]] = ()
) -> Iterator[tuple[Concept, Term, tuple[int, int]]]:
    """The forbidden terms in a target of `lang`, in the order of the text, with their spans in `text`.

    Spans, also those of `masked` (code, URLs: nothing touching them is found), are half-open code-point
    offsets. Matches never overlap: the leftmost wins, then the longest. A term of `fr` counts in `fr-CA`
    unless the concept gives that spelling another status in `fr-CA`. A spelling that some concept prefers or
    admits is not reported, neither alone nor inside such a longer term. Concepts that are deprecated, or only
    watched, report nothing. Where several concepts forbid a spelling, each is yielded, by id.
    """
    matcher = _matcher(glossary, lang)
    if matcher is None:
        return
    text = _masked(text, masked)
    if not matcher.pattern.search(_fold(text)):
        return
    folded, spans = _aligned(text)
    for match in matcher.pattern.finditer(folded):
        span = (spans[match.start()][0], spans[match.end() - 1][1])
        for concept, term in matcher.owners.get(_key(match.group()), ()):
            yield concept, term, span


def _matcher(glossary: Glossary, lang: str) -> _Matcher | None:
    """Built at first need and kept on the glossary; None where the language has nothing forbidden."""
    slot = ("forbidden", lang)
    if slot not in glossary.compiled:
        glossary.compiled[slot] = _built(glossary, lang)
    found = glossary.compiled[slot]
    return found if isinstance(found, _Matcher) else None


def _built(glossary: Glossary, lang: str) -> _Matcher | None:
    allowed: set[str] = set()
    owners: dict[str, list[Owner]] = defaultdict(list)
    for concept in glossary.concepts:
        for key, term in _spellings(concept, lang).items():
            if term.status in ("preferred", "admitted"):
                allowed.add(key)
            elif term.status == "forbidden" and concept.severity != "watch":
                owners[key].append((concept, term))
    found = {key: tuple(owners[key]) for key in owners.keys() - allowed}
    if not found:
        return None
    # Where concepts differ about one spelling, the stricter way of matching spares false alarms.
    loose = {key: all(concept.match == "substring" for concept, _ in each) for key, each in found.items()}
    pattern = _pattern(loose)
    # A longer good term shields the forbidden one inside it: the expression must eat it whole.
    shields = {key: False for key in allowed if pattern.search(key)}
    return _Matcher(_pattern({**loose, **shields}) if shields else pattern, found)


def _spellings(concept: Concept, lang: str) -> dict[str, Term]:
    """What the concept says of each spelling in `lang`, by key: the nearest region has the word."""
    found: dict[str, Term] = {}
    if concept.status == "deprecated":
        return found
    for tag in locales.fallbacks(lang):
        for term in concept.terms:
            if locales.bcp47(term.lang) == tag:
                for spelling in (term.text, *term.forms):
                    found.setdefault(_key(spelling), term)
    return found


def _pattern(spellings: Mapping[str, bool]) -> re.Pattern[str]:
    """One expression for all keys, each with whether it may stand inside a word; the longest key wins.

    Keys are grouped by their first character: a place in the text costs one comparison a character that any
    key begins with, and the expression's first step is a set of characters, through which `re` skips quickly.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for key in sorted(spellings, key=lambda each: (-len(each), each)):
        groups[key[0]].append(key)
    return re.compile("|".join(_group(groups[first], spellings) for first in sorted(groups)))


def _group(keys: Iterable[str], spellings: Mapping[str, bool]) -> str:
    """Keys with one first character, in their order; neighbours with like edges share their conditions."""
    branches = []
    first = ""
    for (before, after), run in groupby(keys, lambda key: ("", "") if spellings[key] else _edges(key)):
        bodies = []
        for key in run:
            first = re.escape(key[0])
            bodies.append(r"\s+".join(re.escape(word) for word in key[1:].split(" ")))
        branches.append(f"{before}(?:{'|'.join(bodies)}){after}")
    return f"{first}(?:{'|'.join(branches)})"


def _edges(key: str) -> tuple[str, str]:
    """The conditions that no word goes on around `key`, for after its first character and after its last.

    Empty where the key's own edge is no letter, mark or digit, or is of a script without blanks.
    """
    first = re.escape(key[0])
    before = f"(?<!{_letter()}{first})(?<!{_mark()}{first})" if _in_word(key[0]) else ""
    after = f"(?!{_letter()}|{_mark()})" if _in_word(key[-1]) else ""
    return before, after


def _in_word(character: str) -> bool:
    return re.match(f"{_letter()}|{_mark()}", character) is not None


def _letter() -> str:
    """A class of letters and digits. No underscore: in Markdown it marks emphasis around a word."""
    return rf"[^\W_{_UNSPACED}]"


@cache
def _mark() -> str:
    """A class of the combining marks of scripts with blanks, which `\\w` leaves out, as ranges.

    Variation selectors are left out too: after an emoji they belong to no word.
    """
    unspaced = re.compile(f"[{_UNSPACED}\ufe00-\ufe0f]")
    ranges: list[list[int]] = []
    for code in range(0x300, 0x10000):
        if unicodedata.category(chr(code)) not in ("Mn", "Mc") or unspaced.match(chr(code)):
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in ranges)}]"


def _fold(text: str) -> str:
    """The text as it is compared. Canonically equal texts fold alike, and what is folded stays as it is."""
    folded = unicodedata.normalize("NFC", text).casefold()  # which can take letters apart: an accented sharp s
    return unicodedata.normalize("NFC", folded).translate(_TYPOGRAPHY)


def _key(text: str) -> str:
    """A spelling, or what the expression found of it, as dictionaries hold it."""
    return " ".join(_fold(text).split())


def _masked(text: str, masked: Iterable[tuple[int, int]]) -> str:
    for start, end in masked:
        text = text[:start] + _MASK * len(text[start:end]) + text[end:]
    return text


def _aligned(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text, and for each of its characters the span of `text` that it came from."""
    folded: list[str] = []
    spans: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        piece = _fold(text[start:end])
        folded.append(piece)
        spans.extend([(start, end)] * len(piece))
    return "".join(folded), spans


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Spans that fold on their own: a base with its marks and with what composes with it."""
    if unicodedata.is_normalized("NFC", text) and not any(map(unicodedata.combining, text)):
        yield from ((at, at + 1) for at in range(len(text)))
        return
    start = 0
    for at in range(1, len(text)):
        if not unicodedata.combining(text[at]) and not _composes(text[start:at], text[at]):
            yield start, at
            start = at
    yield start, len(text)


def _composes(cluster: str, following: str) -> bool:
    """Whether a base would melt into what stands before it, as Hangul vowels and some Indic ones do."""
    apart = unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", following)
    return unicodedata.normalize("NFC", cluster + following) != apart
