"""How often the checks speak, and about what, on courses that people wrote and translated.

    python benchmarks/noise.py gather --out DIR
    python benchmarks/noise.py count --workspace DIR [--lang L]... [--glossary DIR]
    python benchmarks/noise.py sample --workspace DIR --check ID [--lang L] [--most 50]

`gather` downloads two programming courses (npm: javascripting, learnyounode; MIT) and the Debian installation guide
(GPL-2+; needs a deb-src line among apt's sources), and lays them out as a workspace: the Markdown pages and, for each
language, a catalog of the segments that stand in the same place of a translated page; the guide's own PO files.
`count` prints findings per 100 translated messages by check and language; `sample` prints findings to be read and
judged. Nothing downloaded belongs in the repository.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from ccb_l10n import locales
from ccb_l10n.catalog import po
from ccb_l10n.checks import CHECKS, check
from ccb_l10n.markdown.inline import translatable
from ccb_l10n.markdown.parse import parse
from ccb_l10n.model import Catalog, Finding, Message, State
from ccb_l10n.terminology.concepts import Glossary, load

NPM = {"javascripting": "2.7.4", "learnyounode": "4.2.2"}
NAMES = {"es": "es", "fr": "fr", "pt-br": "pt-BR", "ru": "ru", "zh-cn": "zh-Hans"}
GUIDE = {"es": "es", "fr": "fr", "pt": "pt", "ru": "ru", "zh_CN": "zh-Hans"}
TRANSLATED = re.compile(r"(?P<stem>.+?)[._](?P<lang>[a-z]{2}(?:-[a-z]{2})?)\.md\Z")


def gather(out: Path) -> None:
    """Download the courses and write the workspace. Raises CalledProcessError where a registry's client fails."""
    for name, version in NPM.items():
        folder = _unpacked(name, version, out / "download")
        _course(name, folder, out)
    _guide(out)


def _unpacked(name: str, version: str, folder: Path) -> Path:
    place = folder / name
    if not place.exists():
        place.mkdir(parents=True)
        subprocess.run(["npm", "pack", f"{name}@{version}"], cwd=place, check=True, capture_output=True, timeout=300)
        with tarfile.open(next(place.glob("*.tgz"))) as archive:
            archive.extractall(place, filter="data")
    return place / "package"


def _course(name: str, package: Path, out: Path) -> None:
    """The course's English pages, and a catalog for each language of what pairs with them segment by segment."""
    pairs: dict[str, dict[str, str]] = defaultdict(dict)
    pages = aligned = 0
    for page in sorted(package.rglob("*.md")):
        match = TRANSLATED.match(page.name)
        if match is None or match["lang"] not in NAMES or "node_modules" in page.parts:
            continue
        source = page.with_name(match["stem"] + ".md")
        if not source.exists():
            continue
        pages += 1
        place = out / "content" / name / source.relative_to(package)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)
        found = dict(_aligned(source, page))
        aligned += bool(found)
        for text, target in found.items():
            pairs[NAMES[match["lang"]]].setdefault(text, target)
    for lang, said in pairs.items():
        _write(out, lang, name, said)
    _say(f"{name}: {aligned} of {pages} translated pages have their source's segments, {list(pairs)}")


def _aligned(source: Path, page: Path) -> Iterator[tuple[str, str]]:
    """Source and target of each segment, section by section, where both are made of the same kinds in one order."""
    one, other = (list(_sections(path)) for path in (source, page))
    if [kinds[:1] for kinds, _ in one] != [kinds[:1] for kinds, _ in other]:
        return
    for (kinds, mine), (theirs, targets) in zip(one, other, strict=True):
        if kinds == theirs:
            for text, target in zip(mine, targets, strict=True):
                if text != target and translatable(text):
                    yield text, target


def _sections(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """The kinds and the texts of what stands under each heading, the heading first."""
    kinds: list[str] = ["start"]
    texts: list[str] = [""]
    for segment in parse(path.name, path.read_text("utf-8")).segments:
        if segment.kind.startswith("heading"):
            yield kinds, texts
            kinds, texts = [], []
        kinds.append(segment.kind)
        texts.append(segment.source)
    yield kinds, texts


def _guide(out: Path) -> None:
    folder = out / "download" / "installation-guide"
    if not folder.exists():
        folder.mkdir(parents=True)
        command = ["apt-get", "source", "--download-only", "installation-guide"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    archive = next(folder.glob("*.tar.xz"))
    subprocess.run(["tar", "xf", archive, "--strip-components=1", "--wildcards", "*/po/*"], cwd=folder, check=True)
    for theirs, lang in GUIDE.items():
        said: dict[str, str] = {}
        for path in sorted((folder / "po" / theirs).glob("*.po")):
            for message in po.parse(path.read_bytes(), path.name, lang).messages:
                if message.state is State.TRANSLATED and message.plural is None:
                    said.setdefault(message.source, message.target)
        _write(out, lang, "installation-guide", said)
        _say(f"installation-guide {lang}: {len(said)} messages")
    (out / "content" / "installation-guide").mkdir(parents=True, exist_ok=True)


def _write(out: Path, lang: str, course: str, said: dict[str, str]) -> None:
    messages = tuple(Message(text, target, state=State.TRANSLATED) for text, target in said.items())
    header = {"Language": locales.gettext(lang), "Content-Type": "text/plain; charset=UTF-8"}
    path = out / "locales" / locales.gettext(lang) / "LC_MESSAGES" / f"{course}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(po.render(Catalog(messages, header, lang)), encoding="utf-8", newline="")


def found(workspace: Path, glossary: Glossary, wanted: list[str]) -> Iterator[tuple[str, str, int, list[Finding]]]:
    """(course, language, messages, findings) of each catalog, with every check on."""
    for path in sorted((workspace / "locales").glob("*/LC_MESSAGES/*.po")):
        lang = locales.bcp47(path.parent.parent.name)
        if not wanted or lang in wanted:
            catalog = po.parse(path.read_bytes(), path.name, lang)
            findings = check(catalog, path=f"{lang}/{path.name}", glossary=glossary, course=path.stem, checks=CHECKS)
            yield path.stem, lang, len(catalog.messages), list(findings)


def count(workspace: Path, glossary: Glossary, wanted: list[str]) -> None:
    """Print a table: findings per 100 messages, by check, for each language over all courses."""
    messages: Counter[str] = Counter()
    findings: dict[str, Counter[str]] = defaultdict(Counter)
    for _, lang, number, each in found(workspace, glossary, wanted):
        messages[lang] += number
        for finding in each:
            findings[finding.id][lang] += 1
    langs = sorted(messages)
    _say("| check | " + " | ".join(langs) + " |\n|---|" + "---:|" * len(langs))
    _say("| messages | " + " | ".join(str(messages[lang]) for lang in langs) + " |")
    for row in CHECKS:
        if row.id in findings:
            name = f"{row.id} ({'opt-in' if row.opt_in else row.severity})"
            shares = (f"{100 * findings[row.id][lang] / messages[lang]:.2f}" for lang in langs)
            _say(f"| {name} | " + " | ".join(shares) + " |")


def sample(workspace: Path, glossary: Glossary, wanted: list[str], name: str, most: int) -> None:
    """Print up to `most` findings of a check, spread evenly over all that there are, to be read."""
    all_of_it = [each for *_, findings in found(workspace, glossary, wanted) for each in findings if each.id == name]
    step = max(1, len(all_of_it) // most)
    for number, each in enumerate(all_of_it[::step][:most], 1):
        start, end = each.span or (0, 0)
        marked = f"{each.target[:start]}⟦{each.target[start:end]}⟧{each.target[end:]}" if each.span else each.target
        _say(f"{number} {each.path}:{each.line} {each.message} → {each.hint}\n   {each.source}\n   {marked}\n")
    _say(f"{len(all_of_it)} findings in all")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("gather")
    one.add_argument("--out", type=Path, required=True)
    for name in ("count", "sample"):
        one = commands.add_parser(name)
        one.add_argument("--workspace", type=Path, required=True)
        one.add_argument("--glossary", type=Path, default=Path(__file__).parent.parent / "glossary")
        one.add_argument("--lang", action="append", default=[])
    one.add_argument("--check", required=True)
    one.add_argument("--most", type=int, default=50)
    args = parser.parse_args()
    if args.command == "gather":
        gather(args.out)
        return 0
    files = sorted((args.glossary / "concepts").glob("*.toml"))
    glossary = load((path.name, path.read_text("utf-8")) for path in files)
    if args.command == "count":
        count(args.workspace, glossary, args.lang)
    else:
        sample(args.workspace, glossary, args.lang, args.check, args.most)
    return 0


if __name__ == "__main__":
    sys.exit(main())
