"""What packs cost: CPU seconds and peak memory of cold builds in fresh processes, and the sizes of what comes out.

    python benchmarks/packs.py [--runs 5]

A text course of 17,000 words is made of the house course's own pages; then the house course itself is built in French,
Arabic and Chinese. Nothing is fetched and nothing is drafted.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path

import measure

HOME = Path(__file__).parents[1]
COURSE = HOME / "content" / "national-csirt"
WORDS = 17_000
ALL_BUT_PDF = ("html", "single", "epub", "scorm", "gift", "kolibri", "docx", "markdown")
SETS = {"html": ("html",), "all but pdf": ALL_BUT_PDF}


def text_course(root: Path) -> int:
    """A workspace with a course of text alone, of WORDS words or a page more; how many there are."""
    pages = [path.read_text("utf-8") for path in sorted(COURSE.glob("*/*.md"))]
    folder = root / "content" / "text"
    folder.mkdir(parents=True)
    shutil.copytree(HOME / "glossary", root / "glossary")
    words = at = 0
    while words < WORDS:
        text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", pages[at % len(pages)])
        (folder / f"page-{at:03}.md").write_text(text, "utf-8")
        words += len(text.split())
        at += 1
    return words


def house(root: Path) -> None:
    for name in ("content", "locales", "glossary"):
        shutil.copytree(HOME / name, root / name)


def row(name: str, root: Path, lang: str, formats: tuple[str, ...], runs: int) -> str:
    """One line of the table: a build from nothing but content, catalogs and glossary."""
    build = [sys.executable, "-m", "ccb_l10n", "-C", str(root), "build", "--lang", lang, "--frozen"]
    build += [part for each in formats for part in ("--format", each)]
    script = 'rm -rf "$0/dist" "$0/.ccb-l10n" && exec "$@"'
    found = measure.cpu(["sh", "-c", script, str(root), *build], runs)
    sizes = {each.name: sum(path.stat().st_size for path in each.rglob("*") if path.is_file())
             for pack in (root / "dist").iterdir() for each in pack.iterdir() if each.is_dir()}  # fmt: skip
    told = ", ".join(f"{form} {sizes[form] / 1000:,.0f}" for form in formats if form in sizes)
    seconds = " ".join(f"{each:.2f}" for each in found.runs)
    return f"| {name} | {found.seconds:.2f} | {found.peak_mb:.0f} | {seconds} | {told} |"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    say("| build, cold | CPU seconds | peak MB | runs | kB |\n|---|---:|---:|---|---|")
    with tempfile.TemporaryDirectory() as made:
        words = text_course(Path(made))
        for name, formats in SETS.items():
            say(row(f"{words:,} words of English, {name}", Path(made), "en", formats, runs))
    with tempfile.TemporaryDirectory() as made:
        house(Path(made))
        for lang in ("fr", "ar", "zh"):
            for name, formats in SETS.items():
                say(row(f"the house course in {lang}, {name}", Path(made), lang, formats, runs))
        say(row("the house course in fr, pdf", Path(made), "fr", ("pdf",), min(runs, 3)))


if __name__ == "__main__":
    main()
