"""`draft`: filling what is missing, from people's own translations first and from an engine on this machine last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ccb_l10n.catalog import ledger
from ccb_l10n.catalog.memory import CacheError, Memory
from ccb_l10n.drafting import fill
from ccb_l10n.drafting.engine import Engine, Streaming
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Message, State
from ccb_l10n.terminology import concepts
from ccb_l10n.terminology.concepts import Glossary
from ccb_l10n.workflow.catalogs import Held, in_step, save, selected
from ccb_l10n.workflow.judging import rules_of
from ccb_l10n.workflow.offers import Offers
from ccb_l10n.workflow.templates import needed_template, now
from ccb_l10n.workspace import Course, Workspace

Progress = Callable[[int, int], None]
Say = Callable[[str], None]
EngineFor = Callable[[str, str], Engine]

SENTENCES = "sentences.sqlite"  # in the cache: what engines said


@dataclass(frozen=True, slots=True)
class Options:
    """How to draft. `device` is auto, cpu or cuda; `package` a file to use whatever is installed."""

    package: Path | None = None
    device: str = "auto"
    allow_pivot: bool = False
    beam: int = 4
    memory: bool = True
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Drafted:
    """What became of one catalog's missing messages.

    `taken` counts messages by where their target came from, `refused` the sources for which no draft was kept, by
    reason, `without_term` the messages whose draft misses a term of the glossary.
    """

    path: str
    missing: int
    drafted: int
    refused: dict[str, int]
    taken: dict[str, int] = field(default_factory=dict)
    without_term: int = 0


@dataclass
class _Job:
    """One catalog on its way: its messages without a target, and what is offered for them."""

    course: Course
    held: Held
    missing: list[Message]
    offers: Offers
    refused: Counter[str] = field(default_factory=Counter)


def draft(
    workspace: Workspace,
    langs: Sequence[str],
    names: Sequence[str] = (),
    options: Options | None = None,
    *,
    engine_for: EngineFor | None = None,
    progress: Progress | None = None,
    warn: Say | None = None,
) -> Iterator[Drafted]:
    """Fill the missing messages of these catalogs, which are brought in step with their templates first.

    Language by language; the engine of a pair is asked once for all courses. Raises CcbError where a template is
    missing; and, after all that needs none was written, where an engine is.
    """
    chosen = options or Options()
    glossary = concepts.load(workspace.glossary_files())
    groups: dict[tuple[str, str], list[_Job]] = {}
    for course, wanted in selected(workspace, langs, names):
        made = needed_template(workspace, course)
        for lang in wanted:
            _, held = in_step(workspace, course, lang, made)
            groups.setdefault((course.source_language, lang), []).append(_job(course, held, glossary))
    failures: list[CcbError] = []
    say = warn or _silent
    with ExitStack() as open_files:
        get = engine_for or partial(engine_of, workspace, chosen, say, open_files)
        for pair, jobs in groups.items():
            try:
                _fill(workspace, jobs, chosen, partial(get, *pair), progress, say)
            except CcbError as error:
                failures.append(error)
            for job in jobs:
                yield _written(workspace, job, _date() if chosen.dated else "")
    for failure in failures[1:]:
        say(str(failure))
    if failures:
        raise failures[0]


def engine_of(
    workspace: Workspace, options: Options, warn: Say, open_files: ExitStack, source: str, target: str
) -> Engine:
    """The engine for a pair under these options, with what it said before in the workspace's cache, which `open_files`
    closes.

    Raises CcbError, saying what to install and where, when there is none.
    """
    from ccb_l10n.drafting import argos, cache, packages

    if options.package:
        package = packages.given(options.package, source, target)
        engine: Streaming = argos.engine(package, beam=options.beam, device=options.device)
    else:
        engine = argos.load(source, target, beam=options.beam, device=options.device, allow_pivot=options.allow_pivot)
    store = cache.open_store(workspace.cache(SENTENCES), warn)
    open_files.callback(store.close)
    return cache.Cached(engine, store)


def filled(workspace: Workspace, course: Course, held: Held, warn: Say) -> tuple[Held, Drafted, CcbError | None]:
    """One catalog with drafts in place of what was missing, under the usual options, and its ledger; and what kept
    an engine from the rest, if anything did."""
    chosen = Options()
    job = _job(course, held, concepts.load(workspace.glossary_files()))
    pair = (course.source_language, held.catalog.locale or "")
    failure = None
    with ExitStack() as open_files:
        try:
            _fill(workspace, [job], chosen, partial(engine_of, workspace, chosen, warn, open_files, *pair), None, warn)
        except CcbError as error:
            failure = error
    return _held(job, ""), _told(workspace, job), failure


def _job(course: Course, held: Held, glossary: Glossary) -> _Job:
    missing = [message for message in held.catalog.messages if message.state is State.UNTRANSLATED]
    return _Job(course, held, missing, Offers(*rules_of(course, held.catalog, glossary, missing)))


def _fill(
    workspace: Workspace,
    jobs: Sequence[_Job],
    options: Options,
    get: Callable[[], Engine],
    progress: Progress | None,
    warn: Say,
) -> None:
    """Offer something for all that is missing in catalogs of one pair of languages; the engine is got when needed."""
    if not any(job.missing for job in jobs):
        return
    try:
        with _remembered(workspace, jobs[0], options, warn) as known:
            for job in jobs:
                job.offers.gather(job.missing, known)
    except CacheError as error:
        warn(f"the translation memory failed ({error}); drafting goes on without it")
        for job in jobs:
            job.offers.gather(job.missing, None)
    plans = [(job, plan) for job in jobs for plan in job.offers.plans]
    if not plans:
        return
    made = fill.drafts([plan for _, plan in plans], get(), progress)
    for (job, _), draft in zip(plans, made, strict=True):
        job.offers.drafted(draft)
        if not draft.target:
            job.refused.update(draft.flags)


def _remembered(workspace: Workspace, job: _Job, options: Options, warn: Say) -> AbstractContextManager[Memory | None]:
    """The workspace's translation memory for a job's pair of languages, closed after use; None where not wanted."""
    from ccb_l10n.workflow import memory

    if not options.memory:
        return nullcontext()
    return memory.current(workspace, [job.held.catalog.locale or ""], warn, job.course.source_language)


def _written(workspace: Workspace, job: _Job, dated: str) -> Drafted:
    save(workspace, job.course, _held(job, dated) if job.missing else job.held)
    return _told(workspace, job)


def _held(job: _Job, dated: str) -> Held:
    """The catalog with what is offered, and the ledger that knows of it."""
    offered = {message.key: offer for message in job.missing if (offer := job.offers.made.get(message.key))}
    messages = tuple(
        offered[message.key].filled(message) if message.key in offered and fill.is_missing(message) else message
        for message in job.held.catalog.messages
    )
    entries = {ledger.key_of(*key): offer.entry(dated) for key, offer in offered.items()}
    return Held(replace(job.held.catalog, messages=messages), ledger.noted(job.held.ledger, entries))


def _told(workspace: Workspace, job: _Job) -> Drafted:
    path = workspace.catalog(job.course.name, job.held.catalog.locale or "")
    offers = [offer for message in job.missing if (offer := job.offers.made.get(message.key))]
    without = sum(any(flag.startswith(fill.MISSED) for flag in offer.draft.flags) for offer in offers)
    taken = Counter(offer.kind for offer in offers)
    refused = dict(sorted(job.refused.items()))
    return Drafted(workspace.shown(path), len(job.missing), len(offers), refused, dict(taken), without)


def _date() -> str:
    """The flag that says when: SOURCE_DATE_EPOCH's day, or today's."""
    return f"dated-{now()[:10]}"


def _silent(text: str) -> None:
    return None
