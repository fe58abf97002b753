"""What a translation unit from elsewhere has for us: a source in a language of our courses, and targets in ours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ccb_l10n import locales
from ccb_l10n.catalog.tmx import MACHINE, OWN, TranslationUnit, Variant
from ccb_l10n.errors import CcbError
from ccb_l10n.model import State

STATE, CONTEXT, COURSE, ORIGIN = (f"{OWN}{name}" for name in ("state", "context", "course", "origin"))
_UNSETTLED = (State.DRAFT.value, State.STALE.value)

# Why a target is not taken
UNREVIEWED = "machine text or drafts"
UNREADABLE = "with characters that XML forbids"
NO_SOURCE = "without a text in the language of a course"


@dataclass(frozen=True, slots=True)
class Pair:
    """A source and its target in the language `lang` of the workspace, both BCP 47; `spoken` is the source's.

    `refused` says why it is not taken.
    """

    lang: str
    spoken: str
    source: str
    target: str
    context: str | None = None
    refused: str = ""


def pairs(unit: TranslationUnit, sources: Collection[str], targets: Targets) -> Iterator[Pair]:
    """The pairs of a unit, for courses written in `sources` (BCP 47), one a language at most.

    The unit's own source language decides where it is one of theirs, else the first that it has a text in. Blanks
    around a text are dropped: no message of ours has them. Empty texts make no pair.
    """
    spoken, source = _source(unit, sources)
    taken: dict[str, Variant] = {}
    for variant in unit.variants:
        target = "" if variant is source else targets.of(variant.lang)
        if target and (target not in taken or tag(variant.lang) == target):
            taken[target] = variant
    context = unit.props.get(CONTEXT)
    for target, variant in taken.items():
        text = variant.text.strip()
        if source is None:
            yield Pair(target, "", "", text, context, NO_SOURCE)
        elif text and source.text.strip():
            yield Pair(target, spoken, source.text.strip(), text, context, _refused(source, variant))


def _source(unit: TranslationUnit, sources: Collection[str]) -> tuple[str, Variant | None]:
    own = [lang for lang in sorted(sources) if related(unit.srclang, lang)]
    for lang in (*own, *sorted(sources)):
        found = next((variant for variant in unit.variants if related(variant.lang, lang)), None)
        if found:
            return lang, found
    return "", None


def _refused(source: Variant, target: Variant) -> str:
    if target.creator == MACHINE or target.props.get(STATE) in _UNSETTLED:
        return UNREVIEWED
    return UNREADABLE if "\ufffd" in source.text + target.text else ""


class Targets:
    """Which languages of a file count as which of ours, and what the file had besides."""

    def __init__(self, ours: Iterable[str], *, named: bool) -> None:
        """`ours` in BCP 47. Languages that the user `named` take what is related to them, so that `--lang fr` reads
        fr-BE; others only what falls back to them."""
        self.others: dict[str, int] = {}
        self.widened: dict[str, str] = {}
        self._ours = sorted(ours)
        self._named = named

    def of(self, lang: str) -> str:
        """Our language (BCP 47) for a file's, or "" where it is none of ours."""
        found = _match(tag(lang), tuple(self._ours), self._named)
        if not found:
            self.others[lang] = self.others.get(lang, 0) + 1
        elif found != tag(lang):
            self.widened[lang] = found
        return found


@cache
def _match(lang: str, ours: Sequence[str], named: bool) -> str:
    if not lang:
        return ""
    for each in locales.fallbacks(lang):
        if each in ours:
            return each
    return next((each for each in ours if named and related(lang, each)), "")


@cache
def related(one: str, other: str) -> bool:
    """Whether two tags are of one language in one script: en-US and en_GB are, zh-CN and zh-TW are not."""
    first, second = tag(one), tag(other)
    return bool(first and second) and not set(locales.fallbacks(first)).isdisjoint(locales.fallbacks(second))


@cache
def tag(lang: str) -> str:
    """The tag in BCP 47 spelling, or "" for what is none, such as *all*."""
    try:
        return locales.bcp47(lang)
    except CcbError:
        return ""
