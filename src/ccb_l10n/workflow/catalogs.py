"""`merge`: catalogs and their ledgers, read, brought in step with their templates, and written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ccb_l10n import locales
from ccb_l10n.catalog import ledger, merge, po, sparse
from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.text import decode
from ccb_l10n.model import Catalog, State
from ccb_l10n.workflow.templates import Outcome, needed_template, now
from ccb_l10n.workspace import Course, Workspace, read_bytes, write


@dataclass(frozen=True, slots=True)
class Held:
    """A catalog with its messages' true states, and what its ledger knew; `stored` where the files say just this."""

    catalog: Catalog
    ledger: ledger.Ledger
    stored: bool = False


def merge_all(
    workspace: Workspace, langs: Sequence[str] = (), names: Sequence[str] = (), *, check: bool = False
) -> list[Outcome]:
    """Bring catalogs in step with their templates; with `check` only say which are not.

    Raises CcbError where a template is missing, or there is nothing to work on.
    """
    outcomes = []
    for course, chosen in selected(workspace, langs, names):
        made = needed_template(workspace, course)
        outcomes += [_merge(workspace, course, lang, made, check) for lang in chosen]
    return outcomes


def _merge(workspace: Workspace, course: Course, lang: str, made: Catalog, check: bool) -> Outcome:
    merged, held = in_step(workspace, course, lang, made)
    changed = not held.stored and any(_differs(path, data) for path, data in _rendered(workspace, course, held))
    if not check:
        save(workspace, course, held, start=True)
    names = ("kept", "moved", "carried", "revived", "new", "obsolete")
    summary = ", ".join(f"{getattr(merged, name)} {name}" for name in names if getattr(merged, name))
    shown = workspace.shown(workspace.catalog(course.name, lang))
    live = sum(message.state is not State.OBSOLETE for message in merged.catalog.messages)
    return Outcome(shown, changed, live, summary)


def load(workspace: Workspace, course: Course, lang: str, data: bytes | None = None) -> Held | None:
    """The catalog on disk with its true states, or None where there is none; `data` stands in for its bytes."""
    path = workspace.catalog(course.name, lang)
    if not path.exists():
        return None
    shown = workspace.shown(path)
    catalog = po.parse(read_bytes(path, shown) if data is None else data, shown, lang)
    book = workspace.ledger(course.name, lang)
    shown = workspace.shown(book)
    known = ledger.parse(decode(read_bytes(book, shown), shown), shown) if book.exists() else ledger.Ledger()
    applied, agrees = ledger.reconciled(catalog, known)
    return Held(applied, known, stored=agrees and all(message.raw for message in applied.messages))


def in_step(workspace: Workspace, course: Course, lang: str, made: Catalog) -> tuple[merge.Merged, Held]:
    """The catalog of a template in a language, in memory only, with what its ledger knew.

    A regional catalog that holds little, with another behind it, gets no messages that it never had.
    """
    loaded = load(workspace, course, lang)
    held = loaded or Held(Catalog((), locale=lang), ledger.Ledger())
    behind = parents(workspace, course, lang)
    if behind and sparse.is_sparse(held.catalog, made):
        whole = made
        made = sparse.part(held.catalog, whole, lambda: in_step(workspace, course, behind[0], whole)[1].catalog)
    merged = merge.merge(held.catalog, made, lang, revised=now())
    catalog = ledger.apply(merged.catalog, held.ledger) if merged.revived or merged.carried else merged.catalog
    same = loaded is not None and loaded.stored and catalog == held.catalog
    return merged, held if same else Held(catalog, held.ledger)


def parents(workspace: Workspace, course: Course, lang: str) -> list[str]:
    """The locales behind `lang` in which the course has a catalog, nearest first, without the course's own language.

    Chinese in another script has none: CLDR's parents never cross scripts.
    """
    behind = locales.fallbacks(lang)[1:]
    have = {*workspace.catalog_languages(course.name)} - {course.source_language} if behind else ()
    return [each for each in behind if each in have]


def save(workspace: Workspace, course: Course, held: Held, *, start: bool = False) -> bool:
    """Write a catalog and its ledger; True where either changed. A new one without messages only to `start` it."""
    if held.stored:
        return False
    if not (start or held.catalog.messages or workspace.catalog(course.name, held.catalog.locale or "").exists()):
        return False
    changed = [write(path, data) for path, data in _rendered(workspace, course, held)]
    return any(changed)


def _rendered(workspace: Workspace, course: Course, held: Held) -> list[tuple[Path, bytes]]:
    lang = held.catalog.locale or ""
    book = ledger.render(ledger.record(held.catalog, held.ledger))
    files = [(workspace.catalog(course.name, lang), po.render(held.catalog).encode())]
    path = workspace.ledger(course.name, lang)
    return [*files, (path, book.encode())] if book or path.exists() else files


def _differs(path: Path, data: bytes) -> bool:
    return not path.exists() or path.read_bytes() != data


def selected(
    workspace: Workspace, langs: Sequence[str], names: Sequence[str] = (), *, own: bool = False
) -> Iterator[tuple[Course, list[str]]]:
    """The courses to work on, each with its languages (BCP 47): those named, else the settings' and its catalogs'.

    A course is never translated into its own language: that is among them only where `own` lets it be. Raises
    CcbError when nothing is left to work on.
    """
    named = list(dict.fromkeys(map(locales.bcp47, langs)))
    chosen = []
    for course in workspace.courses(names):
        known = sorted({*workspace.settings.languages, *workspace.catalog_languages(course.name)})
        chosen.append((course, [lang for lang in named or known if own or lang != course.source_language]))
    if not any(wanted for _, wanted in chosen):
        if named:
            raise CcbError(f"{', '.join(named)} is what the course is written in", hint="name another language")
        raise CcbError("no language named, and no catalog yet", "locales", 0, "name one, for example --lang fr")
    yield from chosen
