"""`draft`: filling what is missing with an engine on this machine, marked as what it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ccb_l10n.catalog import ledger
from ccb_l10n.drafting import fill
from ccb_l10n.drafting.engine import Engine
from ccb_l10n.model import Draft, Message, State
from ccb_l10n.workflow.catalogs import Held, in_step, save, selected
from ccb_l10n.workflow.templates import needed_template
from ccb_l10n.workspace import Course, Workspace

Progress = Callable[[int, int], None]
EngineFor = Callable[[str, str], Engine]


@dataclass(frozen=True, slots=True)
class Drafted:
    """What became of one catalog's missing messages; `refused` counts the drafts not kept, by reason."""

    path: str
    missing: int
    drafted: int
    refused: dict[str, int]


def draft(
    workspace: Workspace,
    langs: Sequence[str],
    names: Sequence[str] = (),
    *,
    engine_for: EngineFor | None = None,
    progress: Progress | None = None,
) -> list[Drafted]:
    """Fill the missing messages of these catalogs, which are brought in step with their templates first.

    Raises CcbError where a template or the engine for a pair is missing.
    """
    outcomes = []
    for course, chosen in selected(workspace, langs, names):
        made = needed_template(workspace, course)
        for lang in chosen:
            _, held = in_step(workspace, course, lang, made)
            if any(message.state is State.UNTRANSLATED for message in held.catalog.messages):
                engine = (engine_for or installed_engine)(course.source_language, lang)
                held, outcome = filled(workspace, course, held, engine, progress)
            else:
                outcome = Drafted(workspace.shown(workspace.catalog(course.name, lang)), 0, 0, {})
            save(workspace, course, held)
            outcomes.append(outcome)
    return outcomes


def installed_engine(source: str, target: str) -> Engine:
    """The Argos engine for a pair. Raises CcbError, saying what to install and where, when there is none."""
    from ccb_l10n.drafting import argos

    return argos.load(source, target)


def filled(
    workspace: Workspace, course: Course, held: Held, engine: Engine, progress: Progress | None = None
) -> tuple[Held, Drafted]:
    """The catalog with drafts in place of what was missing, and its ledger."""
    missing = [message for message in held.catalog.messages if message.state is State.UNTRANSLATED]
    drafts = fill.draft(missing, engine, progress=progress)
    catalog = fill.accept(held.catalog, drafts)
    book = ledger.noted(held.ledger, _entries(missing, drafts))
    path = workspace.catalog(course.name, held.catalog.locale or "")
    good = {each.source for each in drafts if each.target}
    refused: dict[str, int] = {}
    for each in drafts:
        for flag in () if each.target else each.flags:
            refused[flag] = refused.get(flag, 0) + 1
    count = sum(message.source in good for message in missing)
    return Held(catalog, book), Drafted(workspace.shown(path), len(missing), count, refused)


def _entries(missing: Sequence[Message], drafts: Sequence[Draft]) -> dict[str, ledger.Entry]:
    made = {each.source: each for each in drafts if each.target}
    return {
        ledger.key_of(message.context, message.source): ledger.Entry(
            ledger.hash_of(each.target), State.DRAFT, each.origin, each.engine, each.flags
        )
        for message in missing
        if (each := made.get(message.source))
    }
