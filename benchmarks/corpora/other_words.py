"""Corpora of texts told in other words or in another language. None is in the repository.

NTREX      Federmann, Kocmi & Xin 2022 (https://github.com/MicrosoftTranslator/NTREX): `newstest2019-src.eng.txt` and
           `newstest2019-ref.LANGUAGE.txt`, line by line, with the document of each line in `DOCUMENT_IDS.tsv`
rewrites   Learning to Rewrite (Hao et al. 2024): `human.json` and one JSON file a model beside it, lists of texts
           by the same index
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SOURCE = "eng"
CUT = 0.6
"""Share of its sentences that a cut translation keeps."""

WORDS = 80
"""Least words of a text and of its rewrite; shorter ones say little."""


class DerivedText(NamedTuple):
    """A text, and what it was made from.

    Attributes:
        id: unique within a corpus.
        origin: what all texts made from one source share.
        kind: `source`, or how it was made: a language, a language and `cut`, or a model.
    """

    id: str
    text: str
    origin: str
    kind: str


def ntrex(folder: Path) -> Iterator[DerivedText]:
    """Every document as a source, and its translations, whole and cut; a line is a sentence."""
    documents = (folder / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").splitlines()
    for path in sorted(folder.glob("newstest2019-*.txt")):
        language = path.stem.partition(".")[2]
        lines = path.read_text(encoding="utf-8").split("\n")[: len(documents)]
        for name, text in _gather(documents, lines).items():
            if language == SOURCE:
                yield DerivedText(f"{name}/{language}", "\n".join(text), name, "source")
                continue
            yield DerivedText(f"{name}/{language}", "\n".join(text), name, language)
            yield DerivedText(
                f"{name}/{language}-cut", "\n".join(text[: round(CUT * len(text))]), name, f"{language} cut"
            )


def rewrites(folder: Path) -> Iterator[DerivedText]:
    """Every news text of `WORDS` words or more as a source, and what each model made of it."""
    sources = json.loads((folder / "human.json").read_text(encoding="utf-8"))
    for path in sorted(folder.glob("*.json")):
        for i, text in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            if min(len(text.split()), len(sources[i].split())) >= WORDS or path.stem == "human":
                yield DerivedText(f"{i}/{path.stem}", text, str(i), "source" if path.stem == "human" else path.stem)


def _gather(documents: list[str], lines: list[str]) -> dict[str, list[str]]:
    """The lines of each document."""
    gathered: dict[str, list[str]] = {}
    for name, line in zip(documents, lines, strict=True):
        gathered.setdefault(name.split("\t")[-1].strip(), []).append(line)
    return gathered
