"""`glossary lint` and `glossary find`: what is wrong in the glossary, and what it says of a word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ccb_l10n import locales
from ccb_l10n.checks import glossary as rules
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept, Finding
from ccb_l10n.terminology import concepts, sources
from ccb_l10n.terminology.find import find as find_in
from ccb_l10n.terminology.sources import Source
from ccb_l10n.workspace import Workspace, read_text


def lint(workspace: Workspace, langs: Sequence[str] = ()) -> list[Finding]:
    """What breaks the rules, by file and line. `langs` are those in which every concept should have a term.

    Without them: the workspace's languages and those that its courses are written in. Raises CcbError for sources.toml
    that cannot be read, and where there is no concept.
    """
    files: list[tuple[str, str]] = []
    unreadable: list[Finding] = []
    paths = workspace.glossary_paths()
    if not paths:
        raise no_glossary()
    for path in paths:
        try:
            files.append((workspace.shown(path), read_text(path, workspace.shown(path))))
        except CcbError as error:
            unreadable.append(rules.unreadable(error))
    for path in misplaced(workspace, paths):
        text = "not read: concepts are files <id>.toml right below glossary/concepts"
        unreadable.append(rules.unreadable(CcbError(text, workspace.shown(path), hint="move or rename it")))
    found = rules.lint(files, known_sources(workspace), _languages(workspace, langs))
    return sorted([*unreadable, *found], key=lambda each: each.path)


def misplaced(workspace: Workspace, read: Sequence[Path]) -> list[Path]:
    """What looks like a concept and stands, or is named, where nobody reads it."""
    everything = (workspace.root / "glossary" / "concepts").rglob("*")
    return sorted(each for each in everything if each.suffix.lower() == ".toml" and each.is_file() and each not in read)


def find(workspace: Workspace, words: str) -> list[Concept]:
    """The concepts that the words may mean, in any language; the likeliest first.

    Raises CcbError where the workspace has no glossary.
    """
    glossary = concepts.load(workspace.glossary_files())
    if not glossary.concepts:
        raise no_glossary()
    return find_in(glossary, words)


def no_glossary() -> CcbError:
    """The error of a workspace without concepts."""
    hint = "copy concept files there, or write one: docs/glossary.md says how"
    return CcbError("no concepts", "glossary/concepts", hint=hint)


def known_sources(workspace: Workspace) -> dict[str, Source]:
    """The documents of glossary/sources.toml by id; none where the file is missing."""
    path = workspace.root / "glossary" / "sources.toml"
    shown = workspace.shown(path)
    return sources.parse(read_text(path, shown), shown) if path.exists() else {}


def _languages(workspace: Workspace, langs: Sequence[str]) -> list[str]:
    if langs:
        for lang in langs:
            if not locales.usual(lang):
                raise CcbError(f"nobody knows the language {lang!r}", "--lang", hint="name one such as fr or zh-Hant")
        return [locales.bcp47(lang) for lang in langs]
    found = set(workspace.settings.languages)
    for course in workspace.courses():
        found |= {course.source_language, *workspace.catalog_languages(course.name)}
    return sorted(found)
