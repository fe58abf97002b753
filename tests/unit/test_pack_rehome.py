"""Addresses and ids of a page that moves."""

from __future__ import annotations

from ccb_l10n.packs.rehome import rehome, target


def upper(address: str, attribute: str) -> str:
    return f"{attribute}:{address.upper()}"


def test_only_addresses_inside_the_pack_are_asked_about() -> None:
    html = '<a href="b.html#x">b</a><a href="https://example.org/b">c</a><img src="i.png" alt="i.png" />'
    html += '<a href="mailto:a@b.c">d</a>'
    made = rehome(html, href=upper)
    assert made == html.replace("b.html#x", "href:B.HTML#X").replace('src="i.png"', 'src="src:I.PNG"')


def test_ids_and_what_refers_to_them() -> None:
    html = '<p id="a" data-id="a">id="a"</p><div aria-labelledby="a b" role="group"></div><input name="q" />'
    made = rehome(html, href=upper, id=lambda name: f"p-{name}")
    assert made == (
        '<p id="p-a" data-id="a">id="a"</p><div aria-labelledby="p-a p-b" role="group"></div><input name="p-q" />'
    )


def test_characters_that_html_escapes() -> None:
    assert rehome('<a href="a.html?x=1&amp;y=&#x27;">', href=lambda address, _: address + '"') == (
        '<a href="a.html?x=1&amp;y=&#x27;&quot;">'
    )


def test_text_is_no_attribute() -> None:
    html = '<code>a href="b.html"</code>'
    assert rehome(html, href=upper) == html


def test_where_an_address_leads() -> None:
    assert target("mod/a.html", "b.html#x%20y") == ("mod/b.html", "x y")
    assert target("mod/a.html", "#top") == ("mod/a.html", "top")
    assert target("mod/a.html", "../%D8%A3.html?q#") == ("أ.html", "")
