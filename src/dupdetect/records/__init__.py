"""The records that the steps pass on: plain, frozen, and without behaviour beyond arithmetic.

Offsets count code points in `Article.text`, the text as read, so `text[start:end]` is the stretch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dupdetect.records.evidence import Evidence, RuleCheck
from dupdetect.records.families import Attached, Cluster
from dupdetect.records.meaning import MeaningEvidence, SentenceMatch
from dupdetect.records.measures import Measures
from dupdetect.records.passages import Drift, Passage, Replacement, SentencePair, Substitution
from dupdetect.records.recurring import CommonPassage
from dupdetect.records.signals import Signal
from dupdetect.records.words import (
    AttachedAs,
    Channel,
    CreditForm,
    Direction,
    DriftKind,
    Kind,
    Manner,
    SignalKind,
    Verdict,
)

__all__ = [
    "Article",
    "Attached",
    "AttachedAs",
    "Channel",
    "Cluster",
    "CommonPassage",
    "Comparison",
    "CreditForm",
    "Direction",
    "Drift",
    "DriftKind",
    "Evidence",
    "FactCounts",
    "Findings",
    "Kind",
    "Listed",
    "Manner",
    "MeaningEvidence",
    "Measures",
    "Pair",
    "Passage",
    "Replacement",
    "RuleCheck",
    "SentenceMatch",
    "SentencePair",
    "Signal",
    "SignalKind",
    "Skip",
    "Span",
    "Substitution",
    "Verdict",
]


@dataclass(frozen=True, slots=True)
class Article:
    """A text with an id and its metadata; unknown strings are empty.

    Attributes:
        id: unique within a scan; the path, for files.
        text: the text as read; every offset counts its code points.
        title: the headline.
        source: the outlet that published it.
        author: the byline.
        published: an ISO 8601 date or time.
        url: where it was published.
        links: addresses that the text links to, and those that its metadata names as its source.
        encoding: the character encoding if it was guessed; empty if it was certain, as with UTF-8.
        signals: what the page says to programs: its canonical address, licences, content credentials.
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
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """An input that was not read or not used, with the reason."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two articles worth comparing, and the searches that found them."""

    a: str
    b: str
    channels: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True)
class FactCounts:
    """The numbers of distinct names, numbers and dates that both articles hold, and that only one holds."""

    shared: int = 0
    only_a: int = 0
    only_b: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two articles side by side: the evidence, and the verdict that follows from it.

    Attributes:
        a, b: the ids of the articles.
        verdict: how they are related.
        jaccard: of the sets of word shingles, 0 to 1.
        coverage_a, coverage_b: share of each text's words inside passages, 0 to 1.
        closeness: similarity of the wording inside passages, 0 to 1; 1 is verbatim.
        spun: whether A or B looks machine-spun; None if too little is aligned to judge.
        direction: which was made from which; `unknown` if the evidence is weak.
        credit: how one text names the source of the other.
        passages: what stands for what, in order of A.
        reasons: the verdict in words.
        sentences: sentence by sentence inside the passages, in order of A.
        substitutions: the replaced words that show spinning, most frequent first.
        credit_evidence, direction_evidence: the evidence for `credit` and for `direction`.
        furniture_a, furniture_b: stretches set aside as boilerplate.
        disguises: tricks undone before matching, such as zero-width characters.
        channels: the searches that found the pair.
        measures: the figures behind the verdict.
        drift: facts that differ between aligned sentences, in order of A.
        probability: that text of one article stems from the other or from a common source, 0 to 1, given even odds
            beforehand; the verdict does not use it. 0 in findings of versions that did not compute it.
        manner: how the wording of the one became that of the other; None if they are independent.
        facts: the numbers of shared and own names, numbers and dates; None if nothing was aligned.
        undecided: why the pair could not be judged, such as "too short to tell" or "no common language"; the verdict
            is independent then. None if it could be judged.
        rules: whether the copy keeps each rule of a licence; empty if no licence was given.
        stands_for: how many partial pairs between the same two families this one stands for, itself included; 0 if
            another one stands for it, and 1 for every pair that is not partial.
        meaning: the sentences that mean the same, and the figures that rest on them; None unless `meaning.enabled` is
            set and wording left the pair open.
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
    manner: Manner | None = None
    facts: FactCounts | None = None
    undecided: str | None = None
    rules: tuple[RuleCheck, ...] = ()
    stands_for: int = 1
    meaning: MeaningEvidence | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as findings list it, with the attributes of the article itself, as in JSON.

    Attributes:
        article: the article; its text is empty if it is in no reported pair.
        words: the number of words of its text.
        ours: whether it is one of the articles whose copies are looked for (`--ours`).
        asked: whether an archive was asked about it (`check`).
    """

    article: Article
    words: int
    ours: bool = False
    asked: bool = False

    @property
    def id(self) -> str:
        return self.article.id

    @property
    def text(self) -> str:
        return self.article.text

    @property
    def title(self) -> str:
        return self.article.title

    @property
    def source(self) -> str:
        return self.article.source

    @property
    def author(self) -> str:
        return self.article.author

    @property
    def published(self) -> str:
        return self.article.published

    @property
    def url(self) -> str:
        return self.article.url

    @property
    def links(self) -> tuple[str, ...]:
        return self.article.links

    @property
    def encoding(self) -> str:
        return self.article.encoding

    @property
    def signals(self) -> tuple[Signal, ...]:
        return self.article.signals


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a report needs, with nothing left to compute.

    Attributes:
        signature: every setting that can change a score, in one line.
        settings: the settings that differ from the defaults, by their dotted names.
        articles: the articles that were read, by id.
        pairs: the related pairs, strongest first. Both are tuples, unless they were too large for memory: then each
            item is read from disk when it is asked for.
        clusters: families, largest first.
        skipped: inputs that were not read, with reasons.
        counts: articles, skipped, compared (candidate pairs), pairs, clusters, and pairs by verdict.
        common: passages that several families hold and that count for no pair, those with most text first.
    """

    signature: str
    settings: dict[str, object]
    articles: Sequence[Listed]
    pairs: Sequence[Comparison]
    clusters: tuple[Cluster, ...]
    skipped: tuple[Skip, ...]
    counts: dict[str, int]
    common: tuple[CommonPassage, ...] = ()

    def to_json(self) -> str:
        """The findings as JSON of the schema `dupdetect-findings/1`, as `dupdetect scan --format json` writes it."""
        from dupdetect.records.jsonform import format_findings

        return "".join(format_findings(self))

    def to_arrow(self, table: str = "pairs") -> Any:
        """One of the tables of the findings as a `pyarrow.Table`: pairs, articles, clusters or skipped.

        The columns are the keys of the JSON form; articles have a column `cluster` besides, the place of their family
        among `clusters`, from 0, or null.

        Raises:
            MissingExtraError: pyarrow is not installed.
            UsageError: there is no such table.
        """
        from dupdetect.records.arrowform import build_table

        return build_table(self, table)

    @classmethod
    def from_json(cls, text: str | bytes) -> Findings:
        """Findings from the output of `to_json`. Unknown keys are ignored, and missing keys take their defaults.

        Raises:
            FindingsError: it is not JSON, has another schema, is damaged, or lacks a key without a default.
        """
        from dupdetect.records.jsonform import parse_findings

        return parse_findings(text)
