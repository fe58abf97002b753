"""The checks of whole pages and of the files beside them: what would make a pack break, leak or fall silent.

To add one, write a small function in its family's module and a row in that module's ROWS. It sees the course as
`Contents` and yields places with problems.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ccb_l10n.checks.pages import drawings, links, markup, pictures, quizzes, structure
from ccb_l10n.checks.pages.page import Contents, PageCheck
from ccb_l10n.model import Finding

PAGE_CHECKS: tuple[PageCheck, ...] = (
    *links.ROWS,
    *structure.ROWS,
    *quizzes.ROWS,
    *markup.ROWS,
    *pictures.ROWS,
    *drawings.ROWS,
)


def look(contents: Contents, *, folder: str, lang: str, checks: Sequence[PageCheck] = PAGE_CHECKS) -> Iterator[Finding]:
    """What the checks say of a course's pages and files: page by page in reading order, then the files no page shows.

    `folder` is the course's in the workspace, `lang` the language that it is written in.
    """
    order = {page.path: number for number, page in enumerate(contents.pages)}
    found = []
    for row in checks:
        for place, problem in row.function(contents):
            severity = problem.severity or row.severity
            told = Finding(
                row.id,
                severity,
                problem.text,
                f"{folder}/{place.path}",
                place.line,
                lang,
                target=problem.target or "",
                span=problem.span,
                hint=problem.hint,
            )
            found.append(((order.get(place.path, len(order)), place.path, place.line), told))
    yield from (finding for _, finding in sorted(found, key=lambda each: each[0]))
