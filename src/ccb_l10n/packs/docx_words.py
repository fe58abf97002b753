"""Text as runs of WordprocessingML: each in one look, one language and one direction.

Word orders a run by what the run says, not by its letters alone: a run that is marked as right-to-left must hold no
left-to-right words, and the other way round (ISO/IEC 29500-1, 17.3.2.30). So a text is cut where its direction turns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from ccb_l10n.packs import fonts

LRM, RLM = "\u200e", "\u200f"  # marks that stand for a letter of that direction
_RTL = "\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LETTER = rf"[^\W\d_{_RTL}]"
_LTR_RUN = re.compile(rf"[\u200e]|{_LETTER}(?:[^{_RTL}]*[^\W_{_RTL}])?")
_RTL_RUN = re.compile(rf"[{_RTL}](?:(?:(?!{_LETTER}).)*[{_RTL}])?", re.DOTALL)
_ISOLATE = re.compile("\u2068([^\u2068\u2069]*)\u2069")  # first strong isolate to pop directional isolate
_SHARED = re.compile("[‘’“”…—·]")  # marks that Western fonts have too: these are wide in a Chinese text
_WESTERN = frozenset([fonts.LATIN, "ARMENIAN", "ETHIOPIC", "GEORGIAN"])


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks. `lang` (BCP 47) is empty where it is the document's own, `main` is that one; `raised` is
    superscript, subscript or empty; `style` a character style, of which a text has one at most."""

    main: str
    lang: str = ""
    rtl: bool = False
    bold: bool = False
    emphasis: bool = False
    struck: bool = False
    underlined: bool = False
    code: bool = False
    raised: str = ""
    style: str = ""


@lru_cache(64)
def family(lang: str) -> str:
    """Which of the three languages of a run a language is, in Word's names: val, eastAsia or bidi."""
    script = fonts.script_of(lang)
    return "eastAsia" if script == fonts.CJK else "val" if script in _WESTERN else "bidi"


def runs(text: str, look: Look) -> str:
    """A text as runs."""
    return "".join(
        f"<w:r>{properties(look, rtl, bool(_SHARED.search(piece)))}{_text(piece)}</w:r>"
        for piece, rtl in directed(text, look.rtl)
    )


def isolates(text: str) -> Iterator[tuple[str, bool]]:
    """A text in parts: what stands between the signs of an isolate, and (False) what does not, without the signs."""
    for at, part in enumerate(_ISOLATE.split(text)):
        if part:
            yield part, at % 2 == 1


def strong(text: str) -> bool | None:
    """Whether the first letter is of a right-to-left script; None where there is none."""
    first = re.search(rf"{_LETTER}|[{_RTL}]", text)
    return None if first is None else not re.match(_LETTER, first[0])


def directed(text: str, rtl: bool) -> Iterator[tuple[str, bool]]:
    """The text in pieces, with whether each runs from right to left; the pieces together are the text."""
    at = 0
    for turned in (_LTR_RUN if rtl else _RTL_RUN).finditer(text):
        if turned.start() > at:
            yield text[at : turned.start()], rtl
        yield turned[0], not rtl
        at = turned.end()
    if at < len(text):
        yield text[at:], rtl


def _text(piece: str) -> str:
    kept = ' xml:space="preserve"' if piece != piece.strip() or "  " in piece else ""
    return f"<w:t{kept}>{escape(piece, quote=False)}</w:t>"


@lru_cache(1024)
def properties(look: Look, rtl: bool = False, shared: bool = False) -> str:
    """A run's properties, in the order that the schema asks for. `shared` says that it has marks of several scripts."""
    lang = look.lang or look.main
    kind = family(lang)
    bold = look.bold or (look.emphasis and kind != "val")  # a slanted Arabic or Chinese letter is hard to read
    italic = look.emphasis and kind == "val"
    style = look.style or ("Code" if look.code else "")
    parts = [
        f'<w:rStyle w:val="{style}"/>' if style else "",
        '<w:rFonts w:hint="eastAsia"/>' if shared and kind == "eastAsia" else "",
        "<w:b/><w:bCs/>" if bold else "",
        "<w:i/><w:iCs/>" if italic else "",
        "<w:strike/>" if look.struck else "",
        '<w:u w:val="single"/>' if look.underlined else "",
        f'<w:vertAlign w:val="{look.raised}"/>' if look.raised else "",
        "<w:rtl/>" if rtl else "",
        f'<w:lang w:{kind}="{escape(look.lang)}"/>' if look.lang else "",
    ]
    written = "".join(parts)
    return f"<w:rPr>{written}</w:rPr>" if written else ""
