"""The glossary's concepts, read strictly from TOML: one file a concept, named after the concept's id.

The keys are those of the design's contract and of docs/glossary.md; `concept.schema.json` says the same for editors.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept, Scope, Term
from ccb_l10n.terminology.strict import File, Reader, toml

STATUSES = ("draft", "review", "approved", "deprecated")
SEVERITIES = ("error", "warning", "info", "watch")
MATCHES = ("lemma", "exact", "substring")
TERM_STATUSES = ("preferred", "admitted", "deprecated", "forbidden")
GOOD = TERM_STATUSES[:2]  # of terms that a text may use
PARTS_OF_SPEECH = ("noun", "verb", "adjective", "adverb", "proper-noun", "other")
GENDERS = ("masculine", "feminine", "neuter", "common")

CONCEPT_KEYS = (
    "id",
    "subject",
    "status",
    "definition",
    "source",
    "sources",
    "severity",
    "match",
    "do-not-translate",
    "case-sensitive",
    "related",
    "pair-with",
    "note",
    "definitions",
    "scope",
    "term",
)
SCOPE_KEYS = ("courses", "subjects", "contexts", "exceptions")
TERM_KEYS = (
    "lang",
    "text",
    "status",
    "forms",
    "part-of-speech",
    "gender",
    "acronym",
    "note",
    "source",
    "reviewer",
    "date",
)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Concepts sorted by id, each id once.

    `compiled` is the matchers' own: what they built for a language, by kind and language, so that it is built
    once. It says nothing that `concepts` does not, and counts in no comparison.
    """

    concepts: tuple[Concept, ...] = ()
    compiled: dict[tuple[str, str], object] = field(default_factory=dict, init=False, repr=False, compare=False)


def load(files: Iterable[tuple[str, str]]) -> Glossary:
    """A glossary from (path, text) pairs, in any order.

    Raises CcbError for the first file that is no concept, and where two files hold the same id.
    """
    found: dict[str, tuple[str, Concept]] = {}
    for path, text in files:
        concept = parse(text, path)
        if concept.id in found:
            raise CcbError(
                f"the concept {concept.id!r} is already in {found[concept.id][0]}",
                path,
                hint="keep one of the two files, or give one of the concepts another id and file name",
            )
        found[concept.id] = (path, concept)
    return Glossary(tuple(found[each][1] for each in sorted(found)))


def parse(text: str, path: str) -> Concept:
    """The concept in the TOML `text`; `path` names it in errors and gives the id that it must have.

    Raises CcbError, with the line where it can be told, for broken TOML, missing or unknown keys, values of
    the wrong type or outside the contract's lists, blank texts, language tags that are not BCP 47 as usually
    spelled, one spelling in two terms of a language, and an id that is not the file's name. A term needs lang and
    text; a concept id, subject, status, definition, source, severity, match and a term.
    """
    table = toml(text, path)
    own = Reader(table, File.of(text, path, table, "term"))
    own.known(CONCEPT_KEYS)
    terms = _terms(own)
    concept = Concept(
        id=own.text("id"),
        subject=own.text("subject"),
        status=own.choice("status", STATUSES),
        definition=own.text("definition"),
        source=own.text("source"),
        severity=own.choice("severity", SEVERITIES),
        match=own.choice("match", MATCHES),
        terms=terms,
        scope=_scope(own),
        do_not_translate=own.flag("do-not-translate"),
        case_sensitive=own.flag("case-sensitive"),
        related=own.texts("related"),
        pair_with=own.optional("pair-with"),
        sources=own.texts("sources"),
        note=own.optional("note"),
        definitions=_definitions(own),
    )
    if concept.id != PurePath(path).stem:
        hint = f'rename the file to {concept.id}.toml or set id = "{PurePath(path).stem}"'
        raise own.error(f"the id {concept.id!r} is not the file's name", hint, "id")
    return concept


def below(subject: str, wanted: str) -> bool:
    """Whether a subject is another one or lies below it: `cyber/operations` is below `cyber`."""
    return subject == wanted or subject.startswith(f"{wanted}/")


def counts_in(concept: Concept, course: str, subjects: Iterable[str]) -> bool:
    """Whether the concept's scope covers a course with these subjects."""
    scope = concept.scope
    if scope.courses and course not in scope.courses:
        return False
    return not scope.subjects or any(below(own, wanted) for own in subjects for wanted in scope.subjects)


def line_of(text: str, path: str, key: str, term: int | None = None) -> int:
    """The line of a key of the concept in `text`, or of its `term` (from 0): 1-based; 0 where it cannot be told."""
    return File.of(text, path, toml(text, path), "term").line(key, term)


def _table(own: Reader, key: str) -> Reader:
    table = own.table.get(key, {})
    if not isinstance(table, dict):
        raise own.error(f"{key!r} must be a table", f"write [{key}] above the first [[term]]", key)
    return Reader(table, own.file)


def _definitions(own: Reader) -> tuple[tuple[str, str], ...]:
    """The definition in other languages, by language."""
    said = _table(own, "definitions")
    for lang in said.table:
        Reader({lang: lang}, own.file).language(lang)
    return tuple((lang, said.text(lang)) for lang in sorted(said.table))


def _scope(own: Reader) -> Scope:
    scope = _table(own, "scope")
    scope.known(SCOPE_KEYS)
    return Scope(*(scope.texts(key) for key in SCOPE_KEYS))


def _terms(own: Reader) -> tuple[Term, ...]:
    entries = own.table.get("term")
    if not isinstance(entries, list) or not entries or not all(isinstance(each, dict) for each in entries):
        raise own.error("no terms", "add a [[term]] with lang and text for each language", "term")
    terms = tuple(_term(Reader(each, own.file, at)) for at, each in enumerate(entries))
    seen: dict[tuple[str, str], int] = {}
    for at, term in enumerate(terms):
        for spelling in {unicodedata.normalize("NFC", each) for each in (term.text, *term.forms)}:
            before = seen.setdefault((term.lang, spelling), at)
            if before != at:
                message = f"{spelling!r} ({term.lang}) is already in term {before + 1} and stands again"
                raise own.file.error(message, "give each spelling one status", "text", at)
    return terms


def _term(entry: Reader) -> Term:
    entry.known(TERM_KEYS, CONCEPT_KEYS)
    return Term(
        text=entry.spelling(entry.text("text"), "text"),
        status=entry.choice("status", TERM_STATUSES, "preferred"),
        lang=entry.language("lang"),
        forms=entry.texts("forms"),
        part_of_speech=entry.choice("part-of-speech", PARTS_OF_SPEECH, ""),
        gender=entry.choice("gender", GENDERS, ""),
        acronym=entry.spelling(acronym, "acronym") if (acronym := entry.optional("acronym")) else "",
        note=entry.optional("note"),
        source=entry.optional("source"),
        reviewer=entry.optional("reviewer"),
        date=entry.date("date"),
    )
