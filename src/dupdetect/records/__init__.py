"""What flows from step to step: plain, frozen, and free of behaviour beyond arithmetic.

Offsets are code points into `Article.text`, the text as read; `text[start:end]` is what is meant.
"""

from __future__ import annotations

from dataclasses import dataclass

from dupdetect.records.measures import Measures
from dupdetect.records.words import AttachedAs, Channel, CreditForm, Direction, DriftKind, Kind, Manner, Verdict

__all__ = [
    "Article",
    "Attached",
    "AttachedAs",
    "Channel",
    "Cluster",
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
    "Measures",
    "Pair",
    "Passage",
    "Replacement",
    "SentencePair",
    "Skip",
    "Span",
    "Substitution",
    "Verdict",
]


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
class Evidence:
    """A finding about one article of a pair in words, and where it stands.

    Attributes:
        article: the id of the article that holds it; empty when it is about both.
        text: what was found, in plain words or as quoted.
        start, end: where, as offsets; both 0 when it stands in metadata.
    """

    article: str
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class FactCounts:
    """How many distinct names, numbers and dates two articles tell: both of them, and each alone."""

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
        manner: how the wording of the one became that of the other; None where they are independent.
        facts: how many names, numbers and dates both tell, and each alone; None where nothing was aligned.
        undecided: why the pair could not be judged, such as "too short to tell" or "no common language"; the verdict
            is independent then. None where it could be.
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


@dataclass(frozen=True, slots=True)
class Attached:
    """An article beside a family, which is only part of a member or holds texts of several families.

    Attributes:
        id: the article.
        as_: `trim` or `round_up`.
    """

    id: str
    as_: AttachedAs


@dataclass(frozen=True, slots=True)
class Cluster:
    """A family: articles that cover each other by half or more, directly or through others.

    Attributes:
        articles: their ids, sorted.
        verdict: the strongest verdict inside the family.
        source: the id of the one member that was made from no other; None unless the dates of all members are known or
            a credit names it.
        attached: what is only part of a member, or holds texts of several families, by id.
        title: the title of the source, or of the earliest member that has one; empty where none has.
        origins: independent first texts; 1 where all may stem from one, known or not.
    """

    articles: tuple[str, ...]
    verdict: Verdict
    source: str | None = None
    attached: tuple[Attached, ...] = ()
    title: str = ""
    origins: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as findings list it; what is known about the article can be asked here as well, as in JSON.

    Attributes:
        article: the article; its text is empty when no reported pair holds it.
        words: all words of its text.
        ours: whether it is one of the articles whose copies are looked for (`--ours`).
    """

    article: Article
    words: int
    ours: bool = False

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

    def to_json(self) -> str:
        """The findings as JSON of the schema `dupdetect-findings/1`, as `dupdetect scan --format json` writes it."""
        from dupdetect.records.jsonform import format_findings

        return "".join(format_findings(self))

    @classmethod
    def from_json(cls, text: str | bytes) -> Findings:
        """Findings from what `to_json` gave. Unknown keys are left out, and missing ones that have a default take it.

        Raises:
            FindingsError: it is no JSON, follows another schema, or is damaged.
        """
        from dupdetect.records.jsonform import parse_findings

        return parse_findings(text)
