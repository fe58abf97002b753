"""A built site in Chromium, over file://: it loads, asks for nothing, and runs in the right direction."""

from __future__ import annotations

import json
import re
import struct
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Message, State
from ccb_l10n.packs import html
from ccb_l10n.packs.book import Book, CourseInfo, Edition

pytestmark = pytest.mark.tools

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--allow-file-access-from-files",
]  # fmt: skip
SOURCE = """# Incidents {#top}

Call +254 20 000 0000 now.

**Important:** do not wait.

Use version 1.2.3.

A paragraph that nobody has translated.

| A | B | C | D | E | F | G | H |
|---|---|---|---|---|---|---|---|
| averylongword | averylongword | averylongword | averylongword | averylongword | averylongword | averylongword | x |

```text
a line of code that is much longer than a telephone's screen is wide, so that it scrolls in its own box
```

::: quiz

Which?

- [ ] One
- [x] Two

:::

![Map](map.svg)
"""
TARGETS = {
    "ar": {
        "Incidents": "الحوادث",
        "Call +254 20 000 0000 now.": "اتصل بالرقم +254 20 000 0000 الآن.",
        "**Important:** do not wait.": "**هام:**لا تنتظر.",
        "Use version 1.2.3.": "استخدم الإصدار 1.2.3.",
        "Which?": "أي؟",
    },
    "zh": {"Incidents": "事件", "**Important:** do not wait.": "**注意：**不要等待。", "Which?": "哪个？"},
}
MAP = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="90"><rect width="900" height="90" fill="teal"/></svg>'
)
# Loads the page in a frame of a telephone's or a screen's width and writes down what a reader would see.
PROBE = """<!DOCTYPE html><meta charset="utf-8"><iframe id="f" src="%s" style="width:%dpx;height:900px"></iframe>
<pre id="told"></pre><script>
const told = document.getElementById("told"), frame = document.getElementById("f");
frame.onload = () => {
  const page = frame.contentDocument, view = frame.contentWindow, root = page.documentElement;
  const left = (node, at) => { const range = page.createRange(); range.setStart(node, at); range.setEnd(node, at + 1);
    return range.getBoundingClientRect().left; };
  const order = word => {
    const walk = page.createTreeWalker(page.querySelector("main"), NodeFilter.SHOW_TEXT);
    for (let node; (node = walk.nextNode());) {
      const start = node.data.indexOf(word);
      if (start >= 0) return [...word].map((c, i) => [left(node, start + i), c]).filter(each => each[1] != " ")
        .sort((a, b) => a[0] - b[0]).map(each => each[1]).join("");
    }
  };
  const fallback = page.querySelector("p.fallback");
  told.textContent = JSON.stringify({
    dir: view.getComputedStyle(page.body).direction, lang: root.lang,
    overflow: root.scrollWidth - root.clientWidth,
    styled: view.getComputedStyle(page.querySelector(".top")).display,
    picture: page.querySelector("img").complete && page.querySelector("img").naturalWidth,
    strong: [...page.querySelectorAll("strong")].map(each => each.textContent),
    fallback: [view.getComputedStyle(fallback).direction, fallback.lang],
    phone: order("+254 20 000 0000"), version: order("1.2.3"),
    answer: page.querySelector(".quiz details").open,
    scripts: page.scripts.length,
  });
};
</script>"""

Look = Callable[[str, int], dict[str, Any]]


@pytest.fixture
def built(tmp_path: Path) -> Callable[[str], Path]:
    """Build the site in a language; its folder."""

    def build(lang: str) -> Path:
        targets: Mapping[str, str] = TARGETS.get(lang, {})
        chosen = {(None, source): Message(source, words, state=State.TRANSLATED) for source, words in targets.items()}
        page = splice(parse("module.md", SOURCE), chosen)
        course = CourseInfo("sample", "Sample", "1", "CC-BY-4.0", "en", lang, ())
        folder = tmp_path / lang
        files = dict(html.files(Book(course, [page], "ccb-l10n 9", "sample", Edition.TRAINER)))
        for name, data in {**files, "map.svg": MAP.encode()}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return folder

    return build


@pytest.fixture
def look(built: Callable[[str], Path], tmp_path: Path, tool: Callable[[str], str]) -> Look:
    """Open a page of a width and tell what is there."""
    chromium = tool("chromium")

    def open_page(lang: str, width: int) -> dict[str, Any]:
        page = built(lang) / "module.html"
        probe = tmp_path / "probe.html"
        probe.write_text(PROBE % (page.as_uri(), width), "utf-8")
        flags = [*FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=5000", "--dump-dom"]
        result = subprocess.run(
            [chromium, *flags, probe.as_uri()], capture_output=True, text=True, timeout=120, check=True
        )
        told = re.search(r'<pre id="told">(\{.*?\})</pre>', result.stdout, re.DOTALL)
        assert told, result.stdout[-2000:] + result.stderr[-2000:]
        found: dict[str, Any] = json.loads(told[1])
        return found

    return open_page


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("zh", "ltr")])
def test_a_page_in_the_browser(look: Look, lang: str, direction: str, width: int) -> None:
    told = look(lang, width)
    assert (told["lang"], told["dir"]) == (lang, direction)
    assert (told["scripts"], told["styled"], told["picture"]) == (1, "flex", 900)  # the search
    assert told["overflow"] <= 0
    assert told["fallback"] == ["ltr", "en"]
    assert told["strong"][0] == {"ar": "هام:", "zh": "注意："}[lang]
    assert told["phone"] == "+254200000000"
    assert told["version"] == "1.2.3"
    assert told["answer"] is False


@pytest.fixture
def asked(tmp_path: Path, tool: Callable[[str], str]) -> Callable[[Path], list[str]]:
    """Open a file; the addresses that the browser asked the network for, by its own log."""

    def open_page(page: Path) -> list[str]:
        log = tmp_path / "net.json"
        flags = [
            *FLAGS,
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--log-net-log={log}",
            "--virtual-time-budget=3000",
        ]
        command = [tool("chromium"), *flags, "--dump-dom", page.as_uri()]
        subprocess.run(command, capture_output=True, timeout=120, check=True)
        lines = log.read_text("utf-8").splitlines()
        begun = [line for line in lines if '"initiator":' in line and '"initiator":"not an origin"' not in line]
        return [found[1] for line in begun if (found := re.search(r'"url":"([^"]*)"', line))]  # not the browser's own

    return open_page


def test_a_page_asks_the_network_for_nothing(
    built: Callable[[str], Path], asked: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    control = tmp_path / "control.html"
    control.write_text('<img src="http://127.0.0.1:47121/picture.png">', "utf-8")
    assert asked(control) == ["http://127.0.0.1:47121/picture.png"]
    assert asked(built("ar") / "module.html") == []


def test_a_screenshot_has_the_page(built: Callable[[str], Path], tmp_path: Path, tool: Callable[[str], str]) -> None:
    picture = tmp_path / "page.png"
    flags = [*FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--window-size=800,600", f"--screenshot={picture}"]
    page = built("ar") / "module.html"
    subprocess.run([tool("chromium"), *flags, page.as_uri()], capture_output=True, timeout=120, check=True)
    data = picture.read_bytes()
    assert struct.unpack(">II", data[16:24]) == (800, 600)
    assert len(data) > 20_000  # an empty page of that size is smaller
