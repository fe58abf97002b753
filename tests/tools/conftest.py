"""A browser for the tests of a module, driven by Playwright: Debian's Chromium, never one that Playwright downloads."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium; where it or Playwright is missing, the test is skipped here and fails where CI=true."""
    chromium = shutil.which("chromium")
    if not chromium or find_spec("playwright") is None:
        reason = "Chromium and Playwright are needed: apt-get install chromium; pip install playwright"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()
