"""`build`: the whole way from content to packs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ccb_l10n.cli import options, voice

_PERCENT = click.FloatRange(0, 100)


@click.command()
@options.needed_lang
@options.course
@click.option("--format", "-f", "formats", multiple=True, metavar="F",
              help="html, single, epub, scorm, gift, kolibri, pdf, docx, markdown, or all; repeatable.")  # fmt: skip
@click.option("--edition", type=click.Choice(["learner", "trainer"]), default="learner", show_default=True,
              help="Whether passages for trainers, and answers, are in the pack.")  # fmt: skip
@click.option("--region", default="", metavar="R", help="Put this region's overlay on the course.")
@click.option("--frozen", is_flag=True, help="Draft nothing and write nothing below locales/.")
@click.option("--drafts", type=click.Choice(["include", "exclude"]), default="include", show_default=True,
              help="Whether machine drafts go into the pack, labelled.")  # fmt: skip
@click.option("--min-complete", type=_PERCENT, metavar="PERCENT",
              help="Build no pack with less of it in its language.")  # fmt: skip
@click.option("--max-unreviewed", type=_PERCENT, metavar="PERCENT",
              help="Build no pack with more that no person has read.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the list of packs.")
@click.pass_obj
def build(
    folder: Path,
    langs: Sequence[str],
    courses: Sequence[str],
    formats: Sequence[str],
    edition: str,
    region: str,
    frozen: bool,
    drafts: str,
    min_complete: float | None,
    max_unreviewed: float | None,
    as_json: bool,
) -> None:
    """The whole way: extract, merge, draft, check, and build a pack for each course and language."""
    from ccb_l10n.packs.book import Edition
    from ccb_l10n.workflow import building, ordering

    order = ordering.Order(
        tuple(langs),
        tuple(courses),
        tuple(formats),
        frozen,
        drafts == "include",
        Edition(edition),
        region,
        min_complete,
        max_unreviewed,
    )
    summary = building.build(options.workspace(folder), order, voice.warn)
    click.echo(building.shown(summary, as_json=as_json, color=voice.colored(sys.stderr), warn=voice.say), nl=False)
    for line in summary.refused:
        voice.say(line)
    for line in summary.failed:
        voice.say(f"{voice.painted('error', 'red', sys.stderr)}: {line}")
    if summary.failed:
        sys.exit(options.CANNOT_RUN)
    if summary.refused or any(finding.severity.value == "error" for finding in summary.findings):
        sys.exit(options.FINDINGS)
