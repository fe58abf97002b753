"""Acronyms that a course uses before it explains them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ccb_l10n.checks.passage import Noted, Passage, SourceCheck
from ccb_l10n.checks.problem import Problem, Setting
from ccb_l10n.markdown.inline import protected
from ccb_l10n.model import Severity, Term

_ACRONYM = re.compile(
    r"(?<![\w/.@#:+-])(?=[A-Z0-9]*[A-Z][a-z]?[A-Z])[A-Z][A-Za-z0-9]{1,7}(?<=[A-Z0-9s])(?![\w/@+-]|[.:]\w)"
)
_TITLES = ("heading", "title", "front matter", "table heading", "link title")
_WORD = re.compile(r"[A-Za-z]{2,}")
_NUMBERED = re.compile(r"[ \u00a0-]\d")
# Shorter or plainer to read than what they stand for, in any course about computers.
_COMMON_ONES = """
AI AM API BBC CD CEO CPU CSV DNA DVD EU FAQ GB GMT GPS HTML HTTP HTTPS ID IEEE IETF IP ISO IT JSON KB LED MB
NATO NGO OK OS PC PDF PIN PM QR RAM RFC SIM SMS SQL SSD TB TV UK UN URL US USA USB UTC VIP WWW XML AND BUT FOR
NOT THE TODO NOTE YES NO ALL
"""
_COMMON = frozenset(_COMMON_ONES.split())
# Words that are shouted in a sentence: DO NOT open it.
_SHOUTED_ONES = """
ALL ALWAYS AND ANY ANYONE ARE BE BEFORE AFTER BOTH BUT DO DOES DON EACH EVERY FOR FROM HAVE HERE IF IN IS IT MAY MORE
MUST NEVER NO NOT NOTHING NOW OF ON ONCE ONE ONLY OR OUR OUT SHALL SHOULD STOP THAT THE THEIR THEN THESE THIS TO UNTIL
WARNING WHEN WILL WITH WITHOUT YES YOU YOUR
"""
_SHOUTED = frozenset(_SHOUTED_ONES.split())
_SHOUT = re.compile(r"(?<![\w-])[A-Z]{2,}(?: [A-Z]{2,})+(?![\w-])")


def acronyms(passages: Sequence[Passage], setting: Setting) -> Noted:
    """An acronym that is not explained where the course first uses it: `computer emergency response team (CERT)`."""
    first: dict[str, tuple[Passage, re.Match[str]]] = {}
    explained: dict[str, Passage] = {}
    for passage in passages:
        if passage.segment.kind.startswith(_TITLES):
            continue  # which are short, and explained below
        for found in _found_acronyms(passage):
            name = found[0].removesuffix("s")
            if _explains(passage.text, name):
                explained.setdefault(name, passage)
            first.setdefault(name, (passage, found))
    known = {term.acronym or term.text: term.text for term in _own_terms(setting)}
    for name, (passage, found) in first.items():
        where = explained.get(name)
        if where is passage:
            continue
        later = f"; {where.path}:{where.segment.line} does, later" if where else ""
        expansion = known.get(name, "")
        full = f"{expansion} ({name})" if expansion and expansion != name else f"the full name, then ({name})"
        yield passage, Problem(f"{name} is not explained at its first use{later}", f"write {full}", found.span())


def _found_acronyms(passage: Passage) -> Iterator[re.Match[str]]:
    text = passage.text
    words = _WORD.findall(text)
    if len(words) > 2 and sum(map(str.isupper, words)) > 0.67 * len(words):
        return  # a line in capitals
    masked = [*protected(text), *_shouts(text)]
    for found in _ACRONYM.finditer(text):
        inside = any(start < found.end() and found.start() < end for start, end in masked)
        numbered = _NUMBERED.match(text, found.end())  # RFC 2350, SP 800-61: a document's number
        plain = found[0] in _SHOUTED or found[0].removesuffix("s") in _COMMON or _roman(found[0])
        if not inside and not numbered and not plain:
            yield found


def _shouts(text: str) -> Iterator[tuple[int, int]]:
    """Runs of capitals with two ordinary words or more: DO NOT OPEN IT."""
    for found in _SHOUT.finditer(text):
        if sum(word in _SHOUTED for word in found[0].split()) > 1:
            yield found.span()


def _roman(word: str) -> bool:
    return re.fullmatch(r"[IVXLC]+", word) is not None


def _explains(text: str, name: str) -> bool:
    """`full name (NAME)`, `NAME (full name)`, `NAME: full name`, or a cell or a list's term that is the name alone."""
    if text.strip("*_` :") in (name, f"{name}s"):
        return True
    mark = re.escape(name)
    return bool(
        re.search(rf"[a-z]\W{{1,4}}\([^()]*\b{mark}s?\b[^()]*\)", text)
        or re.search(rf"\b{mark}s?\W{{0,4}}\((?:[^()]*[a-z]{{2}}){{2}}", text)
        or re.match(rf"\W*{mark}s?\W{{0,3}}(?:[:—–=]|\s-\s|,? (?:stands for|means|is short for))", text)
        or re.search(rf"\b{mark}s?\W{{0,4}}(?:stands for|means|is short for)\b", text)
    )


def _own_terms(setting: Setting) -> Iterator[Term]:
    for concept in setting.glossary.concepts:
        for term in concept.terms:
            if term.lang == setting.lang and term.acronym:
                yield term


ROWS = (
    SourceCheck(
        "undefined-acronym",
        Severity.INFO,
        "An acronym is not explained where the course first uses it",
        "Translators can't tell what it stands for, and in another language it has other letters.",
        "Write the full name at the first use, and the acronym after it in brackets.",
        acronyms,
    ),
)
