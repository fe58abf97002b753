"""Terms that a target owes its source: there, there in another form, said otherwise, or missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ccb_l10n.checks import check, required
from ccb_l10n.model import Catalog, Concept, Finding, Message, Scope, State, Term
from ccb_l10n.terminology.concepts import Glossary


def _concept(name: str, *terms: Term, **more: object) -> Concept:
    made = Concept(name, "cyber/terms", "draft", "What it is.", "A test.", "warning", "lemma", terms)
    return replace(made, **more)  # type: ignore[arg-type]


RESPONSE = _concept(
    "incident-response",
    Term("en", "incident response", acronym="IR"),
    Term("fr", "réponse aux incidents"),
    Term("fr", "intervention en cas d'incident", "admitted"),
    Term("fr", "gestion des pannes", "forbidden"),
    Term("fr", "riposte", "deprecated"),
    Term("ar", "الاستجابة للحوادث"),
    Term("zh", "事件响应"),
)
CERT = _concept(
    "cert",
    Term("en", "computer emergency response team", acronym="CERT"),
    Term("fr", "équipe d'intervention", acronym="EIUI"),
    Term("es", "equipo de respuesta", acronym="CERT"),
)
CAPACITY = _concept(
    "capacity", Term("en", "capacity"), Term("ru", "потенциал"), Term("fr", "capacité"), severity="watch"
)
CAPABILITY = _concept(
    "capability", Term("en", "capability"), Term("ru", "возможности"), Term("fr", "capacité"), pair_with="capacity"
)
TLP = _concept("tlp", Term("en", "Traffic Light Protocol"), do_not_translate=True)
GLOSSARY = Glossary((CAPABILITY, CAPACITY, CERT, RESPONSE, TLP))


def _found(source: str, target: str, lang: str, glossary: Glossary = GLOSSARY, **more: object) -> list[Finding]:
    message = replace(Message(source, target, state=State.TRANSLATED, line=4), **more)  # type: ignore[arg-type]
    return list(check(Catalog((message,), {}, lang), path="a.po", glossary=glossary, checks=required.ROWS))


def _ids(source: str, target: str, lang: str, glossary: Glossary = GLOSSARY, **more: object) -> list[str]:
    return [each.id for each in _found(source, target, lang, glossary, **more)]


@pytest.mark.parametrize(
    ("source", "target", "lang", "missing"),
    [
        pytest.param("Plan incident response.", "Prévoir la réponse aux incidents.", "fr", False, id="there"),
        pytest.param("Incident responses differ.", "Les réponses aux incidents diffèrent.", "fr", False, id="plural"),
        pytest.param("Plan incident response.", "Une intervention en cas d’incident.", "fr", False, id="admitted"),
        pytest.param("Plan incident response.", "Prévoir la réaction.", "fr", True, id="missing"),
        pytest.param("Plan the response.", "Prévoir la réaction.", "fr", False, id="not in the source"),
        pytest.param("Run `incident response` now", "Lancer `incident response`", "fr", False, id="code"),
        pytest.param("Plan incident response.", "خطط للاستجابة للحوادث", "ar", False, id="Arabic, with clitics"),
        pytest.param("Plan incident response.", "خطط للطوارئ", "ar", True, id="missing in Arabic"),
        pytest.param("Plan incident response.", "规划事件响应。", "zh", False, id="Chinese"),
        pytest.param("Plan incident response.", "规划应急。", "zh-Hans", True, id="missing in Chinese"),
        pytest.param("Plan incident response.", "Planear.", "es", False, id="no term in the language"),
        pytest.param("Plan incident response.", "La gestion des pannes.", "fr", False, id="forbidden says it"),
        pytest.param("Plan incident response.", "La riposte.", "fr", False, id="deprecated says it"),
        pytest.param("Plan incident response.", "", "fr", False, id="empty"),
        pytest.param("Incident response.", "Incident response.", "fr", True, id="left as it is"),
        pytest.param("CERT", "CERT", "fr", False, id="an acronym, which its own check judges"),
        pytest.param("The IR plan", "Le plan de réponse aux incidents", "fr", False, id="acronym in the source"),
        pytest.param("The IR plan", "Le plan IR", "fr", False, id="the same acronym in the target"),
        pytest.param("The IR plan", "Le plan", "fr", False, id="a short acronym may stand for something else"),
        pytest.param("Call the CERT", "Appelez", "fr", True, id="a longer acronym without anything"),
        pytest.param("See *Incident Response*", "Voir *Incident Response*", "fr", False, id="a title that was kept"),
        pytest.param("See incident response", "Voir incident response", "fr", True, id="words that were kept"),
    ],
)
def test_a_concept_of_the_source_needs_a_term(source: str, target: str, lang: str, missing: bool) -> None:
    assert _ids(source, target, lang) == ["missing-term"] * missing


def test_the_finding_tells_the_words_the_concept_and_the_term_to_use() -> None:
    [found] = _found("Plan Incident Response.", "Prévoir la réaction.", "fr")
    assert (found.message, found.hint) == ("no term for “Incident Response”", "use réponse aux incidents")
    assert (found.concept, found.severity, found.span, found.line) == ("incident-response", "info", None, 4)


@pytest.mark.parametrize(
    ("status", "severity", "told"),
    [
        ("draft", "error", "info"),
        ("review", "warning", "info"),
        ("approved", "warning", "warning"),
        ("approved", "error", "error"),
        ("draft", "info", "info"),
        ("draft", "watch", None),
    ],
)
def test_only_approved_concepts_are_more_than_an_info(status: str, severity: str, told: str | None) -> None:
    glossary = Glossary((replace(RESPONSE, status=status, severity=severity),))
    found = [each for each in _found("Incident response", "Réaction", "fr", glossary) if each.id == "missing-term"]
    assert [each.severity.value for each in found] == ([told] if told else [])


@pytest.mark.parametrize(
    ("scope", "course", "subjects", "reported"),
    [
        (Scope(courses=("a",)), "a", (), True),
        (Scope(courses=("a",)), "b", (), False),
        (Scope(subjects=("cyber",)), "b", ("cyber/law",), True),
        (Scope(subjects=("cyber/law",)), "b", ("cyber/lawyers",), False),
        (Scope(contexts=("the plan",)), "b", (), False),
        (Scope(contexts=("the PLAYBOOK",)), "b", (), True),
        (Scope(exceptions=("incident response playbook",)), "b", (), False),
        (Scope(exceptions=("incident response team",)), "b", (), True),
    ],
)
def test_a_scope_says_where_a_concept_counts(
    scope: Scope, course: str, subjects: tuple[str, ...], reported: bool
) -> None:
    message = Message("The playbook: the incident response playbook", "Le guide", state=State.TRANSLATED)
    glossary = Glossary((replace(RESPONSE, scope=scope),))
    catalog = Catalog((message,), {}, "fr")
    found = check(catalog, path="a.po", glossary=glossary, course=course, subjects=subjects, checks=required.ROWS)
    assert [each.id for each in found] == ["missing-term"] * reported


def test_capacity_is_not_capability_where_the_language_tells_them_apart() -> None:
    [found] = [each for each in _found("Its capability grows.", "Растёт её потенциал.", "ru") if each.span]
    assert (found.id, found.concept, found.target[slice(*found.span or ())]) == (
        "paired-term",
        "capability",
        "потенциал",
    )
    assert found.hint == "use возможности"
    assert _ids("Its capability grows.", "Растут её возможности.", "ru") == []
    assert _ids("Its capability and capacity.", "Её потенциал.", "ru") == ["missing-term"]
    assert _ids("Its capability grows.", "Sa capacité augmente.", "fr") == []


def test_a_name_is_kept_letter_for_letter() -> None:
    [found] = _found("Use the Traffic Light Protocol.", "Utilisez le protocole de feux.", "fr")
    assert (found.id, found.hint) == ("do-not-translate", "write Traffic Light Protocol as it is in the source")
    assert _ids("Use the Traffic Light Protocol.", "Utilisez le Traffic Light Protocol.", "fr") == []
    assert _ids("Use the Traffic Light Protocol.", "Utilisez le traffic light protocol.", "fr") == ["do-not-translate"]


def test_the_languages_own_acronym() -> None:
    [found] = _found("Call the CERT.", "Appelez le CERT.", "fr")
    assert (found.id, found.hint, found.target[slice(*found.span or ())]) == ("acronym", "use EIUI", "CERT")
    assert _ids("Call the CERT.", "Appelez l'EIUI.", "fr") == []
    assert _ids("Call the CERTs.", "Llame a los CERT.", "es") == []
    assert _ids("Call the CERT.", "Appelez [le bureau](CERT.md) et l'EIUI.", "fr") == []
    assert _ids("Call the CERT.", "Appelez l'EIUI (CERT).", "fr") == ["acronym"]


def test_short_acronyms_stand_for_many_things() -> None:
    partnership = _concept(
        "partnership",
        Term("en", "public-private partnership", acronym="PPP"),
        Term("es", "alianza público-privada", acronym="APP"),
    )
    glossary = Glossary((partnership,))
    assert _ids("A PPP connection", "Una conexión PPP", "es", glossary) == []
    both = ("A public-private partnership (PPP)", "Una alianza público-privada (PPP)")
    assert _ids(*both, "es", glossary) == ["acronym"]


def test_watched_words_are_told_where_asked_for() -> None:
    [found] = _found("The capacity of the disk", "La taille du disque", "fr")
    assert (found.id, found.severity) == ("watched-term", "info") and "What it is." in found.hint
    assert next(row for row in required.ROWS if row.id == "watched-term").opt_in


@pytest.mark.parametrize("state", [State.STALE, State.OBSOLETE, State.UNTRANSLATED])
def test_what_readers_do_not_see_is_not_judged(state: State) -> None:
    assert _ids("Incident response", "Réaction", "fr", state=state) == []


def test_plural_forms_are_read_together() -> None:
    forms = ("une réponse aux incidents", "%d réactions")
    assert _ids("incident response", forms[0], "fr", plural="%d incident responses", targets=forms) == []


def test_a_language_without_a_module_says_so_and_gives_notes_only() -> None:
    glossary = Glossary((replace(RESPONSE, terms=(*RESPONSE.terms, Term("pl", "reagowanie na incydenty"))),))
    found = _found("Plan incident response.", "Planuj reakcję.", "pl", glossary)
    assert [(each.id, each.severity.value) for each in found] == [
        ("uninflected-language", "info"),
        ("missing-term", "info"),
    ]
    assert "Polish" in found[0].message
    assert _ids("Plan incident response.", "Plane.", "de", glossary) == []
