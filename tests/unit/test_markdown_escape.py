"""Whatever a translator types is text in its place: escaped, or refused with a finding; never another block."""

from __future__ import annotations

import pytest

import markdown_samples as samples
from ccb_l10n.markdown.escape import as_tags, fitted, raw, safe
from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Localised, Message, Segment, State

PLACES = {
    "paragraph": "Above\n\nText\n\nBelow\n",
    "after a paragraph's list": "- a\n\nText\n",
    "last line": "Text",
    "list item": "- Text\n- b\n",
    "numbered": "9. Text\n",
    "task": "- [ ] Text\n",
    "nested list": "- a\n  1. Text\n",
    "quote": "> Text\n",
    "quote with lines": "> a  \n> b\n>\n> Text\n",
    "after a hard break": "one  \nText\n",
    "heading": "## Text\n",
    "heading with an id": "## Text {#id}\n",
    "closed heading": "## Text ##\n",
    "setext heading": "Text\n---\n",
    "table cell": "| a | b |\n|---|---|\n| Text | c |\n",
    "last table cell": "| a | b |\n|---|---|\n| c | Text |\n",
    "bare table cell": "a | b\n--|--\nText | c\n",
    "bare table heading": "Text | b\n--|--\nc | d\n",
    "footnote": "a[^n]\n\n[^n]: Text\n",
    "term": "Text\n: b\n",
    "definition": "a\n: Text\n",
    "HTML block": "<div>\n<p>Text</p>\n</div>\n",
    "alternative text": '<p><img src="a.png" alt="Text"></p>\n',
    "admonition": "!!! note\n    Text\n",
    "admonition's title": '!!! note "Text"\n    a\n',
    "container's title": ":::note[Text]\na\n:::\n",
    "container's bare title": ":::note Text\na\n:::\n",
    "alert's title": "> [!NOTE] Text\n> a\n",
    "link title": '[a]\n\n[a]: /u "Text"\n',
    "below a definition": "[a]: /u\nText\n",
    "plain front matter": "---\ntitle: Text\n---\na\n",
    "front matter list": "---\nkeypoints: ['Text', b]\n---\na\n",
}
TYPED = (
    "- x", "+ x", "* x", "-", "# x", "#", "1. x", "2) x", "> x", "| x", "| x |", "a | b", "a\n\nb", "a\nb", "a\r\nb",
    "a\rb", "a * b", "*a",
    "a_", "~~a", "a < b", "<", "<b", "a > b", "x #", "x ##", "x \\", "\\", "$$ x", "$$", "5 $", "::: x", ":::",
    "!!! note", "??? x",
    '=== "T"', "[x]: y", '[x]: /y "t"', "[x]: <y>", "===", "---", "***", "_ _ _", "```", "``` x", "~~~", "~~~ x",
    ": x", "~ x", "[ ] x", "[x] y",
    "    x", "\tx", "\u200f- x", "\u202b# x", "a\\|b", "\\| a", "\ufeffx", "\u00a0x", "x\u00a0", "+++", "[TOC]",
    "(x)=", "[!NOTE] x", '"x"',
    "'x'", "(x)", "x]", "[x", "x\x00y", "x\u2028y", "x\x0by", "\f", "é" * 300, "--- | ---", "|---|", "%", "@x",
    "x: y", "null", "{x}", "x\x85",
)  # fmt: skip
ADDED = ("x {#id}", "`x`", "[x](y)", "![x](y)", "<https://e.org>", "https://e.org", "{{ x }}", "$x$")
TAGS = ("<div>", "<!-- x", "<!-- x -->", "<b>x</b>", "</p>", "<script>", "{.c}")


def typed(place: str, target: str) -> Localised:
    document = parse("a.md", PLACES[place])
    targets = {(None, "Text"): Message("Text", target, None, State.TRANSLATED)}
    for segment in document.segments:
        if segment.source.endswith("\nText"):
            targets[None, segment.source] = Message(segment.source, f"one\n{target}", None, State.TRANSLATED)
    return splice(document, targets)


def blocks(text: str) -> list[tuple[str, int, str]]:
    """The blocks as the stock parser sees them, front matter aside."""
    if text.startswith("---\n"):
        text = text.split("\n---\n", 1)[1]
    tokens = []
    samples.stock().block.parse(text, samples.stock(), {}, tokens := [])
    return [(token.type, token.level, token.markup) for token in tokens]


@pytest.mark.parametrize("place", PLACES)
def test_no_target_changes_the_blocks(place: str) -> None:
    for target in TYPED + ADDED + TAGS:
        made = typed(place, target)
        assert blocks(made.text) == blocks(PLACES[place]), target
        if made.findings:
            assert made.text == PLACES[place], target
            (finding,) = made.findings
            assert (finding.path, finding.source[-4:], finding.line > 0) == ("a.md", "Text", True)
            assert finding.target.endswith(target)


@pytest.mark.parametrize("place", sorted(PLACES.keys() - {"setext heading", "container's bare title"}))
def test_nothing_that_is_only_text_is_refused(place: str) -> None:
    for target in TYPED:
        assert typed(place, target).findings == (), target


def test_what_no_escape_can_hold_is_refused() -> None:
    assert typed("setext heading", "| x").text == PLACES["setext heading"]
    (finding,) = typed("setext heading", "| x").findings
    assert finding.message == "translation not used: it would change the document's blocks"
    assert (finding.id, finding.line, finding.target) == ("structure", 1, "| x")


@pytest.mark.parametrize("target", ADDED)
@pytest.mark.parametrize("place", ["paragraph", "table cell", "heading"])
def test_what_adds_markup_is_refused(place: str, target: str) -> None:
    (finding,) = typed(place, target).findings
    assert "it adds the " in finding.message


@pytest.mark.parametrize(
    ("place", "target", "expected"),
    [
        ("paragraph", "- x", "\\- x"),
        ("paragraph", "1. x", "1\\. x"),
        ("paragraph", "# x", "\\# x"),
        ("paragraph", "a\n\nb", "a b"),
        ("paragraph", "<b>x</b>", "\\<b>x\\</b>"),
        ("after a hard break", "- x", "one  \n\\- x"),
        ("heading", "x #", "x \\#"),
        ("table cell", "a | b", "a \\| b"),
        ("table cell", "a \\| b", "a \\| b"),
        ("table cell", "a\\", "a\\\\ "),
        ("table cell", "- x", "- x"),
        ("bare table cell", "- x", "\\- x"),
        ("HTML block", "a < b <b>", "a < b &lt;b>"),
        ("alternative text", 'l\'"a" <b', "l&#39;&quot;a&quot; &lt;b"),
        ("link title", 'a "b"', 'a \\"b\\"'),
        ("below a definition", '"x"', '\\"x"'),
        ("front matter list", "l'eau", "'l''eau'"),
        ("plain front matter", "a: b", '"a: b"'),
    ],
)
def test_escapes(place: str, target: str, expected: str) -> None:
    made = typed(place, target)
    placed = next(each for each in made.placed if each.translated)
    assert made.text[placed.start : placed.end] == expected


def test_more_lines_than_the_source_use_its_last_break() -> None:
    segment = Segment("paragraph", "a\nb", 0, 5, 1, gaps=("\\\n> ",))
    message = fitted(segment, "x\n\n y \r\nz")
    assert message == "x\ny\nz"
    assert raw(segment, message, "", "yaml") == "x\\\n> y\\\n> z"


def test_a_backslash_before_a_break_is_doubled() -> None:
    segment = Segment("paragraph", "a\nb", 0, 5, 1, gaps=("\\\n",))
    assert raw(segment, fitted(segment, "x\\\ny"), "", "yaml") == "x\\\\\\\ny"


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("see [Guide]", "voir [Manuel]", "voir [Manuel][Guide]"),
        ("see [Guide][]", "voir [Manuel][]", "voir [Manuel][Guide]"),
        ("see [Guide]", "voir [guide]", "voir [guide]"),
        ("see [a][Guide]", "voir [b][Guide]", "voir [b][Guide]"),
        ("see [Guide] `[Guide]`", "voir [Manuel] `[Guide]`", "voir [Manuel][Guide] `[Guide]`"),
    ],
)
def test_links_whose_text_is_their_label_keep_it(source: str, target: str, expected: str) -> None:
    segment = Segment("paragraph", source, 0, 1, 1)
    assert fitted(segment, target, frozenset({"guide"})) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("这是**重要**的", "这是<strong>重要</strong>的"),
        ("a *b* c", "a <em>b</em> c"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_emphasis_as_tags(target: str, expected: str) -> None:
    assert as_tags(target) == expected


def test_emphasis_that_would_leak_is_written_as_tags() -> None:
    text = "Use the **“firewall”** now.\n"
    document = parse("a.md", text)
    targets = samples.translated(document, lambda _: "请使用**“防火墙”**现在。")
    made = splice(document, targets)
    assert made.text == "请使用<strong>“防火墙”</strong>现在。\n"
    assert made.findings == ()


def test_emphasis_that_cannot_pair_is_refused() -> None:
    document = parse("a.md", "Use the **firewall** now.\n")
    made = splice(document, samples.translated(document, lambda _: "Use ** the firewall now."))
    assert made.text == document.text
    assert made.findings[0].message.endswith("its emphasis marks do not pair and would show as text")


@pytest.mark.parametrize(
    ("message", "before", "after", "expected"),
    [
        ('"x"', "[a]: /u\n", "\n", False),
        ('"x"', "a\n\n", "\n", True),
        ("x", "", "\n", True),
        ("- x", "", "\n", False),
        ("x | y", "", "\n|---|\n", False),
        ("x", "", "\n: y", False),
        ("[a]: /u", "", "\n", False),
        ("[a]: two words", "", "\n", True),
        ("x\\", "", "\n", False),
        ("x {#a}", "", "\n", False),
        ("x\ny", "", "\n", False),
    ],
)
def test_what_is_evident(message: str, before: str, after: str, expected: bool) -> None:
    assert safe(Segment("paragraph", "Text", 0, 4, 1), message, before, after) is expected
