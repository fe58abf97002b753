"""What an author should see to before a course is translated: its terms, their spelling, its acronyms.

Each finding is about a page of the content: `target` holds the passage and `span` the words in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ccb_l10n.checks import acronyms, source_terms
from ccb_l10n.checks.passage import Passage, SourceCheck
from ccb_l10n.checks.problem import Problem, Row, Setting
from ccb_l10n.model import Catalog, Document, Finding
from ccb_l10n.terminology.concepts import Glossary

SOURCE_CHECKS: tuple[SourceCheck, ...] = (*source_terms.ROWS, *acronyms.ROWS)


def lint(
    pages: Iterable[Document],
    *,
    folder: str,
    glossary: Glossary,
    lang: str,
    course: str = "",
    subjects: tuple[str, ...] = (),
    checks: Sequence[SourceCheck] = SOURCE_CHECKS,
) -> Iterator[Finding]:
    """What the checks say of a course's pages, given and told in reading order.

    `folder` is the course's in the workspace, `lang` the language that it is written in.
    """
    passages = [Passage(f"{folder}/{page.path}", each) for page in pages for each in page.segments]
    setting = Setting(Catalog(()), lang, glossary, lang, course, subjects)
    found: list[tuple[int, Finding]] = []
    places = {id(passage): at for at, passage in enumerate(passages)}
    for row in checks:
        for passage, problem in row.function(passages, setting):
            found.append((places[id(passage)], _finding(row, passage, problem, lang)))
    yield from (finding for _, finding in sorted(found, key=lambda each: each[0]))


def _finding(row: Row, passage: Passage, problem: Problem, lang: str) -> Finding:
    return Finding(
        row.id,
        problem.severity or row.severity,
        problem.text,
        passage.path,
        passage.segment.line,
        lang,
        target=passage.text,
        span=problem.span,
        hint=problem.hint,
        concept=problem.concept,
    )
