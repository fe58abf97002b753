"""docs/checks.md, written from the rows of the checks: `python tests/checks_page.py` writes it anew."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
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
from ccb_l10n.checks.pages import drawings, pictures, quizzes, structure
from ccb_l10n.checks.pages import links as page_links
from ccb_l10n.checks.pages import markup as page_markup
from ccb_l10n.checks.problem import Row
from ccb_l10n.workflow import msgfmt

PAGE = Path(__file__).parent.parent / "docs" / "checks.md"
MEASURED = Path(__file__).parent.parent / "benchmarks" / "README.md"
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
    "The course's own words": source.SOURCE_CHECKS,
    "The course's pages": (*page_links.ROWS, *structure.ROWS, *page_markup.ROWS),
    "Quizzes": (*quizzes.ROWS, *quizzes.TRANSLATED),
    "Images": (*pictures.ROWS, *drawings.ROWS),
    "The glossary itself (`glossary lint`)": (UNREADABLE, *RULES),
}
HEAD = """# All checks

What `ccb-l10n check` and `ccb-l10n glossary lint` look for, with the reason and the remedy. A finding looks like this:

    locales/fr/LC_MESSAGES/welcome.po:23: warning french-spaces: a space that breaks before “:”
        source  Here is the plan: read on.
        target  Voici le plan>>> :<<< lisez.
        hint    put a no-break space there; --fix does

The file and the line to open, the level, the check's name, what is wrong, where it is, and what to do. An *error* stops
`check`, a *warning* is worth a look each time, an *info* is for those who have the time. Findings whose remedy says
`--fix does` are repaired by `ccb-l10n check --fix`. One that is wrong is silenced by a comment on its message
(`# ccb-l10n: ignore french-spaces -- why`). The level below is what the check says by itself: profiles change it, and
baselines set old findings aside ([ci.md](ci.md)). *Opt-in* checks run only where a profile asks for them,
`--profile strict` for example.

*Right* is the share of findings that a translator would act on, of those read on courses and manuals that people
translated ([how it was measured](../benchmarks/README.md)); it is empty where there were none, and bare counts where
there were fewer than ten. Warnings with more than that are right in at least nine of ten, or have become infos.
`structure` is an error all the same, for a pack shows the source in place of such a translation; its share is of those
that would be a fault anywhere.

This page is written from the checks themselves and the table of what was measured: `python tests/checks_page.py`.
"""


def page() -> str:
    """The page as it should be."""
    shares = dict(right(MEASURED.read_text("utf-8")))
    return HEAD + "".join(f"\n## {name}\n\n{''.join(_table(rows, shares))}" for name, rows in FAMILIES.items())


def right(text: str) -> Iterator[tuple[str, str]]:
    """The id of each check that was measured, and the last cell of its row: how many of its findings were right."""
    section = text.partition("## How often the checks speak")[2].partition("\n## ")[0]
    table = section[section.index("| check |") :].partition("\n\n")[0]
    for line in table.splitlines()[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        yield cells[0], cells[-1]


def _table(rows: Iterable[Row], shares: Mapping[str, str]) -> Iterator[str]:
    yield "| check | level | right | what | why | what to do |\n|---|---|---|---|---|---|\n"
    for row in rows:
        level = f"{row.severity}, opt-in" if row.opt_in else row.severity
        cells = (f"`{row.id}`", level, shares.get(row.id, ""), row.summary, row.why, row.fix)
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{PAGE}\n")
