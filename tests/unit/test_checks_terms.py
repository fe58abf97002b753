"""Forbidden terms in running text, with the term to use instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ccb_l10n.checks import check
from ccb_l10n.model import Catalog, Concept, Finding, Message, State, Term
from ccb_l10n.terminology.concepts import Glossary


def _concept(*terms: Term, severity: str = "error") -> Concept:
    return Concept("encryption", "cyber", "approved", "A definition.", "A test.", severity, "exact", terms)


TERMS = (
    Term("en", "encryption"),
    Term("fr", "chiffrement"),
    Term("fr", "cryptage", "forbidden", ("cryptages",)),
    Term("fr", "codage", "deprecated"),
    Term("fr-CA", "chiffrage"),
    Term("ar", "تشفير"),
    Term("ar", "تعمية", "forbidden"),
    Term("zh", "加密", "admitted"),
    Term("zh", "加密码", "forbidden"),
    Term("ru", "криптование", "forbidden"),
)


def _found(
    target: str,
    lang: str = "fr",
    state: State = State.TRANSLATED,
    severity: str = "error",
    check_id: str = "forbidden-term",
) -> list[Finding]:
    catalog = Catalog((Message("Use encryption `cryptage`", target, state=state, line=4),), {}, lang)
    glossary = Glossary((_concept(*TERMS, severity=severity),))
    found = check(catalog, path="a.po", glossary=glossary)
    return [each for each in found if each.id == check_id]


@pytest.mark.parametrize(
    ("lang", "target", "words", "hint"),
    [
        pytest.param("fr", "Le cryptage", ["cryptage"], "use chiffrement", id="one"),
        pytest.param("fr", "Cryptages et cryptage", ["Cryptages", "cryptage"], "use chiffrement", id="two"),
        pytest.param("fr-CA", "Le cryptage", ["cryptage"], "use chiffrage", id="the nearest region's term"),
        pytest.param("fr", "Le `cryptage` [ici](cryptage.md)", [], "", id="code and addresses"),
        pytest.param("fr", "Le décryptage", [], "", id="inside a word"),
        pytest.param("ar", "استخدم تعمية قوية", ["تعمية"], "use تشفير", id="Arabic"),
        pytest.param("zh-Hans", "使用加密码。", ["加密码"], "use 加密", id="Chinese, only admitted"),
        pytest.param(
            "ru",
            "Это криптование.",
            ["криптование"],
            "the glossary has no term to use instead; see the concept encryption",
            id="no other term",
        ),
        pytest.param("es", "cryptage", [], "", id="another language"),
        pytest.param("", "cryptage", [], "", id="no language"),
    ],
)
def test_forbidden_terms_are_marked_with_the_term_to_use(lang: str, target: str, words: list[str], hint: str) -> None:
    found = _found(target, lang)
    assert [target[slice(*each.span)] for each in found if each.span] == words
    assert all((each.hint, each.concept, each.line) == (hint, "encryption", 4) for each in found)


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_the_concept_sets_the_severity(severity: str) -> None:
    assert [each.severity.value for each in _found("cryptage", severity=severity)] == [severity]


def test_a_watched_concept_reports_nothing() -> None:
    assert _found("cryptage", severity="watch") == []


@pytest.mark.parametrize("state", [State.STALE, State.OBSOLETE])
def test_a_target_that_is_not_shipped_is_not_judged(state: State) -> None:
    assert _found("cryptage", state=state) == []


def test_every_plural_form_is_read() -> None:
    message = Message("%d key", "%d clé", plural="%d keys", targets=("%d clé", "%d cryptages"), state=State.TRANSLATED)
    found = check(Catalog((message,), {}, "fr"), path="a.po", glossary=Glossary((_concept(*TERMS),)))
    [finding] = [each for each in found if each.id == "forbidden-term"]
    assert finding.span and finding.target[slice(*finding.span)] == "cryptages"


def test_deprecated_terms_and_other_regions_count_where_the_source_speaks_of_the_concept() -> None:
    message = Message("Sign it", "Le codage et le chiffrage", state=State.TRANSLATED)
    glossary = Glossary((_concept(*TERMS),))
    found = check(Catalog((message,), {}, "fr"), path="a.po", glossary=glossary)
    assert not {each.id for each in found} & {"deprecated-term", "region-term"}


def test_deprecated_terms_are_told_too() -> None:
    [found] = _found("Le bon codage", check_id="deprecated-term")
    assert (found.severity, found.hint, found.target[slice(*found.span or ())]) == ("info", "use chiffrement", "codage")


def test_another_regions_term_is_not_missing_too() -> None:
    message = Message("Good encryption", "Le bon chiffrage", state=State.TRANSLATED)
    catalog = Catalog((message,), {}, "fr")
    found = check(catalog, path="a.po", glossary=Glossary((_concept(*TERMS),)))
    assert [each.id for each in found if each.concept] == ["region-term"]


@pytest.mark.parametrize(
    ("lang", "target", "words"),
    [
        pytest.param("fr", "Le chiffrage et le chiffrement", ["chiffrage"], id="Canada's term in France"),
        pytest.param("fr-CA", "Le chiffrage", [], id="Canada's own term"),
        pytest.param("fr-BE", "Le chiffrage", ["chiffrage"], id="the term of Canada in Belgium"),
        pytest.param("zh-Hant", "使用加密。", [], id="no other term to use"),
    ],
)
def test_other_regions_terms(lang: str, target: str, words: list[str]) -> None:
    found = _found(target, lang, check_id="region-term")
    assert [target[slice(*each.span)] for each in found if each.span] == words
    assert all(each.hint == "use chiffrement" for each in found)


def test_nobody_is_stopped_by_a_concept_that_nobody_approved() -> None:
    concept = replace(_concept(*TERMS, severity="error"), status="review")
    message = Message("Use encryption", "Le cryptage", state=State.TRANSLATED)
    found = check(Catalog((message,), {}, "fr"), path="a.po", glossary=Glossary((concept,)))
    assert [each.severity.value for each in found if each.id == "forbidden-term"] == ["warning"]
