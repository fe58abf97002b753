"""How the commands speak: results on stdout are theirs; progress, warnings and errors go to stderr from here."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ccb_l10n.model import Finding


def say(text: str) -> None:
    click.echo(text, err=True)


def warn(text: str) -> None:
    say(f"{painted('warning', 'yellow', sys.stderr)}: {text}")


def complain(findings: Sequence[Finding]) -> None:
    """Say what could not be read, as errors."""
    for finding in findings:
        where = f"{finding.path}:{finding.line}: {finding.message}\n  next: {finding.hint}"
        say(f"{painted('error', 'red', sys.stderr)}: {where}")


def colored(stream: Any) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR")


def painted(text: str, color: str, stream: Any) -> str:
    return click.style(text, fg=color, bold=True) if colored(stream) else text


def progress(label: str) -> Any:
    """A progress bar for a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        end = "\n" if done >= total else ""
        click.echo(f"\r{label} {done}/{total}{end}", nl=False, err=True)

    return show
