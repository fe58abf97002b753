"""`models list`: which packages are here, and which ones the courses need."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ccb_l10n import locales
from ccb_l10n.drafting import index, install, packages
from ccb_l10n.drafting.packages import Package
from ccb_l10n.errors import CcbError

if TYPE_CHECKING:
    from ccb_l10n.workspace import Course, Workspace

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


def needed(workspace: Workspace, known: Sequence[Package], warn: Say) -> list[Need]:
    """Every course with every language that the settings name or that it has a catalog in, sorted.

    `warn` hears of a course whose settings cannot be read, which is left out.
    """
    needs = []
    for course in _courses(workspace, warn):
        langs = {*workspace.settings.languages, *workspace.catalog_languages(course.name)}
        for lang in sorted(langs - {course.source_language}):
            needs.append(_need(course.name, course.source_language, lang, known))
    return needs


def _courses(workspace: Workspace, warn: Say) -> Iterator[Course]:
    try:
        yield from workspace.courses()
        return
    except CcbError as error:
        warn(f"left out: {error}")
    for folder in sorted((workspace.root / "content").iterdir()):  # one by one, for the sake of the others
        with contextlib.suppress(CcbError):
            yield from workspace.courses([folder.name])


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
