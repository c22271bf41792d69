"""Write a corpus of made-up articles with planted near duplicates.

    python -m benchmarks.runs.plant FOLDER --articles 100000 --seed 1
    python -m benchmarks.runs.plant FOLDER --articles 100000 --files      a file an article, in folders of a thousand
    python -m benchmarks.runs.plant FOLDER --articles 100000 --words 120  shorter ones: half of them have fewer words

`benchmarks.corpora.planted_copies` says what is in it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.corpora import planted_copies


def main() -> int:
    """Run the command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, help="where to write; must not exist")
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument(
        "--words", type=int, default=planted_copies.MEDIAN_WORDS, help="the median length of an article"
    )
    options.add_argument("--files", action="store_true", help="write a file an article")
    given = options.parse_args()
    if given.folder.exists():
        print(f"{given.folder}: exists already; name a new folder, or remove it", file=sys.stderr)
        return 1
    write = planted_copies.plant_files if given.files else planted_copies.plant
    print(json.dumps(write(given.folder, given.articles, given.seed, given.words)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
