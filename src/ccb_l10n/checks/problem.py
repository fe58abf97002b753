"""What the checks share: what they look at, what they say, and what a row of their table is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ccb_l10n.model import Catalog, Edit, Message, Severity
from ccb_l10n.terminology.concepts import Glossary


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a message stands: its catalog, the catalog's language (BCP 47, or "" when nobody says), the glossary.

    `course` is the catalog's course and `subjects` are the course's, for the scopes of concepts. `memo` is the
    checks' own: what several of them need to know of one text is found once.
    """

    catalog: Catalog
    lang: str
    glossary: Glossary
    source_language: str
    course: str = ""
    subjects: tuple[str, ...] = ()
    memo: dict[str, object] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found in one message. `span` is in `target`, or in the message's target when that is None.

    `severity` and `line` overrule the check's severity and the message's line. `edits`, in the same target, repair
    it where no person needs to decide: (start, end, replacement), sorted and disjoint.
    """

    text: str
    hint: str = ""
    span: tuple[int, int] | None = None
    target: str | None = None
    concept: str | None = None
    severity: Severity | None = None
    line: int | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What every check's row says of itself: `id` is kebab-case and stable, for reports and suppressions.

    A check with `opt_in` runs only where a profile asks for it.
    """

    id: str
    severity: Severity
    summary: str
    why: str
    fix: str
    opt_in: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Check(Row):
    """A check of catalogs; `function` yields its problems.

    With `of_header` it is called once for each catalog, with an empty message for the header;
    otherwise once for each message that is not obsolete.
    """

    function: Callable[[Message, Setting], Iterator[Problem]]
    of_header: bool = False


def targets(message: Message) -> tuple[str, ...]:
    """The message's target, or all its plural ones."""
    return message.targets or (message.target,)


def blank(text: str) -> bool:
    """Whether nothing in the text can be seen: blanks, controls and invisible marks only."""
    return not any(char.isprintable() and not char.isspace() for char in text)
