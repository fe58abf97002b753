"""What a translator's editor does to a catalog, for the tests of the commands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polib


def translate(root: Path, targets: Mapping[str, str]) -> None:
    """Write French targets into the catalog of the course `demo`, and clear the flags of their messages."""
    path = root / "locales/fr/LC_MESSAGES/demo.po"
    catalog = polib.pofile(str(path), wrapwidth=78)
    for entry in catalog:
        if entry.msgid in targets:
            entry.msgstr = targets[entry.msgid]
            entry.flags = []
    catalog.save()
