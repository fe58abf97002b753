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


ENGINES = ["ctranslate2", "sentencepiece", "argostranslate", "sacremoses", "ccb_l10n.drafting.argos"]
RUN = """
import sys
from ccb_l10n.cli import main

try:
    main(sys.argv[1:])
finally:
    print(" ".join(sys.modules), file=sys.stderr)
"""


def loaded(*command: str) -> tuple[int, str, list[str]]:
    """Run a command in a process of its own: its exit code, what it printed and all modules that it loaded."""
    ran = subprocess.run([sys.executable, "-c", RUN, *command], capture_output=True, encoding="utf-8", check=False)
    return ran.returncode, ran.stdout, ran.stderr.splitlines()[-1].split()


def test_the_command_line_starts_without_the_parser_and_the_engines() -> None:
    """What it costs is what it loads: beside click, the commands and the words for errors."""
    heavy = {"markdown_it", "babel", "yaml", "rapidfuzz", "polib", "jinja2", "openpyxl", "defusedxml", "tomlkit",
             "sqlite3", "zipfile", "tomllib", "urllib.request", *ENGINES}  # fmt: skip
    code, said, modules = loaded("--help")
    assert (code, "Commands:" in said) == (0, True)
    assert heavy.isdisjoint(modules)
    ours = {name.partition(".")[2].partition(".")[0] for name in modules if name.startswith("ccb_l10n.")}
    assert ours <= {"cli", "errors"}


def test_building_and_checking_load_no_engine(tmp_path: Path) -> None:
    page = tmp_path / "content" / "first" / "page.md"
    page.parent.mkdir(parents=True)
    page.write_text("# A team\n", encoding="utf-8")
    here = ("-C", str(tmp_path))
    for command in (("extract",), ("merge", "--lang", "fr"), ("check",), ("build", "--frozen", "--lang", "fr")):
        code, said, modules = loaded(*here, *command)
        assert code == 0, said
        assert set(ENGINES).isdisjoint(modules)
    assert list((tmp_path / "dist" / "first-fr").rglob("page.html"))


def test_loading_the_use_cases_loads_no_engine() -> None:
    code = (
        "import sys, ccb_l10n.workflow.building, ccb_l10n.workflow.checking;"
        f"print([name for name in {ENGINES} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
