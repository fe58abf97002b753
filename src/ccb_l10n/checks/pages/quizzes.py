"""Quizzes that cannot be asked, or not be answered; in the course, and in what a translation makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ccb_l10n.checks.pages.page import Contents, Noted, Option, Page, PageCheck, Quiz, at
from ccb_l10n.checks.problem import Row
from ccb_l10n.model import Severity


def options(contents: Contents) -> Noted:
    """A quiz with too few options, or with one that has no mark."""
    for page, quiz in _all(contents):
        if not quiz.options:
            hint = "write them as a list: - [ ] wrong, - [x] right, with a blank after the bracket"
            yield at(page, quiz.line, "a quiz without options", hint)
        elif len(quiz.options) == 1:
            yield at(page, quiz.options[0].line, "a quiz with one option alone", "add what is wrong: - [ ] ...")
        for each in quiz.options:
            if each.right is None:
                text = "an option without a mark counts as wrong"
                yield at(page, each.line, text, "begin it with [ ] or [x], and a blank behind")


def answers(contents: Contents) -> Noted:
    """A quiz in which nothing is right."""
    for page, quiz in _all(contents):
        if quiz.options and not any(quiz.key):
            yield at(page, quiz.line, "a quiz without a right answer", "mark what is right with [x]")


def all_right(contents: Contents) -> Noted:
    """A quiz in which everything is right."""
    for page, quiz in _all(contents):
        if len(quiz.options) > 1 and all(quiz.key):
            text = "every option is right: who ticks all of them cannot fail"
            yield at(page, quiz.line, text, "mark what is wrong with [ ], or add an option that is")


def questions(contents: Contents) -> Noted:
    """A quiz that asks nothing."""
    for page, quiz in _all(contents):
        if not quiz.asked:
            yield at(page, quiz.line, "a quiz without a question", "write the question above the options")


def duplicates(contents: Contents) -> Noted:
    """Two options that say the same."""
    for page, quiz in _all(contents):
        for one, other in twins([option.text for option in quiz.options]):
            line = quiz.options[one].line
            text = f"an option like the one in line {line}" + _contrary(quiz.options[one], quiz.options[other])
            yield at(page, quiz.options[other].line, text, "take it out, or write another option")


def twins(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of texts that read the same, by index: each with the first one like it. Empty ones are no pair."""
    first: dict[str, int] = {}
    for at_, text in enumerate(texts):
        said = " ".join(text.casefold().split()).rstrip(".。")
        if said and first.setdefault(said, at_) != at_:
            yield first[said], at_


def _contrary(one: Option, other: Option) -> str:
    return "" if bool(one.right) == bool(other.right) else ", and one is right where the other is wrong"


def changed(source: Page, rebuilt: Page) -> Iterator[tuple[int, str]]:
    """Quizzes that a translated page asks differently: line in the source, and what is different.

    The marks of the options stand outside of what is translated, so this finds what only a fault of the program, or a
    page edited by hand, can bring about.
    """
    if len(source.quizzes) != len(rebuilt.quizzes):
        line = source.quizzes[0].line if source.quizzes else 0
        yield line, f"{len(rebuilt.quizzes)} quizzes in the translation, {len(source.quizzes)} in the source"
        return
    for own, made in zip(source.quizzes, rebuilt.quizzes, strict=True):
        if len(own.options) != len(made.options):
            yield own.line, f"{len(made.options)} options in the translation, {len(own.options)} in the source"
        elif own.key != made.key:
            yield own.line, "other options are right in the translation than in the source"


def _all(contents: Contents) -> Iterator[tuple[Page, Quiz]]:
    return ((page, quiz) for page in contents.pages for quiz in page.quizzes)


ROWS = (
    PageCheck(
        "quiz-options",
        Severity.ERROR,
        "A quiz has no options, one alone, or one without a mark",
        "There is nothing to choose from; an option without a mark counts as wrong.",
        "Write the options as a list: - [ ] wrong, - [x] right.",
        options,
    ),
    PageCheck(
        "quiz-answer",
        Severity.ERROR,
        "A quiz has no right answer",
        "Nobody can pass it.",
        "Mark what is right with [x].",
        answers,
    ),
    PageCheck(
        "quiz-all-right",
        Severity.WARNING,
        "Every option of a quiz is right",
        "Who ticks everything cannot fail; often the marks were set by mistake.",
        "Mark what is wrong with [ ].",
        all_right,
    ),
    PageCheck(
        "quiz-question",
        Severity.ERROR,
        "A quiz asks nothing",
        "Learners see answers without a question, and other programs refuse such a quiz.",
        "Write the question above the options.",
        questions,
    ),
    PageCheck(
        "quiz-twins",
        Severity.WARNING,
        "Two options of a quiz say the same",
        "Who knows the answer cannot tell which of the two is meant.",
        "Take one out, or write another option.",
        duplicates,
    ),
)
CHANGED = Row(
    "quiz-changed",
    Severity.ERROR,
    "A quiz has other options or other right answers in a translation",
    "Who learns in that language is told wrong things about the answers.",
    "Restore the page's structure; if it is as in the source, report a fault of the program.",
)
SAME = Row(
    "quiz-same-options",
    Severity.WARNING,
    "Two options of a quiz are translated alike, where the source's differ",
    "Who knows the answer cannot tell which of the two is meant.",
    "Translate each option so that it differs from the others as in the source.",
)
TRANSLATED = (CHANGED, SAME)
