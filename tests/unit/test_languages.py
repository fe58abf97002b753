"""Each language finds its terms in the forms that it gives them, and in nothing else."""

from __future__ import annotations

import pytest

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept, Term
from ccb_l10n.terminology import languages
from ccb_l10n.terminology.concepts import Glossary
from ccb_l10n.terminology.match import occurrences, uses

# A language, a term, and a text in which | stands around each place where the term is used.
FORMS = [
    ("en", "vulnerability", "A |vulnerability|, two |vulnerabilities|, |Vulnerability|'s, invulnerability."),
    ("en", "incident", "|incidents|' and |incident|'s, incidental, an |incident|-driven plan"),
    ("en", "defence", "|Defense|, |defences|, defend"),
    ("en", "centre of excellence", "a |center of excellence|, |Centres of Excellence|, excellence centre"),
    ("en", "capacity-building programme", "|capacity building program|, |capacity-building programmes|"),
    ("en", "organisation", "|organization|, |organisations|, organise"),
    ("en", "cybersecurity", "|cyber security|, |cyber-security|, |Cybersecurity|, cyber and security"),
    ("en", "cyber security policy", "a |cybersecurity policy|, |cyber-security policies|, security policy"),
    ("en", "multi-factor authentication", "|multifactor authentication|, |multi factor authentication|"),
    ("en", "lifecycle", "|life cycle|, |life-cycles|, |lifecycles|, life cycling"),
    ("en", "backup", "|back-ups| and |backups|; back up your data"),
    ("en", "analysis", "|analyses|, |analysis|, analyst"),
    ("en", "confidence-building measures", "a |confidence-building measure|"),
    ("en", "point of contact", "|points of contact|, |Point-of-contact|, |points for contact|, point contact"),
    ("en", "state behaviour", "the |State's behavior|, states behave"),
    ("en", "news", "new |news|"),
    ("en", "network", "sub-network, subnetwork, |network|-based"),
    ("en", "CSIRT", "a |CSIRT|, |CSIRTs|, the |CSIRT|'s, csirt, CSIRTX"),
    ("en", "IT", "It is |IT|, not it."),
    ("fr", "incident", "l’|incident|, d'|incidents|, |Incident|, incidence, incidente"),
    ("fr", "réseau national", "|réseaux nationaux|, |Réseau national|, réseau, national"),
    ("fr", "infrastructure critique", "les |infrastructures critiques|, infrastructure de critique"),
    ("fr", "logiciel malveillant", "des |logiciels malveillants|, logiciel de malveillant"),
    ("fr", "réponse aux incidents", "la |réponse à un incident|, |réponse à l’incident|, réponse incidents"),
    ("fr", "état d'alerte", "l'|Etat d’alerte|, des |états d'alerte|"),
    ("fr", "donnée", "|données|, étant donné que, |donnée|"),
    ("fr", "utilisateur", "une |utilisatrice|, des |utilisateurs|, utiliser, utilisation"),
    ("fr", "cybersécurité", "|cyber-sécurité|, |cyber sécurité|, sécurité"),
    ("fr", "accès", "les |accès|, accéder"),
    ("fr", "partie prenante", "|parties prenantes|, partie prise"),
    ("fr", "mesure offensive", "|mesures offensives|, mesure d'offensive"),
    ("fr", "acteur européen", "|acteurs européens|, |actrice européenne|"),
    ("fr", "CSIRT", "les |CSIRT|, un |CSIRT|, csirt"),
    ("es", "vulnerabilidad", "|vulnerabilidades|, |Vulnerabilidad|, vulnerable"),
    ("es", "evaluación de riesgos", "|evaluaciones del riesgo|, |evaluación de los riesgos|, evaluación riesgos"),
    ("es", "parte interesada", "|partes interesadas|, |Parte interesada|"),
    ("es", "dirección IP", "|direccion IP|, |direcciones IP|"),
    ("es", "red nacional", "|redes nacionales|, enredes nacionales"),
    ("es", "imagen", "|imágenes|, |imagen|, imaginar"),
    ("es", "país", "|países|, |país|, paisaje"),
    ("es", "análisis forense digital", "los |análisis forenses digitales|"),
    ("es", "capaz", "|capaces|, |capaz|, capacidad"),
    ("es", "cifrado", "el |cifrado|, discos cifrados, con |cifrado|, disco cifrado, nuevos |cifrados|"),
    ("es", "ciberseguridad", "|ciber-seguridad|, |ciberseguridad|, seguridad"),
    ("es", "cortafuegos", "un |cortafuegos|, los |cortafuegos|"),
    ("es", "firewall", "los |firewalls|, un |firewall|"),
    ("pt", "gestão de riscos", "|gestão do risco|, |gestões de riscos|, gestor de riscos"),
    ("pt", "informação", "|informações|, |Informação|, informar"),
    ("pt", "ação nacional", "|acções nacionais|, |ações nacionais|, ação"),
    ("pt", "correio eletrónico", "|correio eletrônico|, |correios electrónicos|"),
    ("pt", "projeto", "um |projecto|, |projetos|, projetar"),
    ("pt", "perito nacional sénior", "|peritos nacionais séniores|"),
    ("pt", "endereço IP", "|endereços IPs|, |Endereço IP|, endereço com IP"),
    ("pt", "nível", "|níveis|, |nível|, nivelar"),
    ("pt", "ordem jurídica", "|ordens jurídicas|"),
    ("pt", "cidadão europeu", "|cidadãos europeus|, |cidadã europeia|"),
    ("pt", "servidor", "|servidores|, a máquina servidora"),
    ("ru", "инцидент", "|инцидента|, |Инцидентами|, об |инцидентах|, инцидентный"),
    ("ru", "уязвимость", "|уязвимостей|, |уязвимостью|, уязвимый"),
    ("ru", "утечка данных", "|утечек данных|, |утечкой данных|, утечка и данные"),
    ("ru", "реагирование на инциденты", "|реагирования на инцидент|, |реагированием на инциденты|"),
    ("ru", "национальная стратегия кибербезопасности", "|национальных стратегий кибербезопасности|"),
    ("ru", "владелец", "|владельца|, |владельцев|, |владельцы|, владеть"),
    ("ru", "имя домена", "|имени домена|, |именами доменов|"),
    ("ru", "жёсткий диск", "|жесткие диски|, |жёстких дисков|"),
    ("ru", "заинтересованная сторона", "|заинтересованных сторон|, |заинтересованным сторонам|"),
    ("ru", "программа-вымогатель", "|программы-вымогатели|, |программ-вымогателей|"),
    ("ru", "доказательство", "|доказательств|, |доказательствам|, доказать"),
    ("ru", "файловая система", "|файловой системы|, файлов системы"),
    ("ru", "список", "|списка|, |списки|, |списков|"),
    ("ru", "борющийся", "|борющихся|, |борющегося|"),
    ("ru", "угроза", "|угроз|, |угрозами|, угрожать"),
    ("ru", "кибербезопасность", "|кибер-безопасности|, |кибербезопасностью|, безопасность"),
    ("ru", "CSIRT", "о |CSIRT|, |CSIRT-ов|, |CSIRTами|, |CSIRT|-команда, csirt"),
    ("ru", "ПО", "|ПО| по сети"),
    ("ar", "تهديد", "|التهديد|، |تهديدات|، |وبالتهديدات|، |تهديدًا|، هدد"),
    ("ar", "الأمن السيبراني", "|أمن سيبراني|، |بالأمن السيبراني|، |للأمن السيبرانيّ|، أمن"),
    ("ar", "شبكة", "|شبكتها|، |الشبكات|، |لشبكتين|، |والشبكه|، شباك"),
    ("ar", "مستخدم", "|مستخدمون|، |المستخدمين|، |مستخدميها|، |لمستخدمي|، يستخدم"),
    ("ar", "الاستجابة للحوادث", "|استجابة للحوادث|، |والاستجابة للحوادث|، الاستجابة"),
    ("ar", "قضاء", "|قضاؤها|، |القضاء|، قاض"),
    ("ar", "لغة", "|للغة|، |اللغات|"),
    ("ar", "CSIRT", "|CSIRT| و|CSIRT|، الـ|CSIRT|، csirt"),
    ("zh", "网络安全", "国家|网络安全|战略，网络与安全"),
    ("zh", "Traffic Light 协议", "|Traffic Light协议|，|Traffic Light 协议|"),
    ("sw", "mtandao", "|mitandao|, |mtandaoni|, |Mtandao|, tanda"),
    ("sw", "mkakati wa kitaifa", "|mikakati ya kitaifa|, |mkakati mpya wa kitaifa|, mkakati kitaifa"),
    ("sw", "kidhibiti", "|vidhibiti|, |kidhibiti|, dhibiti"),
    ("sw", "cheti", "|vyeti|, |cheti|"),
    ("sw", "mtumiaji", "|watumiaji|, |mtumiaji|, tumia"),
    ("sw", "ufunguo", "|funguo|, |ufunguo|"),
    ("sw", "usalama", "|usalama|, salama, |usalamani|"),
    ("sw", "mwongozo", "|miongozo|, |mwongozo|"),
    ("sw", "kidakuzi cha mshirika mwingine", "|vidakuzi vya washirika wengine|"),
    ("sw", "tukio", "|matukio|, |tukio|"),
]  # fmt: skip


def _glossary(lang: str, text: str, **said: str) -> Glossary:
    return Glossary(
        (Concept("a", "test", "draft", "A test.", "This test.", "error", "lemma", (Term(lang, text, **said),)),)
    )  # type: ignore[arg-type]


def _marked(lang: str, glossary: Glossary, text: str) -> str:
    """The text with | around what was found."""
    for hit in reversed(occurrences(text, lang, glossary)):
        start, end = hit.span
        text = f"{text[:start]}|{text[start:end]}|{text[end:]}"
    return text


@pytest.mark.parametrize(("lang", "term", "text"), FORMS, ids=lambda each: each if len(each) < 30 else "")
def test_forms_are_found_and_nothing_else(lang: str, term: str, text: str) -> None:
    assert _marked(lang, _glossary(lang, term), text.replace("|", "")) == text


@pytest.mark.parametrize(
    ("lang", "term", "part", "text"),
    [
        ("en", "encrypt", "verb", "|encrypted|, |encrypting|, |encrypts|, |encrypt|, encryption"),
        ("en", "patch", "verb", "|patched|, |patching|, |patches|"),
        ("en", "encrypt", "", "encrypted, |encrypt|"),
        ("fr", "chiffrer", "verb", "|chiffré|, |chiffrées|, |chiffrer|, chiffrement"),
        ("fr", "malveillant", "adjective", "|malveillante|, |malveillantes|"),
        ("fr", "actif", "", "un |actif|, des |actifs|, une veille active"),
        ("fr", "actif", "adjective", "un |actif|, une veille |active|"),
        ("es", "cifrar", "verb", "|cifrado|, |cifran|, |cifrando|"),
        ("es", "crítico", "adjective", "|críticas|, |crítica|"),
        ("es", "crítico", "", "los |críticos|, una crítica"),
        ("pt", "cifrar", "verb", "|cifrado|, |cifram|, |cifrando|"),
        ("pt", "crítico", "adjective", "|críticas|"),
    ],
)
def test_the_part_of_speech_opens_more_forms(lang: str, term: str, part: str, text: str) -> None:
    assert _marked(lang, _glossary(lang, term, part_of_speech=part), text.replace("|", "")) == text


@pytest.mark.parametrize(
    ("lang", "term", "text"),
    [
        ("fr", "réponse aux incidents", "la réponse nationale coordonnée aux incidents"),
        ("fr", "sécurité informatique", "la sécurité et la résilience informatiques"),
        ("fr", "réponse aux incidents", "la réponse <b>incidents</b>"),
        ("es", "gestión de riesgos", "gestión integral de todos los riesgos"),
        ("ru", "реагирование на инциденты", "реагированию на компьютерные инциденты"),
        ("ar", "الاستجابة للحوادث", "استجابة فعالة إلى الحوادث"),
        ("sw", "usalama wa mtandao", "usalama mtandao"),
    ],
)
def test_what_is_required_may_be_spread_out(lang: str, term: str, text: str) -> None:
    masked = [(at, at + 3) for at in (text.find("<b>"),) if at > 0]
    (hit,) = uses(text, lang, _glossary(lang, term), ["a"], masked)["a"]
    assert hit.span[1] - hit.span[0] > len(term) // 2


@pytest.mark.parametrize(
    ("lang", "term", "text"),
    [
        ("fr", "réponse aux incidents", "une réponse. Les incidents"),
        ("fr", "réponse aux incidents", "une réponse, et trois autres incidents"),
        ("zh", "网络安全", "网络的安全"),
    ],
)
def test_but_not_over_a_sentence_or_between_characters(lang: str, term: str, text: str) -> None:
    assert uses(text, lang, _glossary(lang, term), ["a"]) == {"a": []}


def test_languages_are_found_by_tag() -> None:
    assert languages.supported("pt_BR")
    assert languages.supported("zh-Hant")
    assert not languages.supported("de")
    assert languages.language("fr-CA").code == "fr"
    assert languages.language("de").code == "und"
    assert {languages.language(each).code for each in languages.SUPPORTED} == set(languages.SUPPORTED)
    with pytest.raises(CcbError):
        languages.supported("?")


def test_a_language_without_a_module_matches_folded_words() -> None:
    assert _marked("de", _glossary("de", "Schwachstelle"), "SCHWACHSTELLE, Schwachstellen") == (
        "|SCHWACHSTELLE|, Schwachstellen"
    )


def test_an_arabic_article_counts_on_the_shortest_words_too() -> None:
    concept = Concept(
        "a", "t", "draft", "d", "s", "warning", "lemma", (Term("ar", "كلمة السر", forms=("كلمات السر",)),)
    )
    for text in ("كلمة سر الجذر", "كلمات سر قوية", "بكلمة السر"):
        assert uses(text, "ar", Glossary((concept,)), {"a"})["a"], text
