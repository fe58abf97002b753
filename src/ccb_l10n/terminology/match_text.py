"""A text as the matcher sees it: folded words, in order, that know where they stand in the text.

Case, Unicode normalisation, the shape of apostrophes and hyphens, the width of blanks, quotation marks, invisible marks
(soft hyphens, joiners, bidi controls) and Markdown's emphasis marks beside letters do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from ccb_l10n.terminology.languages.language import Language

MASK = "\ufffc"  # no letter, no blank, its own NFC and case folding: it matches nothing and shifts nothing
# What a token is, by the group of the expression. A character of a script without blanks is a word of its own.
WORD, MASKED, SIGN = 1, 2, 3

# Scripts that put no blanks between words: Thai, Lao, Tibetan, Myanmar, Khmer, kana, bopomofo and Han
# (Unicode's Blocks.txt). A term in them is found anywhere, and their letters end a Latin word.
_UNSPACED = (
    r"\u0e00-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Arabic letters, marks and digits without the punctuation among them. They end a Latin word too, since articles and
# prepositions are written onto foreign names.
_ARABIC = (
    r"\u0610-\u061a\u0620-\u0669\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ff\u0750-\u077f\u0870-\u0887"
    r"\u0889-\u088e\u0898-\u08e1\u08e3-\u08ff\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)
_INVISIBLE = r"\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_QUOTES = '"«»“”„‟‹›‘‚'
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_LETTER = rf"[^\W_{_UNSPACED}{_ARABIC}]"
_DROPPABLE = re.compile(f"[{_INVISIBLE}{_QUOTES}*]")
_DROPPED = re.compile(rf"[{_INVISIBLE}{_QUOTES}]+|(?<=[^\W_])\*+(?=[^\W_])")


@dataclass(slots=True)
class Tokens:
    """The tokens of `raw`: `keys` has the folded word of each, or all that it may be without its clitics.

    `starts` and `ends` are offsets in `folded`; `offsets` leads from there to spans in `raw`, or is None where they
    are the same.
    """

    raw: str
    folded: str
    offsets: Sequence[tuple[int, int]] | None
    language: Language
    words: list[str]
    keys: list[tuple[str, ...]]
    kinds: list[int]
    starts: list[int]
    ends: list[int]
    _places: dict[str, list[int]] = field(default_factory=dict)

    @property
    def places(self) -> dict[str, list[int]]:
        """The tokens that each key stands for."""
        if not self._places:
            for at, keys in enumerate(self.keys):
                for key in keys:
                    self._places.setdefault(key, []).append(at)
        return self._places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in `raw` of a non-empty span in `folded`."""
        if self.offsets is None:
            return start, end
        return self.offsets[start][0], self.offsets[end - 1][1]

    def cased(self, token: int) -> str:
        """The token with the letters' case as written."""
        start, end = self.span(self.starts[token], self.ends[token])
        return _DROPPED.sub("", unicodedata.normalize("NFC", self.raw[start:end]))

    def hyphened(self, left: int, right: int) -> bool:
        """Whether two tokens are joined by a hyphen."""
        return self.folded[self.ends[left] : self.starts[right]] == "-"

    def unspaced(self, token: int) -> bool:
        """Whether it is a character of a script without blanks."""
        return _IS_UNSPACED.match(self.words[token]) is not None

    def literal(self, start: int, end: int) -> str:
        """What stands in a span of `folded`, as `literal` folds spellings."""
        return _plain(self.folded[start:end])

    @property
    def whole(self) -> str:
        """What stands from the first token to the last, as `literal` folds spellings; there must be one."""
        return self.literal(self.starts[0], self.ends[-1])

    def squeezed(self) -> tuple[str, Sequence[int]]:
        """The folded text as `literal` folds spellings, and the place in `folded` of each of its characters."""
        kept = list(range(len(self.folded)))
        for pattern in (_DROPPED, _emphasis()):
            text = "".join(self.folded[at] for at in kept)
            gone = {at for match in pattern.finditer(text) for at in range(*match.span())}
            kept = [place for at, place in enumerate(kept) if at not in gone]
        text = "".join(" " if self.folded[at].isspace() else self.folded[at] for at in kept)
        doubled = {at for at in range(1, len(text)) if text[at] == text[at - 1] == " "}
        places = [place for at, place in enumerate(kept) if at not in doubled]
        return "".join(char for at, char in enumerate(text) if at not in doubled), places


def literal(spelling: str) -> str:
    """A spelling as letter-for-letter matching compares it."""
    return _plain(fold(spelling))


def _plain(folded: str) -> str:
    if not folded.isascii() or any(mark in folded for mark in '*_~"'):
        folded = _emphasis().sub("", _DROPPED.sub("", folded))
    return " ".join(folded.split())


def fold(text: str) -> str:
    """The text as it is compared. Canonically equal texts fold alike, and what is folded stays as it is."""
    folded = unicodedata.normalize("NFC", text).casefold()  # which can take letters apart: an accented sharp s
    return _typography(unicodedata.normalize("NFC", folded))


def _typography(text: str) -> str:
    return text.replace("’", "'").replace("ʼ", "'").replace("\u2010", "-").replace("\u2011", "-")


def aligned(text: str) -> tuple[str, Sequence[tuple[int, int]] | None]:
    """The folded text, and for each of its characters the span of `text` that it came from; None: its own place."""
    if text.isascii():
        return text.lower(), None
    if unicodedata.is_normalized("NFC", text):
        folded = text.casefold()  # never shortens, so that equal lengths mean one character for each
        if len(folded) == len(text) and unicodedata.is_normalized("NFC", folded):
            return _typography(folded), None
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        piece = fold(text[start:end])
        pieces.append(piece)
        spans.extend([(start, end)] * len(piece))
    return "".join(pieces), spans


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
    if text:
        yield start, len(text)


def _composes(cluster: str, following: str) -> bool:
    """Whether a base would melt into what stands before it, as Hangul vowels and some Indic ones do."""
    apart = unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", following)
    return unicodedata.normalize("NFC", cluster + following) != apart


@cache
def _marks() -> str:
    """The combining marks of scripts with blanks, which `\\w` leaves out, as ranges for a class.

    Variation selectors are left out too: after an emoji they belong to no word.
    """
    left_out = re.compile(f"[{_UNSPACED}{_ARABIC}{_INVISIBLE}]")
    ranges: list[list[int]] = []
    for code in range(0x300, 0x10000):
        if unicodedata.category(chr(code)) not in ("Mn", "Mc") or left_out.match(chr(code)):
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


@cache
def _token(with_marks: bool) -> re.Pattern[str]:
    """One token: a word (group 1), a masked run (2) or a sign (3); blanks and what does not count match nothing.

    Invisible marks and emphasis inside a word belong to it. So does an underscore between two letters: it makes
    names, not emphasis.
    """
    letter = f"(?:{_LETTER}|[{_marks()}])" if with_marks else _LETTER
    inside = rf"[{_INVISIBLE}*_]"
    words = "|".join(rf"{each}+(?:{inside}+{each}+)*" for each in (letter, f"[{_ARABIC}]"))
    edge = rf"{_LETTER}|[{_ARABIC}{_UNSPACED}]"
    loose = rf"(?<!{_LETTER})(?<![{_ARABIC}{_UNSPACED}*_~])[*_~]+(?!{edge}|[*_~])"
    sign = rf"[^\w\s'*_~{MASK}{_INVISIBLE}{_QUOTES}-]"
    return re.compile(rf"({words}|[{_UNSPACED}])|({MASK}+)|({loose}|{sign})")


@cache
def _emphasis() -> re.Pattern[str]:
    return re.compile(r"(?<=[^\W_])[*_~]+(?![^\W_])|(?<![^\W_])[*_~]+(?=[^\W_])")


@cache
def _marked() -> re.Pattern[str]:
    return re.compile(f"[{_marks()}]")


@lru_cache(maxsize=8)
def tokens(text: str, language: Language, masked: tuple[tuple[int, int], ...] = ()) -> Tokens:
    """The text's tokens. Nothing in `masked`, half-open spans in any order, is a word.

    The last few are kept: several questions are asked of the same text in turn.
    """
    folded, offsets = aligned(_covered(text, masked))
    with_marks = not folded.isascii() and _marked().search(folded) is not None
    found = list(_token(with_marks).finditer(folded))
    if language.enclitics and "'" in folded:
        found = _without_enclitics(found, folded, language)
    words = _folded([each[0] for each in found], folded, language)
    return Tokens(
        text,
        folded,
        offsets,
        language,
        words,
        [(word,) for word in words] if language.keys is None else [*map(language.keys, words)],
        [each.lastindex or WORD for each in found],
        [each.start() for each in found],
        [each.end() for each in found],
    )


def _without_enclitics(found: list[re.Match[str]], folded: str, language: Language) -> list[re.Match[str]]:
    """Leave out words that only end the one before them: the s of `state's`."""
    return [
        each
        for before, each in zip([None, *found], found, strict=False)
        if before is None
        or each[0] not in language.enclitics
        or before.end() + 1 != each.start()
        or folded[before.end()] != "'"
    ]


def _folded(words: list[str], folded: str, language: Language) -> list[str]:
    """Drop what does not count inside words, and fold them the language's way."""
    if not words:
        return words
    joined = "\n".join(words)
    if _DROPPABLE.search(folded):
        joined = _DROPPED.sub("", joined)
    if language.table:
        joined = joined.translate(language.table)
    return joined.split("\n")


def _covered(text: str, masked: tuple[tuple[int, int], ...]) -> str:
    if not masked:
        return text
    covered = list(text)
    for start, end in masked:
        covered[start:end] = MASK * len(covered[start:end])
    return "".join(covered)
