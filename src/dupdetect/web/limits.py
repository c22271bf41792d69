"""Every bound of the server in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits beyond which requests are refused.

    Attributes:
        body: bytes of a request.
        header_seconds: seconds in which the headers of a request must have arrived.
        body_seconds: seconds in which the rest of it must have arrived.
        articles: texts of a request to scan or check.
        files: files of a form.
        seconds: seconds of work on a request to the API, and on two texts.
        job_seconds: seconds of work on many files or on an archive, whose progress the page shows.
        working: requests that are worked on at once; as many as cores.
        waiting: requests that wait for their turn.
        connections, peer_connections: open connections, of all peers and of one.
        answer: bytes of findings.
        results, result_bytes: results that are kept for the pages.
        browsed: largest archive, in articles, whose families are computed on request.
        memory: bytes of address space of a worker process.
        requests_per_worker: requests after which a worker process is replaced.
    """

    body: int = 16_777_216
    header_seconds: float = 10.0
    body_seconds: float = 30.0
    articles: int = 1000
    files: int = 500
    seconds: float = 60.0
    job_seconds: float = 600.0
    working: int = 1
    waiting: int = 64
    connections: int = 512
    peer_connections: int = 128
    answer: int = 67_108_864
    results: int = 64
    result_bytes: int = 134_217_728
    browsed: int = 5000
    memory: int = 8_589_934_592
    requests_per_worker: int = 5000
