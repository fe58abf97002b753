"""Catalogs read and written: polib and gettext see the same, and nothing changes that nobody changed."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote as unquote_url

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ccb_l10n.catalog import po
from ccb_l10n.catalog.quoting import columns, quoted, unquote
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Catalog, Message, Origin, State

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from catalog_peers import anew, differences, gettext

CASES = Path(__file__).resolve().parents[1] / "cases" / "catalogs"
EVERYTHING = (CASES / "everything.po").read_bytes()
HEADER = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=%s\\n"\n\n'
UTF8 = HEADER % b"UTF-8"

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=200)
LINES = st.text(st.sampled_from("ab é—·中\u0301*[]()"), min_size=1, max_size=30).map(str.strip).filter(bool)
NAMES = st.text(st.sampled_from("abc é/.-:"), min_size=1, max_size=60).map(str.strip).filter(bool)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    target = draw(st.one_of(st.just(""), TEXTS))
    states = [State.TRANSLATED, State.STALE, State.OBSOLETE] if target else [State.UNTRANSLATED]
    state = draw(st.sampled_from(states))
    return Message(
        source=draw(TEXTS),
        target=target,
        context=draw(st.one_of(st.none(), TEXTS)),
        state=state,
        extracted=tuple(draw(st.lists(LINES, max_size=2))),
        comments=tuple(draw(st.lists(LINES, max_size=2))),
        references=tuple(draw(st.lists(NAMES, max_size=9))),
        flags=tuple(draw(st.lists(st.sampled_from(["md-text", "max-length:9"]), unique=True))),
        previous=draw(TEXTS) if state is State.STALE else None,
    )


CATALOGS = st.lists(messages(), max_size=6, unique_by=lambda message: message.key).map(
    lambda found: Catalog(tuple(found), {"Language": "fr", "Content-Type": "text/plain; charset=UTF-8"}, "fr")
)


@pytest.mark.parametrize("path", [CASES / "everything.po", *sorted((CASES / "real").glob("*.po"))], ids=str)
def test_real_catalogs_read_as_polib_reads_them(path: Path) -> None:
    assert differences(path.read_bytes(), str(path)) == []


def test_every_part_of_an_entry_is_read() -> None:
    catalog = po.parse(EVERYTHING, "fr.po")
    first, second, several, empty, gone, gone_too = catalog.messages
    assert catalog.locale == "fr"
    assert list(catalog.header)[:2] == ["Project-Id-Version", "PO-Revision-Date"]
    assert first.comments == ("A translator's note.", "", "In two paragraphs.")
    assert first.extracted == ("paragraph · Module 1 > Reporting", "Keep the tone neutral.")
    assert first.references[:2] == ("module-1.md:12", "module-2.md")
    assert first.flags == ("python-format", "md-text")
    assert (first.state, first.line) == (State.TRANSLATED, 22)
    assert second.references == ("my module.md",)
    assert (second.context, second.source) == ("button", 'Open\tcase "A\\B"\nnow')
    assert second.state is State.STALE
    assert second.previous is not None
    assert second.previous.endswith("wrapped over two lines by the tool that wrote it")
    assert second.previous_context == "menu"
    assert (several.plural, several.targets) == ("%d messages", ("Un message", "%d messages"))
    assert empty.state is State.UNTRANSLATED
    assert (gone.state, gone.target, gone.previous) == (State.OBSOLETE, "Parti au loin", "Very old")
    assert gone.flags == ("fuzzy",)
    assert gone_too.targets == ("Parti", "Partis")


@pytest.mark.parametrize("ending", [b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_endings_and_byte_order_mark_stay(ending: bytes, mark: bytes) -> None:
    data = mark + EVERYTHING.replace(b"\n", ending)
    catalog = po.parse(data, "fr.po")
    assert po.render(catalog).encode() == data
    assert catalog.messages == po.parse(EVERYTHING, "fr.po").messages
    first = replace(catalog.messages[0], target="Neuf", raw="")
    changed = po.render(replace(catalog, messages=(first, *catalog.messages[1:]))).encode()
    assert changed.count(ending) > 40
    assert b"\n" not in changed.replace(ending, b"")


@pytest.mark.parametrize(
    "text",
    [
        'msgid "a"\nmsgstr "b"',
        '\n\n  msgid "a"\n\tmsgstr "b"   \n\n\n\nmsgid "c"\r\nmsgstr "d"\n\n',
        '#~ msgid "a"\n#~ msgstr "b"\n#~ msgid "c"\n#~ msgstr "d"\n',
        'msgid "a"\nmsgstr "b"\n\n# the end\n# vim: set ft=po:\n',
        "",
        "# nothing yet\n",
    ],
    ids=["cut", "blanks", "dense", "comments", "empty", "comment only"],
)
def test_odd_layouts_stay_as_they_are(text: str) -> None:
    assert po.render(po.parse(text.encode(), "x.po")) == text


MARKED = b"""\
# why #~| stands here
#~| msgid "was #~| this"
#~ msgid "is"
#~ msgstr "est"
"""


def test_a_mark_of_gettext_inside_a_text_is_text() -> None:
    (message,) = po.parse(UTF8 + MARKED, "fr.po").messages
    assert (message.comments, message.previous) == (("why #~| stands here",), "was #~| this")
    assert po.written(message).encode() == MARKED


@pytest.mark.parametrize(
    "name", ["a\nb.md", "a\r\nb c.md", "a\x85b.md", "a\u2028b.md", "\u2068a\u2069 b.md", "\x1b.md"]
)
def test_a_file_name_with_controls_is_one_reference(name: str, tmp_path: Path) -> None:
    catalog = Catalog((Message("a", references=("x.md", name, "y.md")),), {"Content-Type": "text/plain; charset=UTF-8"})
    text = po.render(catalog)
    first, changed, last = po.parse(text.encode(), "a.pot").messages[0].references
    assert (first, unquote_url(changed), last) == ("x.md", name, "y.md")
    (tmp_path / "a.pot").write_text(text, encoding="utf-8", newline="")
    ours = [line for line in text.splitlines() if line.startswith("#:")]
    theirs = gettext("msgcat", tmp_path / "a.pot").stdout.splitlines()
    assert [line for line in theirs if line.startswith("#:")] == ours


def test_comments_at_the_end_stay_at_the_end() -> None:
    catalog = po.parse(b'msgid "a"\nmsgstr "b"\n\n# the end', "x.po")
    longer = replace(catalog, messages=(*catalog.messages, Message("c", "d", state=State.TRANSLATED)))
    assert po.render(longer) == 'msgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d"\n\n# the end'


def test_a_changed_message_changes_no_other_line() -> None:
    catalog = po.parse(EVERYTHING, "fr.po")
    changed = replace(catalog.messages[3], target="Traduit", state=State.TRANSLATED, raw="")
    text = po.render(replace(catalog, messages=(*catalog.messages[:3], changed, *catalog.messages[4:])))
    before, after = EVERYTHING.decode().splitlines(), text.splitlines()
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [('msgstr ""', 'msgstr "Traduit"')]


def test_another_charset_is_decoded_and_written_as_utf8() -> None:
    data = HEADER % b"ISO-8859-1" + 'msgid "a"\nmsgstr "é"\n'.encode("latin-1")
    catalog = po.parse(data, "fr.po")
    assert catalog.messages[0].target == "é"
    assert catalog.header["Content-Type"] == "text/plain; charset=UTF-8"
    assert po.render(catalog) == data.decode("latin-1").replace("ISO-8859-1", "UTF-8")


BROKEN = {
    "unterminated": (b'msgid "a"\nmsgstr "b', 6, "does not end"),
    "cut after msgid": (b'msgid "a"\n', 5, "without msgstr"),
    "cut before an entry": (b'msgid "a"\nmsgstr "b"\n\n#: modu', 8, "cut off"),
    "entry without msgstr": (b'msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', 5, "without msgstr"),
    "commented entry without msgstr": (b'msgid "a"\n\n#: f.md\nmsgid "b"\nmsgstr ""\n', 5, "without msgstr"),
    "duplicate": (b'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 8, "lines 5 and 8"),
    "conflict": (b'msgid "a"\n<<<<<<< ours\nmsgstr "b"\n=======\nmsgstr "c"\n>>>>>>> theirs\n', 6, "conflict"),
    "garbage": (b'msgid "a"\nmsgstr "b"\nwhat is this\n', 7, "not a line of a PO file"),
    "unknown keyword": (b'#~ msgid "a"\n#~ msgst "b"\n', 6, "not a line of a PO file"),
    "quote inside": (b'msgid "say "hi""\nmsgstr ""\n', 5, "after the end"),
    "escape": (b'msgid "a"\nmsgstr "C:\\dir"\n', 6, "no such escape"),
    "not UTF-8": (b'msgid "a"\nmsgstr "\xe9t\xe9"\n', 6, "byte offset 82"),
    "NUL": (b'msgid "a"\nmsgstr "\0"\n', 6, "NUL"),
    "escaped NUL": (b'msgid "a"\nmsgstr "\\0"\n', 6, "no such escape"),
    "msgstr first": (b'msgstr "a"\nmsgid "b"\n', 5, "out of place"),
    "plural without index": (b'msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n', 7, "out of place"),
    "second header": (UTF8, 5, "header"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_damage_is_an_error_with_its_line(name: str) -> None:
    body, line, words = BROKEN[name]
    with pytest.raises(CcbError, match=words) as caught:
        po.parse(UTF8 + body, "locales/fr.po")
    assert (caught.value.path, caught.value.line) == ("locales/fr.po", line)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (HEADER % b"ISO-8859-1" + 'msgid "é"\nmsgstr ""\n'.encode(), "says iso-8859-1, but the text is UTF-8"),
        (HEADER % b"klingon" + b'msgid "\xe9"\nmsgstr ""\n', "unknown charset 'klingon'"),
        (HEADER % b"shift_jis" + b'msgid "\x81"\nmsgstr ""\n', "not shift_jis"),
    ],
    ids=["UTF-8 inside", "unknown", "invalid"],
)
def test_a_charset_that_lies_is_an_error(data: bytes, words: str) -> None:
    with pytest.raises(CcbError, match=words) as caught:
        po.parse(data, "fr.po")
    assert caught.value.line


@given(CATALOGS)
def test_what_is_written_reads_the_same(catalog: Catalog) -> None:
    text = po.render(catalog)
    read = po.parse(text.encode(), "fr.po")
    assert read == replace(catalog, messages=tuple(map(by_a_person, catalog.messages)))
    assert po.render(read) == text


def by_a_person(message: Message) -> Message:
    """A target that PO alone tells of is somebody's."""
    return replace(message, origin=Origin.HUMAN if message.target else None)


@given(CATALOGS)
def test_a_file_read_in_pieces_is_the_same(catalog: Catalog) -> None:
    data = po.render(catalog).encode()
    whole = po.parse(data, "fr.po")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(po, "_PIECE", 40)
        pieces = po.parse(data, "fr.po")
    assert pieces == whole
    assert [message.line for message in pieces.messages] == [message.line for message in whole.messages]
    assert po.render(pieces).encode() == data


@pytest.mark.parametrize("name", BROKEN)
def test_damage_in_a_later_piece_has_its_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body, line, words = BROKEN[name]
    before = b"".join(b'msgid "m%d"\nmsgstr ""\n\n' % number for number in range(20))
    monkeypatch.setattr(po, "_PIECE", 40)
    if name == "not UTF-8":
        words = "byte offset"
    with pytest.raises(CcbError, match=words if name not in ("duplicate", "second header") else "twice") as caught:
        po.parse(UTF8 + b"\n" + before + body, "locales/fr.po")
    assert caught.value.line == line + 61


@given(CATALOGS)
def test_polib_reads_what_is_written(catalog: Catalog) -> None:
    import polib

    # polib ends lines at some of these, where gettext does not, and does not know the escapes of the others
    assume(not re.search(r"[\x1c-\x1e\x85\u2028\u2029]|\\[abfv]", po.render(catalog)))
    ours = [(message.context, message.source, message.target) for message in catalog.messages]
    theirs = [(entry.msgctxt, entry.msgid, entry.msgstr) for entry in polib.pofile(po.render(catalog))]
    assert sorted(map(repr, theirs)) == sorted(map(repr, ours))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_an_error(data: bytes) -> None:
    for whole in (data, EVERYTHING[:900] + data, UTF8 + data):
        try:
            po.render(po.parse(whole, "x.po"))
        except CcbError as error:
            assert error.line


@given(st.integers(0, len(EVERYTHING)))
def test_a_file_cut_anywhere_is_a_prefix_or_an_error(length: int) -> None:
    whole = po.parse(EVERYTHING, "x.po").messages
    try:
        read = po.parse(EVERYTHING[:length], "x.po").messages
    except CcbError as error:
        assert error.line
        return
    assert read[:-1] == whole[: max(len(read) - 1, 0)]


@given(TEXTS)
def test_strings_survive_quoting_and_stay_within_the_page(text: str) -> None:
    lines = quoted("msgid", text)
    assert unquote(lines.removeprefix("msgid ").rstrip("\n")) == text
    for line in lines.splitlines() if text.isprintable() else ():
        assert columns(line) <= 79 or " " not in line.strip('"')[:-1].strip()


def test_an_endless_line_takes_no_endless_time() -> None:
    text = "-" * 200_000 + "中" * 200_000 + '"' * 200_000
    assert unquote(quoted("msgid", text).removeprefix("msgid ").rstrip("\n")) == text
    with pytest.raises(CcbError):
        po.parse(b'msgid "' + b"\\" * 500_000, "x.po")
    with pytest.raises(CcbError):
        po.parse(b'#~ msgid ""\n' + b'#~ "x"\n' * 100_000 + b"#~ x", "x.po")


@pytest.mark.tools
def test_msgcat_wraps_as_we_do(tmp_path: Path) -> None:
    catalog = anew(po.parse(EVERYTHING, "fr.po"))
    words = "Report long-term and/or short incidents (at once) to https://example.org/report/form?id=1, please. "
    texts = [words * count + "x" * count for count in range(1, 60)] + [
        "国家应急响应团队。" * 9,
        "a\nb",
        "c\n",
        'd"\\\t',
    ]
    known = tuple(Message(text, f"Fr: {text}", state=State.TRANSLATED) for text in texts)
    ours = po.render(replace(catalog, messages=known))
    path = tmp_path / "fr.po"
    path.write_text(ours, encoding="utf-8")
    theirs = gettext("msgcat", path).stdout
    assert theirs.split("\n\n")[1:] == ours.split("\n\n")[1:]


@pytest.mark.tools
@pytest.mark.parametrize("path", [CASES / "everything.po", *sorted((CASES / "real").glob("*.po"))], ids=str)
def test_msgfmt_passes_what_is_written_anew(path: Path, tmp_path: Path) -> None:
    written = tmp_path / "fr.po"
    written.write_text(po.render(anew(po.parse(path.read_bytes(), "fr.po"))), encoding="utf-8")
    checked = gettext("msgfmt", "--check-format", "--output-file", tmp_path / "fr.mo", written)
    assert (checked.returncode, checked.stderr) == (0, "")
