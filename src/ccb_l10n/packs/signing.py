"""Signatures that minisign reads and writes (https://jedisct1.github.io/minisign/), Ed25519 over BLAKE2b-512.

Values in and out: nothing here reads a disk, a clock or chance. `cryptography` does Ed25519 and scrypt, and is imported
when it is needed.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from hashlib import blake2b

from ccb_l10n.errors import CcbError

SEED, KEY_ID, SALT = 32, 8, 32  # bytes of chance that a key needs
OPERATIONS, MEMORY = 2**25, 2**30  # scrypt's limits as minisign sets them: 1 GiB, some seconds
_MOST_MEMORY = 2**31  # bytes that a key file may ask for: it comes from elsewhere
_PREHASHED, _WHOLE = b"ED", b"Ed"
_SCRYPT, _CHECKSUM = b"Sc", b"B2"
_NO_CHECKSUM = bytes(32)
_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "
_LONGEST_COMMENT = 8192  # bytes, as minisign takes them
OURS = "made by ccb-l10n"  # how the trusted comment of our own signatures ends


@dataclass(frozen=True, slots=True)
class PublicKey:
    id: bytes
    point: bytes

    @property
    def shown(self) -> str:
        """The id as minisign writes it: hexadecimal, the last byte first."""
        return self.id[::-1].hex().upper()

    @property
    def base64(self) -> str:
        return b64encode(_WHOLE + self.id + self.point).decode()

    def text(self) -> str:
        """The file that is published."""
        return f"{_UNTRUSTED}minisign public key {self.shown}\n{self.base64}\n"


@dataclass(frozen=True, slots=True)
class SecretKey:
    """`repr` shows neither seed nor point, so that no error can."""

    id: bytes
    seed: bytes = field(repr=False)

    @property
    def public(self) -> PublicKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return PublicKey(self.id, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def signed(self, message: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)

    def text(self, password: str, salt: bytes, *, operations: int = OPERATIONS, memory: int = MEMORY) -> str:
        """The file to keep, encrypted with the password; with an empty one it is as good as the key itself.

        `salt` is SALT bytes of chance; `operations` and `memory` (bytes) are scrypt's limits.
        """
        pair = self.seed + self.public.point
        if password:
            hidden = _hidden(self.id + pair + _checksum(self.id, pair), password, salt, operations, memory)
        else:  # as minisign -W writes it
            salt, operations, memory, hidden = bytes(SALT), 0, 0, self.id + pair + _NO_CHECKSUM
        kind = _SCRYPT if password else bytes(2)
        limits = operations.to_bytes(8, "little") + memory.to_bytes(8, "little")
        packed = b64encode(_WHOLE + kind + _CHECKSUM + salt + limits + hidden).decode()
        return f"{_UNTRUSTED}minisign {'encrypted ' if password else ''}secret key\n{packed}\n"


def encrypted(text: str, path: str) -> bool:
    """Whether a secret key's file needs a password. Raises CcbError, with `path`, for what is no secret key."""
    return _secret_parts(text, path)[2:4] == _SCRYPT


def read_secret(text: str, password: str, path: str) -> SecretKey:
    """The key that a file holds. Raises CcbError, with `path`, for no such file and for a wrong password."""
    data = _secret_parts(text, path)
    salt, limits, plain = data[6:38], data[38:54], data[54:]
    if data[2:4] == _SCRYPT:
        operations, memory = (int.from_bytes(limits[at : at + 8], "little") for at in (0, 8))
        if memory > _MOST_MEMORY or operations > 4 * OPERATIONS:
            raise CcbError("the key asks for more than 2 GiB of memory, as no usual key does", path)
        plain = _hidden(plain, password, salt, operations, memory)
    key_id, pair, checksum = plain[:8], plain[8:72], plain[72:]
    unchecked = data[2:4] != _SCRYPT and checksum == _NO_CHECKSUM
    if not unchecked and not hmac.compare_digest(checksum, _checksum(key_id, pair)):
        wrong = "the password is wrong, or the key is damaged" if data[2:4] == _SCRYPT else "the key is damaged"
        raise CcbError(wrong, path)
    key = SecretKey(key_id, pair[:SEED])
    if key.public.point != pair[SEED:]:
        raise CcbError("the key is damaged: its two halves are of different keys", path)
    return key


def read_public(text: str, path: str) -> PublicKey:
    """The key of a public key's file, or of its second line alone. Raises CcbError, with `path`."""
    lines = [line for line in text.splitlines() if line and not line.startswith(_UNTRUSTED)]
    data = _base64(lines[0], path) if len(lines) == 1 else b""
    if len(data) != 42 or data[:2] != _WHOLE:
        hint = "give the file that its owner published, or the line of it that begins with RW"
        raise CcbError("not a minisign public key", path, hint=hint)
    return PublicKey(data[2:10], data[10:])


def sign(data: bytes, key: SecretKey, comment: str) -> str:
    """A signature's file. `comment`, one line, is signed too. The same for the same data, key and comment.

    Raises ValueError for a comment of several lines, or one that is too long for minisign.
    """
    trusted = f"{comment}\t{OURS}" if comment else OURS
    if not trusted.replace("\t", "").isprintable() or len(trusted.encode()) > _LONGEST_COMMENT:
        raise ValueError(f"no comment: {comment!a}")
    signature = key.signed(blake2b(data).digest())
    whole = key.signed(signature + trusted.encode())
    return "".join(
        f"{line}\n"
        for line in (
            _own_comment(key.id),
            b64encode(_PREHASHED + key.id + signature).decode(),
            _TRUSTED + trusted,
            b64encode(whole).decode(),
        )
    )


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature's file, read but not yet checked."""

    untrusted: str
    key_id: bytes
    signature: bytes
    comment: str
    whole: bytes  # the signature of `signature` and `comment`

    @property
    def signer(self) -> str:
        """The id of the key that it says it was made with."""
        return self.key_id[::-1].hex().upper()


def read(text: str, path: str) -> Signature:
    """Read a signature's file, strictly. Raises CcbError, with `path`, for what is none."""
    lines = text.split("\n")
    if len(lines) != 5 or lines[4] or not lines[0].startswith(_UNTRUSTED) or not lines[2].startswith(_TRUSTED):
        raise CcbError("not a minisign signature", path)
    data, whole = _base64(lines[1], path), _base64(lines[3], path)
    if data[:2] == _WHOLE:
        raise CcbError("a signature of minisign's old kind", path, hint="sign again with minisign 0.10 or newer")
    if len(data) != 74 or data[:2] != _PREHASHED or len(whole) != 64:
        raise CcbError("not a minisign signature", path)
    return Signature(lines[0], data[2:10], data[10:], lines[2].removeprefix(_TRUSTED), whole)


def fault(data: bytes, found: Signature, key: PublicKey) -> str:
    """Why the signature is not one of this data by this key, or nothing.

    Of a signature that says inside what is signed that `sign` made it, no other byte may differ either.
    """
    if found.key_id != key.id:
        return f"it was made with another key, {found.signer}, not {key.shown}"
    if not _holds(key, found.signature, blake2b(data).digest()):
        return "the signature does not fit: it, or what was signed, has changed"
    if not _holds(key, found.whole, found.signature + found.comment.encode()):
        return "the comment in it was changed after signing"
    if found.comment.endswith(OURS) and found.untrusted != _own_comment(key.id):
        return "its first line was changed after signing"
    return ""


def _own_comment(key_id: bytes) -> str:
    return f"{_UNTRUSTED}signature of a course pack, key {key_id[::-1].hex().upper()}"


def _holds(key: PublicKey, signature: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key.point).verify(signature, message)
    except (InvalidSignature, ValueError):  # or 32 bytes that are no point
        return False
    return True


def _secret_parts(text: str, path: str) -> bytes:
    lines = text.splitlines()
    data = _base64(lines[1], path) if len(lines) == 2 and lines[0].startswith(_UNTRUSTED) else b""
    if len(data) != 158 or data[:2] != _WHOLE or data[2:4] not in (_SCRYPT, bytes(2)) or data[4:6] != _CHECKSUM:
        raise CcbError("not a minisign secret key", path, hint="make one with `ccb-l10n pack keygen`")
    return data


def _checksum(key_id: bytes, pair: bytes) -> bytes:
    return blake2b(_WHOLE + key_id + pair, digest_size=32).digest()


def _hidden(plain: bytes, password: str, salt: bytes, operations: int, memory: int) -> bytes:
    """The bytes under scrypt's stream of the password; done twice, the bytes themselves."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    cost, parallel = _work(operations, memory)
    stream = Scrypt(salt=salt, length=len(plain), n=cost, r=8, p=parallel).derive(password.encode())
    return bytes(one ^ other for one, other in zip(plain, stream, strict=True))


def _work(operations: int, memory: int) -> tuple[int, int]:
    """scrypt's N and p for libsodium's two limits, as crypto_pwhash_scryptsalsa208sha256 chooses them; r is 8."""
    operations = max(operations, 32768)
    small = operations < memory // 32
    most = operations // 32 if small else memory // 1024
    cost = next(1 << bits for bits in range(1, 64) if 1 << bits > most // 2)
    return cost, 1 if small else max(1, operations // 4 // cost // 8)


def _base64(line: str, path: str) -> bytes:
    """Strictly: the one spelling of these bytes."""
    try:
        data = b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data or b64encode(data).decode() != line:
        raise CcbError("not minisign's Base64", path)
    return data
