"""Concepts of the glossary for people at a terminal, and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from ccb_l10n import locales
from ccb_l10n.catalog.quoting import columns
from ccb_l10n.model import Concept, Term
from ccb_l10n.reports.as_json import SCHEMA
from ccb_l10n.reports.visible import isolated, quoting, visible

_STATUS = {
    "draft": "draft: nobody has reviewed it yet",
    "review": "in review",
    "approved": "approved",
    "deprecated": "deprecated: no longer checked",
}


def shown(found: Iterable[Concept], langs: Sequence[str] = ()) -> str:
    """Each concept with its definition and its terms by language.

    `langs` (BCP 47) narrows the terms to those that count in these languages: for fr-CA, its own and those of fr.
    """
    return "\n".join(_concept(each, langs) for each in found) or "nothing found\n"


def _concept(concept: Concept, langs: Sequence[str]) -> str:
    lines = [f"{visible(concept.id)} ({_STATUS[concept.status]})", f"  {quoting(concept.definition)}"]
    tags = {tag for lang in langs for tag in locales.fallbacks(lang)}
    terms = [each for each in concept.terms if not langs or each.lang in tags]
    width = max((columns(each.lang) for each in terms), default=0)
    lines += [f"  {each.lang:<{width}}  {_term(each)}" for each in terms]
    if not terms:
        lines.append(f"  no term in {', '.join(map(locales.name, langs))} yet")
    if concept.note and not langs:
        lines.append(f"  note: {quoting(concept.note)}")
    return "\n".join(lines) + "\n"


def _term(term: Term) -> str:
    text = isolated(visible(term.text), rtl=locales.direction(term.lang) == "rtl")
    parts = [isolated(visible(term.acronym))] if term.acronym else []
    parts += [term.status] if term.status != "preferred" else []
    parts += [visible(term.note)] if term.note else []
    return f"{text} ({'; '.join(parts)})" if parts else text


def as_json(found: Iterable[Concept]) -> str:
    """`{"schema", "concepts": [...]}`, the keys those of a concept's file, what is empty left out."""
    return (
        json.dumps({"schema": SCHEMA, "concepts": [_table(each) for each in found]}, ensure_ascii=False, indent=2)
        + "\n"
    )


def _table(concept: Concept) -> dict[str, object]:
    plain: dict[str, object] = {
        "id": concept.id,
        "subject": concept.subject,
        "status": concept.status,
        "definition": concept.definition,
        "severity": concept.severity,
        "note": concept.note,
        "term": [{key: value for key, value in _term_table(each).items() if value} for each in concept.terms],
    }
    return {key: value for key, value in plain.items() if value}


def _term_table(term: Term) -> dict[str, str]:
    return {
        "lang": term.lang,
        "text": term.text,
        "status": term.status,
        "acronym": term.acronym,
        "reviewer": term.reviewer,
        "date": term.date,
        "note": term.note,
    }
