"""Typography, a module a language or a kind of mark; most of it repairs itself.

The rules speak of running text (`checks.running`), and of the languages that they name: a rule that is not sure of a
language leaves it alone.
"""

from __future__ import annotations

from ccb_l10n.checks.typography import arabic, chinese, ends, french, quotes, spacing, spanish

ROWS = (
    *spacing.ROWS,
    *french.ROWS,
    *spanish.ROWS,
    *arabic.ROWS,
    *chinese.ROWS,
    *quotes.ROWS,
    *ends.ROWS,
)
