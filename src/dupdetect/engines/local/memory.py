"""How a scan divides its memory, and whether its articles fit into it.

The figures are estimates from the sizes of arrays and measured on articles of 3 kB, rounded up. What does not fit goes
to disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dupdetect.settings import Fingerprinting

_PROGRAM = 201_326_592
"""Bytes of the interpreter, its libraries and machine code."""

_WORKER = 167_772_160
"""Bytes of a worker process that it does not share, or shares no more, with the one it was forked from."""

_PER_ARTICLE = 4_096
"""Bytes per article for signatures, id and record."""

_PER_CHARACTER = 2
"""Bytes per code point in memory; some scripts take this much, Latin text takes less."""

_PER_KEY = 40
"""Bytes per passage key, with its owner and the memory for sorting."""

_CHARACTERS_A_KEY = 6
"""Code points of text per passage key, about."""

_PREPARED = 14
"""Bytes per code point of an article that is prepared for comparison."""

_SCREENED = 10
"""Bytes per code point of the articles of pairs that are screened together."""

_SHARES = 8
"""Shares of the memory that the program leaves: four for articles and their keys, two for prepared articles, one for
lists of keys and then for pairs that are screened, one for comparisons. Articles on disk leave three of theirs to
prepared ones, which cost most to make again; the fourth is for ids, pairs and the words of many articles."""

MOST_SCREENED = 33_554_432
"""Characters of the articles whose pairs are screened at once, at most."""

_IN_WORKER = 60
"""Bytes per code point of an article that a worker caches, with its facts and words."""

_MOST_IN_WORKER = 1_572_864
"""Characters of the articles that a worker caches, where it inherits none; pairs come to it family by family."""

_UNKNOWN = 1 << 50
"""Bytes of a system that does not say how many it has: nothing goes to disk."""


@dataclass(frozen=True, slots=True)
class MemoryPlan:
    """What each part of a scan may take in memory.

    Attributes:
        articles: bytes for articles and fingerprints; if they need more, they go to disk.
        comparisons: bytes for the comparisons that are reported.
        lists: bytes for lists of equal keys.
        prepared: characters of the articles that are cached for comparison, if articles are in memory.
        screened: characters of the articles whose pairs are screened at once.
        jobs: worker processes, as many as have room; 1 compares in this process.
    """

    articles: int
    comparisons: int
    lists: int
    prepared: int
    screened: int
    jobs: int = 1

    def fits(self, articles: int, characters: int, settings: Fingerprinting) -> bool:
        """Whether articles with so many code points in total stay in memory."""
        return estimate_demand(articles, characters, settings) <= self.articles

    def count_prepared(self, *, on_disk: bool) -> int:
        """Characters of the articles that are cached for comparison."""
        return self.prepared + (3 * self.articles // 4 // _PREPARED if on_disk else 0)

    def count_in_worker(self) -> int:
        """Characters of the articles that each worker caches if it inherits none."""
        return min(_MOST_IN_WORKER, self.prepared * _PREPARED // _IN_WORKER // self.jobs)


def plan_memory(most: int, jobs: int) -> MemoryPlan:
    """Divide memory among the parts of a scan.

    Args:
        most: bytes that all processes may take; 0 takes what is free now.
        jobs: the most worker processes.
    """
    total = most or available_bytes() or _UNKNOWN
    workers = min(jobs, (total - total // 4 - _PROGRAM) // _WORKER)
    if workers < 2:  # a single one would leave this process idle
        workers = 0
    share = max(total - _PROGRAM - _WORKER * workers, total // 4) // _SHARES
    return MemoryPlan(
        articles=4 * share,
        comparisons=share,
        lists=share,
        prepared=2 * share // _PREPARED,
        screened=min(MOST_SCREENED, share // _SCREENED),
        jobs=max(workers, 1),
    )


def estimate_demand(articles: int, characters: int, settings: Fingerprinting) -> int:
    """The bytes that articles and fingerprints take at the peak, about."""
    keys = min(settings.passage_keys, characters // _CHARACTERS_A_KEY // settings.passage_sample)
    return articles * _PER_ARTICLE + characters * _PER_CHARACTER + keys * _PER_KEY


def available_bytes() -> int | None:
    """Bytes available without swapping; None if the system does not tell."""
    limits = [bytes_ for bytes_ in (_of_machine(), _of_container()) if bytes_ is not None]
    return min(limits) if limits else None


def _of_machine() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), None)


def _of_container() -> int | None:
    """Bytes that the control group leaves (Linux cgroup v2); file caches that can be dropped count as free."""
    group = Path("/sys/fs/cgroup")
    try:
        most, used, kinds = (group.joinpath(f"memory.{name}").read_text("ascii") for name in ("max", "current", "stat"))
        return int(most) - int(used) + int(dict(map(str.split, kinds.splitlines()))["inactive_file"])
    except (OSError, ValueError, KeyError):  # no such file, or no limit: "max"
        return None
