"""Concepts and terms that a file brings and the glossary does not have yet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ccb_l10n.model import Term
from ccb_l10n.terminology.exchange.outcome import Change, Conflict, Outcome, Result
from ccb_l10n.terminology.exchange.past import unified
from ccb_l10n.terminology.exchange.rows import SHARED, Row, concept_of, term_of

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")  # it becomes a file's name
_NEEDED = ("subject", "definition")
# What nobody said is the most careful thing to say.
_DEFAULTS = {"concept-status": "draft", "severity": "warning", "match": "lemma"}


def new_term(row: Row, terms: Iterable[Term]) -> Term:
    """The row's term; without a status it is preferred, or admitted where the language prefers another of `terms`."""
    term = term_of({name: cell for name, cell in row.cells.items() if name not in SHARED})
    if term.status:
        return term
    taken = any(each.lang == term.lang and each.status == "preferred" for each in terms)
    return replace(term, status="admitted" if taken else "preferred")


def shared_spelling(term: Term, others: Iterable[tuple[Term, int]]) -> tuple[str, Term, int] | None:
    """A spelling that the term shares with one of its language among others, which `concepts.parse` refuses.

    With that other one and the number that came with it; None where nothing is shared.
    """
    own = _spellings(term)
    for other, line in others:
        if other.lang == term.lang and (both := own & _spellings(other)):
            return min(both), other, line
    return None


def repeats(term: Term, others: Iterable[tuple[Term, int]]) -> str:
    """Why the term cannot come to these of its concept, each with its line in the file or 0; "" where it can."""
    found = shared_spelling(term, others)
    if found is None:
        return ""
    spelling, other, line = found
    return f"{f'line {line}' if line else 'the glossary'} has “{spelling}” already, with “{other.text}”"


def _spellings(term: Term) -> set[str]:
    return {unicodedata.normalize("NFC", each) for each in (term.text, *term.forms)}


def new_concept(name: str, rows: Sequence[Row], file: str) -> Outcome:
    """The concept that the rows describe, or the reason why there is none. `file` names where it comes from."""
    line = rows[0].line if rows else 0
    spoken = [row for row in rows if row.text]
    cells, differing = _agreed(rows)
    missing = [each for each in _NEEDED if not cells.get(each)]
    reason = ""
    if not _ID.fullmatch(name) or len(name) > 100:
        reason = "a concept's id is lower-case English words joined by hyphens"
    elif differing:
        reason = f"its rows say different things about {', '.join(differing)}"
    elif not spoken:
        reason = "a new concept needs a term"
    elif missing:
        reason = f"a new concept needs a {' and a '.join(missing)}"
    if reason:
        return Outcome(conflicts=(Conflict(name, "", "", "new", reason, line=line),))
    terms: list[Term] = []
    for row in spoken:
        term = new_term(row, terms)
        if reason := repeats(term, zip(terms, (each.line for each in spoken), strict=False)):
            return Outcome(conflicts=(Conflict(name, "", "", row.text, reason, row.lang, row.text, row.line),))
        terms.append(term)
    said = {each: cell for each, cell in cells.items() if cell}
    source = {"concept-source": f"Imported from {file}, unreviewed."}
    concept = concept_of(name, _DEFAULTS | source | said, tuple(terms))
    change = Change(name, "", "", f"new concept, {len(terms)} term{'s' if len(terms) > 1 else ''}", line=line)
    return Outcome((Result(concept, (None,) * len(terms)),), (change,))


def _agreed(rows: Iterable[Row]) -> tuple[dict[str, str], list[str]]:
    """The shared cells, blanks filled from other rows, and the columns about which rows differ."""
    cells: dict[str, str] = {}
    differing: list[str] = []
    for row in rows:
        for name in SHARED & row.cells.keys():
            cell = row.cells[name]
            if cell and cells.setdefault(name, cell) != cell and unified(cells[name]) != unified(cell):
                differing.append(name)
    return cells, sorted(set(differing))
