"""Whether a text is in the letters of a language, as far as the Unicode names of its letters tell."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ccb_l10n import locales

_SEVERAL = {"ja": frozenset({"CJK", "HIRAGANA", "KATAKANA"}), "ko": frozenset({"HANGUL", "CJK"})}
_EVERYWHERE = frozenset({"LATIN", "FULLWIDTH", "MODIFIER"})  # names are in Latin letters in all languages
MOST = 0.3  # of the letters: more than that is no name or quotation
_SMALL = re.compile(r"(?<![^\W_])[a-z]{3,}(?![^\W_])")
_WORDS = 3  # in small Latin letters: so many are no names


def foreign(text: str, language: str) -> bool:
    """Whether more than `MOST` of a text's letters are neither the language's (BCP 47) own nor Latin.

    Never for a language whose own letters nobody knows.
    """
    if text.isascii() or not (own := _own(language)):
        return False
    letters = [char for char in text if char.isalpha()]
    home = own | _EVERYWHERE
    return sum(_script(char) not in home for char in letters) > MOST * len(letters)


def latin(text: str, language: str, source: str) -> bool:
    """Whether a text in a language that is written otherwise is in small Latin letters, and not with words of its
    source: in a third language, such as that between two models."""
    own = _own(language)
    if not own or "LATIN" in own:
        return False
    letters = [char for char in text if char.isalpha()]
    if sum(_script(char) in own for char in letters) > MOST * len(letters):
        return False
    return len({*_SMALL.findall(text)} - {*_SMALL.findall(source)}) >= _WORDS


@cache
def _own(language: str) -> frozenset[str]:
    """The scripts that a language is written in, as its own name is; none where that is not known."""
    base = locales.parse(language).language
    if base in _SEVERAL:
        return _SEVERAL[base]
    name = locales.own_name(language)
    letter = next(filter(str.isalpha, name), "")
    return frozenset({_script(letter)}) if letter and name != locales.bcp47(language) else frozenset()


@cache
def _script(char: str) -> str:
    """The script of a letter: LATIN, CJK, ARABIC."""
    return unicodedata.name(char, "").partition(" ")[0]
