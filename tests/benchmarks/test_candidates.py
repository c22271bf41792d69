"""Hidden copies: the collections are read as they are, the spinner keeps its word, and misses are counted."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from benchmarks.corpora import reuters, spun_articles, stored_corpus, synthetic_corpus, thesaurus_spinner
from benchmarks.runs import candidates
from dupdetect.records import Channel, Pair

SGML = """<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="NO" OLDID="9" NEWID="{}">
<UNKNOWN>&#5;&#22;f0704</UNKNOWN>
<TEXT>&#2;<TITLE>A TITLE</TITLE><BODY>{}
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS TOPICS="NO" OLDID="9" NEWID="{}"><TEXT TYPE="BRIEF">&#2;<TITLE>NO BODY</TITLE></TEXT></REUTERS>
"""


def told(words: int, seed: int) -> str:
    """A made-up text of so many words, all in one case, in sentences of ten."""
    random = Random(seed)
    forms = [form.lower() for form in synthetic_corpus.vocabulary()[:3000]]
    drawn = [random.choice(forms) for _ in range(words)]
    return " ".join(f"{' '.join(drawn[i : i + 10]).capitalize()}." for i in range(0, words, 10))


@pytest.fixture(scope="module")
def pairs_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    forms = [form.lower() for form in synthetic_corpus.vocabulary()[:3000]]
    lines = [f"{word}\t{word}ish" for word in forms if word.isalpha()]
    path = tmp_path_factory.mktemp("pairs") / "pairs"
    path.write_text("\n".join(["13,53\t13.53", "one\ttwo\tthree", "", *lines]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reuters")
    for number in range(2):
        stories = (
            SGML.format(f"{place}", told(150, place), f"{place + 1}")
            for place in range(1000 * number, 1000 * number + 60, 2)
        )
        (folder / f"reut2-00{number}.sgm").write_text("".join(stories), encoding="latin-1")
    return folder


def test_stories_with_a_body_are_read(tmp_path: Path) -> None:
    body = "Grain &lt;prices&gt; rose 5 pct &amp; fell.\n    A café\x03 said so."
    (tmp_path / "reut2-000.sgm").write_text(SGML.format(7, body, 8), encoding="latin-1")
    (article,) = reuters.articles(tmp_path)
    assert article.id == "reuters-00007"
    assert article.text == "Grain <prices> rose 5 pct & fell.\n    A café said so.\n Reuter"


def test_a_folder_without_the_collection_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"has no reut2"):
        list(reuters.articles(tmp_path))


def test_pairs_go_both_ways_and_figures_are_no_words(pairs_file: Path) -> None:
    thesaurus = spun_articles.read_pairs(pairs_file)
    assert thesaurus[("the",)] == ["theish"]
    assert thesaurus[("theish",)] == ["the"]
    assert thesaurus[("one",)] == ["oneish"]
    assert ("13,53",) not in thesaurus


def test_a_file_without_pairs_is_told(tmp_path: Path) -> None:
    (tmp_path / "none").write_text("no tabs here\n")
    with pytest.raises(ValueError, match="no line of two words"):
        spun_articles.read_pairs(tmp_path / "none")


@pytest.mark.parametrize("strength", spun_articles.STRENGTHS, ids=lambda one: one.name)
def test_a_copy_is_as_strong_as_asked(pairs_file: Path, strength: spun_articles.Strength) -> None:
    thesaurus, text = spun_articles.read_pairs(pairs_file), told(600, 1)
    copy = spun_articles.spin_article(text, thesaurus, strength, 4)
    words = stored_corpus.WORD.findall(copy)
    content = sum(word.is_content for word in thesaurus_spinner.read_words(text))
    replaced = sum(word.endswith("ish") for word in words)
    assert replaced / content == pytest.approx(strength.share * (1 - strength.cut), abs=0.05)
    assert len(words) / 600 == pytest.approx(1 - strength.cut, abs=0.04)
    in_order = spun_articles.spin_article(text, thesaurus, spun_articles.Strength("", strength.share), 4)
    assert (copy == in_order) is not strength.shuffled
    assert copy == spun_articles.spin_article(text, thesaurus, strength, 4)


def test_recall_and_candidates_are_counted_by_channel() -> None:
    found = (
        Pair("s1", "c1", (Channel.REWRITES,)),
        Pair("c2", "s2", (Channel.REWRITES, Channel.PASSAGES)),
        Pair("s1", "s2", (Channel.PASSAGES,)),
        Pair("c1", "x", (Channel.PASSAGES,)),
    )
    wanted = [candidates.Wanted("s1", "c1"), candidates.Wanted("s2", "c2"), candidates.Wanted("s3", "c3")]
    told = candidates.figures(found, wanted, articles=8)
    assert told["all"] == {"recall": 2 / 3, "per_article": 0.5, "per_copy": 1.0}
    assert told["rewrites"] == {"recall": 2 / 3, "per_article": 0.25, "per_copy": 0.667}
    assert told["passages"] == {"recall": 1 / 3, "per_article": 0.375, "per_copy": 0.667}


def test_misses_are_listed_with_what_they_share() -> None:
    texts = {"s": "one two three four five six", "c": "one two three four five seven"}
    told = candidates.misses((), [candidates.Wanted("s", "c")], texts)
    assert told["missed"] == 1
    assert told["listed"][0]["jaccard_5"] == pytest.approx(1 / 3, abs=1e-4)
    assert candidates.misses([Pair("c", "s", ())], [candidates.Wanted("s", "c")], texts)["missed"] == 0


@pytest.fixture(scope="module")
def pan_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two classes: a document that takes a passage of a source, and one that takes nothing."""
    root = tmp_path_factory.mktemp("pan")
    passage = told(80, 7)
    texts = {
        "src/source-document00001.txt": f"{told(200, 8)} {passage} {told(100, 9)}",
        "susp/suspicious-document00001.txt": f"{told(100, 10)} {passage} {told(150, 11)}",
        "susp/suspicious-document00002.txt": told(250, 12),
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for name, number in (("01-no-plagiarism", 2), ("02-no-obfuscation", 1)):
        (root / name).mkdir()
        suspicious = f"suspicious-document{number:05}"
        (root / name / "pairs").write_text(f"{suspicious}.txt source-document00001.txt\n")
        (root / name / f"{suspicious}-source-document00001.xml").write_text(f'<document reference="{suspicious}.txt"/>')
    return root


@pytest.mark.slow
def test_everything_runs_from_end_to_end(
    collection: Path, pairs_file: Path, pan_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = tmp_path / "candidates.json"
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.txt").write_text(told(130, 99), encoding="utf-8")
    places = [str(collection), str(pairs_file), str(pan_corpus)]
    monkeypatch.setattr("sys.argv", ["x", "all", *places, "--more", str(tmp_path / "more"), "--results", str(written)])
    assert candidates.main() == 0
    results = json.loads(written.read_text())
    assert [row["articles"] for row in results["spun"]] == [61] * 4
    for row in results["spun"]:
        assert row["channels"]["all"]["recall"] == 1 - row["missed"] / row["copies"]
    assert results["spun"][0]["channels"]["all"]["recall"] == 1.0
    nothing, verbatim = results["pan"]
    assert (nothing["channels"]["all"]["recall"], nothing["missed"]) == (0.0, 1)
    assert verbatim["channels"]["passages"]["recall"] == 1.0


def test_a_wrong_place_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["x", "spun", str(tmp_path), str(tmp_path / "none")])
    assert candidates.main() == 1
    assert capsys.readouterr().err.splitlines() == [f"{tmp_path}: has no reut2-*.sgm; name the folder of Reuters-21578"]
