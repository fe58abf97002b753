"""The course as Markdown again: its own files, rebuilt in the language of the pack."""

from __future__ import annotations

from collections.abc import Iterator

from ccb_l10n.packs.book import Book


def files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The course's files at their own places: (path relative to the course, content)."""
    yield from ((document.path, document.text.encode()) for document in book.documents)
    yield from ((place, read()) for place, read in book.files.items())
