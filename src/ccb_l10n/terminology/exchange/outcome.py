"""What an import comes to: concepts as they become, what was taken over, and what was not."""

from __future__ import annotations

from dataclasses import dataclass

from ccb_l10n.model import Concept


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is taken over. `column` is "" where a whole term comes or goes, and so is `term` for a concept."""

    concept: str
    column: str
    before: str
    after: str
    lang: str = ""
    term: str = ""
    line: int = 0  # of the file that is imported, or 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that is left as it is, and why. `ours` is what the glossary says, `theirs` what the file says."""

    concept: str
    column: str
    ours: str
    theirs: str
    reason: str
    lang: str = ""
    term: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """A concept as it becomes. `places` tells where each of its terms stood in the old one, None for new terms."""

    concept: Concept
    places: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Results for the concepts that change, sorted by id."""

    results: tuple[Result, ...] = ()
    taken: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
