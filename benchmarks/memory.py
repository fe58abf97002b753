"""What the translation memory costs, and what its shortcuts miss.

    python benchmarks/memory.py [--wild FOLDER] [--units 100000] [--sources 20000] [--sample 1000] [--runs 3]

Prints a Markdown table. Texts are those of the Markdown files below FOLDER, or else made of the sentences of content/
with words exchanged. Two sources in five are units with one to three words changed, the others are texts that are no
units. Every figure is CPU seconds and peak memory of a fresh process; the last row compares a sample of the sources
with every unit, and counts those for which the memory found one as good.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from catalogs import sentences
from catalogs import texts as made
from ccb_l10n.catalog import memory
from ccb_l10n.markdown.parse import parse
from ccb_l10n.model import Catalog, Message, State
from measure import MAXRSS_UNIT

STEPS = ("fill", "fill again", "exact", "similar", "similar, 100 sources")


def wild(folder: Path, chance: random.Random) -> list[str]:
    """The distinct messages of all Markdown files below a folder, in random order."""
    found: dict[str, None] = {}
    for path in sorted(folder.rglob("*.md")):
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        found.update((segment.source, None) for segment in parse(path.name, text).segments)
    shuffled = [source for source in found if source.strip()]
    chance.shuffle(shuffled)
    return shuffled


def changed(text: str, chance: random.Random, words: list[str]) -> str:
    """The text with one to three words exchanged, added or dropped."""
    parts = text.split()
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        at = chance.randrange(len(parts) or 1)
        parts[at : at + chance.choice((0, 1, 1, 2))] = chance.choices(words, k=chance.choice((0, 1, 1, 2)))
    return " ".join(parts) or chance.choice(words)


def texts(folder: Path | None, units: int, sources: int) -> tuple[list[str], list[str]]:
    """The units' sources, and those to look up."""
    chance = random.Random(1)
    edits = sources * 2 // 5
    needed = units + sources - edits
    stock = wild(folder, chance) if folder else list(islice(made(chance, sentences()), needed))
    if len(stock) < needed:
        raise SystemExit(f"only {len(stock)} texts below {folder}: {needed} are needed")
    known, new = stock[:units], stock[units:needed]
    words = [word for text in new[:2000] for word in text.split()]
    asked = [changed(text, chance, words) for text in chance.sample(known, edits)] + new
    chance.shuffle(asked)
    return known, asked


def step(name: str, path: Path, known: list[str], asked: list[str]) -> None:
    catalog = Catalog(tuple(Message(text, text[::-1], state=State.TRANSLATED) for text in known))
    with memory.open(path) as held:
        work: Callable[[], object] = {
            "fill": lambda: held.refresh("bench", "fr", catalog, f"first {os.getpid()}"),
            "fill again": lambda: held.refresh("bench", "fr", catalog, f"then {os.getpid()}"),
            "exact": lambda: held.exact("fr", [*known[: len(asked) // 2], *asked[: len(asked) // 2]]),
            "similar": lambda: held.similar("fr", asked),
            "similar, 100 sources": lambda: held.similar("fr", asked[:100]),
        }[name]
        before = time.process_time()
        found = work()
        seconds = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_UNIT / 1_000_000
    say(json.dumps({"seconds": seconds, "peak": peak, "found": len(found) if isinstance(found, dict) else 0}))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def complete(known: list[str], asked: list[str], found: dict[str, tuple[memory.Unit, float]]) -> tuple[int, int]:
    """Of these sources, how many have a similar unit, and for how many the memory found one as good."""
    from rapidfuzz import fuzz, process

    have = good = 0
    for text in asked:
        if len(text) >= 12 and (best := process.extractOne(text, known, scorer=fuzz.ratio, score_cutoff=memory.CUTOFF)):
            have += 1
            good += text in found and found[text][1] >= best[1] - memory._OTHER_NUMBERS
    return have, good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--wild", type=Path)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--sources", type=int, default=20_000)
    parser.add_argument("--sample", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--step", choices=STEPS)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    if options.step:
        known, asked = json.loads(options.texts.read_bytes())
        step(options.step, options.file, known, asked)
        return
    known, asked = texts(options.wild, options.units, options.sources)
    say(f"{len(asked):,} sources, {len(known):,} units\n\n| step | CPU seconds | peak MB | found | runs |")
    say("|---|---:|---:|---:|---|")
    with tempfile.TemporaryDirectory() as folder:
        stored, file = Path(folder) / "texts.json", Path(folder) / "memory.sqlite"
        stored.write_text(json.dumps([known, asked]), encoding="utf-8")
        for name in STEPS:
            command = [sys.executable, __file__, "--step", name, "--texts", str(stored), "--file", str(file)]
            runs = [
                json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(options.runs)
            ]
            seconds = sorted(run["seconds"] for run in runs)
            peak = max(run["peak"] for run in runs)
            listed = " ".join(f"{each:.2f}" for each in seconds)
            say(f"| {name} | {seconds[len(seconds) // 2]:.2f} | {peak:.0f} | {runs[0]['found']:,} | {listed} |")
        with memory.open(file) as held:
            have, good = complete(known, asked[: options.sample], held.similar("fr", asked))
    say(f"\nOf {options.sample:,} sources {have} have a similar unit; as good a one was found for {good}.")


if __name__ == "__main__":
    main()
