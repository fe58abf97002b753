"""A concept as a TOML file of its own: keys in the order of the contract, empty ones left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.exchange.rows import CONCEPT_COLUMNS, SCOPE_COLUMNS, TERM_COLUMNS, Column

_BARE = re.compile(r"\d{4}-\d\d-\d\d")  # TOML's own dates
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_SPECIAL = re.compile('["\\\\\x00-\x1f\x7f]')

Value = str | bool | tuple[str, ...]


def written(concept: Concept) -> str:
    lines = [f"id = {_literal(concept.id)}", *_pairs(CONCEPT_COLUMNS, concept)]
    if concept.definitions:
        lines += ["", "[definitions]", *(f"{lang} = {_literal(text)}" for lang, text in concept.definitions)]
    scope = list(_pairs(SCOPE_COLUMNS, concept.scope))
    if scope:
        lines += ["", "[scope]", *scope]
    for term in concept.terms:
        lines += ["", *block(term)]
    return "\n".join(lines) + "\n"


def block(term: Term) -> list[str]:
    """The lines of a term."""
    return ["[[term]]", *_pairs(TERM_COLUMNS, term)]


def _pairs(columns: Iterable[Column], holder: object) -> Iterator[str]:
    for column in columns:
        if found := getattr(holder, column.attribute):
            yield f"{column.key} = {value(column, found)}"


def value(column: Column, said: Value) -> str:
    """A value of the model as TOML."""
    if isinstance(said, bool):
        return "true" if said else "false"
    if isinstance(said, tuple):
        return f"[{', '.join(_literal(each) for each in said)}]"
    return said if column.key == "date" and _BARE.fullmatch(said) else _literal(said)


def _literal(text: str) -> str:
    escaped = _SPECIAL.sub(lambda found: _ESCAPES.get(found[0]) or rf"\u{ord(found[0]):04x}", text)
    return f'"{escaped}"'
