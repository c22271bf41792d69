"""The pages without a script: forms, results, downloads, the archive. tests/browser/ opens them with one."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from dupdetect.pipeline import Index
from dupdetect.records import Article
from dupdetect.report import load, write
from dupdetect.web import uploads
from dupdetect.web.limits import Limits
from tests.archive.samples import spun, story
from tests.web.serving import serving

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
ATTACK = "<script>alert(1)</script>\"'{{ 7 * 7 }}\u202e"


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


def result(page: httpx.Client, answer: httpx.Response) -> str:
    """The address of the result that a form leads to, once it is there."""
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    for _ in range(600):
        if page.get(f"{address}/progress").json()["over"]:
            return str(address)
        time.sleep(0.05)
    raise AssertionError("the result did not come")


def shown(page: httpx.Client, address: str) -> str:
    answer = page.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def file(name: str, data: str | bytes) -> tuple[str, bytes]:
    return name, data.encode() if isinstance(data, str) else data


def test_two_texts_that_were_pasted_are_compared(page: httpx.Client) -> None:
    data = {"a_text": sample("ferry-original.txt"), "b_text": sample("ferry-spun-medium.txt")}
    address = result(page, page.post("/", data=data))
    text = shown(page, address)
    assert "Rewrite" in re.search(r'<li class="row".*?</li>', text, re.DOTALL)[0]  # type: ignore[index]
    assert f'href="{address}/findings.json"' in text


def test_texts_of_a_line_are_too_short_to_tell(page: httpx.Client) -> None:
    data = {"a_text": "The ferry will be replaced.", "b_text": "A dam was built here."}
    assert "too short to tell" in shown(page, result(page, page.post("/", data=data)))


def test_a_file_may_stand_for_a_text(page: httpx.Client) -> None:
    files = {"b_file": file("theirs.md", "# Theirs\n\n" + sample("ferry-near-copy.txt"))}
    address = result(page, page.post("/", data={"a_text": sample("ferry-original.txt"), "b_text": ""}, files=files))
    (pair,) = page.get(f"{address}/findings.json").json()["pairs"]
    assert (pair["a"], pair["b"], pair["verdict"]) == ("first text", "theirs.md", "near_copy")


def test_a_result_is_downloaded_in_each_form(page: httpx.Client, tmp_path: Path) -> None:
    data = {"a_text": story(1), "b_text": spun(story(1), 3)}
    address = result(page, page.post("/", data=data))
    kept = tmp_path / "findings.json"
    kept.write_bytes(page.get(f"{address}/findings.json").content)
    for name, form in (("report.html", "html"), ("pairs.csv", "csv")):
        answer = page.get(f"{address}/{name}")
        out = io.StringIO()
        write(load(kept), form, out)
        assert answer.content.decode() == out.getvalue()
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert len(list(csv.reader(page.get(f"{address}/pairs.csv").text.splitlines()))) == 2
    assert page.get(f"{address}/report.exe").status_code == 404


def test_files_are_searched_and_skips_are_told_by_their_own_names(page: httpx.Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("inside.txt", spun(story(5), 4))
    files = [
        ("files", file("one.txt", story(5))),
        ("files", file("one.txt", story(5) + " More.")),
        ("files", file("pack.zip", packed.getvalue())),
        ("files", file("broken.pdf", b"%PDF-1.4 nothing")),
        ("files", file("../../etc/" + ATTACK + ".txt", story(6))),
        ("files", file("void.txt", "")),
    ]
    address = result(page, page.post("/scan", files=files))
    found = page.get(f"{address}/findings.json").json()
    names = {one["id"] for one in found["articles"]}
    assert {"one.txt", "one.txt (2)", "pack.zip!inside.txt"} <= names
    assert {one["path"] for one in found["skipped"]} == {"broken.pdf", "void.txt"}
    assert found["counts"]["skipped"] == 2
    assert len(found["pairs"]) == 3
    assert "dupdetect-" not in json.dumps(found["articles"]) + json.dumps(found["skipped"])
    assert "<script>alert" not in shown(page, address)


def test_a_text_and_files_are_checked_against_the_archive(page: httpx.Client) -> None:
    files = [("files", file("new.txt", spun(story(3), 2)))]
    address = result(page, page.post("/check", data={"text": story(2) + " It ends."}, files=files))
    found = page.get(f"{address}/findings.json").json()
    assert {(one["a"], one["b"]) for one in found["pairs"]} == {
        ("story-2.txt", "pasted text"),
        ("story-3.txt", "new.txt"),
    }


def test_what_is_missing_is_told_in_the_form_and_what_was_typed_stays(page: httpx.Client) -> None:
    answer = page.post("/", data={"a_text": f"\nKept {ATTACK}", "b_text": " "})
    assert answer.status_code == 422
    assert "The second text is missing" in answer.text
    assert "Kept &lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert page.post("/scan", data={"x": "y"}).status_code == 422
    assert page.post("/check", data={"text": ""}).status_code == 422
    answer = page.post("/", data={"a_text": "Here."}, files={"b_file": file("void.txt", "")})
    assert (answer.status_code, "void.txt: " in answer.text.lower()) == (422, True)


def test_the_archive_is_listed_found_and_shown_by_families(page: httpx.Client) -> None:
    assert "5 articles" in page.get("/archive").text
    found = page.get("/archive", params={"q": "SPUN courier"}).text
    assert found.count("<li>") == 1
    assert "No article has all of these words" in page.get("/archive", params={"q": "nowhere"}).text
    assert page.get("/archive", params={"page": 7}).status_code == 200

    address = result(page, page.post("/archive/family", data={"key": '"story-1-spun.txt"'}))
    (family,) = page.get(f"{address}/findings.json").json()["clusters"]
    assert family["articles"] == ["story-1-again.txt", "story-1-spun.txt", "story-1.txt"]

    address = result(page, page.post("/archive/families"))
    findings = page.get(f"{address}/findings.json").json()
    assert len(findings["clusters"]) == 1
    assert len(findings["pairs"]) == 3
    assert len(findings["articles"]) == 5
    assert page.post("/archive/family", data={"key": '"gone.txt"'}).status_code == 422
    assert page.post("/archive/family", data={"key": "[" * 9000}).status_code == 422


def test_a_large_archive_is_not_compared_on_request(archive: Path) -> None:
    with serving(str(archive), limits=replace(Limits(), browsed=4)) as address:
        answer = httpx.post(f"{address}/archive/families")
        assert answer.status_code == 422
        assert "too many to compare" in answer.text


def test_an_archive_is_paged(tmp_path: Path) -> None:
    path = tmp_path / "many.dupdetect"
    with Index.open(path) as made:
        made.add([Article(f"{i:03}{ATTACK}" + "\ud800" * (i == 1), story(i, 30)) for i in range(120)])
    with serving(str(path)) as address:
        pages = [httpx.get(f"{address}/archive", params={"page": n}).text for n in range(3)]
        assert [one.count("<li>") for one in pages] == [50, 50, 20]
        assert "<script>alert" not in "".join(pages)
        assert "Next" in pages[1]
        assert "Next" not in pages[2]


@pytest.mark.parametrize(
    "path",
    [
        "/results/nothing",
        "/results/..%2f..%2fetc%2fpasswd",
        "/results/x/progress",
        "/assets/..%2fweb.py",
        "/assets/%2fetc%2fpasswd",
        "/assets/page.py",
        "/../etc/passwd",
        "/docs",
        "/redoc",
    ],
)
def test_no_path_leads_to_a_file(page: httpx.Client, path: str) -> None:
    answer = page.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_results_are_given_up_when_there_are_too_many() -> None:
    with serving(limits=replace(Limits(), results=3)) as address, httpx.Client(base_url=address, timeout=60) as page:
        names = [result(page, page.post("/", data={"a_text": "One.", "b_text": f"Two {i}."})) for i in range(5)]
        assert [page.get(name).status_code for name in names] == [404, 404, 200, 200, 200]


def test_files_are_kept_in_a_private_folder_and_gone_afterwards(
    page: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    store = uploads._store

    def watched(*given: object) -> object:
        made = store(*given)  # type: ignore[arg-type]
        seen.append(Path(made["path"]))
        return made

    monkeypatch.setattr(uploads, "_store", watched)
    files = [
        ("files", file(name, story(8))) for name in ("/etc/passwd", "..\\x.txt", "a\x00b.txt", "x.tar.gz", "." * 300)
    ]
    result(page, page.post("/scan", files=files))
    assert len(seen) == 5
    (folder,) = {one.parent for one in seen}
    assert {one.name for one in seen} == {"1", "2.txt", "3.txt", "4.gz", "5"}
    assert not folder.exists()
    assert folder.parent.name.startswith("dupdetect-")
    if os.name == "posix":
        assert folder.parent.stat().st_mode & 0o077 == 0


def test_progress_is_shown_while_it_works(gate: Path) -> None:
    """The scan waits for the gate, and so cannot be done before somebody looks."""
    with serving() as address, httpx.Client(base_url=address, timeout=60) as page:
        place = page.post("/scan", files=[("files", file(f"{i}.txt", spun(story(1), i))) for i in range(3)]).headers[
            "location"
        ]
        while (state := page.get(f"{place}/progress").json())["message"] == "Waiting for its turn":
            time.sleep(0.05)
        assert state == {
            "over": False,
            "message": "Comparing pairs sentence by sentence: 3 of 7",
            "done": 3,
            "total": 7,
        }
        waiting = page.get(place).text
        assert '<noscript><meta http-equiv="refresh"' in waiting
        assert state["message"] in waiting
        gate.touch()
        while not page.get(f"{place}/progress").json()["over"]:
            time.sleep(0.05)
        assert len(page.get(f"{place}/findings.json").json()["pairs"]) == 3


def test_a_browser_that_leaves_before_it_knows_its_result_gives_it_up(gate: Path) -> None:
    with serving(limits=replace(Limits(), working=1)) as address, httpx.Client(base_url=address, timeout=60) as page:
        with pytest.raises(httpx.ReadTimeout):
            page.post("/scan", files=[("files", file("a.txt", story(1)))], timeout=0.3)
        answer = page.post("/api/compare", json={"a": {"text": story(1)}, "b": {"text": story(1)}})
        assert answer.status_code == 200
        assert not gate.exists()


def test_our_articles_are_compared_with_their_pages_alone(page: httpx.Client) -> None:
    parts = [("ours", file("mine.txt", story(1))), ("ours", file("other.txt", story(2)))]
    parts += [("files", file("mine.txt", spun(story(1), 9))), ("files", file("again.txt", story(1) + " The end."))]
    place = result(page, page.post("/scan", files=parts))
    findings = page.get(f"{place}/findings.json").json()
    assert {item["id"] for item in findings["articles"] if item["ours"]} == {"mine.txt", "other.txt"}
    assert {(pair["a"], pair["b"]) for pair in findings["pairs"]} == {
        *[("mine.txt", "mine.txt (2)"), ("mine.txt", "again.txt")],
    }
    alone = page.post("/scan", files=[("ours", file("mine.txt", story(1)))])
    assert alone.status_code == 422
    assert "Their pages are missing" in alone.text


def test_what_is_known_about_a_text_reaches_its_article(page: httpx.Client) -> None:
    typed = {"a_text": story(1), "b_text": spun(story(1), 9), "a_source": " Courier\n<b> ", "a_published": "2024-03-05"}
    place = result(page, page.post("/", data={**typed, "b_published": "2024-03-09", "b_url": "https://x.example/9"}))
    findings = page.get(f"{place}/findings.json").json()
    about = {item["id"]: (item["source"], item["published"], item["url"]) for item in findings["articles"]}
    assert about["first text"] == ("Courier <b>", "2024-03-05", "")
    assert about["second text"] == ("", "2024-03-09", "https://x.example/9")
    assert findings["pairs"][0]["direction"] == "a_to_b"


MARK = {"key": "0123456789abcdef", "mark": "seen", "note": "</script>\u202e", "a": "one", "b": "two"}


def test_marks_are_kept_in_a_file_beside_the_archive(page: httpx.Client, archive: Path) -> None:
    assert page.post("/marks", json=MARK).status_code == 204
    entry = {name: value for name, value in MARK.items() if name != "key"}
    assert page.get("/marks").json()[MARK["key"]] == entry
    assert json.loads(Path(f"{archive}.marks.json").read_text(encoding="utf-8"))[MARK["key"]] == entry
    assert page.post("/marks", json={**MARK, "mark": "", "note": ""}).status_code == 204
    assert MARK["key"] not in page.get("/marks").json()


@pytest.mark.parametrize(
    "change", [{"key": "../../x"}, {"mark": "liked"}, {"note": "x" * 2001}, {"a": "x" * 4001}, {"more": 1}]
)
def test_a_mark_of_another_form_is_refused(page: httpx.Client, change: dict[str, object]) -> None:
    before = page.get("/marks").json()
    assert page.post("/marks", json={**MARK, **change}).status_code == 422
    assert page.get("/marks").json() == before


def test_another_site_cannot_mark(page: httpx.Client) -> None:
    assert page.post("/marks", json=MARK, headers={"Origin": "https://evil.example"}).status_code == 403


def test_a_damaged_file_of_marks_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.dupdetect"
    with Index.open(path) as made:
        made.add([Article("one", story(1))])
    marks = Path(f"{path}.marks.json")
    marks.write_text("{", encoding="utf-8")
    with serving(str(path)) as address, httpx.Client(base_url=address, timeout=60) as client:
        refused = client.post("/marks", json=MARK)
    assert refused.status_code == 409
    assert "a.dupdetect.marks.json cannot be read; repair it, or move it away" in refused.text
    assert marks.read_text(encoding="utf-8") == "{"


def test_without_an_archive_there_are_no_marks_on_the_server() -> None:
    with serving() as address, httpx.Client(base_url=address, timeout=60) as client:
        assert client.get("/marks").status_code == 409
        place = result(client, client.post("/", data={"a_text": story(1), "b_text": story(1)}))
        assert "data-marks" not in client.get(place).text
