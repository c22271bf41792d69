"""The HTML report as a file: whole in itself, escaped, the same for the same findings. tests/browser/ opens it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from dupdetect.pipeline import compare, scan
from dupdetect.records import (
    Article,
    Cluster,
    Comparison,
    Drift,
    DriftKind,
    Evidence,
    Findings,
    Listed,
    RuleCheck,
    Signal,
    SignalKind,
    Skip,
    Verdict,
)
from dupdetect.report import load, write
from dupdetect.report.html import blocks, embedding, page

SAMPLES = Path(__file__).parents[1] / "samples" / "articles"
EVIL = "</script ><!--<script>alert(1)</script><b onclick='x'>&amp;\u2028\u202e"


def told(found: Findings) -> str:
    out = io.StringIO()
    write(found, "html", out)
    return out.getvalue()


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found() -> Findings:
    names = ("ferry-original.txt", "ferry-spun-medium.txt", "ferry-near-copy.txt", "dam-original.txt")
    return scan([SAMPLES / name for name in names])


class Elements(HTMLParser):
    """The start tags of a page, and its JSON blocks by id."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: dict[str, Any] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.tags[-1] if self.tags else ("", {})
        if data.strip() and tag == "script" and attributes.get("type") == "application/json":
            self.blocks[str(attributes["id"])] = json.loads(data)


def test_the_same_findings_give_the_same_bytes(found: Findings, tmp_path: Path) -> None:
    path = tmp_path / "findings.json"
    with path.open("w", encoding="utf-8") as out:
        write(found, "json", out)
    assert told(found) == told(found)
    assert told(load(path)) == told(load(path))
    other = subprocess.run(
        [sys.executable, "-m", "dupdetect", "report", path, "--format", "html"], capture_output=True, check=True
    )
    assert other.stdout.decode("utf-8") == told(load(path))


def test_the_file_needs_no_other(found: Findings) -> None:
    for tag, attributes in Elements(told(found)).tags:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base"}
        assert not {"src", "style"} & attributes.keys()
        assert not any(name.startswith("on") for name in attributes)


def test_the_policy_admits_our_script_and_style_alone(found: Findings) -> None:
    text = told(found)
    policy = next(str(a["content"]) for _, a in Elements(text).tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", text, flags=re.DOTALL)
        assert len(inside) == 1
        digest = base64.b64encode(hashlib.sha256(inside[0].encode("utf-8")).digest()).decode("ascii")
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_every_pair_has_its_row_and_its_data(found: Findings) -> None:
    elements = Elements(told(found))
    rows = [a["data-number"] for tag, a in elements.tags if tag == "li" and a.get("class") == "row"]
    assert rows == [str(i) for i in range(1, len(found.pairs) + 1)]
    for number, pair in enumerate(found.pairs, 1):
        data = elements.blocks[f"data-{number}"]
        a, b = (elements.blocks[f"article-{one}"] for one in data["articles"])
        assert [a["name"], b["name"]] == [Path(pair.a).name, Path(pair.b).name]
        assert len(data["sentences"]) == len(pair.sentences)
        for side, article in enumerate((a, b)):
            spans = [level[2 * side : 2 * side + 2] for level in data["levels"]]
            assert "".join(article["text"][start:end] for start, end in spans) == article["text"]
        assert not re.search(r"\d\.\d{3}", json.dumps(data))


def test_offsets_count_units_of_utf_16() -> None:
    text = "a\U0001f30ab\U0001f30ac"
    units = embedding.Units(text)
    assert units(0, 1, 2, 3, 4, 5) == [0, 1, 3, 4, 6, 7]
    encoded = text.encode("utf-16-le")
    for at, one in zip(units(0, 1, 2, 3, 4), text, strict=True):
        assert encoded[2 * at :].decode("utf-16-le").startswith(one)


def evil(asked: bool = False, with_partner: bool = False) -> Findings:
    """Everything that a stranger can write into findings, as an attack."""
    pair: Comparison = compare(Article(f"a{EVIL}", EVIL * 9), Article(f"b{EVIL}", EVIL * 9))
    rules = tuple(RuleCheck(EVIL, kept, (Evidence(f"a{EVIL}", EVIL, 0, 9),), EVIL) for kept in (True, False, None))
    partner = RuleCheck("partner", True, (Evidence(f"b{EVIL}", EVIL),), EVIL)
    drift = (Drift(0, len(EVIL), 0, len(EVIL), DriftKind.NAME),)
    pair = replace(pair, reasons=(EVIL,), rules=(*rules, partner) if with_partner else rules, drift=drift)
    listed = [Listed(Article(f"{x}{EVIL}", EVIL * 9, EVIL, EVIL, EVIL, EVIL, EVIL, (EVIL,)), 3) for x in "ab"]
    signals = tuple(Signal(kind, EVIL) for kind in SignalKind)
    listed = [replace(item, article=replace(item.article, signals=signals)) for item in listed]
    listed[0] = replace(listed[0], ours=not asked, asked=asked)
    family = Cluster((f"a{EVIL}", f"b{EVIL}"), Verdict.IDENTICAL, f"a{EVIL}", title=EVIL)
    counts = {"articles": 2, "pairs": 1}
    return Findings(EVIL, {EVIL: EVIL}, tuple(listed), (pair,), (family,), (Skip(EVIL, EVIL),), counts)


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("with_partner", [True, False])
def test_nothing_foreign_becomes_markup(asked: bool, with_partner: bool) -> None:
    text = told(evil(asked, with_partner))
    assert "<script>alert(1)" not in text
    assert "\u2028" not in text
    assert "\u202e" not in re.sub(r"<script type.*?</script>", "", text, flags=re.DOTALL)
    for inside in re.findall(r'<script type="application/json" id="[\w-]+">(.*)</script>', text):
        assert not set("<>&") & set(inside)
    elements = Elements(text)
    assert sum(tag == "script" for tag, _ in elements.tags) == 1 + len(elements.blocks)
    assert not any("onclick" in attributes for _, attributes in elements.tags)
    assert elements.blocks["article-0"]["text"] == EVIL * 9
    assert elements.blocks["article-0"]["url"] == ""
    assert elements.blocks["sources-0"]["total"] == "100%"


def test_only_web_addresses_become_links(found: Findings) -> None:
    shown = page.lay_out_page(found)
    name = found.pairs[0].a
    for url, kept in (("https://a.example/x", True), ("javascript:alert(1)", False), ("data:text/html,x", False)):
        block = blocks._article(Article(name, "", url=url), shown)
        assert block["url"] == (url if kept else "")


def test_what_is_left_out_is_said(found: Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAIRS", 1)
    assert f"{len(found.pairs) - 1} weaker pairs left out" in told(found)
    monkeypatch.setattr(page, "SKIPS", 1)
    skipped = Findings("s", {}, (), (), (), (Skip("a", "empty"), Skip("b", "empty")), {})
    assert "And 1 more" in told(skipped)


def test_findings_without_pairs_say_so() -> None:
    text = told(Findings("s", {}, (), (), (), (), {"articles": 2, "compared": 1}))
    assert "None of 2 articles shares enough with another to be reported." in text
    assert "1 pair had enough in common to be compared." in text


def test_no_module_but_its_own_loads_jinja() -> None:
    code = "import sys, dupdetect.cli, dupdetect.report; assert not {'jinja2', 'markupsafe'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_command_line_writes_a_page(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    command = [
        sys.executable,
        "-m",
        "dupdetect",
        "compare",
        SAMPLES / "dam-original.txt",
        SAMPLES / "dam-syndicated.txt",
    ]
    subprocess.run([*map(str, command), "-o", str(target)], check=True)
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
