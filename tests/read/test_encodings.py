"""The same article in any encoding is the same article; a guess is told, and what cannot be guessed is refused."""

from __future__ import annotations

import json
import re
from itertools import cycle
from pathlib import Path

import pytest
from click.testing import CliRunner

import dupdetect
from dupdetect import read
from dupdetect.cli import main
from dupdetect.read import charset
from dupdetect.records import Article, Skip, Verdict
from dupdetect.settings import Reading
from tests.read.writers import EVERY, TEXT, page

RUSSIAN = """Паром шесть часов дрейфовал после пожара

Паром, на борту которого находились 214 человек, в ночь на понедельник шесть часов дрейфовал у островов Скарне после
пожара в машинном отделении. Никто не пострадал, сообщила береговая охрана.

«Погас свет, потом стих шум, и это было страшнее всего», — сказала Инес Халлоран, которая возвращалась со свадьбы.
"""
KOI8 = RUSSIAN.translate({ord("«"): '"', ord("»"): '"', ord("—"): "-"})
CHINESE = """渡轮起火后漂流六小时

周日晚上，一艘载有二百一十四人的渡轮在机舱起火后，在斯卡恩群岛附近海面漂流了六个小时。海岸警卫队表示，无人受伤。

“灯先灭了，然后声音也停了，那是最可怕的时候，”刚参加完婚礼回家的伊内斯·哈洛兰说。她和妹妹在汽车甲板上穿着救生衣过了一夜。
"""


def one(path: Path, **settings: str) -> Article | Skip:
    (found,) = read.read_articles([path], Reading(**settings))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("text", "encoding", "guessed"),
    [
        (TEXT, "utf-8", ""),
        (TEXT, "utf-8-sig", ""),
        (TEXT, "utf-16", ""),
        (TEXT, "utf-32", ""),
        (TEXT, "utf-16-le", "utf-16-le"),
        (TEXT, "utf-16-be", "utf-16-be"),
        (TEXT, "cp1252", "windows-1252"),
        (KOI8, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "utf-16", ""),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-16", ""),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "mixed"])
def test_the_encoding_makes_no_difference(
    text: str, encoding: str, guessed: str, line_end: str, tmp_path: Path
) -> None:
    ends = cycle(["\r\n", "\n"] if line_end == "mixed" else [line_end])
    data = re.sub("\n", lambda _: next(ends), text).encode(encoding)
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    found = one(path)
    assert isinstance(found, Article)
    assert (found.text, found.encoding) == (text, guessed)
    assert dupdetect.compare(text, found).verdict is Verdict.IDENTICAL


def test_the_samples_in_windows_1252_are_all_told(tmp_path: Path) -> None:
    samples = Path(__file__).parents[2] / "samples" / "articles"
    tried = 0
    for path in sorted(samples.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        try:
            data = text.encode("cp1252")
        except UnicodeEncodeError:
            continue
        if not data.isascii():
            tried += 1
            assert charset.decode(data) == (text, "windows-1252"), path.name
    assert tried > 40


SENTENCES = [
    "Größere Schäden gab es am Wehr nicht.",
    "La forêt a brûlé pendant trois jours.",
    "El señor Peña llegó mañana.",
    "São João não é hoje.",
    "La città non riaprirà il mulino, perché l'acqua è troppo bassa.",
    "Båten låg kvar i hamnen.",
    "Færgen sejlede ikke i går.",
    "The mill’s owner said “no” on Monday.",
    "Prices rose by £5 on Monday.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_in_windows_1252_that_nothing_declares(sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(sentence.encode("cp1252"))
    found = one(path)
    assert isinstance(found, Article)
    assert (found.text, found.encoding) == (sentence, "windows-1252")


@pytest.mark.parametrize(
    ("sentence", "encoding"),
    [
        ("Młyn w Orsku od maja nie będzie już mielił mąki.", "iso-8859-2"),
        ("Mlýn v Orsku od května přestane mlít mouku.", "cp1250"),
        ("Orsk'taki değirmen mayıstan sonra un öğütmeyecek.", "cp1254"),
        ("A malom májustól nem őröl több lisztet.", "iso-8859-2"),
        ("Malūnas nuo gegužės nebemals miltų.", "cp1257"),
        ("Мельница закрыта.", "koi8-r"),
    ],
)
def test_a_sentence_in_other_encodings_is_never_read_in_wrong_letters(
    sentence: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(sentence.encode(encoding))
    found = one(path)
    assert isinstance(found, Skip) or found.text == sentence


def test_the_encoding_that_the_user_names_is_the_only_one_tried(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"caf\xe9")
    found = one(path, encoding="cp1252")
    assert isinstance(found, Article)
    assert (found.text, found.encoding) == ("café", "")
    refused = one(path, encoding="utf-8")
    assert isinstance(refused, Skip)
    assert refused.reason.startswith("not utf-8: byte 0xe9 at offset 3; leave out --encoding")


@pytest.mark.parametrize(
    "declared", ['<meta charset="koi8-r">', '<meta http-equiv="x" content="text/html; charset=koi8-r">']
)
def test_a_page_is_in_the_encoding_that_it_declares(declared: str, tmp_path: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in KOI8.splitlines() if line)
    path = tmp_path / "a.html"
    path.write_bytes(f"<html><head>{declared}</head><body><article>{body}</article></body></html>".encode("koi8-r"))
    found = one(path)
    assert isinstance(found, Article)
    assert dupdetect.compare(KOI8, found).verdict is Verdict.IDENTICAL
    assert found.encoding == ""


def test_a_page_that_declares_the_wrong_encoding_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(page().replace(b'charset="utf-8"', b'charset="no-such"'))
    found = one(path)
    assert isinstance(found, Article)
    assert "“The lights went out" in found.text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.jsonl"])
def test_tables_and_records_in_other_encodings(name: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(EVERY[name]().decode().encode(encoding))
    found = one(path, encoding=encoding if name == "a.jsonl" and encoding == "cp1252" else "")
    assert isinstance(found, Article), found
    assert dupdetect.compare(TEXT, found).verdict is Verdict.IDENTICAL


def test_a_sample_may_end_inside_a_character(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"text\n" + ("水" * 100_000 + "\n").encode())
    assert isinstance(one(path), Article)
    path = tmp_path / "b.csv"
    path.write_bytes(("text\nx" + CHINESE.replace("\n", " ") * 3000 + "\n").encode("gb18030"))
    assert isinstance(one(path), Article)


def test_what_was_guessed_is_in_the_findings(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode("cp1252"))
    (tmp_path / "b.txt").write_bytes(TEXT.encode())
    done = CliRunner().invoke(main, ["scan", str(tmp_path), "--format", "json"])
    assert [one["encoding"] for one in json.loads(done.stdout)["articles"]] == ["windows-1252", ""]
    refused = CliRunner().invoke(main, ["scan", str(tmp_path), "--encoding", "klingon"])
    assert refused.exit_code == 2
    assert "no encoding is called 'klingon'" in refused.stderr
