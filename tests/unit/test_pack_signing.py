"""Signatures and keys as minisign has them. tests/tools/test_minisign.py tries the same with minisign itself."""

from __future__ import annotations

import contextlib
from base64 import b64decode, b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.errors import CcbError
from ccb_l10n.packs import signing
from ccb_l10n.packs.signing import SecretKey, fault, read, read_public, read_secret, sign

KEY = SecretKey(bytes(range(8)), bytes(range(32)))
OTHER = SecretKey(bytes(range(8)), bytes(32))  # of the same id
SALT = bytes(range(32, 64))
DATA = b"0" * 64 + b"  html/index.html\n"
SIGNED = sign(DATA, KEY, "pack:course-fr")
QUICK = {"operations": 2**16, "memory": 2**22}

# Made by minisign 0.11: `minisign -G -W`, then `minisign -S -m f -t "trust me"` of a file with "hello\n".
THEIRS = """untrusted comment: minisign encrypted secret key
RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA6Rj3L/imzTwYOd60vIMBg+dpK54ANTf3ixEFFYMpeEKM6kLW9T+VLf7q61vJzkMuf+2KBZpRmDD/196vlXs9UTwOKnxUuQ/6AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
"""
THEIR_PUBLIC = "RWTpGPcv+KbNPP7q61vJzkMuf+2KBZpRmDD/196vlXs9UTwOKnxUuQ/6"
THEIR_SIGNATURE = """untrusted comment: signature from minisign secret key
RUTpGPcv+KbNPAY0d1N9kT4eK8Saxh8gjD3hJKrj1oZgpotnmEhCzobQjSBi5vx/oXWbJzn+pllVxhTPm/mMgTHQu/TYaOataAY=
trusted comment: trust me
+TPO/fNZzaSRJiZ/f3ni3491VmC9OsMcjCvig+MPBDriWiopZJn1MzovKqUi4CBhX6W6n2PfkrSCqBexrFTiAQ==
"""


def test_a_key_and_a_signature_of_minisign_are_read() -> None:
    key = read_secret(THEIRS, "", "minisign.key")
    assert key.public.base64 == THEIR_PUBLIC
    assert read_public(THEIR_PUBLIC, "").shown == "3CCDA6F82FF718E9"
    found = read(THEIR_SIGNATURE, "f.minisig")
    assert found.comment == "trust me"
    assert fault(b"hello\n", found, key.public) == ""
    assert "does not fit" in fault(b"hello", found, key.public)


def test_signing_again_gives_the_same_bytes() -> None:
    assert sign(DATA, KEY, "pack:course-fr") == SIGNED
    assert SIGNED.split("\n")[0] == "untrusted comment: signature of a course pack, key 0706050403020100"


def test_a_good_signature_has_no_fault_and_tells_what_was_signed() -> None:
    found = read(SIGNED, "")
    assert fault(DATA, found, KEY.public) == ""
    assert found.comment == "pack:course-fr\tmade by ccb-l10n"
    assert found.signer == KEY.public.shown == "0706050403020100"


@given(st.data())
def test_no_byte_of_the_data_can_change(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(DATA) - 1))
    changed = DATA[:at] + bytes([DATA[at] ^ data.draw(st.integers(1, 255))]) + DATA[at + 1 :]
    assert fault(changed, read(SIGNED, ""), KEY.public)


@pytest.mark.parametrize("by", [1, 2, 32])
def test_no_byte_of_the_signature_can_change(by: int) -> None:
    for at, letter in enumerate(SIGNED):
        changed = SIGNED[:at] + chr(ord(letter) ^ by) + SIGNED[at + 1 :]
        with contextlib.suppress(CcbError):  # no signature at all any more
            assert fault(DATA, read(changed, ""), KEY.public), changed


@pytest.mark.parametrize(
    "changed", [SIGNED + "\n", SIGNED[:-1], "\n" + SIGNED, SIGNED + "x", SIGNED.replace("\n", "\r\n"), ""]
)
def test_nothing_can_be_added_or_removed(changed: str) -> None:
    with pytest.raises(CcbError, match=r"^some\.minisig: not"):
        read(changed, "some.minisig")


def test_base64_has_one_spelling() -> None:
    """The last letter before `=` has two bits that mean nothing."""
    lines = SIGNED.split("\n")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    lines[1] = f"{lines[1][:-2]}{letters[letters.index(lines[1][-2]) + 1]}="
    assert b64decode(lines[1]) == b64decode(SIGNED.split("\n")[1])
    with pytest.raises(CcbError, match="Base64"):
        read("\n".join(lines), "")


def test_another_key_is_told_apart_by_id_and_by_point() -> None:
    stranger = replace(OTHER, id=bytes(8))
    assert "another key, 0706050403020100, not 0000000000000000" in fault(DATA, read(SIGNED, ""), stranger.public)
    assert "does not fit" in fault(DATA, read(SIGNED, ""), OTHER.public)


def test_a_comment_taken_from_another_signature_is_found() -> None:
    lines, other = SIGNED.split("\n"), sign(DATA, KEY, "pack:course-ar").split("\n")
    swapped = read("\n".join([*lines[:2], other[2], lines[3], ""]), "")
    assert "comment" in fault(DATA, swapped, KEY.public)


def test_the_old_kind_of_signature_is_refused() -> None:
    lines = SIGNED.split("\n")
    lines[1] = b64encode(b"Ed" + b64decode(lines[1])[2:]).decode()
    with pytest.raises(CcbError, match="old kind"):
        read("\n".join(lines), "")


@pytest.mark.parametrize("comment", ["two\nlines", "a\rb", "\x00", "x" * 9000])
def test_a_comment_is_one_line(comment: str) -> None:
    with pytest.raises(ValueError, match="no comment"):
        sign(DATA, KEY, comment)


# Keys.


def test_a_secret_key_without_a_password_comes_back() -> None:
    text = KEY.text("", SALT)
    assert not signing.encrypted(text, "")
    assert read_secret(text, "", "") == KEY


def test_a_secret_key_comes_back_with_its_password_alone() -> None:
    text = KEY.text("geheim ق", SALT, **QUICK)
    assert signing.encrypted(text, "")
    assert read_secret(text, "geheim ق", "") == KEY
    with pytest.raises(CcbError, match=r"^my\.key: the password is wrong"):
        read_secret(text, "geheim", "my.key")
    assert b64encode(KEY.seed)[:20].decode() not in text


def test_nothing_shows_a_secret() -> None:
    shown = repr(KEY) + str(KEY) + repr([KEY])
    assert "seed" not in shown
    assert repr(KEY.seed) not in shown


def test_the_public_key_is_read_as_file_and_as_line() -> None:
    assert read_public(KEY.public.text(), "") == read_public(KEY.public.base64, "") == KEY.public


@pytest.mark.parametrize(
    "text", ["", "RWx", KEY.text("", SALT), KEY.public.text() + "more", "é", KEY.public.base64[:-1]]
)
def test_what_is_no_public_key_is_said(text: str) -> None:
    with pytest.raises(CcbError, match=r"^some\.pub: not"):
        read_public(text, "some.pub")


@pytest.mark.parametrize(
    "text", ["", KEY.public.text(), KEY.text("", SALT).replace("RW", "RX", 1), "untrusted comment: x\nAAAA\n"]
)
def test_what_is_no_secret_key_is_said(text: str) -> None:
    with pytest.raises(CcbError, match=r"^some\.key: not"):
        read_secret(text, "", "some.key")


def _with(at: int, data: bytes) -> str:
    """The unencrypted key's file with other bytes from `at` on."""
    comment, line, _ = KEY.text("", SALT).split("\n")
    packed = b64decode(line)
    return f"{comment}\n{b64encode(packed[:at] + data + packed[at + len(data) :]).decode()}\n"


@pytest.mark.parametrize("text", [_with(70, b"\x01"), _with(100, bytes(4)), _with(140, b"\x01")])
def test_a_damaged_secret_key_is_found(text: str) -> None:
    with pytest.raises(CcbError, match="damaged"):
        read_secret(text, "", "some.key")


def test_a_key_cannot_ask_for_all_memory() -> None:
    comment, line, _ = KEY.text("x", SALT, **QUICK).split("\n")
    packed = b64decode(line)
    greedy = packed[:46] + (2**40).to_bytes(8, "little") + packed[54:]
    with pytest.raises(CcbError, match="2 GiB"):
        read_secret(f"{comment}\n{b64encode(greedy).decode()}\n", "x", "")


@pytest.mark.parametrize(
    ("operations", "memory", "work"),
    [(2**25, 2**30, (2**20, 1)), (2**19, 2**24, (2**14, 1)), (2**16, 2**22, (2**11, 1)), (2**20, 2**22, (2**12, 8)),
     (0, 2**24, (2**10, 1))],
)  # fmt: skip
def test_the_work_is_what_libsodium_makes_of_the_limits(operations: int, memory: int, work: tuple[int, int]) -> None:
    assert signing._work(operations, memory) == work
