"""The commands. Results go to stdout; progress, warnings and errors to stderr.

Exit codes: 0 clean, 1 findings or something out of date, 2 could not run.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import ccb_l10n
from ccb_l10n.cli import building, checking, drafting, glossary, memory, models, options, overlay, pack, voice
from ccb_l10n.errors import CcbError

if TYPE_CHECKING:
    from ccb_l10n.model import Finding

_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


class _Group(click.Group):
    """Turns what cannot go on into its own words and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (CcbError, OSError) as error:
            click.echo(f"{voice.painted('error', 'red', sys.stderr)}: {error}", err=True)
            ctx.exit(options.CANNOT_RUN)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "folder", type=_FOLDER, default=Path(), metavar="DIR", help="Work as if started in DIR.")
@click.version_option(ccb_l10n.__version__, prog_name="ccb-l10n")
@click.pass_context
def main(ctx: click.Context, folder: Path) -> None:
    """Take cyber-capacity-building courses written in Markdown into many languages, offline."""
    gc.set_threshold(100_000, 50, 1000)  # what a command makes mostly lives to its end: look for garbage less often
    ctx.obj = folder


@main.command()
@click.argument("target", type=click.Path(path_type=Path), metavar="DIR")
@click.pass_obj
def init(folder: Path, target: Path) -> None:
    """Make a new workspace in DIR, with a sample course that builds at once."""
    from ccb_l10n.workflow import starting

    for path in starting.init(folder / target):
        click.echo(path)
    click.echo(f"next: ccb-l10n -C {folder / target} build --lang fr", err=True)


@main.command()
@options.course
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where a template is out of date.")
@click.pass_obj
def extract(folder: Path, courses: Sequence[str], check: bool) -> None:
    """Bring the templates (locales/COURSE.pot) in step with the content."""
    from ccb_l10n.workflow import templates

    outcomes = templates.extract(options.workspace(folder), courses, check=check)
    _report(outcomes, check)


@main.command()
@options.lang
@options.course
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where a catalog is out of date.")
@click.pass_obj
def merge(folder: Path, langs: Sequence[str], courses: Sequence[str], check: bool) -> None:
    """Bring the catalogs in step with their templates, losing no translation."""
    from ccb_l10n.workflow import catalogs

    _report(catalogs.merge_all(options.workspace(folder), langs, courses, check=check), check)


main.add_command(building.build)
main.add_command(drafting.draft)
main.add_command(checking.check)
main.add_command(glossary.glossary)
main.add_command(memory.memory)
main.add_command(models.models)
main.add_command(overlay.overlay)
main.add_command(pack.pack)


@main.command()
@options.lang
@options.course
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text")
@click.pass_obj
def status(folder: Path, langs: Sequence[str], courses: Sequence[str], form: str) -> None:
    """How far each course is in each language: counts and shares by state, words left."""
    from ccb_l10n.workflow import progress

    unreadable: list[Finding] = []
    rows = progress.status(options.workspace(folder), langs, courses, unreadable)
    click.echo(progress.shown_status(rows, form, color=voice.colored(sys.stdout)), nl=False)
    voice.complain(unreadable)
    if unreadable:
        sys.exit(options.FINDINGS)


def _report(outcomes: Sequence[Any], check: bool) -> None:
    """Say what was done; exit 1 for findings, or with --check for what is out of date."""
    for outcome in outcomes:
        word = ("out of date" if check else "written") if outcome.changed else "up to date"
        tail = f" ({outcome.summary})" if outcome.summary else ""
        click.echo(f"{outcome.path}: {word}, {outcome.messages} messages{tail}")
        voice.complain(outcome.findings)
    if any(outcome.findings or (check and outcome.changed) for outcome in outcomes):
        sys.exit(options.FINDINGS)
