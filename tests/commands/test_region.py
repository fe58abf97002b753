"""`build --region` and regional locales, as a regional body meets them at the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polib
import pytest

from editor import translate

PAGE = "# Help\n\n::: local contacts\n\nCall the police.\n\n:::\n\nThen write it down.\n"
TOML = """logo = "logo.svg"
[name]
en = "Coast"
fr = "La Côte"
[publisher]
en = "Coast office"
[dates]
published = 2027-01-15
[pages]
"law.md" = "index.md"
[[override]]
block = "contacts"
"""
REGION = "content/demo/overlays/coast"
FILES = {
    "content/demo/index.md": PAGE,
    "content/demo/more.md": "# More\n\nMore text.\n",
    f"{REGION}/overlay.toml": TOML,
    f"{REGION}/blocks/contacts.md": "Call 112.\n",
    f"{REGION}/blocks/contacts.fr.md": "Appelez le 112.\n",
    f"{REGION}/pages/law.md": "# Law\n\nOur law.\n",
    f"{REGION}/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>",
}


@pytest.fixture
def root(workspace: Any, ccb: Any) -> Path:
    made: Path = workspace(FILES)
    assert ccb(made, "overlay", "accept", "demo", "coast").exit_code == 0
    return made


def test_a_regions_pack_stands_beside_the_others_and_says_what_it_changed(root: Path, ccb: Any) -> None:
    result = ccb(root, "build", "--lang", "fr", "--region", "coast")
    assert result.exit_code == 0, result.stderr
    pack = root / "dist/demo-fr-coast"
    page = (pack / "html/index.html").read_text()
    assert "Appelez le 112." in page and "Call the police." not in page
    assert "La Côte" in page and "Coast office" in page and "15 janvier 2027" in page
    assert 'class="logo"' in page and (pack / "html/pack/logo.svg").is_file()
    assert (pack / "html/law.html").is_file() and (pack / "markdown/law.md").is_file()
    told = json.loads((pack / "manifest.json").read_text())
    assert told["region"] == "coast"
    assert {(each["kind"], each["name"]) for each in told["overlays"]} == {
        ("block", "contacts"), ("page", "law.md"), ("logo", "logo.svg"),
    }  # fmt: skip
    assert told["passages"]["origins"]["regional"] == 1
    assert ccb(root, "pack", "verify", str(pack)).exit_code == 0
    assert not (root / "dist/demo-fr").exists()


def test_a_changed_original_stops_with_the_difference(root: Path, ccb: Any) -> None:
    (root / "content/demo/index.md").write_text(PAGE.replace("police", "CSIRT"))
    result = ccb(root, "build", "--lang", "fr", "--region", "coast")
    assert result.exit_code == 1
    assert "\n    -Call the police.\n    +Call the CSIRT.\n" in result.stderr
    assert f"{REGION}/overlay.toml:" in result.stderr
    assert ccb(root, "overlay", "accept", "demo", "coast").exit_code == 0
    assert ccb(root, "build", "--lang", "fr", "--region", "coast").exit_code == 0


def test_an_edited_overlay_is_built_anew(root: Path, ccb: Any) -> None:
    ccb(root, "build", "--lang", "fr", "--region", "coast")
    (root / REGION / "blocks/contacts.fr.md").write_text("Appelez le 113.\n")
    ccb(root, "build", "--lang", "fr", "--region", "coast")
    assert "Appelez le 113." in (root / "dist/demo-fr-coast/html/index.html").read_text()


def test_a_region_that_is_none(root: Path, ccb: Any) -> None:
    result = ccb(root, "build", "--lang", "fr", "--region", "cost")
    assert result.exit_code == 2
    assert "the regions are: coast" in result.stderr


def test_a_sparse_regional_catalog_makes_a_full_pack(root: Path, ccb: Any) -> None:
    ccb(root, "extract")
    ccb(root, "merge", "--lang", "fr", "--lang", "fr-CA")
    translate(root, {"Help": "Aide", "Then write it down.": "Puis notez-le.", "More text.": "Encore du texte."})
    path = root / "locales/fr_CA/LC_MESSAGES/demo.po"
    catalog = polib.pofile(str(path))
    catalog.append(polib.POEntry(msgid="Then write it down.", msgstr="Puis notez-le par écrit."))
    catalog.save()
    result = ccb(root, "build", "--lang", "fr-CA")
    assert result.exit_code == 0, result.stderr
    text = (root / "dist/demo-fr-CA/markdown/index.md").read_text()
    assert "# Aide" in text and "Puis notez-le par écrit." in text
    assert [entry.msgid for entry in polib.pofile(str(path))] == ["Then write it down."]  # it stays sparse
    translate(root, {"Help": "Au secours"})
    ccb(root, "build", "--lang", "fr-CA")
    assert "# Au secours" in (root / "dist/demo-fr-CA/markdown/index.md").read_text()
