"""What is wrong in a glossary, each rule with what breaks it and what does not."""

from __future__ import annotations

import pytest

from ccb_l10n.checks.glossary import RULES, lint
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Finding
from ccb_l10n.terminology import sources

HEAD = (
    'id = "{id}"\nsubject = "a"\nstatus = "{status}"\ndefinition = "What it is."\nsource = "{source}"\n'
    'severity = "{severity}"\nmatch = "{match}"\n{more}'
)
SOURCES = sources.parse(
    '[[source]]\nid = "nist"\ntitle = "Glossary"\npublisher = "NIST"\nlicence = "public domain"\nuse = "copy"\n'
    '[[source]]\nid = "iso"\ntitle = "ISO 27000"\npublisher = "ISO"\nlicence = "all rights reserved"\nuse = "none"\n',
    "sources.toml",
)


def _file(name: str, *terms: str, more: str = 'sources = ["nist"]\n', **keys: str) -> tuple[str, str]:
    """A concept's file; a term is `lang text` with further lines after a semicolon."""
    values = {"status": "draft", "source": "a test", "severity": "warning", "match": "lemma", **keys}
    text = HEAD.format(id=name, more=more, **values)
    for term in terms:
        words, *rest = term.split(";")
        lang, _, said = words.partition(" ")
        text += f'[[term]]\nlang = "{lang}"\ntext = "{said}"\n' + "".join(f"{line}\n" for line in rest)
    return f"{name}.toml", text


def _found(*files: tuple[str, str], rule: str, languages: tuple[str, ...] = ("en",)) -> list[Finding]:
    return [each for each in lint(files, SOURCES, languages) if each.id == rule]


def test_a_sound_concept_breaks_no_rule_but_that_nobody_approved_it() -> None:
    found = lint([_file("plan", "en plan", "fr plan", 'fr projet;status = "forbidden"')], SOURCES, ("en", "fr"))
    assert [(each.id, each.line, each.concept) for each in found] == [("unreviewed-concept", 3, "plan")]


def test_a_file_that_is_no_concept_is_named_and_the_rest_is_judged() -> None:
    found = lint(
        [("a.toml", "id = "), _file("plan", "en plan"), ("sub/plan.toml", _file("plan", "en x")[1])], SOURCES, ()
    )
    assert [(each.id, each.path, each.line) for each in found] == [
        ("concept-unreadable", "a.toml", 1),
        ("unreviewed-concept", "plan.toml", 3),
        ("concept-unreadable", "sub/plan.toml", 0),
    ]


@pytest.mark.parametrize(
    ("other", "more", "reported"),
    [
        pytest.param("fr capacité", "", True, id="same"),
        pytest.param("fr Capacité", "", True, id="case"),
        pytest.param("fr-CA capacité", "", False, id="another region"),
        pytest.param('fr capacité;status = "admitted"', "", False, id="only admitted"),
        pytest.param("fr capacité", 'pair-with = "capacity"\n', False, id="a pair"),
        pytest.param("fr capacité", 'related = ["capacity"]\n', False, id="related"),
    ],
)
def test_one_text_for_two_concepts(other: str, more: str, reported: bool) -> None:
    files = (_file("capacity", "fr capacité"), _file("zeal", "en zeal", other, more=more))
    found = _found(*files, rule="shared-target")
    assert [(each.path, each.lang, each.target) for each in found] == [("zeal.toml", "fr", other[3:])] * reported
    assert all(each.line == 7 + bool(more) + 6 for each in found)


def test_watched_concepts_may_share() -> None:
    files = (_file("a", "fr capacité"), _file("b", "fr capacité", severity="watch"))
    assert _found(*files, rule="shared-target") == []


def test_a_prohibition_that_another_concept_lifts() -> None:
    bad = _file("encryption", "fr chiffrement", 'fr codage;status = "forbidden"')
    [found] = _found(bad, _file("coding", "fr codage"), rule="contradiction")
    assert (found.path, found.target, found.severity) == ("encryption.toml", "codage", "error")
    assert _found(bad, rule="contradiction") == []


@pytest.mark.parametrize(
    ("term", "reported"),
    [
        ("en incident response", []),
        ('ar حادث;forms = ["حوادث"]', []),
        ('en computer emergency response team;acronym = "CERT"', []),
        ("zh 网络安全", []),
        ("en `nmap`", ["`nmap`"]),
        ('en plan;forms = ["<plan>"]', ["<plan>"]),
        ('en plan;status = "forbidden"', []),
        ('en {{plan}};status = "forbidden"', ["{{plan}}"]),
    ],
)
def test_a_term_that_would_never_be_found(term: str, reported: list[str]) -> None:
    found = _found(_file("a", term), rule="missed-form")
    assert [each.message.split("“")[1].split("”")[0] for each in found] == reported


@pytest.mark.parametrize(
    ("terms", "source", "missing"),
    [
        (("en plan", "fr plan"), "a test", "zh"),
        (("en plan", "fr-CA plan", "zh-Hans 计划"), "a test", ""),
        (("en plan",), "a test. No settled term yet: fr, zh.", ""),
        (("en plan",), "a test. No settled term yet: zh.", "fr"),
        (('en plan;status = "deprecated"', "fr plan", "zh 计划"), "a test", "en"),
    ],
)
def test_languages_without_a_term(terms: tuple[str, ...], source: str, missing: str) -> None:
    found = _found(_file("plan", *terms, source=source), rule="missing-language", languages=("en", "fr", "zh"))
    assert [each.message for each in found] == ([f"no term in {missing}"] if missing else [])


def test_a_region_is_served_by_its_language() -> None:
    plan = _file("plan", "en plan", "fr plan")
    assert _found(plan, rule="missing-language", languages=("fr-CA", "en-GB")) == []


def test_a_gap_that_is_closed_is_no_gap() -> None:
    [found] = _found(_file("plan", "fr plan", source="a test. No settled term yet: ar, fr."), rule="settled-term")
    assert found.message.startswith("fr has a preferred term")


def test_two_preferred_terms_of_one_language() -> None:
    [found] = _found(_file("plan", "fr plan", "fr projet", "fr-CA devis"), rule="several-preferred")
    assert found.message == "“plan” and “projet” (fr) are both preferred"


def test_a_broken_file_does_not_make_others_dangle() -> None:
    files = [("goal.toml", "id = "), _file("plan", "en plan", more='related = ["goal"]\n')]
    assert lint(files, SOURCES, ())[0].id == "concept-unreadable"
    assert _found(*files, rule="dangling-concept") == []


def test_a_name_needs_no_term_of_other_languages() -> None:
    name = _file("tlp", "en TLP", more="do-not-translate = true\n")
    assert _found(name, rule="missing-language", languages=("fr",)) == []


def test_a_language_with_only_terms_to_avoid() -> None:
    found = _found(_file("plan", "en plan", 'fr projet;status = "forbidden"'), rule="no-preferred-term")
    assert [(each.lang, each.target) for each in found] == [("fr", "projet")]
    regional = _file("plan", "fr plan", 'fr-CA projet;status = "forbidden"')
    assert _found(regional, rule="no-preferred-term") == []


def test_an_approval_needs_a_name_and_a_date() -> None:
    signed = 'en plan;reviewer = "Unit";date = 2026-11-22'
    found = _found(_file("plan", signed, "fr plan", status="approved"), rule="unsigned-approval")
    assert [each.target for each in found] == ["plan"] and found[0].lang == "fr"


@pytest.mark.parametrize(
    ("more", "term", "says"),
    [
        ('sources = ["nist"]\n', "en plan", []),
        ('sources = ["iso"]\n', "en plan", ["must not be used"]),
        ('sources = ["itu"]\n', "en plan", ["no source 'itu'"]),
        ('sources = ["nist"]\n', 'en plan;source = "iso"', ["must not be used"]),
    ],
)
def test_sources_whose_licence_does_not_allow_it(more: str, term: str, says: list[str]) -> None:
    found = _found(_file("plan", term, more=more), rule="unlicensed-source")
    assert len(found) == len(says) and all(text in each.message for text, each in zip(says, found, strict=True))


def test_a_concept_without_a_source_and_one_that_points_nowhere() -> None:
    assert len(_found(_file("plan", "en plan", more=""), rule="unsourced-concept")) == 1
    astray = _file("plan", "en plan", more='related = ["goal"]\npair-with = "plan"\n')
    assert [each.line for each in _found(astray, rule="dangling-concept")] == [8, 9]
    assert {each.message.split()[0] for each in _found(astray, rule="dangling-concept")} == {"related", "pair-with"}


def test_rules_have_ids_of_their_own() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[[source]]\nid = 3\n", 2, "'id' must be a text"),
        ('[[source]]\nid = "a"\n', 1, "'title' is missing in source 1"),
        ("[[sources]]\n", 1, "unknown key 'sources'"),
        ("source = 3\n", 1, "'source' must be a list"),
        ('[[source]]\nid = "a"\ntitle = "b"\npublisher = "c"\nlicence = "d"\nuse = "steal"\n', 6, "use is 'steal'"),
    ],
)
def test_sources_are_read_strictly(text: str, line: int, says: str) -> None:
    with pytest.raises(CcbError) as caught:
        sources.parse(text, "sources.toml")
    assert (caught.value.line, says in caught.value.message) == (line, True)
