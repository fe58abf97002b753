"""manifest.json, its published schema, the counts in it and the gates: they add up, and say what readers get."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from fractions import Fraction
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.catalog.ledger import Entry, Ledger, hash_of, key_of
from ccb_l10n.model import Catalog, Concept, Finding, Localised, Message, Origin, Placed, Severity, State
from ccb_l10n.packs import gates, manifest, provenance
from ccb_l10n.packs.manifest import Override, Values, checksums, glossary, told
from ccb_l10n.packs.tally import PageTally, Whose, machine_share, tally, whole

SCHEMA = json.loads(files("ccb_l10n.packs").joinpath("manifest.schema.json").read_text("utf-8"))
CHECK = jsonschema.Draft202012Validator(SCHEMA)
PASSAGES = {
    "A person's.": ("paragraph", State.TRANSLATED, Origin.HUMAN, True),
    "Reviewed.": ("paragraph", State.REVIEWED, Origin.IMPORT, True),
    "Taken over.": ("paragraph", State.TRANSLATED, Origin.MACHINE, True),
    "A machine's.": ("paragraph", State.DRAFT, Origin.MACHINE, True),
    "The memory's.": ("paragraph", State.DRAFT, Origin.MEMORY, True),
    "Not yet.": ("paragraph", State.UNTRANSLATED, None, False),
    "The region's.": ("region: paragraph", State.TRANSLATED, Origin.HUMAN, True),
    "The region's, foreign.": ("region: paragraph", State.UNTRANSLATED, None, False),
}


def page(path: str = "index.md", *names: str) -> Localised:
    """A page of these passages of PASSAGES, by default one of each."""
    text, placed = "", []
    for name in names or PASSAGES:
        kind, state, origin, translated = PASSAGES[name]
        placed.append(Placed(len(text), len(text) + len(name), 1, kind, state, origin, translated))
        text += f"{name}\n\n"
    return Localised(path, text, tuple(placed))


def concept(id_: str, status: str = "draft", definition: str = "What it is.") -> Concept:
    return Concept(id_, "a/b", status, definition, "a test", "warning", "lemma", ())


VALUES = Values(
    course="course", title="A course", language="ar", source_language="en", tool="ccb-l10n 0.1.0",
    counts={"draft": 2, "translated": 2, "reviewed": 1, "untranslated": 1, "obsolete": 4},
    pages=(tally(page()), tally(page("modules/1.md", "Not yet.", "A person's."))),
    files={"html/index.html": ("a" * 64, 5), "LICENSE": ("b" * 64, 0)}, formats=("html", "epub"),
    version="1.0", licence="CC-BY-4.0", edition="trainer", region="west-africa", with_drafts=True,
    source_commit="c" * 40, engines={"argos en_ar 1.9": 1, "small": 3}, reviewers={"A team": 1},
    concepts=(concept("b", "approved"), concept("a")),
    findings=(Finding("terms", Severity.WARNING, "m", "p"), Finding("terms", Severity.WARNING, "n", "p"),
              Finding("markup", Severity.ERROR, "m", "p")),
    overrides=(Override("block", "contacts", "", "ar", "d" * 64, "e" * 64, True),
               Override("logo", "l.svg", "", "", "", "f" * 64)),
    languages=("fr", "ar"),
)  # fmt: skip
MANIFEST = told(VALUES)
BARE = told(Values("c", "C", "en", "en", "ccb-l10n 1", {}, (), {"LICENSE": ("0" * 64, 1)}, ("markdown",)))


def test_each_passage_is_somebodys() -> None:
    found = tally(page())
    assert found.whose == {
        Whose.HUMAN: 2, Whose.MACHINE_REVIEWED: 1, Whose.MACHINE_UNREVIEWED: 2, Whose.REGIONAL: 1,
        Whose.SOURCE_FALLBACK: 2,
    }  # fmt: skip
    assert found.states == {State.TRANSLATED: 3, State.REVIEWED: 1, State.DRAFT: 2, State.UNTRANSLATED: 2}
    assert found.missing == ("Not yet.", "The region's, foreign.")
    assert found.unread == ("A machine's.", "The memory's.")
    assert machine_share(found) == 0.375


def test_a_pack_in_the_courses_own_language_is_its_authors() -> None:
    found = tally(page("index.md", "Not yet.", "A machine's.", "The region's."), original=True)
    assert found.whose == {Whose.ORIGINAL: 2, Whose.REGIONAL: 1}
    assert (found.missing, found.unread, machine_share(found)) == ((), (), 0)


@given(st.lists(st.lists(st.sampled_from(list(PASSAGES)), min_size=1, max_size=9), max_size=6))
def test_all_counts_add_up(pages: list[list[str]]) -> None:
    tallies = [tally(page(f"{at}.md", *names)) for at, names in enumerate(pages)]
    made = told(Values("c", "C", "fr", "en", "ccb-l10n 1", {}, tallies, {"LICENSE": ("0" * 64, 1)}, ("html",)))
    CHECK.validate(made)
    total = made["passages"]
    assert total["total"] == sum(map(len, pages))
    for each in (total, *made["pages"]):
        assert sum(each["states"].values()) == sum(each["origins"].values()) == each["total"]
    for group in ("states", "origins"):
        for key, count in total[group].items():
            assert count == sum(each[group][key] for each in made["pages"])


def test_the_manifest_says_all_that_it_was_given() -> None:
    assert MANIFEST["counts"] == {
        "untranslated": 1,
        "draft": 2,
        "stale": 0,
        "translated": 2,
        "reviewed": 1,
        "obsolete": 4,
    }
    assert MANIFEST["direction"] == "rtl"
    assert MANIFEST["languages"] == ["ar", "fr"]
    assert MANIFEST["engines"] == [{"name": "small", "count": 3}, {"name": "argos en_ar 1.9", "count": 1}]
    assert MANIFEST["findings"] == {"error": 1, "warning": 2, "info": 0}
    assert MANIFEST["finding_ids"] == {"error": {"markup": 1}, "warning": {"terms": 2}, "info": {}}
    assert MANIFEST["glossary"]["concepts"] == {"draft": 1, "review": 0, "approved": 1, "deprecated": 0}
    assert [each["path"] for each in MANIFEST["files"]] == ["LICENSE", "html/index.html"]
    block, logo = MANIFEST["overlays"]
    assert (block["original"], block["language"], block["page"], block["drifted"]) == ("d" * 64, "ar", None, True)
    assert (logo["original"], logo["language"]) == (None, None)


def test_the_schema_is_itself_one_and_takes_what_is_written() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    CHECK.validate(json.loads(manifest.text(MANIFEST)))
    CHECK.validate(json.loads(manifest.text(BARE)))


def test_the_text_is_the_same_whatever_order_things_were_found_in() -> None:
    turned = {key: dict(reversed(getattr(VALUES, key).items())) for key in ("files", "engines", "reviewers", "counts")}
    turned |= {key: tuple(reversed(getattr(VALUES, key))) for key in ("concepts", "findings", "languages")}
    fields = {name: getattr(VALUES, name) for name in VALUES.__slots__}
    assert manifest.text(told(Values(**{**fields, **turned}))) == manifest.text(MANIFEST)


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _places(inner, (*path, at))


def _changed(path: tuple[str | int, ...], change: Any) -> dict[str, Any]:
    changed = copy.deepcopy(MANIFEST)
    inner: Any = changed
    for key in path[:-1]:
        inner = inner[key]
    change(inner, path[-1])
    return changed


PLACES = [path for path in _places(MANIFEST) if path]
NAMED = [path for path in PLACES if isinstance(path[-1], str) and (path[0] != "finding_ids" or len(path) < 3)]


@pytest.mark.parametrize("path", NAMED, ids=str)
def test_no_key_can_be_missing(path: tuple[str | int, ...]) -> None:
    assert not CHECK.is_valid(_changed(path, lambda inner, key: inner.pop(key)))


@pytest.mark.parametrize("path", PLACES, ids=str)
def test_no_value_can_be_of_another_kind(path: tuple[str | int, ...]) -> None:
    for wrong in (-1, ["x"], {"x": -1}, True):
        if isinstance(wrong, bool) and path[-1] == "drifted":
            continue
        assert not CHECK.is_valid(_changed(path, lambda inner, key, wrong=wrong: inner.__setitem__(key, wrong)))


@pytest.mark.parametrize("path", [path for path in NAMED if path[:1] != ("finding_ids",) or len(path) < 2], ids=str)
def test_no_object_takes_a_key_more(path: tuple[str | int, ...]) -> None:
    assert not CHECK.is_valid(_changed(path, lambda inner, key: inner.__setitem__("more", inner[key])))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("schema",), 2), (("course",), ""), (("language",), "fr_CA"), (("direction",), "up"), (("edition",), "all"),
        (("formats",), []), (("formats",), ["html", "html"]), (("formats",), ["doc"]), (("drafts",), "some"),
        (("source_commit",), "HEAD"), (("files", 0, "path"), "/etc/passwd"), (("files", 0, "path"), "../up"),
        (("files", 0, "path"), "a/../b"), (("files", 0, "path"), "a\\b"), (("files", 0, "sha256"), "A" * 64),
        (("files",), []), (("passages", "machine_share"), 1.5), (("tool",), "another 1"), (("region",), ""),
        (("overlays", 0, "kind"), "page of"), (("engines", 0, "count"), 0), (("languages",), []),
    ],
    ids=str,
)  # fmt: skip
def test_no_value_can_be_out_of_its_bounds(path: tuple[str | int, ...], wrong: object) -> None:
    assert not CHECK.is_valid(_changed(path, lambda inner, key: inner.__setitem__(key, wrong)))


def test_checksums_are_lines_of_sha256sum() -> None:
    assert checksums(VALUES.files) == f"{'b' * 64}  LICENSE\n{'a' * 64}  html/index.html\n".encode()


def test_the_glossarys_version_changes_with_what_it_says_alone() -> None:
    one = glossary([concept("a"), concept("b")])
    assert glossary([concept("b"), concept("a")]) == one
    assert glossary([concept("a"), concept("b", definition="More.")])["sha256"] != one["sha256"]
    assert glossary([]) == {"sha256": None, "concepts": dict.fromkeys(("draft", "review", "approved", "deprecated"), 0)}


# Where the words come from.


def _catalog(*messages: tuple[str, State, Origin | None, Entry | None]) -> tuple[Catalog, Ledger]:
    made = tuple(Message(source, f"fr:{source}", state=state, origin=origin) for source, state, origin, _ in messages)
    return Catalog(made, locale="fr"), Ledger(
        {key_of(None, source): entry for source, _, _, entry in messages if entry}
    )


def entry(source: str, engine: str = "", *reviews: dict[str, object], target: str = "") -> Entry:
    return Entry(hash_of(target or f"fr:{source}"), State.DRAFT, Origin.MACHINE, engine, (), reviews)


def test_engines_are_counted_where_their_text_ships() -> None:
    given = _catalog(
        ("a", State.DRAFT, Origin.MACHINE, entry("a", "argos 1.9")),
        ("b", State.TRANSLATED, Origin.MACHINE, entry("b", "argos 1.9")),
        ("c", State.DRAFT, Origin.MACHINE, None),
        ("d", State.STALE, Origin.MACHINE, entry("d", "argos 1.9")),
        ("e", State.OBSOLETE, Origin.MACHINE, entry("e", "argos 1.9")),
        ("f", State.TRANSLATED, Origin.HUMAN, None),
    )
    assert provenance.engines(*given) == {"argos 1.9": 2, "unknown": 1}
    assert provenance.engines(*given, with_drafts=False) == {"argos 1.9": 1}


def test_reviewers_are_those_of_the_present_target() -> None:
    old = {"by": "B", "target": hash_of("another")}
    given = _catalog(
        ("a", State.REVIEWED, Origin.HUMAN, entry("a", "", {"by": "A"}, {"by": "A"}, old)),
        ("b", State.REVIEWED, Origin.HUMAN, entry("b", "", {"by": "A"}, {"by": 5}, {})),
        ("c", State.REVIEWED, Origin.HUMAN, entry("c", "", {"by": "C"}, target="another")),
    )
    assert provenance.reviewers(*given) == {"A": 2}


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ({"Last-Translator": "A translator <one@example.org>", "Language-Team": "A team"}, ("A translator", "A team")),
        ({"Last-Translator": "FULL NAME <EMAIL@ADDRESS>", "Language-Team": "LANGUAGE <LL@li.org>"}, ()),
        ({"Last-Translator": "", "Language-Team": "none"}, ()),
        ({"Last-Translator": "one@example.org"}, ()),
        ({"Last-Translator": "Automatically generated", "Language-Team": "French"}, ()),
        ({"Last-Translator": "Same <a@b>", "Language-Team": "Same"}, ("Same",)),
        ({"Last-Translator": "A", "Language-Team": "French <fr@example.org>"}, ("A",)),
    ],
)
def test_translators_are_named_where_somebody_is(header: dict[str, str], names: tuple[str, ...]) -> None:
    assert provenance.translators(header, "fr") == names


# Gates.

PAGES = [
    tally(page("a.md", *["A person's."] * 8, "Not yet.")),
    tally(page("b.md", *["A machine's."] * 3, *["Not yet."] * 4)),
]


def test_the_figures_of_the_gates() -> None:
    assert gates.complete(PAGES) == Fraction(100 * 11, 16)
    assert gates.unreviewed(PAGES) == Fraction(100 * 3, 16)
    assert (gates.complete([]), gates.unreviewed([])) == (100, 0)


@pytest.mark.parametrize(
    ("least", "most", "failed"),
    [(None, None, []), (68.75, 18.75, []), (68.76, None, ["min-complete"]), (None, 18.74, ["max-unreviewed"]),
     (100, 0, ["min-complete", "max-unreviewed"]), (0, 100, [])],
)  # fmt: skip
def test_gates_compare_exactly(least: float | None, most: float | None, failed: list[str]) -> None:
    assert [each.gate for each in gates.unmet(PAGES, min_complete=least, max_unreviewed=most)] == failed


def test_a_gate_lists_pages_counts_and_first_passages() -> None:
    complete, unread = gates.unmet(PAGES, min_complete=100, max_unreviewed=0)
    assert list(gates.lines(complete)) == [
        "68.75 % of its passages are in its language, and --min-complete asks for 100 %",
        "  b.md: 4 of 7", "    Not yet.", "    Not yet.", "    Not yet.", "    and 1 more",
        "  a.md: 1 of 9", "    Not yet.",
    ]  # fmt: skip
    assert next(gates.lines(unread)) == "no person read 18.75 % of its passages, and --max-unreviewed allows 0 %"
    assert [(each.path, each.count) for each in unread.pages] == [("b.md", 3)]


def test_one_passage_of_many_is_not_rounded_away() -> None:
    many = PageTally(
        "a.md", {}, {Whose.HUMAN: 99_999, Whose.SOURCE_FALLBACK: 1, Whose.MACHINE_UNREVIEWED: 1}, ("x",), ("y",)
    )
    complete, unread = gates.unmet([many], min_complete=100, max_unreviewed=0)
    assert next(gates.lines(complete)).startswith("99.99 %")
    assert next(gates.lines(unread)).startswith("no person read 0.01 %")


def test_a_long_passage_is_shown_on_one_short_line() -> None:
    long = PageTally("a.md", {}, {Whose.SOURCE_FALLBACK: 1}, ("word\n" * 50,))
    [_, _, shown] = gates.lines(gates.unmet([long], min_complete=1)[0])
    assert shown == f"    {('word ' * 50)[:71].rstrip()}…"


def test_all_pages_are_the_sum_of_them() -> None:
    both = whole(PAGES)
    assert (both.total, both.whose[Whose.SOURCE_FALLBACK], both.states[State.DRAFT]) == (16, 5, 3)


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (26.28, "26.274 % of its passages are in its language, and --min-complete asks for 26.28 %"),
        (95, "26.28 % of its passages are in its language, and --min-complete asks for 95 %"),
        (26.2738, "26.27373 % of its passages are in its language, and --min-complete asks for 26.2738 %"),
    ],
)
def test_a_refusal_never_names_two_equal_figures(limit: float, said: str) -> None:
    pages = [PageTally("a.md", {}, {Whose.HUMAN: 263, Whose.SOURCE_FALLBACK: 738})]
    [unmet] = gates.unmet(pages, min_complete=limit)
    assert next(gates.lines(unmet)) == said


def test_a_refusal_for_what_is_unread_names_the_larger_figure() -> None:
    pages = [PageTally("a.md", {}, {Whose.HUMAN: 1, Whose.MACHINE_UNREVIEWED: 2})]
    [unmet] = gates.unmet(pages, max_unreviewed=66.66)
    assert next(gates.lines(unmet)).startswith(
        "no person read 66.666 % of its passages, and --max-unreviewed allows 66.66"
    )
