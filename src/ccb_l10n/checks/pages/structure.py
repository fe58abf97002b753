"""The frame of a page: ids that come twice, containers that do not pair, front matter that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from ccb_l10n.checks.pages.page import Contents, Named, Noted, Page, PageCheck, at
from ccb_l10n.model import Severity


def duplicate_ids(contents: Contents) -> Noted:
    """An id that an author gave to two places of a page."""
    for page in contents.pages:
        if not page.named:
            continue
        first: dict[str, Named] = {}
        for each in page.named:
            other = first.setdefault(each.id, each)
            if other is not each:
                text = f"the id “{each.id}” is taken: line {other.line} has it"
                yield at(page, each.line, text, "give one of them another id", each.id)
        yield from (
            at(page, each.line, f"the id “{each.id}” is that of the heading in line {line}", _HEADING, each.id)
            for each, line in _of_headings(page, first)
        )


_HEADING = "leave it out, for links find the heading by it, or choose another"


def _of_headings(page: Page, first: dict[str, Named]) -> Iterator[tuple[Named, int]]:
    """Ids given to something that a pack gives a heading as well, and the line of that heading."""
    for made, line in zip(page.made_ids, page.heading_lines, strict=False):
        given = first.get(made)
        if given and given.line != line:
            yield given, line


def unclosed(contents: Contents) -> Noted:
    """A `:::` line that opens a container which nothing closes."""
    for page in contents.pages:
        for each in page.unmatched:
            if each.name:
                text = f"nothing closes the container “{each.name}”: it takes in all that follows"
                yield at(page, each.line, text, _closing(page, each.line))


def _closing(page: Page, line: int) -> str:
    """How to close a container that was opened in a line."""
    taken = next((each for each in page.swallowed if each > line), 0)
    if taken:
        return f"line {taken} is part of the HTML above it: put an empty line between them"
    return "put ::: alone on a line, as far indented, where it ends"


def stray(contents: Contents) -> Noted:
    """A `:::` line that closes nothing."""
    for page in contents.pages:
        for each in page.unmatched:
            if not each.name:
                yield at(page, each.line, "this ::: closes nothing", "take it out, or name what it opens: ::: note")


def front_matter(contents: Contents) -> Noted:
    """Front matter that its own language cannot read, or that does not end."""
    for page in contents.pages:
        if page.front:
            yield at(page, page.front.line, page.front.text, page.front.hint)


ROWS = (
    PageCheck(
        "duplicate-id",
        Severity.ERROR,
        "Two places of a page have the same id",
        "A link leads to the first one only; a heading that comes second is given another id.",
        "Give one of them another id, and correct the links to it.",
        duplicate_ids,
    ),
    PageCheck(
        "unclosed-container",
        Severity.ERROR,
        "A container is not closed",
        "What follows is drawn inside its box, up to the end of the block that it stands in.",
        "Put ::: alone on a line where it ends.",
        unclosed,
    ),
    PageCheck(
        "stray-closer",
        Severity.WARNING,
        "A ::: line closes nothing",
        "Something that should be in a box is not, or the box ended earlier than it seems.",
        "Take the line out, or name what it opens.",
        stray,
    ),
    PageCheck(
        "front-matter",
        Severity.WARNING,
        "Front matter cannot be read",
        "Its title and summary are neither translated nor shown, or all of it stands on the page as text.",
        "Correct the line that the message names.",
        front_matter,
    ),
)
