"""The glossary in drafting: names, and messages that are nothing but a term."""

from __future__ import annotations

import pytest

from ccb_l10n.drafting.terms import Vocabulary
from ccb_l10n.model import Concept, Scope, Term
from ccb_l10n.terminology.concepts import Glossary

EN = Term("en", "incident response", acronym="IR")
FR = Term("fr", "réponse aux incidents", acronym="RI")
FR_CA = Term("fr-CA", "intervention en cas d’incident")


def concept(
    name: str, *terms: Term, severity: str = "warning", keep: bool = False, scope: Scope | None = None
) -> Concept:
    return Concept(
        name, "cyber", "draft", "d", "s", severity, "lemma", terms, scope or Scope(), do_not_translate=keep
    )  # fmt: skip


def vocabulary(*concepts: Concept, lang: str = "fr") -> Vocabulary:
    return Vocabulary(Glossary(concepts), "en", lang, lambda concept, text: not concept.scope.courses)


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        ("incident response", "fr", "réponse aux incidents"),
        ("Incident response", "fr", "Réponse aux incidents"),
        ("INCIDENT RESPONSE", "fr", "RÉPONSE AUX INCIDENTS"),
        ("Incident response", "fr-CA", "Intervention en cas d’incident"),
        ("IR", "fr", "RI"),
        ("incident responses", "fr", ""),
        ("the incident response", "fr", ""),
        ("incident response plan", "fr", ""),
        ("incident response", "es", ""),
        ("", "fr", ""),
    ],
)
def test_only_a_term_and_nothing_else_is_an_entry(text: str, lang: str, wanted: str) -> None:
    found = vocabulary(concept("ir", EN, FR, FR_CA), lang=lang).entry(text)
    assert found == (("ir", wanted) if wanted else None)


def test_what_may_mean_two_things_is_left_to_others() -> None:
    control, measure = Term("en", "control"), Term("fr", "mesure")
    assert vocabulary(concept("a", control, measure, severity="watch")).entry("control") is None
    both = (concept("a", control, measure), concept("b", control, Term("fr", "contrôle")))
    assert vocabulary(*both).entry("control") is None
    same = (concept("a", control, measure), concept("b", control, measure))
    assert vocabulary(*same).entry("control") == ("b", "mesure")
    assert vocabulary(concept("a", control, measure, scope=Scope(courses=("x",)))).entry("control") is None
    admitted = concept("a", control, Term("fr", "mesure", "admitted"))
    assert vocabulary(admitted).entry("control") is None


def test_names_are_found_outside_of_markup() -> None:
    words = vocabulary(concept("first", Term("en", "FIRST"), keep=True), concept("ir", EN, FR))
    assert words.names("Ask FIRST about incident response", ()) == [(4, 9)]
    assert words.names("Ask `FIRST`", [(4, 11)]) == []
    assert vocabulary(concept("ir", EN, FR)).names("Ask FIRST", ()) == []
