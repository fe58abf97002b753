"""Practice with a quiz in Chromium, from a folder: with keys alone, without a script, on paper, from right to left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Message, State
from ccb_l10n.packs import html, single
from ccb_l10n.packs.book import Book, CourseInfo, Edition

pytestmark = pytest.mark.tools
SOURCE = """# Quiz

::: quiz
Which?

- [ ] one
  > Feedback on one.
- [x] two
- [ ] three

The explanation.
:::

::: quiz
All?

- [x] A
- [ ] B
- [x] C
:::
"""
ARABIC = {"Which?": "أي؟", "one": "واحد", "two": "اثنان", "The explanation.": "لأن."}


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open the page of a pack; whatever it asks of others, or complains of, fails the test."""
    contexts: list[Any] = []
    heard: list[str] = []

    def open_page(
        lang: str = "en", form: str = "html", edition: Edition = Edition.LEARNER, *, scripts: bool = True
    ) -> Any:
        words = ARABIC if lang == "ar" else {}
        chosen = {(None, each): Message(each, said, state=State.TRANSLATED) for each, said in words.items()}
        course = CourseInfo("sample", "Sample", "1", "CC-BY-4.0", "en", lang, ("a/b.md",))
        document = splice(parse("a/b.md", SOURCE), chosen)
        book = Book(course, [document], "ccb-l10n 9", "sample", edition, {"a/b.md": SOURCE})
        for name, data in {"html": html, "single": single}[form].files(book):
            place = tmp_path / lang / form / edition / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        contexts.append(browser.new_context(java_script_enabled=scripts))
        page = contexts[-1].new_page()
        page.on("request", lambda each: None if each.url.startswith(("file:", "data:")) else heard.append(each.url))
        page.on("console", lambda each: heard.append(each.text) if each.type in ("error", "warning") else None)
        page.on("pageerror", lambda each: heard.append(str(each)))
        page.goto((tmp_path / lang / form / edition / {"html": "a/b.html", "single": "index.html"}[form]).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []


@pytest.mark.parametrize("form", ["html", "single"])
def test_a_wrong_answer_a_second_try_and_a_right_one(opened: Callable[..., Any], form: str) -> None:
    page = opened(form=form)
    quiz, text = page.locator(".quiz").first, page.locator("main")
    assert not {"Feedback on one.", "The explanation.", "Right", "Wrong"} & set(text.inner_text().split("\n"))
    quiz.locator("input").nth(0).check()
    quiz.locator("button.check").click()
    assert quiz.locator("[role=status]").inner_text() == "Your answer is not right."
    assert quiz.locator(".option").nth(0).inner_text().split() == ["one", "Wrong", "Feedback", "on", "one."]
    assert "The explanation." in quiz.inner_text() and "Right" not in quiz.inner_text()
    described = quiz.locator("input").nth(0).get_attribute("aria-describedby")
    assert "Feedback on one." in page.locator(f"#{described}").inner_text()
    quiz.locator("button.again").click()
    assert page.evaluate("document.activeElement === document.querySelector('.quiz input')")
    assert quiz.locator(":checked").count() == 0 and "The explanation." not in quiz.inner_text()
    quiz.locator("input").nth(1).check()
    quiz.locator("button.check").click()
    assert quiz.locator("[role=status]").inner_text() == "Your answer is right."
    quiz.locator("input").nth(2).check()
    assert quiz.locator("[role=status]").inner_text() == ""  # what was said was said of another choice


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ([], "Choose an answer first."),
        ([0], "What you chose is right, but something is missing."),
        ([0, 2], "Your answer is right."),
        ([0, 1, 2], "Your answer is not right."),
        ([1], "Your answer is not right."),
    ],
)
def test_several_answers(opened: Callable[..., Any], chosen: list[int], said: str) -> None:
    quiz = opened().locator(".quiz").nth(1)
    for at in chosen:
        quiz.locator("input").nth(at).check()
    quiz.locator("button.check").click()
    assert quiz.locator("[role=status]").inner_text() == said
    assert quiz.locator(".verdict").count() == len(chosen)


def test_the_keyboard_is_enough_and_what_has_the_focus_is_seen(opened: Callable[..., Any]) -> None:
    page = opened()
    page.locator(".quiz input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(f"[document.activeElement.className, {outline}]") == ["check", "solid"]
    page.keyboard.press("Enter")
    assert page.locator(".quiz [role=status]").first.inner_text() == "Your answer is right."
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator(".quiz :checked").count() == 0


def test_paper_shows_no_answer(opened: Callable[..., Any]) -> None:
    page = opened()
    quiz = page.locator(".quiz").first
    quiz.locator("input").nth(0).check()
    quiz.locator("button.check").click()
    assert quiz.locator(".explanation:visible").count() == 1
    page.emulate_media(media="print")
    assert quiz.inner_text().split() == ["Question", "1", "Which?", "Choose", "one", "answer.", "one", "two", "three"]


def test_without_a_script_the_question_is_read(opened: Callable[..., Any]) -> None:
    quiz = opened(scripts=False).locator(".quiz").first
    assert quiz.inner_text().split() == ["Question", "1", "Which?", "Choose", "one", "answer.", "one", "two", "three"]
    assert quiz.locator("button").count() == 0


def test_from_right_to_left(opened: Callable[..., Any]) -> None:
    page = opened("ar")
    quiz = page.locator(".quiz").first
    quiz.locator("input").nth(0).check()
    quiz.locator("button.check").click()
    check, again, option = (
        quiz.locator(each).first.bounding_box() for each in ("button.check", "button.again", ".option label")
    )
    assert check["x"] > again["x"] and abs(check["x"] + check["width"] - option["x"] - option["width"]) < 2
    assert quiz.locator("[role=status]").inner_text() == "إجابتك غير صحيحة."
    assert quiz.locator("[role=status] span").evaluate("each => [each.lang, each.dir]") == ["ar", "rtl"]


def test_trainers_see_answers_behind_a_click_and_no_practice(opened: Callable[..., Any]) -> None:
    quiz = opened(edition=Edition.TRAINER).locator(".quiz").first
    assert quiz.locator("button").count() == 0 and not quiz.get_by_text("The explanation.").is_visible()
    quiz.locator("summary").click()
    assert quiz.get_by_text("The explanation.").is_visible() and quiz.get_by_text("Feedback on one.").is_visible()
