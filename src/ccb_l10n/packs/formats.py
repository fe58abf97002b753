"""The formats of a pack, by name, and what writes each. A format is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from ccb_l10n.packs.book import Book

Files = Callable[[Book], Iterator[tuple[str, bytes]]]


def writer(name: str) -> Files:
    """What writes a format's files: (path relative to the format's folder, content).

    Asked for its files, it raises UnavailableError where it needs something that is not here.
    """
    found: Files = import_module(f"ccb_l10n.packs.{name}").files
    return found
