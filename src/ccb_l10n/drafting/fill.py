"""Drafts for the messages that have no target, and their way into a catalog.

`planned` cuts a source into sentences with placeholders, `ladder.climb` has them translated, `made` puts them
together, takes nothing that lost or added a protected span, and says why where it leaves a target empty. `draft` is
all three. `accepted` is a message with its draft, marked as what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ccb_l10n import locales
from ccb_l10n.catalog.remarks import MACHINE_MARK, NOT_DRAFTED, by_people
from ccb_l10n.drafting import aside, sentences
from ccb_l10n.drafting.engine import Engine
from ccb_l10n.drafting.ladder import FIRST, Answer, Bars, Part, Rules, climb
from ccb_l10n.drafting.masking import ADDED, LOST, Finder, Masked, excerpt, faults, mask, renamed, restore
from ccb_l10n.drafting.quality import FOREIGN
from ccb_l10n.drafting.spans import Cut, edges, lead_in
from ccb_l10n.model import Draft, Message, Origin, State

COPIED = "copied"  # there was nothing to translate
RUNG = "rung-"  # before the name of the rung that served, where it was not the first
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_NAME = re.compile(r"\w*[a-z][A-Z]\w*")  # GitHub, alone: nobody translates it, and models lose it
MISSED = "term-missing:"  # before a concept of which the draft uses no term


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a line: the part to translate (None where it has no words) and its placeholders' names in the
    message, what is kept on either side of it, and the space after it. Without a part, `lead` is all of it."""

    part: Part | None
    names: tuple[str, ...]
    lead: str
    tail: str
    space: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A source, ready to be translated sentence by sentence.

    `cut` is how what is translated apart, a line of `asides` each, becomes part of the whole again, which `lines` are
    where there is nothing of the kind.
    """

    source: str
    masked: Masked
    lines: tuple[tuple[Sentence, ...], ...]
    rules: Rules
    asides: tuple[tuple[Sentence, ...], ...] = ()
    cut: Cut | None = None

    @property
    def parts(self) -> list[Part]:
        """What there is to translate; none where the source is to be copied."""
        return [each.part for line in (*self.lines, *self.asides) for each in line if each.part]


def draft(
    messages: Sequence[Message], engine: Engine, rules: Rules | None = None, bars: Bars | None = None
) -> list[Draft]:
    """One draft for each distinct source among the messages without a target, in their order.

    A draft without a target has flags that say why: those of `quality`, `masking` and the rules' own. Messages with
    plurals are left alone.
    """
    rules = rules or Rules()
    sources = dict.fromkeys(message.source for message in messages if is_missing(message))
    return drafts([planned(source, rules) for source in sources], engine, bars)


def drafts(plans: Sequence[Plan], engine: Engine, bars: Bars | None = None) -> list[Draft]:
    """A draft for each plan, of one pair of languages, in order. Each distinct sentence is asked for once."""
    parts: dict[tuple[object, ...], Part] = {}
    foreign = [bool(plan.parts) and plan.rules.foreign(plan.source) for plan in plans]
    for plan, other in zip(plans, foreign, strict=True):
        for part in () if other else plan.parts:
            parts.setdefault(_identity(part), part)
    answers = dict(zip(parts, climb(list(parts.values()), engine, bars), strict=True))
    return [
        Draft(plan.source, "", Origin.MACHINE, engine.name, (FOREIGN,))
        if other
        else made(plan, {part: answers[_identity(part)] for part in plan.parts}, engine.name)
        for plan, other in zip(plans, foreign, strict=True)
    ]


def _identity(part: Part) -> tuple[object, ...]:
    """Parts that ask for the same and are held to the same are one."""
    hidden = ((run.text, run.glued_left, run.glued_right) for run in part.masked.hidden)
    return (part.masked.text, *hidden, id(part.rules))


def planned(source: str, rules: Rules) -> Plan:
    """The source with its protected spans, and all else that no engine may touch, out of the way."""
    spans = rules.find(source)
    masked = mask(source, sorted((*spans, *rules.names(source, spans))))
    cut = aside.apart(masked)
    outer, *apart = cut.parts if cut else (masked,)
    lines = tuple(_line(each, outer, rules) for each in outer.text.split("\n"))
    return Plan(source, masked, lines, rules, tuple(_line(each.text, each, rules) for each in apart), cut)


def _line(text: str, masked: Masked, rules: Rules) -> tuple[Sentence, ...]:
    """The sentences of a line between hard breaks; those of HTML end a sentence too, and stand between two."""
    found: list[Sentence] = []
    at = 0
    for each in masked.pattern.finditer(text):
        if _BREAK.search(masked.by_token[each[0]].text) and not _goes_on(text[at : each.start()], text[each.end() :]):
            found += _sentences(text[at : each.start()], masked, rules)
            found.append(Sentence(None, (), each[0], "", ""))
            at = each.end()
    return (*found, *_sentences(text[at:], masked, rules))


def _goes_on(before: str, after: str) -> bool:
    """Whether a sentence runs on over a break, which is there for looks."""
    first = next(filter(str.isalpha, after), "")
    return first.islower() and before.rstrip()[-1:].isalpha()


def _sentences(text: str, masked: Masked, rules: Rules) -> list[Sentence]:
    """The sentences of a text without a break; a lead-in that is set off by markup counts as one."""
    found: list[Sentence] = []
    for sentence, space in sentences.split(text, rules.source):
        end, at = lead_in(masked, sentence)
        if at:
            found.append(_sentence(sentence[:end], sentence[end:at], masked, rules))
        found.append(_sentence(sentence[at:], space, masked, rules))
    return found


def _sentence(text: str, space: str, masked: Masked, rules: Rules) -> Sentence:
    """The sentence, its light runs at both ends kept from the engine, but for those with a partner inside."""
    start, end = edges(masked, text)
    words = masked.pattern.sub(" ", text[start:end])
    if not any(map(str.isalpha, words)) or _NAME.fullmatch(words.strip()):
        return Sentence(None, (), text, "", space)
    own, names = excerpt(masked, text[start:end])
    return Sentence(Part(own, rules), names, text[:start], text[end:], space)


def made(plan: Plan, answers: Mapping[Part, Answer], engine: str) -> Draft:
    """The draft of a plan, its sentences answered by an engine of this name."""
    if not plan.parts:
        return copied(plan.source)
    given = [answers[part] for part in plan.parts]
    why = [flag for answer in given for flag in answer.why if not answer.text]
    target = "" if why else _assembled(plan, answers)
    if not why:
        target, why = _verified(plan, target)
    if why:
        return Draft(plan.source, "", Origin.MACHINE, engine, tuple(dict.fromkeys(why)))
    rungs = [f"{RUNG}{answer.rung}" for answer in given if answer.rung != FIRST]
    missed = plan.rules.missed(plan.source, target)
    return Draft(plan.source, target, Origin.MACHINE, engine, tuple(dict.fromkeys((*rungs, *missed))))


def copied(source: str) -> Draft:
    """The draft of a source in which there is nothing to translate."""
    return Draft(source, source, Origin.MACHINE, "", (COPIED,))


def _assembled(plan: Plan, answers: Mapping[Part, Answer]) -> str:
    """The masked target: the lines' sentences, with the space between them that the language has."""
    told = "\n".join(_joined(plan, line, answers) for line in plan.lines)
    if not plan.cut:
        return told
    return plan.cut.join((told, *(_joined(plan, line, answers) for line in plan.asides)))


def _joined(plan: Plan, line: Sequence[Sentence], answers: Mapping[Part, Answer]) -> str:
    source, target = locales.argos(plan.rules.source), locales.argos(plan.rules.target)
    told = [((_told(each, answers),), each.space) for each in line]
    return "".join(sentences.joined(told, source, target)[:1])


def _told(sentence: Sentence, answers: Mapping[Part, Answer]) -> str:
    part = sentence.part
    core = renamed(part.masked, answers[part].text, sentence.names) if part else ""
    return sentence.lead + core + sentence.tail


def _verified(plan: Plan, text: str) -> tuple[str, list[str]]:
    """The target of a masked one, or "" and why it is not fit to keep: the last word on every protected span."""
    problems = list(faults(plan.masked, text))
    if text.count("\n") != len(plan.lines) - 1:
        problems.append(ADDED)
    if problems:
        return "", problems
    rules = plan.rules
    for unspaced in (True, False):
        target = rules.polish(plan.source, restore(plan.masked, text, unspaced=unspaced))
        problems = _changed(plan.source, target, rules.find) or list(rules.gate(plan.source, target))
        if not problems:
            return target, []
    return "", problems


def _changed(source: str, target: str, find: Finder) -> list[str]:
    """What the finder sees differently in the restored target."""
    wanted, got = (Counter(text[start:end] for start, end in find(text)) for text in (source, target))
    return [*((LOST,) if wanted - got else ()), *((ADDED,) if got - wanted else ())]


def accepted(message: Message, draft: Draft) -> Message:
    """A message with a draft for its target, and a comment that says who made it."""
    comments = (*by_people(message), f"{MACHINE_MARK}{_how(draft)}), not reviewed.")
    return replace(
        emptied(message), target=draft.target, state=State.DRAFT, origin=draft.origin, comments=comments, raw=""
    )


def left(message: Message, why: Sequence[str]) -> Message:
    """A message without a target, and a comment that says why no draft was kept; itself where it says so already."""
    comments = (*by_people(message), f"{NOT_DRAFTED}{', '.join(why)}")
    return message if comments == message.comments else replace(message, comments=comments, raw="")


def emptied(message: Message) -> Message:
    """A message without its target and all that was said of it."""
    return replace(
        message,
        target="",
        state=State.UNTRANSLATED,
        origin=None,
        comments=by_people(message),
        previous=None,
        previous_context=None,
        raw="",
    )


def _how(draft: Draft) -> str:
    """What a translator reads beside a draft; the digest is for the ledger."""
    if COPIED in draft.flags:
        return "copied, nothing to translate"
    return " ".join(word for word in draft.engine.split() if not word.startswith("sha256:"))


def is_missing(message: Message) -> bool:
    """Whether a draft may be put here: a live message without a plural, and nothing in its target."""
    return (
        bool(message.source)
        and not message.target
        and not any(message.targets)
        and message.plural is None
        and message.state is not State.OBSOLETE
    )
