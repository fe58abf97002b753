"""What must survive inside a message, and the agreement of the scan with markdown-it-py's own reading."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

import markdown_samples as samples
from ccb_l10n.markdown.inline import protected, scan, signature, translatable
from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.proof import same_inline, skeleton
from ccb_l10n.markdown.splice import _environment
from ccb_l10n.markdown.structure import Inline, too_tangled

ENV = {"references": {"A": {"title": "", "href": "/A"}}, "footnotes": {"refs": {":1": -1}, "list": {}}}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("plain text, nothing else (at all).", []),
        ("`code` and ``a ` b``", ["code `code`", "code ``a ` b``"]),
        ("`not code", []),
        ("\\`a` b", ["escape \\`"]),
        ("[a](/u) b", ["link ](/u)"]),
        ('[a](</u v> "a *title*") b', ['link ](</u v> "', 'title end ")']),
        ("[a](/u 'a <b> c')", ["link ](/u '", "tag <b>", "title end ')"]),
        ("[a](/u_(b)_c)", ["link ](/u_(b)_c)"]),
        ("[a](b c)", []),
        ("[a][ref] [b][] [c]", ["reference ][ref]"]),
        ("![alt](i.png)", ["image ![", "link ](i.png)"]),
        ("[![alt](i.png)](/u)", ["image ![", "link ](i.png)", "link ](/u)"]),
        ("note[^1], ![^2] and [a][^3]", ["footnote [^1]", "footnote [^2]", "footnote [^3]"]),
        ("see [@smith2020]", ["citation [@smith2020]"]),
        ("<b>x</b> <br/> <Tabs x={1}>", ["tag <b>", "tag </b>", "tag <br/>", "tag <Tabs x={1}>"]),
        (
            "<!-- c --> <!--> a <? p ?> <![CDATA[ d ]]>",
            ["comment <!-- c -->", "comment <!-->", "tag <? p ?>", "tag <![CDATA[ d ]]>"],
        ),
        ("a < b and <3 and <-", []),
        (
            "<https://e.org> <a@b.org> https://e.org/a_b.",
            ["url <https://e.org>", "url <a@b.org>", "url https://e.org/a_b"],
        ),
        ("$x$ $$y$$ $a$b$", ["math $x$", "math $$y$$", "math $a$"]),
        ("$5 and $6, $ 7 $, 8$9$", []),
        ("$$a $ b$$", ["math $$a $ b$$"]),
        ("{{ v }} {% x %} ${y} %(z)s", ["variable {{ v }}", "variable {% x %}", "variable ${y}", "variable %(z)s"]),
        ("a{.c} {#id} {%x", ["attributes {.c}", "attributes {#id}"]),
        ("{ref}`a`", ["attributes {ref}", "code `a`"]),
        (":smile: 10:30:00 a:b:c", ["emoji :smile:"]),
        ("&amp; &nope &#160;", ["entity &amp;", "entity &#160;"]),
        ("\\*a\\* \\a", ["escape \\*", "escape \\*"]),
    ],
)
def test_scan(source: str, expected: list[str]) -> None:
    assert [f"{span.kind} {source[span.start : span.end]}" for span in scan(source)] == expected


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("a `x` b `y`", "`y` c `x`"),
        ("`a  b`", "`a b`"),
        ("&amp; a", "b & c"),
        ("a\\*", "b"),
        ('<img alt="a" src="b">', '<img alt="c" src="b">'),
        ("[a][Ref B]", "[c][ref  b]"),
        ('[a](/u "t")', "[b](/u 'x')"),
    ],
)
def test_signatures_that_are_equal(source: str, target: str) -> None:
    assert signature(source) == signature(target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("`x`", "`y`"),
        ("[a](/u)", "[a](/v)"),
        ("<b>a</b>", "<b>a"),
        ("{{ a }}", "{{ b }}"),
        ('<img alt="a" src="b">', '<img alt="a" src="c">'),
        ("$x$", "$y$"),
        ("a[^1]", "a"),
        ("https://a.org", "https://b.org"),
    ],
)
def test_signatures_that_differ(source: str, target: str) -> None:
    assert signature(source) != signature(target)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("words", True),
        ("42 %", False),
        ("`code`", False),
        ("`code` x", True),
        ("https://example.org", False),
        ("httpd", True),
        ("![](a.png)", False),
        ("![alt](a.png)", True),
        ("&eacute;", True),
        ("&mdash;", False),
        ("中", True),
        ("{{ x }}", False),
        ("![](a.png){alt='A diagram'}", True),
        ("![](a.png){alt='1'}", False),
        ('<img src="a.png" alt="A diagram"> 1', True),
    ],
)
def test_translatable(source: str, expected: bool) -> None:
    assert translatable(source) is expected


@given(st.text("ab*_`[]()<>!$&{}\\~^:|\n \"'/#1é", max_size=30))
@settings(max_examples=1500, deadline=None)
def test_protected_spans_are_disjoint_and_in_order(source: str) -> None:
    last = 0
    for start, end in protected(source):
        assert last <= start < end <= len(source)
        last = end


def test_skeleton_knows_the_neighbours_of_emphasis() -> None:
    assert skeleton("a *b* c") == skeleton("d *é* f")
    assert skeleton("a *b* c") != skeleton("a * b* c")
    assert skeleton("a_b_") != skeleton("1_b_")


def flat(tokens: list[Token]) -> list[Token]:
    return [each for token in tokens for each in (token, *flat(token.children or []))]


def test_code_math_and_tags_are_where_the_parser_sees_them() -> None:
    """Every code span, formula, tag and link that markdown-it-py renders is protected, on all samples."""
    seen = 0
    for name, text in (*samples.spec(), *samples.wild()):
        document = parse(name, text)
        for segment in document.segments:
            if segment.kind.startswith(("front matter", "html text", "alternative text", "link title")) or segment.gaps:
                continue
            inside = {re.sub(r"\s+", " ", segment.source[a:b]) for a, b in protected(segment.source)}
            tokens: list[Token] = []
            md = samples.stock()
            md.inline.parse(segment.source, md, _environment(document), tokens)
            for token in flat(tokens):
                content = re.sub(r"\s+", " ", token.content)
                if token.type == "html_inline":
                    assert content in inside, (name, segment.source)
                elif token.type in ("code_inline", "math_inline", "math_inline_double"):
                    assert any(content.strip() in each for each in inside), (name, segment.source)
                elif token.type == "link_open" and token.markup == "autolink":
                    assert any(each.startswith("<") for each in inside), (name, segment.source)
                else:
                    continue
                seen += 1
    assert seen > 900


_BITS = (
    "*", "**", "_", "__", "~~", "`", "``", "[", "]", "](", "](/u)", '](/u "', '")', "![", "<", "<b>", "</b>",
    "<http://e.org>", "$", "$$", "&amp;", "&", "{{", "}}", "\\", "\\*", "^[", "[^1]", "[a]", "][a]", "][", "(",
    ")", "|", ":", ":a:", '"', "#", "https://e.org/a_b", " ", ".", "\n", "5", "٣", "a", "bc", "é", "中", " x ", "“",
    "\u0301", "\u200d", "😀",
)  # fmt: skip


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """A message and another with other words in it, and the same marks."""
    source = "".join(draw(st.lists(st.sampled_from(_BITS), min_size=2, max_size=12))).strip()
    word = st.text("aéz中ñж", min_size=1, max_size=4)
    spans = [*protected(source), (len(source), len(source))]
    at, out = 0, []
    for start, end in spans:
        out += [re.sub(r"[^\W\d_]+", lambda _: draw(word), source[at:start]), source[start:end]]
        at = end
    return source, "".join(out)


@settings(max_examples=1500, deadline=None)
@given(pairs())
def test_the_quick_proof_is_never_wrong(pair: tuple[str, str]) -> None:
    source, target = pair
    assume(source and target and source != target)
    if same_inline(source, target, ENV["references"]):
        old, new = Inline(source, ENV), Inline(target, ENV)
        assert (old.kept, old.wrapped, old.leaks) == (new.kept, new.wrapped, new.leaks)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("<é>", "<b>"),
        ("[^é]", "[^a]"),
        ('](/u "&`</b>\\*")', '](/u "&`</é>\\*")'),
        ("]($$<)`x$", "]($$<)`y$"),
        ("$a$ b", "$z$ b"),
        ("{{ ` }} a `", "{{ ` }} b `"),
    ],
)
def test_words_that_are_markup_are_not_taken_for_words(source: str, target: str) -> None:
    assert not same_inline(source, target, ENV["references"])


def test_a_label_is_not_taken_for_a_word() -> None:
    assert not same_inline("[a]", "[b]", ENV["references"])
    assert same_inline("[c]", "[b]", ENV["references"])


def test_inline_reads_notes_in_place() -> None:
    env = {"references": {}, "footnotes": {"refs": {}, "list": {}}}
    assert Inline("a^[see [x](/u)]", env).kept["link_open", "/u"] == 1


def test_tangles_are_known() -> None:
    assert too_tangled("[" * 51)
    assert too_tangled("[a] " * 1001)
    assert not too_tangled("[a](b) " * 900)
