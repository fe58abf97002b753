"""The glossary in one language as a page to read: its terms, what they mean, and who stands for them.

Everything about the terms is in English, as the definitions are, and marked so; a page runs in the direction of its
language. Without scripts only the search is missing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ccb_l10n import locales
from ccb_l10n.model import Concept, Term
from ccb_l10n.reports.page import language, page, text
from ccb_l10n.terminology.concepts import GOOD
from ccb_l10n.terminology.exchange.pairs import reviewed, terms_in
from ccb_l10n.terminology.exchange.rows import SOURCE_LANGUAGE
from ccb_l10n.terminology.sources import Source

_ENGLISH = language(SOURCE_LANGUAGE)
_MEANING = {
    "preferred": "use this",
    "admitted": "right too",
    "deprecated": "better avoided",
    "forbidden": "do not use",
}

Entry = tuple[Concept, list[Term]]


def glossary(concepts: Iterable[Concept], lang: str, sources: Mapping[str, Source] | None = None) -> str:
    """The page of one language; concepts that have no good term in it come last. Sources are linked where known."""
    entries = [(concept, terms_in(concept, lang)) for concept in concepts if concept.status != "deprecated"]
    named = sorted((each for each in entries if _named(each[1])), key=lambda each: _order(each[1][0].text))
    missing = [each for each in entries if not _named(each[1])]
    here = {concept.id for concept, _ in entries}
    parts = [_intro(lang, named, missing), _SEARCH]
    if named:
        parts.append(_index(named))
    parts += [_article(concept, terms, lang, sources or {}, here) for concept, terms in named]
    if missing:
        head = f"No settled term in {locales.name(lang)} yet"
        parts.append(f"<h2 {_ENGLISH}>{text(head)}</h2>\n")
    parts += [_article(concept, terms, lang, sources or {}, here) for concept, terms in missing]
    own, english = locales.own_name(lang), locales.name(lang)
    title = text(own if own == english else f"{own} – {english}")
    return page(f"{title} ({text(lang)})", "".join(parts), style=_STYLE, script=_SCRIPT, lang=lang)


def _named(terms: Sequence[Term]) -> bool:
    return bool(terms) and terms[0].status in GOOD


def _order(term: str) -> tuple[str, str]:
    """Alphabetical without case and accents, as far as code points go."""
    apart = unicodedata.normalize("NFKD", term.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each)), term


def _intro(lang: str, named: Sequence[Entry], missing: Sequence[Entry]) -> str:
    name = text(locales.name(lang))
    done = sum(reviewed(concept, terms[0]) for concept, terms in named)
    count = f"{len(named)} of {len(named) + len(missing)} concepts have a term in {name}."
    people = f"A person has reviewed {done} of them." if done else f"<strong>Nobody has reviewed any of them in {name}."
    rest = "" if done else " Take them as a proposal.</strong>"
    return f"<p {_ENGLISH}>Glossary of terms for cyber capacity building. {count} {people}{rest}</p>\n"


def _index(named: Sequence[Entry]) -> str:
    links = (f'<li><a href="#{text(concept.id)}">{text(terms[0].text)}</a></li>' for concept, terms in named)
    return f"<nav><details><summary {_ENGLISH}>Index</summary>\n<ul>{''.join(links)}</ul></details></nav>\n"


def _article(concept: Concept, terms: Sequence[Term], lang: str, sources: Mapping[str, Source], here: set[str]) -> str:
    english = [term for term in terms_in(concept, SOURCE_LANGUAGE) if term.status in GOOD]
    head = f"<span {language(terms[0].lang)}>{text(terms[0].text)}</span>" if _named(terms) else ""
    if lang != SOURCE_LANGUAGE or not head:
        head += f" <small {_ENGLISH}>{text(', '.join(term.text for term in english) or concept.id)}</small>"
    state = "" if reviewed(concept, terms[0] if terms else None) else f"<p {_ENGLISH}>Nobody has reviewed this.</p>\n"
    parts = [f"<h2>{head}</h2>\n<p {_ENGLISH}>{text(concept.definition)}</p>\n"]
    if terms:
        parts.append(f"<ul>{''.join(_term(term) for term in terms)}</ul>\n")
    parts += [state if _named(terms) else "", *_more(concept, sources, here)]
    return f'<article id="{text(concept.id)}">\n{"".join(parts)}</article>\n'


def _term(term: Term) -> str:
    tag = "s" if term.status == "forbidden" else "b" if term.status == "preferred" else "span"
    acronym = f" ({text(term.acronym)})" if term.acronym else ""
    about = [_MEANING[term.status], *(each for each in (term.part_of_speech, term.gender) if each)]
    if term.reviewer:
        about.append(" ".join(each for each in ("reviewed by", term.reviewer, term.date) if each))
    note = f"<br>{text(term.note)}" if term.note else ""
    said = f"<{tag} {language(term.lang)}>{text(term.text)}{acronym}</{tag}>"
    return f'<li class="{term.status}">{said} <small {_ENGLISH}>{text(", ".join(about))}{note}</small></li>'


def _more(concept: Concept, sources: Mapping[str, Source], here: set[str]) -> Iterator[str]:
    if concept.note:
        yield f"<p {_ENGLISH}>{text(concept.note)}</p>\n"
    others = dict.fromkeys(each for each in (*concept.related, concept.pair_with) if each)
    if others:
        links = (f'<a href="#{text(each)}">{text(each)}</a>' if each in here else text(each) for each in others)
        yield f"<p {_ENGLISH}><small>See also: {', '.join(links)}</small></p>\n"
    cited = [_source(sources[each]) for each in concept.sources if each in sources]
    yield f"<p {_ENGLISH}><small>{text(concept.source)}{' Sources: ' if cited else ''}{'; '.join(cited)}</small></p>\n"


def _source(source: Source) -> str:
    title = f"{text(source.publisher)}, {text(source.title)}"
    if not source.url.startswith(("https://", "http://")):
        return title
    return f'<a href="{text(source.url)}" rel="noreferrer">{title}</a>'


_SEARCH = f"""\
<form hidden {_ENGLISH}><label for="search">Search</label>
<input type="search" id="search" dir="auto" autocomplete="off"> <output for="search"></output></form>
"""
# Folds case and accents, and in Arabic vowel signs, hamzas, teh marbuta and alef maksura, as readers type.
_SCRIPT = """
(() => {
  const plain = (text) => text.normalize("NFKD").replace(/[\\u0300-\\u036f\\u0640\\u064b-\\u0655]/g, "")
    .replace(/\\u0629/g, "\\u0647").replace(/\\u0649/g, "\\u064a").toLowerCase();
  const form = document.querySelector("form"), count = document.querySelector("output");
  const entries = Array.from(document.querySelectorAll("article"), (entry) => [entry, plain(entry.textContent)]);
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    const words = plain(document.getElementById("search").value).split(/\\s+/);
    const found = entries.filter(([entry, text]) => !(entry.hidden = !words.every((word) => text.includes(word))));
    count.textContent = words.join("") ? found.length + " found" : "";
  });
})();
"""
_STYLE = """\
article { border-block-start: 1px solid var(--edge); padding: .5rem 0; break-inside: avoid; overflow-wrap: anywhere; }
article h2 { font-size: 1.15rem; margin: .2rem 0; }
article p, article ul { margin: .2rem 0; }
article small { opacity: .8; font-weight: 400; }
[dir=ltr] { text-align: left; } h2 [dir], li [dir] { unicode-bidi: isolate; }
.forbidden s { color: var(--error); } .deprecated span { color: var(--warning); }
nav ul { columns: 14rem; padding-inline-start: 1.2rem; }
@media print { nav { display: none; } a[rel]::after { content: " <" attr(href) ">"; overflow-wrap: anywhere; } }
"""
