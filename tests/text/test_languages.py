"""The same commands on other languages: nothing is told about the language, and the verdicts are as in English."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect import Verdict, compare
from dupdetect.cli import main
from dupdetect.search import fingerprint
from dupdetect.search.arrays import ArrayPostings
from dupdetect.settings import Settings
from dupdetect.text import Vocabulary, count_words, folding_table, scripts, sentences
from dupdetect.text.language import SAMPLE, guess_language

SAMPLES = Path(__file__).parents[2] / "samples" / "languages"
EXPECTED: dict[str, Any] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
LANGUAGES: list[str] = EXPECTED["languages"]
VERDICTS: dict[str, str] = EXPECTED["verdicts"]
SETTINGS = Settings()

JAPANESE = (
    "今年の夏、白浜川の古い橋が取り壊されることになった。市役所によると、橋は昭和三十年に造られ、検査で柱にひびが見つかった。"
    "新しい橋が完成するまで、住民は二キロ先の橋を渡らなければならない。「孫の学校が遠くなって困ります」と近くに住む女性は話した。"
    "工事には四年かかり、費用はおよそ二十億円の見込みである。市は無料のバスを一日に八本走らせる予定だ。"
)
JAPANESE_COPY = (
    "この夏、白浜川の古い橋が取り壊されることになった。市によると、橋は昭和三十年に造られ、点検で柱にひびが見つかった。"
    "新しい橋ができるまで、住民は二キロ先の橋を渡らなければならない。「孫の学校が遠くなって困ります」と近所の女性は話した。"
    "工事には四年かかり、費用はおよそ二十億円の見込みである。市は無料のバスを一日八本走らせる予定だ。"
)
JAPANESE_OTHER = (
    "県立動物園で先月生まれたペンギンのひなが、週末から公開される。飼育員の佐伯さんは、体重が順調に増えていると説明した。"
    "名前は小学生からの応募で決まり、来月の初めに発表される。園では混雑を避けるため、午前中の来園を呼びかけている。"
    "ひなは親鳥と一緒に岩場で過ごし、雨の日は屋内の水槽に移るという。"
)
THAI = (
    "ตลาดน้ำบ้านคลองหลวงจะปิดปรับปรุงเป็นเวลาหกเดือน เทศบาลแจ้งว่าสะพานไม้ผุพังและไม่ปลอดภัยสำหรับนักท่องเที่ยว "
    "พ่อค้าแม่ค้ากว่าสองร้อยรายต้องย้ายไปขายที่ลานวัดชั่วคราว นางสมศรี ใจงาม ซึ่งขายขนมครกมาสามสิบปี บอกว่ารายได้คงลดลงครึ่งหนึ่ง "
    "งบประมาณซ่อมแซมสี่สิบล้านบาทมาจากกองทุนของจังหวัด คาดว่าจะเปิดตลาดอีกครั้งก่อนเทศกาลลอยกระทง"
)
THAI_COPY = (
    "ตลาดน้ำบ้านคลองหลวงปิดปรับปรุงนานหกเดือน เทศบาลแจ้งว่าสะพานไม้ผุพังและไม่ปลอดภัยสำหรับนักท่องเที่ยว "
    "พ่อค้าแม่ค้ากว่าสองร้อยรายต้องย้ายไปขายที่ลานวัดชั่วคราว นางสมศรี ใจงาม ซึ่งขายขนมครกมาสามสิบปี บอกว่ารายได้จะลดลงครึ่งหนึ่ง "
    "งบประมาณซ่อมแซมสี่สิบล้านบาทมาจากกองทุนจังหวัด คาดว่าจะเปิดตลาดอีกครั้งก่อนเทศกาลลอยกระทง"
)
THAI_OTHER = (
    "ทีมฟุตบอลหญิงจากเชียงรายคว้าแชมป์ระดับประเทศเป็นครั้งแรก หลังเอาชนะแชมป์เก่าด้วยการยิงลูกโทษ "
    "ผู้รักษาประตูวัยสิบเจ็ดปีเซฟลูกยิงได้ถึงสามลูก โค้ชกล่าวว่านักเตะฝึกซ้อมในสนามโรงเรียนที่ไม่มีไฟส่องสว่าง "
    "ชาวบ้านนับพันคนออกมาต้อนรับที่สถานีรถโดยสาร และจัดขบวนแห่รอบตัวเมืองตลอดทั้งบ่าย"
)


def told(*arguments: str | Path) -> dict[str, Any]:
    done = CliRunner().invoke(main, [*map(str, arguments), "--format", "json"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("kind", VERDICTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_two_files_get_the_verdict_that_a_reader_gives(language: str, kind: str) -> None:
    (pair,) = told("compare", SAMPLES / f"{language}-{kind}.txt", SAMPLES / f"{language}-original.txt")["pairs"]
    assert pair["verdict"] == VERDICTS[kind]
    assert not pair["spun"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scan_finds_the_copies_of_a_language_among_all(language: str) -> None:
    names = {
        tuple(sorted(Path(pair[side]).stem for side in "ab")): pair["verdict"]
        for pair in told("scan", SAMPLES)["pairs"]
    }
    ours = {names_of: verdict for names_of, verdict in names.items() if names_of[0].startswith(language)}
    copy, original, rewrite = (f"{language}-{kind}" for kind in ("near-copy", "original", "rewrite"))
    assert ours == {(copy, original): "near_copy", (original, rewrite): "rewrite", (copy, rewrite): "rewrite"}


def candidates(texts: dict[str, str]) -> set[tuple[str, str]]:
    prints = fingerprint.minhash(texts.values(), folding_table(), SETTINGS.fingerprinting)
    return {(one.a, one.b) for one in ArrayPostings(SETTINGS.pairing).join(prints).name(list(texts))}


def test_candidates_are_found_in_a_script_without_spaces() -> None:
    found = candidates({path.stem: path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))})
    assert found >= {("zh-near-copy", "zh-original"), ("zh-original", "zh-rewrite"), ("zh-near-copy", "zh-rewrite")}


@pytest.mark.parametrize(
    ("original", "copy", "other"),
    [(JAPANESE, JAPANESE_COPY, JAPANESE_OTHER), (THAI, THAI_COPY, THAI_OTHER)],
    ids=["ja", "th"],
)
def test_japanese_and_thai_need_no_dictionary(original: str, copy: str, other: str) -> None:
    assert compare(copy, original).verdict is Verdict.NEAR_COPY
    assert compare(other, original).verdict is Verdict.INDEPENDENT
    assert ("copy", "original") in candidates({"copy": copy, "original": original, "other": other})


@pytest.mark.parametrize("language", LANGUAGES)
def test_offsets_are_those_of_the_text(language: str) -> None:
    a, b = ((SAMPLES / f"{language}-{kind}.txt").read_text(encoding="utf-8") for kind in ("near-copy", "original"))
    kept = [
        (a[one.a_start : one.a_end], b[one.b_start : one.b_end])
        for one in compare(a, b).sentences
        if not one.replacements
    ]
    assert len(kept) >= 4
    assert all(left.split() == right.split() for left, right in kept)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_each_sample_is_taken_for_its_language(path: Path) -> None:
    words = path.read_text(encoding="utf-8").lower().split()
    assert guess_language(words) == path.stem[:2]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (JAPANESE, "ja"),
        (THAI, "th"),
        ("the harbour wall gave way and nobody was hurt", "en"),
        ("weir gazette harbour", "en"),
        ("", "en"),
        ("12 34 2020", "en"),
        ("il muro del porto è crollato e non ci sono feriti anche se la gente dorme nella scuola", "it"),
        ("o muro do porto caiu e não há feridos mas as famílias dormem na escola", "pt"),
        ("hamnmuren rasade och ingen skadades men många fick sova i skolan för att det var vått", "sv"),
        ("стена порта рухнула и никто не был ранен но люди спали в школе", "ru"),
        ("стіна порту впала і ніхто не був поранений але люди спали в школі та вдома", "uk"),
        ("το τείχος του λιμανιού κατέρρευσε", "el"),
        ("انهار جدار الميناء ولم يصب أحد", "ar"),
        ("항구의 벽이 무너졌지만 다친 사람은 없었다", "ko"),
    ],
)
def test_the_language_follows_from_script_and_function_words(text: str, language: str) -> None:
    assert guess_language([text[start:end] for start, end in scripts.tokens(text)[0]]) == language


SOME_WORDS = [*"the of und der de la que est os em det och av på není się не на 1 2030 ²5 weir é über Ab 中".split()]


@given(st.lists(st.sampled_from(SOME_WORDS), max_size=30), st.integers(1, 20))
@example(["est", "qui", "dans", "het", "een", "niet"], 1)
@example(["het", "een", "niet", "est", "qui", "dans"], 1)
@example(["1", "²5", "³"], 1)
@example(["the"] * 3 + ["weir"] * 35, 1)
@example(["der"] * 3 + ["weir"] * 35, 1)
def test_numbered_words_vote_as_their_spellings_do(words: list[str], times: int) -> None:
    text = " ".join(words * times)
    starts, ends = np.array([match.span() for match in re.finditer(r"\S+", text)], np.int32).reshape(-1, 2).T.copy()
    vocabulary = Vocabulary()
    step = len(starts) // SAMPLE + 1
    for _ in range(2):  # words are new at first, and known later
        numbers = vocabulary.number_words(text, starts, ends)
        assert vocabulary.guess_language(numbers, text, starts, ends) == guess_language((words * times)[::step])


def test_a_menu_in_another_language_does_not_decide() -> None:
    menu = "startseite nachrichten teilen drucken und mit der kommentare".split()
    article = "the wall gave way and the water was in the square but nobody was hurt".split()
    assert guess_language(menu + 10 * article) == "en"


@pytest.mark.parametrize(
    ("text", "words", "roots"),
    [
        ("图书馆", ["图", "书", "馆"], ["图书", "书馆", "馆"]),
        ("读 图书", ["读", "图", "书"], ["读图", "图书", "书"]),
        ("ดี น้ำ", ["ดี", "น้ำ"], ["ดี", "น้ำ"]),
        ("AI图书1904年", ["AI", "图", "书", "1904", "年"], ["AI", "图书", "书", "1904", "年"]),
        ("น้ำดี", ["น้ำ", "ดี"], ["น้ำดี", "ดี"]),
        ("नदी का पानी", ["नदी", "का", "पानी"], ["नदी", "का", "पानी"]),
        ("がっこう", ["が", "っ", "こ", "う"], ["がっ", "っこ", "こう", "う"]),
    ],
)
def test_characters_are_words_and_their_pairs_are_stems(text: str, words: list[str], roots: list[str]) -> None:
    spans, found = scripts.tokens(text)
    assert [text[start:end] for start, end in spans] == words
    assert found == roots


def test_every_character_with_a_rule_of_its_own_is_seen() -> None:
    """A coarse class of ranges spares most texts the exact one; it must leave none of its characters out."""
    everything = "".join(chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point < 0xE000)
    exact = re.compile(f"[{scripts.UNSPACED}]").findall(everything)
    signs = [chr(point) for point in range(0x0483, 0x1AB0) if unicodedata.category(chr(point)) in ("Mn", "Mc")]
    assert exact
    assert signs
    assert all(map(scripts.needs_script_rules, [*exact, *signs]))


def test_words_are_the_same_by_a_small_table_and_by_a_large_one() -> None:
    small, large = scripts.letters(0x250), scripts.letters()
    assert np.array_equal(small, large[: len(small)])
    assert np.array_equal(scripts.letters(0x4000), large[:0x4000])


def test_only_scripts_without_spaces_are_spread_out() -> None:
    assert scripts.is_spaced("the harbour, über die mauer") == "the harbour, über die mauer"
    assert scripts.is_spaced("नदी का पानी") == "नदी का पानी"
    assert scripts.is_spaced("图书馆, ai 读").split() == ["图书", "书馆", ",", "ai", "读"]
    assert count_words("图书馆 ai") == 4


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("de", "Der 2. Tag war gut. Am 3. März kam Dr. Weil.", 2),
        ("fr", "M. Castagnet est venu. Mme. Dupont aussi.", 2),
        ("zh", "“好的。”他说。天黑了。", 2),
        ("ja", "「行こう。」と彼は言った。本当ですか？", 2),
        ("th", "สวัสดีครับ วันนี้อากาศดี เราไปเที่ยวกัน", 3),
    ],
)
def test_sentences_end_as_the_language_has_it(language: str, text: str, count: int) -> None:
    assert len(sentences.find_starts(text, language)) == count
