"""The quizzes of a course as questions for Moodle, in its text format GIFT.

https://docs.moodle.org/en/GIFT_format describes the format, and question/format/gift/format.php in Moodle's source
reads it. A category stands for each page. The file holds the answers: it is for whoever runs the learning platform.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from ccb_l10n import locales
from ccb_l10n.packs import attributes, frame, practice, slots
from ccb_l10n.packs.bare import bare
from ccb_l10n.packs.book import Book
from ccb_l10n.packs.interface import interface
from ccb_l10n.packs.quiz import Option, Quiz
from ccb_l10n.packs.render import Page

# The shares of a mark that Moodle accepts for an option, in per cent: see gradelib's get_grade_options().
SHARES = ("100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25", "20",
          "16.66667", "14.28571", "12.5", "11.11111", "10", "5")  # fmt: skip
_CONTROL = re.compile(r"[~=#{}:\\]")
_CLOSE = 0.01  # how far a share may be from the one that is wanted


def files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The one file, named like the pack; none for a course in which nothing can be asked."""
    parts = [part for page in book.pages if (part := _page(book, page))]
    if parts:
        yield f"{book.name}.gift", "\n".join((_head(book), *parts)).encode()


def weights(quiz: Quiz) -> list[str] | None:
    """What each option adds to the mark, in per cent, of a quiz with several right ones; None where no shares that
    Moodle accepts add up to 100. Wrong options take away as much together as the right ones give, or nearly: who
    chooses all of them gets nothing."""
    right = sum(option.right for option in quiz.options)
    good = next((share for share in SHARES if abs(float(share) * right - 100) < _CLOSE * right), None)
    wrong = max(len(quiz.options) - right, 1)
    bad = next((share for share in SHARES if float(share) * wrong < 100 + _CLOSE * wrong), SHARES[-1])
    return [good if option.right else f"-{bad}" for option in quiz.options] if good else None


def _marks(quiz: Quiz) -> list[str] | None:
    """What stands before each option: `=` makes a quiz one of a single choice. None where Moodle cannot take the quiz,
    which it also refuses with fewer than two options."""
    if len(quiz.options) < 2:
        return None
    if not quiz.several:
        return ["=" if option.right else "~" for option in quiz.options]
    shares = weights(quiz)
    return [f"~%{share}%" for share in shares] if shares else None


def _head(book: Book) -> str:
    """What the file is, as comments."""
    course, words = book.course, interface(book.course.locale)
    whole = frame.completeness(course, book.counts)
    lines = [
        course.title,
        words("This file holds the answers: it is for those who run the learning platform."),
        words("Version {version}", version=course.version) if course.version else "",
        words("Licence: {licence}", licence=course.licence) if course.licence else "",
        words("Language: {language}", language=locales.own_name(course.locale)),
        words("Whole course: {text}", text=whole) if whole else "",
        words("Made with {tool}", tool=book.tool),
    ]
    return "".join(f"// {' '.join(line.split())}\n" for line in lines if line)


def _page(book: Book, page: Page) -> str:
    """The questions of a page, under their category; nothing where it has none."""
    questions = [_question(book, quiz) for quiz in practice.shown(book, page) if quiz.has_key]
    if not questions:
        return ""
    names = (book.course.title, page.title.text)
    # Moodle reads `\\` here, and none of the other escapes.
    category = "/".join(" ".join(name.split()).replace("/", "//").replace("\\", r"\\") for name in names)
    return "\n".join((f"$CATEGORY: $course$/top/{category}\n", *questions))


def _label(book: Book, quiz: Quiz) -> str:
    """What the page would have said around a question of itself; it stands alone in Moodle."""
    if not quiz.marked:
        return ""
    course, words = book.course, interface(book.course.locale)
    said = words("Machine draft")
    if quiz.lang == course.source_locale:
        language = locales.name(course.source_locale, words.locale)
        said = words("Not translated yet: shown in {language}", language=language)
    given = attributes.html({"lang": words.locale, "dir": locales.direction(words.locale)})
    return f"<p{given}><small>{escape(said, quote=False)}</small></p>"


def _question(book: Book, quiz: Quiz) -> str:
    """A question, with a comment for each file that it cannot hold."""
    words = interface(book.course.locale)
    marks = _marks(quiz)
    if marks is None:
        return f"// {words('Left out, since Moodle cannot grade it: {text}', text=quiz.title)}\n"
    missing: list[str] = []

    def text(html: str, tag: str = "div") -> str:
        """HTML as GIFT has it, in its language and direction."""
        given = attributes.html({"lang": quiz.lang, "dir": locales.direction(quiz.lang)})
        shown = slots.fill(html, quiz=lambda at: "", trainer=book.for_trainers)
        found = bare(shown, lambda name: words("Not in this file: {text}", text=name))
        missing.extend(found.missing)
        return escaped(f"<{tag}{given}>{found.html}</{tag}>")

    asked = text(_label(book, quiz) + quiz.question)
    options = [f"\t{mark}{_option(each, text)}\n" for each, mark in zip(quiz.options, marks, strict=True)]
    general = f"\t####{text(quiz.explanation)}\n" if quiz.explanation else ""
    notes = "".join(f"// {words('Not in this file: {text}', text=name)}\n" for name in missing)
    return f"{notes}::{escaped(quiz.title)}::[html]{asked}{{\n{''.join(options)}{general}}}\n"


def _option(option: Option, text: Callable[[str, str], str]) -> str:
    label = text(option.label + option.more, "div" if option.more else "span")
    return label + (f"#{text(option.feedback, 'div')}" if option.feedback else "")


def escaped(text: str) -> str:
    """Text in which nothing means anything to GIFT, on one line."""
    return _CONTROL.sub(r"\\\g<0>", text).replace("\n", r"\n")
