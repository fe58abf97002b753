"""The glossary page in Chromium: its search finds terms as readers type them, and it fits a telephone."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccb_l10n.model import Concept, Term
from ccb_l10n.reports.glossary import glossary

pytestmark = pytest.mark.tools

PROBE = """<!DOCTYPE html><meta charset="utf-8"><iframe id="f" src="%s" style="width:320px;height:900px"></iframe>
<pre id="told"></pre><script>
document.getElementById("f").onload = (event) => {
  const page = event.target.contentDocument, root = page.documentElement, field = page.getElementById("search");
  const typed = (words) => {
    field.value = words;
    field.dispatchEvent(new event.target.contentWindow.Event("input", { bubbles: true }));
    return [[...page.querySelectorAll("article")].filter((each) => each.offsetParent).map((each) => each.id),
      page.querySelector("output").value];
  };
  const told = { wide: root.scrollWidth - root.clientWidth, all: typed(""), bare: typed("خطه"), vowels: typed("خُطَّة"),
    english: typed("PLAN what"), none: typed("zzz"), again: typed(" ") };
  document.getElementById("told").textContent = JSON.stringify(told);
};
</script>"""
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--allow-file-access-from-files"]


def test_searching(tmp_path: Path, tool: Callable[[str], str]) -> None:
    long = "x" * 80
    terms = (Term("ar", "خطّة"), Term("en", "plan"))
    plan = Concept("plan", "a", "draft", "What is to be done.", "a", "info", "lemma", terms)
    team = Concept("team", "a", "draft", f"People. {long}", "a", "info", "lemma", (Term("ar", f"فريق {long}"),))
    (tmp_path / "page.html").write_text(glossary([plan, team], "ar"), "utf-8")
    probe = tmp_path / "probe.html"
    probe.write_text(PROBE % (tmp_path / "page.html").as_uri(), "utf-8")
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [tool("chromium"), *FLAGS, profile, "--virtual-time-budget=3000", "--dump-dom", probe.as_uri()]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    told = re.search(r'<pre id="told">(\{.*?\})</pre>', result.stdout, re.DOTALL)
    assert told, result.stdout[-2000:] + result.stderr[-2000:]
    seen: dict[str, Any] = json.loads(told[1])
    assert seen["wide"] <= 0
    assert seen["all"] == seen["again"] == [["plan", "team"], ""]
    assert seen["bare"] == seen["vowels"] == seen["english"] == [["plan"], "1 found"]
    assert seen["none"] == [[], "0 found"]
