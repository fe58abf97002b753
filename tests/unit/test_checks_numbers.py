"""Numbers, units and dates reach the target in its language's own writing, or the translator is told."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from ccb_l10n.checks import figures, numbers, spelled, units
from ccb_l10n.checks.problem import Problem
from ccb_l10n.model import Message, Severity, State
from check_cases import Case, cases, problems, setting, spans_hold

ROWS = (*numbers.ROWS, *units.ROWS)


def _message(source: str, target: str, **more: object) -> Message:
    return Message(source, target, state=State.TRANSLATED, **more)  # type: ignore[arg-type]


def _found(source: str, target: str, lang: str = "fr") -> list[tuple[str, Problem]]:
    return problems(_message(source, target), lang, ROWS)


@pytest.mark.parametrize("case", cases("numbers"))
def test_numbers_are_judged_as_their_table_says(case: Case) -> None:
    found = problems(case.message, case.lang, numbers.ROWS)
    assert {each for each, _ in found} == case.finds
    assert spans_hold(case.message, found)


@pytest.mark.parametrize("case", cases("units"))
def test_units_and_months_are_judged_as_their_table_says(case: Case) -> None:
    found = problems(case.message, case.lang, units.ROWS)
    assert {each for each, _ in found} == case.finds
    assert spans_hold(case.message, found)


def test_a_changed_number_is_named_and_marked() -> None:
    [(name, problem)] = _found("Open port 443 now.", "Ouvrez le port 8443.")
    assert (name, problem.text) == ("number-changed", "the source says 443, the translation 8443")
    assert "Ouvrez le port 8443."[slice(*problem.span or ())] == "8443"


def test_a_number_is_marked_as_the_target_writes_it() -> None:
    [(_, problem)] = _found("in 1993", "في عام ١٩٩٢", "ar")
    assert problem.text == "the source says 1993, the translation ١٩٩٢"


def test_a_year_is_not_taken_for_its_last_digits() -> None:
    [(_, problem)] = _found("In 2020, 20 people", "En 2020, 21 personnes")
    assert problem.text == "the source says 20, the translation 21"


def test_many_lost_numbers_are_one_problem() -> None:
    [(name, problem)] = _found("On 21, 22, 23, 24, 25 and 26.", "Jamais.")
    assert (name, problem.text) == ("number-lost", "the translation lacks the numbers 21, 22, 23, 24, ...")


def test_a_unit_is_named_in_both_texts() -> None:
    [(_, problem)] = _found("within 72 hours", "sous 72 jours")
    assert problem.text == "72 hours in the source, 72 days in the translation"
    assert "sous 72 jours"[slice(*problem.span or ())] == "jours"


def test_lost_numbers_are_no_more_than_an_info() -> None:
    severities = {row.id: row.severity for row in ROWS}
    assert severities["number-lost"] is Severity.INFO
    assert {severities[each] for each in severities if each.endswith("changed")} == {Severity.WARNING}


@pytest.mark.parametrize("state", [State.UNTRANSLATED, State.STALE, State.OBSOLETE])
def test_what_is_not_shipped_is_not_looked_at(state: State) -> None:
    message = Message("Open port 443 on March 3, for 72 hours.", "le port 444, le 3 avril, 72 jours", state=state)
    assert problems(message, "fr", ROWS) == []


def test_a_plural_form_may_say_what_either_source_says() -> None:
    whole = {"plural": "15 days", "targets": ("un jour", "15 jours")}
    assert problems(_message("1 day", "un jour", **whole), "fr", ROWS) == []
    wrong = {"plural": "15 days", "targets": ("un jour", "16 jours")}
    [(name, problem)] = problems(_message("1 day", "un jour", **wrong), "fr", ROWS)
    assert (name, problem.target) == ("number-changed", "16 jours")


def test_each_message_is_compared_for_itself() -> None:
    """The two rows share what was found for a message; the next one must not get it."""
    where = setting("fr")
    one, other = _message("port 443", "port 444"), _message("port 443", "le port")
    found = [[row.id for row in numbers.ROWS for _ in row.function(each, where)] for each in (one, other, one)]
    assert found == [["number-changed"], ["number-lost"], ["number-changed"]]


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("7", {Decimal(7)}),
        ("1,000", {Decimal(1000)}),
        ("1,500", {Decimal(1500), Decimal("1.5")}),
        ("1.000.000", {Decimal(1000000), "1.000.000", "1.000"}),
        ("1.000,5", {Decimal("1000.5")}),
        ("1,00,000", {Decimal(100000)}),
        ("192.168.1.10", {"192.168.1.10"}),
        ("2.0", {Decimal(2), "2.0"}),
    ],
)
def test_a_figure_has_every_reading_that_some_language_gives_it(written: str, values: set[figures.Reading]) -> None:
    [figure] = figures.figures(written, "fr")
    assert set(figure.readings) == values


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("二十四", 24),
        ("一百零五", 105),
        ("三千五百万", 35_000_000),
        ("二〇二四", 2024),
        ("万", 10_000),
    ],
)
def test_chinese_numerals_are_read(numeral: str, value: int) -> None:
    assert list(spelled.han(f"有{numeral}个")) == [value]


@pytest.mark.parametrize("lang", ["en", "fr", "es", "pt", "ru", "ar", "sw", "zh"])
def test_each_language_has_all_its_months_and_numbers(lang: str) -> None:
    assert spelled.has_words(lang)
    if lang != "zh":
        assert spelled._month(lang).groups == 12
        assert len(spelled._stems(lang)) == 28
        assert spelled.names_month("xyz 1", lang) is False


def test_hostile_numbers_cost_little() -> None:
    texts = ["1" * 100_000, "1.2," * 30_000, "1 000 " * 20_000, " ".join(map(str, range(20_000))), "三" * 100_000]
    start = time.perf_counter()
    for text in texts:
        for target in ("le port 444", text[:-9]):
            _found(f"port 443 {text}", target)
            _found(f"port 443 {text}", target, "zh")
    assert time.perf_counter() - start < 20
