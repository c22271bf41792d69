"""A scan of made-up events: planted families, round-ups, and how many partial pairs stand beside the true ones.

    python -m benchmarks.runs.events [--seeds 1 2 3] [--without] [--publish]
    python -m benchmarks.runs.events --articles 700 --outlets 40 80 120 [--seeds 1 2 3]    the search alone

Each seed is an event of 220 articles (`corpora/made_up_event.py`). --without leaves common wording in its place. With
--outlets, so many run one story, and the candidates are looked through for those that reworded it or took two sentences
of it: once where a passage key beyond its cap pairs nobody, and once as it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

import dupdetect
from benchmarks.corpora.made_up_event import Event, make_event
from benchmarks.measures import provenance
from benchmarks.runs.candidates import candidates
from dupdetect.records import AttachedAs, Cluster, Findings, Verdict
from dupdetect.settings import Settings

PACKAGES = ("numpy", "numba")
SEEDS = (1, 2, 3)
LARGE = 5
"""Members from which a family is looked into for pairs that are not alike."""


def measure_event(seed: int, settings: Settings) -> dict[str, Any]:
    """The figures of a scan of one event."""
    event = make_event(seed)
    findings = dupdetect.scan(event.articles.values(), settings)
    partials = {frozenset((pair.a, pair.b)): pair for pair in findings.pairs if pair.verdict is Verdict.PARTIAL}
    tied = {frozenset((pair.a, pair.b)) for pair in findings.pairs}
    lifts = [frozenset(lift) for lift in event.lifts]
    others = {pair for pair in partials if pair not in lifts and not _are_kin(event, *pair)}
    return {
        "seed": seed,
        "articles": len(event.articles),
        "families": len(event.members()),
        "exact": sum(_is_exact(members, findings.clusters) for members in event.members().values()),
        "wrong": [cluster.articles for cluster in findings.clusters if not _is_planted(cluster, event)],
        "round_ups": len(event.round_ups()),
        "listed": sum(_is_listed(name, held, findings.clusters) for name, held in event.round_ups().items()),
        "lifts": len(lifts),
        "seen": _count_seen(event),
        "kept": sum(lift in tied for lift in lifts),
        "partials": len(partials),
        "others": len(others),
        "told": sum(partials[pair].stands_for > 0 for pair in others),
        "common": len(findings.common),
        "loose": _count_loose(findings, event),
    }


def _count_seen(event: Event) -> int:
    """The lifts that two texts alone show, whatever the rest of the event holds."""
    pairs = dupdetect.compare_many(event.articles.values(), event.lifts)
    return sum(pair.verdict is not Verdict.INDEPENDENT for pair in pairs)


def _are_kin(event: Event, a: str, b: str) -> bool:
    """Whether two articles are of one planted family, or one is a round-up that holds the other."""
    return bool(event.family[a] & event.family[b])


def _list_members(cluster: Cluster) -> frozenset[str]:
    trims = (item.id for item in cluster.attached if item.as_ is AttachedAs.TRIM)
    return frozenset((*cluster.articles, *trims))


def _is_exact(members: frozenset[str], clusters: Sequence[Cluster]) -> bool:
    return any(_list_members(cluster) == members for cluster in clusters)


def _is_planted(cluster: Cluster, event: Event) -> bool:
    """Whether a family is a planted one, or a single text with the round-ups that hold it."""
    members = _list_members(cluster)
    return members in event.members().values() or len(members) == 1


def _is_listed(name: str, held: frozenset[str], clusters: Sequence[Cluster]) -> bool:
    """Whether a round-up is listed with each text that it holds, and is a member of no family."""
    holders = {
        member
        for cluster in clusters
        for member in _list_members(cluster)
        if any(item.id == name and item.as_ is AttachedAs.ROUND_UP for item in cluster.attached)
    }
    return held <= holders and not any(name in _list_members(cluster) for cluster in clusters)


def _count_loose(findings: Findings, event: Event) -> int:
    """Families of five or more, of whose core pairs over a tenth are independent of each other."""
    return sum(_measure_loose(cluster, event) > 0.1 for cluster in findings.clusters if len(cluster.articles) >= LARGE)


def _measure_loose(cluster: Cluster, event: Event) -> float:
    pairs = list(combinations(cluster.articles, 2))
    articles = [event.articles[name] for name in cluster.articles]
    apart = [pair.verdict is Verdict.INDEPENDENT for pair in dupdetect.compare_many(articles, pairs)]
    return sum(apart) / len(apart)


def measure_search(seed: int, articles: int, outlets: int, settings: Settings) -> dict[str, Any]:
    """How many pairs a search proposes in an event, and whether it finds who took from a story that many run."""
    event = make_event(seed, articles, outlets)
    found = candidates(sorted(event.articles.values(), key=lambda article: article.id), settings)
    story = set(event.story)
    takers = {name for pair in found for name in (pair.a, pair.b) if len({pair.a, pair.b} & story) == 1}
    return {
        "seed": seed, "articles": articles, "outlets": outlets,
        "reach": settings.pairing.key_reach, "pairs": len(found),
        "rewrites": sum(name in takers for name in event.rewrites),
        "excerpts": sum(name in takers for name in event.excerpts),
    }  # fmt: skip


def list_lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A line a seed."""
    for row in rows:
        yield (
            f"seed {row['seed']}: {row['exact']} of {row['families']} families exact, {len(row['wrong'])} wrong, "
            f"{row['loose']} loose; {row['listed']} of {row['round_ups']} round-ups listed; {row['kept']} of "
            f"{row['lifts']} lifts kept, {row['seen']} seen by two texts alone; {row['others']} other partials, "
            f"told as {row['told']}; {row['common']} common passages"
        )
        yield from (f"  wrong: {', '.join(members)}" for members in row["wrong"])


def main() -> None:
    """Run the measurement that the command line asks for."""
    options = argparse.ArgumentParser(description="Scan made-up events.")
    options.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    options.add_argument("--without", action="store_true", help="do not set common wording aside")
    options.add_argument("--articles", type=int, default=700, help="of an event with --outlets")
    options.add_argument("--outlets", type=int, nargs="+", default=(), help="how many run one story")
    options.add_argument("--publish", action="store_true", help="write the results for the documentation")
    asked = options.parse_args()
    for seed, outlets, reach in product(asked.seeds, asked.outlets, (1, Settings().pairing.key_reach)):
        changed = Settings().with_constants({"pairing.key_reach": reach})
        print(measure_search(seed, asked.articles, outlets, changed), flush=True)
    if asked.outlets:
        return
    settings = Settings().updated({"batch.families": 0}) if asked.without else Settings()
    rows = [measure_event(seed, settings) for seed in asked.seeds]
    for line in list_lines(rows):
        print(line)
    if asked.publish:
        before = [measure_event(seed, Settings().updated({"batch.families": 0})) for seed in asked.seeds]
        print(
            provenance.write_results("events", provenance.describe_origin(PACKAGES) | {"before": before, "after": rows})
        )


if __name__ == "__main__":
    main()
