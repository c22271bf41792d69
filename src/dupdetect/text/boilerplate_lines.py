"""Sentences that recur across unrelated articles of a batch: boilerplate that no pattern knows.

Examples are podcast credits, a company's notice below its press releases, and the fixed text of job advertisements.
Sentences are counted, not lines, because a date or a name in a line may differ from page to page. A line is boilerplate
when most of it recurs.

A sentence that many articles hold may also come from one article that was copied many times, or from a statement that
several reports quote. So an article counts as a holder only if the rest of its text differs from that of the other
holders, begins before the recurring text, and has another topic: what an outlet adds around a story that it took is
about the story. An article does not count either if its recurring text is long, quotes somebody, stands in its middle,
or outweighs the rest and reports what somebody said and when: then that text is a story which outlets took.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import islice, takewhile
from typing import Any

import numpy as np

from dupdetect.kernels.sentences import spell_sentences
from dupdetect.settings import Segmenting
from dupdetect.text import scripts
from dupdetect.text.notices import ADDRESS

LOOKED_AT = 64
"""Most holders of a sentence that are examined: those with the smallest digests (a bottom-k sample, Cohen & Kelley
2007). The sample is the same in whatever order or parts the articles come."""

_FEWEST = 3
"""Words of a sentence; shorter ones are headings, or known boilerplate."""
TOPIC_LETTERS = 6
"""Least letters of a topic word; shorter words stand in every article."""
TOPIC_WORDS = 48
"""Number of first topic words that are used, so that a long article has no more of them than a short one."""
_STRANGERS = 0.14
"""Largest share of topic words that two unrelated articles have in common. In the samples and ECB+, 1 in 20 unrelated
pairs shares more, and 9 in 10 pairs of reports of one event do."""
_LEAST_OWN = 3
"""Least topic words that an article needs before the recurring text to count as a holder."""
_ABOUT = 0.25
"""Largest share of those words that the recurring text may hold; above it, the article is about that text."""
_MOSTLY = 0.6
"""Least share of a line's words in recurring sentences for the line to be boilerplate."""
_PROSE = 12
"""Least words of a line of prose, as opposed to a button, label or heading."""
_SHORT_NOTICE = 240
"""Longest recurring prose, in code points, that may stand anywhere in an article."""
_LONGEST_NOTICE = 250
"""Longest notice, in words; longer recurring text is a story."""
_QUOTATION = re.compile(r"[\"“„«「]\w[^\"“”„«»「」\n]{20,}[\"”“»」]")
_REPORTED = re.compile(
    r"\b(?:said|told|announced|according to|on (?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|sagte|teilte|erklärte|am (?:mon|diens|donners|frei|sams|sonn)tag|am mittwoch"
    r"|a (?:déclaré|annoncé|indiqué)|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|dijo|anunció|el (?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)"
    r"|ha (?:detto|annunciato)|lunedì|martedì|mercoledì|giovedì|venerdì)\b",
    re.IGNORECASE,
)
_REPORTS = 2
"""Least times that a report says who said something or on which day it happened."""
_COMPARED = 1_048_576
"""Hashes that are looked up at once."""
_WORD = re.compile(rf"[^\W\d_]{{{TOPIC_LETTERS},40}}")
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^\n.!?。！？]+")
_BETWEEN = r"[^\w\n.!?。！？]*(?:_[^\w\n.!?。！？]*)*"
_OPENING = re.compile(rf"[\n.!?。！？]{_BETWEEN}([^\W_]+){_BETWEEN}([^\W_]*)")
"""What ends a sentence, and the first two words of the next."""
_SIGMA = "Σ"
"""The letter whose lower case depends on its neighbours: in its sentence it may differ from that in its text."""
_UNSTEADY = "Σςİ"
"""Letters whose lower case depends on their neighbours, or is of two characters."""


def find_recurring_lines(texts: Sequence[str], settings: Segmenting) -> frozenset[str]:
    """The sentences, as `line_key` gives them, that at least `settings.recurring` unrelated texts hold; 0: none."""
    least = may_recur(settings)
    if not least or len(texts) < least:
        return frozenset()
    often, holding = _find_often(texts, least)
    holders: dict[str, list[int]] = {}
    for i in holding:
        for line in line_keys(texts[i]):
            if hash(line) in often:
                holders.setdefault(line, []).append(i)
    telling: dict[int, frozenset[str]] = {}
    digests: dict[int, int] = {}

    def telling_of(places: Sequence[int]) -> Iterator[frozenset[str]]:
        for i in places:
            if i not in telling:
                telling[i] = telling_words(texts[i], holders)
            yield telling[i]

    return frozenset(
        line
        for line, places in holders.items()
        if are_unrelated(telling_of(_draw_sample(places, texts, digests)), least)
    )


def may_recur(settings: Segmenting) -> int:
    """How many unrelated texts must hold a line; 0 when none is looked for."""
    return settings.recurring if settings.furniture else 0


def line_key(sentence: str) -> str:
    """The key under which two sentences are the same: their words in lower case."""
    return " ".join(scripts.WORD.findall(sentence.lower()))


def line_keys(text: str) -> frozenset[str]:
    """The sentences of a text that may recur, as `line_key` gives them."""
    keys = map(line_key, _SENTENCE.findall(text)) if _SIGMA in text else _spell_keys(text.lower())
    return frozenset([key for key in keys if key.count(" ") >= _FEWEST - 1 or _is_long(key)])


def _spell_keys(lower: str) -> list[str]:
    """The keys of all sentences of a text that is in lower case already."""
    codes = scripts.points(lower)
    spelled = np.empty(len(codes), codes.dtype)
    count = spell_sentences(codes, scripts.classes(codes), spelled)
    return scripts.spell(spelled[:count]).split("\n")


def _is_long(key: str) -> bool:
    """Whether a key without spaces has words enough, as scripts without spaces count them."""
    return not key.isascii() and scripts.length(key) >= _FEWEST


def may_hold(text: str, lower: str, recurring: frozenset[str]) -> bool:
    """Whether a sentence of a text is one of `recurring`; true in doubt.

    Most texts hold no sentence that begins with the same two words. `lower` is the text in lower case, with σ for any
    small sigma.
    """
    if any(letter in text for letter in _UNSTEADY):
        return True
    if _list_openings(recurring).isdisjoint(_OPENING.findall("\n" + lower)):
        return False
    return not recurring.isdisjoint(_spell_keys(lower))


@lru_cache(maxsize=4)
def _list_openings(keys: frozenset[str]) -> frozenset[tuple[str, str]]:
    """The first two words of sentences, given as `line_key` gives them."""
    return frozenset([(first, rest.partition(" ")[0]) for first, _, rest in (key.partition(" ") for key in keys)])


def find_recurring(lines: Sequence[str], recurring: frozenset[str]) -> list[bool]:
    """Which of the lines are boilerplate because most of their words stand in recurring sentences."""
    first_words = frozenset([word for word, _ in _list_openings(recurring)])
    return [_may_recur(line, first_words) and recurs(line, recurring) for line in lines]


def _may_recur(line: str, openings: Container[str]) -> bool:
    """Whether a sentence of the line begins like a recurring one, which rules out most lines quickly."""
    first_words = (scripts.WORD.search(sentence) for sentence in _SENTENCE.findall(line.lower()))
    return any(word is not None and word.group() in openings for word in first_words)


def recurs(line: str, recurring: Container[str]) -> bool:
    """Whether most of the words of a line stand in recurring sentences."""
    words = repeated = 0
    for key in map(line_key, _SENTENCE.findall(line)):
        count = key.count(" ") + 1 if key else 0
        words += count
        repeated += count if key in recurring else 0
    return repeated > 0 and repeated >= _MOSTLY * words


def digest_line(text: str) -> int:
    """A signed 64-bit digest of a text or line, the same on every machine."""
    data = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(data, "big", signed=True)


def telling_words(text: str, recurrent: Container[str]) -> frozenset[str]:
    """The first topic words of a text outside recurring sentences; none where its topic is unclear."""
    lines = [(line, recurs(line, recurrent)) for line in _LINE.findall(text)]
    if _holds_story(lines):
        return frozenset()
    sentences = [
        (key, again or key in recurrent) for line, again in lines for key in map(line_key, _SENTENCE.findall(line))
    ]
    longest = max((key for key, again in sentences if again), key=len, default="")
    own = _list_topic_words(key for key, again in sentences if not again)
    opening = takewhile(lambda item: item[0] != longest, sentences)
    before = _list_topic_words(key for key, again in opening if not again)
    repeated = _list_topic_words((key for key, again in sentences if again), most=len(text))
    return frozenset() if is_about(own, repeated) or len(before) < _LEAST_OWN else own


def _holds_story(lines: Sequence[tuple[str, bool]]) -> bool:
    """Whether the lines marked as recurring are a story that outlets took, and not a notice.

    They are if they are long, quote somebody, if the article continues after them, or if they outweigh the rest and
    report without a word to the reader.
    """
    places = [i for i, (line, again) in enumerate(lines) if again and scripts.length(line) >= _PROSE]
    block = "\n".join(lines[i][0] for i in places)
    if len(block) <= _SHORT_NOTICE:
        return False
    own = sum(scripts.length(line) for line, again in lines if not again)
    if scripts.length(block) > own and _is_report(block):
        return True
    behind = sum(scripts.length(line) for line, again in lines[places[-1] :] if not again)
    return scripts.length(block) > _LONGEST_NOTICE or behind > _PROSE or _QUOTATION.search(block) is not None


def _is_report(block: str) -> bool:
    return len(_REPORTED.findall(block)) >= _REPORTS and not ADDRESS.search(block.replace("US", ""))


def _list_topic_words(sentences: Iterable[str], most: int = TOPIC_WORDS) -> frozenset[str]:
    words: dict[str, None] = {}
    for sentence in sentences:
        spaced = scripts.is_spaced(sentence).split() if scripts.needs_script_rules(sentence) else None
        words.update(dict.fromkeys(_WORD.findall(sentence) if spaced is None else spaced))
        if len(words) >= most:
            break
    return frozenset(islice(words, most))


def are_unrelated(holders: Iterable[frozenset[Any]], least: int) -> bool:
    """Whether at least `least` of the holders of a sentence, given by their topic words, are unrelated."""
    strangers: list[frozenset[Any]] = []
    for words in holders:
        if words and all(are_apart(words, other) for other in strangers):
            strangers.append(words)
            if len(strangers) == least:
                return True
    return False


def _find_often(texts: Sequence[str], least: int) -> tuple[frozenset[int], list[int]]:
    """Hashes of the sentences that at least `least` texts hold, at eight bytes each to save memory; and these texts."""
    hashes, ends = array("q"), array("q", [0])
    for text in texts:
        hashes.extend(map(hash, line_keys(text)))
        ends.append(len(hashes))
    if not hashes:
        return frozenset(), []
    every = np.frombuffer(hashes, np.int64)
    ordered = np.sort(every)
    at_start = ordered[: max(len(ordered) - least + 1, 0)]
    often = np.unique(at_start[at_start == ordered[least - 1 :]])
    places = [
        start + np.flatnonzero(np.isin(every[start : start + _COMPARED], often))
        for start in range(0, len(every), _COMPARED)
    ]
    holding = np.unique(np.searchsorted(np.frombuffer(ends, np.int64), np.concatenate(places), "right") - 1)
    return frozenset(often.tolist()), holding.tolist()


def _draw_sample(holders: list[int], texts: Sequence[str], digests: dict[int, int]) -> list[int]:
    """The sample of holders that is examined, in order."""
    if len(holders) <= LOOKED_AT:
        return holders
    for i in holders:
        if i not in digests:
            digests[i] = digest_line(texts[i])
    return sorted(sorted(holders, key=lambda i: (digests[i], i))[:LOOKED_AT])


def is_about(own: frozenset[Any], repeated: frozenset[Any]) -> bool:
    """Whether a text, given by its own topic words, is about the recurring text that it holds."""
    return len(own & repeated) > max(1, _ABOUT * len(own))


def are_apart(item: frozenset[Any], other: frozenset[Any]) -> bool:
    """Whether two texts, given by their topic words, are about different things."""
    return len(item & other) <= max(1, _STRANGERS * min(len(item), len(other)))
