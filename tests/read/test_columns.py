"""Texts in the columns of tables: markup, entities, encodings, delimiters; and files of our own among the articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import dupdetect
from dupdetect import read
from dupdetect.cli import main
from dupdetect.read.markup import strip_markup
from dupdetect.records import Article, Skip, Verdict
from dupdetect.settings import Reading
from tests.read.writers import PARAGRAPHS, TEXT, TITLE


def entries(folder: Path) -> list[Article | Skip]:
    return list(read.read_articles([folder], Reading()))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>The gate.</p><p>It was <b>shut</b>.</p>", "The gate.\n\nIt was shut."),
        (
            "<div style='color: red'>The gate</div>\n<style>p {margin: 0}</style><script>if (a < b) go()</script>",
            "The gate",
        ),
        ("The gate<br/>It was shut", "The gate\nIt was shut"),
        ("A &amp; B&#8217;s gate&nbsp;shut", "A & B’s gate shut"),
        ("&lt;p&gt;The gate &amp;amp; more&lt;/p&gt;", "The gate & more"),
        ("<!-- wp:paragraph --><p>The gate</p><!-- /wp:paragraph -->", "The gate"),
        ("The <i>gate</i>\n\nIt was shut\nat noon", "The gate\n\nIt was shut\nat noon"),
        ("if a < b and c > d then", "if a < b and c > d then"),
        ("prices < 5 <unknown> stay", "prices < 5 <unknown> stay"),
        ("AT&T and R&D; Q&A", "AT&T and R&D; Q&A"),
        ("<p>The gate</p><script>never closed", "The gate\n\nnever closed"),
    ],
)
def test_markup_is_taken_off_and_other_signs_stay(markup: str, text: str) -> None:
    assert strip_markup(markup).text == text


def test_links_in_markup_are_kept() -> None:
    markup = "<p>As the <a href='https://a.example/?x=1&amp;y=2'>Post</a> reported</p>"
    assert strip_markup(markup).links == ("https://a.example/?x=1&y=2",)


@pytest.mark.parametrize(
    "piece", ["<script>", "<a href=", "<a <a ", "</a ", "<!--", "&#x", "<p>", '<a title="', "\n \n"]
)
def test_markup_that_never_ends_is_read_in_linear_time(piece: str) -> None:
    assert isinstance(strip_markup("<p>x</p>" + piece * 200_000).text, str)


def test_a_column_of_html_is_the_same_article(tmp_path: Path) -> None:
    spans = "".join(
        f"<div class='x'><p><span style='font: 16px Georgia'>{text}</span></p></div>" for text in PARAGRAPHS
    )
    plain = "\n\n".join(PARAGRAPHS)
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"id": i, "text": t}) for i, t in enumerate((spans, plain))))
    first, second = entries(tmp_path)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert dupdetect.compare(first, second).verdict is Verdict.IDENTICAL
    assert len(first.text.split()) == len(plain.split())


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\n', ""])
def test_the_delimiter_that_excel_names(first: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'{first}id;title, and more;text\n1;"A; b";The gate was shut.\n', newline="")
    (article,) = entries(tmp_path)
    assert isinstance(article, Article)
    assert (article.id, article.text) == ("a.csv#1", "The gate was shut.")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8"])
def test_a_table_whose_first_accent_comes_late(encoding: str, tmp_path: Path) -> None:
    rows = "".join(f"{n},The gate was shut again and nobody could say why.\n" for n in range(4_000))
    (tmp_path / "a.csv").write_bytes(
        f"id,text\n{rows}last,Le café était fermé à midi ; l'été est passé.\n".encode(encoding)
    )
    articles = entries(tmp_path)
    assert len(articles) == 4_001
    assert isinstance(articles[-1], Article)
    assert articles[-1].text.startswith("Le café était fermé à midi")


JAPANESE = (
    "港の委員会は火曜日、古い魚市場を十一か月閉鎖すると決めた。屋根の鉄骨が塩で傷んでいるためで、店は駅前に移る。\n" * 3
)
RUSSIAN = "Совет порта решил во вторник закрыть старый рыбный рынок на одиннадцать месяцев, пока меняют крышу.\n" * 3
FRENCH = (
    "L'école du village a été rouverte à neuf heures, après deux années de travaux. Le maire s'est dit très content "
    "que les élèves n'aient plus à prendre l'autocar jusqu'à la ville voisine. Les fenêtres ont été remplacées, et le "
    "préau a été agrandi ; la cantine, elle, ne sera prête qu'à Noël. Le coût dépasse déjà ce qui avait été prévu."
)
ARABIC = "قرر مجلس الميناء يوم الثلاثاء إغلاق سوق السمك القديم لمدة أحد عشر شهرا حتى يتم تجديد السقف.\n" * 3


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(JAPANESE, "iso-2022-jp"), (RUSSIAN, "iso-8859-5"), (ARABIC, "iso-8859-6"), (RUSSIAN, "koi8-r")],
)
@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_an_encoding_that_nothing_declares(text: str, encoding: str, name: str, tmp_path: Path) -> None:
    content = f"text\n{text.splitlines()[0].replace(',', ' -') * 3}\n" if name == "a.csv" else text
    (tmp_path / name).write_bytes(content.encode(encoding))
    (article,) = entries(tmp_path)
    assert isinstance(article, Article)
    assert article.text.split() == content.removeprefix("text\n").split()


@pytest.mark.parametrize(
    "start", ["RIFFA SCHOOL OPENS", "BZh is a postcode", "Rar! they cried", "MZ is Mazda", "PAR1 is par"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_text_that_begins_like_a_binary(start: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(f"{start}\n\n{FRENCH}".encode(encoding))
    (article,) = entries(tmp_path)
    assert isinstance(article, Article)
    assert article.text.startswith(start)


def test_our_own_output_among_the_articles(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT)
    (tmp_path / "in" / "b.txt").write_text(TEXT.replace("six", "seven"))
    runner = CliRunner()
    for kind in ("json", "jsonl", "csv", "html"):
        output = tmp_path / f"found.{kind}"
        result = runner.invoke(main, ["scan", str(tmp_path / "in"), "--format", kind, "-o", str(output)])
        assert result.exit_code == 0, result.output
    result = runner.invoke(main, ["dedup", str(tmp_path / "in"), "-o", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    read_ids = [entry.id for entry in entries(tmp_path) if isinstance(entry, Article)]
    reasons = {entry.path: entry.reason for entry in entries(tmp_path) if isinstance(entry, Skip)}
    assert read_ids == ["in/a.txt", "in/b.txt"]
    assert reasons == {
        "found.json": "findings of dupdetect, not articles",
        "found.jsonl": "findings of dupdetect, not articles",
        "found.csv": "findings of dupdetect as CSV, not articles",
        "found.html": "a report of dupdetect, not articles",
        "out": "the output of dupdetect dedup, copies of other files; name it by itself to have it read",
        "out.dropped.jsonl": "a list of dropped articles by dupdetect, not articles",
    }
    assert [entry.id for entry in entries(tmp_path / "out") if isinstance(entry, Article)] == ["a.txt"]
    assert TITLE in TEXT
