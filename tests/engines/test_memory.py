"""A scan that will not fit is refused before the machine swaps, in a line that says what to do."""

from __future__ import annotations

import pytest

import dupdetect
from dupdetect.engines.local import engine, memory
from dupdetect.settings import Fingerprinting


def test_demand_grows_with_articles_text_and_keys_and_the_keys_have_a_bound() -> None:
    plain = Fingerprinting()
    once = memory.estimate_demand(1_000, 3_000_000, plain)
    assert memory.estimate_demand(10_000, 30_000_000, plain) == pytest.approx(10 * once, rel=0.01)
    assert memory.estimate_demand(1_000, 3_000_000, Fingerprinting(passage_sample=4)) < once
    many = memory.estimate_demand(10_000_000, 30_000_000_000, plain)
    assert (
        many - memory.estimate_demand(10_000_000, 30_000_000_000, Fingerprinting(passage_keys=1))
        <= 40 * plain.passage_keys
    )


def test_the_system_says_what_is_free() -> None:
    free = memory.available_bytes()
    assert free is None or 1 << 20 < free < 1 << 50


def test_a_scan_beyond_memory_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_CHECKED", 10)
    monkeypatch.setattr(memory, "available_bytes", lambda: 1 << 10)
    texts = {str(i): f"article number {i} about the ferry" for i in range(30)}
    with pytest.raises(dupdetect.InputError, match=r"10 so far need about .* GiB, and 0\.0 are free; scan"):
        dupdetect.scan(texts)


def test_a_scan_goes_on_where_the_system_does_not_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_CHECKED", 10)
    monkeypatch.setattr(memory, "available_bytes", lambda: None)
    texts = {str(i): f"article number {i} about the ferry" for i in range(30)}
    assert dupdetect.scan(texts).counts["articles"] == 30
