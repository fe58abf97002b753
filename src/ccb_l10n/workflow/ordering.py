"""What a build is asked for, and what it made."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Finding
from ccb_l10n.packs import archive
from ccb_l10n.packs.book import Edition


@dataclass(frozen=True, slots=True)
class Order:
    """What to build. `frozen` neither drafts nor writes below locales/; `with_drafts` lets machine text out.

    A pack that is less complete than `min_complete`, or less reviewed than `max_unreviewed` asks, is not built.
    """

    langs: tuple[str, ...]
    courses: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    frozen: bool = False
    with_drafts: bool = True
    edition: Edition = Edition.LEARNER
    region: str = ""
    min_complete: float | None = None  # per cent of the passages
    max_unreviewed: float | None = None  # per cent of the passages


@dataclass(slots=True)
class Summary:
    """What a build made: packs as (course, lang, format, path), counts by language and course, and where time went."""

    packs: list[dict[str, str]] = field(default_factory=list)
    counts: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    with_drafts: bool = True
    refused: list[str] = field(default_factory=list)  # lines on the packs that did not pass the gates
    failed: list[str] = field(default_factory=list)  # what stopped a language or a course, each once
    seconds: dict[str, float] = field(default_factory=dict)

    def find(self, findings: Iterable[Finding]) -> None:
        """Add what is new: all languages of a build are told the same of the course itself."""
        known = {*self.findings}
        self.findings += [each for each in findings if each not in known]

    def fail(self, error: CcbError) -> None:
        """Add what stopped a pack, unless it stopped another before."""
        if str(error) not in self.failed:
            self.failed.append(str(error))

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add what runs inside to the seconds of a stage."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What packs take from around the content, the same for all courses of a build: the time that they bear, in
    seconds since 1970, the commit that the content is of, and the fonts that are here."""

    epoch: int
    commit: str | None
    fonts: str


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats to make; `lenient` where one that cannot be made here is passed over. Those of `withheld` are only
    spoken of: they tell learners the answers, and nobody asked for them by name."""

    names: tuple[str, ...]
    lenient: bool
    withheld: tuple[str, ...] = ()


def epoch() -> int:
    """The time that packs bear, in seconds since 1970: SOURCE_DATE_EPOCH, or the beginning of zip's time.

    Raises CcbError where the variable holds no time.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return archive.EPOCH
    if not given.isdecimal():
        raise CcbError(f"SOURCE_DATE_EPOCH is no time: {given!r}", hint="give seconds since 1970, or unset it")
    return int(given)
