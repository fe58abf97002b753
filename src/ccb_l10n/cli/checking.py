"""`check`, with what a team needs to live with it: profiles, baselines, repairs, annotations."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ccb_l10n.cli import options, voice

if TYPE_CHECKING:
    from ccb_l10n.model import Finding
    from ccb_l10n.workflow.checking import Checked
    from ccb_l10n.workflow.fixing import Fixed
    from ccb_l10n.workspace import Workspace

_FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the options say; the names are click's."""

    langs: tuple[str, ...]
    courses: tuple[str, ...]
    form: str
    fail_on: str
    verbose: bool
    profile: str
    baseline: Path | None
    write_baseline: Path | None
    until: str
    fix: bool
    dry_run: bool
    annotate: bool
    strip: bool

    def agree(self) -> None:
        """Raise click's usage error where two options cannot both be meant."""
        for wrong, words in (
            (self.strip and (self.fix or self.annotate or self.write_baseline), "--strip goes alone"),
            (self.write_baseline and (self.fix or self.annotate), "--write-baseline changes no catalog"),
            (self.dry_run and not self.fix, "--dry-run needs --fix"),
            (self.dry_run and self.annotate, "--dry-run writes nothing, and --annotate writes"),
            (self.until and not self.write_baseline, "--until needs --write-baseline"),
        ):
            if wrong:
                raise click.UsageError(words)


@click.command()
@options.lang
@options.course
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif", "html"]), default="text")
@click.option("--fail-on", type=click.Choice(options.SEVERITIES), default="error", show_default=True,
              help="The least severity that makes the exit code 1.")  # fmt: skip
@click.option("--verbose", "-v", is_flag=True, help="List every info too.")
@click.option("--profile", default="", metavar="NAME", help="default, strict, lenient, or one of your settings.")
@click.option("--baseline", type=_FILE, metavar="FILE", help="Leave out the findings that FILE knows.")
@click.option("--write-baseline", type=_FILE, metavar="FILE", help="Record today's findings in FILE, and stop.")
@click.option("--until", default="", metavar="DATE", help="With --write-baseline: their last day, 2027-06-30.")
@click.option("--fix", is_flag=True, help="Repair what is safe to repair, but never what was reviewed.")
@click.option("--dry-run", is_flag=True, help="With --fix: show the repairs, write nothing.")
@click.option("--annotate", is_flag=True, help="Write the findings into the catalogs, as translator comments.")
@click.option("--strip", is_flag=True, help="Take these comments out again, and stop.")
@click.pass_obj
def check(folder: Path, /, **given: Any) -> None:
    """Look for what is wrong in the catalogs: terms, markup, numbers, typography, what is stale or empty.

    The exit code is about the catalogs as the command leaves them.
    """
    asked = Asked(**given)
    asked.agree()
    workspace = options.workspace(folder)
    if asked.strip:
        _strip(workspace, asked)
        return
    fixed = _fixed(workspace, asked)
    checked = _found(workspace, folder, asked)
    if checked is None:
        return
    for each in fixed:
        voice.say(_told(each, checked.findings, asked.dry_run))
    if not asked.dry_run:
        _report(checked, asked)
    if any(finding.severity.value in options.SEVERITIES[asked.fail_on] for finding in checked.findings):
        sys.exit(options.FINDINGS)


def _strip(workspace: Workspace, asked: Asked) -> None:
    from ccb_l10n.workflow import annotating

    for path in annotating.strip(workspace, asked.langs, asked.courses):
        click.echo(f"{path}: annotations removed")


def _fixed(workspace: Workspace, asked: Asked) -> Sequence[Fixed]:
    if not asked.fix:
        return ()
    from ccb_l10n.workflow import fixing

    fixed = fixing.fix(workspace, asked.langs, asked.courses, named=asked.profile, dry_run=asked.dry_run)
    if asked.dry_run:
        click.echo("".join(map(fixing.shown, fixed)), nl=False)
    return fixed


def _told(fixed: Fixed, found: Sequence[Finding], dry_run: bool) -> str:
    checks = ", ".join(f"{name} {count}" for name, count in sorted(fixed.checks.items()))
    left = sum(finding.path == fixed.path for finding in found)
    done, rest = ("would be fixed", "findings now") if dry_run else ("fixed", "findings remain")
    return f"{fixed.path}: messages {done}: {len(fixed.changes)} ({checks}); {rest}: {left}"


def _found(workspace: Workspace, folder: Path, asked: Asked) -> Checked | None:
    """The findings to report, less the baseline's and with their lines in the annotated files; None after recording."""
    from ccb_l10n.workflow import annotating, baselines, checking

    checked = checking.check(workspace, asked.langs, asked.courses, named=asked.profile, bare=asked.annotate)
    if asked.write_baseline:
        click.echo(baselines.record(workspace, checked, _below(folder, asked.write_baseline), asked.until))
        return None
    _sift(workspace, checked, asked.baseline and _below(folder, asked.baseline))
    if asked.annotate:
        written, checked.findings = annotating.annotate(workspace, checked.catalogs, checked.findings)
        for path in written:
            voice.say(f"{path}: annotated")
    return checked


def _below(folder: Path, file: Path) -> Path:
    return (folder / file).resolve()


def _sift(workspace: Workspace, checked: Checked, file: Path | None) -> None:
    """Leave out what the baseline knows, and say what is wrong with it."""
    from ccb_l10n.workflow import baselines

    place = baselines.place(workspace, file)
    if place is None:
        return
    sifted = baselines.sift(workspace, checked, place)
    checked.findings = list(sifted.found)
    if sifted.expired:
        voice.warn(f"expired baseline entries: {len(sifted.expired)}; their findings count again")
    if sifted.stale:
        voice.warn(f"stale baseline entries: {len(sifted.stale)}; --write-baseline drops them")


def _report(checked: Checked, asked: Asked) -> None:
    from ccb_l10n.reports import findings
    from ccb_l10n.workflow.checking import KNOWN

    text = findings.shown(
        checked.findings,
        asked.form,
        color=voice.colored(sys.stdout),
        verbose=asked.verbose,
        rows=KNOWN,
        concepts=checked.glossary.concepts,
    )
    click.echo(text, nl=False)
