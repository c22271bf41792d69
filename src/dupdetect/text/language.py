"""Guess the language of a text for sentence rules and stemmer, by its script and then by function words.

In scripts that several languages share, frequent function words vote. A text that wins no clear vote is taken for
English, whose rules do least harm. Two related texts are nearly always in one language, so an error affects both
alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dupdetect.text.numbering import Ints, Listed, Tabled, WordTable, cut_words

DEFAULT = "en"

_NO_VOTE = 0
"""The kind of a word that votes for no language; greater ones vote."""

SAMPLE = 256
"""Words that vote, drawn evenly from the text, so that a heading or a menu in another language does not decide."""

_LEAST = 3
_SHARE = 0.08
"""The winner's share of the words that vote, at least; running text has 0.2 and more."""

_SCRIPTS = (
    (0x0000, "Latin"), (0x0370, "el"), (0x0400, "Cyrillic"), (0x0530, "hy"), (0x0590, "he"), (0x0600, "ar"),
    (0x0780, ""), (0x0900, "hi"), (0x0980, ""), (0x0B80, "ta"), (0x0C00, ""), (0x0E00, "th"), (0x0E80, ""),
    (0x1E00, "Latin"), (0x1F00, "el"), (0x2000, ""), (0x3005, "zh"), (0x3041, "ja"), (0x3100, ""), (0x3400, "zh"),
    (0xA000, ""), (0xAC00, "ko"), (0xD7B0, ""), (0xF900, "zh"), (0xFB00, ""), (0x20000, "zh"), (0x323B0, ""),
)  # fmt: skip
"""Where each script begins, with its language or, where function words must vote, its name."""
_STARTS = [start for start, _ in _SCRIPTS]

_FUNCTION_WORDS = {
    "Latin": {
        "en": "the of and to in is that for it was on with as be by at he this his from are had have not which",
        "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus",
        "fr": "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont avec",
        "es": "de la desde entre que el en los se del las un por con una su para es al lo como más pero sus le ha no",
        "it": "di il dalla anche la che in per un del non una si le con da dei sono nel della al come più alla gli",
        "pt": "de que ao pela são do da em um para com não uma os no se na por mais as dos como mas ao das seu foi",
        "nl": "de van het een en in is dat op te zijn met voor niet aan er om ook als dan maar bij nog uit werd door",
        "ca": "de la dues molt el que en les els un per amb del una és no al més com es va dels són ha aquest pel",
        "ro": "de și în la cu pe care nu din un este că mai se pentru sunt au fost lui al ale sau prin",
        "sv": "och att det som en på är av för med till den har de inte om ett men var sig så från vi",
        "da": "og at det er en til af på de med for ikke der den har som et men var sig så fra vi blev",
        "no": "og det er på en til av for med at som de ikke den har et om men var seg så fra ble etter",
        "fi": "ja on ei se että oli hän mutta ovat kun niin myös joka mukaan tai kuin ole sen jos vain sekä",
        "hu": "az és hogy nem is egy ez volt meg csak de már el még mint azt ki van vagy ha lesz",
        "tr": "ve bir bu da de için ile çok olarak daha gibi sonra en kadar olan ne var ama ya olduğu",
        "pl": "na oraz przez się nie do to że jest jak po od za co dla przez są tym ale ich jego",
        "cs": "se jako také na je že do to ve pro za by jsem jako ale po už od jeho jsou",
        "id": "yang dan di dengan untuk dari ini pada itu tidak dalam akan ke oleh adalah juga telah karena",
    },
    "Cyrillic": {
        "ru": "не на что он как его по но из за от так для это же был все было бы после",
        "uk": "не на що до та за це як його але від про для або був він був після",
        "bg": "на да се от за че не по са са като до това ще му след при тя той си",
        "sr": "је да се на за од са су не који што то као је али из до би његов након",
    },
}
"""Words of at least two letters: single letters are initials, variables and noise in every language."""


def _list_languages(lists: Mapping[str, str]) -> dict[str, list[str]]:
    """The languages that each function word belongs to."""
    languages_of: dict[str, list[str]] = {}
    for name, words in lists.items():
        for word in dict.fromkeys(words.split()):
            languages_of.setdefault(word, []).append(name)
    return languages_of


_VOTES = {script: _list_languages(lists) for script, lists in _FUNCTION_WORDS.items()}
_FIRST = {"Latin": DEFAULT, "Cyrillic": "ru"}


def guess_language(sample: list[str]) -> str:
    """The ISO 639-1 code of the language that folded words are in, or of the nearest one that has rules here."""
    if "".join(sample).isascii():
        return _vote(sample, "Latin")
    scripts: Counter[str] = Counter()
    for letter, count in Counter(word[0] for word in sample).items():
        scripts[_script(letter)] += count
    scripts.pop("", None)
    if not scripts:
        return DEFAULT
    if 10 * scripts["ja"] > scripts["zh"] + scripts["ja"]:  # Chinese text has no kana at all
        scripts["ja"] += scripts.pop("zh", 0)
    (script, _) = max(scripts.items(), key=lambda item: item[1])
    return _vote(sample, script) if script in _VOTES else script


class LatinVotes:
    """How numbered words in Latin script vote: by function words, as `guess_language` does, without strings.

    A word's vote is found when the word is first seen.
    """

    def __init__(self, words: Listed | Tabled) -> None:
        self._names = list(_FUNCTION_WORDS["Latin"])
        kinds = {word: kind for kind, word in enumerate(_VOTES["Latin"], start=_NO_VOTE + 1)}
        self._kinds = WordTable(words, lambda new: [kinds.get(word, _NO_VOTE) for word in new])
        self._ballots = np.zeros((len(kinds) + _NO_VOTE + 1, len(self._names)))
        for word, kind in kinds.items():
            self._ballots[kind] = [name in _VOTES["Latin"][word] for name in self._names]

    def guess(self, numbers: Ints, text: str, starts: Ints, ends: Ints) -> str:
        """The language of a sample; `numbers` are those of the words `text[starts[i]:ends[i]]`."""
        kinds = self._kinds.look_up(numbers, text, starts, ends)
        votes: list[float] = (np.bincount(kinds, minlength=len(self._ballots)) @ self._ballots).tolist()
        most = max(votes)
        if most < max(_LEAST, _SHARE * len(numbers)) or votes[self._names.index(DEFAULT)] == most:
            return DEFAULT
        if votes.count(most) > 1:
            return _vote(cut_words(text, starts, ends), "Latin")
        return self._names[votes.index(most)]


def is_latin(initials: NDArray[Any]) -> bool:
    """Whether words with such initials are in Latin script, digits aside, so that function words of Latin vote."""
    return int(initials.max(initial=0)) < _STARTS[1]


def _script(letter: str) -> str:
    return "" if letter.isdigit() else _SCRIPTS[bisect_right(_STARTS, ord(letter)) - 1][1]


def _vote(sample: list[str], script: str) -> str:
    """The language with most function words in the sample; the script's first one when hardly any are there."""
    languages_of = _VOTES[script]
    votes = Counter(chain.from_iterable(languages_of[word] for word in sample if word in languages_of))
    first = _FIRST[script]
    name, count = max(votes.items(), key=lambda item: (item[1], item[0] == first), default=(first, 0))
    return name if count >= max(_LEAST, _SHARE * len(sample)) else first
