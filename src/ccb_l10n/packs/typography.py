"""Text nodes as HTML, with left-to-right runs kept together inside right-to-left text.

A browser orders a line by the Unicode bidirectional algorithm (UAX #9), for which a telephone number is digits
between neutral signs: in an Arabic line its groups come out in reverse. So such runs are isolated in `<bdi>`.
"""

from __future__ import annotations

import re
from html import escape

_LTR_RUN = re.compile(
    r"""
      (?:https?://|www\.)[^\s<>"'\u00ab\u00bb\u060c\u061b]*[A-Za-z0-9/#=&_-]   # a web address
    | [A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+                        # an e-mail address
    | \+\(?[0-9]+\)?(?:[\ \u00a0.\-/]\(?[0-9]+\)?)*                             # +254 20 000 0000
    | (?<![A-Za-z0-9])\(?[0-9]{2,}\)?(?:[\ \u00a0.\-/][0-9]{2,}){2,}            # 020 00 00 00, 2026-03-10
    | (?<![A-Za-z0-9])[0-9]{3,}[\ \u00a0\-][0-9]{4,}                            # 555 0100
    | [A-Za-z\u00c0-\u024f][A-Za-z0-9\u00c0-\u024f]*(?:[+\-./:_'\u2019]+[A-Za-z0-9\u00c0-\u024f]+)*   # M. West-Brown
      (?:[.,:;]?[ \u00a0]\(?[A-Za-z0-9\u00c0-\u024f]+(?:[+\-./:_'\u2019]+[A-Za-z0-9\u00c0-\u024f]+)*\)?)+
    | (?:(?<![^\s(\u00ab"'])[+\-\#@/.])?                                        # -5, #1, /etc/hosts
      [A-Za-z0-9]+(?:[+\-./:_@\#=&%~]+[A-Za-z0-9]+)*(?:\+{1,2}|\#|/)?           # TLP:AMBER+STRICT, v1.2, C++
    """,
    re.VERBOSE,
)

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def legal(text: str) -> str:
    """A text without the characters that no XML document may hold (XML 1.0, 2.2), not even as references."""
    return _ILLEGAL.sub("", text)


def text_html(text: str, rtl: bool = False) -> str:
    """Escaped text for an element's content; `rtl` says that the text runs from right to left."""
    if not rtl:
        return escape(text, quote=False)
    parts: list[str] = []
    at = 0
    for match in _LTR_RUN.finditer(text):
        if match[0].isalnum() or (match[0][0].isalpha() and match[0].replace(" ", "").isalnum()):
            continue  # digits that follow letters keep their order
        run = escape(match[0], quote=False)
        parts += [escape(text[at : match.start()], quote=False), f'<bdi dir="ltr">{run}</bdi>']
        at = match.end()
    return "".join((*parts, escape(text[at:], quote=False)))


def joins_words(char: str) -> bool:
    """Whether a letter belongs to a script whose words emphasis marks touch without a space: Arabic, Hebrew,
    Indic, Thai, Chinese, Japanese, Korean and their neighbours, but not Latin, Greek or Cyrillic."""
    code = ord(char)
    return code >= 0x590 and not 0x1E00 <= code <= 0x206F


def is_cjk(char: str) -> bool:
    """Whether a character stands in a text that has no spaces between words, so that a line's end is none either."""
    code = ord(char)
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFE30 <= code <= 0xFFEF or code >= 0x20000
