"""The rooms: who may import whom, who owns which dependency, and what the command line must not load."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "ccb_l10n"
# Lower rooms last; a room imports only rooms above it.
ROOMS = ["errors", "model", "locales", "markdown", "catalog", "terminology", "drafting", "checks", "packs", "reports",
         "settings", "workspace", "workflow", "cli"]  # fmt: skip
SIBLINGS = {"markdown", "catalog", "terminology"}
OWNERS = {
    "click": {"cli"},
    "polib": {"catalog"},
    "babel": {"locales"},
    "rapidfuzz": {"catalog"},
    "markdown_it": {"markdown", "packs"},
    "mdit_py_plugins": {"markdown", "packs"},
    "yaml": {"markdown", "drafting"},
    "openpyxl": {"terminology"},
    "defusedxml": {"terminology"},
    "tomlkit": {"terminology"},
    "jinja2": {"packs", "reports"},
    "cryptography": {"packs"},
    "weasyprint": {"packs"},
    "fontTools": {"packs"},
    "docx": {"packs"},
    "argostranslate": set(),
    "ctranslate2": {"drafting"},
    "sentencepiece": {"drafting"},
}
MODULES = sorted(SOURCE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_keep_the_order_of_the_rooms(path: Path) -> None:
    room = room_of(path)
    if room in ("__init__", "__main__"):
        return
    for name in imports(path):
        first, _, rest = name.partition(".")
        if first == "ccb_l10n":
            other = rest.partition(".")[0]
            if other in ROOMS and other != room:
                assert ROOMS.index(other) < ROOMS.index(room), f"{room} must not import {other}"
                assert not {room, other} <= SIBLINGS, f"siblings {room} and {other} must not import each other"
        elif first in OWNERS:
            assert room in OWNERS[first], f"{first} belongs to {OWNERS[first] or 'nobody'}"


def test_no_module_is_over_300_lines_without_a_reason() -> None:
    long = [path.name for path in MODULES if len(path.read_text("utf-8").splitlines()) > 300]
    assert long == []


def test_the_command_line_starts_without_the_parser_and_the_engines() -> None:
    heavy = ["markdown_it", "babel", "yaml", "rapidfuzz", "polib", "jinja2", "ctranslate2", "sentencepiece",
             "openpyxl", "defusedxml", "tomlkit", "cryptography", "weasyprint", "fontTools", "docx"]  # fmt: skip
    code = f"import sys, ccb_l10n.cli; print([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_loading_the_use_cases_loads_no_engine() -> None:
    code = (
        "import sys, ccb_l10n.workflow.building, ccb_l10n.workflow.checking;"
        "print([name for name in ('ctranslate2', 'sentencepiece', 'argostranslate') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
