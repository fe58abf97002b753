"""The command line: options in, workflow called, results out. Rooms are imported inside the commands that use them."""

from ccb_l10n.cli.app import main

__all__ = ["main"]
