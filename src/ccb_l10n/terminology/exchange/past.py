"""What a row said when it was exported, in one short text that travels with it: no base file is needed then.

Forty-eight bits of a hash a cell, in the order of the columns: whether a cell was changed can be told, what stood
there cannot. Line endings do not count, since spreadsheets write their own.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from functools import lru_cache

from ccb_l10n.terminology.exchange.rows import COLUMNS, Cells

_VERSION = "v2:"  # of the columns and of their order
_SIZE = 8  # characters a cell
ENGLISH = "english"  # the sheets' own column, which repeats the English terms for reading
_PLACES = {name: len(_VERSION) + at * _SIZE for at, name in enumerate((*COLUMNS, ENGLISH))}
_LENGTH = len(_VERSION) + len(_PLACES) * _SIZE


def fingerprint(cells: Cells) -> str:
    """Of a row with all columns; `english` may be missing."""
    said = {ENGLISH: "", **cells}
    return _VERSION + "".join(_hash(said[name]) for name in _PLACES)


def was(past: str, column: str, cell: str) -> bool | None:
    """Whether the cell stood there at the export; None where the fingerprint is missing or damaged."""
    if not past.startswith(_VERSION) or len(past) != _LENGTH:
        return None
    place = _PLACES[column]
    return past[place : place + _SIZE] == _hash(cell)


def same(one: str, other: str) -> bool:
    """Whether two cells say the same."""
    return one == other or unified(one) == unified(other)


def unified(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")


@lru_cache(maxsize=1 << 14)
def _hash(cell: str) -> str:
    digest = hashlib.blake2b(unified(cell).encode("utf-8", "surrogatepass"), digest_size=_SIZE * 6 // 8).digest()
    return urlsafe_b64encode(digest).decode("ascii")
