"""The checks: a table of (id, severity, what, why, how to fix, function), and the walk of a catalog through it.

To add one, write a small function in its family's module and a row in that module's ROWS. A check is worth its row
when a translator would act on nine of ten of its findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ccb_l10n.checks import (
    bidi,
    emphasis,
    grouping,
    health,
    length,
    links,
    markup,
    numbers,
    required,
    residue,
    scripts,
    state,
    terms,
    typography,
    units,
    wording,
)
from ccb_l10n.checks.problem import Check, Setting
from ccb_l10n.model import Catalog, Finding, Message, State
from ccb_l10n.terminology.concepts import Glossary

CHECKS: tuple[Check, ...] = (
    *health.ROWS,
    *state.ROWS,
    *markup.ROWS,
    *links.ROWS,
    *emphasis.ROWS,
    *terms.ROWS,
    *required.ROWS,
    *numbers.ROWS,
    *grouping.ROWS,
    *units.ROWS,
    *residue.ROWS,
    *scripts.ROWS,
    *length.ROWS,
    *typography.ROWS,
    *wording.ROWS,
    *bidi.ROWS,
)


_OF_ANY_LANGUAGE = (*health.ROWS, *state.ROWS, *markup.ROWS)


def check(
    catalog: Catalog,
    *,
    path: str,
    glossary: Glossary | None = None,
    source_language: str = "en",
    course: str = "",
    subjects: tuple[str, ...] = (),
    checks: Sequence[Check] = CHECKS,
) -> Iterator[Finding]:
    """What the checks say of a catalog: the header first, then message by message, in the table's order.

    `path` is the catalog's, relative to the workspace; `catalog.locale` the language; lines are those of the
    messages' msgid, or of the header's field. Obsolete messages are not looked at. States must be true: apply
    the ledger first.
    """
    setting = Setting(catalog, catalog.locale or "", glossary or Glossary(), source_language, course, subjects)
    header = Message("", line=1)
    rows = [row for row in checks if not row.of_header]
    for row in checks:
        for finding in _findings(row, header, setting, path) if row.of_header else ():
            yield finding
            if row.id == residue.OTHER_LANGUAGE:  # no rule of this language says anything of another one's text
                rows = [each for each in rows if each in _OF_ANY_LANGUAGE]
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
            edits=problem.edits,
        )
