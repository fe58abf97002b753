"""Capitals, final marks, ellipses and quotes come back, and what is finished needs no repair by any check."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.checks import CHECKS
from ccb_l10n.checks.problem import Setting
from ccb_l10n.drafting.finish import curled, finished
from ccb_l10n.model import Catalog, Message, State
from ccb_l10n.terminology.concepts import Glossary
from ccb_l10n.workflow.judging import Court

TOKEN = re.compile(r"(?<![0-9A-Za-z])REF[0-9]+(?![0-9A-Za-z])")


@pytest.mark.parametrize(
    ("source", "target", "lang", "wanted"),
    [
        ("The plan", "le plan", "fr", "Le plan"),
        ("the plan", "Le plan", "fr", "le plan"),
        ("the NIST plan", "NIST plan", "fr", "NIST plan"),
        ("the plan of France", "France plan", "fr", "France plan"),
        ("the plan", "Plan", "de", "Plan"),
        ("REF0 is open", "REF0 est ouvert", "fr", "REF0 est ouvert"),
        ("“The plan”", "“le plan”", "fr", "“Le plan”"),
        ("The plan", "хорошо", "ru", "Хорошо"),
        ("Read it.", "Lisez", "fr", "Lisez."),
        ("Read it", "Lisez.", "fr", "Lisez"),
        ("Read it.", "Lisez!", "fr", "Lisez."),
        ("Read it", "Lisez !", "fr", "Lisez"),
        ("Read it:", "Lisez", "fr", "Lisez:"),
        ("(Read it.)", "(Lisez)", "fr", "(Lisez.)"),
        ("Read it.", "阅读", "zh", "阅读。"),
        ("Read it, see REF0: yes", "阅读, REF0: 是", "zh", "阅读，REF0: 是"),
        ("Read it.", "पढ़ें", "hi", "पढ़ें।"),
        ("Read it.", "อ่าน", "th", "อ่าน"),
        ("In the U.S.", "Aux U.S.", "fr", "Aux U.S."),
        ("In the States", "Aux U.S.", "fr", "Aux U.S."),
        ("And so on, etc.", "Et ainsi de suite", "fr", "Et ainsi de suite"),
        ("Wait…", "Attendez...", "fr", "Attendez…"),
        ("Wait…", "等等...", "zh", "等等……"),
        ("Wait...", "Attendez...", "fr", "Attendez..."),
        ("the team’s plan", "l'équipe", "fr", "l’équipe"),
        ("the team's plan", "l'équipe d' accueil", "fr", "l’équipe d’accueil"),
        ("the team's REF0", "l' REF0 d’ici", "fr", "l’REF0 d’ici"),
        ("it isn't", "l'équipe", "es", "l'équipe"),
        ("REF0 The plan", "REF0 le plan", "fr", "REF0 Le plan"),
        ("REF0 the plan", "REF1 Le plan", "fr", "REF1 Le plan"),
        ("It is “it”", "C&#39;est &quot;cela&quot;", "fr", 'C’est "cela"'),
        ("It is &amp;", "C&amp;", "fr", "C&amp;"),
        ("The ‘final’ plan", "Le plan ‘final’", "fr", "Le plan “final”"),
        ("A — B", "A — — B", "fr", "A — B"),
        ("a plan", "— un plan", "fr", "un plan"),
        ("Step 7: wait", "Étape 7: attendez", "fr", "Étape 7\u00a0: attendez"),
        ("Step 7!", "Étape 7!", "fr", "Étape 7\u202f!"),
        ("Step 7!", "Étape 7!", "fr-CA", "Étape 7!"),
        ("At 7:30", "À 7:30", "fr", "À 7:30"),
        ("wait 30-45 minutes", "attendez 30 45 minutes", "fr", "attendez 30-45 minutes"),
        ("66,000 people", "66000 gens", "fr", "66\u202f000 gens"),
        ("66,000 people", "66000 personas", "es", "66.000 personas"),
        ("30 45 people", "30 45 gens", "fr", "30 45 gens"),
        ("a  plan", "un  plan", "fr", "un plan"),
        ("Who?", "Qui.", "fr", "Qui."),
        ("Read it", "  ", "fr", ""),
    ],
)
def test_looks_follow_the_source(source: str, target: str, lang: str, wanted: str) -> None:
    assert finished(source, target, lang, TOKEN) == wanted


@given(
    st.text(alphabet="aÉ x.…!?:’'\"()REF0 中。", max_size=12),
    st.text(alphabet="bÀ y.…!?:'\"()REF0 中。！", max_size=12),
    st.sampled_from(["fr", "zh", "ar", "de", "th"]),
)
def test_finishing_again_changes_nothing(source: str, target: str, lang: str) -> None:
    once = finished(source, target, lang, TOKEN)
    assert finished(source, once, lang, TOKEN) == once


def test_quotes_are_curled_only_where_the_sources_are() -> None:
    assert curled("“so”", 'dice "así" y "no"') == "dice “así” y “no”"
    assert curled('"so"', 'dice "así"') == 'dice "así"'


@pytest.mark.parametrize(
    ("lang", "source", "target", "wanted"),
    [
        ("fr", "Who: “you”? 50% of **all**!", 'Qui: "vous"? 50% de **tous**!', "Qui : « vous » ? 50 % de **tous** !"),
        ("fr-CA", "Who: you? Yes; `a`!", "Qui : vous ? Oui ; `a` !", "Qui : vous? Oui; `a`!"),
        ("es", "Who reads it?", "Quién lo lee?", "¿Quién lo lee?"),
        ("es", "**Read it!**", "**Léalo!**", "**¡Léalo!**"),
        ("ar", "The plan, the team; who?", "الخطة, الفريق; من?", "الخطة، الفريق؛ من؟"),
        ("zh", "Read the “plan” [here](w.md): yes.", '阅读"计划"[这里](w.md): 是.', "阅读“计划”[这里](w.md)：是。"),
        ("ru", "The “plan” - `a`", '"План" - это план `a`', "«План» — это план `a`"),
        ("ru", "The plan - `a`", "План - `a`", "План — `a`"),
        ("pt", "Read it, now", "Leia , agora", "Leia, agora"),
    ],
)  # fmt: skip
def test_typography_is_what_the_checks_want(lang: str, source: str, target: str, wanted: str) -> None:
    setting = Setting(Catalog((), locale=lang), lang, Glossary(), "en")
    polished = Court(setting, {}).polish(source, target)
    assert polished.replace("\u202f", " ").replace("\u00a0", " ") == wanted
    message = Message(source, polished, state=State.DRAFT)
    left = [row.id for row in CHECKS if not row.of_header for each in row.function(message, setting) if each.edits]
    assert left == []


def test_the_catalogs_own_apostrophe_is_kept() -> None:
    assert finished("the plan", "l’équipe", "fr", TOKEN, "'") == "l'équipe"
    people = Message("a", "l'équipe d'ici", state=State.TRANSLATED)
    machine = Message("b", "l’équipe n’a qu’un d’ici", state=State.DRAFT)
    court = Court(Setting(Catalog((people, machine), locale="fr"), "fr", Glossary(), "en"), {})
    assert court.apostrophe == "'"
    assert Court(Setting(Catalog((machine,), locale="fr"), "fr", Glossary(), "en"), {}).apostrophe == "’"


@pytest.mark.parametrize(
    ("source", "target", "lang", "wanted"),
    [
        ("It is 1,200.50 now", "C’est 1,200,50 là", "fr", "C’est 1\u202f200,50 là"),
        ("It is 1,200.50 now", "Es 1.200.50 hoy", "es", "Es 1.200,50 hoy"),
        ("It is 1,200.50 now", "C’est 1200,50 là", "fr", "C’est 1\u202f200,50 là"),
        ("It is 1,200 now", "C’est 1,200,50 là", "fr", "C’est 1,200,50 là"),
        ("Open it -- then leave", "Ouvrez -- -- puis partez", "fr", "Ouvrez -- puis partez"),
    ],
)
def test_decimals_and_dashes_are_not_doubled(source: str, target: str, lang: str, wanted: str) -> None:
    assert finished(source, target, lang, TOKEN) == wanted
