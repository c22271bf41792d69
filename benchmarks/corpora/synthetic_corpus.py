"""Made-up news text by the million: words of the samples and invented ones, with the statistics of natural language.

Words follow Zipf's law, as Mandelbrot amended it (1953). Half of them are drawn from a few fixed successors of the
two words before, so that turns of phrase repeat between articles, as in real text, and long runs do not. Words are
numbers until they are written, and whole blocks of text are drawn at once; the successors are found by hashing, so
that no table of pairs of words is needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.places import ARTICLES

Words = NDArray[np.int32]
"""Words of a text: number in the vocabulary * number of styles + style."""

VOCABULARY = 100_000
WORD = re.compile(r"[^\W_]+")
ACCENTS = dict(zip("aeiounc", "áéíöüñç", strict=True))

STREAMS = 2048
"""Texts drawn side by side, word by word; they are then cut into articles."""
STEPS = 512
DRAWS = 1 << 22
"""Entries of the table from which words are drawn; the rarest word has two."""

FOLLOWS = 0.5
"""Share of the words that are drawn from the successors of the two before."""
SUCCESSORS = np.array([0] * 8 + [1] * 4 + [2] * 2 + [3, 4], np.uint64)
SENTENCE, PARAGRAPH, QUOTED = 1 / 20, 1 / 4, 0.12
COMMA, DASH = 0.05, 0.01

STYLES = (
    ("", " "),
    ("", ", "),
    ("", " – "),
    ("", " "),
    ("“", " "),
    ("", ". "),
    ("", ".” "),
    ("", ".\n\n"),
    ("", ".”\n\n"),
)
"""What stands before and after a word, by its place in the sentence; the two that open one also take a capital."""
INSIDE, AFTER_COMMA, AFTER_DASH, OPENS, OPENS_QUOTE, CLOSES = range(6)
PLAIN = str.maketrans("–“”", '-""')


class TextSource:
    """A source of text without end, the same for the same seed; the words are the same for every seed."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        weights = 1 / (np.arange(VOCABULARY) + 2.7) ** 1.07
        edges = np.cumsum(weights) / weights.sum()
        self._draws = np.searchsorted(edges, (np.arange(DRAWS) + 0.5) / DRAWS).astype(np.int32)

    def blocks(self) -> Iterator[Words]:
        """Running text, a block of a million words at a time."""
        while True:
            words = self._run()
            yield words * np.int32(len(STYLES)) + self._styles(len(words))

    def draw_words(self, count: int) -> Words:
        """`count` words without regard to those before, in the middle of a sentence."""
        return self._draws[self._random.integers(0, DRAWS, count)] * np.int32(len(STYLES))

    def write_text(self, words: Words, plain: bool) -> str:
        """The text; a plain one has straight quotation marks, hyphens for dashes, and no accents."""
        forms = style_words(plain)
        return "".join([forms[i] for i in words.tolist()]).strip()

    def _run(self) -> Words:
        words = np.empty((STEPS + 2, STREAMS), np.int32)
        for step in range(STEPS + 2):
            dice = self._random.integers(0, 1 << 63, STREAMS, np.uint64)
            words[step] = self._draws[dice >> np.uint64(41)]
            if step > 1:
                follows = dice & np.uint64(1023) < 1024 * FOLLOWS
                succession = SUCCESSORS[(dice >> np.uint64(10)) & np.uint64(15)]
                words[step, follows] = self._successors(words[step - 2], words[step - 1], succession)[follows]
        return words[2:].T.ravel()

    def _successors(self, first: Words, second: Words, succession: NDArray[np.uint64]) -> Words:
        """A word for each pair of words and number of the successor: always the same one."""
        mixed = first.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed += second.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
        mixed = (mixed + succession) * np.uint64(0xD6E8FEB86659FD93)
        mixed = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
        found: Words = self._draws[mixed >> np.uint64(42)]
        return found

    def _styles(self, count: int) -> Words:
        """Sentences, paragraphs and quotations over a stretch of `count` words."""
        dice = self._random.random(count)
        styles = np.full(count, INSIDE, np.int32)
        styles[dice < COMMA + DASH] = AFTER_COMMA
        styles[dice < DASH] = AFTER_DASH
        ends = np.flatnonzero(dice > 1 - SENTENCE)
        ends = ends[np.diff(ends, prepend=-1) > 2]
        quoted = self._random.random(len(ends)) < QUOTED
        paragraph = self._random.random(len(ends)) < PARAGRAPH
        styles[ends] = CLOSES + quoted + 2 * paragraph
        styles[(ends[:-1] + 1)] = OPENS + quoted[1:]
        return styles


@cache
def style_words(plain: bool) -> list[str]:
    """Every word in every style."""
    forms, styles = vocabulary(), list(STYLES)
    if plain:
        forms = [remove_accents(form) for form in forms]
        styles = [(before.translate(PLAIN), after.translate(PLAIN)) for before, after in STYLES]
    return [
        f"{before}{form[0].upper() + form[1:] if style in (OPENS, OPENS_QUOTE) else form}{after}"
        for form in forms
        for style, (before, after) in enumerate(styles)
    ]


@cache
def vocabulary() -> list[str]:
    """All words, the most frequent first."""
    return invent_words(written_forms(), VOCABULARY, np.random.default_rng(0))


def written_forms() -> list[str]:
    """The words of the samples, each in its commonest spelling, the most frequent first."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(ARTICLES.iterdir()))
    counts = Counter(word for text in texts for word in WORD.findall(text))
    commonest: dict[str, str] = {}
    for word, _ in counts.most_common():
        commonest.setdefault(remove_accents(word.lower()), word)
    return list(commonest.values())


def invent_words(known: Sequence[str], count: int, random: np.random.Generator) -> list[str]:
    """`known` and further words up to `count`, each the head of one word and the tail of another.

    No two are equal without their case and accents.
    """
    stock = [word.lower() for word in known if word.isalpha() and len(word) > 3]
    seen = dict.fromkeys(remove_accents(word.lower()) for word in known)
    forms = list(known[:count])
    while len(forms) < count:
        dice = random.random((count, 5)).tolist()
        for head, tail, begin, end, dress in dice:
            word = _part(stock, head)[: 2 + int(3 * begin)] + _part(stock, tail)[-2 - int(4 * end) :]
            if remove_accents(word) not in seen and len(forms) < count:
                seen[remove_accents(word)] = None
                forms.append(_dress_word(word, dress))
    return forms


def _part(stock: Sequence[str], chance: float) -> str:
    return stock[int(chance * len(stock))]


def _dress_word(word: str, chance: float) -> str:
    """Some words have accents, and some are names."""
    if chance < 0.02:
        return "".join(ACCENTS.get(letter, letter) for letter in word)
    return word.capitalize() if chance > 0.85 else word


def remove_accents(word: str) -> str:
    """The word without its accents."""
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
