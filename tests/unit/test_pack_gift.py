"""Questions for Moodle: weights, escapes, what a text file cannot hold, and honest labels."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Message, State
from ccb_l10n.packs import gift
from ccb_l10n.packs.bare import bare
from ccb_l10n.packs.book import Book, CourseInfo, Edition
from ccb_l10n.packs.quiz import Option, Quiz

ONE = "::: quiz\nWhich?\n\n- [ ] wrong\n  > Not that.\n- [x] right\n\nBecause.\n:::\n"


def book(pages: Mapping[str, str], edition: Edition = Edition.LEARNER, locale: str = "en", **made: str) -> Book:
    state = State(made.pop("state", State.TRANSLATED))
    chosen = {(None, each): Message(each, words, state=state) for each, words in made.items()}
    course = CourseInfo("sample", "Safe / sound", "1", "CC-BY-4.0", "en", locale, tuple(pages))
    documents = [splice(parse(path, text), chosen) for path, text in pages.items()]
    return Book(course, documents, "ccb-l10n 9", f"sample-{locale}", edition, pages)


def written(text: str, **given: str) -> str:
    """The questions of a page with this text, without the file's head."""
    [(name, data)] = gift.files(book({"a.md": f"# Page\n\n{text}"}, **given))  # type: ignore[arg-type]
    assert name == f"sample-{given.get('locale', 'en')}.gift"
    return data.decode().partition("$CATEGORY")[2]


def quiz(*rights: bool) -> Quiz:
    return Quiz("q", 1, "", tuple(Option("o", right) for right in rights), "", {}, "en")


def test_a_single_choice() -> None:
    div, span = r'<div lang\="en" dir\="ltr">', r'<span lang\="en" dir\="ltr">'
    assert written(ONE) == (
        f": $course$/top/Safe // sound/Page\n\n::a-quiz-1::[html]{div}<p>Which?</p></div>{{\n"
        f"\t~{span}wrong</span>#{div}<p>Not that.</p></div>\n"
        f"\t={span}right</span>\n\t####{div}<p>Because.</p></div>\n}}\n"
    )


def test_a_category_for_each_page_that_asks() -> None:
    [(_, data)] = gift.files(book({"a.md": f"# A\n\n{ONE}", "b.md": "# B\n", "c.md": f"# C\n\n{ONE}{ONE}"}))
    text = data.decode()
    assert re.findall(r"^\$CATEGORY: (.*)", text, re.MULTILINE) == [
        "$course$/top/Safe // sound/A", "$course$/top/Safe // sound/C",
    ]  # fmt: skip
    assert re.findall(r"^::([^:]+)::", text, re.MULTILINE) == ["a-quiz-1", "c-quiz-1", "c-quiz-2"]


def test_nothing_to_ask_is_no_file() -> None:
    assert list(gift.files(book({"a.md": "# A\n\n::: quiz\nWhat do you think?\n:::\n"}))) == []
    assert list(gift.files(book({"a.md": "# A\n\n::: quiz\nWhich?\n\n- [ ] a\n- [ ] b\n:::\n"}))) == []


def test_quizzes_for_trainers_are_theirs() -> None:
    pages = {"a.md": f"# A\n\n::: trainer\n{ONE}:::\n"}
    assert list(gift.files(book(pages))) == []
    assert len(list(gift.files(book(pages, Edition.TRAINER)))) == 1


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        ((True, True, False), ["50", "50", "-100"]),
        ((True, False, True, True, False), ["33.33333", "-50", "33.33333", "33.33333", "-50"]),
        ((True,) * 7 + (False,) * 3, ["14.28571"] * 7 + ["-33.33333"] * 3),
        ((True, True), ["50", "50"]),
        ((True,) * 11 + (False,), None),
        ((True,) * 20 + (False,), ["5"] * 20 + ["-100"]),
    ],
)
def test_weights(rights: tuple[bool, ...], expected: list[str] | None) -> None:
    assert gift.weights(quiz(*rights)) == expected


@given(st.integers(2, 10), st.integers(1, 40))
def test_all_right_is_full_and_everything_ticked_is_not(right: int, wrong: int) -> None:
    found = gift.weights(quiz(*[True] * right, *[False] * wrong))
    assert found is not None
    assert sum(map(float, found[:right])) == pytest.approx(100, abs=0.001)
    assert {each.removeprefix("-") for each in found} <= set(gift.SHARES)
    assert sum(map(float, found)) <= (0.001 if wrong <= 10 else 50)


def test_a_question_that_moodle_cannot_grade_is_named() -> None:
    options = "".join(f"- [x] {at}\n" for at in range(11))
    text = written(f"::: quiz\nAll?\n\n{options}- [ ] no\n:::\n")
    assert "// Left out, since Moodle cannot grade it: a-quiz-1\n" in text


def test_one_option_alone_is_no_question_for_moodle() -> None:
    assert "// Left out, since Moodle cannot grade it: a-quiz-1\n" in written("::: quiz\nSo?\n\n- [x] yes\n:::\n")


@given(st.text("ab~=#{}:\\\n/>-", max_size=20))
def test_escaped_text_reads_back(text: str) -> None:
    found = gift.escaped(text)
    assert "\n" not in found and not re.search(r"(?<!\\)(?:\\\\)*[~=#{}:]", found)
    back = re.sub(r"\\(.)", lambda each: "\n" if each[1] == "n" else each[1], found)
    assert back == text


def test_lines_of_code_stay_on_their_lines() -> None:
    text = written("::: quiz\nWhat prints?\n\n```py\na = {1: 2}\n\nb\n```\n\n- [x] `a=b`\n- [ ] no\n:::\n")
    assert r"<pre><code>a \= {1\: 2}\n\nb\n</code></pre>".replace("{", r"\{").replace("}", r"\}") in text
    assert r"<code>a\=b</code>" in text
    assert all(line.startswith(("::", "\t", "}", "//", ":")) for line in text.splitlines() if line)


def test_what_the_file_cannot_hold_is_named() -> None:
    question = "See ![Map of the net](map.png) and [page](a.md), [site](https://e.org).[^1]"
    text = written(f"::: quiz\n{question}\n\n- [x] y\n- [ ] n\n:::\n\n[^1]: N.\n")
    assert "// Not in this file: Map of the net (map.png)\n::a-quiz-1::" in text
    assert r"<em>[Not in this file\: Map of the net (map.png)]</em>" in text
    assert r'and page, <a href\="https\://e.org">site</a>.</p>' in text


def test_a_machine_draft_says_so_in_its_own_language() -> None:
    words = {"Page": "صفحة", "Which?": "أي؟", "wrong": "خطأ", "right": "صواب", "Not that.": "لا.", "Because.": "لأن."}
    text = written(ONE, locale="ar", state="draft", **words)
    assert r'<div lang\="ar" dir\="rtl"><p lang\="ar" dir\="rtl"><small>ترجمة آلية</small></p><p>أي؟</p></div>' in text


def test_what_is_not_translated_says_so_and_keeps_its_direction() -> None:
    text = written(ONE, locale="ar")
    assert r'<div lang\="en" dir\="ltr"><p lang\="ar" dir\="rtl"><small>' in text
    mixed = written(ONE, locale="ar", **{"Which?": "أي؟"})
    assert r'<div lang\="ar" dir\="rtl"><p>أي؟</p></div>' in mixed
    assert r'<span lang\="en" dir\="ltr">wrong' in mixed and mixed.count("aria-hidden") == 0


@pytest.mark.parametrize(("state", "label"), [("draft", "ترجمة آلية"), ("untranslated", "لم يترجم بعد")])
def test_a_question_says_it_where_the_rest_of_its_page_is_a_persons(state: str, label: str) -> None:
    words = {"Which?": "أي؟", "wrong": "خطأ", "right": "صواب", "Not that.": "لا.", "Because.": "لأن."}
    chosen = {(None, each): Message(each, said, state=State(state)) for each, said in words.items()}
    chosen[None, "Text."] = Message("Text.", "نص.", state=State.TRANSLATED)
    course = CourseInfo("sample", "Sample", "1", "CC-BY-4.0", "en", "ar", ("a.md",))
    [(_, data)] = gift.files(Book(course, [splice(parse("a.md", f"Text.\n\n{ONE}"), chosen)], "t", "sample-ar"))
    asked = data.decode().partition("::a-quiz-1::")[2].splitlines()[0]
    assert asked.count("<small>") == 1 and f"<small>{label}" in asked


def test_the_head_says_what_the_file_is() -> None:
    [(_, data)] = gift.files(book({"a.md": ONE}))
    head = data.decode().splitlines()[:6]
    assert head[0] == "// Safe / sound" and "holds the answers" in head[1]
    assert head[2:] == ["// Version 1", "// Licence: CC-BY-4.0", "// Language: English", "// Made with ccb-l10n 9"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p id="a" class="b" dir="rtl">x <bdi>y</bdi></p>', '<p dir="rtl">x <bdi>y</bdi></p>'),
        ('<svg><g><path d="M0"/></g></svg>after', "after"),
        ("<template><p>no</p></template><script>no</script>yes", "yes"),
        ('<span aria-hidden="true">no<img src="a.png" alt="A" /></span>yes', "yes"),
        ('<video src="a.mp4"><source src="b.webm" /><p>Text</p></video>', "<em>[a.mp4]</em><p>Text</p>"),
        ("a &lt;b&gt; &amp; c<br />d", "a &lt;b&gt; &amp; c<br />d"),
        ("<pre>\n a\n  b</pre>", "<pre>\n a\n  b</pre>"),
        ('<input type="checkbox" /> a\u00a0 b', "a\u00a0 b"),
        ('<img src="" alt="" />', ""),
        ("<section><p>x</p></section>", "<p>x</p>"),
        ('<a href="JavaScript:x">t</a>', "t"),
    ],
)  # fmt: skip
def test_bare_html(html: str, expected: str) -> None:
    assert bare(html, str).html == expected
