"""Updating catalogs: what stayed stays to the byte, what changed finds its translation, nothing is lost."""

from __future__ import annotations

import difflib
import random
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.catalog import po
from ccb_l10n.catalog.merge import Merged, merge
from ccb_l10n.catalog.template import collect
from ccb_l10n.model import Catalog, Document, Message, Origin, Segment, State

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from catalog_peers import gettext

CASES = Path(__file__).resolve().parents[1] / "cases" / "catalogs"
LATER = "2027-02-03 04:05+0000"


def template(*sources: str | tuple[str, str], path: str = "a.md", heading: str = "", created: str = "") -> Catalog:
    """A template of one document; a pair is a context and a source."""
    segments = []
    for each in sources:
        context, source = each if isinstance(each, tuple) else (None, each)
        above = (heading,) if heading else ()
        segments.append(Segment("paragraph", source, 0, 0, 1, context=context, heading=above))
    document = Document(path, "", tuple(segments))
    date = created or "2026-01-01 00:00+0000"
    return collect([document], "course", title="Course", version="1", source_language="en", created=date)


def translated(catalog: Catalog, state: State = State.TRANSLATED) -> Catalog:
    """Every live message with a target that names its source, as if read from a file."""
    messages = (
        replace(message, target=f"fr:{message.source}", state=state, raw="")
        if message.state is State.UNTRANSLATED
        else message
        for message in catalog.messages
    )
    return reread(replace(catalog, messages=tuple(messages)))


def reread(catalog: Catalog) -> Catalog:
    return po.parse(po.render(catalog).encode(), "fr.po", "fr")


def french(*sources: str | tuple[str, str], **more: str) -> Catalog:
    return translated(merge(None, template(*sources, **more), "fr").catalog)


def live(merged: Merged) -> dict[str, Message]:
    return {message.source: message for message in merged.catalog.messages if message.state is not State.OBSOLETE}


def obsolete(merged: Merged) -> dict[str, str]:
    return {m.source: m.target for m in merged.catalog.messages if m.state is State.OBSOLETE}


def test_a_new_catalog_has_the_header_that_editors_expect() -> None:
    merged = merge(None, template("One", "Two"), "pt-BR", revised=LATER)
    assert (merged.new, merged.catalog.locale) == (2, "pt-BR")
    assert dict(merged.catalog.header) == {
        "Project-Id-Version": "Course 1",
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": "2026-01-01 00:00+0000",
        "PO-Revision-Date": LATER,
        "Last-Translator": "",
        "Language-Team": "Portuguese (Brazil)",
        "Language": "pt_BR",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
        "X-Generator": "ccb-l10n",
    }


def test_exact_messages_stay_and_follow_the_template() -> None:
    merged = merge(french("One", "Two", "Three"), template("Three", "Four is new", "One", "Two"), "fr")
    assert [message.target for message in merged.catalog.messages] == ["fr:Three", "", "fr:One", "fr:Two"]
    assert (merged.kept, merged.new, merged.carried, merged.obsolete) == (3, 1, 0, 0)
    assert all(message.raw for message in merged.catalog.messages if message.target)


def test_moved_text_keeps_its_translation_and_gets_its_new_place() -> None:
    merged = merge(french("One", "Two"), template("One", "Two", path="b.md", heading="Part 2"), "fr")
    assert (merged.moved, merged.kept) == (2, 0)
    message = live(merged)["One"]
    assert (message.target, message.state) == ("fr:One", State.TRANSLATED)
    assert (message.references, message.extracted) == (("b.md",), ("paragraph · Part 2",))


def test_changed_text_carries_its_translation_as_stale_with_the_source_it_was_for() -> None:
    old = french("Report every incident within 24 hours.", "Something else entirely")
    new = template("Report every incident within 72 hours.", "Something else entirely")
    merged = merge(old, new, "fr")
    message = merged.catalog.messages[0]
    assert (message.state, message.target) == (State.STALE, "fr:Report every incident within 24 hours.")
    assert message.previous == "Report every incident within 24 hours."
    assert '#, fuzzy\n#| msgid "Report every incident within 24 hours."' in po.render(merged.catalog)
    assert (merged.carried, merged.kept, merged.obsolete) == (1, 1, 0)


def test_a_source_changed_twice_still_shows_what_the_target_was_for() -> None:
    once = merge(french("Call us within 24 hours."), template("Call us within 48 hours."), "fr").catalog
    twice = merge(reread(once), template("Call us again within 48 hours."), "fr").catalog
    assert twice.messages[0].previous == "Call us within 24 hours."
    assert twice.messages[0].target == "fr:Call us within 24 hours."


def test_a_source_that_returns_while_stale_gets_its_target_back() -> None:
    old = french("Call us within 24 hours.")
    once = merge(old, template("Do not call us within 24 hours, but write."), "fr").catalog
    back = merge(reread(once), template("Call us within 24 hours."), "fr").catalog
    assert (back.messages[0].target, back.messages[0].previous) == (
        "fr:Call us within 24 hours.",
        "Call us within 24 hours.",
    )
    assert back.messages[0].state is State.STALE  # only the ledger knows what it was: see test_ledger


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Yes", "No"),
        ("Yes", "Yet"),
        ("On", "Off"),
        ("Incident response is a team effort.", "Bananas grow in warm countries."),
        ("Mail", "Tool"),
    ],
)
def test_short_or_different_text_is_no_match(before: str, after: str) -> None:
    merged = merge(french("Anchor text", before), template("Anchor text", after), "fr")
    assert live(merged)[after].target == ""
    assert obsolete(merged) == {before: f"fr:{before}"}


def test_a_target_serves_one_text_only_the_most_similar() -> None:
    old = french("Write the report in the first hour.")
    merged = merge(old, template("Write a report within one hour.", "Write the report in the first hours."), "fr")
    assert live(merged)["Write a report within one hour."].target == ""
    assert live(merged)["Write the report in the first hours."].state is State.STALE


def test_among_equally_similar_texts_the_place_decides() -> None:
    old = french("First part", "Exercise number 1 of the day", "Second part", "Exercise number 2 of the day")
    new = template("Second part", "Exercise number 3 of the day", "First part", "Exercise number 4 of the day")
    targets = {message.source: message.target for message in merge(old, new, "fr").catalog.messages}
    assert targets["Exercise number 3 of the day"] == "fr:Exercise number 2 of the day"
    assert targets["Exercise number 4 of the day"] == "fr:Exercise number 1 of the day"


def test_many_similar_texts_all_find_a_translation() -> None:
    old = french(*(f"This is the exercise with the number {n}" for n in range(100)))
    merged = merge(old, template(*(f"That is the exercise with the number {n}" for n in range(100))), "fr")
    assert (merged.carried, merged.new, merged.obsolete) == (100, 0, 0)
    for message in merged.catalog.messages:
        assert message.target == f"fr:{message.source.replace('That', 'This')}"


def test_texts_whose_first_choices_are_all_taken_get_their_next() -> None:
    old = french(*(f"An exercise that all others resemble {chr(65 + n)}" for n in range(50)))
    merged = merge(old, template(*(f"An exercise that all others resemble {chr(0x3B1 + n)}" for n in range(50))), "fr")
    assert (merged.carried, merged.new, merged.obsolete) == (50, 0, 0)


def test_a_context_that_changed_makes_the_translation_stale() -> None:
    merged = merge(french("Report", "Case"), template(("verb", "Report"), "Case"), "fr")
    message = merged.catalog.messages[0]
    assert (message.target, message.state) == ("fr:Report", State.STALE)
    assert (message.previous, message.previous_context) == ("Report", None)


def test_a_second_context_starts_from_the_translation_that_stays() -> None:
    merged = merge(french("Report"), template("Report", ("verb", "Report")), "fr")
    plain, verb = merged.catalog.messages
    assert (plain.target, plain.state) == ("fr:Report", State.TRANSLATED)
    assert (verb.target, verb.state) == ("fr:Report", State.STALE)


def test_vanished_translations_are_kept_and_revived() -> None:
    old = french("Stays here", "Goes away and returns")
    gone = merge(old, template("Stays here"), "fr")
    assert obsolete(gone) == {"Goes away and returns": "fr:Goes away and returns"}
    assert gone.obsolete == 1
    assert "#~ msgid" in po.render(gone.catalog)
    back = merge(reread(gone.catalog), template("Goes away and returns", "Stays here"), "fr")
    assert (back.revived, back.kept) == (1, 1)
    assert live(back)["Goes away and returns"].state is State.TRANSLATED
    assert obsolete(back) == {}


def test_a_stale_translation_is_stale_when_it_returns() -> None:
    old = translated(merge(None, template("Stays here", "Goes away"), "fr").catalog, State.STALE)
    gone = merge(old, template("Stays here"), "fr").catalog
    assert gone.messages[1].flags == ("fuzzy",)
    back = merge(reread(gone), template("Stays here", "Goes away"), "fr")
    assert (live(back)["Goes away"].state, live(back)["Goes away"].flags) == (State.STALE, ())


def test_an_untranslated_message_that_vanishes_is_dropped() -> None:
    old = merge(None, template("One thing", "Another thing"), "fr").catalog
    assert len(merge(old, template("One thing"), "fr").catalog.messages) == 1


def test_origin_comments_and_flags_come_along() -> None:
    old = french("A sentence that will be edited")
    message = replace(old.messages[0], origin=Origin.MACHINE, comments=("by a machine",), flags=("max-length:9",))
    edited = replace(old, messages=(message,))
    carried = merge(edited, template("A sentence that was edited"), "fr").catalog.messages[0]
    assert (carried.origin, carried.comments, carried.flags) == (Origin.MACHINE, ("by a machine",), ("max-length:9",))


def test_plural_entries_of_others_survive() -> None:
    old = po.parse((CASES / "everything.po").read_bytes(), "fr.po")
    kept = merge(old, template("One message"), "fr").catalog
    assert kept.messages[0].targets == ("Un message", "%d messages")
    gone = merge(old, template("One massage"), "fr").catalog
    assert any(message.targets == ("Un message", "%d messages") for message in gone.messages)


def test_two_translations_of_one_source_become_one_entry_and_a_comment() -> None:
    pairs = [("", "a", "live"), ("#~ ", "a", "old"), ("#~ ", "b", "one"), ("#~ ", "b", "two")]
    text = "\n".join(f'{mark}msgid "{source}"\n{mark}msgstr "{target}"\n' for mark, source, target in pairs)
    merged = merge(po.parse(text.encode(), "fr.po"), template("a"), "fr").catalog
    assert [(m.source, m.target, m.comments) for m in merged.messages] == [
        ("a", "live", ("another translation: old",)),
        ("b", "one", ("another translation: two",)),
    ]
    again = merge(reread(merged), template("a"), "fr").catalog
    assert po.render(again) == po.render(merged)


def test_dates_change_only_when_a_message_does() -> None:
    old = french("One", "Two")
    later = template("One", "Two", created=LATER)
    assert po.render(merge(old, later, "fr", revised=LATER).catalog) == po.render(old)
    header = merge(old, template("One", created=LATER), "fr", revised=LATER).catalog.header
    assert (header["POT-Creation-Date"], header["PO-Revision-Date"]) == (LATER, LATER)


POEDIT = b"""\
# Translators of the course.
#
#, fuzzy
msgid ""
msgstr ""
"Project-Id-Version: Course\\n"
"Language: ru\\n"
"X-Poedit-Basepath: ..\\n"
"PO-Revision-Date: 2020-01-01 00:00+0000\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n"
"%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#. paragraph
#: a.md
msgid "One"
msgstr ""
"Oneone "
"one"
"""


def test_a_header_of_another_tool_keeps_its_text_and_order() -> None:
    new = template("One", "Two", created=LATER)
    text = po.render(merge(po.parse(POEDIT, "ru.po"), new, "ru", revised=LATER).catalog)
    diff = [line for line in difflib.ndiff(POEDIT.decode().splitlines(), text.splitlines()) if line[0] in "+-"]
    assert [line for line in diff if line[0] == "-"] == ['- "PO-Revision-Date: 2020-01-01 00:00+0000\\n"']
    assert f'+ "PO-Revision-Date: {LATER}\\n"' in diff
    assert f'+ "POT-Creation-Date: {LATER}\\n"' in diff
    assert '+ msgid "Two"' in diff
    assert "n%10>=2 && n%10<=4" in po.parse(text.encode(), "ru.po").header["Plural-Forms"]


def test_a_header_on_one_line_is_written_anew_with_what_it_said() -> None:
    data = b'# Team\nmsgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nX-Mine: yes\\n"\n'
    catalog = reread(merge(po.parse(data, "fr.po"), template("One"), "fr").catalog)
    assert list(catalog.header)[:2] == ["Content-Type", "X-Mine"]
    assert catalog.header["Language"] == "fr"
    assert po.render(catalog).startswith('# Team\nmsgid ""\n')


def revision() -> tuple[list[str], list[str], dict[str, str], set[str]]:
    """The page before and after, the changed texts with what they were, and the texts that stayed."""
    before: list[str] = []
    parts: list[list[str]] = [[]]
    changed: dict[str, str] = {}
    for line in (CASES / "revision.txt").read_text(encoding="utf-8").splitlines():
        mark, text = line[:1], line[2:]
        if mark == "@":
            parts.append([])
        if mark in "=<-" and mark:
            before.append(text)
        if mark in "=>+" and mark:
            parts[-1].append(text)
        if mark == ">":
            changed[text] = before[-1]
    after = [*parts[0], *(text for part in reversed(parts[1:]) for text in part)]
    return before, after, changed, set(before).intersection(after)


def test_a_revised_page_keeps_its_translations() -> None:
    before, after, changed, same = revision()
    merged = merge(french(*before), template(*after), "fr")
    messages = live(merged)
    assert list(messages) == after
    assert {s: messages[s].target for s in changed} == {s: f"fr:{was}" for s, was in changed.items()}
    assert all(messages[source].state is State.STALE for source in changed)
    assert all(messages[source].target == f"fr:{source}" for source in same)
    new = set(after) - same - set(changed)
    assert [source for source in new if messages[source].target] == []


@pytest.mark.tools
def test_msgmerge_finds_no_more_of_a_revised_page(tmp_path: Path) -> None:
    before, after, changed, same = revision()
    old, new = french(*before), template(*after)
    paths = tmp_path / "fr.po", tmp_path / "new.pot"
    for path, catalog in zip(paths, (old, new), strict=True):
        path.write_text(po.render(catalog), encoding="utf-8")
    theirs = po.parse(gettext("msgmerge", "--quiet", "--previous", *paths).stdout.encode(), "theirs.po", "fr")

    def found(catalog: Catalog, sources: dict[str, str]) -> int:
        return sum(1 for m in catalog.messages if m.source in sources and m.target == f"fr:{sources[m.source]}")

    ours = merge(old, new, "fr").catalog
    assert found(ours, changed) >= found(theirs, changed) > 0
    assert found(ours, {s: s for s in same}) == found(theirs, {s: s for s in same}) == len(same)


def lines_changed(before: str, after: str) -> list[str]:
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    return [
        line
        for tag, _, _, start, end in matcher.get_opcodes()
        if tag != "equal"
        for line in after.splitlines()[start:end]
    ]


@pytest.mark.tools
@pytest.mark.parametrize("width", ["77", "79", "80", "60"])
def test_a_file_saved_by_another_tool_changes_in_the_changed_entry_only(width: str, tmp_path: Path) -> None:
    before, _, _, _ = revision()
    long = [f"{text} {text} {text}" for text in before]
    path = tmp_path / "fr.po"
    path.write_text(po.render(french(*long)), encoding="utf-8")
    saved = gettext("msgcat", f"--width={width}", path).stdout
    edited = [*long]
    edited[3] = edited[3].replace("three", "four")
    merged = merge(po.parse(saved.encode(), "fr.po", "fr"), template(*edited), "fr").catalog
    assert merged.messages[3].state is State.STALE
    entries = po.render(merged).split("\n\n")
    assert entries[:4] == saved.split("\n\n")[:4]
    assert entries[5:] == saved.split("\n\n")[5:]
    assert entries[4] != saved.split("\n\n")[4]


@pytest.mark.tools
def test_new_headings_above_rewrap_nothing(tmp_path: Path) -> None:
    path = tmp_path / "fr.po"
    path.write_text(po.render(french(*revision()[0], heading="Old title")), encoding="utf-8")
    saved = gettext("msgcat", "--width=50", path).stdout
    new = template(*revision()[0], heading="New title")
    text = po.render(merge(po.parse(saved.encode(), "fr.po", "fr"), new, "fr").catalog)
    assert text == saved.replace("Old title", "New title")


@pytest.mark.tools
@pytest.mark.parametrize("locale", ["fr", "ar", "ru", "zh-Hant", "pt-BR", "sw", "bi", "sm"])
def test_msgfmt_check_passes_on_every_catalog(locale: str, tmp_path: Path) -> None:
    before, after, _, _ = revision()
    first = translated(merge(None, template(*before), locale).catalog)
    for name, catalog in (
        ("new", merge(None, template(*after), locale).catalog),
        ("updated", merge(first, template(*after), locale, revised=LATER).catalog),
        ("stripped", merge(first, template("Only one left"), locale).catalog),
    ):
        path = tmp_path / f"{name}.po"
        path.write_text(po.render(catalog), encoding="utf-8")
        checked = gettext("msgfmt", "--check", "--output-file", tmp_path / "out.mo", path)
        assert (checked.returncode, checked.stderr) == (0, "")


WORDS = st.sampled_from(["report", "incident", "team", "the", "not", "must", "24", "hours", "Yes", "é"])
SOURCES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
KEYS = st.tuples(st.sampled_from([None, "verb"]), SOURCES)
TEMPLATES = st.lists(KEYS, max_size=8, unique=True).map(
    lambda keys: template(*(source if context is None else (context, source) for context, source in keys))
)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    messages: dict[tuple[object, ...], Message] = {}
    for context, source in draw(st.lists(KEYS, max_size=10)):
        state = draw(st.sampled_from(list(State)))
        target = "" if state is State.UNTRANSLATED else f"{len(messages)} {draw(SOURCES)}"
        gone = state is State.OBSOLETE
        message = Message(
            source,
            target,
            context,
            state,
            flags=("fuzzy",) if gone and draw(st.booleans()) else (),
            previous=draw(SOURCES) if state is State.STALE else None,
            previous_context=draw(st.sampled_from([None, "verb"])) if state is State.STALE else None,
        )
        messages[(gone and len(messages), message.key)] = message
    ordered = sorted(messages.values(), key=lambda message: message.state is State.OBSOLETE)
    return Catalog(tuple(ordered), {"Language": "fr"}, "fr")


@given(catalogs(), TEMPLATES)
def test_no_target_is_ever_lost(catalog: Catalog, new: Catalog) -> None:
    for before in (catalog, reread(catalog)):
        after = merge(before, new, "fr").catalog
        kept = {message.target for message in after.messages}
        kept.update(line.partition(": ")[2] for message in after.messages for line in message.comments)
        assert {message.target for message in before.messages} - kept <= {""}


@given(catalogs(), TEMPLATES)
def test_merging_again_changes_nothing(catalog: Catalog, new: Catalog) -> None:
    once = merge(catalog, new, "fr", revised="first").catalog
    twice = merge(once, new, "fr", revised="second").catalog
    assert (twice, po.render(twice)) == (once, po.render(once))
    read = reread(once)
    assert po.render(merge(read, new, "fr", revised="second").catalog) == po.render(once)


@given(catalogs(), TEMPLATES)
def test_a_merge_has_the_template_and_one_entry_a_key(catalog: Catalog, new: Catalog) -> None:
    merged = merge(catalog, new, "fr")
    messages = merged.catalog.messages
    assert [m.key for m in messages if m.state is not State.OBSOLETE] == [m.key for m in new.messages]
    assert all(m.state is State.OBSOLETE for m in messages[len(new.messages) :])
    assert len({m.key for m in messages if m.target}) == len([m for m in messages if m.target])
    counted = merged.kept + merged.moved + merged.carried + merged.revived + merged.new
    assert counted == len(new.messages)


@given(catalogs(), TEMPLATES)
def test_only_people_promote(catalog: Catalog, new: Catalog) -> None:
    settled = (State.TRANSLATED, State.REVIEWED)
    unsettled = {m.target for m in catalog.messages if m.state in (State.STALE, State.DRAFT) or m.flags}
    after = merge(catalog, new, "fr").catalog
    assert not unsettled & {m.target for m in after.messages if m.state in settled}


def test_a_course_rewritten_from_end_to_end_takes_seconds() -> None:
    chance = random.Random(1)
    words = [f"w{number}" for number in range(3000)]
    texts = [" ".join(chance.choices(words, k=12)) for _ in range(5000)]
    old = french(*texts)
    start = time.process_time()
    merged = merge(old, template(*(f"{text.replace('w1', 'v1')} more" for text in texts)), "fr")
    assert merged.carried > 4900
    assert time.process_time() - start < 20
