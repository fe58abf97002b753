"""What a missing message may be filled from before an engine is asked, in order: itself, people's translations of the
same text, the glossary, people's translations of a similar one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ccb_l10n import locales
from ccb_l10n.catalog import ledger
from ccb_l10n.catalog.remarks import MACHINE_MARK
from ccb_l10n.drafting import denial, fill
from ccb_l10n.drafting.fill import COPIED, Plan
from ccb_l10n.drafting.ladder import Answer, Rules
from ccb_l10n.drafting.terms import Vocabulary
from ccb_l10n.markdown.inline import signature
from ccb_l10n.model import Draft, Message, Origin, State

if TYPE_CHECKING:
    from ccb_l10n.catalog.memory import Memory, Unit

Key = tuple[str | None, str]  # a message's context and source
CUTOFF = 75.0  # points of 100 of likeness, from which a similar text's translation is worth a look
OTHER_NUMBERS = "other-numbers"  # a similar text's
_NUMBER = re.compile(r"[0-9][0-9.,]*[0-9]|[0-9]")
SIMILAR = "similar-"  # before those points


@dataclass(frozen=True, slots=True)
class Offer:
    """A target for a source: a draft, and for a similar text's translation what it was written for."""

    draft: Draft
    comment: str = ""  # what a translator reads, where it is not what the draft says of itself
    previous: str | None = None

    @property
    def kind(self) -> str:
        """Where it came from, as the command tells it."""
        if self.previous is not None:
            return "similar"
        return "copied" if COPIED in self.draft.flags else self.draft.origin.value

    def filled(self, message: Message) -> Message:
        """The message with the target: a draft, or stale where it was written for another source."""
        made = fill.accepted(message, self.draft)
        if self.comment:
            made = replace(made, comments=(*made.comments[:-1], self.comment))
        return made if self.previous is None else replace(made, state=State.STALE, previous=self.previous)

    def entry(self, dated: str = "") -> ledger.Entry:
        """What the ledger is told of the target; `dated` is a flag more, or ""."""
        state = State.DRAFT if self.previous is None else State.STALE
        flags = (*self.draft.flags, dated) if dated else self.draft.flags
        return ledger.Entry(ledger.hash_of(self.draft.target), state, self.draft.origin, self.draft.engine, flags)


@dataclass
class Offers:
    """The offers for one catalog's missing messages, by message key, the plans of what is left for an engine, and why
    the engine had nothing that holds, by source."""

    rules: Rules
    vocabulary: Vocabulary
    made: dict[Key, Offer] = field(default_factory=dict)
    plans: list[Plan] = field(default_factory=list)
    refused: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _left: dict[Key, str] = field(default_factory=dict)

    def gather(self, missing: Sequence[Message], remembered: Memory | None) -> None:
        """Take what serves of all sources but the engine. Raises CacheError where the memory cannot be read."""
        waiting = (message for message in missing if fill.is_missing(message) and message.key not in self.made)
        self._left = {message.key: message.source for message in waiting}
        plans = {source: fill.planned(source, self.rules) for source in dict.fromkeys(self._left.values())}
        self._take({source: Offer(fill.copied(source)) for source, plan in plans.items() if not plan.parts})
        if remembered:
            for context in dict.fromkeys(context for context, _ in self._left):
                self._exact(remembered, context)
        self._take(self._terms([plans[source] for source in self._sources()]))
        if remembered:
            similar = remembered.similar(self.rules.target, self._sources(), CUTOFF, fits=self._fits)
            alike = {source: found for source, found in similar.items() if self._denies_alike(source, found[0].source)}
            self._take({source: _similar(source, *found, self.rules) for source, found in alike.items()})
        self.plans = [plans[source] for source in self._sources()]

    def _fits(self, one: str, other: str) -> bool:
        return signature(one) == signature(other) and self._denies_alike(one, other)

    def _denies_alike(self, one: str, other: str) -> bool:
        """Whether two sources deny alike: a translation that says the opposite is no help."""
        return denial.same(one, other, locales.parse(self.rules.source).language)

    def drafted(self, draft: Draft) -> None:
        """Take an engine's draft, or why it is none, for all messages of its source that have no other offer."""
        if not draft.target:
            self.refused[draft.source] = draft.flags
        self._keep({key: Offer(draft) for key, source in self._left.items() if source == draft.source})
        if draft.target and draft.source in self._left.values():  # a copy, which no gate has seen
            self.refused[draft.source] = self.rules.gate(draft.source, draft.target)

    def _exact(self, remembered: Memory, context: str | None) -> None:
        """What people said of these very texts in a context."""
        sources = [source for key, source in self._left.items() if key[0] == context]
        exact = remembered.exact(self.rules.target, sources, context)
        self._keep({(context, source): _remembered(source, unit, self.rules) for source, unit in exact.items()})

    def _sources(self) -> list[str]:
        return list(dict.fromkeys(self._left.values()))

    def _take(self, offers: Mapping[str, Offer]) -> None:
        """Keep offers for every message of their sources."""
        self._keep({key: offers[source] for key, source in self._left.items() if source in offers})

    def _keep(self, offers: Mapping[Key, Offer]) -> None:
        """Keep those offers that the gate lets through."""
        for key, offer in offers.items():
            target = offer.draft.target
            if target and not self.rules.gate(offer.draft.source, target):
                self.made[key] = offer
                del self._left[key]

    def _terms(self, plans: Sequence[Plan]) -> dict[str, Offer]:
        found = {}
        for plan in plans:
            parts = plan.parts
            if len(parts) != 1 or len(plan.lines) != 1 or parts[0].masked.hidden:
                continue
            entry = self.vocabulary.entry(parts[0].masked.text)
            if entry:
                concept, term = entry
                made = fill.made(plan, {parts[0]: Answer(term)}, "")
                draft = replace(made, origin=Origin.GLOSSARY, engine=f"glossary {concept}")
                found[plan.source] = Offer(draft)
        return found


def _remembered(source: str, unit: Unit, rules: Rules) -> Offer:
    """A person's translation of the same text, with its missed terms told."""
    flags = rules.missed(source, unit.target)
    comment = f"{MACHINE_MARK}copied from {_told(unit, 'the same text', rules)}), not reviewed."
    return Offer(Draft(source, unit.target, Origin.MEMORY, f"memory {unit.course}", flags), comment)


def _similar(source: str, unit: Unit, points: float, rules: Rules) -> Offer:
    """A person's translation of a similar text; other numbers are told, for they are easily passed over."""
    flags, what = [f"{SIMILAR}{int(points)}"], f"a text that is {int(points)}% alike"
    if Counter(_NUMBER.findall(source)) != Counter(_NUMBER.findall(unit.source)):
        flags.append(OTHER_NUMBERS)
        what += " and has other numbers"
    comment = f"{MACHINE_MARK}copied from {_told(unit, what, rules)}), not reviewed."
    draft = Draft(source, unit.target, Origin.MEMORY, f"memory {unit.course}", tuple(flags))
    return Offer(draft, comment, unit.source)


def _told(unit: Unit, what: str, rules: Rules) -> str:
    """Where the translation came from, for translators."""
    how = "reviewed" if unit.state is State.REVIEWED else "translated"
    where = f"course {unit.course}" if "/" not in unit.course else f"the imported {unit.course}"
    lang = f", into {unit.lang}" if unit.lang != rules.target else ""
    return f"{where}: a person {how} {what} there{lang}"
