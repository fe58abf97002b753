"""The network, all of it: one file over HTTPS, with limits, resumed where the server can prove it is the same file.

Nothing else in this project opens a connection, and nothing but `models install SOURCE TARGET` comes here.
"""

from __future__ import annotations

import contextlib
import errno
import http.client
import json
import os
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from http.client import HTTPMessage
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import ccb_l10n
from ccb_l10n.drafting import locking
from ccb_l10n.drafting.install import megabytes
from ccb_l10n.errors import CcbError

Progress = Callable[[int, int], None]  # bytes here, bytes in all (0 where the server does not say)

TIMEOUT = 30.0  # seconds without a byte
PATIENCE = 3600.0  # seconds to wait for another process that downloads the same file
LARGEST = 2 * 2**30  # bytes of a download; public packages have 65 to 300 MB
_CHUNK = 2**16
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_AGENT = f"ccb-l10n/{ccb_l10n.__version__}"
_OFFLINE = "connect and run it again; or fetch the file elsewhere and run `ccb-l10n models install FILE`"
_AGAIN = "run the same command again: it goes on where it stopped"
_ROOM = "make room, or set XDG_CACHE_HOME to a folder that has it, and run the same command again"
_DISK = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EPERM, errno.EROFS}
    | {errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.EIO}
)
# What urllib lets through from the layers below it, besides its own errors; ValueError is of a redirect's address.
_CUT = (OSError, http.client.HTTPException, ValueError)


@dataclass(frozen=True, slots=True)
class _Mark:
    """Which file a partial download is a part of; `etag` is empty and `length` 0 where the server did not say."""

    url: str
    etag: str = ""
    length: int = 0

    @property
    def strong(self) -> str:
        """The ETag, if it is one that names these very bytes (RFC 9110, 8.8.3); If-Range takes no other."""
        return self.etag if self.etag.startswith('"') else ""

    @property
    def proves(self) -> bool:
        return bool(self.strong or self.length)


def folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where downloads wait until they are whole: never among the packages, where Argos trips over strange folders."""
    known = os.environ if environ is None else environ
    home = known.get("XDG_CACHE_HOME") or Path(known.get("HOME") or Path.home()) / ".cache"
    return Path(home) / "ccb-l10n" / "downloads"


def fetch(url: str, largest: int, timeout: float = TIMEOUT) -> bytes:
    """The content of a small file. Raises CcbError, naming the address, for anything but a whole answer."""
    with _told(url, _OFFLINE), _answer(url, timeout) as answer:
        length = _length(answer.headers)
        data: bytes = answer.read(largest + 1)
        if len(data) > largest:
            raise CcbError(f"the answer is larger than {megabytes(largest)}", url, hint="check the address")
        if length and len(data) < length:
            raise CcbError(f"the answer ends after {len(data)} of {length} bytes", url, hint=_OFFLINE)
        return data


def download(
    url: str, path: Path, progress: Progress | None = None, *, timeout: float = TIMEOUT, largest: int = LARGEST
) -> None:
    """Bring a file to `path`, whole; what came of it so far waits in `path` + `.part`.

    A part is gone on with only where the server tells of the same ETag and length as when it began, and of one of
    them at least: a strong ETag or a length.
    Raises CcbError that says what was kept.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with _told(url, _OFFLINE, part):
            part.parent.mkdir(parents=True, exist_ok=True)
        with _told(url, _OFFLINE, part), _opened(url, part, timeout) as (answer, start):
            length = _total(answer.headers) if start else _length(answer.headers)
            if length > largest:
                forget(path)
                raise CcbError(f"the file has {megabytes(length)}, more than {megabytes(largest)}", url)
            _note(part, _Mark(url, answer.headers.get("ETag", ""), length))
            _copy(answer, part, start, length or largest, progress)
    except KeyboardInterrupt:
        raise CcbError(f"stopped; {_kept(part)}", url, hint=_AGAIN) from None
    _whole(url, part, length, largest)
    part.replace(path)
    _notes(part).unlink(missing_ok=True)


def alone(path: Path, busy: Callable[[], None]) -> contextlib.AbstractContextManager[bool]:
    """No other process downloads to `path` meanwhile; `busy` hears, once, of a wait. Raises CcbError after an hour."""
    with contextlib.suppress(OSError):  # which `download` tells of
        path.parent.mkdir(parents=True, exist_ok=True)
    return locking.held(path.with_name(f"{path.name}.lock"), PATIENCE, busy)


def forget(path: Path) -> None:
    """Remove what lies here of a download to `path`, whole or in part."""
    part = path.with_name(f"{path.name}.part")
    for each in (path, part, _notes(part)):
        each.unlink(missing_ok=True)


@contextlib.contextmanager
def _opened(url: str, part: Path, timeout: float) -> Iterator[tuple[Any, int]]:
    """An answer, and the byte of the file that it begins with: where the part ends, or 0."""
    mark, have = _known(part), part.stat().st_size if part.exists() else 0
    if have and mark.url == url and mark.proves:
        headers = {"Range": f"bytes={have}-", **({"If-Range": mark.strong} if mark.strong else {})}
        try:
            with _answer(url, timeout, headers) as answer:
                if _continues(answer, mark, have):
                    yield answer, have
                    return
                if answer.status == 200:
                    yield answer, 0
                    return
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise
    with _answer(url, timeout) as answer:
        yield answer, 0


def _continues(answer: Any, mark: _Mark, have: int) -> bool:
    """Whether a partial answer is the rest of the same file."""
    if answer.status != http.client.PARTIAL_CONTENT:
        return False
    begins = answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")
    same = answer.headers.get("ETag", "") == mark.etag
    return begins and same and mark.length in (0, _total(answer.headers))


def _copy(answer: Any, part: Path, start: int, most: int, progress: Progress | None) -> None:
    """Append what comes to the part, from `start` on; stop after `most` bytes in all."""
    with part.open("r+b" if start else "wb") as file:
        file.seek(start)
        done = start
        while done <= most and (data := answer.read1(_CHUNK)):
            file.write(data)
            done += len(data)
            if progress:
                progress(done, most if most != LARGEST else 0)


def _whole(url: str, part: Path, length: int, largest: int) -> None:
    """Raise CcbError unless the part is all of the file."""
    have = part.stat().st_size
    if have > (length or largest):
        forget(part.with_name(part.name.removesuffix(".part")))
        raise CcbError(f"more came than the {megabytes(length or largest)} expected; nothing was kept", url)
    if have < length:
        raise CcbError(f"the connection ended early; {_kept(part)}", url, hint=_AGAIN)


def _answer(url: str, timeout: float, headers: Mapping[str, str] | None = None) -> Any:
    fault = _refused(url)
    if fault:
        raise CcbError(fault, url, hint="use an https address")
    handlers: list[Any] = [_Redirects()]
    if _loopback(url):
        handlers.append(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT, **(headers or {})})
    return urllib.request.build_opener(*handlers).open(request, timeout=timeout)


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> Any:
        """Follow as urllib does, but leave no connection open where it cannot."""
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except BaseException:
            fp.close()
            raise

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Follow to https; to this machine only from this machine."""
        fault = _refused(newurl)
        if not fault and _loopback(newurl) and not _loopback(req.full_url):
            fault = "leads into this machine"
        if fault:
            raise CcbError(f"the server sends us on to {newurl}: {fault}; nothing was fetched from there", req.full_url)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _refused(url: str) -> str:
    """Why an address is not to be asked, or nothing."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return "it is no address"
    if scheme == "https" or (scheme == "http" and _loopback(url)):
        return ""
    return f"{scheme or 'an address without a scheme'} is not https"


def _loopback(url: str) -> bool:
    return urlsplit(url).hostname in _LOOPBACK


@contextlib.contextmanager
def _told(url: str, hint: str, part: Path | None = None) -> Iterator[None]:
    """Turn what can go wrong on the way into words; `part` is what is kept of it."""
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        raise CcbError(f"the server answers {error.code} {error.reason}", url, hint="check the address") from None
    except urllib.error.URLError as error:
        raise CcbError(f"no connection: {_why(error.reason)}{_and_kept(part)}", url, hint=hint) from None
    except _CUT as error:
        if part and getattr(error, "errno", 0) in _DISK:
            raise CcbError(f"cannot write: {_why(error)}; {_kept(part)}", str(part), hint=_ROOM) from None
        raise CcbError(f"the connection broke: {_why(error)}{_and_kept(part)}", url, hint=hint) from None


def _why(reason: object) -> str:
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"the server's certificate is not trusted ({reason.verify_message})"
    return str(getattr(reason, "strerror", "") or reason or type(reason).__name__)


def _and_kept(part: Path | None) -> str:
    return f"; {_kept(part)}" if part else ""


def _kept(part: Path) -> str:
    have = part.stat().st_size if part.exists() else 0
    return f"the {megabytes(have)} that came are kept" if have else "nothing came"


def _length(headers: Mapping[str, str]) -> int:
    said = headers.get("Content-Length", "")
    return int(said) if said.isascii() and said.isdigit() else 0


def _total(headers: Mapping[str, str]) -> int:
    """The length of the whole file that a partial answer is from, or 0."""
    said = re.fullmatch(r"bytes \d+-\d+/(\d+)", headers.get("Content-Range", ""), re.ASCII)
    return int(said[1]) if said else 0


def _notes(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _note(part: Path, mark: _Mark) -> None:
    _notes(part).write_text(json.dumps(asdict(mark)), encoding="utf-8")


def _known(part: Path) -> _Mark:
    try:
        said = json.loads(_notes(part).read_text(encoding="utf-8"))
        return _Mark(str(said["url"]), str(said["etag"]), int(said["length"]))
    except (OSError, ValueError, KeyError, TypeError):
        return _Mark("")
