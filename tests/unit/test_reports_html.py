"""The pages are whole, safe, self-contained, and say which language runs which way."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.checks.problem import Row
from ccb_l10n.model import Concept, Finding, Severity, State, Term
from ccb_l10n.reports import html
from ccb_l10n.reports.status import StatusRow

VOID = {"meta", "br", "input"}


class _Page(HTMLParser):
    """Reads a page strictly: every tag is closed in order. `marked` and `cells` are the texts of some elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.texts.append((*self.open[-1], data))

    def of(self, tag: str) -> list[str]:
        return [text for name, _, text in self.texts if name == tag]


def _term(target: str, lang: str | None, span: tuple[int, int] | None = None, source: str = "A plan") -> Finding:
    return Finding("forbidden-term", Severity.ERROR, "bad", "a.po", 4, lang, source, target, span, "use it", "plan")


@pytest.mark.parametrize(
    ("lang", "direction", "target", "span", "marked"),
    [
        ("fr", "ltr", "Le cryptage fort", (3, 11), "cryptage"),
        ("ar", "rtl", "استخدم تعمية قوية", (7, 12), "تعمية"),
        ("zh-Hans", "ltr", "使用加密码。", (2, 5), "加密码"),
        ("fa", "rtl", "<b>رمز</b>", (0, 3), "<b>"),
    ],
)
def test_texts_have_their_language_and_direction_and_the_words_marked(
    lang: str, direction: str, target: str, span: tuple[int, int], marked: str
) -> None:
    page = _Page(html.findings([_term(target, lang, span)]))
    texts = [attributes for tag, attributes in page.tags if tag == "dd"]
    assert texts == [{"dir": "auto"}, {"lang": lang, "dir": direction}]
    assert page.of("mark") == [marked]
    assert "".join(text for tag, _, text in page.texts if tag in ("dd", "mark")) == f"A plan{target}"


def test_without_a_language_the_browser_finds_the_direction() -> None:
    page = _Page(html.findings([_term("خطة", None)]))
    assert [attributes for tag, attributes in page.tags if tag == "dd"][1] == {"dir": "auto"}


def test_findings_are_grouped_by_concept_then_by_check_and_counted() -> None:
    found = [_term("a", "fr"), Finding("stale", Severity.WARNING, "old", "b.po"), _term("c", "fr")]
    found.append(Finding("draft", Severity.INFO, "new", "b.po", 7))
    page = _Page(html.findings(found))
    assert page.of("summary") == ["plan (2)", "draft (1)", "stale (1)"]
    assert [text.strip() for text in page.of("label")] == ["Errors: 2", "Warnings: 1", "Infos: 1", "Search"]
    assert page.of("bdi")[:2] == ["a.po:4", "bad"] and "b.po:7" in page.of("bdi")
    assert _Page(html.findings([])).of("p") == ["No findings."]


def test_a_concept_has_its_definition_and_the_terms_of_the_languages_in_question() -> None:
    terms = (Term("fr", "plan"), Term("fr", "projet", "forbidden"), Term("es", "plan"), Term("fr-CA", "plan d'action"))
    concept = Concept("plan", "training", "draft", "What is to be done.", "a", "error", "lemma", terms)
    page = _Page(html.findings([_term("a", "fr-CA")], [concept]))
    assert "What is to be done." in page.of("bdi")
    shown = [(attributes["lang"], text) for tag, attributes, text in page.texts if tag == "span"]
    assert shown == [("fr", "plan"), ("fr-CA", "plan d'action")]


def test_a_check_says_why_it_is_there_and_long_groups_begin_closed() -> None:
    row = Row("stale", Severity.WARNING, "Old text", "It is not shipped.", "Look at it.")
    found = [Finding("stale", Severity.WARNING, "old", "b.po", at) for at in range(21)]
    assert "Old text. It is not shipped. Look at it." in _Page(html.findings(found, [], [row])).of("bdi")
    assert "<details>" in html.findings(found) and "<details open>" in html.findings(found[1:])


def test_each_box_hides_the_findings_of_its_severity() -> None:
    found = [Finding("a", each, "b", "c") for each in Severity]
    page = html.findings(found)
    for each in Severity:
        assert f'id="show-{each}" checked' in page
        assert f"body:has(#show-{each}:not(:checked)) .finding.{each}" in page
        assert f'class="finding {each}"' in page


@given(st.text(st.characters(codec=None), min_size=1))
def test_no_text_breaks_out_of_its_place(text: str) -> None:
    hostile = f"<script>\"{text}'&</dd>\x1b"
    finding = Finding(hostile, Severity.ERROR, hostile, hostile, 1, "ar", hostile, hostile, (0, 9), hostile, hostile)
    for page in (html.findings([finding]), html.status([StatusRow(hostile, "fr", {State.DRAFT: 1})])):
        assert [tag for tag, _ in _Page(page).tags].count("script") == page.count('getElementById("searching")')
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", page)


ROWS = [
    StatusRow("csirt", "fr", {State.REVIEWED: 1, State.TRANSLATED: 2, State.OBSOLETE: 4}, 5, 6),
    StatusRow("国家应急", "fr", {State.DRAFT: 1}, 7, 8),
    StatusRow("خطة", "ar", {}),
]


def test_the_status_is_a_table_with_a_total_for_each_language() -> None:
    page = _Page(html.status(ROWS))
    assert page.of("bdi") == ["خطة", "csirt", "国家应急", "total"]
    cells = page.of("td")
    assert cells[:9] == ["0"] * 9
    assert [text.strip() for text in cells[-9:]] == ["4", "1", "2", "1", "0", "0", "4", "12", "14"]
    assert page.of("small")[-3:] == ["25%", "50%", "25%"]
    assert _Page(html.status([])).of("p") == ["No catalogs."]


def test_bars_have_the_shares_of_the_states() -> None:
    bars = [attributes for tag, attributes in _Page(html.status(ROWS)).tags if tag == "i" and "style" in attributes]
    assert bars[:2] == [
        {"class": "reviewed", "style": "flex-grow:1"},
        {"class": "translated", "style": "flex-grow:2"},
    ]


@pytest.mark.parametrize("page", [html.findings([_term("a", "fr")]), html.status(ROWS)], ids=["findings", "status"])
def test_a_page_stands_alone(page: str) -> None:
    tags = _Page(page).tags
    assert not {tag for tag, _ in tags} & {"link", "img", "iframe", "object", "base"}
    assert not [name for _, attributes in tags for name in attributes if name in ("src", "href") or name[:2] == "on"]
    assert not re.search(r"url\(|@import", page)
    policies = [each.get("content") for tag, each in tags if tag == "meta" and "http-equiv" in each]
    scripts = [text for tag, _, text in _Page(page).texts if tag == "script"]
    digests = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts]
    only = "".join(f"; script-src 'sha256-{digest}'" for digest in digests)
    assert policies == [f"default-src 'none'; style-src 'unsafe-inline'{only}"]
    assert "prefers-color-scheme: dark" in page and ("html", {"lang": "en", "dir": "ltr"}) in tags
