"""Pictures in a Word document, each with its description.

A drawing (SVG) stands there as Word 2016 and later show it. Older programs show the picture beside it, which would
have to be the drawing as PNG: no library draws the same PNG on every machine, since the letters depend on the
machine's fonts, so it is an empty frame, and the description is written below.
"""

from __future__ import annotations

import re
import struct
import zlib
from base64 import b64decode
from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from xml.etree.ElementTree import Element

from ccb_l10n.packs import printed
from ccb_l10n.packs.deflate import deflate
from ccb_l10n.packs.docx_parts import Parts, Relations

ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/svg+xml": ".svg"}
SVG = ENDINGS["image/svg+xml"]
WIDTH = 6_120_000  # English Metric Units (360,000 a centimetre) between a sheet's margins
_WIDEST, _HIGHEST = 5_040_000, 4_140_000  # those of a picture, so that two of them and text have room on a sheet
_PIXEL = 9525  # such units in a pixel of CSS
_USUAL = (480, 320)  # pixels of a picture that does not tell its size
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_DATA = re.compile(r"data:(image/[a-z+]+);base64,(.*)", re.DOTALL)
_BOX = re.compile(rb"viewBox\s*=\s*[\"']\s*[-0-9.e]+[\s,]+[-0-9.e]+[\s,]+([0-9.]+)[\s,]+([0-9.]+)")
_SIDES = [
    re.compile(rb"<svg\b[^>]*?\s" + side + rb"\s*=\s*[\"']\s*([0-9.]+)(?:px)?\s*[\"']")
    for side in (b"width", b"height")
]
_DECORATION = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


class Shelf:
    """The course's pictures that a document can show: PNG, JPEG, GIF and drawings that load and run nothing."""

    def __init__(self, files: Mapping[str, Callable[[], bytes]]) -> None:
        self._files = files
        self._found: dict[str, tuple[bytes, str]] = {}

    def address(self, place: str) -> str | None:
        """What stands for a picture's address until it is written; None for a file that cannot be shown."""
        if place not in self._found:
            data = self._files[place]() if place in self._files else b""
            ending = ENDINGS.get(printed.picture_type(place, data), "") if data else ""
            self._found[place] = (data, ending) if ending else (b"", "")
        return f"#{place}" if self._found[place][1] else None

    def picture(self, address: str) -> tuple[bytes, str]:
        """The content and the ending of the picture that such an address, or a `data:` one, means; two empty ones
        where it cannot be shown."""
        return self._found.get(address[1:], (b"", "")) if address.startswith("#") else _given(address)


def _given(address: str) -> tuple[bytes, str]:
    match = _DATA.match(address)
    if not match or match[1] not in ENDINGS:
        return b"", ""
    try:
        return b64decode(match[2]), ENDINGS[match[1]]
    except ValueError:
        return b"", ""


def drawn(tree: Element) -> bytes:
    """A drawing that stands in the text, as a file."""
    around = Element("div")
    around.append(tree)
    return printed.written(around).encode()


def run(parts: Parts, relations: Relations, data: bytes, ending: str, alt: str, room: int, given: str = "") -> str:
    """The run that shows a picture in its line, no wider than `room`. `given` is a width in pixels, if it has one."""
    number = parts.drawing()
    width, height = _fitted(size(data, ending), room, given)
    shown = relations.to(
        "image", parts.picture(frame() if ending == SVG else data, ".png" if ending == SVG else ending)
    )
    vector = relations.to("image", parts.picture(data, SVG)) if ending == SVG else ""
    told = f'descr="{escape(alt)}"/>' if alt else f'descr="">{_DECORATION}</wp:docPr>'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="Picture {number}" {told}'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f"<pic:blipFill>{_blip(shown, vector)}<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _blip(shown: str, vector: str) -> str:
    """What is shown, with the drawing that newer programs show in its place ([MS-ODRAWXML] 2.23)."""
    if not vector:
        return f'<a:blip r:embed="{shown}"/>'
    return (
        f'<a:blip r:embed="{shown}"><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
        '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
        f'r:embed="{vector}"/></a:ext></a:extLst></a:blip>'
    )


def _fitted(size: tuple[float, float], room: int, given: str) -> tuple[int, int]:
    wide, high = size
    if given.isdecimal() and int(given):
        wide, high = int(given), high * int(given) / wide
    scale = min(1.0, min(room, _WIDEST) / (wide * _PIXEL), _HIGHEST / (high * _PIXEL))
    return max(1, round(wide * _PIXEL * scale)), max(1, round(high * _PIXEL * scale))


def size(data: bytes, ending: str) -> tuple[float, float]:
    """A picture's width and height in pixels, as its file tells them."""
    found: tuple[float, float] | None
    if ending == ".png":
        found = struct.unpack(">2L", data[16:24]) if len(data) >= 24 else None
    elif ending == ".gif":
        found = struct.unpack("<2H", data[6:10]) if len(data) >= 10 else None
    else:
        found = _drawing(data) if ending == SVG else _photograph(data)
    return found if found and all(found) else _USUAL


def _drawing(data: bytes) -> tuple[float, float] | None:
    sides = [side.search(data) for side in _SIDES]
    box = _BOX.search(data)
    try:
        if box:
            wide, high = float(box[1]), float(box[2])
            scale = float(sides[0][1]) / wide if sides[0] and wide else 1.0
            return wide * scale, high * scale
        return (float(sides[0][1]), float(sides[1][1])) if sides[0] and sides[1] else None
    except ValueError:
        return None


def _photograph(data: bytes) -> tuple[float, float] | None:
    """The size in a JPEG's frame header (ITU-T T.81, B.2.2)."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            high, wide = struct.unpack(">2H", data[at + 5 : at + 9])
            return wide, high
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return None


@cache
def frame() -> bytes:
    """A PNG with a pale frame around nothing: what programs show that draw no SVG."""
    side = 200
    rows = [bytes([1] * side)] + [bytes([1] + [0] * (side - 2) + [1])] * (side - 2) + [bytes([1] * side)]
    pixels = b"".join(b"\0" + row for row in rows)  # each row begins with its filter, which is none
    chunks = [
        (b"IHDR", struct.pack(">2L5B", side, side, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes([0xFF, 0xFF, 0xFF, 0xB8, 0xC2, 0xCC])),
        (b"IDAT", b"\x78\x01" + deflate(pixels) + struct.pack(">L", zlib.adler32(pixels))),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data)) for kind, data in chunks
    )
