"""The gold sets keep the form that tests/gold/README.md promises, and are large enough to measure with."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

GOLD = Path(__file__).parents[1] / "gold"
LANGUAGES = sorted(path.name.split(".")[0] for path in GOLD.glob("*.terms.tsv"))
HALVES = ("seen", "held")
TERM_COLUMNS = ["concept", "text", "forms", "en"]
ROW_COLUMNS = ["id", "half", "concept", "provenance", "english", "target"]
SOURCE_COLUMNS = ["id", "what", "where", "licence", "attribution"]
MARK = re.compile("⟦([^⟦⟧]+)⟧")
OPEN_LICENCES = ("CC-BY-", "CC0", "MIT", "Apache-2.0", "BSD-", "public domain")
TERMS_A_HALF = 7  # the issue asks for fifteen terms a language, half of them held out
MARKS_A_TERM = 5  # on average; a row often holds several terms
ROWS_A_TERM = 3  # chosen for the term and holding it
NEAR_MISSES = 40
ROWS_OF_A_WORK = 250

Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    lines = (GOLD / name).read_text(encoding="utf-8").removesuffix("\n").split("\n")
    header = lines[0].split("\t")
    cells = [line.split("\t") for line in lines[1:]]
    assert all(len(row) == len(header) for row in cells), f"{name}: a line has too few or too many columns"
    return tuple(dict(zip(header, row, strict=True)) for row in cells)


def rows(lang: str) -> list[Row]:
    return [row for half in HALVES for row in table(f"{lang}.{half}.tsv")]


def found(row: Row, side: str) -> list[str]:
    return MARK.findall(row[side])


def test_every_language_is_here() -> None:
    assert {"fr", "es", "pt", "ru", "ar", "sw", "zh"} == set(LANGUAGES)


def test_sources_are_known_and_open() -> None:
    sources = table("SOURCES.tsv")
    assert list(sources[0]) == SOURCE_COLUMNS
    assert len({each["id"] for each in sources}) == len(sources)
    for each in sources:
        assert all(each.values()), each
        assert each["licence"].startswith(OPEN_LICENCES), each
    used = {row["provenance"] for lang in LANGUAGES for row in rows(lang)}
    assert used == {each["id"] for each in sources}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_terms(lang: str) -> None:
    terms = table(f"{lang}.terms.tsv")
    assert list(terms[0]) == TERM_COLUMNS
    assert len({(each["concept"], each["text"]) for each in terms}) == len(terms)
    for each in terms:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each["concept"]), each
        assert each["text"] and each["en"], each
        assert all(part == part.strip() for value in each.values() for part in value.split(";")), each
    assert {row["concept"] for row in rows(lang)} == {each["concept"] for each in terms}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows(lang: str) -> None:
    assert list(rows(lang)[0]) == ROW_COLUMNS
    for row in rows(lang):
        assert all(row.values()), row
        for side in ("english", "target"):
            assert row[side] == row[side].strip(), row
            bare = MARK.sub("", row[side])
            assert "⟦" not in bare and "⟧" not in bare, row
            assert all(mark == mark.strip() for mark in found(row, side)), row
    assert len({row["id"] for row in rows(lang)}) == len(rows(lang))
    assert len({(row["english"], row["target"]) for row in rows(lang)}) == len(rows(lang))
    for half in HALVES:
        assert {row["half"] for row in table(f"{lang}.{half}.tsv")} == {half}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_halves_share_no_term(lang: str) -> None:
    concepts = [{row["concept"] for row in table(f"{lang}.{half}.tsv")} for half in HALVES]
    assert not concepts[0] & concepts[1]
    for side in ("english", "target"):
        marks = [
            {mark.casefold() for row in table(f"{lang}.{half}.tsv") for mark in found(row, side)} for half in HALVES
        ]
        assert not marks[0] & marks[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sets_are_large_enough(lang: str) -> None:
    for half in HALVES:
        assert len({row["concept"] for row in table(f"{lang}.{half}.tsv")}) >= TERMS_A_HALF
    terms = {each["concept"] for each in table(f"{lang}.terms.tsv")}
    chosen = Counter(row["concept"] for row in rows(lang) if found(row, "target"))
    assert min(chosen[concept] for concept in terms) >= ROWS_A_TERM, chosen
    assert sum(len(found(row, "target")) for row in rows(lang)) >= MARKS_A_TERM * len(terms)
    unmarked = [
        row for row in rows(lang) if len(found(row, "target")) < len(found(row, "english")) or not found(row, "target")
    ]
    assert len(unmarked) >= NEAR_MISSES
    works = Counter(row["provenance"] for row in rows(lang))
    assert max(works.values()) <= ROWS_OF_A_WORK, works


@pytest.mark.parametrize("lang", LANGUAGES)
def test_several_inflections_are_shown(lang: str) -> None:
    """Of most terms the marks show more than one spelling; Chinese inflects nothing."""
    if lang == "zh":
        return
    terms = table(f"{lang}.terms.tsv")
    spellings = {mark.casefold() for row in rows(lang) for mark in found(row, "target")}
    assert len(spellings) >= 1.5 * len({each["text"] for each in terms})
