"""What is said of a pair does not depend on which articles were prepared before: on who compares it, and when."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dupdetect.compare.comparer import Comparer
from dupdetect.records import Article, Channel
from dupdetect.settings import Settings
from dupdetect.text.numbering import Listed, Tabled

LEFT = """Cod 28 tons vs 14 tons
Haul 3,110,000 vs 1,286,000
Landings 112.7 crates vs 93.8 crates
Avg trips 11.2 crates vs 9.1 crates
Nine ports
Cod 58 tons vs 15 tons
Haul 6,377,000 vs 1,332,000
Landings 307.8 crates vs 233.8 crates
Avg trips 10.9 crates vs 9.1 crates
NOTE: Since early autumn the harbour of Sandwick has held 81.4 pct of the quota for the northern banks.
"""
RIGHT = """Cod 23 tons vs 15 tons
Haul 2,641,000 vs 1,295,000
Shares 15.6 crates vs 7,925,000
Avg trips 11.6 crates vs 8,900,000
Nine ports
Cod 65 tons vs 37 tons
Haul 6,805,000 vs 3,308,000
Shares 42.7 crates vs 20.6 crates
Avg trips 10.5 crates vs 8,900,000
"""
"""Lines of two tables, many equally similar: the least difference in a sum of floats pairs others."""


def test_a_comparison_does_not_depend_on_the_numbers_of_words() -> None:
    words = (LEFT + RIGHT).split()
    found = set()
    for seed in range(40):
        random = Random(seed)
        known = random.sample(words, random.randrange(len(words)))
        comparer = Comparer(Settings())
        comparer.compare_articles(Article("x", " ".join(known)), Article("y", "None of it."), (Channel.ASKED,))
        found.add(comparer.compare_articles(Article("a", LEFT), Article("b", RIGHT), (Channel.ASKED,)))
    assert len(found) == 1


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12), max_size=20), st.randoms())
def test_a_hash_depends_on_the_spelling_alone(words: list[str], random: Random) -> None:
    ends = np.cumsum([len(word) for word in words], dtype=np.int32) if words else np.zeros(0, np.int32)
    starts = ends - np.array([len(word) for word in words], np.int32)
    hashes = []
    for table in (Listed(), Tabled(), Tabled()):
        known = "".join(random.sample(words, len(words)))
        table.numbers(known, np.array([0], np.int32), np.array([len(known)], np.int32))
        hashes.append(table.hash_words(table.numbers("".join(words), starts, ends)).tolist())
    assert hashes[0] == hashes[1] == hashes[2]
    assert len(set(hashes[0])) == len(set(words))
