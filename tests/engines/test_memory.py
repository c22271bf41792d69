"""How a scan divides its memory, and that more memory never makes a part smaller."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import dupdetect
from dupdetect import Settings
from dupdetect.cli import main
from dupdetect.engines.local import memory
from dupdetect.engines.local.memory import plan_memory
from dupdetect.settings import Fingerprinting

GIB = 1 << 30


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


@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_the_parts_add_up_to_no_more_than_the_whole(jobs: int) -> None:
    for most in (GIB // 2, GIB, 4 * GIB):
        plan = plan_memory(most, jobs)
        in_memory = plan.articles + plan.count_prepared(on_disk=False) * 12
        on_disk = plan.count_prepared(on_disk=True) * 12
        for taken in (in_memory, on_disk, plan.count_in_worker() * 60 * plan.jobs):
            assert taken + plan.comparisons + max(plan.lists, plan.screened * 10) <= most


@pytest.mark.parametrize(("most", "jobs", "workers"), [(GIB // 2, 2, 1), (GIB, 1, 1), (GIB, 2, 2), (4 * GIB, 8, 8)])
def test_as_many_worker_processes_start_as_have_room(most: int, jobs: int, workers: int) -> None:
    """A single one would leave the process that starts it idle, so that compares by itself then."""
    assert plan_memory(most, jobs).jobs == workers


def test_more_memory_keeps_more_articles_in_memory() -> None:
    plain = Fingerprinting()
    small, large = plan_memory(GIB // 2, 2), plan_memory(4 * GIB, 2)
    assert not small.fits(20_000, 60_000_000, plain)
    assert large.fits(20_000, 60_000_000, plain)
    assert not large.fits(1_000_000, 3_000_000_000, plain)


def test_without_a_limit_what_is_free_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: GIB)
    assert plan_memory(0, 2) == plan_memory(GIB, 2)


def test_where_the_system_does_not_say_everything_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: None)
    assert plan_memory(0, 2).fits(10**9, 10**12, Fingerprinting())


def test_a_limit_below_what_the_program_takes_is_refused() -> None:
    with pytest.raises(dupdetect.SettingsError, match=r"running\.memory: 1000 bytes are too few; give 536870912 or"):
        Settings().updated({"running.memory": 1000})


def test_the_limit_changes_neither_the_signature_nor_the_settings_of_findings() -> None:
    limited = Settings().updated({"running.memory": GIB})
    assert limited.signature == Settings().signature
    assert limited.list_changes() == {}


def run_scan(*options: str) -> str:
    """What a scan says."""
    return CliRunner().invoke(main, ["scan", *options]).output


def test_sizes_are_given_as_people_write_them() -> None:
    assert "'12X' is no size; give a number of bytes, such as 4G or 512M" in run_scan("--memory", "12X", ".")
    for size in ("511M", "500000K", "536870911", "511MiB"):
        assert "bytes are too few; give 536870912 or more" in run_scan("--memory", size, ".")


def test_spark_takes_no_limit() -> None:
    said = run_scan("--memory", "4G", "--engine", "spark", ".")
    assert "--memory: Spark's own settings say how much it takes" in said
