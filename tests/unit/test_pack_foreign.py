"""What a course's own names, classes and links may not do to the pack around them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

import pytest

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Message, State
from ccb_l10n.packs import framed, gift, html, scorm, single
from ccb_l10n.packs.attributes import RESERVED, anchor
from ccb_l10n.packs.book import Book, CourseInfo, Edition
from ccb_l10n.packs.links import slugs
from ccb_l10n.packs.render import Setting, render

QUIZ = "::: quiz\nWhich?\n\n- [ ] one\n- [x] two\n:::\n"
ALIKE = ("a b.md", "a-b.md", "a/b.md")
KEPT = {"box", "caption", "center", "danger", "end", "example", "figure", "note", "short", "start", "tip", "warning"}


def book(files: Mapping[str, str], siblings: Mapping[str, str] | None = None) -> Book:
    course = CourseInfo("sample", "Sample", "1", "CC-BY-4.0", "en", "en", ())
    pages = [splice(parse(path, text), {}) for path, text in files.items()]
    return Book(course, pages, "t", "sample-en", Edition.LEARNER, dict(files), siblings=siblings or {})


def body(text: str) -> str:
    return render(splice(parse("a.md", text), {}), Setting("en", "en", {"a.md": "a.html"}), text).body


def site(text: str) -> dict[str, bytes]:
    return dict(html.files(book({"a.md": text, "b.md": "# B\n"})))


def found(text: str) -> str:
    """What the search holds of a page."""
    index = site(text)["pack/search.js"].decode()
    rows = json.loads(index.partition("(")[2].rpartition(")")[0])
    return " ".join(row[3] for row in rows)


class _Links(HTMLParser):
    """How deep links stand in links, and what is in navigation."""

    def __init__(self) -> None:
        super().__init__()
        self.open = self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open += tag == "a"
        self.deepest = max(self.deepest, self.open)

    def handle_endtag(self, tag: str) -> None:
        self.open -= tag == "a"


def deepest(text: str) -> int:
    reader = _Links()
    reader.feed(text)
    reader.close()
    assert reader.open == 0
    return reader.deepest


class TestPagesAlike:
    def test_only_pages_that_would_share_a_slug_get_a_digest(self) -> None:
        made = slugs([*ALIKE, "c/d.md", "é.md", "C-e.md", "c-E.md"])
        assert made["c/d.md"] == "c-d" and made["é.md"] == "é"
        assert len({each.casefold() for each in made.values()}) == len(made)
        assert all(re.fullmatch(r"a-b-[0-9a-f]{12}", made[each]) for each in ALIKE)
        assert made == slugs(reversed([*made]))

    def test_slugs_have_no_two_hyphens_together(self) -> None:
        assert slugs(["a--b.md", "- c.md", "!.md"]) == {"a--b.md": "a-b", "- c.md": "c", "!.md": "page"}

    def test_ids_and_quizzes_are_told_apart(self) -> None:
        made = book(dict.fromkeys(ALIKE, f"# Page\n\n{QUIZ}"))
        [(_, data)] = single.files(made)
        ids = re.findall(r' id="([^"]+)"', data.decode())
        assert len(ids) == len(set(ids))
        [(_, data)] = gift.files(made)
        assert len(set(re.findall(r"^::([^:]+)::", data.decode(), re.MULTILINE))) == len(ALIKE)
        assert len({each.quiz.name for each in scorm.counted(made)}) == len(ALIKE)


class TestNavigation:
    TITLE = "Read *this* [page](https://e.example/x) ![map](m.png) <a id='k'>now</a> <img src='x.png' alt='y'>"

    def pages(self) -> Iterator[str]:
        made = book({"a.md": f"# {self.TITLE}\n\nText.\n", "b.md": "# B\n\nText.\n"})
        yield from (data.decode() for place, data in html.files(made) if place.endswith(".html"))
        yield from (data.decode() for _, data in single.files(made))

    def test_names_hold_no_link_and_no_picture(self) -> None:
        for text in self.pages():
            assert deepest(text) == 1
            for nav in re.findall(r"<nav.*?</nav>|<ol class=\"listed\">.*?</ol>", text, re.DOTALL):
                assert "<img" not in nav and "e.example" not in nav and 'id="k"' not in nav
                assert "Read this page map now" in nav or "Sample" in nav or "B</a>" in nav

    def test_the_heading_itself_keeps_them(self) -> None:
        for text in self.pages():
            for heading in re.findall(r"<h1[^>]*>Read.*?</h1>", text):
                assert 'href="https://e.example/x"' in heading and 'src="m.png"' in heading
        assert any(re.search("<h1[^>]*>Read", text) for text in self.pages())


class TestLinks:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ('<a href="x.md"><img src="https://e.example/a.png" alt="A"></a>', '<a href="x.md">A</a>'),
            ('[<img src="https://e.example/a.png" alt="A">](y.md)', '<a href="y.md">A</a>'),
            ('<a href="x.md">one [two](y.md) three</a> [four](z.md)',
             '<a href="x.md">one two three</a> <a href="z.md">four</a>'),
            ('<a href="x.md">one <a href="y.md">two</a> three',
             '<a href="x.md">one </a><a href="y.md">two</a> three'),
            ('[a <a href="q.md">b</a> c](y.md) d', '<a href="y.md">a b c</a> d'),
            ('<a href="x.md"><iframe src="https://e.example/v" title="V"></iframe></a>', '<a href="x.md">V</a>'),
            ('<a id="x">here [l](y.md)', '<a id="x">here </a><a href="y.md">l</a>'),
            ('**<a href="x.md">b [z](q.md)** c</a> [f](g.md)',
             '<strong><a href="x.md">b z</a></strong> c <a href="g.md">f</a>'),
        ],
    )  # fmt: skip
    def test_no_link_stands_in_a_link(self, text: str, expected: str) -> None:
        assert body(f"{text}\n") == f"<p>{expected}</p>\n"

    def test_a_raw_link_around_paragraphs_holds_none(self) -> None:
        made = body('<a href="x.md">\n\n[two](y.md)\n\n</a>\n\n[three](y.md)\n')
        assert made == '<a href="x.md">\n<p>two</p>\n</a>\n<p><a href="y.md">three</a></p>\n'

    def test_a_footnote_in_a_link_is_a_number_that_the_note_leads_back_to(self) -> None:
        made = body("[a^[note]](y.md)\n")
        assert deepest(made) == 1 and 'id="a-ref-1">1</sup></a>' in made and 'href="#a-ref-1"' in made


class TestNames:
    @pytest.mark.parametrize(
        "text",
        ["## ccb text\n", "## T {#ccb-text}\n", '<p id="ccb-text">x</p>\n', "x\n{#ccb-text}\n", "(ccb-text)=\n",
         "[x](y.md){#ccb-text}\n", "::: {.note #ccb-text}\nx\n:::\n", "$$\nx\n$$ (ccb-text)\n",
         '<a name="ccb-text">x</a>\n'],
    )  # fmt: skip
    def test_a_course_has_none_of_the_packs_ids(self, text: str) -> None:
        made = body(f"{text}\n\n[to](#ccb-text) [it](a.md#ccb-text) [too](<#ccb%2Dtext>)\n")
        assert len(re.findall(r'(?:id|name)="own-ccb-text"', made)) == 1 and '"ccb-' not in made
        assert re.findall(r'href="([^"]+)">(?:to|it)<', made) == ["#own-ccb-text", "a.html#own-ccb-text"]
        assert '"#own-ccb-text">too' in made

    def test_references_follow(self) -> None:
        made = body('<svg><linearGradient id="ccb-g"/><rect fill="url(#ccb-g)" aria-labelledby="ccb-g x"/></svg>\n')
        assert "url(#own-ccb-g)" in made and 'aria-labelledby="own-ccb-g x"' in made

    def test_no_two_ids_become_the_same(self) -> None:
        given = ["ccb-a", "own-ccb-a", "own-own-ccb-a", "own-a", "a-ccb-b", "Ccb-a"]
        assert len({anchor(each) for each in given}) == len(given)
        assert [anchor(each) for each in given[3:]] == given[3:]

    def test_a_page_named_like_the_packs_text_is_another(self) -> None:
        [(_, data)] = single.files(book({"ccb-text.md": "# A\n\nText.\n"}))
        ids = re.findall(r' id="([^"]+)"', data.decode())
        assert len(ids) == len(set(ids)) and "own-ccb-text" in ids


class TestClasses:
    def test_every_class_is_the_packs_or_the_authors(self) -> None:
        styles = re.sub(r"\{[^{}]*\}|/\*.*?\*/", "", html.assets()[html.STYLE].decode(), flags=re.DOTALL)
        known = set(re.findall(r"\.([a-zA-Z][\w-]*)", styles))
        scripts = html.assets()[html.READING] + html.assets()[html.QUIZ]
        known |= set(re.findall(r'className = "([a-z-]+)"', scripts.decode()))
        assert {"hidden", "term", "verdict", "term-name", "notice"} <= known
        assert known - KEPT <= RESERVED and not KEPT & RESERVED

    @pytest.mark.parametrize(
        "text",
        ['<span class="hidden mine">x</span>\n', "x\n{.hidden .mine}\n", "::: hidden mine\nx\n:::\n",
         "[x](y.md){.mine .hidden}\n", "## x {.mine .hidden}\n", "::: {.note .hidden .mine}\nx\n:::\n",
         '<svg class="mine hidden"></svg>\n', "# x {.mine .hidden}\n"],
    )  # fmt: skip
    def test_authors_cannot_give_the_packs_classes(self, text: str) -> None:
        made = site(text)["a.html"].decode().partition("<article")[2].partition("</article>")[0]
        assert re.search(r'class="[^"]*\bmine\b', made) and "hidden" not in made

    def test_the_packs_own_marks_in_raw_html_stay(self) -> None:
        text = '<p>Some <b class="draft">words</b></p>\n\nx\n'
        chosen: dict[tuple[str | None, str], Message] = {(None, "x"): Message("x", "y", state=State.TRANSLATED)}
        page = render(splice(parse("a.md", text), chosen), Setting("en", "fr", {"a.md": "a.html"}), text)
        assert '<span class="fallback" lang="en" dir="ltr">Some <b>words</b> <span class="chip"' in page.body
        assert "\x02" not in page.body

    def test_an_author_cannot_pass_for_the_pack(self) -> None:
        assert body('<p class="\x02draft mine">x</p>\n') == '<p class="mine">x</p>\n'
        assert body('<p><span class="\x02draft">x</span></p>\n') == "<p><span>x</span></p>\n"

    def test_search_reads_what_authors_wrote(self) -> None:
        text = '# A\n\n<section class="terms">\n\nfirst\n\n</section>\n\nsecond\n\n'
        text += '<p><span class="hidden">Outer <span>inner</span> end</span></p>\n\nlast\n'
        assert found(text).split() == ["first", "second", "Outer", "inner", "end", "last"]

    def test_frames_keep_authors_links(self) -> None:
        made = book({"a.md": '# A\n\nSee <a class="original" href="b.md">this</a>.\n', "b.md": "# B\n"})
        assert 'See <a href="b.html">this</a>.' in dict(framed.files(made))["a.html"].decode()


@pytest.mark.parametrize(
    ("given", "kept"),
    [('width="200px"', 'width="200"'), ('width=" 20.5 "', 'width="20"'), ('height="50%"', None), ('width="1em"', None)],
)
def test_pictures_sizes_are_numbers(given: str, kept: str | None) -> None:
    made = body(f'<img src="a.png" alt="" {given}>\n')
    assert re.findall(r' ((?:width|height)="[^"]*")', made) == ([kept] if kept else [])
