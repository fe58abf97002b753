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
from ccb_l10n.drafting.packages import Package
from ccb_l10n.errors import CcbError

if TYPE_CHECKING:
    from ccb_l10n.drafting.convert import Order
    from ccb_l10n.drafting.download import Progress
    from ccb_l10n.drafting.index import Offer
    from ccb_l10n.workspace import Workspace

Say = Callable[[str], None]

_PIVOT = "en"  # what nearly all of Argos' packages translate from or to


@dataclass(frozen=True, slots=True)
class Need:
    """A pair that a course is to be drafted in, BCP 47.

    `route` are the packages that serve it: one; two, which only --allow-pivot goes through; or none. `narrow` is a
    narrower tag of the target that would be served where the target is not. `lacking` are the pairs (BCP 47) whose
    packages would serve it in one hop, and `halves` those that would in two, where it is not served at all.
    """

    course: str
    source: str
    target: str
    route: tuple[Package, ...]
    narrow: str = ""
    lacking: tuple[tuple[str, str], ...] = ()
    halves: tuple[tuple[str, str], ...] = ()

    @property
    def via(self) -> str:
        """The language between two hops, in Argos' code, or nothing."""
        return self.route[0].target if len(self.route) == 2 else ""

    @property
    def size(self) -> int:
        """Bytes on disk of what serves it."""
        return sum(each.size for each in self.route)


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
    direct = packages.serving(known, source, target)
    if direct:
        return Need(course, source, target, (direct,))
    route = packages.hops(known, source, target)
    between = (
        ((source, _PIVOT), (_PIVOT, target)) if _PIVOT not in (locales.argos(source), locales.argos(target)) else ()
    )
    halves = () if route else tuple(pair for pair in between if not packages.serving(known, *pair))
    return Need(course, source, target, route, packages.narrower(known, source, target), ((source, target),), halves)


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
                "packages": [str(package.path) for package in each.route],
                "size": each.size,
                "via": each.via or None,
                "lacking": [list(pair) for pair in each.lacking],
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
    lacking = sorted({pair for each in needs if not each.route for pair in each.lacking})
    if lacking:
        count = "1 package is" if len(lacking) == 1 else f"{len(lacking)} packages are"
        lines += ["", f"{count} needed still; Argos' own have {index.USUAL} each"]
    return lines


def described(package: Package) -> str:
    """A package on one line: pair, version, size, path, and what keeps it from being used."""
    pair = f"{package.source} to {package.target}, {package.version}" if package.source else "unreadable"
    problem = f" -- cannot be used: {package.problem}" if package.problem else ""
    return f"{pair}, {install.megabytes(package.size)}, {package.path}{problem}"


def _served(need: Need) -> str:
    """What serves a pair and how, or what to install for it."""
    named = " + ".join(f"{each.name}, {install.megabytes(each.size)}" for each in need.route)
    if need.via:
        return f"only with draft --allow-pivot, through {need.via}: {named}; in one hop: {_commands(need.lacking)}"
    if need.route:
        return named + _wider(need)
    told = f"no package; {_commands(need.lacking)}"
    if need.halves:
        told += f"; or {_commands(need.halves)}, then draft --allow-pivot"
    if need.narrow:
        told += f"; one for {locales.name(need.narrow)} is here: --lang {need.narrow}, if its readers will do"
    return told


def _wider(need: Need) -> str:
    """What a package of a wider language than the one asked for is not."""
    package = need.route[0]
    if (package.source, package.target) == (locales.argos(need.source), locales.argos(need.target)):
        return ""
    return f"; none for {need.source} to {need.target} itself: {_commands([(need.source, need.target)])}"


def _commands(pairs: Sequence[tuple[str, str]]) -> str:
    return " and ".join(f"`ccb-l10n models install {source} {target}`" for source, target in pairs)


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
