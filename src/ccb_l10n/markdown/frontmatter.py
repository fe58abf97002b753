"""YAML and TOML front matter: where it ends, and the allow-listed values in it.

Only scalar values (and lists of scalars) of keys that the course allows become segments; every other byte stays.
YAML is read as PyYAML's events with their marks, so a value's place is the parser's word. (Its composer is not used:
libyaml's recurses, and a file of brackets would end the process.) TOML has no such marks in the standard library, so
its strings are found by pattern, and only those that `tomllib` read in that place count.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER = yaml.resolver.Resolver()
_TEXT = "tag:yaml.org,2002:str"
_DEEPEST = 100  # no front matter nests like that; what does is left alone
_YAML = re.compile(r"---[ \t]*\n(?:(?P<body>.*?)\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\n(?:(?P<body>.*?)\n)??\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY_LINE = re.compile(r"(?m)^[^\s#:\-][^:\n]*:(?:\s|$)")
_FIRST_KEY = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*+(?:[\"']?[\w.-]+[\"']?[ \t]*[:=](?:\s|\Z)|\[\[?[\w.-]+\])")
_SIMPLE = re.compile(r"(?m)^(?P<key>[\w-]+):[ \t]+(?P<value>[^\s\"'|>&*!\[\]{}#%@`,](?:[^\n#:]*[^\s#:])?)[ \t]*$")
_TOML_PIECE = re.compile(
    r'''(?P<string>"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')
      | \#[^\n]* | (?P<open>[\[{]) | (?P<close>[\]}]) | (?P<end>\n) | (?<![\w.-])(?P<key>[\w-]++)(?=[ \t]*=)''',
    re.VERBOSE | re.DOTALL,
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
    """The front matter that opens a text (line endings `\\n`), or None: unclosed, it is ordinary text.

    Front matter that its own language cannot read (a tab, a colon too many) still is front matter when it begins
    with a key; it only holds no values for us.
    """
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
    return block if not (body or "").strip() or _is_mapping(body, syntax) else None


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
        yield from _yaml_values(body, block.start, keys)


def encode(raw: str, target: str, syntax: str) -> str:
    """The scalar that holds `target` in the place of `raw`, in the same style where that can hold it."""
    if syntax == "yaml" and raw[0] == "'" and not _ESCAPED.search(target):
        return "'" + target.replace("'", "''") + "'"
    if syntax == "yaml" and raw[0] not in "\"'|>" and _plain_holds(target):
        return target
    return '"' + _ESCAPED.sub(_escape, target.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def skeleton(text: str, block: Block, keys: frozenset[str]) -> str:
    """What the front matter says apart from its allow-listed values: equal before and after translation."""
    at, parts = block.start, []
    for value in values(text, block, keys):
        parts.append(text[at : value.start])
        at = value.end
    return "\0".join((*parts, text[at : block.end]))


# Line breaks and what YAML and TOML call not printable: only an escape holds them.
_ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _escape(match: re.Match[str]) -> str:
    return _SHORT.get(match[0]) or f"\\u{ord(match[0]):04x}"


@cache
def _key_lines(keys: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?m)^[\"']?(?:{'|'.join(sorted(map(re.escape, keys)))})[\"']?[ \t]*:.*(\n[ \t])?")


def _plain(body: str, keys: frozenset[str]) -> bool:
    """Whether every allow-listed key stands on a line of its own with a plain one-line scalar."""
    if body.lstrip().startswith("{"):
        return False
    simple = {match.start() for match in _SIMPLE.finditer(body)}
    return all(match.start() in simple and not match[1] for match in _key_lines(keys).finditer(body))


def _is_mapping(body: str, syntax: str) -> bool:
    """Whether it is a mapping, or was meant as one; a thematic break above a setext heading is not."""
    if syntax == "toml":
        return _FIRST_KEY.match(body) is not None or _toml(body) is not None
    if not _KEY_LINE.search(body):
        return False
    lines = body.split("\n")
    if all(_SIMPLE.match(line) for line in lines):
        return True
    try:
        return _yaml(body) is not None
    except yaml.YAMLError:
        return _FIRST_KEY.match(body) is not None


def _yaml(body: str) -> list[tuple[str, yaml.ScalarEvent]] | None:
    """The scalars that are values, or members of lists that are values, of the top mapping's keys, in order.

    None when the document is no mapping. Raises YAMLError.
    """
    found: list[tuple[str, yaml.ScalarEvent]] = []
    depth, key, awaits_key, in_list = 0, "", False, False
    for event in yaml.parse(body, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise yaml.YAMLError("nested too deeply")
            if depth == 1 and not isinstance(event, yaml.MappingStartEvent):
                return None
            if depth == 2:
                in_list = isinstance(event, yaml.SequenceStartEvent) and not awaits_key
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.NodeEvent):
            scalar = event if isinstance(event, yaml.ScalarEvent) else None
            if depth == 0:
                return None
            if depth == 1 and awaits_key:
                key = scalar.value if scalar else ""
            elif scalar and (depth == 1 or (depth == 2 and in_list)):
                found.append((key, scalar))
        if depth == 1:  # the mapping began, or a key or a value of it is complete
            awaits_key = not awaits_key
            key = "" if awaits_key else key
    return found if depth == 0 and _KEY_LINE.search(body) else None


def _yaml_values(body: str, base: int, keys: frozenset[str]) -> Iterator[Value]:
    try:
        found = _yaml(body) or []
    except yaml.YAMLError:
        return
    for key, event in found:
        if key not in keys or event.tag or event.anchor or not (event.style or _is_text(event.value)):
            continue  # tags and anchors mean more than the text after them
        assert event.start_mark and event.end_mark
        start, end = event.start_mark.index, event.end_mark.index
        if start < end:
            end = start + len(body[start:end].rstrip(" \n"))
            yield Value(key, event.value.strip(), base + start, base + end)


def _toml(body: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(body)
    except (tomllib.TOMLDecodeError, RecursionError):  # a deep nest of brackets
        return None


def _toml_values(body: str, base: int, keys: frozenset[str]) -> Iterator[Value]:
    """The strings of the top table, and of the arrays in it, that `tomllib` reads under the same key."""
    read = _toml(body) or {}
    nest, key = "", ""
    for match in _TOML_PIECE.finditer(body):
        match match.lastgroup:
            case "end":
                key = key if nest else ""
            case "open":
                if not key:
                    return  # the first table begins
                nest += match[0]
            case "close":
                nest = nest[:-1]
            case "key":
                key = key or match[0]
            case "string":
                text = str(tomllib.loads(f"value = {match[0]}")["value"])
                known = read.get(key)
                if not key:
                    key = text
                elif key in keys and (known == text if not nest else nest == "[" and text in _members(known)):
                    yield Value(key, text.strip(), base + match.start(), base + match.end())


def _members(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _resolves_to_text(value: str) -> bool:
    return (value[0].isalpha() and value.lower() not in _WORDS) or (_plain_holds(value) and _is_text(value))


_WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])  # YAML 1.1 reads these otherwise


def _is_text(plain: str) -> bool:
    """Whether a bare scalar is a string, and not a number, a date, a truth value (YAML 1.1)."""
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, plain, (True, False))  # type: ignore[no-untyped-call]
    return tag == _TEXT


def _plain_holds(target: str) -> bool:
    """Whether YAML reads the bare text back as this very string (1.2, 7.3.3)."""
    if (
        not target
        or target != target.strip()
        or any(mark in target for mark in ("\n", "\t", "?", ": ", " #", *",[]{}"))
    ):
        return False
    try:
        found = _yaml(f"key: {target}\nkeys: [{target}]") or []
    except yaml.YAMLError:
        return False
    bare = [event.value for _, event in found if not (event.style or event.tag or event.anchor)]
    return bare == [target, target] and _is_text(target)
