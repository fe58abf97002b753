"""docs/images/*.png, taken of the house course's packs in Chromium: `python tests/screenshots.py [FOLDER]`.

It builds the packs in a temporary folder, opens them from there as a reader does, and stops where a page asks the
network for something, complains, or makes a picture that is too large for a page of documentation. The page of the
PDF is drawn by poppler's pdftoppm.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ccb_l10n.workflow import building
from ccb_l10n.workspace import find

HOME = Path(__file__).parent.parent
IMAGES = HOME / "docs" / "images"
COURSE, REGION = "national-csirt", "example-region"
LANGUAGES = ("ar", "en", "fr", "zh")
LARGEST = 120_000  # bytes of a picture
MODULE = "modules/01-mandate.html"
_TERM = 1  # which of those in paragraphs is shown
PRINTED = 3  # the page of the PDF that is shown: the course's first


def still(page: Any) -> None:
    """The page as it opens."""


def searched(words: str) -> Callable[[Any], None]:
    """What a reader types into the search, and its results."""

    def act(page: Any) -> None:
        page.fill("#ccb-query", words)
        page.wait_for_selector("#ccb-results a")

    return act


def explained(page: Any) -> None:
    """A term under the pointer."""
    page.locator("main p a.term").nth(_TERM).hover()
    page.wait_for_selector("#ccb-term:visible")


def answered(page: Any) -> None:
    """A quiz with a wrong answer, seen from its top."""
    quiz = page.locator(".quiz").first
    quiz.locator("input").first.check()
    quiz.locator("button.check").click()
    at(".quiz")(page)


def at(selector: str) -> Callable[[Any], None]:
    """The page with an element at its top, where it is long enough."""

    def act(page: Any) -> None:
        page.eval_on_selector(selector, "each => window.scrollTo(0, each.getBoundingClientRect().top + scrollY - 12)")
        page.mouse.move(1, 1)

    return act


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its file's name, whose pack and which page, how large the window, what the reader does first."""

    name: str
    pack: str
    place: str
    width: int
    height: int
    act: Callable[[Any], None] = still


SHOTS = (
    Shot("pack-fr", f"{COURSE}-fr", MODULE, 960, 640),
    Shot("pack-ar", f"{COURSE}-ar", MODULE, 960, 560),
    Shot("pack-zh", f"{COURSE}-zh", MODULE, 960, 560),
    Shot("phone-ar", f"{COURSE}-ar", MODULE, 320, 640),
    Shot("fallback-zh", f"{COURSE}-zh", "modules/03-people.html", 320, 640, at("main")),
    Shot("search-ar", f"{COURSE}-ar", "index.html", 640, 420, searched("حوادث")),
    Shot("term-fr", f"{COURSE}-fr", "index.html", 640, 420, explained),
    Shot("quiz-fr", f"{COURSE}-fr", MODULE, 640, 600, answered),
    Shot("region-fr", f"{COURSE}-fr-{REGION}", "modules/07-cooperation.html", 640, 420, at("#local-contacts")),
)


def main(target: Path) -> None:
    """Take every picture. Raises SystemExit with what is missing or wrong."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ccb-l10n-") as beside:
        dist = built(Path(beside))
        with browser() as opened:
            for shot in SHOTS:
                keep(target / f"{shot.name}.png", taken(opened, dist, shot))
        name = f"{COURSE}-ar-{REGION}"
        keep(target / "print-ar.png", drawn(dist / name / "pdf" / f"{name}.pdf", PRINTED))


def built(root: Path) -> Path:
    """The packs that are shown, built below a folder as `build --frozen` builds them."""
    for name in ("content", "locales", "glossary"):
        shutil.copytree(HOME / name, root / name)
    workspace = find(root)
    building.build(workspace, building.Order(LANGUAGES, (COURSE,), ("html",), frozen=True), sys.stderr.write)
    regional = building.Order(("ar", "fr"), (COURSE,), ("html", "pdf"), frozen=True, region=REGION)
    building.build(workspace, regional, sys.stderr.write)
    return root / "dist"


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium, without a window."""
    chromium = found("chromium", "chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


def taken(opened: Any, dist: Path, shot: Shot) -> bytes:
    """The picture as PNG. Raises SystemExit where the page asks for what is outside of it, or complains."""
    page = opened.new_page(viewport={"width": shot.width, "height": shot.height}, reduced_motion="reduce")
    wrong: list[str] = []
    page.on("request", lambda each: None if each.url.startswith(("file:", "data:")) else wrong.append(each.url))
    page.on("console", lambda each: wrong.append(each.text) if each.type == "error" else None)
    page.on("pageerror", lambda each: wrong.append(str(each)))
    page.goto((dist / shot.pack / "html" / shot.place).as_uri())
    shot.act(page)
    data: bytes = page.screenshot()
    page.close()
    if wrong:
        raise SystemExit(f"{shot.name}: {'; '.join(wrong)}")
    return data


def drawn(path: Path, page: int) -> bytes:
    """A page of a PDF as PNG. Raises SystemExit without pdftoppm."""
    command = [found("pdftoppm", "poppler-utils"), "-png", "-r", "60", "-f", str(page), "-singlefile", str(path)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def found(program: str, package: str) -> str:
    """The path of a program. Raises SystemExit, naming the Debian package, where it is missing."""
    path = shutil.which(program)
    if not path:
        raise SystemExit(f"there is no {program} here; next: apt-get install {package}")
    return path


def keep(path: Path, data: bytes) -> None:
    """Write a picture. Raises SystemExit for one that is too large."""
    if len(data) > LARGEST:
        raise SystemExit(f"{path.name} has {len(data):,} bytes, and may have {LARGEST:,}; next: take a smaller window")
    path.write_bytes(data)
    sys.stdout.write(f"{path}: {len(data):,} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
