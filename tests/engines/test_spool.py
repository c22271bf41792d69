"""Texts that wait are the same when they are taken again, in memory and on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.engines.local import spool
from dupdetect.engines.local.spool import TextSpool
from dupdetect.search import fingerprint

batches = st.lists(st.lists(st.binary(max_size=20), max_size=4), max_size=5)


@given(batches, st.sampled_from([1, 30, 10**6]))
@example([[b"one", b""], [], [b"two"]], 1)
def test_texts_are_taken_as_they_were_put_away(kept: list[list[bytes]], in_memory: int) -> None:
    """Also while more are still to come, and in any order."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "_IN_MEMORY", in_memory)
        with TextSpool() as made:
            known: list[bytes] = []
            for batch in kept:
                made.add(fingerprint.join_encoded(batch))
                known += batch
                assert len(made) == len(known)
                assert made.sizes().tolist() == [len(one) for one in known]
                backwards = range(len(known))[::-1]
                assert made.take(backwards) == known[::-1]
                assert made.take([0] * bool(known)) == known[:1]


FILLING = """
import sys, time
import numpy as np
from dupdetect.engines.local import spool
from dupdetect.records.batches import Encoded
spool._IN_MEMORY = 1000
with spool.TextSpool() as texts:
    texts.add(Encoded(np.zeros(100_000, np.uint8), np.array([0, 90_000])))
    print("full", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the system removes temporary files when they are closed")
def test_a_killed_process_leaves_no_texts_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FILLING]
    process = subprocess.Popen(command, env=os.environ | {"TMPDIR": str(tmp_path)}, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "full\n"
    process.kill()
    process.communicate()
    assert list(tmp_path.iterdir()) == []
