"""What TBX-Basic asks of a file in DCA style, as far as we write it: `faults` lists what breaks a rule.

The content models are those of LTAC Global's TBXcoreStructV03_TBX-Basic_integrated.rng, the levels and picklists those
of its TBX-Basic_DCA.sch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

_NS = "{urn:iso:std:iso:30042:ed-2}"
_AUX = "(?:descrip |descripGrp |admin |adminGrp |transacGrp |note |ref |xref )*"
_CONTENT = {
    "tbx": "tbxHeader text ",
    "tbxHeader": "fileDesc (?:encodingDesc )?(?:revisionDesc )?",
    "fileDesc": "(?:titleStmt )?(?:publicationStmt )?(?:sourceDesc )+",
    "sourceDesc": "(?:p )+",
    "text": "body (?:back )?",
    "body": "(?:conceptEntry )+",
    "conceptEntry": f"{_AUX}(?:langSec )+",
    "langSec": f"{_AUX}(?:termSec )+",
    "termSec": f"term (?:termNote |termNoteGrp )*{_AUX}",
    "descripGrp": "descrip (?:descripNote |admin |adminGrp |transacGrp |note |ref |xref )*",
    "transacGrp": "transac (?:transacNote |date |note |ref |xref )*",
}
_TEXTS = {"p", "descrip", "admin", "note", "ref", "xref", "term", "termNote", "transac", "transacNote", "date"}
_TYPES = {
    "admin": {"customerSubset", "projectSubset", "source"},
    "descrip": {"subjectField", "context", "definition"},
    "ref": {"crossReference"},
    "termNote": {"administrativeStatus", "partOfSpeech", "geographicalUsage", "grammaticalGender", "termLocation",
                 "termType"},
    "transac": {"transactionType"},
    "transacNote": {"responsibility"},
    "xref": {"externalCrossReference", "xGraphic"},
}  # fmt: skip
_PICKLISTS = {
    "administrativeStatus": {"admittedTerm-admn-sts", "deprecatedTerm-admn-sts", "supersededTerm-admn-sts",
                             "preferredTerm-admn-sts"},
    "partOfSpeech": {"adjective", "noun", "other", "verb", "adverb"},
    "grammaticalGender": {"masculine", "feminine", "neuter", "other"},
    "termType": {"fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase"},
    "transactionType": {"origination", "modification"},
}  # fmt: skip
_LEVELS = {
    "subjectField": {"conceptEntry"},
    "definition": {"conceptEntry", "langSec"},
    "source": {"conceptEntry", "langSec", "termSec"},
    "crossReference": {"conceptEntry", "termSec"},
    "externalCrossReference": {"conceptEntry", "langSec", "termSec"},
    "transactionType": {"conceptEntry", "langSec", "termSec"},
}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")


def faults(data: bytes) -> list[str]:
    """The rules that the file breaks, in words; none for a file that keeps them."""
    root = fromstring(data)
    ids = [each.get("id", "") for each in root.iter() if "id" in each.attrib]
    found = [f"{name} stands twice" for name in set(ids) if ids.count(name) > 1]
    found += [f"{name} is no XML name" for name in ids if not _NAME.fullmatch(name)]
    if (root.get("style"), root.get("type")) != ("dca", "TBX-Basic"):
        found.append("the root is not declared as TBX-Basic in DCA style")
    found += _element(root, [])
    targets = [(each.get("target"), each.tag) for each in root.iter() if "target" in each.attrib]
    for target, tag in targets:
        if target not in ids and not re.match("https?://.+", str(target)):
            found.append(f"{tag} points at {target}, which is not there")
    return found


def _element(element: Element, above: list[str]) -> Iterator[str]:
    if not element.tag.startswith(_NS):
        yield f"{element.tag} is in another namespace"
    tag = element.tag.removeprefix(_NS)
    inside = "".join(f"{child.tag.removeprefix(_NS)} " for child in element)
    if tag in _CONTENT:
        if not re.fullmatch(_CONTENT[tag], inside):
            yield f"{tag} holds {inside}"
    elif tag not in _TEXTS or inside:
        yield f"{tag} has no place here, or holds {inside}"
    yield from _typed(element, tag, above)
    if tag == "langSec" and not element.get("{http://www.w3.org/XML/1998/namespace}lang"):
        yield "a langSec without a language"
    for child in element:
        yield from _element(child, [*above, tag])


def _typed(element: Element, tag: str, above: list[str]) -> Iterator[str]:
    kind = element.get("type", "")
    if tag in _TYPES and kind not in _TYPES[tag]:
        yield f"{tag} has the type {kind!r}"
    if kind in _PICKLISTS and element.text not in _PICKLISTS[kind]:
        yield f"{kind} is {element.text!r}"
    level = next((each for each in reversed(above) if not each.endswith("Grp")), "")
    if kind in _LEVELS and level not in _LEVELS[kind]:
        yield f"{kind} stands at {level}"
    if tag == "xref" and not re.match("https?://.+", element.get("target", "")):
        yield "an xref without a web address"
    if tag == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", element.text or ""):
        yield f"a date is {element.text!r}"
