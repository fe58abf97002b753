"""Why front matter cannot be read: broken YAML or TOML, a missing end, a beginning that is not in the first line."""

from __future__ import annotations

import re
import tomllib
from typing import NamedTuple

import yaml

from ccb_l10n.markdown import frontmatter

_KEY = r"[\"']?[\w.-]+[\"']?[ \t]*"
_OPENED = re.compile(rf"(?P<mark>---|\+\+\+)[ \t]*\n(?:[ \t]*(?:#[^\n]*)?\n)*+{_KEY}(?::[ \t\n]|=[ \t])")
_LINES = rf"(?:{_KEY}(?::[ \t\n]|=[ \t])[^\n]*\n(?:[ \t-][^\n]*\n)*)+"
_LATE = re.compile(rf"[ \t\n]*\n(?P<mark>---|\+\+\+)[ \t]*\n{_LINES}(?P=mark)[ \t]*(?:\n|\Z)")
_TOML_LINE = re.compile(r"(?P<said>.*) \(at line (?P<line>\d+), column \d+\)\Z", re.DOTALL)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 100


class Fault(NamedTuple):
    """What is wrong, in which line of the file, and the next step."""

    line: int
    text: str
    hint: str


def fault(text: str, block: frontmatter.Block | None) -> Fault | None:
    """What keeps the front matter of a text (line endings `\\n`) from being read, or None.

    `block` is what `frontmatter.find` found. Text that only looks a little like front matter is none.
    """
    if block:
        body = text[block.start : block.end]
        return _toml(body) if block.syntax == "toml" else _yaml(body)
    if late := _LATE.match(text):
        line = text.count("\n", 0, late.start("mark")) + 1
        hint = "take the lines above it out"
        return Fault(line, "front matter must begin in the first line: this is shown as text", hint)
    opened = _OPENED.match(text)
    if opened and not re.search(rf"(?m)^{re.escape(opened['mark'])}[ \t]*$", text[3:]):
        hint = f"put {opened['mark']} on a line of its own where it ends"
        return Fault(1, "front matter without an end: all of it is shown as text", hint)
    return None


def _yaml(body: str) -> Fault | None:
    depth = 0
    try:
        for event in yaml.parse(body, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                return Fault(1, f"front matter nests more than {_DEEPEST} lists", "make it flatter")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1  # below the opening mark, counted from 0
        said = getattr(error, "problem", None) or str(error).partition("\n")[0]
        lines = body.count("\n") + 1
        hint = 'put values with a colon, a quote or a bracket in quotes: title: "Plan: a start"'
        return Fault(min(line, lines + 1), f"front matter that is no YAML: {said}", hint)
    return None


def _toml(body: str) -> Fault | None:
    try:
        tomllib.loads(body)
    except tomllib.TOMLDecodeError as error:
        match = _TOML_LINE.match(str(error))
        line = int(match["line"]) + 1 if match else 1
        return Fault(line, f"front matter that is no TOML: {match['said'] if match else error}", 'write key = "text"')
    except RecursionError:
        return Fault(1, "front matter nests too many lists", "make it flatter")
    return None
