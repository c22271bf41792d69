"""Lone words that open a sentence and are the names of whom it is about, though any word has a capital there.

"Brandal said it would ..." names a firm, "Officials said it would ..." nobody. A name never stands in small letters,
and has a capital inside a sentence, too, or comes before what a firm or a person does: says, plans, buys. In English
no plural counts then, nor a noun that needs no article; other languages have a singular of the verb, and an article
before most nouns. Swedish, Danish and Norwegian write it at the end of the noun, Polish and Russian have none: there
only a capital elsewhere tells, and nothing does in German, where all nouns have one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from dupdetect.compare.facts.names import CAPITAL_NOUNS, Name, fold_name, stands_small

_DEEDS = {
    "en": (
        "said says announced announces told reported declared denied denies confirmed confirms warned warns agreed "
        "agrees planned plans expects intends wants hopes signed filed acquired bought sold completed named appointed "
        "launched unveiled raised"
    ),
    "fr": "annonce déclare indique affirme confirme précise prévoit rachète lance",
    "es": (
        "anunció anuncia dijo informó informa comunicó confirmó confirma negó acordó compró vendió firmó lanzó "
        "presentó espera planea prevé"
    ),
    "it": "annuncia comunica conferma annunciò disse confermò prevede acquista lancia",
    "pt": (
        "anunciou anuncia disse informou informa comunicou confirmou confirma negou comprou vendeu assinou lançou "
        "espera planeja prevê"
    ),
    "nl": "zei zegt meldt meldde kondigt kondigde bevestigt bevestigde verwacht koopt kocht verkoopt verkocht",
}
"""What a firm or a person does, by ISO 639-1 code, in the singular where it differs."""

_PERFECT = {
    "en": ("has", "said announced reported told denied confirmed agreed signed filed acquired bought sold raised"),
    "fr": ("a", "annoncé déclaré indiqué affirmé confirmé précisé démenti signé acheté racheté vendu lancé"),
    "es": ("ha", "anunciado dicho informado comunicado confirmado negado acordado comprado vendido firmado lanzado"),
    "it": ("ha", "annunciato detto comunicato confermato smentito firmato acquistato comprato venduto lanciato"),
}
"""The same with "has", and its participles."""

_BARE = {
    "en": (
        "everyone everybody someone somebody anyone anybody nobody none neither others people men women children "
        "congressmen businessmen police management administration parliament congress cabinet opposition labour labor "
        "industry staff counsel prosecution defence defense militia army navy crew family mother father mum mom dad "
        "grandma grandpa god source report statement company firm bank union court official analyst agency group "
        "board committee commission authority council trader dealer broker economist expert spokesperson "
        "representative press media radio television science research history legend tradition rumour rumor word man "
        "woman four five six seven eight nine ten several few once previously earlier later newly such having been"
    ),
    "fr": "hier récemment ensuite puis finalement chacun personne quiconque nul",
    "es": (
        "asimismo igualmente tampoco nunca siempre incluso posteriormente finalmente recientemente nadie alguien "
        "entonces gobierno policía"
    ),
    "it": (
        "poi infine inoltre intanto invece mai quindi recentemente successivamente nessuno qualcuno chiunque governo "
        "polizia"
    ),
    "pt": (
        "depois ainda nunca antes só sempre inclusive finalmente recentemente posteriormente ninguém alguém governo "
        "polícia"
    ),
    "nl": (
        "politie justitie kabinet niemand iedereen iemand later eerder daarna vervolgens daarnaast ook ministerie "
        "leiding"
    ),
}
"""Nouns that stand without an article before such a verb, pronouns and adverbs, by language."""


def names_subject(name: Name, text: str, language: str, names: Iterable[Name]) -> bool:
    """Whether a lone word that opens a sentence is the name of whom the sentence is about.

    Args:
        name: a name of one word.
        text, language: where it stands.
        names: all names of the text.
    """
    if language in CAPITAL_NOUNS or stands_small(text, text[name.start : name.end]):
        return False
    if any(other.words == name.words and not other.opening for other in names):
        return True
    return name.words[0] not in _list_bare(language) and _does_something(name, text, language)


def _does_something(name: Name, text: str, language: str) -> bool:
    """Whether a verb of a firm's or a person's deeds follows; in English, not after what may be a plural."""
    deed = _match_deed(language)
    if deed is None or not deed.match(text, name.end):
        return False
    plural = language == "en" and name.words[0].endswith("s") and not name.words[0].endswith("ss")
    return not plural


@cache
def _match_deed(language: str) -> re.Pattern[str] | None:
    """What says that somebody does something, right behind a name."""
    if language not in _DEEDS:
        return None
    deeds = "|".join(_DEEDS[language].split())
    if language in _PERFECT:
        auxiliary, participles = _PERFECT[language]
        deeds += rf"|{auxiliary} (?:{'|'.join(participles.split())})"
    return re.compile(rf"\s(?:{deeds})\b")


@cache
def _list_bare(language: str) -> frozenset[str]:
    """The words of `_BARE`, folded as names are."""
    return frozenset(map(fold_name, _BARE.get(language, "").split()))
