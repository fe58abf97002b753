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
from ccb_l10n.catalog.remarks import MACHINE_MARK
from ccb_l10n.drafting import fill
from ccb_l10n.drafting.engine import Engine, Streaming
from ccb_l10n.drafting.ladder import Bars
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Catalog, Message, Origin, State
from ccb_l10n.terminology import concepts
from ccb_l10n.terminology.concepts import Glossary
from ccb_l10n.workflow.catalogs import Held, in_step, save, selected
from ccb_l10n.workflow.checking import profile_of
from ccb_l10n.workflow.freshness import Stamps, course_digest
from ccb_l10n.workflow.judging import FORBIDDEN, rules_of
from ccb_l10n.workflow.offers import Offer, Offers
from ccb_l10n.workflow.templates import current_template, keep_template, now, stored_template
from ccb_l10n.workspace import Course, Workspace

Say = Callable[[str], None]
EngineFor = Callable[[str, str], Engine]

_OPEN = frozenset({State.UNTRANSLATED, State.STALE})
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

    `missing` has the machine's own outdated drafts too. `taken` counts messages by where their target came from,
    `refused` those for which no draft was kept, by the first reason, `without_term` the messages whose draft misses a
    term of the glossary, `wrong_term` those whose draft has one that it forbids.
    """

    path: str
    missing: int
    drafted: int
    refused: dict[str, int]
    taken: dict[str, int] = field(default_factory=dict)
    without_term: int = 0
    wrong_term: int = 0


@dataclass
class _Job:
    """One catalog on its way: its messages without a target that counts, and what is offered for them."""

    course: Course
    held: Held
    missing: list[Message]
    offers: Offers


def draft(
    workspace: Workspace,
    langs: Sequence[str],
    names: Sequence[str] = (),
    options: Options | None = None,
    *,
    engine_for: EngineFor | None = None,
    bars: Bars | None = None,
    warn: Say | None = None,
) -> Iterator[Drafted]:
    """Fill the missing messages of these catalogs, which are brought in step with the courses' pages first, and so are
    the templates.

    Language by language; the engine of a pair is asked once for all courses. Raises CcbError, after all that needs no
    engine was written, where one is missing.
    """
    chosen = options or Options()
    glossary = concepts.load(workspace.glossary_files())
    groups: dict[tuple[str, str], list[_Job]] = {}
    stamps, say = Stamps(workspace), warn or _silent
    for course, wanted in selected(workspace, langs, names):
        made = _template(workspace, course, stamps, say)
        for lang in wanted:
            _, held = in_step(workspace, course, lang, made)
            groups.setdefault((course.source_language, lang), []).append(_job(workspace, course, held, glossary))
    failures: list[CcbError] = []
    with ExitStack() as open_files:
        get = engine_for or partial(engine_of, workspace, chosen, say, open_files)
        for pair, jobs in groups.items():
            try:
                _fill(workspace, jobs, chosen, partial(get, *pair), bars, say)
            except CcbError as error:
                failures.append(error)
            for job in jobs:
                yield _written(workspace, job, _date() if chosen.dated else "")
    for failure in failures[1:]:
        say(str(failure))
    if failures:
        raise failures[0]


def _template(workspace: Workspace, course: Course, stamps: Stamps, warn: Say) -> Catalog:
    """The template of the pages as they are, which is written where it is another one."""
    source = current_template(workspace, course, stamps)
    for finding in source.unreadable:
        warn(f"{finding.path}:{finding.line}: {finding.message}; its former messages stay")
    if source.template != stored_template(workspace, course):
        keep_template(workspace, course, stamps, source, course_digest(workspace, course))
    return source.template


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
    job = _job(workspace, course, held, concepts.load(workspace.glossary_files()))
    pair = (course.source_language, held.catalog.locale or "")
    failure = None
    with ExitStack() as open_files:
        try:
            _fill(workspace, [job], chosen, partial(engine_of, workspace, chosen, warn, open_files, *pair), None, warn)
        except CcbError as error:
            failure = error
    return _held(job, ""), _told(workspace, job), failure


def _job(workspace: Workspace, course: Course, held: Held, glossary: Glossary) -> _Job:
    missing = [
        fill.emptied(message) if message.target else message
        for message in held.catalog.messages
        if is_wanting(message, held.ledger)
    ]
    rules = rules_of(course, held.catalog, glossary, missing, profile_of(workspace, course))
    return _Job(course, held, missing, Offers(*rules))


def is_wanting(message: Message, known: ledger.Ledger) -> bool:
    """Whether a draft may be made for a message: it has no target, or an outdated one that only a machine saw."""
    return message.state is State.UNTRANSLATED or _is_outdated(message, known)


def _is_outdated(message: Message, known: ledger.Ledger) -> bool:
    """Whether the target is a machine's, for a source that has changed since, and no person ever accepted or touched
    it: the ledger calls it a draft still, in these very words, and so does its comment."""
    if message.state is not State.STALE or message.previous is None:
        return False
    entry = known.entries.get(ledger.key_of(message.previous_context, message.previous))
    return (
        entry is not None
        and entry.origin is Origin.MACHINE
        and entry.state is State.DRAFT
        and entry.target == ledger.target_hash(message)
        and any(comment.startswith(MACHINE_MARK) for comment in message.comments)
    )


def _fill(
    workspace: Workspace,
    jobs: Sequence[_Job],
    options: Options,
    get: Callable[[], Engine],
    bars: Bars | None,
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
    made = fill.drafts([plan for _, plan in plans], get(), bars)
    for (job, _), draft in zip(plans, made, strict=True):
        job.offers.drafted(draft)


def _remembered(workspace: Workspace, job: _Job, options: Options, warn: Say) -> AbstractContextManager[Memory | None]:
    """The workspace's translation memory for a job's pair of languages, closed after use; None where not wanted."""
    from ccb_l10n.workflow import memory

    if not options.memory:
        return nullcontext()
    return memory.current(workspace, [job.held.catalog.locale or ""], warn, job.course.source_language)


def _written(workspace: Workspace, job: _Job, dated: str) -> Drafted:
    path = workspace.catalog(job.course.name, job.held.catalog.locale or "")
    if job.offers.made or path.exists():  # an empty catalog of a language that nobody can draft helps nobody
        save(workspace, job.course, _held(job, dated) if job.missing else job.held)
    return _told(workspace, job)


def _held(job: _Job, dated: str) -> Held:
    """The catalog with what is offered, and the ledger that knows of it."""
    missing = {message.key: message for message in job.missing}
    offered = {key: offer for key in missing if (offer := job.offers.made.get(key))}

    def after(message: Message) -> Message:
        if message.state not in _OPEN or message.key not in missing:
            return message
        if message.key in offered:
            return offered[message.key].filled(missing[message.key])
        why = job.offers.refused.get(message.source)
        return fill.left(message, why) if why and fill.is_missing(message) else message

    messages = tuple(map(after, job.held.catalog.messages))
    entries = {ledger.key_of(*key): offer.entry(dated) for key, offer in offered.items()}
    return Held(replace(job.held.catalog, messages=messages), ledger.noted(job.held.ledger, entries))


def _told(workspace: Workspace, job: _Job) -> Drafted:
    path = workspace.catalog(job.course.name, job.held.catalog.locale or "")
    offers = [offer for message in job.missing if (offer := job.offers.made.get(message.key))]
    without, wrong = (sum(_flagged(offer, start) for offer in offers) for start in (fill.MISSED, FORBIDDEN))
    taken = Counter(offer.kind for offer in offers)
    left = (message.source for message in job.missing if message.key not in job.offers.made)
    refused = dict(sorted(Counter(why[0] for each in left if (why := job.offers.refused.get(each))).items()))
    return Drafted(workspace.shown(path), len(job.missing), len(offers), refused, dict(taken), without, wrong)


def _flagged(offer: Offer, start: str) -> bool:
    return any(flag.startswith(start) for flag in offer.draft.flags)


def _date() -> str:
    """The flag that says when: SOURCE_DATE_EPOCH's day, or today's."""
    return f"dated-{now()[:10]}"


def _silent(text: str) -> None:
    return None
