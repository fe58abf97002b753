"""Catalogs: gettext PO read and written, templates, updates, and the ledger of each target's origin."""
