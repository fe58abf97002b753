"""The words of images and titles are translated apart, and a run that had words keeps some."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_drafting_ladder import Scripted, Work

from ccb_l10n.drafting.aside import apart
from ccb_l10n.drafting.fill import draft, planned
from ccb_l10n.drafting.inside import hollow
from ccb_l10n.drafting.ladder import Rules
from ccb_l10n.drafting.masking import Masked, mask
from ccb_l10n.drafting.quality import EMPTY
from ccb_l10n.markdown.inline import protected
from ccb_l10n.model import Draft, Message


def masked(source: str) -> Masked:
    return mask(source, protected(source))


def only(source: str, work: Work, target: str = "fr") -> Draft:
    (made,) = draft([Message(source)], Scripted(work), Rules(target=target))
    return made


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("See ![the code](u) now", ["See REF0 now", "the code"]),
        ('See ![the code](u "a title") now', ["See REF0 now", "the code", "a title"]),
        ('See [the plan](u "a title") now', ["See REF0 the plan REF1 now", "a title"]),
        ("See [![the code](u)](v) now", ["See REF0 now", "the code"]),
        ("![the `x` code](u)", ["REF0", "the REF0 code"]),
        ("See [the plan](u) now", None),
        ("![one\ntwo](u) a", None),
    ],
)
def test_what_is_translated_apart(source: str, parts: list[str] | None) -> None:
    cut = apart(masked(source))
    assert (cut and [part.text for part in cut.parts]) == parts


PIECES = st.sampled_from(["read", " the plan", "![", "](u)", '](u "', '")', "[", "**", "`x`", " ", "\n", "<br>", "."])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_joining_the_parts_gives_the_text_again(source: str) -> None:
    text = masked(source)
    cut = apart(text)
    if cut:
        assert cut.join([part.text for part in cut.parts]) == text.text


def test_no_word_of_an_image_is_spilled() -> None:
    def spilling(text: str, gentle: bool) -> list[str]:
        return [re.sub(r"(REF0) (.+) (REF1)", r"\1 Code \3 \2", text).upper()]

    made = only("![Signal contact code](u){ width=3 } Scan it", spilling)
    assert made.target == "![SIGNAL CONTACT CODE](u){ width=3 } SCAN IT"
    assert only('[Plan](u "The plan")', lambda text, gentle: [f"le {text}"]).target == '[Le Plan](u "Le The plan")'


def test_a_title_is_not_ended_by_its_own_mark() -> None:
    made = only("[Plan](u 'The plan')", lambda text, gentle: [f"l'{text}"], "es")
    assert made.target == "[L'Plan](u 'L’The plan')"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("DoH <br>DoT", "REF0 DoT"),
        ("Staff[^1]", "REF0"),
        ("Yes [the plan](u)", "REF0 le plan REF1"),
        ("**also:** this one", "REF0 : REF1 celui-ci"),
        ("**one** and **two words**", "REF0 REF1 et REF2 deux mots REF3"),
    ],
)
def test_runs_without_words_are_seen(source: str, target: str) -> None:
    text = masked(source)
    assert hollow(text, target) == (source != "DoH <br>DoT")
    assert not hollow(text, text.text)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The [plan](u)", "REF0 Le plan REF1"),  # other languages have no article, or keep it inside
        ("Run `ls` now", "Lancez maintenant REF0"),
        ("**42** is it", "REF0 42 REF1 c'est"),
    ],
)
def test_words_may_move(source: str, target: str) -> None:
    assert not hollow(masked(source), target)


@pytest.mark.parametrize(
    "source", ["Anonymized[^1]", "One <br>Two", ":material-account: Staff", "Yes [:link:](u)", "**also:** go", "`a` b"]
)
def test_markup_alone_is_no_translation(source: str) -> None:
    """An engine that gives back nothing but placeholders and marks."""
    made = only(source, lambda text, gentle: [re.sub(r"\b(?!(?:REF|DOC|K)\d)\w+", "", text).strip()])
    assert (made.target, made.flags) == ("", (EMPTY,))


def test_each_side_of_a_break_is_a_sentence() -> None:
    asked = [part.masked.text for part in planned("This <br>Then that<br/>**No**", Rules()).parts]
    assert asked == ["This", "Then that", "No"]
    assert [part.masked.text for part in planned("a long <br> sentence", Rules()).parts] == ["a long REF0 sentence"]


def test_a_name_alone_is_copied() -> None:
    assert planned('[:icon:](u "GitHub") **OpenPGP**', Rules()).parts == []
