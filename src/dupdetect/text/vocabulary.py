"""Numbers for words and stems, so that texts are compared as arrays."""

from __future__ import annotations

import numpy as np
import Stemmer
from numpy.typing import NDArray

from dupdetect.text import scripts
from dupdetect.text.forms import bare_form
from dupdetect.text.language import SAMPLE, LatinVotes, guess_language, is_latin
from dupdetect.text.numbering import Ints, create_numbering

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
        self._stemmed: dict[str, _Stemmed] = {}
        self._votes = LatinVotes()

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
        language = language or self._language
        table = self._stemmed.get(language)
        if table is None:
            table = self._stemmed[language] = _Stemmed(language, self._stems)
        stems = table.stems(numbers, text, starts, ends)
        for i, root in enumerate(roots or ()):
            if root != text[starts[i] : ends[i]]:
                stems[i] = self._stems.setdefault(root, len(self._stems))
        return stems

    def number_bare_stems(self, stems: Ints, text: str, starts: Ints, ends: Ints, language: str = "") -> Ints:
        """The numbers of the stems of words without their diacritics; `stems` are those of the words as they are."""
        places, bare_of = _find_marked(text, starts, ends)
        if not len(places):
            return stems
        spans = zip(starts[places].tolist(), ends[places].tolist(), strict=True)
        bare_words = [text[start:end].translate(bare_of) for start, end in spans]
        until = np.cumsum([len(word) for word in bare_words], dtype=np.int32)
        bare_stems = stems.copy()
        bare_stems[places] = self.numbers("".join(bare_words), np.append(np.int32(0), until[:-1]), until, language)[1]
        return bare_stems

    def guess_language(self, numbers: Ints, text: str, starts: Ints, ends: Ints) -> str:
        """The language of words that `number_words` has numbered, by a sample of them."""
        step = len(numbers) // SAMPLE + 1
        numbers, starts, ends = numbers[::step], starts[::step], ends[::step]

        def spell(places: list[int]) -> list[str]:
            return [text[starts[i] : ends[i]] for i in places]

        if text.isascii() or is_latin(scripts.points(text)[starts]):
            return self._votes.guess(numbers, spell)
        return guess_language(spell(list(range(len(numbers)))))

    def hash_words(self, numbers: Ints) -> NDArray[np.uint64]:
        """A hash of the spelling of each of these words, the same in every process."""
        return self._words.hash_words(numbers)

    @property
    def stems(self) -> int:
        """How many stems have been numbered."""
        return len(self._stems)


def _find_marked(text: str, starts: Ints, ends: Ints) -> tuple[NDArray[np.intp], dict[int, str]]:
    """Which words `text[starts[i]:ends[i]]` hold a letter with diacritics, and all such letters without them."""
    codes = scripts.points(text)
    at = np.flatnonzero(codes > _ASCII)  # few: what is done for each letter of the text costs more than all the rest
    beyond = codes[at].tolist()
    bare_of = {code: bare for code in set(beyond) if (bare := bare_form(letter := chr(code))) != letter}
    marked = at[[code in bare_of for code in beyond]] if bare_of else at[:0]
    words = np.searchsorted(ends, marked, "right")
    inside = words < len(ends)
    inside[inside] = starts[words[inside]] <= marked[inside]
    return np.unique(words[inside]), bare_of


class _Stemmed:
    """The number of the stem of each word of one language, found when the word is first seen."""

    def __init__(self, language: str, stems: dict[str, int]) -> None:
        has_stemmer = language in Stemmer.algorithms() or language in _SNOWBALL
        self._stemmer = Stemmer.Stemmer(_SNOWBALL.get(language, language), 0) if has_stemmer else None
        self._all_stems = stems
        self._of_word = np.full(1024, _UNSEEN, np.int32)

    def stems(self, numbers: Ints, text: str, starts: Ints, ends: Ints) -> Ints:
        """The number of each word's stem; `numbers` are those of the words `text[starts[i]:ends[i]]`."""
        room = int(numbers.max(initial=-1)) + 1
        if room > len(self._of_word):
            more = max(room, 2 * len(self._of_word)) - len(self._of_word)
            self._of_word = np.concatenate([self._of_word, np.full(more, _UNSEEN, np.int32)])
        stems = self._of_word[numbers]
        unseen = np.flatnonzero(stems == _UNSEEN)
        if not len(unseen):
            return stems
        new: dict[int, str] = {}
        for number, start, end in zip(*(item[unseen].tolist() for item in (numbers, starts, ends)), strict=True):
            if number not in new:
                new[number] = text[start:end]
        for number, stem in zip(new, self._stem(list(new.values())), strict=True):
            self._of_word[number] = self._all_stems.setdefault(stem, len(self._all_stems))
        return self._of_word[numbers]

    def _stem(self, words: list[str]) -> list[str]:
        if self._stemmer is None:
            return words
        stems = self._stemmer.stemWords([word[:_LONGEST_STEMMED] for word in words])
        return [stem if len(word) <= _LONGEST_STEMMED else word for word, stem in zip(words, stems, strict=True)]


_ASCII = 127
_UNSEEN = -1
_LONGEST_STEMMED = 64
