"""Forms that are filled in again and again, and true copies of some fillings: what the verdicts make of them.

    python -m benchmarks.runs.forms [--fillings 20] [--seed 1] [--pairs FILE]

Two fillings of one notice are no copies of each other, however much wording they share. Three copies are made of every
fourth filling: cut, spun with the samples' thesaurus (or PPDB's word pairs, `--pairs`), and both; those must stay tied.
The same arguments give the same texts.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import dupdetect
from benchmarks.corpora.filled_forms import COPIED, fill_form, make_copies, read_notices
from benchmarks.corpora.spun_articles import read_pairs
from benchmarks.corpora.thesaurus_spinner import Thesaurus, read_thesaurus
from benchmarks.places import SAMPLES
from dupdetect.records import Article, Comparison, Verdict

THESAURUS = SAMPLES / "thesaurus-held-out.tsv"


def list_lines(fillings: int, seed: int, thesaurus: Thesaurus) -> Iterator[str]:
    """Verdicts by form, then by kind of copy."""
    total: Counter[str] = Counter()
    copies: dict[str, Counter[str]] = {}
    for number, (name, form) in enumerate(read_notices().items()):
        texts = fill_form(name, form, fillings, seed)
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
