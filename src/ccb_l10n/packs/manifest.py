"""manifest.json: what a pack is, how complete, whose words are in it, and each of its files. The published schema is
manifest.schema.json beside this module."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from ccb_l10n import locales
from ccb_l10n.model import Concept, Finding, Severity, State
from ccb_l10n.packs.tally import PageTally, Whose, machine_share, whole

SCHEMA = 1  # raised when a key changes its meaning or goes; new keys alone don't raise it
MANIFEST, CHECKSUMS, SIGNATURE = "manifest.json", "SHA256SUMS", "SHA256SUMS.minisig"
_STATUSES = ("draft", "review", "approved", "deprecated")  # of concepts


@dataclass(frozen=True, slots=True)
class Override:
    """What a region's overlay put into the pack. Hashes are SHA-256, hexadecimal.

    `page` is the page that it stands on, where it names one; `language` that of what it put there. Empty: none.
    """

    kind: str  # block | page | image | logo | concept
    name: str
    page: str
    language: str  # BCP 47
    original: str  # hash of what it replaces, as the course has it now; empty for what is new
    sha256: str  # hash of what it put there
    drifted: bool = False  # whether the original changed since the override was made


@dataclass(frozen=True, slots=True)
class Values:
    """All that a manifest says, from whoever knows it."""

    course: str
    title: str
    language: str  # BCP 47
    source_language: str  # BCP 47
    tool: str  # name and version
    counts: Mapping[str, int]  # the catalog's messages, by state
    pages: Sequence[PageTally]  # in reading order
    files: Mapping[str, tuple[str, int]]  # path below the pack -> SHA-256 and bytes
    formats: Sequence[str]
    version: str = ""
    licence: str = ""  # SPDX
    edition: str = "learner"
    region: str = ""
    with_drafts: bool = True
    source_commit: str | None = None
    engines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))  # passages by engine
    reviewers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))  # messages by reviewer
    concepts: Sequence[Concept] = ()  # of the glossary, those that the course's text names
    findings: Sequence[Finding] = ()
    overrides: Sequence[Override] = ()
    fonts: Sequence[Mapping[str, str]] = ()  # that went into books: family, version, sha256
    languages: Sequence[str] = ()  # BCP 47, of all packs built together, this one's too


def told(values: Values) -> dict[str, Any]:
    """The manifest, as JSON can hold it: keys in the order in which a person would read them."""
    everything = whole(values.pages)
    return {
        "schema": SCHEMA,
        "course": values.course,
        "title": values.title,
        "version": values.version,
        "licence": values.licence,
        "source_language": values.source_language,
        "source_commit": values.source_commit,
        "language": values.language,
        "direction": locales.direction(values.language),
        "languages": sorted({*values.languages, values.language}),
        "region": values.region or None,
        "edition": values.edition,
        "formats": list(values.formats),
        "drafts": "included" if values.with_drafts else "excluded",
        "counts": {state.value: values.counts.get(state.value, 0) for state in State},
        "passages": _counted(everything),
        "pages": [{"path": page.path, **_counted(page)} for page in values.pages],
        "engines": _ranked(values.engines),
        "reviewers": _ranked(values.reviewers),
        "glossary": glossary(values.concepts),
        "findings": {each.value: sum(found.severity is each for found in values.findings) for each in Severity},
        "finding_ids": finding_ids(values.findings),
        "overlays": [_override(each) for each in values.overrides],
        "fonts": [dict(each) for each in values.fonts],
        "tool": values.tool,
        "files": listed(values.files),
    }


def listed(files: Mapping[str, tuple[str, int]]) -> list[dict[str, object]]:
    """The files of a pack, path -> SHA-256 and bytes, as the manifest lists them."""
    return [{"path": name, "bytes": size, "sha256": checksum} for name, (checksum, size) in sorted(files.items())]


def text(manifest: Mapping[str, Any]) -> bytes:
    """The file: UTF-8, a line a value, so that two manifests can be compared."""
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def checksums(files: Mapping[str, tuple[str, int]]) -> bytes:
    """SHA256SUMS, as sha256sum writes and checks it, of path -> SHA-256 and bytes; the manifest is among them."""
    return "".join(f"{files[name][0]}  {name}\n" for name in sorted(files)).encode()


def glossary(concepts: Iterable[Concept]) -> dict[str, Any]:
    """The version of a glossary: the hash of all that these concepts say, and how many there are by status."""
    used = sorted(concepts, key=lambda concept: concept.id)
    said = json.dumps([asdict(concept) for concept in used], ensure_ascii=False, sort_keys=True)
    statuses = Counter(concept.status for concept in used)
    return {
        "sha256": sha256(said.encode()).hexdigest() if used else None,
        "concepts": {status: statuses[status] for status in _STATUSES},
    }


def finding_ids(findings: Iterable[Finding]) -> dict[str, dict[str, int]]:
    """Findings by severity, every one named, and id."""
    found = Counter((each.severity, each.id) for each in findings)
    return {
        severity.value: {id_: count for (each, id_), count in sorted(found.items()) if each is severity}
        for severity in Severity
    }


def _counted(page: PageTally) -> dict[str, Any]:
    """Each of `states` and `origins` adds up to `total`."""
    return {
        "total": page.total,
        "states": {state.value: page.states.get(state, 0) for state in State if state is not State.OBSOLETE},
        "origins": {whose.value: page.whose.get(whose, 0) for whose in Whose},
        "machine_share": machine_share(page),
    }


def _ranked(counts: Mapping[str, int]) -> list[dict[str, object]]:
    """By number, the largest first, then by name."""
    ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [{"name": name, "count": count} for name, count in ranked if count]


def _override(override: Override) -> dict[str, object]:
    """Null for what an override does not have."""
    return {key: None if value == "" else value for key, value in asdict(override).items()}
