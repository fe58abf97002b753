"""What must come through a translation byte for byte though no markup marks it: addresses, names that machines read,
fingerprints, versions, and signs that models have never seen.

One table of patterns. They are shy: what could be an ordinary word ("e.g.", a full stop without its blank, "and/or")
is left to the engine, for a word that stays in English is a fault as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

Span = tuple[int, int]  # half-open code-point offsets

# Ends of domain names that no sentence has after a full stop without a blank; other than below, words of no language.
_TOP = """
    com org net edu gov mil int info biz io dev app ai tv ws gg sh cc xyz online tech onion example test invalid local
    localhost arpa computer academy foundation agency systems digital software cloud blog wiki news email
    uk fr de es pt ru cn jp kr br mx ar cl ca au nz za ke tz ug rw et ng gh sn ci cm ma dz tn eg ly sd sa ae qa jo lb sy
    iq ir tr il ps ch nl lu se dk fi ee lv lt pl cz sk hu ro bg gr hr si rs ua by kz ge az eu asia africa
    co tw hk sg th vn ph id bd pk lk np mm kh pg fj vu ws ht bo ec uy py gt hn sv ni cr pa cu jm
"""
_WORDLIKE_TOP = "is it in me to so be do no at my us am as la li lu page site zone live social chat team tools"
# Endings of file names. Those that are words ("key", "app") need not be here: the file is then named in code.
_FILE = """
    exe msi dll bat cmd ps1 vbs scr apk ipa dmg pkg deb rpm jar iso img bin zip rar 7z gz tgz bz2 xz tar
    txt pdf doc docx docm xls xlsx xlsm csv tsv ppt pptx pptm odt ods odp rtf epub html htm xml json jsonl yaml yml toml
    ini cfg conf md rst po pot mo log bak tmp sql sqlite db pcap pcapng evtx eml pst mbox lnk
    jpg jpeg png gif svg webp bmp mp3 mp4 avi mkv mov wav py js ts css php asp aspx jsp sh rb pem crt cer csr asc gpg
    sig
"""


def _any(words: str) -> str:
    return "|".join(sorted(set(words.split()), key=lambda word: (-len(word), word)))


_LABELS = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)"
_TAIL = r"(?![\w-]|\.\w|@)(?::[0-9]{1,5}\b)?(?:/[^\s<>()\[\]\"'*`|]*[\w/=~#-])?"
_WHOLE = re.compile(
    rf"""
    # a bare address, without the sentence's own marks
      (?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?'")\]*_~]
    # a mail address
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+
    # a telephone number
    | (?<![\w+])\+[0-9][0-9 ().-]{{5,}}[0-9](?!\w)
    # IPv4, its network or port
    | (?<![\w.])[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}(?:/[0-9]{{1,2}}|:[0-9]{{1,5}})?(?![\w.]*\w)
    # IPv6
    | (?<![\w:.])(?=[0-9A-Fa-f:]{{0,30}}[0-9A-Fa-f])
      (?: (?:[0-9A-Fa-f]{{1,4}}:){{7}}[0-9A-Fa-f]{{1,4}}
        | (?:[0-9A-Fa-f]{{1,4}}:){{0,6}}(?:[0-9A-Fa-f]{{1,4}})?::(?:[0-9A-Fa-f]{{1,4}}:){{0,6}}(?:[0-9A-Fa-f]{{1,4}})? )
      (?:/[0-9]{{1,3}})?(?![\w:])
    # a network card's
    | (?<![\w-])(?:[0-9A-Fa-f]{{2}}[:-]){{5}}[0-9A-Fa-f]{{2}}(?![\w-])
    # a UUID
    | (?<![\w-])[0-9A-Fa-f]{{8}}-(?:[0-9A-Fa-f]{{4}}-){{3}}[0-9A-Fa-f]{{12}}(?![\w-])
    # a hash
    | (?<!\w)(?:0x)?[0-9A-Fa-f]{{32,}}(?!\w) | (?<!\w)0x[0-9A-Fa-f]{{2,}}(?!\w)
    # a fingerprint
    | (?<!\w)[0-9A-Fa-f]{{4}}(?:[ \u00a0]{{1,2}}[0-9A-Fa-f]{{4}}){{7,15}}(?!\w)
    # a domain
    | (?<![\w@./-]){_LABELS}+(?:{_any(_TOP)}){_TAIL}
    | (?<![\w@./-]){_LABELS}{{2,}}(?:{_any(_WORDLIKE_TOP)}){_TAIL}
    | (?<![\w@./-]){_LABELS}+(?:{_any(_WORDLIKE_TOP)})/[^\s<>()\[\]\"'*`|]*[\w/=~#-]
    | (?<![\w@./-])(?:[A-Z0-9-]+\.)+(?:{_any(_TOP).upper()})(?![\w-]|\.\w)
    # a handle
    | (?<![\w@./])@[A-Za-z0-9](?:[\w.-]*\w)?(?:@[\w-]+(?:\.[\w-]+)+)?
    # a file, or its ending
    | (?<![\w.-])(?:[\w-]+\.)*[\w-]*\.(?:{_any(_FILE)})(?![\w-]|\.\w)
    # a path
    | (?<![\w/.~<])~?(?:/[\w.+-]*\w){{2,}}/?(?!\w)
    # CVE-2026-1, MS-DEFCON-2
    | (?<![\w-])[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-[0-9]+(?:[.-][0-9]+)*(?![\w-]|\.\w)
    | (?<![\w-])GHSA(?:-[0-9a-z]{{4}}){{3}}(?![\w-])
    # T1059.001
    | (?<![\w.-])[A-Z]{{1,3}}[0-9]{{3,}}(?:\.[0-9]+)*(?![\w-]|\.\w)
    # a version
    | (?<![\w.-])[vV][0-9]+(?:\.[0-9]+)*(?![\w]|\.\w)
    | (?<![\w.,-])(?![0-9]{{1,3}}(?:\.[0-9]{{3}})+(?![.\d]))[0-9]+(?:\.[0-9]+){{2,}}
      (?:[-+][0-9A-Za-z][\w.+-]*\w)?(?!\w|\.\w)
    # snake_case
    | (?<!\w)[^\W_]+(?:_+[^\W_]+)+(?!\w)
    """,
    re.VERBOSE,
)
# None of the patterns finds anything in a text without one of these.
_LIKELY = re.compile(r"[.:@_/+-]|[0-9]{3}|0x|[0-9A-Fa-f]{4}[ \u00a0]|[0-9A-Fa-f]{32}")
_FAMILIAR = frozenset("…–—―‘’‚“”„«»‹›¿¡·•،؛؟٪۔。，、：；？！「」『』（）《》〈〉【】・～।॥።፣፤፥፧")
_JOINERS = "\u200c\u200d"
_EMOJI_TAIL = "\ufe0e\ufe0f\u20e3\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def spans(source: str, start: int, end: int) -> Iterator[Span]:
    """The runs of `source[start:end]` that no engine may touch; they may overlap, and are in no order."""
    if _LIKELY.search(source, start, end):
        yield from (match.span() for match in _WHOLE.finditer(source, start, end))
    yield from _unfamiliar(source, start, end)


def _unfamiliar(source: str, start: int, end: int) -> Iterator[Span]:
    for index in range(start, end):
        char = source[index]
        if char.isascii():
            if char < " " and char not in "\n\t":
                yield index, index + 1
        elif char in _EMOJI_TAIL and not _joins(source, index):
            modified = index > start and not source[index - 1].isspace()  # such as the digit of a keycap
            yield index - modified, index + 1
        elif not _is_familiar(char) and not _joins(source, index):
            yield index, index + 1


def _joins(source: str, index: int) -> bool:
    """Whether this is a joiner inside a word, as Persian and Hindi spell."""
    return source[index] in _JOINERS and is_word(source[index - 1 : index])


def _is_familiar(char: str) -> bool:
    """Whether a model can be expected to know the character: letters, figures, spaces, common punctuation."""
    category = unicodedata.category(char)
    return category[0] in "LMZ" or category in ("Nd", "Sc") or char in _FAMILIAR


def is_word(char: str) -> bool:
    """Whether the character, or "", is part of a word: a letter, a mark on one, a figure."""
    return bool(char) and unicodedata.category(char)[0] in "LMN"
