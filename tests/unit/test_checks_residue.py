"""What stayed in the source's language, or came from a third one, is told; names, code and titles are left alone."""

from __future__ import annotations

import time

import pytest

from ccb_l10n.checks import check, languages, residue, scripts
from ccb_l10n.checks.fixing import fixed
from ccb_l10n.model import Catalog, Message, Severity, State
from check_cases import Case, cases, problems, setting, spans_hold

ROWS = tuple(row for row in (*residue.ROWS, *scripts.ROWS) if not row.of_header)
[OTHER_LANGUAGE] = [row for row in residue.ROWS if row.of_header]
SENTENCES = {
    "en": "This is the plan of the team, and it will help you when they have not been with us.",
    "fr": "Ceci est le plan de l’équipe, et il vous aide lorsque nous ne sommes pas dans la salle avec les autres.",
    "es": "Este es el plan del equipo, y también le ayuda cuando hay un ataque en las redes con los demás.",
    "pt": "Este é o plano da equipa, e não está pronto para você pelo menos quando são das nossas redes.",
    "ru": "Это план для команды, и он не поможет вам, если они по-прежнему в сети или что-то из этого как раз с вами.",
    "ar": "هذا هو دليل الفريق الذي لا يمكن أن يكون مع كل من في الشبكة قبل أو بعد ذلك",
    "sw": "Huu ni mpango wa timu na kila mtu katika mtandao ambayo hii hufanya kazi kwa ajili yako ili kuwa salama.",
    "zh": "这是团队的计划，可以帮助你们应对网络攻击，并且保护所有的系统。",
}


@pytest.mark.parametrize("case", [*cases("residue"), *cases("scripts")])
def test_targets_are_judged_as_their_table_says(case: Case) -> None:
    found = problems(case.message, case.lang, ROWS)
    assert {each for each, _ in found} == case.finds
    assert spans_hold(case.message, found)
    assert fixed(case.message, setting(case.lang), ROWS).target == case.fixed


@pytest.mark.parametrize(
    ("target", "severity"),
    [
        ("Voir [keep the logs for the police](a.md).", Severity.INFO),
        ("Voir [ici : keep the logs for the police](a.md).", None),
        ("Voir keep the logs for the police](a.md).", None),
    ],
)
def test_the_whole_text_of_a_link_may_be_a_title(target: str, severity: Severity | None) -> None:
    message = Message("See [keep the logs for the police](a.md).", target, state=State.TRANSLATED)
    [(name, problem)] = problems(message, "fr", ROWS)
    assert (name, problem.severity) == ("untranslated-run", severity)


def test_every_row_has_a_case_that_it_speaks_of() -> None:
    named = {each for case in (*cases("residue"), *cases("scripts")) for each in case.values[0].finds}  # type: ignore[attr-defined]
    assert named == {row.id for row in ROWS}


def test_the_untranslated_words_are_marked() -> None:
    target = "Signalez **l’attaque**. Keep the logs for the police, please."
    [(_, problem)] = problems(_message("Keep the logs for the police now.", target), "fr", ROWS)
    assert target[slice(*problem.span or ())] == "Keep the logs for the police"


def test_a_look_alike_is_told_by_its_place() -> None:
    [(_, problem)] = problems(_message("Search", "Поиcк"), "ru", ROWS)
    assert "letter 4" in problem.text
    assert problem.edits == ((0, 5, "Поиск"),)


@pytest.mark.parametrize("lang", sorted(SENTENCES))
@pytest.mark.parametrize("folder", sorted(SENTENCES))
def test_a_catalog_in_another_language_is_found_in_each_folder(lang: str, folder: str) -> None:
    found = _of_catalog([SENTENCES[lang]] * 60, folder)
    assert bool(found) is (lang != folder)
    if found:
        assert f"({lang})" in found[0]


def test_a_few_sentences_prove_no_language() -> None:
    assert _of_catalog([SENTENCES["es"]] * 4, "fr") == []


def test_a_catalog_that_is_half_done_is_not_in_another_language() -> None:
    assert _of_catalog([SENTENCES["en"], SENTENCES["fr"]] * 200, "fr") == []


@pytest.mark.parametrize("folder", ["de", "gl", "ca", "it", "xx"])
def test_languages_without_a_table_are_not_mistaken(folder: str) -> None:
    assert _of_catalog([SENTENCES["es"]] * 60, folder) == []


def test_a_russian_catalog_in_the_folder_of_an_unknown_latin_language_is_found() -> None:
    assert _of_catalog([SENTENCES["ru"]] * 60, "de") != []


def test_only_shipped_targets_tell_the_language() -> None:
    assert _of_catalog([SENTENCES["es"]] * 60, "fr", State.STALE) == []


def test_the_header_check_is_an_error_at_the_top() -> None:
    messages = tuple(_message("x", SENTENCES["es"]) for _ in range(60))
    [finding] = check(Catalog(messages, {}, "fr"), path="a.po", checks=[OTHER_LANGUAGE])
    assert (finding.id, finding.severity, finding.line) == ("other-language", Severity.ERROR, 1)
    assert "French" in finding.message
    assert "Spanish" in finding.message


@pytest.mark.parametrize(
    ("lang", "script"),
    [("fr", "LATIN"), ("ru", "CYRILLIC"), ("sr-Latn", "LATIN"), ("ar", "ARABIC"), ("zh-TW", "CJK"), ("xx", "")],
)
def test_a_languages_script_is_the_one_of_its_own_name(lang: str, script: str) -> None:
    assert languages.script(lang) == script


@pytest.mark.parametrize("lang", sorted(languages._LITTLE))
def test_each_language_keeps_words_that_no_other_has(lang: str) -> None:
    assert len(languages._told_by(lang)) >= 12
    assert len(languages.joining_words(lang)) >= 12


@pytest.mark.parametrize("state", [State.UNTRANSLATED, State.STALE])
def test_what_is_not_shipped_is_not_looked_at(state: State) -> None:
    text = "Never share your password with anyone."
    for target in (text, f"Non. {text}", "le sеrveur 网络"):
        assert problems(Message(text, target, state=state), "fr", ROWS) == []


def test_nothing_is_said_where_nobody_knows_the_language() -> None:
    text = "Never share your password with anyone."
    assert problems(_message(text, text), "", ROWS) == []
    assert problems(_message(text, "这个網络"), "", ROWS) == []


def test_hostile_targets_cost_little() -> None:
    texts = [
        "the of " * 20_000,
        "aаa" * 30_000,
        "(" * 50_000,
        '"' * 50_000 + "the",
        "*" * 50_000 + " the ",
        "网" * 99_999,
    ]
    start = time.perf_counter()
    for text in texts:
        problems(_message(f"Keep the logs {text}", f"the {text}"), "fr", ROWS)
        problems(_message(f"Keep the logs {text}", f"the {text}"), "ru", ROWS)
    assert time.perf_counter() - start < 20


def _message(source: str, target: str) -> Message:
    return Message(source, target, state=State.TRANSLATED)


def _of_catalog(texts: list[str], lang: str, state: State = State.TRANSLATED) -> list[str]:
    messages = tuple(Message(f"source {at}", text, state=state) for at, text in enumerate(texts))
    catalog = Catalog(messages, {}, lang)
    return [each.message for each in check(catalog, path="a.po", checks=[OTHER_LANGUAGE])]


def test_in_another_language_only_that_is_said() -> None:
    spanish = (
        "Los equipos de respuesta reciben los avisos de la comunidad y los analizan.",
        "La persona que llama dice lo que ha visto y cuándo lo ha visto en su equipo.",
        "No se debe apagar el servidor antes de que se haya guardado la memoria.",
        "Las copias de seguridad se guardan en un lugar que no está en la misma red.",
        "El informe explica lo que pasó, lo que se hizo y lo que queda por hacer.",
    )
    messages = tuple(
        Message(
            f"The team says what it has seen, and when it has seen it ({at}): it is done!",
            f"{text} !",
            state=State.TRANSLATED,
        )
        for at, text in enumerate(spanish * 8)
    )
    found = list(check(Catalog(messages, {"Language": "fr"}, "fr"), path="a.po"))
    assert {each.id for each in found} == {"other-language"}
