"""`memory`: what people translated, out to other programs and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ccb_l10n.cli import options, voice


@click.group()
def memory() -> None:
    """Exchange translations with other programs as TMX.

    `draft` offers what people wrote before, in any course of the workspace, for the same and for similar texts. It
    reads that from the catalogs themselves: export and import are for other programs and other workspaces.
    """


@memory.command()
@options.lang
@options.course
@click.option("--drafts", is_flag=True, help="Also machine drafts, marked as such.")
@click.option("--output", "-o", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE",
              help="A file, or - for stdout; default dist/memory.tmx.")  # fmt: skip
@click.pass_obj
def export(folder: Path, langs: Sequence[str], courses: Sequence[str], drafts: bool, output: Path | None) -> None:
    """Write all that people translated to one TMX 1.4b file.

    For OmegaT (its folder tm/), Weblate, Lokalize and others. Markdown's marks stand in it as plain text.
    Properties say the course and state of each text; a machine draft has the creator MT!.
    """
    from ccb_l10n.workflow import memory_export
    from ccb_l10n.workspace import write

    workspace = options.workspace(folder)
    exported = memory_export.export(workspace, langs, courses, drafts=drafts)
    if output == Path("-"):
        click.echo(exported.text.encode(), nl=False)
    else:
        path = folder.resolve() / output if output else workspace.root / "dist" / "memory.tmx"
        changed = write(path, exported.text.encode())
        click.echo(f"{workspace.shown(path)}: {'written' if changed else 'up to date'}")
    voice.say(", ".join(f"{count} in {lang}" for lang, count in sorted(exported.targets.items())))
    if exported.left_out:
        voice.warn(f"{exported.left_out} left out, with control characters that XML cannot hold")


@memory.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--lang", "-l", "langs", multiple=True, metavar="L",
              help="Take only this language, and those related to it as this one; repeatable.")  # fmt: skip
@click.option("--name", metavar="NAME", default="", help="What to keep it as; default the name of FILE.")
@click.pass_obj
def import_(folder: Path, file: Path, langs: Sequence[str], name: str) -> None:
    """Keep the translations of a TMX FILE for `draft` to offer.

    They are written to locales/memory/LANG/NAME.tmx, to be kept under version control; delete the file to forget
    them. Nobody reviewed them here, so they come after those of the workspace's own catalogs.
    """
    from ccb_l10n.workflow import memory_import

    done = memory_import.import_file(options.workspace(folder), folder / file, langs, name)
    for path, changed in done.files.items():
        click.echo(f"{path}: {'written' if changed else 'up to date'}")
    voice.say(", ".join(f"{count} taken in {lang}" for lang, count in sorted(done.taken.items())))
    for theirs, ours in sorted(done.widened.items()):
        voice.say(f"{theirs} was taken as {ours}")
    for reason, count in sorted(done.refused.items()):
        voice.say(f"{count} not taken: {reason}")
    for lang, count in sorted(done.others.items()):
        voice.say(f"{count} not taken: in {lang or 'no language'}, which is not asked for")
