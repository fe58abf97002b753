"""Splicing: identity to the byte, the same structure under any target, and proofs that are never wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

import markdown_samples as samples
from ccb_l10n.markdown import splice as module
from ccb_l10n.markdown.parse import outline, parse
from ccb_l10n.markdown.splice import held, splice
from ccb_l10n.markdown.structure import Inline
from ccb_l10n.model import Document, Localised, Message, Origin, Segment, State

SAMPLES = (*samples.spec(), *samples.wild())
NAMES = [name for name, _ in SAMPLES]
ENDINGS = ("\n", "\r\n", "\r")


def identical(text: str) -> None:
    document = parse("a.md", text)
    assert splice(document, {}).text == text
    made = splice(document, samples.translated(document, str))
    assert made.text == text
    assert made.findings == ()
    assert len(made.placed) == len(document.segments)
    assert all(placed.translated for placed in made.placed)


@pytest.mark.parametrize("name", NAMES)
def test_identity_on_real_text(name: str) -> None:
    identical(dict(SAMPLES)[name])


@pytest.mark.parametrize("ending", ENDINGS)
def test_identity_with_every_line_ending(ending: str) -> None:
    for _, text in SAMPLES:
        identical(text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", ending))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\ufeff",
        "\ufeff# T\n",
        "no newline",
        "trailing blanks   \n\t\n  x\t ",
        "mixed\r\nendings\rin\none\n\rtext\n",
        "e\u0301 and \u00e9 and \u200b\u200d\ufeff in text",
        "\u202bright to left\u202c \u200f# x",
        "| \u00a0a\u00a0 | \u3000b |\n|---|---|\n",
        "---\r\ntitle: a\r\n---\r\n",
        "a\u2028b\u2029c\x85d\x1ce\x0bf\x0cg",
        "\x00",
        "- [ ]  a\n- [x]\tb\n",
        "4. x\n5. y\n",
        "a\\\n  b  \n c",
    ],
)
def test_identity_on_odd_text(text: str) -> None:
    identical(text)


@settings(max_examples=600, deadline=None)
@given(samples.soup(), st.sampled_from(ENDINGS))
def test_identity_on_any_lines(text: str, ending: str) -> None:
    identical(text.replace("\n", ending))


def skeleton(text: str) -> list[tuple[object, ...]]:
    """The tree that the stock parser reads in a whole text, front matter and titles aside."""
    env: dict[str, object] = {}
    tokens: list[Token] = []
    samples.stock().block.parse(text, samples.stock(), env, tokens)
    kept = ("fence", "code_block", "math_block")
    return [
        (t.type, t.tag, t.level, t.hidden, t.markup, t.content if t.type in kept else "", str(t.attrs)) for t in tokens
    ]


def body(text: str) -> str:
    normal = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return normal[normal.find("\n---\n", 3) + 5 :] if normal.startswith("---\n") else normal


@pytest.mark.parametrize("name", NAMES)
def test_pseudo_translation_keeps_the_structure(name: str) -> None:
    text = dict(SAMPLES)[name]
    document = parse(name, text)
    made = splice(document, samples.translated(document, samples.pseudo))
    assert skeleton(body(made.text)) == skeleton(body(text))
    again = parse(name, made.text).segments
    assert len(again) == len(document.segments)
    kept = 0
    for before, after, placed in zip(document.segments, again, made.placed, strict=True):
        assert before.kind == after.kind
        assert (placed.start, placed.end, placed.line) == (after.start, after.end, after.line)
        kept += after.source == before.source
        assert placed.translated is (after.source != before.source)
    assert kept == len(made.findings)


def test_pseudo_translation_falls_back_on_few_of_the_samples() -> None:
    segments = findings = 0
    for name, text in SAMPLES:
        document = parse(name, text)
        segments += len(document.segments)
        findings += len(splice(document, samples.translated(document, samples.pseudo)).findings)
    assert segments > 2500
    assert findings <= 11  # tags that are none, and labels of several brackets


def proved(document: Document, targets: dict[tuple[str | None, str], Message]) -> Localised:
    """A splice whose text is held against a fresh parse, with every proof without a parse switched on."""
    made = splice(document, targets)
    shape, read = outline(made.text)
    assert shape == outline(document.text)[0]
    for segment, placed in zip(document.segments, made.placed, strict=True):
        if placed.translated:
            assert placed.start in read, (segment, made.text)
    return made


@st.composite
def typed(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> tuple[Document, dict[tuple[str | None, str], Message]]:
    document = parse("a.md", draw(texts))
    targets = {}
    for segment in document.segments[:6]:
        target = draw(st.one_of(samples.targets(), st.just(samples.pseudo(segment.source))))
        targets[segment.context, segment.source] = Message(segment.source, target, None, State.TRANSLATED)
    return document, targets


@settings(max_examples=1200, deadline=None)
@given(typed(st.builds(lambda text, end: text.replace("\n", end), samples.soup(), st.sampled_from(ENDINGS))))
def test_the_blocks_never_change(case: tuple[Document, dict[tuple[str | None, str], Message]]) -> None:
    proved(*case)


@settings(max_examples=400, deadline=None)
@given(typed(st.sampled_from([text for _, text in samples.spec()])))
def test_the_blocks_of_the_specification_never_change(
    case: tuple[Document, dict[tuple[str | None, str], Message]],
) -> None:
    proved(*case)


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("$$ open\n\n# a\n- b\n", "b", "x $$"),
        ("$$ a\n# b\n", "b", "$$"),
        ("$$: a\n!!! note\n    b\n", "b", "x$$"),
        ("[a]: /u\nText\n", "Text", '"title"'),
        ("[a]: /u\r\nText\r\n", "Text", "'title'"),
        ("> a\n* * b | c\n--|--\n", "* * b", "x"),
        ("- ~ a\n  ~ b\n: c\n", ": c", "x"),
        ("a\r\nb\r\n\r\n: c\r\n", "a b", "x"),
        ("a\rb\r\r: c\r", "a b", "x"),
        ("# a\n|---|\n", "a", "x | y"),
        ("# a\n---|---\n", "a", "x | y"),
        ("a  \nb\n", "a\nb", "x | y\n:-|-:"),
        ("a\n:-|-\n", "a :-|-", "x | y"),
        ("</ins>\n*a*\n", "</ins> *a*", "</ins> x"),
        ("<div>a <b>x</b> c\n~ d\n", "a <b>x</b> c ~ d", "<b>x</b>"),
        ("a\n: b\n<div>c\nd <!--\n-->\n~ e", "c d", "x"),
        ("> [!NOTE] t\n> a\n", "a", "[!TIP] x"),
        ("---\ntitle: a\n---\n", "a", "x: y"),
        ("---\nkeypoints: [a, b]\n---\n", "a", "x?, y"),
        ("Text\n", "Text", "\ufeffx"),
        ("- Text\n", "Text", "[ ] x"),
        (":::note\tText\n:::\n", "Text", "x"),
    ],
)
def test_what_once_was_proved_wrongly(text: str, source: str, target: str) -> None:
    document = parse("a.md", text)
    assert source in [segment.source for segment in document.segments]
    made = proved(document, {(None, source): Message(source, target, None, State.TRANSLATED)})
    assert splice(parse("a.md", made.text), {}).text == made.text


def test_what_is_evident_is_also_true(monkeypatch: pytest.MonkeyPatch) -> None:
    """On every sample, what `safe` lets through without a parse passes the parse."""
    for name, text in SAMPLES:
        document = parse(name, text)
        targets = samples.translated(document, samples.pseudo)
        quick = splice(document, targets)
        with monkeypatch.context() as patch:
            patch.setattr(module, "_evident", lambda *_: False)
            slow = splice(document, targets)
        assert quick == slow


def test_what_the_marks_prove_is_also_rendered() -> None:
    """On every sample, a target that `held` takes has the links, code, tags and notes of its source."""
    for name, text in SAMPLES:
        document = parse(name, text)
        env = module._environment(document)
        for segment in document.segments:
            message, problem = held(segment, samples.pseudo(segment.source), env)
            if not problem and not segment.kind.startswith(
                ("front matter", "html text", "alternative text", "link title")
            ):
                assert Inline(message, env).kept == Inline(segment.source, env).kept


@pytest.mark.parametrize(
    ("text", "target", "named"),
    [
        ("a `x` b", "a b", "it loses the code x"),
        ("a [b](/u)", "a b", "it loses the link to /u"),
        ("a ![b](/u)", "a b", "it loses the image /u"),
        ("a <br> b", "a b", "it loses the tag <br>"),
        ("a {{ v }}", "a {{ w }}", "it loses the variable {{ v }} and it adds the variable {{ w }}"),
        ("a[^1]\n\n[^1]: b", "a", "it loses the footnote"),
        ("a $x$ b", "a b", "it loses the formula x"),
        ("<p>a <b>b</b></p>", "a b", "it loses the tag"),
        ("a [b][r]\n\n[r]: /u", "a b", "it loses the link to /u"),
        ("a https://e.org b", "a b", "it loses the address https://e.org"),
    ],
)
def test_a_target_that_loses_markup_is_refused(text: str, target: str, named: str) -> None:
    document = parse("dir/a.md", text)
    first = document.segments[0]
    made = splice(document, {(None, first.source): Message(first.source, target, None, State.TRANSLATED)})
    assert made.text == text
    (finding,) = made.findings
    assert named in finding.message
    assert (finding.path, finding.line, finding.source, finding.target) == ("dir/a.md", 1, first.source, target)
    assert not made.placed[0].translated


def test_what_folding_would_make_a_link_is_refused() -> None:
    """A tag over two lines is no link's destination; on one line it would be (spec 0.31, example 491)."""
    text = "[link](<foo\nbar>)\n"
    document = parse("a.md", text)
    made = splice(document, samples.translated(document, samples.pseudo))
    assert made.text == text
    assert len(made.findings) == 1


@pytest.mark.parametrize(
    ("state", "shipped"),
    [
        (State.TRANSLATED, True),
        (State.REVIEWED, True),
        (State.DRAFT, True),
        (State.STALE, False),
        (State.UNTRANSLATED, False),
        (State.OBSOLETE, False),
    ],
)
def test_states(state: State, shipped: bool) -> None:
    document = parse("a.md", "Text\n")
    made = splice(document, {(None, "Text"): Message("Text", "Texte", None, state, Origin.MACHINE)})
    assert made.text == ("Texte\n" if shipped else "Text\n")
    assert made.placed[0].state is (state if shipped or state is State.STALE else State.UNTRANSLATED)
    assert made.placed[0].translated is shipped
    assert made.placed[0].origin is (Origin.MACHINE if shipped else None)


def test_drafts_are_left_out_on_request() -> None:
    document = parse("a.md", "One\n\nTwo\n")
    targets = {
        (None, "One"): Message("One", "Un", None, State.DRAFT),
        (None, "Two"): Message("Two", "Deux", None, State.REVIEWED),
    }
    made = splice(document, targets, states=frozenset({State.TRANSLATED, State.REVIEWED}))
    assert made.text == "One\n\nDeux\n"


@pytest.mark.parametrize("target", ["", " ", "\n\t"])
def test_an_empty_target_is_none(target: str) -> None:
    document = parse("a.md", "Text\n")
    assert splice(document, {(None, "Text"): Message("Text", target, None, State.TRANSLATED)}).text == "Text\n"


def test_contexts_tell_equal_sources_apart() -> None:
    text = "<!-- l10n:context menu -->\nOpen\n\nOpen\n"
    document = parse("a.md", text)
    targets = {
        ("menu", "Open"): Message("Open", "Ouvrir", "menu", State.TRANSLATED),
        (None, "Open"): Message("Open", "Ouvert", None, State.TRANSLATED),
    }
    assert splice(document, targets).text == "<!-- l10n:context menu -->\nOuvrir\n\nOuvert\n"


def test_only_the_offender_falls_back() -> None:
    text = "Title\n---\n\nOne\n\nTwo\n"
    document = parse("a.md", text)
    made = splice(document, samples.translated(document, lambda source: f"| {source}"))
    assert made.text == "Title\n---\n\n| One\n\n| Two\n"
    assert [finding.source for finding in made.findings] == ["Title"]


def test_many_offenders_take_few_parses(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"Title {n}\n---\n\nText {n}.\n\n" for n in range(300)) + "x" * 2_000_000
    calls = []
    monkeypatch.setattr(module, "outline", lambda *args: calls.append(1) or outline(*args))
    document = parse("a.md", text)
    made = splice(document, samples.translated(document, lambda source: f"| {source[:80]}"))
    assert len(calls) <= 40
    assert len(made.findings) >= 300
    assert outline(made.text)[0] == outline(text)[0]


def test_joined_lines_above_a_definition_do_not_become_its_term() -> None:
    text = "One\ntwo\n: three\n"
    document = parse("a.md", text)
    made = proved(document, samples.translated(document, str.upper))
    assert skeleton(made.text) == skeleton(text)


def test_placed_lines_count_every_ending() -> None:
    text = "One\r\rTwo\r\n\r\nThree\n"
    made = splice(parse("a.md", text), {})
    assert [placed.line for placed in made.placed] == [1, 3, 5]


def test_held_refuses_what_cannot_be_read_in_time() -> None:
    segment = Segment("paragraph", "a " + "[^" * 3000, 0, 1, 1)
    env = {"references": {}, "footnotes": {"refs": {":a": -1}, "list": {}}}
    assert held(segment, "b " + "[^" * 2999, env)[1] == "it has more brackets than can be read"
