"""Term matching: how well, on the gold sets under tests/gold, and how fast.

    python benchmarks/matching.py quality [--half seen] [--half held]
    python benchmarks/matching.py speed [--segments 20000] [--concepts 500] [--target fr] [--runs 3]

`quality` compares our matcher with exact matching, and with simplemma where it is installed. `speed`
times, in fresh processes, the four questions that a check asks of a segment: the terms of its source, which of
them the target uses, and its forbidden and deprecated terms. Tables are Markdown.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.concepts import Glossary, load
from ccb_l10n.terminology.match import deprecated, forbidden, occurrences, uses
from gold_sets import HALVES, LANGUAGES, Alerts, Matcher, Row, Score, Span, alerts, glossary, rows, score
from measure import cpu

HERE = Path(__file__).parent
SEED = 3
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    quality = commands.add_parser("quality")
    quality.add_argument("--half", action="append", choices=HALVES)
    for name in ("speed", "one"):
        speed = commands.add_parser(name)
        speed.add_argument("--segments", type=int, default=20_000)
        speed.add_argument("--concepts", type=int, default=500)
        speed.add_argument("--target", default="fr", choices=LANGUAGES)
        speed.add_argument("--runs", type=int, default=3)
        speed.add_argument("--idle", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.command == "quality":
        _quality(options.half or list(HALVES))
    elif options.command == "speed":
        _speed(options)
    else:
        _one(options)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def strict(text: str, lang: str, known: Glossary, masked: Sequence[Span]) -> list[tuple[str, Span]]:
    return [(hit.concept.id, hit.span) for hit in occurrences(text, lang, known, masked)]


def lenient(text: str, lang: str, known: Glossary, masked: Sequence[Span]) -> list[tuple[str, Span]]:
    every = [concept.id for concept in known.concepts]
    return [(each, hit.span) for each, hits in uses(text, lang, known, every, masked).items() for hit in hits]


def exact(text: str, lang: str, known: Glossary, masked: Sequence[Span]) -> list[tuple[str, Span]]:
    """What most tools do: a term's listed spellings as whole words, in any case; Chinese anywhere."""
    edge = "" if lang == "zh" else r"\b"
    spelled = _spellings(known, lang)
    pattern = re.compile("|".join(rf"{edge}{re.escape(each)}{edge}" for each in spelled), re.IGNORECASE)
    return [
        (spelled[each.group().casefold()], each.span())
        for each in pattern.finditer(text)
        if not _touched(each.span(), masked)
    ]


def _spellings(known: Glossary, lang: str) -> dict[str, str]:
    """The concept of each spelling, casefolded, the longest first."""
    found = {
        text.casefold(): concept.id
        for concept in known.concepts
        for term in concept.terms
        if term.lang == lang
        for text in (*term.forms, term.text)
    }
    return {each: found[each] for each in sorted(found, key=lambda each: (-len(each), each))}


def _touched(span: Span, masked: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in masked)


def by_lemmas(text: str, lang: str, known: Glossary, masked: Sequence[Span]) -> list[tuple[str, Span]]:
    """Each word's lemma by simplemma, in a text as in the terms: runs of equal lemmas, the longest first."""
    if lang == "zh":
        return exact(text, lang, known, masked)
    terms = {_lemmas(each, lang): concept for each, concept in _spellings(known, lang).items()}
    sizes = sorted({len(each) for each in terms}, reverse=True)
    places = [each.span() for each in WORD.finditer(text) if not _touched(each.span(), masked)]
    words = tuple(_lemma(text[start:end], lang) for start, end in places)
    found: list[tuple[str, Span]] = []
    at = 0
    while at < len(words):
        size = next((size for size in sizes if words[at : at + size] in terms and at + size <= len(words)), 0)
        if size:
            found.append((terms[words[at : at + size]], (places[at][0], places[at + size - 1][1])))
        at += size or 1
    return found


def _lemmas(text: str, lang: str) -> tuple[str, ...]:
    return tuple(_lemma(each, lang) for each in WORD.findall(text))


@cache
def _lemma(word: str, lang: str) -> str:
    from simplemma import lemmatize

    return lemmatize(word, lang).casefold()


def _matchers() -> dict[str, tuple[Matcher, Matcher]]:
    """By name: one that finds occurrences, and one that says what is there at all."""
    found: dict[str, tuple[Matcher, Matcher]] = {"ours": (strict, lenient), "exact": (exact, exact)}
    if find_spec("simplemma"):
        found["simplemma"] = (by_lemmas, by_lemmas)
    else:
        sys.stderr.write("simplemma is not installed: left out\n")
    return found


def _quality(halves: Sequence[str]) -> None:
    _say("| half | matcher | language | rows | precision | recall | with other senses | false / all alerts / asked |")
    _say("|---|---|---|---:|---:|---:|---:|---:|")
    for half in halves:
        for name, (finds, presence) in _matchers().items():
            total, asked = Score(), Alerts()
            for lang in LANGUAGES:
                known, every = glossary(lang), rows(lang, half)
                plain = [row for row in every if not row.sense]
                result = score(finds, lang, known, [row.target for row in plain])
                wider = score(finds, lang, known, [row.target for row in every])
                total += score(finds, "en", known, [row.english for row in plain])
                raised = alerts(strict, presence, strict, lang, known, plain)
                asked += raised
                _line(half, name, lang, plain, result, wider, raised)
            _say(
                f"| {half} | {name} | en, all rows | | {total.precision:.4f} | {total.recall:.4f} | | {_shown(asked)} |"
            )


def _line(half: str, name: str, lang: str, plain: Sequence[Row], result: Score, wider: Score, raised: Alerts) -> None:
    _say(
        f"| {half} | {name} | {lang} | {len(plain)} | {result.precision:.4f} | {result.recall:.4f} "
        f"| {wider.precision:.4f} {wider.recall:.4f} | {_shown(raised)} |"
    )


def _shown(raised: Alerts) -> str:
    return f"{raised.false} / {raised.raised} / {raised.asked}"


def _speed(options: argparse.Namespace) -> None:
    command = [sys.executable, __file__, "one"]
    for name in ("segments", "concepts", "target"):
        command += [f"--{name}", str(getattr(options, name))]
    idle = cpu([*command, "--idle"], options.runs)
    busy = cpu(command, options.runs)
    _say("| target | segments | concepts | CPU seconds | of which setting up | peak MB | MB of setting up |")
    _say("|---|---:|---:|---:|---:|---:|---:|")
    _say(
        f"| {options.target} | {options.segments} | {options.concepts} | {busy.seconds:.2f} | {idle.seconds:.2f} "
        f"| {busy.peak_mb:.0f} | {idle.peak_mb:.0f} |"
    )


def _one(options: argparse.Namespace) -> None:
    """One run, in this process: with `idle` only the segments and concepts are made."""
    known = made_glossary(options.target, options.concepts)
    pairs = made_segments(options.target, options.segments)
    if options.idle:
        for _ in pairs:
            pass
        return
    started = time.process_time()
    occurrences("", "en", known)
    uses("", options.target, known, ())
    compiling = time.process_time() - started
    hits = asked = bad = 0
    for source, target in pairs:
        found = occurrences(source, "en", known)
        wanted = {hit.concept.id for hit in found}
        there = uses(target, options.target, known, wanted)
        bad += sum(
            1 for _ in chain(forbidden(target, options.target, known), deprecated(target, options.target, known))
        )
        hits += len(found)
        asked += sum(map(bool, there.values()))
    _say(f"{hits} terms in sources, {asked} used in targets, {bad} unwanted; compiled in {compiling:.3f} s")


def made_segments(lang: str, count: int) -> Iterator[tuple[str, str]]:
    """Pairs of one to three sentences from the gold sets, in random order, made different by a number."""
    chance = random.Random(SEED)
    pool = [row for half in HALVES for row in rows(lang, half)]
    for number in range(count):
        chosen = chance.choices(pool, k=chance.choice((1, 1, 1, 2, 3)))
        yield (
            " ".join(row.english.text for row in chosen) + f" ({number})",
            " ".join(row.target.text for row in chosen) + f" ({number})",
        )


def made_glossary(lang: str, count: int) -> Glossary:
    """Our own concepts, the gold ones, and as many runs of one to three words from the gold sets as are lacking.

    Every tenth of the latter is forbidden, every tenth deprecated.
    """
    folder = HERE.parent / "glossary" / "concepts"
    own = load((path.as_posix(), path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))).concepts
    gold = [each for each in glossary(lang).concepts if each.id not in {concept.id for concept in own}]
    concepts = [*own, *gold][:count]
    english, target = (_runs(lang, side, count) for side in ("english", "target"))
    for number in range(count - len(concepts)):
        status = {3: "forbidden", 7: "deprecated"}.get(number % 10, "preferred")
        terms = (Term("en", english[number % len(english)]), Term(lang, target[number % len(target)], status))
        concepts.append(Concept(f"made-{number}", "test", "draft", "Made.", "Made.", "warning", "lemma", terms))
    return Glossary(tuple(sorted(concepts, key=lambda each: each.id)))


def _runs(lang: str, side: str, count: int) -> list[str]:
    """Different runs of words of four letters and more, drawn at random; as many as there are, `count` at most."""
    chance = random.Random(SEED)
    found: dict[str, None] = {}
    texts = [getattr(row, side).text for half in HALVES for row in rows(lang, half)]
    for _ in range(count * 20):
        words = WORD.findall(chance.choice(texts))
        size = chance.choice((1, 2, 2, 3))
        at = chance.randrange(max(1, len(words) - size))
        if words and len(words[at]) > (1 if lang == "zh" else 3):
            found[" ".join(words[at : at + size])[:40].strip()] = None
    return [each for each in found if each][:count]


if __name__ == "__main__":
    main()
