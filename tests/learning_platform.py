"""A learning platform for tests: it serves unpacked packages over HTTP, with scorm-again as its SCORM 1.2 runtime, and
remembers what was committed, as a platform does from one visit to the next."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LAUNCH = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Platform</title>
<link rel="icon" href="data:,"><script src="scorm12.min.js"></script>
<script>
window.errors = [];
window.API = new Scorm12API({ autocommit: false, logLevel: 4, lmsCommitUrl: "commit",
  onLogMessage: (level, text) => window.errors.push(text) });
window.calls = [];
for (const name of ["LMSInitialize", "LMSFinish"]) API.on(name, () => window.calls.push(name));
const kept = %s;
if (kept) API.loadFromJSON(kept);
</script>
<iframe id="sco" name="sco" src="package/index.html" style="width:100%%;height:700px"></iframe></html>"""


class Platform:
    """`commits` are the states that the package committed, newest last; `kept` what the next visit starts with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.commits: list[dict[str, Any]] = []
        self.kept: dict[str, Any] = {}
        self.address = ""

    @property
    def core(self) -> dict[str, Any]:
        found: dict[str, Any] = self.commits[-1]["core"]
        return found

    def keep(self) -> None:
        """End a visit: what a platform brings to the next one. A session's time is not brought along."""
        last = self.commits[-1]
        named = ("lesson_location", "lesson_status", "score", "entry")
        core = {name: last["core"][name] for name in named if name in last["core"]}
        self.kept = {"suspend_data": last["suspend_data"], "core": core}


@contextmanager
def serving(folder: Path) -> Iterator[Platform]:
    """Serve a folder that has `package/` and `scorm12.min.js`; `address` is where the package is launched."""
    platform = Platform(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, platform))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    platform.address = f"http://127.0.0.1:{server.server_port}/launch"
    try:
        yield platform
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def __init__(self, platform: Platform, *given: Any) -> None:
        self.platform = platform
        super().__init__(*given, directory=str(platform.folder))

    def do_GET(self) -> None:
        if self.path != "/launch":
            super().do_GET()
            return
        kept = json.dumps({"cmi": self.platform.kept} if self.platform.kept else None)
        self._send(LAUNCH % kept, "text/html; charset=utf-8")

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.platform.commits.append(told["cmi"])
        self._send('{"result": true, "errorCode": 0}', "application/json")

    def _send(self, text: str, kind: str) -> None:
        data = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""
