"""Typography: what breaks a language's rules is found and repaired, and what only looks like it is left alone."""

from __future__ import annotations

import pytest

from ccb_l10n.checks.problem import Check
from ccb_l10n.checks.running import MARK, THING, running
from ccb_l10n.checks.typography import ROWS as TYPOGRAPHY
from ccb_l10n.model import Message, Severity, State
from check_cases import ROWS, Case, cases, check_case, problems

TABLES = ("french", "spanish", "arabic", "chinese", "marks")


@pytest.mark.parametrize("case", [case for name in TABLES for case in cases(f"typography-{name}")])
def test_each_case_is_judged_and_repaired_as_its_table_says(case: Case) -> None:
    check_case(case)


def test_every_row_has_a_case_that_it_speaks_of() -> None:
    spoken = {each for name in TABLES for case in cases(f"typography-{name}") for each in case.values[0].finds}
    assert {row.id for row in TYPOGRAPHY} <= spoken


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_says_what_why_and_how(row: Check) -> None:
    assert row.summary
    assert row.why.endswith(".")
    assert row.fix.endswith(".")
    assert row.severity is not Severity.ERROR or row.id == "bidi-override"


@pytest.mark.parametrize("state", [State.STALE, State.UNTRANSLATED, State.OBSOLETE])
def test_a_target_that_is_not_shipped_is_not_judged(state: State) -> None:
    message = Message("Read: this", 'Lisez : "ceci" ,, (là  dans dans \u202ele', state=state)
    assert problems(message, "fr") == []


def test_all_plural_targets_are_judged() -> None:
    message = Message("a: b", "un\u00a0: b", state=State.TRANSLATED, plural="c: d", targets=("un\u00a0: b", "des : d"))
    [(name, problem)] = problems(message, "fr")
    assert (name, problem.target, problem.edits) == ("french-spaces", "des : d", ((3, 4, "\u00a0"),))


def test_one_problem_tells_all_its_places_and_marks_the_first() -> None:
    [(_, problem)] = problems(Message("A: b; c: d", "Un : b ; c : d", state=State.TRANSLATED), "fr")
    assert problem.text == "a space that breaks before “:” (2 times), a space that breaks before “;”"
    assert problem.span == (2, 4)
    assert problem.edits == ((2, 3, "\u00a0"), (6, 7, "\u202f"), (10, 11, "\u00a0"))


def test_an_unknown_language_gets_the_rules_of_all_languages_only() -> None:
    message = Message("a, b: c", 'a , b : c "d"', state=State.TRANSLATED)
    assert [each for each, _ in problems(message, "")] == ["space-before-mark"]


def test_a_heading_may_end_without_its_full_stop() -> None:
    source, target = "How a team begins its work.", "Comment une équipe commence son travail"
    heading = Message(source, target, state=State.TRANSLATED, extracted=("heading 2 · Module 1",))
    paragraph = Message(source, target, state=State.TRANSLATED, extracted=("paragraph · Module 1",))
    assert problems(heading, "fr") == []
    assert [each for each, _ in problems(paragraph, "fr")] == ["end-punctuation"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`a` b", "### b"),
        ("[a](b.md) c", "[a]++++++ c"),
        ('[a](b "c") d', "[a]++++c++ d"),
        ("![a](b.png)", "+[a]+++++++"),
        ("<b>a</b>", "+++a++++"),
        ("<code>a: b</code>!", "++++++####+++++++!"),
        ("a[^1]: b", "a++++: b"),
        ("a&nbsp;: b", "a" + 6 * "\u00a0" + ": b"),
        ("Q&A; &product-name;: b", "Q### ##############: b"),
        ("a&amp;b", "a#####b"),
        ("\\: a", "## a"),
        ("a@b.org, {0} %s", "#######, ### ##"),
        ("{{a}} :b: $c$", "##### ### ###"),
    ],
)
def test_running_text_keeps_offsets_and_hides_what_is_no_prose(text: str, shown: str) -> None:
    hidden = running(text)
    assert len(hidden) == len(text)
    assert hidden.replace(THING, "#").replace(MARK, "+") == shown
