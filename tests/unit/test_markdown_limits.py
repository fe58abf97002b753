"""Nothing that a file holds takes more than bounded time, and what is no text is an error that says where."""

from __future__ import annotations

import subprocess
import sys

import pytest

import markdown_extremes
from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.text import Normal, decode

try:
    import resource
except ImportError:  # Windows has no such limit; the timeout must do
    resource = None  # type: ignore[assignment]

CPU_SECONDS = 60  # generous: the slowest takes a tenth of it on a small machine


def _limit_cpu() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


@pytest.mark.parametrize("name", markdown_extremes.TEXTS)
def test_time_is_bounded(name: str) -> None:
    """A fresh process reads the texts of a name and rebuilds them within its limit of CPU seconds."""
    run = subprocess.run(
        [sys.executable, markdown_extremes.__file__, name],
        capture_output=True,
        text=True,
        timeout=20 * CPU_SECONDS,
        preexec_fn=_limit_cpu if resource else None,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-800:]


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"a\nb\xe9c\n", "not UTF-8: byte 0xe9 at offset 3", 2),
        (b"\xff\xfea\x00", "NUL byte at offset 3", 1),
        (b"a\r\rb\r\nc\x00", "NUL byte at offset 7", 4),
        (b"\x00", "NUL byte at offset 0", 1),
        (b"ok \xc3", "not UTF-8: byte 0xc3 at offset 3", 1),
        (b"\xed\xa0\x80", "not UTF-8: byte 0xed at offset 0", 1),
    ],
)
def test_what_is_no_text_is_an_error(data: bytes, message: str, line: int) -> None:
    with pytest.raises(CcbError) as caught:
        decode(data, "course/a.md")
    assert (caught.value.message, caught.value.path, caught.value.line) == (message, "course/a.md", line)
    assert caught.value.hint


def test_every_utf8_text_decodes_with_its_mark_and_endings() -> None:
    assert decode("\ufeffé\r\n中\r".encode(), "a.md") == "\ufeffé\r\n中\r"


@pytest.mark.parametrize("text", ["", "\ufeff", "a\r\nb\rc\nd\r\n\r\n", "\ufeff\r\na", "\n\r"])
def test_offsets_go_back_to_the_file(text: str) -> None:
    normal = Normal(text)
    assert "\r" not in normal.text
    for offset, char in enumerate(normal.text):
        original = text[normal.original(offset)]
        assert original == char or (char == "\n" and original == "\r")
