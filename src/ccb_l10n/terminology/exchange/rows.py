"""Concepts as rows of cells, one row a term with its concept's cells repeated: what every format carries.

A cell is text in one canonical spelling, so that two cells mean the same where they are equal: a list is joined
with " | " (a bar or backslash inside it escaped with a backslash), a flag is "yes" or "".
"""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ccb_l10n import locales
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept, Scope, Term
from ccb_l10n.terminology.concepts import (
    CONCEPT_KEYS,
    GENDERS,
    MATCHES,
    PARTS_OF_SPEECH,
    SCOPE_KEYS,
    SEVERITIES,
    STATUSES,
    TERM_KEYS,
    TERM_STATUSES,
)

SOURCE_LANGUAGE = "en"  # of definitions, and of what bilingual formats translate from
_PIECE = re.compile(r"\\([\\|])|(\|)|([^|\\]+|\\)")
_YES, _NO = ("yes", "true", "1", "x"), ("", "no", "false", "0")


class Kind(StrEnum):
    TEXT = "text"  # may run over several lines
    NAME = "name"  # one line
    LIST = "list"
    FLAG = "flag"
    CHOICE = "choice"
    LANGUAGE = "language"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: `name` at its head, `key` in the TOML file."""

    name: str
    key: str
    kind: Kind
    choices: tuple[str, ...] = ()

    @property
    def attribute(self) -> str:
        """What the model calls it."""
        return self.key.replace("-", "_")


def _columns(keys: Iterable[str], names: Mapping[str, str], choices: Mapping[str, tuple[str, ...]]) -> Iterator[Column]:
    for key in keys:
        kind = Kind.CHOICE if key in choices else _KINDS.get(key, Kind.TEXT)
        yield Column(names.get(key, key), key, kind, choices.get(key, ()))


_KINDS = {
    **dict.fromkeys((*SCOPE_KEYS, "sources", "related", "forms"), Kind.LIST),
    **dict.fromkeys(("do-not-translate", "case-sensitive"), Kind.FLAG),
    **dict.fromkeys(("text", "acronym"), Kind.NAME),
    "lang": Kind.LANGUAGE,
    "date": Kind.DATE,
}
_OWN = [key for key in CONCEPT_KEYS if key not in ("id", "definitions", "scope", "term")]
CONCEPT_COLUMNS = tuple(
    _columns(
        _OWN,
        {"status": "concept-status", "source": "concept-source", "note": "concept-note"},
        {"status": STATUSES, "severity": SEVERITIES, "match": MATCHES},
    )
)
SCOPE_COLUMNS = tuple(_columns(SCOPE_KEYS, {key: f"scope-{key}" for key in SCOPE_KEYS}, {}))
TERM_COLUMNS = tuple(
    _columns(TERM_KEYS, {}, {"status": TERM_STATUSES, "part-of-speech": PARTS_OF_SPEECH, "gender": GENDERS})
)
SHARED_COLUMNS = (*CONCEPT_COLUMNS, *SCOPE_COLUMNS)  # those that the rows of one concept share
COLUMNS: Mapping[str, Column] = {each.name: each for each in (*SHARED_COLUMNS, *TERM_COLUMNS)}
SHARED = frozenset(each.name for each in SHARED_COLUMNS)

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One term of a file. A column that the file lacks has no cell: an import leaves it as it is.

    `key` is what `row_key` gave when the row was exported, or its digest behind "#", or "" for a row that somebody
    added; `past` is the fingerprint of the cells at that time (see `past`), or "". A row whose term is "" only
    speaks of its concept.
    """

    concept: str
    cells: Cells
    line: int = 0
    key: str = ""
    past: str = ""
    delete: bool = False

    @property
    def lang(self) -> str:
        return self.cells.get("lang", "")

    @property
    def text(self) -> str:
        return self.cells.get("text", "")

    @property
    def moved(self) -> bool:
        """Whether the row was exported for another concept. Its key must be written out."""
        return self.key != "" and not self.key.startswith(f"{self.concept}|")

    @property
    def own_key(self) -> str:
        """The key by what the row says now."""
        return row_key(self.concept, self.lang, self.text)


def row_key(concept: str, lang: str, text: str) -> str:
    return f"{concept}|{lang}|{text}"


def key_digest(key: str) -> str:
    """A row's key where only a name will do, such as an XML id."""
    return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()


def joined(values: Iterable[str]) -> str:
    return " | ".join(each.replace("\\", "\\\\").replace("|", "\\|") for each in values)


def split(cell: str) -> tuple[str, ...]:
    """The list in a cell; blanks around its texts and empty texts do not count."""
    texts = [""]
    for escaped, bar, plain in _PIECE.findall(cell):
        if bar:
            texts.append("")
        else:
            texts[-1] += escaped or plain
    return tuple(text.strip() for text in texts if text.strip())


def shown(value: object) -> str:
    """The canonical cell of a text, list or flag of the model."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return joined(value) if isinstance(value, tuple) else str(value)


def meant(column: Column, cell: str) -> str | bool | tuple[str, ...]:
    """What a cell says, as the model has it; blank cells are "", False or ().

    Raises CcbError, without a place, for a cell that is not of the column's kind.
    """
    if column.kind is Kind.TEXT:
        return cell if cell.strip() else ""
    cell = cell.strip()
    if column.kind is Kind.LIST:
        return tuple(_one_line(column, each) for each in split(cell))
    if column.kind is Kind.FLAG:
        if cell.lower() not in (*_YES, *_NO):
            raise CcbError(f"{column.name} is {cell!r:.60}", hint="write yes, or leave the cell empty")
        return cell.lower() in _YES
    if not cell:
        return ""
    if column.kind is Kind.CHOICE and cell.lower() not in column.choices:
        raise CcbError(f"{column.name} is {cell!r:.60}", hint=f"use one of {', '.join(column.choices)}")
    if column.kind is Kind.DATE:
        return _date(column, cell)
    if column.kind is Kind.LANGUAGE:
        return locales.bcp47(cell)
    return cell.lower() if column.kind is Kind.CHOICE else _one_line(column, cell)


def canonical(column: Column, cell: str) -> str:
    """The cell as `shown` spells it. Raises CcbError, without a place, where `meant` does."""
    return shown(meant(column, cell))


def _one_line(column: Column, text: str) -> str:
    if any(unicodedata.category(each) == "Cc" for each in text):
        raise CcbError(f"{column.name} holds a line break or control character: {text!r:.60}", hint="keep it on a line")
    return text


def _date(column: Column, cell: str) -> str:
    try:
        return datetime.date.fromisoformat(cell).isoformat()
    except ValueError:
        raise CcbError(f"{column.name} is no date: {cell!r:.60}", hint="write it as 2026-11-22") from None


def shared_cells(concept: Concept) -> dict[str, str]:
    """The cells that all rows of a concept have in common."""
    cells = {each.name: shown(getattr(concept, each.attribute)) for each in CONCEPT_COLUMNS}
    return cells | {each.name: shown(getattr(concept.scope, each.attribute)) for each in SCOPE_COLUMNS}


def term_cells(term: Term) -> dict[str, str]:
    return {each.name: shown(getattr(term, each.attribute)) for each in TERM_COLUMNS}


def rows_of(concepts: Iterable[Concept], langs: Iterable[str] = ()) -> Iterator[Row]:
    """The rows of concepts in their order, terms in the order of their file.

    With `langs` (BCP 47) only those, and a row without a term where a concept lacks one of them.
    """
    wanted = tuple(dict.fromkeys(langs))
    for concept in concepts:
        cells = shared_cells(concept)
        for term in concept.terms:
            if not wanted or term.lang in wanted:
                key = row_key(concept.id, term.lang, term.text)
                yield Row(concept.id, cells | term_cells(term), key=key)
        for lang in wanted:
            if all(term.lang != lang for term in concept.terms):
                yield Row(concept.id, cells | term_cells(Term(lang, "", "")))


def once(rows: Iterable[Row], path: str) -> None:
    """Raise CcbError where a term stands in two rows."""
    seen: dict[str, int] = {}
    for row in rows:
        if row.text and seen.setdefault(row.own_key, row.line) != row.line:
            message = f"{row.text!r:.60} ({row.lang}) of {row.concept} is already in line {seen[row.own_key]}"
            raise CcbError(message, path, row.line, "keep one of the two")


def term_of(cells: Cells) -> Term:
    """The term that the cells describe; absent ones are empty, the status among them."""
    return Term(**_attributes(TERM_COLUMNS, {"lang": "", "text": "", "status": "", **cells}))


def concept_of(name: str, cells: Cells, terms: tuple[Term, ...]) -> Concept:
    """The concept that shared cells describe; absent ones are empty."""
    required = dict.fromkeys(("subject", "concept-status", "definition", "concept-source", "severity", "match"), "")
    scope = Scope(**_attributes(SCOPE_COLUMNS, cells))
    return Concept(id=name, terms=terms, scope=scope, **_attributes(CONCEPT_COLUMNS, required | dict(cells)))


def _attributes(columns: Iterable[Column], cells: Cells) -> dict[str, Any]:
    return {each.attribute: meant(each, cells[each.name]) for each in columns if each.name in cells}
