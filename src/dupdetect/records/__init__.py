"""What flows from step to step: plain, frozen, and free of behaviour beyond arithmetic.

Offsets are code points into `Article.text`, the text as read; `text[start:end]` is what is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from dupdetect.records.evidence import Evidence as Evidence
from dupdetect.records.evidence import RuleCheck as RuleCheck


class _Word(str, Enum):
    """A string enum whose members equal, print and serialise as their word."""

    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, form: str) -> str:
        return format(str(self.value), form)


class Verdict(_Word):
    """How two articles are related, from the strongest to the weakest."""

    IDENTICAL = "identical"
    NEAR_COPY = "near_copy"
    REWRITE = "rewrite"
    PARTIAL = "partial"
    INDEPENDENT = "independent"

    @property
    def rank(self) -> int:
        """4 for `identical` down to 0 for `independent`."""
        return _RANKS[self.value]

    def reaches(self, other: Verdict) -> bool:
        """Whether this verdict is as strong as `other`, or stronger."""
        return self.rank >= other.rank


_RANKS = {"identical": 4, "near_copy": 3, "rewrite": 2, "partial": 1, "independent": 0}


class Kind(_Word):
    """How near the two sides of a passage are."""

    VERBATIM = "verbatim"
    EDITED = "edited"
    REWORDED = "reworded"


class Direction(_Word):
    """Which article was made from which, as far as evidence goes."""

    A_TO_B = "a_to_b"
    B_TO_A = "b_to_a"
    UNKNOWN = "unknown"


class CreditForm(_Word):
    """How one text names the source of the other, from the strongest."""

    LINKED = "linked"
    CREDITED = "credited"
    BYLINE = "byline"
    NONE = "none"


class Channel(_Word):
    """Which search found a candidate pair."""

    SAME_WORDS = "same_words"
    NEAR_COPIES = "near_copies"
    REWRITES = "rewrites"
    PASSAGES = "passages"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Article:
    """A text with a name, and what is known about it; unknown strings are empty.

    Attributes:
        id: unique within a scan; for files the path.
        text: the text as read; every offset counts its code points.
        title: the headline.
        source: the outlet that published it.
        author: the byline.
        published: an ISO 8601 date or time.
        url: where it was published.
        links: addresses that the text links to, and those that its metadata names as its source.
        encoding: the character encoding that was guessed; empty where it is known, as with UTF-8.
    """

    id: str
    text: str
    title: str = ""
    source: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    links: tuple[str, ...] = ()
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """An input that was not read, or not used, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two articles worth comparing, and the searches that say so."""

    a: str
    b: str
    channels: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of A and a stretch of B that stand for each other.

    Attributes:
        kind: verbatim, edited or reworded.
        similarity: 0 to 1, how near the wording is; 1 is verbatim.
        quotation: whether both sides stand inside quotation marks: shared public speech.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    kind: Kind
    similarity: float
    quotation: bool = False


@dataclass(frozen=True, slots=True)
class Replacement:
    """Words of A that stand as other words in B; one side may be empty."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence of A and the sentence of B that stands for it.

    Attributes:
        similarity: 0 to 1, the share of words that both keep in the same order.
        replacements: what differs, in order.
        quotation: whether both stand inside quotation marks: shared public speech.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    similarity: float
    replacements: tuple[Replacement, ...] = ()
    quotation: bool = False


@dataclass(frozen=True, slots=True)
class Substitution:
    """A wording of A that stands as another wording in B, and how often.

    Attributes:
        listed: whether a thesaurus lists one for the other; None when it was not looked up.
    """

    a: str
    b: str
    count: int
    listed: bool | None = None


class DriftKind(_Word):
    """What sort of fact differs between two aligned sentences."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Drift:
    """A fact of A that is another one in B: what an editor checks first.

    Attributes:
        kind: number, date, name or negation; of a negation one side may be empty.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    kind: DriftKind


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures that a verdict rests on; shares are 0 to 1.

    Attributes:
        words_a, words_b: scored words: furniture and headings set aside.
        quoted_a, quoted_b: those inside quotations that both share; set aside from `own` figures.
        own_a, own_b: share of the other words inside passages.
        shared: the other words inside passages, on the side that has fewer.
        kept_a, kept_b: share of the passages' words that stand unchanged on the other side.
        verbatim_a, verbatim_b: share of all words in common runs of eight or more.
        same_words: whether both texts have the same words in the same order.
        longest_run: words in the longest common run.
        order: share of neighbouring aligned sentences that keep their order.
        aligned: words in aligned sentences, on the side that has fewer.
        swaps: replacements of one to three words by one to three, a 100 aligned words.
        isolated: share of the changed words that such swaps account for.
        news_a, news_b: names and numbers of each text that the other does not have, a 100 scored words.
    """

    words_a: int
    words_b: int
    quoted_a: int = 0
    quoted_b: int = 0
    own_a: float = 0.0
    own_b: float = 0.0
    shared: int = 0
    kept_a: float = 0.0
    kept_b: float = 0.0
    verbatim_a: float = 0.0
    verbatim_b: float = 0.0
    same_words: bool = False
    longest_run: int = 0
    order: float = 1.0
    aligned: int = 0
    swaps: float = 0.0
    isolated: float = 0.0
    news_a: float = 0.0
    news_b: float = 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two articles side by side: the evidence, and the verdict that follows from it.

    Attributes:
        a, b: the ids of the articles.
        verdict: how they are related.
        jaccard: of the sets of word shingles, 0 to 1.
        coverage_a, coverage_b: share of each text's words inside passages, 0 to 1.
        closeness: how near the wording inside passages is, 0 to 1; 1 is verbatim.
        spun: whether B or A looks machine-spun; None when too little is aligned to say.
        direction: which was made from which; `unknown` when evidence is thin.
        credit: how one text names the source of the other.
        passages: what stands for what, in order of A.
        reasons: the verdict in words.
        sentences: sentence by sentence inside the passages, in order of A.
        substitutions: the replaced words that show spinning, most frequent first.
        credit_evidence, direction_evidence: what the two words rest on.
        furniture_a, furniture_b: stretches set aside as site furniture.
        disguises: tricks undone before matching, such as zero-width characters.
        channels: the searches that found the pair.
        measures: the figures behind the verdict.
        drift: facts that differ between aligned sentences, in order of A.
        probability: how likely text of the one stems from the other or from a common source, were that as likely as
            not beforehand, 0 to 1; the verdict does not use it. 0 in findings of versions that did not tell it.
        rules: whether the copy keeps each rule of a licence; empty where none was asked for.
    """

    a: str
    b: str
    verdict: Verdict
    jaccard: float
    coverage_a: float
    coverage_b: float
    closeness: float
    spun: bool | None
    direction: Direction
    credit: CreditForm
    passages: tuple[Passage, ...]
    reasons: tuple[str, ...]
    sentences: tuple[SentencePair, ...]
    substitutions: tuple[Substitution, ...]
    credit_evidence: tuple[Evidence, ...]
    direction_evidence: tuple[Evidence, ...]
    furniture_a: tuple[Span, ...]
    furniture_b: tuple[Span, ...]
    disguises: tuple[Evidence, ...]
    channels: tuple[Channel, ...]
    measures: Measures
    drift: tuple[Drift, ...] = ()
    probability: float = 0.0
    rules: tuple[RuleCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """A family: articles that are related, directly or through others.

    Attributes:
        articles: their ids, sorted.
        verdict: the strongest verdict inside the family.
        source: the id of the article that the others were made from; empty when unknown.
    """

    articles: tuple[str, ...]
    verdict: Verdict
    source: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as findings list it.

    Attributes:
        article: the article; its text is empty when no reported pair holds it.
        words: all words of its text.
        ours: whether it is one of the articles whose copies are looked for (`--ours`).
    """

    article: Article
    words: int
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a report needs, and nothing that it would have to compute.

    Attributes:
        signature: every setting that could change a score, in one line.
        settings: the settings that differ from the defaults, by their dotted names.
        articles: what was read, by id.
        pairs: what is related, strongest first.
        clusters: families, largest first.
        skipped: what was not read, and why.
        counts: articles, skipped, compared (candidate pairs), pairs, clusters, and pairs by verdict.
    """

    signature: str
    settings: dict[str, object]
    articles: tuple[Listed, ...]
    pairs: tuple[Comparison, ...]
    clusters: tuple[Cluster, ...]
    skipped: tuple[Skip, ...]
    counts: dict[str, int]
