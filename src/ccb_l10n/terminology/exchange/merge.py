"""Bring rows that somebody edited together with the glossary as it is now, cell by cell.

Three sides: theirs is the file, ours the glossary, and the base what the file said when it was exported: a file of its
own, or the fingerprints in the rows. A change on one side counts; where both sides changed, or the base is not known
and the two differ, ours stays and a conflict tells. What a file does not speak of stays: a row that is missing deletes
nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.exchange import past
from ccb_l10n.terminology.exchange.added import new_concept, new_term, repeats
from ccb_l10n.terminology.exchange.outcome import Change, Conflict, Outcome, Result
from ccb_l10n.terminology.exchange.rows import SCOPE_COLUMNS, SHARED_COLUMNS, TERM_COLUMNS, Cells, Row, meant
from ccb_l10n.terminology.exchange.sides import Sides

REQUIRED = ("subject", "concept-status", "definition", "concept-source", "severity", "match")
REVIEW = ("reviewer", "date")  # who stands for what the term says, and since when
BOTH = "changed on both sides"
UNKNOWN = "differs, and without --base nobody can tell who changed it"
GONE = "no longer in the glossary"


def merge(
    ours: Sequence[Concept], shown: Iterable[Row], theirs: Sequence[Row], base: Sequence[Row] | None, name: str
) -> Outcome:
    """What becomes of the glossary.

    A concept of the file that the glossary lacks was deleted since the export, where the rows were exported here; of a
    file that shares no concept with the glossary, all are new. `shown` are our concepts as the file's format shows
    them, so that what a format cannot hold is no change. `base` is None where the rows bring their own past. `name` is
    the file's, for the sources of new concepts.
    """
    sides = Sides(ours, shown, base)
    groups: dict[str, list[Row]] = defaultdict(list)
    strays: list[Conflict] = []
    for row in (replace(each, key=sides.key(each)) for each in theirs):
        if row.moved:
            strays.append(_stray(row))
        else:
            groups[row.concept].append(row)
    founds = sides.ours.keys().isdisjoint(groups)  # it comes from another glossary: nothing was deleted here
    parts = [_One(sides, rows, name, founds).merged(concept) for concept, rows in sorted(groups.items())]
    return Outcome(
        tuple(each for part in parts for each in part.results),
        tuple(each for part in parts for each in part.taken),
        (*strays, *(each for part in parts for each in part.conflicts)),
    )


def _stray(row: Row) -> Conflict:
    """What to say of a row that was exported for another concept than it names."""
    concept, lang, text = row.key.split("|", 2)
    reason = f"this is a row of {concept}: restore its concept, or clear key and base if it is a new term"
    return Conflict(concept, "concept", concept, row.concept, reason, lang, text, row.line)


class _One:
    """The rows of one concept, and what comes of them."""

    def __init__(self, sides: Sides, rows: Sequence[Row], name: str, founds: bool) -> None:
        self._sides = sides
        self._rows = rows
        self._name = name
        self._founds = founds
        self._taken: list[Change] = []
        self._conflicts: list[Conflict] = []

    def merged(self, concept: str) -> Outcome:
        ours = self._sides.ours.get(concept)
        if ours is None:
            return self._absent(concept)
        changed = self._shared(ours)
        terms, places = self._terms(ours)
        result = replace(changed, terms=terms)
        results = (Result(result, places),) if result != ours else ()
        return Outcome(results, tuple(self._taken), tuple(self._conflicts))

    def _absent(self, concept: str) -> Outcome:
        """A concept that the glossary does not have: a new one, or one that was deleted since the export."""
        sides = self._sides
        if self._founds or not any(sides.known(row) for row in self._rows):
            return new_concept(concept, [row for row in self._rows if not row.delete], self._name)
        edited = next((row for row in self._rows if self._edited(row)), None)
        if edited is None:
            return Outcome()
        return Outcome(conflicts=(Conflict(concept, "", "", "edited", GONE, line=edited.line),))

    def _edited(self, row: Row) -> bool:
        """Whether the file's own side changed the row, as far as can be told."""
        told = [
            self._sides.was(row, each.name, row.cells[each.name]) for each in TERM_COLUMNS if each.name in row.cells
        ]
        return False in told or all(each is None for each in told)

    def _shared(self, ours: Concept) -> Concept:
        cells = self._sides.shared(ours)
        for column in SHARED_COLUMNS:
            said = self._said(column.name, cells[column.name])
            if not said:
                continue
            line, cell = min((line, cell) for cell, line in said.items())
            verdict = self._verdict(self._past_of_shared(column.name, cells[column.name]), cells[column.name])
            if len(said) > 1:
                lines = " and ".join(str(each) for each in sorted(said.values()))
                verdict = f"lines {lines} say different things"
            elif not cell and column.name in REQUIRED:
                verdict = "a concept needs one"
            if verdict:
                self._conflicts.append(Conflict(ours.id, column.name, cells[column.name], cell, verdict, line=line))
                continue
            self._taken.append(Change(ours.id, column.name, cells[column.name], cell, line=line))
            value: dict[str, Any] = {column.attribute: meant(column, cell)}
            ours = (
                replace(ours, scope=replace(ours.scope, **value)) if column in SCOPE_COLUMNS else replace(ours, **value)
            )
        return ours

    def _said(self, column: str, ours: str) -> dict[str, int]:
        """The cells of a shared column that the file's side changed, each with its first line."""
        said: dict[str, int] = {}
        for row in self._rows:
            cell = row.cells.get(column, ours)
            if past.same(cell, ours):
                continue
            was = self._sides.was_shared(row, self._rows, column, cell)
            silent = not cell and (was is None or not self._sides.known(row))  # an added row repeats nothing
            if not (was or silent):
                said.setdefault(cell, row.line)
        return said

    def _past_of_shared(self, column: str, cell: str) -> bool | None:
        return self._sides.was_shared(self._rows[0], self._rows, column, cell)

    def _verdict(self, unchanged: bool | None, ours: str) -> str:
        """Why a cell of ours must stay, or "" where theirs can be taken."""
        if unchanged or (unchanged is None and not ours):
            return ""
        return BOTH if unchanged is False else UNKNOWN

    def _terms(self, ours: Concept) -> tuple[tuple[Term, ...], tuple[int | None, ...]]:
        terms: dict[int, Term] = dict(enumerate(ours.terms))
        met: dict[int, int] = {}  # places with lines of the file
        fresh: list[Row] = []
        for row in sorted(self._rows, key=lambda row: not row.key):
            place = self._sides.places.get(row.key, self._sides.places.get(row.own_key))
            if place is None:
                self._without_place(ours, row, fresh)
            elif place in met:
                self._refuse(row, ours.terms[place], "two rows speak of this term")
            elif row.delete:
                self._delete(ours, row, place, terms)
            else:
                terms[place] = self._changed(ours, row, ours.terms[place])
            if place is not None:
                met.setdefault(place, row.line)
        added = self._added(ours, fresh, [(term, met.get(place, 0)) for place, term in terms.items()])
        if not terms and not added:
            self._conflicts.append(Conflict(ours.id, "", "", "", "a concept keeps a term: delete its file instead"))
            self._taken = [each for each in self._taken if each.column]
            return ours.terms, tuple(range(len(ours.terms)))
        return ordered(terms, added)

    def _without_place(self, ours: Concept, row: Row, fresh: list[Row]) -> None:
        """A term that the glossary does not have: a new one, or one that was deleted or renamed since the export."""
        if not row.text or row.delete:
            return
        if self._sides.known(row):
            if self._edited(row):
                self._conflicts.append(self._gone(ours, row))
            return
        fresh.append(row)

    def _added(self, ours: Concept, fresh: Iterable[Row], beside: list[tuple[Term, int]]) -> list[Term]:
        """The new terms but for those that repeat one beside them, each of which has its line in the file or 0."""
        added: list[Term] = []
        for row in fresh:
            term = new_term(row, (*ours.terms, *added))
            if reason := repeats(term, beside):
                self._conflicts.append(Conflict(ours.id, "", "", row.text, reason, row.lang, row.text, row.line))
                continue
            added.append(term)
            beside.append((term, row.line))
            self._taken.append(Change(ours.id, "", "", row.text, row.lang, row.text, row.line))
        return added

    def _gone(self, ours: Concept, row: Row) -> Conflict:
        """A row whose term was deleted or renamed: what it was, what the file says, and what stands there now."""
        _, lang, text = (row.key or row.own_key).split("|", 2)
        now = " and ".join(f"“{term.text}”" for term in ours.terms if term.lang == lang)
        reason = f"{GONE}, which has {now or 'no term'} in {lang}"
        return Conflict(ours.id, "", "", row.text, reason, lang, text, row.line)

    def _refuse(self, row: Row, term: Term, reason: str) -> None:
        self._conflicts.append(Conflict(row.concept, "", term.text, row.text, reason, term.lang, term.text, row.line))

    def _delete(self, ours: Concept, row: Row, place: int, terms: dict[int, Term]) -> None:
        term = ours.terms[place]
        cells = self._sides.term(ours, term)
        for column in (each.name for each in TERM_COLUMNS if each.name in row.cells):
            unchanged = self._sides.was(row, column, cells[column])
            if not (past.same(row.cells[column], cells[column]) if unchanged is None else unchanged):
                self._refuse(row, term, f"to be deleted, but its {column} was changed in the glossary")
                return
        del terms[place]
        self._taken.append(Change(ours.id, "", term.text, "", term.lang, term.text, row.line))

    def _changed(self, ours: Concept, row: Row, term: Term) -> Term:
        cells = self._sides.term(ours, term)
        verdicts: dict[str, str] = {}  # on what the file changed
        unlike: list[str] = []  # what the glossary goes on to say otherwise than the file
        for column in (each.name for each in TERM_COLUMNS):
            before, after = cells[column], row.cells.get(column, cells[column])
            if past.same(before, after):
                continue
            was = self._sides.was(row, column, after)
            if was is None and not after:
                continue
            if not was:
                verdicts[column] = self._verdict_on_term(row, column, before, after)
            if was or verdicts[column]:
                unlike.append(column)
        return self._said_of_term(row, term, cells, _without_review(verdicts, unlike))

    def _verdict_on_term(self, row: Row, column: str, before: str, after: str) -> str:
        if column == "status" and not after:
            return "a term needs one"
        verdict = self._verdict(self._sides.was(row, column, before), before)
        if not verdict and column in ("lang", "text") and row.own_key in self._sides.places:
            return "already a term of the concept"
        return verdict

    def _said_of_term(self, row: Row, term: Term, cells: Cells, verdicts: Mapping[str, str]) -> Term:
        """The term with the columns that have no verdict against them; the others are conflicts."""
        changes: dict[str, Any] = {}
        place = (term.lang, term.text, row.line)
        for column in (each for each in TERM_COLUMNS if each.name in verdicts):
            before, after, verdict = cells[column.name], row.cells[column.name], verdicts[column.name]
            if verdict:
                self._conflicts.append(Conflict(row.concept, column.name, before, after, verdict, *place))
            else:
                changes[column.attribute] = meant(column, after)
                self._taken.append(Change(row.concept, column.name, before, after, *place))
        return replace(term, **changes)


def _without_review(verdicts: Mapping[str, str], unlike: Sequence[str]) -> dict[str, str]:
    """The verdicts, with reviewer and date held back where the term stays unlike the one that was reviewed."""
    other = [name for name in unlike if name not in REVIEW]
    reason = f"the review is of another {' and '.join(other)}" if other else "reviewer and date go together"
    return {name: reason if unlike and name in REVIEW and not said else said for name, said in verdicts.items()}


def ordered(terms: Mapping[int, Term], added: Iterable[Term]) -> tuple[tuple[Term, ...], tuple[int | None, ...]]:
    """The terms and their places; an added one stands behind the last of its language, or else at the end."""
    order: list[tuple[int | None, Term]] = list(terms.items())
    for term in added:
        same = [at for at, (_, each) in enumerate(order) if each.lang == term.lang]
        order.insert(same[-1] + 1 if same else len(order), (None, term))
    return tuple(term for _, term in order), tuple(place for place, _ in order)
