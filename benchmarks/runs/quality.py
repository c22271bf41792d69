"""Measure alignment and verdicts on public corpora that you have: `python -m benchmarks.runs.quality TASK FOLDER`.

    pan FOLDER    a PAN text-alignment corpus (2013, 2014): PlagDet by class, through `compare_many`
    speed FOLDER  the same corpus: preparation in MB/s and alignment in pairs/s of processor time, on one core
    ecb FOLDER    folders of plain texts, each the reports of one event, as ECB+ has them: verdicts of the pairs inside
    clough FOLDER, mrpc FOLDER, sentences FOLDER   labelled pairs (labelled.py): verdicts by label

`--preset` and `--set` choose settings as on dupdetect's own command line, and constants too; `--half` keeps the PAN
pairs of one half of the sources (by hash of their name) or one half of the ECB+ topics, so that one half can be tuned
on and the other reported.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import dupdetect
from benchmarks.corpora import ecb, labelled_pairs, pan
from benchmarks.measures import alignment_speed


def main() -> None:
    """Run the measurement that the command line asks for."""
    options = _options()
    changes = dict(change.split("=", 1) for change in options.set)
    settings = dupdetect.Settings.preset(options.preset).with_constants(changes)
    if options.task == "pan":
        _pan(options.folder, settings, options.half)
    elif options.task in labelled_pairs.READERS:
        print("\n".join(labelled_pairs.lines(labelled_pairs.READERS[options.task](options.folder), settings)))
    else:
        lines = {"ecb": ecb.lines, "speed": alignment_speed.lines}[options.task]
        print("\n".join(lines(options.folder, settings, options.half)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("pan", "speed", "ecb", *labelled_pairs.READERS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--preset", default="default")
    parser.add_argument("--set", action="append", default=[], metavar="SECTION.NAME=VALUE")
    parser.add_argument("--half", choices=pan.HALVES)
    return parser.parse_args()


def _pan(corpus: Path, settings: dupdetect.Settings, half: str | None) -> None:
    everything: tuple[list[pan.Case], list[pan.Case]] = ([], [])
    print(
        f"{'class':32}{'pairs':>7}{'cases':>7}{'found':>7}{'PlagDet':>9}{'recall':>8}{'prec.':>8}{'gran.':>7}{'s':>7}"
    )
    for folder in pan.classes(corpus):
        pairs, cases = pan.select_half(*pan.read_class(folder), half)
        started = time.process_time()
        detections = _detections(corpus, pairs, settings)
        _row(folder.name, len(pairs), cases, detections, time.process_time() - started)
        everything[0].extend(cases)
        everything[1].extend(detections)
    _row("overall", 0, *everything, 0.0)


def _detections(corpus: Path, pairs: Sequence[tuple[str, str]], settings: dupdetect.Settings) -> list[pan.Case]:
    comparisons = dupdetect.compare_many(pan.texts(corpus, pairs), pairs, settings)
    return [
        pan.Case(comparison.a, passage.a_start, passage.a_end, comparison.b, passage.b_start, passage.b_end)
        for comparison in comparisons
        for passage in comparison.passages
    ]


def _row(name: str, pairs: int, cases: list[pan.Case], found: list[pan.Case], seconds: float) -> None:
    m = pan.measure(cases, found)
    print(
        f"{name:32}{pairs or '':>7}{len(cases):7}{len(found):7}{m.plagdet:9.4f}{m.recall:8.4f}{m.precision:8.4f}"
        f"{m.granularity:7.3f}{seconds:7.1f}"
    )


if __name__ == "__main__":
    main()
