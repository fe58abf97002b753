"""DEFLATE (RFC 1951) in Python alone, so that what it writes is the same on every machine.

zlib promises the same text after inflating, not the same bytes after deflating: zlib-ng, Apple's library and the stock
one write different streams at the same level, and Python uses whichever the system has. Here each file is one block
with its own Huffman codes, and nothing but the input decides.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

_WINDOW = 32768  # bytes that a match may reach back (RFC 1951, 2)
_LONGEST = 258  # bytes of a match (3.2.5)
_KEY = 4  # bytes that must agree before a match is looked at
_GOOD = 32  # bytes of a match that make looking for a longer one at the next byte pointless
_END = 256  # the symbol that ends a block
_ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)  # of the code length codes (3.2.7)
_CHUNK = 1 << 18  # bytes of input for one block, whose codes then fit it

Token = int | tuple[int, int]  # a byte, or a match: length, distance


def deflate(data: bytes) -> bytes:
    """The data as a raw DEFLATE stream; the same bytes wherever it runs."""
    bits: list[str] = []
    tokens = _tokens(data)
    for start in range(0, max(len(tokens), 1), _CHUNK):
        last = start + _CHUNK >= len(tokens)
        bits += _block(tokens[start : start + _CHUNK], last=last)
    stream = "".join(bits)
    return int(stream[::-1] or "0", 2).to_bytes((len(stream) + 7) // 8, "little")


def _tokens(data: bytes) -> list[Token]:
    """Bytes and matches, each match with the last place that had the same four bytes, unless one at the next byte is
    longer. At the end of the data keys are shorter than four bytes, and so are found nowhere else."""
    places: dict[bytes, int] = {}
    tokens: list[Token] = []
    at, end = 0, len(data)
    while at < end:
        key = data[at : at + _KEY]
        before = places.get(key, -_WINDOW - 1)
        places[key] = at
        if at - before > _WINDOW:
            tokens.append(data[at])
            at += 1
            continue
        length, distance = _common(data, before, at), at - before
        while length < _GOOD:
            key = data[at + 1 : at + 1 + _KEY]
            before = places.get(key, -_WINDOW - 1)
            places[key] = at + 1
            if at + 1 - before > _WINDOW or (later := _common(data, before, at + 1)) <= length:
                break
            tokens.append(data[at])
            at += 1
            length, distance = later, at - before
        tokens.append((length, distance))
        for each in range(at + 1, min(at + length, end)):
            places[data[each : each + _KEY]] = each
        at += length
    return tokens


def _common(data: bytes, before: int, at: int) -> int:
    """How many bytes from `before` on are those from `at` on, at most _LONGEST; the first _KEY are known to be."""
    limit = min(_LONGEST, len(data) - at)
    length, step = _KEY, 12
    while length < limit:
        one = int.from_bytes(data[before + length : before + length + step], "little")
        differ = one ^ int.from_bytes(data[at + length : at + length + step], "little")
        if differ:  # the lowest bit set is in the first byte that differs
            return min(limit, length + ((differ & -differ).bit_length() - 1) // 8)
        length += step
        step = 64
    return limit


def _block(tokens: Sequence[Token], *, last: bool) -> list[str]:
    """One block with codes of its own (3.2.7), as bits in the order of the stream."""
    lengths = _length_symbols()
    literal = Counter(each for each in tokens if isinstance(each, int))
    matches = [each for each in tokens if not isinstance(each, int)]
    literal.update(lengths[length][0] for length, _ in matches)
    literal[_END] += 1
    far = {distance: _distance_symbol(distance) for distance in {distance for _, distance in matches}}
    codes = _codes(literal, 15)
    reached = _codes(Counter(far[distance][0] for _, distance in matches) or {0: 1}, 15)
    written = {length: codes[symbol] + extra for length, (symbol, extra) in lengths.items() if symbol in codes}
    way = {distance: reached[symbol] + extra for distance, (symbol, extra) in far.items()}
    body = [codes[each] if isinstance(each, int) else written[each[0]] + way[each[1]] for each in tokens]
    return ["1" if last else "0", "01", *_header(codes, reached), *body, codes[_END]]


def _header(codes: Mapping[int, str], reached: Mapping[int, str]) -> Iterable[str]:
    """The lengths of both sets of codes, themselves coded; runs of unused symbols are written as their number."""
    counts = max(codes) + 1, max(reached) + 1
    told = [len(codes.get(symbol, "")) for symbol in range(counts[0])]
    told += [len(reached.get(symbol, "")) for symbol in range(counts[1])]
    runs = list(_runs(told))
    short = _codes(Counter(symbol for symbol, _ in runs), 7)
    kept = max(at for at, symbol in enumerate(_ORDER) if symbol in short) + 1
    kept = max(kept, 4)
    yield _low(counts[0] - 257, 5) + _low(counts[1] - 1, 5) + _low(kept - 4, 4)
    yield from (_low(len(short.get(symbol, "")), 3) for symbol in _ORDER[:kept])
    yield from (short[symbol] + extra for symbol, extra in runs)


def _runs(told: Sequence[int]) -> Iterable[tuple[int, str]]:
    """Code lengths as symbols with their extra bits: 0-15 themselves, 17 and 18 for 3 to 138 zeros (3.2.7)."""
    at = 0
    while at < len(told):
        zeros = 0
        while at + zeros < len(told) and zeros < 138 and not told[at + zeros]:
            zeros += 1
        if zeros < 3:
            yield told[at], ""
            at += 1
        else:
            yield (17, _low(zeros - 3, 3)) if zeros < 11 else (18, _low(zeros - 11, 7))
            at += zeros


def _codes(counts: Mapping[int, int], longest: int) -> dict[int, str]:
    """Huffman codes of at most `longest` bits (3.2.2), as bits in the order of the stream."""
    weights = dict(sorted(counts.items()))
    lengths = _lengths(weights)
    while max(lengths.values()) > longest:
        weights = {symbol: weight // 2 + 1 for symbol, weight in weights.items()}
        lengths = _lengths(weights)
    codes: dict[int, str] = {}
    code = previous = 0
    for length, symbol in sorted((length, symbol) for symbol, length in lengths.items()):
        code <<= length - previous
        codes[symbol] = format(code, f"0{length}b")
        code, previous = code + 1, length
    return codes


def _lengths(weights: Mapping[int, int]) -> dict[int, int]:
    """Bits for each symbol. Equal weights are taken in the symbols' order, so that one tree comes out."""
    lengths = dict.fromkeys(weights, 0)
    heap: list[tuple[int, int, tuple[int, ...]]] = [(weight, each, (each,)) for each, weight in weights.items()]
    if len(heap) == 1:
        return dict.fromkeys(weights, 1)
    heapq.heapify(heap)
    made = 1 << 16
    while len(heap) > 1:
        first, second = heapq.heappop(heap), heapq.heappop(heap)
        symbols = first[2] + second[2]
        for symbol in symbols:
            lengths[symbol] += 1
        made += 1
        heapq.heappush(heap, (first[0] + second[0], made, symbols))
    return lengths


@cache
def _length_symbols() -> dict[int, tuple[int, str]]:
    """Length -> symbol and extra bits (3.2.5): eight symbols without, then four for each number of extra bits."""
    found: dict[int, tuple[int, str]] = {}
    length = 3
    for symbol in range(257, 285):
        extra = max(0, (symbol - 261) // 4)
        for value in range(1 << extra):
            found[length + value] = symbol, _low(value, extra)
        length += 1 << extra
    return {**found, _LONGEST: (285, "")}


@cache
def _starts() -> tuple[int, ...]:
    """The first distance of each of the 30 symbols (3.2.5)."""
    starts = [1]
    for symbol in range(29):
        starts.append(starts[-1] + (1 << max(0, symbol // 2 - 1)))
    return tuple(starts)


def _distance_symbol(distance: int) -> tuple[int, str]:
    symbol = bisect_right(_starts(), distance) - 1
    return symbol, _low(distance - _starts()[symbol], max(0, symbol // 2 - 1))


def _low(value: int, bits: int) -> str:
    """A number as bits, the lowest first."""
    return format(value, f"0{bits}b")[::-1] if bits else ""
