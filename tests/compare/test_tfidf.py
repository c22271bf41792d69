"""scikit-learn defines our TF-IDF: on real articles, the kernels give what TfidfVectorizer gives.

Documents are the sentences of the pair, terms their stems. Term weights are 1 + log(count), which scikit-learn calls
sublinear; rarity is log(N / n), which is its unsmoothed idf without the 1 that it adds so that no term weighs nothing.
Here a stem of every sentence shall weigh nothing, so the test takes that 1 off again.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from dupdetect import read
from dupdetect.compare import align
from dupdetect.compare.align import seeds
from dupdetect.kernels import seeds as kernels
from dupdetect.records import Article
from dupdetect.settings import Aligning, Reading, Segmenting
from dupdetect.text import Vocabulary, segment_article

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"

SAMPLE_PAIRS = [
    ("bakery-original.txt", "bakery-spun-heavy.txt"),
    ("ferry-original.txt", "ferry-second-report.txt"),
    ("hospital-original.txt", "hospital-summary.txt"),
    ("museum-original.txt", "museum-near-copy.md"),
    ("orchard-unrelated.txt", "recount-paraphrase.txt"),
]


class Prepared:
    """Two articles prepared for alignment, and the same two vectorised by scikit-learn."""

    def __init__(self, first: Article, second: Article) -> None:
        vocabulary = Vocabulary()
        self.a, self.b = (
            align.index_article(segment_article(article, vocabulary, Segmenting())) for article in (first, second)
        )
        self.work = align.Workspace()
        self.work.fit(vocabulary.stems)
        vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True, smooth_idf=False, norm=None, dtype=np.float64)
        left, right = stems_by_sentence(self.a), stems_by_sentence(self.b)
        vectorizer.fit(left + right)
        vectorizer.idf_ = vectorizer.idf_ - 1
        self.rarity = {stem: float(vectorizer.idf_[column]) for stem, column in vectorizer.vocabulary_.items()}
        self.x, self.y = vectorizer.transform(left), vectorizer.transform(right)

    @property
    def cosine(self) -> NDArray[np.float64]:
        """Of each sentence of A with each of B."""
        product = (self.x @ self.y.T).toarray()
        return np.asarray(product / np.maximum(np.outer(lengths(self.x), lengths(self.y)), 1e-12))

    @property
    def common(self) -> NDArray[np.int64]:
        """Distinct stems that each sentence of A shares with each of B."""
        left, right = stems_by_sentence(self.a), stems_by_sentence(self.b)
        return np.array([[len(set(one) & set(other)) for other in right] for one in left])

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Distinct stems of each sentence of A and of each of B together."""
        left, right = stems_by_sentence(self.a), stems_by_sentence(self.b)
        return np.array([[len(set(one)) + len(set(other)) for other in right] for one in left])


def stems_by_sentence(article: align.Indexed) -> list[list[int]]:
    stems, firsts = article.segmented.stems.tolist(), article.segmented.firsts.tolist()
    return [stems[first:last] for first, last in pairwise(firsts)]


def lengths(vectors: Any) -> NDArray[np.float64]:
    squares: NDArray[np.float64] = np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel()
    return np.sqrt(squares)


def sample(name: str) -> Article:
    return read.read_article(SAMPLES / name, Reading())


@pytest.fixture(scope="module", params=SAMPLE_PAIRS, ids="-".join)
def prepared(request: pytest.FixtureRequest) -> Prepared:
    first, second = request.param
    return Prepared(sample(first), sample(second))


def rarities(one: Prepared) -> NDArray[np.float32]:
    a, b = one.a, one.b
    sentences = len(a.pointers) + len(b.pointers) - 2
    kernels.rarities(a.distinct, a.rows, b.distinct, b.rows, sentences, 1.0, one.work.rarity, one.work.weights)
    return one.work.rarity


def test_rarity_is_scikit_learns_idf_without_its_one(prepared: Prepared) -> None:
    rarity = rarities(prepared)
    stems = [*prepared.rarity]
    assert len(stems) > 100
    assert rarity[stems].tolist() == pytest.approx([prepared.rarity[stem] for stem in stems], abs=1e-5)


def test_norms_are_the_lengths_of_scikit_learns_vectors(prepared: Prepared) -> None:
    rarity = rarities(prepared)
    for article, vectors in ((prepared.a, prepared.x), (prepared.b, prepared.y)):
        norms = kernels.norms(article.pointers, article.stems, article.weights, rarity)
        assert norms.tolist() == pytest.approx(lengths(vectors).tolist(), rel=1e-4)


def check_similar(prepared: Prepared, places: NDArray[np.int32], cosine: NDArray[np.float32], floor: float) -> None:
    """That `places` are the sentence pairs above `floor` by scikit-learn, with its cosines; near the floor, either."""
    expected = np.where(prepared.common > 1, prepared.cosine, 0)
    found = np.zeros_like(expected)
    found[places[:, 0], places[:, 1]] = cosine
    assert len(places) == (found > 0).sum()
    doubtful = np.abs(expected - floor) < 1e-5
    np.testing.assert_allclose(found[~doubtful], np.where(expected > floor, expected, 0)[~doubtful], atol=1e-5)
    assert (expected > 0).sum() > 20


def list_arrays(article: align.Indexed) -> tuple[NDArray[Any], ...]:
    """What the kernel takes of an article, but for the norms."""
    holders = (article.distinct, article.rows, article.holders, article.holder_weights)
    return (article.pointers, article.stems, article.weights, *holders)


@pytest.mark.parametrize("floor", [0.0, 0.12, 0.36])
def test_similar_sentences_have_scikit_learns_cosines(prepared: Prepared, floor: float) -> None:
    rarity = rarities(prepared)
    left, right = (
        (*list_arrays(article), kernels.norms(article.pointers, article.stems, article.weights, rarity))
        for article in (prepared.a, prepared.b)
    )
    places, values = kernels.similar_sentences(left, right, rarity, prepared.work.slot, floor)
    check_similar(prepared, places, values[:, 0], floor)
    i, j = places.T
    dice = 2 * prepared.common[i, j] / prepared.sizes[i, j]
    np.testing.assert_allclose(values[:, 1], dice, atol=1e-6)


def test_alignment_takes_its_seeds_from_scikit_learns_cosines(prepared: Prepared) -> None:
    settings = Aligning()
    found = seeds.find_blocks(prepared.a, prepared.b, prepared.work, settings)
    check_similar(prepared, found.faint, found.faint_cosine, settings.chain_floor)


def test_the_spun_article_that_named_the_project_has_scikit_learns_cosines(shared: Path) -> None:
    original, spun = (read.read_article(next((shared / "seeds").glob(f"{n}_*")), Reading()) for n in ("000", "001"))
    prepared, settings = Prepared(original, spun), Aligning()
    found = seeds.find_blocks(prepared.a, prepared.b, prepared.work, settings)
    check_similar(prepared, found.faint, found.faint_cosine, settings.chain_floor)
