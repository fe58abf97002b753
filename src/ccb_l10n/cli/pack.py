"""`pack`: packs that their readers can trust."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from ccb_l10n.cli import options, voice
from ccb_l10n.errors import CcbError

PASSWORD = "CCB_PACK_PASSWORD"  # the environment variable that holds the secret key's password
_HOME = Path("~/.minisign/minisign.key")
_PATH = click.Path(path_type=Path)
_secret = click.option("--secret", "-s", type=_PATH, default=_HOME, show_default=True, metavar="FILE",
                       help="The secret key.")  # fmt: skip


@click.group()
def pack() -> None:
    """Verify, sign and unpack finished packs, offline.

    Signatures are minisign's: whoever has minisign can verify a pack without this program, in the pack's folder, with
    `minisign -Vm SHA256SUMS -p KEYFILE` and then `sha256sum -c SHA256SUMS`, which alone does not see added files.
    """


@pack.command()
@click.argument("place", type=_PATH, metavar="DIR|ZIP")
@click.option("--key", "-k", metavar="FILE|BASE64", help="The publisher's public key, to check the signature with.")
@click.pass_obj
def verify(folder: Path, place: Path, key: str | None) -> None:
    """Whether a pack is as it was published, to the last byte.

    Exit 1 with the name of every file that was changed, added or removed. Without --key only the pack's own checksums
    are compared, which whoever changes a pack can change too.
    """
    from ccb_l10n.packs.manifest import CHECKSUMS, MANIFEST
    from ccb_l10n.workflow import trust

    verdict = trust.verify(folder / place, trust.public_key(key, folder) if key else None)
    for problem in verdict.problems:
        click.echo(problem)
    if verdict.problems:
        voice.say(f"{voice.painted('not verified', 'red', sys.stderr)}: {place}: {len(verdict.problems)} to look at")
        sys.exit(options.FINDINGS)
    click.echo(f"{place}: {verdict.files} files, each as {CHECKSUMS} and {MANIFEST} say")
    if verdict.checked:
        click.echo(f"signature: good, by the key {verdict.signer}\nsigned comment: {verdict.comment}")
    elif verdict.signer:
        click.echo(f"signature: NOT CHECKED; it names the key {verdict.signer}: give its public key with --key")
    else:
        click.echo("signature: none; nothing says who made this pack")


@pack.command()
@click.argument("place", type=_PATH, metavar="DIR")
@_secret
@click.pass_obj
def sign(folder: Path, place: Path, secret: Path) -> None:
    """Sign the pack in DIR, once it verifies.

    Writes SHA256SUMS.minisig, the same bytes each time for the same pack and key: no time is in it but
    SOURCE_DATE_EPOCH, where that is set. The key's password is asked for, or taken from CCB_PACK_PASSWORD.
    """
    from ccb_l10n.packs import signing
    from ccb_l10n.packs.manifest import SIGNATURE
    from ccb_l10n.workflow import trust

    path = folder / secret.expanduser()
    text, loose = trust.secret_text(path)
    if loose:
        voice.warn(f"{path}: others on this machine may read this key; next: chmod 600 {path}")
    password = _password(confirm=False) if signing.encrypted(text, str(path)) else ""
    key = signing.read_secret(text, password, str(path))
    changed = trust.sign(folder / place, key, os.environ.get("SOURCE_DATE_EPOCH", ""))
    click.echo(f"{place / SIGNATURE}: {'written' if changed else 'up to date'}, by the key {key.public.shown}")


@pack.command()
@_secret
@click.option("--public", "-p", type=_PATH, default=Path("minisign.pub"), show_default=True, metavar="FILE",
              help="The public key, to be published.")  # fmt: skip
@click.option("--no-password", is_flag=True, help="Leave the secret key without a password, for machines that sign.")
@click.pass_obj
def keygen(folder: Path, secret: Path, public: Path, no_password: bool) -> None:
    """Make a key to sign packs with, or for minisign.

    Keep the secret key where only you can read it, with a copy in a safe place; publish the public one where readers
    already trust you, not only beside the packs.
    """
    from ccb_l10n.workflow import trust

    path = folder / secret.expanduser()
    key = trust.keep_key(path, folder / public, "" if no_password else _password(confirm=True))
    click.echo(f"{path}: the secret key {key.shown}\n{public}: its public key, {key.base64}")


@pack.command()
@click.argument("file", type=_PATH, metavar="ZIP")
@click.argument("target", type=_PATH, metavar="DIR")
@click.pass_obj
def unpack(folder: Path, file: Path, target: Path) -> None:
    """Unpack a ZIP into DIR, which is new or empty, and never outside of it.

    A zip with names that lead out, links, twins, damaged files or far too much in it is not unpacked at all.
    """
    from ccb_l10n.packs import archive

    count = archive.unpack(folder / file, folder / target)
    click.echo(f"{target}: {count} files")


def _password(*, confirm: bool) -> str:
    """The secret key's password, from the environment or the person at the terminal."""
    given = os.environ.get(PASSWORD)
    if given is None and not sys.stdin.isatty():
        hint = f"set {PASSWORD}, or run it in a terminal"
        raise CcbError("the key needs a password, and there is nobody to ask", hint=hint)
    password = (
        click.prompt("Password", hide_input=True, confirmation_prompt=confirm, err=True) if given is None else given
    )
    if not password:
        raise CcbError("the password is empty", hint="give one, or make the key with --no-password")
    return str(password)
