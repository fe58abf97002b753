"""TBX v3 (ISO 30042:2019), dialect TBX-Basic in DCA style.

The order of elements and the permitted values are those of TBX-Basic's published RELAX NG and Schematron schemas.
What TBX-Basic has no place for, but a reader of terms must know, stands in notes that begin with "ccb-l10n".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.exchange.markup import Node, rendered
from ccb_l10n.terminology.exchange.rows import SOURCE_LANGUAGE, joined, key_digest, row_key
from ccb_l10n.terminology.sources import Source

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
TOOL = "ccb-l10n"
# "Deprecated" is TBX's word for undesired: a forbidden term is deprecated for every reader, and a note says more.
STATUS = {
    "preferred": "preferredTerm-admn-sts",
    "admitted": "admittedTerm-admn-sts",
    "deprecated": "deprecatedTerm-admn-sts",
    "forbidden": "deprecatedTerm-admn-sts",
}
STATUSES_READ = {
    "preferredTerm-admn-sts": "preferred",
    "admittedTerm-admn-sts": "admitted",
    "deprecatedTerm-admn-sts": "deprecated",
    "supersededTerm-admn-sts": "deprecated",
}
_GENDER = {"common": "other"}
GENDERS_READ = {"masculine": "masculine", "feminine": "feminine", "neuter": "neuter", "other": "common"}
_PART = {"proper-noun": "noun"}
PARTS_READ = {each: each for each in ("noun", "verb", "adjective", "adverb", "other")} | {"properNoun": "proper-noun"}
NOTE = re.compile(rf"{TOOL} (status|forms|part-of-speech|note): (.*)", re.DOTALL)
REVIEW = "review"
_NO_NAME = re.compile(r"[^A-Za-z0-9._-]|_(?=x[0-9A-F]{4,6}_)|^[^A-Za-z_]")  # XML, NCName, of ASCII
_NAMED = re.compile(r"_x([0-9A-F]{4,6})_")


def written(
    concepts: Iterable[Concept], langs: Sequence[str] = (), sources: Mapping[str, Source] | None = None
) -> bytes:
    """The concepts that have a term in `langs` or, without any, all of them; the English terms go along.

    Web addresses are written for those of a concept's sources that `sources` knows.
    """
    wanted = {*langs, SOURCE_LANGUAGE} if langs else None
    kept = [(each, terms) for each in concepts if (terms := _wanted(each, wanted))]
    ids = {concept.id for concept, _ in kept}
    entries = [_entry(concept, terms, ids, sources or {}) for concept, terms in kept]
    about = [_leaf("p", f"{TOOL}: glossary exported. A concept whose status is draft was reviewed by nobody.")]
    header = Node("tbxHeader", children=[Node("fileDesc", children=[Node("sourceDesc", children=about)])])
    attributes = {"style": "dca", "type": "TBX-Basic", "xml:lang": SOURCE_LANGUAGE, "xmlns": NAMESPACE}
    text = Node("text", children=[Node("body", children=entries)])
    return rendered(Node("tbx", attributes, children=[header, text]))


def _wanted(concept: Concept, langs: set[str] | None) -> list[Term]:
    return [term for term in concept.terms if langs is None or term.lang in langs]


def _leaf(tag: str, text: str, kind: str = "", **more: str) -> Node:
    return Node(tag, ({"type": kind} if kind else {}) | more, text)


def _entry(concept: Concept, terms: Sequence[Term], ids: set[str], sources: Mapping[str, Source]) -> Node:
    definition = [Node("descrip", {"type": "definition", "xml:lang": SOURCE_LANGUAGE}, concept.definition)]
    definition.append(_leaf("admin", concept.source, "source"))
    children = [_leaf("descrip", concept.subject, "subjectField"), Node("descripGrp", children=definition)]
    children += [_leaf("admin", each, "source") for each in concept.sources]
    for each in concept.sources:
        known = sources.get(each)
        if known and known.url.startswith(("http://", "https://")):
            children.append(_leaf("xref", known.title, "externalCrossReference", target=known.url))
    for each in concept.related:  # a target must be in the file
        target = {"target": id_of(each)} if each in ids else {}
        children.append(_leaf("ref", each, "crossReference", **target))
    children.append(_leaf("note", f"{TOOL} status: {concept.status}"))
    children += _own_note(concept.note)
    for lang in dict.fromkeys(term.lang for term in terms):
        sections = [part for term in terms if term.lang == lang for part in _sections(concept, term)]
        children.append(Node("langSec", {"xml:lang": lang}, children=sections))
    return Node("conceptEntry", {"id": id_of(concept.id)}, children=children)


def _own_note(text: str) -> list[Node]:
    if not text:
        return []
    return [_leaf("note", f"{TOOL} note: {text}" if NOTE.match(text) else text)]


def _sections(concept: Concept, term: Term) -> Iterator[Node]:
    """The term, and behind it its acronym as a term of its own that refers to it."""
    name = f"t-{key_digest(row_key(concept.id, term.lang, term.text))}"
    children = [_leaf("term", term.text), _leaf("termNote", STATUS[term.status], "administrativeStatus")]
    if term.part_of_speech:
        children.append(_leaf("termNote", _PART.get(term.part_of_speech, term.part_of_speech), "partOfSpeech"))
    if term.gender:
        children.append(_leaf("termNote", _GENDER.get(term.gender, term.gender), "grammaticalGender"))
    if term.source:
        children.append(_leaf("admin", term.source, "source"))
    children += _review(term)
    if term.status == "forbidden":
        children.append(_leaf("note", f"{TOOL} status: forbidden"))
    if term.part_of_speech in _PART:
        children.append(_leaf("note", f"{TOOL} part-of-speech: {term.part_of_speech}"))
    if term.forms:
        children.append(_leaf("note", f"{TOOL} forms: {joined(term.forms)}"))
    yield Node("termSec", {"id": name}, children=children + _own_note(term.note))
    if term.acronym:
        yield _acronym(term, name)


def _review(term: Term) -> list[Node]:
    if not (term.reviewer or term.date):
        return []
    children = [_leaf("transac", "modification", "transactionType")]
    if term.date:
        children.append(_leaf("date", term.date))
    if term.reviewer:
        children.append(_leaf("transacNote", term.reviewer, "responsibility"))
    return [Node("transacGrp", children=[*children, _leaf("note", REVIEW)])]


def _acronym(term: Term, name: str) -> Node:
    status = "admitted" if term.status in ("preferred", "admitted") else "deprecated"
    notes = [_leaf("termNote", STATUS[status], "administrativeStatus"), _leaf("termNote", "acronym", "termType")]
    reference = _leaf("ref", term.text, "crossReference", target=name)
    return Node("termSec", {"id": f"a{name[1:]}"}, children=[_leaf("term", term.acronym), *notes, reference])


def id_of(text: str) -> str:
    """A concept's id as an XML id: what no XML name may have by its code point."""
    return _NO_NAME.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def concept_of(name: str) -> str:
    """The concept's id of an XML id."""
    return _NAMED.sub(lambda found: chr(int(found[1], 16)), name.strip())
