"""`draft`: fill what is missing, and say what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccb_l10n.cli import options, voice

if TYPE_CHECKING:
    from ccb_l10n.workflow.drafts import Drafted

_PACKAGE = click.Path(path_type=Path, exists=True)
_SOURCES = {  # where a target came from, as it is told
    "copied": "copied",
    "memory": "from memory",
    "glossary": "from the glossary",
    "similar": "from a similar text",
    "machine": "by machine",
}


@click.command()
@options.needed_lang
@options.course
@click.option("--engine-package", "package", type=_PACKAGE, metavar="FILE", help="Use this Argos package instead.")
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", help="What runs the model.")
@click.option("--allow-pivot", is_flag=True, help="Go through a third language where no package has the pair.")
@click.option("--beam", type=click.IntRange(1, 16), default=4, metavar="N", help="Width of the search; default 4.")
@click.option("--no-memory", is_flag=True, help="Take nothing from the courses' own translations.")
@click.option("--dated", is_flag=True, help="Write the day into the ledger (SOURCE_DATE_EPOCH's, or today).")
@click.pass_obj
def draft(
    folder: Path,
    langs: Sequence[str],
    courses: Sequence[str],
    package: Path | None,
    device: str,
    allow_pivot: bool,
    beam: int,
    no_memory: bool,
    dated: bool,
) -> None:
    """Fill what is missing: from people's translations, the glossary, then Argos Translate on this machine.

    Everything is marked as a draft that nobody has reviewed.
    """
    from ccb_l10n.workflow import drafts

    chosen = drafts.Options(package, device, allow_pivot, beam, not no_memory, dated)
    try:
        here = options.workspace(folder)
        for outcome in drafts.draft(here, langs, courses, chosen, bars=voice.progress, warn=voice.warn):
            click.echo(_line(outcome))
    except KeyboardInterrupt:
        voice.say(
            "\nstopped: what was done is kept, unless a warning above says otherwise; run the same command to go on"
        )
        click.get_current_context().exit(options.CANNOT_RUN)


def _line(outcome: Drafted) -> str:
    """What became of one catalog."""
    found = ", ".join(f"{number} {_SOURCES[kind]}" for kind in _SOURCES if (number := outcome.taken.get(kind, 0)))
    line = f"{outcome.path}: {outcome.drafted} of {outcome.missing} missing messages drafted"
    line += f" ({found})" if found else ""
    left = outcome.missing - outcome.drafted
    if left:
        why = ", ".join(f"{number} {reason}" for reason, number in sorted(outcome.refused.items()))
        line += f"; {left} left untranslated{f' ({why})' if why else ''}"
    if outcome.without_term:
        line += f"; {outcome.without_term} without a term of the glossary"
    if outcome.wrong_term:
        line += f"; {outcome.wrong_term} with a term that the glossary forbids"
    return line
