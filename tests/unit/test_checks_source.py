"""What an author should see to: terms, spellings, acronyms, unknown names."""

from __future__ import annotations

import pytest

from ccb_l10n.checks.source import SOURCE_CHECKS, lint
from ccb_l10n.markdown.parse import parse
from ccb_l10n.model import Concept, Finding, Severity, Term
from ccb_l10n.terminology.concepts import Glossary


def _concept(name: str, *terms: Term) -> Concept:
    return Concept(name, "a", "draft", "What it is.", "A test.", "warning", "lemma", terms)


GLOSSARY = Glossary(
    (
        _concept("cybersecurity", Term("en", "cybersecurity")),
        _concept("csirt", Term("en", "computer security incident response team", acronym="CSIRT")),
        _concept("contact", Term("en", "point of contact")),
        _concept("encryption", Term("en", "encryption"), Term("en", "scrambling", "forbidden")),
        _concept("hygiene", Term("en", "cyber hygiene"), Term("en", "cyber health", "deprecated")),
    )
)


def _found(*pages: str, rule: str) -> list[Finding]:
    documents = [parse(f"{at}.md", text) for at, text in enumerate(pages)]
    found = lint(documents, folder="content/a", glossary=GLOSSARY, lang="en", course="a")
    return [each for each in found if each.id == rule]


def test_terms_to_avoid_are_marked_in_the_page() -> None:
    [one, other] = _found("# Plan\n\nUse `scrambling`.\n\nScrambling and cyber health.\n", rule="source-term")
    assert (one.path, one.line, one.target, one.lang) == ("content/a/0.md", 5, "Scrambling and cyber health.", "en")
    assert one.target[slice(*one.span or ())] == "Scrambling" and one.hint == "use encryption"
    assert (other.message, other.hint) == ("deprecated term for “hygiene”: cyber health", "use cyber hygiene")
    assert one.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Cybersecurity matters", []),
        ("Cyber security matters", ["Cyber security"]),
        ("Cyber-security matters", ["Cyber-security"]),
        ("The *Convention on Cyber Security*", []),
        ("Points of contact", []),
        ("A point-of-contact list", ["point-of-contact"]),
        ("Two CSIRTs and the CSIRT’s plan", []),
        ("**Cybersecurity**", []),
    ],
)
def test_other_spellings_of_a_term(text: str, words: list[str]) -> None:
    found = _found(text, rule="variant-spelling")
    assert [each.target[slice(*each.span or ())] for each in found] == words


def test_a_spelling_is_told_once_with_its_number() -> None:
    [found] = _found("cyber security", "Cyber security and cyber security", rule="variant-spelling")
    assert found.path == "content/a/0.md"
    assert found.message == "the glossary spells “cyber security” differently, 3 times in this course"


def test_two_good_spellings_in_one_course() -> None:
    two = Glossary((_concept("cybersecurity", Term("en", "cybersecurity"), Term("en", "cyber security", "admitted")),))
    pages = [parse("a.md", "Cyber security and cybersecurity.\n\nCybersecurity again.")]
    [found] = lint(pages, folder="c", glossary=two, lang="en")
    assert (found.id, found.line) == ("variant-spelling", 1)
    assert found.message == "“Cyber security”, and “cybersecurity” elsewhere (2)"
    assert list(lint([parse("a.md", "Cyber security.")], folder="c", glossary=two, lang="en")) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The CSIRT answers.", ["CSIRT"]),
        ("The computer security incident response team (CSIRT) answers. The CSIRT sleeps.", []),
        ("The CSIRT (computer security incident response team) answers.", []),
        ("MISP stands for a platform.", []),
        ("**MISP**: a platform for sharing.", []),
        ("MISP\n: A platform", []),
        ("Two SIEMs watch.", ["SIEMs"]),
        ("See RFC 2350 and NIST SP 800-61.", ["NIST"]),
        ("Use HTTPS and a PIN.", []),
        ("Mark it TLP:RED or TLP:AMBER+STRICT.", []),
        ("Run `MISP` or see [it](MISP.md).", []),
        ("PLEASE READ THIS NOW", []),
        ("Wait, and DO NOT open it.", []),
        ("Look at it, but DO NOT TOUCH IT, and ONLY then call.", []),
        ("Call us ALWAYS, at the SIEM DESK.", ["SIEM", "DESK"]),
        ("Chapter IV and part XII", []),
        ("## The CSIRT\n\nA team.", []),
        ("In IoT, DDoS happens.", ["IoT", "DDoS"]),
    ],
)
def test_acronyms_without_their_name(text: str, told: list[str]) -> None:
    found = _found(text, rule="undefined-acronym")
    assert [each.target[slice(*each.span or ())] for each in found] == told


def test_an_acronym_is_told_once_with_what_the_glossary_and_the_course_know() -> None:
    [found] = _found("The CSIRT.", "A CSIRT. Our team (CSIRT) is here.", "CSIRT", rule="undefined-acronym")
    assert found.message == "CSIRT is not explained at its first use; content/a/1.md:1 does, later"
    assert found.hint == "write computer security incident response team (CSIRT)"


def test_names_that_come_back_should_be_in_the_glossary() -> None:
    text = "Then the Incident Commander speaks. Ask the Incident Commander, or tell our Incident Commander."
    [found] = _found(text, rule="unknown-term")
    assert found.message == "the glossary does not have “Incident Commander”, used 3 times"
    assert _found(text[:60], rule="unknown-term") == []
    assert next(row for row in SOURCE_CHECKS if row.id == "unknown-term").opt_in


def test_findings_come_in_reading_order() -> None:
    pages = ("The MISP is here.\n\nUse scrambling and the MISP.", "cyber security")
    found = lint([parse(f"{at}.md", text) for at, text in enumerate(pages)], folder="c", glossary=GLOSSARY, lang="en")
    assert [(each.path, each.line) for each in found] == [("c/0.md", 1), ("c/0.md", 3), ("c/1.md", 1)]
