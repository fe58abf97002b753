"""What stands above an entry's keywords: comments, references, flags, the previous source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from ccb_l10n.catalog.quoting import STRING, WIDTH, columns, quoted, unquote
from ccb_l10n.model import Message, State

FUZZY = "fuzzy"
MACHINE_MARK = "Machine draft ("  # how the comment begins that drafting gives its targets
NOT_DRAFTED = "Not drafted: "  # and the one that says why there is no target
_ISOLATE, _POP = "\u2068", "\u2069"  # gettext's marks around a file name with spaces
_REFERENCE = re.compile(f"{_ISOLATE}([^{_POP}]*){_POP}|(\\S+)")
_UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u2068\u2069]")  # in a reference
_MACHINE_LINE = re.compile(rf"^[ \t]*# ?(?:{re.escape(MACHINE_MARK)}|{NOT_DRAFTED})[^\n]*\n", re.MULTILINE)
_PREVIOUS = re.compile(rf"(msgctxt|msgid_plural|msgid)\s*({STRING}(?:\s*{STRING})*)")


class Remarks(NamedTuple):
    """The fields of a Message that stand above its keywords, and whether it is fuzzy."""

    comments: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    fuzzy: bool = False
    previous: str | None = None
    previous_context: str | None = None


def read(above: str) -> Remarks:
    """The remarks in the lines above an entry. Raises BadEscape for a broken previous source."""
    comments: list[str] = []
    marked: dict[str, list[str]] = {".": [], ":": [], ",": [], "|": []}
    for line in filter(None, map(str.strip, above.split("\n"))):
        line = f"#{line[2:]}" if line.startswith("#~|") else line  # noqa: PLW2901 (an obsolete entry's "#|")
        if line[1:2] in marked:
            marked[line[1]].append(line[2:].removeprefix(" "))
        else:
            comments.append(line[1:].removeprefix(" "))
    flags = [flag for flag in map(str.strip, ",".join(marked[","]).split(",")) if flag]
    before = {name: unquote(block) for name, block in _PREVIOUS.findall("\n".join(marked["|"]))}
    return Remarks(
        comments=tuple(comments),
        extracted=tuple(marked["."]),
        references=tuple(one or other for one, other in _REFERENCE.findall(" ".join(marked[":"]))),
        flags=tuple(dict.fromkeys(flag for flag in flags if flag != FUZZY)),
        fuzzy=FUZZY in flags,
        previous=before.get("msgid"),
        previous_context=before.get("msgctxt"),
    )


def written(message: Message) -> str:
    """The lines above the keywords of a message, in gettext's order, each ended with a newline."""
    place = _place(message.extracted, message.references)
    fuzzy = message.state in (State.STALE, State.DRAFT)
    if not (fuzzy or message.comments or message.flags) and message.previous is message.previous_context is None:
        return place
    comments = "".join(f"# {line}".rstrip() + "\n" for line in message.comments)
    flags = [FUZZY, *message.flags] if fuzzy else message.flags
    marked = f"#, {', '.join(flags)}\n" if flags else ""
    prefix = "#~| " if message.state is State.OBSOLETE else "#| "
    before = "" if message.previous_context is None else quoted("msgctxt", message.previous_context, prefix)
    before += "" if message.previous is None else quoted("msgid", message.previous, prefix)
    return f"{comments}{place}{marked}{before}"


@lru_cache(maxsize=1024)
def _place(extracted: tuple[str, ...], references: tuple[str, ...]) -> str:
    """The "#." and "#:" lines; neighbours mostly share them."""
    lines = [f"#. {line}".rstrip() + "\n" for line in extracted]
    files = _filled("#:", (_reference(each) for each in references)) if references else ()
    return "".join((*lines, *files))


def by_people(message: Message) -> tuple[str, ...]:
    """The comments that drafting did not write."""
    return tuple(line for line in message.comments if not line.startswith((MACHINE_MARK, NOT_DRAFTED)))


def unmarked(message: Message) -> Message:
    """The message without the comments that call its target an unreviewed machine draft, or say that it has none; all
    else keeps its bytes."""
    comments = by_people(message)
    dropped = len(message.comments) - len(comments)
    if not dropped:
        return message
    return replace(message, comments=comments, raw=_MACHINE_LINE.sub("", message.raw, count=dropped))


def _reference(name: str) -> str:
    """The name as gettext's tools read it back: what would end the comment or the name is written as in URLs."""
    name = _UNREADABLE.sub(lambda found: quote(found[0]), name)
    return f"{_ISOLATE}{name}{_POP}" if any(char.isspace() for char in name) else name


def _filled(mark: str, words: Iterable[str]) -> Iterator[str]:
    """The words on as many marked lines as they need, broken at the catalog's width."""
    line, used = mark, len(mark)
    for word in words:
        width = 1 + columns(word)
        if used + width > WIDTH and line != mark:
            yield line + "\n"
            line, used = mark, len(mark)
        line, used = f"{line} {word}", used + width
    yield line + "\n"
