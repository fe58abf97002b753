"""One thing said in several ways across the catalogs of a language."""

from __future__ import annotations

from ccb_l10n.checks.consistency import ROWS, Collation
from ccb_l10n.checks.problem import Setting
from ccb_l10n.model import Catalog, Concept, Finding, Message, State, Term
from ccb_l10n.terminology.concepts import Glossary

ZERO = Concept(
    "zero-trust", "a", "draft", "What it is.", "A test.", "warning", "lemma",
    (
        Term("en", "zero trust"), Term("fr", "confiance zéro"), Term("fr", "zero trust", "admitted"),
        Term("fr", "ZT", "admitted"),
    ),
)  # fmt: skip


def _found(*catalogs: list[tuple[str, str]], state: State = State.TRANSLATED) -> list[Finding]:
    collation = Collation("fr")
    for at, pairs in enumerate(catalogs):
        messages = [Message(source, target, state=state, line=n) for n, (source, target) in enumerate(pairs, 1)]
        setting = Setting(Catalog(tuple(messages)), "fr", Glossary((ZERO,)), "en")
        collation.add(messages, f"{at}.po", setting)
    return list(collation.findings())


def test_one_source_with_two_targets_in_two_courses() -> None:
    [found] = _found([("Password", "Mot de passe")], [("Plan", "Plan"), ("Password", "Code")])
    assert (found.id, found.path, found.line, found.severity) == ("inconsistent-message", "1.po", 2, "info")
    assert found.message == "translated differently in 0.po: Mot de passe"
    assert _found([("Password", "Mot de passe")], [("Password", "Mot de passe")]) == []


def test_drafts_and_what_has_no_words_are_not_compared() -> None:
    assert _found([("Password", "Mot de passe")], [("Password", "Code")], state=State.DRAFT) == []
    assert _found([("12", "12")], [("12", "douze")]) == []


def test_the_rarer_of_two_good_terms_is_told() -> None:
    usual = [(f"Zero trust {n}", f"La confiance zéro {n}") for n in range(6)]
    [found] = _found(usual, [("On zero trust", "Du zero trust")])
    assert (found.id, found.concept, found.path) == ("inconsistent-term", "zero-trust", "1.po")
    assert found.target[slice(*found.span or ())] == "zero trust"
    assert found.message == "“zero trust” for zero-trust here, and “confiance zéro” in 6 of 7 places"
    assert _found(usual) == []


def test_no_term_is_usual_where_both_stand_as_often() -> None:
    assert _found([("Zero trust", "Confiance zéro"), ("zero trust 2", "zero trust 2 fois")]) == []


def test_a_text_with_both_explains_one_by_the_other() -> None:
    usual = [(f"Zero trust {n}", f"La confiance zéro {n}") for n in range(6)]
    assert _found(usual, [("Zero trust, once", "La confiance zéro (zero trust)")]) == []


def test_an_acronym_is_no_other_term() -> None:
    usual = [(f"Zero trust {n}", f"La confiance zéro {n}") for n in range(6)]
    assert _found(usual, [("Zero trust, once", "La ZT")]) == []


def test_rows_that_are_off_say_nothing() -> None:
    collation = Collation("fr")
    assert list(collation.findings([])) == [] and len({row.id for row in ROWS}) == 2
