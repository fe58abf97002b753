"""What reading, writing and updating catalogs costs, against polib and msgmerge.

    python benchmarks/catalogs.py [--runs 5] [--large 300000]

Prints a Markdown table. Messages are made of the sentences of content/, with words exchanged, so that a course
has as many as asked for; the same seed gives the same catalogs. Every figure of an update is a whole fresh
process with reading and writing; of a reader or writer, the call alone. A peer that is missing is left out.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from ccb_l10n.catalog import po
from ccb_l10n.catalog.merge import merge
from ccb_l10n.catalog.template import collect
from ccb_l10n.model import Catalog, Document, Segment, State
from measure import cpu

CONTENT = Path(__file__).parent.parent / "content"
UPDATE = """
import sys
from pathlib import Path
from ccb_l10n.catalog import po
from ccb_l10n.catalog.merge import merge
catalog, template, output = map(Path, sys.argv[1:])
old = po.parse(catalog.read_bytes(), str(catalog), "fr")
merged = merge(old, po.parse(template.read_bytes(), str(template)), "fr", revised="2026-01-02 00:00+0000")
output.write_text(po.render(merged.catalog), encoding="utf-8", newline="")
"""


def sentences() -> list[str]:
    """The sentences of the courses in this repository."""
    found: dict[str, None] = {}
    for path in sorted(CONTENT.rglob("*.md")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for sentence in re.split(r"(?<=[.?!])\s+", line.strip(" -*#>|")):
                if len(sentence.split()) > 3:
                    found[sentence] = None
    return list(found)


def texts(chance: random.Random, stock: list[str]) -> Iterator[str]:
    """Distinct messages of one to four sentences, about one word in six exchanged for another of the course."""
    words = sorted({word for sentence in stock for word in sentence.split()})
    while True:
        chosen = " ".join(chance.choices(stock, k=chance.choice((1, 1, 2, 4)))).split()
        yield " ".join(chance.choice(words) if chance.random() < 1 / 6 else word for word in chosen)


def edited(text: str, chance: random.Random, more: Iterator[str]) -> str:
    """The text as an editor leaves it: a word or clause changed, a sentence added or cut, or new punctuation."""
    words = text.split()
    kind = chance.randrange(4)
    at = chance.randrange(len(words))
    if kind == 0:
        words[at] = next(more).split()[0].lower() + "s"
    elif kind == 1:
        words[at : at + 3] = next(more).split()[:4]
    elif kind == 2:
        words += next(more).split()[: max(2, len(words) // 3)]
    else:
        words[-1] = words[-1].rstrip(".") + " again."
    return " ".join(words)


def template(sources: list[str]) -> Catalog:
    """The template of a course of these messages, sixty a document."""
    documents = (
        Document(
            f"module-{at // 60:04}.md",
            "",
            tuple(
                Segment("paragraph", source, 0, 0, 1, heading=(f"Module {at // 60}", f"Section {place // 8}"))
                for place, source in enumerate(sources[at : at + 60])
            ),
        )
        for at in range(0, len(sources), 60)
    )
    return collect(
        documents, "bench", title="Bench", version="1", source_language="en", created="2026-01-01 00:00+0000"
    )


def translated(catalog: Catalog) -> Catalog:
    """Its French catalog, with every message translated: the words backwards, for a text of the same length."""
    merged = merge(None, catalog, "fr").catalog
    done = (
        replace(message, target=" ".join(reversed(message.source.split())), state=State.TRANSLATED, raw="")
        for message in merged.messages
    )
    return replace(merged, messages=tuple(done))


def small_change(sources: list[str], chance: random.Random, more: Iterator[str]) -> list[str]:
    """One message in a hundred edited."""
    return [edited(each, chance, more) if chance.random() < 0.01 else each for each in sources]


def two_years(sources: list[str], chance: random.Random, more: Iterator[str]) -> list[str]:
    """A fifth edited, a tenth removed, a tenth new, and some modules in another place."""
    modules = [sources[at : at + 60] for at in range(0, len(sources), 60)]
    modules[3:9] = reversed(modules[3:9])
    later = []
    for source in (source for module in modules for source in module):
        fate = chance.random()
        if fate < 0.1:
            continue
        later.append(edited(source, chance, more) if fate < 0.3 else source)
        if fate > 0.9:
            later.append(next(more))
    return later


def update_row(title: str, before: list[str], after: list[str], runs: int) -> str:
    """Our update and msgmerge's of the same files, in CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        catalog, new, output = (Path(folder) / name for name in ("fr.po", "new.pot", "out.po"))
        catalog.write_text(po.render(translated(template(before))), encoding="utf-8")
        new.write_text(po.render(template(after)), encoding="utf-8")
        ours = cpu([sys.executable, "-c", UPDATE, str(catalog), str(new), str(output)], runs)
        row = f"| {title} | {ours.seconds:.2f} ({ours.peak_mb:.0f} MB) |"
        if not shutil.which("msgmerge"):
            return f"{row} no msgmerge | |"
        command = ["msgmerge", "--quiet", "--previous", "--output-file", str(output), str(catalog), str(new)]
        theirs = cpu(command, runs)
        return f"{row} msgmerge {theirs.seconds:.2f} | {ours.seconds / theirs.seconds:.2f} |"


def seconds(call: Callable[[], object], runs: int) -> float:
    """The median of the CPU seconds of a call in this process."""
    spent = []
    for _ in range(runs):
        start = time.process_time()
        call()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def reader_rows(sources: list[str], runs: int) -> Iterator[str]:
    """Reading, writing as read and writing anew, against polib's load, and its save without and with wrapping."""
    import polib

    catalog = translated(template(sources))
    text = po.render(catalog)
    data = text.encode()
    read = po.parse(data, "fr.po")
    theirs = polib.pofile(text)
    rows = (
        ("read", lambda: po.parse(data, "fr.po"), lambda: polib.pofile(text)),
        ("write, nothing changed", lambda: po.render(read), lambda: str(theirs)),
        ("write, all anew", lambda: po.render(catalog), lambda: str(theirs)),
    )
    for title, ours, peer in rows:
        mine, other = seconds(ours, runs), seconds(peer, runs)
        yield f"| {title}, {len(sources):,} | {mine:.2f} | polib {other:.2f} | {mine / other:.2f} |"


def report(runs: int, large: int) -> Iterator[str]:
    chance = random.Random(20_260_101)
    more = texts(chance, sentences())

    def course(size: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < size:
            found[next(more)] = None
        return list(found)

    yield "| CPU seconds | ccb-l10n | peer | ratio |"
    yield "|---|---|---|---|"
    before = course(50_000)
    yield update_row("update, 50,000 messages, 1% edited", before, small_change(before, chance, more), runs)
    before = course(3_500)
    yield update_row("update, 3,500 messages, two years on", before, two_years(before, chance, more), runs)
    yield from reader_rows(course(20_000), runs)
    if large:
        yield from reader_rows(course(large), 1)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--large", type=int, default=300_000, help="messages of the large catalog, or 0")
    options = arguments.parse_args()
    for line in report(options.runs, options.large):
        print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
