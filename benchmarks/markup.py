"""What becomes of markup: how many drafts keep it, which rung saved them, against plain calls of argostranslate.

    python benchmarks/markup.py PACKAGE.argosmodel [--wild /tmp/wild] [--segments 2200] [--plain]

PACKAGE is any Argos package from English into French. The segments are all with markup and words to translate in
content/, then as many English ones of the Markdown under `--wild` (drawn with a fixed seed) as are asked for. `--plain`
also translates each with argostranslate's public API, a call a segment, offline and on our sentence splitter.

The last table drafts all messages of content/ twice, with and without the glossary having a say among hypotheses.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ccb_l10n import workspace
from ccb_l10n.checks.markup import structure
from ccb_l10n.checks.problem import Setting
from ccb_l10n.drafting import argos, fill, packages, sentences
from ccb_l10n.drafting.cache import Cached, open_store
from ccb_l10n.drafting.fill import MISSED, RUNG
from ccb_l10n.drafting.ladder import Rules
from ccb_l10n.markdown.inline import protected, scan, signature, translatable
from ccb_l10n.markdown.parse import parse
from ccb_l10n.model import Catalog, Draft, Message, State
from ccb_l10n.terminology import concepts
from ccb_l10n.workflow.judging import rules_of

ROOT = Path(__file__).parent.parent
EMPHASIS = re.compile(r"\*\*\S|(?<![\w*])[*_][^\s*_]")
LONGEST = 600  # characters
LITTLE = "the of and to in is for with this that are be it as on you can by from or an not if your"
ENGLISH = frozenset(LITTLE.split())
SHARE = 0.12  # of a text's words: so many little ones make it English


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def segments(files: Iterable[Path]) -> Iterator[str]:
    """The distinct sources of Markdown files that have words to translate."""
    seen = set()
    for path in files:
        try:
            document = parse(path.name, path.read_text(encoding="utf-8"))
        except (UnicodeDecodeError, OSError):
            continue
        for segment in document.segments:
            if segment.source not in seen and translatable(segment.source) and len(segment.source) <= LONGEST:
                seen.add(segment.source)
                yield segment.source


def marked(source: str) -> bool:
    return bool(EMPHASIS.search(source)) or any(span.kind != "entity" for span in scan(source))


def english(source: str) -> bool:
    words = re.findall(r"[a-z]+", source.lower())
    letters = [char for char in source if char.isalpha()]
    return sum(map(str.isascii, letters)) >= 0.97 * len(letters) and sum(word in ENGLISH for word in words) >= max(
        1, SHARE * len(words)
    )


def stock(wild: Path | None, most: int) -> list[str]:
    """The segments with markup: all of content/, then a draw from the others."""
    own = [source for source in segments(sorted((ROOT / "content").rglob("*.md"))) if marked(source)]
    files = sorted(wild.rglob("*.md")) if wild else []
    random.Random(1).shuffle(files)
    found = list(dict.fromkeys(own))
    for source in segments(files):
        if len(found) >= most:
            break
        if marked(source) and english(source) and source not in own:
            found.append(source)
    return found


def held_to(sources: Sequence[str]) -> Rules:
    """What drafts into French for the repository's course are held to."""
    here = workspace.find(ROOT)
    glossary = concepts.load(here.glossary_files())
    wanted = [Message(source) for source in sources]
    return rules_of(here.courses()[0], Catalog((), locale="fr"), glossary, wanted)[0]


def plain(package: Path, sources: Sequence[str], folder: Path) -> list[str]:
    """argostranslate's own translations, a call a segment."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder / "packages")
    os.environ.update(ARGOS_PACKAGES_DIR=str(folder / "packages"), ARGOS_DEVICE_TYPE="cpu", HOME=str(folder))
    from argostranslate import translate

    class Ours:
        def __init__(self, package: object) -> None: ...

        def split_sentences(self, text: str) -> list[str]:
            return [sentence for sentence, _ in sentences.split(text) if sentence]

    translate.MiniSBDSentencizer = Ours
    return ["\n".join(translate.translate(line, "en", "fr") for line in source.split("\n")) for source in sources]


def kept(source: str, target: str) -> tuple[bool, bool]:
    """Whether every protected span is in the target exactly once, and whether `check` finds its structure sound."""
    message = Message(source, target, state=State.DRAFT)
    setting = Setting(Catalog((), locale="fr"), "fr", concepts.Glossary(), "en")
    spans = Counter(source[start:end] for start, end in protected(source))
    same = spans == Counter(target[start:end] for start, end in protected(target))
    return same and signature(source) == signature(target), not any(structure(message, setting))


def told(name: str, drafts: Sequence[Draft]) -> None:
    written = [each for each in drafts if each.target]
    both = [kept(each.source, each.target) for each in written]
    spans, sound = sum(one for one, _ in both), sum(other for _, other in both)
    say(f"| {name} | {len(drafts)} | {len(written)} | {spans} | {sound} |")


def rungs(drafts: Sequence[Draft]) -> None:
    """The share that each rung saved: the last one that a message needed counts."""
    order = ["", "alternative", "term", "recast", "gentle", "renamed", "runs", "clauses"]
    served: Counter[str] = Counter()
    for each in drafts:
        used = [flag.removeprefix(RUNG) for flag in each.flags if flag.startswith(RUNG)]
        served["left empty" if not each.target else max(used, key=order.index, default="")] += 1
    say("\n| rung | messages | share |\n|---|---:|---:|")
    for rung in (*order, "left empty"):
        say(f"| {rung or 'first'} | {served[rung]} | {served[rung] / len(drafts):.1%} |")
    why = Counter(flag for each in drafts if not each.target for flag in each.flags)
    say(f"\nwhy empty: {', '.join(f'{number} {flag}' for flag, number in why.most_common())}")


def misses(drafts: Iterable[Draft]) -> Counter[str]:
    return Counter({each.source: sum(flag.startswith(MISSED) for flag in each.flags) for each in drafts if each.target})


def terms(engine: Cached) -> None:
    """Term misses with and without the glossary's say; those of messages that have a draft in both."""
    sources = list(segments(sorted((ROOT / "content").rglob("*.md"))))
    messages = [Message(source) for source in sources]
    rules = held_to(sources)
    ranked = fill.draft(messages, engine, rules)
    unranked = fill.draft(messages, engine, replace(rules, missed=lambda source, target: ()))
    for_unranked = [
        replace(each, flags=rules.missed(each.source, each.target) if each.target else ()) for each in unranked
    ]
    with_say, without = misses(ranked), misses(for_unranked)
    both = with_say.keys() & without.keys()
    say("\n| all messages of content/ | drafts | terms missed | messages that miss one |\n|---|---:|---:|---:|")
    for name, counted in (("best hypothesis that holds", without), ("terms have a say", with_say)):
        numbers = [counted[source] for source in both]
        say(f"| {name} | {len(both)} | {sum(numbers)} | {sum(map(bool, numbers))} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("--wild", type=Path)
    parser.add_argument("--segments", type=int, default=2200)
    parser.add_argument("--plain", action="store_true")
    given = parser.parse_args()
    sources = stock(given.wild, given.segments)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "sentences.sqlite", sys.exit)
        engine = Cached(argos.engine(packages.read(given.package), device="cpu"), store)
        begun = time.process_time()
        drafts = fill.draft([Message(source) for source in sources], engine, held_to(sources))
        say(f"{time.process_time() - begun:.0f} CPU seconds with the model\n")
        say("| | segments | written | every span once | structure sound |\n|---|---:|---:|---:|---:|")
        told("ladder", drafts)
        if given.plain:
            made = plain(given.package, sources, Path(folder))
            told("argostranslate", [replace(each, target=text) for each, text in zip(drafts, made, strict=True)])
        rungs(drafts)
        terms(engine)
        store.close()


if __name__ == "__main__":
    main()
