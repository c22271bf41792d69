"""Numbers for words and stems, so that texts are compared as arrays."""

from __future__ import annotations

import numpy as np
import Stemmer
from numpy.typing import NDArray

Ints = NDArray[np.int32]

_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


class Vocabulary:
    """Numbers for words and for their stems, the same for all articles that are to be compared.

    Args:
        language: ISO 639-1 code of words whose language is not told; languages without a Snowball stemmer keep their
            words as stems.
    """

    def __init__(self, language: str = "en") -> None:
        self._language = language
        self._words: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._stemmed: dict[str, _Stemmed] = {}

    def numbers(self, words: list[str], language: str = "", roots: list[str] | None = None) -> tuple[Ints, Ints]:
        """The numbers of `words` and of their stems in `language`; a root other than its word stands for the stem."""
        language = language or self._language
        table = self._stemmed.get(language)
        if table is None:
            table = self._stemmed[language] = _Stemmed(language, self._words, self._stems)
        numbers = np.fromiter(map(table.__getitem__, words), np.int32, len(words))
        stems = table.stems[numbers]
        for i, root in enumerate(roots or ()):
            if root != words[i]:
                stems[i] = self._stems.setdefault(root, len(self._stems))
        return numbers, stems

    @property
    def stems(self) -> int:
        """How many stems have been numbered."""
        return len(self._stems)


class _Stemmed(dict[str, int]):
    """The numbers of the words of one language, given as they are asked for, and the number of each one's stem.

    Attributes:
        stems: by the number of the word.
    """

    def __init__(self, language: str, words: dict[str, int], stems: dict[str, int]) -> None:
        known = language in Stemmer.algorithms() or language in _SNOWBALL
        self._stem = Stemmer.Stemmer(_SNOWBALL.get(language, language)).stemWord if known else str
        self._all_words, self._all_stems = words, stems
        self.stems = np.zeros(1024, np.int32)

    def __missing__(self, word: str) -> int:
        number = self[word] = self._all_words.setdefault(word, len(self._all_words))
        if number >= len(self.stems):
            self.stems = np.concatenate([self.stems, np.zeros(max(number + 1, len(self.stems)), np.int32)])
        stem = self._stem(word) if len(word) <= _LONGEST_STEMMED else word
        self.stems[number] = self._all_stems.setdefault(stem, len(self._all_stems))
        return number


_LONGEST_STEMMED = 64
