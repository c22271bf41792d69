"""Whether saved web pages are read as the article that a peer's test suite expects of each.

    python -m benchmarks.runs.pages FOLDER            FOLDER holds a folder a page, with source.html and expected.html

The pages are those of mozilla/readability's tests. Both files of a page are read through `dupdetect.read`, and the two
texts are compared: a page is read right when they are identical or near copies. For each that is not, the run prints
how many words either side has and how much of each the other holds, which tells the cause: text that was not taken, or
text of menus and teasers that was.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

import dupdetect
from dupdetect.errors import DupdetectError
from dupdetect.read import read_article
from dupdetect.settings import Reading

_RIGHT = (dupdetect.Verdict.IDENTICAL, dupdetect.Verdict.NEAR_COPY)


class Page(NamedTuple):
    """What became of one page.

    Attributes:
        name: its folder.
        right: whether it was read as the article that is expected.
        words: words that were read, and words that are expected.
        about: the verdict and the shares of either side, or why it was not read.
    """

    name: str
    right: bool
    words: tuple[int, int]
    about: str


def compare_page(folder: Path, settings: Reading) -> Page:
    """Read the page and what is expected of it, and compare the two."""
    try:
        source, expected = (read_article(folder / name, settings) for name in ("source.html", "expected.html"))
    except DupdetectError as error:
        return Page(folder.name, False, (0, 0), str(error))
    comparison = dupdetect.compare(source, expected)
    shares = f"{comparison.coverage_a:.0%} of what was read, {comparison.coverage_b:.0%} of what is expected"
    words = len(source.text.split()), len(expected.text.split())
    return Page(folder.name, comparison.verdict in _RIGHT, words, f"{comparison.verdict.value}; shared: {shares}")


def find_pages(top: Path) -> list[Path]:
    """The folders of a suite that hold a page and what is expected of it."""
    return sorted(path.parent for path in top.glob("*/source.html") if (path.parent / "expected.html").exists())


def main(arguments: list[str] | None = None) -> None:
    """Print a line for each page that is read otherwise than expected, and how many are read right."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    pages = [compare_page(folder, Reading()) for folder in find_pages(options.folder)]
    for page in pages:
        if not page.right:
            print(f"{page.name}: {page.words[0]} words read, {page.words[1]} expected; {page.about}")
    print(f"{sum(page.right for page in pages)} of {len(pages)} pages are read as expected")


if __name__ == "__main__":
    main()
