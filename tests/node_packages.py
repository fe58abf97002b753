"""Packages from npm that tests run: where they are. `.ci/run` installs them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_HERE = Path(__file__).parents[1] / ".ci" / "node"


def package(name: str) -> Path:
    """The folder of a package below $CCB_NODE, or below .ci/node where that is not set; a missing one skips the test
    here and fails it where CI=true."""
    folder = Path(os.environ.get("CCB_NODE") or _HERE) / "node_modules" / name
    if not folder.is_dir():
        reason = f"{name} is not installed: npm install --ignore-scripts --prefix .ci/node {name}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
