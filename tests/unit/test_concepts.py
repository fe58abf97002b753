"""Concepts are read strictly, and those of the repository keep the glossary's own promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.concepts import Glossary, load, parse

FILE = """\
id = "phishing"
subject = "cyber/threats"
status = "draft"
definition = "Messages that pretend to be trustworthy."
source = "Written for a test."
severity = "warning"
match = "lemma"

[[term]]
lang = "en"
text = "phishing"

[[term]]
lang = "fr-CA"
text = "hameçonnage"
status = "admitted"
forms = ["hameçonnages"]
"""
PATH = "glossary/concepts/phishing.toml"


def test_a_concept_is_read_whole() -> None:
    assert parse(FILE, PATH) == Concept(
        id="phishing",
        subject="cyber/threats",
        status="draft",
        definition="Messages that pretend to be trustworthy.",
        source="Written for a test.",
        severity="warning",
        match="lemma",
        terms=(Term("en", "phishing"), Term("fr-CA", "hameçonnage", "admitted", ("hameçonnages",))),
    )


@pytest.mark.parametrize("text", ["\ufeff" + FILE, FILE.replace("\n", "\r\n")], ids=["BOM", "CRLF"])
def test_bom_and_line_endings_change_nothing(text: str) -> None:
    assert parse(text, PATH) == parse(FILE, PATH)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        pytest.param('lang = "en"', 'lang = "en', 10, "not valid TOML", id="broken"),
        pytest.param('id = "phishing"', 'id = "x"\nid = "x"', 2, "not valid TOML", id="key twice"),
        pytest.param('["hameçonnages"]', '["hameçonnages"', 18, "not valid TOML", id="unclosed at the end"),
        pytest.param('id = "phishing"', "id = " + "[" * 9999, 0, "nested too deeply", id="nested"),
        pytest.param('"draft"', "9" * 5000, 0, "not valid TOML", id="huge integer"),
        pytest.param('subject = "', 'subjct = "', 2, "unknown key 'subjct'", id="unknown key"),
        pytest.param('[[term]]\nlang = "en"', '[scopes]\n[[term]]\nlang = "en"', 9, "'scopes'", id="table"),
        pytest.param('text = "phishing"', 'text = "phishing"\nnotes = "x"', 12, "'notes' in term 1", id="note"),
        pytest.param('severity = "warning"\n', "", 0, "'severity' is missing", id="missing"),
        pytest.param('text = "phishing"\n', "", 9, "'text' is missing in term 1", id="missing in term"),
        pytest.param('"draft"', "3", 3, "must be a text", id="wrong type"),
        pytest.param('definition = "M', 'definition = " "\n#', 4, "'definition' is blank", id="blank"),
        pytest.param('status = "draft"', 'status = "done"', 3, "status is 'done'", id="status"),
        pytest.param('"warning"', '"fatal"', 6, "severity is 'fatal'", id="severity"),
        pytest.param('"lemma"', '"fuzzy"', 7, "match is 'fuzzy'", id="match"),
        pytest.param('"admitted"', '"ok"', 16, "status is 'ok' in term 2", id="term status"),
        pytest.param('text = "phishing"', 'text = ""', 11, "'text' is blank", id="empty term"),
        pytest.param('text = "phishing"', 'text = " \u00a0 "', 11, "'text' is blank", id="spaces only"),
        pytest.param('text = "phishing"', 'text = "phishing "', 11, "blanks around", id="trailing space"),
        pytest.param('text = "phishing"', 'text = "phish\\ning"', 11, "control character", id="line break"),
        pytest.param('["hameçonnages"]', '["  "]', 17, "'forms' holds a blank", id="blank form"),
        pytest.param('["hameçonnages"]', '"hameçonnages"', 17, "must be a list of texts", id="forms"),
        pytest.param('["hameçonnages"]', "[1]", 17, "must be a list of texts", id="number in forms"),
        pytest.param('lang = "en"', 'lang = "english"', 10, "not a language code: 'english'", id="no tag"),
        pytest.param('lang = "en"', 'lang = "eng"', 10, 'not in its usual spelling', id="three letters"),
        pytest.param('lang = "en"', 'lang = "xx"', 10, "nobody knows the language 'xx'", id="no language"),
        pytest.param('lang = "fr-CA"', 'lang = "fr_CA"', 14, "usual spelling", id="gettext's spelling"),
        pytest.param('id = "phishing"', 'id = "fishing"', 1, "not the file's name", id="other id"),
        pytest.param('"fr-CA"\ntext = "hameçonnage"', '"en"\ntext = "phishing"', 15, "in term 1", id="twice"),
        pytest.param('["hameçonnages"]', '["x"]\n[[term]]\nlang="fr-CA"\ntext="x"', 20, "2", id="form twice"),
    ],
)  # fmt: skip
def test_what_the_contract_does_not_know_is_an_error(old: str, new: str, line: int, says: str) -> None:
    assert FILE.count(old) == 1
    with pytest.raises(CcbError) as caught:
        parse(FILE.replace(old, new), PATH)
    assert (caught.value.path, caught.value.line) == (PATH, line)
    assert says in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("rest", ["", "term = []\n", 'term = "phishing"\n', 'term = ["phishing"]\n'])
def test_a_concept_needs_terms(rest: str) -> None:
    with pytest.raises(CcbError, match="no terms"):
        parse(FILE.partition("[[term]]")[0] + rest, PATH)


def test_a_concept_key_below_the_terms_is_told_where_it_belongs() -> None:
    with pytest.raises(CcbError) as caught:
        parse(FILE.replace('match = "lemma"\n', "") + 'match = "lemma"\n', PATH)
    assert caught.value.line == 17
    assert "above the first [[term]]" in caught.value.hint


def test_no_line_is_better_than_a_wrong_one() -> None:
    inline = FILE.partition("[[term]]")[0] + 'term = [{lang = "en", text = "a"}, {lang = "fr", text = " "}]\n'
    disguised = FILE.replace('definition = "Messages', 'definition = """\n[[term]]\n""" # "').replace(
        "hameçonnage", " ", 1
    )
    for text in (inline, disguised):
        with pytest.raises(CcbError, match="'text' is blank in term 2") as caught:
            parse(text, PATH)
        assert caught.value.line == 0


def test_concepts_are_sorted_and_equal_however_they_come() -> None:
    files = [(f"{name}.toml", FILE.replace('"phishing"', f'"{name}"', 1)) for name in ("b", "c", "a")]
    glossary = load(files)
    assert [each.id for each in glossary.concepts] == ["a", "b", "c"]
    assert glossary == load(reversed(files))
    assert load([]) == Glossary()


def test_one_id_in_two_files_names_both() -> None:
    with pytest.raises(CcbError) as caught:
        load([(PATH, FILE), ("content/ir/phishing.toml", FILE)])
    assert caught.value.path == "content/ir/phishing.toml"
    assert PATH in caught.value.message


CORE = ("en", "fr", "es", "pt", "ar", "ru", "zh")
CONCEPTS = sorted((Path(__file__).parents[2] / "glossary" / "concepts").glob("*.toml"))
GOOD = ("preferred", "admitted")


def _concept(path: Path) -> Concept:
    return parse(path.read_text(encoding="utf-8"), path.as_posix())


def test_the_glossary_loads_and_is_large_enough_for_a_first_course() -> None:
    assert len(load((path.as_posix(), path.read_text(encoding="utf-8")) for path in CONCEPTS).concepts) >= 30


@pytest.mark.parametrize("path", CONCEPTS, ids=lambda path: path.stem)
def test_core_languages_have_a_term_or_a_stated_gap(path: Path) -> None:
    concept = _concept(path)
    stated = re.search(r"No settled term yet: ([a-z, ]+)\.$", concept.source)
    gaps = stated.group(1).split(", ") if stated else []
    covered = {term.lang for term in concept.terms if term.status in GOOD}
    assert [lang for lang in CORE if lang not in covered] == gaps


@pytest.mark.parametrize("path", CONCEPTS, ids=lambda path: path.stem)
def test_a_language_prefers_one_term(path: Path) -> None:
    preferred = [term.lang for term in _concept(path).terms if term.status == "preferred"]
    assert len(preferred) == len(set(preferred))


@pytest.mark.parametrize("path", CONCEPTS, ids=lambda path: path.stem)
def test_unreviewed_concepts_say_so(path: Path) -> None:
    concept = _concept(path)
    assert (concept.status == "draft") == ("unreviewed" in concept.source)


def test_no_forbidden_term_is_good_elsewhere_in_its_language() -> None:
    spelled = {
        (term.lang, spelling.casefold(), term.status in GOOD)
        for concept in map(_concept, CONCEPTS)
        for term in concept.terms
        if term.status != "deprecated"
        for spelling in (term.text, *term.forms)
    }
    assert {(lang, text) for lang, text, good in spelled if not good}  # there is something to compare
    assert not [(lang, text) for lang, text, good in spelled if not good and (lang, text, True) in spelled]
