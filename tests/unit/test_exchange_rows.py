"""Cells say what the model says, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.exchange import past
from ccb_l10n.terminology.exchange.rows import (
    COLUMNS,
    Row,
    canonical,
    concept_of,
    joined,
    rows_of,
    shared_cells,
    split,
    term_cells,
    term_of,
)
from glossary_samples import concepts, lines, own, patient, terms


@given(st.lists(lines).map(tuple))
def test_lists_come_back(texts: tuple[str, ...]) -> None:
    assert split(joined(texts)) == texts


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ("a|b", ("a", "b")),
        (" a |  | b | ", ("a", "b")),
        (r"a\|b | c\\", ("a|b", "c\\")),
        (r"C:\temp", (r"C:\temp",)),
        ("a\\", ("a\\",)),
        ("", ()),
    ],
)
def test_lists_are_read_as_people_write_them(cell: str, texts: tuple[str, ...]) -> None:
    assert split(cell) == texts


@patient
@given(terms())
def test_terms_come_back_from_their_cells(term: Term) -> None:
    cells = term_cells(term)
    assert term_of(cells) == term
    assert {name: canonical(COLUMNS[name], cell) for name, cell in cells.items()} == cells


@patient
@given(concepts())
def test_concepts_come_back_from_their_cells(concept: Concept) -> None:
    assert concept_of(concept.id, shared_cells(concept), concept.terms) == concept


def test_rows_repeat_what_their_concept_says() -> None:
    concept = own()[0]
    rows = list(rows_of([concept]))
    assert [row.text for row in rows] == [term.text for term in concept.terms]
    assert {row.cells["definition"] for row in rows} == {concept.definition}
    assert all(row.key == row.own_key for row in rows)


def test_a_language_that_is_asked_for_has_a_row_to_fill() -> None:
    concept = own()[0]
    rows = list(rows_of([concept], ("fr", "haw")))
    assert {row.lang for row in rows} == {"fr", "haw"}
    assert [(row.text, row.key) for row in rows if row.lang == "haw"] == [("", "")]


@pytest.mark.parametrize(
    ("column", "cell", "meaning"),
    [
        ("do-not-translate", "TRUE", "yes"),
        ("do-not-translate", " no ", ""),
        ("status", " Preferred ", "preferred"),
        ("lang", "pt_br", "pt-BR"),
        ("date", " 2026-11-22 ", "2026-11-22"),
        ("text", " réponse ", "réponse"),
        ("definition", "  ", ""),
        ("definition", " a\nb ", " a\nb "),
    ],
)
def test_cells_are_read_kindly(column: str, cell: str, meaning: str) -> None:
    assert canonical(COLUMNS[column], cell) == meaning


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("do-not-translate", "perhaps", "do-not-translate is 'perhaps'"),
        ("status", "good", "status is 'good'"),
        ("lang", "english", "not a language code: 'english'"),
        ("date", "22/11/2026", "date is no date"),
        ("text", "a\nb", "text holds a line break"),
        ("forms", "a | b\tc", "forms holds a line break or control"),
    ],
)
def test_cells_of_another_kind_are_refused(column: str, cell: str, says: str) -> None:
    with pytest.raises(CcbError) as caught:
        canonical(COLUMNS[column], cell)
    assert says in caught.value.message
    assert caught.value.hint


@patient
@given(terms(), st.sampled_from(sorted(COLUMNS)), lines)
def test_a_fingerprint_tells_which_cell_was_changed(term: Term, column: str, other: str) -> None:
    cells = dict.fromkeys(COLUMNS, "") | term_cells(term)
    trace = past.fingerprint(cells)
    assert all(past.was(trace, name, cell) for name, cell in cells.items())
    assert past.was(trace, column, other) is (other == cells[column])


def test_line_endings_are_no_change_and_a_damaged_fingerprint_tells_nothing() -> None:
    cells = dict.fromkeys(COLUMNS, "a\r\nb")
    trace = past.fingerprint(cells)
    assert past.was(trace, "note", "a\nb") and past.was(trace, "note", "a\rb")
    assert not past.was(trace, "note", "a b")
    assert [past.was(each, "note", "a\nb") for each in ("", trace[:-1], trace.replace("v2", "v1"))] == [None] * 3


def test_a_row_knows_its_key() -> None:
    assert Row("plan", {"lang": "fr", "text": "a|b"}).own_key == "plan|fr|a|b"
