"""The ledger: every message's state is known, whatever a tool or a person did to the PO file."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.catalog import po
from ccb_l10n.catalog.ledger import (
    HASH_LENGTH,
    Entry,
    Ledger,
    apply,
    hash_of,
    key_of,
    noted,
    parse,
    reconciled,
    record,
    render,
)
from ccb_l10n.catalog.merge import merge
from ccb_l10n.catalog.remarks import MACHINE_MARK
from ccb_l10n.catalog.template import collect
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Catalog, Document, Message, Origin, Segment, State

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from catalog_peers import gettext

REVIEW = {"by": "regional body", "date": "2026-05-01"}


def template(*sources: str) -> Catalog:
    segments = tuple(Segment("paragraph", source, 0, 0, 1) for source in sources)
    documents = [Document("a.md", "", segments)]
    return collect(documents, "course", title="Course", version="", source_language="en", created="2026")


def message(source: str, state: State, origin: Origin = Origin.HUMAN, **more: object) -> Message:
    target = "" if state is State.UNTRANSLATED else f"fr:{source}"
    base = Message(source, target, state=state, origin=origin if target else None)
    return replace(base, extracted=("paragraph",), references=("a.md",), **more)


STATES = (
    message("Nobody did this yet.", State.UNTRANSLATED),
    message("A machine wrote this.", State.DRAFT, Origin.MACHINE, comments=("Machine draft.",)),
    message("The source of this changed.", State.STALE, previous="The source of this was other."),
    message("A person wrote this.", State.TRANSLATED),
    message("A person accepted this.", State.TRANSLATED, Origin.MACHINE),
    message("A reviewer approved this.", State.REVIEWED),
    message("This came from another course.", State.TRANSLATED, Origin.MEMORY),
)
CATALOG = Catalog(STATES, {"Language": "fr", "Content-Type": "text/plain; charset=UTF-8"}, "fr")
SOURCES = tuple(each.source for each in STATES)


def saved(catalog: Catalog, ledger: Ledger | None = None) -> tuple[Catalog, Ledger]:
    """What is read after both files were written."""
    recorded = record(catalog, ledger or Ledger())
    return (
        po.parse(po.render(catalog).encode(), "fr.po", "fr"),
        parse(render(recorded), "fr.ledger.jsonl"),
    )


def states(catalog: Catalog) -> list[tuple[str, State, Origin | None]]:
    return [(each.source, each.state, each.origin) for each in catalog.messages]


def edit(catalog: Catalog, source: str, **changes: object) -> Catalog:
    messages = (replace(m, raw="", **changes) if m.source == source else m for m in catalog.messages)
    return po.parse(po.render(replace(catalog, messages=tuple(messages))).encode(), "fr.po", "fr")


def state_of(catalog: Catalog, source: str) -> tuple[State, Origin | None]:
    return next((m.state, m.origin) for m in catalog.messages if m.source == source)


def test_states_and_origins_survive_the_files() -> None:
    catalog, ledger = saved(CATALOG)
    known = apply(catalog, ledger)
    assert states(known) == states(CATALOG)
    assert po.render(known) == po.render(catalog)
    assert apply(known, ledger) == known
    assert record(known, ledger) == ledger


def test_a_catalog_without_a_ledger_is_a_human_one() -> None:
    catalog, _ = saved(CATALOG)
    known = apply(catalog, Ledger())
    assert {each.origin for each in known.messages if each.target} == {Origin.HUMAN}
    assert state_of(known, "A machine wrote this.") == (State.STALE, Origin.HUMAN)
    assert state_of(known, "A reviewer approved this.") == (State.TRANSLATED, Origin.HUMAN)


def strip(catalog: Catalog) -> Catalog:
    """The catalog as a tool leaves it that drops all comments and flags."""
    lines = po.render(catalog).splitlines(keepends=True)
    text = "".join(line for line in lines if not re.match(r"#(?!~ )", line))
    return po.parse(text.encode(), "fr.po", "fr")


def test_states_are_known_after_a_tool_stripped_all_comments_and_flags() -> None:
    catalog, ledger = saved(CATALOG)
    known = apply(strip(catalog), ledger)
    assert states(known) == states(CATALOG)
    again = po.parse(po.render(known).encode(), "fr.po", "fr")
    assert [each.state for each in again.messages[1:3]] == [State.STALE, State.STALE]  # fuzzy in the file again


def test_merge_restores_what_a_tool_stripped() -> None:
    catalog, ledger = saved(CATALOG)
    merged = merge(apply(strip(catalog), ledger), template(*SOURCES), "fr").catalog
    read, ledger = saved(apply(merged, ledger), ledger)
    assert states(apply(read, ledger)) == states(CATALOG)
    assert all(each.extracted for each in read.messages)


@pytest.mark.parametrize("source", ["A machine wrote this.", "A reviewer approved this.", "A person accepted this."])
def test_an_edited_target_is_a_persons(source: str) -> None:
    catalog, ledger = saved(CATALOG)
    known = apply(edit(catalog, source, target="Mieux.", state=State.TRANSLATED), ledger)
    assert state_of(known, source) == (State.TRANSLATED, Origin.HUMAN)
    assert [s for s in states(known) if s[0] != source] == [s for s in states(CATALOG) if s[0] != source]


def test_a_draft_whose_flag_a_person_cleared_is_accepted() -> None:
    catalog, ledger = saved(CATALOG)
    known = apply(edit(catalog, "A machine wrote this.", state=State.TRANSLATED), ledger)
    assert state_of(known, "A machine wrote this.") == (State.TRANSLATED, Origin.MACHINE)
    catalog, ledger = saved(known, ledger)
    assert state_of(apply(catalog, ledger), "A machine wrote this.") == (State.TRANSLATED, Origin.MACHINE)


@pytest.mark.parametrize("source", ["A person wrote this.", "A reviewer approved this.", "A person accepted this."])
def test_a_person_can_withdraw_what_was_settled(source: str) -> None:
    catalog, ledger = saved(CATALOG)
    known = apply(edit(catalog, source, state=State.STALE), ledger)
    assert state_of(known, source)[0] is State.STALE


def test_a_fuzzy_target_that_the_ledger_does_not_know_needs_work() -> None:
    catalog, ledger = saved(CATALOG)
    known = apply(edit(catalog, "Nobody did this yet.", target="Presque", state=State.STALE), ledger)
    assert state_of(known, "Nobody did this yet.") == (State.STALE, Origin.HUMAN)


def test_reviews_count_for_the_target_they_saw() -> None:
    catalog, ledger = saved(CATALOG)
    source = "A person wrote this."
    key = key_of(None, source)
    right = replace(ledger.entries[key], reviews=({**REVIEW, "target": hash_of(f"fr:{source}")},))
    wrong = replace(ledger.entries[key], reviews=({**REVIEW, "target": hash_of("Autre chose")},))
    assert state_of(apply(catalog, noted(ledger, {key: right})), source)[0] is State.REVIEWED
    assert state_of(apply(catalog, noted(ledger, {key: wrong})), source)[0] is State.TRANSLATED
    edited = edit(catalog, source, target="Mieux.")
    assert state_of(apply(edited, noted(ledger, {key: right})), source)[0] is State.TRANSLATED


def test_engine_flags_and_origin_follow_a_carried_target_but_reviews_do_not() -> None:
    source, later = "A machine wrote this sentence.", "A machine wrote that sentence."
    key = key_of(None, source)
    catalog = Catalog((message(source, State.TRANSLATED, Origin.MACHINE),), {"Language": "fr"}, "fr")
    entry = Entry(
        hash_of(f"fr:{source}"), State.REVIEWED, Origin.MACHINE, "argos en-fr 1.9", ("term-missed",), (REVIEW,)
    )
    read, ledger = saved(catalog, Ledger({key: entry}))
    merged = merge(apply(read, ledger), template(later), "fr").catalog
    carried = record(apply(merged, ledger), ledger).entries[key_of(None, later)]
    assert carried == replace(entry, state=State.STALE, reviews=())
    cleared = edit(po.parse(po.render(merged).encode(), "x"), later, state=State.TRANSLATED, previous=None)
    recorded = record(merged, ledger)
    assert state_of(apply(cleared, recorded), later) == (State.TRANSLATED, Origin.MACHINE)


def through(catalog: Catalog, ledger: Ledger, *sources: str) -> tuple[Catalog, Ledger]:
    """One update as the workflow does it, with both files written and read again."""
    merged = merge(apply(catalog, ledger), template(*sources), "fr").catalog
    return saved(apply(merged, ledger), ledger)


def test_what_returns_has_the_state_it_had() -> None:
    catalog, ledger = through(*saved(CATALOG), "Something else that stays")
    assert all(each.state is State.OBSOLETE for each in catalog.messages if each.target)
    catalog, ledger = through(catalog, ledger, "Something else that stays", *SOURCES)
    assert states(apply(catalog, ledger))[1:] == states(CATALOG)


def test_what_returns_has_the_state_it_had_though_a_tool_stripped_the_file() -> None:
    catalog, ledger = through(*saved(CATALOG), "Something else that stays")
    catalog, ledger = through(strip(catalog), ledger, "Something else that stays", *SOURCES)
    assert states(apply(catalog, ledger))[1:] == states(CATALOG)


@pytest.mark.parametrize("before", [each for each in STATES if each.state not in (State.UNTRANSLATED, State.STALE)])
def test_an_edit_that_is_taken_back_restores_the_state(before: Message) -> None:
    catalog, ledger = saved(Catalog((before,), {"Language": "fr"}, "fr"))
    changed = re.sub("this", "that", before.source, flags=re.IGNORECASE)
    catalog, ledger = through(catalog, ledger, changed)
    assert state_of(apply(catalog, ledger), changed) == (State.STALE, before.origin)
    catalog, ledger = through(catalog, ledger, f"{changed} Again.")
    catalog, ledger = through(catalog, ledger, before.source)
    known = apply(catalog, ledger)
    assert states(known) == [(before.source, before.state, before.origin)]
    assert known.messages[0].previous is None
    assert len(ledger.entries) == 1


def test_a_target_marked_by_a_person_is_not_promoted_by_a_returning_source() -> None:
    catalog, ledger = saved(Catalog((message("A person doubts this.", State.STALE),), {"Language": "fr"}, "fr"))
    catalog, ledger = through(catalog, ledger, "A person doubts that.")
    catalog, ledger = through(catalog, ledger, "A person doubts this.")
    assert state_of(apply(catalog, ledger), "A person doubts this.")[0] is State.STALE


LINE = (
    '{"engine": "", "flags": [], "key": "%s", "origin": "human", "reviews": [], '
    '"state": "translated", "target": "%s"}\n'
)


SAID = f"{MACHINE_MARK}argos translate-en_fr-1.9), not reviewed."
OWN = "A person's own remark."
DRAFTED = message("A machine wrote this.", State.DRAFT, Origin.MACHINE, comments=(OWN, SAID), flags=("md-text",))


def changed(old: str, new: str, before: Message = DRAFTED) -> tuple[str, Catalog, Ledger]:
    """A catalog's text after somebody replaced a piece of it, as it is read, and the ledger that it had."""
    catalog, ledger = saved(Catalog((before, message("Another.", State.TRANSLATED)), CATALOG.header, "fr"))
    text = po.render(catalog)
    assert text.count(old) == 1
    text = text.replace(old, new)
    return text, po.parse(text.encode(), "fr.po", "fr"), ledger


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        pytest.param("#, fuzzy, md-text", "#, md-text", State.TRANSLATED, id="flag cleared"),
        pytest.param("fr:A machine", "Une machine", State.STALE, id="edited, still fuzzy"),
        pytest.param("fr:A machine", 'fr:Une "\n"machine', State.STALE, id="edited and wrapped"),
    ],
)
def test_a_draft_that_a_person_took_over_is_not_called_a_machines(old: str, new: str, state: State) -> None:
    text, read, ledger = changed(old, new)
    known, agrees = reconciled(read, ledger)
    assert known.messages[0].state is state
    assert (known.messages[0].comments, agrees) == ((OWN,), False)
    assert po.render(known) == text.replace(f"# {SAID}\n", "")
    again, agrees = reconciled(known, record(known, ledger))
    assert (again, agrees) == (known, True)


def test_an_accepted_draft_that_is_still_called_a_machines_is_written_anew() -> None:
    _, read, ledger = changed("#, fuzzy, md-text", "#, md-text")
    known, agrees = reconciled(read, record(apply(read, ledger), ledger))
    assert (known.messages[0].comments, agrees) == ((OWN,), False)


def test_a_draft_that_nobody_touched_is_called_a_machines() -> None:
    text, read, ledger = changed(OWN, "Another remark.")
    known, agrees = reconciled(read, ledger)
    assert (po.render(known), agrees) == (text, True)
    later, book = through(known, ledger, "A machine wrote that.")
    assert apply(later, book).messages[0].state is State.STALE
    assert SAID in apply(later, book).messages[0].comments
    gone, book = through(known, ledger, "Something else that stays")
    assert any(SAID in each.comments for each in apply(gone, book).messages)


def test_the_comment_is_all_that_tells_of_a_machine_where_the_ledger_is_lost() -> None:
    _, read, _ = changed(OWN, "Another remark.")
    assert SAID in apply(read, Ledger()).messages[0].comments


def test_lines_are_sorted_with_sorted_keys() -> None:
    entries = {key: Entry(hash_of(key), State.TRANSLATED, Origin.HUMAN) for key in ("bb", "aa", "cc")}
    assert render(Ledger(entries)) == "".join(LINE % (key, hash_of(key)) for key in ("aa", "bb", "cc"))


def test_hashes_are_short_stable_and_apart() -> None:
    assert hash_of("") == "e3b0c44298fc1c149afb"
    assert len(hash_of("a")) == HASH_LENGTH
    assert len({key_of(None, "ab"), key_of("a", "b"), key_of("", "ab"), key_of("ab", "")}) == 4


def test_a_line_needs_only_what_matters() -> None:
    line = json.dumps({"key": "k", "target": "t", "state": "draft", "origin": "machine", "engine": None})
    assert parse(f"\n{line}\n", "x").entries == {"k": Entry("t", State.DRAFT, Origin.MACHINE)}


GOOD = LINE % ("k", "t")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (f"{GOOD}<<<<<<< ours\n{GOOD}=======\n", 2, "merge conflict"),
        (f"{GOOD}{{", 2, "not a ledger entry"),
        (GOOD[:40], 1, "not a ledger entry"),
        ("[]\n", 1, "not a ledger entry"),
        ('{"key": "k"}\n', 1, "target"),
        (GOOD.replace("translated", "perfect"), 1, "perfect"),
        (GOOD.replace('"human"', '"alien"'), 1, "alien"),
        (GOOD.replace('"reviews": []', '"reviews": ["me"]'), 1, "not an object"),
        (GOOD.replace('"k"', "7"), 1, "not a string"),
        (f"{GOOD}\n{GOOD}", 3, "twice"),
    ],
)
def test_a_bad_ledger_is_an_error_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(CcbError, match=words) as caught:
        parse(text, "fr.ledger.jsonl")
    assert (caught.value.path, caught.value.line) == ("fr.ledger.jsonl", line)
    assert caught.value.hint


@given(st.text(max_size=200))
def test_any_text_is_a_ledger_or_an_error(text: str) -> None:
    try:
        assert parse(text, "x").entries == {}
    except CcbError as error:
        assert error.line


ENTRIES = st.builds(
    Entry,
    target=st.text(max_size=9),
    state=st.sampled_from(list(State)),
    origin=st.sampled_from(list(Origin)),
    engine=st.text(max_size=9),
    flags=st.lists(st.text(max_size=9), max_size=3).map(tuple),
    reviews=st.lists(st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=2), max_size=2).map(tuple),
)


@given(st.dictionaries(st.text(max_size=9), ENTRIES, max_size=5))
def test_a_ledger_reads_as_it_was_written(entries: dict[str, Entry]) -> None:
    read = parse(render(Ledger(entries)), "x")
    assert {key: replace(e, reviews=tuple(map(dict, e.reviews))) for key, e in read.entries.items()} == entries


@given(st.lists(st.sampled_from(STATES), unique_by=lambda each: each.source), st.lists(st.sampled_from(SOURCES)))
def test_no_merge_promotes(messages: Sequence[Message], sources: Sequence[str]) -> None:
    rank = {State.STALE: 0, State.DRAFT: 0, State.TRANSLATED: 1, State.REVIEWED: 2}
    catalog, ledger = saved(replace(CATALOG, messages=tuple(messages)))
    before = {each.target: rank[each.state] for each in messages if each.target}
    for _ in range(2):
        catalog, ledger = through(catalog, ledger, *dict.fromkeys(sources), "The source of this was other.")
        for each in apply(catalog, ledger).messages:
            if each.target and each.state is not State.OBSOLETE:
                assert rank[each.state] <= before[each.target]


@pytest.mark.tools
def test_states_survive_msgcat_and_msgattrib(tmp_path: Path) -> None:
    catalog, ledger = saved(CATALOG)
    path = tmp_path / "fr.po"
    path.write_text(po.render(catalog), encoding="utf-8")
    for arguments in (["msgcat", path], ["msgcat", "--no-location", path], ["msgattrib", "--no-wrap", path]):
        text = gettext(*map(str, arguments)).stdout
        assert states(apply(po.parse(text.encode(), "fr.po", "fr"), ledger)) == states(CATALOG)


def test_a_lost_ledger_makes_no_draft_human() -> None:
    text = '# Machine draft (argos 1.9), not reviewed.\n#. paragraph\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n'
    edited = '#. paragraph\n#, fuzzy\nmsgid "c"\nmsgstr "d"\n'
    found = apply(po.parse(f"{text}\n{edited}".encode(), "fr.po"), Ledger())
    assert [(each.state, each.origin) for each in found.messages] == [
        (State.DRAFT, Origin.MACHINE),
        (State.STALE, Origin.HUMAN),
    ]
