"""Course localisation from Markdown through gettext catalogs to course packs."""

__version__ = "0.1.0"
