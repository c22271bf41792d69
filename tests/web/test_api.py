"""The JSON API: the same findings as the calls give, and a clear line for whatever is not as described."""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from dupdetect.pipeline import Index, scan
from dupdetect.records import Article
from dupdetect.report import write
from dupdetect.report.schema import build_schema
from dupdetect.web.limits import Limits
from tests.archive.samples import spun, story
from tests.web.serving import serving

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
ORIGINAL, SPUN, OTHER = "ferry-original.txt", "ferry-spun-medium.txt", "dam-original.txt"


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


def found(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    findings: dict[str, Any] = answer.json()
    jsonschema.validate(findings, build_schema())
    return findings


def test_two_texts_are_compared(page: httpx.Client) -> None:
    asked = {"a": {"text": sample(ORIGINAL), "id": "ours"}, "b": {"text": sample(SPUN), "source": "News Hub"}}
    (pair,) = found(page.post("/api/compare", json=asked))["pairs"]
    assert (pair["a"], pair["b"], pair["verdict"], pair["spun"]) == ("ours", "b", "rewrite", True)


def test_a_pair_is_told_however_little_it_shares(page: httpx.Client) -> None:
    asked = {"a": {"text": sample(ORIGINAL)}, "b": {"text": sample(OTHER)}}
    (pair,) = found(page.post("/api/compare", json=asked))["pairs"]
    assert pair["verdict"] == "independent"


def test_a_scan_says_what_scan_says_byte_for_byte(page: httpx.Client) -> None:
    texts: list[dict[str, Any]] = [
        {"id": name, "text": sample(name), "published": "2024-03-05"} for name in (ORIGINAL, SPUN, OTHER)
    ]
    out = io.StringIO()
    write(scan([Article(**one) for one in texts]), "json", out)
    answer = page.post("/api/scan", json={"texts": texts})
    found(answer)
    assert answer.text == out.getvalue()


def test_the_weakest_verdict_can_be_chosen(page: httpx.Client) -> None:
    texts = [{"text": sample(name)} for name in (ORIGINAL, SPUN)]
    assert [one["a"] for one in found(page.post("/api/scan", json={"texts": texts}))["pairs"]] == ["text 1"]
    asked = {"texts": texts, "min_verdict": "near_copy"}
    assert found(page.post("/api/scan", json=asked))["pairs"] == []


def test_texts_are_checked_against_the_archive(page: httpx.Client) -> None:
    asked = {"texts": [{"text": spun(story(2), 7), "id": "new"}, {"text": story(77), "id": "unheard of"}]}
    (pair,) = found(page.post("/api/check", json=asked))["pairs"]
    assert (pair["a"], pair["b"], pair["verdict"]) == ("story-2.txt", "new", "rewrite")
    assert page.get("/api/archive").json()["articles"] == 5


def test_texts_of_a_line_are_too_short_to_tell(page: httpx.Client) -> None:
    asked = {"a": {"text": "The ferry will be replaced."}, "b": {"text": "A dam was built here."}}
    (pair,) = found(page.post("/api/compare", json=asked))["pairs"]
    assert (pair["verdict"], pair["undecided"]) == ("independent", "too short to tell")


def test_equal_ids_are_kept_apart(page: httpx.Client) -> None:
    asked = {"a": {"text": story(1), "id": "x"}, "b": {"text": story(1), "id": "x"}}
    (pair,) = found(page.post("/api/compare", json=asked))["pairs"]
    assert (pair["a"], pair["b"]) == ("x", "x (2)")


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("compare", {"a": {"text": "x"}}, "body.b: Field required"),
        ("compare", {"a": {"text": ""}, "b": {"text": "x"}}, "body.a.text: too short"),
        ("compare", {"a": {"text": "x"}, "b": {"text": " \n\u00a0"}}, "body.b.text: too short"),
        ("compare", {"a": {"text": "x", "path": "/etc/passwd"}, "b": {"text": "x"}}, "body.a.path: Extra inputs"),
        ("compare", {"a": {"text": "x", "links": ["x"]}, "b": {"text": "x"}}, "body.a.links: Extra inputs"),
        ("compare", "{", "JSON decode error"),
        ("compare", "[" * 100_000, ""),
        ("scan", {"texts": []}, "body.texts: "),
        ("scan", {"texts": [{"text": "x"}] * 1001}, "body.texts: "),
        ("scan", {"texts": [{"text": "x"}], "min_verdict": "akin"}, "body.min_verdict: "),
        ("check", {"texts": [{"text": "\ud800"}]}, "body.texts.0.text: "),
    ],
)
def test_what_is_not_as_described_is_one_clear_line(page: httpx.Client, path: str, body: object, told: str) -> None:
    content = body if isinstance(body, str) else json.dumps(body)
    answer = page.post(f"/api/{path}", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    detail = answer.json()["detail"]
    assert told in detail
    assert "\n" not in detail
    assert len(detail) < 500


def test_without_an_archive_the_answer_says_how_to_have_one() -> None:
    with serving() as address:
        answer = httpx.post(f"{address}/api/check", json={"texts": [{"text": "x"}]})
        assert (answer.status_code, "--index" in answer.json()["detail"]) == (409, True)
        assert httpx.get(f"{address}/api/archive").status_code == 409
        assert "dupdetect index add" in httpx.get(f"{address}/archive").text


def test_an_archive_that_is_replaced_is_opened_again(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("archive.dupdetect", "newer.dupdetect")]
    for count, path in enumerate(paths, 2):
        with Index.open(path) as index:
            index.add([Article(f"{number}.txt", story(10 * count + number)) for number in range(count)])
    with serving(str(paths[0]), replace(Limits(), working=1)) as address, httpx.Client(base_url=address) as client:
        assert client.get("/api/archive").json()["articles"] == 2
        os.replace(paths[1], paths[0])
        assert client.get("/api/archive").json()["articles"] == 3
        asked = {"texts": [{"text": story(31), "id": "new"}]}
        assert [pair["a"] for pair in found(client.post("/api/check", json=asked, timeout=60))["pairs"]] == ["1.txt"]


def test_every_call_is_described_with_its_findings_and_refusals(page: httpx.Client) -> None:
    described = page.get("/openapi.json").json()
    assert set(described["paths"]) == {"/api/compare", "/api/scan", "/api/check", "/api/archive"}
    for path in ("compare", "scan", "check"):
        answers = described["paths"][f"/api/{path}"]["post"]["responses"]
        assert answers["200"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Findings"}
        assert {"413", "422", "503"} <= set(answers)
    assert described["components"]["schemas"]["Findings"]["required"][0] == "schema"
    shown = page.get("/api").text
    assert all(path in shown for path in described["paths"])
