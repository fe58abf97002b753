"""What a command costs: CPU seconds and peak memory, in fresh processes. Needs a Unix (os.wait4)."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

# getrusage(2): kilobytes on Linux and the BSDs, bytes on macOS
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """`seconds` is the median of `runs`: user and system CPU seconds of the command and of every process that
    it waited for. `peak_mb` is the largest resident set of any one of them in any run, in 1,000,000 bytes."""

    seconds: float
    runs: tuple[float, ...]
    peak_mb: float


def cpu(command: list[str], runs: int = 5, cwd: Path | None = None, accept: Collection[int] = (0,)) -> Measured:
    """Run `command` so many times, one after the other, each in a fresh process; its output is dropped.

    The caller should itself be small: Linux counts a parent's resident set as the child's until it executes.
    Raises RuntimeError, with the end of what it wrote on stderr, where it exits with a code not in `accept`.
    """
    measured = [once(command, cwd, accept) for _ in range(runs)]
    seconds = tuple(one for one, _ in measured)
    return Measured(statistics.median(seconds), seconds, max(peak for _, peak in measured))


def once(command: list[str], cwd: Path | None, accept: Collection[int]) -> tuple[float, float]:
    """CPU seconds and peak megabytes of one run."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)  # or Popen would wait for it again
        if process.returncode not in accept:
            errors.seek(0)
            said = errors.read()[-2000:].decode("utf-8", errors="replace")
            raise RuntimeError(f"{command} exited {process.returncode}: {said}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * MAXRSS_UNIT / 1_000_000
