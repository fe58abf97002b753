"""What the checks of a course's own text share: the passages they see, and a row of their table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ccb_l10n.checks.problem import Problem, Row, Setting
from ccb_l10n.model import Segment


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment of a page; `path` is the page's in the workspace."""

    path: str
    segment: Segment

    @property
    def text(self) -> str:
        return self.segment.source


Noted = Iterator[tuple[Passage, Problem]]


@dataclass(frozen=True, slots=True)
class SourceCheck(Row):
    """A check of a course's own text; `function` sees all its passages in reading order."""

    function: Callable[[Sequence[Passage], Setting], Noted]
