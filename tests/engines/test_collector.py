"""The garbage collector during a long step, and after it."""

from __future__ import annotations

import gc

import pytest

from dupdetect.engines.local.collector import spare_older_objects


def test_older_objects_are_spared_only_inside() -> None:
    assert not gc.get_freeze_count()
    with spare_older_objects():
        assert gc.get_freeze_count() > 1000
        with spare_older_objects():
            pass
        assert gc.get_freeze_count() > 1000
    assert not gc.get_freeze_count()


def test_a_fault_inside_leaves_nothing_frozen() -> None:
    with pytest.raises(KeyError), spare_older_objects():
        raise KeyError
    assert not gc.get_freeze_count()


def test_what_a_program_froze_itself_stays_frozen() -> None:
    gc.freeze()
    try:
        count = gc.get_freeze_count()
        with spare_older_objects():
            pass
        assert gc.get_freeze_count() == count
    finally:
        gc.unfreeze()
