"""The baseline: what it knows again, when it stops, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.checks.baseline import Entry, fingerprint, parse, recorded, render, sift
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Finding, Severity

TODAY = "2026-11-22"
RAN = {"a.po": {"doubled-words", "missing-term"}}
FOUND = Finding(
    "doubled-words",
    Severity.WARNING,
    "text",
    "a.po",
    12,
    "fr",
    "Report the incident at once.",
    "Signalez le le plus vite possible tout incident au centre.",
    (9, 14),
)


def known(*found: Finding, until: str = "") -> list[Entry]:
    return recorded(found, [], until, RAN)


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        pytest.param({"line": 99}, True, id="moved"),
        pytest.param({"severity": Severity.INFO}, True, id="another severity"),
        pytest.param({"message": "other words"}, True, id="another version's words"),
        pytest.param({"target": FOUND.target.replace("au centre", "au CSIRT")}, True, id="words far away"),
        pytest.param({"target": f"Alors, {FOUND.target}", "span": (16, 21)}, False, id="a word nearby"),
        pytest.param(
            {"target": FOUND.target.replace("le le", "le le ").replace("tout", "tous")}, True, id="far blanks"
        ),
        pytest.param({"source": "Report  the incident\nat once."}, True, id="the source's blanks"),
        pytest.param({"source": "Report it at once."}, False, id="another source"),
        pytest.param({"span": (15, 24)}, False, id="other words"),
        pytest.param({"id": "missing-term"}, False, id="another check"),
        pytest.param({"path": "b.po"}, False, id="another catalog"),
        pytest.param({"concept": "incident"}, False, id="another concept"),
    ],
)
def test_what_is_known_again(changed: dict[str, object], same: bool) -> None:
    sifted = sift([replace(FOUND, **changed)], known(FOUND), TODAY, RAN)  # type: ignore[arg-type]
    assert (len(sifted.found), len(sifted.stale)) == ((0, 0) if same else (1, 1))


def test_a_finding_without_words_is_known_by_its_source() -> None:
    spanless = replace(FOUND, span=None)
    assert fingerprint(spanless) == fingerprint(replace(spanless, target="something else"))
    assert fingerprint(spanless) != fingerprint(FOUND)


def test_a_second_one_of_the_same_is_new() -> None:
    sifted = sift([FOUND, FOUND], known(FOUND), TODAY, RAN)
    assert sifted.found == (FOUND,)
    assert sift([FOUND, FOUND], known(FOUND, FOUND), TODAY, RAN).found == ()


@pytest.mark.parametrize(
    ("until", "expired"), [("2026-11-21", True), ("2026-11-22", False), ("2027-06-30", False), ("", False)]
)
def test_an_entry_expires_after_its_last_day(until: str, expired: bool) -> None:
    sifted = sift([FOUND], known(FOUND, until=until), TODAY, RAN)
    assert (bool(sifted.found), bool(sifted.expired), sifted.stale) == (expired, expired, ())


def test_of_two_entries_the_longer_one_is_used_first() -> None:
    entries = [*known(FOUND, until="2026-01-01"), *known(FOUND)]
    sifted = sift([FOUND], entries, TODAY, RAN)
    assert (sifted.found, [each.until for each in sifted.stale]) == ((), ["2026-01-01"])


def test_what_was_not_checked_is_not_stale() -> None:
    entries = [*known(FOUND), *known(replace(FOUND, path="b.po")), *known(replace(FOUND, id="not-run"))]
    assert [each.path for each in sift([], entries, TODAY, RAN).stale] == ["a.po"]


def test_writing_again_keeps_dates_and_what_was_not_looked_at() -> None:
    old = [*known(FOUND, until="2026-12-31"), *known(replace(FOUND, path="b.po"), until="2026-12-31")]
    gone = known(replace(FOUND, source="gone"))
    new = replace(FOUND, source="new")
    written = recorded([FOUND, new], [*old, *gone], "2027-06-30", RAN)
    assert {(each.path, each.until) for each in written} == {
        ("a.po", "2026-12-31"),
        ("a.po", "2027-06-30"),
        ("b.po", "2026-12-31"),
    }
    assert written == sorted(written)
    assert recorded([FOUND, new], written, "2030-01-01", RAN) == written


texts = st.text(alphabet='ab \n\u2028"\\é', min_size=1, max_size=12)
optional = st.just("") | texts


@given(st.lists(st.builds(Entry, texts, texts, optional, texts, optional, st.sampled_from(["", "2027-06-30"]))))
def test_what_is_written_is_read(entries: list[Entry]) -> None:
    text = render(entries)
    assert parse(text, "b") == entries
    assert text.count("\n") == len(entries)


@given(st.lists(st.sampled_from([FOUND, replace(FOUND, source="b"), replace(FOUND, span=None)])))
def test_a_fresh_baseline_knows_everything_and_nothing_else(found: list[Finding]) -> None:
    sifted = sift(found, parse(render(known(*found)), "b"), TODAY, RAN)
    assert (sifted.found, sifted.expired, sifted.stale) == ((), (), ())


GOOD = render(known(FOUND))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not a baseline entry: Expecting property name"),
        ("[]", "its keys must be concept, fingerprint, id, lang, path, until"),
        (GOOD.replace("concept", "conzept").strip(), "its keys must be"),
        (GOOD.replace('"a.po"', "3").strip(), "path must be a text"),
        (GOOD.replace('"a.po"', "null").strip(), "path must be a text"),
        (GOOD.replace('"until": null', '"until": "soon"').strip(), "no date: 'soon'"),
        ("<<<<<<< HEAD", "not a baseline entry"),
    ],
)
def test_a_damaged_line_is_named(line: str, message: str) -> None:
    with pytest.raises(CcbError) as raised:
        parse(f"{GOOD}\n{line}\n", "known.jsonl")
    assert (raised.value.path, raised.value.line) == ("known.jsonl", 3)
    assert message in raised.value.message
    assert raised.value.hint
