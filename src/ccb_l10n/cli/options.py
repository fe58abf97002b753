"""What the commands are asked: the options that several of them share, and the workspace they work in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ccb_l10n.workspace import Workspace

FINDINGS, CANNOT_RUN = 1, 2  # exit codes
SEVERITIES = {  # of --fail-on: which severities make the exit code 1
    "error": ("error",),
    "warning": ("error", "warning"),
    "info": ("error", "warning", "info"),
    "never": (),
}

course = click.option("--course", "-c", "courses", multiple=True, metavar="C", help="Only this course; repeatable.")
lang = click.option("--lang", "-l", "langs", multiple=True, metavar="L", help="Language, BCP 47; repeatable.")


def needed_lang(command: Any) -> Any:
    """--lang for a command that cannot do without."""
    text = "Language to translate into, BCP 47; repeatable."
    return click.option("--lang", "-l", "langs", multiple=True, required=True, metavar="L", help=text)(command)


def workspace(folder: Path) -> Workspace:
    """The workspace at a folder or above it. Raises CcbError where there is none."""
    from ccb_l10n import workspace

    return workspace.find(folder.resolve())
