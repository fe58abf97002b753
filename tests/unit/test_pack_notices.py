"""LICENSE, ATTRIBUTION, REVIEW and ACCESSIBILITY: they say what the manifest says, in the reader's language too."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from ccb_l10n.model import State
from ccb_l10n.packs import notices
from ccb_l10n.packs.interface import interface
from ccb_l10n.packs.manifest import Override, Values, told
from ccb_l10n.packs.tally import PageTally, Whose

MIXED = PageTally(
    "modules/1.md",
    {State.DRAFT: 3, State.TRANSLATED: 4, State.REVIEWED: 2, State.UNTRANSLATED: 1},
    {
        Whose.HUMAN: 4,
        Whose.MACHINE_REVIEWED: 1,
        Whose.MACHINE_UNREVIEWED: 3,
        Whose.REGIONAL: 1,
        Whose.SOURCE_FALLBACK: 1,
    },
)
DONE = PageTally("index.md", {State.TRANSLATED: 5}, {Whose.HUMAN: 5})
VALUES = Values(
    "course", "A course", "fr", "en", "ccb-l10n 0.1.0", {"stale": 7}, (DONE, MIXED), {"LICENSE": ("0" * 64, 1)},
    ("html", "epub"), version="1.2", licence="CC-BY-4.0", engines={"argos 1.9": 3}, reviewers={"A team": 2},
)  # fmt: skip
LOGO = Override("logo", "l.svg", "", "", "", "f" * 64)


def made(**changes: Any) -> dict[str, Any]:
    return told(replace(VALUES, **changes))


@pytest.mark.parametrize("lang", ["en", "fr", "es", "pt", "ru", "sw", "ar", "zh"])
def test_review_is_in_the_packs_language_and_in_english(lang: str) -> None:
    text = notices.review(made(language=lang))
    for words in (interface(lang), interface("en")):
        for told_of, count in ((_HUMAN, 9), (_MACHINE, 3), (_TAKEN, 1), (_REGION, 1), (_RECORDED, 2), (_STALE, 7)):
            assert f"{words(told_of, count=count)}\n" in text
        assert words("How to report an error") in text
    assert text.count("modules/1.md") == (1 if lang == "en" else 2)
    assert ("-" * 72 in text) == (lang != "en")


_HUMAN = "Translated by a person: {count}"
_MACHINE = "Written by a machine, and no person has reviewed it: {count}"
_TAKEN = "Written by a machine and taken over by a person: {count}"
_REGION = "Written by the region itself: {count}"
_RECORDED = "With a recorded review: {count}"
_STALE = "Messages whose translation is out of date, so that the original is shown: {count}"


def test_review_in_english_word_for_word() -> None:
    assert (
        notices.review(made(language="tet", with_drafts=False))
        == """\
A course 1.2
How complete and how reviewed this pack is

Passages in tet: 14 of 15 (93%)
- Translated by a person: 9
- Written by a machine and taken over by a person: 1
- Written by a machine, and no person has reviewed it: 3
- Written by the region itself: 1
- Not translated and shown in English: 1
- With a recorded review: 2
Messages whose translation is out of date, so that the original is shown: 7
Machine drafts were left out of this pack.
Machine text by: argos 1.9 (3)
Reviewed by: A team (2)
Open findings of the checks: errors 0, warnings 0

Page by page
- index.md: 5 of 5, unreviewed machine text 0
- modules/1.md: 9 of 10, unreviewed machine text 3

How to report an error
Write to whoever gave you this pack: the page, the sentence, and what it should say.
"""
    )


def test_what_there_is_nothing_of_is_not_said() -> None:
    text = notices.review(made(language="tet", pages=(DONE,), counts={}, engines={}, reviewers={}))
    for words in ("machine and", "no person", "region", "out of date", "left out", "Machine text by", "Reviewed by"):
        assert words not in text
    assert "(100%)" in text
    assert "With a recorded review: 0" in text


def test_a_pack_that_lacks_one_passage_of_a_thousand_is_not_called_whole() -> None:
    nearly = PageTally("a.md", {State.TRANSLATED: 1000}, {Whose.HUMAN: 999, Whose.SOURCE_FALLBACK: 1})
    assert "999 of 1000 (99%)" in notices.review(made(language="tet", pages=(nearly,)))


def test_left_to_right_runs_are_isolated_in_arabic() -> None:
    own, english = notices.review(made(language="ar")).split("-" * 72)
    assert "\u2068modules/1.md\u2069" in own
    assert "\u2068argos 1.9 (3)\u2069" in own
    assert not re.search("[\u2066-\u2069]", english)


@pytest.mark.parametrize("own", ["Everything is free.\n", "Everything is free."])
def test_the_courses_own_licence_file_is_the_licence(own: str) -> None:
    assert notices.licence(made(), own) == "Everything is free.\n"


def test_a_licence_by_its_name() -> None:
    text = notices.licence(made(), None)
    assert "    CC-BY-4.0\n" in text
    assert "https://spdx.org/licenses/CC-BY-4.0.html" in text
    assert "A course, version 1.2 is published" in text


@pytest.mark.parametrize("name", ["MIT OR CC0-1.0", "LicenseRef-ministry", "© the ministry"])
def test_a_name_that_is_no_identifier_leads_to_no_page(name: str) -> None:
    text = notices.licence(made(licence=name), None)
    assert f"    {name}\n" in text
    assert ".html" not in text


def test_without_a_licence_all_rights_are_reserved() -> None:
    assert "ask them before you copy it" in notices.licence(made(licence=""), None).replace("\n", " ")


def test_attribution_names_whom_it_knows() -> None:
    text = notices.attribution(
        made(source_commit="c" * 40, region="west-africa", overrides=(LOGO,)),
        title="Un cours", translators=("A translator", "A team"), own="figure.svg: by the authors\n",
        fonts=("Noto, OFL-1.1",),
    )  # fmt: skip
    for line in (
        "Course: A course, version 1.2", "In this pack: Un cours", "Original language: English (en)",
        f"Source commit: {'c' * 40}", "Licence: CC-BY-4.0", "Language: French (fr)",
        "Translated by: A translator, A team",
        "Machine text by: argos 1.9 (3)", "Reviewed by: A team (2)", "Fonts: Noto, OFL-1.1",
        "Region: west-africa; parts replaced or added: 1", "figure.svg: by the authors",
    ):  # fmt: skip
        assert f"{line}\n" in text
    assert "This is an adaptation" in text


def test_attribution_of_a_pack_in_the_courses_own_language() -> None:
    text = notices.attribution(made(language="en", engines={}, reviewers={}), title="A course")
    for words in (
        "Translated",
        "adaptation",
        "In this pack",
        "Region",
        "Glossary",
        "Fonts",
        "Sources",
        "Source commit",
    ):
        assert words not in text
    assert notices.attribution(made()).count("nobody is named in the catalog") == 1


def test_a_title_in_arabic_keeps_to_itself() -> None:
    text = notices.attribution(made(title="دورة", licence=""))
    assert "Course: \u2068دورة\u2069, version 1.2\n" in text
    assert "Licence: not said\n" in text


@pytest.mark.parametrize("form", ["html", "single", "kolibri", "scorm", "epub", "pdf", "docx", "markdown", "gift"])
def test_accessibility_speaks_of_the_formats_that_are_there(form: str) -> None:
    text = notices.accessibility(made(formats=(form,)))
    lines = re.findall(r"^([a-z, ]+):", text, re.MULTILINE)
    assert len(lines) == 1
    assert form in lines[0].split(", ")
    assert ("small screens" in text) == (form == "pdf")
    assert "WCAG" in text


def test_accessibility_warns_of_machine_text_where_there_is_some() -> None:
    assert "Machine text" in notices.accessibility(made())
    assert "Machine text" not in notices.accessibility(made(pages=(DONE,)))


def test_lines_are_short_enough_for_any_window() -> None:
    for text in (notices.accessibility(made()), notices.licence(made(), None), notices.attribution(made())):
        assert max(map(len, text.splitlines())) <= 88
