"""Concepts become TOML that reads back, and files of people's change only where they must."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept, Scope, Term
from ccb_l10n.terminology.concepts import parse
from ccb_l10n.terminology.exchange.edits import changed
from ccb_l10n.terminology.exchange.merge import ordered
from ccb_l10n.terminology.exchange.outcome import Result
from ccb_l10n.terminology.exchange.toml import written
from glossary_samples import concepts, own, own_files, patient

FILE = """\
# Kept by the working group.
id = 'plan'   # the file's name
subject = "cyber"
status = "draft"
definition = "A plan."  # to be improved
source = "us"
severity = "info"
match = "lemma"

# English
[[term]]
lang = "en"
text = "plan"
forms = [
  "plans",  # regular, but here it is
  "planned",
]

# French
[[term]]
lang = "fr"
text = "plan"
status = "preferred"

# last words
"""
PLAN = parse(FILE, "plan.toml")
ENGLISH, FRENCH = PLAN.terms


@patient
@given(concepts())
def test_a_new_file_reads_back(concept: Concept) -> None:
    assert parse(written(concept), f"{concept.id}.toml") == concept


def test_our_own_concepts_read_back() -> None:
    for concept in own():
        assert parse(written(concept), f"{concept.id}.toml") == concept


def test_a_new_file_leaves_out_what_is_empty_and_writes_dates_as_dates() -> None:
    concept = replace(PLAN, scope=Scope(contexts=("a",)), terms=(replace(FRENCH, reviewer="A. B.", date="2026-11-22"),))
    assert written(concept).partition("match")[2] == (
        ' = "lemma"\n\n[scope]\ncontexts = ["a"]\n\n[[term]]\nlang = "fr"\ntext = "plan"\nstatus = "preferred"\n'
        'reviewer = "A. B."\ndate = 2026-11-22\n'
    )


def _edit(concept: Concept, places: tuple[int | None, ...] = (0, 1), text: str = FILE) -> str:
    return changed(text, "plan.toml", PLAN, Result(concept, places))


def _block(lang: str, text: str) -> str:
    return f'\n[[term]]\nlang = "{lang}"\ntext = "{text}"\nstatus = "preferred"\n'


KEY, LAST, STATUS = 'match = "lemma"\n', '  "planned",\n', 'status = "preferred"\n'
CASES: dict[str, tuple[Concept, tuple[int | None, ...], str, str]] = {
    "value": (replace(PLAN, definition="Steps."), (0, 1), '"A plan."  #', '"Steps."  #'),
    "key": (replace(PLAN, note="n"), (0, 1), KEY, KEY + 'note = "n"\n'),
    "key of a term": (
        replace(PLAN, terms=(ENGLISH, replace(FRENCH, note="n"))), (0, 1), STATUS, STATUS + 'note = "n"\n'
    ),
    "key behind an array": (
        replace(PLAN, terms=(replace(ENGLISH, status="admitted"), FRENCH)),
        (0, 1), LAST + "]\n", LAST + ']\nstatus = "admitted"\n',
    ),
    "array shrinks": (replace(PLAN, terms=(replace(ENGLISH, forms=("plans",)), FRENCH)), (0, 1), LAST, ""),
    "array grows": (
        replace(PLAN, terms=(replace(ENGLISH, forms=("plans", "planned", "x")), FRENCH)),
        (0, 1), LAST, LAST + '  "x",\n',
    ),
    "term goes": (replace(PLAN, terms=(ENGLISH,)), (0,), _block("fr", "plan").lstrip("\n"), ""),
    "scope comes": (
        replace(PLAN, scope=Scope(courses=("a",))), (0, 1), KEY, KEY + '\n[scope]\ncourses = ["a"]\n'
    ),
    "term comes": (
        replace(PLAN, terms=(ENGLISH, Term("en", "scheme"), FRENCH)),
        (0, None, 1), LAST + "]\n", LAST + "]\n" + _block("en", "scheme"),
    ),
    "language comes": (
        replace(PLAN, terms=(ENGLISH, FRENCH, Term("ar", "خطة"))),
        (0, 1, None), STATUS, STATUS + _block("ar", "خطة"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_only_what_changes_changes(case: str) -> None:
    concept, places, old, new = CASES[case]
    assert FILE.count(old) == 1
    assert _edit(concept, places) == FILE.replace(old, new)


def test_keys_that_are_emptied_go() -> None:
    text = FILE.replace('text = "plan"\nstatus', 'text = "plan"\nnote = "n"\nstatus')
    old = parse(text, "plan.toml")
    assert changed(text, "plan.toml", old, Result(PLAN, (0, 1))) == FILE


def test_an_existing_scope_is_changed_in_its_place() -> None:
    text = FILE.replace("\n# English", '\n[scope]\ncourses = ["a"] # one\n\n# English')
    old = parse(text, "plan.toml")
    new = replace(old, scope=Scope(("a", "b"), contexts=("c",)))
    edited = changed(text, "plan.toml", old, Result(new, (0, 1)))
    assert '[scope]\ncourses = ["a", "b"] # one\ncontexts = ["c"]\n\n# English' in edited


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def _bom(text: str) -> str:
    return f"\ufeff{text}"


@pytest.mark.parametrize("change", [_crlf, _bom])
def test_line_endings_and_byte_order_marks_stay(change: Callable[[str], str]) -> None:
    new = replace(PLAN, definition="Steps.", note="n", terms=(ENGLISH, FRENCH, Term("ar", "خطة")))
    assert _edit(new, (0, 1, None), change(FILE)) == change(_edit(new, (0, 1, None)))


@patient
@given(st.data())
def test_any_change_of_any_file_comes_out_as_it_was_meant(data: st.DataObject) -> None:
    path, text = data.draw(st.sampled_from(own_files()))
    old, other = parse(text, path), data.draw(concepts())
    kept = data.draw(st.lists(st.sampled_from(range(len(old.terms))), unique=True, max_size=3).map(sorted))
    spelled = {(old.terms[at].lang, each) for at in kept for each in (old.terms[at].text, *old.terms[at].forms)}
    fresh = [term for term in other.terms if not {(term.lang, each) for each in (term.text, *term.forms)} & spelled]
    assume(kept or fresh)
    changes = data.draw(st.sampled_from((Term("en", ""), *other.terms)))
    terms = {at: replace(old.terms[at], note=changes.note, gender=changes.gender) for at in kept}
    fields = {
        name: getattr(data.draw(st.sampled_from((old, other))), name)
        for name in ("definition", "note", "scope", "related", "do_not_translate", "sources", "pair_with", "status")
    }
    made, places = ordered(terms, fresh)
    new = replace(old, **fields, terms=made)
    assert parse(changed(text, path, old, Result(new, places)), path) == new


def test_nothing_changed_means_the_same_bytes() -> None:
    for path, text in own_files():
        concept = parse(text, path)
        assert changed(text, path, concept, Result(concept, tuple(range(len(concept.terms))))) == text


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ('term = [{lang = "en", text = "plan"}]\n', Term("en", "plan", note="n")),
        ('term = [{lang = "en", text = "plan"}]\n', Term("en", "scheme")),
    ],
)
def test_another_layout_is_changed_rightly_or_not_at_all(text: str, new: Term) -> None:
    text = FILE.partition("# English")[0] + text
    old = parse(text, "plan.toml")
    result = Result(replace(old, terms=(new,)), (0,))
    try:
        assert parse(changed(text, "plan.toml", old, result), "plan.toml") == result.concept
    except CcbError as error:
        assert "make the change by hand" in error.hint


def test_a_change_that_breaks_the_contract_is_refused() -> None:
    with pytest.raises(CcbError, match="is already in term 1"):
        _edit(replace(PLAN, terms=(ENGLISH, FRENCH, Term("en", "plans"))), (0, 1, None))


def test_an_import_leaves_definitions_in_other_languages_as_they_are() -> None:
    text = FILE.replace("[[term]]", '[definitions]\nfr = "Ce qui est à faire."\n\n[[term]]', 1)
    concept = parse(text, "plan.toml")
    new = replace(concept, note="New.", definition="Another.", scope=replace(concept.scope, courses=("a",)))
    result = Result(new, tuple(range(len(concept.terms))))
    edited = parse(changed(text, "plan.toml", concept, result), "plan.toml")
    assert edited == new and edited.definitions == (("fr", "Ce qui est à faire."),)
