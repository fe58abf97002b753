"""The checks: a table of (id, severity, what, why, how to fix, function), and the walk of a catalog through it.

To add one, write a small function in its family's module and a row here. A check is worth its row when a
translator would act on nine of ten of its findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ccb_l10n.checks import health, markup, state, terms
from ccb_l10n.checks.problem import Problem, Setting
from ccb_l10n.model import Catalog, Finding, Message, Severity, State
from ccb_l10n.terminology.concepts import Glossary


@dataclass(frozen=True, slots=True)
class Check:
    """One row: `id` is kebab-case and stable, for reports and suppressions; `function` yields its problems.

    With `of_header` it is called once for each catalog, with an empty message for the header;
    otherwise once for each message that is not obsolete.
    """

    id: str
    severity: Severity
    summary: str
    why: str
    fix: str
    function: Callable[[Message, Setting], Iterator[Problem]]
    of_header: bool = False


CHECKS: tuple[Check, ...] = (
    Check(
        "header-language",
        Severity.WARNING,
        "The header names no language, or not the folder's",
        "Editors pick dictionaries, plural rules and machine translation by it.",
        "Set Language in the header to the folder's name.",
        health.language,
        of_header=True,
    ),
    Check(
        "header-plurals",
        Severity.ERROR,
        "There are plural messages, and the header does not say how plurals work",
        "msgfmt refuses the catalog.",
        "Set Plural-Forms in the header to the language's rule.",
        health.plural_header,
        of_header=True,
    ),
    Check(
        "empty",
        Severity.ERROR,
        "The translation holds nothing but blanks",
        "It counts as translated, and readers would see a gap.",
        "Translate it, or clear it.",
        state.empty,
    ),
    Check(
        "structure",
        Severity.ERROR,
        "The translation loses or adds links, images, code, HTML, notes, formulas or placeholders",
        "The pack shows the source text in its place.",
        "Copy the markup from the source; move it where the sentence needs it.",
        markup.structure,
    ),
    Check(
        "added-html",
        Severity.WARNING,
        "The translation holds an HTML tag, comment or autolink that the source does not",
        "The pack shows it as text, for only authors may add HTML.",
        "Leave it out, or ask the author to put it in the source.",
        markup.added_html,
    ),
    Check(
        "newlines",
        Severity.ERROR,
        "The translation begins or ends with a line break where the source does not, or the reverse",
        "msgfmt refuses the catalog.",
        "Begin and end the translation like the source.",
        health.newlines,
    ),
    Check(
        "plural-forms",
        Severity.ERROR,
        "More or fewer plural forms than the header promises",
        "msgfmt refuses the catalog.",
        "Correct Plural-Forms in the header, or write the missing forms.",
        health.plurals,
    ),
    Check(
        "forbidden-term",
        Severity.WARNING,
        "The translation uses a term that the glossary forbids",
        "The same thing has the same name in every course.",
        "Use the glossary's preferred term. The concept sets the severity.",
        terms.forbidden,
    ),
    Check(
        "stale",
        Severity.WARNING,
        "The source changed after it was translated, or the translation is marked as fuzzy",
        "A stale translation is never shipped: the pack shows the source text.",
        "Compare with the previous source, update the translation, clear the fuzzy flag.",
        state.stale,
    ),
    Check(
        "draft",
        Severity.INFO,
        "A machine draft that nobody has reviewed",
        "It ships labelled as machine text, or not at all.",
        "Review it, then clear the fuzzy flag.",
        state.draft,
    ),
    Check(
        "untranslated",
        Severity.INFO,
        "Not translated yet",
        "The pack shows the source text.",
        "Translate it.",
        state.untranslated,
    ),
)


def check(
    catalog: Catalog,
    *,
    path: str,
    glossary: Glossary | None = None,
    source_language: str = "en",
    checks: Sequence[Check] = CHECKS,
) -> Iterator[Finding]:
    """What the checks say of a catalog: the header first, then message by message, in the table's order.

    `path` is the catalog's, relative to the workspace; `catalog.locale` the language; lines are those of the
    messages' msgid, or of the header's field. Obsolete messages are not looked at. States must be true: apply
    the ledger first.
    """
    setting = Setting(catalog, catalog.locale or "", glossary or Glossary(), source_language)
    header = Message("", line=1)
    for row in checks:
        if row.of_header:
            yield from _findings(row, header, setting, path)
    rows = [row for row in checks if not row.of_header]
    for message in catalog.messages:
        if message.state is not State.OBSOLETE:
            for row in rows:
                yield from _findings(row, message, setting, path)


def _findings(row: Check, message: Message, setting: Setting, path: str) -> Iterator[Finding]:
    for problem in row.function(message, setting):
        yield Finding(
            id=row.id,
            severity=problem.severity or row.severity,
            message=problem.text,
            path=path,
            line=message.line if problem.line is None else problem.line,
            lang=setting.lang or None,
            source=message.source,
            target=message.target if problem.target is None else problem.target,
            span=problem.span,
            hint=problem.hint,
            concept=problem.concept,
        )
