"""What translators' tools suggest: good terms only, the nearest region's first, and honest about reviews."""

from __future__ import annotations

from dataclasses import replace

import polib
import pytest

from ccb_l10n.catalog import po
from ccb_l10n.model import Concept, Term
from ccb_l10n.reports.glossary_po import glossary
from ccb_l10n.terminology.exchange import formats
from ccb_l10n.terminology.exchange.pairs import omegat, pairs, terms_in
from glossary_samples import own

TEAM = Concept(
    "csirt", "cyber", "draft", "A team that\nresponds.", "us", "error", "lemma",
    (
        Term("en", "incident response team", acronym="CSIRT"),
        Term("en", "response team", "admitted"),
        Term("en", "fire brigade", "forbidden"),
        Term("fr", "équipe de réponse", note="Au long."),
        Term("fr", "équipe de riposte", "admitted", reviewer="A. B."),
        Term("fr", "brigade", "forbidden"),
        Term("fr", "équipe", "deprecated"),
        Term("fr-CA", "équipe de riposte"),
        Term("fr-CA", "équipe de réponse", "deprecated"),
    ),
)  # fmt: skip


def test_the_nearest_region_has_the_word() -> None:
    assert [(term.lang, term.text, term.status) for term in terms_in(TEAM, "fr-CA")] == [
        ("fr-CA", "équipe de riposte", "preferred"),
        ("fr-CA", "équipe de réponse", "deprecated"),
        ("fr", "équipe", "deprecated"),
        ("fr", "brigade", "forbidden"),
    ]
    assert [term.text for term in terms_in(TEAM, "fr-BE")] == [term.text for term in terms_in(TEAM, "fr")]


def test_every_good_english_spelling_has_its_targets() -> None:
    found = list(pairs([TEAM, replace(TEAM, id="old", status="deprecated")], "fr"))
    assert [pair.source for pair in found] == ["incident response team", "CSIRT", "response team"]
    assert {tuple(term.text for term in pair.targets) for pair in found} == {("équipe de réponse", "équipe de riposte")}
    assert {tuple(term.text for term in pair.avoid) for pair in found} == {("équipe", "brigade")}


@pytest.mark.parametrize(
    ("concept", "lang", "reviewed"),
    [(TEAM, "fr", False), (replace(TEAM, status="approved"), "fr", True), (TEAM, "fr-CA", False)],
)
def test_who_stands_for_a_pair(concept: Concept, lang: str, reviewed: bool) -> None:
    assert {pair.reviewed for pair in pairs([concept], lang)} == {reviewed}


def test_omegat_gets_three_columns_on_one_line_each() -> None:
    lines = omegat([TEAM], "fr").decode().split("\n")
    assert lines[0] == "# ccb-l10n: en to fr" and lines[-1] == ""
    cells = [line.split("\t") for line in lines[1:-1]]
    assert [(source, target) for source, target, _ in cells] == [
        (source, target)
        for source in ("incident response team", "CSIRT", "response team")
        for target in ("équipe de réponse", "équipe de riposte")
    ]
    assert cells[0][2] == "A team that responds. Au long. Nobody has reviewed this term."
    assert cells[1][2] == "A team that responds."  # which somebody reviewed


def test_a_source_that_omegat_takes_for_a_comment_is_left_out() -> None:
    hashtag = replace(TEAM, terms=(Term("en", "#stop"), Term("en", "stop", "admitted"), Term("fr", "stop")))
    assert [line.split("\t")[0] for line in omegat([hashtag], "fr").decode().splitlines()[1:]] == ["stop"]


def test_po_has_a_message_a_spelling_with_its_concept_as_the_context() -> None:
    text = glossary([TEAM], "fr")
    first = polib.pofile(text)[0]
    assert (first.msgctxt, first.msgid, first.msgstr) == ("csirt", "incident response team", "équipe de réponse")
    assert first.comment.split("\n") == [
        "A team that responds.",
        "Also right: équipe de riposte",
        "Better avoided: équipe",
        "Do not use: brigade",
        "Au long.",
        "Nobody has reviewed this term.",
    ]
    assert not first.fuzzy
    assert polib.pofile(text).metadata["Language"] == "fr"
    assert polib.pofile(glossary([TEAM], "sw"))[0].msgstr == ""


def test_our_own_po_glossaries_are_catalogs() -> None:
    for lang in ("fr", "ar", "zh", "pt-BR"):
        text = glossary(own(), lang)
        catalog = po.parse(text.encode(), "f")
        assert po.render(catalog) == text
        assert catalog.locale == lang
        assert [message.key for message in catalog.messages] == [(p.concept.id, p.source) for p in pairs(own(), lang)]


@pytest.mark.parametrize(
    ("form", "lost"),
    [
        ("csv", set()),
        ("html", set()),
        ("tsv", {"concept-source", "concept-status", "match", "reviewer", "severity", "status", "subject", "term"}),
        ("po", {"concept-source", "concept-status", "match", "reviewer", "severity", "subject"}),
        ("martif", {"concept-source", "concept-status", "match", "reviewer", "severity", "subject"}),
        ("tbx", {"match", "severity"}),
    ],
)
def test_what_a_format_cannot_hold_is_counted(form: str, lost: set[str]) -> None:
    found = formats.lost(form, [TEAM], ("fr",))
    assert set(found) == lost
    assert set(found.values()) <= {1}
