"""`overlay`: a region's own contacts, pages and pictures, made and kept in step with the course that they stand in."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ccb_l10n.cli import options, voice


@click.group()
def overlay() -> None:
    """Regional overlays: content/COURSE/overlays/REGION, put over a course without touching it."""


@overlay.command()
@click.argument("course", metavar="COURSE")
@click.argument("region", metavar="REGION")
@click.pass_obj
def init(folder: Path, course: str, region: str) -> None:
    """Make the overlay of a REGION with every `::: local` block of the COURSE, to be rewritten."""
    from ccb_l10n.workflow import overlay_accept

    workspace = options.workspace(folder)
    made = overlay_accept.init(workspace, workspace.courses([course])[0], region)
    for path in made:
        click.echo(path)
    if not any("/blocks/" in path for path in made):
        voice.say(f"{course} has no `::: local NAME` block: the overlay can add pages, pictures and a logo")
    voice.say(f"next: rewrite the texts below content/{course}/overlays/{region}/blocks, then build with --region")


@overlay.command()
@click.argument("course", metavar="COURSE")
@click.argument("region", metavar="REGION")
@click.pass_obj
def accept(folder: Path, course: str, region: str) -> None:
    """Remember what the overrides of a REGION replace as the COURSE has it now.

    Shows what changed since it was remembered last. Exit 1 where an override replaces nothing.
    """
    from ccb_l10n.workflow import overlay_accept

    workspace = options.workspace(folder)
    done = overlay_accept.accept(workspace, workspace.courses([course])[0], region)
    for each in done:
        if each.problem:
            voice.warn(f"{each.kind} {each.name}: {each.problem}\n  next: {each.hint}")
            continue
        click.echo(f"{each.kind} {each.name}: {'accepted' if each.changed else 'up to date'}")
        click.echo(each.diff, nl=False)
    if any(each.problem for each in done):
        sys.exit(options.FINDINGS)
