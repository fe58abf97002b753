"""Attribute lists in Markdown, `{#id .class width=50%}`, and the few attributes that a course may set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

TRAILING = re.compile(r"[ \t]*(\{:?\s*(?:[#.][^{}]*|[\w-]+=[^{}]*)\})[ \t]*\Z")
LINE = re.compile(r"\{:?\s*(?:[#.][^{}]*|[\w-]+=[^{}]*)\}\Z")
_PART = re.compile(
    r"""\#(?P<id>[^\s{}"'<>]+) | \.(?P<name>[\w:-]+)
      | (?P<key>[A-Za-z][\w-]*)=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s{}"']+))""",
    re.VERBOSE,
)
_LENGTH = re.compile(r"[0-9]{1,4}(?:\.[0-9]+)?(?:%|px|em|rem)?\Z")
_OWN = re.compile(r"(?:own-)*ccb-")  # how the pack's own ids begin, and what course ids that do become
# The classes that the pack's style sheets and scripts know and that only the pack gives. Authors may use the others:
# those of boxes, figures and captions, and of sides.
RESERVED = frozenset((
    "absent", "actions", "address", "again", "answer", "back", "box-title", "chapter", "check", "chip", "contents",
    "correct", "course", "cover", "cover-language", "current", "draft", "draft-notice", "duration", "explanation",
    "fallback", "fallback-notice", "feedback", "fold", "foot", "footnotes", "frame", "glossary", "hidden", "hint",
    "incorrect", "kind", "label", "language", "languages", "left-out", "listed", "logo", "made", "next", "note-ref",
    "notice", "number", "numbered", "opening", "option", "options", "original", "outside", "places", "plain",
    "previous", "question", "quiz", "result-page", "result-text", "result-title", "results", "right", "round", "skip",
    "source-term", "square", "summary", "tab", "table", "task", "term", "term-name", "term-note", "terms", "tick",
    "ticked", "told", "top", "turn", "unsized", "verdict", "word",
))  # fmt: skip
_HARMLESS = frozenset(["alt", "class", "dir", "id", "lang", "title"])


def read(text: str) -> dict[str, str]:
    """The harmless attributes of a list; a width or height becomes one in pixels or a `style`."""
    found: dict[str, str] = {}
    classes: list[str] = []
    for match in _PART.finditer(text):
        if match["id"]:
            found["id"] = match["id"]
        elif match["name"]:
            classes.append(match["name"])
        else:
            value = next(each for each in match.group("double", "single", "bare") if each is not None)
            _keep(found, classes, match["key"].lower(), value)
    if classes:
        found["class"] = " ".join(classes)
    return found


def html(attributes: Mapping[str, str]) -> str:
    """Attributes as they stand in a tag, with the space before each."""
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())


def joined(*each: Mapping[str, str]) -> dict[str, str]:
    """Attributes together: classes and styles add up, of the others the first one counts."""
    found: dict[str, str] = {}
    for attributes in each:
        for name, value in attributes.items():
            if name in ("class", "style") and name in found:
                found[name] += (" " if name == "class" else ";") + value
            else:
                found.setdefault(name, value)
    return found


def anchor(name: str) -> str:
    """An id of the course's as it stands in the pack, whose own ids begin with `ccb-`: no two become the same."""
    return f"own-{name}" if is_own(name) else name


def is_own(name: str) -> bool:
    """Whether an id of the course's would be one of the pack's, or is like what those become."""
    return bool(_OWN.match(name))


def owned(given: Mapping[str, str]) -> dict[str, str]:
    """The attributes that a course gave, as they stand in the pack: without its classes and its ids."""
    found = dict(given)
    if "id" in found:
        found["id"] = anchor(found["id"])
    if "class" in found:
        found["class"] = " ".join(each for each in found["class"].split() if each not in RESERVED)
        if not found["class"]:
            del found["class"]
    return found


def _keep(found: dict[str, str], classes: list[str], key: str, value: str) -> None:
    if key == "class":
        classes += [each for each in value.split() if re.fullmatch(r"[\w:-]+", each)]
    elif key in ("width", "height") and _LENGTH.match(value):
        if value.isdigit():
            found[key] = value
        else:
            found["style"] = ";".join(filter(None, (found.get("style"), f"{key}:{value}")))
    elif key == "dir":
        if value in ("ltr", "rtl", "auto"):
            found[key] = value
    elif key in _HARMLESS:
        found[key] = value
