"""Signatures at work in datasketch's own indexes: in memory, in a forest, and in a real Redis."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from datasketch import MinHash, MinHashLSH, MinHashLSHForest

from dupdetect.search import fingerprint
from dupdetect.search.channels import count_bands
from dupdetect.settings import Fingerprinting, Pairing
from dupdetect.text import folding_table

SETTINGS = Fingerprinting()
PAGE = (Path(__file__).parents[2] / "docs" / "engineers.md").read_text(encoding="utf-8")
SNIPPETS = [
    block
    for block in re.findall(r"^```python\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
    if "datasketch" in block
]
SERVER = '{"host": "localhost", "port": 6379}'


@pytest.fixture(scope="module")
def redis_socket() -> Iterator[str]:
    """Where a Redis of our own listens, which keeps nothing."""
    server = shutil.which("redis-server")
    if server is None:
        pytest.skip("there is no redis-server; Debian, Ubuntu: apt install redis-server")
    folder = tempfile.mkdtemp(prefix="redis")  # sockets need short paths
    socket = f"{folder}/socket"
    command = [server, "--port", "0", "--unixsocket", socket, "--dir", folder, "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        try:
            wait_for(socket, running)
            yield socket
        finally:
            running.terminate()
            running.communicate()
            shutil.rmtree(folder)


def wait_for(socket: str, running: subprocess.Popen[str]) -> None:
    import redis

    with redis.Redis(unix_socket_path=socket) as client:
        for _ in range(300):
            assert running.poll() is None, running.communicate()[0]
            try:
                client.ping()
                return
            except redis.ConnectionError:
                time.sleep(0.1)
    raise AssertionError("redis-server does not answer")


def stored(socket: str, name: str) -> dict[str, Any]:
    return {"type": "redis", "basename": name.encode(), "redis": {"unix_socket_path": socket}}


@pytest.fixture(scope="module")
def sketches() -> dict[str, MinHash]:
    """Of 60 articles and a near copy of each."""
    rng = random.Random(11)
    texts = {}
    for i in range(60):
        words = [f"w{rng.randrange(20_000)}" for _ in range(200)]
        texts[f"original {i}"] = " ".join(words)
        for at in rng.sample(range(200), 4):
            words[at] = "other"
        texts[f"copy {i}"] = " ".join(words)
    rows = fingerprint.minhash(texts.values(), folding_table(), SETTINGS).signatures
    return {name: fingerprint.to_datasketch(row, SETTINGS) for name, row in zip(texts, rows, strict=True)}


def lsh_of(sketches: Mapping[str, MinHash], **options: Any) -> MinHashLSH:
    params = count_bands(SETTINGS.permutations, Pairing(jaccard=0.5))
    made = MinHashLSH(num_perm=SETTINGS.permutations, params=params, **options)
    with made.insertion_session() as session:
        for name, sketch in sketches.items():
            session.insert(name, sketch)
    return made


def test_a_real_redis_finds_the_copies_that_memory_finds(redis_socket: str, sketches: dict[str, MinHash]) -> None:
    here, there = lsh_of(sketches), lsh_of(sketches, storage_config=stored(redis_socket, "copies"))
    for i in range(60):
        query = sketches[f"original {i}"]
        assert {f"original {i}", f"copy {i}"} <= {*there.query(query)}
        assert {*there.query(query)} == {*here.query(query)}
    assert sum(len(there.query(sketch)) for sketch in sketches.values()) < 3 * len(sketches)


def test_another_run_finds_in_redis_what_the_first_put_there(redis_socket: str, sketches: dict[str, MinHash]) -> None:
    storage = stored(redis_socket, "kept")
    lsh_of(sketches, storage_config=storage)
    again = lsh_of({}, storage_config=storage)
    rows = fingerprint.from_datasketch(sketches["copy 7"])
    assert {*again.query(fingerprint.to_datasketch(rows, SETTINGS))} >= {"original 7", "copy 7"}


def test_a_forest_ranks_the_copy_first(sketches: dict[str, MinHash]) -> None:
    forest = MinHashLSHForest(num_perm=SETTINGS.permutations)
    for name, sketch in sketches.items():
        forest.add(name, sketch)
    forest.index()
    for i in range(60):
        assert {*forest.query(sketches[f"copy {i}"], 2)} == {f"original {i}", f"copy {i}"}


def said(script: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def claimed(*snippets: str) -> list[str]:
    return re.findall(r"^print\(.*\)  # (.+)$", "".join(snippets), flags=re.MULTILINE)


def test_the_page_says_what_a_forest_finds() -> None:
    assert said(SNIPPETS[0]) == claimed(SNIPPETS[0])
    assert len(claimed(SNIPPETS[0])) == 2


def test_the_page_says_what_redis_finds(redis_socket: str) -> None:
    first, second = SNIPPETS
    assert SERVER in second
    private = second.replace(SERVER, repr({"unix_socket_path": redis_socket}))
    assert said(first + private) == claimed(first, second)
