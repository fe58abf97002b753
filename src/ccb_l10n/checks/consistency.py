"""One thing said in several ways, across all catalogs of a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ccb_l10n.checks.problem import Row, Setting, targets
from ccb_l10n.checks.scope import spoken
from ccb_l10n.markdown.inline import protected, translatable
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Finding, Message, Severity, State
from ccb_l10n.terminology import match

MESSAGE = Row(
    "inconsistent-message",
    Severity.INFO,
    "The same source is translated differently in another course",
    "Readers of two courses meet two texts for one thing, and the next translator finds two in the memory.",
    "Use the better one in both places, or leave them where their places ask for it.",
)
TERM = Row(
    "inconsistent-term",
    Severity.INFO,
    "One of several good terms for a concept, and another one stands in most places",
    "The same thing has the same name in every course.",
    "Use the glossary's preferred term everywhere.",
)
ROWS = (MESSAGE, TERM)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something was said: what a finding needs to point there."""

    path: str
    line: int
    source: str
    target: str
    span: tuple[int, int] | None = None


@dataclass(slots=True)
class Collation:
    """What the catalogs of one language say so far, catalog after catalog; `findings` tells at the end."""

    lang: str
    _messages: dict[tuple[str | None, str], dict[str, _Place]] = field(default_factory=dict)
    _terms: dict[str, dict[str, list[_Place]]] = field(default_factory=dict)

    def add(self, messages: Iterable[Message], path: str, setting: Setting) -> None:
        """Take in a catalog: what its people wrote for its sources, and the terms that its targets use.

        Machine drafts count as uses of terms, and in no comparison of messages.
        """
        for message in messages:
            if message.state not in SHIPPED or message.plural is not None:
                continue
            if message.state is not State.DRAFT and translatable(message.source):
                place = _Place(path, message.line, message.source, message.target)
                self._messages.setdefault(message.key, {}).setdefault(message.target, place)
            self._take_terms(message, path, setting)

    def _take_terms(self, message: Message, path: str, setting: Setting) -> None:
        """An acronym is no other term than the one it stands for, so it counts for neither."""
        wanted = {hit.concept.id for hit in spoken(message, setting) if hit.concept.severity != "watch"}
        if not wanted:
            return
        for target in targets(message):
            found = match.uses(target, setting.lang, setting.glossary, wanted, protected(target))
            for concept, hits in found.items():
                used = {hit.term.text: hit.span for hit in reversed(hits) if not hit.term.text.isupper()}
                if len(used) == 1:  # a text with two of them explains one by the other
                    [(text, span)] = used.items()
                    place = _Place(path, message.line, message.source, target, span)
                    self._terms.setdefault(concept, {}).setdefault(text, []).append(place)

    def findings(self, rows: Iterable[Row] = ROWS) -> Iterator[Finding]:
        """The findings of all catalogs taken in, for the rows that are on."""
        on = {row.id: row for row in rows}
        if row := on.get(MESSAGE.id):
            for said in self._messages.values():
                yield from self._differing(said, row)
        if row := on.get(TERM.id):
            for concept, used in sorted(self._terms.items()):
                yield from self._mixed(concept, used, row)

    def _differing(self, said: dict[str, _Place], row: Row) -> Iterator[Finding]:
        first, *others = said.values()
        for place in others:
            text = f"translated differently in {first.path}: {first.target}"
            yield self._finding(row, place, text, "use one of the two in both places, if both may say the same")

    def _mixed(self, concept: str, used: dict[str, list[_Place]], row: Row) -> Iterator[Finding]:
        """The rarer terms of a concept, where one is used at least twice as often as all others together."""
        counts = Counter({text: len(places) for text, places in used.items()})
        (usual, most), *_ = counts.most_common(1)
        total = counts.total()
        if len(counts) < 2 or most < 2 * (total - most):
            return
        for text in sorted(counts.keys() - {usual}):
            for place in used[text]:
                told = f"“{text}” for {concept} here, and “{usual}” in {most} of {total} places"
                yield self._finding(row, place, told, f"use {usual}", concept)

    def _finding(self, row: Row, place: _Place, text: str, hint: str, concept: str | None = None) -> Finding:
        return Finding(
            row.id,
            row.severity,
            text,
            place.path,
            place.line,
            self.lang,
            place.source,
            place.target,
            place.span,
            hint,
            concept,
        )
