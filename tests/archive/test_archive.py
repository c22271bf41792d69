"""The archive as Python users meet it: what goes in is found again, as a scan would find it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import dupdetect
from dupdetect.archive import postings
from dupdetect.records import Article, Channel, Comparison, Findings, Verdict
from dupdetect.settings import Settings
from tests.archive.samples import HOSTILE_IDS, articles, spun, story

ROOT = Path(__file__).parents[2]
EVERYTHING = Settings().updated({"fingerprinting.passage_sample": 1, "reporting.min_verdict": "independent"})


@pytest.fixture(params=["file", "memory"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dupdetect.Index]:
    memory = request.param == "memory"
    opened = dupdetect.Index.in_memory() if memory else dupdetect.Index.open(tmp_path / "a.dupdetect")
    with opened as made:
        yield made


def found(findings: Findings) -> list[tuple[str, str, str]]:
    return [(one.a, one.b, str(one.verdict)) for one in findings.pairs]


def test_a_copy_a_rewrite_and_a_lift_are_found(archive: dupdetect.Index) -> None:
    archive.add(articles(20))
    assert found(archive.check(story(3))) == [("story/00003.txt", "text", "identical")]
    assert found(archive.check(spun(story(4), 1))) == [("story/00004.txt", "text", "rewrite")]
    lift = f"{story(90)} {' '.join(story(5).split()[:48])} {story(91)}"
    assert found(archive.check(lift)) == [("story/00005.txt", "text", "partial")]
    assert found(archive.check(story(99))) == []


def test_findings_hold_both_texts_and_say_how_they_were_found(archive: dupdetect.Index) -> None:
    archive.add([replace(articles(1)[0], title="A headline", published="2026-03-01")])
    findings = archive.check(Article("new", story(0), published="2026-03-02"))
    assert [(one.article.id, one.article.title, bool(one.article.text)) for one in findings.articles] == [
        ("new", "", True),
        ("story/00000.txt", "A headline", True),
    ]
    pair = findings.pairs[0]
    assert Channel.SAME_WORDS in pair.channels
    assert pair.direction == "a_to_b"
    assert findings.signature == archive.settings.signature
    assert findings.counts["compared"] == 1


@pytest.fixture(scope="module")
def samples() -> list[Article]:
    paths = sorted((ROOT / "samples" / "articles").iterdir())
    return [Article(path.name, path.read_text(encoding="utf-8")) for path in paths]


def mirrored(one: Comparison) -> tuple[object, ...]:
    """What is said of a pair, whichever of the two is A."""
    ends = sorted([(one.a, one.coverage_a), (one.b, one.coverage_b)])
    return *ends, one.verdict, one.jaccard, one.closeness, one.spun, one.credit, len(one.passages), one.channels


@pytest.mark.parametrize("kind", ["file", "memory"])
def test_a_check_says_what_a_scan_of_all_would_say(kind: str, samples: list[Article], tmp_path: Path) -> None:
    scanned = dupdetect.scan(samples, EVERYTHING)
    memory = kind == "memory"
    path = tmp_path / "a.dupdetect"
    with dupdetect.Index.in_memory(EVERYTHING) if memory else dupdetect.Index.open(path, EVERYTHING) as archive:
        archive.add(samples)
        for article in samples[::9]:
            expected = {mirrored(one) for one in scanned.pairs if article.id in (one.a, one.b)}
            assert {mirrored(one) for one in archive.check(article).pairs} == expected
            archive.remove([article.id])
            assert {mirrored(one) for one in archive.check(article).pairs} == expected
            archive.add([article])


def test_both_kinds_give_the_same_findings(samples: list[Article], tmp_path: Path) -> None:
    with dupdetect.Index.open(tmp_path / "a.dupdetect") as file, dupdetect.Index.in_memory() as memory:
        for archive in (file, memory):
            archive.add(samples[1::2])
        assert file.check_all(samples[::2]) == memory.check_all(samples[::2])


def test_an_article_is_not_compared_with_itself_but_with_what_it_was(archive: dupdetect.Index) -> None:
    archive.add(articles(3))
    assert found(archive.check(articles(3)[1])) == []
    changed = Article("story/00001.txt", story(1) + " Added later, by another hand.")
    assert found(archive.check(changed)) == [("story/00001.txt", "story/00001.txt (checked)", "near_copy")]


def test_checked_articles_may_be_sources_of_one_another(archive: dupdetect.Index) -> None:
    first, copy = Article("first", story(1)), Article("copy", story(1))
    archive.add([first, copy])
    findings = archive.check_all([first, copy])
    assert sorted(found(findings)) == [("copy", "first", "identical"), ("first", "copy", "identical")]
    assert [one.article.id for one in findings.articles] == ["copy", "first"]


def test_two_checked_articles_need_two_ids(archive: dupdetect.Index) -> None:
    with pytest.raises(dupdetect.UsageError, match="two articles have the id 'a'"):
        archive.check_all([Article("a", story(1)), Article("a", story(2))])


def test_adding_tells_what_became_of_each(archive: dupdetect.Index) -> None:
    told: list[tuple[int, int, int]] = []
    archive.add(articles(3))
    made = archive.add(
        [*articles(4), Article("story/00000.txt", "Now quite another text.")],
        stored=lambda one: told.append((len(one.added), len(one.replaced), len(one.unchanged))),
    )
    assert (made.added, made.replaced, made.unchanged) == (1, 1, 2)
    assert told == [(1, 1, 2)]
    assert len(archive) == 4


def test_removing_an_article_lets_others_be_found_by_what_it_shared(tmp_path: Path) -> None:
    """Ten pieces with the same passage make its words frequent, and useless to a search; then two are left."""
    rare = Settings().updated({"pairing.key_bucket": 4, "pairing.row_bucket": 1, "pairing.jaccard": 0.9})
    shared = " ".join(story(500).split()[:40])
    with dupdetect.Index.open(tmp_path / "a.dupdetect", rare) as archive:
        archive.add([Article(f"{i:02d}", f"{story(i)} {shared}") for i in range(10)])
        asked = f"{shared} {story(600)}"
        assert found(archive.check(asked)) == []
        assert len(archive.remove(f"{i:02d}" for i in range(2, 10))) == 8
        assert {a for a, _, _ in found(archive.check(asked))} == {"00", "01"}
        assert archive.verify() == []


def test_many_equal_texts_answer_through_the_first_of_them(archive: dupdetect.Index) -> None:
    archive.add([Article(f"{i:03d}", story(7)) for i in range(100)])
    pairs = found(archive.check(story(7)))
    assert pairs == [(f"{i:03d}", "text", "identical") for i in range(16)]


def test_many_equal_texts_do_not_hide_what_was_made_of_them(archive: dupdetect.Index) -> None:
    """Forty copies of a wire story would make all of its words frequent; the first sixteen stand for them."""
    archive.add([Article(f"{i:03d}", story(7)) for i in range(40)])
    near = spun(story(7), 1)
    assert {one.a for one in archive.check(near).pairs} == {f"{i:03d}" for i in range(16)}
    archive.remove(f"{i:03d}" for i in range(30))
    assert archive.verify() == []
    assert {one.a for one in archive.check(near).pairs} == {f"{i:03d}" for i in range(30, 40)}
    archive.add([Article(f"{i:03d}", story(50 + i)) for i in range(30, 36)])
    assert {one.a for one in archive.check(near).pairs} == {f"{i:03d}" for i in range(36, 40)}
    assert archive.verify() == []


def test_a_large_part_that_comes_in_leaves_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "_KEPT", 0)
    with dupdetect.Index.open(tmp_path / "a.dupdetect") as archive:
        archive.add(articles(30))
        archive.add(articles(10, 30))
        assert archive.info().segments == 2
        archive.add(articles(100, 40))
        assert archive.info().segments == 1
        assert archive.verify() == []
        assert found(archive.check(story(35))) == [("story/00035.txt", "text", "identical")]


def test_a_piece_that_resembles_too_many_says_how_many_were_left_out(archive: dupdetect.Index) -> None:
    passages = [" ".join(story(700 + i).split()[:30]) for i in range(160)]
    archive.add([Article(f"{i:03d}", f"{story(i)} {passage}") for i, passage in enumerate(passages)])
    findings = archive.check(" ".join(passages))
    assert findings.counts["compared"] == 128
    assert [(one.path, one.reason) for one in findings.skipped] == [
        ("text", "32 articles that share less with it were not compared")
    ]


@pytest.mark.parametrize("text", ["", "...", "\ud800\x00", "word", "a " * 100_000])
def test_odd_texts_are_no_trouble(archive: dupdetect.Index, text: str) -> None:
    archive.add([*articles(2), Article("odd", text)])
    assert archive.verify() == []
    assert [one.article.id for one in archive.articles()] == ["odd", "story/00000.txt", "story/00001.txt"]
    archive.check(text)
    assert archive.remove(["odd"]) == ("odd",)


def test_hostile_ids_stand_in_findings_as_they_are(archive: dupdetect.Index) -> None:
    archive.add(Article(name, story(40 + i)) for i, name in enumerate(HOSTILE_IDS))
    for i, name in enumerate(HOSTILE_IDS):
        assert [one.a for one in archive.check(story(40 + i)).pairs] == [name]
    assert sorted(HOSTILE_IDS) == [one.article.id for one in archive.articles()]


def test_an_archive_keeps_its_settings(tmp_path: Path) -> None:
    path = tmp_path / "a.dupdetect"
    with dupdetect.Index.open(path, Settings.preset("pan")) as archive:
        archive.add(articles(2))
    with dupdetect.Index.open(path) as archive:
        assert archive.settings.signature == Settings.preset("pan").signature
    with pytest.raises(dupdetect.ArchiveError, match=r"made with fingerprinting.passage_sample=1, not 2; leave"):
        dupdetect.Index.open(path, Settings.preset("pan").updated({"fingerprinting.passage_sample": 2}))


def test_what_changes_no_score_may_differ(tmp_path: Path) -> None:
    path = tmp_path / "a.dupdetect"
    with dupdetect.Index.open(path) as archive:
        archive.add(articles(2))
        least = archive.settings.updated({"reporting.min_verdict": "identical"})
    near = spun(story(1), 1)
    with dupdetect.Index.open(path, least, writing=False) as archive:
        assert found(archive.check(near)) == []
    with dupdetect.Index.open(path, writing=False) as archive:
        assert len(archive.check(near).pairs) == 1


def test_files_and_folders_go_in_and_are_checked(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "a.txt").write_text(story(1), encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    with dupdetect.Index.open(tmp_path / "a.dupdetect") as archive:
        made = archive.add(folder)
        assert (made.added, [one.path for one in made.skipped]) == (1, ["empty.txt"])
        (tmp_path / "new.txt").write_text(story(1), encoding="utf-8")
        findings = archive.check_all([tmp_path / "new.txt"])
        assert [(one.a, one.verdict) for one in findings.pairs] == [("a.txt", Verdict.IDENTICAL)]
