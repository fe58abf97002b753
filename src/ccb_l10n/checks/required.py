"""Terms that a target should use, because its source speaks of their concepts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from ccb_l10n import locales
from ccb_l10n.checks.problem import Check, Problem, Setting, blank, targets
from ccb_l10n.checks.residue import untranslated
from ccb_l10n.checks.scope import spoken
from ccb_l10n.checks.terms import advice, regional, wanted_texts
from ccb_l10n.markdown.inline import protected
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Concept, Message, Severity
from ccb_l10n.terminology import match
from ccb_l10n.terminology.concepts import GOOD

_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z0-9/&-]{2,12}s?")


def missing(message: Message, setting: Setting) -> Iterator[Problem]:
    """A concept of the source of which the target uses no term at all.

    One mention is enough however often the source names it, for languages have pronouns. A target that uses a
    forbidden or deprecated term, another region's, or that of the concept's pair, is told so by those checks alone.
    Concepts that nobody approved yet are no more than an info here: their terms may be at fault, and of what was
    read on real courses a third was said well in other words (`benchmarks/README.md`).
    """
    for hit in _judged(message, setting, copies=True):
        concept = hit.concept
        if concept.severity == "watch" or concept.do_not_translate or not wanted_texts(concept, setting.lang):
            continue
        if concept.id in _used(message, setting) or _said_otherwise(message, concept, setting):
            continue
        words = message.source[slice(*hit.span)]
        if _ACRONYM.fullmatch(words) and (
            len(words.removesuffix("s")) < _TELLING or any(_mentions(target, words) for target in targets(message))
        ):
            continue  # which `acronym` judges; and short ones stand for many things, APT for a program and a threat
        if _is_kept(words, message) and not _is_all(hit.span, message.source):
            continue  # a title or a name that was kept; `untranslated-run` judges whether it should be
        advised = advice(concept, setting.lang)
        yield Problem(f"no term for “{words}”", advised, concept=concept.id, severity=_severity(concept, setting.lang))


def _is_kept(words: str, message: Message) -> bool:
    return words[0].isupper() and any(words in target for target in targets(message))


def _is_all(span: tuple[int, int], source: str) -> bool:
    """Whether a source has no other letter: then its capital is that of a sentence."""
    return not any(map(str.isalpha, source[: span[0]] + source[span[1] :]))


def confused(message: Message, setting: Setting) -> Iterator[Problem]:
    """The term of the concept that readers confuse with the source's: capacity for capability.

    Only where the language has different words for the two, and the source speaks of one of them alone.
    """
    named = {hit.concept.id for hit in spoken(message, setting)}
    pairs = {each.id: each for each in setting.glossary.concepts if each.pair_with}
    for hit in _judged(message, setting):
        other = _other(hit.concept, pairs, setting)
        if other is None or other.id in named or hit.concept.id in _used(message, setting):
            continue
        for target in targets(message):
            found = match.uses(target, setting.lang, setting.glossary, {other.id}, protected(target))
            for wrong in found.get(other.id, [])[:1]:
                text = f"“{message.source[slice(*hit.span)]}” is {hit.concept.id}, and this is a term for {other.id}"
                severity = Severity.INFO if hit.concept.severity == "watch" else None
                hint = advice(hit.concept, setting.lang)
                yield Problem(text, hint, wrong.span, target, hit.concept.id, severity)


def kept(message: Message, setting: Setting) -> Iterator[Problem]:
    """A name that stays as it is in every language, and is not in the target letter for letter."""
    for hit in _judged(message, setting):
        if not hit.concept.do_not_translate:
            continue
        texts = [each.text for each in hit.concept.terms if each.status in GOOD]
        words = message.source[slice(*hit.span)]
        if not any(text in target for target in targets(message) for text in (words, *texts)):
            hint = f"write {words} as it is in the source"
            yield Problem(f"“{words}” is not translated, and does not stand here", hint, concept=hit.concept.id)


def acronym(message: Message, setting: Setting) -> Iterator[Problem]:
    """The source's acronym in the target, where the language has its own and the glossary does not admit this one."""
    seen = set()
    for hit in _hits(message, setting):
        words = message.source[slice(*hit.span)].removesuffix("s")
        own = _acronyms(hit.concept, setting.lang)
        if words in seen or words in own or not own or not _ACRONYM.fullmatch(words):
            continue
        seen.add(words)
        if len(words) < _TELLING and not _spelled_out(message, hit.concept, setting):
            continue
        shielded = _spans(message, hit.concept, setting)
        for target in targets(message):
            for found in _mentions(target, words):
                masked = [*protected(target), *shielded.get(target, ())]
                if not any(start < found.end() and found.start() < end for start, end in masked):
                    hint = f"use {' or '.join(own)}"
                    text = f"the source's acronym {words}, for which the language has its own"
                    yield Problem(text, hint, found.span(), target, hit.concept.id)


def watched(message: Message, setting: Setting) -> Iterator[Problem]:
    """A word with several senses, of which one is a concept: whoever translates must look which it is."""
    for hit in _judged(message, setting):
        if hit.concept.severity == "watch" and wanted_texts(hit.concept, setting.lang):
            if hit.concept.id in _used(message, setting):
                continue
            words = message.source[slice(*hit.span)]
            hint = f"{advice(hit.concept, setting.lang)}, if it means: {hit.concept.definition}"
            yield Problem(f"“{words}” has several senses", hint, concept=hit.concept.id)


_TELLING = 4  # letters: shorter acronyms stand for many things, PPP for a protocol and a partnership


def _spelled_out(message: Message, concept: Concept, setting: Setting) -> bool:
    """Whether the source names the concept in full as well."""
    own = (hit for hit in spoken(message, setting) if hit.concept.id == concept.id)
    return any(not _ACRONYM.fullmatch(message.source[slice(*hit.span)]) for hit in own)


def _mentions(target: str, acronym: str) -> list[re.Match[str]]:
    """Where the acronym stands as a word of its own, perhaps right beside letters of a script without blanks."""
    singular = acronym.removesuffix("s")
    return list(re.finditer(rf"(?<![A-Za-z0-9-]){re.escape(singular)}s?(?![A-Za-z0-9-])", target))


def _hits(message: Message, setting: Setting, *, copies: bool = False) -> tuple[match.Hit, ...]:
    """What the source speaks of, where the target is one that readers get to see; with `copies` also where it is the
    source, if `untranslated-copy` does not say so."""
    if message.state not in SHIPPED or not setting.lang or not setting.glossary.concepts:
        return ()
    if all(map(blank, targets(message))):
        return ()
    if message.target == message.source and (not copies or any(untranslated(message, setting))):
        return ()
    return spoken(message, setting)


def _judged(message: Message, setting: Setting, *, copies: bool = False) -> Iterable[match.Hit]:
    """The first hit of each concept, in the order of the source."""
    first = {hit.concept.id: hit for hit in reversed(_hits(message, setting, copies=copies))}
    return sorted(first.values(), key=lambda hit: hit.span)


def _found(message: Message, setting: Setting) -> dict[str, list[tuple[str, match.Hit]]]:
    """The good terms that the targets use of the source's concepts, each with its target; found once a message."""
    known = setting.memo.get("used")
    if isinstance(known, tuple) and known[0] is message:
        return dict(known[1])
    wanted = {hit.concept.id for hit in spoken(message, setting)}
    found: dict[str, list[tuple[str, match.Hit]]] = {}
    for target in targets(message):
        for name, hits in match.uses(target, setting.lang, setting.glossary, wanted, protected(target)).items():
            if hits:
                found.setdefault(name, []).extend((target, hit) for hit in hits)
    setting.memo["used"] = message, found
    return found


def _used(message: Message, setting: Setting) -> set[str]:
    return {*_found(message, setting)}


def _spans(message: Message, concept: Concept, setting: Setting) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for target, hit in _found(message, setting).get(concept.id, []):
        spans.setdefault(target, []).append(hit.span)
    return spans


def _said_otherwise(message: Message, concept: Concept, setting: Setting) -> bool:
    """Whether another check tells of the concept's wrong term in these targets."""
    for target in targets(message):
        for search in (match.forbidden, match.deprecated):
            if any(found.id == concept.id for found, _, _ in search(target, setting.lang, setting.glossary)):
                return True
    others = chain(confused(message, setting), regional(message, setting))
    return any(problem.concept == concept.id for problem in others)


def _other(concept: Concept, pairs: dict[str, Concept], setting: Setting) -> Concept | None:
    """The concept that this one is paired with, either way, where the language has another word for it."""
    ids = [concept.pair_with, *(each.id for each in pairs.values() if each.pair_with == concept.id)]
    for other in setting.glossary.concepts:
        if other.id in ids:
            own, theirs = (wanted_texts(each, setting.lang) for each in (concept, other))
            return other if own and theirs and not {*own} & {*theirs} else None
    return None


def _acronyms(concept: Concept, lang: str) -> list[str]:
    """The acronyms that the language has for the concept: of its good terms, or such terms themselves."""
    tags = locales.fallbacks(lang)
    good = [each for each in concept.terms if each.lang in tags and each.status in GOOD]
    own = [each.acronym for each in good if each.acronym]
    return own and [*own, *(each.text for each in good if _ACRONYM.fullmatch(each.text))]


def _severity(concept: Concept, lang: str) -> Severity:
    """The concept's own once it is approved; until then, or where no module knows the inflection, a note.

    On real courses half of what an unreviewed glossary misses is well said in other words (benchmarks/README.md).
    """
    approved = concept.status == "approved" and match.supported(lang)
    return Severity(concept.severity) if approved else Severity.INFO


def uninflected(header: Message, setting: Setting) -> Iterator[Problem]:
    """That terms of this language are found letter for letter only, where the glossary has any."""
    if not setting.lang or match.supported(setting.lang):
        return
    tags = locales.fallbacks(setting.lang)
    if any(term.lang in tags for concept in setting.glossary.concepts for term in concept.terms):
        name = locales.name(setting.lang)
        hint = "list the forms that occur in `forms` of the glossary's terms"
        yield Problem(f"terms in {name} are compared letter for letter: no module knows its inflection", hint)


ROWS = (
    Check(
        "missing-term",
        Severity.WARNING,
        "The source speaks of a concept, and the translation uses none of its terms",
        "The same thing has the same name in every course.",
        "Use the glossary's term, or propose yours. The concept sets the severity; before it is approved, an info.",
        missing,
    ),
    Check(
        "paired-term",
        Severity.WARNING,
        "The translation uses the term of the concept that readers confuse with the source's",
        "Capacity and capability, incident and event: what one text keeps apart, the other should not mix up.",
        "Use the term of the source's concept.",
        confused,
    ),
    Check(
        "do-not-translate",
        Severity.WARNING,
        "A name that the glossary keeps in every language is not in the translation",
        "Readers look names of documents, bodies and labels up as they are.",
        "Write it as in the source.",
        kept,
    ),
    Check(
        "acronym",
        Severity.WARNING,
        "The translation keeps the source's acronym, and the language has its own",
        "Readers who met the language's acronym don't recognise the other.",
        "Use the language's acronym, or admit the source's in the glossary.",
        acronym,
    ),
    Check(
        "watched-term",
        Severity.INFO,
        "The source uses a word with several senses, and the translation none of the glossary's terms",
        "Only a person can tell which sense it is.",
        "Look whether the glossary's definition fits; if so, use its term.",
        watched,
        opt_in=True,
    ),
    Check(
        "uninflected-language",
        Severity.INFO,
        "The glossary's terms are compared letter for letter in this language",
        "No module knows its inflection, so inflected terms look as if they were missing.",
        "List the forms in the glossary, or write a module for the language.",
        uninflected,
        of_header=True,
    ),
)
