"""TMX: what we write keeps its document type's rules, what others write is read, and nothing unsafe is followed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.catalog import tmx, tmx_read
from ccb_l10n.catalog.tmx import TranslationUnit, Variant
from ccb_l10n.catalog.tmx_pairs import CONTEXT, NO_SOURCE, STATE, UNREADABLE, UNREVIEWED, Pair, Targets, pairs
from ccb_l10n.errors import CcbError

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# TMX 1.4b's document type, for the elements that we write: (children in order, required, other attributes).
_NOTED = {"o-encoding", "datatype", "usagecount", "lastusagedate", "creationtool", "creationtoolversion"}
_DATED = {"creationdate", "creationid", "changedate", "changeid", "o-tmf"}
RULES = {
    "tmx": (["header", "body"], {"version"}, set()),
    "header": (
        ["note|prop|ude*"],
        {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"},
        {"o-encoding", "creationdate", "creationid", "changedate", "changeid"},
    ),
    "body": (["tu*"], set(), set()),
    "tu": (["note|prop*", "tuv+"], set(), {"tuid", "segtype", "srclang", *_NOTED, *_DATED}),
    "tuv": (["note|prop*", "seg"], {LANG}, {*_NOTED, *_DATED}),
    "prop": ([], {"type"}, {LANG, "o-encoding"}),
    "seg": ([], set(), set()),
}


def broken_rules(element: ElementTree.Element) -> Iterator[str]:
    children, required, other = RULES[element.tag]
    attributes = set(element.attrib)
    if not required <= attributes or not attributes <= required | other:
        yield f"attributes of {element.tag}: {sorted(attributes)}"
    rest = [child.tag for child in element]
    for rule in children:
        names, times = rule.rstrip("*+").split("|"), rule[-1]
        count = next((at for at, tag in enumerate(rest) if tag not in names), len(rest))
        taken = count if times in "*+" else min(count, 1)
        if taken == 0 and times != "*":
            yield f"{element.tag} lacks {rule}"
        rest = rest[taken:]
    if rest:
        yield f"{element.tag} has {rest} out of place"
    for child in element:
        yield from broken_rules(child)


def document(*units: TranslationUnit, srclang: str = "en") -> bytes:
    body = "".join(tmx.written(unit, srclang) for unit in units)
    return (tmx.head(srclang) + body + tmx.TAIL).encode()


def read(data: bytes | str, path: str = "file.tmx") -> list[TranslationUnit]:
    return list(tmx_read.read(io.BytesIO(data.encode() if isinstance(data, str) else data), path))


def file(body: str, header: str = 'srclang="en"') -> str:
    return f'<tmx version="1.4"><header {header}/><body>{body}</body></tmx>'


def unit(source: str, target: str, attributes: str = "") -> str:
    english = f'<tuv xml:lang="en"><seg>{source}</seg></tuv>'
    return f'<tu>{english}<tuv xml:lang="fr" {attributes}><seg>{target}</seg></tuv></tu>'


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t\r&<>\"'"), max_size=40).filter(
    tmx.storable
)
UNITS = st.builds(
    TranslationUnit,
    st.lists(
        st.builds(
            Variant, st.sampled_from(["en", "fr", "zh-Hant"]), TEXT, TEXT, st.dictionaries(TEXT, TEXT, max_size=2)
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    st.dictionaries(TEXT, TEXT, max_size=2),
    st.sampled_from(["en", "es"]),
    st.sampled_from(["", "0123456789abcdef"]),
)


@given(st.lists(UNITS, max_size=3))
def test_what_we_write_is_read_back_and_keeps_the_rules(units: list[TranslationUnit]) -> None:
    data = document(*units)
    assert read(data) == units
    assert list(broken_rules(ElementTree.fromstring(data))) == []


def test_the_rules_notice_what_breaks_them() -> None:
    wrong = '<tmx><header srclang="en"/><body><tu><tuv><seg/><prop type="x"/></tuv></tu></body></tmx>'
    found = " ".join(broken_rules(ElementTree.fromstring(wrong)))
    assert all(part in found for part in ("of tmx", "of header", "of tuv", "out of place"))


def test_a_control_character_is_not_written() -> None:
    assert not tmx.storable("bell \a") and not tmx.storable("\ufffe") and tmx.storable("tab\tline\n\U0001f512")
    with pytest.raises(ValueError, match="XML cannot hold"):
        tmx.written(TranslationUnit((Variant("en", "bell \a"),)), "en")


# As OmegaT writes its memories: level 1 with `lang`, comments and a name in the document type; level 2 with marks.
OMEGAT_1 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1">
  <header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext"
    creationtoolversion="6.0.0" segtype="sentence" srclang="en-US"/>
  <body>
<!-- Default translations -->
    <tu>
      <tuv lang="en-US"><seg>Never share your password.</seg></tuv>
      <tuv lang="fr" changeid="translator" changedate="20260105T101500Z">
        <seg>Ne partagez jamais votre mot de passe.</seg>
      </tuv>
    </tu>
<!-- Alternative translations -->
    <tu>
      <prop type="file">module-1.md</prop>
      <prop type="prev">Before</prop>
      <tuv lang="en-US"><seg>Open</seg></tuv>
      <tuv lang="fr"><seg>Ouvrir</seg></tuv>
    </tu>
  </body>
</tmx>
"""
OMEGAT_2 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext"
    creationtoolversion="6.0.0" segtype="paragraph" srclang="EN"/>
  <body>
    <tu>
      <tuv xml:lang="EN"><seg>Press <bpt i="0" x="0">&lt;b0&gt;</bpt>Save<ept i="0">&lt;/b0&gt;</ept> now.</seg></tuv>
      <tuv xml:lang="FR"><seg>Ici <bpt i="0" x="0">&lt;b0&gt;</bpt>Enregistrer<ept i="0">&lt;/b0&gt;</ept>.</seg></tuv>
    </tu>
  </body>
</tmx>
"""
# As translate-toolkit's po2tmx writes it, with a translator's comment as a note.
TOOLKIT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="Translate Toolkit" creationtoolversion="3.8.4" segtype="sentence" o-tmf="UTF-8"
    adminlang="en" srclang="en" datatype="PlainText"/>
  <body>
    <tu>
      <note>check the tone</note>
      <tuv xml:lang="en">
        <seg>Lock **your** screen &amp; leave.</seg>
      </tuv>
      <tuv xml:lang="fr">
        <seg>Verrouillez **votre** écran et partez.</seg>
      </tuv>
    </tu>
  </body>
</tmx>
"""


def taken(data: bytes | str, ours: tuple[str, ...] = ("fr",), *, named: bool = False) -> list[Pair]:
    targets = Targets(ours, named=named)
    return [pair for each in read(data) for pair in pairs(each, ["en"], targets)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            OMEGAT_1,
            [
                ("Never share your password.", "Ne partagez jamais votre mot de passe."),
                ("Open", "Ouvrir"),
            ],
        ),
        (OMEGAT_2, [("Press <b0>Save</b0> now.", "Ici <b0>Enregistrer</b0>.")]),
        (TOOLKIT, [("Lock **your** screen & leave.", "Verrouillez **votre** écran et partez.")]),
    ],
    ids=["OmegaT level 1", "OmegaT level 2", "translate-toolkit"],
)
def test_what_other_programs_write_is_read(data: str, expected: list[tuple[str, str]]) -> None:
    assert [(pair.source, pair.target) for pair in taken(data)] == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
def test_encodings(encoding: str) -> None:
    declared = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>\n' + file(unit("Café – “x”", "Écran"))
    assert taken(text.encode(encoding))[0].target == "Écran"
    assert taken(text.encode(encoding))[0].source == "Café – “x”"


def test_a_file_that_calls_itself_utf_16_and_is_not() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + file(unit("Screen", "Écran"))
    assert taken(text.encode())[0].target == "Écran"


def test_inline_elements_give_their_text() -> None:
    source = 'A<ph x="1">{0}</ph> <hi>b <it pos="begin">*</it></hi><ph>c<sub>d</sub>e</ph><ut>f</ut>'
    assert taken(file(unit(source, "z")))[0].source == "A{0} b *cdef"


def test_a_forbidden_character_is_no_end_of_the_file() -> None:
    data = file(unit("one&#x1F;", "un") + unit("two", "d\x0beux") + unit("three", "trois") + unit("&#128274;", "&#0;"))
    found = taken(data)
    assert [pair.refused for pair in found] == [UNREADABLE, UNREADABLE, "", UNREADABLE]


def test_references_stand_across_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tmx_read, "_PIECE", 7)
    data = file(unit("a&#x1F;b &amp; &#233;", "é&#x1F512;")).encode()
    assert taken(data)[0] == Pair("fr", "en", "a\ufffdb & é", "é\U0001f512", None, UNREADABLE)


HOSTILE = {
    "an entity": '<!DOCTYPE tmx [<!ENTITY e "text">]>\n' + file(unit("&e;", "x")),
    "a growing entity": '<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n' + file(unit("&b;", "x")),
    "a file": '<!DOCTYPE tmx [<!ENTITY e SYSTEM "file:///etc/hostname">]>\n' + file(unit("&e;", "x")),
    "a parameter entity": '<!DOCTYPE tmx [<!ENTITY % e SYSTEM "http://127.0.0.1:9/x.dtd"> %e;]>\n' + file(""),
    "declarations": "<!DOCTYPE tmx [<!ELEMENT tmx ANY>]>\n" + file(""),
    "another document type": '<!DOCTYPE html SYSTEM "xhtml.dtd">\n' + file(""),
    "an entity of the document type": '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n' + file(unit("a&nbsp;b", "x")),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_entities_and_document_types_are_refused(kind: str) -> None:
    with pytest.raises(CcbError) as caught:
        read(HOSTILE[kind])
    assert caught.value.path == "file.tmx" and caught.value.line in (1, 2) and caught.value.hint


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"", "no XML: no element found", 1),
        (b'msgid ""\nmsgstr ""\n', "no XML", 1),
        (b"<html>\n</html>", "no TMX: it begins with <html>", 1),
        (OMEGAT_1.partition("<!-- Alternative")[0].encode(), "no XML: no element found", 14),
        (b"<tmx>\n<body>\n<tu></tuv>", "no XML: mismatched tag", 3),
        (b"<tmx>\n\n<body>\xff", "no utf-8 text", 3),
        (b'<?xml version="1.0" encoding="utf-7"?><tmx/>', "an encoding that is not read: utf-7", 1),
    ],
)
def test_what_is_no_tmx_is_said_with_its_line(data: bytes, message: str, line: int) -> None:
    with pytest.raises(CcbError) as caught:
        read(data)
    assert caught.value.message.startswith(message)
    assert caught.value.line == line
    assert caught.value.hint


def test_units_come_before_the_end_of_the_file_is_read() -> None:
    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.asked = 0

        def read(self, size: int = -1) -> bytes:
            self.asked += 1
            return (unit("One", "Un") * 10).encode() if self.asked > 1 else b"<tmx><body>"

    endless = Endless()
    first = next(tmx_read.read(endless, "endless"))  # type: ignore[arg-type]
    assert first.variants[1].text == "Un" and endless.asked < 5


def test_a_line_is_the_units_own() -> None:
    assert [each.line for each in read(TOOLKIT)] == [7]


def test_props_of_the_unit_and_of_a_variant_stay_apart() -> None:
    data = file(
        '<tu creationid="MT!"><prop type="a">of the unit</prop><tuv xml:lang="en"><prop type="a">of the variant</prop>'
        '<seg>S</seg></tuv><tuv xml:lang="fr" creationid="me"><seg>T</seg></tuv></tu>'
    )
    (found,) = read(data)
    assert found.props == {"a": "of the unit"}
    assert found.variants == (Variant("en", "S", "MT!", {"a": "of the variant"}), Variant("fr", "T", "me"))


@pytest.mark.parametrize(("attributes", "prop"), [('creationid="MT!"', ""), ("", f'<prop type="{STATE}">draft</prop>')])
def test_machine_text_is_not_taken(attributes: str, prop: str) -> None:
    data = file(unit("S", "T", attributes).replace("<seg>T", f"{prop}<seg>T"))
    assert [pair.refused for pair in taken(data)] == [UNREVIEWED]


def test_a_context_of_ours_comes_back() -> None:
    data = file(unit("Open", "Ouvrir").replace("<tu>", f'<tu><prop type="{CONTEXT}">verb</prop>'))
    assert taken(data)[0].context == "verb"


def many(*langs: str, srclang: str = "*all*") -> str:
    variants = "".join(f'<tuv xml:lang="{lang}"><seg>{lang} text</seg></tuv>' for lang in langs)
    return file(f"<tu>{variants}</tu>", f'srclang="{srclang}"')


def test_any_language_may_be_the_source() -> None:
    found = taken(many("fr", "EN-gb", "es", "de"), ("es", "fr"))
    assert [(pair.lang, pair.source, pair.target) for pair in found] == [
        ("fr", "EN-gb text", "fr text"),
        ("es", "EN-gb text", "es text"),
    ]


def test_the_units_source_language_wins_among_those_of_the_courses() -> None:
    targets = Targets(["pt"], named=False)
    (one,) = read(many("en", "es", "pt", srclang="es"))
    assert [pair.spoken for pair in pairs(one, ["en", "es"], targets)] == ["es"]


def test_a_unit_without_our_source_is_counted() -> None:
    assert [pair.refused for pair in taken(many("de", "fr"))] == [NO_SOURCE]


@pytest.mark.parametrize(
    ("langs", "ours", "named", "expected"),
    [
        (("fr-FR",), ("fr",), False, {"fr": "fr-FR text"}),
        (("fr-CA", "fr"), ("fr",), False, {"fr": "fr text"}),
        (("fr-CA",), ("fr", "fr-CA"), False, {"fr-CA": "fr-CA text"}),
        (("fr",), ("fr-CA",), False, {}),
        (("fr",), ("fr-CA",), True, {"fr-CA": "fr text"}),
        (("zh-TW",), ("zh-Hans",), True, {}),
        (("zh-CN",), ("zh-Hans",), True, {"zh-Hans": "zh-CN text"}),
        (("xx_broken_tag", ""), ("fr",), True, {}),
    ],
)
def test_which_language_counts_as_which(
    langs: tuple[str, ...], ours: tuple[str, ...], named: bool, expected: dict[str, str]
) -> None:
    found = taken(many("en", *langs), ours, named=named)
    assert {pair.lang: pair.target for pair in found} == expected


def test_other_languages_are_counted_and_widened_ones_named() -> None:
    targets = Targets(["fr"], named=False)
    for each in read(many("en", "fr-BE", "de")):
        list(pairs(each, ["en"], targets))
    assert (targets.others, targets.widened) == ({"de": 1}, {"fr-BE": "fr"})


def test_empty_texts_make_no_pair_and_blanks_around_are_dropped() -> None:
    found = taken(file(unit(" ", "x") + unit("x", "\n ") + unit("\n  One ", " Un\n")))
    assert [(pair.source, pair.target) for pair in found] == [("One", "Un")]
