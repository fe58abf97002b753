"""A concept's TOML file changed with its comments, its order and its layout.

A changed file is read again before anybody sees it, and must say exactly what it was changed to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.concepts import parse
from ccb_l10n.terminology.exchange.outcome import Result
from ccb_l10n.terminology.exchange.rows import CONCEPT_COLUMNS, SCOPE_COLUMNS, TERM_COLUMNS, Column
from ccb_l10n.terminology.exchange.toml import block, value

_HEADER = re.compile(r"\s*\[")
_TERM = re.compile(r"\s*\[\[\s*term\s*\]\]")
_SCOPE = re.compile(r"\s*\[\s*scope\s*\]")
_ASIDE = re.compile(r"\s*(#.*)?")  # a blank line or a comment


def changed(text: str, path: str, old: Concept, result: Result) -> str:
    """The file's text, saying `result` instead of `old`; lines that need no change stay as they are.

    Raises CcbError where the concept would break the contract, or the file is laid out in a way that cannot be
    changed safely.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    crlf = "\r\n" in text
    plain = text.removeprefix(mark).replace("\r\n", "\n")
    try:
        edited = _inserted(_removed(_edited(plain, old, result), old, result), old, result)
    except (TOMLKitError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise _unsafe(path) from error
    new = mark + (edited.replace("\n", "\r\n") if crlf else edited)
    if parse(new, path) != result.concept:
        raise _unsafe(path)
    return new


def _unsafe(path: str) -> CcbError:
    return CcbError("laid out in a way that cannot be changed safely", path, hint="make the change by hand")


def _edited(text: str, old: Concept, result: Result) -> str:
    """Values that change, and keys that go."""
    document = tomlkit.parse(text)
    new = result.concept
    _set(document, CONCEPT_COLUMNS, old, new)
    if "scope" in document:
        _set(document["scope"], SCOPE_COLUMNS, old.scope, new.scope)
    terms: Any = document["term"]
    for place, term in zip(result.places, new.terms, strict=True):
        if place is not None:
            _set(terms[place], TERM_COLUMNS, old.terms[place], term)
    return tomlkit.dumps(document)


def _set(table: Any, columns: Iterable[Column], old: object, new: object) -> None:
    """Change or remove the keys that are there."""
    for column in columns:
        before, after = getattr(old, column.attribute), getattr(new, column.attribute)
        if before == after or column.key not in table:
            continue
        if isinstance(after, tuple) and isinstance(table[column.key], Array):
            _listed(table[column.key], after)
        elif after or isinstance(after, bool):
            table[column.key] = tomlkit.value(value(column, after))
        else:
            table.remove(column.key)


def _listed(array: Array, after: tuple[str, ...]) -> None:
    """Change an array text by text, so that the comments of those that stay do too."""
    for at in reversed(range(len(array))):
        if array[at] not in after:
            del array[at]
    if [str(each) for each in array] != list(after[: len(array)]):
        array.clear()
    for each in after[len(array) :]:
        array.append(each)


def _removed(text: str, old: Concept, result: Result) -> str:
    """The text without the terms that go; the comments behind them stay, since they may speak of the next one."""
    lines = text.split("\n")
    places = _Places(lines)
    for place in reversed(range(len(old.terms))):
        if place not in result.places:
            start = places.terms[place]
            del lines[start : places.end_of(start)]
            if start and not lines[start - 1].strip() and not "".join(lines[start : start + 1]).strip():
                del lines[start - 1]
    return "\n".join(lines)


def _inserted(text: str, old: Concept, result: Result) -> str:
    """The text with the keys and terms that were not there, each at the end of its part, before blanks and comments."""
    table: Mapping[str, Any] = tomlkit.parse(text)
    lines = text.removesuffix("\n").split("\n")
    places = _Places(lines)
    pairs = [(at, term) for at, term in zip(result.places, result.concept.terms, strict=True) if at is not None]
    added: list[tuple[int, list[str]]] = []
    for index, (place, term) in enumerate(pairs):
        if fresh := _missing(TERM_COLUMNS, old.terms[place], term, table["term"][index]):
            added.append((places.end_of(places.terms[index]), fresh))
    own = _missing(CONCEPT_COLUMNS, old, result.concept, table)
    scope = _missing(SCOPE_COLUMNS, old.scope, result.concept.scope, table.get("scope", {}))
    if scope and places.scope is not None:
        added.append((places.end_of(places.scope), scope))
    elif scope:
        own = [*own, "", "[scope]", *scope]
    if own:
        added.append((places.end_of(-1), own))
    for before, term in zip(result.places, result.concept.terms, strict=True):
        if before is None:
            added.append((places.home([each for _, each in pairs], term), ["", *block(term)]))
    # From the end, so that places stay true; of several at one place the last first, so that they keep their order.
    added.sort(key=lambda each: each[0])
    for line, fresh in reversed(added):
        lines[line:line] = fresh
    return "\n".join(lines) + "\n"


def _missing(columns: Iterable[Column], old: object, new: object, table: Mapping[str, Any]) -> list[str]:
    """Lines for the keys that the table lacks and the new value needs."""
    lines = []
    for column in columns:
        before, after = getattr(old, column.attribute), getattr(new, column.attribute)
        if before != after and column.key not in table and after:
            lines.append(f"{column.key} = {value(column, after)}")
    return lines


class _Places:
    """Where the parts of a file begin and end, by their lines."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._headers = [at for at, line in enumerate(lines) if _HEADER.match(line)]
        self.terms = [at for at in self._headers if _TERM.match(lines[at])]
        self.scope = next((at for at in self._headers if _SCOPE.match(lines[at])), None)

    def end_of(self, header: int) -> int:
        """Where the part under this header says its last; -1 is the part above the first one."""
        return self._last(next((at for at in self._headers if at > header), len(self._lines)))

    def home(self, kept: Sequence[Term], term: Term) -> int:
        """Behind the last term of the same language, or else at the end."""
        same = [at for at, each in enumerate(kept) if each.lang == term.lang]
        return self.end_of(self.terms[same[-1]]) if same and self.terms else self._last(len(self._lines))

    def _last(self, end: int) -> int:
        """Behind the last line before `end` that is neither blank nor a comment."""
        while end and _ASIDE.fullmatch(self._lines[end - 1]):
            end -= 1
        return end
