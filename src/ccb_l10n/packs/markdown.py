"""The course as Markdown again: its own files, rebuilt in the language of the pack.

The trainers' edition has them byte for byte; the learners' has them without what pages keep from learners.
"""

from __future__ import annotations

from collections.abc import Iterator

from ccb_l10n.packs.book import Book
from ccb_l10n.packs.untold import untold


def files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The course's files at their own places: (path relative to the course, content)."""
    for document in book.documents:
        text = document.text if book.for_trainers else untold(document.text)
        yield document.path, text.encode()
    yield from ((place, read()) for place, read in book.files.items())
