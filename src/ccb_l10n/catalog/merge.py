"""Updating a catalog from its template: every translation stays where its text stays, and none is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ccb_l10n import locales
from ccb_l10n.catalog import header as headers
from ccb_l10n.catalog import similar
from ccb_l10n.catalog.po import annotated
from ccb_l10n.catalog.remarks import FUZZY
from ccb_l10n.catalog.template import CREATED, SOURCE_LANGUAGE
from ccb_l10n.model import Catalog, Message, State

Key = tuple[str | None, str]
_SAME_GAP = similar.NEAR  # points for standing after the same unchanged message
_SAME_FILE = 2.0
_ANOTHER = "another translation: "


@dataclass(frozen=True, slots=True)
class Merged:
    """The updated catalog, and what became of the messages.

    Each message of the template is in exactly one of kept, moved, carried, revived and new. `moved` are those
    whose text stayed and whose files changed; `carried` have the target of another text, as stale; `new` have
    no target. `obsolete` counts the targets that this update took out of use.
    """

    catalog: Catalog
    kept: int = 0
    moved: int = 0
    carried: int = 0
    revived: int = 0
    new: int = 0
    obsolete: int = 0


def merge(catalog: Catalog | None, template: Catalog, locale: str, *, revised: str = "") -> Merged:
    """The catalog with the template's messages, in the template's order.

    A message is known by context and source. Where both stayed, everything that people wrote stays, and an
    entry whose comments and files stayed too keeps its bytes. Where the source changed, or only its context
    did, the target comes along as STALE with the source that it was written for: a context is there to say
    that the same words may need another translation. What nothing came from becomes OBSOLETE, unless it has
    no target. A target that returns has the state that its flags tell: `ledger.apply` knows the one it had.
    `revised` is the PO-Revision-Date to set when a message changed. Merging again changes nothing.
    """
    old = catalog or Catalog((), locale=locale)
    update = _Update(old.messages, template.messages)
    messages = update.messages()
    headed = _headed(old, template.header, locale, revised, messages != old.messages)
    return Merged(replace(headed, messages=messages, locale=old.locale or locale), **update.counts)


class _Update:
    """An update under way: the new live messages, and which of the old ones they took their targets from."""

    def __init__(self, old: tuple[Message, ...], template: tuple[Message, ...]) -> None:
        self.old = old
        self.live = list(template)
        self.counts = dict.fromkeys(("kept", "moved", "carried", "revived", "new", "obsolete"), 0)
        self.used: set[int] = set()
        changed = self._keep()
        if changed:
            self._carry(changed)

    def _keep(self) -> list[int]:
        """Take over what stayed; the indices of the live messages that did not."""
        known = _index(self.old)
        changed = []
        for index, message in enumerate(self.live):
            place = known.get(message.key)
            if place is None:
                changed.append(index)
                continue
            old = self.old[place]
            self.used.add(place)
            self.live[index] = kept = _kept(old, message)
            revived = old.state is State.OBSOLETE
            moved = old.references != kept.references
            self.counts["revived" if revived else "moved" if moved else "kept"] += 1
        return changed

    def _carry(self, changed: list[int]) -> None:
        """Find the old targets of changed texts: the surest first."""
        gaps = _anchors(self.live, frozenset(changed))
        old_gaps = _anchors(self.old, frozenset(range(len(self.old))) - self.used)
        left = [place for place, old in enumerate(self.old) if place not in self.used and _may_move(old)]
        origin = {_written_for(self.old[place]): place for place in left}
        source = {self.old[place].source: place for place in left}
        for index in changed:
            message = self.live[index]
            place = origin.get(message.key, source.get(message.source))
            if place is not None and place not in self.used:
                self._take(index, place)
        self._copy([index for index in changed if not _has_target(self.live[index])])
        self._match(
            {index: gaps[index] for index in changed if not _has_target(self.live[index])},
            {place: old_gaps[place] for place in left if place not in self.used},
        )
        self.counts["new"] = len(changed) - self.counts["carried"]

    def _take(self, index: int, place: int) -> None:
        self.live[index] = _carried(self.live[index], self.old[place])
        self.used.add(place)
        self.counts["carried"] += 1

    def _copy(self, changed: list[int]) -> None:
        """Where the same source stands on in another context, its target is a start for the translator."""
        wanted = {self.live[index].source for index in changed}
        settled = (State.TRANSLATED, State.REVIEWED)
        living = {
            message.source: message
            for message in self.live
            if message.state in settled and message.source in wanted and _may_move(message)
        }
        for index in changed:
            same = living.get(self.live[index].source)
            if same is not None:
                self.live[index] = _carried(self.live[index], same)
                self.counts["carried"] += 1

    def _match(self, changed: Mapping[int, Key | None], left: Mapping[int, Key | None]) -> None:
        """Give similar texts' targets to changed messages; both come with the gaps that they stand in."""

        def closeness(index: int, place: int) -> float:
            old = self.old[place]
            gap = changed[index] == left[place] and old.state is not State.OBSOLETE
            return _SAME_GAP * gap + _SAME_FILE * (not set(old.references).isdisjoint(self.live[index].references))

        wanted = {index: self.live[index].source for index in changed}
        offered = {place: self.old[place].source for place in left}
        for index, place in similar.pairs(wanted, offered, closeness).items():
            self._take(index, place)

    def messages(self) -> tuple[Message, ...]:
        """The live messages, then those out of use; what has the key of another is kept in its comments."""
        gone = [message for place, message in enumerate(self.old) if place not in self.used]
        places = {message.key: place for place, message in enumerate(self.live)}
        merged = list(self.live)
        for message in gone:
            if message.state is not State.OBSOLETE and not _has_target(message):
                continue
            self.counts["obsolete"] += message.state is not State.OBSOLETE
            place = places.setdefault(message.key, len(merged))
            if place == len(merged):
                merged.append(_retired(message))
            else:
                merged[place] = _remembering(merged[place], message)
        return tuple(merged)


def _has_target(message: Message) -> bool:
    return bool(message.target) or any(message.targets)


def _may_move(message: Message) -> bool:
    """Whether the target can serve another source: one with plurals cannot, its forms would be lost."""
    return bool(message.target) and message.plural is None


def _index(messages: tuple[Message, ...]) -> dict[Key, int]:
    """Where each message stands: of several with one key, the one most worth keeping."""
    known: dict[Key, int] = {}
    for place, message in enumerate(messages):
        if message.state is State.OBSOLETE and not _has_target(message):
            continue
        first = known.setdefault(message.key, place)
        if first != place and _worth(message) > _worth(messages[first]):
            known[message.key] = place
    return known


def _worth(message: Message) -> int:
    return 2 * _has_target(message) + (message.state is not State.OBSOLETE)


def _anchors(messages: Sequence[Message], passing: frozenset[int]) -> dict[int, Key | None]:
    """For each message that does not stay, the key of the last one before it that does: its gap."""
    anchors: dict[int, Key | None] = {}
    last: Key | None = None
    for place, message in enumerate(messages):
        if place in passing:
            anchors[place] = last
        else:
            last = message.key
    return anchors


def _kept(old: Message, new: Message) -> Message:
    """The old message where the template has it; the same value where nothing of it changed."""
    flags = tuple(dict.fromkeys((*old.flags, *new.flags)))
    if old.state is not State.OBSOLETE:
        if (old.extracted, old.references, old.flags) == (new.extracted, new.references, flags):
            return old
        return annotated(replace(old, extracted=new.extracted, references=new.references, flags=flags))
    return replace(
        old,
        state=State.STALE if FUZZY in flags else State.TRANSLATED,
        extracted=new.extracted,
        references=new.references,
        flags=tuple(flag for flag in flags if flag != FUZZY),
        raw="",
    )


def _written_for(message: Message) -> Key:
    """The context and source that the target was written for."""
    fuzzy = message.state in (State.STALE, State.DRAFT) or FUZZY in message.flags
    if fuzzy and message.previous is not None:
        return (message.previous_context, message.previous)
    return message.key


def _carried(new: Message, old: Message) -> Message:
    """The new message with the old target, for a person to look at."""
    context, source = _written_for(old)
    flags = (flag for flag in (*old.flags, *new.flags) if flag != FUZZY)
    return replace(
        new,
        target=old.target,
        state=State.STALE,
        origin=old.origin,
        comments=old.comments,
        flags=tuple(dict.fromkeys(flags)),
        previous=source,
        previous_context=context,
        raw="",
    )


def _retired(message: Message) -> Message:
    """The message out of use; "fuzzy" stays among its flags, for when its text returns."""
    if message.state is State.OBSOLETE:
        return message
    fuzzy = (FUZZY,) if message.state in (State.STALE, State.DRAFT) else ()
    return replace(message, state=State.OBSOLETE, extracted=(), references=(), flags=fuzzy + message.flags, raw="")


def _remembering(message: Message, other: Message) -> Message:
    """The message with the other's targets in its comments: gettext allows one entry for a key."""
    targets = other.targets or (other.target,)
    lines = [_ANOTHER + " ".join(each.split()) for each in targets if each]
    known = {message.target, *message.targets}
    comments = tuple(line for line, each in zip(lines, filter(None, targets), strict=True) if each not in known)
    return annotated(replace(message, comments=message.comments + comments)) if comments else message


def _headed(old: Catalog, template: Mapping[str, str], locale: str, revised: str, changed: bool) -> Catalog:
    """The old header with what it lacks, and with new dates where a message changed."""
    created = template.get(CREATED, "")
    wanted = {
        "Project-Id-Version": template.get("Project-Id-Version", ""),
        "Report-Msgid-Bugs-To": template.get("Report-Msgid-Bugs-To", ""),
        CREATED: created,
        "PO-Revision-Date": revised or created,
        "Last-Translator": "",
        "Language-Team": locales.name(locale),
        "Language": locales.gettext(locale),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": locales.plural_forms(locale),
        "X-Generator": headers.GENERATOR,
    }
    if template.get(SOURCE_LANGUAGE, "en") != "en":  # what editors take for granted
        wanted[SOURCE_LANGUAGE] = template[SOURCE_LANGUAGE]
    changes = {name: value for name, value in wanted.items() if _lacks(old.header, name)}
    if changed and created:
        changes[CREATED] = created
    if changed and revised:
        changes["PO-Revision-Date"] = revised
    return headers.changed(old, changes)


def _lacks(header: Mapping[str, str], name: str) -> bool:
    """Whether a field is missing, or one that tools read still holds gettext's placeholder."""
    if name in ("Language", "Plural-Forms"):
        return not header.get(name) or "INTEGER" in header[name]
    return name not in header
