"""Which concepts a message's source speaks of, and where they count."""

from __future__ import annotations

from dataclasses import dataclass

from ccb_l10n.checks.problem import Setting
from ccb_l10n.markdown.inline import protected
from ccb_l10n.model import Concept, Message
from ccb_l10n.terminology import match
from ccb_l10n.terminology.concepts import counts_in


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The concepts of one source text, remembered until the next text is asked for."""

    source: str
    hits: tuple[match.Hit, ...]


def spoken(message: Message, setting: Setting) -> tuple[match.Hit, ...]:
    """The terms that the source uses in running text, in order, of concepts whose scope covers this message.

    Watched concepts are among them; code, addresses and tags don't count.
    """
    known = setting.memo.get("spoken")
    if isinstance(known, _Spoken) and known.source == message.source:
        return known.hits
    masked = protected(message.source)
    found = match.occurrences(message.source, setting.source_language, setting.glossary, masked)
    hits = tuple(hit for hit in found if covers(hit.concept, message.source, setting))
    setting.memo["spoken"] = _Spoken(message.source, hits)
    return hits


def covers(concept: Concept, source: str, setting: Setting) -> bool:
    """Whether the concept's scope lets it count in this course, and in a message with this source."""
    if not counts_in(concept, setting.course, setting.subjects):
        return False
    folded = source.casefold()
    return not concept.scope.contexts or any(phrase.casefold() in folded for phrase in concept.scope.contexts)
