"""Images: too large for a phone, of a kind that browsers do not show, not what their names say, or without a text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from ccb_l10n.checks.pages.links import is_inside
from ccb_l10n.checks.pages.page import Contents, Noted, PageCheck, Place, at
from ccb_l10n.checks.problem import Problem
from ccb_l10n.model import Severity

LARGE, HUGE = 5_000_000, 40_000_000  # bytes
_HEAD = 512
_SHOWN = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WebP", ".avif": "AVIF"}
_NOT_SHOWN = frozenset(
    [".bmp", ".tif", ".tiff", ".psd", ".eps", ".ai", ".heic", ".heif", ".emf", ".wmf", ".ico", ".jp2"]
)
IMAGES = frozenset([*_SHOWN, *_NOT_SHOWN, ".svg"])
_MAGIC = (
    ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("JPEG", re.compile(rb"\xff\xd8\xff")),
    ("GIF", re.compile(rb"GIF8[79]a")),
    ("WebP", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("AVIF", re.compile(rb"....ftyp(?:avif|avis)", re.DOTALL)),
    ("HEIC", re.compile(rb"....ftyp(?:heic|heix|mif1|hevc)", re.DOTALL)),
    ("BMP", re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL)),
    ("TIFF", re.compile(rb"II\*\0|MM\0\*")),
    ("PDF", re.compile(rb"%PDF-")),
    ("Git LFS pointer", re.compile(rb"version https://git-lfs")),
    ("web page", re.compile(rb"\s*<(?:!doctype html|html|head)", re.IGNORECASE)),
    ("SVG", re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|svg|!--|!doctype svg)", re.IGNORECASE)),
)


def used(contents: Contents) -> Iterator[tuple[str, Place]]:
    """Every image of the course, and where a page first shows it; the image itself where none does."""
    first: dict[str, Place] = {}
    for page in contents.pages:
        for link in page.links:
            if is_inside(link.url) and suffix(link.url.partition("#")[0].partition("?")[0]) in IMAGES:
                first.setdefault(contents.place(page.path, link.url), Place(page.path, link.line, page))
    for name in contents.files:
        if suffix(name) in IMAGES:
            yield name, first.get(name) or Place(name, 0)


def suffix(name: str) -> str:
    return posixpath.splitext(name)[1].lower()


def noted(name: str, place: Place, text: str, hint: str) -> tuple[Place, Problem]:
    """A problem of a file, told where a page shows the file."""
    if place.page:
        return at(place.page, place.line, text, hint, posixpath.basename(name))
    return place, Problem(text, hint, target="")


def large(contents: Contents) -> Noted:
    """An image of more bytes than a phone should have to hold."""
    for name, place in used(contents):
        size = contents.size(name)
        if size > LARGE:
            millions = f"{size / 1e6:.1f}".rstrip("0").rstrip(".")
            where, problem = noted(name, place, f"{name} has {millions} MB", "make it smaller: fewer pixels, or WebP")
            yield where, replace(problem, severity=Severity.ERROR) if size > HUGE else problem


def kinds(contents: Contents) -> Noted:
    """An image of a kind that browsers and book readers do not show."""
    for name, place in used(contents):
        if suffix(name) in _NOT_SHOWN and (place.page or suffix(name) != ".ico"):
            text = f"{name}: browsers do not show images of the kind {suffix(name)}"
            yield noted(name, place, text, "save it as PNG, JPEG, WebP or SVG")


def misnamed(contents: Contents) -> Noted:
    """An image whose bytes are not what its name says."""
    for name, place in used(contents):
        said = _SHOWN.get(suffix(name)) or ("SVG" if suffix(name) == ".svg" else "")
        if not said:
            continue
        head = contents.read(name, _HEAD)
        found = next((kind for kind, magic in _MAGIC if magic.match(head)), "")
        if not head:
            yield noted(name, place, f"{name} is empty", "put the image there again")
        elif found != said and not (said == "SVG" and not found):  # what is no XML at all, `broken-svg` tells
            text = f"{name} is no {said} image" + (f" but a {found}" if found else "")
            yield noted(name, place, text, "name it as what it is, or save it anew")


def alternatives(contents: Contents) -> Noted:
    """An image without a text for those who cannot see it."""
    for page in contents.pages:
        for link in page.links:
            if link.image and link.shown and link.alternative is None:
                hint = 'say what it shows: ![text](...), alt="text"; an image that only decorates is <img alt="">'
                yield at(page, link.line, "an image without alternative text", hint, link.url)


ROWS = (
    PageCheck(
        "large-image",
        Severity.WARNING,
        "An image has more than 5 MB; more than 40 MB are an error",
        "Packs travel over slow lines and are kept on phones; images are most of their size.",
        "Make it smaller: fewer pixels, or another format.",
        large,
    ),
    PageCheck(
        "image-kind",
        Severity.WARNING,
        "An image is of a kind that browsers do not show",
        "Readers see a gap in its place.",
        "Save it as PNG, JPEG, WebP or SVG.",
        kinds,
    ),
    PageCheck(
        "image-misnamed",
        Severity.ERROR,
        "An image is not of the kind that its name says",
        "Book readers refuse it; often a download went wrong and the file is a web page.",
        "Name it as what it is, or save it anew.",
        misnamed,
    ),
    PageCheck(
        "image-alternative",
        Severity.WARNING,
        "An image has no alternative text",
        "Readers who cannot see it miss what it says (WCAG 1.1.1).",
        "Say in a few words what the image shows.",
        alternatives,
    ),
)
