"""Ask a server as a busy newsroom would: many clients at once, for a while; count errors, and watch its memory.

    python -m benchmarks.runs.serve                          50 clients for 60 seconds, on the sample articles
    python -m benchmarks.runs.serve --clients 8 --seconds 2  a short form

Each client compares two sample articles, checks one against an archive of them, or opens a page, over and over. The
last line is a summary as JSON. The exit status is 1 where an answer was no success, or where memory kept growing: after
the first third, when every process is warm, by more than a quarter.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from benchmarks.places import ARTICLES
from dupdetect.pipeline import Index

GROWTH = 1.25
"""By how much memory may grow after the first third."""


@dataclass
class Seen:
    """What the clients met, and what the server weighed meanwhile, in MB by seconds."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    weights: list[tuple[float, float]] = field(default_factory=list)


@contextmanager
def start_server(archive: Path) -> Iterator[tuple[str, int]]:
    """A server with an archive, as its users start it: its address and its process."""
    command = [sys.executable, "-m", "dupdetect", "serve", "--port", "0", "--index", str(archive)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    with process.stderr:
        try:
            yield process.stderr.readline().split()[1].rstrip("/"), process.pid
        finally:
            process.terminate()
            process.wait(30)


def archive_samples(path: Path) -> Path:
    """An archive of the sample articles."""
    with Index.open(path) as archive:
        archive.add([ARTICLES])
    return path


async def client(http: httpx.AsyncClient, number: int, until: float, seen: Seen) -> None:
    """One client: asks, waits for the answer, asks again."""
    draw = random.Random(number)
    texts = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt"))]
    while time.monotonic() < until:
        started = time.monotonic()
        try:
            answer = await send_request(http, draw, texts)
            seen.statuses[str(answer.status_code)] += 1
        except httpx.HTTPError as error:
            seen.statuses[type(error).__name__] += 1
        seen.seconds.append(time.monotonic() - started)


async def send_request(http: httpx.AsyncClient, draw: random.Random, texts: list[str]) -> httpx.Response:
    """One request of a kind that is drawn."""
    kind = draw.randrange(4)
    if kind == 0:
        return await http.get(draw.choice(["/", "/scan", "/archive", "/api", "/assets/web.js"]))
    if kind == 1:
        return await http.post("/api/check", json={"texts": [{"text": draw.choice(texts)}]})
    a, b = draw.sample(texts, 2)
    if kind == 2:
        return await compare_texts(http, a, b)
    return await http.post("/api/compare", json={"a": {"text": a}, "b": {"text": b}})


async def compare_texts(http: httpx.AsyncClient, a: str, b: str) -> httpx.Response:
    """Two texts through the page, as a browser does it: the result is opened once it is there."""
    answer = await http.post("/", data={"a_text": a, "b_text": b})
    if answer.status_code != 303:
        return answer
    while not (await http.get(f"{answer.headers['location']}/progress")).json().get("over", True):
        await asyncio.sleep(0.7)
    return await http.get(answer.headers["location"])


async def watch_memory(process: int, until: float, seen: Seen) -> None:
    """The memory of the server and its processes, twice a second."""
    started = time.monotonic()
    while (now := time.monotonic()) < until:
        seen.weights.append((now - started, weight(process)))
        await asyncio.sleep(0.5)


def weight(process: int) -> float:
    """MB of resident memory of a process and its children; 0 where the system does not tell."""
    children = Path(f"/proc/{process}/task/{process}/children")
    if not children.exists():
        return 0.0
    every = [process, *map(int, children.read_text().split())]
    accounts = [Path(f"/proc/{number}/statm") for number in every]
    pages = [int(path.read_text().split()[1]) for path in accounts if path.exists()]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


async def visit_server(address: str, process: int, clients: int, seconds: float) -> Seen:
    """Have so many clients ask for so long."""
    seen = Seen()
    until = time.monotonic() + seconds
    bounds = httpx.Limits(max_connections=clients)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=bounds) as http:
        visitors = (client(http, number, until, seen) for number in range(clients))
        await asyncio.gather(watch_memory(process, until, seen), *visitors)
    return seen


def summary(seen: Seen, seconds: float) -> dict[str, Any]:
    """Figures to print: requests, errors, seconds for an answer, MB early and at the end."""
    early = [mb for at, mb in seen.weights if seconds / 3 <= at <= seconds / 2] or [0.0]
    late = [mb for at, mb in seen.weights if at >= seconds * 5 / 6] or early
    times = sorted(seen.seconds)
    return {
        "requests": len(times),
        "errors": {kind: n for kind, n in seen.statuses.items() if kind != "200"},
        "median": round(statistics.median(times), 3),
        "slowest": round(times[-1], 3),
        "mb_early": round(statistics.median(early)),
        "mb_late": round(statistics.median(late)),
    }


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description="Ask a server as a busy newsroom would.")
    options.add_argument("--clients", type=int, default=50)
    options.add_argument("--seconds", type=float, default=60.0)
    chosen = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        archive = archive_samples(Path(folder) / "a.dupdetect")
        with start_server(archive) as (address, process):
            found = summary(asyncio.run(visit_server(address, process, chosen.clients, chosen.seconds)), chosen.seconds)
    print(json.dumps(found))
    return int(bool(found["errors"]) or found["mb_late"] > GROWTH * max(found["mb_early"], 1))


if __name__ == "__main__":
    sys.exit(main())
