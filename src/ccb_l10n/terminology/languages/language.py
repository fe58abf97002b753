"""What the matcher asks a language: the forms that a term's words take, and what may stand between them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from ccb_l10n.model import Term

Inflect = Callable[[Sequence[str], Term], list[frozenset[str]]]
Keys = Callable[[str], tuple[str, ...]]


def listed(words: str) -> frozenset[str]:
    """The words of a text between blanks."""
    return frozenset(words.split())


def unchanged(words: Sequence[str], term: Term) -> list[frozenset[str]]:
    """No inflection: each word is its only form."""
    return [frozenset((word,)) for word in words]


def with_plural_s(word: str) -> Collection[str]:
    """An acronym as the languages in Latin script write several of them: csirt, csirts."""
    return (word, f"{word}s")


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Rules of one language. All words, going in and coming out, are folded: casefolded NFC, then by `table`.

    `inflect` gives, for the words of a whole term, the set of forms of each; the term says part of speech and
    gender where somebody filled them in. `keys` gives what a word of a text may be once its clitics are off, for
    languages that write them together; it must hold a form that `inflect` knows. `function_words` may vary
    among themselves inside a term. `table` folds single characters after casefolding. `apart` are first parts of
    compounds that writers also set apart, or with a hyphen; `seconds` are second parts of such ones, and
    `hyphened` those that only a hyphen may set apart. `joins` says that any two words of a term may also be
    written as one. `endings` may follow an acronym after a hyphen; `enclitics` follow a word after an apostrophe
    and count as its end. `loose` says that clitics may do what function words do, so that one inside a term may be
    missing. `attributive` tells, of a content word and the word right behind it, that the second only qualifies the
    first, and is no term by itself. `prefixes`, with a hyphen, make another word of the one behind them. `inserts` says
    that an adjective stands before the function word inside a term: mfumo mpya wa uendeshaji.
    """

    code: str
    inflect: Inflect = unchanged
    keys: Keys | None = None
    function_words: frozenset[str] = frozenset()
    table: Mapping[int, str | None] = field(default_factory=lambda: MappingProxyType({}))
    apart: frozenset[str] = frozenset()
    seconds: frozenset[str] = frozenset()
    joins: bool = False
    acronym: Callable[[str], Collection[str]] = with_plural_s
    endings: frozenset[str] = frozenset()
    enclitics: frozenset[str] = frozenset()
    loose: bool = False
    hyphened: frozenset[str] = frozenset()
    inserts: bool = False
    prefixes: frozenset[str] = frozenset()
    attributive: Callable[[str, str], bool] | None = None
