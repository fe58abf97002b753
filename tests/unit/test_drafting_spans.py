"""Cuts of masked sentences lose nothing: joining their parts gives the sentence again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.drafting.inside import moved
from ccb_l10n.drafting.masking import Masked, mask, restemmed, restore
from ccb_l10n.drafting.recast import forms
from ccb_l10n.drafting.spans import clauses, edges, lead_in, whole_runs
from ccb_l10n.markdown.inline import protected


def masked(source: str) -> Masked:
    return mask(source, protected(source))


PIECES = st.sampled_from(
    [
        "read",
        "the plan",
        "**",
        "*",
        "[",
        "](u)",
        "`x`",
        "<b>",
        "</b>",
        ": ",
        ", and ",
        "; ",
        " – ",
        " (",
        ") ",
        " ",
        "_",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_joining_what_was_cut_restores_the_source(source: str) -> None:
    whole = masked(source)
    for cut in (whole_runs(whole), clauses(whole, whole=True), clauses(whole, whole=False)):
        if cut:
            again = cut.join([part.text for part in cut.parts])
            assert " ".join(restore(whole, again).split()) == " ".join(source.split())
    assert restore(restemmed(whole, "K"), restemmed(whole, "K").text) == source


@pytest.mark.parametrize(
    ("source", "outer", "inner"),
    [
        ("see [the plan](p.md) now", "see REF0 now", ["the plan"]),
        ("a **[b](c)** d", "a REF0 d", ["b"]),
        ("a **b *c* d** e", "a REF0 e", ["b REF0 c REF1 d"]),
        ("press <kbd>Enter key</kbd> and `x`", "press REF0 and REF1", ["Enter key"]),
        ("*a* or *b*", "REF0 or REF1", ["a", "b"]),
    ],
)
def test_whole_runs_stand_behind_one_placeholder(source: str, outer: str, inner: list[str]) -> None:
    cut = whole_runs(masked(source))
    assert cut
    assert [part.text for part in cut.parts] == [outer, *inner]


@pytest.mark.parametrize("source", ["plain", "`a` b", "2 * 3", "a ** b", "[a]"])
def test_what_has_no_whole_run_is_not_cut(source: str) -> None:
    cut = whole_runs(masked(source))
    assert cut is None or source == "[a]"


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("Read the plan: `a` opens it", ["Read the plan:", "REF0 opens it"]),
        ("Read the plan, and wait for `a`", ["Read the plan", "and wait for REF0"]),
        ("Read the plan (see `a` and `b`)", ["Read the plan", "(see REF0 and REF1)"]),
        ("Read *the plan; then wait* now", None),
        ("Read: wait", None),
        ("Tom, Ann and Joe", None),
    ],
)
def test_clauses(source: str, parts: list[str] | None) -> None:
    cut = clauses(masked(source), whole=True)
    assert (cut and [part.text for part in cut.parts]) == parts


@pytest.mark.parametrize(
    ("source", "core"),
    [
        ("**read it**", "read it"),
        ("**read** it", "REF0 read REF1 it"),
        ("🎉 read it [^1]", "read it"),
        (":material-history: Read it[^1]", "Read it"),
        ("![](u){ align=right } read it", "read it"),
        ("read it {{ name }}", "read it REF0"),
        ("Connect to 10.0.0.1", "Connect to REF0"),
        ("*a* and *b*", "REF0 a REF1 and REF2 b REF3"),
        ("`ls`: lists", "REF0: lists"),
        (" **[read](x)** ", "read"),
    ],
)
def test_edges_come_off_only_whole(source: str, core: str) -> None:
    text = masked(source)
    start, end = edges(text, text.text)
    assert text.text[start:end] == core


@pytest.mark.parametrize(
    ("source", "lead"),
    [
        ("**Note:** read", "REF0 Note:REF1"),
        ("[Link](x) – read", "REF0 Link REF1"),
        ("**Read** it", ""),
        ("**Note:**", ""),
        ("a **Note:** read", ""),
    ],
)
def test_lead_ins(source: str, lead: str) -> None:
    text = masked(source)
    end, at = lead_in(text, text.text)
    assert text.text[:end] == lead
    assert not end or text.text[at:] == "read"


def test_marks_around_other_words_are_seen() -> None:
    text = masked("see [plan](p.md) and wait for the team")
    assert not moved(text, "voir REF0 le plan REF1 et attendre")
    assert moved(text, "voir REF0 le plan et attendre toute l'équipe REF1")


@pytest.mark.parametrize(
    ("source", "forms_of_it"),
    [
        ("READ `a` FIRST", ["Read REF0 first", "READ REF0 FIRST."]),
        ("Contact List of NIST", ["Contact list of NIST", "Contact List of NIST."]),
        ("Read it.", ["Read it"]),
        ("Who reads it?", []),
        ("NIST", ["NIST."]),
    ],
)
def test_forms(source: str, forms_of_it: list[str]) -> None:
    assert [form.masked.text for form in forms(masked(source), "fr")] == forms_of_it


def test_capitals_and_marks_come_back() -> None:
    shouted, dotted = forms(masked("READ `a` FIRST"), "fr")
    assert shouted.back(["lisez d’abord REF0"]) == "LISEZ D’ABORD REF0"
    assert dotted.back(["lisez REF0."]) == "lisez REF0"
    (bare,) = forms(masked("Read it."), "zh")
    assert bare.back(["阅读"]) == "阅读。"
