"""Texts that wait are the same when they are taken again, in memory and on disk."""

from __future__ import annotations

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
