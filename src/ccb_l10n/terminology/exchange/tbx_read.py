"""TBX v3, TBX-Basic in DCA style, from any program, to rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ccb_l10n.errors import CcbError
from ccb_l10n.terminology.exchange.markup import Node, parse
from ccb_l10n.terminology.exchange.rows import COLUMNS, SOURCE_LANGUAGE, Row, canonical, joined, once
from ccb_l10n.terminology.exchange.tbx import GENDERS_READ, NOTE, PARTS_READ, REVIEW, STATUSES_READ, TOOL, concept_of

_BREAKS = re.compile(r"[ \t]*[\r\n][ \t\r\n]*|\t+")
_HELD = {
    ("descrip", "subjectField"), ("descrip", "definition"), ("descripGrp", ""), ("admin", "source"), ("note", ""),
    ("ref", "crossReference"), ("xref", "externalCrossReference"), ("transacGrp", ""), ("langSec", ""),
    ("termSec", ""), ("term", ""), ("termNote", "administrativeStatus"), ("termNote", "partOfSpeech"),
    ("termNote", "grammaticalGender"), ("termNote", "termType"),
}  # fmt: skip


def read(data: bytes, path: str, passed: Counter[str] | None = None) -> list[Row]:
    """The rows of a TBX file; `passed` counts the data categories that the glossary has no place for.

    Raises CcbError, with the line, for what is no TBX of this version and style, concepts or terms that are there
    twice, terms that are blank, and languages that are none.
    """
    rows: list[Row] = []
    seen: dict[str, int] = {}

    def use(root: Node, entry: Node) -> None:
        _check(root, path)
        file = File(path, is_own(root), passed if passed is not None else Counter())
        name = concept_of(entry.attributes.get("id", ""))
        if name and seen.setdefault(name, entry.line) != entry.line:
            message = f"the concept {name!r} is already in line {seen[name]}"
            raise CcbError(message, path, entry.line, "give one of the two another id")
        rows.extend(_rows(entry, name or slug(entry, "langSec", "termSec", file), file))

    _check(parse(data, path, "conceptEntry", use), path)
    once(rows, path)
    return rows


def _check(root: Node, path: str) -> None:
    if root.tag != "tbx":
        raise CcbError(f"no TBX of version 3: it begins with <{root.tag}>", path, root.line)
    if root.attributes.get("style", "dca") != "dca":
        raise CcbError("TBX in DCT style", path, root.line, "have it saved in DCA style")


def is_own(root: Node) -> bool:
    """Whether this program wrote the file: its texts are then taken as they stand, line breaks and all."""
    below = [root]
    for tags in (("tbxHeader", "martifHeader"), ("fileDesc",), ("sourceDesc",), ("p",)):
        below = [child for node in below for child in node.all(*tags)]
    return any(node.text.startswith(f"{TOOL}:") for node in below)


@dataclass(frozen=True, slots=True)
class File:
    """What is true of a whole file: its path, whether it is our own, and what was passed over so far."""

    path: str
    own: bool
    passed: Counter[str]

    def text(self, node: Node | None) -> str:
        """A node's text, without the line breaks and indents of a foreign file's layout."""
        if node is None or self.own:
            return node.text if node else ""
        return _BREAKS.sub(" ", node.text).strip(" ")

    def lang(self, section: Node) -> str:
        """A section's language tag. Raises CcbError for none."""
        if not section.lang().strip():
            raise CcbError("no language", self.path, section.line, 'write it as xml:lang="fr"')
        return self.cell("lang", section.lang(), section)

    def of(self, nodes: Iterable[Node], kind: str) -> str:
        return next((self.text(each) for each in nodes if each.kind() == kind), "")

    def cell(self, column: str, text: str, node: Node) -> str:
        try:
            return canonical(COLUMNS[column], text)
        except CcbError as error:
            raise CcbError(error.message, self.path, node.line, error.hint) from error

    def count(self, node: Node, held: set[tuple[str, str]]) -> None:
        for child in node.children:
            if (child.tag, child.kind()) not in held:
                self.passed[f"{child.tag} {child.kind()}".strip()] += 1


def slug(entry: Node, section: str, term: str, file: File) -> str:
    """A concept's id by its first English term, for an entry without an id."""
    for part in entry.all(section):
        if part.lang().lower().partition("-")[0] == SOURCE_LANGUAGE:
            for each in part.all(term):
                return "-".join(re.findall("[a-z0-9]+", file.text(each.first("term")).lower()))
    raise CcbError("a concept without an id or an English term", file.path, entry.line, "give the entry an id")


def _rows(entry: Node, concept: str, file: File) -> Iterator[Row]:
    file.count(entry, _HELD)
    shared = _shared(entry, file)
    empty = True
    for section in entry.all("langSec"):
        lang = file.lang(section)
        terms = {each.attributes.get("id", f"line {each.line}"): each for each in section.all("termSec")}
        acronyms = {name: target for name, each in terms.items() if (target := _stands_for(each, terms))}
        for name, each in terms.items():
            if name not in acronyms:
                short = [file.text(terms[other].first("term")) for other, target in acronyms.items() if target == name]
                cells = {**shared, **_term(each, file), "lang": lang, "acronym": "".join(short[:1])}
                key = f"#{name[2:]}" if name.startswith("t-") else ""
                empty = False
                yield Row(concept, cells, each.line, key)
    if empty:
        yield Row(concept, shared, entry.line)


def _stands_for(section: Node, terms: Iterable[str]) -> str:
    """The id of the term in the same language that this one is the acronym of, or ""."""
    kinds = {each.text.strip() for each in section.all("termNote") if each.kind() == "termType"}
    targets = [each.attributes.get("target", "") for each in section.all("ref") if each.kind() == "crossReference"]
    return next((each for each in targets if each in terms), "") if "acronym" in kinds else ""


def _shared(entry: Node, file: File) -> dict[str, str]:
    described, sources = _described(entry)
    if not file.of(described, "definition"):  # it may stand with a language instead: ours are in English
        for section in entry.all("langSec"):
            if section.lang().lower().partition("-")[0] == SOURCE_LANGUAGE:
                local = _described(section)
                described, sources = described + local[0], sources + local[1]
    note, more = _notes(entry, file)
    cells = {
        "subject": file.of(described, "subjectField"),
        "definition": file.of(described, "definition"),
        "concept-source": file.of(sources, "source"),
        "sources": joined(file.text(each) for each in entry.all("admin") if each.kind() == "source"),
        "related": joined(file.text(each) for each in entry.all("ref") if each.kind() == "crossReference"),
        "concept-note": note,
        "concept-status": more.get("status", ""),
    }
    return {name: file.cell(name, cell, entry) for name, cell in cells.items()}


def _described(node: Node) -> tuple[list[Node], list[Node]]:
    """The descriptions of a level, and what its groups say of their sources."""
    groups = list(node.all("descripGrp"))
    return (
        [*node.all("descrip"), *(each for group in groups for each in group.all("descrip"))],
        [each for group in groups for each in group.all("admin")],
    )


def _term(section: Node, file: File) -> dict[str, str]:
    file.count(section, _HELD)
    notes = {each.kind(): each.text.strip() for each in section.all("termNote")}
    note, more = _notes(section, file)
    review = next((each for each in section.all("transacGrp") if file.text(each.first("note")) == REVIEW), Node(""))
    part = PARTS_READ.get(notes.get("partOfSpeech", ""), "")
    cells = {
        "text": file.text(section.first("term")),
        "status": more.get("status", STATUSES_READ.get(notes.get("administrativeStatus", ""), "")),
        "forms": more.get("forms", ""),
        "part-of-speech": more.get("part-of-speech", part),
        "gender": GENDERS_READ.get(notes.get("grammaticalGender", ""), ""),
        "note": note,
        "source": file.of(section.all("admin"), "source"),
        "reviewer": file.of(review.all("transacNote"), "responsibility"),
        "date": file.text(review.first("date")),
    }
    if not cells["text"].strip():
        raise CcbError("a term of blanks only", file.path, section.line, "write the term, or remove its element")
    return {name: file.cell(name, cell, section) for name, cell in cells.items()}


def _notes(node: Node, file: File) -> tuple[str, dict[str, str]]:
    """A node's own notes as one text, and what our notes say beside."""
    own, more = [], {}
    for each in node.all("note"):
        found = NOTE.match(each.text)
        if found is None or found[1] == "note":
            own.append(found[2] if found else file.text(each))
        else:
            more[found[1]] = found[2]
    return "\n".join(own), more
