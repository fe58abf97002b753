"""How often the checks speak, and how often they are right, on courses and manuals that people wrote and translated.

    python benchmarks/translated.py DIR
    python benchmarks/noise.py count DIR [--course C]...
    python benchmarks/noise.py sample DIR --check ID [--severity S] [--course C]... [--most 50]
    python benchmarks/noise.py score DIR --judged FILE [--course C]...

The first gathers a workspace; put a `glossary` in it. `count` prints findings per 100 messages by check and language,
every check on. `sample` prints findings of one check to be read, in turns from every file that has some, each with a
key. What a reader makes of them goes into FILE, a TSV of key, verdict and why. A verdict is yes (a translator would
act on it), no, or apart (the two texts are not each other's translation: nothing can be learnt from them). `score`
counts, of the findings that there are still, the verdicts by check.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from hashlib import sha256
from itertools import chain, zip_longest
from pathlib import Path, PurePosixPath

from ccb_l10n import locales, workspace
from ccb_l10n.catalog import po
from ccb_l10n.model import Finding
from ccb_l10n.workflow import checking

AROUND = 70  # code points shown on either side of the words that a finding marks


def found(folder: Path, courses: Sequence[str]) -> list[Finding]:
    """What all checks say of the workspace's catalogs and pages, the opt-in ones too."""
    return checking.check(workspace.find(folder), (), courses, named="strict").findings


def count(folder: Path, courses: Sequence[str]) -> None:
    """Print a table: findings per 100 messages, by check, for each language over all courses."""
    messages: Counter[str] = Counter()
    for path in sorted((folder / "locales").glob("*/LC_MESSAGES/*.po")):
        if not courses or path.stem in courses:
            lang = locales.bcp47(path.parent.parent.name)
            messages[lang] += len(po.parse(path.read_bytes(), path.name, lang).messages)
    findings = Counter((each.id, each.lang) for each in found(folder, courses) if each.lang in messages)
    langs = sorted(messages)
    _say("| check | " + " | ".join(langs) + " | all |\n|---|" + "---:|" * (len(langs) + 1))
    _say("| messages | " + " | ".join(str(messages[lang]) for lang in langs) + f" | {messages.total()} |")
    for row in checking.KNOWN:
        numbers = [findings[row.id, lang] for lang in langs]
        if any(numbers):
            name = f"{row.id} ({'opt-in' if row.opt_in else row.severity})"
            shares = (f"{100 * number / messages[lang]:.2f}" for number, lang in zip(numbers, langs, strict=True))
            _say(f"| {name} | " + " | ".join(shares) + f" | {100 * sum(numbers) / messages.total():.2f} |")


def sample(findings: Sequence[Finding], most: int) -> None:
    """Print up to `most` findings, in turns from every file, each file's own spread evenly."""
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for each in findings:
        by_file[each.path].append(each)
    spread = [of_file[:: max(1, len(of_file) // most)] for of_file in by_file.values()]
    for each in [each for each in chain(*zip_longest(*spread)) if each][:most]:
        start, end = each.span or (0, 0)
        text = each.target or each.source
        around = text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND]
        shown = "{}⟦{}⟧{}".format(*around) if each.span else text[: 4 * AROUND]
        _say(f"{_key(each)} [{each.severity}] {each.message}\n   {each.source[: 4 * AROUND]!r}\n   {shown!r}")
    _say(f"{len(findings)} findings in all")


def score(findings: Sequence[Finding], judged: Path) -> None:
    """Print, by check and severity: findings, those read, set apart and right, and the share of the last."""
    with judged.open(encoding="utf-8", newline="") as file:
        verdicts = {row[0]: row[1] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    every: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in findings:
        every[each.id, each.severity].append(verdicts.get(_key(each), ""))
    _say("| check | severity | findings | read | apart | right | share |\n|---|---|---:|---:|---:|---:|---:|")
    order = [row.id for row in checking.KNOWN]
    for (name, severity), said in sorted(every.items(), key=lambda item: (order.index(item[0][0]), item[0][1])):
        right, wrong, apart = (said.count(verdict) for verdict in ("yes", "no", "apart"))
        share = f"{100 * right / (right + wrong):.0f}%" if right + wrong >= 10 else "few"
        _say(f"| {name} | {severity} | {len(said)} | {right + wrong + apart} | {apart} | {right} | {share} |")


def _key(finding: Finding) -> str:
    """What a finding is known by: its check, its file, a hash of the message's words, and where its own begin."""
    path = PurePosixPath(finding.path)
    place = f"{finding.lang}/{path.stem}" if path.suffix == ".po" else finding.path.removeprefix("content/")
    words = " ".join([*finding.source.split(), "=", *finding.target.split()])
    message = sha256(words.encode()).hexdigest()[:10]
    return f"{finding.id} {place}:{message}:{finding.span[0] if finding.span else ''}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("count", "sample", "score"):
        one = commands.add_parser(name)
        one.add_argument("folder", type=Path)
        one.add_argument("--course", action="append", default=[])
        if name == "sample":
            one.add_argument("--check", required=True)
            one.add_argument("--severity", choices=["error", "warning", "info"])
            one.add_argument("--most", type=int, default=50)
        elif name == "score":
            one.add_argument("--judged", type=Path, required=True)
    args = parser.parse_args()
    if args.command == "count":
        count(args.folder, args.course)
        return 0
    findings = found(args.folder, args.course)
    if args.command == "sample":
        asked = (each for each in findings if each.id == args.check)
        sample([each for each in asked if args.severity in (None, each.severity)], args.most)
    else:
        score(findings, args.judged)
    return 0


if __name__ == "__main__":
    sys.exit(main())
