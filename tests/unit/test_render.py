"""A localised document becomes a page whose every passage says what it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from time import process_time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Localised, Message, State
from ccb_l10n.packs import attributes, slots
from ccb_l10n.packs.headings import ids
from ccb_l10n.packs.interface import interface
from ccb_l10n.packs.links import Links, outputs, relative
from ccb_l10n.packs.marks import Mark
from ccb_l10n.packs.practice import asked
from ccb_l10n.packs.rawhtml import DEEPEST
from ccb_l10n.packs.render import Page, Setting, render
from ccb_l10n.packs.typography import text_html

PLACES = {"a.md": "a.html", "index.md": "index.html", "mod/b.md": "mod/b.html", "mod/README.md": "mod/README.html"}
SPEC = json.loads((Path(__file__).parents[1] / "cases/spec/commonmark-0.31.2.json").read_text("utf-8"))
ENGLISH = {"class": "fallback", "lang": "en", "dir": "ltr"}


def localised(text: str, targets: Mapping[str, str | tuple[str, State]] | None = None) -> Localised:
    document = parse("a.md", text)
    chosen = {}
    for source, target in (targets or {}).items():
        words, state = target if isinstance(target, tuple) else (target, State.TRANSLATED)
        chosen[None, source] = Message(source, words, state=state)
    made = splice(document, chosen)
    assert not made.findings
    return made


def page(text: str, targets: Mapping[str, str | tuple[str, State]] | None = None, locale: str = "fr") -> Page:
    return render(localised(text, targets), Setting("en", locale, PLACES), text)


def body(text: str, targets: Mapping[str, str | tuple[str, State]] | None = None, locale: str = "en") -> str:
    return page(text, targets, locale).body


def elements(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<body>{html}</body>")


def said(element: ElementTree.Element) -> str:
    return "".join(element.itertext()).strip()


def draft(words: str) -> tuple[str, State]:
    return words, State.DRAFT


@pytest.mark.parametrize("example", SPEC, ids=lambda example: str(example["example"]))
def test_every_page_is_well_formed_xml(example: dict[str, str]) -> None:
    for locale in ("en", "ar"):
        elements(body(example["markdown"], locale=locale))


# Pieces of Markdown and HTML that meet each other in every order, most of them broken.
PIECES = st.sampled_from([
    "\n", "\n\n", " ", "a", "é", "中", "نص", "&", "&amp;", "&#12;", "<", "\x0c", "\x01", "\ufffe", "\\", "{#i\x01d}",
    "*", "**", "_", "~~", "`", "# ", "- ", "> ", "1. ", "    ", "::: note ", ":::\n", "!!! tip \"T\"\n", "- [ ] ",
    "| a | b |\n|---|---|\n", "[x](y.md)", "[a", "](b)", "![", "^[", "]", "[^1]", "\n[^1]: n", "$x$", "$$", "```\n",
    "<b>", "</b>", "<a href='x'>", "</a>", "<p>", "</p>", "<div>", "</div>", "<table><tr><td>", "</table>", "<details>",
    "<title>", "</title>", "<script>", "</script>", "<textarea>", "<iframe src='https://a.example'>", "<svg>", "</svg>",
    "<path d='M0'/>", "<title/>", "<br>", "<img src=x onerror='y'>", "<!--", "-->", "<?", "<![CDATA[", "<b ",
    "---\ntitle: ", "\n---\n",
])  # fmt: skip


@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text()), st.sampled_from(["en", "ar"]))
@settings(deadline=None)
def test_whatever_is_in_a_file_its_page_is_well_formed(text: str, locale: str) -> None:
    text = text.replace("\r", "\n")
    made = render(splice(parse("a.md", text), {}), Setting("en", locale, PLACES), text)
    elements(made.body)
    for each in (made.title, made.heading):
        elements(f"<h1{attributes.html(each.attributes)}>{each.before}{each.html}{each.after}</h1>")
    for heading in made.headings:
        assert said(elements(heading.html)) == heading.text.strip()


class TestText:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("**注意：**不要", "<strong>注意：</strong>不要"),
            ("**هام:**لا", "<strong>هام:</strong>لا"),
            ("请**“先”**报告", "请<strong>“先”</strong>报告"),
            ("le**« mot »**ici", "le<strong>« mot »</strong>ici"),
            ("f(x)**2 and g(x)**3", "f(x)**2 and g(x)**3"),
            ("a ** b ** c", "a ** b ** c"),
            ("snake_case_name", "snake_case_name"),
            ("~~旧：~~新", "<s>旧：</s>新"),
        ],
    )
    def test_emphasis_beside_any_script(self, text: str, expected: str) -> None:
        assert body(text) == f"<p>{expected}</p>\n"

    @pytest.mark.parametrize(
        "run",
        ["+254 20 000 0000", "+20 (2) 0000", "01 23 45 67", "555 0100", "1.2.3", "v2.0-rc1", "TLP:AMBER+STRICT",
         "https://a.example/x?y=1", "soc@cert.example", "2026-03-10", "C++", "-5", "198.51.100.23", "CSIRT-EX"],
    )  # fmt: skip
    def test_left_to_right_runs_are_isolated_in_right_to_left_text(self, run: str) -> None:
        assert text_html(f"اتصل {run} الآن", rtl=True) == f'اتصل <bdi dir="ltr">{run}</bdi> الآن'
        assert text_html(f"call {run} now") == f"call {run} now"

    @pytest.mark.parametrize("text", ["خلال 24 ساعة", "فريق CSIRT الوطني", "في عام 2024 5 دول", "نص - نص", "50%"])
    def test_what_needs_no_isolation(self, text: str) -> None:
        assert "bdi" not in text_html(text, rtl=True).replace('<bdi dir="ltr">50%</bdi>', "50%")

    def test_a_picture_from_outside_in_a_link_makes_no_link_in_a_link(self) -> None:
        made = body("[![Badge](https://example.org/b.svg)](https://example.org/a)\n")
        assert made.count("<a ") == 1 and "Badge" in made

    def test_a_passage_that_also_stands_in_an_attribute_is_marked_where_it_is_read(self) -> None:
        made = body('<p><img src="a.png" alt="Map"> Map</p>\n\nDone.\n', {"Done.": "Fait."}, "fr")
        assert 'alt="Map"' in made and "<span" in made
        elements(made)

    @pytest.mark.parametrize(
        "run", ["M. West-Brown", "Smith, J. (2020). Title 2.0", "IEEE 802.11ac", "Teams (CSIRTs) of FIRST.Org"]
    )
    def test_latin_words_around_a_sign_stay_together(self, run: str) -> None:
        assert text_html(f"انظر {run} وآخرون", rtl=True) == f'انظر <bdi dir="ltr">{run}</bdi> وآخرون'

    def test_latin_words_alone_need_nothing(self) -> None:
        assert text_html("وثيقة RFC 2350 هنا", rtl=True) == "وثيقة RFC 2350 هنا"

    def test_text_is_escaped(self) -> None:
        assert body("a < b & c \\> d") == "<p>a &lt; b &amp; c &gt; d</p>\n"
        assert text_html("<1.2 & ب>", rtl=True) == '&lt;<bdi dir="ltr">1.2</bdi> &amp; ب&gt;'

    def test_code_runs_left_to_right_everywhere(self) -> None:
        found = body("Code `a b`\n\n```sh\nx <y\n```\n", {"Code `a b`": "رمز `a b`"}, "ar")
        assert '<code dir="ltr">a b</code>' in found
        assert '<pre dir="ltr" tabindex="0"><code class="language-sh">x &lt;y\n</code></pre>' in found

    @pytest.mark.parametrize(
        ("text", "expected"),
        [("一\n二", "一二"), ("a\nb", "a\nb"), ("一\nb", "一\nb"), ("**一**\n二", "<strong>一</strong>\n二")],
    )
    def test_line_ends(self, text: str, expected: str) -> None:
        assert body(text) == f"<p>{expected}</p>\n"

    def test_math_is_shown_as_code(self) -> None:
        assert '<code class="math">a^2 &lt; b</code>' in body("See $a^2 < b$.")
        assert '<pre class="math" dir="ltr" tabindex="0"><code>x</code></pre>' in body("$$\nx\n$$\n")

    def test_attributes(self) -> None:
        assert body("![a](b.png){width=50% .x onclick=y}") == (
            '<p class="figure"><img src="b.png" alt="a" style="width:50%" class="x" /></p>\n'
        )
        assert body("[a](#b){title=T dir=rtl}") == '<p><a href="#b" title="T" dir="rtl">a</a></p>\n'
        assert body("text\n{: .wide #id}") == '<p id="id" class="wide">text</p>\n'
        assert body("a {braces}") == "<p>a {braces}</p>\n"

    def test_characters_that_xml_forbids_are_dropped(self) -> None:
        made = page("---\ntitle: T&#12;\n---\n# H\x01&#12; {#i\x01d}\n\na\x0bb\x01c\n\n## S\x0c&#12;x\n", {}, "en")
        assert (made.title.text, made.title.html) == ("T", "T")
        assert (made.heading.text, made.heading.html, made.heading.attributes) == ("H", "H", {"id": "id"})
        assert [(each.id, each.text, each.html) for each in made.headings] == [("sx", "Sx", "Sx")]
        assert made.body == '<p>abc</p>\n<h2 id="sx">Sx</h2>\n'


class TestLinks:
    @pytest.mark.parametrize(
        ("path", "url", "expected"),
        [
            ("a.md", "mod/b.md", "mod/b.html"),
            ("a.md", "mod/b.md#x", "mod/b.html#x"),
            ("mod/b.md", "../a.md?q#x", "../a.html?q#x"),
            ("mod/b.md", "/a.md", "../a.html"),
            ("mod/b.md", "b", "b.html"),
            ("a.md", "mod/", "mod/README.html"),
            ("a.md", "#x", "#x"),
            ("a.md", "other.md", "other.md"),
            ("a.md", "../outside.md", "../outside.md"),
            ("mod/b.md", "/images/x.png", "../images/x.png"),
            ("a.md", "https://a.example/b.md", "https://a.example/b.md"),
            ("a.md", "//a.example/b", "https://a.example/b"),
            ("a.md", "mailto:a@b.example", "mailto:a@b.example"),
            ("a.md", "tel:+1", "tel:+1"),
            ("a.md", "javascript:alert(1)", None),
            ("a.md", " java\tscript:alert(1)", None),
            ("a.md", "vbscript:x", None),
            ("a.md", "data:text/html,x", None),
            ("a.md", "file:///etc/passwd", None),
        ],
    )
    def test_links(self, path: str, url: str, expected: str | None) -> None:
        assert Links(path, PLACES).href(url) == expected

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("x.png", "x.png"),
            ("/x.png", "../x.png"),
            ("https://a.example/x.png", None),
            ("//a.example/x.png", None),
            ("\\\\a.example\\x.png", None),
            ("data:image/png;base64,AAAA", "data:image/png;base64,AAAA"),
            ("data:image/svg+xml,<svg/>", None),
        ],
    )
    def test_files_that_load_by_themselves_are_the_packs_own(self, url: str, expected: str | None) -> None:
        assert Links("mod/b.md", PLACES).src(url) == expected

    def test_a_picture_on_the_internet_becomes_a_link(self) -> None:
        assert body("![A map](https://a.example/m.png)", {}, "fr").count("<img") == 0
        assert '<a class="outside" href="https://a.example/m.png">On the internet: A map</a>' in body(
            "![A map](https://a.example/m.png)"
        )

    def test_places(self) -> None:
        assert outputs(["README.md", "x/README.md", "y.md"]) == {
            "README.md": "index.html",
            "x/README.md": "x/README.html",
            "y.md": "y.html",
        }
        assert outputs(["README.md", "index.md"]) == {"README.md": "README.html", "index.md": "index.html"}
        assert outputs(["Index.md", "b.md"]) == {"Index.md": "index.html", "b.md": "b.html"}
        assert relative("a/b.html", "pack/style.css") == "../pack/style.css"
        assert relative("a.html", "ملف 1.html") == "%D9%85%D9%84%D9%81%201.html"

    @pytest.mark.parametrize(
        ("paths", "told"),
        [
            (["a.md", "a.markdown"], "a.markdown and a.md would both be the page a.html"),
            (["mod/B.md", "mod/b.md"], "mod/B.md and mod/b.md would both be the page mod/b.html"),
            (["index.md", "index.markdown"], "index.markdown and index.md would both be the page index.html"),
            (["Index.md", "README.md", "index.md"], "Index.md and index.md would both be the page index.html"),
            (["README.md", "readme.md"], "README.md and readme.md would both be the page readme.html"),
        ],
    )
    def test_two_pages_in_one_place_are_refused(self, paths: list[str], told: str) -> None:
        for order in (paths, paths[::-1]):
            with pytest.raises(CcbError, match="would both be") as caught:
                outputs(order)
            assert caught.value.message == told
            assert caught.value.hint


class TestHeadings:
    def test_ids(self) -> None:
        text = "# One `two` *three*!\n\n## Setup\n\n## Setup\n\n## Setup {#own}\n\n## 概述\n\n##\n"
        assert ids(text) == ["one-two-three", "setup", "setup-1", "own", "概述", "section"]

    def test_ids_come_from_the_source(self) -> None:
        made = page("# T\n\n## Who it is for\n", {"Who it is for": "لمن هذه الدورة", "T": "ع"}, "ar")
        assert [(each.id, each.html) for each in made.headings] == [("who-it-is-for", "لمن هذه الدورة")]
        assert '<h2 id="who-it-is-for">لمن هذه الدورة</h2>' in made.body
        assert made.heading.attributes == {"id": "t"}

    def test_ids_of_headings_inside_notes_and_boxes_stay_in_step(self) -> None:
        text = "## A\n\n[^n]\n\n[^n]: ## B\n\n::: note\n## C\n:::\n"
        assert re.findall(r'id="(\w)">(\w)<', body(text)) == [("a", "A"), ("c", "C"), ("b", "B")]

    @pytest.mark.parametrize(
        ("text", "title", "heading"),
        [
            ("---\ntitle: Front\n---\n# Head\n", "Front", "Head"),
            ("# Head\n", "Head", "Head"),
            ("---\ntitle: Front\n---\ntext\n", "Front", "Front"),
            ("text\n\n# Late\n", "Late", "Late"),
            ("text\n", "a", "a"),
        ],
    )
    def test_titles(self, text: str, title: str, heading: str) -> None:
        made = page(text, {}, "en")
        assert (made.title.text, made.heading.text) == (title, heading)

    def test_a_heading_further_down_names_the_page_in_plain_text(self) -> None:
        made = page("Intro.\n\n# Fish & *Chips*\n", {}, "en")
        assert made.title.text == made.headings[0].text == "Fish & Chips"
        assert made.title.html == "Fish &amp; Chips"

    def test_a_title_of_the_front_matter_has_its_words_in_plain_text(self) -> None:
        made = page("---\ntitle: Use *this* & that\n---\ntext\n", {}, "en")
        assert (made.title.text, made.title.html) == ("Use this & that", "Use <em>this</em> &amp; that")

    def test_front_matter(self) -> None:
        text = "---\ndescription: D\nduration: 5 minutes\nobjectives:\n  - O *one*\n  - P\n---\n# H\n\nrest\n"
        made = page(text, {"D": "Dé", "O *one*": draft("Ô *un*"), "5 minutes": "5 minutes", "H": "H", "rest": "reste"})
        assert made.summary and made.summary.html == "Dé"
        assert made.duration and made.duration.text == "5 minutes"
        first, second = made.lists["objectives"]
        assert (first.html, first.mark, second.mark) == ("Ô <em>un</em>", Mark.DRAFT, Mark.FALLBACK)
        assert second.attributes == ENGLISH


class TestMarks:
    def test_an_untranslated_block_carries_its_language_and_a_label(self) -> None:
        made = elements(body("One.\n\nTwo.\n", {"One.": "Un."}, "fr"))
        one, two = made.findall("p")
        assert (one.attrib, said(one)) == ({}, "Un.")
        assert two.attrib == ENGLISH
        chip = two.find("span")
        assert chip is not None and chip.attrib == {"class": "chip", "lang": "fr", "dir": "ltr"}
        assert [said(each) for each in chip] == ["Pas encore traduit : affiché en anglais", "anglais"]

    def test_fallback_in_a_right_to_left_page(self) -> None:
        made = elements(body("One.\n\nCall +1 555 0100.\n", {"One.": "واحد."}, "ar"))
        assert made.findall("p")[1].attrib == ENGLISH
        assert made.find(".//bdi") is None  # the block runs from left to right, so nothing in it needs isolation
        chip = made.find(".//span[@class='chip']")
        assert chip is not None and chip.attrib["dir"] == "rtl"

    def test_a_draft_is_marked_and_said(self) -> None:
        two = elements(body("One.\n\nTwo.\n", {"One.": "一。", "Two.": draft("二。")}, "zh")).findall("p")[1]
        assert two.attrib == {"class": "draft"}
        assert said(two) == "机器翻译: 二。"

    def test_blocks_without_words_are_not_marked(self) -> None:
        made = elements(body("One.\n\n`code`\n\n2024\n", {"One.": "Un."}, "fr"))
        assert [each.attrib for each in made.findall("p")] == [{}, {}, {}]

    @pytest.mark.parametrize(
        ("targets", "mark"),
        [
            ({}, Mark.FALLBACK),
            ({"One.": draft("Un."), "Two.": draft("Deux.")}, Mark.DRAFT),
            ({"One.": "Un.", "Two.": "Deux."}, Mark.NONE),
        ],
    )
    def test_a_page_that_is_all_alike_needs_no_labels(
        self, targets: Mapping[str, str | tuple[str, State]], mark: Mark
    ) -> None:
        made = page("One.\n\nTwo.\n", targets)
        assert made.mark == mark
        assert "class" not in made.body and "chip" not in made.body

    def test_the_sources_own_language_is_never_marked(self) -> None:
        made = page("One.\n\nTwo.\n", {"One.": draft("One!")}, "en")
        assert (made.mark, made.body) == (Mark.NONE, "<p>One!</p>\n<p>Two.</p>\n")

    def test_a_list_that_is_all_alike_is_marked_as_one(self) -> None:
        made = elements(body("Un\n\n- a one\n- a two\n\n---\n\n- b\n- c\n", {"Un": "Un", "b": "b"}, "fr"))
        whole = made.find("div")
        assert whole is not None and whole.attrib == ENGLISH
        assert len(whole.findall(".//span[@class='chip']")) == 1
        assert [each.attrib for each in whole.iter("li")] == [{}, {}]
        items = made.findall("ul/li")
        assert items[0].find("span") is None
        span = items[1].find("span")
        assert span is not None and span.attrib == ENGLISH

    def test_table_cells(self) -> None:
        text = "| A | 1 | B \\| b |\n|:--|--:|---|\n| C | 2 | D |\n"
        made = elements(body(text, {"A": "أ", "C": draft("ج"), "D": "د"}, "ar"))
        heads, cells = made.findall(".//tr/th"), made.findall(".//td")
        assert [each.attrib.get("class") for each in heads] == [None, "end short", "fallback"]
        assert [each.attrib.get("class") for each in cells] == ["draft", "end short", None]
        inner = heads[2].find("span")
        assert inner is not None and (inner.attrib, inner.text) == ({"lang": "en", "dir": "ltr"}, "B | b")
        assert all("dir" not in each.attrib for each in heads)  # a column keeps the table's side

    def test_titles_of_boxes(self) -> None:
        text = "::: note One\n\na b\n\n:::\n\n::: tip Two\n\nc d\n\n:::\n"
        made = elements(body(text, {"One": draft("Un"), "a b": "a b", "Two": "Deux", "c d": "c d"}, "fr"))
        assert [said(each) for each in made.findall(".//p[@class='box-title']")] == [
            "Remarque Traduction automatique: Un",
            "Conseil Deux",
        ]

    def test_the_packs_own_words_keep_their_language_inside_fallback(self) -> None:
        made = elements(body("Hi there.\n\n::: warning\n\na b\n\n:::\n", {"Hi there.": "أهلا."}, "ar"))
        whole = made.find("div")
        assert whole is not None and whole.attrib == ENGLISH
        word = whole.find(".//p[@class='box-title']/span")
        assert word is not None and (word.attrib, word.text) == ({"lang": "ar", "dir": "rtl"}, "تحذير")

    def test_runs_in_raw_html(self) -> None:
        text = "Hi.\n\n<details>\n<summary>Answers</summary>\n<p>Good <b>day</b></p>\n\nText.\n\n</details>\n"
        made = elements(body(text, {"Hi.": "Salut.", "Text.": "Texte.", "Answers": "Réponses"}, "fr"))
        details = made.find("details")
        assert details is not None
        assert said(details.findall("summary")[0]) == "Réponses"
        run = details.find("p/span")
        assert run is not None and run.attrib == ENGLISH
        assert said(details.findall("p")[1]) == "Texte."

    def test_what_the_author_kept_is_in_the_sources_language_without_a_label(self) -> None:
        text = "One.\n\n<!-- l10n:off -->\n\nKept words.\n\n<!-- l10n:on -->\n"
        for target in ("واحد.", draft("واحد.")):
            kept = elements(body(text, {"One.": target}, "ar")).findall("p")[1]
            assert (kept.attrib, said(kept)) == ({"lang": "en", "dir": "ltr"}, "Kept words.")

    def test_places_hold_with_crlf_and_a_byte_order_mark(self) -> None:
        text = "\ufeff---\r\ntitle: T\r\n---\r\nOne\r\ntwo.\r\n\r\n- Three\r\n- Four\r\n\r\n| A | B |\r\n|---|---|\r\n"
        targets = {"T": "T", "One two.": "Un deux.", "Three": "Trois", "B": "Bé"}
        made = elements(body(text, targets, "fr"))
        assert [said(each).split(" ")[0] for each in made.iter() if each.attrib.get("class") == "fallback"] == [
            "Four",
            "A",
        ]

    def test_counts_cover_every_passage(self) -> None:
        made = page("# A\n\nB b\n\nC c\n\nD d\n", {"A": "À", "B b": draft("B"), "C c": ("C", State.REVIEWED)})
        assert made.counts == {State.TRANSLATED: 1, State.DRAFT: 1, State.REVIEWED: 1, State.UNTRANSLATED: 1}


class TestBlocks:
    def test_task_lists_have_labelled_boxes(self) -> None:
        assert (
            body("- [ ] a\n- [x] b\n\n  more\n").count('<li class="task"><label><input type="checkbox" disabled=""')
            == 2
        )

    def test_footnotes_are_numbered_as_they_are_referred_to(self) -> None:
        made = elements(body("b[^b] a[^a] b[^b]\n\n[^a]: A\n[^b]: B[^c]\n\n    more\n[^c]: C\n[^d]: unused\n"))
        notes = made.findall(".//section/ol/li")
        assert [note.attrib["id"] for note in notes] == ["a-note-1", "a-note-2", "a-note-3"]
        assert [said(note)[0] for note in notes] == ["B", "A", "C"]
        anchors = {each.attrib["id"] for each in made.iter("a") if "id" in each.attrib}
        backs = [each.attrib["href"][1:] for each in made.iter("a") if each.attrib.get("class") == "back"]
        assert sorted(backs) == sorted(anchors) == ["a-ref-1", "a-ref-1-2", "a-ref-2", "a-ref-3"]
        assert "unused" not in said(made)

    def test_a_note_inside_a_note_is_written_once(self) -> None:
        made = elements(body("A^[outer ^[inner **注意：**不要] end].\n"))
        notes = made.findall(".//section/ol/li")
        assert [said(note) for note in notes] == ["outer 2 end ↩\ufe0e", "inner 注意：不要 ↩\ufe0e"]
        assert [each.attrib["href"] for each in made.iter("a")] == ["#a-note-1", "#a-note-2", "#a-ref-1", "#a-ref-2"]

    @pytest.mark.parametrize(("depth", "notes"), [(40, 40), (2_000, None)])
    def test_notes_inside_notes_cost_no_more_than_others(self, depth: int, notes: int | None) -> None:
        before = process_time()
        found = body("a" + "^[x" * depth + "]" * depth + "\n")
        assert process_time() - before < 5  # seconds; written anew for each level, 40 levels would take a year
        assert found.count("x") >= depth
        assert notes is None or found.count("<li id=") == notes

    def test_a_quiz_reads_and_answers_without_a_script(self) -> None:
        text = "::: quiz\n\nWhich?\n\n- [ ] One\n- [x] Two\n\nBecause.\n\n:::\n\n"
        text += "::: quiz\n\nAll?\n\n- [x] A\n- [x] B\n\n:::\n"
        targets = {
            "Which?": "أي؟",
            "One": "واحد",
            "Two": "اثنان",
            "Because.": "لأن.",
            "All?": "كل؟",
            "A": "أ",
            "B": "ب",
        }
        made_page = page(text, targets, "ar")
        words = interface("ar")
        filled = slots.fill(
            made_page.body, quiz=lambda at: asked(made_page.quizzes[at], words, answers=True), trainer=False
        )
        made = elements(filled)
        first, second = made.findall("div")
        assert (first.attrib["id"], second.attrib["id"]) == ("ccb-a-quiz-1", "ccb-a-quiz-2")
        assert [each.attrib["type"] for each in made.iter("input")] == ["radio"] * 2 + ["checkbox"] * 2
        assert {each.attrib["name"] for each in first.iter("input")} == {"ccb-a-quiz-1"}
        answer = first.find("details")
        assert answer is not None and said(answer).split() == [
            "إظهار",
            "الإجابة",
            "الإجابة",
            "الصحيحة",
            "اثنان",
            "لأن.",
        ]
        assert "checked" not in {name for each in made.iter("input") for name in each.attrib}

    def test_figures_and_captions(self) -> None:
        made = elements(body("![a](b.svg)\n\n*Figure 1.*\n\n*Not a caption.*\n"))
        assert [each.attrib.get("class") for each in made.findall("p")] == ["figure", "caption", None]

    def test_definition_lists(self) -> None:
        assert "<dt>T</dt>\n<dd>\nD\n</dd>" in body("T\n: D\n")

    def test_an_unfolded_box_and_a_tab(self) -> None:
        assert '<details open="" class="box fold note">' in body("???+ note\n    a\n").replace(
            'class="box fold note" open=""', 'open="" class="box fold note"'
        )
        assert '<div class="box tab">\n<p class="box-title">One</p>' in body('=== "One"\n    a\n')

    @pytest.mark.parametrize("text", ["[TOC]", "[[_TOC_]]", "<!-- comment -->"])
    def test_what_readers_need_not_see(self, text: str) -> None:
        assert body(text) == ""

    def test_a_label_becomes_a_target(self) -> None:
        assert body("(here)=\n") == '<span id="here"></span>\n'


class TestRawHtml:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("<script>alert(1)</script>", ""),
            ("a <script>alert(1)</script> b", "<p>a  b</p>\n"),
            ("<style>p{}</style>", ""),
            ('<div onclick="x()" class="c">t</div>', '<div class="c">t</div>'),
            ('<a href="javascript:x">t</a>', "<p><a>t</a></p>\n"),
            ('<p><a href="JaVa&#10;Script:x">t</a></p>', "<p><a>t</a></p>"),
            ("<form action=x><input name=y>t</form>", "t"),
            ('<iframe src="https://a.example/v" title="V"></iframe>', "On the internet: V"),
            ("<object data=x.swf>fallback</object>", "fallback"),
            ('<p><img src="https://a.example/x.png" alt="A"></p>', "On the internet: A"),
            ('<p><img src=x.png onerror="y"></p>', '<p><img src="x.png" alt="" /></p>'),
            ('<p style="background:url(https://a.example)">t</p>', "<p>t</p>"),
            ('<a href="mod/b.md#c">t</a>', '<p><a href="mod/b.html#c">t</a></p>\n'),
            ('<td align="right">x', '<td class="end">x'),
            ("<kbd>Ctrl</kbd>", "<p><kbd>Ctrl</kbd></p>\n"),
            ("<center><font color=red>x</font></center>", "<div><span>x</span></div>"),
            ("a <div>b</div> c", "<p>a b c</p>\n"),
            ("<svg viewBox='0 0 1 1'><title>T</title><path d='M0 0' fill='url(https://a.example)'/><script>x</script></svg>",
             '<svg viewBox="0 0 1 1"><title>T</title><path d="M0 0"></path></svg>'),
        ],
    )  # fmt: skip
    def test_only_what_is_harmless_stays(self, text: str, expected: str) -> None:
        found = body(text)
        assert expected in found if expected else found.strip() == ""
        assert not re.search(r"script|onclick|onerror|<form|<iframe|style=|src=\"http", found)

    def test_elements_stay_open_across_blocks_and_close_with_their_own(self) -> None:
        assert body("<details>\n\n*a*\n\n</details>\n\nb") == "<details>\n<p><em>a</em></p>\n</details>\n<p>b</p>\n"
        assert (
            body("- <div>\n\n  a\n\nb </div> <b>c")
            == "<ul>\n<li><div>\n<p>a</p>\n</div></li>\n</ul>\n<p>b  <b>c</b></p>\n"
        )

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("**<b>x** y</b>", "<p><strong><b>x</b></strong> y</p>\n"),
            ("**[toc]<svg>a** b", "<p><strong>[toc]<svg>a</svg></strong> b</p>\n"),
            ("[a <b>b](c) d</b> <u>e", '<p><a href="c">a <b>b</b></a> d <u>e</u></p>\n'),
            ("*</em>a</p>*", "<p><em>a</em></p>\n"),
        ],
    )
    def test_elements_never_overlap_emphasis_and_links(self, text: str, expected: str) -> None:
        assert body(text) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "Use the *<title> tag* in **each** page.",
                "<p>Use the <em>&lt;title&gt; tag</em> in <strong>each</strong> page.</p>\n",
            ),
            ("A*<textarea>b*", "<p>A*&lt;textarea&gt;b*</p>\n"),
            ("a <Script src=x> b", "<p>a &lt;Script src=x&gt; b</p>\n"),
            ("a <script>*b* [c](d)</script> e", "<p>a  e</p>\n"),
            ("*<script> a* b </script> c", "<p><em>&lt;script&gt; a</em> b  c</p>\n"),
            ("x <svg><title>T</title></svg>", "<p>x <svg><title>T</title></svg></p>\n"),
            ("<div>\n<title> a\n</div>", "<div>\n&lt;title&gt; a\n</div>"),
            ("<div><title>a</title>\nb <title> c</div>", "<div>\nb &lt;title&gt; c</div>"),
        ],
    )
    def test_a_tag_that_would_hide_the_rest_is_text_when_nothing_ends_it(self, text: str, expected: str) -> None:
        assert body(text) == expected

    def test_links_inside_the_tags_of_a_container_do_not_escape_it(self) -> None:
        assert body("> </blockquote></div>\n\na") == "<blockquote>\n\n</blockquote>\n<p>a</p>\n"

    def test_no_file_can_nest_without_end(self) -> None:
        found = body("<div>" * 20_000)
        assert found.count("<div>") == found.count("</div>") == DEEPEST
