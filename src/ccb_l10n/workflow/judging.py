"""What drafts are held to: the project's own checks, asked before a target is written rather than after.

So `draft` refuses what `check` would tell, repairs what `check --fix` would repair, and never writes what `check`
rejects.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ccb_l10n import locales
from ccb_l10n.checks import CHECKS, languages, required
from ccb_l10n.checks import terms as bad_terms
from ccb_l10n.checks.fixing import fixed
from ccb_l10n.checks.problem import Check, Problem, Setting
from ccb_l10n.checks.profile import Profile
from ccb_l10n.checks.prose import masked
from ccb_l10n.checks.scope import covers
from ccb_l10n.drafting import scripts
from ccb_l10n.drafting.fill import MISSED
from ccb_l10n.drafting.finish import STRAIGHT, TYPOGRAPHIC, curled
from ccb_l10n.drafting.ladder import Rules
from ccb_l10n.drafting.quality import RESIDUE, left_title
from ccb_l10n.drafting.terms import Vocabulary
from ccb_l10n.markdown.inline import protected
from ccb_l10n.model import Catalog, Finding, Message, Severity, State
from ccb_l10n.terminology.concepts import Glossary
from ccb_l10n.workspace import Course

FORBIDDEN = "term-forbidden:"  # before a concept of which the draft uses a forbidden term
# Faults of a sentence that is refused for them; a person may have good reasons for one, a machine has none.
_OF_SENTENCES = frozenset(
    {
        "untranslated-copy",
        "untranslated-run",
        "no-own-letters",
        "foreign-letters",
        "look-alike-letters",
        "other-chinese",
        "number-changed",
        "number-lost",
        "month-changed",
        "truncated",
        "length",
        "doubled-word",
    }
)
_SMALL = re.compile(r"(?<![^\W_])[a-z]{3,}(?![^\W_])")
_ELISIONS = tuple(re.compile(rf"(?<=[^\W\d_]){sign}(?=[^\W\d_])") for sign in (STRAIGHT, TYPOGRAPHIC))
_BY_PEOPLE = frozenset({State.TRANSLATED, State.REVIEWED})
_OF_CONCEPTS = frozenset(row.id for row in (*bad_terms.ROWS, *required.ROWS))  # a concept says how serious
_OF_WHOLES = frozenset(row.id for row in required.ROWS)  # a message need name a concept only once
_OF_DRAFTS = frozenset({"draft"})  # which calls every draft an error where a course wants none to be left
_ALSO = frozenset({"added-html", "lost-placeholder"})  # no error, and never a machine's business


@dataclass(frozen=True)
class Court:
    """The checks of one catalog, for the drafts of its messages.

    `messages` are those that a target of a source would be written to: a text may be a title here and a cell there.
    """

    setting: Setting
    messages: Mapping[str, Sequence[Message]]
    profile: Profile = field(default_factory=Profile)

    @cached_property
    def sentence_rows(self) -> tuple[Check, ...]:
        """The checks that refuse a sentence whatever they say of it."""
        return tuple(row for row in CHECKS if row.id in _OF_SENTENCES)

    @cached_property
    def strict_rows(self) -> tuple[Check, ...]:
        """The checks that refuse a sentence for an error: those that only this course calls errors, and those of wrong
        terms."""
        mild = {row.id for row in CHECKS if row.severity is not Severity.ERROR} - _OF_WHOLES
        return tuple(row for row in self.gate_rows if row.id in mild)

    @cached_property
    def gate_rows(self) -> tuple[Check, ...]:
        """The checks that may have an error to tell of a whole target, as the course has them."""
        rows = (row for row in self.profile.rows(CHECKS) if not row.of_header and row.id not in _OF_DRAFTS | _ALSO)
        strict = any(each.severity == "error" and each.status == "approved" for each in self.setting.glossary.concepts)
        named = _OF_CONCEPTS if strict else frozenset[str]()
        errors = (row for row in rows if row.severity is Severity.ERROR or row.id in named)
        return (*errors, *(row for row in CHECKS if row.id in _ALSO))

    def judge(self, source: str, target: str) -> tuple[str, ...]:
        """The checks that have something to say of a sentence."""
        message = _draft(source, target)
        found = [row.id for row in self.sentence_rows if any(row.function(message, self.setting))]
        found += [row.id for row in self.strict_rows if self._rejects(row, message)]
        return tuple(found) or ((RESIDUE,) if left_title(source, target, self.language, self.ordinary) else ())

    def _rejects(self, row: Check, message: Message) -> bool:
        """Whether a check tells an error of a message."""
        found = row.function(message, self.setting)
        return any(row.id in _ALSO or self._severity(row, problem) is Severity.ERROR for problem in found)

    def _severity(self, row: Check, problem: Problem) -> Severity:
        told = Finding(row.id, problem.severity or row.severity, problem.text, path="")
        return self.profile.told(told).severity

    @property
    def language(self) -> str:
        """The targets' language, without region."""
        return locales.parse(self.setting.lang).language

    @cached_property
    def ordinary(self) -> frozenset[str]:
        """The words that the catalog's sources have in small letters: no names."""
        found = (_SMALL.findall(message.source) for message in self.setting.catalog.messages)
        return frozenset(word for words in found for word in words)

    def foreign(self, source: str) -> bool:
        """Whether a source is not in the source's language: by its letters, or because all its pages are in another."""
        pages = self._pages_of.get(source)
        lang = self.setting.source_language
        return scripts.foreign(masked(source), lang) or bool(pages and pages <= self._foreign_pages)

    @cached_property
    def _pages_of(self) -> dict[str, set[str]]:
        """The pages of each source of the catalog."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for message in self.setting.catalog.messages:
            if message.state is not State.OBSOLETE:
                found[message.source].update(message.references)
        return dict(found)

    @cached_property
    def _foreign_pages(self) -> set[str]:
        """The pages that surely read as another language than the source's, which needs a hundred of its words."""
        texts: defaultdict[str, list[str]] = defaultdict(list)
        for source, pages in self._pages_of.items():
            for page in pages:
                texts[page].append(masked(source))
        lang = self.setting.source_language
        return {page for page, said in texts.items() if languages.reads_as(said, lang)}

    @property
    def apostrophe(self) -> str:
        """What people wrote elisions with in this catalog, mostly; the typographic one where nobody wrote any."""
        people = [each.target for each in self.setting.catalog.messages if each.state in _BY_PEOPLE]
        straight, curved = (sum(map(len, map(sign.findall, people))) for sign in _ELISIONS)
        return STRAIGHT if straight > curved else TYPOGRAPHIC

    def missed(self, source: str, target: str) -> tuple[str, ...]:
        """Flags for the concepts that the source speaks of and the target has no term for, or a forbidden one."""
        message = _draft(source, target)
        missing = (f"{MISSED}{problem.concept}" for problem in required.missing(message, self.setting))
        wrong = (f"{FORBIDDEN}{problem.concept}" for problem in bad_terms.forbidden(message, self.setting))
        return tuple(sorted({*missing, *wrong}))

    def polish(self, source: str, target: str) -> str:
        """The target with all that the checks repair repaired."""
        message = fixed(_draft(source, target), self.setting, CHECKS)
        return curled(source, message.target)

    def gate(self, source: str, target: str) -> tuple[str, ...]:
        """The checks that would reject the target in one of the messages that it is for."""
        trials = [_draft(source, target, message.extracted) for message in self.messages.get(source, ())]
        rows = dict.fromkeys(
            row.id
            for message in trials or [_draft(source, target)]
            for row in self.gate_rows
            if self._rejects(row, message)
        )
        return tuple(rows)


def rules_of(
    course: Course, catalog: Catalog, glossary: Glossary, wanted: Sequence[Message], chosen: Profile | None = None
) -> tuple[Rules, Vocabulary]:
    """What the drafts for these messages of a catalog are held to under a profile, and the glossary for them."""
    lang = catalog.locale or ""
    setting = Setting(catalog, lang, glossary, course.source_language, course.name, course.subjects)
    messages: defaultdict[str, list[Message]] = defaultdict(list)
    for message in wanted:
        messages[message.source].append(message)
    court = Court(setting, messages, chosen or Profile())
    vocabulary = Vocabulary(
        glossary, course.source_language, lang, lambda concept, source: covers(concept, source, setting)
    )
    rules = Rules(
        course.source_language,
        lang,
        protected,
        vocabulary.names,
        court.judge,
        court.missed,
        court.polish,
        court.gate,
        court.apostrophe,
        court.foreign,
    )
    return rules, vocabulary


def _draft(source: str, target: str, extracted: tuple[str, ...] = ()) -> Message:
    return Message(source, target, state=State.DRAFT, extracted=extracted)
