"""The values that travel between the rooms: frozen, slotted, with no behaviour beyond their own meaning.

Offsets are half-open code-point offsets, lines are 1-based, similarities are 0-1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a message stands. PO holds only some of these; the ledger knows them all (design, decision 4)."""

    UNTRANSLATED = "untranslated"
    DRAFT = "draft"  # a machine wrote it and no person accepted it; fuzzy in PO
    STALE = "stale"  # the source changed under it; fuzzy with the previous msgid in PO
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    OBSOLETE = "obsolete"  # the source vanished; kept for when it comes back


class Origin(StrEnum):
    """Who or what wrote a target."""

    HUMAN = "human"
    MEMORY = "memory"
    GLOSSARY = "glossary"
    MACHINE = "machine"
    IMPORT = "import"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Segment:
    """A translatable run of a document: a block's inline content, on one line.

    `source` is the message: soft line breaks folded to a space, hard breaks as a newline, a table cell's
    `\\|` as `|`. `text[start:end]` is the raw run it came from. `gaps` are the raw texts (break mark, line
    ending, container prefix) of its hard breaks, in order.
    """

    kind: str  # "heading 2", "paragraph", "list item", "table cell", "title: <key>", ... shown to translators
    source: str
    start: int
    end: int
    line: int
    context: str | None = None  # msgctxt, only where the author asked for one
    gaps: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()  # the headings above it, outermost first
    notes: tuple[str, ...] = ()  # the author's notes for translators


@dataclass(frozen=True, slots=True)
class Document:
    """One Markdown file, read: its own text and the segments in it, in the order of the text.

    `references` are its link reference definitions, (normalised label, URL); `footnotes` its footnotes' labels.
    """

    path: str  # relative to the course, POSIX separators
    text: str
    segments: tuple[Segment, ...]
    references: tuple[tuple[str, str], ...] = ()
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a catalog or template.

    `raw` is the entry's text as it was read, or empty when it must be written anew; it never counts in equality.
    `line` is the line of its `msgid` in the file it was read from, or 0.
    """

    source: str
    target: str = ""
    context: str | None = None
    state: State = State.UNTRANSLATED
    origin: Origin | None = None
    extracted: tuple[str, ...] = ()  # "#." lines: kind and heading path, then the author's notes
    comments: tuple[str, ...] = ()  # "# " lines: the translators' own
    references: tuple[str, ...] = ()  # "#:" files, no line numbers
    flags: tuple[str, ...] = ()  # "#," without fuzzy, which `state` says
    previous: str | None = None  # "#| msgid": the source that the target was written for
    previous_context: str | None = None
    plural: str | None = None  # kept for catalogs from elsewhere; our sources have none
    targets: tuple[str, ...] = ()  # all plural targets, when `plural` is given
    line: int = field(default=0, compare=False)
    raw: str = field(default="", compare=False, repr=False)

    @property
    def key(self) -> tuple[str | None, str]:
        """What makes a message itself: its context and its source."""
        return (self.context, self.source)


@dataclass(frozen=True, slots=True)
class Catalog:
    """Messages in document order, obsolete ones last, and the header's fields in file order.

    A template is a catalog without a locale. `locale` is BCP 47.
    """

    messages: tuple[Message, ...]
    header: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    locale: str | None = None
    raw_header: str = field(default="", compare=False, repr=False)
    newline: str = "\n"


@dataclass(frozen=True, slots=True)
class Term:
    """One way to say a concept in one language or region."""

    lang: str  # BCP 47
    text: str  # as it stands in the middle of a sentence
    status: str = "preferred"  # preferred | admitted | deprecated | forbidden
    forms: tuple[str, ...] = ()  # irregular forms only; regular ones are derived
    part_of_speech: str = ""  # noun | verb | adjective | adverb | proper-noun | other
    gender: str = ""  # masculine | feminine | neuter | common
    acronym: str = ""  # the short form that stands for `text`; it counts as the term, in this case only
    note: str = ""
    source: str = ""  # the id of a source in glossary/sources.toml that the term was taken from
    reviewer: str = ""
    date: str = ""  # of the review, ISO 8601: 2026-11-22


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a concept's terms mean the concept. Empty: everywhere."""

    courses: tuple[str, ...] = ()  # only in these courses
    subjects: tuple[str, ...] = ()  # only in courses that name one of these subjects, or one below it
    contexts: tuple[str, ...] = ()  # only in messages whose source holds one of these phrases
    exceptions: tuple[str, ...] = ()  # never inside these phrases: "IAM capabilities" is no capability


@dataclass(frozen=True, slots=True)
class Concept:
    """What the terms of all languages mean."""

    id: str
    subject: str
    status: str  # draft | review | approved | deprecated
    definition: str
    source: str  # where the wording and the terms come from, in words
    severity: str  # error | warning | info | watch
    match: str  # lemma | exact | substring
    terms: tuple[Term, ...]
    scope: Scope = Scope()
    do_not_translate: bool = False  # the source's term stands in every language
    case_sensitive: bool = False
    related: tuple[str, ...] = ()  # ids of other concepts
    pair_with: str = ""  # the id of the concept that readers confuse this one with
    sources: tuple[str, ...] = ()  # ids of sources in glossary/sources.toml that were consulted
    note: str = ""
    definitions: tuple[tuple[str, str], ...] = ()  # the definition in other languages: (BCP 47, text), sorted


Edit = tuple[int, int, str]  # a half-open span of a target, and what to put there


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at. `span` is in the target. `path` and `line` point at what to edit.

    `edits` repair the target safely: (start, end, replacement), sorted and disjoint; empty where a person must decide.
    """

    id: str
    severity: Severity
    message: str
    path: str
    line: int = 0
    lang: str | None = None
    source: str = ""
    target: str = ""
    span: tuple[int, int] | None = None
    hint: str = ""
    concept: str | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What an engine made of one source text. `target` is empty when nothing fit to keep came out, and
    `flags` says why."""

    source: str
    target: str
    origin: Origin
    engine: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one segment stands in a rebuilt document, and what was put there.

    `text[start:end]` of the rebuilt text; `state` is UNTRANSLATED where the source was kept, or STALE where it
    has changed since its translation.
    """

    start: int
    end: int
    line: int
    kind: str
    state: State
    origin: Origin | None
    translated: bool  # whether a target, rather than the source, stands there


@dataclass(frozen=True, slots=True)
class Localised:
    """A rebuilt document: the text, where each segment of it stands, and what was refused on the way."""

    path: str
    text: str
    placed: tuple[Placed, ...]
    findings: tuple[Finding, ...] = ()
