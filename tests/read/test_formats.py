"""The same article in every format is the same article, and what its file tells of it is kept."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import dupdetect
from dupdetect import read
from dupdetect.errors import InputError
from dupdetect.records import Article, CreditForm, Direction, Signal, SignalKind, Skip, Verdict
from dupdetect.settings import Reading
from tests.read.writers import EVERY, PAGE, PARAGRAPHS, TEXT, TITLE, docx, page, parquet, pdf, warc, zipped

ORIGINAL = Article("original", TEXT)


def both(path: Path, settings: Reading | None = None) -> tuple[list[Article], list[Skip]]:
    """What reading `path` gives: articles, and skips."""
    found = list(read.read_articles([path], settings or Reading()))
    return [one for one in found if isinstance(one, Article)], [one for one in found if isinstance(one, Skip)]


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The article in every format."""
    made = tmp_path_factory.mktemp("formats")
    for name, write in EVERY.items():
        written(made / name, write())
    return made


@pytest.fixture(scope="module")
def scanned(folder: Path) -> tuple[list[Article], list[Skip]]:
    return both(folder)


def file(article: Article) -> str:
    """The name of the file that an article was in."""
    return re.split("[!#]", article.id)[0]


@pytest.mark.parametrize("name", EVERY)
def test_every_format_gives_the_article_itself(name: str, scanned: tuple[list[Article], list[Skip]]) -> None:
    (article,) = [one for one in scanned[0] if file(one) == name]
    assert dupdetect.compare(ORIGINAL, article).verdict is Verdict.IDENTICAL
    assert article.title == TITLE or name == "a.pdf"  # a PDF has running heads


def test_every_format_in_one_folder(folder: Path, scanned: tuple[list[Article], list[Skip]]) -> None:
    articles, skips = scanned
    assert {one.reason for one in skips} == {"an attachment; save it as a file to have it read"}
    assert [file(one) for one in articles] == sorted(EVERY)
    assert (articles, skips) == both(folder)


def test_the_ending_of_the_name_does_not_decide(tmp_path: Path) -> None:
    """Only what looks alike needs it: Markdown, tables, one line of JSON, and whatever a packed name hides."""
    needed = (".md", ".csv", ".tsv", ".jsonl", ".jsonl.gz")
    names = [name for name in EVERY if not name.endswith(needed)]
    for name in names:
        written(tmp_path / name.replace(".", "-"), EVERY[name]())
    articles, _ = both(tmp_path)
    assert [file(one) for one in articles] == sorted(name.replace(".", "-") for name in names)
    for article in articles:
        assert dupdetect.compare(ORIGINAL, article).verdict is Verdict.IDENTICAL


@pytest.mark.parametrize("jobs", [1, 3])
def test_order_and_articles_do_not_depend_on_the_number_of_processes(jobs: int, tmp_path: Path) -> None:
    for number in range(25):
        written(tmp_path / f"{number:02}.html", page((f"Story number {number} begins here.", *PARAGRAPHS)))
        written(tmp_path / f"{number:02}.txt", TEXT.encode())
    found = list(read.read_articles([tmp_path], Reading(), jobs))
    assert [one.id for one in found if isinstance(one, Article)] == sorted(one.name for one in tmp_path.iterdir())
    assert all(f"number {int(one.id[:2])} " in one.text for one in found[::2] if isinstance(one, Article))


# What the formats tell.


def test_a_web_page_tells_who_wrote_it_and_where_it_comes_from(tmp_path: Path) -> None:
    (article,), _ = both(written(tmp_path / "a.html", page()))
    assert replace(article, id="", text="") == Article(
        id="",
        text="",
        title=TITLE,
        source="The Harbour Post",
        author="Tove Lind",
        published="2024-05-06T07:30:00+02:00",
        url="https://copycat.example/2024/ferry",
        links=(
            "https://harbourpost.example/ferry",
            "https://norrvik.example/original",
            "https://agency.example/ferry",
            "https://skarneline.example/",
        ),
        signals=(Signal(SignalKind.CANONICAL, "https://harbourpost.example/ferry"),),
    )
    for furniture in ("Home", "cookies", "Most read", "Whale", "Privacy", "Share this", "track"):
        assert furniture not in article.text


def test_a_canonical_address_of_another_site_is_credit_and_dates_give_the_direction(tmp_path: Path) -> None:
    (copy,), _ = both(written(tmp_path / "copy.html", page()))
    original = replace(ORIGINAL, url="https://www.harbourpost.example/ferry/", published="2024-05-05")
    comparison = dupdetect.compare(original, copy)
    assert (comparison.credit, comparison.direction) == (CreditForm.LINKED, Direction.A_TO_B)


@pytest.mark.parametrize("script", ["{", "[" * 100_000, '{"@graph": 7}', "[null, 3]", '{"headline": {"name": []}}'])
def test_broken_structured_data_is_passed_over(script: str, tmp_path: Path) -> None:
    body = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    text = PAGE.format(title=TITLE, body=f'<script type="application/ld+json">{script}</script>{body}')
    (article,), _ = both(written(tmp_path / "a.html", text.encode()))
    assert article.author == "Tove Lind"


def test_a_page_without_an_article_is_read_as_it_stands(tmp_path: Path) -> None:
    (article,), _ = both(written(tmp_path / "a.html", b"<html><body>Only these words.</body></html>"))
    assert article.text == "Only these words."
    assert both(written(tmp_path / "b.html", b"<html><body></body></html>"))[1][0].reason.startswith("empty")


def test_the_message_tells_its_sender_subject_and_date(tmp_path: Path) -> None:
    (article,), (skip,) = both(written(tmp_path / "a.eml", EVERY["a.eml"]()))
    assert (article.author, article.title, article.published) == ("Tove Lind", TITLE, "2024-05-06T07:30:00+02:00")
    assert skip == Skip(f"{tmp_path / 'a.eml'}!photo list.pdf", "an attachment; save it as a file to have it read")


def test_a_word_file_as_edited_by_people(tmp_path: Path) -> None:
    """Tracked changes, content controls and links: what Word shows is read, which python-docx would leave out."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (
        "<w:p><w:r><w:t>The crew </w:t></w:r><w:ins><w:r><w:t>calmly </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>quickly </w:delText></w:r></w:del>"
        "<w:r><w:t>left</w:t><w:tab/><w:t>ship.</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>All were safe.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:moveFrom><w:p><w:r><w:t>Moved away.</w:t></w:r></w:p></w:moveFrom>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        'Target="https://a.example/" TargetMode="External"/></Relationships>'
    )
    note = f"<w:footnotes {w}><w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    data = zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {w}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations,
            "word/footnotes.xml": note,
        }
    )
    (article,), _ = both(written(tmp_path / "a.docx", data))
    assert article.text == "The crew calmly left\tship.\n\nAll were safe.\n\nA note."
    assert article.links == ("https://a.example/",)
    assert article.author == ""  # whoever saved a file is not who wrote the article


def test_a_long_pdf_loses_running_heads_and_page_numbers(tmp_path: Path) -> None:
    (article,), _ = both(written(tmp_path / "a.pdf", pdf()))
    assert article.text.count("The Harbour Post") == 1
    (article,), _ = both(written(tmp_path / "b.pdf", pdf(repeat=12)))
    assert "The Harbour Post" not in article.text
    comparison = dupdetect.compare(Article("t", "\n\n".join((TITLE, *PARAGRAPHS * 12))), article)
    assert comparison.verdict is Verdict.IDENTICAL


# Records.


def test_columns_are_found_by_their_usual_names_or_named(tmp_path: Path) -> None:
    (article,), _ = both(written(tmp_path / "a.jsonl", EVERY["a.jsonl"]()))
    assert article.id == f"{tmp_path / 'a.jsonl'}#ferry"
    assert (article.title, article.published, article.source) == (TITLE, "2024-05-06", "The Harbour Post")
    assert article.url == "https://harbourpost.example/ferry"
    odd = written(tmp_path / "b.csv", b"nr,words,text\n7,The words meant.,other\n8,,other\n")
    articles, skips = both(odd, Reading(text_column="words", id_column="nr"))
    assert [(one.id, one.text) for one in articles] == [(f"{odd}#7", "The words meant.")]
    assert skips == [Skip(f"{odd}#8", "empty")]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        (
            "a.csv",
            b"nr,words\n7,The words meant.\n",
            "no column has a usual name for the text; it has: nr, words; name the column",
        ),
        ("a.csv", b"id,text\n7,\n", "empty: nothing stands in its column 'text'"),
        ("a.json", b'{"id": 7, "Body": null}', "empty: nothing stands in its column 'body'"),
        ("a.parquet", parquet(id=["x"], text=[None], words=["a"]), "empty: nothing stands in its column 'text'"),
        ("a.json", b'{"nr": 7, "text": {"a": 1}}', "its column for the text holds dict, not text; name another"),
        ("a.json", b"[1]", "not a JSON object"),
        ("a.json", b'"text"', "holds no record"),
        ("a.json", b"[" * 100_000, "JSON nested too deeply"),
        ("a.json", b"{", "not valid JSON"),
        ("a.jsonl", b'{"text": "cut', "not a line of JSON"),
        ("a.jsonl", b'{"text": "caf\xe9 au lait"}\n', ""),
        ("a.parquet", parquet(text=[12], id=[1]), "its column for the text holds int, not text"),
        ("a.parquet", parquet(nr=[1], words=["a"]), "no column has a usual name for the text; it has: nr, words"),
    ],
)
def test_records_without_text_say_what_they_have(name: str, data: bytes, reason: str, tmp_path: Path) -> None:
    articles, skips = both(written(tmp_path / name, data))
    assert not articles
    assert skips[0].reason.startswith(reason)


def test_a_named_column_may_be_blank_or_missing(tmp_path: Path) -> None:
    rows = written(tmp_path / "a.jsonl", b'{"words": null, "text": "Another."}\n{"text": "Another."}\n')
    _, skips = both(rows, Reading(text_column="words"))
    assert [skip.reason for skip in skips] == [
        "empty: nothing stands in its column 'words'",
        "has no text in a column 'words'; it has: text",
    ]


def test_record_ids_are_kept_apart(tmp_path: Path) -> None:
    lines = [b'{"id": "x", "text": "One."}', b'{"id": "x", "text": "Two."}', b'{"id": "x (2)", "text": "Three."}']
    path = written(
        tmp_path / "a.jsonl", b"\n".join([*lines, b'{"text": "Four."}', b'{"id": "5.txt", "text": "Five."}'])
    )
    found = [one.id.rpartition("#")[2] for one in both(path)[0]]
    assert found == ["x", "x (2)", "x (2) (2)", "4", "5.txt"]
    written(tmp_path / "a.jsonl#5.txt", b"A file with an odd name.")
    assert len({one.id for one in both(tmp_path)[0]}) == 6


def test_bad_lines_spoil_no_others_and_are_counted(tmp_path: Path) -> None:
    good, bad = b'{"text": "Some words."}\n', b"\xff\n"
    articles, skips = both(written(tmp_path / "a.jsonl", good + bad * 100 + good))
    assert len(articles) == 2
    assert len(skips) == 21
    assert skips[-1].reason.startswith("80 more records were not read")


def test_findings_of_an_earlier_scan_are_no_article(tmp_path: Path) -> None:
    path = written(tmp_path / "findings.json", b'{\n"schema": "dupdetect-findings/1",\n"articles": [{"text": "a"}]}')
    assert both(path)[1][0].reason == "findings of dupdetect, not articles"


def test_a_crawl_counts_what_is_no_page(tmp_path: Path) -> None:
    data = warc(
        ("https://a.example/1", "text/html; charset=koi8-r", page()),
        ("https://a.example/1", "text/html", page()),
        ("https://a.example/a.png", "image/png", b"\x89PNG"),
        ("https://a.example/b.png", "image/png", b"\x89PNG"),
    )
    path = written(tmp_path / "a.warc.gz", data)
    articles, skips = both(path)
    assert [one.id for one in articles] == [f"{path}#https://a.example/1", f"{path}#https://a.example/1 (2)"]
    assert [one.reason for one in skips] == ["no page: image/png (2 of its records)"]
    assert articles[0].url == "https://a.example/1"


# Which files.


def test_include_and_exclude_choose_in_folders_and_archives(tmp_path: Path) -> None:
    for name in ("a.txt", "b.dat", "drafts/c.txt", "news/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        written(tmp_path / name, TEXT.encode())
    written(tmp_path / "z.zip", zipped({"e.txt": TEXT, "drafts/f.txt": TEXT, "g.dat": TEXT}))

    def ids(**chosen: tuple[str, ...]) -> list[str]:
        articles, skips = both(tmp_path, Reading(**chosen))  # type: ignore[arg-type]
        return [one.id for one in articles] + [one.path for one in skips]

    assert ids() == ["a.txt", "drafts/c.txt", "news/d.txt", "z.zip!e.txt", "z.zip!drafts/f.txt", "b.dat", "z.zip!g.dat"]
    assert ids(exclude=("drafts", "*.dat")) == ["a.txt", "news/d.txt", "z.zip!e.txt"]
    assert "a.txt" not in ids(exclude=("/a.txt",))
    assert "news/d.txt" in ids(exclude=("/d.txt",))
    assert ids(include=("*.dat",)) == ["b.dat"]
    assert ids(include=("*.dat", "*.zip")) == ["b.dat", "z.zip!g.dat"]
    assert ids(include=("news/*",)) == ["news/d.txt"]


# One file by itself.


def test_one_file_with_one_article_can_be_compared(tmp_path: Path) -> None:
    one = read.read_article(written(tmp_path / "a.docx", docx()), Reading())
    assert one.title == TITLE
    several = written(tmp_path / "a.jsonl", EVERY["a.jsonl"]() * 2)
    with pytest.raises(InputError, match="holds several articles; scan it instead"):
        read.read_article(several, Reading())
    with pytest.raises(InputError, match=r"a\.zip: empty: it holds no file that is read"):
        read.read_article(written(tmp_path / "a.zip", zipped({})), Reading())


# The house.

READERS = ("trafilatura", "lxml", "pypdfium2", "striprtf", "pyarrow", "warcio", "chardet", "docx")


def test_plain_text_loads_no_reader_and_starts_no_process(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", TEXT.encode())
    code = (
        "import subprocess, sys; subprocess.Popen = None; from dupdetect import read;"
        "from dupdetect.settings import Reading;"
        f"print(len(list(read.read_articles([{str(tmp_path)!r}], Reading()))), *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("1 ")
    assert not set(READERS) & set(done.stdout.split())


def test_a_missing_extra_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dupdetect.read.unpack.find_spec", lambda name: None)
    rtf = written(tmp_path / "a.rtf", rb"{\rtf1 A ferry drifted for six hours.}")
    written(tmp_path / "b.txt", TEXT.encode())
    articles, skips = both(tmp_path)
    line = 'reading RTF needs striprtf; install it with pip install "dupdetect[rtf]"'
    assert [article.id for article in articles] == ["b.txt"]
    assert skips == [Skip("a.rtf", line)]
    with pytest.raises(dupdetect.MissingExtraError, match="reading RTF needs striprtf"):
        read.read_article(rtf, Reading())


def test_a_module_in_the_current_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("json", "trafilatura", "sitecustomize", "dupdetect"):
        written(tmp_path / f"{module}.py", b"open('ran', 'w')")
    written(tmp_path / "a.html", page())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert len(both(tmp_path)[0]) == 1
    assert not (tmp_path / "ran").exists()
