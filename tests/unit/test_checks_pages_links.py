"""Links that lead nowhere, ids that come twice, containers that do not pair, front matter that cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ccb_l10n.model import Severity
from ccb_l10n.workflow import pages
from page_courses import PNG, SVG, found, page, said

COURSE = {
    "index.md": "# Start\n",
    "a/one.md": "# One\n\n## Set up\n",
    "a/README.md": "# About\n",
    "a/fig/Map.png": PNG,
    "a/two words.png": PNG,
    "a/größe.svg": SVG,
    "b/plan.pdf": b"%PDF-1.7",
}


@pytest.mark.parametrize(
    "link",
    [
        "[x](one.md)",
        "[x](one)",
        "[x](one.html)",
        "[x](../index.md#start)",
        "[x](../index.html)",
        "[x](/a/one.md#set-up)",
        "[x](../a/)",
        "[x](.)",
        "[x](#page)",
        "[x](#top)",
        "[x](one.md?v=1#set-up)",
        "[x](../b/plan.pdf)",
        "[x][plan]\n\n[plan]: ../b/plan.pdf",
        "[x](https://example.org/none) <https://example.org> [y](mailto:a@example.org) [z](//example.org)",
        "[x]({{ site.url }}/none)",
        "![x](fig/Map.png)",
        "![x](fig/Map.png?raw=true)",
        "![x](two%20words.png)",
        "![x](<two words.png>)",
        "![x](gr%C3%B6%C3%9Fe.svg)",
        "![x](größe.svg)",
        '<img src="fig/Map.png" alt="x"> <a href="one.md">y</a>',
        "<!-- [x](none.md) <img src='none.png'> -->",
        "`[x](none.md)` and `<img src=none.png>`",
        "```\n![x](none.png)\n```",
    ],
)
def test_links_that_lead_somewhere(link: str) -> None:
    assert found({**COURSE, "a/page.md": f"# Page\n\n{link}\n"}) == []


@pytest.mark.parametrize(
    ("link", "rule", "message", "hint"),
    [
        ("![x](none.png)", "missing-image", "no such image: a/none.png", "correct the link, or add the file"),
        ("![x](fig/Mop.png)", "missing-image", "no such image: a/fig/Mop.png", "did you mean a/fig/Map.png?"),
        ("![x](fig/map.PNG)", "missing-image", "a/fig/map.PNG is not here, but a/fig/Map.png is",
         "write the name with the same letters and capitals"),
        ("![x](gro\u0308ße.svg)", "missing-image", "a/gro\u0308ße.svg is not here, but a/größe.svg is",
         "write the name with the same letters and capitals"),
        ('<img alt="x" src="none.png">', "missing-image", "no such image: a/none.png",
         "correct the link, or add the file"),
        ("<video src='none.mp4'></video>", "missing-image", "no such file: a/none.mp4",
         "correct the link, or add the file"),
        ("[x](nothing.md)", "missing-file", "no such page or file: a/nothing.md", "correct the link, or add the file"),
        ("[x](plan.pdf)", "missing-file", "no such page or file: a/plan.pdf", "did you mean b/plan.pdf?"),
        ("[x](One.md)", "missing-file", "a/One.md is not here, but a/one.md is",
         "write the name with the same letters and capitals"),
        ("[x](../../other/page.md)", "missing-file", "../../other/page.md leads out of the course",
         "copy the file into the course, or link to it on the web"),
        ("[x](../b/)", "missing-file", "b is a folder without an index page",
         "link to one of its pages, or add index.md there"),
        ("[x](#none)", "missing-anchor", "nothing on this page has the id “none”",
         "add {#none} behind the heading that is meant"),
        ("[x](one.md#Set-Up)", "missing-anchor", "nothing on a/one.md has the id “Set-Up”", "did you mean #set-up?"),
        ("![x](https://example.org/a.png)", "remote-media", "an image on the internet: packs put a link in its place",
         "save it beside the page, if its licence allows that, and link to the file"),
        (r"[x](C:\plans\a.pdf)", "unusable-address", "a file on one computer: packs show the text without a link",
         "put the file into the course and link to it there"),
        ("[x](file:///plans/a.pdf)", "unusable-address", "a file on one computer: packs show the text without a link",
         "put the file into the course and link to it there"),
        ("[x](inv:a#b)", "unusable-address", "an address of the kind “inv:”: packs show the text without a link",
         "link to a page, a file or the web"),
    ],
)  # fmt: skip
def test_links_that_lead_nowhere(link: str, rule: str, message: str, hint: str) -> None:
    [told] = found({**COURSE, "a/page.md": f"# Page\n\nSee\n{link}\n"})
    assert (told.id, told.path, told.line, told.message, told.hint) == (rule, "content/a/a/page.md", 4, message, hint)


def test_the_words_that_are_wrong_are_marked_and_the_lines_are_those_of_the_file() -> None:
    text = "\ufeff---\r\ntitle: T\r\n---\r\n\r\n# Page\r\n\r\n- One\r\n- Two,\r\n  ![x](a.png)\r\n"
    text += "\r\n| A |\r\n|---|\r\n| [b](b.md) |\r\n"
    one, two = found({"index.md": text})
    assert (one.line, two.line) == (9, 13)
    assert one.target[slice(*one.span or ())] == "a.png" and two.target == "| [b](b.md) |"
    assert one.severity is Severity.ERROR


def test_the_line_is_that_of_the_address() -> None:
    assert page("Text,\n[a long\nname](none.md)\n") == [(3, "no such page or file: none.md")]
    assert page("Text `code\ncode` and\n[x](none.md) <b>y</b>\n") == [(3, "no such page or file: none.md")]


def test_an_address_is_told_once_on_a_page_with_its_number() -> None:
    text = "# P\n\n[a](x.md) and [b](x.md)\n\n[c](x.md)\n"
    assert page(text) == [(3, "no such page or file: x.md (3 times on this page)")]
    assert [each.path for each in found({"a.md": text, "b.md": text})] == ["content/a/a.md", "content/a/b.md"]


@pytest.mark.parametrize(
    "target",
    ["## Named {#there}", "A paragraph.\n{: #there}", '<a id="there"></a>Text', '<a name="there"></a>Text',
     "(there)=\n\n## Two",
     "::: note {#there}\n\nText\n\n:::", "![x](a.png){#there}",
     "Text[^1]\n\n[^1]: Note [x](#index-note-1)\n\n## There"],
)  # fmt: skip
def test_places_that_a_link_can_lead_to(target: str) -> None:
    assert page(f"[x](#there)\n\n{target}\n", "missing-anchor") == []


def test_an_id_that_another_page_has_is_named() -> None:
    [told] = found({"a.md": "[x](#plan)\n", "b.md": "# B {#plan}\n"})
    assert told.hint == "b.md has it: link to that page, and the id behind it"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# A {#x}\n\n## B {#x}\n", [(3, "the id “x” is taken: line 1 has it")]),
        ("# A {#x}\n\n<div id='x'>\n\nText\n\n</div>\n", [(3, "the id “x” is taken: line 1 has it")]),
        ('# A\n\n<a id="b"></a>\n\n## B\n', [(3, "the id “b” is that of the heading in line 5")]),
        ("# A\n\n## A\n\n## A\n", []),
        ("# A {#a}\n\n## B {#b}\n\n<a name='a'></a>\n", []),
        ("# A {#x}\n\n```\n# B {#x}\n```\n", []),
    ],
)
def test_ids_that_come_twice(text: str, told: list[tuple[int, str]]) -> None:
    assert page(text, "duplicate-id") == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("::: note\n\nText\n\n:::\n", []),
        ("::::: note\n::: tip\nText\n:::\n:::::\n", []),
        ("::: note\n\nText\n", [(1, "nothing closes the container “note”: it takes in all that follows")]),
        ("::: note\n\n::: tip\n\nText\n\n:::\n",
         [(1, "nothing closes the container “note”: it takes in all that follows")]),
        ("Text\n\n:::\n", [(3, "this ::: closes nothing")]),
        ("```\n::: note\n```\n", []),
        ("::: note\n<div>\n</div>\n:::\n", [(1, "nothing closes the container “note”: it takes in all that follows")]),
        ("- ::: note\n\n  Text\n\n:::\n",
         [(1, "nothing closes the container “note”: it takes in all that follows"), (5, "this ::: closes nothing")]),
    ],
)  # fmt: skip
def test_containers_that_do_not_pair(text: str, told: list[tuple[int, str]]) -> None:
    assert page(text, "unclosed-container", "stray-closer") == told


def test_a_closer_that_html_took_in_is_named() -> None:
    [told] = found({"a.md": "::: note\n<div>\n</div>\n:::\n"})
    assert told.hint == "line 4 is part of the HTML above it: put an empty line between them"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ntitle: Plan: a start\n---\n\n# A\n", 2, "front matter that is no YAML: mapping values are not allowed"),
        ("---\ntitle: A\nlist: [a\n---\n", 4, "front matter that is no YAML: "),
        ("---\ntitle: A\n\n# A\n", 1, "front matter without an end: all of it is shown as text"),
        ("\n---\ntitle: A\n---\n\n# A\n", 2, "front matter must begin in the first line: this is shown as text"),
        ("+++\ntitle = A\n+++\n", 2, "front matter that is no TOML: Invalid value"),
    ],
)
def test_front_matter_that_cannot_be_read(text: str, line: int, words: str) -> None:
    [(at, told)] = page(text, "front-matter")
    assert (at, told.startswith(words)) == (line, True), told


@pytest.mark.parametrize(
    "text",
    ["---\ntitle: A\n---\n", "---\n---\n", "---\n\nA rule, then text: and more.\n", "+++\ntitle = 'A'\n+++\n",
     "# A\n\n---\nNote: a rule\n---\n",
     "---\ntitle: \"Plan: a start\"\nkeys: [a, b]\n---\n", "---\ntitle: A\n...\n"],
)  # fmt: skip
def test_front_matter_that_can(text: str) -> None:
    assert page(text, "front-matter") == []


_PIECES = ["[", "]", "(", ")", "](", "![", "!", "a", " b ", "*", "_", "~~", "^", "\n", "c.md", "#x", ":", "http://x/y",
           "`", "\\", "<b>", "&amp;", "é", "%20", "[^1]", "x [t](u.md) ", "{#i}",
           "$", '"t"', "javascript:x"]  # fmt: skip


@example("![*a*](b.md) ![_](b.md) ![**](b.md)", False)
@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join), st.booleans())
def test_links_are_the_same_without_the_parser(text: str, defined: bool) -> None:
    """Plain links are found without parsing; whatever else is on the line, the parser would find the same."""
    source = f"x {text}\n\n[^1]: n\n" + ("\n[a]: d.md\n[t]: e.md\n" if defined else "")
    quick = pages.taken_apart("a.md", source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "_plain_links", lambda content, line: None)
        assert quick == pages.taken_apart("a.md", source)


def test_findings_come_page_by_page() -> None:
    files = {"b.md": "[x](none.md)\n\n::: note\n", "a.md": "[x](none.md)\n", "z.svg": "<svg"}
    told = said(files)
    assert [line for line, _ in told] == [1, 3, 1, 0]
