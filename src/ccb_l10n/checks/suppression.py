"""Suppressions: a translator's comment that silences checks for its message.

    # ccb-l10n: ignore missing-term:firewall, doubled-word -- the product's own name

A translator comment is the one kind that gettext's tools all keep. Ids stand between commas; one with a concept
after a colon silences that concept alone; what follows `--` is for people. An editor that wraps comments may break
the line within the list: the parts are read as one. Capitals, and a colon that is missing or one too many, are
understood.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ccb_l10n.catalog import remarks
from ccb_l10n.checks.problem import Row
from ccb_l10n.checks.profile import meant
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Catalog, Finding, Message, Severity, State

MARK = "ccb-l10n:"
_VERB = "ignore"
_SHOWN = 60  # characters of a comment that a finding repeats
_ANY_MARK = re.compile(r"[ \t]*ccb[-_ ]?l10n(?:\s*:|(?:-|\s+)(?=(?:ignor|ingor|skip|disabl)\w*))", re.IGNORECASE)
_REASON = re.compile(r"(?:^|\s)(?:--|[–—])(?:\s|$)")  # editors turn two hyphens into a dash
_HINT = f"write `# {MARK} {_VERB} CHECK -- reason`, with the ids of checks as reports show them"

ROWS = (
    Row(
        "unknown-ignore",
        Severity.WARNING,
        "A comment asks to ignore a check that there is not",
        "It silences nothing, and its author believes that it does.",
        "Correct the id, or remove the comment.",
    ),
    Row(
        "unused-ignore",
        Severity.INFO,
        "A comment asks to ignore a check that finds nothing here",
        "It would hide the next mistake in this message.",
        "Remove the id, or the comment.",
    ),
)


@dataclass(frozen=True, slots=True)
class Ignore:
    """One check that a comment silences, for one concept alone where it names one."""

    check: str
    concept: str = ""

    def __str__(self) -> str:
        return f"{self.check}:{self.concept}" if self.concept else self.check

    def covers(self, finding: Finding) -> bool:
        return self.check == finding.id and self.concept in ("", finding.concept)


@dataclass(frozen=True, slots=True)
class Asked:
    """A message with a comment for us: what to ignore, and the statements in it that make no sense."""

    message: Message
    ignores: tuple[Ignore, ...]
    senseless: tuple[str, ...]


def ignored(message: Message) -> frozenset[str]:
    """The ids of the checks that the message's comments silence, be it for one concept alone."""
    if not message.comments:
        return frozenset()
    return frozenset(each.check for each in _asked(message).ignores)


class Silence:
    """What the comments of one catalog silence, and which of them were of use.

    Comments in the header silence what is found in the header. Holds only the messages that ask for something.
    """

    def __init__(self, catalog: Catalog, path: str) -> None:
        """`path` is the catalog's place in reports."""
        self._path, self._lang = path, catalog.locale
        self._of: dict[str, list[Asked]] = {}  # by source
        for asked in _all_asked(catalog):
            self._of.setdefault(asked.message.source, []).append(asked)
        sources = (message.source for message in catalog.messages) if self._of else ()
        self._count = Counter(source for source in sources if source in self._of)
        self._used: set[tuple[object, Ignore]] = set()  # with the key of the message

    def left(self, found: Iterable[Finding]) -> list[Finding]:
        """The findings of this catalog that no comment silences."""
        return [finding for finding in found if not self._of or not self._over(finding)]

    def _over(self, finding: Finding) -> bool:
        """Messages with one source and several contexts are told apart by their lines."""
        silenced = False
        for asked in self._of.get(finding.source, ()):
            if self._count[finding.source] > 1 and finding.line != asked.message.line:
                continue
            for ignore in filter(lambda each: each.covers(finding), asked.ignores):
                self._used.add((asked.message.key, ignore))
                silenced = True
        return silenced

    def said(
        self, rows: Sequence[Row], ran: Collection[str], known: Sequence[str], concepts: Sequence[str] | None = None
    ) -> list[Finding]:
        """What is wrong with the comments, once `left` has seen all findings.

        `rows` are those of ROWS that run here, `ran` the ids of the checks that have run and `known` all ids there
        are: a comment for a check that did not run, or on a message that is not shipped, may yet be of use.
        `concepts` are the ids of the glossary's, or None where nobody knows them.
        """
        severities = {row.id: row.severity for row in rows}
        return [
            self._finding(severities[id], id, asked.message, text, hint)
            for several in self._of.values()
            for asked in several
            for id, text, hint in self._wrong(asked, ran, known, concepts)
            if id in severities
        ]

    def _wrong(
        self, asked: Asked, ran: Collection[str], known: Sequence[str], concepts: Sequence[str] | None
    ) -> Iterator[tuple[str, str, str]]:
        """What is wrong with the comments of one message, as (id, text, hint)."""
        for statement in asked.senseless:
            yield "unknown-ignore", f"not understood: {MARK} {statement[:_SHOWN]}".rstrip(), _HINT
        for each in asked.ignores:
            used = (asked.message.key, each) in self._used
            if each.check not in known:
                hint = f"{meant(each.check, known, 'checks')} (a reason stands after --)"
                yield "unknown-ignore", f"no check {each.check[:_SHOWN]!r} to ignore", hint
            elif each.concept and concepts is not None and each.concept not in concepts:
                hint = meant(each.concept, concepts, "concepts")
                yield "unknown-ignore", f"no concept {each.concept[:_SHOWN]!r} to ignore", hint
            elif not used and each.check in ran and asked.message.state in SHIPPED:
                yield "unused-ignore", f"{each} is ignored and finds nothing here", "remove it from the comment"

    def _finding(self, severity: Severity, id: str, message: Message, text: str, hint: str) -> Finding:
        return Finding(
            id, severity, text, self._path, message.line, self._lang, message.source, message.target, hint=hint
        )


def _all_asked(catalog: Catalog) -> Iterator[Asked]:
    lines = (line for line in catalog.raw_header.split("\n") if line.startswith("#"))
    comments = remarks.read("\n".join(lines)).comments
    if any(map(_ANY_MARK.match, comments)):
        yield _asked(Message("", comments=comments, state=State.TRANSLATED, line=1))
    for message in catalog.messages:
        live = message.comments and message.state is not State.OBSOLETE
        if live and any(map(_ANY_MARK.match, message.comments)):
            yield _asked(message)


def _asked(message: Message) -> Asked:
    ignores: list[Ignore] = []
    senseless: list[str] = []
    for statement in _statements(message.comments):
        verb, _, rest = statement.replace(":", " ", statement.lower().startswith(f"{_VERB}:")).partition(" ")
        names = [name for each in rest.split(",") if (name := ":".join(map(str.strip, each.split(":"))))]
        if verb.lower() != _VERB or not names:
            senseless.append(statement)
            continue
        ignores += [Ignore(check.lower(), concept) for check, _, concept in (name.partition(":") for name in names)]
    return Asked(message, tuple(dict.fromkeys(ignores)), tuple(senseless))


def _statements(comments: Sequence[str]) -> Iterator[str]:
    """What stands between the mark and the reason, on one line."""
    lines = [each.strip() for each in comments]
    for at, line in enumerate(lines):
        if mark := _ANY_MARK.match(line):
            whole = line
            for following in lines[at + 1 :]:
                if not _goes_on(whole, following):
                    break
                whole += following if whole.endswith("-") else f" {following}"
            yield _REASON.split(whole[mark.end() :], maxsplit=1)[0].strip()


def _goes_on(line: str, following: str) -> bool:
    """Whether an editor broke the line within the list of ids, rather than a comment of another kind following."""
    if not following or _ANY_MARK.match(following) or _REASON.search(line):
        return False
    return line.lower().endswith((",", ":", "-", f" {_VERB}")) or following.startswith(",")
