"""From a masked sentence to a translation that keeps everything: rung by rung, until one holds.

Each rung asks the engine once for all sentences that no rung before it could serve. A hypothesis holds when every
placeholder is in it exactly once, paired ones in order, no markup was invented and no fault of quality is found; among
those that hold, the one that misses the fewest of the glossary's terms serves, then the engine's own first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ccb_l10n.drafting import inside, quality, recast, spans
from ccb_l10n.drafting.engine import Engine, Progress
from ccb_l10n.drafting.finish import TYPOGRAPHIC, finished
from ccb_l10n.drafting.masking import Finder, Masked, faults, renamed, restemmed, restore
from ccb_l10n.drafting.spans import Cut

NUMBER = 4  # hypotheses asked for: the width of the search that engines use by default
MOVED = "markup-moved"
WIDE = 12  # where a term is missed
FIRST = ""
ALTERNATIVE, TERM, RECAST, GENTLE = "alternative", "term", "recast", "gentle"
RENAMED, RUNS, CLAUSES = "renamed", "runs", "clauses"
# Other names for placeholders: of 304 sentences that lost REF on a weak model, DOC alone saved 133 and K alone 152.
_OTHER_STEMS = ("DOC", "K")

Bars = Callable[[str], Progress | None]  # what is being done -> what is told how much of it is, if anything
Judge = Callable[[str, str], tuple[str, ...]]  # a source and a target, markup and all -> names of what is wrong


def _nothing(source: str, target: str) -> tuple[str, ...]:
    return ()


def _protected(source: str) -> Sequence[tuple[int, int]]:
    from ccb_l10n.markdown.inline import protected

    return protected(source)


def _no_names(source: str, masked: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    return ()


def _known(source: str) -> bool:
    return False


def _same(source: str, target: str) -> str:
    return target


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What the drafts of one catalog are held to.

    `source` and `target` are BCP 47; `find` gives the spans of markup that a target keeps, `names` those of a source's
    names outside of them; `judge` the faults that a sentence's translation is refused for; `missed` flags for the terms
    that a translation should use and does not; `polish` gives a whole target its language's typography; `gate` the
    faults that a whole target is refused for; `apostrophe` is what the catalog writes elisions with; `foreign` tells a
    source that is not in the source's language.
    """

    source: str = "en"
    target: str = "fr"
    find: Finder = _protected
    names: Callable[[str, Sequence[tuple[int, int]]], Sequence[tuple[int, int]]] = _no_names
    judge: Judge = _nothing
    missed: Judge = _nothing
    polish: Callable[[str, str], str] = _same
    gate: Judge = _nothing
    apostrophe: str = TYPOGRAPHIC
    foreign: Callable[[str], bool] = _known


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A sentence to translate, with its own placeholders, and what its translation is held to."""

    masked: Masked
    rules: Rules


@dataclass(frozen=True, slots=True)
class Answer:
    """The translation of a sentence, with its placeholders, and the rung that served; or "", and why nothing did."""

    text: str = ""
    rung: str = FIRST
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Trial:
    """A way to ask for a sentence: texts to translate, and what makes the whole of them."""

    parts: tuple[Part, ...]
    join: spans.Join


@dataclass(frozen=True, slots=True)
class _Rung:
    name: str
    trials: Callable[[Part], Iterator[_Trial]]
    gentle: bool = False
    told: str = ""  # what it does, for who waits


def climb(parts: Sequence[Part], engine: Engine, bars: Bars | None = None) -> list[Answer]:
    """An answer for each part, in order. An engine with nothing to do is not touched.

    `bars` makes what counts the sentences that a rung asks for, of what is said of it.
    """
    bars = bars or _no_bar
    answers = [Answer()] * len(parts)
    pending = list(range(len(parts)))
    for rung in _RUNGS:
        trials = {index: list(rung.trials(parts[index])) for index in pending}
        known = _asked(trials, rung, engine, bars)
        for index, tried in trials.items():
            answers[index] = _answer(parts[index], tried, known, rung, answers[index])
        pending = [index for index in pending if not answers[index].text]
    _look_wider(parts, answers, engine, bars)
    return answers


def _no_bar(label: str) -> None:
    return None


def _look_wider(parts: Sequence[Part], answers: list[Answer], engine: Engine, bars: Bars) -> None:
    """Ask for more hypotheses where the answer misses a term, and take the best that misses fewer."""
    missed = {index: len(_missed(parts[index], answer.text)) for index, answer in enumerate(answers) if answer.text}
    wanting = {index: parts[index].masked.text for index, number in missed.items() if number}
    if not wanting:
        return
    texts = list(dict.fromkeys(wanting.values()))
    known = dict(zip(texts, engine.hypotheses(texts, number=WIDE, progress=bars("looking for terms")), strict=True))
    for index, text in wanting.items():
        found = _best(parts[index], known[text])
        if found.text and len(_missed(parts[index], found.text)) < missed[index]:
            answers[index] = Answer(found.text, TERM)


def _missed(part: Part, text: str) -> tuple[str, ...]:
    return part.rules.missed(*_restored(part, text))


def _asked(trials: dict[int, list[_Trial]], rung: _Rung, engine: Engine, bars: Bars) -> dict[str, tuple[str, ...]]:
    """The hypotheses for each distinct text of the trials."""
    texts = dict.fromkeys(
        part.masked.text for tried in trials.values() for trial in tried for part in trial.parts if _worded(part.masked)
    )
    if not texts:
        return {}
    label = f"trying again: {rung.told}" if rung.told else "drafting"
    found = engine.hypotheses(list(texts), number=NUMBER, gentle=rung.gentle, progress=bars(label))
    return dict(zip(texts, found, strict=True))


def _answer(
    part: Part, tried: Sequence[_Trial], known: dict[str, tuple[str, ...]], rung: _Rung, before: Answer
) -> Answer:
    why = before.why
    for trial in tried:
        if len(trial.parts) == 1 and trial.parts[0] is part:
            made = _best(part, known.get(part.masked.text, ()))
            name = made.rung if rung.name == FIRST else rung.name
        else:
            chosen = [_single(each, known) for each in trial.parts]
            lacking = next((each for each in chosen if not each.text), None)
            made = lacking or _best(part, (trial.join([each.text for each in chosen]),))
            name = rung.name
        if made.text:
            return Answer(made.text, name)
        why = why or made.why
    return Answer(why=why)


def _single(part: Part, known: dict[str, tuple[str, ...]]) -> Answer:
    if not _worded(part.masked):
        return Answer(part.masked.text)
    return _best(part, known.get(part.masked.text, ()))


def _best(part: Part, hypotheses: Sequence[str]) -> Answer:
    """The hypothesis that serves best, or why the first of them does not."""
    why: tuple[str, ...] = () if hypotheses else (quality.EMPTY,)
    served: list[tuple[int, int, str]] = []
    for rank, hypothesis in enumerate(hypotheses):
        text = _finished(part, hypothesis)
        problems = _problems(part, text)
        if problems:
            why = why or problems
            continue
        missed = len(_missed(part, text))
        served.append((missed, rank, text))
        if not missed:
            break
    if not served:
        return Answer(why=why)
    _, rank, text = min(served)
    first = min(rank for _, rank, _ in served)
    return Answer(text, FIRST if rank == 0 else ALTERNATIVE if rank == first else TERM)


def _finished(part: Part, hypothesis: str) -> str:
    rules = part.rules
    return finished(part.masked.text, hypothesis, rules.target, part.masked.pattern, rules.apostrophe)


def _problems(part: Part, text: str) -> tuple[str, ...]:
    """Why a text does not serve."""
    if not text:
        return (quality.EMPTY,)
    masked = part.masked
    found = faults(masked, text) or ((quality.EMPTY,) if inside.hollow(masked, text) else ())
    found = found or ((MOVED,) if inside.moved(masked, text) else ())
    found = found or quality.faults(masked.text, text, part.rules.source, part.rules.target, masked.pattern)
    return found or part.rules.judge(*_restored(part, text))


def _restored(part: Part, text: str) -> tuple[str, str]:
    return restore(part.masked, part.masked.text), restore(part.masked, text)


def _worded(masked: Masked) -> bool:
    """Whether there is a letter outside of the placeholders."""
    return any(map(str.isalpha, masked.pattern.sub(" ", masked.text)))


def _plainly(part: Part) -> Iterator[_Trial]:
    yield _Trial((part,), lambda texts: texts[0])


def _recast(part: Part) -> Iterator[_Trial]:
    for form in recast.forms(part.masked, part.rules.target):
        yield _Trial((replace(part, masked=form.masked),), form.back)


def _renamed(part: Part) -> Iterator[_Trial]:
    masked = part.masked
    for stem in _OTHER_STEMS if masked.hidden else ():
        if stem not in masked.text and stem != masked.stem:
            other = restemmed(masked, stem)
            yield _Trial((replace(part, masked=other),), _back(other, masked))


def _back(other: Masked, masked: Masked) -> spans.Join:
    return lambda texts: renamed(other, texts[0], tuple(masked.by_token))


def _in_runs(part: Part) -> Iterator[_Trial]:
    yield from _cut(part, spans.whole_runs(part.masked))


def _in_clauses(part: Part) -> Iterator[_Trial]:
    cut = spans.clauses(part.masked, whole=True)
    yield from _cut(part, cut)
    if not cut:
        return
    deeper = [spans.whole_runs(each) for each in cut.parts]
    if any(deeper):
        yield from _cut(part, _nested(cut, deeper))


def _cut(part: Part, cut: Cut | None) -> Iterator[_Trial]:
    if cut:
        yield _Trial(tuple(replace(part, masked=each) for each in cut.parts), cut.join)


def _nested(cut: Cut, deeper: Sequence[Cut | None]) -> Cut:
    """A cut whose parts are cut again."""
    inner = [each or Cut((part,), lambda texts: texts[0]) for each, part in zip(deeper, cut.parts, strict=True)]

    def join(translated: Sequence[str]) -> str:
        texts, at = [], 0
        for each in inner:
            texts.append(each.join(translated[at : at + len(each.parts)]))
            at += len(each.parts)
        return cut.join(texts)

    return Cut(tuple(part for each in inner for part in each.parts), join)


_RUNGS = (
    _Rung(FIRST, _plainly),
    _Rung(RECAST, _recast, told="in other letter case"),
    _Rung(GENTLE, _plainly, gentle=True, told="without repetition"),
    _Rung(RENAMED, _renamed, told="other placeholders"),
    _Rung(RUNS, _in_runs, told="marked words apart"),
    _Rung(CLAUSES, _in_clauses, told="clause by clause"),
)
