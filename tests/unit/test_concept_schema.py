"""The published schema of a concept says what the reader says: both take it, or neither does."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ccb_l10n.errors import CcbError
from ccb_l10n.terminology import concepts

SCHEMA = json.loads(files("ccb_l10n").joinpath("terminology/concept.schema.json").read_text("utf-8"))
CHECK = jsonschema.Draft202012Validator(SCHEMA)
GLOSSARY = sorted((Path(__file__).parents[2] / "glossary" / "concepts").glob("*.toml"))
TERM = {"lang": "fr-CA", "text": "plan"}
WHOLE: dict[str, Any] = {
    "id": "plan", "subject": "training", "status": "draft", "definition": "What is to be done.", "source": "a test",
    "sources": ["rfc-4949"], "severity": "watch", "match": "lemma", "do-not-translate": True, "case-sensitive": False,
    "related": ["goal"], "pair-with": "goal", "note": "a note",
    "definitions": {"fr": "Ce qui est à faire.", "pt-BR": "O que fazer."},
    "scope": {"courses": ["a"], "subjects": ["b"], "contexts": ["c d"], "exceptions": ["e"]},
    "term": [{
        **TERM, "status": "admitted", "forms": ["plans"], "part-of-speech": "noun", "gender": "masculine",
        "acronym": "P", "note": "n", "source": "s", "reviewer": "r", "date": "2026-11-22",
    }],
}  # fmt: skip


def _toml(table: dict[str, Any]) -> str:
    """The table as TOML; JSON's texts, numbers, booleans and arrays are TOML's too."""
    tables = [(f"[{key}]", table[key]) for key in ("definitions", "scope") if isinstance(table.get(key), dict)]
    tables += [("[[term]]", each) for each in table["term"]] if _nested(table.get("term")) else []
    named = {head.strip("[]") for head, _ in tables}
    lines = _lines({key: value for key, value in table.items() if key not in named})
    return "\n".join([*lines, *(line for head, value in tables for line in (head, *_lines(value)))])


def _nested(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _lines(table: dict[str, Any]) -> list[str]:
    return [f"{key} = {json.dumps(value)}" for key, value in table.items()]


def _taken(table: dict[str, Any]) -> bool:
    try:
        concepts.parse(_toml(table), "plan.toml")
    except CcbError:
        return False
    return True


def test_the_schema_is_one_and_knows_every_key() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]) == {*concepts.CONCEPT_KEYS}
    assert set(SCHEMA["properties"]["scope"]["properties"]) == {*concepts.SCOPE_KEYS}
    assert set(SCHEMA["$defs"]["term"]["properties"]) == {*concepts.TERM_KEYS}
    assert set(WHOLE) == {*concepts.CONCEPT_KEYS} and set(WHOLE["term"][0]) == {*concepts.TERM_KEYS}


@pytest.mark.parametrize("path", GLOSSARY, ids=lambda path: path.stem)
def test_every_concept_of_ours_fits(path: Path) -> None:
    CHECK.validate(json.loads(json.dumps(tomllib.loads(path.read_text("utf-8")), default=str)))


def _changes() -> list[tuple[str, dict[str, Any]]]:
    without = [(f"no {key}", {each: WHOLE[each] for each in WHOLE if each != key}) for key in WHOLE]
    wrong = [(f"{key} {value!r}", {**WHOLE, key: value}) for key in WHOLE for value in (" ", 3, [], [" "], "x", True)
             if key != "id" or value != "x"]  # fmt: skip
    term = [
        (f"term {key} {value!r}", {**WHOLE, "term": [{**TERM, key: value}]})
        for key in (*concepts.TERM_KEYS, "other")
        for value in (" ", 3, [], [" "], "x ", "fr_CA", "x\n", "2026-02-22", "", "20260222", "2026-W07-7")
    ]  # fmt: skip
    scope = [
        (f"scope {key} {value!r}", {**WHOLE, "scope": {key: value}})
        for key in (*concepts.SCOPE_KEYS, "other") for value in (" ", 3, [], [" "], ["a b"])
    ]  # fmt: skip
    defined = [
        (f"definition in {lang!r} {value!r}", {**WHOLE, "definitions": {lang: value}})
        for lang in ("fr", "fr-CA", "zh-Hant", "fr_CA", "FR", "x") for value in ("Une fois.", " ", 3, [])
    ]  # fmt: skip
    return [("whole", WHOLE), ("least", {**WHOLE, "term": [TERM]}), *without, *wrong, *term, *scope, *defined]


@pytest.mark.parametrize("table", [pytest.param(table, id=name) for name, table in _changes()])
def test_schema_and_reader_agree(table: dict[str, Any]) -> None:
    assert CHECK.is_valid(table) == _taken(table)
