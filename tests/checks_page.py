"""docs/checks.md, written from the rows of the checks: `python tests/checks_page.py` writes it anew."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ccb_l10n.checks import (
    bidi,
    consistency,
    emphasis,
    grouping,
    health,
    length,
    links,
    lost,
    markup,
    numbers,
    required,
    residue,
    scripts,
    source,
    state,
    suppression,
    terms,
    typography,
    units,
    wording,
)
from ccb_l10n.checks.glossary import RULES, UNREADABLE
from ccb_l10n.checks.problem import Row
from ccb_l10n.workflow import msgfmt

PAGE = Path(__file__).parent.parent / "docs" / "checks.md"
FAMILIES: dict[str, tuple[Row, ...]] = {
    "The catalog": (*health.ROWS, lost.LOST, msgfmt.ROW),
    "How far it is": state.ROWS,
    "Markup": (*markup.ROWS, *links.ROWS, *emphasis.ROWS),
    "Terms": (*terms.ROWS, *required.ROWS, *consistency.ROWS),
    "Numbers": (*numbers.ROWS, *grouping.ROWS, *units.ROWS),
    "Left untranslated, or in other letters": (*residue.ROWS, *scripts.ROWS, *length.ROWS),
    "Typography": (*typography.ROWS, *wording.ROWS),
    "Characters that nobody sees": bidi.ROWS,
    "Comments that silence checks": suppression.ROWS,
    "The course's own pages": source.SOURCE_CHECKS,
    "The glossary itself (`glossary lint`)": (UNREADABLE, *RULES),
}
HEAD = """# All checks

What `ccb-l10n check` and `ccb-l10n glossary lint` look for, with the reason and the remedy. The level is what the
check says by itself: profiles change it, comments and baselines silence single findings ([ci.md](ci.md)). *Opt-in*
ones run only where a profile asks for them, `--profile strict` for example. A check that is wrong more often than once
in ten is a note or opt-in ([what was measured](../benchmarks/README.md)).

This page is written from the checks themselves, by `python tests/checks_page.py`.
"""


def page() -> str:
    """The page as it should be."""
    return HEAD + "".join(f"\n## {name}\n\n{''.join(_table(rows))}" for name, rows in FAMILIES.items())


def _table(rows: Iterable[Row]) -> Iterator[str]:
    yield "| check | level | what | why | what to do |\n|---|---|---|---|---|\n"
    for row in rows:
        level = f"{row.severity}, opt-in" if row.opt_in else row.severity
        cells = (f"`{row.id}`", level, row.summary, row.why, row.fix)
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{PAGE}\n")
