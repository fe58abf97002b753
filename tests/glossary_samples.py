"""Concepts for tests: made ones with every kind of text that could get lost on the way, and the repository's own."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from ccb_l10n.model import Concept, Scope, Term
from ccb_l10n.terminology import concepts as reading
from ccb_l10n.terminology.concepts import (
    GENDERS,
    MATCHES,
    PARTS_OF_SPEECH,
    SEVERITIES,
    STATUSES,
    TERM_STATUSES,
)

_LANGS = ("en", "fr", "fr-CA", "pt-BR", "ar", "zh-Hant", "sw")
# What separators, quotation, formulas, escapes, markup and our own marks are made of.
_RISKY = "=+-@'\"|\\,;<&]>#aé\u0301ةك语\u00a0🔒\u200f— "
_WHOLE = ("]]>", "_x0041_", "ccb-l10n note: a", "ccb-l10n status: draft", "'=1", "yes")
_texts = (
    st.text(st.sampled_from(_RISKY), max_size=6)
    | st.sampled_from(_WHOLE)
    | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=4)
)
lines = _texts.filter(lambda text: bool(text) and text == text.strip())  # as terms may be
paragraphs = (_texts | st.builds("{}\n{}".format, _texts, _texts)).filter(lambda text: bool(text.strip()))
_names = st.sampled_from(("plan", "team-1", "a", "incident-response"))
_lists = st.just(()) | st.lists(lines, max_size=2, unique=True).map(tuple)
_maybe = st.just("") | paragraphs


@st.composite
def terms(draw: st.DrawFn) -> Term:
    return Term(
        lang=draw(st.sampled_from(_LANGS)),
        text=draw(lines),
        status=draw(st.sampled_from(TERM_STATUSES)),
        forms=draw(_lists),
        part_of_speech=draw(st.sampled_from(("", *PARTS_OF_SPEECH))),
        gender=draw(st.sampled_from(("", *GENDERS))),
        acronym=draw(st.just("") | lines),
        note=draw(_maybe),
        source=draw(_maybe),
        reviewer=draw(_maybe),
        date=draw(st.just("") | st.dates().map(str)),
    )


def _apart(terms: list[Term]) -> bool:
    """Whether each spelling of a language stands in one term, as the contract wants it."""
    spelled = [
        (term.lang, each)
        for term in terms
        for each in {unicodedata.normalize("NFC", each) for each in (term.text, *term.forms)}
    ]
    return len(spelled) == len(set(spelled))


@st.composite
def concepts(draw: st.DrawFn) -> Concept:
    return Concept(
        id=draw(_names),
        subject=draw(paragraphs),
        status=draw(st.sampled_from(STATUSES)),
        definition=draw(paragraphs),
        source=draw(paragraphs),
        severity=draw(st.sampled_from(SEVERITIES)),
        match=draw(st.sampled_from(MATCHES)),
        terms=tuple(draw(st.lists(terms(), min_size=1, max_size=3).filter(_apart))),
        scope=Scope(draw(_lists), draw(_lists), draw(_lists), draw(_lists)),
        do_not_translate=draw(st.booleans()),
        case_sensitive=draw(st.booleans()),
        related=draw(st.lists(_names, max_size=2, unique=True).map(tuple)),
        pair_with=draw(st.just("") | _names),
        sources=draw(_lists),
        note=draw(_maybe),
    )


glossaries = st.lists(concepts(), min_size=1, max_size=2, unique_by=lambda concept: concept.id)

# Making concepts takes long on a busy machine, and says nothing of what is tested.
patient = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

FOLDER = Path(__file__).parents[1] / "glossary" / "concepts"


@cache
def own_files() -> tuple[tuple[str, str], ...]:
    """The repository's concepts: (path, text)."""
    return tuple((path.as_posix(), path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml")))


@cache
def own() -> tuple[Concept, ...]:
    return reading.load(own_files()).concepts


def grouped(concept: Concept) -> tuple[Term, ...]:
    """The terms by language, in the order in which the languages come first: as formats by language give them."""
    langs = list(dict.fromkeys(term.lang for term in concept.terms))
    return tuple(sorted(concept.terms, key=lambda term: langs.index(term.lang)))
