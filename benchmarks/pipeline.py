"""What the whole way costs on a large course: extract, merge, build and status, cold and again.

    python benchmarks/corpus.py gather --out /tmp/wild
    python benchmarks/corpus.py scale --wild /tmp/wild --out /tmp/big --files 5000 --bytes 24000000
    python benchmarks/pipeline.py /tmp/big [--runs 5] [--html]

Works in a copy of the workspace. "Cold" is without templates (extract) or with every message translated and no cache
(build, status); "again" is the same command with nothing changed. Every figure is a whole process: CPU seconds, user
and system, the median of the runs, and its ratio to markdown-it-py's block rules alone on the same files.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measure import Measured, once

HERE = Path(__file__).parent
CCB = [sys.executable, "-m", "ccb_l10n"]


def translated(root: Path) -> None:
    """Give every message of the workspace's one course an accented, 30% longer French target, as a person would."""
    from dataclasses import replace

    from ccb_l10n import workspace
    from ccb_l10n.catalog import ledger, po
    from ccb_l10n.model import State
    from ccb_l10n.workflow.catalogs import Held, in_step, save
    from pseudo import accented

    place = workspace.find(root)
    course = place.courses()[0]
    template = po.parse(place.template(course.name).read_bytes(), "template")
    _, held = in_step(place, course, "fr", template)
    messages = tuple(
        replace(message, target=accented(message.source), state=State.TRANSLATED, raw="")
        for message in held.catalog.messages
    )
    catalog = replace(held.catalog, messages=messages)
    save(place, course, Held(catalog, ledger.record(catalog, held.ledger)))


def forget(root: Path, *names: str) -> None:
    """Remove what earlier runs left."""
    for name in names:
        path = root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def measured(command: list[str], runs: int, before: Callable[[], None] | None = None) -> Measured:
    """Like `measure.cpu`, with something to do before each run that does not count. Findings are no failure."""
    seconds, peaks = [], []
    for _ in range(runs):
        if before:
            before()
        spent, peak = once(command, None, (0, 1))
        seconds.append(spent)
        peaks.append(peak)
    return Measured(sorted(seconds)[len(seconds) // 2], tuple(seconds), max(peaks))


def steps(root: Path, runs: int, with_html: bool) -> dict[str, Measured]:
    """Every figure, in the order in which the work is done; a site of thousands of pages takes its time."""
    ccb = [*CCB, "-C", str(root)]
    build = [*ccb, "build", "--lang", "fr", "--frozen", "--format"]
    markdown, html = [*build, "markdown"], [*build, "html"]
    course = next(path.name for path in (root / "content").iterdir() if path.is_dir())
    baseline = [sys.executable, str(HERE / "baseline.py"), str(root), "--only", "block"]
    found = {"block rules alone": measured(baseline, runs)}
    found["extract, cold"] = measured([*ccb, "extract"], runs, lambda: forget(root, ".ccb-l10n", "locales"))
    found["extract, again"] = measured([*ccb, "extract"], runs)
    merge = [*ccb, "merge", "--lang", "fr"]
    found["merge, first"] = measured(merge, runs, lambda: forget(root, "locales/fr"))
    made = [sys.executable, __file__, str(root), "--translate"]
    once(made, None, (0,))
    found["build markdown, cold"] = measured(markdown, runs, lambda: forget(root, ".ccb-l10n", "dist"))
    found["build markdown, again"] = measured(markdown, runs)
    if with_html:
        found["build html, cold"] = measured(html, runs, lambda: forget(root, ".ccb-l10n", "dist"))
        found["build html, again"] = measured(html, runs)
    found["status, cold"] = measured([*ccb, "status"], runs, lambda: forget(root, ".ccb-l10n"))
    found["status, again"] = measured([*ccb, "status"], runs)
    found["build markdown, cold, writing"] = measured(
        [*ccb, "build", "--lang", "fr", "--format", "markdown"],
        runs,
        lambda: forget(root, ".ccb-l10n", "dist", f"locales/{course}.pot"),
    )
    return found


def table(found: dict[str, Measured]) -> str:
    base = found["block rules alone"].seconds
    lines = ["| step | CPU seconds | ratio to the block rules | peak MB | runs |", "|---|---:|---:|---:|---|"]
    for name, one in found.items():
        runs = " ".join(f"{seconds:.2f}" for seconds in one.runs)
        lines.append(f"| {name} | {one.seconds:.2f} | {one.seconds / base:.2f} | {one.peak_mb:.0f} | {runs} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("workspace", type=Path, help="a folder with content/ that holds one large course")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--html", action="store_true", help="measure building the site too")
    parser.add_argument("--translate", action="store_true", help="only fill the French catalog, measuring nothing")
    chosen = parser.parse_args()
    if chosen.translate:
        translated(chosen.workspace)
        return 0
    with tempfile.TemporaryDirectory(prefix="ccb-l10n-") as folder:
        root = Path(folder) / "workspace"
        shutil.copytree(chosen.workspace / "content", root / "content")
        sys.stdout.write(table(steps(root, chosen.runs, chosen.html)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
