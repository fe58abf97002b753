"""Quizzes in a translation: asked as in the source, with options that can still be told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from ccb_l10n.checks.pages import quizzes
from ccb_l10n.checks.pages.page import Page, Quiz
from ccb_l10n.checks.problem import Row
from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import SHIPPED, splice
from ccb_l10n.markdown.text import decode
from ccb_l10n.model import Catalog, Document, Finding, Message
from ccb_l10n.workflow.pages import taken_apart
from ccb_l10n.workflow.templates import reading_of
from ccb_l10n.workspace import Course, read_bytes

Messages = dict[tuple[str | None, str], Message]


class Quizzes:
    """The quizzes of a course. Pages without one are not parsed, and none before the first catalog asks."""

    def __init__(self, course: Course) -> None:
        self._course = course

    @cached_property
    def _pages(self) -> list[tuple[Document, Page]]:
        found = []
        for path in self._course.pages():
            shown = f"content/{self._course.name}/{path}"
            data = read_bytes(self._course.folder / path, shown)
            if b"quiz" not in data.lower() or b":::" not in data:
                continue
            try:
                text = decode(data, shown)
            except CcbError:  # which is told of the page itself
                continue
            page = taken_apart(path, text)
            if page.quizzes:
                found.append((parse(path, text, reading_of(self._course)), page))
        return found

    def compared(self, catalog: Catalog, path: str, rows: Sequence[Row]) -> Iterator[Finding]:
        """What a catalog makes of the quizzes, as far as the rows ask; `path` is the catalog's in the workspace."""
        if not self._pages:
            return
        targets = {each.key: each for each in catalog.messages if each.target}
        lang = catalog.locale or ""
        for document, page in self._pages:
            if row := next((each for each in rows if each.id == quizzes.CHANGED.id), None):
                made = splice(document, targets, reading_of(self._course)).text
                where = f"content/{self._course.name}/{page.path}"
                for line, text in quizzes.changed(page, taken_apart(page.path, made)):
                    hint = "report it with the page and the catalog"
                    yield Finding(row.id, row.severity, text, where, line, lang, hint=hint)
            if row := next((each for each in rows if each.id == quizzes.SAME.id), None):
                for quiz in page.quizzes:
                    yield from _alike(document, quiz, targets, path, lang, row)


def _alike(document: Document, quiz: Quiz, targets: Messages, path: str, lang: str, row: Row) -> Iterator[Finding]:
    """Options whose translations are the same where the sources are not."""
    segments = {segment.line: segment for segment in document.segments if segment.kind.startswith("list item")}
    own = [segments.get(option.line) for option in quiz.options]
    messages = [targets.get((each.context, each.source)) if each else None for each in own]
    texts = [each.target if each and each.state in SHIPPED else "" for each in messages]
    for one, other in quizzes.twins(texts):
        first, second = messages[one], messages[other]
        if first and second and first.source != second.source:
            text = f"another option of the same quiz reads the same: “{first.source}”"
            hint = f"compare with line {first.line}, and translate one of them in other words"
            span = (0, len(second.target))
            yield Finding(row.id, row.severity, text, path, second.line, lang, second.source, second.target, span, hint)
