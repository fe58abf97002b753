"""Quizzes as practice: what the page holds for whom, and that no answer is there to read."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Message, State
from ccb_l10n.packs import html, practice, single
from ccb_l10n.packs.book import Book, CourseInfo, Edition
from ccb_l10n.packs.interface import interface
from ccb_l10n.packs.quiz import Option, Quiz

TEXT = """# Quiz

::: quiz
Which?

- [ ] wrong
  > Not that.
- [x] right
  > That is it.

Because of this.
:::

::: quiz
All?

- [x] A
- [ ] B
- [x] C
:::

::: trainer
::: quiz
Secret?

- [x] yes
- [ ] no
:::
:::

::: quiz
What do you think?
:::
"""


def book(edition: Edition = Edition.LEARNER, locale: str = "en", targets: dict[str, str] | None = None) -> Book:
    chosen = {(None, each): Message(each, words, state=State.TRANSLATED) for each, words in (targets or {}).items()}
    course = CourseInfo("sample", "Sample", "1", "CC-BY-4.0", "en", locale, ("a/page.md",))
    document = splice(parse("a/page.md", TEXT), chosen)
    return Book(course, [document], "ccb-l10n 9", f"sample-{locale}", edition, {"a/page.md": TEXT})


def page(edition: Edition = Edition.LEARNER, locale: str = "en", targets: dict[str, str] | None = None) -> str:
    return dict(html.files(book(edition, locale, targets)))["a/page.html"].decode()


def element(text: str, at: int) -> ElementTree.Element:
    """A quiz of a page, by its number from 0, read as XML."""
    article = re.search(r"<article.*?</article>", text, re.DOTALL)
    assert article
    found = ElementTree.fromstring(article[0])
    return [each for each in found.iter("div") if "quiz" in each.get("class", "").split()][at]


def readable(quiz: ElementTree.Element) -> str:
    """What a reader sees before any script runs: all but what templates hold."""
    for parent in list(quiz.iter()):
        for each in [child for child in parent if child.tag == "template"]:
            parent.remove(each)
    return " ".join("".join(quiz.itertext()).split())


def test_learners_read_the_question_and_the_options_alone() -> None:
    assert readable(element(page(), 0)) == "Question 1 Which? Choose one answer. wrong right"
    text = page()
    assert "Secret?" not in text and "<details>\n<summary>Show" not in text


def test_what_is_said_after_an_attempt_waits_in_templates() -> None:
    first, second = element(page(), 0), element(page(), 1)
    held = [["".join(each.itertext()).strip(), each.get("class")] for each in first.iter("template")]
    assert held == [["Not that.", "feedback"], ["That is it.", "feedback"], ["Because of this.", "explanation"]]
    assert list(second.iter("template")) == []


def test_trainers_read_the_answer_the_feedback_and_the_explanation() -> None:
    first = element(page(Edition.TRAINER), 0)
    answer = first.find("details")
    assert answer is not None and first.get("data-quiz") is None
    assert " ".join("".join(answer.itertext()).split()) == (
        "Show the answer Correct answer right Feedback on the options wrong Not that. right That is it."
        " Because of this."
    )
    assert "<template" not in page(Edition.TRAINER) and "quiz.js" not in page(Edition.TRAINER).split("<body>")[1]


def test_a_group_is_named_by_its_number_and_its_question() -> None:
    text = page()
    first = element(text, 0)
    ids = first.attrib["aria-labelledby"].split()
    named = [each for name in ids for each in first.iter() if each.get("id") == name]
    assert [" ".join("".join(each.itertext()).split()) for each in named] == ["Question 1", "Which?"]


def test_the_key_is_the_sources_whatever_the_language() -> None:
    found = re.findall(r'data-digest="(\w+)"', page())
    arabic = page(locale="ar", targets={"wrong": "صحيح", "right": "خطأ", "Which?": "أي؟"})
    assert found == re.findall(r'data-digest="(\w+)"', arabic)
    assert re.findall(r'data-quiz="([^"]+)"', arabic) == ["a-page-quiz-1", "a-page-quiz-2"]


def test_no_two_options_carry_the_same_digest_and_none_is_a_word() -> None:
    found = re.findall(r'data-digest="(\w+)"', page())
    assert len(set(found)) == len(found) == 5
    assert all(re.fullmatch("[0-9a-f]{8}", each) for each in found)


@pytest.mark.parametrize(
    ("name", "right", "digest"),
    # Worked out with the shifts of the reference, not with a multiplication, and tried on its vector for "foobar".
    [("a-quiz-1", [True, False], ["24504152", "f461bb22"])],
)
def test_digests_are_fnv_1a(name: str, right: list[bool], digest: list[str]) -> None:
    quiz = Quiz(name, 1, "", tuple(Option("o", each) for each in right), "", {}, "en")
    assert [practice.digest(quiz, at) for at in range(len(right))] == digest


def test_a_quiz_without_a_key_is_asked_and_not_judged() -> None:
    last = element(page(), 2)
    assert readable(last) == "Question 4 What do you think?"
    assert last.get("data-quiz") is None


def test_names_are_ascii_and_short() -> None:
    long = Quiz("é" * 9, 1, "", (), "", {}, "en")
    assert long.name.isascii() and long.name != Quiz("è" * 9, 1, "", (), "", {}, "en").name
    assert Quiz("x" * 300, 1, "", (), "", {}, "en").name.startswith("quiz-")


def test_only_pages_with_practice_have_the_script() -> None:
    assert page().count('src="../pack/quiz.js"') == 1
    plain = Book(book().course, [splice(parse("b.md", '# B\n\n`<div data-quiz="x">`\n'), {})], "t", "n")
    assert "quiz.js" not in dict(html.files(plain))["b.html"].decode()


def test_the_one_file_holds_the_script_and_its_styles() -> None:
    [(_, data)] = single.files(book())
    text = data.decode()
    assert text.count("ccb-answer") == 2 and ".quiz .actions" in text
    assert 'data-quiz="a-page-quiz-1"' in text and 'name="a-page--ccb-a-page-quiz-1"' in text
    [(_, data)] = single.files(book(Edition.TRAINER))
    assert "ccb-answer" not in data.decode()


def test_the_script_has_its_words_from_the_page() -> None:
    assets = html.assets()
    script = assets[html.QUIZ].decode()
    given = practice.said(interface("ar"))
    assert (given["lang"], given["dir"], given["data-check"]) == ("ar", "rtl", "تحقق من الإجابة")
    named = [re.sub(r"-(\w)", lambda each: each[1].upper(), name[5:]) for name in given if name.startswith("data-")]
    assert len(named) == 8
    assert all(f'"{name}"' in script for name in named)
    assert "fetch" not in script and "http" not in script and "</script" not in script


def test_print_shows_no_answer() -> None:
    style = html.assets()[html.STYLE].decode()
    hidden = re.search(r"@media print \{\s*([^{}]*)\{ display: none; \}", style[style.index("What the practice") :])
    assert hidden
    assert {".quiz .verdict", ".quiz .explanation", ".quiz .told"} <= {each.strip() for each in hidden[1].split(",")}
