"""Argos' public index of packages: a JSON list, read with suspicion, and the newest package of a pair in it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ccb_l10n import locales
from ccb_l10n.drafting import packages
from ccb_l10n.errors import CcbError

# Where argostranslate.settings looks, and the variable that it reads: an address that `index.json` is added to.
_BASE = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
_VARIABLE = "ARGOS_PACKAGE_INDEX"
LARGEST = 16 * 2**20  # bytes of an index; the public one has 32 kB
USUAL = "65 to 300 MB"  # what its packages take; it does not tell the size of any
_BY_HAND = "or download a package elsewhere and run `ccb-l10n models install FILE`"


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that can be had. `source` and `target` are Argos' codes; `sha256` is empty where none is given.

    Argos' public index gives none; an index of one's own can, in each entry: `"sha256": "<64 hexadecimal digits>"`.
    """

    source: str
    target: str
    version: str
    links: tuple[str, ...]
    sha256: str = ""


def address(given: str = "", environ: Mapping[str, str] | None = None) -> str:
    """The index's address: the one given, else Argos' own setting, else the public one."""
    base = (os.environ if environ is None else environ).get(_VARIABLE) or _BASE
    return given or f"{base.rstrip('/')}/index.json"


def parse(data: bytes, shown: str) -> list[Offer]:
    """The translation packages of an index. Raises CcbError, naming it, when it is no index."""
    try:
        entries = json.loads(data)
    except (ValueError, RecursionError):
        hint = "check the address; where a network asks for a log-in first, log in with a browser"
        raise CcbError("this is no package index: it is not JSON", shown, hint=hint) from None
    if not isinstance(entries, list):
        raise CcbError("this is no package index: it is not a JSON list", shown, hint="check the address")
    return [offer for each in entries if (offer := _offer(each))]


def newest(offers: Sequence[Offer], source: str, target: str, shown: str) -> Offer:
    """The newest package of a pair of BCP 47 codes. Raises CcbError that says what there is instead."""
    pair = (locales.argos(source), locales.argos(target))
    found = [each for each in offers if (each.source, each.target) == pair]
    if not found:
        raise CcbError(f"no package translates {source} to {target}", shown, hint=_instead(offers, pair))
    return max(found, key=lambda each: version_key(each.version))


def version_key(version: str) -> tuple[int, ...]:
    """What versions are compared by: `1.10` is newer than `1.9`."""
    return tuple(int(number) for number in re.findall(r"\d+", version[:40]))


def _offer(said: object) -> Offer | None:
    """An entry, or None for one of another kind, or one that cannot be true."""
    if not isinstance(said, dict) or said.get("type", "translate") != "translate":
        return None
    codes = [said.get(key) for key in ("from_code", "to_code", "package_version")]
    links, digest = said.get("links"), said.get("sha256", "")
    forms = (packages.CODE, packages.CODE, packages.VERSION)
    whole = all(isinstance(code, str) and form.fullmatch(code) for code, form in zip(codes, forms, strict=True))
    if not whole or not isinstance(links, list):
        return None
    if not isinstance(digest, str) or not re.fullmatch("([0-9a-fA-F]{64})?", digest):
        return None
    source, target, version = map(str, codes)
    # The public index also lists ipfs addresses.
    web = tuple(each for each in links if isinstance(each, str) and each.startswith(("https://", "http://")))
    return Offer(source, target, version, web, digest.lower()) if web else None


def _instead(offers: Sequence[Offer], pair: tuple[str, str]) -> str:
    """The next step where the index has nothing for a pair."""
    source, target = pair
    near = sorted({(each.source, each.target) for each in offers if _kin(each.source, each.target) == _kin(*pair)})
    if near:
        named = " or ".join(f"`ccb-l10n models install {one} {other}` ({_named(one, other)})" for one, other in near)
        return f"the nearest it has: {named}"
    between = sorted(
        {each.target for each in offers if each.source == source}
        & {each.source for each in offers if each.target == target}
    )
    if between:
        by = "en" if "en" in between else between[0]
        return f"in two hops: `ccb-l10n models install {source} {by}`, then `{by} {target}`, then draft --allow-pivot"
    has = ", ".join(sorted({each.target for each in offers if each.source == source}))
    told = f"from {source} it has {has}" if has else f"it has nothing from {source}"
    return f"{told}; convert an OPUS-MT model with `ccb-l10n models import DIR`, {_BY_HAND}"


# Argos' own codes, in BCP 47.
_TAGS = {locales.argos(tag): tag for tag in ("pt-BR", "zh-Hant")}


def _kin(*codes: str) -> tuple[str, ...]:
    """The bare languages of Argos codes: those of `pb` and `pt` are the same."""
    return tuple(_TAGS.get(code, code).partition("-")[0] for code in codes)


def _named(*codes: str) -> str:
    return " to ".join(locales.name(_TAGS.get(code, code)) for code in codes)
