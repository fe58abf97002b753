"""The house course in every format, built in two processes that share nothing but the course: the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.tools
HOME = Path(__file__).parents[2]
SURROUNDINGS = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
)


def sums(root: Path, surroundings: dict[str, str], mask: int) -> dict[str, str]:
    """What SHA256SUMS says of each pack of the course, built at `root` in these surroundings."""
    for name in ("content", "locales", "glossary"):
        shutil.copytree(HOME / name, root / name)
    command = [sys.executable, "-m", "ccb_l10n", "build", "--frozen", "--format", "all", "--edition", "trainer"]
    command += ["--lang", "en", "--lang", "ar"]
    environment = {**os.environ, **surroundings}
    subprocess.run(command, cwd=root, env=environment, umask=mask, check=True, capture_output=True, timeout=300)
    return {path.parent.name: path.read_text() for path in sorted((root / "dist").glob("*/SHA256SUMS"))}


def test_two_places_two_days_the_same_bytes(tmp_path: Path) -> None:
    one = sums(tmp_path / "one", SURROUNDINGS[0], 0o022)
    other = sums(tmp_path / "another place", SURROUNDINGS[1], 0o077)
    assert list(one) == ["national-csirt-ar-trainer", "national-csirt-en-trainer"]
    formats = {line.split("  ")[1].partition("/")[0] for line in one["national-csirt-ar-trainer"].splitlines()}
    assert formats >= {"html", "single", "epub", "scorm", "gift", "kolibri", "pdf", "docx", "markdown"}
    assert one == other
