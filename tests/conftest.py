"""What every test may use: workspaces made in a temporary folder, and the rule about missing tools."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ccb_l10n.cli import main

Command = Callable[..., Result]


@pytest.fixture(autouse=True)
def _still_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No packages, colours or dates of the machine that runs the tests."""
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "no-packages"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")


@pytest.fixture
def workspace(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """A function that makes a workspace of the files given, path -> text, and returns its folder."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "workspace"
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return root

    return make


@pytest.fixture
def ccb() -> Command:
    """Run the command line in a folder: `ccb(root, "build", "--lang", "fr")`."""

    def run(root: Path, *arguments: str) -> Result:
        threshold = gc.get_threshold()  # which the command line sets for its own process
        result = CliRunner().invoke(main, ["-C", str(root), *arguments])
        gc.set_threshold(*threshold)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def tool() -> Callable[[str], str]:
    """The path of an outside program; a missing one skips the test here and fails it where CI=true."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            if os.environ.get("CI") == "true":
                pytest.fail(f"{name} is not installed; .ci/run installs it")
            pytest.skip(f"{name} is not installed")
        return path

    return find
