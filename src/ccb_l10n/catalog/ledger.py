"""The ledger: who or what made each target, for the states that PO cannot hold or that a tool dropped.

One JSON object a line, keys sorted, lines sorted by message key. A line is about one target of one message:
when the target's hash no longer fits, a person edited it, and the line says nothing more.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ccb_l10n.catalog.po import annotated
from ccb_l10n.catalog.remarks import FUZZY, MACHINE_MARK, unmarked
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Catalog, Message, Origin, State

HASH_LENGTH = 20  # hexadecimal digits, 80 bits: two of a million texts share a hash with odds of 1 in 10**12
_SEPARATOR = "\x04"  # what gettext puts between context and source in compiled catalogs
_UNSETTLED = (State.DRAFT, State.STALE)

# A line as `render` writes it, without flags, reviews and escapes: nearly all of them.
_PLAIN = re.compile(
    r'\{{"engine": "([^"\\]*)", "flags": \[\], "key": "([0-9a-f]+)", "origin": "({})", "reviews": \[\], '
    r'"state": "({})", "target": "([0-9a-f]+)"\}}'.format("|".join(Origin), "|".join(State))
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one target.

    `state` is never obsolete: of a message out of use it is the state to return to. `reviews` are JSON
    objects as the reviewing tool wrote them; one with a "target" counts only for the target of that hash.
    """

    target: str  # hash
    state: State
    origin: Origin
    engine: str = ""
    flags: tuple[str, ...] = ()
    reviews: tuple[Mapping[str, object], ...] = ()

    @property
    def reviewed(self) -> bool:
        return any(review.get("target", self.target) == self.target for review in self.reviews)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Entries by message key, as `key_of` makes them."""

    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))

    def about(self, message: Message) -> Entry | None:
        """The entry of the message's present target, or None where a person wrote or edited it."""
        entry = self.entries.get(key_of(message.context, message.source))
        return entry if entry and entry.target == target_hash(message) else None


def key_of(context: str | None, source: str) -> str:
    """The key of a message: the hash of its context, where it has one, and source."""
    return hash_of(source if context is None else f"{context}{_SEPARATOR}{source}")


def hash_of(text: str) -> str:
    """The first HASH_LENGTH hexadecimal digits of the text's SHA-256, in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]


def target_hash(message: Message) -> str:
    """The hash of the target, or of all its plural forms."""
    return hash_of("\0".join(message.targets) if message.targets else message.target)


def parse(text: str, path: str) -> Ledger:
    """Read a ledger; `path` is for errors. Raises CcbError with the line of what is no ledger entry."""
    entries: dict[str, Entry] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        plain = _PLAIN.fullmatch(line)
        if plain:
            key, entry = plain[2], Entry(plain[5], State(plain[4]), Origin(plain[3]), plain[1])
        else:
            key, entry = _read(line, path, number)
        if key in entries:
            hint = f"the first one is on line {lines[key]}: remove the older of the two"
            raise CcbError(f"the ledger has {key} twice", path, number, hint)
        entries[key], lines[key] = entry, number
    return Ledger(MappingProxyType(entries))


def _read(line: str, path: str, number: int) -> tuple[str, Entry]:
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        hint = "keep the lines of both sides that fit the catalog, then run merge again"
        raise CcbError("a merge conflict is not settled", path, number, hint)
    try:
        value = json.loads(line)
        return _text(value["key"]), Entry(
            target=_text(value["target"]),
            state=State(value["state"]),
            origin=Origin(value["origin"]),
            engine=_text(value.get("engine") or ""),
            flags=tuple(_text(flag) for flag in value.get("flags", ())),
            reviews=tuple(_mapping(review) for review in value.get("reviews", ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "restore the ledger from version control; without it, all targets count as people's"
        raise CcbError(f"not a ledger entry: {error}", path, number, hint) from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a string")
    return value


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r} is not an object")
    return MappingProxyType(value)


def render(ledger: Ledger) -> str:
    """The ledger's text: the same for equal ledgers, whatever order they were made in."""
    return "".join(f"{_line(key, entry)}\n" for key, entry in sorted(ledger.entries.items()))


def _line(key: str, entry: Entry) -> str:
    value = {
        "key": key,
        "target": entry.target,
        "state": entry.state.value,
        "origin": entry.origin.value,
        "engine": entry.engine,
        "flags": list(entry.flags),
        "reviews": [dict(review) for review in entry.reviews],
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def apply(catalog: Catalog, ledger: Ledger) -> Catalog:
    """The catalog with each message's true state and origin.

    - A target that the ledger does not know is a person's; fuzzy, it is STALE: somebody marked it so. A fuzzy one
      whose comment says that a machine drafted it is a DRAFT still: a lost ledger makes no text human.
    - Known and fuzzy: DRAFT where it was one, else STALE, for a person may withdraw what was settled.
    - Known, not fuzzy, but a draft or stale in the ledger: a person cleared the flag: TRANSLATED; in
      a catalog without extracted comments and references a tool dropped all, and the ledger's state stands.
    - Known and settled: REVIEWED with a review of this target, else TRANSLATED.
    - Stale for a source that came back (`previous` is the source): the state it had before.

    A target that a person accepted or edited loses the comment that calls it an unreviewed machine draft. An entry
    whose fuzzy flag must change is written anew; all others keep their bytes. Applying again changes
    nothing; after a merge it gives what was revived its former state.
    """
    return reconciled(catalog, ledger)[0]


def reconciled(catalog: Catalog, ledger: Ledger) -> tuple[Catalog, bool]:
    """What `apply` gives, and whether both files say so already: no entry changed, and the ledger knows each target
    in its present state."""
    stripped = not any(_marked(message) for message in catalog.messages)
    messages: list[Message] = []
    agrees = True
    for message in catalog.messages:
        if message.target or any(message.targets):
            entry = ledger.about(message)
            known = _applied(message, entry, stripped)
            if message.comments and not stripped:
                if _taken_over(known, ledger):
                    known = unmarked(known)
                elif entry is None and _still_a_draft(known):
                    known = replace(known, state=State.DRAFT, origin=Origin.MACHINE)
            told = entry is not None and known.state in (entry.state, State.OBSOLETE)
            agrees = agrees and told and known.raw == message.raw
            message = known  # noqa: PLW2901 (the same message, better known)
        messages.append(message)
    return replace(catalog, messages=tuple(messages)), agrees


def _taken_over(message: Message, ledger: Ledger) -> bool:
    """Whether a person accepted the target, or wrote over what the ledger knows and left it fuzzy.

    A stale target that a merge carried along has a previous source; it is still what it was.
    """
    if message.state is not State.STALE or message.previous is not None:
        return message.state in (State.TRANSLATED, State.REVIEWED)
    entry = ledger.entries.get(key_of(message.context, message.source))
    return entry is not None and entry.target != target_hash(message)


def _still_a_draft(message: Message) -> bool:
    """Whether PO alone says that a machine wrote this: fuzzy, not for another source, and marked by a comment."""
    fuzzy = message.state is State.STALE and message.previous is None
    return fuzzy and any(line.startswith(MACHINE_MARK) for line in message.comments)


def _marked(message: Message) -> bool:
    """Whether a live message still has a comment of the kinds that this tool gives every one."""
    return message.state is not State.OBSOLETE and bool(message.extracted or message.references)


def _applied(message: Message, entry: Entry | None, stripped: bool) -> Message:
    if entry is None:
        return message if message.origin else replace(message, origin=Origin.HUMAN)
    if message.state is State.OBSOLETE:
        fuzzy = stripped and entry.state in _UNSETTLED and FUZZY not in message.flags
        flags = (FUZZY, *message.flags) if fuzzy else message.flags
        raw = "" if fuzzy else message.raw
        return replace(message, origin=entry.origin, flags=flags, raw=raw)
    state = _state(message, entry, stripped)
    if state is message.state and entry.origin is message.origin and not _returned(message):
        return message
    known = replace(message, state=state, origin=entry.origin)
    if _returned(message) and state is not State.STALE:
        known = replace(known, previous=None, previous_context=None)
    if (message.state in _UNSETTLED) != (state in _UNSETTLED):
        return annotated(known)
    return known


def _state(message: Message, entry: Entry, stripped: bool) -> State:
    settled = State.REVIEWED if entry.reviewed or entry.state is State.REVIEWED else State.TRANSLATED
    if message.state in _UNSETTLED:
        if _returned(message):
            return entry.state if entry.state in _UNSETTLED else settled
        return State.DRAFT if entry.state is State.DRAFT else State.STALE
    if entry.state in _UNSETTLED:
        return entry.state if stripped else settled
    return settled


def _returned(message: Message) -> bool:
    """Whether a stale target was written for the very source that the message has again."""
    return (message.previous_context, message.previous) == message.key


def noted(ledger: Ledger, entries: Mapping[str, Entry]) -> Ledger:
    """The ledger with these entries set, for what a catalog cannot tell `record`: engine, flags, reviews."""
    return Ledger(MappingProxyType({**ledger.entries, **entries}))


def record(catalog: Catalog, ledger: Ledger) -> Ledger:
    """The ledger of a catalog whose states are true: an entry for every message with a target, and no others.

    Engine, flags and reviews are those that the ledger has for the target. One that a merge carried along
    brings them from the entry of the source that it was written for, without the reviews: nobody reviewed it
    for this source. That entry stays too, for when its source returns.
    """
    entries: dict[str, Entry] = {}
    kept: dict[str, Entry] = {}
    by_target = {(entry.target, entry.origin): entry for entry in ledger.entries.values()}
    for message in catalog.messages:
        if not message.target and not any(message.targets):
            continue
        hashed = target_hash(message)
        key = key_of(message.context, message.source)
        origin = message.origin or Origin.HUMAN
        former = ledger.entries.get(key)
        if former and (former.target, former.origin) != (hashed, origin):
            former = None
        if message.previous is not None:
            before = key_of(message.previous_context, message.previous)
            written = ledger.entries.get(before)
            if written and written.target == hashed:
                kept[before] = written
            carried = by_target.get((hashed, origin))
            former = former or (replace(carried, reviews=()) if carried else None)
        entries[key] = _recorded(message, hashed, origin, former)
    return Ledger(MappingProxyType({**kept, **entries}))


def _recorded(message: Message, hashed: str, origin: Origin, former: Entry | None) -> Entry:
    state = message.state
    if state is State.OBSOLETE:
        fuzzy = FUZZY in message.flags
        same = former is not None and (former.state in _UNSETTLED) == fuzzy
        state = former.state if former and same else State.STALE if fuzzy else State.TRANSLATED
    if former is None:
        return Entry(hashed, state, origin)
    return former if former.state is state else replace(former, state=state)
