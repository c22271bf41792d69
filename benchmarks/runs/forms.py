"""Forms that are filled in again and again, and true copies of some fillings: what the verdicts make of them.

    python -m benchmarks.runs.forms [--fillings 20] [--seed 1] [--pairs FILE]

notices.txt holds routine notices (quakes, weather, earnings, court lists ...) with slots: `<town>` is a made-up name,
`<2..90>` a number, `<won|drew>` a choice, and a slot with a digit or a name behind a colon is another one, or a part of
an earlier one. Two fillings of one notice are no copies of each other, however much wording they share. Three copies
are made of every fourth filling: cut, spun with the samples' thesaurus (or PPDB's word pairs, `--pairs`), and both;
those must stay tied. The same arguments give the same texts.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from random import Random

import dupdetect
from benchmarks.corpora.spun_articles import SENTENCE_GAP, read_pairs
from benchmarks.corpora.thesaurus_spinner import Thesaurus, read_thesaurus, spin
from dupdetect.records import Article, Comparison, Verdict

ROOT = Path(__file__).resolve().parents[2]
NOTICES = ROOT / "benchmarks" / "corpora" / "notices.txt"
THESAURUS = ROOT / "samples" / "thesaurus-held-out.tsv"
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


def list_lines(fillings: int, seed: int, thesaurus: Thesaurus) -> Iterator[str]:
    """Verdicts by form, then by kind of copy."""
    total: Counter[str] = Counter()
    copies: dict[str, Counter[str]] = {}
    for number, (name, form) in enumerate(read_notices().items()):
        texts = [Filling(Random(f"{seed} {name} {i}")).fill(form) for i in range(fillings)]
        counts = Counter(str(pair.verdict) for pair in _compare(texts, list(combinations(range(fillings), 2))))
        yield f"{name:14}{_write(counts)}"
        total += counts
        for i in range(0, fillings, COPIED):
            for kind, copy in make_copies(texts[i], thesaurus, 100 * number + i).items():
                pair = next(_compare([texts[i], copy], [(0, 1)]))
                copies.setdefault(kind, Counter())[str(pair.verdict)] += 1
    yield f"{'one form':14}{_write(total)}  above independent {_share_above(total):.2%}"
    for kind, counts in copies.items():
        yield f"{kind:14}{_write(counts)}"


def _compare(texts: Sequence[str], pairs: Sequence[tuple[int, int]]) -> Iterator[Comparison]:
    articles = [Article(str(i), text) for i, text in enumerate(texts)]
    return dupdetect.compare_many(articles, [(str(a), str(b)) for a, b in pairs])


def _write(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in map(str, Verdict) if counts[verdict])


def _share_above(counts: Counter[str]) -> float:
    return 1 - counts[str(Verdict.INDEPENDENT)] / max(counts.total(), 1)


def main() -> None:
    """Run the measurement that the command line asks for."""
    options = argparse.ArgumentParser(description="Measure verdicts on forms that are filled in again.")
    options.add_argument("--fillings", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--pairs", type=Path, help="word pairs for spun copies, such as PPDB's")
    asked = options.parse_args()
    thesaurus = read_pairs(asked.pairs) if asked.pairs else read_thesaurus(THESAURUS)
    for line in list_lines(asked.fillings, asked.seed, thesaurus):
        print(line)


if __name__ == "__main__":
    main()
