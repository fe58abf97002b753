"""`glossary`: the shared terms, out to other programs and back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ccb_l10n.cli import options, voice

_FORMATS = ("csv", "xlsx", "tbx", "martif", "tsv", "po", "html")


@click.group()
def glossary() -> None:
    """Look up, check and exchange the shared terms of glossary/concepts."""


@glossary.command()
@click.option("--lang", "-l", "langs", multiple=True, metavar="L",
              help="A language in which every concept should have a term; default the workspace's.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif", "html"]), default="text")
@click.option("--fail-on", type=click.Choice(options.SEVERITIES), default="error", show_default=True,
              help="The least severity that makes the exit code 1.")  # fmt: skip
@click.option("--verbose", "-v", is_flag=True, help="List every info too.")
@click.pass_obj
def lint(folder: Path, langs: Sequence[str], form: str, fail_on: str, verbose: bool) -> None:
    """Look for what is wrong in the glossary itself.

    Files that are no concepts, one text for two concepts, terms that would never be found, sources whose licence does
    not allow it, missing languages, and what nobody has reviewed.
    """
    from ccb_l10n.checks.glossary import RULES, UNREADABLE
    from ccb_l10n.reports import findings
    from ccb_l10n.workflow import linting

    found = linting.lint(options.workspace(folder), langs)
    rows = (UNREADABLE, *RULES)
    click.echo(findings.shown(found, form, color=voice.colored(sys.stdout), verbose=verbose, rows=rows), nl=False)
    if any(finding.severity.value in options.SEVERITIES[fail_on] for finding in found):
        sys.exit(options.FINDINGS)


@glossary.command()
@click.argument("word")
@click.option("--lang", "-l", "langs", multiple=True, metavar="L",
              help="Show only the terms of this language, BCP 47; repeatable.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def find(folder: Path, word: str, langs: Sequence[str], form: str) -> None:
    """Show the concepts that WORD may mean, in all languages; exit 1 where there are none.

    WORD may be in any language, inflected, an acronym, a part of a term or a whole sentence.
    """
    from ccb_l10n import locales
    from ccb_l10n.reports import concepts
    from ccb_l10n.workflow import linting

    shown = [locales.bcp47(lang) for lang in langs]
    found = linting.find(options.workspace(folder), word)
    click.echo(concepts.as_json(found) if form == "json" else concepts.shown(found, shown), nl=False)
    if not found:
        sys.exit(options.FINDINGS)


@glossary.command()
@click.option("--format", "-f", "form", type=click.Choice(_FORMATS), required=True, help="What to write.")
@click.option("--lang", "-l", "langs", multiple=True, metavar="L", help="Only this language, BCP 47; repeatable.")
@click.option("--subject", "-s", "subjects", multiple=True, metavar="S",
              help="Only this subject and those below it, such as cyber/law; repeatable.")  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path, allow_dash=True), metavar="PATH",
              help="A file or folder, or - for stdout; default dist/glossary.")  # fmt: skip
@click.pass_obj
def export(folder: Path, form: str, langs: Sequence[str], subjects: Sequence[str], output: Path | None) -> None:
    """Write the glossary for other programs.

    \b
    csv, xlsx  a row a term, for reviewers and their spreadsheets; with --lang
               also a row to fill for each concept without a term
    tbx        TBX v3 (ISO 30042:2019, TBX-Basic), for terminology tools
    martif     TBX v2 for Weblate, a file a language
    tsv        glossaries of OmegaT, a file a language
    po         glossaries for Poedit and Weblate, a file a language
    html       a page a language, to read and print

    csv, xlsx, tbx and martif come back with `glossary import`. What a format cannot hold is said, and an import
    leaves it as it is.
    """
    from ccb_l10n.workflow import glossary as use

    exported = use.export(options.workspace(folder), form, langs, subjects)
    if exported.lost:
        voice.say(f"{form} cannot hold: {', '.join(f'{name} ({count})' for name, count in exported.lost.items())}")
        voice.say("  in brackets: concepts that have it")
    if output == Path("-"):
        if len(exported.files) > 1:
            raise click.UsageError(f"{form} is {len(exported.files)} files here: choose one --lang, or a folder.")
        for _, data in exported.files:
            click.echo(data, nl=False)
        return
    for path, changed in use.save(options.workspace(folder), exported, folder / output if output else None):
        click.echo(f"{path}: {'written' if changed else 'up to date'}")


@glossary.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--base", type=click.Path(path_type=Path), metavar="FILE",
              help="The export that the editor started from; csv and xlsx carry it with them.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would come of it and write nothing.")
@click.pass_obj
def import_(folder: Path, file: Path, base: Path | None, dry_run: bool) -> None:
    """Take over what somebody changed in an exported csv, xlsx, tbx or martif FILE.

    A change that only the file has is taken. Where the glossary changed too, it stays as it is, both are shown and
    the exit code is 1. Rows that are missing delete nothing: write yes in the column `delete` for that.
    """
    from ccb_l10n.workflow import glossary as use

    done = use.import_file(options.workspace(folder), folder / file, folder / base if base else None, dry_run=dry_run)
    for line in use.lines(done.outcome):
        click.echo(line)
    for path in done.files:
        would, did = ("would be created", "created") if path in done.made else ("would change", "written")
        click.echo(f"{path}: {would if dry_run else did}")
    if done.passed:
        voice.say(f"no place in the glossary for: {', '.join(use.passed_over(done.passed))}")
    taken, left = len(done.outcome.taken), len(done.outcome.conflicts)
    voice.say(f"{taken} taken, {left} not taken" if taken or left else "nothing to take over")
    if left:
        if any("--base" in each.reason for each in done.outcome.conflicts):
            voice.say("  next: name the export that the editor started from with --base")
        sys.exit(options.FINDINGS)
