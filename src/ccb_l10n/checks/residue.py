"""What is left of the source's language in a target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import islice

from ccb_l10n import locales
from ccb_l10n.checks import languages
from ccb_l10n.checks.problem import Check, Problem, Setting
from ccb_l10n.checks.prose import MASK, masked
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Message, Severity

OTHER_LANGUAGE = "other-language"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BETWEEN = re.compile(r"[ \t\n\u00a0,;:*]{1,4}\Z")  # what may stand between two words of one run
_QUOTED = re.compile(  # names of books and windows, words that are talked about, glosses
    r"“[^”]*”|«[^»]*»|»[^«]*«|\"[^\"]*\"|„[^“”]*[“”]|‘[^’]*’|「[^」]*」|『[^』]*』|《[^》]*》|（[^）]*）|\([^()]*\)"
    r"|(?<!\*)\*[^*]+\*(?!\*)|(?<![_\w])_[^_]+_(?![_\w])"
)
_TAGGED = re.compile(r"<(code|kbd|samp|tt|pre|q|cite|i|em)\b[^<>]*>(?:(?!</\1>).){0,500}</\1>", re.DOTALL)
_CODE = re.compile(r"[/\\$#=<>_|{}@]|\w\.\w|--")
# A clause between marks: "...; passwords expire." A comma bounds none, for names stand in lists.
_CLAUSE = re.compile(r"[.;:!?؛；：。！？] ?(?P<words>[a-z]{2,20}(?: [a-z]{2,20}){1,6})(?:[.!?;؛；。！？](?=\s|\Z)|\Z)")
_RUN = 4  # words that prove an untranslated run
_WHOLE = 3  # words that prove an untranslated text
_READ = 2000  # targets of a catalog that are read to know its language


def untranslated(message: Message, setting: Setting) -> Iterator[Problem]:
    """A target that is the source, though that has words and is no name and no code."""
    if message.target != message.source or message.state not in SHIPPED or _same_language(setting):
        return
    text = _unquoted(message.source)
    words = _WORD.findall(text)
    ordinary = [word for word in words if word.islower()]
    little = languages.little_words(setting.source_language)
    telling = sum(len(word) > 4 for word in ordinary) >= _WHOLE or any(word in little for word in ordinary)
    if len(ordinary) < _WHOLE or 2 * len(ordinary) < len(words) or not telling or _CODE.search(text):
        return
    yield Problem("the translation is the source text", "translate it")


def untranslated_run(message: Message, setting: Setting) -> Iterator[Problem]:
    """Words of the source that stand in the target in the same order, little words among them: no mere name.

    What is in quotes, parentheses or italics is passed over: titles, windows and glosses stay as they are. The whole
    text of a link may be a title too, which only a person can tell.
    """
    if message.state not in SHIPPED or message.plural is not None or message.target == message.source:
        return
    little = languages.little_words(setting.source_language, but=setting.lang)
    if _same_language(setting):
        return
    if little.isdisjoint(message.target.split()):
        yield from _untranslated_clause(message)
        return
    own = languages.own_letters(setting.lang)
    if own and not own.search(message.target):
        return  # `scripts.own_letters` says so
    target = _unquoted(message.target)
    words = _WORD.findall(_unmarked(message.source))
    source = f" {' '.join(words)} "
    for run in _runs(target, frozenset(words)):
        if _is_prose([found[0] for found in run], little) and _overlaps([found[0] for found in run], source):
            start, end = run[0].start(), run[-1].end()
            title = message.target[start - 1 : start] == "[" and message.target.startswith("](", end)
            hint = "translate it, unless it is the title of the page that it leads to" if title else "translate it"
            severity = Severity.INFO if title else None
            yield Problem("a run of words is not translated", hint, span=(start, end), severity=severity)
            return
    yield from _untranslated_clause(message)


def _untranslated_clause(message: Message) -> Iterator[Problem]:
    """A short clause that stands between the same marks in the source; not beside code, which such lines may be."""
    if not _CLAUSE.search(message.target):
        return
    target, source = _unquoted(message.target), _unmarked(message.source)
    if _CODE.search(target):
        return
    kept = {found["words"] for found in _CLAUSE.finditer(source)}
    for found in _CLAUSE.finditer(target):
        if found["words"] in kept:
            text = f"“{found['words']}” is not translated"
            yield Problem(text, "translate it", span=found.span("words"), severity=Severity.INFO)
            return


def other_language(header: Message, setting: Setting) -> Iterator[Problem]:
    """The targets together are in another language than the catalog's."""
    texts = (each.target for each in setting.catalog.messages if each.state in SHIPPED)
    found = languages.reads_as(islice(texts, _READ), setting.lang) if setting.lang else ""
    if found:
        named, meant = locales.name(found), locales.name(setting.lang)
        text = f"the catalog is for {meant} ({setting.lang}), and its translations read as {named} ({found})"
        yield Problem(text, "put the file in the folder of its own language, or correct the header's Language", line=1)


def _same_language(setting: Setting) -> bool:
    """Whether a regional variant of the source's language is wanted: most of it stays."""
    return not setting.lang or locales.parse(setting.lang).language == locales.parse(setting.source_language).language


def _unquoted(text: str) -> str:
    """The text with marks where it is protected, in quotes, parentheses or italics; offsets stay."""
    return _QUOTED.sub(_hidden, _unmarked(text))


def _unmarked(text: str) -> str:
    """The text with marks where it is protected, a quotation or code by its tags; offsets stay."""
    return masked(_TAGGED.sub(_hidden, text) if "</" in text else text)


def _hidden(found: re.Match[str]) -> str:
    return MASK * len(found[0])


def _runs(text: str, known: Set[str]) -> Iterator[list[re.Match[str]]]:
    """Runs of at least `_RUN` words that are all known, with little between them."""
    run: list[re.Match[str]] = []
    for found in _WORD.finditer(text):
        if run and (found[0] not in known or not _BETWEEN.match(text, run[-1].end(), found.start())):
            if len(run) >= _RUN:
                yield run
            run = []
        if found[0] in known:
            run.append(found)
    if len(run) >= _RUN:
        yield run


def _is_prose(words: Sequence[str], little: Set[str]) -> bool:
    """Whether words are a piece of a sentence: "Institute of Standards and Technology" is a name."""
    lower = [word for word in words if word.islower()]
    others = [word for word in words if word not in little]
    small = [word for word in others if word.islower()]
    return len(lower) >= _RUN and len(others) < len(words) and 2 * len(small) >= len(others)


def _overlaps(words: Sequence[str], source: str) -> bool:
    """Whether some `_RUN` words of a run stand so in the source, whose words are parted by single spaces."""
    return any(f" {' '.join(words[at : at + _RUN])} " in source for at in range(len(words) - _RUN + 1))


ROWS = (
    Check(
        "untranslated-copy",
        Severity.WARNING,
        "The translation is the source text",
        "It counts as translated, and readers get the source's language.",
        "Translate it. What is no language, such as a command, belongs in code.",
        untranslated,
    ),
    Check(
        "untranslated-run",
        Severity.WARNING,
        "Words of the source stand untranslated in the translation",
        "Half a sentence in another language is read as broken.",
        "Translate them, or put a title in quotes or italics.",
        untranslated_run,
    ),
    Check(
        OTHER_LANGUAGE,
        Severity.ERROR,
        "The translations are in another language than the catalog's",
        "The file is in the wrong folder, or was made for another language.",
        "Move it to the folder of its own language.",
        other_language,
        of_header=True,
    ),
)
