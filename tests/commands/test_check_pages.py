"""check on courses with faults that would spoil their packs: each is told with file, line and next step."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ccb_l10n.checks.pages import PAGE_CHECKS
from editor import translate
from page_courses import PNG, SVG

QUIZ = "# Phones\n\n::: quiz\n\nWhom do you call?\n\n- [ ] Nobody\n- [x] The team\n- [ ] The news\n\n:::\n"
BAD = {
    "content/demo/index.md": "# Plan {#plan}\n\n![Map](fig/Map.png)\n\n[More](more.md#none)\n\n## Again {#plan}\n",
    "content/demo/more.md": "# More\n\n[Gone](gone.md)\n\n<p onclick='x()'>Text</p>\n\n![Drawing](a.svg)\n\n::: note\n",
    "content/demo/quiz.md": QUIZ.replace("[x]", "[ ]"),
    "content/demo/fig/map.png": PNG,
    "content/demo/a.svg": SVG.replace("<path", "<script>x</script><path"),
    "content/demo/logo.png": PNG + b"\0" * 40_000_000,
}
TOLD = [
    ("missing-image", "error", "content/demo/index.md", 3),
    ("missing-anchor", "warning", "content/demo/index.md", 5),
    ("duplicate-id", "error", "content/demo/index.md", 7),
    ("missing-file", "error", "content/demo/more.md", 3),
    ("active-html", "warning", "content/demo/more.md", 5),
    ("active-svg", "error", "content/demo/more.md", 7),
    ("unclosed-container", "error", "content/demo/more.md", 9),
    ("quiz-answer", "error", "content/demo/quiz.md", 3),
    ("large-image", "error", "content/demo/logo.png", 0),
]


def told(result: Any) -> list[tuple[str, str, str, int]]:
    found = json.loads(result.stdout)["findings"]
    return [
        (each["id"], each["severity"], each["path"], each["line"]) for each in found if each["id"] != "untranslated"
    ]


def test_every_fault_is_told_with_its_place(workspace: Any, ccb: Any) -> None:
    root = workspace(BAD)
    result = ccb(root, "check", "--lang", "en", "--format", "json")
    assert (result.exit_code, told(result)) == (1, TOLD)
    assert all(each["hint"] and each["message"] for each in json.loads(result.stdout)["findings"])
    shown = ccb(root, "check", "--lang", "en").stdout
    assert "content/demo/index.md:3: error missing-image: fig/Map.png is not here, but fig/map.png is\n" in shown
    assert "target  ![Map](>>>fig/Map.png<<<)\n" in shown


def test_a_course_without_faults(workspace: Any, ccb: Any) -> None:
    root = workspace({"content/demo/index.md": f"# A\n\n![Map](map.png)\n\n{QUIZ}", "content/demo/map.png": PNG})
    result = ccb(root, "check", "--format", "json")
    assert (result.exit_code, told(result)) == (0, [])


def test_what_is_said_of_words_and_of_links_comes_in_the_order_of_the_page(workspace: Any, ccb: Any) -> None:
    root = workspace({"content/demo/index.md": "# A\n\n[x](none.md)\n\nThe CSIRT.\n\n[y](none-2.md)\n"})
    result = ccb(root, "check", "--lang", "en", "--format", "json")
    assert [each for each, *_ in told(result)] == ["missing-file", "undefined-acronym", "missing-file"]


def test_a_profile_says_what_is_told(workspace: Any, ccb: Any) -> None:
    levels = "".join(f'{row.id} = "off"\n' for row in PAGE_CHECKS if row.id != "missing-file")
    root = workspace({**BAD, "content/demo/course.toml": f'[checks]\n{levels}missing-file = "info"\n'})
    result = ccb(root, "check", "--lang", "en", "--format", "json")
    assert (result.exit_code, told(result)) == (0, [("missing-file", "info", "content/demo/more.md", 3)])


def test_a_baseline_knows_what_was_there(workspace: Any, ccb: Any) -> None:
    root = workspace(BAD)
    ccb(root, "check", "--lang", "en", "--write-baseline", "known.jsonl")
    arguments = ("check", "--lang", "en", "--format", "json", "--baseline", "known.jsonl")
    assert told(ccb(root, *arguments)) == []
    page = root / "content/demo/more.md"
    page.write_text("Text\n\n[x](other.md)\n\n" + page.read_text().replace("::: note", "::: tip"))
    assert told(ccb(root, *arguments)) == [
        ("missing-file", "error", "content/demo/more.md", 3),
        ("unclosed-container", "error", "content/demo/more.md", 13),
    ]


def test_a_page_that_cannot_be_read_does_not_hide_the_rest(workspace: Any, ccb: Any) -> None:
    root = workspace({**BAD, "content/demo/a.md": b"\xff"})
    result = ccb(root, "check", "--lang", "en", "--format", "json")
    assert told(result) == [("unreadable", "error", "content/demo/a.md", 1), *TOLD]


@pytest.fixture
def translated(workspace: Any, ccb: Any) -> Path:
    """A course with a quiz, and a French catalog of it."""
    root: Path = workspace({"content/demo/index.md": QUIZ, "content/demo/plain.md": "# Plain\n"})
    ccb(root, "extract")
    ccb(root, "merge", "--lang", "fr")
    return root


def test_options_that_a_translation_makes_alike(translated: Path, ccb: Any) -> None:
    translate(translated, {"Nobody": "L’équipe", "The team": "L’équipe.", "The news": "La presse"})
    ccb(translated, "merge")
    result = ccb(translated, "check", "--lang", "fr", "--format", "json")
    [each] = [each for each in json.loads(result.stdout)["findings"] if each["id"] == "quiz-same-options"]
    assert (each["path"], each["source"], each["severity"]) == ("locales/fr/LC_MESSAGES/demo.po", "The team", "warning")
    assert each["message"] == "another option of the same quiz reads the same: “Nobody”"
    line = (translated / each["path"]).read_text().splitlines()[each["line"] - 1]
    assert line == 'msgid "The team"'


def test_options_that_are_alike_in_the_source_or_are_not_shipped(translated: Path, ccb: Any) -> None:
    page = translated / "content/demo/index.md"
    page.write_text(page.read_text().replace("The news", "Nobody"))
    ccb(translated, "merge")
    translate(translated, {"Nobody": "Personne", "The team": "Personne"})
    catalog = translated / "locales/fr/LC_MESSAGES/demo.po"
    text = catalog.read_text()
    catalog.write_text(text.replace('msgid "The team"', '#, fuzzy\nmsgid "The team"'))
    stale = [each for each, *_ in told(ccb(translated, "check", "--format", "json"))]
    assert "quiz-twins" in stale and "quiz-same-options" not in stale
    catalog.write_text(text)
    ids = [each for each, *_ in told(ccb(translated, "check", "--format", "json"))]
    assert ids.count("quiz-same-options") == 1


@pytest.mark.parametrize(
    "target", ["[x] Personne", "Personne\n- [x] Une autre", "[ ]", "- [x] Personne", "Personne\n\n:::"]
)
def test_no_translation_changes_a_key(translated: Path, ccb: Any, target: str) -> None:
    """The marks stand outside of the segments: `[x]` in a target is text, and what would add an option is refused."""
    translate(translated, {"Nobody": target, "The team": "L’équipe", "The news": "La presse"})
    ccb(translated, "merge")
    assert '[x] "' not in (translated / "locales/demo.pot").read_text()
    result = ccb(translated, "check", "--lang", "fr", "--format", "json")
    assert "quiz-changed" not in {each["id"] for each in json.loads(result.stdout)["findings"]}


def test_a_changed_key_would_be_told(translated: Path, ccb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a splice that loses a mark, which no catalog can bring about."""
    from ccb_l10n.workflow import quizzing

    splice = quizzing.splice

    def losing(*arguments: Any, **options: Any) -> Any:
        from dataclasses import replace

        made = splice(*arguments, **options)
        return replace(made, text=made.text.replace("[x]", "[ ]"))

    monkeypatch.setattr(quizzing, "splice", losing)
    result = ccb(translated, "check", "--lang", "fr", "--format", "json")
    assert ("quiz-changed", "error", "content/demo/index.md", 3) in told(result)
    (translated / "ccb-l10n.toml").write_text('[checks]\nquiz-changed = "off"\n')
    assert "quiz-changed" not in {
        each for each, *_ in told(ccb(translated, "check", "--lang", "fr", "--format", "json"))
    }
