"""A made-up event: the coverage of a broken viaduct by 220 articles, with what is true of every pair of them.

Own reports come from a small grammar, none of whose frames is long enough to be wording of its own. Among them hide a
piece with near copies and rewrites, a wire story that many run whole or cut, a story in five versions, trims, lifts of
two sentences, and round-ups; if asked, a story that a hundred run and others take from. Nearly all carry matter that
real coverage shares: paragraphs of an agency, whole, cut, edited and reworded; posts in variants; captions under
several credits; stock sentences; page furniture.

The same seed gives the same event.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.corpora import event_words as words
from dupdetect.records import Article

ARTICLES = 220
NEAR_COPIES, REWRITES = 5, 5
WIRE_OUTLETS = 12
SHORT_PIECES, ROUND_UPS, HELD = 9, 3, 4
"""Short pieces; pages that hold some of them whole; and how many each page holds."""
LONG_PIECES = 4
VERSIONS, OUTLETS_A_VERSION = 5, 3
LIFTS, LIFTED_WORDS = 24, 30
"""How many articles take two sentences from another one, and the least words of the two."""
STORY_REWRITES, STORY_LIFTS = 8, 12
"""How many articles reword a story that many outlets run, and how many take two sentences of it."""

_SMALL_WORDS = ("also", "then", "still", "only", "now", "later")
_SWAPS = dict(pair.split("/") for pair in (*words.NOUNS, *words.VERBS, *words.ADJECTIVES))


@dataclass(frozen=True, slots=True)
class Event:
    """The articles of an event, and the truth about them.

    Attributes:
        articles: by id, with outlets and dates.
        family: the family of each article by its id; a round-up has those of all texts that it holds.
        lifts: pairs of ids, of which the second took two sentences from the first.
        story: the ids of the articles that run one story, whole or without its last paragraphs.
        rewrites, excerpts: the ids of the articles that reword the story, and that took two sentences of it.
    """

    articles: dict[str, Article] = field(default_factory=dict)
    family: dict[str, frozenset[str]] = field(default_factory=dict)
    lifts: list[tuple[str, str]] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    rewrites: list[str] = field(default_factory=list)
    excerpts: list[str] = field(default_factory=list)

    def members(self) -> dict[str, frozenset[str]]:
        """The articles of each planted family of two or more, without round-ups."""
        homes: dict[str, set[str]] = {}
        for name, families in self.family.items():
            if len(families) == 1:
                homes.setdefault(next(iter(families)), set()).add(name)
        return {family: frozenset(names) for family, names in homes.items() if len(names) > 1}

    def round_ups(self) -> dict[str, frozenset[str]]:
        """The families that each round-up holds."""
        return {name: families for name, families in self.family.items() if len(families) > 1}


class Writer:
    """Sentences from a grammar, and what editors do to them."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def paragraphs(self, sentences: int) -> list[str]:
        """New sentences, two a paragraph."""
        new = [self._sentence() for _ in range(sentences)]
        return [" ".join(new[i : i + 2]) for i in range(0, sentences, 2)]

    def edit(self, text: str, share: float) -> str:
        """A text with some words dropped, and small ones put in."""
        edited = []
        for word in text.split():
            roll = self.random.random()
            if roll < share / 2 and word.islower():
                continue
            edited.append(word)
            if roll > 1 - share / 2:
                edited.append(self.random.choice(_SMALL_WORDS))
        return " ".join(edited)

    def reword(self, text: str, share: float) -> str:
        """A text with so many of its content words exchanged for their synonyms."""
        return " ".join(self._swap(word) if self.random.random() < share else word for word in text.split(" "))

    def cut(self, text: str) -> str:
        """A text without one of its sentences, if it has several."""
        sentences = text.split(". ")
        if len(sentences) < 2:
            return text
        del sentences[self.random.randrange(len(sentences))]
        return ". ".join(sentences).rstrip(".") + "."

    def _swap(self, word: str) -> str:
        stem = word.strip(".,").removesuffix("s")
        return word.replace(stem, _SWAPS[stem], 1) if stem in _SWAPS else word

    def _sentence(self) -> str:
        sentence = self._clause()
        if self.random.random() < 0.7:
            link, other = self.random.choice(words.LINKS), self._clause()
            first = self.random.random() < 0.3
            sentence = f"{link} {other}, {sentence}" if first else f"{sentence} {link} {other}"
        return f"{sentence[0].upper()}{sentence[1:]}."

    def _clause(self) -> str:
        pick = self.random.choice
        adverb = f"{pick(words.ADVERBS)} " if self.random.random() < 0.4 else ""
        tail = pick(
            (
                "",
                f" in {pick(words.PLACES)}",
                f" on {self.random.randint(2, 28)} October",
                f" for {self.random.randint(2, 95)} hours",
                f" beside {self._phrase()}",
                f" for {self.random.randint(11, 980)} florins",
            )
        )
        return f"{self._phrase()} {adverb}{pick(words.VERBS).split('/')[0]} {self._phrase()}{tail}"

    def _phrase(self) -> str:
        pick = self.random.choice
        noun, adjective = pick(words.NOUNS).split("/")[0], pick(words.ADJECTIVES).split("/")[0]
        return pick(
            (
                f"the {adjective} {noun}",
                f"{pick(('a', 'one', 'another', 'every'))} {noun} {pick(('near', 'behind', 'below', 'above'))} "
                f"{pick(words.PLACES)}",
                f"{self.random.randint(3, 990)} {adjective} {noun}s",
                f"{pick(words.FIRST_NAMES)} {pick(words.SURNAMES)}",
                f"{pick(words.SURNAMES)}'s {noun}",
            )
        )


class Newsroom(Writer):
    """Dresses texts with the matter that all coverage of an event shares."""

    def dress(self, own: Sequence[str]) -> list[str]:
        """Own paragraphs with shared matter between them."""
        body = list(own)
        for extra in self._shared_matter():
            body.insert(self.random.randint(1, len(body)), extra)
        return [*body, *self.random.sample(words.FURNITURE, self.random.choice((0, 1, 1, 2)))]

    def _shared_matter(self) -> Iterator[str]:
        sample, pick = self.random.sample, self.random.choice
        yield from map(self._handle, sample(words.BACKGROUND, pick((0, 1, 2, 2, 3))))
        yield from map(self._show_post, sample(words.POSTS, pick((0, 0, 0, 1, 2))))
        for caption in sample(words.CAPTIONS, pick((0, 0, 1, 1))):
            yield f"{caption} {pick(words.CREDITS)}".strip()
        yield from sample(words.STOCK, pick((0, 0, 0, 1)))

    def _handle(self, paragraph: str) -> str:
        """A paragraph as a desk prints it: whole, edited, cut, reworded, or cut and edited."""
        roll = self.random.random()
        if roll < 0.4:
            return paragraph
        if roll < 0.6:
            return self.edit(paragraph, 0.08)
        if roll < 0.75:
            return self.cut(paragraph)
        if roll < 0.9:
            return self.edit(self.reword(paragraph, 0.8), 0.12)
        return self.edit(self.cut(paragraph), 0.06)

    def _show_post(self, post: str) -> str:
        """A post as pages show it: bare, in quotation marks, under a handle, or cut at its end."""
        handle = f"@{self.random.choice(words.FIRST_NAMES).lower()}{self.random.randint(10, 99)}"
        short = " ".join(post.split()[: self.random.randint(12, 18)])
        return self.random.choice(
            (post, f"“{post}”", f"{handle}: {post}", f"{post} — {handle}, 9 October", f"{short} …")
        )


def make_event(seed: int, articles: int = ARTICLES, outlets: int = 0) -> Event:
    """An event of so many articles; at least 150, and 20 more than the outlets that run one story, if any do."""
    event, random = Event(), Random(f"event {seed}")
    desk = _Desk(event, Newsroom(random), random)
    desk.plant_piece()
    desk.plant_wire()
    desk.plant_long_pieces()
    desk.plant_round_ups()
    desk.plant_versions()
    if outlets:
        desk.plant_story(outlets)
    desk.plant_own_reports(articles - len(event.articles) - LIFTS)
    return event


class _Desk:
    """Plants one kind of relation after the other into an event."""

    def __init__(self, event: Event, newsroom: Newsroom, random: Random) -> None:
        self._event = event
        self._room = newsroom
        self._random = random

    def _publish(self, name: str, paragraphs: Sequence[str], day: int, *families: str) -> None:
        hour, minute = self._random.randint(0, 23), self._random.randint(0, 59)
        self._event.articles[name] = Article(
            name,
            "\n\n".join(paragraphs),
            source=self._random.choice(words.OUTLETS),
            published=f"2025-10-{day:02}T{hour:02}:{minute:02}:00",
        )
        self._event.family[name] = frozenset(families or (name,))

    def _any_day(self) -> int:
        return self._random.randint(11, 25)

    def plant_piece(self) -> None:
        """One piece, its near copies with matter of their own, one of them cut to a half, and rewrites."""
        piece = self._room.paragraphs(18)
        self._publish("piece-0", self._room.dress(piece), 10, "piece")
        for i in range(1, NEAR_COPIES + 1):
            body = [self._room.edit(paragraph, 0.04) for paragraph in piece]
            body = [*body[:6], *self._room.paragraphs(2)] if i == NEAR_COPIES else body
            self._publish(f"piece-{i}", self._room.dress(body), self._any_day(), "piece")
        for i in range(REWRITES):
            body = [self._room.reword(paragraph, 0.3 + 0.12 * i) for paragraph in piece]
            self._publish(f"piece-{NEAR_COPIES + 1 + i}", self._room.dress(body), self._any_day(), "piece")

    def plant_wire(self) -> None:
        """A wire story with two paragraphs of background, run whole, or without its last paragraphs."""
        wire = [*self._room.paragraphs(8), *words.BACKGROUND[:2], *self._room.paragraphs(4)]
        for i in range(WIRE_OUTLETS):
            body = wire if i % 3 else wire[: len(wire) - self._random.randint(1, 2)]
            self._publish(f"wire-{i}", [*body, *self._random.sample(words.FURNITURE, 1)], self._any_day(), "wire")

    def plant_long_pieces(self) -> None:
        """Long pieces, and two trims of each: its opening, and its opening edited, under a caption."""
        for i in range(LONG_PIECES):
            piece = self._room.paragraphs(40)
            self._publish(f"long-{i}", self._room.dress(piece), 10, f"long-{i}")
            self._publish(f"trim-{i}a", piece[:5], 26, f"long-{i}")
            cut = [self._room.edit(paragraph, 0.04) for paragraph in piece[:7]]
            self._publish(f"trim-{i}b", [*cut, self._random.choice(words.CAPTIONS)], 26, f"long-{i}")

    def plant_round_ups(self) -> None:
        """Short pieces, and pages that hold several of them whole or nearly so, between words of their own."""
        pieces = {f"short-{i}": self._room.paragraphs(6) for i in range(SHORT_PIECES)}
        for name, piece in pieces.items():
            self._publish(name, piece, self._any_day(), name)
        for i in range(ROUND_UPS):
            held = self._random.sample(sorted(pieces), HELD)
            body = self._room.paragraphs(4)
            for name in held:
                body += [*self._room.paragraphs(1), *(self._room.edit(text, 0.02) for text in pieces[name])]
            self._publish(f"roundup-{i}", self._room.dress(body), 28, *held)

    def plant_versions(self) -> None:
        """An agency's story that grows from a brief: each version keeps most of the last, adds, cuts and rewords."""
        story = self._room.paragraphs(6)
        for version in range(VERSIONS):
            for i in range(OUTLETS_A_VERSION):
                body = [self._room.edit(paragraph, 0.02) for paragraph in story] if i else story
                self._publish(f"version-{version}{'abc'[i]}", self._room.dress(body), 10 + 2 * version, "version")
            kept = [self._room.reword(paragraph, 0.3) if k % 3 == 2 else paragraph for k, paragraph in enumerate(story)]
            if version > 1:
                del kept[1 + version % 2]
            lead = self._room.paragraphs(2)
            story = [*lead, *kept, *self._room.paragraphs(4 if version else 6)]

    def plant_story(self, outlets: int) -> None:
        """A story that many outlets run, and others that reword it or take two sentences of it."""
        event, room = self._event, self._room
        story = room.paragraphs(18)
        for i in range(outlets):
            body = [room.edit(paragraph, 0.02) for paragraph in story] if i % 2 else story
            body = [*body[: len(body) - self._random.randint(0, 3)], *self._random.sample(words.FURNITURE, 1)]
            event.story.append(f"story-{i}")
            self._publish(event.story[-1], body, 12, "story")
        for i in range(STORY_REWRITES):
            event.rewrites.append(f"spun-{i}")
            body = [room.reword(paragraph, 0.3 + 0.08 * i) for paragraph in story]
            self._publish(event.rewrites[-1], room.dress(body), self._any_day(), "story")
        for i in range(STORY_LIFTS):
            event.excerpts.append(f"excerpt-{i}")
            taken = self._random.choice([text for text in story if len(text.split()) >= LIFTED_WORDS])
            body = room.paragraphs(self._random.randint(8, 18))
            body.insert(self._random.randint(1, len(body)), room.edit(taken, 0.06) if i % 2 else taken)
            self._publish(event.excerpts[-1], room.dress(body), 27)

    def plant_own_reports(self, count: int) -> None:
        """Reports of their own, and others that took two sentences from one of them."""
        reports = {f"own-{i}": self._room.paragraphs(self._random.randint(8, 22)) for i in range(count)}
        for name, report in reports.items():
            self._publish(name, self._room.dress(report), self._any_day())
        for i in range(LIFTS):
            giver = self._random.choice([name for name in sorted(reports) if _has_long(reports[name])])
            taken = self._random.choice([text for text in reports[giver] if len(text.split()) >= LIFTED_WORDS])
            body = self._room.paragraphs(self._random.randint(8, 18))
            body.insert(self._random.randint(1, len(body)), self._room.edit(taken, 0.06) if i % 2 else taken)
            self._publish(f"lift-{i}", self._room.dress(body), 27)
            self._event.lifts.append((giver, f"lift-{i}"))


def _has_long(paragraphs: Sequence[str]) -> bool:
    """Whether a paragraph is long enough to be lifted."""
    return any(len(paragraph.split()) >= LIFTED_WORDS for paragraph in paragraphs)
