"""Build the plain sample articles and their expected results from the marked files, in samples/ and samples/kinds/.

    python -m benchmarks.samples.build            writes what is missing or out of date
    python -m benchmarks.samples.build --check    only says what it would write

samples/README.md describes the files and how expected.json is computed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.corpora.thesaurus_spinner import Thesaurus, read_thesaurus
from benchmarks.places import KINDS, ROOT, SAMPLES
from benchmarks.samples.marked_text import MarkedFileError, Piece, complete, count_words, parse, render
from benchmarks.samples.pair_truth import group, have_common_origin, passages, relation, verdict
from benchmarks.samples.spun import read_stubs, write_spun

SCHEMA = "dupdetect-samples/1"

First = TypeVar("First")
Second = TypeVar("Second")
Result = TypeVar("Result")


@dataclass
class Builder:
    """Works out the content of every generated file of a folder of samples, and collects what is wrong.

    Attributes:
        samples: the folder; its thesauri add to those of samples/.
    """

    samples: Path
    problems: list[str] = field(default_factory=list)
    files: dict[Path, str] = field(default_factory=dict)

    def build(self) -> None:
        """Fill `files` with the content of all generated files."""
        pieces = self._read_pieces()
        for piece in pieces:
            self.files[self.samples / "articles" / piece.file_name] = render(piece)[0]
        pairs = [self._pair(first, second) for first, second in _related_pairs(pieces)]
        expected = {
            "schema": SCHEMA,
            "articles": {piece.file_name: _article(piece, pieces) for piece in pieces},
            "pairs": pairs,
        }
        self.files[self.samples / "expected.json"] = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"

    def _read_pieces(self) -> list[Piece]:
        """All pieces, the spun ones among them, in the order of their plain files."""
        paths = sorted((self.samples / "marked").glob("*.marked"))
        written = {path.stem: path.read_text(encoding="utf-8") for path in paths if "-spun-" not in path.stem}
        parsed = list(self._attempts(parse, written.items()))
        originals = {piece.name: piece for piece in parsed if piece.is_original}
        parsed += self._attempts(parse, self._spun_contents(originals).items())
        pieces = self._attempts(complete, ((piece, originals) for piece in parsed))
        return sorted(pieces, key=lambda piece: piece.file_name)

    def _spun_contents(self, originals: Mapping[str, Piece]) -> dict[str, str]:
        """The marked files that the spinner makes, by their names."""

        @cache
        def thesaurus_of(name: str) -> Thesaurus:
            paths = [folder / f"thesaurus-{name}.tsv" for folder in (SAMPLES, self.samples)]
            return dict(entry for path in paths for entry in read_thesaurus(path).items())

        contents = {}
        for stub in read_stubs(self.samples / "spun.tsv"):
            source = originals.get(stub.source)
            if source is None:
                self.problems.append(f"spun.tsv: there is no original named {stub.source!r}")
                continue
            contents[stub.name] = write_spun(stub, source, thesaurus_of(source.header["set"]))
            self.files[self.samples / "marked" / f"{stub.name}.marked"] = contents[stub.name]
        return contents

    def _attempts(
        self, action: Callable[[First, Second], Result], calls: Iterable[tuple[First, Second]]
    ) -> Iterator[Result]:
        """Results of all calls; a call that fails leaves a problem and no result."""
        for first, second in calls:
            try:
                yield action(first, second)
            except MarkedFileError as error:
                self.problems.append(str(error))

    def _pair(self, first: Piece, second: Piece) -> dict[str, Any]:
        """The entry of a pair; the header of a derivative has to agree with its verdict."""
        found = verdict(first, second)
        kind_of_pair = relation(first, second)
        derivative = second if first.name in second.sources else first
        if kind_of_pair == "direct" and derivative.header.get("verdict") != found:
            stated = derivative.header.get("verdict")
            self.problems.append(f"{first.name} and {second.name}: the header says {stated}, the tags say {found}")
        return {
            "a": first.file_name,
            "b": second.file_name,
            "verdict": found,
            "relation": kind_of_pair,
            "group": group(first, second),
            "set": first.header["set"],
            "spun": "true" in (first.header["spun"], second.header["spun"]),
            "passages": passages(first, second),
        }

    def find_outdated(self) -> list[Path]:
        """Generated files that are missing or differ from what they should be."""
        return [
            path
            for path, content in sorted(self.files.items())
            if not path.exists() or path.read_bytes() != content.encode()
        ]

    def stale(self) -> list[Path]:
        """Files in generated places that no marked file and no stub accounts for."""
        articles = (self.samples / "articles").glob("*.*")
        spun = (self.samples / "marked").glob("*-spun-*.marked")
        return sorted(path for path in (*articles, *spun) if path not in self.files)

    def write(self) -> None:
        """Bring the generated files up to date."""
        for path in self.find_outdated():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.files[path].encode())
            print(f"wrote {path.relative_to(ROOT)}")
        for path in self.stale():
            path.unlink()
            print(f"removed {path.relative_to(ROOT)}")


def _related_pairs(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    return (pair for pair in combinations(pieces, 2) if have_common_origin(*pair))


def _article(piece: Piece, pieces: Sequence[Piece]) -> dict[str, Any]:
    """What expected.json says of one article."""
    file_names = {other.name: other.file_name for other in pieces}
    header = piece.header
    return {
        "story": header["story"],
        "set": header["set"],
        "kind": header["kind"],
        "from": [file_names[source] for source in piece.sources],
        "about": [file_names[subject] for subject in piece.subjects],
        "verdict": header.get("verdict") if piece.sources or piece.subjects else None,
        "spun": header["spun"] == "true",
        "credit": header["credit"],
        "made": header["made"],
        "words": count_words(render(piece)[0]),
    }


def _report(builder: Builder) -> int:
    """Say what is out of date; the exit status is 1 if anything is."""
    for path in builder.find_outdated():
        print(f"out of date: {path.relative_to(ROOT)}", file=sys.stderr)
    for path in builder.stale():
        print(f"without a marked file: {path.relative_to(ROOT)}", file=sys.stderr)
    return 1 if builder.find_outdated() or builder.stale() else 0


def _bring_up_to_date(builder: Builder, *, check: bool) -> int:
    """Build a folder; the exit status is 1 if its marked files are wrong, or out of date where they are checked."""
    try:
        builder.build()
    except (OSError, ValueError) as error:
        builder.problems.append(str(error))
    if builder.problems:
        print("\n".join(builder.problems), file=sys.stderr)
        return 1
    if check:
        return _report(builder)
    builder.write()
    return 0


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Build the articles and expected.json of both folders of samples.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail when a file is out of date")
    check = parser.parse_args().check
    return max(_bring_up_to_date(Builder(folder), check=check) for folder in (SAMPLES, KINDS))


if __name__ == "__main__":
    sys.exit(main())
