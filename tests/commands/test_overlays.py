"""Regional overlays on disk: what is read, what comes of it in a pack, and what is said of what is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ccb_l10n import workspace as places
from ccb_l10n.cli.overlay import overlay
from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.parse import parse
from ccb_l10n.model import Finding, Localised, Placed, State
from ccb_l10n.packs.overlay import is_region
from ccb_l10n.terminology import concepts
from ccb_l10n.workflow import overlay_checks, overlay_records, overlays
from ccb_l10n.workflow.overlay_accept import sources

REGION = "content/demo/overlays/sahel"
TOML = '[name]\nen = "Sahel"\nfr = "Sahel"\n\n[[override]]\nblock = "contacts"\n'
COURSE = {
    "content/demo/course.toml": 'title = "Demo"\nmodules = ["one.md", "two.md"]\n',
    "content/demo/one.md": "# One\n\n::: local contacts\n\nCall 1.\n\n:::\n\nEnd of one.\n",
    "content/demo/two.md": "# Two\n\nEnd of two.\n",
    "content/demo/images/map.svg": "<svg>course</svg>",
    "content/demo/images/map.fr.svg": "<svg>carte</svg>",
    "content/demo/images/plain.png": b"\x89PNG\r\n\x1a\n",
}
CONCEPT = """id = "phishing"
subject = "cyber"
status = "draft"
definition = "{}"
source = "own"
severity = "error"
match = "lemma"
[[term]]
lang = "en"
text = "phishing"
"""
Make = Callable[..., Path]


@pytest.fixture
def made(workspace: Any) -> Make:
    """A function that makes a workspace with an overlay: `made({"blocks/contacts.md": "..."}, accepted=True)`."""

    def make(
        files: Mapping[str, str | bytes] = {}, toml: str = TOML, accepted: bool = True, **course: str | bytes
    ) -> Path:
        own = {"overlay.toml": toml, "blocks/contacts.md": "Call 2.\n", **files}
        root: Path = workspace({**COURSE, **course, **{f"{REGION}/{name}": text for name, text in own.items()}})
        if accepted:
            assert run(root, "accept").exit_code == 0
        return root

    return make


def run(root: Path, command: str, region: str = "sahel") -> Result:
    return CliRunner().invoke(overlay, [command, "demo", region], obj=root)


def read(root: Path) -> overlays.Overlay:
    found = places.find(root)
    return overlays.read(found, found.courses()[0], "sahel")


def said(root: Path) -> list[Finding]:
    given = read(root)
    return overlay_checks.findings(places.find(root), given, sources(given.course))


def told(root: Path) -> list[str]:
    return [f"{each.path.removeprefix(REGION + '/')}:{each.line} {each.severity} {each.message}" for each in said(root)]


def page(given: overlays.Overlay, path: str, lang: str) -> Localised:
    text = (given.course.folder / path).read_text("utf-8")
    placed = (
        Placed(each.start, each.end, each.line, each.kind, State.TRANSLATED, None, True)
        for each in parse(path, text).segments
    )
    return overlays.localised(given, Localised(path, text, tuple(placed)), lang)


def test_init_makes_an_overlay_that_changes_nothing(workspace: Any) -> None:
    root = workspace(COURSE)
    result = run(root, "init")
    assert result.exit_code == 0
    assert result.stdout.split() == [
        f"{REGION}/blocks/contacts.md", f"{REGION}/originals/contacts.md", f"{REGION}/overlay.toml"]  # fmt: skip
    given = read(root)
    assert given.name("fr") == ("Sahel", "en")
    digest = hashlib.sha256(b"Call 1.\n").hexdigest()
    assert [each.original for each in given.said.overrides] == [f"sha256:{digest}"]
    assert told(root) == []
    assert page(given, "one.md", "en").text == COURSE["content/demo/one.md"]


def test_init_leaves_an_overlay_that_is_there(made: Make) -> None:
    root = made()
    before = (root / REGION / "overlay.toml").read_bytes()
    assert "an overlay here already" in str(run(root, "init").exception)
    assert (root / REGION / "overlay.toml").read_bytes() == before


def test_init_takes_differing_blocks_page_by_page(workspace: Any) -> None:
    other = "::: local contacts\n\nCall 9.\n\n:::\n"
    root = workspace({**COURSE, "content/demo/two.md": other})
    assert run(root, "init").exit_code == 0
    assert [(each.page, each.line > 0) for each in read(root).said.overrides] == [("one.md", True), ("two.md", True)]
    assert (root / REGION / "originals/two/contacts.md").read_text() == "Call 9.\n"
    assert told(root) == []


@pytest.mark.parametrize("name", ["West", "a_b", "..", "a--b", "é"])
def test_a_region_has_a_plain_name(workspace: Any, name: str) -> None:
    assert "not a name for a region" in str(run(workspace(COURSE), "init", name).exception)


def test_an_overlay_is_neither_pages_nor_files_of_the_course(made: Make) -> None:
    root = made({"pages/law.md": "# Law\n", "images/map.svg": "<svg>r</svg>"})
    course = places.find(root).courses()[0]
    assert course.regions() == ["sahel"]
    assert course.pages() == ["one.md", "two.md"]
    assert [name for name in course.files() if "sahel" in name] == []
    (root / REGION / "overlay.toml").unlink()
    assert any("sahel" in name for name in course.files())


def test_the_regions_text_stands_in_its_language(made: Make) -> None:
    given = read(made({"blocks/contacts.fr.md": "Appelez le 2.\n"}))
    for lang, text, state in (
        ("en", "Call 2.", State.TRANSLATED),
        ("fr-CA", "Appelez le 2.", State.TRANSLATED),
        ("ar", "Call 2.", State.UNTRANSLATED),
        ("zh", "Call 2.", State.UNTRANSLATED),
    ):
        found = page(given, "one.md", lang)
        assert found.text == f"# One\n\n::: local contacts\n\n{text}\n\n:::\n\nEnd of one.\n"
        assert [each.state for each in found.placed if is_region(each)] == [state]
    assert page(given, "two.md", "fr").text == COURSE["content/demo/two.md"]


def test_a_block_with_two_texts_needs_an_override_for_each(made: Make) -> None:
    other = "::: local contacts\n\nCall 9.\n\n:::\n"
    root = made(accepted=False, **{"content/demo/two.md": other})
    wanted = "overlay.toml:6 error the block 'contacts' has different texts on one.md and two.md"
    assert told(root) == [wanted]
    assert run(root, "accept").exit_code == 1


def test_an_override_of_one_page_leaves_the_others(made: Make) -> None:
    block = COURSE["content/demo/one.md"]
    root = made({}, TOML + 'page = "two.md"\n', **{"content/demo/two.md": block})
    given = read(root)
    assert page(given, "one.md", "en").text == block
    assert "Call 2." in page(given, "two.md", "en").text
    assert (root / REGION / "originals/two/contacts.md").exists()


def test_heading_ids_come_from_the_text_in_the_courses_language(made: Make) -> None:
    files = {"blocks/contacts.md": "## Calls\n\nCall 2.\n", "blocks/contacts.fr.md": "## Appels\n"}
    given = read(made(files))
    assert "## Calls" in overlays.source_text(given, "one.md", str(COURSE["content/demo/one.md"]))
    assert "## Appels" in page(given, "one.md", "fr").text


def test_a_text_with_other_headings_or_answers_gives_way_to_the_base_text(made: Make) -> None:
    quiz = "::: quiz\n\nQ?\n\n- [{}] a\n- [{}] b\n\n:::\n"
    files = {"blocks/contacts.md": quiz.format("x", " "), "blocks/contacts.fr.md": quiz.format(" ", "x")}
    root = made(files)
    assert "- [x] a" in page(read(root), "one.md", "fr").text
    assert [each for each in told(root) if each.startswith("blocks/contacts.fr.md:1 error not put in: its headings")]


def test_a_changed_original_is_told_with_a_diff_until_it_is_accepted(made: Make) -> None:
    root = made()
    path = root / "content/demo/one.md"
    path.write_text(path.read_text().replace("Call 1.", "Call 1 or 3."))
    (finding,) = said(root)
    assert (finding.path, finding.line, finding.severity.value) == (f"{REGION}/overlay.toml", 7, "error")
    assert finding.message == (
        "the block 'contacts' that this replaces has changed in content/demo/one.md:3\n"
        f"--- {REGION}/originals/contacts.md\n+++ content/demo/one.md\n@@ -1 +1 @@\n-Call 1.\n+Call 1 or 3."
    )
    assert "overlay accept demo sahel" in finding.hint
    assert [
        each.drifted
        for each in overlay_records.records(places.find(root), read(root), "en", sources(read(root).course))
    ] == [True]
    result = run(root, "accept")
    assert "block contacts: accepted" in result.stdout
    assert "-Call 1.\n+Call 1 or 3.\n" in result.stdout
    assert told(root) == []
    assert "up to date" in run(root, "accept").stdout


def test_other_line_endings_are_no_change(made: Make) -> None:
    root = made()
    path = root / "content/demo/one.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    kept = root / REGION / "originals/contacts.md"
    kept.write_bytes(kept.read_bytes().replace(b"\n", b"\r\n"))
    assert told(root) == []


def test_accept_changes_nothing_else_in_the_file(made: Make) -> None:
    toml = (
        '# Ours\n[name]\nen = "Sahel"  # so far\n\n[[override]]\nblock = "contacts"  # of module 1\n\n'
        "[[override]]\noriginal = 'sha256:" + "0" * 64 + '\' # old\nimage = "images/map.svg"\n'
    )
    root = made({"images/map.svg": "<svg>r</svg>"}, toml)
    block, picture = (hashlib.sha256(each).hexdigest() for each in (b"Call 1.\n", b"<svg>course</svg>"))
    assert (root / REGION / "overlay.toml").read_text() == toml.replace(
        "# of module 1\n", f'# of module 1\noriginal = "sha256:{block}"\n'
    ).replace("'sha256:" + "0" * 64 + "'", f'"sha256:{picture}"')


def test_accept_keeps_line_endings_and_diffs_binaries_by_name_only(made: Make) -> None:
    toml = f'{TOML}page = "one.md"\n\n[[override]]\nimage = "images/plain.png"\n'.replace("\n", "\r\n")
    root = made({"images/plain.png": b"\x89PNG\r\n\x1a\n new"}, toml)
    text = (root / REGION / "overlay.toml").read_bytes()
    assert text.count(b"original = ") == 2
    assert text.count(b"\n") == text.count(b"\r\n")
    (root / "content/demo/images/plain.png").write_bytes(b"\x89PNG\r\n\x1a\n\xff")
    (finding,) = said(root)
    assert (
        finding.message
        == "the image 'images/plain.png' that this replaces has changed in content/demo/images/plain.png:1"
    )


def test_accept_names_what_was_put_beside(made: Make) -> None:
    files = {"images/map.svg": "<svg>r</svg>", "images/new.svg": "<svg>n</svg>"}
    root = made(files, '[name]\nen = "Sahel"\n', accepted=False)
    assert [each.partition(" [[")[0] for each in told(root)] == [
        "blocks/contacts.md:1 error not put in: no", "images/map.svg:1 error not put in: no"]  # fmt: skip
    assert page(read(root), "one.md", "en").text == COURSE["content/demo/one.md"]
    assert overlays.files(read(root).course, "en", read(root))["images/map.svg"].read_bytes() == b"<svg>course</svg>"
    assert run(root, "accept").exit_code == 0
    assert [(each.kind, each.name) for each in read(root).said.overrides] == [
        ("block", "contacts"), ("image", "images/map.svg")]  # fmt: skip
    assert told(root) == []


def test_pictures_of_the_region_stand_over_the_courses(made: Make) -> None:
    files = {"images/map.svg": "<svg>r</svg>", "images/new.svg": "<svg>n</svg>", "images/new.ar.svg": "<svg>a</svg>"}
    given = read(made(files))
    shown = {
        lang: {place: path.read_bytes() for place, path in overlays.files(given.course, lang, given).items()}
        for lang in ("fr", "ar")
    }
    plain = {"images/new.svg": b"<svg>n</svg>", "images/plain.png": b"\x89PNG\r\n\x1a\n"}
    assert shown["fr"] == {"images/map.svg": b"<svg>r</svg>", **plain}
    assert shown["ar"]["images/new.svg"] == b"<svg>a</svg>"
    assert overlays.files(given.course, "fr")["images/map.svg"].name == "map.fr.svg"


def test_a_variant_of_a_picture_stands_only_in_its_language(made: Make) -> None:
    given = read(made({"images/map.fr.svg": "<svg>r</svg>"}))
    assert overlays.files(given.course, "fr", given)["images/map.svg"].is_relative_to(given.folder)
    assert overlays.files(given.course, "ar", given)["images/map.svg"] == given.course.folder / "images/map.svg"


def test_added_pages_stand_where_the_region_wants_them(made: Make) -> None:
    toml = '[name]\nen = "Sahel"\n[pages]\n"last.md" = ""\n"law.md" = "one.md"\n"more.md" = "law.md"\n'
    files = {"pages/law.md": "# Law\n", "pages/law.fr.md": "# Loi\n", "pages/last.md": "# Last\n",
             "pages/more.md": "# More\n", "pages/x/unlisted.md": "# U\n"}  # fmt: skip
    root = made(files, toml)
    extra = overlays.added(read(root), "fr")
    assert overlays.ordered(["one.md", "two.md"], extra) == [
        "one.md", "law.md", "more.md", "two.md", "last.md", "x/unlisted.md"]  # fmt: skip
    law = next(each for each in extra if each.localised.path == "law.md")
    assert (law.localised.text, law.source) == ("# Loi\n", "# Law\n")
    assert told(root) == []


def test_an_added_page_with_other_headings_gives_way_to_the_base_text(made: Make) -> None:
    root = made({"pages/law.md": "# Law\n", "pages/law.fr.md": "# Loi\n\n## Plus\n"})
    (law,) = overlays.added(read(root), "fr")
    assert law.localised.text == "# Law\n"
    assert [each.state for each in law.localised.placed] == [State.UNTRANSLATED]
    assert told(root)[0].startswith("pages/law.fr.md:1 error not put in: its headings")


def test_the_regions_concepts_stand_in_the_place_of_the_glossarys(made: Make) -> None:
    known = {"glossary/concepts/phishing.toml": CONCEPT.format("course")}
    root = made({"glossary/phishing.toml": CONCEPT.format("region")}, accepted=False, **known)
    shared = concepts.load(places.find(root).glossary_files())
    assert overlays.glossary(read(root), shared) == shared
    assert run(root, "accept").exit_code == 0
    assert [each.definition for each in overlays.glossary(read(root), shared).concepts] == ["region"]
    (root / "glossary/concepts/phishing.toml").write_text(CONCEPT.format("changed"))
    (finding,) = said(root)
    assert '-definition = "course"\n+definition = "changed"' in finding.message


def test_records_list_all_that_the_region_puts_in(made: Make) -> None:
    files = {"blocks/contacts.fr.md": "Appelez.\n", "images/map.svg": "<svg>r</svg>", "images/new.svg": "<svg>",
             "pages/law.md": "# Law\n", "logo.svg": "<svg/>"}  # fmt: skip
    root = made(files, f'logo = "logo.svg"\n{TOML}')
    given = read(root)
    found = overlay_records.records(places.find(root), given, "fr-CA", sources(given.course))
    assert [(each.kind, each.name, each.language, bool(each.original), each.drifted) for each in found] == [
        ("block", "contacts", "fr", True, False),
        ("image", "images/map.svg", "", True, False),
        ("page", "law.md", "en", False, False),
        ("image", "images/new.svg", "", False, False),
        ("logo", "logo.svg", "", False, False),
    ]
    assert found[0].sha256 == hashlib.sha256(b"Appelez.\n").hexdigest()
    assert found[0].original == hashlib.sha256(b"Call 1.\n").hexdigest()


def test_what_is_refused_is_not_on_record(made: Make) -> None:
    files = {"blocks/contacts.md": "A\n\n:::\n\nB\n", "pages/two.md": "# Two\n", "logo.svg": "<svg"}
    root = made(files, f'logo = "logo.svg"\n{TOML}')
    given = read(root)
    assert overlay_records.records(places.find(root), given, "en", sources(given.course)) == []
    assert overlays.added(given, "en") == []
    assert overlay_checks.logo(given) is None


def test_every_file_counts_in_the_digest(made: Make) -> None:
    root = made()
    course = places.find(root).courses()[0]
    before = overlays.overlay_digest(course, "sahel")
    (root / REGION / "blocks/contacts.ar.md").write_text("x")
    assert overlays.overlay_digest(course, "sahel") != before


@pytest.mark.parametrize(
    ("files", "toml", "wanted"),
    [
        ({}, TOML.replace("contacts", "contact"), "overlay.toml:6 error the course has no block `::: local contact`"),
        ({}, TOML + 'page = "three.md"\n', "overlay.toml:6 error the course has no page three.md"),
        ({}, TOML + 'page = "two.md"\n', "overlay.toml:6 error two.md has no block `::: local contacts`"),
        ({}, TOML, "overlay.toml:6 error the block 'contacts' is overridden, and nobody accepted what it replaces"),
        ({}, TOML + '[[override]]\nblock = "b"\n', "overlay.toml:8 error there is no blocks/b.md to put in"),
        (
            {},
            TOML + '[[override]]\nimage = "images/x.svg"\n',
            "overlay.toml:8 error the course has no picture images/x.svg",
        ),
        ({}, TOML + '[[override]]\nconcept = "x"\n', "overlay.toml:8 error the glossary has no concept 'x'"),
        ({"blocks/other.fr.md": "x"}, TOML, "blocks/other.fr.md:1 error there is no blocks/other.md"),
        ({"blocks/contacts.md": b"a\n\xff"}, TOML, "blocks/contacts.md:2 error not UTF-8: byte 0xff at offset 2"),
        ({"block/contacts.md": "x"}, TOML, "block/contacts.md:1 warning nothing uses this file"),
        ({"blocks/contacts.txt": "x"}, TOML, "blocks/contacts.txt:1 warning nothing uses this file"),
        ({"blocks/contacts.en.md": "x"}, TOML, "blocks/contacts.md:1 error another text in en"),
        ({"glossary/x.toml": "id = 1\n"}, TOML, "glossary/x.toml:"),
        ({"pages/one.md": "x"}, TOML, "pages/one.md:1 error the course has a page here already: one.md"),
        ({}, TOML + '[pages]\n"law.md" = ""\n', "overlay.toml:8 error there is no pages/law.md"),
        (
            {"pages/law.md": "x"},
            TOML + '[pages]\n"law.md" = "nine.md"\n',
            "overlay.toml:8 error law.md cannot come after nine.md",
        ),
        ({"images/x.png": "text"}, TOML, "images/x.png:0 error images/x.png is no PNG image"),
        ({"images/x.svg": "text"}, TOML, "images/x.svg:0 error images/x.svg, line 1: syntax error"),
        ({"images/x.svg": ""}, TOML, "images/x.svg:0 error images/x.svg is empty"),
        ({}, f'logo = "logo.svg"\n{TOML}', "overlay.toml:1 error there is no logo.svg here"),
        ({}, f'logo = "../logo.svg"\n{TOML}', "overlay.toml:1 error there is no ../logo.svg here"),
        ({"logo.gif": "x"}, f'logo = "logo.gif"\n{TOML}', "overlay.toml:1 error the logo is no SVG or PNG"),
        ({"logo.png": "x"}, f'logo = "logo.png"\n{TOML}', "logo.png:0 error logo.png is no PNG image"),
        (
            {"logo.svg": b"<svg/>" + b" " * 1_000_000},
            f'logo = "logo.svg"\n{TOML}',
            "logo.svg:1 warning the logo has 1,000,006 bytes",
        ),
        (
            {"logo.svg": b"<svg/>" + b" " * 39_999_994},
            f'logo = "logo.svg"\n{TOML}',
            "logo.svg:1 error the logo has 40,000,000 bytes, and is left out",
        ),
    ],
)
def test_bad_input_is_a_finding_with_file_and_line(
    made: Make, files: Mapping[str, str | bytes], toml: str, wanted: str
) -> None:
    root = made({**files}, toml, accepted=False)
    assert any(each.startswith(wanted) for each in told(root)), told(root)


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        (
            {"blocks/contacts.md": "\n\nCall [us](three.md).\n"},
            ["blocks/contacts.md:3 error no such page or file: three.md"],
        ),
        (
            {"blocks/contacts.fr.md": '\ufeff\nA\n\n<p onclick="x()">B</p>\n'},
            ["blocks/contacts.fr.md:4 warning the event handler onclick"],
        ),
        ({"blocks/contacts.md": "![A map](images/none.svg)\n"}, ["blocks/contacts.md:1 error"]),
        ({"blocks/contacts.md": "[A](two.md#two), ![map](images/map.svg)\n"}, []),
        ({"pages/law.md": "# Law\n\n[A](one.md#none)\n"}, ["pages/law.md:3 warning nothing on one.md"]),
        ({"pages/law.md": "# Law\n\n[A](one.md#one)\n", "blocks/contacts.md": "[L](law.md)\n"}, []),
        ({"pages/law.md": "# Law\n", "pages/law.fr.md": "# Loi\n\n[A](x.md)\n"}, ["pages/law.fr.md:3 error"]),
        (
            {"images/new.svg": "<svg>\n<script/></svg>"},
            ["images/new.svg:0 error images/new.svg, line 2: the drawing holds <script>"],
        ),
        ({"images/new.ar.svg": "<svg onload='x()'/>"}, ["images/new.ar.svg:0 error"]),
    ],
)
def test_what_the_region_breaks_is_told_in_its_own_files(
    made: Make, files: Mapping[str, str | bytes], wanted: list[str]
) -> None:
    found = told(made(files))
    assert len(found) == len(wanted), found
    assert all(each.startswith(start) for each, start in zip(found, wanted, strict=True)), found


def test_faults_of_the_course_are_none_of_the_overlays(made: Make) -> None:
    two = "# Two\n\n[Nowhere](none.md), [contacts](one.md#calls).\n"
    one = str(COURSE["content/demo/one.md"]).replace("Call 1.", "## Calls")
    course = {"content/demo/two.md": two, "content/demo/one.md": one}
    assert told(made({"blocks/contacts.md": "## Calls\n"}, **course)) == []
    root = made({"blocks/contacts.md": "Call 2.\n"}, **course)
    (finding,) = said(root)
    assert (finding.path, finding.line) == ("content/demo/two.md", 3)
    assert "calls" in finding.message


@pytest.mark.parametrize(
    ("logo", "shown"),
    [
        (b"<svg/>" + b" " * 1_000_000, True),
        (b"<svg/>" + b" " * 40_000_000, False),
        (b"<svg/>", True),
        (b"<svg", False),
        (b"<svg><script/></svg>", False),
    ],
)
def test_a_logo_that_is_too_big_or_could_run_something_is_left_out(made: Make, logo: bytes, shown: bool) -> None:
    root = made({"logo.svg": logo}, f'logo = "logo.svg"\n{TOML}')
    assert (overlay_checks.logo(read(root)) is not None) is shown


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        ('nam = "x"\n', ":1: unknown key 'nam'"),
        ('[name]\nfr = "x"\n', ":1: the region has no name"),
        ('[name]\nen = "x"\nenglish-us = "x"\n', ":3: not a language"),
        ('[name]\nen = " "\n', ":2: name says nothing in en"),
        ('[name]\nen = "x"\n[title]\nfr = 3\n', ":4: fr must be a text"),
        ('name = "x"\n', ":1: name must be a table"),
        ('[name]\nen = "x"\n[dates]\nbegins = "2027"\n', ":4: begins is no date"),
        ('[name]\nen = "x"\n[dates]\nbegin = 2027-01-01\n', ":4: unknown key 'begin'"),
        (TOML + "blok = 3\n", ":7: unknown key 'blok'"),
        (TOML + 'image = "x"\n', ":5: an override must name one thing"),
        (TOML + '[[override]]\npage = "x"\n', ":7: an override must name one thing"),
        (TOML + 'original = "abc"\n', ":7: original must be sha256:"),
        (TOML + '[[override]]\nblock = "contacts"\n', ":7: the block 'contacts' is overridden twice"),
        (TOML + '[[override]]\nimage = "a.svg"\npage = "one.md"\n', ":9: an override of an image has no page"),
        ("[name\n", ":1: not valid TOML"),
    ],
)
def test_overlay_toml_is_read_strictly(made: Make, toml: str, problem: str) -> None:
    root = made({}, toml, accepted=False)
    with pytest.raises(CcbError) as error:
        read(root)
    assert str(error.value).startswith(f"{REGION}/overlay.toml{problem}")


def test_an_unknown_region_is_named_with_those_there_are(made: Make) -> None:
    found = places.find(made())
    with pytest.raises(CcbError, match="the regions are: sahel"):
        overlays.read(found, found.courses()[0], "alps")


def test_what_replaces_nothing_makes_accept_exit_1(made: Make) -> None:
    root = made({}, TOML.replace("contacts", "other"), accepted=False)
    result = run(root, "accept")
    assert result.exit_code == 1
    assert "no block `::: local other`" in result.stderr


def test_a_broken_text_says_so_and_the_courses_own_stands(made: Make) -> None:
    given = read(made({"blocks/contacts.md": "A\n\n:::\n\nB\n"}))
    found = page(given, "one.md", "en")
    assert found.text == COURSE["content/demo/one.md"]
    assert [each.path for each in found.findings] == [f"{REGION}/blocks/contacts.md"]
