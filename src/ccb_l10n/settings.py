"""What a workspace and its courses say of themselves in TOML, read strictly: a misspelt key is an error."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ccb_l10n.errors import CcbError
from ccb_l10n.locales import bcp47

FORMATS = ("html", "markdown")
WORKSPACE_KEYS = {"languages": list, "formats": list, "front-matter": list, "html-text": bool}
COURSE_KEYS = {
    "title": str,
    "version": str,
    "source-language": str,
    "licence": str,
    "modules": list,
    "front-matter": list,
    "html-text": bool,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What `[tool.ccb-l10n]` of pyproject.toml or `ccb-l10n.toml` says; every key has a sensible default."""

    languages: tuple[str, ...] = ()  # BCP 47; empty: the languages that have catalogs
    formats: tuple[str, ...] = FORMATS
    front_matter: tuple[str, ...] | None = None  # keys to translate; None: the built-in list
    html_text: bool = True  # whether the text inside raw HTML blocks is translated


def of_workspace(root: Path) -> Settings:
    """The settings of a workspace. Raises CcbError with the file's name for what it does not know."""
    own, shared = root / "ccb-l10n.toml", root / "pyproject.toml"
    said: Any = {}
    name = ""
    if own.exists():
        said, name = table(own.read_bytes(), own.name), own.name
    elif shared.exists():
        said, name = table(shared.read_bytes(), shared.name).get("tool", {}).get("ccb-l10n", {}), shared.name
        if not isinstance(said, dict):
            raise CcbError("tool.ccb-l10n must be a table", name, 0, "write [tool.ccb-l10n] above the settings")
    known(said, WORKSPACE_KEYS, name)
    keys = said.get("front-matter")
    return Settings(
        tuple(language(code, name) for code in said.get("languages", ())),
        checked_formats(distinct(said.get("formats", [*FORMATS]), "formats", name), name),
        tuple(keys) if keys is not None else None,
        said.get("html-text", True),
    )


def checked_formats(formats: Iterable[str], shown: str = "") -> tuple[str, ...]:
    """The formats, each once. Raises CcbError for one that is unknown, or for none."""
    chosen = tuple(dict.fromkeys(formats))
    for each in chosen or ("",):
        if each not in FORMATS:
            raise CcbError(f"unknown format {each!r}", shown, 0, f"the formats are: {', '.join(FORMATS)}")
    return chosen


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
            kind = {list: "a list of texts", str: "a text", bool: "true or false"}[keys[key]]
            raise CcbError(
                f"{key} must be {kind}", shown, 0, "put it in quotes" if kind == "a text" else f"correct {key}"
            )


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
