"""A course as an HTML5 app for Kolibri: the site in one zip, with `index.html` at its root."""

from __future__ import annotations

from collections.abc import Iterator

from ccb_l10n.packs import framed
from ccb_l10n.packs.archive import zipped
from ccb_l10n.packs.book import Book


def files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The one file, named like the pack."""
    yield f"{book.name}.zip", zipped(framed.files(book), first=("index.html",), epoch=book.epoch)
