"""The plain-text notices of a pack: LICENSE, ATTRIBUTION, REVIEW and ACCESSIBILITY.

They say what the manifest says, for people; every figure in them is the manifest's.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ccb_l10n import locales
from ccb_l10n.packs.interface import Interface, interface

LICENSE, ATTRIBUTION, REVIEW, ACCESSIBILITY = "LICENSE", "ATTRIBUTION", "REVIEW", "ACCESSIBILITY"
_SPDX = re.compile(r"(?!LicenseRef-)[A-Za-z0-9][A-Za-z0-9.+-]*")
_WIDTH = 88
_FSI, _PDI = "\u2068", "\u2069"  # first strong isolate: what stands inside does not turn what stands around
_SITES = ("html", "single", "kolibri", "scorm")

Told = Mapping[str, Any]  # a manifest, as manifest.told makes it


def licence(told: Told, own: str | None) -> str:
    """LICENSE: the text of the course's own licence file where it has one, else the licence's name and where it is."""
    if own is not None:
        return own if own.endswith("\n") else f"{own}\n"
    name = told["licence"]
    if not name:
        return _filled(
            f"{_named(told)}: its authors have not said under which licence it may be used. Where nothing is said, "
            "all rights are theirs: ask them before you copy it, change it or pass it on."
        )
    parts = [f"{_named(told)} is published under this licence:", f"    {name}"]
    if _SPDX.fullmatch(name):
        parts.append(f"That is its SPDX identifier. The text of the licence: https://spdx.org/licenses/{name}.html")
    else:
        parts.append(
            "That is how its authors name the licence. The identifiers in it are explained at https://spdx.org/licenses/"
        )
    return "\n\n".join(part if part.startswith(" ") else _filled(part).rstrip("\n") for part in parts) + "\n"


def attribution(
    told: Told, *, title: str = "", translators: Sequence[str] = (), own: str | None = None, fonts: Sequence[str] = ()
) -> str:
    """ATTRIBUTION: whose work the pack is.

    `title` is the course's in the pack's language, `translators` whom the catalog names, `own` the text of the
    course's attribution file, `fonts` the names and licences of fonts that are in the pack.
    """
    translated = told["language"] != told["source_language"]
    lines = [
        ("Course", _named(told)),
        ("In this pack", title if title != told["title"] else ""),
        ("Original language", _language(told["source_language"])),
        ("Source commit", told["source_commit"] or ""),
        ("Licence", told["licence"] or "not said"),
        ("Language", _language(told["language"])),
        ("Translated by", (", ".join(translators) or "nobody is named in the catalog") if translated else ""),
        ("Machine text by", _counted(told["engines"])),
        ("Reviewed by", _counted(told["reviewers"])),
        ("Glossary", _glossary(told)),
        ("Region", _region(told)),
        ("Fonts", "; ".join(fonts)),
        ("Made with", f"{told['tool']}, whose styles, scripts and words in this pack are under Apache-2.0"),
    ]
    listed = "".join(_field(label, value) for label, value in lines if value)
    changed = _filled(_CHANGES) if translated or told["overlays"] else ""
    sources = f"Sources, as the authors of the course give them:\n\n{own.strip()}\n" if own and own.strip() else ""
    return "\n".join(part for part in (listed, changed, sources) if part)


_CHANGES = (
    "This is an adaptation: the course was translated, or parts of it were replaced, as REVIEW and manifest.json say. "
    "The authors of the original are not answerable for that, and have not endorsed it unless they say so."
)


def review(told: Told) -> str:
    """REVIEW: how complete and how reviewed the pack is, in its language where the pack has words in it, and in
    English."""
    english = interface("en")
    own = interface(told["language"])
    sections = [own, english] if own.locale != "en" else [english]
    return f"\n{'-' * 72}\n\n".join("".join(f"{_plain(line)}\n" for line in _review(told, words)) for words in sections)


def _review(told: Told, words: Interface) -> Iterator[str]:
    passages, counts = told["passages"], told["counts"]
    origins, total = passages["origins"], passages["total"]
    language, source = (locales.name(told[key], words.locale) for key in ("language", "source_language"))
    done = total - origins["source_fallback"]
    version = f" {told['version']}" if told["version"] else ""
    yield _isolated(f"{told['title']}{version}")
    yield words("How complete and how reviewed this pack is")
    yield ""
    yield words("Passages in {language}: {done} of {total} ({percent}%)", language=language, done=done, total=total,
                percent=100 * done // total if total else 100)  # fmt: skip
    for key, sentence in _ORIGINS:
        if origins[key]:
            yield "- " + words(sentence, count=origins[key], language=source)
    yield "- " + words("With a recorded review: {count}", count=passages["states"]["reviewed"])
    if counts["stale"]:
        yield words(
            "Messages whose translation is out of date, so that the original is shown: {count}", count=counts["stale"]
        )
    if told["drafts"] == "excluded":
        yield words("Machine drafts were left out of this pack.")
    for key, sentence in (("engines", "Machine text by: {names}"), ("reviewers", "Reviewed by: {names}")):
        if told[key]:
            yield words(sentence, names=_isolated(_counted(told[key])))
    found = told["findings"]
    yield words("Open findings of the checks: errors {errors}, warnings {warnings}", errors=found["error"],
                warnings=found["warning"])  # fmt: skip
    yield ""
    yield words("Page by page")
    yield from (_page(page, words) for page in told["pages"])
    yield ""
    yield words("How to report an error")
    yield words("Write to whoever gave you this pack: the page, the sentence, and what it should say.")
    if words.locale != "en":
        yield words("This notice was translated by the project and not reviewed. The English text decides.")


_ORIGINS = (
    ("original", "Written by the authors of the course: {count}"),
    ("human", "Translated by a person: {count}"),
    ("machine_reviewed", "Written by a machine and taken over by a person: {count}"),
    ("machine_unreviewed", "Written by a machine, and no person has reviewed it: {count}"),
    ("regional", "Written by the region itself: {count}"),
    ("source_fallback", "Not translated and shown in {language}: {count}"),
)


def _page(page: Mapping[str, Any], words: Interface) -> str:
    origins = page["origins"]
    done = page["total"] - origins["source_fallback"]
    sentence = "{page}: {done} of {total}, unreviewed machine text {count}"
    unread = origins["machine_unreviewed"]
    return "- " + words(sentence, page=_isolated(page["path"]), done=done, total=page["total"], count=unread)


def accessibility(told: Told) -> str:
    """ACCESSIBILITY: what was done and tested for readers with disabilities, and what is known to be missing."""
    formats = set(told["formats"])
    sites = ", ".join(each for each in told["formats"] if each in _SITES)
    done = [sentence.format(sites=sites) for needs, sentence in _DONE if formats & set(needs)]
    limits = [sentence for needs, sentence in _LIMITS if formats & set(needs) or not needs]
    limits += [_UNREAD] if told["passages"]["origins"]["machine_unreviewed"] else []
    parts = [_AIM, "What was done", *done, "What was tested", _TESTED, "Known limits", *limits]
    return "\n".join(_filled(part) for part in parts)


_AIM = (
    "The pages of this pack aim at the Web Content Accessibility Guidelines (WCAG) 2.2, level AA. This is the "
    "statement of the program that made the pack, not a certificate."
)
_DONE = (
    (
        _SITES,
        "{sites}: Text can be read without a script, a network and a mouse. Each page names its language and "
        "direction, and so does each passage in another language. Headings, lists, tables and landmarks are marked "
        "up as such, there is a link past the navigation, pages fit a screen of 320 pixels, and colours follow the "
        "reader's dark or light setting.",
    ),
    (("epub",), "epub: The book names its language, direction and reading order, and its contents can be navigated."),
    (("pdf",), "pdf: The document is tagged as PDF/UA-1 asks, with its language and title."),
    (("docx",), "docx: Headings, lists and tables are made with Word's own styles, and the language is set."),
    (("markdown", "gift"), "markdown, gift: Plain text; how accessible it is depends on the program that shows it."),
)
_TESTED = (
    "The project that makes this program tests it on packs of its own course, with axe-core, the Nu Html Checker and "
    "epubcheck. This pack itself was not tested by hand, and not by readers who use assistive technology."
)
_LIMITS = (
    (
        (),
        "Images have the descriptions that the authors of the course gave them; one without any has none here either.",
    ),
    ((), "Formulas stand as they were typed, as text, not as mathematics that a screen reader could read out."),
    (("pdf",), "A PDF does not fit itself to small screens: on a telephone, take another format."),
)
_UNREAD = (
    "Machine text that no person has reviewed may be hard to follow, above all for those who depend on hearing it. "
    "REVIEW says how much there is."
)


def _named(told: Told) -> str:
    return _isolated(told["title"]) + (f", version {told['version']}" if told["version"] else "")


def _language(code: str) -> str:
    return f"{locales.name(code, 'en')} ({code})"


def _counted(named: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f"{each['name']} ({each['count']})" for each in named)


def _glossary(told: Told) -> str:
    found = told["glossary"]
    statuses = ", ".join(f"{count} {status}" for status, count in found["concepts"].items() if count)
    return f"{statuses} concepts, version {found['sha256'][:12]}" if found["sha256"] else ""


def _region(told: Told) -> str:
    count = len(told["overlays"])
    return f"{told['region']}; parts replaced or added: {count}" if told["region"] else ""


def _isolated(text: str) -> str:
    """A text that keeps to itself where its direction differs from that of what stands around it."""
    return f"{_FSI}{text}{_PDI}"


def _plain(text: str) -> str:
    """Without isolates where there is nothing to isolate: in a text of one direction."""
    mixed = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    return text if mixed else text.replace(_FSI, "").replace(_PDI, "")


def _field(label: str, value: str) -> str:
    return _filled(f"{label}: {value}", after="  ")


def _filled(text: str, after: str = "") -> str:
    """A paragraph in lines of _WIDTH characters; long words, such as addresses, stay whole."""
    return (
        textwrap.fill(_plain(text), _WIDTH, subsequent_indent=after, break_long_words=False, break_on_hyphens=False)
        + "\n"
    )
