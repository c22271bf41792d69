"""Substitutions to those that a thesaurus lists: further evidence that a machine swapped the words.

Three formats are read from a folder: WordNet's dict files (`data.noun` and its like), MyThes (`*.dat`) and Moby words
(`*.txt`, a root and its synonyms with commas between).

A thesaurus lists only part of the swaps of spinners (WordNet has a third of those in a spun article, and 2 % of random
ones), so a listed swap is evidence and an unlisted one is not.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import Stemmer

from dupdetect.errors import InputError
from dupdetect.records import Substitution

_LARGEST = 200_000_000
"""Bytes of a file; the largest thesaurus in use has 25 MB."""
_LONGEST = 3
"""Words of a swap on either side; longer replacements are rewriting."""
_REMARK = re.compile(r"\s*\([^)]*\)")
_WORD = re.compile(r"[^\W_]+")
_NEAR = ("@", "~", "&", "*", ">", "$")
"""WordNet's pointers to wider, narrower and similar meanings, and between verbs that imply each other."""


class Thesaurus:
    """Which wordings are listed for which, by stem.

    Every entry of a thesaurus is a group: its heads are the words looked up, its members the words listed.
    """

    def __init__(self) -> None:
        self._stem = Stemmer.Stemmer("english").stemWord
        self._heads: dict[str, array[int]] = {}
        self._members: dict[str, array[int]] = {}
        self._groups = 0
        self._keys: dict[str, str] = {}

    def __len__(self) -> int:
        return self._groups

    def add(self, heads: Iterable[str], members: Iterable[str]) -> None:
        """Enter a group."""
        for table, wordings in ((self._heads, heads), (self._members, members)):
            for wording in {self._key(wording) for wording in wordings} - {""}:
                table.setdefault(wording, array("l")).append(self._groups)
        self._groups += 1

    def lists(self, a: str, b: str) -> bool:
        """Whether one wording is listed for the other, or word by word for it."""
        if self._lists_either_way(self._key(a), self._key(b)):
            return True
        left, right = self._key(a).split(), self._key(b).split()
        pairs = list(zip(left, right, strict=False))
        return len(left) == len(right) > 1 and all(x == y or self._lists_either_way(x, y) for x, y in pairs)

    def _lists_either_way(self, a: str, b: str) -> bool:
        return self._lists_member(a, b) or self._lists_member(b, a)

    def _lists_member(self, head: str, member: str) -> bool:
        return not set(self._heads.get(head, ())).isdisjoint(self._members.get(member, ()))

    def _key(self, wording: str) -> str:
        key = self._keys.get(wording)
        if key is None:
            words = _WORD.findall(wording.replace("_", " ").lower())
            key = self._keys[wording] = " ".join(map(self._stem, words))
        return key


@lru_cache(maxsize=1)
def load_thesaurus(folder: str) -> Thesaurus:
    """The thesaurus in a folder; read once, however many pairs it serves.

    Raises:
        InputError: there is no such folder, or no file in it that can be read as one of the formats.
    """
    thesaurus = Thesaurus()
    place = Path(folder)
    if not place.is_dir():
        raise InputError(f"{folder}: no such folder; --thesaurus takes a folder with WordNet, MyThes or Moby files")
    for path in sorted(place.iterdir()):
        read = _READERS.get(path.name) or _READERS.get(path.suffix)
        if read and path.is_file() and path.stat().st_size <= _LARGEST:
            read(path, thesaurus)
    if not len(thesaurus):
        message = f"{folder}: no thesaurus in it; put WordNet's data.noun, a MyThes .dat or a Moby .txt file there"
        raise InputError(message)
    return thesaurus


def mark_listed(swaps: Sequence[Substitution], thesaurus: Thesaurus) -> tuple[Substitution, ...]:
    """Mark each short swap as listed in the thesaurus or not; longer ones are rewriting and stay unmarked."""
    return tuple(replace(swap, listed=thesaurus.lists(swap.a, swap.b)) if _short(swap) else swap for swap in swaps)


def describe_listed(substitutions: Sequence[Substitution]) -> tuple[str, ...]:
    """The share of swaps that are listed, in words; nothing when there was none to look up."""
    swaps = sum(item.count for item in substitutions if item.listed is not None)
    listed = sum(item.count for item in substitutions if item.listed)
    return (f"{listed} of {swaps} short swaps ({listed / swaps:.0%}) are listed synonyms",) if swaps else ()


def _short(swap: Substitution) -> bool:
    left, right = _WORD.findall(swap.a), _WORD.findall(swap.b)
    return 1 <= len(left) <= _LONGEST and 1 <= len(right) <= _LONGEST


def _read_wordnet(path: Path, thesaurus: Thesaurus) -> None:
    """A line a synset: offset, file, type, word count in hex, words with ids, pointer count, pointers | gloss."""
    words: dict[str, list[str]] = {}
    near: dict[str, list[str]] = {}
    for line in _lines(path, "latin-1"):
        fields = line.split(" | ")[0].split()
        if len(fields) < 6 or not fields[0].isdigit():
            continue
        try:
            end = 4 + 2 * int(fields[3], 16)
            pointers = [fields[i : i + 4] for i in range(end + 1, end + 1 + 4 * int(fields[end]), 4)]
        except (ValueError, IndexError):
            continue
        words[fields[0]] = fields[4:end:2]
        near[fields[0]] = [
            pointer[1]
            for pointer in pointers
            if len(pointer) == 4 and pointer[0] in _NEAR and pointer[2][0] == fields[2][0]
        ]
    for name, own in words.items():
        around = (word for other in near[name] for word in words.get(other, ()))
        thesaurus.add(own, [*own, *around])


def _read_mythes(path: Path, thesaurus: Thesaurus) -> None:
    """The encoding, then entries: `word|n`, and n lines `(noun)|synonym|synonym (remark)`."""
    head = ""
    for line in _lines(path, "utf-8"):
        first, *rest = line.split("|")
        if len(rest) == 1 and rest[0].strip().isdigit():
            head = first
        elif head and rest:
            thesaurus.add([head], (_REMARK.sub("", item) for item in rest))


def _read_moby(path: Path, thesaurus: Thesaurus) -> None:
    """A line a root: the root and its synonyms, with commas between."""
    for line in _lines(path, "utf-8"):
        root, *synonyms = line.split(",")
        if synonyms:
            thesaurus.add([root], synonyms)


def _lines(path: Path, encoding: str) -> Iterator[str]:
    try:
        with path.open(encoding=encoding, errors="replace") as file:
            yield from file
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the thesaurus folder") from error


_READERS = {
    "data.noun": _read_wordnet,
    "data.verb": _read_wordnet,
    "data.adj": _read_wordnet,
    "data.adv": _read_wordnet,
    ".dat": _read_mythes,
    ".txt": _read_moby,
}
