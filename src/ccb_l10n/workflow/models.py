"""`models`: how packages come and go."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ccb_l10n import locales
from ccb_l10n.drafting import archive, index, install, packages
from ccb_l10n.drafting.install import Installed
from ccb_l10n.drafting.packages import Package
from ccb_l10n.errors import CcbError

if TYPE_CHECKING:
    from ccb_l10n.drafting.convert import Order
    from ccb_l10n.drafting.download import Progress
    from ccb_l10n.drafting.index import Offer

Say = Callable[[str], None]


def install_file(path: Path, say: Say) -> Installed:
    """Install an .argosmodel file. Raises CcbError for one that is no sound package, and where it cannot be written."""
    done = install.install(path, packages.installed(), packages.folders()[0], partial(_prove, say))
    pair = (done.package.source, done.package.target)
    named = re.match(r"translate-(\w+)_(\w+?)-", path.name)
    if named and named.groups() != pair:
        say(f"{path.name} is not what its name says: it translates {pair[0]} to {pair[1]}")
    return done


def _prove(say: Say, package: Package) -> None:
    """Try a package; `say` hears where that cannot be done. Raises CcbError for one that does not work."""
    from ccb_l10n.drafting import argos

    needed = ("ctranslate2", "sentencepiece", *(("sacremoses",) if package.tokenizer == packages.TOKENIZERS[2] else ()))
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        say(f"not tried whether it works: {' and '.join(missing)} not installed here (pip install 'ccb-l10n[draft]')")
    else:
        argos.prove(package)


def install_pair(source: str, target: str, address: str, say: Say, progress: Progress | None = None) -> Installed:
    """Install the newest package of a pair (BCP 47) from an index; nothing is fetched where it is here already.

    Raises CcbError: no connection, no such pair, a file that is not what the index says.
    """
    from ccb_l10n.drafting import download

    where = index.address(address)
    offer = index.newest(index.parse(download.fetch(where, index.LARGEST), where), source, target, where)
    path = download.folder() / f"translate-{offer.source}_{offer.target}-{offer.version}{packages.SUFFIX}"
    if found := _here(offer):
        return Installed(found, False)
    with download.alone(path, lambda: say("another run downloads this package; waiting for it")):
        if found := _here(offer):  # put there by that run
            return Installed(found, False)
        link = _downloaded(offer, path, say, progress)
        try:
            _verify(path, offer, link, say)
            return install.install(path, packages.installed(), packages.folders()[0], partial(_prove, say))
        finally:
            download.forget(path)


def _here(offer: Offer) -> Package | None:
    """An installed package of the pair that is no older than what is offered."""
    same = (each for each in packages.installed() if (each.source, each.target) == (offer.source, offer.target))
    wanted = index.version_key(offer.version)
    return next((each for each in same if not each.problem and index.version_key(each.version) >= wanted), None)


def _downloaded(offer: Offer, path: Path, say: Say, progress: Progress | None) -> str:
    """Bring the package to `path` from the first of its links that works; give that link.

    One that is there already was whole when a run was killed before it was installed.
    """
    from ccb_l10n.drafting import download

    if path.is_file():
        try:
            _verify(path, offer, str(path), say)
        except CcbError:
            path.unlink(missing_ok=True)
        else:
            return str(path)
    *first, last = offer.links
    for link in first:
        try:
            download.download(link, path, progress)
        except CcbError as error:
            say(f"{link}: {error.message}; trying the next address")
            continue
        return link
    download.download(last, path, progress)
    return last


def _verify(path: Path, offer: Offer, link: str, say: Say) -> None:
    """Raise CcbError unless the file is what the index says it is."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if offer.sha256 and offer.sha256 != digest:
        fault = f"the file is not the one that the index means: its SHA-256 is {digest}, not {offer.sha256}"
        raise CcbError(f"{fault}; it was deleted and nothing was installed", link, hint="try again later")
    if not offer.sha256:
        say(f"the index gives no checksum to compare; SHA-256 of what came: {digest}")
    try:
        found = archive.checked(path)
    except CcbError as error:
        hint = "try again; where a network asks for a log-in first, log in with a browser"
        raise CcbError(f"{error.message}; the file was deleted", link, hint=hint) from None
    if (found.source, found.target) != (offer.source, offer.target):
        fault = f"the file translates {found.source} to {found.target}, not {offer.source} to {offer.target}"
        raise CcbError(f"{fault}; it was deleted and nothing was installed", link)


def remove(source: str, target: str, version: str = "") -> list[Package]:
    """Remove the packages of a pair (BCP 47), or only one version of it. Raises CcbError where there is none.

    The codes may also be what a package says of itself, where that is no language.
    """
    known = packages.installed()
    pairs = {(source, target)}
    with contextlib.suppress(CcbError):
        pairs.add((locales.argos(source), locales.argos(target)))
    found = [each for each in known if (each.source, each.target) in pairs and version in ("", each.version)]
    if not found:
        here = ", ".join(f"{each.source} to {each.target} {each.version}" for each in known if each.source)
        what = f"no package {version} " if version else "no package "
        nothing = "there is nothing to remove: `ccb-l10n models list` shows what is installed"
        hint = f"name one that is installed: {here}" if here else nothing
        raise CcbError(f"{what}translates {source} to {target}", str(packages.folders()[0]), hint=hint)
    for each in found:
        install.remove(each, packages.folders())
    return found


def convert(folder: Path, order: Order, say: Say) -> Installed:
    """Make a package of an OPUS-MT or Marian model and install it.

    Raises CcbError for a folder that holds no such model, and where the package cannot be written.
    """
    from ccb_l10n.drafting import convert, marian

    into, known = packages.folders()[0], packages.installed()
    model = marian.read(folder)
    with install.staging(into, model.weights.stat().st_size) as stage:
        convert.convert(model, order, stage / "package")
        done = install.place(stage / "package", known, into, stage)
    if not any("licen" in path.name.lower() or "copying" in path.name.lower() for path in model.notes):
        say(f"no licence lies in {folder}: find out whether what it writes may be published")
    return done
