"""Near copies among many: exactly those that reach the threshold, however the articles come in."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect import Article, InputError, NearCopies, SettingsError, UsageError, near_copies
from dupdetect.engines.local import near, spool
from dupdetect.records.batches import Encoded
from dupdetect.search import overlap
from dupdetect.search.overlap import Ints
from tests.kernels.oracles import words_of

Words = list[str]


def words(rng: random.Random, count: int) -> Words:
    return [f"w{rng.randrange(30_000)}" for _ in range(count)]


def edited(rng: random.Random, text: Words, changes: int) -> Words:
    """`text` with a run of words replaced, one deleted, or one put in, as often as `changes`."""
    made = list(text)
    for _ in range(changes):
        at = rng.randrange(len(made))
        made[at : at + rng.randrange(3)] = words(rng, rng.randrange(3))
    return made


def planted(seed: int, families: int = 30, alone: int = 30) -> dict[str, str]:
    """Families of six articles each, from equal to hardly alike, among others; ids tell nothing of the order."""
    rng = random.Random(seed)
    texts = [words(rng, rng.randrange(3, 300)) for _ in range(alone)]
    for _ in range(families):
        first = words(rng, rng.randrange(30, 250))
        texts += [edited(rng, first, changes) for changes in (0, 0, 1, 3, 6, 12)]
    names = [f"{i:04}" for i in range(len(texts))]
    rng.shuffle(names)
    return {name: " ".join(text) for name, text in zip(names, texts, strict=True)}


def shingles(text: str) -> set[tuple[str, ...]]:
    one = words_of(text)
    return {tuple(one[i : i + 5]) for i in range(max(len(one) - 4, 1))} if one else set()


def similar(texts: dict[str, str], threshold: float) -> dict[tuple[str, str], tuple[float, float, float]]:
    """The figures of all pairs that reach the threshold, by looking at all pairs."""
    sets = {name: shingles(text) for name, text in texts.items()}
    found = {}
    for a, b in combinations(sorted(texts), 2):
        both = len(sets[a] & sets[b])
        if both and both / len(sets[a] | sets[b]) >= threshold:
            found[a, b] = both / len(sets[a] | sets[b]), both / len(sets[a]), both / len(sets[b])
    return found


def figures(found: NearCopies) -> dict[tuple[str, str], tuple[float, float, float]]:
    assert [(one.a, one.b) for one in found.pairs] == sorted({(one.a, one.b) for one in found.pairs})
    return {(str(one.a), str(one.b)): (one.jaccard, one.containment_a, one.containment_b) for one in found.pairs}


def joined(pairs: set[tuple[str, str]]) -> set[frozenset[str]]:
    """Families, by merging one pair after another."""
    families: set[frozenset[str]] = set()
    for pair in pairs:
        touched = {family for family in families if family & {*pair}}
        families = families - touched | {frozenset(pair).union(*touched)}
    return families


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.8, 0.95])
def test_pairs_are_those_of_a_search_through_all_pairs(threshold: float) -> None:
    texts = planted(1)
    found, expected = near_copies(texts, threshold), similar(texts, threshold)
    told = figures(found)
    assert told == {pair: expected.get(pair) for pair in told}  # each of them holds, to the last digit
    assert len(expected) > 40
    assert len(told) >= 0.99 * len(expected)
    assert {frozenset(family) for family in found.clusters} == joined(set(told))
    assert found.counts["pairs"] == len(told)
    assert found.counts["articles"] == len(texts)


def test_the_recall_at_the_threshold_itself_is_what_is_promised() -> None:
    texts = planted(2, families=150, alone=0)
    expected = {pair for pair, (jaccard, _, _) in similar(texts, 0.5).items() if jaccard < 0.6}
    assert len(expected) > 200
    assert len(expected & set(figures(near_copies(texts, 0.5)))) >= 0.98 * len(expected)


@given(st.dictionaries(st.text("abé\n\"'", max_size=4), st.text("ab c", max_size=30), max_size=7))
@example({})
@example({"": "", "a": "a"})
@example({"a": "b c", "b": "B, c!", "c": "b"})
def test_small_texts_are_compared_like_large_ones(texts: dict[str, str]) -> None:
    assert figures(near_copies(texts, 1.0)) == similar(texts, 1.0)


def articles_of(texts: dict[str, str]) -> Iterator[Article]:
    return (Article(name, text) for name, text in texts.items())


def reversed_of(texts: dict[str, str]) -> Iterator[Article]:
    return articles_of(dict(reversed(texts.items())))


@pytest.mark.parametrize("jobs", [1, 2, 3, None])
@pytest.mark.parametrize("handed", [dict, articles_of, reversed_of])
def test_neither_threads_nor_order_nor_kind_of_source_show(
    jobs: int | None, handed: Callable[[dict[str, str]], object]
) -> None:
    texts = planted(3, families=10, alone=5) | {"same 1": "only this", "same 2": "Only this!", "empty": ""}
    assert near_copies(handed(texts), 0.6, jobs=jobs) == near_copies(texts, 0.6, jobs=1)  # type: ignore[arg-type]


def test_a_folder_gives_the_same_as_its_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"{name}.txt": text for name, text in planted(4, families=6, alone=5).items()}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = near_copies(".", 0.6)
    assert figures(found) == figures(near_copies(texts, 0.6))
    assert [one.path for one in found.skipped] == ["empty.txt"]
    assert found.counts["skipped"] == 1


@pytest.mark.parametrize(
    "changes",
    [
        {(near, "_BATCH"): 1},
        {(near, "_BATCH"): 7, (near, "_BLOCK"): 3},
        {(near, "_BATCH_CHARACTERS"): 1},
        {(near, "_BLOCK"): 1},
        {(spool, "_IN_MEMORY"): 1},
    ],
    ids=str,
)
@pytest.mark.parametrize("handed", [dict, articles_of])
def test_neither_batches_nor_texts_on_disk_show(
    changes: dict[tuple[object, str], int],
    handed: Callable[[dict[str, str]], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = planted(5, families=8, alone=5)
    expected = near_copies(texts, 0.5)
    for (module, name), value in changes.items():
        monkeypatch.setattr(module, name, value)
    assert near_copies(handed(texts), 0.5, jobs=2) == expected  # type: ignore[arg-type]
    assert len(expected.pairs) > 20


def test_ten_thousand_equal_articles_are_one_family_of_few_pairs() -> None:
    rng = random.Random(6)
    text = words(rng, 40)
    texts = {f"{i:05}": " ".join(text) for i in range(10_000)} | {"copy": " ".join([*text, "more"])}
    found = near_copies(texts)
    assert len(found.pairs) <= 2 * 10_000 + 1
    assert found.clusters == (tuple(texts),)
    assert found.counts["candidates"] <= 2 * 10_000 + 1


def test_many_nearly_equal_articles_are_one_family_at_linear_cost() -> None:
    rng = random.Random(7)
    text = words(rng, 200)
    texts = {f"{i:04}": " ".join([*text, f"number {i}"]) for i in range(2000)}
    found = near_copies(texts)
    assert found.clusters == (tuple(texts),)
    assert found.counts["candidates"] <= 40 * len(texts)


def test_a_footer_of_all_pages_does_not_flood() -> None:
    rng = random.Random(8)
    footer = " ".join(words(rng, 40))
    texts = {f"{i:04}": " ".join(words(rng, 60)) + " " + footer for i in range(3000)}
    found = near_copies(texts)
    assert found.pairs == ()
    assert found.counts["candidates"] <= len(texts)


@pytest.mark.parametrize("handed", [dict, articles_of])
def test_texts_without_words_pair_with_nothing(handed: Callable[[dict[str, str]], object]) -> None:
    texts = {"a": "", "b": "", "c": "...", "d": "—", "e": "one", "f": "one"}
    found = near_copies(handed(texts))  # type: ignore[arg-type]
    assert figures(found) == {("e", "f"): (1.0, 1.0, 1.0)}
    assert found.counts["articles"] == 6


@pytest.mark.parametrize("nothing", [{}, [], iter(())], ids=["mapping", "list", "iterator"])
def test_nothing_has_no_near_copies(nothing: dict[str, str]) -> None:
    found = near_copies(nothing)
    assert (found.pairs, found.clusters, found.skipped) == ((), (), ())
    assert found.counts == {"articles": 0, "skipped": 0, "candidates": 0, "pairs": 0, "clusters": 0}


HOSTILE = ["new\nline", "quote\"'", "x" * 10_000, "\udc80", "\x1b[31m", "", "../../up"]


def test_ids_may_be_anything() -> None:
    found = near_copies([Article(name, "the same few words here") for name in HOSTILE])
    (family,) = found.clusters
    assert [*family] == sorted(HOSTILE)
    assert len(found.pairs) == len([*combinations(HOSTILE, 2)])


@pytest.mark.parametrize("name", ["a", *HOSTILE])
def test_two_articles_of_one_id_are_refused_in_one_line(name: str) -> None:
    with pytest.raises(UsageError, match="ids must differ") as told:
        near_copies([Article(name, "one"), Article("between", "two"), Article(name, "three")])
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 300


@pytest.mark.parametrize("threshold", [-0.5, 0, 0.0, 1.5, float("nan"), float("inf")])
def test_a_threshold_out_of_range_is_told_with_what_to_give(threshold: float) -> None:
    with pytest.raises(SettingsError, match=r"threshold.* above 0.* up to 1"):
        near_copies({"a": "one"}, threshold)


def test_no_threads_are_refused() -> None:
    with pytest.raises(UsageError, match="jobs must be at least 1, not 0"):
        near_copies({"a": "one"}, jobs=0)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        near_copies(tmp_path / "nowhere")


@pytest.mark.parametrize("source", [dict, lambda texts: (Article(name, texts[name]) for name in texts)])
def test_the_texts_that_are_verified_at_once_are_bounded(
    monkeypatch: pytest.MonkeyPatch, source: Callable[[dict[str, str]], Any]
) -> None:
    """By their bytes as well as by the number of pairs, but for one pair that is larger itself; findings stay equal."""
    texts = planted(5, families=10, alone=0) | {
        name: f"{' '.join(words(random.Random(1), 3_000))} {name}" for name in "xy"
    }
    whole = near_copies(source(texts), 0.5, jobs=2)
    blocks: list[tuple[int, int]] = []
    shared = overlap.count_shared

    def counted(batch: Encoded, lefts: Ints, *others: Any) -> tuple[Ints, Ints, Ints]:
        blocks.append((len(lefts), int(batch.offsets[-1])))
        return shared(batch, lefts, *others)

    monkeypatch.setattr(overlap, "count_shared", counted)
    monkeypatch.setattr(near, "_BLOCK", 7)
    monkeypatch.setattr(near, "_BLOCK_BYTES", 8_000)
    assert near_copies(source(texts), 0.5, jobs=2) == whole
    assert len(blocks) > 20
    assert max(pairs for pairs, _ in blocks) == 7
    assert [pairs for pairs, held in blocks if held > 8_000] == [1]


def test_progress_is_told_in_order() -> None:
    told: list[tuple[str, int, int]] = []
    near_copies(planted(9, families=3, alone=2), 0.5, progress=lambda *one: told.append(one))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["fingerprint", "pair", "compare"]
    assert ("fingerprint", 20, 0) in told
    (_, done, total) = told[-1]
    assert done == total > 0


def test_progress_tells_the_bytes_of_files(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"{name} " * 500, encoding="utf-8")
    told: list[tuple[str, int, int]] = []
    near_copies(tmp_path, progress=lambda *one: told.append(one))
    assert [done for stage, done, _ in told if stage == "bytes"][-1] == 3_000


FULL = """
import resource, sys
from dupdetect import Article, InputError, near_copies
from dupdetect.engines.local import spool

spool._IN_MEMORY = 1000
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
try:
    near_copies(Article(str(i), f"word{i} " * int(sys.argv[2])) for i in range(int(sys.argv[3])))
except InputError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="only POSIX limits the size of a file")
@pytest.mark.parametrize(
    ("limit", "length", "count"),
    [pytest.param(100_000, 100, 2000, marks=pytest.mark.slow), (2000, 400, 1), (5000, 1000, 1)],
)
def test_a_full_temporary_folder_is_told_in_one_line(limit: int, length: int, count: int) -> None:
    environment = os.environ | {"DUPDETECT_KERNELS": "python"}  # compiled ones would write to their cache
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(limit), str(length), str(count)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    assert line.startswith("the temporary folder takes no more data (File too large)")
    assert line.endswith("free some space there, or set TMPDIR")
