"""datatrove as a peer: its pipeline works on files, so the texts are written out and its answer is read back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

TASKS = 2


def datatrove(texts: Sequence[str], threshold: float) -> set[tuple[int, int]]:
    """Signatures, buckets and clusters with its local executor; the pairs that met in a bucket, unchecked."""
    from datatrove.utils.logging import logger

    logger.remove()
    with TemporaryDirectory() as name:
        folder = Path(name)
        half = (len(texts) + 1) // TASKS
        _write(folder / "in", texts, half)
        _run(folder, 16 if threshold == 0.8 else 32)
        return set(_pairs(folder / "buckets", half))


def _write(folder: Path, texts: Sequence[str], part: int) -> None:
    folder.mkdir()
    for task in range(TASKS):
        lines = (json.dumps({"id": str(i), "text": text}) for i, text in enumerate(texts) if i // part == task)
        (folder / f"{task}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def deduplicate(source: Path, target: Path, bands: int) -> None:
    """From a file of JSON lines to a folder of them, as its documentation chains the four stages.

    Passing files go to the folder of `target`. A file is one task, so a second worker has the bands alone.
    """
    from datatrove.pipeline.dedup.minhash import MinhashDedupFilter
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    folder = target.with_name("datatrove")
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "0.jsonl").symlink_to(source)
    _run(folder, bands, signers=1)
    steps = [
        JsonlReader(str(folder / "in")),
        MinhashDedupFilter(str(folder / "clusters")),
        JsonlWriter(str(target), compression=None),
    ]
    _execute(steps, 1, folder / "log-filter")


def _run(folder: Path, bands: int, signers: int = TASKS) -> None:
    from datatrove.pipeline.dedup.minhash import (
        MinhashConfig,
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupSignature,
    )
    from datatrove.pipeline.readers import JsonlReader

    config = MinhashConfig(n_grams=5, num_buckets=bands, hashes_per_bucket=128 // bands)
    signing = [
        JsonlReader(str(folder / "in")),
        MinhashDedupSignature(str(folder / "signatures"), config=config),
    ]
    meeting = [MinhashDedupBuckets(str(folder / "signatures"), str(folder / "buckets"), config=config)]
    joining = [MinhashDedupCluster(str(folder / "buckets"), str(folder / "clusters"), config=config)]
    for place, (steps, tasks) in enumerate(((signing, signers), (meeting, bands), (joining, 1))):
        _execute(steps, tasks, folder / f"log{place}")


def _execute(steps: list[Any], tasks: int, logs: Path) -> None:
    from datatrove.executor import LocalPipelineExecutor

    workers = min(TASKS, tasks)  # forked, so that their CPU seconds are ours when they have ended
    LocalPipelineExecutor(steps, tasks=tasks, workers=workers, logging_dir=str(logs), start_method="fork").run()


def _pairs(buckets: Path, part: int) -> list[tuple[int, int]]:
    """Each record of a bucket file: file and document of the one, file and document of the other."""
    found = []
    for path in buckets.glob("*.dups"):
        for file, document, other_file, other in np.fromfile(path, np.uint32).reshape(-1, 4).tolist():
            a, b = sorted((file * part + document, other_file * part + other))
            found.append((a, b))
    return found
