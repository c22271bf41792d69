"""Corpora of labelled pairs in their published forms: what the verdicts make of each label. None is in the repository.

    clough      Clough & Stevenson 2011, a corpus of plagiarised short answers: `orig_taska.txt`, `g0pA_taska.txt` and
                so on, in Latin-1, and the list of files as `file_information.csv` with columns File, Task and Category
                (non, heavy, light, cut; orig for the sources), as a spreadsheet programme saves the published sheet
    mrpc        Microsoft Research Paraphrase Corpus (Dolan & Brockett 2005): `msr_paraphrase_train.txt` and
                `msr_paraphrase_test.txt`, tab-separated under a heading, 1 for a paraphrase
    sentences   PAN sentence pairs (Madnani, Tetreault & Chodorow 2012): `pan-train_s1.txt`, `pan-train_s2.txt` and
                `pan-train.labels`, and the same for test

The last two pair single sentences. Passages have 20 words and more, and two facts told alike are no copy: so most of
their paraphrases are independent to dupdetect, and their figures only show how often it takes unlike ones for copies.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import dupdetect
from dupdetect import Article, Settings, Verdict

PARTS = ("train", "test")


class Pair(NamedTuple):
    """Two texts and what their corpus calls them."""

    a: str
    b: str
    label: str


def clough(folder: Path) -> Iterator[Pair]:
    """Each answer beside the source of its task."""
    with (folder / "file_information.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["Category"] != "orig":
            names = row["File"], f"orig_task{row['Task']}.txt"
            answer, source = ((folder / name).read_text(encoding="latin-1") for name in names)
            yield Pair(answer, source, row["Category"])


def mrpc(folder: Path) -> Iterator[Pair]:
    """The sentence pairs of both parts; quotation marks are text there, and mark no fields."""
    for part in PARTS:
        path = folder / f"msr_paraphrase_{part}.txt"
        for line in path.read_text(encoding="utf-8-sig").splitlines()[1:] if path.exists() else ():
            label, _, _, a, b = line.split("\t")
            yield Pair(a, b, _name_label(label))


def sentences(folder: Path) -> Iterator[Pair]:
    """The sentence pairs of the parts that are there."""
    for part in PARTS:
        paths = [folder / f"pan-{part}{end}" for end in ("_s1.txt", "_s2.txt", ".labels")]
        if all(path.exists() for path in paths):
            columns = [path.read_text(encoding="utf-8").split("\n") for path in paths]
            for a, b, label in zip(*columns, strict=True):
                if label.strip():
                    yield Pair(a, b, _name_label(label.strip()))


def _name_label(label: str) -> str:
    return {"1": "paraphrase", "0": "other"}[label]


READERS = {"clough": clough, "mrpc": mrpc, "sentences": sentences}


def lines(pairs: Iterable[Pair], settings: Settings) -> Iterator[str]:
    """A row a label: how many pairs, and how many get each verdict."""
    known = list(pairs)
    articles = [Article(f"{side}{k}", pair[i]) for k, pair in enumerate(known) for i, side in enumerate("ab")]
    compared = dupdetect.compare_many(articles, ((f"a{k}", f"b{k}") for k in range(len(known))), settings)
    counts = Counter((pair.label, found.verdict) for pair, found in zip(known, compared, strict=True))
    yield f"{'label':12}{'pairs':>7}" + "".join(f"{verdict:>13}" for verdict in Verdict)
    for label in sorted({pair.label for pair in known}):
        told = [counts[label, verdict] for verdict in Verdict]
        yield f"{label:12}{sum(told):7}" + "".join(f"{count:13}" for count in told)
