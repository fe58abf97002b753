"""The rules that a glossary is held to, each a function over all of it that yields what breaks the rule."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ccb_l10n import locales
from ccb_l10n.markdown.inline import protected
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology import match
from ccb_l10n.terminology.concepts import GOOD, Glossary
from ccb_l10n.terminology.sources import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept, and the file that holds it."""

    path: str
    text: str
    concept: Concept


@dataclass(frozen=True, slots=True)
class Library:
    """All that the rules look at. `languages` (BCP 47) are those in which every concept should have a term."""

    entries: Sequence[Entry]
    sources: Mapping[str, Source]
    languages: Sequence[str]
    unreadable: frozenset[str] = frozenset()  # ids of the files that are no concepts
    glossary: Glossary = field(default_factory=Glossary)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule found in an entry; `term` counts from 0, and `key` is the key in question."""

    entry: Entry
    message: str
    hint: str
    key: str = ""
    term: int | None = None


def _terms(library: Library) -> Iterator[tuple[Entry, int, Term]]:
    """Every term of the concepts that are in use, with its place in its concept."""
    for entry in library.entries:
        if entry.concept.status != "deprecated":
            for at, term in enumerate(entry.concept.terms):
                yield entry, at, term


def _key(term: Term) -> tuple[str, str]:
    return term.lang, unicodedata.normalize("NFC", term.text).casefold()


def shared(library: Library) -> Iterator[Fault]:
    """One text preferred for two concepts in a language; pairs are known to share, and so are watched ones."""
    first: dict[tuple[str, str], Entry] = {}
    for entry, at, term in _terms(library):
        if term.status != "preferred" or entry.concept.severity == "watch":
            continue
        before = first.setdefault(_key(term), entry)
        if before is not entry and not _paired(before.concept, entry.concept):
            message = f"“{term.text}” ({term.lang}) is the preferred term of {before.concept.id} too"
            hint = "give one of them a term of its own, or name the other in pair-with if the language has one word"
            yield Fault(entry, message, hint, "text", at)


def _paired(one: Concept, other: Concept) -> bool:
    return other.id in (one.pair_with, *one.related) or one.id in (other.pair_with, *other.related)


def contradicted(library: Library) -> Iterator[Fault]:
    """A text that one concept forbids or deprecates and another one prefers or admits."""
    good: dict[tuple[str, str], Entry] = {}
    for entry, _, term in _terms(library):
        if term.status in GOOD:
            good.setdefault(_key(term), entry)
    for entry, at, term in _terms(library):
        other = good.get(_key(term))
        if term.status not in GOOD and other and other is not entry:
            message = f"“{term.text}” ({term.lang}) is {term.status}, and {other.concept.id} says it is good"
            yield Fault(entry, message, "a good term is never reported: leave this one out, or narrow it", "status", at)


def missed(library: Library) -> Iterator[Fault]:
    """A term, one of its forms or its acronym that the matcher does not find where it stands alone."""
    for entry, at, term in _terms(library):
        alone = Glossary((entry.concept,))
        for key, spelling in (
            ("text", term.text),
            *(("forms", each) for each in term.forms),
            ("acronym", term.acronym),
        ):
            if spelling and not _finds(alone, entry.concept, term, spelling):
                hint = "write it as it stands in a sentence, without marks or alternatives in brackets"
                yield Fault(entry, f"“{spelling}” ({term.lang}) would never be found", hint, key, at)


def _finds(alone: Glossary, concept: Concept, term: Term, spelling: str) -> bool:
    masked = protected(spelling)  # as the checks do: code and addresses are no words
    if term.status in GOOD:
        return bool(match.uses(spelling, term.lang, alone, {concept.id}, masked).get(concept.id))
    return any(hit.term == term for hit in match.occurrences(spelling, term.lang, alone, masked))


def lacking(library: Library) -> Iterator[Fault]:
    """A language in which a concept has nothing to use, and `source` does not say that no term has settled yet."""
    for entry in library.entries:
        concept = entry.concept
        if concept.status == "deprecated" or concept.do_not_translate:
            continue
        have = {each.lang for each in concept.terms if each.status in GOOD}
        declared = _declared(concept)
        missing = [lang for lang in library.languages if lang not in declared and not _covered(lang, have)]
        if missing:
            hint = f"add terms, or end `source` with “No settled term yet: {', '.join(missing)}.”"
            yield Fault(entry, f"no term in {', '.join(missing)}", hint, "source")


def _declared(concept: Concept) -> set[str]:
    """The languages in which `source` says that no term has settled yet."""
    _, _, gaps = concept.source.partition("No settled term yet:")
    return {each.strip(" .") for each in gaps.partition(".")[0].split(",")} - {""}


def _covered(lang: str, have: set[str]) -> bool:
    """Whether a language has a term of its own, of one that it falls back to, or of one of its regions."""
    return not have.isdisjoint(locales.fallbacks(lang)) or any(lang in locales.fallbacks(each) for each in have)


def settled(library: Library) -> Iterator[Fault]:
    """A statement that no term has settled yet in a language that has a preferred one."""
    for entry in library.entries:
        have = {each.lang for each in entry.concept.terms if each.status == "preferred"}
        stale = sorted(lang for lang in _declared(entry.concept) if lang in have)
        if stale:
            hint = "take it out of “No settled term yet”"
            yield Fault(
                entry, f"{', '.join(stale)} has a preferred term, and source says that none has settled", hint, "source"
            )


def several(library: Library) -> Iterator[Fault]:
    """Two preferred terms of one language in a concept: nobody can tell which one to use."""
    for entry, at, term in _terms(library):
        before = [each for each in entry.concept.terms[:at] if each.lang == term.lang and each.status == "preferred"]
        if term.status == "preferred" and before:
            hint = "keep one as preferred and make the other admitted"
            yield Fault(
                entry, f"“{before[0].text}” and “{term.text}” ({term.lang}) are both preferred", hint, "status", at
            )


def unpreferred(library: Library) -> Iterator[Fault]:
    """A language whose terms leave a translator without one to use."""
    for entry in library.entries:
        statuses: dict[str, set[str]] = defaultdict(set)
        for term in entry.concept.terms:
            for tag in locales.fallbacks(term.lang):
                statuses[tag].add(term.status)
        for at, term in enumerate(entry.concept.terms):
            have = {status for tag in locales.fallbacks(term.lang) for status in statuses[tag]}
            if term.status not in GOOD and "preferred" not in have and entry.concept.status != "deprecated":
                hint = f"add the {locales.name(term.lang)} term to use instead"
                yield Fault(
                    entry, f"“{term.text}” ({term.lang}) is {term.status}, and nothing is preferred", hint, "", at
                )


def unreviewed(library: Library) -> Iterator[Fault]:
    """A concept that nobody has approved yet."""
    for entry in library.entries:
        if entry.concept.status in ("draft", "review"):
            hint = 'let native speakers review its terms; then set status = "approved"'
            yield Fault(entry, f"its status is {entry.concept.status}: no one has approved it yet", hint, "status")


def unsigned(library: Library) -> Iterator[Fault]:
    """A concept called approved with terms of which nobody says who reviewed them, and when."""
    for entry, at, term in _terms(library):
        if entry.concept.status == "approved" and not (term.reviewer and term.date):
            hint = "add reviewer and date to the term, or set the concept's status back to review"
            yield Fault(entry, f"approved, and nobody says who reviewed “{term.text}” ({term.lang})", hint, "", at)


def unsourced(library: Library) -> Iterator[Fault]:
    """A concept with no public document to compare it with."""
    for entry in library.entries:
        if not entry.concept.sources:
            hint = "name at least one document of glossary/sources.toml in sources"
            yield Fault(entry, "no public source is named", hint, "sources")


def unlicensed(library: Library) -> Iterator[Fault]:
    """A source that sources.toml does not know, or whose licence does not allow what was done with it."""
    for entry in library.entries:
        named: list[tuple[str, str, int | None]] = [("sources", each, None) for each in entry.concept.sources]
        named += [("source", each.source, at) for at, each in enumerate(entry.concept.terms) if each.source]
        for key, name, at in named:
            known = library.sources.get(name)
            if known is None:
                hint = "add a [[source]] with this id to glossary/sources.toml, or correct the id"
                yield Fault(entry, f"no source {name!r} in glossary/sources.toml", hint, key, at)
            elif known.use == "none":
                hint = "use a document whose licence allows it, and write the term or the definition anew"
                yield Fault(entry, f"{known.title} ({known.licence}) must not be used", hint, key, at)


def dangling(library: Library) -> Iterator[Fault]:
    """A related or paired concept that does not exist."""
    known = {entry.concept.id for entry in library.entries} | library.unreadable
    for entry in library.entries:
        pair = (entry.concept.pair_with,) if entry.concept.pair_with else ()
        for key, names in (("related", entry.concept.related), ("pair-with", pair)):
            for name in names:
                if name not in known or name == entry.concept.id:
                    hint = "correct the id, or leave it out"
                    yield Fault(entry, f"{key} names {name!r}, which is no other concept", hint, key)
