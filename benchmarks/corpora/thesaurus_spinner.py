"""A thesaurus spinner: what cheap "article rewriting" tools do to a news text.

The spinner looks every word and phrase up in a thesaurus of word forms and puts an
alternative in its place, without regard for the sense.  Names, numbers and
punctuation stay; the first letter of a sentence is now and then lost, as it is in
spun pages on the real web.  The same arguments always give the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

Thesaurus = Mapping[tuple[str, ...], Sequence[str]]
"""Lower-case words of an entry -> its alternatives."""

STRENGTHS: Mapping[str, float] = {"light": 0.30, "medium": 0.45, "heavy": 0.65}
"""Share of all content words that each strength replaces."""

LOWERED_AFTER_REPLACEMENT = 0.3
LOWERED_OTHERWISE = 0.08

WORD = re.compile(r"(?<![\w'’])[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+|-[^\W\d_]+)*")
SENTENCE_START = re.compile(r"(?:^|[.!?:][\"”’')]*\s|\n)\s*[\"“‘'(]*$|[\"“‘]$")

_FUNCTION_WORDS = """
    a about above after against all along also although among an and another any are around as at
    away back be because been before behind being below between beyond both but by can cannot could
    did do does down during each either else even ever every few for from had has have he her here
    hers him himself his how i if in inside into is it its itself just least less like many may me
    might more most much must my near neither never no nor not nothing now of off on once one only
    onto or other others our out outside over own per rather same shall she should since so some
    such than that the their them themselves then there these they this those though through to
    too toward towards two under until up upon us very was we were what when where whether which
    while who whom whose why will with within without would yet you your didn't doesn't don't isn't
    wasn't won't wouldn't couldn't can't hadn't hasn't haven't it's we're they're i'm
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


class Word(NamedTuple):
    """One word of the text with its place and its part in the sentence."""

    text: str
    start: int
    end: int
    opens_sentence: bool
    is_name: bool

    @property
    def key(self) -> str:
        """The form under which the thesaurus knows the word."""
        return self.text.lower().replace("’", "'")

    @property
    def is_content(self) -> bool:
        """Whether the word is neither a function word nor a name."""
        return not self.is_name and self.key not in FUNCTION_WORDS


class Candidate(NamedTuple):
    """A run of words that the thesaurus knows: words[first:last]."""

    first: int
    last: int
    alternatives: Sequence[str]


def read_thesaurus(path: Path) -> Thesaurus:
    """Read lines of `word or phrase<TAB>alternative<TAB>alternative...`."""
    thesaurus: dict[tuple[str, ...], Sequence[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        entry, *alternatives = (field.strip() for field in line.split("\t"))
        if not entry or not alternatives or not all(alternatives):
            raise ValueError(f"{path.name}, line {number}: an entry needs alternatives: {line!r}")
        thesaurus[tuple(entry.lower().split())] = tuple(alternatives)
    return thesaurus


def read_words(text: str) -> list[Word]:
    """All words of the text, with names told from other words by their capitals."""
    found = [(match, _opens_sentence(text, match.start())) for match in WORD.finditer(text)]
    names = {match[0] for match, opens in found if not opens and _is_capitalised(match[0])}
    plain = {match[0] for match, _ in found if not _is_capitalised(match[0])}
    return [
        Word(
            match[0],
            *match.span(),
            opens,
            match[0] in names and not (opens and match[0].lower() in plain),
        )
        for match, opens in found
    ]


def _opens_sentence(text: str, position: int) -> bool:
    """Whether the word at `position` is the first of a sentence or of a quotation."""
    return SENTENCE_START.search(text[max(0, position - 6) : position]) is not None or position == 0


def _is_capitalised(word: str) -> bool:
    return word[0].isupper()


def find_candidates(text: str, words: Sequence[Word], thesaurus: Thesaurus) -> Iterator[Candidate]:
    """Walk through the words and take the longest known phrase at each place."""
    longest = max(map(len, thesaurus), default=0)
    position = 0
    while position < len(words):
        candidate = _longest_candidate(text, words, position, thesaurus, longest)
        if candidate is not None:
            yield candidate
        position = candidate.last if candidate else position + 1


def _longest_candidate(
    text: str, words: Sequence[Word], first: int, thesaurus: Thesaurus, longest: int
) -> Candidate | None:
    for last in range(min(first + longest, len(words)), first, -1):
        phrase = words[first:last]
        alternatives = thesaurus.get(tuple(word.key for word in phrase))
        if alternatives and not any(word.is_name for word in phrase) and _is_unbroken(text, phrase):
            return Candidate(first, last, alternatives)
    return None


def _is_unbroken(text: str, phrase: Sequence[Word]) -> bool:
    """Whether nothing but single spaces stands between the words."""
    return text[phrase[0].start : phrase[-1].end] == " ".join(word.text for word in phrase)


def choose(candidates: Iterable[Candidate], words: Sequence[Word], share: float, random: Random) -> list[Candidate]:
    """Draw candidates until `share` of all content words of the text is replaced."""
    wanted = share * sum(word.is_content for word in words)
    shuffled = list(candidates)
    random.shuffle(shuffled)
    chosen: list[Candidate] = []
    replaced = 0
    for candidate in shuffled:
        if replaced >= wanted:
            break
        chosen.append(candidate)
        replaced += max(1, sum(word.is_content for word in words[candidate.first : candidate.last]))
    return sorted(chosen)


def spin(text: str, thesaurus: Thesaurus, share: float, seed: int) -> str:
    """Replace `share` of the content words of `text`, as far as the thesaurus knows them."""
    random = Random(seed)
    words = read_words(text)
    chosen = choose(find_candidates(text, words, thesaurus), words, share, random)
    by_first = {candidate.first: candidate for candidate in chosen}
    pieces: list[str] = []
    copied = position = 0
    while position < len(words):
        candidate = by_first.get(position)
        last = candidate.last if candidate else position + 1
        pieces += [
            text[copied : words[position].start],
            _write_phrase(words[position:last], candidate, random),
        ]
        copied, position = words[last - 1].end, last
    return "".join(pieces) + text[copied:]


def _write_phrase(phrase: Sequence[Word], candidate: Candidate | None, random: Random) -> str:
    """The words as the spinner writes them: replaced, kept, or robbed of their capital."""
    first = phrase[0]
    written = random.choice(candidate.alternatives) if candidate else first.text
    if not first.opens_sentence or first.is_name or not _is_capitalised(first.text) or first.text == "I":
        return written
    lowered = random.random() < (LOWERED_AFTER_REPLACEMENT if candidate else LOWERED_OTHERWISE)
    return written[0].lower() + written[1:] if lowered else written[0].upper() + written[1:]


def coverage(text: str, thesaurus: Thesaurus) -> float:
    """Share of the content words of `text` that the thesaurus could replace."""
    words = read_words(text)
    known = sum(
        sum(word.is_content for word in words[candidate.first : candidate.last])
        for candidate in find_candidates(text, words, thesaurus)
    )
    return known / max(1, sum(word.is_content for word in words))
