"""Raw HTML that packs leave out, and images: what they weigh, what they are, what they could run."""

from __future__ import annotations

import pytest

from ccb_l10n.checks.pages.drawings import Drawing, is_left_out, read
from ccb_l10n.model import Severity
from page_courses import PNG, SVG, found, page, said


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<script>alert(1)</script>", "<script>: packs leave it out, for it could run or load something"),
        ("<style>p { color: red }</style>", "<style>: packs leave it out, with all in it"),
        ('<iframe src="https://example.org"></iframe>', "<iframe>: packs put a link in its place"),
        ('<form action="https://example.org"></form>', "<form>: packs leave form fields out"),
        ('<div onclick="go()">Text</div>', "the event handler onclick of <div>: packs leave it out"),
        ('Text <b OnMouseOver="go()">bold</b>', "the event handler onmouseover of <b>: packs leave it out"),
        ('<a href="javascript:go()">x</a>', "an address that would run a script: packs show the text without a link"),
        (
            '<a href=" java\tscript:go()">x</a>',
            "an address that would run a script: packs show the text without a link",
        ),
        ("[x](javascript:go())", "an address that would run a script: packs show the text without a link"),
        ("[x](data:text/html,hello)", "an address that would run a script: packs show the text without a link"),
    ],
)
def test_html_that_could_run_something(html: str, words: str) -> None:
    assert page(f"# A\n\n{html}\n", "active-html") == [(3, words)]


@pytest.mark.parametrize(
    "html",
    ["<details><summary>More</summary>\n\nText\n\n</details>", "Press <kbd>Q</kbd><br>", "<!-- <script>x</script> -->",
     "<!-- <script>x</script>",
     "`<script>`", "```html\n<script></script>\n```", "<div align='center' style='x'>Text</div>", "<https://example.org>",
     "a < b and c > d", "<svg viewBox='0 0 1 1'><linearGradient id='g'/><path d='M0 0'/></svg>",
     "<div once='x'>Text</div>"],
)  # fmt: skip
def test_html_that_packs_show(html: str) -> None:
    assert page(f"# A\n\n{html}\n", "active-html", "unknown-html") == []


def test_a_placeholder_that_nobody_will_see() -> None:
    [told] = found({"a.md": "Type <user name> and <host>, then <host>.\n"}, "unknown-html")[:1]
    assert told.message == "<user name> is read as an HTML tag, and nobody will see it"
    assert told.hint == "if it is meant as text, write `<user name>` or \\<user name>"
    assert page("<Tabs items='a'>\n\nText\n\n</Tabs>\n") == [(1, "<Tabs items='a'>: packs leave this tag out")]


def test_an_image_without_a_text() -> None:
    files = {"a.png": PNG}
    without = [(1, "an image without alternative text")]
    for text in ("![](a.png)", '<img src="a.png">', "![ ](a.png)"):
        assert said({**files, "index.md": text}, "image-alternative") == without
    for text in (
        "![A map](a.png)",
        '<img src="a.png" alt="">',
        '<img src="a.png" alt="A map">',
        "![](a.png){alt='A map'}",
    ):
        assert said({**files, "index.md": text}, "image-alternative") == []


@pytest.mark.parametrize(
    ("size", "severity"), [(5_000_000, None), (5_000_001, Severity.WARNING), (40_000_001, Severity.ERROR)]
)
def test_large_images(size: int, severity: Severity | None) -> None:
    files = {"index.md": "# A\n\n![Logo](img/logo.png)\n", "img/logo.png": PNG + b"\0" * (size - len(PNG))}
    told = found(files, "large-image")
    assert [(each.severity, each.path, each.line) for each in told] == (
        [(severity, "content/a/index.md", 3)] if severity else []
    )


def test_an_image_that_no_page_shows_is_looked_at_all_the_same() -> None:
    [told] = found({"index.md": "# A\n", "logo.png": b"<!DOCTYPE html>"})
    assert (told.path, told.line, told.message) == ("content/a/logo.png", 0, "logo.png is no PNG image but a web page")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.png", b"\xff\xd8\xff\xe0", "a.png is no PNG image but a JPEG"),
        ("a.jpg", PNG, "a.jpg is no JPEG image but a PNG"),
        ("a.png", b"", "a.png is empty"),
        ("a.png", b"version https://git-lfs.github.com/spec/v1", "a.png is no PNG image but a Git LFS pointer"),
        ("a.webp", b"RIFF....WAVE", "a.webp is no WebP image"),
        ("a.svg", PNG, "a.svg is no SVG image but a PNG"),
        ("a.svg", b"<html><body>404</body></html>", "a.svg is no SVG image but a web page"),
    ],
)
def test_images_that_are_something_else(name: str, data: bytes, message: str) -> None:
    told = found({"index.md": f"![x]({name})\n", name: data}, "image-misnamed")
    assert [(each.line, each.message) for each in told] == [(1, message)]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.PNG", PNG), ("a.jpeg", b"\xff\xd8\xff\xdb"), ("a.gif", b"GIF89a"), ("a.webp", b"RIFF\0\0\0\0WEBPVP8 "),
     ("a.svg", SVG.encode()), ("b.svg", b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG.encode()),
     ("a.avif", b"\0\0\0 ftypavif")],
)  # fmt: skip
def test_images_that_are_what_they_say(name: str, data: bytes) -> None:
    assert found({"index.md": f"![x]({name})\n", name: data}) == []


def test_kinds_that_browsers_do_not_show() -> None:
    told = said({"index.md": "![x](a.tiff)\n", "a.tiff": b"II*\0", "favicon.ico": b"\0\0\1\0"}, "image-kind")
    assert told == [(1, "a.tiff: browsers do not show images of the kind .tiff")]


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script>x</script>", "holds <script>"),
        ("<foreignObject/>", "holds <foreignobject>"),
        ('<g onload="x()"/>', "has the event handler onload"),
        ('<a href="javascript:x()"/>', "has a href that would run a script"),
        ('<image href="https://example.org/a.png"/>', "loads https://example.org/a.png"),
        ('<image xlink:href="other.png" xmlns:xlink="http://www.w3.org/1999/xlink"/>', "loads other.png"),
        ('<use href="sprite.svg#a"/>', "loads sprite.svg#a"),
        ('<rect fill="url(https://example.org/a)"/>', "loads something in its fill"),
        ("<style>@import 'https://example.org/a.css';</style>", "its <style> loads something"),
        ('<a><set attributeName="href" to="javascript:x()"/></a>', "animates a link, which can make it run a script"),
    ],
)
def test_drawings_that_could_run_or_load_something(inside: str, what: str) -> None:
    drawing = SVG.replace("<path", f"\n{inside}\n<path")
    assert [(line, told) for line, told in read(drawing.encode()).found] == [(2, what)]
    [told] = found({"index.md": "# A\n\n![x](a.svg)\n", "a.svg": drawing})
    assert (told.id, told.path, told.line) == ("active-svg", "content/a/index.md", 3)
    assert told.message == f"a.svg, line 2: the drawing {what}"


@pytest.mark.parametrize(
    "inside",
    ['<use href="#a"/>', '<rect fill="url(#g)" style="fill:url(#g)"/>', '<a href="https://example.org"/>',
     '<image href="data:image/png;base64,iVBOR"/>', "<style>text { font: 1px serif }</style>", "<title>on load</title>",
     '<g one="1"/>'],
)  # fmt: skip
def test_drawings_that_only_draw(inside: str) -> None:
    assert read(SVG.replace("<path", f"{inside}<path").encode()).found == []


def test_a_style_sheet_that_a_drawing_names() -> None:
    data = b'<?xml version="1.0"?>\n<?xml-stylesheet href="a.css"?>\n<svg><g onclick="x"/>\n<g onclick="y"/></svg>'
    assert read(data).found == [(2, "names a style sheet to load"), (3, "has the event handler onclick")]


def test_entities_are_refused_before_one_is_expanded() -> None:
    lines = "".join(f'<!ENTITY e{at + 1} "{f"&e{at};" * 10}">' for at in range(12))
    bomb = f'<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY e0 "x">{lines}]>\n<svg>&e12;</svg>'
    refused = Drawing([(2, "declares entities, which may load or multiply text")], None)
    assert read(bomb.encode()) == refused
    outside = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
    assert read(outside).found == [(1, "declares entities, which may load or multiply text")]


def test_a_plain_document_type_is_none_of_that() -> None:
    head = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    drawing = read((head + SVG).encode())
    assert (drawing.found, drawing.broken) == ([], None)


@pytest.mark.parametrize(
    "data",
    [
        b"<svg><g></svg>",
        b"<svg",
        b"<svg>\xff</svg>",
        b"<svg>&none;</svg>",
        b'<?xml version="1.0" encoding="x-none"?><svg/>',
    ],
)
def test_drawings_that_are_no_xml(data: bytes) -> None:
    assert read(data).broken
    assert [each.id for each in found({"a.svg": data})] == ["broken-svg"]


def test_a_drawing_that_nests_without_end_is_refused() -> None:
    assert read(b"<g>" * 100_000).found == [(1, "nests more than 200 elements")]


@pytest.mark.parametrize(
    "name",
    ["a.html", "a.XML", "a.xht", "a.xhtm", "a.shtml", "a.mht", "a.xsl", "a.rdf", "a.wasm", "a.js", "a.svgz", "a.gpx",
     "a.docm", "a", "README", "sub/LICENSE", "sub/course.toml", "a.png.", "a.pdf.html"],
)  # fmt: skip
def test_files_that_packs_leave_out(name: str) -> None:
    [told] = found({"index.md": "# A\n", name: b"x"}, "unusual-file")
    assert (told.path, told.severity) == (f"content/a/{name}", Severity.WARNING)
    assert is_left_out(name, bytes)


@pytest.mark.parametrize("name", ["a.png", "sub/b.PDF", "a.docx", "a.zip", "a.json", "a.vtt", "a.mp4"])
def test_files_that_packs_take(name: str) -> None:
    assert found({"index.md": "# A\n", name: b"x"}, "unusual-file") == []
    assert not is_left_out(name, bytes)


def test_the_courses_own_licence_and_settings_are_no_files_of_its_pack() -> None:
    files = {
        "index.md": "# A\n",
        "sub/b.markdown": "",
        "LICENSE": "x",
        "ATTRIBUTION": "x",
        "course.toml": "",
        "a.svg": SVG,
    }
    assert found(files, "unusual-file") == []
