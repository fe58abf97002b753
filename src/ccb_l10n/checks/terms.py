"""Terms that a target should not use: those the glossary forbids or deprecates, and other regions' ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ccb_l10n import locales
from ccb_l10n.checks.problem import Check, Problem, Setting, targets
from ccb_l10n.checks.scope import covers, spoken
from ccb_l10n.markdown.inline import protected
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Concept, Message, Severity, Term
from ccb_l10n.terminology import match
from ccb_l10n.terminology.concepts import GOOD

Found = Iterator[tuple[Concept, Term, tuple[int, int]]]


def forbidden(message: Message, setting: Setting) -> Iterator[Problem]:
    """Every place where a forbidden term stands in running text; code, addresses and tags don't count."""
    for concept, target, (start, end) in _found(match.forbidden, message, setting):
        text = f"forbidden term for “{concept.id}”: {target[start:end]}"
        severity = Severity(concept.severity)  # a concept that is only watched is never found
        if severity is Severity.ERROR and concept.status != "approved":
            severity = Severity.WARNING
        yield Problem(text, advice(concept, setting.lang), (start, end), target, concept.id, severity)


def deprecated(message: Message, setting: Setting) -> Iterator[Problem]:
    """Every place where a deprecated term stands in running text, and the source speaks of its concept.

    Such a term may be a good word for something else, unlike a forbidden one.
    """
    for concept, target, (start, end) in _found(match.deprecated, message, setting):
        if concept.id not in _spoken_of(message, setting):
            continue
        text = f"deprecated term for “{concept.id}”: {target[start:end]}"
        yield Problem(text, advice(concept, setting.lang), (start, end), target, concept.id)


def regional(message: Message, setting: Setting) -> Iterator[Problem]:
    """Every place where a good term of another region stands, and the concept has one of its own for this language.

    Only where the source speaks of the concept: the word may be a good one for something else.
    """
    if message.state not in SHIPPED or not _other_regions(setting):
        return
    named = _spoken_of(message, setting)
    for region, theirs in _other_regions(setting).items():
        if named.isdisjoint(theirs):
            continue  # as mostly: nothing that the source speaks of has a word of its own there
        for target in targets(message):
            for hit in match.occurrences(target, region, setting.glossary, protected(target)):
                if hit.concept.id in named and _is_foreign(hit, region, setting):
                    text = f"the term of {region} for “{hit.concept.id}”: {target[slice(*hit.span)]}"
                    yield Problem(text, advice(hit.concept, setting.lang), hit.span, target, hit.concept.id)


def _spoken_of(message: Message, setting: Setting) -> set[str]:
    return {hit.concept.id for hit in spoken(message, setting)}


def _other_regions(setting: Setting) -> dict[str, set[str]]:
    """The regions and scripts of this language that are not this one's, with the concepts that have a term there."""
    known = setting.memo.get("regions")
    if isinstance(known, dict):
        return known
    found: dict[str, set[str]] = {}
    own = locales.fallbacks(setting.lang) if setting.lang else ()
    here = locales.parse(setting.lang).language if setting.lang else ""
    for concept in setting.glossary.concepts:
        for term in concept.terms:
            if locales.parse(term.lang).language == here and term.lang not in own:
                found.setdefault(term.lang, set()).add(concept.id)
    setting.memo["regions"] = found
    return found


def _is_foreign(hit: match.Hit, region: str, setting: Setting) -> bool:
    """Whether the term is that region's alone, and a translator here has another one to use."""
    if hit.term.lang != region or hit.term.status not in GOOD or hit.concept.severity == "watch":
        return False
    own = locales.fallbacks(setting.lang)
    here = [each for each in hit.concept.terms if each.lang in own]
    texts = {text.casefold() for each in here if each.status in GOOD for text in (each.text, *each.forms)}
    return bool(texts) and hit.term.text.casefold() not in texts


def _found(
    search: Callable[..., Found], message: Message, setting: Setting
) -> Iterator[tuple[Concept, str, tuple[int, int]]]:
    """What the search finds in the targets, as (concept, target, span), where the concept's scope covers it."""
    if message.state not in SHIPPED or not setting.lang or message.target == message.source:
        return
    for target in targets(message):
        if next(search(target, setting.lang, setting.glossary), None) is None:
            continue  # as in nearly all targets: what is masked need not be known
        for concept, _, span in search(target, setting.lang, setting.glossary, protected(target)):
            if covers(concept, message.source, setting):
                yield concept, target, span


def advice(concept: Concept, lang: str) -> str:
    """The term to use instead: the nearest region's preferred one, else the admitted ones."""
    texts = wanted_texts(concept, lang)
    if texts:
        return f"use {' or '.join(texts)}"
    return f"the glossary has no term to use instead; see the concept {concept.id}"


def wanted_texts(concept: Concept, lang: str) -> list[str]:
    """The texts to use in a language: the nearest region's preferred ones, else the admitted ones, else none."""
    for status in GOOD:
        for tag in locales.fallbacks(lang):
            texts = [each.text for each in concept.terms if each.status == status and locales.bcp47(each.lang) == tag]
            if texts:
                return texts
    return []


ROWS = (
    Check(
        "forbidden-term",
        Severity.WARNING,
        "The translation uses a term that the glossary forbids",
        "The same thing has the same name in every course.",
        "Use the glossary's preferred term. The concept sets the severity.",
        forbidden,
    ),
    Check(
        "deprecated-term",
        Severity.INFO,
        "The translation uses a term that the glossary deprecates",
        "It is understood, and the same thing should have the same name in every course.",
        "Use the glossary's preferred term.",
        deprecated,
    ),
    Check(
        "region-term",
        Severity.WARNING,
        "The translation uses the term of another region",
        "Readers of one region may not know another's word, or know it in another sense.",
        "Use the term that the glossary has for this region.",
        regional,
    ),
)
