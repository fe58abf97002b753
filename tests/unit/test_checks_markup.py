"""Markup that a translation loses or adds is told to its translator, and honest translations are left alone."""

from __future__ import annotations

import pytest

from ccb_l10n.checks import check, markup
from ccb_l10n.model import Catalog, Finding, Message, State


def _found(source: str, target: str, kind: str = "", state: State = State.TRANSLATED) -> list[Finding]:
    extracted = (f"{kind} · Module 1 > Reporting",) if kind else ()
    message = Message(source, target, extracted=extracted, state=state, line=7)
    catalog = Catalog((message,), {"Language": "ar"}, "ar")
    return list(check(catalog, path="locales/ar/LC_MESSAGES/a.po", checks=markup.ROWS))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        pytest.param("See [the plan](p.md).", "انظر [الخطة](p.md).", id="link"),
        pytest.param("See [the plan](p.md 'Plan').", "参阅[计划](p.md '计划')。", id="link with a title"),
        pytest.param("Use `tlp` or `ioc`.", "`ioc`或`tlp`。", id="order"),
        pytest.param("![A map](m.svg)", "![خريطة](m.svg)", id="image"),
        pytest.param("Noted.[^1]", "注意。[^1]", id="footnote"),
        pytest.param("Read [this][rfc].", "اقرأ [هذا][rfc].", id="reference"),
        pytest.param("Read [RFC][].", "参阅[标准][RFC]。", id="collapsed reference"),
        pytest.param("Read [RFC][].", "参阅[标准][]。", id="collapsed reference that the build mends"),
        pytest.param("Hello {{name}}", "مرحبا {{name}}", id="placeholder"),
        pytest.param("A <b>bold</b> word", "كلمة <b>غامقة</b>", id="tags"),
        pytest.param("A **bold** word", "一个**粗体**词", id="emphasis"),
        pytest.param("A **bold** word", "كلمة واحدة", id="emphasis left out"),
        pytest.param("Some text.", "- نص", id="begins like a list"),
        pytest.param("Some text.", "# 1 | *", id="marks that get escaped"),
        pytest.param("one\ntwo", "واحد\nاثنان", id="hard break"),
        pytest.param("`nc -l`", "`nc -l`", id="the same"),
        pytest.param("AT&amp;T", "AT&T", id="entity"),
    ],
)
def test_a_translation_that_keeps_its_markup_is_clean(source: str, target: str) -> None:
    assert _found(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "told", "marked"),
    [
        pytest.param("See [a](p.md).", "انظر", "it loses the link to p.md", None, id="link lost"),
        pytest.param(
            "See [a](p.md).",
            "انظر [أ](q.md).",
            "it loses the link to p.md and it adds the link to q.md",
            "](q.md)",
            id="link changed",
        ),
        pytest.param("Use `tlp`.", "用 `TLP`。", "it loses the code tlp and it adds the code TLP", "`TLP`", id="code"),
        pytest.param("Plan", "计划 `x`", "it adds the code x", "`x`", id="code added"),
        pytest.param("Plan `x`", "`x` 和 `x`", "it adds the code x", "`x`", id="code twice"),
        pytest.param("![A map](m.svg)", "خريطة", "it loses an image, the link to m.svg", None, id="image"),
        pytest.param("Noted.[^1]", "注意。", "it loses the footnote [^1]", None, id="footnote"),
        pytest.param("Read [this][rfc].", "اقرأ هذا.", "it loses the link to rfc", None, id="reference"),
        pytest.param("Read [RFC][].", "参阅标准。", "it loses the link to [rfc]", None, id="collapsed"),
        pytest.param("Hello {{name}}", "مرحبا", "it loses the placeholder {{name}}", None, id="placeholder"),
        pytest.param("A <b>x</b>", "أ", "it loses the tag <b>, the tag </b>", None, id="tags"),
        pytest.param("See https://a.example/b", "参阅", "it loses the address https://a.example/b", None, id="address"),
    ],
)
def test_what_is_lost_or_added_is_named_and_marked(source: str, target: str, told: str, marked: str | None) -> None:
    [finding] = _found(source, target)
    assert (finding.id, finding.severity.value, finding.line) == ("structure", "error", 7)
    assert finding.message == f"the markup differs from the source's: {told}"
    assert (finding.span and target[slice(*finding.span)]) == marked


def test_the_second_of_two_is_the_one_that_was_added() -> None:
    [finding] = _found("`x`", "`x` 和 `x`")
    assert finding.span == (6, 9)


@pytest.mark.parametrize(
    ("kind", "fits"),
    [("paragraph", False), ("front matter: title", True), ("html text", True), ("heading 2", False)],
)
def test_the_kind_of_a_message_says_what_is_markup_in_it(kind: str, fits: bool) -> None:
    assert (_found("Use `tlp`", "用 tlp", kind) == []) is fits


@pytest.mark.parametrize("state", [State.STALE, State.UNTRANSLATED, State.OBSOLETE])
def test_a_target_that_is_not_shipped_is_not_judged(state: State) -> None:
    ids = {each.id for each in _found("Use `tlp`", "用", state=state)}
    assert not ids & {"structure", "added-html"}


@pytest.mark.parametrize("state", [State.TRANSLATED, State.REVIEWED, State.DRAFT])
def test_a_target_that_is_shipped_is_judged(state: State) -> None:
    assert [each.id for each in _found("Use `tlp`", "用", state=state)] == ["structure"]


def test_html_of_the_translators_own_would_show_as_text() -> None:
    target = "كلمة <b>غامقة</b>"
    found = _found("A bold word", target)
    assert [(each.id, each.severity.value) for each in found] == [("added-html", "warning")]
    assert [target[slice(*each.span)] for each in found if each.span] == ["<b>"]


def test_a_closing_tag_of_the_translators_own_is_told_where_nothing_opens_it() -> None:
    target = "كلمة</b> <b>غامقة</b> <i>"
    marked = [target[slice(*each.span)] for each in _found("A bold word", target) if each.span]
    assert marked == ["</b>", "<b>", "<i>"]


def test_a_changed_tag_is_told_once() -> None:
    assert [each.id for each in _found("<b>x</b>", "<i>x</i>")] == ["structure"]


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [
        ("You have {count} files.", "لديك {عدد} ملفات.", ["{count}"]),
        ("%s of %d", "%d de %s", []),
        ("%s of %s", "%s de", ["%s"]),
        ("Hello <% user %>", "Bonjour", ["<% user %>"]),
        ("Write `{x}` here", "Écrivez `{x}` ici", []),
        ("Hello {Your name}", "Bonjour {Votre nom}", []),
        ("Hello", "Bonjour {x}", []),
    ],
)
def test_a_lost_placeholder_is_told(source: str, target: str, lost: list[str]) -> None:
    found = [each.message for each in _found(source, target) if each.id == "lost-placeholder"]
    assert found == [f"{name} of the source is not here" for name in lost]
