"""Whatever is sent to the API, as described or not, the answer is one that is described, and never an error of ours."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

schemathesis = pytest.importorskip("schemathesis")

PATHS = ("/api/compare", "/api/scan", "/api/check", "/api/archive")

FEW: dict[str, Any] = {
    "deadline": None,
    "derandomize": True,
    "database": None,
    "suppress_health_check": list(HealthCheck),
}


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=str)
@pytest.mark.parametrize("path", PATHS)
def test_no_request_meets_an_error_of_ours(page: httpx.Client, path: str, mode: Any) -> None:
    described = schemathesis.openapi.from_url(str(page.base_url.join("/openapi.json")))
    operation = described[path]["GET" if path == "/api/archive" else "POST"]
    statuses: set[int] = set()

    @settings(max_examples=20, **FEW)
    @given(case=operation.as_strategy(generation_mode=mode))
    def answered(case: Any) -> None:
        statuses.add(case.call_and_validate(timeout=60).status_code)

    if mode is schemathesis.GenerationMode.NEGATIVE and path == "/api/archive":
        pytest.skip("a call that takes nothing cannot be given anything wrong")
    answered()
    assert statuses <= {200, 400, 422}
    assert 200 in statuses or mode is schemathesis.GenerationMode.NEGATIVE


@settings(max_examples=40, **FEW)
@given(
    path=st.sampled_from(PATHS), body=st.binary(max_size=300), kind=st.sampled_from(["application/json", "text/plain"])
)
def test_no_bytes_meet_an_error_of_ours(page: httpx.Client, path: str, body: bytes, kind: str) -> None:
    assert page.post(path, content=body, headers={"Content-Type": kind}).status_code in (400, 405, 415, 422)


@settings(max_examples=40, **FEW)
@given(
    path=st.sampled_from(["/", "/scan", "/check", "/archive/family", "/archive/families"]),
    name=st.sampled_from(["a_text", "a_file", "b_text", "files", "text", "key"]),
    file=st.text(max_size=30),
    data=st.binary(max_size=300),
)
def test_no_form_meets_an_error_of_ours(page: httpx.Client, path: str, name: str, file: str, data: bytes) -> None:
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n'
    content = head.encode("utf-8", "replace") + data + b"\r\n--x--\r\n"
    answer = page.post(path, content=content, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code in (200, 303, 400, 409, 422)
