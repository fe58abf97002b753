"""The page of a language: whole, safe, marked by language and direction, and honest about reviews."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from ccb_l10n.model import Concept, Term
from ccb_l10n.reports.glossary import glossary
from ccb_l10n.terminology.sources import Source
from glossary_samples import glossaries, own, patient
from strict_html import StrictPage

PLAN = Concept(
    "plan", "cyber", "draft", "A plan.", "us, cf. them", "error", "lemma",
    (
        Term("en", "plan", acronym="P"),
        Term("ar", "خطة", gender="feminine", note="Short."),
        Term("ar", "مخطط", "forbidden"),
        Term("fr", "plan", reviewer="A. B.", date="2026-11-22"),
    ),
    related=("capability", "elsewhere"), sources=("guide", "book", "unknown"), note="Mind the gap.",
)  # fmt: skip
ABLE = Concept("capability", "cyber", "approved", "To be able.", "us", "watch", "lemma", (Term("en", "capability"),))
SOURCES = {
    "guide": Source("guide", "Guide", "NIST", "free", "copy", "https://example.org/?a=1&b=2"),
    "book": Source("book", "Book", "UN", "none", "cite", "javascript:alert(1)"),
}


def test_terms_and_definitions_are_marked_by_language_and_direction() -> None:
    page = StrictPage(glossary([PLAN, ABLE], "ar", SOURCES))
    assert page.tags[0] == ("html", {"lang": "ar", "dir": "rtl"})
    assert page.of("خطة") == page.of("مخطط") == {("ar", "rtl")}
    assert page.of("A plan.") == page.of("Mind the gap.") == page.of("Search") == {("en", "ltr")}
    assert StrictPage(glossary([PLAN], "fr")).tags[0] == ("html", {"lang": "fr", "dir": "ltr"})
    assert "العربية – Arabic (ar)" in {said for tag, _, _, said in page.texts if tag == "h1"}


def test_statuses_are_words_and_missing_terms_are_said() -> None:
    page = glossary([PLAN, ABLE], "ar", SOURCES)
    said = [text for _, _, _, text in StrictPage(page).texts]
    assert "use this, feminine" in said and "do not use" in said
    assert "No settled term in Arabic yet" in said
    assert page.index('id="plan"') < page.index("No settled term") < page.index('id="capability"')


@pytest.mark.parametrize(
    ("lang", "intro", "reviewed"),
    [("ar", "Nobody has reviewed any of them in Arabic.", False), ("fr", "A person has reviewed 1 of them.", True)],
)
def test_a_page_says_who_stands_for_its_terms(lang: str, intro: str, reviewed: bool) -> None:
    page = glossary([PLAN], lang)
    assert intro in page
    assert ("Nobody has reviewed this." in page) is not reviewed
    assert ("reviewed by A. B. 2026-11-22" in page) is reviewed


def test_links_lead_to_concepts_that_are_there_and_to_web_addresses_only() -> None:
    page = StrictPage(glossary([PLAN, ABLE], "fr", SOURCES))
    links = {attributes["href"] for tag, attributes in page.tags if tag == "a"}
    assert links == {"#plan", "#capability", "https://example.org/?a=1&b=2"}
    assert page.of("UN, Book") and page.of("elsewhere")


def test_deprecated_concepts_are_no_longer_shown() -> None:
    assert 'id="plan"' not in glossary([replace(PLAN, status="deprecated"), ABLE], "fr")


def test_terms_are_in_alphabetical_order_without_accents_and_case() -> None:
    names = ("zone", "École", "eau", "Électron", "étage")
    concepts = [replace(PLAN, id=f"c{at}", terms=(Term("fr", name),)) for at, name in enumerate(names)]
    page = StrictPage(glossary(concepts, "fr"))
    links = [said for tag, _, _, said in page.texts if tag == "a"]
    assert links == ["eau", "École", "Électron", "étage", "zone"]


@patient
@given(glossaries)
def test_no_text_breaks_out_of_its_place(found: list[Concept]) -> None:
    hostile = [replace(each, definition=f"<script>\"{each.definition}'&</p>", note="\x1b\u202e") for each in found]
    for lang in ("fr", "ar"):
        page = glossary(hostile, lang, SOURCES)
        assert [tag for tag, _ in StrictPage(page).tags].count("script") == 1  # the search
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", page)


@pytest.mark.parametrize("lang", ["en", "ar", "zh"])
def test_our_own_pages_stand_alone(lang: str) -> None:
    page = glossary(own(), lang)
    tags = StrictPage(page).tags
    assert not {tag for tag, _ in tags} & {"link", "img", "iframe", "object", "base"}
    assert not [name for _, attributes in tags for name in attributes if name == "src" or name[:2] == "on"]
    policy = next(each["content"] for tag, each in tags if tag == "meta" and "http-equiv" in each)
    assert re.fullmatch("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[^']+'", str(policy))
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {each.id for each in own()} <= set(ids)
    assert "@media print" in page and "prefers-color-scheme: dark" in page
