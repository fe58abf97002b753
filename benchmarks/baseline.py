"""What markdown-it-py alone needs for a folder of Markdown: the yardstick of our own figures.

    python benchmarks/baseline.py DIR [--runs 5]

Prints a Markdown table and, as the last line, the same as one JSON object. Every figure is a whole process:
interpreter, imports and reading included; the row `read` is what these cost with no parsing at all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measure import Measured, cpu

Parse = Callable[[str], object]


def no_parser() -> Parse:
    from markdown_it import MarkdownIt

    MarkdownIt("commonmark").enable("table")
    return len


def block_parser() -> Parse:
    """Block rules alone: no inline content is parsed."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser.parse


def full_parser() -> Parse:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").parse


def plugin_parser() -> Parse:
    """The full parse with the dialects that courses are written in."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.admon import admon_plugin
    from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
    from mdit_py_plugins.container import container_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin
    from mdit_py_plugins.tasklists import tasklists_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for plugin in (front_matter_plugin, footnote_plugin, deflist_plugin, tasklists_plugin, admon_plugin):
        parser.use(plugin)
    for plugin in (dollarmath_plugin, attrs_plugin, attrs_block_plugin):
        parser.use(plugin)
    parser.use(container_plugin, "any", validate=lambda *_: True)
    return parser.parse


PARSERS: dict[str, Callable[[], Parse]] = {
    "read": no_parser,
    "block": block_parser,
    "full": full_parser,
    "plugins": plugin_parser,
}


def texts(folder: Path) -> Iterator[str]:
    """The folder's Markdown, in the order of its paths; files that are not UTF-8 are passed over."""
    for path in sorted(folder.rglob("*.md")):
        try:
            yield path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue


def parse_all(kind: str, folder: Path) -> None:
    parse = PARSERS[kind]()
    for text in texts(folder):
        parse(text)


def table(measured: dict[str, Measured]) -> str:
    lines = ["| markdown-it-py | CPU seconds, median | runs | peak MB |", "|---|---:|---|---:|"]
    for kind, one in measured.items():
        runs = " ".join(f"{seconds:.2f}" for seconds in one.runs)
        lines.append(f"| {kind} | {one.seconds:.2f} | {runs} | {one.peak_mb:.0f} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=PARSERS, help="parse in this process, measuring nothing")
    chosen = parser.parse_args()
    if chosen.only:
        parse_all(chosen.only, chosen.folder)
        return 0
    files = list(chosen.folder.rglob("*.md"))
    if not files:
        sys.stderr.write(f"{chosen.folder}: no Markdown in it\n")
        return 2
    itself = [sys.executable, __file__, str(chosen.folder), "--only"]
    measured = {kind: cpu([*itself, kind], chosen.runs) for kind in PARSERS}
    size = sum(path.stat().st_size for path in files)
    parsers = {kind: asdict(one) for kind, one in measured.items()}
    report = {"files": len(files), "bytes": size, "parsers": parsers}
    sys.stdout.write(f"{len(files)} files, {size} bytes\n\n{table(measured)}\n\n{json.dumps(report)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
