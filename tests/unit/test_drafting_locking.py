"""Locks between processes: one at a time, none left by the dead, in both ways of holding them."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ccb_l10n.drafting import locking
from ccb_l10n.errors import CcbError

WAYS = ["the kernel's", "a file's"]
COUNTS = """
import sys
from pathlib import Path
from ccb_l10n.drafting import locking

lock, counter = Path(sys.argv[1]), Path(sys.argv[2])
locking._PAUSE = 0.001
if sys.argv[3] == "a file's":
    locking._FLOCK = None
for _ in range(50):
    with locking.held(lock, 30):
        counter.write_text(str(int(counter.read_text()) + 1))
"""
HOLDS = """
import sys, time
from pathlib import Path
from ccb_l10n.drafting import locking

with locking.held(Path(sys.argv[1]), 30):
    print("here", flush=True)
    time.sleep(60)
"""


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "a file's":
        monkeypatch.setattr(locking, "_FLOCK", None)
    elif locking._FLOCK is None:
        pytest.skip("no fcntl here")
    return str(request.param)


def test_processes_take_turns(tmp_path: Path, way: str) -> None:
    lock, counter = tmp_path / "lock", tmp_path / "counter"
    counter.write_text("0")
    command = [sys.executable, "-c", COUNTS, str(lock), str(counter), way]
    running = [subprocess.Popen(command) for _ in range(3)]
    assert [each.wait(60) for each in running] == [0, 0, 0]
    assert counter.read_text() == "150"
    assert not lock.exists()


def test_who_waits_too_long_is_told_what_to_do(tmp_path: Path, way: str) -> None:
    said: list[str] = []
    with locking.held(tmp_path / "lock", 0) as held:
        assert held
        with pytest.raises(CcbError) as caught, locking.held(tmp_path / "lock", 0.25, lambda: said.append("busy")):
            pass
    assert said == ["busy"]
    assert "another ccb-l10n is at work here" in caught.value.message
    assert ("delete" in caught.value.hint) == (way == "a file's")


@pytest.mark.skipif(locking._FLOCK is None, reason="no fcntl here")
def test_the_dead_hold_no_lock(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    process = subprocess.Popen([sys.executable, "-c", HOLDS, str(lock)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"
    assert locking.taken(lock) is None
    process.kill()
    process.communicate()
    assert lock.exists()
    begun = time.monotonic()
    with locking.held(lock, 10) as held:
        assert held
    assert time.monotonic() - begun < 5
    assert not lock.exists()


def test_without_locks_all_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with locking.held(tmp_path / "no folder" / "lock", 0) as held:
        assert not held

    class Refusing:
        LOCK_EX = LOCK_NB = 0

        def flock(self, *_: Any) -> None:
            raise OSError(37, "No locks available")

    monkeypatch.setattr(locking, "_FLOCK", Refusing())
    with locking.held(tmp_path / "lock", 0) as held:
        assert not held
    assert list(tmp_path.iterdir()) == []
