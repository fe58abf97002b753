"""`fixed` repairs what is safe, once and for all, and touches nothing else of a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ccb_l10n.catalog import po
from ccb_l10n.checks.fixing import edited, fixed
from ccb_l10n.checks.problem import Check, Problem, Setting
from ccb_l10n.markdown.inline import scan, signature
from ccb_l10n.model import Edit, Message, Origin, Severity, State
from check_cases import ROWS, problems, setting

FRENCH = Message("Read: this", "Lisez : ceci", state=State.TRANSLATED, origin=Origin.HUMAN, line=3, raw="as read")
MARKS = tuple(" \u00a0.,;:!?%()[]«»“”\"'*_`~<>$\\-\n\u200b\ufeff\u2066\u2069")
MARKUP = ("...", "``", "**", "](u)", "http://a.example/?b", "`a : b`", "<b>", "</b>", "<code>", "{{x}}", "[^1]")
WORDS = ("mot", "dans", "le", "TLP", "50", "的", "计划", "，", "。", "الخطة", "في", "слово", "в", "¿", "Qué")
TEXTS = st.lists(st.sampled_from(MARKS + MARKUP + WORDS), min_size=1, max_size=14).map("".join)
LANGUAGES = st.sampled_from(["fr", "fr-CA", "fr-CH", "es", "ar", "zh", "zh-TW", "ru", "pt", "sw", "de"])


def _row(*edits: Edit, text: str = "", target: str | None = None) -> Check:
    """A check that would make these edits wherever the target holds `text`."""

    def function(message: Message, where: Setting) -> Iterator[Problem]:
        if text in message.target:
            yield Problem("wrong", edits=edits, target=target)

    return Check("wrong", Severity.INFO, "wrong", "why.", "how.", function)


@given(TEXTS, TEXTS, LANGUAGES)
@settings(max_examples=400, deadline=None)
@example("a", "*: mot*: **: dans dans**", "fr")
@example("a", "的, **计划.**计划. ", "zh")
@example("a", "thunderbird- * ; a *b* , c", "pt")
@example("a", '"`a : b`" : <code>x : y</code> ; \\: !', "fr")
def test_fixing_settles_and_leaves_what_is_protected(source: str, target: str, lang: str) -> None:
    message = Message(source, target, state=State.TRANSLATED)
    once = fixed(message, setting(lang), ROWS)
    assert fixed(once, setting(lang), ROWS) is once
    assert signature(once.target) == signature(target)
    protected = [target[span.start : span.end] for span in scan(target)]
    assert [once.target[span.start : span.end] for span in scan(once.target)] == protected
    assert once.target.count("\n") == target.count("\n")
    assert replace(once, target=target) == message


@given(TEXTS, LANGUAGES)
@settings(max_examples=300, deadline=None)
def test_what_is_left_is_only_what_would_touch_markup(target: str, lang: str) -> None:
    if re.search(r"[*_~`\[\]<>$\\{}&]|http", target):
        return
    once = fixed(Message("a", target, state=State.TRANSLATED), setting(lang), ROWS)
    assert [name for name, problem in problems(once, lang) if problem.edits] == []


def test_only_the_target_changes_and_it_is_written_anew() -> None:
    now = fixed(FRENCH, setting("fr"), ROWS)
    assert now == replace(FRENCH, target="Lisez\u00a0: ceci")
    assert (now.raw, now.line) == ("", 3)
    assert "Lisez\u00a0: ceci" in po.written(now)


def test_a_message_without_problems_comes_back_itself() -> None:
    clean = replace(FRENCH, target="Lisez ceci")
    assert fixed(clean, setting("fr"), ROWS) is clean


@pytest.mark.parametrize("state", [State.DRAFT, State.TRANSLATED])
def test_what_ships_is_repaired_and_stays_what_it_was(state: State) -> None:
    now = fixed(replace(FRENCH, state=state, origin=Origin.MACHINE), setting("fr"), ROWS)
    assert (now.target, now.state, now.origin) == ("Lisez\u00a0: ceci", state, Origin.MACHINE)


@pytest.mark.parametrize("state", [State.REVIEWED, State.STALE, State.UNTRANSLATED, State.OBSOLETE])
def test_what_was_reviewed_or_does_not_ship_is_left_alone(state: State) -> None:
    message = replace(FRENCH, state=state)
    assert fixed(message, setting("fr"), [_row((0, 5, "Lis"))]) is message


def test_all_plural_targets_are_repaired() -> None:
    message = replace(FRENCH, plural="Read: these", targets=("Lisez : ceci", "Lisez : cela"))
    now = fixed(message, setting("fr"), ROWS)
    assert now.targets == ("Lisez\u00a0: ceci", "Lisez\u00a0: cela")
    assert now.target == now.targets[0]


def test_a_message_with_wrong_plurals_is_left_alone() -> None:
    where = setting("fr")
    catalog = replace(where.catalog, header={"Plural-Forms": "nplurals=2; plural=n > 1;"})
    message = replace(FRENCH, plural="Read: these", targets=("Lisez : ceci",))
    assert fixed(message, replace(where, catalog=catalog), ROWS) is message
    whole = replace(message, targets=("Lisez : ceci", "Lisez : cela"))
    assert fixed(whole, replace(where, catalog=catalog), ROWS) is not whole


@pytest.mark.parametrize(
    ("target", "edit"),
    [
        pytest.param("le `plan`", (4, 8, "code"), id="code"),
        pytest.param("le `plan`", (8, 9, ""), id="the end of code"),
        pytest.param("[a](b.md)", (4, 8, "c.md"), id="a link"),
        pytest.param("le **plan** a", (3, 5, "** "), id="emphasis that would show its asterisks"),
        pytest.param("le plan a", (3, 7, "*plan*"), id="emphasis that was none"),
        pytest.param("un\ndeux", (2, 3, " "), id="a hard break"),
        pytest.param("un", (0, 2, " "), id="all of it"),
    ],
)
def test_a_repair_that_would_touch_more_than_words_is_not_made(target: str, edit: Edit) -> None:
    message = replace(FRENCH, target=target)
    assert fixed(message, setting("fr"), [_row(edit)]) is message


def test_a_repair_that_cannot_be_made_does_not_stop_another() -> None:
    def function(message: Message, where: Setting) -> Iterator[Problem]:
        yield Problem("code", edits=((0, 1, ""),))
        if "plan" in message.target:
            yield Problem("word", edits=((4, 8, "projet"),))

    row = Check("two", Severity.INFO, "two", "why.", "how.", function)
    assert fixed(replace(FRENCH, target="`a` plan"), setting("fr"), [row]).target == "`a` projet"


def test_repairs_that_never_settle_are_not_made() -> None:
    rows = [_row((0, 1, "b"), text="a"), _row((0, 1, "a"), text="b")]
    one, other = replace(FRENCH, target="a"), replace(FRENCH, target="b")
    assert fixed(one, setting("fr"), rows) is one
    assert fixed(other, setting("fr"), rows) is other


def test_a_repair_may_call_for_another() -> None:
    rows = [_row((0, 1, "c"), text="b"), _row((0, 1, "b"), text="a")]
    assert fixed(replace(FRENCH, target="a"), setting("fr"), rows).target == "c"


def test_a_repair_of_another_target_is_not_made_here() -> None:
    assert fixed(FRENCH, setting("fr"), [_row((0, 5, "Lis"), target="Lisez")]) is FRENCH


@pytest.mark.parametrize(
    ("edits", "text"),
    [
        ([], "abcd"),
        ([(1, 2, "X"), (2, 3, "Y")], "aXYd"),
        ([(2, 3, "Y"), (1, 2, "X")], "aXYd"),
        ([(0, 2, "X"), (1, 3, "Y")], "Xcd"),
        ([(1, 1, "X"), (1, 1, "Y")], "aXbcd"),
        ([(1, 1, "X"), (1, 2, "Y")], "aXYcd"),
        ([(4, 4, "X")], "abcdX"),
        ([(3, 5, "X"), (-1, 0, "Y")], "abcd"),
    ],
)
def test_edits_are_applied_from_the_left_without_overlap(edits: list[Edit], text: str) -> None:
    assert edited("abcd", edits) == text
