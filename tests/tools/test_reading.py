"""The house course's packs in a browser, from a folder: search, terms, languages, and no request that leaves."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ccb_l10n.workflow import building
from ccb_l10n.workspace import find

pytestmark = pytest.mark.tools
HOME = Path(__file__).parents[2]
LANGUAGES = ("en", "fr", "ar", "zh")
# What a reader types, and words of the passage that must be among the first ten: other forms, no accents, other
# letters, particles written with the word, a part of a Chinese sentence.
QUERIES = [
    ("fr", "incident", "incident"),
    ("fr", "incidents de sécurité", "sécurité"),
    ("fr", "SECURITE", "sécurité"),
    ("fr", "mandat", "mandat"),
    ("fr", "reponse aux incidents", "incident"),
    ("fr", "hameçonnages", "hameçonnage"),
    ("fr", "equipe nationale", "nationale"),
    ("ar", "حوادث", "حوادث"),
    ("ar", "الحوادث", "حوادث"),
    ("ar", "ولاية", "ولاية"),
    ("ar", "ولايه", "ولاية"),
    ("ar", "امن", "أمن"),
    ("ar", "وزارات", "وزارات"),
    ("ar", "استراتيجية وطنية", "الاستراتيجية الوطنية"),
    ("zh", "事件", "事件"),
    ("zh", "事件响应", "事件响应"),
    ("zh", "网络安全", "网络安全"),
    ("zh", "国家网络安全战略", "国家网络安全战略"),
    ("zh", "CSIRT", "CSIRT"),
    ("zh", "职责", "职责"),
    ("zh", "钓鱼", "钓鱼"),
    ("ar", "constituency", "onstituency"),  # in a page that is not translated yet
]


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packs of the house course, built together."""
    root: Path = tmp_path_factory.mktemp("reading")
    for name in ("content", "locales", "glossary"):
        shutil.copytree(HOME / name, root / name)
    building.build(find(root), building.Order(LANGUAGES, formats=("html",), frozen=True), print)
    return root / "dist"


@pytest.fixture
def opened(browser: Any, dist: Path) -> Iterator[Callable[..., Any]]:
    """Open a page of a pack; whatever it asks of the network, or complains of, fails the test."""
    context = browser.new_context()
    outside: list[str] = []

    def open_page(lang: str, place: str = "modules/01-mandate.html", width: int = 1280) -> Any:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.on("request", lambda each: None if each.url.startswith(("file:", "data:")) else outside.append(each.url))
        page.on("console", lambda each: outside.append(each.text) if each.type == "error" else None)
        page.on("pageerror", lambda each: outside.append(str(each)))
        page.goto((dist / f"national-csirt-{lang}" / "html" / place).as_uri())
        return page

    yield open_page
    context.close()
    assert outside == []


def sections(dist: Path, lang: str) -> dict[str, str]:
    """The texts that a pack's search knows, by the address that they are found at."""
    root = dist / f"national-csirt-{lang}" / "html"
    rows = json.loads((root / "pack/search.js").read_text("utf-8").removeprefix("ccbSearchIndex(").removesuffix(");\n"))
    return {f"{root.as_uri()}/{href}": f"{page} {title} {text}" for href, page, title, text in rows}


@pytest.mark.parametrize(("lang", "query", "wanted"), QUERIES, ids=str)
def test_a_search_finds_what_a_reader_means(opened: Any, dist: Path, lang: str, query: str, wanted: str) -> None:
    page = opened(lang)
    page.fill("#ccb-query", query)
    page.wait_for_selector("#ccb-results a")
    hrefs = page.eval_on_selector_all("#ccb-results a", "all => all.slice(0, 10).map(each => each.href)")
    assert any(wanted in sections(dist, lang)[href] for href in hrefs), hrefs
    page.goto(hrefs[0])
    assert page.locator("main").count() == 1


def test_a_search_for_nothing_that_is_there_says_so(opened: Any) -> None:
    page = opened("fr")
    page.fill("#ccb-query", "xyzzy")
    page.wait_for_function("document.getElementById('ccb-found').textContent")
    assert page.text_content("#ccb-found") == "Aucun résultat"
    page.keyboard.press("Escape")
    assert page.locator(".results").is_hidden()


def test_text_that_looks_like_markup_is_shown_as_text(opened: Any) -> None:
    page = opened("fr")
    page.evaluate("ccbSearchIndex([['x.html', '<img src=x onerror=alert(1)>', '', 'needle <b>bold</b>']])")
    page.fill("#ccb-query", "needle")
    page.wait_for_selector("#ccb-results a")
    assert page.locator("#ccb-results img, #ccb-results b").count() == 0


@pytest.mark.parametrize("lang", ["fr", "ar", "zh"])
def test_a_term_is_explained_on_hover_on_focus_and_on_a_tap(opened: Any, lang: str) -> None:
    page = opened(lang, width=1280)
    link = page.locator("main a.term").first
    link.hover()
    note = page.locator("#ccb-term")
    assert note.is_visible()
    box = note.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280
    page.keyboard.press("Escape")
    assert note.is_hidden()
    link.focus()
    assert note.is_visible() and link.get_attribute("aria-describedby") == "ccb-term"
    expected = page.evaluate("each => document.getElementById(each.hash.slice(1)).textContent", link.element_handle())
    assert page.text_content("#ccb-term .term-name") == expected


def test_the_same_page_in_another_language(opened: Any) -> None:
    page = opened("fr")
    assert page.locator(".languages a").count() == len(LANGUAGES)
    page.click('.languages a[lang="ar"]')
    assert page.url.endswith("/national-csirt-ar/html/modules/01-mandate.html")
    assert page.evaluate("document.documentElement.dir") == "rtl"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_cut_at_the_width_of_a_telephone(opened: Any, lang: str) -> None:
    page = opened(lang, width=320)
    root = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert root[0] <= root[1]
