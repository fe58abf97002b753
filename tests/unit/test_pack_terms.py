"""The glossary's terms on the pages of a pack."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Concept, Message, Scope, State, Term
from ccb_l10n.packs import frame
from ccb_l10n.packs.book import Book, CourseInfo
from ccb_l10n.packs.terms import Terms
from ccb_l10n.terminology.concepts import Glossary

TERMS = (Term("en", "threat"), Term("fr", "menace"), Term("ar", "تهديد"), Term("fr", "péril", "forbidden"))
THREAT = Concept("threat", "cyber", "draft", "What may harm.", "a test", "warning", "lemma", TERMS,
                 definitions=(("fr", "Ce qui peut nuire."),))  # fmt: skip
RISK = Concept("risk", "cyber", "approved", "What may happen.", "a test", "warning", "lemma",
               (Term("en", "risk", acronym="RSK"),))  # fmt: skip


def article(
    text: str, locale: str = "fr", targets: Mapping[str, str] | None = None, concepts: tuple[Concept, ...] = (THREAT,)
) -> str:
    chosen = {(None, each): Message(each, words, state=State.TRANSLATED) for each, words in (targets or {}).items()}
    document = splice(parse("mod/a.md", text), chosen)
    course = CourseInfo("sample", "Sample", "1", "CC-BY-4.0", "en", locale, ())
    glossary = Terms(Glossary(concepts), "en", locale, "sample", ("cyber/law",))
    sources = {document.path: text}
    book = Book(course, [document], "ccb-l10n 9", "sample", sources=sources, terms=glossary)
    page = book.pages[0]
    return frame.article(course, page, book.body(page, str))


def noted(html: str) -> list[str]:
    return re.findall(r'<a class="term" href="#ccb-mod-a-term-([a-z-]+)">', html)


def test_a_term_is_noted_once_and_explained_in_the_packs_language() -> None:
    html = article("Threats.\n\nTwo.\n", "fr", {"Threats.": "Les menaces.", "Two.": "Une menace."})
    assert noted(html) == ["threat"]
    assert '<a class="term" href="#ccb-mod-a-term-threat">menaces</a>' in html
    assert (
        '<dt id="ccb-mod-a-term-threat">menace <span class="source-term">(<span lang="en" dir="ltr">threat</span>)'
        in html
    )
    assert "<dd>Ce qui peut nuire.</dd>" in html


def test_a_definition_in_another_language_says_so() -> None:
    html = article("A threat.\n", "ar", {"A threat.": "هذا تهديد."})
    assert noted(html) == ["threat"]
    assert '<dd><span lang="en" dir="ltr">What may harm.</span></dd>' in html


def test_text_in_the_source_language_is_searched_in_that_language() -> None:
    html = article("# T\n\nThe threat.\n\nDone.\n", "fr", {"Done.": "La menace est passée."})
    assert '<p class="fallback" lang="en" dir="ltr">The <a class="term"' in html


def test_where_no_term_is_noted() -> None:
    text = "# A threat\n\n[threat](b.md) <a href='c.md'>threat</a> `threat` ![threat](t.png)\n\n"
    text += "::: trainer\nA threat.\n:::\n"
    assert noted(article(text, "en")) == []
    assert noted(article("Un péril.\n", "fr", {"Un péril.": "Un péril."})) == []


def test_a_word_that_translates_something_else_is_no_term() -> None:
    assert noted(article("A danger.\n", "fr", {"A danger.": "Une menace."})) == []
    assert noted(article("A threat.\n", "fr", {"A threat.": "Une menace."})) == ["threat"]


def test_after_a_link_terms_are_noted_again() -> None:
    assert noted(article("[x](b.md) threat\n", "en")) == ["threat"]
    assert noted(article("<a href='b.md'>x</a> threat\n", "en")) == ["threat"]


def test_scopes_count() -> None:
    def scoped(**scope: tuple[str, ...]) -> list[str]:
        concept = Concept(*(getattr(THREAT, name) for name in THREAT.__slots__[:8]), scope=Scope(**scope))
        return noted(article("A threat.\n", "en", concepts=(concept,)))

    assert scoped(courses=("sample",)) == scoped(subjects=("cyber",)) == ["threat"]
    assert scoped(courses=("other",)) == scoped(subjects=("health",)) == scoped(contexts=("threat",)) == []


def test_a_term_without_a_translation_is_shown_in_the_source_language() -> None:
    html = article("A risk.\n", "fr", {}, (RISK,))
    assert '<dt id="ccb-mod-a-term-risk">risk (RSK)</dt>' in html


def test_a_name_that_stays_is_not_said_twice() -> None:
    terms = (Term("en", "Light Protocol", acronym="LP"), Term("fr", "Light Protocol"), Term("ar", "بروتوكول الضوء"))
    concept = Concept("light", "cyber", "draft", "Four marks.", "a test", "warning", "lemma", terms)
    text = "The Light Protocol.\n"
    assert '<dt id="ccb-mod-a-term-light">Light Protocol</dt>' in article(
        text, "fr", {text.strip(): "Le Light Protocol."}, (concept,)
    )
    assert '(<span lang="en" dir="ltr">Light Protocol, LP</span>)' in article(
        text, "ar", {text.strip(): "هذا بروتوكول الضوء."}, (concept,)
    )
