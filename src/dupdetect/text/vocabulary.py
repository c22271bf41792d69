"""Numbers for words and stems, so that texts are compared as arrays."""

from __future__ import annotations

from collections.abc import Callable
from itertools import compress

import numpy as np
import Stemmer
from numpy.typing import NDArray

from dupdetect.text import scripts
from dupdetect.text.forms import bare_form
from dupdetect.text.language import SAMPLE, LatinVotes, guess_language, is_latin
from dupdetect.text.numbering import Ints, Listed, Tabled, WordTable, create_numbering, cut_words

_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


class Vocabulary:
    """Assigns numbers to words and stems, shared by all articles that are compared.

    Args:
        language: ISO 639-1 code of words whose language is not given; languages without a Snowball stemmer keep their
            words as stems.
    """

    def __init__(self, language: str = "en") -> None:
        self._language = language
        self._words = create_numbering()
        self._stems: dict[str, int] = {}
        self._tables: dict[str, _StemTables] = {}
        self._votes = LatinVotes(self._words)

    def numbers(
        self, text: str, starts: Ints, ends: Ints, language: str = "", roots: list[str] | None = None
    ) -> tuple[Ints, Ints]:
        """The numbers of the words `text[starts[i]:ends[i]]`, and of their stems in `language`.

        A root other than its word stands for the stem.
        """
        numbers = self.number_words(text, starts, ends)
        return numbers, self.number_stems(numbers, text, starts, ends, language, roots)

    def number_words(self, text: str, starts: Ints, ends: Ints) -> Ints:
        """The numbers of the words `text[starts[i]:ends[i]]`."""
        return self._words.numbers(text, starts, ends)

    def number_stems(
        self, numbers: Ints, text: str, starts: Ints, ends: Ints, language: str = "", roots: list[str] | None = None
    ) -> Ints:
        """The numbers of the stems of words that `number_words` has numbered."""
        stems = self._stem_tables(language).stems.look_up(numbers, text, starts, ends)
        for i, root in enumerate(roots or ()):
            if root != text[starts[i] : ends[i]]:
                stems[i] = self._number_stem(root)
        return stems

    def number_bare_stems(
        self, stems: Ints, numbers: Ints, text: str, starts: Ints, ends: Ints, language: str = ""
    ) -> Ints:
        """The numbers of the stems of words without their diacritics; `stems` are those of the words as they are."""
        bare = self._stem_tables(language).bare_stems.look_up(numbers, text, starts, ends)
        return np.where(bare == _UNMARKED, stems, bare - 1)

    def guess_language(self, numbers: Ints, text: str, starts: Ints, ends: Ints) -> str:
        """The language of words that `number_words` has numbered, by a sample of them."""
        step = len(numbers) // SAMPLE + 1
        numbers, starts, ends = numbers[::step], starts[::step], ends[::step]
        if text.isascii() or is_latin(scripts.points(text)[starts]):
            return self._votes.guess(numbers, text, starts, ends)
        return guess_language(cut_words(text, starts, ends))

    def hash_words(self, numbers: Ints) -> NDArray[np.uint64]:
        """A hash of the spelling of each of these words, the same in every process."""
        return self._words.hash_words(numbers)

    @property
    def stems(self) -> int:
        """How many stems have been numbered."""
        return len(self._stems)

    def _number_stem(self, stem: str) -> int:
        return self._stems.setdefault(stem, len(self._stems))

    def _stem_tables(self, language: str) -> _StemTables:
        language = language or self._language
        tables = self._tables.get(language)
        if tables is None:
            tables = self._tables[language] = _StemTables(language, self._words, self._number_stem)
        return tables


class _StemTables:
    """The number of the stem of each word of one language, and that of its bare form if it has diacritics.

    Attributes:
        stems: the numbers of stems.
        bare_stems: `_UNMARKED` for a word without diacritics, else one more than the number of the stem.
    """

    def __init__(self, language: str, words: Listed | Tabled, number_stem: Callable[[str], int]) -> None:
        has_stemmer = language in Stemmer.algorithms() or language in _SNOWBALL
        self._stemmer = Stemmer.Stemmer(_SNOWBALL.get(language, language), 0) if has_stemmer else None
        self._number_stem = number_stem
        self.stems = WordTable(words, self._find_stems)
        self.bare_stems = WordTable(words, self._find_bare_stems)

    def _find_stems(self, words: list[str]) -> list[int]:
        return [self._number_stem(stem) for stem in self._stem(words)]

    def _find_bare_stems(self, words: list[str]) -> list[int]:
        bare_words = [word if word.isascii() else "".join(map(bare_form, word)) for word in words]
        marked = [word != bare for word, bare in zip(words, bare_words, strict=True)]
        stems = iter(self._find_stems(list(compress(bare_words, marked))))
        return [next(stems) + 1 if is_marked else _UNMARKED for is_marked in marked]

    def _stem(self, words: list[str]) -> list[str]:
        if self._stemmer is None:
            return words
        stems = self._stemmer.stemWords([word[:_LONGEST_STEMMED] for word in words])
        return [stem if len(word) <= _LONGEST_STEMMED else word for word, stem in zip(words, stems, strict=True)]


_UNMARKED = 0
_LONGEST_STEMMED = 64
