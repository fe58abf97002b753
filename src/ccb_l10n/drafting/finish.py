"""What models lose of a text's looks, given back: capitals, final marks, ellipses, curled quotes, spaces.

Everything here follows from the source and the language alone. What the checks of typography repair (no-break
spaces, guillemets, ¿ ¡, Arabic and Chinese marks) is left to them, so that both always agree.
"""

from __future__ import annotations

import html
import re

from ccb_l10n import locales
from ccb_l10n.drafting import figures

TYPOGRAPHIC, STRAIGHT = "’", "'"  # apostrophes

_MARKS = {  # how a language writes the full stop, question mark, exclamation mark and colon, where not as English
    "zh": "。？！：",
    "ja": "。？！：",
    "ar": ".؟!:",
    "fa": ".؟!:",
    "ur": "۔؟!:",
    "hi": "।?!:",
    "bn": "।?!:",
    "el": ".;!:",
    "am": "።?!:",
    "hy": "։՞!:",
}
_PLAIN = ".?!:"
_KINDS = {
    **dict.fromkeys(".。．｡۔।።։", "."),
    **dict.fromkeys("?？؟", "?"),
    **dict.fromkeys("!！", "!"),
    **dict.fromkeys(":：", ":"),
}
_UNMARKED = frozenset({"th", "lo"})  # languages without a full stop
_LOOSE = " \u00a0\u202f.。．｡!！:："  # what goes with a final mark that the source does not have
_CLOSERS = "\"'”’»)]）」』】"
_END = re.compile(rf"(?P<mark>[.。．｡۔।።։?？؟!！:：]?)(?P<close>[\s\u00a0\u202f{re.escape(_CLOSERS)}]*)\Z")
_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)")
_HALF_WIDTH = re.compile(r"(?<=[\u3400-\u9fff])([,;:]) *(?!\Z)")
_WIDE = str.maketrans(",;:", "，；：")
_SPACES = re.compile(r" {2,}")
_FIRST = re.compile(r"\A[^\w]*(?P<letter>[^\W\d_])(?P<rest>[^\W_]*)")
_STRAIGHT_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_ANY_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])")
_ELIDING = frozenset({"fr", "it", "ca"})  # languages that drop a vowel before another, and write no blank there
_ELIDED = re.compile(
    r"(?<![^\W_])([ldjmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|dell|nell|all|dall|sull|un)['’] *(?=[^\W_])",
    re.IGNORECASE,
)
_SINGLE_PAIR = re.compile(r"(?<![^\W_])‘([^‘’\n]{1,80})’(?![^\W_])")
_ENTITY = re.compile(r"&\s?(?:#\s?[0-9]{2,6}|quot|apos|amp|nbsp|lt|gt)\s?;")
_ANY_SPACE = re.compile(r"\s")
_DASHES = re.compile(r"(--|[–—])(?:\s*(?:--|[–—]))+")
_DASH_FIRST = re.compile(r"\A[-–—]\s+")
_STRAIGHT_PAIR = re.compile(r"(?<![^\s(\[*_«“])\"(?=\S)([^\"\n]*?)(?<=\S)\"(?![^\W_])")
_SENTENCE_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def finished(
    source: str, target: str, language: str, placeholders: re.Pattern[str], apostrophe: str = TYPOGRAPHIC
) -> str:
    """The translation of a sentence with its source's looks; both have placeholders, which the pattern finds.

    `language` is the target's, BCP 47; `apostrophe` how its catalog writes elisions. Finishing again changes nothing.
    """
    base = locales.parse(language).language
    text = _SPACES.sub(" ", _decoded(source, target).strip())
    if not text:
        return ""
    if "…" in source:
        text = _DOTS.sub("……" if base == "zh" else "…", text)
    if base == "zh":  # before markup is put back, so that no blank is left beside it
        text = _HALF_WIDTH.sub(lambda found: found[1].translate(_WIDE), text)
    if base in _ELIDING:
        text = _ELIDED.sub(lambda found: f"{found[1]}{apostrophe}", text)
        text = _ANY_APOSTROPHE.sub(apostrophe, text)
    elif "’" in source and "'" not in source:
        text = _STRAIGHT_APOSTROPHE.sub("’", text)
    if base == "fr" and "‘" in source:
        text = _SINGLE_PAIR.sub(r"“\1”", text)  # which the checks make « » of, outside of those
    text = figures.kept(source, _undashed(source, text), language)
    return _set_off(_ended(source, _begun(source, text, base, placeholders), base), language)


def _set_off(text: str, language: str) -> str:
    """French: the no-break space between a figure and a mark. No check asks for it, for "7:30" is a time."""
    tag = locales.parse(language)
    if tag.language != "fr" or tag.region == "CH":
        return text
    high = "" if tag.region == "CA" else ";!?"
    return re.sub(rf"(?<![\w.,])(\d[\d.,]*)[ \u00a0\u202f]*([:{high}])(?=\s|\Z)", _with_space, text)


def _with_space(found: re.Match[str]) -> str:
    return found[1] + ("\u00a0" if found[2] == ":" else "\u202f") + found[2]


def _decoded(source: str, text: str) -> str:
    """The text without the entities that some models write for quotes and apostrophes, where the source has none."""
    if "&" not in text or "&" in source:
        return text
    return _ENTITY.sub(lambda found: html.unescape(_ANY_SPACE.sub("", found[0])), text)


def _undashed(source: str, text: str) -> str:
    """The text without dashes in a row, or at its start, that the source does not have."""
    if not _DASHES.search(source):
        text = _DASHES.sub(lambda found: found[1], text)
    return text if _DASH_FIRST.match(source) else _DASH_FIRST.sub("", text) or text


def _begun(source: str, text: str, base: str, placeholders: re.Pattern[str]) -> str:
    """The text with a capital at its start where the source has one, and none where the source has none."""
    lead = _lead(source, placeholders)
    if lead and lead == _lead(text, placeholders):  # such as `**`: the words behind it begin
        return text[: len(lead)] + _begun(source[len(lead) :], text[len(lead) :], base, placeholders)
    wanted, got = _FIRST.match(source), _FIRST.match(text)
    if not wanted or not got or placeholders.match(text, got.start("letter")):
        return text
    if placeholders.match(source, wanted.start("letter")):
        return text
    at, letter = got.start("letter"), got["letter"]
    if wanted["letter"].isupper() and letter.islower():
        return text[:at] + letter.upper() + text[at + 1 :] if len(letter.upper()) == 1 else text
    if wanted["letter"].islower() and letter.isupper() and _is_ordinary(got, source, base):
        return text[:at] + letter.lower() + text[at + 1 :]
    return text


def _lead(text: str, placeholders: re.Pattern[str]) -> str:
    """The placeholder that a text begins with, and the blanks after it."""
    found = placeholders.match(text)
    return text[: len(text) - len(text[found.end() :].lstrip(" "))] if found else ""


def _is_ordinary(found: re.Match[str], source: str, base: str) -> bool:
    """Whether a capitalised first word is no name: not one of the source's words, no acronym, no German noun."""
    word = found["letter"] + found["rest"]
    if base == "de" or not (found["rest"].islower() or not found["rest"]):
        return False
    return word not in _SENTENCE_WORD.findall(source)


def _ended(source: str, text: str, base: str) -> str:
    """The text with its source's final mark, written as the language does; questions are left to the judge."""
    wanted, got = _END.search(source), _END.search(text)
    assert wanted and got
    want, have = _KINDS.get(wanted["mark"], ""), _KINDS.get(got["mark"], "")
    if source.rstrip(_CLOSERS + " ").endswith(("...", "…", "etc.")) or text.endswith(("...", "…")):
        return text
    if want == have or "?" in (want, have) or (want == "." and base in _UNMARKED):
        return text
    if have == "." and _is_abbreviation(text[: got.start("mark")]):
        return text
    mark = _mark(want, base) if want else ""
    body = text[: got.start("mark")].rstrip(_LOOSE) if have else text[: got.start("close")]
    ended = body + mark + got["close"].lstrip()
    return ended if ended == text else _ended(source, ended, base)  # such as a mark behind a bracket behind a mark


def _is_abbreviation(text: str) -> bool:
    """Whether the full stop after this text may belong to its last word: "U.S", "etc"."""
    return text.endswith(("etc", " al")) or re.search(r"(?:\A|[\s.])[^\W\d_]\Z", text) is not None


def _mark(kind: str, base: str) -> str:
    return _MARKS.get(base, _PLAIN)[_PLAIN.index(kind)]


def final_mark(text: str) -> str:
    """The mark that a sentence ends with, as English writes it, or ""."""
    found = _END.search(text)
    return _KINDS.get(found["mark"], "") if found else ""


def with_mark(text: str, kind: str, language: str) -> str:
    """The text ended with a mark (`.`, `?`, `!` or `:`), as the language writes it."""
    return text.rstrip() + _mark(kind, locales.parse(language).language)


def curled(source: str, target: str) -> str:
    """Straight quotes curled, where the source's are and the language has no marks of its own."""
    if "“" not in source or '"' in source or '"' not in target:
        return target
    return _STRAIGHT_PAIR.sub(r"“\1”", target)
