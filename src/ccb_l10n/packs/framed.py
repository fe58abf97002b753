"""The site as learning platforms show it: in a frame of theirs, where other sites refuse to open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n.packs import html
from ccb_l10n.packs.book import Book

_OUTWARD = re.compile(r'<a (?=[^<>]*\bhref="https?://)')


def files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The site's files, in which links to the internet open a window of their own."""
    pages = {page.place for page in book.pages}
    for name, data in html.files(book):
        yield name, _outward(data) if name in pages else data


def _outward(data: bytes) -> bytes:
    return _OUTWARD.sub('<a target="_blank" rel="noopener" ', data.decode()).encode()
