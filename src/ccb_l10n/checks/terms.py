"""The glossary's forbidden terms in targets, letter for letter."""

from __future__ import annotations

from collections.abc import Iterator

from ccb_l10n import locales
from ccb_l10n.checks.problem import Check, Problem, Setting, targets
from ccb_l10n.markdown.inline import protected
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Concept, Message, Severity
from ccb_l10n.terminology.match import forbidden as found_in


def forbidden(message: Message, setting: Setting) -> Iterator[Problem]:
    """Every place where a forbidden term stands in running text; code, addresses and tags don't count."""
    if message.state not in SHIPPED or not setting.lang:
        return
    for target in targets(message):
        if next(found_in(target, setting.lang, setting.glossary), None) is None:
            continue  # as in nearly all targets: what is masked need not be known
        for concept, _, (start, end) in found_in(target, setting.lang, setting.glossary, protected(target)):
            yield Problem(
                f"forbidden term for “{concept.id}”: {target[start:end]}",
                hint=_advice(concept, setting.lang),
                span=(start, end),
                target=target,
                concept=concept.id,
                severity=Severity(concept.severity),  # a concept that is only watched is never found
            )


def _advice(concept: Concept, lang: str) -> str:
    """The term to use instead: the nearest region's preferred one, else the admitted ones."""
    for status in ("preferred", "admitted"):
        for tag in locales.fallbacks(lang):
            texts = [each.text for each in concept.terms if each.status == status and locales.bcp47(each.lang) == tag]
            if texts:
                return f"use {' or '.join(texts)}"
    return f"the glossary has no term to use instead; see the concept {concept.id}"


ROWS = (
    Check(
        "forbidden-term",
        Severity.WARNING,
        "The translation uses a term that the glossary forbids",
        "The same thing has the same name in every course.",
        "Use the glossary's preferred term. The concept sets the severity.",
        forbidden,
    ),
)
