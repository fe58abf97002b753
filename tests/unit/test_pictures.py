"""Localised pictures by name."""

from __future__ import annotations

import pytest

from ccb_l10n.packs.pictures import chosen, variant

FILES = ["images/a.svg", "images/a.fr.svg", "images/a.pt_BR.svg", "images/a.zh-Hant.svg", "data.csv"]


@pytest.mark.parametrize(
    ("lang", "stands"),
    [
        ("fr", "images/a.fr.svg"),
        ("fr-CA", "images/a.fr.svg"),
        ("pt-BR", "images/a.pt_BR.svg"),
        ("pt", "images/a.svg"),
        ("zh", "images/a.svg"),
        ("zh-TW", "images/a.zh-Hant.svg"),
        ("ar", "images/a.svg"),
    ],
)
def test_a_pack_has_the_variant_of_its_language_and_no_other(lang: str, stands: str) -> None:
    assert chosen(FILES, lang) == {"data.csv": "data.csv", "images/a.svg": stands}


def test_the_nearest_of_several_variants_stands_whatever_their_order() -> None:
    files = ["a.png", "a.fr.png", "a.fr-CA.png"]
    assert chosen(files, "fr-CA") == chosen(reversed(files), "fr-CA") == {"a.png": "a.fr-CA.png"}


@pytest.mark.parametrize(
    "name", ["map.it.svg", "notes.fr.pdf", "map.v2.svg", "map.xx.svg", "map.FR.svg", "images/.fr.svg", "map.svg"]
)
def test_a_file_without_a_picture_to_vary_is_an_ordinary_file(name: str) -> None:
    assert chosen([name, "notes.pdf", "images/.svg"], "de")[name] == name


def test_a_three_letter_part_is_a_language_only_where_the_pack_speaks_it() -> None:
    files = ["a.svg", "a.min.svg"]
    assert chosen(files, "fr") == {"a.svg": "a.svg", "a.min.svg": "a.min.svg"}
    assert chosen(files, "min") == {"a.svg": "a.min.svg"}


def test_a_picture_elsewhere_may_be_varied() -> None:
    assert chosen(["a.fr.svg"], "fr", beside=["a.svg"]) == {"a.svg": "a.fr.svg"}
    assert chosen(["a.fr.svg"], "es", beside=["a.svg"]) == {}


def test_a_name_is_taken_apart_at_its_last_part() -> None:
    assert variant("x.y/map.v2.pt_br.SVG") == ("x.y/map.v2.SVG", "pt-BR")
    assert variant("x.fr/map.svg") == ("", "")
