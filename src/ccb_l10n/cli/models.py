"""`models`: the Argos packages that drafts are made with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ccb_l10n.cli import options, voice
from ccb_l10n.errors import CcbError

if TYPE_CHECKING:
    from ccb_l10n.drafting.install import Installed


@click.group()
def models() -> None:
    """List, install and remove the Argos packages that drafts are made with."""


@models.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def list_(folder: Path, form: str) -> None:
    """Show the packages on this machine, and what the courses' languages still need.

    Outside of a workspace only the packages. Nothing is asked of the network.
    """
    from ccb_l10n.workflow import models_list as use

    known = use.here()
    here = folder.resolve()
    inside = any((each / "content").is_dir() for each in (here, *here.parents))
    try:
        needs = use.needed(options.workspace(folder), known, voice.warn) if inside else []
    except CcbError as error:  # in the workspace's own settings: it has nothing to do with the packages
        voice.warn(f"what the courses need is not known: {error}")
        needs = []
    click.echo(use.shown(known, needs, form), nl=False)


@models.command()
@click.argument("what", nargs=-1, required=True, metavar="FILE | SOURCE TARGET")
@click.option("--index", "address", default="", metavar="URL",
              help="Another index than Argos' public one, or what ARGOS_PACKAGE_INDEX names; https.")  # fmt: skip
@click.pass_obj
def install(folder: Path, what: tuple[str, ...], address: str) -> None:
    """Install a package: an .argosmodel FILE, or the newest for a pair of languages.

    \b
    ccb-l10n models install translate-en_fr-1_9.argosmodel
    ccb-l10n models install en fr

    A file is looked at before anything is written, and takes its place whole or not at all. A pair is downloaded
    from Argos' public index: the only command of all that uses the network. A download that was cut is gone on with.
    """
    from ccb_l10n.workflow import models as use

    if len(what) == 1:
        _say(use.install_file(folder / what[0], voice.say))
    elif len(what) == 2:
        _say(use.install_pair(*what, address, voice.say, _bar()))
    else:
        raise click.UsageError("Name one file, or two languages.")


@models.command()
@click.argument("source")
@click.argument("target")
@click.option("--version", default="", metavar="V", help="Only this version; default all.")
def remove(source: str, target: str, version: str) -> None:
    """Remove the packages that translate SOURCE to TARGET, and say which."""
    from ccb_l10n.drafting.install import megabytes
    from ccb_l10n.workflow import models as use

    for package in use.remove(source, target, version):
        click.echo(f"removed {package.path} ({megabytes(package.size)})")


@models.command("import")
@click.argument("model", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--source", "-s", required=True, metavar="L", help="The language that it reads, BCP 47.")
@click.option("--target", "-t", required=True, metavar="L", help="The language that it writes, BCP 47.")
@click.option(
    "--name", default="", metavar="TEXT", help="What it is called, for the record; default the folder's name."
)
@click.option("--version", default="1.0", show_default=True, metavar="V", help="The package's version.")
@click.option("--mark", default="", metavar=">>ID<<",
              help="For a model of several languages: the mark that asks for this one, such as >>swh<<.")  # fmt: skip
@click.pass_obj
def import_(folder: Path, model: Path, source: str, target: str, name: str, version: str, mark: str) -> None:
    """Make a package of an OPUS-MT or Marian model in DIR and install it.

    For the many pairs that Argos does not publish: Swahili, Haitian Creole, Bislama, Samoan. DIR is a release,
    unpacked: decoder.yml, an .npz, a vocabulary, source.spm and target.spm. Its licence goes with it.
    """
    from ccb_l10n.drafting.convert import Order
    from ccb_l10n.workflow import models as use

    _say(use.convert(folder / model, Order(source, target, version, name, mark), voice.say))


def _say(done: Installed) -> None:
    from ccb_l10n.workflow import models_list as use

    word = "installed" if done.fresh else "installed already"
    click.echo(f"{word}: {use.described(done.package)}")
    for other in done.others:
        command = f"ccb-l10n models remove {other.source} {other.target} --version {other.version}"
        voice.say(f"also here: version {other.version}; `{command}` removes it")


def _bar() -> Any:
    """A progress bar in megabytes for a terminal, drawn again when a tenth of a megabyte came; nothing elsewhere."""
    if not sys.stderr.isatty():
        return None
    last = ""

    def show(done: int, total: int) -> None:
        nonlocal last
        share = f" of {total / 1e6:.1f} MB, {100 * done // total} %" if total else " MB"
        line = f"\rdownloading {done / 1e6:.1f}{share}"
        if line != last:
            click.echo(line + ("\n" if done == total else ""), nl=False, err=True)
        last = line

    return show
