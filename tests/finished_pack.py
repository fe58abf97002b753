"""A small finished pack, for tests of what becomes of packs after they were built."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from ccb_l10n.packs import manifest
from ccb_l10n.packs.archive import zipped
from ccb_l10n.packs.manifest import CHECKSUMS, MANIFEST, Values

FILES = {
    "LICENSE": b"All rights reserved.\n",
    "html/index.html": "<p>Bonjour à tous</p>\n".encode(),
    "html/images/équipe.svg": b"<svg/>\n",
    "scorm/course-fr.zip": zipped([("imsmanifest.xml", b"<manifest/>\n"), ("index.html", b"<p>Bonjour</p>\n")]),
}


def values(files: Mapping[str, bytes]) -> Values:
    """What the manifest of a French course says of these files."""
    listed = {name: (sha256(data).hexdigest(), len(data)) for name, data in files.items()}
    return Values("course", "A course", "fr", "en", "ccb-l10n 0", {}, (), listed, ("html", "scorm"), version="1.0")


def write(folder: Path, files: Mapping[str, bytes] = FILES) -> Path:
    """Write a pack of these files with its manifest and checksums; the folder again."""
    given = values(files)
    made = manifest.text(manifest.told(given))
    sums = manifest.checksums({**given.files, MANIFEST: (sha256(made).hexdigest(), len(made))})
    for name, data in {**files, MANIFEST: made, CHECKSUMS: sums}.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return folder
