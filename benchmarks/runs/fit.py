"""Fit what the verdict's settings were learned from, and print how near the settings are.

    python -m benchmarks.runs.fit                        the thresholds, as a Markdown table
    python -m benchmarks.runs.fit probability PAN ECB    the weights of `[calibrating]`, from corpora in two folders
    python -m benchmarks.runs.fit meaning NTREX L2R ECB  the weights of `[meaning]`, from corpora in three folders

It prints; it writes nothing and changes nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.measures import meaning_fit, probability_fit, threshold_fit
from dupdetect.settings import Settings


def main() -> int:
    """Print what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(dest="task")
    probability = tasks.add_parser("probability")
    probability.add_argument("pan", type=Path)
    probability.add_argument("ecb", type=Path)
    meaning = tasks.add_parser("meaning")
    for corpus in ("ntrex", "l2r", "ecb"):
        meaning.add_argument(corpus, type=Path)
    options = parser.parse_args()
    if options.task == "meaning":
        print("\n".join(meaning_fit.lines(options.ntrex, options.l2r, options.ecb, Settings())))
        return 0
    if options.task:
        print("\n".join(probability_fit.lines(options.pan, options.ecb, Settings())))
        return 0
    print("\n".join([*threshold_fit.lines(), "", threshold_fit.NOTE]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
