"""What a workspace and its courses say of themselves in TOML, read strictly: a misspelt key is an error."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ccb_l10n.errors import CcbError
from ccb_l10n.locales import bcp47

FORMATS = ("html", "single", "epub", "scorm", "gift", "kolibri", "pdf", "docx", "markdown")  # each a module of packs
USUAL_FORMATS = ("html", "markdown")
WORKSPACE_KEYS = {
    "languages": list,
    "formats": list,
    "front-matter": list,
    "html-text": bool,
    "profile": str,
    "checks": dict,
    "profiles": dict,
    "baseline": str,
}
COURSE_KEYS = {
    "title": str,
    "version": str,
    "source-language": str,
    "licence": str,
    "modules": list,
    "front-matter": list,
    "html-text": bool,
    "profile": str,
    "checks": dict,
    "subjects": list,
    "mastery": int,
}
_HEADER = re.compile(r"\s*\[([^\[\]]+)\]")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")
_TOOL = "tool.ccb-l10n"
_ALL = "all"


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Said:
    """What one file says of the checks; `checks.profile` knows which ids, levels and profiles there are.

    `levels` are by check id, `profiles` tables of the same kind by name, `lines` those of the file's keys, dotted.
    """

    path: str = ""
    profile: str = ""
    levels: Mapping[str, str] = field(default_factory=_nothing)
    profiles: Mapping[str, Mapping[str, str]] = field(default_factory=_nothing)
    lines: Mapping[str, int] = field(default_factory=_nothing, repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """What `[tool.ccb-l10n]` of pyproject.toml or `ccb-l10n.toml` says; every key has a sensible default."""

    languages: tuple[str, ...] = ()  # BCP 47; empty: the languages that have catalogs
    formats: tuple[str, ...] = USUAL_FORMATS
    front_matter: tuple[str, ...] | None = None  # keys to translate; None: the built-in list
    html_text: bool = True  # whether the text inside raw HTML blocks is translated
    said: Said = field(default_factory=Said)  # of the checks
    baseline: str = ""  # the path of a file of findings that are known, relative to the workspace


def of_workspace(root: Path) -> Settings:
    """The settings of a workspace. Raises CcbError with the file's name for what it does not know."""
    own, shared = root / "ccb-l10n.toml", root / "pyproject.toml"
    said: Any = {}
    name, data = "", b""
    if own.exists():
        data, name = own.read_bytes(), own.name
        said = table(data, name)
    elif shared.exists():
        data, name = shared.read_bytes(), shared.name
        said = table(data, name).get("tool", {}).get("ccb-l10n", {})
        if not isinstance(said, dict):
            raise CcbError(f"{_TOOL} must be a table", name, 0, f"write [{_TOOL}] above the settings")
    known(said, WORKSPACE_KEYS, name)
    keys = said.get("front-matter")
    return Settings(
        tuple(language(code, name) for code in said.get("languages", ())),
        checked_formats(distinct(said.get("formats", [*USUAL_FORMATS]), "formats", name), name),
        tuple(keys) if keys is not None else None,
        said.get("html-text", True),
        said_of_checks(said, name, data),
        said.get("baseline", ""),
    )


def said_of_checks(said: Mapping[str, Any], shown: str, data: bytes) -> Said:
    """What a file's table says of the checks. Raises CcbError where a level is no text."""
    lines = _lines(data.decode("utf-8-sig"))
    levels = _texts(said.get("checks", {}), "checks", shown, lines)
    profiles = {name: _texts(each, f"profiles.{name}", shown, lines) for name, each in said.get("profiles", {}).items()}
    return Said(shown, said.get("profile", ""), levels, MappingProxyType(profiles), lines)


def _texts(value: object, name: str, shown: str, lines: Mapping[str, int]) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise CcbError(f"{name} must be a table", shown, lines.get(name, 0), f"write [{name}] above its keys")
    for key, each in value.items():
        if not isinstance(each, str):
            hint = f'write {key} = "warning", or another level in quotes'
            raise CcbError(f"{name}.{key} must be a text", shown, lines.get(f"{name}.{key}", 0), hint)
    return MappingProxyType(value)


def _lines(text: str) -> Mapping[str, int]:
    """The 1-based lines of a TOML file's keys, by dotted name without `tool.ccb-l10n`; inline tables have none."""
    found: dict[str, int] = {}
    above = ""
    for number, line in enumerate(text.split("\n"), 1):
        header, key = _HEADER.match(line), _KEY.match(line)
        above = header[1].strip() if header else above
        name = above if header else f"{above}.{key[1]}" if key else ""
        name = name.replace('"', "").replace("'", "").removeprefix(_TOOL).strip(".")
        if name:
            found.setdefault(name, number)
    return MappingProxyType(found)


def checked_formats(formats: Iterable[str], shown: str = "") -> tuple[str, ...]:
    """The formats, each once; `all` stands for every one. Raises CcbError for one that is unknown, or for none."""
    chosen = tuple(dict.fromkeys(formats))
    for each in chosen or ("",):
        if each not in (*FORMATS, _ALL):
            raise CcbError(f"unknown format {each!r}", shown, 0, f"the formats are: {', '.join((*FORMATS, _ALL))}")
    return FORMATS if _ALL in chosen else chosen


def table(data: bytes, shown: str) -> dict[str, Any]:
    """A TOML file's table; a byte-order mark is let pass. Raises CcbError with the line."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CcbError("not UTF-8", shown, line, "save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise CcbError(f"not valid TOML: {error}", shown, _line_in(str(error)), "correct this line") from None


def known(said: Mapping[str, Any], keys: Mapping[str, type], shown: str) -> None:
    """Raise CcbError for a key that is none of these, or a value that is not of its key's type."""
    for key, value in said.items():
        if key not in keys:
            raise CcbError(f"unknown key {key!r}", shown, 0, f"the keys are: {', '.join(sorted(keys))}")
        texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
        if not (texts if keys[key] is list else isinstance(value, keys[key])):
            kind, hint = _KINDS[keys[key]]
            raise CcbError(f"{key} must be {kind}", shown, 0, hint.format(key=key))


_KINDS = {
    list: ("a list of texts", "correct {key}"),
    str: ("a text", "put it in quotes"),
    bool: ("true or false", "correct {key}"),
    int: ("a whole number", "write {key} = 80"),
    dict: ("a table", "write [{key}] above its keys"),
}


def language(code: str, shown: str) -> str:
    """A language as BCP 47 spells it. Raises CcbError that names the file."""
    try:
        return bcp47(code)
    except CcbError as error:
        raise CcbError(error.message, shown, 0, error.hint) from None


def distinct(values: list[str], key: str, shown: str) -> tuple[str, ...]:
    """The values of a list. Raises CcbError where one stands there twice."""
    for value in values:
        if values.count(value) > 1:
            raise CcbError(f"{key} lists {value} twice", shown, 0, "keep one of the two")
    return tuple(values)


def _line_in(message: str) -> int:
    words = message.partition("line ")[2].split()
    return int(words[0].rstrip(",)")) if words and words[0].rstrip(",)").isdigit() else 0
