"""WeasyPrint, kept from everything that differs between machines: fonts, the network, the clock and zlib.

With the same versions of WeasyPrint, Pango and HarfBuzz, the same HTML gives the same bytes.
"""

from __future__ import annotations

import logging
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from ccb_l10n.errors import UnavailableError
from ccb_l10n.packs import deflate, media
from ccb_l10n.packs.printed import picture_type

BOOK = "book:"  # the scheme of the addresses that lead into the book
_HINT = "pip install 'ccb-l10n[pdf]', and on Debian apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def weasyprint() -> ModuleType:
    """WeasyPrint. Raises CcbError, saying what to install, where it or a library of its is missing."""
    try:
        import_module("weasyprint.text.fonts")
        return import_module("weasyprint")
    except (ImportError, OSError) as error:  # OSError: a library of Pango's or HarfBuzz's is missing
        raise UnavailableError(f"PDF is made with WeasyPrint, which does not run here: {error}", hint=_HINT) from None


def printed(engine: ModuleType, html: str, css: str, held: Mapping[str, Callable[[], bytes]], identifier: str) -> bytes:
    """A tagged document of HTML and a style sheet. `held` has what the addresses below BOOK lead to, fonts among them;
    nothing else is fetched."""
    with _only_given_fonts(), _quiet():
        config = engine.text.fonts.FontConfiguration()
        fetcher = _fetcher(engine, held)
        style = engine.CSS(string=css, font_config=config, url_fetcher=fetcher, base_url=BOOK)
        made: bytes = engine.HTML(string=html, base_url=BOOK, url_fetcher=fetcher).write_pdf(
            stylesheets=[style],
            font_config=config,
            finisher=_pack,
            pdf_variant="pdf/ua-1",
            pdf_identifier=identifier.encode(),
            presentational_hints=True,  # where a list begins to count
        )
    return made


def _fetcher(engine: ModuleType, held: Mapping[str, Callable[[], bytes]]) -> Any:
    """What gives WeasyPrint the book's own files, and refuses every other address."""

    base: Any = engine.urls.URLFetcher

    class Fetcher(base):  # type: ignore[misc]
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            place = url.removeprefix(BOOK).lstrip("/")
            if not url.startswith((BOOK, "data:image/")) or (url.startswith(BOOK) and place not in held):
                raise ValueError(f"not in the book: {url[:80]}")
            if not url.startswith(BOOK):
                return super().fetch(url, headers)
            kind = picture_type(place, held[place]()) or media.of(place)
            return engine.urls.URLFetcherResponse(url, held[place](), {"Content-Type": kind})

    return Fetcher(allowed_protocols=("book", "data"))


@contextmanager
def _only_given_fonts() -> Iterator[None]:
    """Hide the machine's fonts from fontconfig, which reads its settings when a FontConfiguration is made."""
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fonts.conf"
        path.write_text(
            f'<?xml version="1.0"?><fontconfig><cachedir>{folder}/cache</cachedir></fontconfig>', encoding="utf-8"
        )
        os.environ["FONTCONFIG_FILE"] = str(path)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep to ourselves what WeasyPrint says of styles that it passes over."""
    logger = logging.getLogger("weasyprint")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _pack(_: object, pdf: Any) -> None:
    """Pack every stream of the document, and those that writing it adds, as `deflate` does."""
    stream_type = import_module("pydyf").Stream

    def packed(stream: Any) -> None:
        if not isinstance(stream, stream_type) or "Filter" in stream.extra:
            return
        stream.compress = False
        data = stream.data
        raw = data[data.index(b"stream\n") + 7 : data.rindex(b"\nendstream")]
        stream.stream = [b"\x78\x9c" + deflate.deflate(raw) + zlib.adler32(raw).to_bytes(4, "big")]
        stream.extra["Filter"] = "/FlateDecode"

    add = pdf.add_object

    def added(stream: Any) -> None:
        packed(stream)
        add(stream)

    for each in pdf.objects:
        packed(each)
    pdf.add_object = added
