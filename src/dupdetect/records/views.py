"""What the pages of a report show beside the findings themselves: rows, edits, sources and highlights.

`dupdetect.desk` derives them from findings, and `dupdetect.report` shows them; they are not part of the JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from dupdetect.records import Span


@dataclass(frozen=True, slots=True)
class Level:
    """Paragraphs of two texts that stand beside each other; one side may be empty."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


class EditKind(str, Enum):
    """What became of a stretch on the way from one text to another."""

    KEPT = "kept"
    EXCHANGED = "exchanged"
    CUT = "cut"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class EditStretch:
    """A stretch of one of two texts, and what became of it.

    Attributes:
        start, end: where it stands in its own text.
        words: the number of its words.
        at: where its counterpart begins in the first text; of an addition, where it was put in.
    """

    kind: EditKind
    start: int
    end: int
    words: int
    at: int


@dataclass(frozen=True, slots=True)
class EditMap:
    """What was done to the text of one article on its way to that of another.

    Attributes:
        cut: stretches of the first text without a counterpart, in order.
        added: stretches of the second text without a counterpart, in order.
        exchanged: how often words of a sentence were replaced by others.
        moved: sentences that stand before a sentence which they followed.
        cut_share: the share of the words of the first text that were cut, 0 to 1.
        added_share: the share of the words of the second text that were added, 0 to 1.
        first: the first text in stretches that were kept, exchanged or cut, in order.
        second: the second text in stretches that were kept, exchanged or added, in order.
    """

    cut: tuple[Span, ...]
    added: tuple[Span, ...]
    exchanged: int
    moved: int
    cut_share: float
    added_share: float
    first: tuple[EditStretch, ...] = ()
    second: tuple[EditStretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of where a family without a source comes from.

    Attributes:
        agency: the agency whose mark most members carry; empty if none does.
        carriers: the ids of the members that carry it.
        credit: what a member says of a source, where that tells no direction; empty if none does.
        crediting: the ids of the members that say so.
        undated: the number of members whose date is not known.
    """

    agency: str
    carriers: tuple[str, ...]
    credit: str
    crediting: tuple[str, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Holding:
    """A source that has a stretch of a text.

    Attributes:
        source: its place among the sources of the tracing.
        similarity: how near its wording is, 0 to 1.
        start, end: where the sentence stands in the source.
    """

    source: int
    similarity: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text that at least one source has.

    Attributes:
        words: the number of its words.
        quoted: whether it stands in quotation marks on both sides, and so may be shared public speech.
        holdings: the sources that have it, the best first.
    """

    start: int
    end: int
    words: int
    quoted: bool
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class Tracing:
    """A text, and where each of its passages stands elsewhere.

    Attributes:
        article: the id of the text.
        sources: the ids of the articles that share passages with it, the most closely related first.
        pairs: for each source, the place of its pair among those of the findings.
        stretches: in order, without overlaps.
        words: the number of words of the text without its headline and boilerplate.
        left_out: further articles that share passages and are not traced.
    """

    article: str
    sources: tuple[str, ...]
    pairs: tuple[int, ...]
    stretches: tuple[Stretch, ...]
    words: int
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Taking:
    """An article that is ours, or that an archive was asked about, and the articles that share text with it.

    Attributes:
        article: its id.
        asked: whether an archive was asked about it; otherwise it is ours.
        pairs: the places of its pairs among those of the findings, the strongest first; partners apart.
        partners: those with partners, who hold a licence of their own.
    """

    article: str
    asked: bool
    pairs: tuple[int, ...]
    partners: tuple[int, ...]


class HighlightKind(str, Enum):
    """What an editor looks at first, in this order."""

    RULES = "rules"
    FACTS = "facts"
    SPUN = "spun"
    UNCREDITED = "uncredited"
    FAMILY = "family"
    CLOSEST = "closest"


@dataclass(frozen=True, slots=True)
class Highlight:
    """One of the findings that matter most.

    Attributes:
        kind: why it matters.
        number: how many pairs are of this kind; for a family its size.
        place: of the strongest example among the pairs, or of the family among the clusters.
    """

    kind: HighlightKind
    number: int
    place: int
