"""Long documents that hold reworded passages of one another: part copies, whichever preset looks for them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from benchmarks.corpora.thesaurus_spinner import read_thesaurus, spin
from dupdetect import Settings, compare
from dupdetect.records import Verdict

SAMPLES = Path(__file__).parents[2] / "samples"
PASSAGES = 25
WORDS = 30_000


def read_paragraphs() -> list[str]:
    """The paragraphs of the samples' originals."""
    originals = sorted((SAMPLES / "articles").glob("*-original.*"))
    return [part for path in originals for part in path.read_text(encoding="utf-8").split("\n\n")[1:]]


def write_filler(words: list[str], seed: int) -> list[str]:
    """Paragraphs of words in no order, so that two fillers share none of it."""
    random = Random(seed)
    return [" ".join(random.choices(words, k=60)).capitalize() + "." for _ in range(WORDS // 60)]


@pytest.fixture(scope="module")
def documents() -> tuple[str, str, list[str]]:
    """Two documents of 30,000 words, and the passages of the first that the second has in other words."""
    paragraphs, random = read_paragraphs(), Random(1)
    passages = random.sample([part for part in paragraphs if 35 <= len(part.split()) <= 120], PASSAGES)
    words = [word for part in paragraphs for word in part.split()]
    ours, theirs = write_filler(words, 2), write_filler(words, 3)
    thesaurus = read_thesaurus(SAMPLES / "thesaurus-held-out.tsv")
    for i, passage in enumerate(passages):
        ours.insert(random.randrange(len(ours)), passage)
        theirs.insert(random.randrange(len(theirs)), spin(passage, thesaurus, 0.5, i))
    return "\n\n".join(ours), "\n\n".join(theirs), passages


@pytest.mark.parametrize("preset", ["default", "pan"])
def test_reworded_passages_of_long_documents_are_a_part_copy(
    documents: tuple[str, str, list[str]], preset: str
) -> None:
    ours, theirs, passages = documents
    found = compare(ours, theirs, Settings.preset(preset))
    middles = [ours.index(passage) + len(passage) // 2 for passage in passages]
    hit = sum(any(part.a_start <= middle < part.a_end for part in found.passages) for middle in middles)
    assert hit >= 2 * PASSAGES / 3
    assert found.verdict is Verdict.PARTIAL
