"""Front matter: where it ends, which values are messages, and that every target reads back as it was typed."""

from __future__ import annotations

import tomllib

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import markdown_samples as samples
from ccb_l10n.markdown.frontmatter import encode, find
from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice


def values(text: str) -> list[str]:
    return [source for kind, source in samples.read(text) if kind.startswith("front matter")]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("title: A title", ["A title"]),
        ('title: "A \\"title\\""', ['A "title"']),
        ("title: 'It''s'", ["It's"]),
        ("title: A title # and a comment", ["A title"]),
        ("title: first\n  second\n\n  third", ["first second\nthird"]),
        ("description: |\n  one\n   two\n", ["one\n two"]),
        ("description: >-\n  one\n  two\n\n  three", ["one two\nthree"]),
        ("keypoints:\n- a\n- 'b'\n- |\n  c\n- 4", ["a", "b", "c"]),
        ('keypoints: [a, "b, c"]', ["a", "b, c"]),
        ("keypoints:\n- a: b\n- [c]\n- d", ["d"]),
        ("nested:\n  title: no\ntitle: yes it is", ["yes it is"]),
        ("title: 2024-01-01", []),
        ("title: true\ndescription: No", []),
        ('title: "2024 in review"', ["2024 in review"]),
        ("title:\ndescription: x", ["x"]),
        ("title: &t A\ndescription: *t", []),
        ("base: &t A\ntitle: *t", []),
        ("base: &l [a]\nkeypoints: *l", []),
        ("title: !!str A", []),
        ("title: a\ntitle: b", ["a", "b"]),
        ("? [x, y]\n: z\ntitle: a", ["a"]),
        ("{title: a, description: b}", ["a", "b"]),
        ('"title": a', ["a"]),
        ("title: Ünï 😀 中\ndescription: 'é'", ["Ünï 😀 中", "é"]),
        ("title: }", []),
        ("title: a: b", []),
        ("title: a\n\tx: y", []),
        ("title: {{ page.title }}", []),
    ],
)
def test_yaml_values(inside: str, expected: list[str]) -> None:
    text = f"---\n{inside}\n---\nText\n"
    assert values(text) == expected
    assert samples.read(text)[-1] == ("paragraph", "Text")


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('title = "A"\ndescription = \'B "b"\'', ["A", 'B "b"']),
        ('title = """\nTwo\nlines"""', ["Two\nlines"]),
        ("title = '''A'''", ["A"]),
        ('keypoints = ["a", # "not"\n \'b\',\n]', ["a", "b"]),
        ('keypoints = [["a"], "b"]', ["b"]),
        ('x = """\ntitle = "no"\n"""\ntitle = "yes it is"', ["yes it is"]),
        ('[params]\ntitle = "no"', []),
        ('title = { text = "no" }', []),
        ('a.title = "no"', []),
        ('"title" = "A"', ["A"]),
        ('title = "A\\u00e9\\n"', ["Aé"]),
        ("title = A", []),
    ],
)
def test_toml_values(inside: str, expected: list[str]) -> None:
    text = f"+++\n{inside}\n+++\nText\n"
    assert values(text) == expected
    assert samples.read(text)[-1] == ("paragraph", "Text")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\n---\n",
        "---\ntext\n---\n",
        "---\n- a: b\n---\n",
        "---\ntitle: x\n",
        "--- x\ntitle: x\n---\n",
        " ---\ntitle: x\n---\n",
        "----\ntitle: x\n----\n",
        "+++\ntext\n+++\n",
        "\n---\ntitle: x\n---\n",
    ],
)
def test_what_is_not_front_matter(text: str) -> None:
    block = find(text)
    assert block is None or not text[block.start : block.end].strip()


@pytest.mark.parametrize(
    "text", ["---\ntitle: x\n---", "---\ntitle: x\n...\n", "--- \ntitle: x\n---\t\n", "---\n---\n"]
)
def test_what_is_front_matter(text: str) -> None:
    block = find(text)
    assert block is not None
    assert block.after == len(text)


def test_carriage_returns_and_a_byte_order_mark_stay() -> None:
    text = "\ufeff---\r\ntitle: A\r\nkeypoints:\r\n- 'b'\r\n---\r\nText\r\n"
    document = parse("a.md", text)
    made = splice(document, samples.translated(document, str.swapcase))
    assert made.text == "\ufeff---\r\ntitle: a\r\nkeypoints:\r\n- 'B'\r\n---\r\ntEXT\r\n"


@pytest.mark.parametrize("raw", ["plain", "'single'", '"double"', "|\n  block", ">-\n  folded"])
@settings(max_examples=300, deadline=None)
@given(target=st.one_of(st.text(min_size=1), st.text("'\":#-[]{},&*!|>%@`\\ \n\tatrue0é", min_size=1)))
def test_any_target_reads_back_from_yaml(raw: str, target: str) -> None:
    target = target.encode("utf-8", "replace").decode("utf-8")
    for document in (f"title: {encode(raw, target, 'yaml')}", f"title:\n- {encode(raw, target, 'yaml')}\n- x"):
        read = yaml.safe_load(document)["title"]
        assert (read if isinstance(read, str) else read[0]) == target
    if raw[0] not in "|>":
        assert yaml.safe_load(f"title: [{encode(raw, target, 'yaml')}, x]")["title"] == [target, "x"]


@settings(max_examples=300, deadline=None)
@given(target=st.text(min_size=1))
def test_any_target_reads_back_from_toml(target: str) -> None:
    target = target.encode("utf-8", "replace").decode("utf-8")
    assert tomllib.loads(f"title = {encode('x', target, 'toml')}")["title"] == target


@pytest.mark.parametrize(
    ("raw", "target", "expected"),
    [
        ("plain", "autre", "autre"),
        ("plain", "a: b", '"a: b"'),
        ("plain", "true", '"true"'),
        ("plain", "12", '"12"'),
        ("'q'", "l'eau", "'l''eau'"),
        ('"q"', 'a "b" \\', '"a \\"b\\" \\\\"'),
        ("|\n  x", "a\nb", '"a\\nb"'),
    ],
)
def test_style_is_kept_where_it_can_hold_the_target(raw: str, target: str, expected: str) -> None:
    assert encode(raw, target, "yaml") == expected
