"""Looking words up, and what people and programs are shown."""

from __future__ import annotations

import json

import pytest

from ccb_l10n.model import Concept, Term
from ccb_l10n.reports import concepts as report
from ccb_l10n.terminology.concepts import Glossary
from ccb_l10n.terminology.find import find


def _concept(name: str, *terms: Term, status: str = "draft") -> Concept:
    return Concept(name, "a", status, "What it is.", "A test.", "warning", "lemma", terms, note="")


GLOSSARY = Glossary(
    (
        _concept("key", Term("en", "key"), Term("fr", "clé"), Term("ar", "مفتاح", forms=("مفاتيح",))),
        _concept("key-ceremony", Term("en", "key ceremony"), Term("fr", "cérémonie des clés")),
        _concept(
            "team", Term("en", "response team", acronym="CERT"), Term("fr", "équipe", "admitted"), Term("zh", "团队")
        ),
    )
)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("key", ["key", "key-ceremony"]),
        ("KEYS", ["key"]),
        ("cle", ["key", "key-ceremony"]),
        ("clés", ["key", "key-ceremony"]),
        ("مَفاتيح", ["key"]),
        ("团", ["team"]),
        ("我们的团队", ["team"]),
        ("Call the CERT about the keys", ["key", "team"]),
        ("cert", ["team"]),
        ("key-cer", ["key-ceremony", "key"]),
        ("  ", []),
        ("nothing", []),
    ],
)
def test_finding(words: str, ids: list[str]) -> None:
    assert [each.id for each in find(GLOSSARY, words)] == ids


def test_what_people_see() -> None:
    text = report.shown([GLOSSARY.concepts[2]])
    assert text.splitlines() == [
        "team (draft: nobody has reviewed it yet)",
        "  What it is.",
        "  en  response team (CERT)",
        "  fr  équipe (admitted)",
        "  zh  团队",
    ]
    assert "\u2068\u200fمفتاح\u2069" in report.shown([GLOSSARY.concepts[0]])
    assert "clé" not in report.shown([GLOSSARY.concepts[0]], ["en"])
    assert "clé" in report.shown([GLOSSARY.concepts[0]], ["fr-CA"])
    assert "no term in Spanish yet" in report.shown([GLOSSARY.concepts[0]], ["es"])
    assert report.shown([]) == "nothing found\n"


def test_what_programs_see() -> None:
    told = json.loads(report.as_json([GLOSSARY.concepts[2]]))
    assert told["schema"] == 1
    [concept] = told["concepts"]
    assert concept["term"][0] == {"lang": "en", "text": "response team", "status": "preferred", "acronym": "CERT"}
    assert "note" not in concept
