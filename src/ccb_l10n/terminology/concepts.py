"""The glossary's concepts, read strictly from TOML: one file a concept, named after the concept's id.

The keys are those of the design's contract. Whatever the contract does not know is an error here, so that a
misspelled key cannot lose a term in silence.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from ccb_l10n import locales
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept, Term

STATUSES = ("draft", "review", "approved", "deprecated")
SEVERITIES = ("error", "warning", "info", "watch")
MATCHES = ("lemma", "exact", "substring")
TERM_STATUSES = ("preferred", "admitted", "deprecated", "forbidden")

_CONCEPT_KEYS = ("id", "subject", "status", "definition", "source", "severity", "match", "term")
_CONCEPT_CHOICES = {"status": STATUSES, "severity": SEVERITIES, "match": MATCHES}
_TERM_KEYS = ("lang", "text", "status", "forms")
_HEADER = re.compile(r"\s*\[\[\s*term\s*\]\]")
_AT_LINE = re.compile(r"\bat line (\d+)")


@dataclass(frozen=True, slots=True)
class Glossary:
    """Concepts sorted by id, each id once.

    `compiled` is the matchers' own: what they built for a language, by kind and language, so that it is built
    once. It says nothing that `concepts` does not, and counts in no comparison.
    """

    concepts: tuple[Concept, ...] = ()
    compiled: dict[tuple[str, str], object] = field(default_factory=dict, init=False, repr=False, compare=False)


def load(files: Iterable[tuple[str, str]]) -> Glossary:
    """A glossary from (path, text) pairs, in any order.

    Raises CcbError for the first file that is no concept, and where two files hold the same id.
    """
    found: dict[str, tuple[str, Concept]] = {}
    for path, text in files:
        concept = parse(text, path)
        if concept.id in found:
            raise CcbError(
                f"the concept {concept.id!r} is already in {found[concept.id][0]}",
                path,
                hint="keep one of the two files, or give one of the concepts another id and file name",
            )
        found[concept.id] = (path, concept)
    return Glossary(tuple(found[each][1] for each in sorted(found)))


def parse(text: str, path: str) -> Concept:
    """The concept in the TOML `text`; `path` names it in errors and gives the id that it must have.

    Raises CcbError, with the line where it can be told, for broken TOML, missing or unknown keys, values of
    the wrong type or outside the contract's lists, blank texts, language tags that are not BCP 47 as usually
    spelled, one spelling in two terms of a language, and an id that is not the file's name. A term's status
    and forms may be left out: preferred, none.
    """
    table = _toml(text, path)
    file = _File.of(text, path, table)
    _known(table, _CONCEPT_KEYS, file)
    terms = _terms(table, file)
    values = {key: _text(table, key, file) for key in _CONCEPT_KEYS if key != "term"}
    for key, choices in _CONCEPT_CHOICES.items():
        _choice(values[key], key, choices, file)
    if values["id"] != PurePath(path).stem:
        hint = f'rename the file to {values["id"]}.toml or set id = "{PurePath(path).stem}"'
        raise file.error(f"the id {values['id']!r} is not the file's name", hint, "id")
    return Concept(**values, terms=terms)


@dataclass(frozen=True, slots=True)
class _File:
    """A concept's file, for errors: its lines, and which open a `[[term]]` (none where that is unsure)."""

    path: str
    lines: tuple[str, ...]
    headers: tuple[int, ...]

    @classmethod
    def of(cls, text: str, path: str, table: Mapping[str, Any]) -> _File:
        lines = tuple(text.split("\n"))
        headers = tuple(at for at, line in enumerate(lines) if _HEADER.match(line))
        terms = table.get("term")
        # Inline tables, or a header inside a long string: better no line than a wrong one.
        sure = isinstance(terms, list) and len(terms) == len(headers)
        return cls(path, lines, headers if sure else ())

    def error(self, message: str, hint: str, key: str = "", term: int | None = None) -> CcbError:
        """The error to raise about `key` of the concept, or of its `term` (counted from 0)."""
        where = f"{message} in term {term + 1}" if term is not None else message
        return CcbError(where, self.path, self._line(key, term), hint)

    def _line(self, key: str, term: int | None) -> int:
        """1-based; 0 where no line, or more than one, could be meant."""
        if term is None:
            first, last = 0, self.headers[0] if self.headers else len(self.lines)
        elif self.headers:
            first, last = self.headers[term], (*self.headers, len(self.lines))[term + 1]
        else:
            return 0
        written = re.compile(rf"\s*(?:\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
        found = [at + 1 for at in range(first, last) if key and written.match(self.lines[at])]
        if len(found) == 1:
            return found[0]
        return 0 if term is None else first + 1


def _toml(text: str, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise CcbError("nested too deeply for TOML", path, hint="a concept needs no nested arrays") from None
    except ValueError as error:  # TOMLDecodeError, and integers too long for Python
        at = _AT_LINE.search(str(error))
        line = int(at.group(1)) if at else text.count("\n") + 1 if "end of document" in str(error) else 0
        hint = 'correct the TOML; texts stand in quotes, as in text = "phishing"'
        raise CcbError(f"not valid TOML: {error}", path, line, hint) from error


def _known(table: Mapping[str, Any], keys: Sequence[str], file: _File, term: int | None = None) -> None:
    for key in table:
        if key in keys:
            continue
        hint = f"the keys are {', '.join(keys)}"
        if term is not None and key in _CONCEPT_KEYS:
            hint = "keys of the concept itself stand above the first [[term]]"
        raise file.error(f"unknown key {key!r}", hint, key, term)


def _text(table: Mapping[str, Any], key: str, file: _File, term: int | None = None) -> str:
    if key not in table:
        raise file.error(f"{key!r} is missing", f'add {key} = "..."', "", term)
    value = table[key]
    if not isinstance(value, str):
        raise file.error(f"{key!r} must be a text, not {value!r:.40}", f'write {key} = "..."', key, term)
    if not value.strip():
        raise file.error(f"{key!r} is blank", f"say something in {key}", key, term)
    return value


def _choice(value: str, key: str, choices: Sequence[str], file: _File, term: int | None = None) -> None:
    if value not in choices:
        raise file.error(f"{key} is {value!r}", f"use one of {', '.join(choices)}", key, term)


def _terms(table: Mapping[str, Any], file: _File) -> tuple[Term, ...]:
    entries = table.get("term")
    if not isinstance(entries, list) or not entries or not all(isinstance(each, dict) for each in entries):
        raise file.error("no terms", "add a [[term]] with lang and text for each language", "term")
    terms = tuple(_term(each, at, file) for at, each in enumerate(entries))
    seen: dict[tuple[str, str], int] = {}
    for at, term in enumerate(terms):
        for spelling in {unicodedata.normalize("NFC", each) for each in (term.text, *term.forms)}:
            before = seen.setdefault((term.lang, spelling), at)
            if before != at:
                message = f"{spelling!r} ({term.lang}) is already in term {before + 1} and stands again"
                raise file.error(message, "give each spelling one status", "text", at)
    return terms


def _term(entry: Mapping[str, Any], at: int, file: _File) -> Term:
    _known(entry, _TERM_KEYS, file, at)
    text = _text(entry, "text", file, at)
    _spelling(text, "text", file, at)
    status = _text(entry, "status", file, at) if "status" in entry else "preferred"
    _choice(status, "status", TERM_STATUSES, file, at)
    return Term(_lang(entry, at, file), text, status, _forms(entry, at, file))


def _lang(entry: Mapping[str, Any], at: int, file: _File) -> str:
    code = _text(entry, "lang", file, at)
    try:
        usual = locales.bcp47(code)
    except CcbError as error:
        raise file.error(error.message, error.hint, "lang", at) from error
    if usual != code:
        raise file.error(f"the language {code!r} is not in its usual spelling", f'write "{usual}"', "lang", at)
    return code


def _forms(entry: Mapping[str, Any], at: int, file: _File) -> tuple[str, ...]:
    forms = entry.get("forms", [])
    if not isinstance(forms, list) or not all(isinstance(each, str) for each in forms):
        raise file.error("'forms' must be a list of texts", 'write forms = ["...", "..."]', "forms", at)
    for each in forms:
        _spelling(each, "forms", file, at)
    return tuple(forms)


def _spelling(text: str, key: str, file: _File, at: int) -> None:
    """Refuse what no target could hold as a term: nothing, blanks around it, line breaks, controls."""
    if not text or text != text.strip():
        raise file.error(f"{key!r} holds a blank text, or blanks around {text!r}", "write the bare term", key, at)
    if any(unicodedata.category(each) == "Cc" for each in text):
        raise file.error(f"{key!r} holds a control character: {text!r}", "write the term on one line", key, at)
