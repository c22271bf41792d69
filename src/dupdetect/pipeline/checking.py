"""Checks articles against an archive: candidates from its postings, judged, and then judged without common wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from dupdetect.archive import FileStore
from dupdetect.archive.lookup import Answer, ArchivePostings, Question
from dupdetect.batch import Hashes, collect_passages
from dupdetect.engines.faults import PairJudge, weakest_kept
from dupdetect.engines.local.wording import judge_again
from dupdetect.families import build_tie, find_families, represent_partials
from dupdetect.findings import assemble_findings
from dupdetect.pipeline.gathering import CheckedArticles
from dupdetect.pipeline.surroundings import HERE, Asked, WordingFinder
from dupdetect.records import Article, CommonPassage, Comparison, Findings, Skip, Verdict
from dupdetect.search.channels import list_channels
from dupdetect.settings import Settings

_WORTH_SCREENING = 4096
"""Pairs of a check after which more are screened: for fewer, compiling the kernel would take longer."""

_GROUPED = 32
"""Partial pairs of a checked article, those that share most, whose sources are compared with one another at most."""


class ArchiveChecker:
    """Compares articles with those of a store."""

    def __init__(self, store: FileStore, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._postings = ArchivePostings(store, settings.pairing, settings.meaning)
        self._judge = PairJudge(settings, least=weakest_kept(settings))
        self._wording = WordingFinder(store, settings)

    def check(self, article: Article, origin: str, question: Question, checked: CheckedArticles) -> None:
        """Compare one article with its candidates in the archive.

        Args:
            origin: where it was read; empty if unknown.
            checked: takes the results.
        """
        with self._store.snapshot():
            name, itself = self.find_itself(article, origin)
            answer = self._postings.join(question, itself)
            sources = dict(zip(answer.numbers, self._store.articles(answer.numbers), strict=True))
        asked = Asked(replace(article, id=name), itself, question.wording)
        checked.take(asked.article, answer.more)
        pairs = self._compare(asked.article, answer, sources, checked)
        pairs = self._set_common_aside(asked, pairs, sources, checked)
        self._relate_partials(pairs, sources, checked)
        by_id = {source.id: source for source in sources.values()}
        for pair in pairs:
            if pair.verdict.reaches(Verdict(self._settings.reporting.min_verdict)):
                checked.note(by_id[pair.a], pair)

    def assemble(self, checked: CheckedArticles) -> Findings:
        """The findings; of the partial pairs between two families, the best stands for all."""
        listed = checked.sources | checked.articles  # an article may be both checked and a source of another
        everything = checked.around | listed
        families = find_families([*checked.pairs, *checked.ties], Verdict(self._settings.judging.family), everything)
        findings = assemble_findings(
            [listed[name] for name in sorted(listed)],
            represent_partials(checked.pairs, families),
            checked.skipped,
            checked.compared,
            self._settings,
        )
        marked = (replace(item, asked=item.article.id in checked.articles) for item in findings.articles)
        return replace(findings, articles=tuple(marked), common=self._list_common(checked.common, everything))

    def _list_common(self, shingles: Sequence[Hashes], articles: Mapping[str, Article]) -> tuple[CommonPassage, ...]:
        """The passages that common shingles form in these articles."""
        if not shingles:
            return ()
        marked = self._wording.mark(articles.values(), np.unique(np.concatenate(shingles)))
        return collect_passages(marked, articles, self._settings.batch.listed_words)

    def find_itself(self, article: Article, origin: str = "") -> tuple[str, int]:
        """The id and number under which the archive holds this article and text; or else a free id, and 0."""
        name = (self._store.locate(origin) if origin else None) or article.id
        entry = self._store.find_known([name]).get(name)
        if entry and self._store.articles([entry.number])[0].text == article.text:
            return name, entry.number
        name = article.id
        while self._store.find_known([name]):
            name += " (checked)"
        return name, 0

    def _compare(
        self, article: Article, answer: Answer, sources: dict[int, Article], checked: CheckedArticles
    ) -> list[Comparison]:
        """The pairs of an article with its candidates, as far as they are related or to be reported."""
        channels = map(list_channels, answer.channels)
        pairs = [(source, article, names) for source, names in zip(sources.values(), channels, strict=True)]
        stays = self._judge.screen(pairs) if checked.compared >= _WORTH_SCREENING else [True] * len(pairs)
        checked.compared += len(sources)
        results = [self._judge.judge(*pair) for pair, may_match in zip(pairs, stays, strict=True) if may_match]
        return _keep_comparisons(results, checked)

    def _set_common_aside(
        self, asked: Asked, pairs: Sequence[Comparison], sources: dict[int, Article], checked: CheckedArticles
    ) -> list[Comparison]:
        """The pairs, judged without the wording that many families of the archive hold."""
        related = [pair for pair in pairs if pair.verdict > Verdict.INDEPENDENT]
        if not related or not self._settings.batch.families:
            return list(pairs)
        names = {pair.a for pair in related}
        around = self._wording.look_around(
            asked, related, {number: source for number, source in sources.items() if source.id in names}
        )
        checked.ties += around.ties
        if around.marked:
            checked.around |= around.articles
            checked.common.append(around.common)
        articles = {article.id: article for article in (*sources.values(), asked.article)}
        spans = {item.id: item.spans for item in around.marked}
        results: list[Comparison | Skip | None] = list(pairs)
        for number, result in judge_again(pairs, list(map(build_tie, pairs)), articles, spans, self._judge, HERE):
            results[number] = result
        return _keep_comparisons(results, checked)

    def _relate_partials(
        self, pairs: Sequence[Comparison], sources: dict[int, Article], checked: CheckedArticles
    ) -> None:
        """Find out which sources of partial pairs belong to one family, whose best pair stands for the others."""
        partials = [pair for pair in pairs if pair.verdict is Verdict.PARTIAL]
        partials.sort(key=lambda pair: (-pair.measures.shared, pair.a))
        names = {pair.a for pair in partials[:_GROUPED]}
        if len(names) > 1:
            checked.ties += self._wording.relate({number: item for number, item in sources.items() if item.id in names})


def _keep_comparisons(results: Iterable[Comparison | Skip | None], checked: CheckedArticles) -> list[Comparison]:
    """The comparisons among results; skips are recorded."""
    kept = []
    for result in results:
        if isinstance(result, Comparison):
            kept.append(result)
        elif result:
            checked.skipped.append(result)
    return kept
