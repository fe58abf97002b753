"""`glossary export` and `glossary import`: the glossary out to other programs, and what they made of it back in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ccb_l10n import locales
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept
from ccb_l10n.terminology import concepts as reading
from ccb_l10n.terminology.exchange import formats
from ccb_l10n.terminology.exchange.outcome import Conflict, Outcome, Result
from ccb_l10n.terminology.exchange.rows import SOURCE_LANGUAGE, Row
from ccb_l10n.terminology.sources import Source
from ccb_l10n.workflow.linting import known_sources
from ccb_l10n.workspace import Workspace, read_bytes, write

_FOLDER = "glossary/concepts"


@dataclass(frozen=True, slots=True)
class Exported:
    """Files with their names and bytes, and what the format cannot hold: columns with numbers of concepts."""

    files: tuple[tuple[str, bytes], ...]
    lost: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import, the files that it changed, and what was passed over in the file, counted.

    `made` are those of the files that were not there before.
    """

    outcome: Outcome
    files: tuple[str, ...]
    made: frozenset[str]
    passed: Mapping[str, int]


def export(workspace: Workspace, form: str, langs: Sequence[str] = (), subjects: Sequence[str] = ()) -> Exported:
    """The glossary in a format: one file, or one a language for formats that are bilingual or read by people.

    Raises CcbError for a glossary without concepts, a subject that none has, and a language that nobody knows.
    """
    concepts = _concepts(workspace)
    wanted = tuple(dict.fromkeys(locales.bcp47(lang) for lang in langs))
    formats.check_languages((Row("", {"lang": lang}) for lang in wanted), concepts, "--lang")
    chosen = _of_subjects(concepts, subjects)
    known = formats.known_languages(chosen)
    if form in formats.ONE_FILE:
        files = [(f"glossary{formats.SUFFIXES[form]}", _whole(form, chosen, wanted, known_sources(workspace)))]
        return Exported(tuple(files), formats.lost(form, chosen, wanted))
    spoken = wanted or tuple(lang for lang in known if lang != SOURCE_LANGUAGE or form == "html")
    files = [
        (f"glossary-{lang}{formats.SUFFIXES[form]}", _bilingual(form, chosen, lang, known_sources(workspace)))
        for lang in spoken
    ]
    return Exported(tuple(files), formats.lost(form, chosen, spoken))


def _concepts(workspace: Workspace) -> tuple[Concept, ...]:
    found = reading.load(workspace.glossary_files()).concepts
    if not found:
        raise CcbError("no concepts", _FOLDER, hint="a concept is a TOML file there: see glossary/README.md")
    return found


def _of_subjects(concepts: Sequence[Concept], subjects: Sequence[str]) -> list[Concept]:
    for subject in subjects:
        if not any(reading.below(concept.subject, subject) for concept in concepts):
            have = ", ".join(sorted({concept.subject for concept in concepts}))
            raise CcbError(f"no concept of the subject {subject!r}", "--subject", hint=f"the subjects are: {have}")
    return [
        each for each in concepts if not subjects or any(reading.below(each.subject, wanted) for wanted in subjects)
    ]


def _whole(form: str, concepts: Sequence[Concept], langs: Sequence[str], sources: Mapping[str, Source]) -> bytes:
    if form == "csv":
        from ccb_l10n.terminology.exchange import csv

        return csv.written(concepts, langs)
    if form == "xlsx":
        from ccb_l10n.terminology.exchange import xlsx

        return xlsx.written(concepts, langs)
    from ccb_l10n.terminology.exchange import tbx

    return tbx.written(concepts, langs, sources)


def _bilingual(form: str, concepts: Sequence[Concept], lang: str, sources: Mapping[str, Source]) -> bytes:
    if form == "martif":
        from ccb_l10n.terminology.exchange import martif

        return martif.written(concepts, lang)
    if form == "tsv":
        from ccb_l10n.terminology.exchange import pairs

        return pairs.omegat(concepts, lang)
    if form == "po":
        from ccb_l10n.reports import glossary_po

        return glossary_po.glossary(concepts, lang).encode()
    from ccb_l10n.reports import glossary

    return glossary.glossary(concepts, lang, sources).encode()


def save(workspace: Workspace, exported: Exported, output: Path | None) -> list[tuple[str, bool]]:
    """Write the files; their paths, and whether each changed.

    `output` is a folder, or the file's path where there is one file and the path ends as its name does. Without it
    they go to dist/glossary.
    """
    target = output or workspace.root / "dist" / "glossary"
    names = [name for name, _ in exported.files]
    single = len(names) == 1 and not target.is_dir() and target.suffix == Path(names[0]).suffix
    if not single and target.exists() and not target.is_dir():
        raise CcbError(f"{len(names)} files do not go into one", str(target), hint="name a folder with --output")
    written = []
    for name, data in exported.files:
        path = target if single else target / name
        written.append((workspace.shown(path), write(path, data)))
    return written


def import_file(workspace: Workspace, file: Path, base: Path | None = None, *, dry_run: bool = False) -> Imported:
    """Take over what somebody changed in an exported file; with `dry_run` nothing is written.

    `base` is the export that they started from. Raises CcbError for a file that cannot be read; what is in conflict,
    or would break a concept, is left as it is and told in the outcome.
    """
    texts = dict(workspace.glossary_files())
    ours = reading.load(texts.items()).concepts
    passed: Counter[str] = Counter()
    form, theirs = _rows(file, passed)
    formats.check_languages(theirs, ours, str(file))
    before = _rows(base, Counter())[1] if base else None
    from ccb_l10n.terminology.exchange.merge import merge

    langs = sorted({row.lang for row in theirs} - {""})
    outcome = merge(ours, formats.shown(form, ours, langs), theirs, before, file.name)
    outcome, files = _applied(outcome, {concept.id: concept for concept in ours}, texts)
    if not dry_run:
        for path, text in files:
            write(workspace.root / path, text.encode())
    paths = tuple(path for path, _ in files)
    return Imported(outcome, paths, frozenset(paths) - texts.keys(), passed)


def _rows(file: Path, passed: Counter[str]) -> tuple[str, list[Row]]:
    data = read_bytes(file, str(file))
    form = formats.detected(data, str(file))
    return form, formats.read(form, data, str(file), passed)


def _applied(
    outcome: Outcome, ours: Mapping[str, Concept], texts: Mapping[str, str]
) -> tuple[Outcome, list[tuple[str, str]]]:
    """The texts of the files that change, and the outcome without the concepts that would break."""
    files: list[tuple[str, str]] = []
    broken: dict[str, Conflict] = {}
    places = {path.rpartition("/")[2].removesuffix(".toml"): path for path in texts}
    for result in outcome.results:
        name = result.concept.id
        path = places.get(name, f"{_FOLDER}/{name}.toml")
        try:
            files.append((path, _text(result, ours.get(name), path, texts.get(path, ""))))
        except CcbError as error:
            reason = _repeated(result.concept) or error.message
            broken[name] = Conflict(name, "", "", "all that the file says of it", reason)
    if not broken:
        return outcome, files
    return replace(
        outcome,
        results=tuple(each for each in outcome.results if each.concept.id not in broken),
        taken=tuple(each for each in outcome.taken if each.concept not in broken),
        conflicts=(*outcome.conflicts, *broken.values()),
    ), files


def _repeated(concept: Concept) -> str:
    """Which spelling two of its terms share, or "": their numbers say nothing to who sent the file."""
    from ccb_l10n.terminology.exchange.added import shared_spelling

    for at, term in enumerate(concept.terms):
        if found := shared_spelling(term, ((each, 0) for each in concept.terms[:at])):
            return f"“{found[0]}” ({term.lang}) would stand with both “{found[1].text}” and “{term.text}”"
    return ""


def _text(result: Result, old: Concept | None, path: str, text: str) -> str:
    """The concept's file as it becomes. Raises CcbError where it would be no concept, or cannot be edited."""
    from ccb_l10n.terminology.exchange import edits, toml

    if old is not None:
        return edits.changed(text, path, old, result)
    made = toml.written(result.concept)
    if reading.parse(made, path) != result.concept:
        raise CcbError("it would not come back as it was", path)
    return made


def lines(outcome: Outcome) -> Iterator[str]:
    """What was taken and what was not, a line each, fit for a terminal."""
    from ccb_l10n.reports import imports

    yield from imports.lines(outcome)


def passed_over(passed: Mapping[str, int]) -> Iterable[str]:
    return (f"{name} ({count})" for name, count in sorted(passed.items()))
