"""Terms are found where they stand, in the forms that their language gives them, and nowhere else."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.model import Concept, Scope, Term
from ccb_l10n.terminology import match, match_text
from ccb_l10n.terminology.concepts import Glossary, load
from ccb_l10n.terminology.match import deprecated, forbidden, occurrences, uses


def _concept(
    *terms: Term, name: str = "a", severity: str = "warning", how: str = "lemma", status: str = "draft"
) -> Concept:
    return Concept(name, "test", status, "A test.", "This test.", severity, how, terms)


def _no(lang: str, text: str, *forms: str) -> Term:
    return Term(lang, text, "forbidden", forms)


def _found(text: str, lang: str, *terms: Term, masked: Sequence[tuple[int, int]] = ()) -> list[str]:
    glossary = Glossary((_concept(*terms),))
    return [text[start:end] for _, _, (start, end) in forbidden(text, lang, glossary, masked)]


NFD = unicodedata.normalize("NFD", "sécurité débâcle")
AT = "\u00a0"  # a no-break space


@pytest.mark.parametrize(
    ("lang", "term", "text", "expected"),
    [
        pytest.param("fr", "cryptage", "Le cryptage, puis CRYPTAGE.", ["cryptage", "CRYPTAGE"], id="case"),
        pytest.param("fr", "cryptage", "décryptage décryptages cryptagé cryptage2", [], id="words"),
        pytest.param("fr", "cryptage", "_cryptage_ **cryptage** l’cryptage", ["cryptage"] * 3, id="markup"),
        pytest.param("fr", "cryptage", "cryptage", ["cryptage"], id="whole text"),
        pytest.param("fr", "cryptage", "", [], id="empty"),
        pytest.param("fr", "état d'alerte", "L’État d’alerte", ["État d’alerte"], id="curly in text"),
        pytest.param("fr", "état d’alerte", "l'état d'alerte", ["état d'alerte"], id="curly in term"),
        pytest.param("fr", "cyber-attaque", "une cyber\u2011attaque", ["cyber\u2011attaque"], id="hyphen"),
        pytest.param("fr", "cyber sécurité", f"la cyber{AT}sécurité", [f"cyber{AT}sécurité"], id="no-break"),
        pytest.param("fr", "cyber sécurité", "cyber \n sécurité", ["cyber \n sécurité"], id="hard break"),
        pytest.param("fr", "sécurité", f"une {NFD}", [NFD[:10]], id="NFD text"),
        pytest.param("fr", unicodedata.normalize("NFD", "sécurité"), "sécurité", ["sécurité"], id="NFD term"),
        pytest.param("fr", "crypt", unicodedata.normalize("NFD", "crypté"), [], id="NFD goes on"),
        pytest.param("fr", "securite", NFD, [], id="accents count"),
        pytest.param("de", "strasse", "ﬁt: die STRAẞE, Straße", ["STRAẞE", "Straße"], id="longer folded"),
        pytest.param("tr", "iptal", "İİ iptal", ["iptal"], id="dotted I before"),
        pytest.param("fr", "TLP:ROUGE", "(TLP:ROUGE) tlp:rouge", ["TLP:ROUGE"], id="punctuation within"),
        pytest.param("fr", "TLP:ROUGE", "TLP : ROUGE", ["TLP : ROUGE"], id="blanks about punctuation"),
        pytest.param("fr", "mot de passe", "**mot** de *passe*", ["mot** de *passe"], id="markup within"),
        pytest.param("fr", "mot de passe", "mo\u00adt de\u200b passe", ["mo\u00adt de\u200b passe"], id="invisible"),
        pytest.param("fr", "mot clé", "mot_clé, mot, clé", [], id="signs within"),
        pytest.param("fr", "confiance zéro", "« confiance » zéro", ["confiance » zéro"], id="quotes"),
        pytest.param("fr", "C++", "du C++, du C++11", ["C++", "C++"], id="no edge after a sign"),
        pytest.param("fr", ".*", "abc .* d", [".*"], id="no pattern of its own"),
        pytest.param("ru", "безопасность", "БЕЗОПАСНОСТЬ кибербезопасность", ["БЕЗОПАСНОСТЬ"], id="Cyrillic"),
        pytest.param("ru", "ёлка", "е\u0308лка и елка", ["е\u0308лка", "елка"], id="Cyrillic NFD"),
        pytest.param("ar", "تشفير", "تشفير البيانات، والتشفير.", ["تشفير", "والتشفير"], id="Arabic clitics"),
        pytest.param("ar", "أمن", "أمن، تأمين؛ الأمن؟ مأمن", ["أمن", "الأمن"], id="Arabic punctuation"),
        pytest.param("ar", "أمن", "\u202bا\u0654من\u202c", ["ا\u0654من"], id="Arabic NFD in bidi marks"),
        pytest.param("ar", "كتاب", "كتابٌ", ["كتابٌ"], id="Arabic marks do not count"),
        pytest.param("hi", "हम", "हमें हम", ["हम"], id="an Indic vowel sign goes on"),
        pytest.param("hi", "म", "हिम म", ["म"], id="an Indic vowel sign goes before"),
        pytest.param("zh", "网路安全", "国家网路安全战略", ["网路安全"], id="Chinese"),
        pytest.param("zh", "phishing", "防范phishing攻击, xphishing", ["phishing"], id="Latin in Chinese"),
        pytest.param("zh", "TLP:红", "TLP:红色", ["TLP:红"], id="mixed scripts"),
        pytest.param("th", "รหัส", "เปลี่ยนรหัสผ่าน", ["รหัส"], id="Thai"),
        pytest.param("ja", "パスワード", "新パスワード欄", ["パスワード"], id="Japanese"),
        pytest.param("ko", "가", "\u1100\u1161 각", ["\u1100\u1161"], id="Hangul jamo"),
        pytest.param("fr", "a", "𝒳 a 😀 a️", ["a", "a"], id="astral"),
    ],
)  # fmt: skip
def test_found_where_the_script_has_it_as_a_word(lang: str, term: str, text: str, expected: list[str]) -> None:
    assert _found(text, lang, _no(lang, term)) == expected


def test_spans_are_offsets_in_the_original_text() -> None:
    term = _no("fr", "cryptage", "cryptages")
    concept = _concept(term)
    text = unicodedata.normalize("NFD", "ﬁé ẞ İ ") + "cryptages"
    assert list(forbidden(text, "fr", Glossary((concept,)))) == [(concept, term, (len(text) - 9, len(text)))]


def test_only_forbidden_terms_are_found() -> None:
    terms = [Term("fr", status, status) for status in ("preferred", "admitted", "deprecated", "forbidden")]
    assert _found("preferred admitted deprecated forbidden", "fr", *terms) == ["forbidden"]


@pytest.mark.parametrize(("severity", "status"), [("watch", "draft"), ("error", "deprecated")])
def test_watched_and_retired_concepts_report_nothing(severity: str, status: str) -> None:
    watched = _concept(_no("zh", "尽职调查"), severity=severity, status=status)
    assert not list(forbidden("尽职调查", "zh", Glossary((watched,))))


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("fr", ["malware"]),
        ("fr-CA", ["phishing"]),  # it admits what fr forbids, and forbids more
        ("fr_CA", ["phishing"]),
        ("fr-BE", ["malware"]),
        ("es", []),
        ("en", []),
    ],
)
def test_the_nearest_region_has_the_last_word(lang: str, expected: list[str]) -> None:
    terms = [
        _no("fr", "malware"),
        Term("fr", "phishing", "admitted"),
        _no("fr-CA", "phishing"),
        Term("fr-CA", "Malware", "admitted"),
    ]
    assert _found("malware, phishing", lang, *terms) == expected


def test_regions_fall_back_along_the_chain() -> None:
    assert _found("brecha", "es-MX", _no("es-419", "brecha")) == ["brecha"]
    assert _found("brecha", "es-ES", _no("es-419", "brecha")) == []


@pytest.mark.parametrize(
    ("lang", "terms", "text", "expected"),
    [
        ("fr", [_no("fr", "brèche"), _no("fr", "brèche de données")], "brèche de données, brèche",
         ["brèche de données", "brèche"]),
        ("fr", [_no("fr", "brèche"), _no("fr", "brèche de données")], "brèche de donnéesx", ["brèche"]),
        ("zh", [_no("zh", "网路"), _no("zh", "网路安全")], "网路安全和网路", ["网路安全", "网路"]),
        ("zh", [_no("zh", "认证"), Term("zh", "身份认证")], "身份认证与认证", ["认证"]),
        ("fr", [_no("fr", "encryption"), Term("fr", "Advanced Encryption Standard", "admitted")],
         "advanced encryption standard: encryption", ["encryption"]),
        ("fr", [_no("fr", "intelligence"), Term("fr", "intelligences", "deprecated")], "intelligences", []),
    ],
)  # fmt: skip
def test_the_longest_term_wins_and_a_good_one_shields(
    lang: str, terms: list[Term], text: str, expected: list[str]
) -> None:
    assert _found(text, lang, *terms) == expected


def test_what_another_concept_admits_is_not_reported() -> None:
    audit = _concept(Term("zh", "尽职调查"), name="audit")
    assert not list(forbidden("尽职调查", "zh", Glossary((_concept(_no("zh", "尽职调查")), audit))))


def test_each_concept_that_forbids_a_spelling_is_yielded() -> None:
    glossary = Glossary((_concept(_no("fr", "Cryptage")), _concept(_no("fr", "cryptage"), name="b")))
    assert [(each.id, span) for each, _, span in forbidden("le cryptage", "fr", glossary)] == [
        ("a", (3, 11)),
        ("b", (3, 11)),
    ]


def test_a_substring_concept_is_found_inside_words() -> None:
    loose = _concept(_no("fr", "crypt"), how="substring")
    strict = _concept(_no("fr", "crypt"), name="b", how="exact")
    assert [span for *_, span in forbidden("décryptage", "fr", Glossary((loose,)))] == [(2, 7)]
    assert not list(forbidden("décryptage", "fr", Glossary((strict,))))
    gapped = _concept(_no("fr", "ici même"), how="substring")
    assert [span for *_, span in forbidden("d’i\u00adci  mêmes", "fr", Glossary((gapped,)))] == [(2, 12)]


@pytest.mark.parametrize(
    ("text", "masked", "expected"),
    [
        ("`cryptage` cryptage", [(0, 10)], [(11, 19)]),
        ("cryptage https://x/cryptage", [(9, 27)], [(0, 8)]),
        ("cryptage cryptage", [(9, 17), (0, 8)], []),  # in any order
        ("cryptage", [(4, 5)], []),  # touched, not covered
        ("cryptage", [(0, 99)], []),  # past the end
        ("cryptage", [(3, 3)], [(0, 8)]),  # empty
    ],
)
def test_nothing_is_found_in_masked_spans(
    text: str, masked: list[tuple[int, int]], expected: list[tuple[int, int]]
) -> None:
    glossary = Glossary((_concept(_no("fr", "cryptage")),))
    assert [span for *_, span in forbidden(text, "fr", glossary, masked)] == expected


def test_a_mask_leaves_the_shorter_term_beside_it() -> None:
    terms = [_no("fr", "brèche de données"), _no("fr", "brèche")]
    assert _found("brèche de `données`", "fr", *terms, masked=[(10, 19)]) == ["brèche"]


def test_one_expression_is_built_for_a_language(monkeypatch: pytest.MonkeyPatch) -> None:
    glossary = Glossary((_concept(_no("fr", "cryptage")),))
    assert list(forbidden("cryptage", "fr", glossary))
    assert not list(forbidden("cryptage", "es", glossary))
    monkeypatch.delattr(match, "_built")
    assert list(forbidden("cryptage", "fr", glossary))
    assert not list(forbidden("cryptage", "es", glossary))
    assert glossary == Glossary(glossary.concepts)


def test_many_terms_of_one_kind_are_all_found_in_bounded_time() -> None:
    words = [f"terme {at}" for at in range(3000)]
    text = " ".join(words) + " " * 20_000 + "terme"
    assert _found(text, "fr", *(_no("fr", each) for each in words)) == words


def _hits(text: str, lang: str, *concepts: Concept, masked: Sequence[tuple[int, int]] = ()) -> list[tuple[str, str]]:
    hits = occurrences(text, lang, Glossary(concepts), masked)
    return [(hit.concept.id, text[slice(*hit.span)]) for hit in hits]


def test_a_source_gives_its_longest_terms_of_any_status() -> None:
    concepts = [
        _concept(Term("en", "incident"), name="incident"),
        _concept(Term("en", "incident response", "deprecated"), name="response", severity="watch"),
        _concept(Term("en", "response team"), name="team"),
        _concept(Term("en", "response"), name="retired", status="deprecated"),
    ]
    text = "An incident. Incident responses, response teams, a response."
    assert _hits(text, "en", *concepts) == [
        ("incident", "incident"),
        ("response", "Incident responses"),
        ("team", "response teams"),
    ]
    assert _hits(text, "en", *concepts, masked=[(13, 21)])[1:] == [("team", "response teams")]


def test_concepts_that_share_a_term_are_all_named() -> None:
    concepts = [_concept(Term("en", "capacity"), name=name) for name in ("a", "b")]
    assert _hits("Capacities", "en", *concepts) == [("a", "Capacities"), ("b", "Capacities")]


def test_one_hit_names_the_term_that_is_nearest() -> None:
    terms = (Term("fr", "réponse aux incidents", "admitted"), Term("fr", "réponse à incident"))
    glossary = Glossary((_concept(*terms),))
    for text, term in (("réponse aux incidents", 0), ("réponse à incident", 1), ("réponses à incidents", 1)):
        assert [hit.term for hit in occurrences(text, "fr", glossary)] == [terms[term]]


def test_phrases_that_a_concept_excepts_are_not_it() -> None:
    scope = Scope(exceptions=("IAM capability", "network resource"))
    capability = replace(_concept(Term("en", "capability"), Term("en", "resource")), scope=scope)
    other = _concept(Term("en", "capability"), name="b")
    text = "IAM capabilities, a capability, network-resources"
    assert _hits(text, "en", capability) == [("a", "capability")]
    assert _hits(text, "en", capability, other) == [("b", "capabilities"), ("a", "capability"), ("b", "capability")]


def _used(text: str, lang: str, *terms: Term) -> list[str]:
    found = uses(text, lang, Glossary((_concept(*terms),)), ["a"])
    return [text[slice(*hit.span)] for hit in found["a"]]


def test_uses_finds_what_may_stand_for_a_concept() -> None:
    terms = [
        Term("fr", "équipe de réponse", acronym="CSIRT"),
        Term("fr", "cellule de crise", "admitted", forms=("cellules crise",)),
        Term("fr", "équipe", "deprecated"),
        _no("fr", "cellule"),
    ]
    text = "Une équipe nationale de réponse, des CSIRT, un csirt, une cellule crise, des équipes et des cellules."
    assert _used(text, "fr", *terms) == ["équipe nationale de réponse", "CSIRT", "cellule crise"]


def test_uses_answers_for_each_wanted_concept_and_lets_them_overlap() -> None:
    concepts = [_concept(Term("fr", text), name=text) for text in ("incident", "réponse aux incidents", "autre")]
    glossary = Glossary(tuple(concepts))
    found = uses("la réponse aux incidents", "fr", glossary, ["incident", "réponse aux incidents", "nobody"])
    assert {each: [hit.span for hit in hits] for each, hits in found.items()} == {
        "incident": [(15, 24)],
        "réponse aux incidents": [(3, 24)],
        "nobody": [],
    }


def test_the_tightest_use_is_marked() -> None:
    assert _used("une réponse, la réponse réponse aux incidents", "fr", Term("fr", "réponse aux incidents")) == [
        "réponse aux incidents"
    ]


def test_deprecated_terms_are_told_from_forbidden_ones() -> None:
    glossary = Glossary((_concept(Term("fr", "piratage", "deprecated"), _no("fr", "cryptage")),))
    assert [term.text for _, term, _ in deprecated("piratages et cryptages", "fr", glossary)] == ["piratage"]
    assert [term.text for _, term, _ in forbidden("piratages et cryptages", "fr", glossary)] == ["cryptage"]


@pytest.mark.parametrize(
    ("good", "bad", "text", "expected"),
    [
        # As it is forbidden, though the good term folds to it.
        ("cybersécurité", "cyber sécurité", "la cyber sécurité", ["cyber sécurité"]),
        ("cybersécurité", "cyber sécurité", "la cybersécurité", []),
        # A nearer form of the bad term than of the good one.
        ("cybersécurité", "cyber sécurité", "la cyber-sécurité", ["cyber-sécurité"]),
        # As near to one as to the other: no accusation.
        ("mot clef", "mot clefs", "les mots clefs", []),
        ("mot clef", "mot clefs", "les mot clefs", ["mot clefs"]),
        # Inside a longer good term, however that is inflected.
        ("clef de chiffrement", "clef", "des clefs de chiffrement, une clef", ["clef"]),
    ],
)
def test_a_good_and_a_bad_term_at_one_place(good: str, bad: str, text: str, expected: list[str]) -> None:
    assert _found(text, "fr", Term("fr", good), _no("fr", bad)) == expected


def test_an_exact_concept_takes_no_other_form() -> None:
    concept = _concept(_no("fr", "mot clé", "motclés"), how="exact")
    text = "Mot clé, mots clés, mot-clé, mot  clé, motclés, motclé, **mot** clé"
    spans = [span for *_, span in forbidden(text, "fr", Glossary((concept,)))]
    assert [text[slice(*span)] for span in spans] == ["Mot clé", "mot  clé", "motclés", "mot** clé"]


def test_case_counts_where_the_concept_says_so() -> None:
    concept = replace(_concept(Term("en", "Tor network"), Term("en", "signal")), case_sensitive=True)
    text = "Tor networks, a tor network, TOR NETWORK; Signal, signals, SIGNAL"
    assert [found for _, found in _hits(text, "en", concept)] == ["Tor networks", "Signal", "signals"]


def test_case_counts_for_nothing_where_a_script_has_none() -> None:
    concept = replace(_concept(Term("ar", "شبكة"), Term("zh", "网络")), case_sensitive=True)
    assert [found for _, found in _hits("بالشبكات", "ar", concept)] == ["بالشبكات"]
    assert [found for _, found in _hits("在网络中", "zh", concept)] == ["网络"]


@pytest.mark.parametrize("term", ["anti-", "-ware", "l'", "« mot »", "İ", "C++", "**gras**", "a_b", ".NET", "e\u0301-"])
@pytest.mark.parametrize("how", ["lemma", "exact", "substring"])
def test_a_term_is_found_in_itself(term: str, how: str) -> None:
    assert len(_hits(f"ici {term} là", "fr", _concept(Term("fr", term), how=how))) == 1


def test_a_term_of_nothing_is_found_nowhere() -> None:
    concepts = [
        _concept(Term("fr", each), name=str(at), how=how)
        for at, (each, how) in enumerate([(" ", "lemma"), ("\u00ad", "exact"), ("-", "lemma")])
    ]
    assert _hits("- \u00ad", "fr", *concepts) == []


def test_time_grows_with_the_text_alone() -> None:
    """Words that repeat offer a search that goes back exponentially many ways; ours looks at each place once."""
    concept = _concept(Term("en", "a " * 30 + "b"))
    text = "a " * 20_000
    assert _hits(text, "en", concept) == []
    assert uses(text, "en", Glossary((concept,)), ["a"]) == {"a": []}


CONCEPTS = sorted((Path(__file__).parents[2] / "glossary" / "concepts").glob("*.toml"))


def test_the_repository_s_glossary_finds_its_own_forbidden_terms_and_no_good_ones() -> None:
    glossary = load((path.as_posix(), path.read_text(encoding="utf-8")) for path in CONCEPTS)
    for concept in glossary.concepts:
        for term in concept.terms:
            expected = term.status == "forbidden" and concept.severity != "watch"
            for spelling in (term.text, *term.forms):
                spans = [span for *_, span in forbidden(f"« {spelling} ».", term.lang, glossary)]
                assert (spans == [(2, 2 + len(spelling))]) == expected, (concept.id, spelling)
                assert bool(spans) == expected or term.status == "deprecated", (concept.id, spelling)


@given(st.text(max_size=40))
def test_alignment_folds_as_a_whole_and_covers_the_text(text: str) -> None:
    folded, offsets = match_text.aligned(text)
    spans = [(at, at + 1) for at in range(len(text))] if offsets is None else list(offsets)
    assert unicodedata.normalize("NFC", folded) == unicodedata.normalize("NFC", match_text.fold(text))
    assert len(folded) == len(spans)
    ends = [0, *(end for _, end in dict.fromkeys(spans))]
    starts = [*(start for start, _ in dict.fromkeys(spans)), len(text)]
    assert starts == ends


_WORDS = st.text(st.sampled_from("aéßİ中أ가́"), min_size=1, max_size=4).filter(
    lambda each: not unicodedata.combining(each[0])
)


@given(_WORDS, st.lists(_WORDS, max_size=4), st.sampled_from(["NFC", "NFD"]))
def test_a_word_among_others_is_found_whatever_the_normalisation(word: str, others: list[str], form: str) -> None:
    text = unicodedata.normalize(form, " ".join([*others, word]))
    spans = [span for *_, span in forbidden(text, "fr", Glossary((_concept(_no("fr", word)),)))]
    at = len(text) - len(unicodedata.normalize(form, word))
    assert any(start <= at < end or start >= at for start, end in spans)
    key = match_text.literal(word)
    # Two scripts of one word are two tokens, between which a blank is tolerated.
    assert all(
        key in "".join(match_text.literal(text[start:end]).split()) for start, end in spans
    )  # Han takes its marks along


@pytest.mark.parametrize(
    ("lang", "term", "other"),
    [
        ("en", "Convention on Cybercrime", "the Convention against Cybercrime"),
        ("fr", "lutte sur le réseau", "la lutte contre le réseau"),
        ("es", "delitos en la red", "delitos contra la red"),
        ("pt", "ataque na rede", "ataque contra a rede"),
        ("ru", "защита от угроз", "защита против угроз"),
        ("ar", "الحماية في الشبكة", "الحماية ضد الشبكة"),
    ],
)
def test_prepositions_that_turn_the_meaning_round_are_no_function_words(lang: str, term: str, other: str) -> None:
    assert occurrences(term, lang, Glossary((_concept(Term(lang, term)),)))
    assert occurrences(other, lang, Glossary((_concept(Term(lang, term)),))) == []
