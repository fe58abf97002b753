"""GIFT files read by another program: gift-pegjs finds every question, option, share of the mark and feedback."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.packs import gift
from ccb_l10n.packs.book import Book, CourseInfo
from ccb_l10n.workflow import building
from ccb_l10n.workspace import find
from node_packages import package

pytestmark = pytest.mark.tools
HOME = Path(__file__).parents[2]
READ = "console.log(JSON.stringify(require(process.argv[1]).parse(require('fs').readFileSync(0, 'utf8'))))"
HARD = r"""# {Braces}: ~tilde = 100% \ #hash

::: quiz
What does `a = {b: ~c} # \n` print, and what **is** 1 -> 2?

```js
let a = { b: 1 };

// not a comment
```

- [ ] `x -> y` = #1 {no}
  > ~Not~ so: `{`
- [x] a\b : c // d
  > =Yes #2

####Because: `}`
:::

::: quiz
All?

- [x] =A
- [ ] ~B
- [x] %50%C
- [x] D
:::
"""
Reader = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def read(tool: Callable[[str], str]) -> Reader:
    """Read a GIFT text with gift-pegjs."""
    node, parser = tool("node"), package("gift-pegjs")

    def run(text: str) -> list[dict[str, Any]]:
        result = subprocess.run(
            [node, "-e", READ, str(parser)], input=text, capture_output=True, text=True, timeout=60, check=True
        )
        found: list[dict[str, Any]] = json.loads(result.stdout)
        return found

    return run


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root: Path = tmp_path_factory.mktemp("gift")
    for name in ("content", "locales", "glossary"):
        shutil.copytree(HOME / name, root / name)
    building.build(find(root), building.Order(("en", "fr", "ar", "zh"), formats=("gift",), frozen=True), print)
    return root / "dist"


def key(question: dict[str, Any]) -> tuple[str, list[bool], list[float | None]]:
    choices = question["choices"]
    return question["title"], [each["isCorrect"] for each in choices], [each["weight"] for each in choices]


@pytest.mark.parametrize("lang", ["en", "fr", "ar", "zh"])
def test_the_house_course_is_read_whole(dist: Path, read: Reader, lang: str) -> None:
    def found(lang: str) -> list[dict[str, Any]]:
        name = f"national-csirt-{lang}"
        return read((dist / name / "gift" / f"{name}.gift").read_text("utf-8"))

    told = found(lang)
    asked = [each for each in told if each["type"] == "MC"]
    boxes = [
        path.read_text("utf-8").count("::: quiz") for path in sorted((HOME / "content/national-csirt").rglob("*.md"))
    ]
    assert len(asked) == sum(boxes) > 10
    assert sum(each["type"] == "Category" for each in told) == sum(map(bool, boxes))
    assert len(told) == len(asked) + sum(map(bool, boxes))
    assert [key(each) for each in asked] == [key(each) for each in found("en") if each["type"] == "MC"]
    assert all(each["stem"]["format"] == "html" and each["globalFeedback"] for each in asked)


def test_what_means_something_to_gift_is_text(read: Reader) -> None:
    course = CourseInfo("sample", "A: {b} ~ #c", "1", "CC-BY-4.0", "en", "en", ("a.md",))
    book = Book(course, [splice(parse("a.md", HARD), {})], "ccb-l10n 9", "sample-en", sources={"a.md": HARD})
    [(_, data)] = gift.files(book)
    category, first, second = read(data.decode())
    assert category["title"] == "$course$/top/A: {b} ~ #c/{Braces}: ~tilde = 100% \\\\ #hash"
    stem = first["stem"]["text"]
    assert "<code>a = {b: ~c} # \\n</code>" in stem and "1 -&gt; 2?" in stem
    assert "{ b: 1 };\n\n// not a comment\n" in stem
    assert [each["isCorrect"] for each in first["choices"]] == [False, True]
    wrong, right = first["choices"]
    assert "<code>x -&gt; y</code> = #1 {no}" in wrong["text"]["text"]
    assert "~Not~ so: <code>{</code>" in wrong["feedback"]["text"]
    assert "a\\b : c // d" in right["text"]["text"] and "=Yes #2" in right["feedback"]["text"]
    assert "####Because: <code>}</code>" in first["globalFeedback"]["text"]
    assert [each["weight"] for each in second["choices"]] == [33.33333, -100, 33.33333, 33.33333]
    assert [each["text"]["text"].partition(">")[2] for each in second["choices"]] == [
        "=A</span>", "~B</span>", "%50%C</span>", "D</span>",
    ]  # fmt: skip
