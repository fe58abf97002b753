"""Reports for people at a terminal, in plain text or with colours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from ccb_l10n import locales
from ccb_l10n.catalog.quoting import columns
from ccb_l10n.model import Finding, Severity, State
from ccb_l10n.reports.status import LIVE, StatusRow, by_language, share, summed
from ccb_l10n.reports.visible import excerpt, isolated, quoting, visible

FEW = 5  # folded findings of one check in one file that are still listed one by one
_SHOWN = 8  # words that a folded line names
_STYLES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "36"}
_INDENT = "    "
_LABEL = 8  # columns of "source  ", "target  ", "hint    "


NOTES = frozenset({Severity.INFO})


def findings(found: Iterable[Finding], *, color: bool, width: int = 80, folded: Collection[Severity] = NOTES) -> str:
    """Findings grouped by file, each file's in their order, and a last line with their number.

    Of the `folded` severities, more than FEW findings of one check in a file are one line with their number; so are
    those that stand in more than FEW files. Course text is cut to `width` columns around the words in question, which
    stand in colour or between `>>>` and `<<<`.
    """
    paint = _painted if color else _plain
    files: dict[str, list[Finding]] = {}
    total: Counter[Severity] = Counter()
    spread: dict[str, list[Finding]] = {}
    for each in found:
        files.setdefault(each.path, []).append(each)
        total[each.severity] += 1
        if each.severity in folded:
            spread.setdefault(each.id, []).append(each)
    spread = {name: each for name, each in spread.items() if len({finding.path for finding in each}) > FEW}
    kept = {
        path: left
        for path, each in files.items()
        if (left := [one for one in each if one.severity not in folded or one.id not in spread])
    }
    blocks = ["".join(_file(path, each, color, width, folded)) for path, each in kept.items()]
    blocks += [_spread(each, color) for _, each in sorted(spread.items())]
    blocks.append(paint(_counted(total), "1") + "\n")
    return "\n".join(blocks)


def _spread(found: Sequence[Finding], color: bool) -> str:
    """One line for what is said in many files."""
    paint = _painted if color else _plain
    first = found[0]
    what = paint(f"{first.severity} {visible(first.id)}:", _STYLES[first.severity])
    where = isolated(visible(first.path)) + (f":{first.line}" if first.line else "")
    files = len({each.path for each in found})
    return f"{what} {_summed_up(found)}: {len(found)} times in {files} files, the first in {where}\n"


def status(rows: Sequence[StatusRow], *, color: bool) -> str:
    """A table of courses by language, with a total for each language of several courses.

    Shares are of the course's messages; obsolete ones are none of them. Words are those of the source.
    """
    if not rows:
        return "no catalogs\n"
    lines: list[tuple[str, ...]] = [_HEADS]
    for lang, group in by_language(rows).items():
        lines.append((f"{lang} {locales.name(lang)}",))
        lines += [(f"{_COURSE}{row.course}", *_numbers(row)) for row in group]
        if len(group) > 1:
            lines.append((f"{_COURSE}total", *_numbers(summed(group))))
    cells = [tuple(visible(cell) for cell in line) for line in lines]
    widths = [max(columns(line[at]) for line in cells if at < len(line)) for at in range(len(_HEADS))]
    return "".join(_line(line, widths, color) for line in cells)


_COURSE = "  "  # before the name of a course, below its language
_HEADS = (
    "",
    "messages",
    *(state.value for state in LIVE),
    State.OBSOLETE.value,
    "words left",
    "to review",
)


def _numbers(row: StatusRow) -> Iterator[str]:
    yield str(row.total)
    for state in LIVE:
        count = row.counts.get(state, 0)
        yield f"{count} {share(count, row.total):>4}" if count else "0     "
    yield str(row.counts.get(State.OBSOLETE, 0))
    yield str(row.words_left)
    yield str(row.words_to_review)


def _line(cells: Sequence[str], widths: Sequence[int], color: bool) -> str:
    """The name to the left, numbers to the right; a language's own line and the heads stand out."""
    blanks = [" " * (width - columns(cell)) for cell, width in zip(cells, widths, strict=False)]
    name, *numbers = cells
    course = name.removeprefix(_COURSE)
    lead = name[: len(name) - len(course)] + isolated(course) + blanks[0]
    shown = [lead, *(blank + cell for blank, cell in zip(blanks[1:], numbers, strict=True))]
    text = "  ".join(shown).rstrip()
    return (_painted(text, "1") if color and name == course else text) + "\n"


def _file(path: str, found: Sequence[Finding], color: bool, width: int, folded: Collection[Severity]) -> Iterator[str]:
    paint = _painted if color else _plain
    often = Counter((each.id, each.severity) for each in found if each.severity in folded)
    many = {name for name, count in often.items() if count > FEW}
    for each in found:
        if (each.id, each.severity) not in many:
            yield from _finding(each, color, width)
    for name, severity in sorted(many):
        same = [each for each in found if (each.id, each.severity) == (name, severity)]
        where = f", the first on line {same[0].line}" if same[0].line else ""
        lead = paint(f"{isolated(visible(path))}:", "1")
        what = paint(f"{severity} {visible(name)}:", _STYLES[severity])
        yield f"{lead} {what} {_summed_up(same)}: {len(same)} messages{where}\n"


def _summed_up(found: Sequence[Finding]) -> str:
    """What several findings of one check say: their message, or the words in question where it differs."""
    if len({each.message for each in found}) == 1:
        return quoting(found[0].message)
    words = dict.fromkeys(each.target[slice(*each.span)] for each in found if each.span)
    if not words:
        return f"{quoting(found[0].message)}, and the like"
    shown = ", ".join(quoting(excerpt(each, None, 24)[0]) for each in list(words)[:_SHOWN])
    return f"{shown}, …" if len(words) > _SHOWN else shown


def _finding(finding: Finding, color: bool, width: int) -> Iterator[str]:
    paint = _painted if color else _plain
    where = isolated(visible(finding.path)) + (f":{finding.line}:" if finding.line else ":")
    what = f"{finding.severity} {visible(finding.id)}:"
    message, *more = finding.message.split("\n")  # of an overlay: a difference, line by line
    yield f"{paint(where, '1')} {paint(what, _STYLES[finding.severity])} {quoting(message)}\n"
    yield from (f"{_INDENT}{quoting(line)}\n" for line in more)
    room = max(20, width - len(_INDENT) - _LABEL)
    if finding.source:
        yield f"{_INDENT}source  {isolated(excerpt(finding.source, None, room)[0])}\n"
    if finding.target.strip():
        yield f"{_INDENT}target  {_marked(finding, color, room)}\n"
    if finding.hint:
        yield f"{_INDENT}{paint('hint', '2')}    {quoting(finding.hint)}\n"


def _marked(finding: Finding, color: bool, room: int) -> str:
    span = finding.span
    opening, closing = ("\x1b[1;4m", "\x1b[0m") if color else (">>>", "<<<")
    before, inside, after = excerpt(finding.target, span, room if color or not span else max(14, room - 6))
    text = f"{before}{opening}{inside}{closing}{after}" if span else before
    return isolated(text, rtl=bool(finding.lang) and locales.direction(finding.lang or "") == "rtl")


def _counted(total: Counter[Severity]) -> str:
    parts = [f"{total[each]} {each}{'s' * (total[each] != 1)}" for each in Severity if total[each]]
    return ", ".join(parts) or "no findings"


def _painted(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m"


def _plain(text: str, style: str) -> str:
    return text
