"""A glossary's terms as patterns: for each word of a term the set of folded forms that it may take."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from ccb_l10n import locales
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology.concepts import Glossary
from ccb_l10n.terminology.languages.language import Language, unchanged
from ccb_l10n.terminology.match_text import SIGN, Tokens, fold, literal, tokens

# Between two slots: nothing, function words, nothing even where gaps may be, a hyphen.
ADJACENT, FUNCTION, RIGID, HYPHENED = range(4)

Cased = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """One spelling of a term. A text uses it where each slot holds the next word, across what `joints` allow.

    `joints[k]` stands between slot k and slot k + 1. `anchor` is the slot whose words are rarest in the glossary.
    `literal` is the spelling letter for letter; with `exact` nothing else counts, and with `inside` it is
    searched for anywhere, and there are no slots. `cased` has the forms in their own case where case counts.
    """

    concept: Concept
    term: Term
    slots: tuple[frozenset[str], ...]
    joints: tuple[int, ...]
    literal: str
    exact: bool = False
    inside: bool = False
    cased: Cased | None = None
    compound: bool = False  # written as one where the term is written as two, or the reverse
    anchor: int = 0


def patterns(glossary: Glossary, lang: str, language: Language) -> list[Pattern]:
    """The patterns of all terms that count in `lang`, those of deprecated concepts left out."""
    found = [
        pattern
        for concept in glossary.concepts
        if concept.status != "deprecated"
        for spelling, term in spellings(concept, lang).values()
        for pattern in compiled(concept, term, spelling, language)
    ]
    return _anchored(found)


def spellings(concept: Concept, lang: str) -> dict[str, tuple[str, Term]]:
    """What the concept says of each spelling in `lang`, by key: the nearest region has the word."""
    found: dict[str, tuple[str, Term]] = {}
    for tag in locales.fallbacks(lang):
        for term in concept.terms:
            if locales.bcp47(term.lang) == tag:
                for spelling in (term.text, *term.forms, *filter(None, (term.acronym,))):
                    found.setdefault(literal(spelling), (spelling, term))
    return found


def compiled(concept: Concept, term: Term, spelling: str, language: Language) -> Iterator[Pattern]:
    """The patterns of one spelling; none where it holds nothing to look for."""
    parsed = tokens(spelling, language)
    if not parsed.words:
        return
    if concept.match == "substring":
        yield Pattern(concept, term, (), (), literal(spelling), inside=True)
    elif concept.match == "exact":
        slots = unchanged([keys[0] for keys in parsed.keys], term)
        cased = _cased(parsed, slots) if _case_counts(concept, spelling) else None
        yield Pattern(concept, term, tuple(slots), (RIGID,) * (len(slots) - 1), parsed.whole, exact=True, cased=cased)
    else:
        yield from _inflected(concept, term, spelling, parsed, language)


def _inflected(concept: Concept, term: Term, spelling: str, parsed: Tokens, language: Language) -> Iterator[Pattern]:
    acronym = is_acronym(spelling)
    slots = _acronym_forms(parsed, language) if acronym else _slots(parsed, term, language)
    kept, joints = _outline(parsed, language)
    chosen = tuple(slots[at] for at in kept)
    cased = None
    if acronym or concept.case_sensitive:
        every = _cased(parsed, slots)
        cased = tuple(every[at] for at in kept)
    yield Pattern(concept, term, chosen, joints, parsed.whole, cased=cased)
    if cased is None:
        words = [parsed.words[at] for at in kept]
        for slots_apart, joints_apart in _compounds(words, chosen, joints, parsed, kept, language):
            yield Pattern(concept, term, slots_apart, joints_apart, parsed.whole, compound=True)


def _slots(parsed: Tokens, term: Term, language: Language) -> list[frozenset[str]]:
    """The forms of each word; an acronym among them takes its own endings: IP addresses, endereços IPs."""
    return [
        forms.union(language.acronym(parsed.words[at])) if is_acronym(parsed.cased(at)) else forms
        for at, forms in enumerate(language.inflect(parsed.words, term))
    ]


def _case_counts(concept: Concept, spelling: str) -> bool:
    return concept.case_sensitive or is_acronym(spelling)


def is_acronym(spelling: str) -> bool:
    """Whether the letters that have a case are all capitals, two of them at least: CSIRT, TLP:RED, but not C++."""
    return spelling.isupper() and sum(map(str.isupper, spelling)) > 1


def _acronym_forms(parsed: Tokens, language: Language) -> list[frozenset[str]]:
    last = len(parsed.words) - 1
    return [
        frozenset(language.acronym(word)) if at == last and word.isalnum() else frozenset((word,))
        for at, word in enumerate(parsed.words)
    ]


def _cased(parsed: Tokens, slots: Sequence[frozenset[str]]) -> Cased:
    """The forms with the case that the term writes; a word of small letters may begin a sentence."""
    found = []
    for at, forms in enumerate(slots):
        word = parsed.cased(at)
        cased = {_in_case(word, form) for form in forms} if fold(word) == parsed.words[at] else {word, *forms}
        if at == 0 and word.islower():
            cased |= {each[0].upper() + each[1:] for each in cased}
        found.append(frozenset(cased))
    return tuple(found)


def _in_case(word: str, form: str) -> str:
    """`form` with the case of `word` as far as they agree: Budapests, CSIRTs."""
    folded = fold(word)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(folded, form, strict=False)))
    if form == folded:
        return word
    return word[:shared] + form[shared:] if len(folded) == len(word) else form


def _outline(parsed: Tokens, language: Language) -> tuple[list[int], tuple[int, ...]]:
    """Which tokens of a term are slots, and the joints between them: function words inside it are none."""
    inner = range(1, len(parsed.words) - 1)
    kept = [at for at, word in enumerate(parsed.words) if at not in inner or word not in language.function_words]
    joints = tuple(
        FUNCTION if right - left > 1 else RIGID if _rigid(parsed, left, right) else ADJACENT
        for left, right in pairwise(kept)
    )
    return kept, joints


def _rigid(parsed: Tokens, left: int, right: int) -> bool:
    """Signs, and characters of scripts without blanks, stand by what they belong to."""
    either = (parsed.kinds[left], parsed.kinds[right])
    return SIGN in either or any(parsed.unspaced(at) for at in (left, right))


Outline = tuple[tuple[frozenset[str], ...], tuple[int, ...]]


def _compounds(
    words: Sequence[str],
    slots: tuple[frozenset[str], ...],
    joints: tuple[int, ...],
    parsed: Tokens,
    kept: Sequence[int],
    language: Language,
) -> Iterator[Outline]:
    """The same term with two of its words written as one, or with one compound written as two."""
    for at, joint in enumerate(joints):
        if joint == ADJACENT and (
            language.joins or words[at] in language.apart or parsed.hyphened(kept[at], kept[at + 1])
        ):
            joined = frozenset(words[at] + form for form in slots[at + 1])
            yield (*slots[:at], joined, *slots[at + 2 :]), joints[:at] + joints[at + 1 :]
    for at, word in enumerate(words):
        for cut, joint in _cuts(word, language).items():
            first = word[:cut]
            rest = frozenset(form[cut:] for form in slots[at] if form.startswith(first) and len(form) > cut)
            yield (*slots[:at], frozenset((first,)), rest, *slots[at + 1 :]), (*joints[:at], joint, *joints[at:])


def _cuts(word: str, language: Language) -> dict[int, int]:
    """Where a compound may be written apart, and what then stands there: after a first part, before a second one."""
    cuts = {len(word) - len(last): HYPHENED for last in language.hyphened if word.endswith(last)}
    cuts |= {len(word) - len(last): ADJACENT for last in language.seconds if word.endswith(last)}
    cuts |= {len(first): ADJACENT for first in language.apart if word.startswith(first) and len(word) > len(first) + 3}
    return {cut: joint for cut, joint in cuts.items() if cut > 2 or word[:cut] in language.apart}


def _anchored(found: Sequence[Pattern]) -> list[Pattern]:
    """The patterns with the slot that the fewest others share as their anchor; the longest forms where even."""
    uses: Counter[str] = Counter()
    for pattern in found:
        uses.update(min(slot) for slot in pattern.slots)
    return [replace(each, anchor=_rarest(each.slots, uses)) if len(each.slots) > 1 else each for each in found]


def _rarest(slots: Sequence[frozenset[str]], uses: Mapping[str, int]) -> int:
    rank = [(uses[min(slot)], -len(min(slot)), at) for at, slot in enumerate(slots)]
    return min(rank)[2]


def indexed(found: Iterable[Pattern]) -> Mapping[str, tuple[Pattern, ...]]:
    """The patterns by each form of their anchors."""
    index: dict[str, list[Pattern]] = defaultdict(list)
    for pattern in found:
        if not pattern.inside:
            for form in sorted(pattern.slots[pattern.anchor]):
                index[form].append(pattern)
    return {form: tuple(index[form]) for form in index}


def by_start(found: Iterable[Pattern]) -> Mapping[str, tuple[Pattern, ...]]:
    """Those searched for inside words, by their first two characters (or the only one)."""
    index: dict[str, list[Pattern]] = defaultdict(list)
    for pattern in found:
        if pattern.inside:
            index[pattern.literal[:2]].append(pattern)
    return {start: tuple(index[start]) for start in index}
