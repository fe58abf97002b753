"""Reports as one HTML page each: no script, nothing fetched, light and dark, readable from the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from ccb_l10n import locales
from ccb_l10n.model import Finding, Severity, State
from ccb_l10n.reports.status import LIVE, StatusRow, by_language, share, summed
from ccb_l10n.reports.visible import visible


def findings(found: Iterable[Finding]) -> str:
    """The findings by file, in their order, with boxes that hide a severity, and a line of numbers on top."""
    files: dict[str, list[Finding]] = {}
    total: Counter[Severity] = Counter()
    for each in found:
        files.setdefault(each.path, []).append(each)
        total[each.severity] += 1
    parts = [_boxes(total)] if total else ["<p>No findings.</p>"]
    for path, group in files.items():
        # No <ol>: hidden ones would leave gaps in its numbers.
        cards = "".join(_card(each) for each in group)
        parts.append(f"<details open>\n<summary>{_text(path)} ({len(group)})</summary>\n{cards}</details>\n")
    return _page("Findings", "".join(parts))


def status(rows: Sequence[StatusRow]) -> str:
    """A table of courses by language: messages by state in numbers and shares, and a bar of them."""
    if not rows:
        return _page("Status", "<p>No catalogs.</p>")
    heads = ("Course", "Messages", *(state.capitalize() for state in LIVE), "Obsolete", "Words left", "To review")
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    groups = "".join(_group(lang, group, len(heads)) for lang, group in by_language(rows).items())
    keys = "".join(f'<li><i class="{state}"></i>{state}</li>' for state in LIVE)
    # A region that scrolls takes the focus, so that the keyboard can scroll it.
    return _page(
        "Status",
        f'<ul class="key">{keys}</ul>\n<div class="wide" role="region" aria-label="Courses" tabindex="0">'
        f"<table>\n<thead><tr>{head}</tr></thead>\n{groups}</table></div>\n<p>{_WORDS}</p>\n",
    )


_WORDS = "Words are those of the source: left are those of untranslated and stale messages, to review those of drafts."


def _boxes(total: Counter[Severity]) -> str:
    """Boxes that the style sheet reads: unchecked, the findings of their severity are hidden."""
    boxes = [
        f'<label><input type="checkbox" id="show-{each}" checked> {each.capitalize()}s: {total[each]}</label>'
        for each in Severity
        if total[each]
    ]
    return f"<form><fieldset><legend>Show</legend>{' '.join(boxes)}</fieldset></form>\n"


def _card(finding: Finding) -> str:
    line = f"line {finding.line} " if finding.line else ""
    head = f'<b class="{finding.severity}">{finding.severity}</b> {line}<code>{_text(finding.id)}</code>'
    concept = f" · concept <code>{_text(finding.concept)}</code>" if finding.concept else ""
    parts = [f"<p>{head}{concept}<br>{_quoting(finding.message)}</p>\n"]
    texts = list(_texts(finding))
    if texts:
        parts.append(f"<dl>{''.join(texts)}</dl>\n")
    if finding.hint:
        parts.append(f'<p class="hint">{_quoting(finding.hint)}</p>\n')
    return f'<section class="finding {finding.severity}">\n{"".join(parts)}</section>\n'


def _texts(finding: Finding) -> Iterator[str]:
    if finding.source:  # whose language a finding does not tell
        yield f"<dt>Source</dt><dd {_language('')}>{_text(finding.source)}</dd>"
    if finding.target.strip():
        target = _text(finding.target)
        if finding.span:
            start, end = finding.span
            before, inside, after = (
                _text(part) for part in (finding.target[:start], finding.target[start:end], finding.target[end:])
            )
            target = f"{before}<mark>{inside}</mark>{after}"
        yield f"<dt>Target</dt><dd {_language(finding.lang or '')}>{target}</dd>"


def _language(code: str) -> str:
    """The lang and dir attributes; without a language the browser finds the direction."""
    return f'lang="{_text(code)}" dir="{locales.direction(code)}"' if code else 'dir="auto"'


def _group(lang: str, group: Sequence[StatusRow], columns: int) -> str:
    name = f"{_text(locales.name(lang))} <small>{_text(lang)}</small>"
    total = _row(summed(group), ' class="total"') if len(group) > 1 else ""
    head = f'<tr><th scope="rowgroup" colspan="{columns}">{name}</th></tr>'
    return f"<tbody>\n{head}\n{''.join(_row(row) for row in group)}{total}</tbody>\n"


def _row(row: StatusRow, attributes: str = "") -> str:
    states = [(state, row.counts.get(state, 0)) for state in LIVE]
    cells = [str(row.total)]
    cells += [f"{count} <small>{share(count, row.total)}</small>" if count else "0" for _, count in states]
    cells += [str(row.counts.get(State.OBSOLETE, 0)), str(row.words_left), str(row.words_to_review)]
    # The bar repeats the cells' numbers, so readers of the page's text skip it.
    bar = "".join(f'<i class="{state}" style="flex-grow:{count}"></i>' for state, count in states if count)
    name = f'<bdi>{_text(row.course)}</bdi><span class="bar" aria-hidden="true">{bar}</span>'
    return f'<tr{attributes}><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>\n'


def _text(text: str) -> str:
    return escape(visible(text))


def _quoting(text: str) -> str:
    """A sentence of ours, whose quotations may run the other way."""
    return f"<bdi>{_text(text)}</bdi>"


def _page(title: str, body: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title} · ccb-l10n</title>\n<style>\n{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    )


_STYLE = """\
:root { color-scheme: light dark; --error: #b3261e; --warning: #8a5300; --info: #1d5a96; --mark: #ffe08a;
  --edge: #8886;
  --reviewed: #1b7f4b; --translated: #6cb98d; --draft: #d9a53a; --stale: #c9603f; --untranslated: #8885; }
@media (prefers-color-scheme: dark) {
  :root { --error: #ff9d94; --warning: #f3bf6b; --info: #93c4f5; --mark: #6b5310; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
fieldset { border: 1px solid var(--edge); border-radius: .4rem; margin: 0 0 1rem; }
label { margin-inline-end: 1rem; white-space: nowrap; }
summary { font-weight: 600; overflow-wrap: anywhere; cursor: pointer; padding: .5rem 0; }
.finding { border: 1px solid var(--edge); border-inline-start: .3rem solid; border-radius: .3rem;
  margin: .6rem 0; padding: .5rem .8rem; break-inside: avoid; }
.finding p, .finding dl { margin: 0 0 .3rem; }
.finding.error { border-inline-start-color: var(--error); } b.error { color: var(--error); }
.finding.warning { border-inline-start-color: var(--warning); } b.warning { color: var(--warning); }
.finding.info { border-inline-start-color: var(--info); } b.info { color: var(--info); }
body:has(#show-error:not(:checked)) .finding.error,
body:has(#show-warning:not(:checked)) .finding.warning,
body:has(#show-info:not(:checked)) .finding.info { display: none; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem .8rem; }
dt { opacity: .75; } dd { margin: 0; overflow-wrap: anywhere; }
mark { background: var(--mark); color: inherit; padding: 0 .15em; border-radius: .2em; }
.hint { font-size: .95em; } .hint::before { content: "→ "; }
code { font-size: .95em; }
.wide { overflow-x: auto; margin-bottom: 1.5rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--edge); text-align: end; white-space: nowrap; }
thead th { vertical-align: bottom; font-weight: 500; }
th:first-child { text-align: start; min-width: 12rem; font-weight: 500; }
tbody th[colspan] { padding-top: 1.2rem; font-weight: 600; }
tr.total > *, tr.total th:first-child { font-weight: 600; }
.bar { display: flex; height: .5rem; border-radius: .25rem; overflow: hidden; background: var(--untranslated);
  margin-top: .2rem; }
.key { display: flex; flex-wrap: wrap; gap: .2rem 1rem; list-style: none; padding: 0; }
.key i { display: inline-block; width: .8em; height: .8em; border-radius: .2em; margin-inline-end: .35em; }
i.reviewed { background: var(--reviewed); } i.translated { background: var(--translated); }
i.draft { background: var(--draft); } i.stale { background: var(--stale); }
i.untranslated { background: var(--untranslated); } .bar .untranslated { background: none; }
@media print { form { display: none; } .bar, i { print-color-adjust: exact; } }
"""
