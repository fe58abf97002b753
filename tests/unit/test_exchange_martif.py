"""TBX v2 as Weblate reads it goes out and comes back, also as Weblate writes it and as other programs do."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.exchange.martif import read, written
from ccb_l10n.terminology.exchange.rows import key_digest, term_cells
from glossary_samples import glossaries, patient

PLAN = Concept(
    "plan", "cyber", "draft", "A plan.", "us", "info", "lemma",
    (
        Term("en", "scheme", "admitted"),
        Term("en", "plan", part_of_speech="noun"),
        Term("fr", "plan", note="Court."),
        Term("fr", "planning", "deprecated"),
        Term("fr", "planing", "forbidden"),
        Term("fr-CA", "projet"),
    ),
)  # fmt: skip


def test_each_target_term_is_an_entry_that_weblate_takes_for_one() -> None:
    root = fromstring(written([PLAN], "fr"))
    assert (root.tag, root.get("type")) == ("martif", "TBX")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    entries = list(root.iter("termEntry"))
    assert [[term.text for term in entry.iter("term")] for entry in entries] == [
        ["plan", "plan"],
        ["plan", "planning"],
        ["plan", "planing"],
    ]
    assert [entry.findtext(".//termNote[@type='administrativeStatus']") for entry in entries] == [
        "preferredTerm-admn-sts",
        "obsolete",
        "forbidden",
    ]
    assert {entry.findtext("descrip[@type='definition']") for entry in entries} == {"A plan."}
    assert entries[0].findtext("langSet/tig/note[@from='translator']") == "Court."
    assert entries[0].get("id") == f"plan.{key_digest('plan|fr|plan')}"
    assert len({entry.get("id") for entry in entries}) == 3


def test_a_missing_term_is_an_empty_one_to_fill() -> None:
    data = written([PLAN], "sw")
    (entry,) = fromstring(data).iter("termEntry")
    assert entry.get("id") == "plan"
    assert [term.text for term in entry.iter("term")] == ["plan", None]
    assert [(row.lang, row.text) for row in read(data, "f")] == [("en", "plan")]
    filled = read(data.replace(b"<term></term>", b"<term>mpango</term>"), "f")
    assert [(row.concept, row.lang, row.text, row.key) for row in filled][1] == ("plan", "sw", "mpango", "")


def test_names_stay_as_they_are() -> None:
    data = written([replace(PLAN, do_not_translate=True)], "fr")
    assert data.count(b'<descrip type="Translation needed">No</descrip>') == 3
    assert "Translation needed" not in written([PLAN], "fr").decode()


def test_a_concept_without_an_english_term_has_no_source_to_stand_under() -> None:
    assert not list(fromstring(written([replace(PLAN, terms=PLAN.terms[2:])], "fr")).iter("termEntry"))


@patient
@given(glossaries)
def test_what_martif_can_hold_comes_back(found: list[Concept]) -> None:
    named = [replace(each, terms=(Term("en", each.id), *(t for t in each.terms if t.lang == "ar"))) for each in found]
    rows = [row for row in read(written(named, "ar"), "f") if row.lang == "ar"]
    expected = [(concept, term) for concept in named for term in concept.terms if term.lang == "ar"]
    for row, (concept, term) in zip(rows, expected, strict=True):
        cells = term_cells(term) | {"definition": concept.definition}
        assert row.concept == concept.id
        assert row.cells == {name: cells[name] for name in row.cells}
        assert {"lang", "text", "status", "note", "definition"} <= row.cells.keys()


# As translate-toolkit 3.20 saves an entry whose target, explanation and source explanation were changed.
WEBLATE = """<?xml version='1.0' encoding='UTF-8'?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en">
    <martifHeader><fileDesc><sourceDesc><p>Translate Toolkit</p></sourceDesc></fileDesc></martifHeader>
    <text>
        <body>
            <termEntry id="plan">
                <langSet xml:lang="en"><tig><term>plan</term></tig></langSet>
                <langSet xml:lang="fr">
                    <tig>
                        <term>plan
                            d'action</term>
                        <termNote type="partOfSpeech">noun</termNote>
                    </tig>
                </langSet>
                <note from="translator">Court.</note>
                <note from="developer">Not ours.</note>
                <descrip>Steps
                    to take.</descrip>
            </termEntry>
            <termEntry>
                <langSet xml:lang="en"><tig><term>Action Plan!</term></tig></langSet>
                <langSet xml:lang="fr"><ntig><termGrp><term>plan</term><termNote type="register">formal</termNote>
                    <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termGrp></ntig></langSet>
            </termEntry>
        </body>
    </text>
</martif>
"""


def test_what_weblate_and_others_write_is_read() -> None:
    passed: Counter[str] = Counter()
    rows = read(WEBLATE.encode(), "f", passed)
    assert [(row.concept, row.lang, row.text) for row in rows] == [
        ("plan", "en", "plan"),
        ("plan", "fr", "plan d'action"),
        ("action-plan", "en", "Action Plan!"),
        ("action-plan", "fr", "plan"),
    ]
    assert rows[1].cells["definition"] == "Steps to take."
    assert (rows[1].cells["note"], rows[1].cells["part-of-speech"]) == ("Court.", "noun")
    assert "status" not in rows[1].cells and rows[3].cells["status"] == "deprecated"
    assert passed == {"termNote register": 1}


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("<termEntry>", '<termEntry id="plan">', 0, ""),  # one concept may have several entries
        ("martif type", "tbx type", 3, "no TBX of version 2: it begins with <tbx>"),
        ('xml:lang="fr"', 'xml:lang="Français"', 9, "not a language code"),
        ("<!DOCTYPE martif", "<!DOCTYPE evil", 2, "a document type 'evil'"),
        ('"TBXcoreStructV02.dtd"', '"x" [<!ENTITY a "b">]', 2, "EntitiesForbidden"),
        ("<term>plan<", "<term>&plan;<", 8, "the entity 'plan'"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old: str, new: str, line: int, says: str) -> None:
    data = WEBLATE.replace(old, new, 1).encode()
    if not says:
        assert {row.concept for row in read(data, "f")} == {"plan"}
        return
    with pytest.raises(CcbError) as caught:
        read(data, "f")
    assert says in caught.value.message
    assert caught.value.line == line


def test_the_file_of_a_document_type_is_never_opened(tmp_path: Path) -> None:
    definitions = tmp_path / "TBXcoreStructV02.dtd"
    definitions.write_text('<!ENTITY plan "secret">')
    data = WEBLATE.replace("TBXcoreStructV02.dtd", definitions.as_uri())
    assert read(data.encode(), "f")[0].text == "plan"
    with pytest.raises(CcbError, match="the entity 'plan'"):
        read(data.replace("<term>plan<", "<term>&plan;<").encode(), "f")
