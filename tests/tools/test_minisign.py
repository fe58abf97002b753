"""Our keys and signatures with minisign itself, both ways."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import finished_pack
from ccb_l10n.packs import signing
from ccb_l10n.packs.signing import SecretKey, read_secret

pytestmark = pytest.mark.tools
KEY = SecretKey(bytes(range(8)), bytes(range(32)))


@pytest.fixture
def minisign(tool: Callable[[str], str], tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    program = tool("minisign")

    def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        command = [program, *arguments]
        return subprocess.run(
            command, cwd=tmp_path, input=typed, capture_output=True, text=True, check=False, timeout=60
        )

    return run


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return finished_pack.write(tmp_path / "pack")


def test_minisign_verifies_what_we_sign(minisign: Any, pack: Path, tmp_path: Path, ccb: Any) -> None:
    assert ccb(tmp_path, "pack", "keygen", "-s", "our.key", "-p", "our.pub", "--no-password").exit_code == 0
    assert ccb(tmp_path, "pack", "sign", "pack", "-s", "our.key").exit_code == 0
    result = minisign("-V", "-p", "our.pub", "-m", "pack/SHA256SUMS")
    assert result.returncode == 0, result.stderr
    assert "Trusted comment: pack:course-fr\tversion:1.0\ttimestamp:1767225600\tmade by ccb-l10n" in result.stdout
    (pack / "SHA256SUMS").write_bytes((pack / "SHA256SUMS").read_bytes() + b"\n")
    assert minisign("-V", "-p", "our.pub", "-m", "pack/SHA256SUMS").returncode == 1


def test_sha256sum_checks_the_files(tool: Callable[[str], str], pack: Path) -> None:
    command = [tool("sha256sum"), "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=pack, check=False).returncode == 0
    (pack / "LICENSE").write_text("x")
    assert subprocess.run(command, cwd=pack, check=False, capture_output=True).returncode == 1


def test_we_verify_what_minisign_signs(minisign: Any, pack: Path, tmp_path: Path, ccb: Any) -> None:
    assert minisign("-G", "-W", "-p", "their.pub", "-s", "their.key").returncode == 0
    signed = minisign("-S", "-s", "their.key", "-m", "pack/SHA256SUMS", "-t", "by a ministry")
    assert signed.returncode == 0, signed.stderr
    result = ccb(tmp_path, "pack", "verify", "pack", "--key", "their.pub")
    assert result.exit_code == 0, result.output
    assert "signed comment: by a ministry" in result.stdout
    (pack / "LICENSE").write_text("x")
    assert ccb(tmp_path, "pack", "verify", "pack", "--key", "their.pub").exit_code == 1


def test_we_sign_with_a_key_of_minisign(minisign: Any, pack: Path, tmp_path: Path, ccb: Any) -> None:
    assert minisign("-G", "-W", "-p", "their.pub", "-s", "their.key").returncode == 0
    assert ccb(tmp_path, "pack", "sign", "pack", "-s", "their.key").exit_code == 0
    assert minisign("-V", "-p", "their.pub", "-m", "pack/SHA256SUMS").returncode == 0


def test_minisign_signs_with_a_key_of_ours(minisign: Any, pack: Path, tmp_path: Path, ccb: Any) -> None:
    """With a password, and less work than usual to derive the key from it."""
    text = KEY.text("geheim ق", bytes(range(32)), operations=2**16, memory=2**22)
    (tmp_path / "our.key").write_text(text)
    (tmp_path / "our.pub").write_text(KEY.public.text())
    assert minisign("-S", "-s", "our.key", "-m", "pack/SHA256SUMS", typed="falsch\n").returncode != 0
    assert minisign("-S", "-s", "our.key", "-m", "pack/SHA256SUMS", typed="geheim ق\n").returncode == 0
    assert ccb(tmp_path, "pack", "verify", "pack", "--key", KEY.public.base64).exit_code == 0


def test_a_key_of_minisign_with_a_password_opens(minisign: Any, tmp_path: Path) -> None:
    """With minisign's own limits, 1 GiB and some seconds."""
    made = minisign("-G", "-p", "their.pub", "-s", "their.key", typed="geheim\ngeheim\n")
    assert made.returncode == 0, made.stderr
    text = (tmp_path / "their.key").read_text()
    assert signing.encrypted(text, "")
    assert read_secret(text, "geheim", "").public.text() == (tmp_path / "their.pub").read_text()


def test_minisign_refuses_a_comment_that_was_changed_as_we_do(
    minisign: Any, pack: Path, tmp_path: Path, ccb: Any
) -> None:
    (tmp_path / "our.pub").write_text(KEY.public.text())
    made = signing.sign((pack / "SHA256SUMS").read_bytes(), KEY, "pack:a")
    (pack / "SHA256SUMS.minisig").write_text(made.replace("pack:a", "pack:b"))
    assert minisign("-V", "-p", "our.pub", "-m", "pack/SHA256SUMS").returncode == 1
    assert ccb(tmp_path, "pack", "verify", "pack", "--key", "our.pub").exit_code == 1
