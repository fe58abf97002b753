"""docs/ci.md and the pre-commit hooks: every command in them runs, and every id, option and profile exists."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs/ci.md").read_text("utf-8")
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
RECIPES = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The workspace part of the repository, with the settings that the page shows."""
    for name in ("content", "locales", "glossary"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shown = re.findall(r"(?:^    .*\n|^\n)+", PAGE, re.MULTILINE)
    settings = [re.sub("(?m)^    ", "", block) for block in shown if "[profiles." in block or "[checks]" in block]
    assert len(settings) == 2
    (tmp_path / "ccb-l10n.toml").write_text("\n".join(settings))
    return tmp_path


def commands() -> Iterator[str]:
    """The commands of the page, of the recipes and of the hooks, without what a shell does with their output."""
    yield from re.findall(r"^    (ccb-l10n .*)$", PAGE, re.MULTILINE)
    for line in re.findall(r"- (?:run: )?(ccb-l10n .*)$", PAGE, re.MULTILINE):
        yield line.partition(" > ")[0]
    yield from (hook["entry"] for hook in HOOKS.values())


def test_every_command_runs(copy: Path, ccb: Any) -> None:
    run = list(commands())
    assert len(run) >= 15
    for line in run:
        result = ccb(copy, *shlex.split(line)[1:])
        assert result.exit_code in (0, 1), f"{line}: {result.stderr}"


def test_the_recipes_are_whole(copy: Path) -> None:
    local, github, gitlab = RECIPES
    [repository] = local["repos"]
    assert {hook["id"] for hook in repository["hooks"]} == set(HOOKS)
    steps = [step.get("run") or step["uses"] for step in github["jobs"]["check"]["steps"]]
    assert "github/codeql-action/upload-sarif@v3" in steps
    assert steps[-1] == gitlab["translations"]["script"][-1] == "ccb-l10n check"


@pytest.mark.parametrize(
    ("path", "hooks"),
    [
        ("content/a/index.md", {"ccb-l10n-extract", "ccb-l10n-check"}),
        ("glossary/concepts/firewall.toml", {"ccb-l10n-check"}),
        ("locales/a.pot", {"ccb-l10n-extract", "ccb-l10n-merge", "ccb-l10n-check"}),
        ("locales/fr/LC_MESSAGES/a.po", {*HOOKS} - {"ccb-l10n-extract"}),
        ("locales/fr/LC_MESSAGES/a.ledger.jsonl", {"ccb-l10n-merge", "ccb-l10n-check"}),
        ("ccb-l10n.toml", {"ccb-l10n-extract", "ccb-l10n-check"}),
        ("README.md", set()),
    ],
)
def test_hooks_run_when_what_they_read_changes(path: str, hooks: set[str]) -> None:
    assert {id for id, hook in HOOKS.items() if re.search(hook["files"], path)} == hooks
    assert all(hook["pass_filenames"] is False and hook["language"] == "python" for hook in HOOKS.values())
