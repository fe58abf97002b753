"""Drafts for the messages that have no target, and their way into a catalog.

`draft` asks an engine once for each distinct line of each distinct source, takes nothing that lost or added
a protected span, and says why where it leaves a target empty. `accept` writes drafts into a catalog's empty
messages, marked as what they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ccb_l10n.catalog.remarks import MACHINE_MARK
from ccb_l10n.drafting.engine import Engine, Progress
from ccb_l10n.drafting.masking import ADDED, LOST, Finder, Masked, faults, mask, restore
from ccb_l10n.model import Catalog, Draft, Message, Origin, State

EMPTY = "empty"  # the engine gave nothing for a part of it
LOOP = "loop"  # it repeats itself
COPIED = "copied"  # there was nothing to translate; the only flag of a draft that has a target

_REPEATED_RUN = re.compile(r"(.{2,40}?)\1{3,}")
_REPEATED_WORD = re.compile(r"(\b\w+\b)(?:\W+\1\b){2,}", re.IGNORECASE)
_REPEATED_PHRASE = re.compile(r"(\b\w+(?:\W+\w+){1,7})(?:\W+\1\b){2,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a masked source: what goes to the engine, and what is kept on either side of it."""

    lead: str
    core: str
    tail: str


def draft(
    messages: Sequence[Message], engine: Engine, find: Finder | None = None, progress: Progress | None = None
) -> list[Draft]:
    """One draft for each distinct source among the messages without a target, in their order.

    `find` gives a source's protected spans (default: `markdown.inline.protected`). A draft without a target
    has flags that say why: EMPTY, LOOP, or those of `masking`. Messages with plurals are left alone.
    """
    spans = find or _protected
    sources = dict.fromkeys(message.source for message in messages if _is_missing(message))
    masked = {source: mask(source, spans(source)) for source in sources}
    lines = {source: _lines(each) for source, each in masked.items()}
    wanted = list(dict.fromkeys(line.core for each in lines.values() for line in each if line.core))
    translated = dict(zip(wanted, engine.translate(wanted, progress) if wanted else [], strict=True))
    return [_draft(source, masked[source], lines[source], translated, engine, spans) for source in sources]


def accept(catalog: Catalog, drafts: Iterable[Draft]) -> Catalog:
    """The catalog with the drafts in those of its messages that have no target; all others as they were."""
    known = {each.source: each for each in drafts if each.target}
    return replace(
        catalog,
        messages=tuple(
            _accepted(message, known[message.source]) if message.source in known and _is_missing(message) else message
            for message in catalog.messages
        ),
    )


def _accepted(message: Message, made: Draft) -> Message:
    kept = tuple(each for each in message.comments if not each.startswith(MACHINE_MARK))
    return replace(
        message,
        target=made.target,
        state=State.DRAFT,
        origin=made.origin,
        comments=(*kept, _comment(made)),
        raw="",
    )


def _comment(made: Draft) -> str:
    """What a translator reads beside a draft; the digest is for the ledger."""
    engine = " ".join(word for word in made.engine.split() if not word.startswith("sha256:"))
    how = "copied, nothing to translate" if COPIED in made.flags else engine
    return f"{MACHINE_MARK}{how}), not reviewed."


def _is_missing(message: Message) -> bool:
    return (
        bool(message.source)
        and not message.target
        and not any(message.targets)
        and message.plural is None
        and message.state is not State.OBSOLETE
    )


def _protected(source: str) -> Sequence[tuple[int, int]]:
    from ccb_l10n.markdown.inline import protected

    return protected(source)


def _lines(masked: Masked) -> list[Line]:
    """The lines between hard breaks. Spaces and light runs at both ends are kept from the engine."""
    return [_line(each, masked) for each in masked.text.split("\n")]


def _line(text: str, masked: Masked) -> Line:
    if not any(map(str.isalpha, masked.pattern.sub(" ", text))):
        return Line(text, "", "")
    runs = [(match.start(), match.end(), masked.by_token[match[0]].light) for match in masked.pattern.finditer(text)]
    start, end = 0, len(text)
    for left, right, light in runs:
        if not light or text[start:left].strip():
            break
        start = right
    for left, right, light in reversed(runs):
        if not light or text[right:end].strip():
            break
        end = left
    core = text[start:end].strip()
    start = text.index(core, start)
    return Line(text[:start], core, text[start + len(core) :])


def _draft(
    source: str,
    masked: Masked,
    lines: Sequence[Line],
    translated: dict[str, str],
    engine: Engine,
    find: Finder,
) -> Draft:
    if not any(line.core for line in lines):
        return Draft(source, source, Origin.MACHINE, engine.name, (COPIED,))
    text = "\n".join(line.lead + translated.get(line.core, "") + line.tail for line in lines)
    flags = _flags(masked, lines, translated, text)
    target = "" if flags else restore(masked, text)
    if target and (changed := _changed(source, target, find)):
        target, flags = "", changed
    return Draft(source, target, Origin.MACHINE, engine.name, flags)


def _flags(masked: Masked, lines: Sequence[Line], translated: dict[str, str], text: str) -> tuple[str, ...]:
    """Why a result is not fit to keep."""
    pairs = [(line.core, translated[line.core]) for line in lines if line.core]
    if any(not target.strip() for _, target in pairs):
        return (EMPTY,)
    found = list(faults(masked, text))
    if any(_loops(core, target) for core, target in pairs):
        found.append(LOOP)
    if text.count("\n") != len(lines) - 1:
        found.append(ADDED)
    return tuple(dict.fromkeys(found))


def _loops(source: str, target: str) -> bool:
    """Whether the target repeats itself as the source does not, or is out of all proportion."""
    patterns = (_REPEATED_RUN, _REPEATED_WORD, _REPEATED_PHRASE)
    if any(pattern.search(target) and not pattern.search(source) for pattern in patterns):
        return True
    return len(target) > 4 * len(source) + 40


def _changed(source: str, target: str, find: Finder) -> tuple[str, ...]:
    """What the finder sees differently in the restored target: the last word on every protected span."""
    wanted, got = (Counter(text[start:end] for start, end in find(text)) for text in (source, target))
    return (*((LOST,) if wanted - got else ()), *((ADDED,) if got - wanted else ()))
