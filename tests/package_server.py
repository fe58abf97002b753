"""A web server on this machine, for downloads that go well and downloads that do not."""

from __future__ import annotations

import contextlib
import hashlib
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Page:
    """What the server says for a path. `cut`: it hangs up after so many bytes of the body; `silent`: never a word."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None  # None: of the body
    length: int | None = None  # what it claims; None: the truth; -1: nothing
    cut: int | None = None
    ranges: bool = True
    silent: bool = False
    stubborn: bool = False  # it sends the rest of the file, whether or not it is the same


@dataclass
class Site:
    """The pages by path, and what was asked of them: (path, Range header or ""), and each If-Range header."""

    address: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def put(self, path: str, page: Page | bytes) -> str:
        """Put a page in place; give its address."""
        self.pages[path] = Page(page) if isinstance(page, bytes) else page
        return f"{self.address}{path}"


@contextlib.contextmanager
def serving(certificate: Path | None = None) -> Iterator[Site]:
    """A site on a free port of 127.0.0.1, as long as it is needed; over TLS with a certificate and its key."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "https" if certificate else "http"
    server.site = Site(f"{scheme}://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.site  # type: ignore[attr-defined]
    finally:
        server.site.closing.set()  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        wanted = self.headers.get("Range", "")
        site.asked.append((self.path, wanted))
        site.conditions += self.headers.get_all("If-Range", [])
        page = site.pages.get(self.path, Page(b"nothing here", 404))
        if page.silent:
            site.closing.wait(10)
            return
        etag = f'"{hashlib.md5(page.body).hexdigest()}"' if page.etag is None else page.etag
        start = self._start(page, wanted, etag)
        if start > len(page.body):
            self._begin(416, {})
            return
        body = page.body[start:]
        length = len(body) if page.length is None else page.length
        headers = {**page.headers, **({"ETag": etag} if etag else {})}
        if length >= 0:
            headers["Content-Length"] = str(length)
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(page.body) - 1}/{len(page.body)}"
        self._begin(206 if start else page.status, headers)
        self.wfile.write(body[: page.cut])

    def _start(self, page: Page, wanted: str, etag: str) -> int:
        """The byte to begin with: what was asked for, if that is still true of the page."""
        same = page.stubborn or self.headers.get("If-Range", etag) == etag
        if not (page.ranges and wanted and same):
            return 0
        return int(wanted.removeprefix("bytes=").removesuffix("-"))

    def _begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def handle(self) -> None:
        with contextlib.suppress(ssl.SSLError, ConnectionError):  # a client that does not trust us hangs up
            super().handle()

    def log_message(self, *_: object) -> None:
        """Say nothing."""
