"""The one module that opens connections: whole files or none, gone on with only where they are proved the same."""

from __future__ import annotations

import ast
import errno
import io
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ccb_l10n.drafting import download
from ccb_l10n.errors import CcbError
from package_server import Page, Site, serving

BODY = bytes(range(256)) * 2000  # 512 kB: several chunks
HALF = len(BODY) // 2


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "downloads" / "model.argosmodel"


def parts(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir()) if path.parent.exists() else []


def fails(url: str, path: Path, **settings: Any) -> CcbError:
    with pytest.raises(CcbError) as caught:
        download.download(url, path, **settings)
    return caught.value


def begun(site: Site, path: Path, **page: Any) -> str:
    """The address of a file of which the first half has come."""
    url = site.put("/file", Page(BODY, cut=HALF, **page))
    fails(url, path)
    site.put("/file", Page(BODY, **page))
    site.asked.clear()
    return url


def test_a_file_arrives_whole_and_leaves_nothing_beside_it(site: Site, path: Path) -> None:
    seen: list[tuple[int, int]] = []
    download.download(site.put("/file", BODY), path, lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == BODY
    assert parts(path) == [path.name]
    assert seen[-1] == (len(BODY), len(BODY))
    assert seen == sorted(seen)
    assert len(seen) > 1


def test_a_cut_keeps_what_came_and_says_so(site: Site, path: Path) -> None:
    error = fails(site.put("/file", Page(BODY, cut=HALF)), path)
    assert "ended early; the 0.3 MB that came are kept" in error.message
    assert "goes on where it stopped" in error.hint
    assert path.with_name(f"{path.name}.part").read_bytes() == BODY[:HALF]
    assert not path.exists()


def test_a_cut_download_goes_on_where_it_stopped(site: Site, path: Path) -> None:
    url = begun(site, path)
    seen: list[int] = []
    download.download(url, path, lambda done, _: seen.append(done))
    assert path.read_bytes() == BODY
    assert site.asked == [("/file", f"bytes={HALF}-")]
    assert min(seen) > HALF
    assert parts(path) == [path.name]


@pytest.mark.parametrize("etag", ['W/"weak"', ""])
def test_the_length_alone_is_enough_where_there_is_no_strong_etag(site: Site, path: Path, etag: str) -> None:
    url = begun(site, path, etag=etag)
    download.download(url, path)
    assert path.read_bytes() == BODY
    assert site.asked == [("/file", f"bytes={HALF}-")]
    assert site.conditions == []  # which takes strong ETags alone


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ({"body": BODY[::-1]}, 1),  # another file: If-Range fails, and all of it comes
        ({"body": BODY[::-1], "stubborn": True}, 2),  # If-Range is not heeded, and the ETag is another one
        ({"body": BODY[::-1] + b"x", "etag": ""}, 2),  # another length
        ({"body": BODY[::-1], "ranges": False}, 1),  # a server that knows no ranges
        ({"body": BODY[: HALF - 5], "etag": ""}, 2),  # 416: the file is shorter now
    ],
)
def test_a_part_of_another_file_is_thrown_away(site: Site, path: Path, page: dict[str, Any], asked: int) -> None:
    url = begun(site, path, etag=page.get("etag"))
    site.put("/file", Page(**page))
    download.download(url, path)
    assert path.read_bytes() == page["body"]
    assert len(site.asked) == asked


def test_a_weak_etag_that_changed_is_another_file(site: Site, path: Path) -> None:
    url = begun(site, path, etag='W/"1"')
    site.put("/file", Page(BODY[::-1], etag='W/"2"'))
    download.download(url, path)
    assert path.read_bytes() == BODY[::-1]


def test_a_part_from_another_address_is_thrown_away(site: Site, path: Path) -> None:
    begun(site, path)
    download.download(site.put("/other", BODY[::-1]), path)
    assert path.read_bytes() == BODY[::-1]
    assert site.asked == [("/other", "")]


def test_a_part_that_nothing_is_known_of_is_thrown_away(site: Site, path: Path) -> None:
    url = begun(site, path)
    path.with_name(f"{path.name}.part.json").write_text("{", encoding="utf-8")
    download.download(url, path)
    assert path.read_bytes() == BODY
    assert site.asked == [("/file", "")]


def test_an_answer_of_unknown_length_is_taken_whole(site: Site, path: Path) -> None:
    download.download(site.put("/file", Page(BODY, length=-1)), path)
    assert path.read_bytes() == BODY


def test_what_is_not_there_is_said_with_the_address(site: Site, path: Path) -> None:
    error = fails(f"{site.address}/missing", path)
    assert "404 Not Found" in error.message
    assert error.path == f"{site.address}/missing"
    assert parts(path) == []


def test_a_server_that_says_nothing_is_given_up(site: Site, path: Path) -> None:
    error = fails(site.put("/file", Page(silent=True)), path, timeout=0.2)
    assert "no answer in time" in error.message
    assert "models install FILE" in error.hint


def test_too_large_a_file_is_refused_before_and_while_it_comes(site: Site, path: Path) -> None:
    claimed = fails(site.put("/file", BODY), path, largest=HALF)
    assert "more than 0.3 MB" in claimed.message
    unsaid = fails(site.put("/file", Page(BODY, length=-1)), path, largest=HALF)
    assert "nothing was kept" in unsaid.message
    assert parts(path) == []


@pytest.mark.parametrize(
    "target", ["http://example.org/file", "ftp://127.0.0.1/file", "file:///etc/hostname", "https://["]
)
def test_a_redirect_to_elsewhere_is_not_followed(site: Site, path: Path, target: str) -> None:
    error = fails(site.put("/file", Page(status=302, headers={"Location": target})), path)
    assert any(why in error.message for why in ("is not https", "is not allowed", "Invalid"))
    assert parts(path) == []


def test_a_redirect_within_the_machine_is_followed(site: Site, path: Path) -> None:
    url = site.put("/here", Page(status=302, headers={"Location": site.put("/file", BODY)}))
    download.download(url, path)
    assert path.read_bytes() == BODY


def test_nobody_outside_sends_us_into_this_machine() -> None:
    request = urllib.request.Request("https://example.org/file")
    opener: Any = download._Redirects()
    with pytest.raises(CcbError, match="into this machine"):
        opener.redirect_request(request, io.BytesIO(), 302, "", {}, "http://127.0.0.1:8080/admin")


def test_redirects_end(site: Site, path: Path) -> None:
    for number in range(20):
        site.put(f"/{number}", Page(status=302, headers={"Location": f"{site.address}/{number + 1}"}))
    assert "302" in fails(f"{site.address}/0", path).message
    assert len(site.asked) == 6


@pytest.mark.parametrize("url", ["http://example.org/x", "file:///etc/passwd", "example.org/x", "https://["])
def test_only_https_is_asked(path: Path, url: str) -> None:
    assert fails(url, path).hint == "use an https address"
    with pytest.raises(CcbError, match=r"not https|no address"):
        download.fetch(url, 10)


def test_a_full_disk_is_no_broken_connection(site: Site, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(download, "_copy", full)
    error = fails(site.put("/file", BODY), path)
    assert "cannot write: No space left on device; nothing came" in error.message
    assert "make room" in error.hint


def test_stopping_keeps_what_came(site: Site, path: Path) -> None:
    def stop(done: int, _: int) -> None:
        if done >= HALF:
            raise KeyboardInterrupt

    url = site.put("/file", BODY)
    error = fails(url, path, progress=stop)
    assert error.message.startswith("stopped; the ")
    download.download(url, path)
    assert path.read_bytes() == BODY
    assert site.asked[1][1].startswith("bytes=")


def test_a_small_file_is_fetched_within_its_limit(site: Site) -> None:
    url = site.put("/index", b"[]")
    assert download.fetch(url, 2) == b"[]"
    with pytest.raises(CcbError, match="larger"):
        download.fetch(url, 1)
    with pytest.raises(CcbError, match="ends after 1 of 2 bytes"):
        download.fetch(site.put("/index", Page(b"[]", cut=1)), 2)


@pytest.mark.tools
def test_a_certificate_must_be_trusted(tmp_path: Path, path: Path, tool: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = tmp_path / "both.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    order = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *subject]
    keep = ["-keyout", str(certificate), "-out", str(tmp_path / "public.pem")]
    subprocess.run([tool("openssl"), *order, *keep], check=True, capture_output=True)
    certificate.write_bytes(certificate.read_bytes() + (tmp_path / "public.pem").read_bytes())
    with serving(certificate) as site:
        url = site.put("/file", BODY)
        assert url.startswith("https://")
        error = fails(url, path)
        assert "the server's certificate is not trusted" in error.message
        assert site.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "public.pem"))
        download.download(url, path)
        assert path.read_bytes() == BODY


def test_downloads_wait_outside_of_the_packages() -> None:
    assert download.folder({"HOME": "/home/a"}) == Path("/home/a/.cache/ccb-l10n/downloads")
    assert download.folder({"XDG_CACHE_HOME": "/c"}) == Path("/c/ccb-l10n/downloads")


def test_no_other_module_can_open_a_connection() -> None:
    source = Path(download.__file__).parents[1]
    able = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio", "requests", "httpx"}
    found = set()
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            if any(name in able or name.partition(".")[0] in able for name in names):
                found.add(path.relative_to(source).as_posix())
    assert found == {"drafting/download.py"}
