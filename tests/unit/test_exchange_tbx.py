"""TBX v3 keeps TBX-Basic's rules and brings terms back; foreign files are read, unsafe ones are not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.exchange import formats, tbx
from ccb_l10n.terminology.exchange.rows import Row, key_digest, shared_cells, term_cells
from ccb_l10n.terminology.exchange.tbx_read import read
from ccb_l10n.terminology.sources import Source
from glossary_samples import concepts, glossaries, grouped, own, patient
from tbx_rules import faults

OPEN = {"severity", "match", "do-not-translate", "case-sensitive", "pair-with", "scope-courses", "scope-subjects",
        "scope-contexts", "scope-exceptions"}  # what TBX-Basic has no place for  # fmt: skip
CONCEPT = Concept(
    "plan", "cyber/law", "draft", "A plan.", "Written for a test.", "error", "lemma",
    (
        Term("en", "plan", part_of_speech="proper-noun", acronym="P", reviewer="A. B.", date="2026-11-22"),
        Term("fr", "plan", gender="common", forms=("plans", "a|b"), source="un-charter"),
        Term("fr", "planning", "deprecated", note="Means a schedule."),
        Term("fr", "planing", "forbidden", note="Means a schedule."),
    ),
    related=("capability", "elsewhere"), sources=("un-charter", "nist"), note="Mind the gap.",
)  # fmt: skip
OTHER = Concept("capability", "cyber", "approved", "To be able.", "us", "watch", "exact", (Term("en", "capability"),))
SOURCES = {"un-charter": Source("un-charter", "Charter", "UN", "none", "cite", "https://un.org/charter"),
           "nist": Source("nist", "Guide", "NIST", "free", "copy", "10.1/x")}  # fmt: skip


@patient
@given(glossaries)
def test_what_tbx_can_hold_comes_back_and_keeps_the_rules(found: list[Concept]) -> None:
    data = tbx.written(found)
    assert faults(data) == []
    rows = read(data, "f")
    expected = []
    for concept in found:
        shared = {name: cell for name, cell in shared_cells(concept).items() if name not in OPEN}
        expected += [(concept.id, shared | term_cells(term)) for term in grouped(concept)]
    assert [(row.concept, row.cells) for row in rows] == expected


def test_our_own_glossary_keeps_the_rules_and_loses_only_what_is_said() -> None:
    assert faults(tbx.written(own(), (), SOURCES)) == []
    assert set(formats.lost("tbx", own(), ())) <= OPEN
    assert tbx.written(own()) == tbx.written(own())


@patient
@given(concepts())
def test_a_missing_language_makes_no_empty_entry(concept: Concept) -> None:
    rows = read(tbx.written([concept, OTHER], ("ar",)), "f")
    assert {row.lang for row in rows} <= {"ar", "en"}
    assert all(row.text for row in rows)


def test_stock_readers_see_what_they_know() -> None:
    text = tbx.written([CONCEPT, OTHER], (), SOURCES).decode()
    assert faults(text.encode()) == []
    # A reader that knows nothing of ours takes a forbidden term for an undesired one.
    assert text.count("deprecatedTerm-admn-sts") == 2
    assert text.count("<note>ccb-l10n status: forbidden</note>") == 1
    assert '<ref type="crossReference" target="capability">capability</ref>' in text
    assert '<ref type="crossReference">elsewhere</ref>' in text
    assert '<xref type="externalCrossReference" target="https://un.org/charter">Charter</xref>' in text
    assert "10.1/x" not in text
    assert "<note>ccb-l10n status: draft</note>" in text
    term = key_digest("plan|en|plan")
    assert f'<termSec id="a-{term}">' in text and f'target="t-{term}">plan</ref>' in text


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('type="TBX-Basic"', 'type="TBX-Core"', "not declared as TBX-Basic"),
        ("preferredTerm-admn-sts", "forbidden", "administrativeStatus is 'forbidden'"),
        (">noun<", ">proper-noun<", "partOfSpeech is 'proper-noun'"),
        ('target="capability"', 'target="elsewhere"', "which is not there"),
        ("<term>plan</term>", "", "termSec holds"),
        ('type="subjectField"', 'type="subject"', "descrip has the type 'subject'"),
        ('<langSec xml:lang="en">', "<langSec>", "without a language"),
        ('id="capability"', 'id="plan"', "plan stands twice"),
        ("<date>2026-11-22</date>", "<date>22.11.2026</date>", "a date is '22.11.2026'"),
        ("<transac ", "<admin ", "transacGrp holds"),
    ],
)
def test_the_rules_find_what_breaks_them(old: str, new: str, fault: str) -> None:
    text = tbx.written([CONCEPT, OTHER], (), SOURCES).decode()
    assert old in text
    broken = text.replace(old, new).replace("</transac>", "</admin>" if new == "<admin " else "</transac>")
    assert any(fault in each for each in faults(broken.encode()))


def test_names_that_xml_refuses_come_back() -> None:
    for name in ("3d-printing", "a b", "a:b", "_x0041_", "é", "-a", "a.b_"):
        concept = replace(CONCEPT, id=name)
        data = tbx.written([concept])
        assert faults(data) == []
        assert {row.concept for row in read(data, "f")} == {name}


def test_line_breaks_of_every_kind_come_back() -> None:
    for text in ("a\r\nb", "a\rb", "\n a\tb\n"):
        rows = read(tbx.written([replace(CONCEPT, definition=text, note=text)]), "f")
        assert (rows[0].cells["definition"], rows[0].cells["concept-note"]) == (text, text)


def test_what_xml_cannot_hold_is_listed() -> None:
    concept = replace(CONCEPT, definition="a\x0bb")
    (row, *_) = read(tbx.written([concept]), "f")
    assert row.cells["definition"] == "a\ufffdb"
    assert formats.lost("tbx", [concept], ())["definition"] == 1


FOREIGN = """<?xml version="1.0"?>
<tbx:tbx xmlns:tbx="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca" xml:lang="en">
 <tbx:tbxHeader><tbx:fileDesc><tbx:sourceDesc><tbx:p>made elsewhere</tbx:p>
 </tbx:sourceDesc></tbx:fileDesc></tbx:tbxHeader>
 <tbx:text><tbx:body>
  <tbx:conceptEntry id="cluster">
   <tbx:transacGrp><tbx:transac type="transactionType">modification</tbx:transac>
    <tbx:transacNote type="responsibility">Somebody</tbx:transacNote></tbx:transacGrp>
   <tbx:descrip type="subjectField">Stars</tbx:descrip>
   <tbx:langSec xml:lang="en-US">
    <tbx:descripGrp><tbx:descrip type="definition">A group of <tbx:hi type="bold">stars</tbx:hi>
        in a galaxy.</tbx:descrip><tbx:admin type="source">a book</tbx:admin></tbx:descripGrp>
    <tbx:termSec><tbx:term>open cluster</tbx:term>
     <tbx:termNote type="partOfSpeech">noun</tbx:termNote>
     <tbx:termNote type="administrativeStatus">preferredTerm-admn-sts</tbx:termNote>
     <tbx:descrip type="context">Many are known.</tbx:descrip>
     <tbx:note>Seen
        often.</tbx:note></tbx:termSec>
    <tbx:termSec><tbx:term>OC</tbx:term><tbx:termNote type="termType">acronym</tbx:termNote></tbx:termSec>
    <tbx:termSec><tbx:term>galactic cluster</tbx:term>
     <tbx:termNote type="administrativeStatus">supersededTerm-admn-sts</tbx:termNote></tbx:termSec>
   </tbx:langSec>
  </tbx:conceptEntry>
 </tbx:body></tbx:text>
</tbx:tbx>
"""


def test_a_foreign_file_is_read_without_its_layout() -> None:
    passed: Counter[str] = Counter()
    rows = read(FOREIGN.encode(), "f", passed)
    first = rows[0].cells
    assert [(row.concept, row.lang, row.text, row.cells["status"]) for row in rows] == [
        ("cluster", "en-US", "open cluster", "preferred"),
        ("cluster", "en-US", "OC", ""),
        ("cluster", "en-US", "galactic cluster", "deprecated"),
    ]
    assert (first["definition"], first["subject"], first["note"]) == (
        "A group of stars in a galaxy.",
        "Stars",
        "Seen often.",
    )
    assert first["concept-source"] == "a book"
    assert first["reviewer"] == ""  # who changed an entry did not review it
    assert passed == {"descrip context": 1}


def test_an_entry_without_an_id_is_named_by_its_english_term() -> None:
    assert {row.concept for row in read(FOREIGN.replace(' id="cluster"', "").encode(), "f")} == {"open-cluster"}


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("</tbx:tbx>", "", 26, "no XML: no element found"),
        ("</tbx:term>", "", 18, "no XML: mismatched tag"),
        (
            '<?xml version="1.0"?>',
            '<?xml version="1.0"?><!DOCTYPE tbx SYSTEM "http://x.org/tbx.dtd">',
            1,
            "a document type",
        ),
        ('<?xml version="1.0"?>', '<!DOCTYPE martif [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', 1, "EntitiesForbidden"),
        (
            '<?xml version="1.0"?>',
            '<!DOCTYPE martif [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
            1,
            "EntitiesForbidden",
        ),
        (
            '<?xml version="1.0"?>',
            '<!DOCTYPE martif [<!ENTITY % a SYSTEM "http://x.org/x">%a;]>',
            1,
            "EntitiesForbidden",
        ),
        ('style="dca"', 'style="dct"', 2, "DCT style"),
        ("tbx:tbx", "tbx:tmx", 2, "no TBX of version 3: it begins with <tmx>"),
        ("open cluster", "  ", 13, "a term of blanks only"),
        ("galactic cluster", "OC", 20, "'OC' (en-US) of cluster is already in line 19"),
        ('xml:lang="en-US"', 'xml:lang="English"', 10, "not a language code"),
        ('xml:lang="en-US"', "", 10, "no language"),
        (
            "</tbx:conceptEntry>",
            '</tbx:conceptEntry><tbx:conceptEntry id="cluster"/>',
            23,
            "'cluster' is already in line 6",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old: str, new: str, line: int, says: str) -> None:
    with pytest.raises(CcbError) as caught:
        read(FOREIGN.replace(old, new).encode(), "f")
    assert says in caught.value.message
    assert (caught.value.path, caught.value.line) == ("f", line)


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_other_encodings_are_read_as_they_are_declared(encoding: str) -> None:
    text = FOREIGN.replace("open cluster", "amas ouvert é").replace('"1.0"', f'"1.0" encoding="{encoding}"')
    assert read(text.encode(encoding), "f")[0].text == "amas ouvert é"
    with pytest.raises(CcbError, match="no XML"):
        read(text.replace(encoding, "utf-8").encode("iso-8859-1"), "f")


def test_a_term_keeps_its_key_through_a_rename() -> None:
    data = tbx.written([CONCEPT]).replace(b"<term>planning</term>", b"<term>schedule</term>")
    renamed = next(row for row in read(data, "f") if row.text == "schedule")
    assert renamed.key == f"#{key_digest(Row('plan', {'lang': 'fr', 'text': 'planning'}).own_key)}"
