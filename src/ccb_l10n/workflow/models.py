"""`models`: which packages are here, which the courses need, and how they come and go."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ccb_l10n import locales
from ccb_l10n.drafting import archive, index, install, packages
from ccb_l10n.drafting.install import Installed
from ccb_l10n.drafting.packages import Package, serving
from ccb_l10n.errors import CcbError

if TYPE_CHECKING:
    from ccb_l10n.drafting.convert import Order
    from ccb_l10n.drafting.download import Progress
    from ccb_l10n.drafting.index import Offer
    from ccb_l10n.workspace import Workspace

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Need:
    """A pair that a course is to be drafted in, BCP 47; `package` serves it, or `via` (Argos' code) stands between."""

    course: str
    source: str
    target: str
    package: Package | None
    via: str = ""


def here() -> list[Package]:
    """The packages installed, once what killed installations left is taken away."""
    for folder in packages.folders():
        install.sweep(folder)
    return packages.installed()


def needed(workspace: Workspace, known: Sequence[Package]) -> list[Need]:
    """Every course with every language that the settings name or that it has a catalog in, sorted."""
    needs = []
    for course in workspace.courses():
        langs = {*workspace.settings.languages, *workspace.catalog_languages(course.name)}
        for lang in sorted(langs - {course.source_language}):
            needs.append(_need(course.name, course.source_language, lang, known))
    return needs


def _need(course: str, source: str, target: str, known: Sequence[Package]) -> Need:
    start, end = locales.argos(source), locales.argos(target)
    pairs = {(each.source, each.target) for each in known if not each.problem}
    between = sorted(to for one, to in pairs if one == start and (to, end) in pairs)
    via = "en" if "en" in between else next(iter(between), "")
    return Need(course, source, target, serving(known, source, target), via)


def shown(known: Sequence[Package], needs: Sequence[Need], form: str) -> str:
    """The packages and the needs, as `text` or `json`."""
    return _as_json(known, needs) if form == "json" else "".join(f"{line}\n" for line in _lines(known, needs))


def _as_json(known: Sequence[Package], needs: Sequence[Need]) -> str:
    told = {
        "schema": 1,
        "folders": [str(each) for each in packages.folders()],
        "packages": [
            {
                "source": each.source,
                "target": each.target,
                "version": each.version,
                "size": each.size,
                "path": str(each.path),
                "problem": each.problem,
            }
            for each in known
        ],
        "needed": [
            {
                "course": each.course,
                "source": each.source,
                "target": each.target,
                "package": str(each.package.path) if each.package else None,
                "via": each.via or None,
            }
            for each in needs
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _lines(known: Sequence[Package], needs: Sequence[Need]) -> list[str]:
    lines = [described(each) for each in known]
    lines = lines or [f"no package in {' or '.join(str(each.absolute()) for each in packages.folders())}"]
    if needs:
        lines += ["", *(f"{each.course}: {each.source} to {each.target}: {_served(each)}" for each in needs)]
    return lines


def described(package: Package) -> str:
    """A package on one line: pair, version, size, path, and what keeps it from being used."""
    pair = f"{package.source} to {package.target}, {package.version}" if package.source else "unreadable"
    problem = f" -- cannot be used: {package.problem}" if package.problem else ""
    return f"{pair}, {install.megabytes(package.size)}, {package.path}{problem}"


def _served(need: Need) -> str:
    if need.package:
        return f"{need.package.name}, {install.megabytes(need.package.size)}"
    by = f"in two hops by way of {need.via} (draft --allow-pivot), or " if need.via else ""
    return f"no package; {by}`ccb-l10n models install {need.source} {need.target}`"


def install_file(path: Path, say: Say) -> Installed:
    """Install an .argosmodel file. Raises CcbError for one that is no sound package, and where it cannot be written."""
    done = install.install(path, packages.installed(), packages.folders()[0])
    pair = (done.package.source, done.package.target)
    named = re.match(r"translate-(\w+)_(\w+?)-", path.name)
    if named and named.groups() != pair:
        say(f"{path.name} is not what its name says: it translates {pair[0]} to {pair[1]}")
    return done


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
            return install.install(path, packages.installed(), packages.folders()[0])
        finally:
            download.forget(path)


def _here(offer: Offer) -> Package | None:
    """An installed package of the pair that is no older than what is offered."""
    same = (each for each in packages.installed() if (each.source, each.target) == (offer.source, offer.target))
    wanted = index.version_key(offer.version)
    return next((each for each in same if not each.problem and index.version_key(each.version) >= wanted), None)


def _downloaded(offer: Offer, path: Path, say: Say, progress: Progress | None) -> str:
    """Bring the package to `path` from the first of its links that works; give that link."""
    from ccb_l10n.drafting import download

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
    """Remove the packages of a pair (BCP 47), or only one version of it. Raises CcbError where there is none."""
    pair = (locales.argos(source), locales.argos(target))
    known = packages.installed()
    found = [each for each in known if (each.source, each.target) == pair and version in ("", each.version)]
    if not found:
        here = ", ".join(f"{each.source} to {each.target} {each.version}" for each in known if each.source)
        what = f"no package {version} " if version else "no package "
        hint = f"installed: {here}" if here else "none is installed"
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
