"""`python -m ccb_l10n` is `ccb-l10n`."""

from ccb_l10n.cli import main

main()
