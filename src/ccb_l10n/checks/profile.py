"""Profiles: which checks run and how serious their findings are.

Three are built in: `default` runs each check as its row says, `strict` also those that are opt-in, `lenient` lets
errors be errors and makes all else infos. A workspace and its courses may refine one, or name their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Protocol, TypeVar

from ccb_l10n.checks.problem import Row
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Finding, Severity

LEVELS = ("error", "warning", "info", "on", "off")
BUILT_IN = ("default", "strict", "lenient")
EXTENDS = "extends"  # the key of an own profile that names another to start from
_ERRORS_ALONE = "errors alone"  # what `lenient` gives every check; files cannot say it
AnyRow = TypeVar("AnyRow", bound=Row)


class Layer(Protocol):
    """What one place says: a profile to start from, levels by check id, and own profiles.

    `path` names the place in errors, `lines` has the 1-based lines of its keys: `checks.empty`, `profiles.x.empty`.
    """

    @property
    def path(self) -> str: ...
    @property
    def profile(self) -> str: ...
    @property
    def levels(self) -> Mapping[str, str]: ...
    @property
    def profiles(self) -> Mapping[str, Mapping[str, str]]: ...
    @property
    def lines(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class Profile:
    """Levels by check id; a check without one is as its row says."""

    levels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def rows(self, rows: Iterable[AnyRow]) -> tuple[AnyRow, ...]:
        """The checks that run, each with its severity."""
        return tuple(self._leveled(row) for row in rows if self._runs(row))

    def told(self, finding: Finding) -> Finding:
        """The finding with the severity that it has here.

        A finding may come with a severity of its own, as its concept gives it. A level overrules that, but makes no
        more of an info: what the glossary only points out fails nobody.
        """
        level = self.levels.get(finding.id, "on")
        severity = Severity.INFO if level == _ERRORS_ALONE else _severity(level)
        kept = (Severity.INFO, Severity.ERROR) if level == _ERRORS_ALONE else (Severity.INFO,)
        return finding if severity is None or finding.severity in kept else replace(finding, severity=severity)

    def _runs(self, row: Row) -> bool:
        level = self.levels.get(row.id, _ERRORS_ALONE)
        return not row.opt_in if level == _ERRORS_ALONE else level != "off"

    def _leveled(self, row: AnyRow) -> AnyRow:
        level = self.levels.get(row.id, "on")
        severity = _severity(level)
        if level == _ERRORS_ALONE and row.severity is not Severity.ERROR:
            severity = Severity.INFO
        return replace(row, severity=severity) if severity and severity is not row.severity else row


def _severity(level: str) -> Severity | None:
    return Severity(level) if level in ("error", "warning", "info") else None


def chosen(known: Sequence[Row], layers: Sequence[Layer]) -> Profile:
    """The profile that these layers make, the weightiest last: workspace, course, command line.

    A layer that names a profile starts anew from it; its levels then refine what there is. An own profile may be
    named in every layer, wherever it is defined. Raises CcbError for ids, levels and profiles that there are not,
    with the file, its line where it can be told, and what there is.
    """
    ids = tuple(row.id for row in known)
    own = {name: (layer, table) for layer in layers for name, table in layer.profiles.items()}
    for layer in layers:
        _prove(layer, ids, own)
    levels: Mapping[str, str] = {}
    for layer in layers:
        if layer.profile:
            levels = _expanded(layer.profile, "profile", layer, own, ids)
        levels = {**levels, **layer.levels}
    return Profile(MappingProxyType({**levels}))


_Own = Mapping[str, tuple[Layer, Mapping[str, str]]]


def _prove(layer: Layer, ids: Sequence[str], own: _Own) -> None:
    """Raise CcbError for what is wrong in a layer, whether or not it is used."""
    _prove_table(layer.levels, "checks", layer, ids)
    for name, table in layer.profiles.items():
        key = f"profiles.{name}"
        if name in BUILT_IN:
            hint = f'give it another name; {EXTENDS} = "{name}" starts from the built-in one'
            raise _error(f"the profile {name!r} is built in", hint, layer, key)
        _prove_table({each: level for each, level in table.items() if each != EXTENDS}, key, layer, ids)
        _expanded(name, key, layer, own, ids)


def _prove_table(table: Mapping[str, str], key: str, layer: Layer, ids: Sequence[str]) -> None:
    for check, level in table.items():
        if check not in ids:
            raise _error(f"no check {check!r}", meant(check, ids, "checks"), layer, f"{key}.{check}")
        if level not in LEVELS:
            raise _error(f"no level {level!r}", meant(level, LEVELS, "levels"), layer, f"{key}.{check}")


def _expanded(
    name: str, key: str, layer: Layer, own: _Own, ids: Sequence[str], below: tuple[str, ...] = ()
) -> Mapping[str, str]:
    """The levels of a profile that `key` of a layer names; `below` are those that extend it."""
    if name == "strict":
        return dict.fromkeys(ids, "on")
    if name == "lenient":
        return dict.fromkeys(ids, _ERRORS_ALONE)
    if name == "default":
        return {}
    if name in below:
        way = " -> ".join((*below, name))
        raise _error(f"profiles that extend each other: {way}", "let one of them start from default", layer, key)
    if name not in own:
        raise _error(f"no profile {name!r}", meant(name, (*BUILT_IN, *own), "profiles"), layer, key)
    place, table = own[name]
    base = table.get(EXTENDS, "default")
    levels = _expanded(base, f"profiles.{name}.{EXTENDS}", place, own, ids, (*below, name))
    return {**levels, **{check: level for check, level in table.items() if check != EXTENDS}}


_FEW = 12  # that many names fit on a line or two
_LISTS = {"checks": "docs/checks.md lists the checks", "concepts": "`ccb-l10n glossary find WORD` finds concepts"}


def _error(message: str, hint: str, layer: Layer, key: str) -> CcbError:
    return CcbError(message, layer.path, layer.lines.get(key, 0), hint)


def meant(name: str, there: Sequence[str], what: str) -> str:
    """What to write instead: the nearest of what there is, and all of it where that is little."""
    near = get_close_matches(name, there, 1)
    guess = f"did you mean {near[0]!r}?" if near else ""
    if len(there) <= _FEW:
        return f"{guess} the {what} are: {', '.join(sorted(there))}".strip()
    return guess or _LISTS.get(what, "")
