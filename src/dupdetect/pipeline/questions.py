"""Articles to questions: the terms under which an archive stores an article, and by which it looks for others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dupdetect import batch
from dupdetect.archive import FileStore, Terms
from dupdetect.archive.lookup import Question, cut_terms, write_questions
from dupdetect.embedding import load_embedder
from dupdetect.engines.faults import fingerprint_articles, map_texts
from dupdetect.engines.vectors import TextEncoder
from dupdetect.records import Article, Skip
from dupdetect.records.batches import TextVectors
from dupdetect.search.channels import Keys
from dupdetect.search.wording import sample_wording
from dupdetect.settings import Settings
from dupdetect.text import folding_table


class QuestionWriter:
    """Writes the questions of articles to an archive.

    Args:
        store: where vectors are stored, if meaning is compared; its model must be that of the settings.
    """

    def __init__(self, store: FileStore, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._encoder: TextEncoder | None = None

    def write(
        self, articles: Sequence[Article], skipped: list[Skip] | None = None, jobs: int = 1, *, encode: bool = True
    ) -> Iterator[tuple[Article, Question]]:
        """Each article with its terms; one that cannot be fingerprinted goes to `skipped` instead, if that is given.

        Args:
            jobs: threads for fingerprints.
            encode: whether questions have vectors, if meaning is compared.
        """
        texts = [article.text for article in articles]
        prints, faults = fingerprint_articles(texts, self._settings.fingerprinting, jobs)
        wording, more_faults = map_texts(_sample_texts, texts)
        faults = more_faults | faults
        vectors = self._encode_texts(texts) if encode and self._settings.meaning.enabled else None
        questions = write_questions(prints, wording, self._settings.pairing, vectors)
        for row, (article, question) in enumerate(zip(articles, questions, strict=True)):
            if skipped is not None and row in faults:
                skipped.append(Skip(article.id, faults[row]))
            else:
                yield article, question

    def _encode_texts(self, texts: list[str]) -> TextVectors:
        """The vectors of texts; those of the archive must be of the same model."""
        if self._encoder is None:
            self._store.require_model(load_embedder(self._settings.meaning.model).digest)
            self._encoder = TextEncoder(self._settings)
        return self._encoder(texts).vectors


def list_wording_terms(texts: Sequence[str]) -> list[Terms]:
    """The terms by which others are found that hold some wording of each text, as in `Question.wording`."""
    return [cut_terms(keys) for keys in _sample_texts(texts)]


def _sample_texts(texts: Sequence[str]) -> list[Keys]:
    return sample_wording(texts, batch.SHINGLE, folding_table())
