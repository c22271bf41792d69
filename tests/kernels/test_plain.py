"""Kernels in plain Python and as machine code: the same results to the last bit, and the same arrays written."""

from __future__ import annotations

import copy
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dupdetect import Index, Verdict, compare, near_copies, scan
from dupdetect.kernels.compiled import Kernel

ARTICLES = Path(__file__).parents[2] / "samples" / "articles"
STORIES = ("ferry", "marine", "hospital", "club-l", "club-o", "tram-o", "tram-s")


def same(left: Any, right: Any) -> bool:
    """Whether two results are equal in every bit; whole numbers may be of any type."""
    if isinstance(left, (tuple, list)):
        return len(left) == len(right) and all(map(same, left, right))
    if left is None or right is None:
        return left is right
    left, right = np.asarray(left), np.asarray(right)
    if left.dtype.kind == "f" and left.ndim:
        return left.dtype == right.dtype and np.array_equal(left, right)
    return bool(np.array_equal(left, right))


class Differences(dict[str, str]):
    """By kernel, how its plain run differs from its machine code; `calls` counts the calls of each."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: Counter[str] = Counter()

    def call(self, kernel: Any, *arguments: Any) -> Any:
        """Run a kernel, both ways for its first calls."""
        name = f"{kernel.__module__}.{kernel.__name__}"
        self.calls[name] += 1
        before = copy.deepcopy(arguments) if self.calls[name] <= MOST_CALLS else None
        result = kernel.dispatcher(*arguments)
        if before is not None:
            with np.errstate(over="ignore"):
                plain = kernel._plain(*before)
            if plain is not NotImplemented and not same(plain, result):
                self[name] = f"{plain!r} in plain Python, {result!r} as machine code"
            elif name not in SCRATCH and not all(map(same, before, arguments)):
                self[name] = "writes other arrays"
        return result


@pytest.fixture
def differences(monkeypatch: pytest.MonkeyPatch) -> Differences:
    """The differences between both ways, found while a test runs."""
    found = Differences()
    monkeypatch.setattr(Kernel, "__call__", lambda kernel, *arguments: found.call(kernel, *arguments))
    return found


MOST_CALLS = 200
"""Calls of each kernel that are compared."""

SCRATCH = {"dupdetect.kernels.order.sorted_by_bits"}
"""Kernels that leave arrays behind which nobody reads."""


def test_every_kernel_gives_the_same_in_plain_python(differences: Differences, tmp_path: Path) -> None:
    texts = {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted(ARTICLES.glob("*.txt"))
        if path.name.startswith(STORIES)
    }
    texts["fullwidth"] = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in texts["ferry-original"])
    scan(texts, jobs=1)
    near_copies(texts, 0.3, jobs=1)
    with Index.open(tmp_path / "archive.dupdetect") as archive:
        archive.add(texts)
        archive.check(texts["ferry-original"] * 3)
    assert differences == {}
    assert len(differences.calls) > 40


def test_sentences_of_words_without_weight_give_no_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kernel, "__call__", lambda kernel, *arguments: kernel._plain(*arguments))
    with warnings.catch_warnings(), np.errstate(over="ignore"):
        warnings.simplefilter("error")
        assert compare("The mayor opened the bridge.", "The mayor opened the bridge.").verdict is Verdict.IDENTICAL
