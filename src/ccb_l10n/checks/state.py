"""Where messages stand: what still has to be translated, looked at again, or reviewed."""

from __future__ import annotations

from collections.abc import Iterator

from ccb_l10n.catalog.remarks import MACHINE_MARK
from ccb_l10n.checks.problem import Check, Problem, Setting, blank, targets
from ccb_l10n.markdown.inline import translatable
from ccb_l10n.model import Message, Severity, State

_ALIKE = "% alike"  # in the comment of a similar text's translation


def empty(message: Message, setting: Setting) -> Iterator[Problem]:
    """A target that is there and shows nothing, or a plural form left out among others."""
    if not any(targets(message)) or blank(message.source):
        return
    for target in targets(message):
        if blank(target):
            what = "the translation is blank" if message.plural is None else "a plural form is blank"
            yield Problem(what, target=target, hint="translate it, or clear it so that it counts as untranslated")


def stale(message: Message, setting: Setting) -> Iterator[Problem]:
    """A target written for a source that has changed since, or for a similar one, or marked fuzzy by a person."""
    if message.state is not State.STALE or not _says_something(message):
        return
    if message.previous is None or message.previous == message.source:
        yield Problem("the translation is marked as fuzzy", hint="review it, then clear the fuzzy flag")
    elif any(each.startswith(MACHINE_MARK) and _ALIKE in each for each in message.comments):
        hint = "compare the source with the previous one, change what differs, then clear the fuzzy flag"
        yield Problem("the translation was written for a similar text", hint=hint)
    else:
        hint = "compare the source with the previous one, update the translation, then clear the fuzzy flag"
        yield Problem("the source changed after it was translated", hint=hint)


def untranslated(message: Message, setting: Setting) -> Iterator[Problem]:
    """No target, where the source has words to translate."""
    if message.state is State.UNTRANSLATED and translatable(message.source):
        yield Problem("not translated yet")


def draft(message: Message, setting: Setting) -> Iterator[Problem]:
    """A machine's target that no person has accepted."""
    if message.state is State.DRAFT and _says_something(message):
        yield Problem("a machine draft that nobody has reviewed", hint="review it, then clear the fuzzy flag")


def _says_something(message: Message) -> bool:
    """Whether `empty` has not said already that there is nothing to read."""
    return not all(map(blank, targets(message)))


ROWS = (
    Check(
        "empty",
        Severity.ERROR,
        "The translation holds nothing but blanks",
        "It counts as translated, and readers would see a gap.",
        "Translate it, or clear it.",
        empty,
    ),
    Check(
        "stale",
        Severity.WARNING,
        "The source changed after it was translated, or the translation is marked as fuzzy",
        "A stale translation is never shipped: the pack shows the source text.",
        "Compare with the previous source, update the translation, clear the fuzzy flag.",
        stale,
    ),
    Check(
        "draft",
        Severity.INFO,
        "A machine draft that nobody has reviewed",
        "It ships labelled as machine text, or not at all.",
        "Review it, then clear the fuzzy flag.",
        draft,
    ),
    Check(
        "untranslated",
        Severity.INFO,
        "Not translated yet",
        "The pack shows the source text.",
        "Translate it.",
        untranslated,
    ),
)
