"""Sentences as vectors: which count, where they stand, and that whole numbers make cosines exact."""

from __future__ import annotations

import numpy as np

from dupdetect.embedding import SCALE, SentenceEncoder, SentenceVectors, find_sentences, mean_vector, register_embedder
from dupdetect.records import Article
from dupdetect.records.batches import Segmented
from dupdetect.settings import Segmenting
from dupdetect.text import Vocabulary, segment_article
from tests.embedding.models import WordModel

TEXT = """Mill reopens after nine years

By Ada Stone

The mill at Orrin ground its first flour in nine years on Monday. Its owner, Ruth Bell, had mended the wheel herself! He
agreed. Nobody had thought that the old stones would turn again.
"""


def segment(text: str) -> Segmented:
    return segment_article(Article("a", text), Vocabulary("en"), Segmenting())


def encode(text: str) -> SentenceVectors:
    return SentenceEncoder(register_embedder("words", WordModel())).encode(segment(text))


def test_headings_and_boilerplate_carry_no_meaning() -> None:
    spans, words = find_sentences(segment(TEXT))
    sentences = [TEXT[start:end] for start, end in spans.tolist()]
    assert sentences[0] == "The mill at Orrin ground its first flour in nine years on Monday."
    assert sentences[1].startswith("Its owner, Ruth Bell, had mended the wheel herself!")
    assert sentences[-1].endswith("would turn again.")
    assert len(words) == len(sentences)


def test_a_text_without_sentences_has_no_vectors() -> None:
    assert len(encode("")) == 0
    assert not mean_vector(encode("")).any()


def test_work_is_bounded_for_a_text_of_any_length() -> None:
    assert len(encode("The same four words again. " * 2_000)) == 256
    assert len(encode("word" * 100_000 + " and three more words.")) <= 256


def test_a_vector_does_not_depend_on_what_else_is_encoded() -> None:
    alone = encode(TEXT)
    encoder = SentenceEncoder(register_embedder("words", WordModel()))
    encoder.encode(segment("Something else was encoded just before this one."))
    assert np.array_equal(encoder.encode(segment(TEXT)).vectors, alone.vectors)


def test_products_are_exact_in_single_precision() -> None:
    vectors = encode(TEXT).vectors
    exact = vectors.astype(np.int64) @ vectors.astype(np.int64).T
    assert np.array_equal((vectors.astype(np.float32) @ vectors.astype(np.float32).T).astype(np.int64), exact)
    assert (np.abs(np.diag(exact) / SCALE**2 - 1) < 0.01).all()
