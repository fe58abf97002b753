"""What a translator's tool suggests: English terms with their targets in one language, and OmegaT's file of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ccb_l10n import locales
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.concepts import GOOD
from ccb_l10n.terminology.exchange.rows import SOURCE_LANGUAGE

_COMMENT = "#"  # OmegaT skips lines that begin with it


@dataclass(frozen=True, slots=True)
class Pair:
    """An English spelling and what it becomes; `targets` are best first and may be none.

    `avoid` are deprecated and forbidden terms. `reviewed` says whether a person reviewed the first target, or the
    concept is approved.
    """

    concept: Concept
    source: str
    targets: tuple[Term, ...]
    avoid: tuple[Term, ...]
    reviewed: bool


def pairs(concepts: Iterable[Concept], lang: str) -> Iterator[Pair]:
    """A pair for each good English spelling, acronyms among them, by concept; deprecated concepts have none."""
    for concept in concepts:
        if concept.status == "deprecated":
            continue
        terms = terms_in(concept, lang)
        targets = tuple(term for term in terms if term.status in GOOD)
        avoid = tuple(term for term in terms if term.status not in GOOD)
        for source in _spellings(concept):
            yield Pair(concept, source, targets, avoid, reviewed(concept, targets[0] if targets else None))


def reviewed(concept: Concept, term: Term | None) -> bool:
    """Whether a person stands for the term: its reviewer, or those who approved the concept."""
    return concept.status == "approved" or bool(term and term.reviewer)


def terms_in(concept: Concept, lang: str) -> list[Term]:
    """The concept's terms in a language, best first: preferred ones, then admitted, deprecated and forbidden ones.

    A region falls back to its language (CLDR's parents), but the nearer one has the word: on the status of a spelling
    that both have, and on what is preferred.
    """
    found: dict[str, Term] = {}
    for tag in locales.fallbacks(lang):
        for term in concept.terms:
            if term.lang == tag:
                found.setdefault(term.text, term)
    order = [*GOOD, "deprecated", "forbidden"]
    return sorted(found.values(), key=lambda term: order.index(term.status))


def _spellings(concept: Concept) -> list[str]:
    terms = [term for term in terms_in(concept, SOURCE_LANGUAGE) if term.status in GOOD]
    return list(dict.fromkeys(each for term in terms for each in (term.text, term.acronym) if each))


def omegat(concepts: Iterable[Concept], lang: str) -> bytes:
    """A glossary of OmegaT: UTF-8, a line an English spelling and target, and a comment, between tabs.

    OmegaT has no status, so deprecated and forbidden terms are left out, and so is a source that it would take for a
    comment.
    """
    lines = [f"{_COMMENT} ccb-l10n: {SOURCE_LANGUAGE} to {lang}\n"]
    for pair in pairs(concepts, lang):
        for term in pair.targets:
            more = "" if reviewed(pair.concept, term) else "Nobody has reviewed this term."
            comment = " ".join(part for part in (pair.concept.definition, term.note, more) if part)
            line = "\t".join(" ".join(each.split()) for each in (pair.source, term.text, comment))
            if not line.startswith(_COMMENT):
                lines.append(f"{line}\n")
    return "".join(dict.fromkeys(lines)).encode()
