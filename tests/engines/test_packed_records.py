"""Records that are packed, in this process or by a worker, come back as they were."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dupdetect import compare
from dupdetect.engines.local.comparisons import ComparisonStore, pack_comparison
from dupdetect.families import build_tie
from dupdetect.records import Comparison, Span, Verdict
from dupdetect.spill.records import PackedRecords, pack_record, unpack_record

TEXT = (
    "The mill in Marstrup will close on 17 June, and forty bakers in Lodehavn have to buy their rye flour elsewhere. "
)


@dataclass(frozen=True, slots=True)
class Alone:
    value: int


@dataclass
class Counted:
    name: str
    letters: int = field(init=False)

    def __post_init__(self) -> None:
        self.letters = len(self.name)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(TEXT * 3, TEXT.replace("forty", "fifty") * 2)


@pytest.mark.parametrize(
    "record",
    [Alone(3), Counted("mill"), Span(1, 2), Verdict.PARTIAL, complex(1, 2), {"a": (Span(3, 4), None)}, (), "é"],
)
def test_any_record_comes_back(record: Any) -> None:
    assert unpack_record(pack_record(record)) == record


@given(st.recursive(st.builds(Span, st.integers(), st.integers()), lambda inner: st.lists(inner).map(tuple)))
def test_records_within_records_come_back(record: Any) -> None:
    assert unpack_record(pack_record(record)) == record


def test_a_comparison_comes_back_and_takes_less_than_pickle_makes_of_it(comparison: Comparison) -> None:
    packed = pack_record(comparison)
    assert unpack_record(packed) == comparison
    assert len(packed) < len(pickle.dumps(comparison, pickle.HIGHEST_PROTOCOL))


def test_arrays_are_packed_beside_records() -> None:
    records: PackedRecords[Any] = PackedRecords()
    records.append((Span(0, 1), np.arange(3)))
    span, array = records[0]
    assert span == Span(0, 1)
    assert array.tolist() == [0, 1, 2]


@pytest.mark.parametrize("room", [0, 30_000, 10_000_000])
def test_a_store_gives_back_what_workers_packed(comparison: Comparison, room: int) -> None:
    store = ComparisonStore(room)
    store.append(comparison)
    store.append(pack_comparison(comparison))
    store.append(comparison)
    assert list(store) == [comparison] * 3
    assert store.ties == [build_tie(comparison)] * 3
    store.keep([1, 2])
    chosen = store.choose([1, 0], lambda _, item: item)
    assert list(chosen) == [comparison] * 2
    assert isinstance(chosen, tuple) == (room > 42_000)  # few enough to be objects
