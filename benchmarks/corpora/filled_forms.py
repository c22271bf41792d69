"""Forms that are filled in again and again, with made-up names and numbers, and true copies of some fillings.

notices.txt holds routine notices (quakes, weather, earnings, court lists ...) with slots: `<town>` is a made-up name,
`<2..90>` a number, `<won|drew>` a choice, and a slot with a digit or a name behind a colon is another one, or a part of
an earlier one. The same arguments always give the same texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.corpora.spun_articles import SENTENCE_GAP
from benchmarks.corpora.thesaurus_spinner import Thesaurus, spin

NOTICES = Path(__file__).with_name("notices.txt")
COPIED = 4
"""One in so many fillings is copied."""
SPUN = 0.45
"""Share of the content words that a spun copy replaces, as far as the thesaurus knows them."""
CUT = 0.25
"""Share of the sentences that a cut copy lacks, at its end."""

_SLOT = re.compile(r"<([^<>]+)>")
_SYLLABLES = (
    "bar ben brok cal dal der dun elm fal gar hal hol kel lan lor mar mel nor ost pel ras sel tor ulm var wen yar zel"
).split()
_ENDINGS = {
    "town": "by ford ham holm mouth stad ton wick".split(),
    "region": "land mark shire dale".split(),
    "last": "berg er ing man sen son ström vik".split(),
    "saint": ("a", "us"),
}
_FIRST = (
    "Ada Anders Bela Carla Dorrit Edda Emil Fenna Greta Hanno Ines Ivo Jarle Kaja Lasse Maren Nils Odd Petra Quirin "
    "Rika Sven Tilda Ulf Vera Wim Yrsa Zita"
).split()
_TRADES = "Freight Foods Bank Timber Energy Motors Stores Insurance Textiles Marine Pumps Media".split()
_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_CHOICES = {"given": _FIRST, "weekday": _WEEKDAYS, "letter": list("ABEM")}
_PAIRS: dict[str, tuple[str, str | list[str]]] = {
    "person": ("given", "last"),
    "composer": ("given", "last"),
    "firm": ("last", _TRADES),
    "team": ("town", "United Rovers Athletic Town".split()),
    "ground": ("last", "Park Hall Field".split()),
    "orchestra": ("town", "Philharmonic Sinfonietta Consort".split()),
    "ship": ("given", "Star Bay Trader Spirit".split()),
    "street": ("last", "Road Street Lane Avenue Row Hill".split()),
}
"""Names of two parts: a name and another, or one of some words."""


@dataclass
class Filling:
    """One filling of a notice: what has been put into its slots.

    Attributes:
        random: where names and numbers come from.
        names: by slot.
    """

    random: Random
    names: dict[str, str] = field(default_factory=dict)

    def fill(self, form: str) -> str:
        """The notice with all its slots filled, those inside choices too."""
        while _SLOT.search(form):
            form = _SLOT.sub(lambda slot: self._put(slot[1]), form, count=1)
        return form

    def _put(self, slot: str) -> str:
        if "|" in slot:
            return self.random.choice(slot.split("|"))
        if ".." in slot:
            low, high = map(int, slot.split(".."))
            return str(self.random.randint(low, high))
        if slot.isdigit():
            return slot
        name, _, part = slot.partition(":")
        if name not in self.names:
            self.names[name] = self._name(name.rstrip("0123456789"))
        words = self.names[name].split()
        return {"": self.names[name], "first": words[0], "last": words[-1]}[part]

    def _name(self, kind: str) -> str:
        pick = self.random.choice
        if kind in _ENDINGS:
            return (pick(_SYLLABLES) + pick([*_SYLLABLES, ""]) + pick(_ENDINGS[kind])).capitalize()
        if kind in _PAIRS:
            first, second = _PAIRS[kind]
            return f"{self._name(first)} {pick(second) if isinstance(second, list) else self._name(second)}"
        if kind in _CHOICES:
            return pick(_CHOICES[kind])
        if kind == "date":
            return f"{self.random.randint(1, 28)} {pick(_MONTHS)}"
        return f"{self.random.randint(1, 12)}.{self.random.randint(10, 59)} {pick(('a.m.', 'p.m.'))}"


def read_notices() -> dict[str, str]:
    """The notices by name, with their slots."""
    parts = re.split(r"^== (\w+)\n", NOTICES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}


def make_copies(text: str, thesaurus: Thesaurus, seed: int) -> dict[str, str]:
    """A filling cut, spun, and both."""
    sentences = SENTENCE_GAP.split(text)
    cut = " ".join(sentences[: round((1 - CUT) * len(sentences))])
    spun = spin(text, thesaurus, SPUN, seed)
    return {"cut": cut, "spun": spun, "spun and cut": spin(cut, thesaurus, SPUN, seed + 1)}


def fill_form(name: str, form: str, fillings: int, seed: int) -> list[str]:
    """Fillings of a notice, each with names and numbers of its own."""
    return [Filling(Random(f"{seed} {name} {i}")).fill(form) for i in range(fillings)]
