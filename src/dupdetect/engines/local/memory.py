"""Whether a scan fits into memory, checked before the machine begins to swap.

A scan holds the texts of its articles, two signatures each, and a bounded number of passage keys. The figures are
estimates from the sizes of the arrays, rounded up.
"""

from __future__ import annotations

from pathlib import Path

from dupdetect.errors import InputError
from dupdetect.settings import Fingerprinting

_PER_ARTICLE = 4_096
"""Bytes per article for signatures, id and record."""

_PER_CHARACTER = 2
"""Bytes per code point in memory; some scripts take this much, Latin text takes less."""

_PER_KEY = 40
"""Bytes per passage key, with its owner and the memory for sorting."""

_CHARACTERS_A_KEY = 6
"""Code points of text per passage key, about."""

_GIGABYTE = 1 << 30


def require_memory(articles: int, characters: int, settings: Fingerprinting) -> None:
    """Require enough memory for a scan of `articles` articles with `characters` code points in total.

    Raises:
        InputError: there is too little; the message says how much is needed and what to do instead.
    """
    free = available_bytes()
    needed = estimate_demand(articles, characters, settings)
    if free is not None and needed > free + characters * _PER_CHARACTER:  # the texts are in memory already
        raise InputError(
            f"too many articles for a scan in memory: {articles:,} so far need about {needed / _GIGABYTE:.1f} GiB, "
            f"and {free / _GIGABYTE:.1f} are free; scan them in parts, set fingerprinting.passage_keys lower, or look "
            "for near copies alone (near_copies, dedup), which keep texts on disk"
        )


def estimate_demand(articles: int, characters: int, settings: Fingerprinting) -> int:
    """The peak memory of a scan in bytes, about."""
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
