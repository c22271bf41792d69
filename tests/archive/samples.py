"""Stories for the tests of stores and archives, made from a seed: many that have nothing in common, and what is made of
one of them."""

from __future__ import annotations

import random

from dupdetect.records import Article

_SYLLABLES = "ka le mi no pu ra se ti vo wa xe zi bro cla dre fli gro".split()


def word(draw: random.Random) -> str:
    return "".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4)))


def story(seed: int, words: int = 120) -> str:
    """Sentences of made-up words; two seeds share hardly a pair of neighbouring words."""
    draw = random.Random(seed)
    made = [word(draw) for _ in range(words)]
    sentences = [made[i : i + 12] for i in range(0, words, 12)]
    return " ".join(f"{' '.join(one).capitalize()}." for one in sentences)


def spun(text: str, seed: int, every: int = 6) -> str:
    """The text with every sixth word replaced."""
    draw = random.Random(seed)
    words = text.split()
    for i in range(every // 2, len(words), every):
        words[i] = word(draw) + words[i][-1:] * (words[i][-1:] == ".")
    return " ".join(words)


def articles(count: int, start: int = 0) -> list[Article]:
    return [Article(f"story/{start + i:05d}.txt", story(start + i)) for i in range(count)]


HOSTILE_IDS = (
    "two\nlines",
    "quotes ' \" `",
    "'; DROP TABLE article; --",
    "../../etc/passwd",
    "C:\\news\\a.txt",
    "a\x00b",
    "\ud800 alone",
    "سلام 你好 \U0001f600",
    " ",
    "%_*?",
    "x" * 10_000,
    "x" * 9_999 + "y",
)
