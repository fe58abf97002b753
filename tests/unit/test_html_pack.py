"""A course becomes a site that opens from a folder."""

from __future__ import annotations

import ast
import gc
import posixpath
import re
import tracemalloc
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote

import pytest

from ccb_l10n import locales
from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Concept, Localised, Message, State, Term
from ccb_l10n.packs import frame, html
from ccb_l10n.packs.book import Book, CourseInfo
from ccb_l10n.packs.html import LISTED, assets
from ccb_l10n.packs.interface import interface
from ccb_l10n.packs.terms import Terms
from ccb_l10n.terminology.concepts import Glossary

PACKS = Path(html.__file__).parent
LANGUAGES = ["en", "fr", "es", "ar", "ru", "zh", "pt", "sw"]
FILES = {
    "index.md": "---\ntitle: Welcome\n---\n# Welcome\n\nSee [one](mod/one.md#setup) and [two](mod/two.md).\n",
    "mod/one.md": "# One\n\n## Setup\n\nFirst.\n\nSecond.\n\n![Map](../images/map.svg)\n",
    "mod/two.md": "# Two\n\nThird. Back to [one](one.md).\n",
}
ARABIC = {"Welcome": "أهلا", "One": "واحد", "Setup": "الإعداد", "First.": "أولا.", "Two": "اثنان"}


def info(locale: str, order: tuple[str, ...] = ("mod/one.md", "mod/two.md")) -> CourseInfo:
    return CourseInfo("sample", "A & B", "1.2", "CC-BY-4.0", "en", locale, order)


def pages(
    targets: Mapping[str, str], state: State = State.TRANSLATED, files: Mapping[str, str] = FILES
) -> list[Localised]:
    chosen = {(None, source): Message(source, target, state=state) for source, target in targets.items()}
    return [splice(parse(path, text), chosen) for path, text in files.items()]


def site(
    course: CourseInfo, pages: Sequence[Localised], sources: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[str, str]]:
    """The pages of a site: (place, HTML)."""
    for place, data in html.files(Book(course, pages, "ccb-l10n 9", "sample", sources=sources)):
        if place.endswith(".html"):
            yield place, data.decode()


def made(locale: str, targets: Mapping[str, str], state: State = State.TRANSLATED) -> dict[str, str]:
    return dict(site(info(locale), pages(targets, state), FILES))


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(text: str, name: str) -> list[dict[str, str | None]]:
    return [given for tag, given in _Tags(text).found if tag == name]


def addresses(files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every address in a site, with the page that it stands on."""
    for place, text in files.items():
        for _, given in _Tags(text).found:
            yield from ((place, given[key] or "") for key in ("href", "src") if key in given)


def test_places_and_the_language_of_the_page() -> None:
    files = made("ar", ARABIC)
    assert list(files) == ["index.html", "mod/one.html", "mod/two.html"]
    for text in files.values():
        assert text.startswith("<!DOCTYPE html>\n")
        assert tags(text, "html") == [{"lang": "ar", "dir": "rtl"}]
    assert "<title>واحد – A &amp; B</title>" in files["mod/one.html"]


def test_every_address_leads_into_the_pack() -> None:
    files = made("fr", {})
    there = {*files, *assets(), "images/map.svg"}
    seen = 0
    for place, url in addresses(files):
        assert not re.match(r"[a-z]+:|/", url), url
        path, _, anchor = unquote(url).partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(place), path)) if path else place
        assert target in there
        if anchor:
            assert f'id="{anchor}"' in files[target]
            seen += 1
    assert seen >= 5


def test_a_link_keeps_its_anchor_in_every_language() -> None:
    files = made("ar", ARABIC)
    assert 'href="mod/one.html#setup"' in files["index.html"]
    assert '<h2 id="setup">الإعداد</h2>' in files["mod/one.html"]


def test_previous_and_next_follow_the_order() -> None:
    files = dict(site(info("en", ("mod/two.md", "mod/one.md")), pages({})))
    turns = {
        place: [(given["class"], given["href"]) for given in tags(text, "a") if given.get("rel")]
        for place, text in files.items()
    }
    assert turns == {
        "index.html": [("next", "mod/two.html")],
        "mod/two.html": [("previous", "../index.html"), ("next", "one.html")],
        "mod/one.html": [("previous", "two.html")],
    }


def test_the_contents_name_the_page_and_its_sections() -> None:
    text = made("ar", ARABIC)["mod/one.html"]
    current = [given["href"] for given in tags(text, "a") if given.get("aria-current") == "page"]
    assert current == ["one.html"]
    assert '<li><a href="#setup">الإعداد</a></li>' in text


@pytest.mark.parametrize(
    ("files", "home"),
    [
        ({"README.md": "# Read\n", "a.md": "# A\n"}, "Read"),
        ({"a.md": "# A\n", "b.md": "# B\n"}, "A &amp; B"),
    ],
)
def test_there_is_always_a_home_page(files: Mapping[str, str], home: str) -> None:
    found = dict(site(info("en", ()), pages({}, files=files)))
    text = found["index.html"]
    assert re.search(rf"<h1[^>]*>{home}</h1>", text)
    assert 'href="a.html"' in text


def test_a_generated_home_page_lists_titles_and_summaries() -> None:
    files = {"a.md": "---\ntitle: Alpha\ndescription: What it is\nduration: 5 min\n---\ntext\n"}
    text = dict(site(info("en", ()), pages({}, files=files)))["index.html"]
    listed = text[text.index('class="listed"') :]
    assert [word in listed for word in ("Alpha", "What it is", "5 min")] == [True] * 3


def test_a_long_course_lists_what_is_near_and_links_to_the_whole() -> None:
    files = {"index.md": "# Home\n", **{f"p{at:03}.md": f"# Page {at}\n" for at in range(200)}}
    found = dict(site(info("en", ()), pages({}, files=files)))
    assert len(tags(found["p100.html"], "li")) < 90
    assert {"p099.html", "p100.html", "p101.html", "pack/contents.html"} <= {
        url for _, url in addresses({"x": found["p100.html"]})
    }
    whole = {url for _, url in addresses({"x": found["pack/contents.html"]})}
    assert {f"../p{at:03}.html" for at in range(200)} <= whole


def test_a_long_course_is_held_once() -> None:
    files = {f"p{at:03}.md": f"# Page {at}\n\n```\n{'x' * 50_000}\n```\n" for at in range(300)}
    given = pages({}, files=files)
    gc.disable()  # nothing may need it to be let go
    tracemalloc.start()
    try:
        length = sum(len(text) for _, text in site(info("en", ()), given))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.enable()
    assert length > 300 * 50_000
    assert peak < 2.4 * length  # bytes: each page's text once, and what is searched of it


@pytest.mark.parametrize("count", [LISTED, LISTED + 1, LISTED + 37])
def test_the_contents_of_a_page_list_its_neighbours(count: int) -> None:
    files = {"index.md": "# Page 0\n", **{f"p{at:03}.md": f"# Page {at}\n" for at in range(1, count)}}
    found = dict(site(info("en", ()), pages({}, files=files)))
    listed = {
        at: [int(number) for number in re.findall(r">Page (\d+)</a></?li", found[place].replace("\n", ""))]
        for at, place in enumerate(found)
        if at < count
    }
    for at, numbers in listed.items():
        assert numbers == list(range(numbers[0], numbers[0] + LISTED))
        assert set(range(max(0, at - LISTED // 2), min(count, at + LISTED // 2))) <= set(numbers)


@pytest.mark.parametrize(
    ("state", "targets", "expected"),
    [
        (State.DRAFT, {"First.": "Primo."}, ["Traduction automatique non révisée : 20 %", "affiché en anglais : 80 %"]),
        (State.TRANSLATED, {"First.": "Primo."}, ["affiché en anglais : 80 %"]),
        (State.TRANSLATED, {}, ["Cette page n’est pas encore traduite. Elle est affichée en anglais."]),
        (
            State.DRAFT,
            {
                "One": "Un",
                "Setup": "S",
                "First.": "P",
                "Second.": "D",
                "![Map](../images/map.svg)": "![P](../images/map.svg)",
            },
            ["Cette page est une traduction automatique."],
        ),
    ],
)
def test_a_page_says_first_how_much_of_it_is_translated(
    state: State, targets: Mapping[str, str], expected: list[str]
) -> None:
    text = made("fr", targets, state)["mod/one.html"]
    notices = re.findall(r'<p class="notice [^>]*>(.*?)</p>', text)
    assert len(notices) == len(expected)
    assert all(part in notice for part, notice in zip(expected, notices, strict=True))


def test_what_changed_since_its_translation_is_told_apart() -> None:
    stale = {"First.": "Primo.", "Second.": "Secundo."}
    chosen: dict[tuple[str | None, str], Message] = {
        (None, source): Message(source, target, state=State.STALE) for source, target in stale.items()
    }
    chosen[None, "One"] = Message("One", "Un", state=State.TRANSLATED)
    found = dict(site(info("fr"), [splice(parse(path, text), chosen) for path, text in FILES.items()], FILES))
    notices = re.findall(r'<p class="notice [^>]*>(.*?)</p>', found["mod/one.html"])
    assert len(notices) == 2 and "Primo" not in found["mod/one.html"]
    assert "Pas encore traduit" in notices[0] and "40 % de cette page" in notices[0]
    assert "L’original a changé" in notices[1] and "40 % de cette page" in notices[1]
    assert "1 sur 5" in found["mod/one.html"]


@pytest.mark.parametrize("locale", LANGUAGES[1:])
def test_a_page_that_is_all_out_of_date_says_so_and_no_more(locale: str) -> None:
    files = {"a.md": "First.\n"}
    made = pages({"First.": "Primo."}, State.STALE, files)
    text = dict(site(info(locale), made, files))["a.html"]
    [notice] = re.findall(r'<p class="notice [^>]*>(.*?)</p>', text)
    words = interface(locale)
    sentence = (
        "The original has changed since this was translated, and is shown in {language}: {percent}% of this page."
    )
    assert notice == words(sentence, language=locales.name("en", locale), percent=100) != sentence
    course = frame.course_notices(Book(info(locale), made, "t", "n"))
    assert [kind for kind, _ in course] == ["fallback"] and course[0][1] != notice and "100" in course[0][1]


def test_the_foot_counts_what_is_translated() -> None:
    text = made("fr", {"First.": "Primo.", "Two": "Deux"}, State.DRAFT)["mod/one.html"]
    foot = text[text.index("<footer") :]
    for part in ("A &amp; B", "Version 1.2", "CC-BY-4.0", "français", "ccb-l10n 9"):
        assert part in foot
    assert "Cette page – Passages traduits : 1 sur 5, dont 1 par traduction automatique" in foot
    assert "Cours entier – Passages traduits : 2 sur 10, dont 2 par traduction automatique" in foot


def test_the_source_language_has_nothing_to_explain() -> None:
    for text in made("en", {}).values():
        assert "notice" not in text and "passages" not in text and "fallback" not in text


def test_a_page_that_is_all_fallback_says_so_once() -> None:
    text = made("ar", {})["mod/one.html"]
    assert tags(text, "article") == [{"lang": "en", "dir": "ltr"}]
    assert "chip" not in text
    assert len(re.findall('class="notice', text)) == 1


@pytest.mark.parametrize(
    ("lang", "words"), [("de", "Contents"), ("pt-BR", "Índice"), ("zh-Hant", "Contents"), ("tet", "Contents")]
)
def test_languages_without_words_of_their_own(lang: str, words: str) -> None:
    text = made(lang, {})["index.html"]
    assert tags(text, "html")[0]["lang"] == lang
    assert f">{words}</summary>" in text
    foreign = f'<summary lang="en" dir="ltr">{words}</summary>' in text
    assert foreign == (words == "Contents")


def test_nothing_active_and_nothing_from_outside() -> None:
    files = {**made("ar", ARABIC), **{name: data.decode() for name, data in assets().items()}}
    for name, text in files.items():
        assert not re.search(r"<iframe|@import|url\(|\son[a-z]+=", text), name
        own = re.findall(r"<script\b[^<>]*></script>", text)  # the pack's, which come as files
        assert text.count("<script") == len(own), name
        assert {re.search(r'src="(?:\.\./)*([^"]*)"', each)[1] for each in own} <= {*assets()}, name
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text), name


def test_the_style_knows_no_left_or_right() -> None:
    style = re.sub(r"/\*.*?\*/", "", assets()["pack/style.css"].decode(), flags=re.DOTALL)
    assert not re.search(r"\b(?:left|right)\b\s*[:;}]|-(?:left|right)\b", style)


def test_the_same_pages_give_the_same_bytes() -> None:
    shuffled = dict(site(info("ar"), pages(ARABIC)[::-1], FILES))
    assert dict(sorted(shuffled.items())) == dict(sorted(made("ar", ARABIC).items()))


class TestInterface:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_word_is_translated_with_its_placeholders(self, lang: str) -> None:
        words, english = interface(lang).words, interface("en").words
        assert list(words) == list(english)
        for source, target in words.items():
            assert target.strip()
            assert sorted(re.findall(r"\{\w+\}", source)) == sorted(re.findall(r"\{\w+\}", target))
        if lang != "en":
            assert sum(source == target for source, target in words.items()) < len(words) / 4

    def test_english_is_itself(self) -> None:
        assert all(source == target for source, target in interface("en").words.items())

    def test_every_word_that_the_pack_says_is_there_and_no_other(self) -> None:
        """Words of the templates and of the code: what they call for, and the strings of tables such as the boxes'."""
        known = set(interface("en").words)
        written: set[str] = set()
        for path in [*PACKS.glob("*.py"), *(PACKS / "templates").iterdir()]:
            text = path.read_text("utf-8")
            strings = re.findall(r'"([^"\n]+)"', text)
            if path.suffix == ".py":
                nodes = ast.walk(ast.parse(text))
                strings = [
                    node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
                ]
            written |= known & set(strings)
            called = re.findall(r'\b(?:words|said)\(\s*"([^"]+)"', text)
            assert set(called) <= known, path
            written |= set(called)
        assert written == known

    def test_directions(self) -> None:
        assert interface("ar").within("en") == ' lang="ar" dir="rtl"'
        assert interface("fr").within("fr-CA") == ""
        assert locales.direction(interface("ar").locale) == "rtl"


def test_no_element_has_an_attribute_twice() -> None:
    text = "---\ntitle: T\ndescription: Lead\nduration: One hour\n---\n# T\n\nText.\n"
    drafts = {each: f"{each}." for each in ("T", "Lead", "One hour", "Text.")}
    found = dict(site(info("fr", ()), pages({**drafts, "Text.": ""}, State.DRAFT, {"a.md": text}), {"a.md": text}))
    for page in found.values():
        for tag in re.findall(r"<[a-z][^<>]*>", page):
            names = re.findall(r' ([a-z-]+)="', tag)
            assert len(names) == len(set(names)), tag
    assert 'class="summary draft"' in found["a.html"]


def test_a_page_of_all_terms_leads_to_where_they_stand() -> None:
    terms = (Term("en", "threat"), Term("fr", "menace"))
    concept = Concept("threat", "cyber", "draft", "What may harm.", "a test", "warning", "lemma", terms)
    files = {"a.md": "# A\n\nA threat.\n", "b/c.md": "# C\n\nTwo threats.\n"}
    course = info("fr", ("a.md", "b/c.md"))
    book = Book(course, pages({}, files=files), "t", "sample", terms=Terms(Glossary((concept,)), "en", "fr"))
    found = {place: data.decode() for place, data in html.files(book)}
    listed = found["pack/glossary.html"]
    assert '<dt id="threat">menace' in listed and "What may harm." in listed and "non révisé" in listed
    assert re.findall(r'<ul class="places">.*?</ul>', listed, re.DOTALL)[0].count("<a ") == 2
    assert 'href="../b/c.html"' in listed and 'href="../pack/glossary.html"' in found["b/c.html"]
    assert "pack/glossary.html" not in dict(html.files(Book(course, pages({}), "t", "sample")))
