"""What gettext's own msgfmt says of a catalog, where it is installed.

It stands here and not among the checks because it runs a program. `checks.health` knows by itself what msgfmt refuses
in catalogs of Markdown; this adds what it says of headers, and of format strings in catalogs from elsewhere.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator

from ccb_l10n.checks.problem import Row
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Finding, Severity

_COMMAND = ("--check-format", "--check-header", f"--output-file={os.devnull}", "-")
_SECONDS = 60
_SAID = re.compile(r"(?:<stdin>|-):(?P<line>\d+):(?:\d+:)? (?P<warning>warning: )?(?P<text>.+)")
_GOES_ON = "..."

ROW = Row(
    "msgfmt",
    Severity.ERROR,
    "msgfmt refuses the catalog, or warns of its header",
    "Other tools that read the catalog go by msgfmt's rules.",
    "Correct what it names.",
    opt_in=True,
)


def said_by_msgfmt(data: bytes, path: str, lang: str = "") -> Iterator[Finding]:
    """The findings of msgfmt for a catalog's bytes; `path` and `lang` are for the findings alone.

    What it refuses is an error; what it says of header fields an info. One info says when it is not installed.
    Raises CcbError when it does not finish within a minute.
    """
    tool = shutil.which(ROW.id)
    if tool is None:
        text = "msgfmt is not installed, so it did not look at the catalog"
        yield Finding(ROW.id, Severity.INFO, text, path, lang=lang or None, hint="install gettext, or leave this out")
        return
    env = {**os.environ, "LC_ALL": "C"}  # its messages in English, for they are read here
    try:
        done = subprocess.run(
            [tool, *_COMMAND], input=data, capture_output=True, env=env, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise CcbError(f"msgfmt did not finish in {_SECONDS} seconds", path) from None
    yield from _findings(done.stderr.decode("utf-8", "replace"), path, lang)


def _findings(output: str, path: str, lang: str) -> Iterator[Finding]:
    """A finding for each thing said; "..." at the ends of two lines makes them one."""
    lines = [found for line in output.splitlines() if (found := _SAID.match(line))]
    at = 0
    while at < len(lines):
        said, text = lines[at], lines[at]["text"]
        if text.endswith(_GOES_ON) and at + 1 < len(lines):
            at += 1
            text = f"{text.removesuffix(_GOES_ON)}, {lines[at]['text'].removeprefix(_GOES_ON)}"
        about_header = text.startswith("header field ")
        severity = Severity.INFO if about_header else Severity.WARNING if said["warning"] else Severity.ERROR
        yield Finding(ROW.id, severity, text, path, int(said["line"]), lang or None)
        at += 1
