"""Cases of checks as tables: `tests/cases/checks/*.tsv`, a line a case.

Columns: title, lang, source, target, finds (ids of checks, blanks between them), fixed (empty: as the target).
`⍽` stands for U+00A0, `⎵` for U+202F, `␣` for a blank at an end or beside another, `\\n` for a line break, and
`<U+200B>` for a character that nobody would see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from ccb_l10n.checks import bidi, typography, wording
from ccb_l10n.checks.fixing import fixed
from ccb_l10n.checks.problem import Check, Problem, Setting
from ccb_l10n.model import Catalog, Message, Origin, State
from ccb_l10n.terminology.concepts import Glossary

FOLDER = Path(__file__).parent / "cases" / "checks"
ROWS: tuple[Check, ...] = (*typography.ROWS, *bidi.ROWS, *wording.ROWS)
_CODE = re.compile(r"<U\+([0-9A-F]{4,6})>")


class Case(NamedTuple):
    """One line of a table."""

    lang: str
    source: str
    target: str
    finds: frozenset[str]
    fixed: str

    @property
    def message(self) -> Message:
        return Message(self.source, self.target, state=State.TRANSLATED, origin=Origin.HUMAN, line=7, raw="as read")

    @property
    def rows(self) -> list[Check]:
        """The checks that are on by default, and those that the case names."""
        return [row for row in ROWS if not row.opt_in or row.id in self.finds]


def cases(name: str) -> list[object]:
    """The cases of one table, as pytest's parameters with their titles."""
    lines = (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines()
    read = []
    for line in lines[1:]:
        title, lang, source, target, finds, fixed = line.split("\t")
        case = Case(lang, _plain(source), _plain(target), frozenset(finds.split()), _plain(fixed or target))
        read.append(pytest.param(case, id=title))
    return read


def _plain(shown: str) -> str:
    shown = shown.replace("⍽", "\u00a0").replace("⎵", "\u202f").replace("␣", " ").replace("\\n", "\n")
    return _CODE.sub(lambda found: chr(int(found[1], 16)), shown)


def setting(lang: str) -> Setting:
    return Setting(Catalog((), {}, lang), lang, Glossary(), "en")


def problems(message: Message, lang: str, rows: Iterable[Check] = ROWS) -> list[tuple[str, Problem]]:
    """What the rows say of a message, each with the id of its check."""
    where = setting(lang)
    return [(row.id, problem) for row in rows for problem in row.function(message, where)]


def check_case(case: Case) -> None:
    """A case is found, repaired and left alone as its table says."""
    found = problems(case.message, case.lang, case.rows)
    assert {each for each, _ in found} == case.finds
    assert spans_hold(case.message, found)
    assert fixed(case.message, setting(case.lang), case.rows).target == case.fixed


def spans_hold(message: Message, found: Sequence[tuple[str, Problem]]) -> bool:
    """Whether every span and edit lies in the target it speaks of, and edits are sorted and disjoint."""
    for _, problem in found:
        length = len(message.target if problem.target is None else problem.target)
        edges = [edge for start, end, _ in problem.edits for edge in (start, end)]
        if edges != sorted(edges) or any(not 0 <= edge <= length for edge in (*edges, *(problem.span or ()))):
            return False
    return True
