"""A course as a SCORM 1.2 package with one SCO: the site in a frame, and a page around it that talks to the platform.

The page around stays while the reader goes from page to page, so that the platform sees one session. The score is
the share of the quizzes that are right; a course without quizzes is completed once every page was seen. See "The
SCORM Content Aggregation Model" and "The SCORM Run-Time Environment", version 1.2.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from ccb_l10n.errors import CcbError
from ccb_l10n.packs import frame, framed, practice
from ccb_l10n.packs.archive import zipped
from ccb_l10n.packs.book import Book
from ccb_l10n.packs.quiz import Quiz

MEMORY = 4096  # characters that a platform keeps for a course: cmi.suspend_data
COURSE = "course/"  # the site's folder in the package
LAUNCH = "index.html"
_SCRIPT = "scorm.js"
_BITS = 6  # of a character in memory; scorm.js packs answers into them


@dataclass(frozen=True, slots=True)
class Asked:
    """A quiz that counts. `page` is the number of its page in the course, from 0."""

    page: int
    quiz: Quiz


def files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The one file, named like the pack.

    Raises CcbError for more quizzes than a platform can remember the answers of.
    """
    yield f"{book.name}.zip", zipped(_package(book), first=("imsmanifest.xml",), epoch=book.epoch)


def counted(book: Book) -> list[Asked]:
    """The quizzes that learners can answer, in reading order. A trainer's edition shows the answers: none counts."""
    if book.for_trainers:
        return []
    pages = enumerate(book.pages)
    return [Asked(at, quiz) for at, page in pages for quiz in practice.shown(book, page) if quiz.has_key]


def _package(book: Book) -> Iterator[tuple[str, bytes]]:
    quizzes = counted(book)
    mastery = book.course.mastery
    site = {f"{COURSE}{name}": data for name, data in framed.files(book)}
    script = (resources.files("ccb_l10n.packs") / "assets" / _SCRIPT).read_bytes()
    own = {LAUNCH: _launch(book, quizzes, mastery), _SCRIPT: script}
    named = sorted((*own, *site), key=lambda name: (name != LAUNCH, name))
    yield "imsmanifest.xml", _manifest(book, named, mastery if quizzes else None)
    yield from own.items()
    yield from site.items()


def _launch(book: Book, quizzes: Sequence[Asked], mastery: int) -> bytes:
    told = _told(book, quizzes, mastery)
    # No "<" of a page's address may end the script's element early.
    told_html = Markup(json.dumps(told, separators=(",", ":")).replace("<", "\\u003c"))
    template = frame.templates().get_template("scorm.html")
    return template.render(frame.around(book), told=told_html, first=f"{COURSE}index.html").encode()


def _told(book: Book, quizzes: Sequence[Asked], mastery: int) -> dict[str, Any]:
    """What scorm.js must know of the course. The key is not in it."""
    listed = [[each.page, each.quiz.name, len(each.quiz.options)] for each in quizzes]
    keys = [practice.digest(each.quiz, at) for each in quizzes for at in range(len(each.quiz.options))]
    pages = [quote(page.place) for page in book.pages]
    state = json.dumps([listed, keys, [] if quizzes else pages])
    used = 8 + sum(_characters(each.quiz) for each in quizzes) if quizzes else 8 + _ceiling(len(pages))
    if used > MEMORY:
        hint = "split the course in two, or leave out the format scorm"
        raise CcbError("the course has more quizzes than a SCORM 1.2 platform can remember answers of", hint=hint)
    return {
        "pages": pages,
        "quizzes": listed,
        "mastery": mastery,
        "edition": hashlib.sha256(state.encode()).hexdigest()[:8],
    }


def _characters(quiz: Quiz) -> int:
    """What an answer takes in memory: a bit for each option, and one that says whether it was right."""
    return _ceiling(len(quiz.options) + 1)


def _ceiling(bits: int) -> int:
    return -(-bits // _BITS)


def _manifest(book: Book, names: Sequence[str], mastery: int | None) -> bytes:
    template = frame.templates().get_template("imsmanifest.xml")
    text = template.render(
        course=book.course,
        identifier=f"ccb-{hashlib.sha256(book.name.encode()).hexdigest()[:16]}",
        version=book.course.version or "1",
        launch=LAUNCH,
        names=[quote(name) for name in names],
        mastery=mastery,
    )
    return text.encode()
