"""Courses in memory for tests of the checks of whole pages: files by path, and what the checks say of them."""

from __future__ import annotations

from collections.abc import Mapping

from ccb_l10n.checks.pages import look
from ccb_l10n.checks.pages.page import Contents
from ccb_l10n.model import Finding
from ccb_l10n.workflow.pages import taken_apart

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>'


def found(files: Mapping[str, str | bytes], *ids: str) -> list[Finding]:
    """What the checks with these ids, or all of them, say of a course of these files."""
    data = {name: each.encode() if isinstance(each, str) else each for name, each in files.items()}
    pages = [taken_apart(name, each.decode()) for name, each in data.items() if name.endswith(".md")]
    contents = Contents(pages, sorted(data), lambda name: len(data[name]), lambda name, most: data[name][:most])
    told = look(contents, folder="content/a", lang="en")
    return [each for each in told if not ids or each.id in ids]


def said(files: Mapping[str, str | bytes], *ids: str) -> list[tuple[int, str]]:
    """The line and the message of each finding."""
    return [(each.line, each.message) for each in found(files, *ids)]


def page(text: str, *ids: str) -> list[tuple[int, str]]:
    """The same for a course of one page."""
    return said({"index.md": text}, *ids)
