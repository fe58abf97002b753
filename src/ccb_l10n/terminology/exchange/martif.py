"""TBX v2 ("martif"), as Weblate and translate-toolkit read it: bilingual, one entry a target term.

Weblate takes the first term of a language in an entry for the whole entry, shows every `descrip` as explanation of the
source and `note from="translator"` as that of the target, flags a status of "forbidden" or "obsolete", and keeps what
`descrip type="Translation needed"` says no to as it is. So each target term gets its own entry, and little else is
written. Files of other programs may have as many languages and terms as they like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.exchange.markup import Node, parse, rendered
from ccb_l10n.terminology.exchange.rows import SOURCE_LANGUAGE, Row, key_digest, once, row_key
from ccb_l10n.terminology.exchange.tbx import TOOL, concept_of, id_of
from ccb_l10n.terminology.exchange.tbx_read import File, is_own, slug

_STATUS = {
    "preferred": "preferredTerm-admn-sts",
    "admitted": "admittedTerm-admn-sts",
    "deprecated": "obsolete",
    "forbidden": "forbidden",
}
_STATUSES_READ = {
    "preferred": "preferred",
    "admitted": "admitted",
    "deprecated": "deprecated",
    "superseded": "deprecated",
    "obsolete": "deprecated",
    "forbidden": "forbidden",
}
_PARTS_READ = {each.replace("-", ""): each for each in ("noun", "verb", "adjective", "adverb", "proper-noun", "other")}
_HELD = {("descrip", "definition"), ("descrip", ""), ("descripGrp", ""), ("langSet", ""), ("tig", ""), ("ntig", ""),
         ("term", ""), ("termGrp", ""), ("note", ""), ("termNote", "administrativeStatus"),
         ("termNote", "partOfSpeech"), ("descrip", "Translation needed")}  # fmt: skip

_DIGEST = re.compile(r"\.([0-9a-f]{16})\Z")


def written(concepts: Iterable[Concept], lang: str) -> bytes:
    """The concepts that have an English term, from English into `lang`; where the term is missing, an empty one."""
    entries = [entry for concept in concepts for entry in _entries(concept, lang)]
    about = Node("p", text=f"{TOOL}: glossary from {SOURCE_LANGUAGE} to {lang}, unreviewed where a concept is a draft")
    header = Node("martifHeader", children=[Node("fileDesc", children=[Node("sourceDesc", children=[about])])])
    body = Node("text", children=[Node("body", children=entries)])
    return rendered(Node("martif", {"type": "TBX", "xml:lang": SOURCE_LANGUAGE}, children=[header, body]))


def _entries(concept: Concept, lang: str) -> Iterator[Node]:
    english = english_of(concept)
    if english is None:
        return
    descriptions = [Node("descrip", {"type": "definition"}, concept.definition)]
    if concept.do_not_translate:
        descriptions.append(Node("descrip", {"type": "Translation needed"}, "No"))
    source = _language(SOURCE_LANGUAGE, [Node("term", text=english.text)])
    terms = [term for term in concept.terms if term.lang == lang]
    for term in terms or [Term(lang, "")]:
        digest = f".{key_digest(row_key(concept.id, lang, term.text))}" if term.text else ""
        yield Node(
            "termEntry",
            {"id": id_of(concept.id) + digest},
            children=[*descriptions, source, _language(lang, _target(term))],
        )


def english_of(concept: Concept) -> Term | None:
    """The English term that stands for the concept."""
    good = [term for term in concept.terms if term.lang == SOURCE_LANGUAGE and term.status in ("preferred", "admitted")]
    return min(good, key=lambda term: term.status != "preferred", default=None)


def _language(lang: str, children: list[Node]) -> Node:
    return Node("langSet", {"xml:lang": lang}, children=[Node("tig", children=children)])


def _target(term: Term) -> list[Node]:
    if not term.text:
        return [Node("term")]
    children = [Node("term", text=term.text)]
    children.append(Node("termNote", {"type": "administrativeStatus"}, _STATUS[term.status]))
    if term.part_of_speech:
        children.append(Node("termNote", {"type": "partOfSpeech"}, term.part_of_speech))
    return [*children, Node("note", {"from": "translator"}, term.note)] if term.note else children


def read(data: bytes, path: str, passed: Counter[str] | None = None) -> list[Row]:
    """The rows of a martif file; terms that are empty are passed over, and so is what `passed` then counts.

    Raises CcbError, with the line, for what is no martif, terms that are there twice and languages that are none.
    """
    found: dict[str, Row] = {}
    rows: list[Row] = []

    def use(root: Node, entry: Node) -> None:
        _check(root, path)
        lang = root.lang() or SOURCE_LANGUAGE
        file = File(path, is_own(root), passed if passed is not None else Counter())
        for row in _rows(entry, lang, file):
            if row.lang == lang and row.text:  # the source stands in every entry
                if row.own_key in found:
                    continue
                found[row.own_key] = row
            rows.append(row)

    _check(parse(data, path, "termEntry", use), path)
    once(rows, path)
    return rows


def _check(root: Node, path: str) -> None:
    if root.tag != "martif":
        raise CcbError(f"no TBX of version 2: it begins with <{root.tag}>", path, root.line)


def _rows(entry: Node, source: str, file: File) -> Iterator[Row]:
    file.count(entry, _HELD)
    name = entry.attributes.get("id", "").strip()
    found = _DIGEST.search(name)
    digest = found[1] if found else ""
    name = name[: found.start()] if found else name
    concept = concept_of(name) or slug(entry, "langSet", "tig", file)
    nodes = [*entry.all("descrip"), *(each for group in entry.all("descripGrp") for each in group.all("descrip"))]
    definition = next((file.text(each) for each in nodes if each.kind() in ("definition", "")), "")
    shared = {"definition": file.cell("definition", definition, entry)}
    empty = True
    for section in entry.all("langSet"):
        lang = file.lang(section)
        terms = list(section.all("tig", "ntig"))
        # Weblate writes its explanation of a target at the end of the entry.
        above = [*_notes(section, file), *_notes(entry, file)] if lang != source and len(terms) == 1 else []
        for each in terms:
            cells = _cells(each, above, file)
            if cells["text"]:
                empty = False
                key = f"#{digest}" if digest and lang != source else ""
                yield Row(concept, {**shared, "lang": lang, **cells}, each.line, key)
    if empty:
        yield Row(concept, shared, entry.line)


def _cells(tig: Node, above: Iterable[str], file: File) -> dict[str, str]:
    """What a term element says, with the notes `above` it; what it has no element for but a note is left open."""
    group = tig.first("termGrp") or tig
    file.count(group, _HELD)
    notes = {each.kind(): each.text.strip() for each in group.all("termNote")}
    status = notes.get("administrativeStatus", "").lower().removesuffix("-admn-sts").removesuffix("term")
    part = "".join(notes.get("partOfSpeech", "").lower().split("-"))
    cells = {"text": file.text(group.first("term")), "note": "\n".join(dict.fromkeys([*_notes(tig, file), *above]))}
    if status in _STATUSES_READ:
        cells["status"] = _STATUSES_READ[status]
    if part in _PARTS_READ:
        cells["part-of-speech"] = _PARTS_READ[part]
    return {name: file.cell(name, cell, tig) for name, cell in cells.items()}


def _notes(tig: Node, file: File) -> Iterator[str]:
    """Notes by translators, or by nobody in particular."""
    for each in tig.all("note"):
        if each.attributes.get("from", "translator") == "translator":
            yield file.text(each)
