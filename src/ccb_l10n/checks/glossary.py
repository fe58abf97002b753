"""What is wrong in the glossary itself, told to terminologists before translators meet it: the table of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from ccb_l10n.checks import glossary_rules as rules
from ccb_l10n.checks.glossary_rules import Entry, Fault, Library
from ccb_l10n.checks.problem import Row
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Finding, Severity
from ccb_l10n.terminology import concepts
from ccb_l10n.terminology.concepts import Glossary
from ccb_l10n.terminology.sources import Source


@dataclass(frozen=True, slots=True)
class Rule(Row):
    """A rule of the glossary's own; `function` sees all of it."""

    function: Callable[[Library], Iterator[Fault]]


def lint(
    files: Iterable[tuple[str, str]],
    sources: Mapping[str, Source],
    languages: Sequence[str],
    chosen: Sequence[Rule] | None = None,
) -> list[Finding]:
    """What breaks the rules in these (path, text) pairs, by path and line.

    A file that is no concept is a finding, and the others are judged without it. `languages` (BCP 47) are those in
    which every concept should have a term.
    """
    entries: dict[str, Entry] = {}
    found: list[Finding] = []
    for path, text in files:
        try:
            concept = concepts.parse(text, path)
            if concept.id in entries:
                raise CcbError(f"the concept {concept.id!r} is already in {entries[concept.id].path}", path)
        except CcbError as error:
            found.append(unreadable(error))
            continue
        entries[concept.id] = Entry(path, text, concept)
    held = sorted(entries.values(), key=lambda each: each.concept.id)
    broken = frozenset(PurePath(each.path).stem for each in found)
    library = Library(held, sources, languages, broken, Glossary(tuple(each.concept for each in held)))
    for rule in RULES if chosen is None else chosen:
        found += (_finding(rule, fault) for fault in rule.function(library))
    return sorted(found, key=lambda each: (each.path, each.line, each.id))


def unreadable(error: CcbError) -> Finding:
    """The finding about a file that could not be read as a concept."""
    row = UNREADABLE
    return Finding(row.id, row.severity, error.message, error.path, error.line, hint=error.hint)


def _finding(rule: Rule, fault: Fault) -> Finding:
    entry = fault.entry
    term = entry.concept.terms[fault.term] if fault.term is not None else None
    line = concepts.line_of(entry.text, entry.path, fault.key, fault.term)
    return Finding(
        rule.id,
        rule.severity,
        fault.message,
        entry.path,
        line,
        lang=term.lang if term else None,
        target=term.text if term else "",
        hint=fault.hint,
        concept=entry.concept.id,
    )


UNREADABLE = Row(
    "concept-unreadable",
    Severity.ERROR,
    "A file that is no concept",
    "Nothing can be checked with a glossary that can't be read whole.",
    "Correct the line that the message names.",
)
RULES: tuple[Rule, ...] = (
    Rule(
        "shared-target",
        Severity.WARNING,
        "One text is the preferred term of two concepts",
        "Nobody can tell the two apart in this language, and neither can the checks.",
        "Give one of them a term of its own, or pair the two.",
        rules.shared,
    ),
    Rule(
        "contradiction",
        Severity.ERROR,
        "One concept forbids a text that another one prefers",
        "The checks let it pass, so the prohibition has no effect.",
        "Leave the forbidden one out, or make it longer.",
        rules.contradicted,
    ),
    Rule(
        "missed-form",
        Severity.ERROR,
        "The matcher does not find a term's own text, form or acronym",
        "Every translation that uses it would be told that the term is missing.",
        "Write the bare term as it stands in a sentence.",
        rules.missed,
    ),
    Rule(
        "dangling-concept",
        Severity.ERROR,
        "A concept refers to one that does not exist",
        "Readers and checks look for it in vain.",
        "Correct the id.",
        rules.dangling,
    ),
    Rule(
        "unlicensed-source",
        Severity.ERROR,
        "A source is unknown, or its licence does not allow its use",
        "The glossary is published, and others build on its licence.",
        "Use a source that allows it, or add the source to glossary/sources.toml.",
        rules.unlicensed,
    ),
    Rule(
        "unsigned-approval",
        Severity.WARNING,
        "A concept is approved, and nobody says who reviewed a term",
        "A regional body must be able to see who stands behind a term.",
        "Add reviewer and date to the term.",
        rules.unsigned,
    ),
    Rule(
        "unsourced-concept",
        Severity.WARNING,
        "A concept names no public source",
        "A definition that can't be compared with anything can't be trusted.",
        "Name a document in sources.",
        rules.unsourced,
    ),
    Rule(
        "several-preferred",
        Severity.WARNING,
        "A concept has two preferred terms in one language",
        "Nobody can tell which one to use.",
        "Make one of them admitted.",
        rules.several,
    ),
    Rule(
        "settled-term",
        Severity.WARNING,
        "source says that no term has settled yet in a language that has a preferred one",
        "Readers are told of a gap that is closed.",
        "Take the language out of the statement.",
        rules.settled,
    ),
    Rule(
        "no-preferred-term",
        Severity.WARNING,
        "A language has only terms to avoid",
        "A translator is told what not to write, and not what to write.",
        "Add a preferred term.",
        rules.unpreferred,
    ),
    Rule(
        "missing-language",
        Severity.INFO,
        "A concept has no term in one of the workspace's languages",
        "The checks say nothing about it there.",
        "Add a term, or say that none has settled yet.",
        rules.lacking,
    ),
    Rule(
        "unreviewed-concept",
        Severity.INFO,
        "A concept that nobody has approved yet",
        "Its terms are a proposal.",
        "Have it reviewed; docs/glossary.md says how.",
        rules.unreviewed,
    ),
)
