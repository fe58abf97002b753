"""Three sides, cell by cell: what one side changed is taken, what both changed is told, and nothing gets lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccb_l10n.model import Concept, Scope, Term
from ccb_l10n.terminology.concepts import TERM_STATUSES
from ccb_l10n.terminology.exchange import csv, formats, martif, past, tbx, tbx_read
from ccb_l10n.terminology.exchange.merge import BOTH, GONE, UNKNOWN, merge
from ccb_l10n.terminology.exchange.outcome import Outcome
from ccb_l10n.terminology.exchange.rows import Row, concept_of, rows_of, term_of
from glossary_samples import glossaries, grouped, lines, own, patient

EN, FR, AR = Term("en", "plan"), Term("fr", "plan", note="Un plan."), Term("ar", "خطة", forms=("خطط",))
PLAN = Concept("plan", "cyber", "draft", "A plan.", "us", "info", "lemma", (EN, FR, AR), note="Mind.")

Edit = Callable[[list[Row]], list[Row]]


def exported(concepts: Sequence[Concept], *, traces: bool = True) -> list[Row]:
    """The rows as an editor gets them, the past with them or not."""
    rows = enumerate(rows_of(concepts), start=2)
    return [replace(row, line=line, past=past.fingerprint(row.cells) if traces else "") for line, row in rows]


def edited(row: Row, **cells: str) -> Row:
    return replace(row, cells={**row.cells, **{name.replace("_", "-"): cell for name, cell in cells.items()}})


def brought(ours: Sequence[Concept], theirs: list[Row], base: list[Row] | None = None) -> Outcome:
    return merge(ours, rows_of(ours), theirs, base, "glossary.csv")


def only(outcome: Outcome) -> Concept:
    assert len(outcome.results) == 1
    return outcome.results[0].concept


@patient
@given(glossaries)
def test_an_export_that_nobody_touched_changes_nothing(found: list[Concept]) -> None:
    assert brought(found, exported(found)) == Outcome()
    assert brought(found, exported(found, traces=False)) == Outcome()
    assert brought(found, exported(found), exported(found)) == Outcome()


@patient
@given(glossaries)
def test_an_export_founds_the_same_glossary_elsewhere(found: list[Concept]) -> None:
    named = [replace(concept, id=f"c-{at}") for at, concept in enumerate(found)]
    outcome = brought([], exported(named))
    assert [each.concept for each in outcome.results] == named
    assert outcome.conflicts == ()


@patient
@given(glossaries)
def test_tbx_founds_the_same_glossary_elsewhere_but_for_what_it_cannot_hold(found: list[Concept]) -> None:
    named = [replace(concept, id=f"c-{at}") for at, concept in enumerate(found)]
    outcome = merge([], [], tbx_read.read(tbx.written(named), "f"), None, "f")
    assert outcome.conflicts == ()
    assert [each.concept for each in outcome.results] == [
        replace(
            concept,
            severity="warning",
            match="lemma",
            do_not_translate=False,
            case_sensitive=False,
            pair_with="",
            scope=Scope(),
            terms=grouped(concept),
        )
        for concept in named
    ]


# The base comes with the rows, or as rows of its own.
SIDES = pytest.mark.parametrize("with_base", [False, True], ids=["fingerprints", "base file"])


def _three(ours: Concept, edit: Edit, *, with_base: bool) -> Outcome:
    """What becomes of `ours` when the export of PLAN comes back edited."""
    rows = exported([PLAN], traces=not with_base)
    return brought([ours], edit(rows), exported([PLAN], traces=False) if with_base else None)


def at(*places: int, **cells: str) -> Edit:
    """Change cells of some rows of the export and leave out the others; without places, of all rows."""
    return lambda rows: [edited(rows[place], **cells) for place in places or range(len(rows))]


def added(lang: str, text: str, **cells: str) -> Edit:
    return lambda rows: [*rows, Row("plan", {"lang": lang, "text": text, **cells}, 9)]


def deleted(*places: int) -> Edit:
    return lambda rows: [replace(row, delete=place in places) for place, row in enumerate(rows)]


def _with(*terms: Term) -> dict[str, object]:
    return {"terms": terms}


TAKEN: dict[str, tuple[Edit, dict[str, object]]] = {
    "note": (at(1, note="Le plan."), _with(EN, replace(FR, note="Le plan."), AR)),
    "rename": (at(1, text="dispositif"), _with(EN, replace(FR, text="dispositif"), AR)),
    "other language": (at(1, lang="fr-CA"), _with(EN, replace(FR, lang="fr-CA"), AR)),
    "cleared": (at(1, note=""), _with(EN, replace(FR, note=""), AR)),
    "list": (at(2, forms="خطط | الخطط"), _with(EN, FR, replace(AR, forms=("خطط", "الخطط")))),
    "definition in one row": (at(1, definition="Steps."), {"definition": "Steps."}),
    "definition in all rows": (at(definition="Steps."), {"definition": "Steps."}),
    "concept's note cleared": (at(concept_note=""), {"note": ""}),
    "scope": (at(0, scope_contexts="a | b"), {"scope": replace(PLAN.scope, contexts=("a", "b"))}),
    "flag": (at(0, do_not_translate="yes", severity="error"), {"do_not_translate": True, "severity": "error"}),
    "second term": (added("fr", "schéma"), _with(EN, FR, Term("fr", "schéma", "admitted"), AR)),
    "first term": (added("sw", "mpango", definition=""), _with(EN, FR, AR, Term("sw", "mpango"))),
    "deleted": (deleted(1), _with(EN, AR)),
}


@SIDES
@pytest.mark.parametrize("case", TAKEN)
def test_what_the_file_changed_is_taken(case: str, with_base: bool) -> None:
    edit, expected = TAKEN[case]
    outcome = _three(PLAN, edit, with_base=with_base)
    assert only(outcome) == replace(PLAN, **expected)
    assert outcome.conflicts == () and outcome.taken


@SIDES
def test_what_the_glossary_changed_stays(with_base: bool) -> None:
    ours = replace(PLAN, definition="Steps.", terms=(replace(EN, text="scheme"), replace(FR, note="Le plan."), AR))
    assert _three(ours, lambda rows: rows, with_base=with_base) == Outcome()
    assert _three(replace(PLAN, terms=(EN,)), lambda rows: rows, with_base=with_base) == Outcome()
    edited_row = _three(ours, lambda rows: [edited(rows[1], gender="masculine")], with_base=with_base)
    assert only(edited_row).terms[1] == replace(FR, note="Le plan.", gender="masculine")


@SIDES
def test_a_row_that_is_missing_deletes_nothing(with_base: bool) -> None:
    assert _three(PLAN, lambda rows: rows[:1], with_base=with_base) == Outcome()


@SIDES
def test_both_sides_alike_is_no_conflict(with_base: bool) -> None:
    ours = replace(PLAN, definition="Steps.", terms=(EN, replace(FR, text="projet"), AR))
    edit: Edit = lambda rows: [rows[0], edited(rows[1], text="projet", definition="Steps.")]  # noqa: E731
    assert _three(ours, edit, with_base=with_base) == Outcome()


OUR_NOTE = _with(EN, replace(FR, note="Ours."), AR)
ASTRAY = "this is a row of plan: restore its concept, or clear key and base if it is a new term"
LEFT: dict[str, tuple[dict[str, object], Edit, str, str, str]] = {
    "definition": ({"definition": "Ours."}, at(0, definition="Theirs."), "definition", "Theirs.", BOTH),
    "note": (OUR_NOTE, at(1, note="Theirs."), "note", "Theirs.", BOTH),
    "note cleared": (OUR_NOTE, at(1, note=""), "note", "", BOTH),
    "rows differ": (
        {},
        lambda rows: [edited(rows[0], definition="A."), edited(rows[1], definition="B.")],
        "definition",
        "A.",
        "lines 2 and 3 say different things",
    ),
    "status cleared": ({}, at(1, status=""), "status", "", "a term needs one"),
    "needed": ({}, at(definition=""), "definition", "", "a concept needs one"),
    "term gone": (_with(EN, AR), at(1, note="Theirs."), "", "plan", f"{GONE}, which has no term in fr"),
    "term renamed": (
        _with(EN, replace(FR, text="projet"), Term("fr", "but"), AR), at(1, text="dessein"), "", "dessein",
        f"{GONE}, which has “projet” and “but” in fr",
    ),
    "moved": ({}, lambda rows: [replace(rows[1], concept="nope")], "concept", "nope", ASTRAY),
    "moved and deleted": ({}, lambda rows: [replace(rows[1], concept="nope", delete=True)], "concept", "nope", ASTRAY),
    "name taken": (
        _with(EN, FR, Term("fr", "projet"), AR), at(1, text="projet"), "text", "projet", "already a term of the concept"
    ),
    "deleted": (OUR_NOTE, deleted(1), "", "plan", "to be deleted, but its note was changed in the glossary"),
    "all deleted": ({}, deleted(0, 1, 2), "", "", "a concept keeps a term: delete its file instead"),
    "twice": ({}, lambda rows: [rows[1], replace(rows[1], key="")], "", "plan", "two rows speak of this term"),
}  # fmt: skip


@SIDES
@pytest.mark.parametrize("case", LEFT)
def test_a_conflict_is_told_and_ours_stays(case: str, with_base: bool) -> None:
    ours, edit, column, theirs, reason = LEFT[case]
    outcome = _three(replace(PLAN, **ours), edit, with_base=with_base)
    assert outcome.results == () and outcome.taken == ()
    (conflict,) = outcome.conflicts
    assert (conflict.concept, conflict.column, conflict.theirs, conflict.reason) == ("plan", column, theirs, reason)


REVIEWED = {"reviewer": "A. B.", "date": "2026-11-22"}


@SIDES
@pytest.mark.parametrize(
    ("ours", "cells", "reasons"),
    [
        (replace(FR, status="forbidden"), {"status": "admitted", **REVIEWED}, {
            "status": BOTH, "reviewer": "the review is of another status", "date": "the review is of another status"}),
        (replace(FR, status="forbidden", note="Ours."), REVIEWED, dict.fromkeys(
            REVIEWED, "the review is of another status and note")),
        (FR, {"status": "", **REVIEWED}, {
            "status": "a term needs one", **dict.fromkeys(REVIEWED, "the review is of another status")}),
        (replace(FR, reviewer="C. D."), REVIEWED, {"reviewer": BOTH, "date": "reviewer and date go together"}),
        (replace(FR, reviewer="C. D."), {"date": "2026-11-22"}, {"date": "reviewer and date go together"}),
    ],
    ids=["both changed", "ours changed", "cleared", "other reviewer", "date alone"],
)  # fmt: skip
def test_nobody_is_said_to_have_reviewed_what_the_file_did_not_say(
    with_base: bool, ours: Term, cells: dict[str, str], reasons: dict[str, str]
) -> None:
    outcome = _three(replace(PLAN, terms=(EN, ours, AR)), at(1, **cells), with_base=with_base)
    assert (outcome.results, outcome.taken) == ((), ())
    assert {each.column: each.reason for each in outcome.conflicts} == reasons


@SIDES
def test_a_review_is_taken_with_what_was_reviewed(with_base: bool) -> None:
    ours = replace(PLAN, terms=(EN, replace(FR, status="admitted"), replace(AR, note="Ours.")))
    outcome = _three(ours, at(1, status="admitted", gender="masculine", **REVIEWED), with_base=with_base)
    reviewed = replace(FR, status="admitted", gender="masculine", **REVIEWED)
    assert only(outcome).terms[1] == reviewed and outcome.conflicts == ()


def test_without_a_base_only_gaps_are_filled() -> None:
    rows = exported([PLAN], traces=False)
    outcome = brought([PLAN], [edited(rows[0], note="New.", definition="Other."), edited(rows[1], note="")])
    assert only(outcome).terms[0].note == "New."
    assert [(each.column, each.ours, each.theirs, each.reason) for each in outcome.conflicts] == [
        ("definition", "A plan.", "Other.", UNKNOWN)
    ]


def test_a_rename_needs_no_base_since_the_key_tells_it() -> None:
    rows = exported([PLAN], traces=False)
    assert only(brought([PLAN], [edited(rows[1], text="projet")])).terms[1] == replace(FR, text="projet")


def test_a_row_without_its_key_is_known_by_its_term() -> None:
    (_, french, _) = exported([PLAN])
    outcome = brought([PLAN], [replace(edited(french, note="Le plan."), key="")])
    assert only(outcome).terms[1].note == "Le plan."


def test_spreadsheets_line_endings_are_no_change() -> None:
    ours = replace(PLAN, definition="a\r\nb")
    rows = [edited(row, definition="a\nb") for row in exported([ours])]
    assert brought([ours], rows) == Outcome()


NEW = {"lang": "fr", "text": "projet", "subject": "cyber", "definition": "A project."}


def test_a_new_concept_is_careful_with_what_nobody_said() -> None:
    outcome = brought([PLAN], [Row("project", NEW, 2), Row("project", {"lang": "fr", "text": "dessein"}, 3)])
    assert only(outcome) == Concept(
        "project", "cyber", "draft", "A project.", "Imported from glossary.csv, unreviewed.", "warning", "lemma",
        (Term("fr", "projet", "preferred"), Term("fr", "dessein", "admitted")),
    )  # fmt: skip
    assert outcome.results[0].places == (None, None)


@pytest.mark.parametrize(
    ("name", "cells", "reason"),
    [
        ("project", {"definition": ""}, "a new concept needs a definition"),
        ("project", {"definition": "", "subject": ""}, "a new concept needs a subject and a definition"),
        ("project", {"text": ""}, "a new concept needs a term"),
        ("../project", {}, "a concept's id is lower-case English words joined by hyphens"),
        ("Project", {}, "a concept's id is lower-case English words joined by hyphens"),
        ("a" * 101, {}, "a concept's id is lower-case English words joined by hyphens"),
    ],
)
def test_a_new_concept_that_cannot_be_is_told(name: str, cells: dict[str, str], reason: str) -> None:
    outcome = brought([PLAN], [Row(name, NEW | cells, 2)])
    assert [each.reason for each in outcome.conflicts] == [reason]
    assert outcome.results == ()


def test_a_new_concept_whose_rows_disagree_is_told() -> None:
    rows = [Row("project", NEW, 2), Row("project", NEW | {"text": "dessein", "definition": "Another."}, 3)]
    assert brought([], rows).conflicts[0].reason == "its rows say different things about definition"


@SIDES
def test_a_concept_that_was_deleted_stays_so(with_base: bool) -> None:
    goal = replace(PLAN, id="goal")
    rows, base = exported([goal, PLAN], traces=not with_base), exported([goal, PLAN]) if with_base else None
    assert brought([goal], rows, base) == Outcome()
    outcome = brought([goal], [*rows[:-1], edited(rows[-1], note="New.")], base)
    assert [(each.concept, each.reason) for each in outcome.conflicts] == [("plan", GONE)]


@st.composite
def _edits(draw: st.DrawFn) -> tuple[int, str, str]:
    column = draw(st.sampled_from(("text", "note", "status", "definition", "forms")))
    return draw(st.integers(0, 2)), column, draw(st.sampled_from(TERM_STATUSES) if column == "status" else lines)


def _alone(column: str, cell: str) -> str:
    return cell.replace("\\", "").replace("|", "").strip() or "x" if column == "forms" else cell


@given(st.lists(_edits(), max_size=5), st.lists(_edits(), max_size=5))
@settings(max_examples=200)
def test_a_cell_ends_as_ours_or_theirs_and_a_conflict_tells_where_they_fought(
    mine: list[tuple[int, str, str]], theirs: list[tuple[int, str, str]]
) -> None:
    """Whatever two people do to one export: each cell has what one of them wants, and nobody is overruled unheard."""
    base = exported([PLAN])
    ours, file = list(base), list(base)
    for side, edits in ((ours, mine), (file, theirs)):
        for place, column, cell in edits:
            if column == "definition":
                side[:] = [edited(row, definition=cell) for row in side]
            else:
                side[place] = edited(side[place], **{column: _alone(column, cell)})
    texts = [row.own_key for row in file]
    if len(set(texts)) < 3 or len({row.own_key for row in ours}) < 3:
        return  # a term that is there twice is refused where files are read
    concept = concept_of("plan", ours[0].cells, tuple(term_of(row.cells) for row in ours))
    outcome = brought([concept], file)
    result = outcome.results[0].concept if outcome.results else concept
    after = list(rows_of([result]))
    told = {each.line for each in outcome.conflicts}
    for before, our, their, done in zip(base, ours, file, after, strict=True):
        for column in ("text", "note", "status", "definition", "forms"):
            old, own_cell, their_cell = (row.cells[column] for row in (before, our, their))
            assert done.cells[column] in (own_cell, their_cell)
            if their_cell == old:
                assert done.cells[column] == own_cell
            elif done.cells[column] != their_cell:
                assert told


@pytest.mark.parametrize("form", ["csv", "tbx", "martif"])
def test_our_own_glossary_goes_out_and_comes_back_unchanged(form: str) -> None:
    concepts = own()
    if form == "martif":
        data, langs = martif.written(concepts, "ar"), ["ar"]
    elif form == "tbx":
        data, langs = tbx.written(concepts), []
    else:
        data, langs = csv.written(concepts), []
    rows = formats.read(form, data, "f")
    assert merge(concepts, formats.shown(form, concepts, langs), rows, None, "f") == Outcome()


@patient
@given(glossaries)
def test_what_a_format_cannot_hold_stays_as_it_is(found: list[Concept]) -> None:
    base = tbx_read.read(tbx.written(found), "f")
    theirs = [edited(row, note="New.") for row in base]
    outcome = merge(found, formats.shown("tbx", found, ()), theirs, base, "f")
    assert outcome.conflicts == ()
    made = {each.concept.id: each.concept for each in outcome.results}
    for concept in found:
        noted = replace(concept, terms=tuple(replace(term, note="New.") for term in concept.terms))
        assert grouped(made.get(concept.id, concept)) == grouped(noted)
        assert replace(made.get(concept.id, concept), terms=()) == replace(concept, terms=())
