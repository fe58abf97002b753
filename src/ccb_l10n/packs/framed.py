"""The site as learning platforms show it: in a frame of theirs, where other sites refuse to open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n.packs import html
from ccb_l10n.packs.book import Book

_LANGUAGES = re.compile(r'<nav class="languages".*?</nav>\n?| <a class="original".*?</a>', re.DOTALL)
_OUTWARD = re.compile(r'<a (?=[^<>]*\bhref="https?://)')


def files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The site's files. Links to the internet open a window of their own; the packs of other languages are not beside
    this one, and nothing leads to them."""
    pages = {page.place for page in book.pages} | {"index.html", html.CONTENTS, html.GLOSSARY}
    for name, data in html.files(book):
        yield name, _framed(data) if name in pages else data


def _framed(data: bytes) -> bytes:
    page = _LANGUAGES.sub("", data.decode())
    return _OUTWARD.sub('<a target="_blank" rel="noopener" ', page).encode()
