"""What drafting costs: our engine, argostranslate's public API, and a bare call of CTranslate2, on the same texts.

    python benchmarks/drafting.py PACKAGE.argosmodel [--wild /tmp/wild] [--segments 1200] [--runs 3]

PACKAGE is any Argos package that reads English. The segments are those of content/, then of the other Markdown under
`--wild`, masked as for drafting; none repeats a sentence of another, so every way has the same tokens to read. Every
figure is a whole fresh process with imports and the loading of the model: source tokens in all, divided by CPU
seconds, user and system, the median of the runs.

argostranslate runs offline and on our sentences: its own splitter, which it would download, is replaced.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from ccb_l10n.drafting import argos, packages, sentences
from ccb_l10n.drafting.masking import mask
from ccb_l10n.markdown.inline import protected
from ccb_l10n.markdown.parse import parse
from measure import Measured, cpu

HERE = Path(__file__).parent
BEAM = 4
LONGEST = 300  # characters of a sentence; argostranslate would cut longer ones at 256 tokens, silently

ARGOSTRANSLATE = """
import json, sys
from argostranslate import package, translate

class Ours:
    def __init__(self, package): pass
    def split_sentences(self, text): return known[text]

translate.MiniSBDSentencizer = Ours
known = {" ".join(each): each for each in json.load(open(sys.argv[1], encoding="utf-8"))}
for text in known:
    translate.translate(text, sys.argv[2], sys.argv[3])
"""
OURS = """
import json, sys, tempfile
from pathlib import Path
from ccb_l10n.drafting import argos, packages
from ccb_l10n.drafting.cache import Cached, open_store

segments = json.load(open(sys.argv[1], encoding="utf-8"))
with tempfile.TemporaryDirectory() as folder:
    store = open_store(Path(folder) / "drafts.sqlite", sys.exit)
    engine = Cached(argos.engine(packages.read(Path(sys.argv[2])), beam=int(sys.argv[3]), device="cpu"), store)
    engine.hypotheses([each for segment in segments for each in segment])
    store.close()
"""
BARE = """
import json, os, sys
import ctranslate2, sentencepiece

segments = json.load(open(sys.argv[1], encoding="utf-8"))
tokens = sentencepiece.SentencePieceProcessor(model_file=sys.argv[2] + "/sentencepiece.model")
model = ctranslate2.Translator(
    sys.argv[2] + "/model", compute_type="int8_float32", inter_threads=len(os.sched_getaffinity(0)), intra_threads=1
)
distinct = list(dict.fromkeys(each for segment in segments for each in segment))
found = model.translate_batch(
    tokens.encode(distinct, out_type=str), max_batch_size=1024, batch_type="tokens", beam_size=int(sys.argv[3]),
    length_penalty=0.2, replace_unknowns=True,
)
[tokens.decode(each.hypotheses[0]) for each in found]
"""
FIRST = """
import sys, time
begun = time.perf_counter()
from pathlib import Path
from ccb_l10n.drafting import argos, packages
from ccb_l10n.drafting.cache import Cached, open_store

engine = argos.engine(packages.read(Path(sys.argv[1])), device="cpu")
store = open_store(Path(sys.argv[2]), sys.exit)
known = Cached(engine, store)
ready = time.perf_counter()
engine._translator
loaded = time.perf_counter()
known.hypotheses(["The team reads the report."])
print(time.perf_counter() - begun - (loaded - ready), loaded - ready)
store.close()
"""


def lines(folder: Path) -> Iterator[str]:
    """The masked lines of all Markdown in a folder."""
    for path in sorted(folder.rglob("*.md")):
        try:
            document = parse(path.name, path.read_text(encoding="utf-8"))
        except (UnicodeDecodeError, OSError):
            continue
        for segment in document.segments:
            yield from mask(segment.source, protected(segment.source)).text.split("\n")


def stock(wild: Path | None, most: int) -> tuple[list[list[str]], int]:
    """Segments as their sentences, all of them distinct, and how many of the segments are from content/."""
    seen: set[str] = set()
    segments: list[list[str]] = []
    own = 0
    for folder in filter(None, (HERE.parent / "content", wild)):
        for line in lines(folder):
            found = [sentence for sentence, _ in sentences.split(" ".join(line.split())) if sentence]
            usual = found and all(len(each) <= LONGEST and any(map(str.isalpha, each)) for each in found)
            if usual and len(segments) < most and seen.isdisjoint(found) and len(set(found)) == len(found):
                seen.update(found)
                segments.append(found)
        own = own or len(segments)
    return segments, own


def unpacked(package: Path, folder: Path) -> Path:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return next(folder.iterdir())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("--wild", type=Path)
    parser.add_argument("--segments", type=int, default=1200)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="drafting-"))
    try:
        measure(given.package, given.wild, given.segments, given.runs, scratch)
    finally:
        shutil.rmtree(scratch)


def measure(package: Path, wild: Path | None, most: int, runs: int, scratch: Path) -> None:
    segments, own = stock(wild, most)
    texts = scratch / "segments.json"
    texts.write_text(json.dumps(segments), encoding="utf-8")
    folder = unpacked(package, scratch / "packages")
    read = packages.read(folder)
    flat = [each for segment in segments for each in segment]
    tokens = sum(argos.engine(read, device="cpu")._sizes(flat))
    sys.stdout.write(
        f"{len(segments):,} segments, {own:,} of them of content/, {len(flat):,} sentences, {tokens:,} tokens\n\n"
    )
    os.environ |= {
        "HOME": str(scratch), "ARGOS_PACKAGES_DIR": str(folder.parent), "ARGOS_BEAM_SIZE": str(BEAM),
        "ARGOS_COMPUTE_TYPE": "int8_float32", "ARGOS_DEVICE_TYPE": "cpu",
    }  # fmt: skip
    argos_call = [sys.executable, "-c", ARGOSTRANSLATE, str(texts), read.source, read.target]
    rows = {"argostranslate, segment by segment": cpu(argos_call, runs)}
    os.environ["ARGOS_INTRA_THREADS"] = "1"
    rows["the same on one thread"] = cpu(argos_call, runs)
    for name, code in (("ours, with an empty cache", OURS), ("bare translate_batch", BARE)):
        rows[name] = cpu([sys.executable, "-c", code, str(texts), str(folder), str(BEAM)], runs)
    show(rows, tokens)
    first(folder, scratch, runs)


def show(rows: dict[str, Measured], tokens: int) -> None:
    base = next(iter(rows.values())).seconds
    sys.stdout.write("| way | tokens a CPU second | CPU seconds | times argostranslate | peak MB | runs |\n")
    sys.stdout.write("|---|---:|---:|---:|---:|---|\n")
    for name, each in rows.items():
        shown = " ".join(f"{seconds:.1f}" for seconds in each.runs)
        rate, times = tokens / each.seconds, base / each.seconds
        sys.stdout.write(
            f"| {name} | {rate:,.0f} | {each.seconds:.1f} | {times:.2f} | {each.peak_mb:.0f} | {shown} |\n"
        )


def first(folder: Path, scratch: Path, runs: int) -> None:
    """Seconds to the first draft, and of those the loading of the model."""
    found = []
    for run in range(runs):
        command = [sys.executable, "-c", FIRST, str(folder), str(scratch / f"{run}.sqlite")]
        found.append([float(each) for each in subprocess.check_output(command, text=True).split()])
    rest, loading = (sorted(column)[runs // 2] for column in zip(*found, strict=True))
    sys.stdout.write(f"\nFirst draft: {rest:.2f} s of wall clock besides {loading:.2f} s of loading the model.\n")


if __name__ == "__main__":
    main()
