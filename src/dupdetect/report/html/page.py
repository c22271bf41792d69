"""The data of the lists on the page: articles under short names, and a row per pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from dupdetect.records import Channel, Comparison, CreditForm, Direction, Findings, Listed, Skip, Verdict
from dupdetect.report.recurring import describe_weight
from dupdetect.report.rules import broken_rules
from dupdetect.report.story import Namer, name_article
from dupdetect.report.visible import make_visible
from dupdetect.report.wording import (
    CREDITS,
    LABELS,
    MANNERS,
    MEANINGS,
    SIGNS,
    count_noun,
    day,
    describe_date,
    round_whole,
    shared_folder,
)

PAIRS = 5_000
"""Pairs in one page; a browser stays quick with them. The strongest come first, and the page says what is missing."""

SKIPS = 500
_TITLE = 160
"""Characters of a title that a list shows."""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as lists show it. Texts are safe to display but not yet escaped for HTML.

    Attributes:
        number: its place among the articles of the page.
        name: its id without what all ids share.
        heading: its title, or its name where it has none.
        about: outlet and date, as far as they are known.
        published: its day for sorting, as ISO 8601; empty when unknown.
        phrase: what sentences call it.
    """

    number: int
    name: str
    heading: str
    about: str
    published: str
    words: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Row:
    """A pair as the list shows it.

    Attributes:
        number: its rank, from 1; also the name of its view.
        key: a digest of the two ids, under which a reader's mark is kept.
        manner: how the wording of the one became that of the other; empty where it did not.
        drifts, broken: the numbers of changed facts and of rules that the copy breaks.
        family: the number of the family that holds both; 0 for none.
        flags: what an editor wants to know at a glance.
        newest: the later day of the two, for sorting.
    """

    number: int
    key: str
    verdict: Verdict
    a: ArticleView
    b: ArticleView
    coverage: tuple[int, int]
    closeness: int
    manner: str
    drifts: int
    broken: int
    spun: bool
    credited: bool
    credit: str
    family: int
    flags: tuple[str, ...]
    newest: str


@dataclass(frozen=True, slots=True)
class Page:
    """All that the lists need.

    Attributes:
        single: whether two texts were compared on request, so that only their view matters.
        folder: the prefix of all ids.
        left_out: weaker pairs that the page has no room for.
    """

    single: bool
    folder: str
    articles: Mapping[str, ArticleView]
    rows: tuple[Row, ...]
    left_out: int
    counts: Mapping[str, int]
    verdicts: tuple[tuple[Verdict, str, str, str, int], ...]
    skipped: tuple[Skip, ...]
    skips_left_out: int
    signature: str
    settings: tuple[tuple[str, str], ...]

    @property
    def namer(self) -> Namer:
        """What sentences call each article."""
        return lambda name: self.articles[name].phrase


def lay_out_page(findings: Findings) -> Page:
    """The page of findings whose pairs are those that lists show."""
    pairs = findings.pairs[:PAIRS]
    folder = shared_folder([article.article.id for article in findings.articles])
    used = {name for pair in pairs for name in (pair.a, pair.b)}
    used |= {name for cluster in findings.clusters for name in cluster.articles}
    used |= {item.id for cluster in findings.clusters for item in cluster.attached}
    used |= {item.id for item in findings.articles if item.ours or item.asked}
    listed = [item for item in findings.articles if item.article.id in used]
    articles = {entry.article.id: _article(i, entry, folder) for i, entry in enumerate(listed)}
    homes = {item.id: i for i, cluster in enumerate(findings.clusters, 1) for item in cluster.attached}
    homes |= {name: i for i, cluster in enumerate(findings.clusters, 1) for name in cluster.articles}
    rows = tuple(_row(i, pair, articles, homes) for i, pair in enumerate(pairs, 1))
    return Page(
        single=len(findings.pairs) == 1 and Channel.ASKED in findings.pairs[0].channels,
        folder=make_visible(folder),
        articles=articles,
        rows=rows,
        left_out=len(findings.pairs) - len(pairs),
        counts=findings.counts,
        verdicts=tuple(
            (verdict, LABELS[verdict], SIGNS[verdict], MEANINGS[verdict], findings.counts.get(verdict, 0))
            for verdict in Verdict
        ),
        skipped=findings.skipped[:SKIPS],
        skips_left_out=max(0, len(findings.skipped) - SKIPS),
        signature=make_visible(findings.signature),
        settings=tuple((make_visible(name), make_visible(str(value))) for name, value in findings.settings.items()),
    )


def _article(number: int, listed: Listed, folder: str) -> ArticleView:
    item = listed.article
    name = make_visible(item.id.removeprefix(folder))
    title = make_visible(item.title[:_TITLE]) + ("…" if len(item.title) > _TITLE else "")
    about = [make_visible(item.source), make_visible(describe_date(item.published))]
    published = day(item.published)
    return ArticleView(
        number=number,
        name=name,
        heading=title.strip() or name,
        about=" · ".join(fact for fact in about if fact),
        published=published.isoformat() if published else "",
        words=listed.words,
        phrase=name_article(item, name),
    )


def _row(number: int, pair: Comparison, articles: Mapping[str, ArticleView], homes: Mapping[str, int]) -> Row:
    a, b = articles[pair.a], articles[pair.b]
    same = homes.get(pair.a, 0) == homes.get(pair.b, 0)
    return Row(
        number=number,
        key=digest_ids(pair),
        verdict=pair.verdict,
        a=a,
        b=b,
        coverage=(round_whole(pair.coverage_a), round_whole(pair.coverage_b)),
        closeness=round_whole(pair.closeness),
        manner=MANNERS[pair.manner] if pair.manner else "",
        drifts=len(pair.drift),
        broken=len(broken_rules(pair)),
        spun=pair.spun is True,
        credited=pair.credit is not CreditForm.NONE,
        credit=CREDITS[pair.credit],
        family=homes.get(pair.a, 0) if same else 0,
        flags=tuple(_flags(pair)),
        newest=max(a.published, b.published),
    )


def digest_ids(pair: Comparison) -> str:
    """A short name of a pair that does not depend on its rank or on the other pairs."""
    ids = "\0".join(sorted((pair.a, pair.b)))
    return sha256(ids.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _flags(pair: Comparison) -> Iterator[str]:
    if weight := describe_weight(pair):
        yield weight
    if pair.drift:
        yield f"{count_noun(len(pair.drift), 'fact')} changed"
    if broken := len(broken_rules(pair)):
        yield f"{count_noun(broken, 'rule')} broken"
    if pair.spun:
        yield "machine-spun"
    if pair.direction is not Direction.UNKNOWN:
        yield "A → B" if pair.direction is Direction.A_TO_B else "B → A"
    if pair.credit is not CreditForm.NONE:
        yield CREDITS[pair.credit].lower()
