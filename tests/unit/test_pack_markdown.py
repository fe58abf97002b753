"""Markdown in packs: the rebuilt tree for trainers, and for learners without what pages keep from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.packs.book import Book, CourseInfo, Edition
from ccb_l10n.packs.markdown import files
from ccb_l10n.packs.untold import untold

PAGE = """---
title: أمن
---

# 钓鱼

Before.
::: trainer
Say it **twice**.

::: quiz
Hidden?

- [x] yes
:::
:::
After.

::: quiz

Seen?

- [ ] wrong
  > Read it
  again.
- [x] right

  > Well done.
- [X] also right

Because.

- of this
:::

The end.
"""
LEARNERS = """---
title: أمن
---

# 钓鱼

Before.

After.

::: quiz

Seen?

- [ ] wrong
- [ ] right

- [ ] also right


:::

The end.
"""


def tree(text: str, edition: Edition) -> dict[str, bytes]:
    course = CourseInfo("sample", "Sample", "1", "CC-BY-4.0", "en", "en", ("one.md",))
    book = Book(course, [splice(parse("one.md", text), {})], "ccb-l10n 9", "sample-en", edition)
    return dict(files(book))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_learners_get_no_answers_and_trainers_every_byte(ending: str) -> None:
    page, learners = (text.replace("\n", ending) for text in (PAGE, LEARNERS))
    assert tree(page, Edition.TRAINER) == {"one.md": page.encode()}
    assert tree(page, Edition.LEARNER) == {"one.md": learners.encode()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\n!!! trainer \"Title\"\n    secret\n\n    secret\n\nb\n", "a\n\n\nb\n"),
        ("a\n\n> [!trainer]\n> secret\n\nb", "a\n\n\nb"),
        ("::: {.trainer}\nsecret\n:::", ""),
        (":::{instructor} Title\nsecret\n::::\nb\n", "b\n"),
        ("a\n\n::: trainer\nsecret\n\n# secret", "a\n\n"),
        ("::: note\n::: trainer\nsecret\n:::\nb\n:::\n", "::: note\nb\n:::\n"),
        ("> a\n> ::: trainer\n> secret\n> :::\n> b\n", "> a\n>\n> b\n"),
        ("- a\n  ::: trainer\n  secret\n  :::\n- b\n", "- a\n- b\n"),
        ("- ::: trainer\n  secret\n  :::\n- b\n", "-\n- b\n"),
        ("> ::: quiz\n> Q?\n>\n> 1. [x] a\n>    > secret\n> 2. [ ] b\n>\n> secret\n> :::\n",
         "> ::: quiz\n> Q?\n>\n> 1. [ ] a\n> 2. [ ] b\n>\n> :::\n"),
        ("::: quiz\nQ?\n\n- [x] a [x](y.md)\n\n::: note\nsecret\n:::\n\n:::\nb\n",
         "::: quiz\nQ?\n\n- [ ] a [x](y.md)\n\n\n:::\nb\n"),
        ("::: quiz\nQ?\n\n- [x] a\n\n  ::: trainer\n  secret\n  :::\n", "::: quiz\nQ?\n\n- [ ] a\n\n"),
    ],
)  # fmt: skip
def test_all_ways_to_write_them(text: str, expected: str) -> None:
    assert untold(text) == expected


def test_notes_and_addresses_stay_for_what_refers_to_them() -> None:
    text = (
        "See [it][Far] and this[^a].\n\n::: trainer\nSecret[^b][^a].\n\n[far]: x.md\n[near]: y.md\n\n"
        "[^a]: Open.[^c]\n:::\n\n[^b]: Secret.\n    Secret.\n\n[^c]: Of a note.\n\n[^d]: Of nothing.\n"
    )
    kept = "\n[far]: x.md\n\n[^a]: Open.[^c]\n"
    start, after = "See [it][Far] and this[^a].\n\n\n", "[^c]: Of a note.\n\n[^d]: Of nothing.\n"
    assert untold(text) == start + after + kept
    quiz = "::: quiz\nQ?[^a]\n\n- [ ] a\n- [ ] b\n\n{}[^a]: Open.\n\n{}:::\n"
    assert untold(quiz.format("Secret[^b].\n\n", "[^b]: Secret.\n")) == quiz.format("\n", "")


@pytest.mark.parametrize(
    "text",
    ["A quiz for the trainer.\n", "```\n::: trainer\n- [x] a\n:::\n```\n", "- [x] done\n- [ ] not: a quiz\n",
     "a\r\n\rquiz",
     "::: solution\nLearners see this\n:::\n\n- [x] quiz\n", "::: quiz\nNo options.\n:::\n"],
)  # fmt: skip
def test_pages_without_them_keep_every_byte(text: str) -> None:
    assert untold(text) == text


_PARTS = st.sampled_from(
    ["::: trainer\n", "::: quiz\n", "::: note\n", ":::\n", "- [x] a\n", "  > b\n", "\n", "text\n", "> ", "- ", "  ",
     "[^1]: n\n", "[^1]", "[r]: x\n", "[r]\n", "# h\n", "!!! trainer\n", "    c\n"]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=14))
def test_nothing_is_left_to_hide(parts: list[str]) -> None:
    made = untold("".join(parts))
    assert untold(made) == made
