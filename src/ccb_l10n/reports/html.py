"""Reports as one HTML page each: the findings, and how far the courses are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ccb_l10n import locales
from ccb_l10n.checks.problem import Row
from ccb_l10n.model import Concept, Finding, Severity, State
from ccb_l10n.reports.page import language, page, quoting, text
from ccb_l10n.reports.status import LIVE, StatusRow, by_language, share, summed


def findings(found: Iterable[Finding], concepts: Iterable[Concept] = (), rows: Iterable[Row] = ()) -> str:
    """The findings by concept, then by check, with boxes that hide a severity and a field that searches them.

    `concepts` are the glossary's, `rows` the checks': a group shows its concept's definition and terms, or why there
    is its check and what to do. Without scripts only the search is missing.
    """
    known = {concept.id: concept for concept in concepts}
    checks = {row.id: row for row in rows}
    total: Counter[Severity] = Counter()
    groups: dict[tuple[bool, str], list[Finding]] = {}
    for each in found:
        groups.setdefault((each.concept is None, each.concept or each.id), []).append(each)
        total[each.severity] += 1
    parts = [_boxes(total), _SEARCH] if total else ["<p>No findings.</p>\n"]
    for (of_check, name), group in sorted(groups.items(), key=lambda each: each[0]):
        # No <ol>: hidden ones would leave gaps in its numbers.
        cards = "".join(_card(each) for each in group)
        about = ""
        if of_check and name in checks:
            about = f"<p>{quoting(f'{checks[name].summary}. {checks[name].why} {checks[name].fix}')}</p>\n"
        elif not of_check and name in known:
            about = _about(known[name], {each.lang or "" for each in group})
        opened = " open" if len(group) <= _MANY else ""
        parts.append(f"<details{opened}>\n<summary>{text(name)} ({len(group)})</summary>\n{about}{cards}</details>\n")
    return page("Findings", "".join(parts), style=_BOX_STYLE, script=_SCRIPT if total else "")


_MANY = 20  # findings, above which a group begins closed


def _about(concept: Concept, langs: set[str]) -> str:
    """The concept's definition, and its good terms in the findings' languages."""
    spoken = {tag for lang in langs if lang for tag in locales.fallbacks(lang)}
    terms = [each for each in concept.terms if each.lang in spoken and each.status in ("preferred", "admitted")]
    shown = ", ".join(f"<span {language(each.lang)}>{text(each.text)}</span> ({each.status})" for each in terms)
    return f"<p>{quoting(concept.definition)}{f'<br>{shown}' if shown else ''}</p>\n"


def status(rows: Sequence[StatusRow]) -> str:
    """A table of courses by language: messages by state in numbers and shares, and a bar of them."""
    if not rows:
        return page("Status", "<p>No catalogs.</p>")
    heads = ("Course", "Messages", *(state.capitalize() for state in LIVE), "Obsolete", "Words left", "To review")
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    groups = "".join(_group(lang, group, len(heads)) for lang, group in by_language(rows).items())
    keys = "".join(f'<li><i class="{state}"></i>{state}</li>' for state in LIVE)
    # A region that scrolls takes the focus, so that the keyboard can scroll it.
    return page(
        "Status",
        f'<ul class="key">{keys}</ul>\n<div class="wide" role="region" aria-label="Courses" tabindex="0">'
        f"<table>\n<thead><tr>{head}</tr></thead>\n{groups}</table></div>\n<p>{_WORDS}</p>\n",
        style=_STATUS_STYLE,
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
    where = f"{finding.path}:{finding.line}" if finding.line else finding.path
    head = (
        f'<b class="{finding.severity}">{finding.severity}</b> <bdi>{text(where)}</bdi> <code>{text(finding.id)}</code>'
    )
    concept = f" · concept <code>{text(finding.concept)}</code>" if finding.concept else ""
    parts = [f"<p>{head}{concept}<br>{quoting(finding.message)}</p>\n"]
    texts = list(_texts(finding))
    if texts:
        parts.append(f"<dl>{''.join(texts)}</dl>\n")
    if finding.hint:
        parts.append(f'<p class="hint">{quoting(finding.hint)}</p>\n')
    return f'<section class="finding {finding.severity}">\n{"".join(parts)}</section>\n'


def _texts(finding: Finding) -> Iterator[str]:
    if finding.source:  # whose language a finding does not tell
        yield f"<dt>Source</dt><dd {language('')}>{text(finding.source)}</dd>"
    if finding.target.strip():
        target = text(finding.target)
        if finding.span:
            start, end = finding.span
            before, inside, after = (
                text(part) for part in (finding.target[:start], finding.target[start:end], finding.target[end:])
            )
            target = f"{before}<mark>{inside}</mark>{after}"
        yield f"<dt>Target</dt><dd {language(finding.lang or '')}>{target}</dd>"


def _group(lang: str, group: Sequence[StatusRow], columns: int) -> str:
    name = f"{text(locales.name(lang))} <small>{text(lang)}</small>"
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
    name = f'<bdi>{text(row.course)}</bdi><span class="bar" aria-hidden="true">{bar}</span>'
    return f'<tr{attributes}><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>\n'


_SEARCH = """\
<p id="searching" hidden><label for="search">Search</label>
<input type="search" id="search" autocomplete="off"> <output for="search"></output></p>
"""
# Folds case, accents and Arabic vowel signs, as readers type.
_SCRIPT = """
(() => {
  const fold = (text) => text.normalize("NFKD").replace(/[\\u0300-\\u036f\\u0640\\u064b-\\u0652]/g, "").toLowerCase();
  const field = document.getElementById("search"), told = document.querySelector("output");
  const groups = [...document.querySelectorAll("details")].map((group) => [group,
    [...group.querySelectorAll(".finding")].map((card) => [card, fold(card.textContent)])]);
  document.getElementById("searching").hidden = false;
  field.addEventListener("input", () => {
    const wanted = fold(field.value.trim());
    let number = 0;
    for (const [group, cards] of groups) {
      const all = fold(group.firstElementChild.textContent).includes(wanted);
      let here = 0;
      for (const [card, words] of cards) here += !(card.hidden = !all && !words.includes(wanted));
      group.hidden = !here;
      if (wanted && here) group.open = true;
      number += here;
    }
    told.textContent = wanted ? number + " found" : "";
  });
})();
"""
_BOX_STYLE = """\
body:has(#show-error:not(:checked)) .finding.error,
body:has(#show-warning:not(:checked)) .finding.warning,
body:has(#show-info:not(:checked)) .finding.info { display: none; }
"""
_STATUS_STYLE = """\
:root { --reviewed: #1b7f4b; --translated: #6cb98d; --draft: #d9a53a; --stale: #c9603f; --untranslated: #8885; }
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
@media print { .bar, i { print-color-adjust: exact; } }
"""
