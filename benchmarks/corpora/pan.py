"""PAN's text-alignment corpora (2013 and 2014): reading them, and their measures.

The corpora are published at https://pan.webis.de and are not part of this repository. A corpus is a folder with
`susp/`, `src/` and one folder a class such as `03-random-obfuscation`, which holds `pairs` and an XML file a pair.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Case(NamedTuple):
    """A passage of a suspicious document and the passage of a source that it was taken from."""

    suspicious: str
    start: int
    end: int
    source: str
    source_start: int
    source_end: int

    def overlaps(self, other: Case) -> bool:
        """Whether both sides share text."""
        return (
            self.start < other.end
            and other.start < self.end
            and self.source_start < other.source_end
            and other.source_start < self.source_end
        )

    @property
    def length(self) -> int:
        """Code points of both sides together."""
        return self.end - self.start + self.source_end - self.source_start


@dataclass(frozen=True)
class Measures:
    """PAN's macro-averaged measures (Potthast et al., COLING 2010)."""

    plagdet: float
    recall: float
    precision: float
    granularity: float


def read_class(folder: Path) -> tuple[list[tuple[str, str]], list[Case]]:
    """The pairs of one class, and its cases."""
    pairs = [(words[0], words[1]) for line in (folder / "pairs").read_text().splitlines() if (words := line.split())]
    cases = [case for a, b in pairs for case in _cases(folder / f"{a[:-4]}-{b[:-4]}.xml")]
    return pairs, cases


HALVES = ("tuning", "reporting")


def select_half(
    pairs: Sequence[tuple[str, str]], cases: Sequence[Case], half: str | None
) -> tuple[list[tuple[str, str]], list[Case]]:
    """The pairs and cases of one half of the sources, by hash of their name; all of them when `half` is None."""
    kept = [pair for pair in pairs if half is None or HALVES[zlib.crc32(pair[1].encode()) % 2] == half]
    known = set(kept)
    return kept, [case for case in cases if (case.suspicious, case.source) in known]


def classes(corpus: Path) -> list[Path]:
    """The folders of a corpus that hold a class each, in order."""
    return sorted(path for path in corpus.iterdir() if re.match(r"\d\d-", path.name) and (path / "pairs").is_file())


def texts(corpus: Path, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The texts of all documents in `pairs`, by file name, with their line ends as they are."""
    found: dict[str, str] = {}
    for a, b in pairs:
        for folder, name in (("susp", a), ("src", b)):
            if name not in found:
                found[name] = (corpus / folder / name).read_bytes().decode("utf-8")
    return found


def _cases(path: Path) -> Iterator[Case]:
    root = ET.parse(path).getroot()
    for feature in root.iter("feature"):
        if feature.get("name") == "plagiarism":
            at, size = int(feature.attrib["this_offset"]), int(feature.attrib["this_length"])
            there, length = int(feature.attrib["source_offset"]), int(feature.attrib["source_length"])
            source = feature.attrib["source_reference"]
            yield Case(root.attrib["reference"], at, at + size, source, there, there + length)


def measure(cases: Iterable[Case], detections: Iterable[Case]) -> Measures:
    """Recall and precision in characters, averaged over cases and detections; granularity; PlagDet."""
    truth, found = set(cases), set(detections)
    if not truth or not found:
        same = float(not truth and not found)
        return Measures(same, same, same, 1.0)
    recall, hits, matches = _average_coverage(truth, found)
    precision, _, _ = _average_coverage(found, truth)
    granularity = matches / hits if hits else 1.0
    harmonic = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    return Measures(harmonic / math.log2(1 + granularity), recall, precision, granularity)


def _average_coverage(some: set[Case], others: set[Case]) -> tuple[float, int, int]:
    """The mean covered share of `some`; how many are covered at all; and by how many of `others` together."""
    beside = _by_pair(others)
    covered = 0.0
    hits = matches = 0
    for case in some:
        near = [other for other in beside[case.suspicious, case.source] if case.overlaps(other)]
        hits += bool(near)
        matches += len(near)
        covered += _count_covered(case, near) / case.length
    return covered / len(some), hits, matches


def _by_pair(cases: Iterable[Case]) -> Mapping[tuple[str, str], list[Case]]:
    found: defaultdict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        found[case.suspicious, case.source].append(case)
    return found


def _count_covered(case: Case, others: Sequence[Case]) -> int:
    here = [(max(case.start, o.start), min(case.end, o.end)) for o in others]
    there = [(max(case.source_start, o.source_start), min(case.source_end, o.source_end)) for o in others]
    return _union(here) + _union(there)


def _union(spans: list[tuple[int, int]]) -> int:
    total = reached = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
