"""The baseline: findings that a team knows and lives with for now, kept in a file, so that new ones stand out.

One JSON object a line, sorted. A line names no line of a catalog and no whole target: it knows its finding again when
entries move, and when other words of the translation change.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Finding

_NEAR = 3  # words on each side of the span that tell one place of a target from another
_LENGTH = 16  # hexadecimal digits, 64 bits: a stranger's finding is taken for a known one once in 10**19
_WORD = re.compile(r"\w+")
_KEYS = ("concept", "fingerprint", "id", "lang", "path", "until")
_MAY_LACK = ("concept", "lang", "until")
_HINT = "restore the line, or write the file again with `ccb-l10n check --write-baseline`"

Ran = Mapping[str, Collection[str]]  # the ids of the checks that have run, by the path of the catalog


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One known finding. `concept` and `lang` are "" where there is none.

    `until` is the last day on which it is left out, ISO 8601, or "" for as long as it is there.
    """

    path: str
    id: str
    concept: str
    fingerprint: str
    lang: str
    until: str = ""

    def expired(self, today: str) -> bool:
        return bool(self.until) and self.until < today


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a baseline makes of findings: those that are not in it, or no longer, and the entries that need a look.

    Each finding uses up one entry. `stale` entries fit no finding, though their checks ran on their catalogs.
    """

    found: tuple[Finding, ...]
    expired: tuple[Entry, ...] = ()
    stale: tuple[Entry, ...] = ()


def fingerprint(finding: Finding) -> str:
    """A hash of the source, and of the words in and around the span where there is one."""
    words = [_folded(finding.source)]
    if finding.span is not None:
        start, end = finding.span
        before = _WORD.findall(finding.target[:start])[-_NEAR:]
        after = _WORD.findall(finding.target[end:])[:_NEAR]
        words += [_folded(" ".join(before)), _folded(finding.target[start:end]), _folded(" ".join(after))]
    return hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _entry(finding: Finding) -> Entry:
    return Entry(finding.path, finding.id, finding.concept or "", fingerprint(finding), finding.lang or "")


class _Stock:
    """Entries to be used up by findings; of several that fit, the one that lasts longest goes first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._of: dict[Entry, list[Entry]] = {}
        for entry in sorted(entries, key=lambda each: each.until or "9999"):
            self._of.setdefault(replace(entry, until=""), []).append(entry)

    def take(self, finding: Finding) -> Entry | None:
        known = self._of.get(_entry(finding))
        return known.pop() if known else None

    def left(self) -> Iterator[Entry]:
        return (entry for known in self._of.values() for entry in known)


def sift(found: Iterable[Finding], entries: Iterable[Entry], today: str, ran: Ran) -> Sifted:
    """Leave out the findings that the entries know; `today` is ISO 8601."""
    stock = _Stock(entries)
    left: list[Finding] = []
    expired: list[Entry] = []
    for finding in found:
        entry = stock.take(finding)
        if entry is None or entry.expired(today):
            left.append(finding)
        if entry is not None and entry.expired(today):
            expired.append(entry)
    stale = (entry for entry in stock.left() if entry.id in ran.get(entry.path, ()))
    return Sifted(tuple(left), tuple(sorted(expired)), tuple(sorted(stale)))


def recorded(found: Iterable[Finding], entries: Iterable[Entry], until: str, ran: Ran) -> list[Entry]:
    """The entries of a baseline written anew, sorted: one for each finding, with `until` where it is new.

    An entry that fits a finding keeps its date, so that writing again prolongs nothing. One whose check did not
    run on its catalog stays.
    """
    stock = _Stock(entries)
    kept = [stock.take(finding) or replace(_entry(finding), until=until) for finding in found]
    unseen = (entry for entry in stock.left() if entry.id not in ran.get(entry.path, ()))
    return sorted([*kept, *unseen])


def render(entries: Iterable[Entry]) -> str:
    """The file's text: a line an entry, in the order given."""
    return "".join(f"{_line(entry)}\n" for entry in entries)


def _line(entry: Entry) -> str:
    value = {key: getattr(entry, key) or None for key in _KEYS}
    return json.dumps(value, ensure_ascii=False)


def parse(text: str, path: str) -> list[Entry]:
    """Read a baseline; `path` is for errors. Raises CcbError with the line of what is no entry."""
    lines = enumerate(text.removeprefix("\ufeff").split("\n"), 1)
    return [_read(line, path, number) for number, line in lines if line.strip()]


def _read(line: str, path: str, number: int) -> Entry:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CcbError(f"not a baseline entry: {error}", path, number, _HINT) from None
    if not isinstance(value, dict) or set(value) != set(_KEYS):
        raise CcbError(f"not a baseline entry: its keys must be {', '.join(_KEYS)}", path, number, _HINT)
    for key, each in value.items():
        if not isinstance(each, str) and not (each is None and key in _MAY_LACK):
            raise CcbError(f"not a baseline entry: {key} must be a text", path, number, _HINT)
    until = iso_date(value["until"], path, number) if value["until"] else ""
    return Entry(**{**{key: each or "" for key, each in value.items()}, "until": until})


def iso_date(text: str, path: str = "", line: int = 0) -> str:
    """A date as ISO 8601 writes it. Raises CcbError for what is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise CcbError(f"no date: {text!r}", path, line, "write it as 2027-06-30") from None
