"""The house course's packs under the tools of the field: axe for WCAG 2.2 AA, and the Nu checker for HTML."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccb_l10n.packs.book import Edition
from ccb_l10n.workflow import building
from ccb_l10n.workspace import find
from node_packages import package

pytestmark = pytest.mark.tools
HOME = Path(__file__).parents[2]
LANGUAGES = ("en", "fr", "ar", "zh")
FORMATS = ("html", "single")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packs of the house course in both editions."""
    root: Path = tmp_path_factory.mktemp("accessible")
    for name in ("content", "locales", "glossary"):
        shutil.copytree(HOME / name, root / name)
    for edition in Edition:
        building.build(find(root), building.Order(LANGUAGES, (), FORMATS, frozen=True, edition=edition), print)
    return root / "dist"


@pytest.fixture
def page_in(browser: Any) -> Callable[[Path, int, str], Any]:
    """Open a page of a width in light or dark, with axe in it."""
    axe = package("axe-core") / "axe.min.js"

    def open_page(path: Path, width: int, scheme: str) -> Any:
        page = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}).new_page()
        page.goto(path.as_uri())
        page.add_script_tag(path=str(axe))
        return page

    return open_page


def violations(page: Any) -> list[str]:
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    return [f"{each['id']}: {node['target']} {node['html'][:120]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing(
    page_in: Callable[[Path, int, str], Any], dist: Path, lang: str, width: int, scheme: str
) -> None:
    for pack in (f"national-csirt-{lang}", f"national-csirt-{lang}-trainer"):
        for place in ("html/index.html", "html/modules/01-mandate.html", "html/modules/07-cooperation.html"):
            page = page_in(dist / pack / place, width, scheme)
            assert violations(page) == [], place
            page.context.close()


def test_axe_finds_nothing_in_one_file_for_all(page_in: Callable[[Path, int, str], Any], dist: Path) -> None:
    page = page_in(dist / "national-csirt-ar/single/index.html", 320, "light")
    assert violations(page) == []


def test_axe_finds_nothing_in_what_opens(page_in: Callable[[Path, int, str], Any], dist: Path) -> None:
    page = page_in(dist / "national-csirt-ar/html/modules/01-mandate.html", 1280, "light")
    page.locator("main a.term").first.hover()
    page.fill("#ccb-query", "حوادث")
    page.wait_for_selector("#ccb-results a")
    for each in page.locator("details").all():
        each.evaluate("each => { each.open = true; }")
    assert violations(page) == []


def test_the_nu_checker_finds_no_error(dist: Path, tool: Callable[[str], str]) -> None:
    jar = package("vnu-jar") / "build" / "dist" / "vnu.jar"
    pages = [str(path) for path in dist.rglob("*.html")]
    assert len(pages) > 80
    command = [tool("java"), "-Xss4m", "-jar", str(jar), "--errors-only", "--format", "json", *pages]
    result = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    told = json.loads(result.stderr)["messages"]
    assert [f"{Path(each['url']).name}:{each.get('lastLine')}: {each['message']}" for each in told] == []
