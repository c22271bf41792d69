"""Sentences as vectors: what two sentences mean, whatever their words and their language.

protocol   what an embedder must be able to do
bundled    the one that the extra `meaning` installs, checked before it is loaded
loading    the embedder that settings name, or that a caller gives
sentences  an article's sentences as vectors, and one vector for the whole

No model is imported unless `[meaning] enabled` is set, and nothing is ever downloaded.
"""

from __future__ import annotations

from dupdetect.embedding.loading import check_model, find_registered, load_embedder, register_embedder, share_registered
from dupdetect.embedding.protocol import Embedder
from dupdetect.embedding.sentences import SCALE, SentenceEncoder, SentenceVectors, find_sentences, mean_vector

__all__ = [
    "SCALE",
    "Embedder",
    "SentenceEncoder",
    "SentenceVectors",
    "check_model",
    "find_registered",
    "find_sentences",
    "load_embedder",
    "mean_vector",
    "register_embedder",
    "share_registered",
]
