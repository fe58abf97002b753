"""The findings page in Chromium: its search finds what readers type, and its boxes hide severities."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccb_l10n.model import Concept, Finding, Severity, Term
from ccb_l10n.reports import html

pytestmark = pytest.mark.tools

PROBE = """<!DOCTYPE html><meta charset="utf-8"><iframe id="f" src="%s" style="width:320px;height:900px"></iframe>
<pre id="told"></pre><script>
const frame = document.getElementById("f");
frame.onload = () => {
  const page = frame.contentDocument, view = frame.contentWindow, field = page.getElementById("search");
  const shown = () => [...page.querySelectorAll(".finding")].filter(each => each.offsetParent).length;
  const typed = words => {
    field.value = words; field.dispatchEvent(new view.Event("input"));
    return [shown(), [...page.querySelectorAll("details:not([hidden])")].length, page.querySelector("output").value];
  };
  const told = {
    overflow: page.documentElement.scrollWidth - page.documentElement.clientWidth,
    all: typed(""), french: typed("ameliore"), arabic: typed("تعميه قويه"), concept: typed("plan"), none: typed("zzz"),
    again: typed(""),
    marked: view.getComputedStyle(page.querySelector("dd[lang=ar]")).direction,
  };
  page.getElementById("show-error").click();
  told.boxed = shown();
  document.getElementById("told").textContent = JSON.stringify(told);
};
</script>"""
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--allow-file-access-from-files"]


def test_searching(tmp_path: Path, tool: Callable[[str], str]) -> None:
    found = [
        Finding("forbidden-term", Severity.ERROR, "bad", "a.po", 1, "fr", "s", "Un plan amélioré", (3, 7), "", "plan"),
        Finding("forbidden-term", Severity.ERROR, "bad", "a.po", 2, "ar", "s", "تَعْمِيه قويه", (0, 3), "", "key"),
        Finding("stale", Severity.WARNING, "old", "b.po", 3, "fr", "s", "Ancien"),
    ]
    concept = Concept("plan", "a", "draft", "What is to be done.", "a", "error", "lemma", (Term("fr", "plan"),))
    (tmp_path / "page.html").write_text(html.findings(found, [concept]), "utf-8")
    probe = tmp_path / "probe.html"
    probe.write_text(PROBE % (tmp_path / "page.html").as_uri(), "utf-8")
    flags = [*FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=3000", "--dump-dom"]
    command = [tool("chromium"), *flags, probe.as_uri()]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    told = re.search(r'<pre id="told">(\{.*?\})</pre>', result.stdout, re.DOTALL)
    assert told, result.stdout[-2000:] + result.stderr[-2000:]
    seen: dict[str, Any] = json.loads(told[1])
    assert seen["overflow"] <= 0
    assert seen["all"] == [3, 3, ""] == seen["again"]
    assert seen["french"] == [1, 1, "1 found"]
    assert seen["arabic"] == [1, 1, "1 found"]
    assert seen["concept"] == [1, 1, "1 found"]
    assert seen["none"] == [0, 0, "0 found"]
    assert seen["marked"] == "rtl"
    assert seen["boxed"] == 1
