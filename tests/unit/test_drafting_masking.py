"""Masking hides markup and gives it back; anything that an engine did to it is found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.drafting.masking import ADDED, LOST, ORDER, faults, mask, restore

CODE = re.compile(r"`[^`]+`|\]\([^)]*\)|<[^>]+>")


def find(source: str) -> list[tuple[int, int]]:
    return [match.span() for match in CODE.finditer(source)]


def masked(source: str):
    return mask(source, find(source))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Run `ls -l` now.", "Run REF0 now."),
        ("**Note**: read [the plan](plan.md).", "REF0 Note REF1: read REF2 the plan REF3."),
        ("Use `a`, `b` or `c`.", "Use REF0 or REF1."),
        ("Well done 🎉👍🏽 team", "Well done REF0 team"),
        ("Press 1️⃣ here", "Press REF0 here"),
        ("Edit my_file_name or see www.example.org/a_b.", "Edit REF0 or see REF1."),
        ("Write to soc@example.org, please", "Write to REF0, please"),
        ("REF0 stays, `x` too", "REF0 stays, DOC0 too"),
        ("می‌خواهم", "می‌خواهم"),
        ("Wait… “no”, €5 – ok", "Wait… “no”, €5 – ok"),
        ("5 ≤ 7 ™", "5 REF0 7 REF1"),
    ],
)
def test_what_is_hidden(source: str, expected: str) -> None:
    result = masked(source)
    assert result.text == expected
    assert restore(result, result.text) == source


@given(st.text(alphabet="abé中ا ŨXREF01*_`[]()<>!\n.,/\\~$|🎉️‍™@", max_size=60))
def test_restoring_an_untouched_text_gives_the_source(source: str) -> None:
    result = masked(source)
    assert faults(result, result.text) == ()
    assert restore(result, result.text) == source


@given(st.text(alphabet="ab `[](u)<x>*🎉", max_size=40))
def test_no_markup_reaches_the_engine(source: str) -> None:
    assert not re.search(r"[*_~`\[\]<>\\|{}^$🎉]", masked(source).text)


def test_spacing_follows_the_source_around_moved_runs() -> None:
    result = masked("Open the **new** file `a.txt` now.")
    assert result.text == "Open the REF0 new REF1 file REF2 now."
    assert restore(result, "REF2 fichier REF0 nouveau REF1 ouvrez.") == "`a.txt` fichier **nouveau** ouvrez."
    assert restore(result, "LeREF2 est; lREF0") != ""  # not placeholders: too close to letters


def test_a_word_is_kept_off_a_run_that_stood_alone() -> None:
    result = masked("Run (`ls`) now")
    assert restore(result, "Lancez REF0maintenant") == "Lancez REF0maintenant"
    assert restore(result, "Lancez REF0 maintenant") == "Lancez `ls` maintenant"


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("REF0 gras REF1 et REF2", ()),
        ("REF2 et REF0 gras REF1", ()),  # code may move
        ("REF0 gras et REF2", (LOST,)),
        ("REF0 gras REF1 et REF2 REF2", (ADDED,)),
        ("REF0 gras REF1 et REF2 REF7", (ADDED,)),
        ("REF0 gras REF1 et REF2 *", (ADDED,)),
        ("REF0 gras REF1 et REF22", (LOST, ADDED)),
        ("REF1 gras REF0 et REF2", (ORDER,)),
        ("gras REF0 REF1 et REF2", (ORDER,)),  # emphasis around nothing
    ],
)
def test_faults(text: str, flags: tuple[str, ...]) -> None:
    assert faults(masked("**bold** and `code`"), text) == flags


@pytest.mark.parametrize("debris", ["RE", "REF", "EF0", "F1", "RE0", "REF0s"])
def test_debris_of_a_placeholder_is_no_word(debris: str) -> None:
    result = masked("Text `in` the file")
    assert faults(result, f"Texte REF0 {debris} fichier") == (ADDED,)
    assert faults(result, "Texte REF0 le fichier") == ()


def test_a_word_of_the_source_is_no_debris() -> None:
    result = masked("RE: the `in` file of F1")
    assert faults(result, "RE : le REF0 fichier de F1") == ()
    assert faults(masked("Read the file of F1"), "Lisez RE") == ()
