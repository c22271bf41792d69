"""Who may ask, and how much."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from dupdetect.errors import OutputError
from dupdetect.web import server
from dupdetect.web.guard import Names
from dupdetect.web.limits import Limits
from tests.web.serving import serving

SMALL = replace(Limits(), body=50_000, body_seconds=1.0)
ASKED = {"a": {"text": "One is here."}, "b": {"text": "Two are there."}}


@pytest.fixture(scope="module")
def small() -> Iterator[str]:
    with serving(limits=SMALL) as address:
        yield address


STRANGE = ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.", "", "[::2]", "localhost:80:80")
MALFORMED = ("[::1].evil.example", "[::1]x:80", "::1", "[127.0.0.1")


@pytest.mark.parametrize("host", STRANGE + MALFORMED)
@pytest.mark.parametrize("path", ["/", "/api/archive", "/openapi.json", "/assets/web.js"])
def test_a_name_that_is_not_ours_gets_no_answer(page: httpx.Client, path: str, host: str) -> None:
    answer = page.get(path, headers={"Host": host})
    assert answer.status_code in (400, 421)
    assert "dupdetect-findings" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:8000", "[::1]"])
def test_the_names_of_the_loopback_device_are_ours(page: httpx.Client, host: str) -> None:
    assert page.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", ""])
@pytest.mark.parametrize("path", ["/", "/scan", "/check", "/archive/families", "/api/compare"])
def test_another_site_can_send_nothing(page: httpx.Client, path: str, origin: str) -> None:
    answer = page.post(path, headers={"Origin": origin}, json=ASKED)
    assert answer.status_code == 403
    assert page.post(path, headers={"Sec-Fetch-Site": "cross-site"}, json=ASKED).status_code == 403


def test_our_own_page_can(page: httpx.Client) -> None:
    own = {"Origin": str(page.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    assert page.post("/api/compare", headers=own, json=ASKED).status_code == 200


def test_names_follow_the_address() -> None:
    assert server.names("127.0.0.1") == Names()
    assert server.names("192.0.2.7").answer_to("192.0.2.7:8000")
    assert not server.names("192.0.2.7").answer_to("192.0.2.8:8000")
    everywhere = server.names("0.0.0.0")
    assert everywhere.answer_to("192.0.2.8:8000")
    assert everywhere.answer_to("[2001:db8::1]")
    assert everywhere.answer_to(socket.gethostname())
    assert not everywhere.answer_to("evil.example")


def test_every_answer_has_its_headers(page: httpx.Client) -> None:
    for path in ("/", "/api/archive", "/nothing", "/assets/web.css"):
        headers = page.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers


@pytest.mark.parametrize("path", ["/api/compare", "/"])
def test_too_much_is_refused_before_it_is_read(small: str, path: str) -> None:
    answer = httpx.post(small + path, content=b" " * 50_001, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert "50,000 bytes" in answer.text


@pytest.mark.parametrize(
    ("path", "kind"), [("/api/compare", "application/json"), ("/", "multipart/form-data; boundary=x")]
)
def test_too_much_without_a_length_is_cut_off(small: str, path: str, kind: str) -> None:
    def endless() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="a_text"\r\n\r\n'
        for _ in range(100):
            yield b"x" * 1000

    answer = httpx.post(small + path, content=endless(), headers={"Content-Type": kind})
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/api/compare", "/"])
def test_a_request_that_does_not_arrive_is_given_up(small: str, path: str) -> None:
    host, port = small.removeprefix("http://").split(":")
    kind = "application/json" if "api" in path else "multipart/form-data; boundary=x"
    with socket.create_connection((host, int(port)), timeout=20) as slow:
        head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\nContent-Length: 100\r\n\r\n--x"
        slow.sendall(head.encode())
        answer = slow.recv(65536)
    assert b" 408 " in answer.partition(b"\r\n")[0]


@pytest.mark.parametrize("beginning", ["", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "])
def test_headers_that_do_not_arrive_are_given_up(beginning: str) -> None:
    """Also those that come a byte at a time, and those of a second request."""
    with serving(limits=replace(Limits(), header_seconds=0.5)) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as slow:
            if beginning:
                slow.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                assert slow.recv(65536).startswith(b"HTTP/1.1 200 ")
            slow.sendall(beginning.encode())
            assert drip(slow) == b""


def drip(connection: socket.socket) -> bytes:
    """Send a byte now and then until the other end has had enough; what it says at last."""
    connection.settimeout(0.1)
    while True:
        try:
            if not connection.recv(65536):
                return b""
        except TimeoutError:
            with suppress(OSError):
                connection.send(b"x")
        except ConnectionError:
            return b""


def test_a_slow_body_is_not_taken_for_slow_headers() -> None:
    with serving(limits=replace(Limits(), header_seconds=0.3)) as address:

        def slowly() -> Iterator[bytes]:
            yield b'{"a": {"text": "One is here."},'
            time.sleep(0.8)
            yield b'"b": {"text": "Two are there."}}'

        answer = httpx.post(f"{address}/api/compare", content=slowly(), headers={"Content-Type": "application/json"})
        assert answer.status_code == 200


def test_a_peer_has_its_share_of_connections_and_no_more() -> None:
    with serving(limits=replace(Limits(), peer_connections=3)) as address, ExitStack() as stack:
        host, port = address.removeprefix("http://").split(":")
        mine = [stack.enter_context(socket.create_connection((host, int(port)), timeout=20)) for _ in range(4)]
        assert mine[3].recv(65536).startswith(b"HTTP/1.1 503 ")
        mine[0].close()
        while httpx.get(address).status_code == 503:
            time.sleep(0.05)
        assert httpx.get(address).status_code == 200


def test_a_client_that_hangs_up_makes_room_for_the_next(gate: Path) -> None:
    """There is one worker, and its scan would not end by itself."""
    with serving(limits=replace(Limits(), working=1, waiting=0, seconds=3600.0)) as address:
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{address}/api/scan", json={"texts": [ASKED["a"]]}, timeout=0.5)
        for _ in range(300):
            answer = httpx.post(f"{address}/api/compare", json=ASKED, timeout=60)
            if answer.status_code != 503:
                break
            time.sleep(0.1)
        assert answer.status_code == 200
        assert not gate.exists()


def heavy(address: str) -> httpx.Response:
    """Ask for what takes long."""
    words = " ".join(f"word{i % 7919}" for i in range(300_000))
    return httpx.post(f"{address}/api/compare", json={"a": {"text": words}, "b": {"text": f"{words} x"}}, timeout=60)


def test_work_that_takes_too_long_is_given_up_and_the_next_is_done() -> None:
    with serving(limits=replace(Limits(), seconds=0.3)) as address:
        answer = heavy(address)
        assert answer.status_code == 422
        assert "takes longer than 0.3 seconds" in answer.json()["detail"]
        assert httpx.post(f"{address}/api/compare", json=ASKED, timeout=60).status_code == 200


@pytest.mark.slow
def test_who_finds_too_long_a_line_is_told_when_to_come_back() -> None:
    answers: list[httpx.Response] = []
    with serving(limits=replace(Limits(), waiting=1, seconds=3.0)) as address:
        threads = [threading.Thread(target=lambda: answers.append(heavy(address))) for _ in range(6)]
        for one in threads:
            one.start()
        while not answers:
            assert httpx.get(f"{address}/", timeout=10).status_code == 200
        for one in threads:
            one.join()
    refused = [one for one in answers if one.status_code == 503]
    assert len(refused) == 4
    assert all(one.headers["retry-after"] == "5" for one in refused)


def test_a_taken_port_is_one_clear_line() -> None:
    with server.address("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OutputError, match=f"127.0.0.1:{port}: cannot serve there .* choose another --port"):
            server.address("127.0.0.1", port)
    with pytest.raises(OutputError, match=r"no.such.host.invalid:8000: cannot serve there"):
        server.address("no.such.host.invalid", 8000)
