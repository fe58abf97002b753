"""What the checks share: what they look at, and what they say."""

from __future__ import annotations

from dataclasses import dataclass

from ccb_l10n.model import Catalog, Message, Severity
from ccb_l10n.terminology.concepts import Glossary


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a message stands: its catalog, the catalog's language (BCP 47, or "" when nobody says), the glossary."""

    catalog: Catalog
    lang: str
    glossary: Glossary
    source_language: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found in one message. `span` is in `target`, or in the message's target when that is None.

    `severity` and `line` overrule the check's severity and the message's line.
    """

    text: str
    hint: str = ""
    span: tuple[int, int] | None = None
    target: str | None = None
    concept: str | None = None
    severity: Severity | None = None
    line: int | None = None


def targets(message: Message) -> tuple[str, ...]:
    """The message's target, or all its plural ones."""
    return message.targets or (message.target,)


def blank(text: str) -> bool:
    """Whether nothing in the text can be seen: blanks, controls and invisible marks only."""
    return not any(char.isprintable() and not char.isspace() for char in text)
