"""YAML and TOML front matter: where it ends, and the allow-listed values in it.

Only scalar values (and lists of scalars) of keys that the course allows become segments; every other byte stays.
YAML goes through PyYAML's own marks, so a value's place is the parser's word; TOML has no such marks in the standard
library, so its strings are found by pattern and the result is held against `tomllib` before it is written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_YAML = re.compile(r"---[ \t]*\n(?:(?P<body>.*?)\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\n(?:(?P<body>.*?)\n)??\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY_LINE = re.compile(r"(?m)^[^\s#:\-][^:\n]*:(?:\s|$)")
_SIMPLE = re.compile(r"(?m)^(?P<key>[\w-]+):[ \t]+(?P<value>[^\s\"'|>&*!\[{#%@`][^\n#:]*?)[ \t]*$")
_TOML_STRING = re.compile(
    r"(?m)^[ \t]*(?P<key>[\w-]+)[ \t]*=[ \t]*"
    r"(?P<value>\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Block:
    """Front matter of a document: `text[start:end]` is its inside, `after` the offset of the body."""

    syntax: str  # yaml | toml
    start: int
    end: int
    after: int


@dataclass(frozen=True, slots=True)
class Value:
    """An allow-listed value: its key, its text, and the raw scalar `text[start:end]`, quotes and all."""

    key: str
    text: str
    start: int
    end: int


def find(text: str) -> Block | None:
    """The front matter that opens a text (line endings `\\n`), or None: unclosed, it is ordinary text."""
    if text.startswith("---"):
        match, syntax = _YAML.match(text), "yaml"
    elif text.startswith("+++"):
        match, syntax = _TOML.match(text), "toml"
    else:
        return None
    if not match:
        return None
    body = match["body"]
    start = text.index("\n") + 1
    end = start if body is None else match.end("body") + 1
    block = Block(syntax, start, end, match.end())
    return block if not (body or "").strip() or _parses(body, syntax) else None


def values(text: str, block: Block, keys: frozenset[str]) -> Iterator[Value]:
    """The allow-listed values in the order of the text."""
    body = text[block.start : block.end]
    if not any(key in body for key in keys):
        return
    if block.syntax == "toml":
        yield from _toml_values(body, block.start, keys)
    elif _plain(body, keys):
        for match in _SIMPLE.finditer(body):
            if match["key"] in keys and _resolves_to_text(match["value"]):
                at = block.start + match.start("value")
                yield Value(match["key"], match["value"], at, at + len(match["value"]))
    else:
        node = yaml.compose(body, Loader=_LOADER)
        yield from _yaml_values(node, body, block.start, keys)


def encode(raw: str, target: str, syntax: str) -> str:
    """The scalar that holds `target` in the place of `raw`, in the same style where that can hold it."""
    if syntax == "yaml" and raw[0] == "'" and "\n" not in target:
        return "'" + target.replace("'", "''") + "'"
    if syntax == "yaml" and raw[0] not in "\"'|>" and _plain_holds(target):
        return target
    return '"' + "".join(_DOUBLE.get(char, char) for char in target) + '"'


def skeleton(text: str, block: Block, keys: frozenset[str]) -> str:
    """What the front matter says apart from its allow-listed values: equal before and after translation."""
    at, parts = block.start, []
    for value in values(text, block, keys):
        parts.append(text[at : value.start])
        at = value.end
    return "\0".join((*parts, text[at : block.end]))


_YAML_WORDS = frozenset(
    ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
)  # YAML 1.1 reads these as something else
_DOUBLE = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_DOUBLE |= {
    chr(code): f"\\u{code:04x}" for code in (*range(9), 11, 12, *range(14, 32), 127, 0x85, 0x2028, 0x2029)
}


@cache
def _key_lines(keys: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?m)^[\"']?(?:{'|'.join(sorted(map(re.escape, keys)))})[\"']?[ \t]*:.*(\n[ \t])?")


def _plain(body: str, keys: frozenset[str]) -> bool:
    """Whether every allow-listed key stands on a line of its own with a plain one-line scalar."""
    simple = {match.start() for match in _SIMPLE.finditer(body)}
    return all(match.start() in simple and not match[1] for match in _key_lines(keys).finditer(body))


def _parses(body: str, syntax: str) -> bool:
    """Whether it is a mapping; a thematic break above a setext heading is not."""
    if syntax == "toml":
        try:
            tomllib.loads(body)
        except tomllib.TOMLDecodeError:
            return False
        return True
    if not _KEY_LINE.search(body):
        return False
    lines = [line for line in body.split("\n") if line.strip() and line[0] not in " \t#-"]
    if all(_SIMPLE.match(line) for line in lines) and len(lines) == len(body.split("\n")):
        return True
    try:
        return isinstance(yaml.compose(body, Loader=_LOADER), yaml.MappingNode)
    except yaml.YAMLError:
        return False


def _yaml_values(node: object, body: str, base: int, keys: frozenset[str]) -> Iterator[Value]:
    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        if key.value not in keys:
            continue
        items = value.value if isinstance(value, yaml.SequenceNode) else [value]
        for item in items:
            if not isinstance(item, yaml.ScalarNode) or item.tag != "tag:yaml.org,2002:str":
                continue
            start, end = item.start_mark.index, item.end_mark.index
            raw = body[start:end]
            if raw[:1] in ("", "&", "!", "*"):  # anchors, tags and aliases mean more than their text
                continue
            end = start + len(raw.rstrip(" \n")) if item.style in ("|", ">") else end
            text = " ".join(item.value.split()) if item.style != "|" else item.value.rstrip("\n")
            yield Value(key.value, text, base + start, base + end)


def _toml_values(body: str, base: int, keys: frozenset[str]) -> Iterator[Value]:
    top = body.split("\n[")[0]
    for match in _TOML_STRING.finditer(top):
        if match["key"] in keys:
            text = tomllib.loads(f"value = {match['value']}")["value"]
            yield Value(match["key"], text.strip(), base + match.start("value"), base + match.end("value"))


def _resolves_to_text(value: str) -> bool:
    if value[0].isalpha() and value.lower() not in _YAML_WORDS:
        return True
    node = yaml.compose(value, Loader=_LOADER)
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"


def _plain_holds(target: str) -> bool:
    """Whether YAML reads the bare text back as this very string (1.2, 7.3.3)."""
    if not target or target != target.strip() or any(mark in target for mark in ("\n", ": ", " #", *",[]{}")):
        return False
    try:
        node = yaml.compose(f"key: {target}", Loader=_LOADER)
    except yaml.YAMLError:
        return False
    value = node.value[0][1] if isinstance(node, yaml.MappingNode) else None
    return (
        isinstance(value, yaml.ScalarNode)
        and value.style is None
        and value.value == target
        and value.tag == "tag:yaml.org,2002:str"
    )
