"""The three sides of an import: ours, the file's own and the base, found by key and compared cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.exchange import past
from ccb_l10n.terminology.exchange.rows import Cells, Row, key_digest, row_key, shared_cells, term_cells


class Sides:
    """Ours and the base, found by key."""

    def __init__(self, ours: Sequence[Concept], shown: Iterable[Row], base: Sequence[Row] | None) -> None:
        self.ours = {concept.id: concept for concept in ours}
        self.places = {
            row_key(each.id, term.lang, term.text): at for each in ours for at, term in enumerate(each.terms)
        }
        self._digests = {f"#{key_digest(key)}": key for key in self.places}
        self.base: dict[str, Row] | None = None
        if base is not None:
            self._digests |= {f"#{key_digest(row.own_key)}": row.own_key for row in base}
            self.base = {row.own_key: row for row in base}
            self._base_shared = {row.concept: row.cells for row in base}
        self._shown: dict[str, Cells] = {}
        self._shared: dict[str, Cells] = {}
        for row in shown:
            self._shown[self.key(row) or row.own_key] = row.cells
            self._shared[row.concept] = row.cells

    def key(self, row: Row) -> str:
        """The row's key written out, or "" where it has none that is known."""
        return self._digests.get(row.key, "") if row.key.startswith("#") else row.key

    def shared(self, concept: Concept) -> Cells:
        return {**shared_cells(concept), **self._shared.get(concept.id, {})}

    def term(self, concept: Concept, term: Term) -> Cells:
        return {**term_cells(term), **self._shown.get(row_key(concept.id, term.lang, term.text), {})}

    def known(self, row: Row) -> bool:
        """Whether the row was exported, rather than added."""
        return bool(row.key) or (self.base is not None and row.own_key in self.base)

    def was(self, row: Row, column: str, cell: str) -> bool | None:
        """Whether the cell of a term was in the base; None where that cannot be told."""
        if self.base is not None:
            before = self.base.get(row.key) or self.base.get(row.own_key)
            return past.same(before.cells[column], cell) if before and column in before.cells else None
        if row.key and column in ("lang", "text"):
            lang, _, text = row.key.removeprefix(f"{row.concept}|").partition("|")
            return past.same(lang if column == "lang" else text, cell)
        return past.was(row.past, column, cell)

    def was_shared(self, row: Row, rows: Iterable[Row], column: str, cell: str) -> bool | None:
        """The same for a cell of the concept, by the row's past or that of another of the concept's rows."""
        if self.base is not None:
            before = self._base_shared.get(row.concept, {})
            return past.same(before[column], cell) if column in before else None
        told = (past.was(each.past, column, cell) for each in (row, *rows))
        return next((each for each in told if each is not None), None)
