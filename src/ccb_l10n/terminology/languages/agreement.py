"""What Spanish and Portuguese share: verbs, and when what may be a noun is a participle of the noun before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ccb_l10n.terminology.languages.language import listed

_PARTICIPLES = ("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas")
# Machines named by what they do: "servidora" beside "servidor" is an adjective, or a person.
THINGS = listed(
    "servidor ordenador computador roteador enrutador encaminador router navegador procesador procesador processador "
    "indicador identificador contenedor portador conector controlador detector sensor vector monitor receptor emisor "
    "valor sector error factor gestor lector conmutador comutador"
)
# What may stand between an article and its noun, or before a noun without one, in Spanish and in Portuguese.
_BEFORE_NOUNS = listed(
    "nuevo nueva nuevos nuevas novo nova novos novas otro otra otros otras outro outra outros outras mismo misma "
    "mismos mismas mesmo mesma mesmos mesmas propio propia propios propias próprio própria próprios próprias primero "
    "primera primeros primeras primeiro primeira primeiros primeiras segundo segunda segundos segundas tercero tercera "
    "terceros terceras terceiro terceira último última últimos últimas único única únicos únicas dicho dicha dichos "
    "dichas dito dita ditos ditas cierto cierta ciertos ciertas certo certa certos certas distinto distinta distintos "
    "distintas diferentes diversos diversas varios varias vários várias muchos muchas muitos muitas pocos pocas poucos "
    "poucas algunos algunas alguns algumas ambos ambas demás demais dos tres tres três dois duas seis mil cuantos "
    "cuantas quantos quantas posibles possíveis grandes pequeño pequeña pequeños pequeñas pequeno pequena pequenos "
    "pequenas antiguo antigua antiguos antiguas antigo antiga antigos antigas siguientes seguintes buenos buenas bons "
    "boas mejores melhores principales principais múltiples múltiplos como pero cuando quando o y e u ni nem si se no "
    "não más mas mais menos ya já solo sólo aunque sino después depois antes mediante bajo según usa usar utiliza"
)


def attributive(previous: str, word: str) -> bool:
    """Whether `word`, right behind the content word `previous`, agrees with it as a participle: datos cifrados."""
    if not word.endswith(_PARTICIPLES) or previous in _BEFORE_NOUNS or previous.endswith("mos"):
        return False
    if word.endswith("s"):
        return previous.endswith("s")
    return previous[-1:] == word[-1]


def conjugated(verb: str, endings: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The forms of a regular verb: `endings` has those that take the place of each infinitive's own."""
    for infinitive, others in endings.items():
        if verb.endswith(infinitive):
            yield from (verb.removesuffix(infinitive) + each for each in others)
