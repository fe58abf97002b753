"""The peers that catalogs are held to: polib's reading of the same file, and gettext's own tools.

    python tests/catalog_peers.py DIR...

compares our reading and writing with polib's for every catalog below the folders.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polib
import pytest

from ccb_l10n.catalog import po
from ccb_l10n.model import Catalog, Message, State

Row = tuple[object, ...]


def row(message: Message) -> Row:
    """What polib can tell of a message, too."""
    fuzzy = message.state is State.STALE or "fuzzy" in message.flags
    obsolete = message.state is State.OBSOLETE
    return (
        obsolete,
        message.context,
        message.source,
        message.plural,
        message.target,
        message.targets,
        fuzzy and bool(message.target),
        tuple(flag for flag in message.flags if flag != "fuzzy"),
        "\n".join(message.extracted).strip(),
        "\n".join(message.comments).strip(),
        *((None, None) if obsolete else (message.previous, message.previous_context)),  # polib drops those
    )


def polib_rows(text: str) -> list[Row]:
    """The messages as polib reads them, sorted."""
    rows: list[Row] = []
    for entry in polib.pofile(text):
        targets = tuple(entry.msgstr_plural[index] for index in sorted(entry.msgstr_plural))
        target = targets[0] if targets else entry.msgstr
        rows.append(
            (
                bool(entry.obsolete),
                entry.msgctxt,
                entry.msgid,
                entry.msgid_plural or None,
                target,
                targets,
                entry.fuzzy and bool(target),
                tuple(flag for flag in entry.flags if flag != "fuzzy"),
                entry.comment.strip(),
                entry.tcomment.strip(),
                entry.previous_msgid,
                entry.previous_msgctxt,
            )
        )
    return sorted(rows, key=repr)


def anew(catalog: Catalog) -> Catalog:
    """The catalog with nothing left of the text that it was read from."""
    return replace(catalog, raw_header="", messages=tuple(replace(message, raw="") for message in catalog.messages))


def differences(data: bytes, path: str) -> list[str]:
    """What differs between our reading or writing of a UTF-8 catalog and polib's; nothing, if all is well."""
    catalog = po.parse(data, path)
    written = po.render(anew(catalog))
    ours = sorted(map(row, catalog.messages), key=repr)
    header = dict(polib.pofile(data.decode()).metadata)
    checks = {
        "written as read, the bytes differ": po.render(catalog).encode() == data,
        "polib reads other messages": polib_rows(data.decode()) == ours,
        "polib reads another header": header == dict(catalog.header),
        "polib reads other messages in what is written anew": polib_rows(written) == ours,
        "what is written anew reads otherwise": po.parse(written.encode(), path) == replace(catalog, newline="\n"),
    }
    return [problem for problem, holds in checks.items() if not holds]


def gettext(tool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a gettext tool; without it, skip the test with a reason, or fail it where CI=true."""
    if shutil.which(tool) is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{tool} is not installed")
        pytest.skip(f"{tool} is not installed")
    command = [tool, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def main() -> int:
    paths = [path for folder in sys.argv[1:] for path in sorted(Path(folder).rglob("*.po"))]
    wrong = 0
    for path in paths:
        for problem in differences(path.read_bytes(), str(path)):
            wrong += 1
            print(f"{path}: {problem}")  # noqa: T201
    print(f"{len(paths)} catalogs, {wrong} differences")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
