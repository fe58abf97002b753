"""The gold sets under tests/gold, and what a matcher makes of them: see the README there."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ccb_l10n.markdown.inline import protected
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.concepts import Glossary

GOLD = Path(__file__).parent / "gold"
LANGUAGES = ("ar", "es", "fr", "pt", "ru", "sw", "zh")
HALVES = ("seen", "held")

Span = tuple[int, int]
# A matcher: for a text, its language, a glossary and the masked spans, the concept and span of each term found.
Matcher = Callable[[str, str, Glossary, Sequence[Span]], list[tuple[str, Span]]]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its marks, and the spans that they marked."""

    text: str
    spans: frozenset[Span]

    @property
    def masked(self) -> list[Span]:
        """Code, addresses and tags."""
        return protected(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """`sense`: it holds an unmarked word that is spelled like a term, in another sense."""

    id: str
    english: Marked
    target: Marked

    @property
    def sense(self) -> bool:
        return self.id.endswith("-sense")


@dataclass(frozen=True, slots=True)
class Score:
    """Occurrences of terms: found where marked, found where not, marked and not found."""

    found: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(self.found + other.found, self.wrong + other.wrong, self.missed + other.missed)


@dataclass(frozen=True, slots=True)
class Alerts:
    """Terms of the source that were looked for in the target, how many were not found, and how many stand there."""

    asked: int = 0
    raised: int = 0
    false: int = 0

    def __add__(self, other: Alerts) -> Alerts:
        return Alerts(self.asked + other.asked, self.raised + other.raised, self.false + other.false)


def rows(lang: str, half: str) -> list[Row]:
    return [Row(each["id"], _marked(each["english"]), _marked(each["target"])) for each in _table(f"{lang}.{half}")]


def _table(name: str) -> Iterator[dict[str, str]]:
    with (GOLD / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _marked(text: str) -> Marked:
    plain: list[str] = []
    spans: list[Span] = []
    start = 0
    for char in text:
        if char == "⟦":
            start = len(plain)
        elif char == "⟧":
            spans.append((start, len(plain)))
        else:
            plain.append(char)
    return Marked("".join(plain), frozenset(spans))


def glossary(lang: str, with_forms: bool = True) -> Glossary:
    """The listed terms as concepts; the first of a concept is preferred, the others are admitted."""
    terms: dict[str, dict[tuple[str, str], Term]] = {}
    for row in _table(f"{lang}.terms"):
        own = terms.setdefault(row["concept"], {})
        forms = tuple(filter(None, row["forms"].split(";"))) if with_forms else ()
        for term in (
            Term(lang, row["text"], forms=forms),
            *(Term("en", each) for each in row["en"].split(";") if each),
        ):
            first = not any(other.lang == term.lang for other in own.values())
            own.setdefault((term.lang, term.text), term if first else replace(term, status="admitted"))
    return Glossary(
        tuple(
            Concept(
                each, "test", "draft", "A gold term.", "tests/gold", "warning", "lemma", tuple(terms[each].values())
            )
            for each in sorted(terms)
        )
    )


def score(matcher: Matcher, lang: str, known: Glossary, texts: Sequence[Marked]) -> Score:
    """What a matcher finds in marked texts: a term counts as found where exactly its words are marked."""
    total = Score()
    for each in texts:
        spans = {span for _, span in matcher(each.text, lang, known, each.masked)}
        total += Score(len(spans & each.spans), len(spans - each.spans), len(each.spans - spans))
    return total


def alerts(
    source: Matcher, target: Matcher, presence: Matcher, lang: str, known: Glossary, texts: Sequence[Row]
) -> Alerts:
    """What a check for missing terms would say of rows that are marked on both sides.

    The source's terms are those that `source` finds where the English is marked. One that `target` does not find
    raises an alert; it is false where the target has a mark that `presence` gives to this concept, or to none.
    """
    total = Alerts()
    for row in texts:
        if not row.english.spans or not row.target.spans:
            continue
        here = source(row.english.text, "en", known, row.english.masked)
        wanted = {concept for concept, span in here if span in row.english.spans}
        found = {concept for concept, _ in target(row.target.text, lang, known, row.target.masked)}
        given = presence(row.target.text, lang, known, row.target.masked)
        known_marks = {span: {concept for concept, at in given if at == span} for span in row.target.spans}
        missing = wanted - found
        false = {each for each in missing if any(not own or each in own for own in known_marks.values())}
        total += Alerts(len(wanted), len(missing), len(false))
    return total
