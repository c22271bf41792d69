"""`dedup --unit paragraph`: one copy of each repeated paragraph stays, no sentence is cut, and the log rebuilds all."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as some
from pyarrow import parquet

from dupdetect.cli import main
from dupdetect.pipeline.paragraphs import cut_spans
from dupdetect.search.paragraphs import ParagraphIndex, cut_paragraphs
from tests.archive.samples import story

NOTE = "This paper welcomes letters of up to two hundred words, which may be cut for length."
WEATHER = "Showers will cross the hills this evening.\nBy morning the wind turns to the north and the sky clears again."


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["dedup", "--unit", "paragraph", *map(str, arguments)])


def log_of(out: Path) -> list[dict[str, Any]]:
    lines = Path(f"{out}.dropped.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def rebuild(text: str, entries: list[dict[str, Any]]) -> str:
    for entry in entries:
        text = text[: entry["start"]] + entry["text"] + text[entry["start"] :]
    return text


TEXTS = [
    f"{story(1, 40)}\n\n{NOTE}\n\n{story(2, 40)}\n",
    f"{NOTE.upper()}\n\n{story(3, 40)}\n\n{WEATHER}\n\n",
    f"{story(4, 40)}\n\n{WEATHER}\n\n{NOTE}",
    f"\n\n{NOTE}\n",
    story(5, 60),
]
LEFT = [
    TEXTS[0],
    f"{story(3, 40)}\n\n{WEATHER}\n\n",
    f"{story(4, 40)}\n\nShowers will cross the hills this evening.\n",
    TEXTS[4],
]


def table_of(kind: str, folder: Path) -> Path:
    rows = [{"id": n, "text": text, "note": f"ä,{n}"} for n, text in enumerate(TEXTS)]
    path = folder / f"rows.{kind}"
    if kind == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    elif kind == "parquet":
        parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    else:
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, ["id", "text", "note"], delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
    return path


def rows_of(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
        return rows
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_a_table_keeps_one_copy_of_each_paragraph(kind: str, tmp_path: Path) -> None:
    source, out = table_of(kind, tmp_path), tmp_path / f"out.{kind}"
    done = run(source, "-o", out)
    assert done.stderr == "5 articles, 4 kept, 1 dropped, 4 repeated paragraphs removed, 0 skipped\n"
    rows = rows_of(out)
    assert [row["text"] for row in rows] == LEFT
    assert [row["note"] for row in rows] == ["ä,0", "ä,1", "ä,2", "ä,4"]
    entries = log_of(out)
    assert [(entry["id"], entry["kept"]) for entry in entries] == [("1", "0"), ("2", "1"), ("2", "0"), ("3", "0")]
    for row in rows:
        assert (
            rebuild(row["text"], [entry for entry in entries if entry["id"] == str(row["id"])]) == TEXTS[int(row["id"])]
        )
    for entry in entries:
        first = TEXTS[int(entry["kept"])][entry["kept_start"] : entry["kept_end"]]
        assert first.split() == entry["text"].split() or first.upper().split() == entry["text"].split()


def test_lines_of_json_that_keep_their_text_stay_byte_for_byte(tmp_path: Path) -> None:
    source, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    first = b'{"text":  ' + json.dumps(TEXTS[0]).encode() + b' , "n":1.0}\r\n'
    second = json.dumps({"meta": {"k": [1]}, "text": TEXTS[1]}).encode() + b"\r\n"
    source.write_bytes(first + second)
    assert run(source, "-o", out).exit_code == 0
    lines = out.read_bytes().splitlines(keepends=True)
    assert lines[0] == first
    assert lines[1].endswith(b"}\r\n")
    assert json.loads(lines[1]) == {"meta": {"k": [1]}, "text": TEXTS[1].removeprefix(f"{NOTE.upper()}\n\n")}


def test_a_folder_of_texts_stays_a_folder_of_texts(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number, text in enumerate(TEXTS):
        (tmp_path / "in" / f"{number}.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    assert run(tmp_path / "in", "-o", out).exit_code == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()} == {
        f"{number}.txt": text for number, text in zip((0, 1, 2, 4), LEFT, strict=True)
    }


def test_options_that_choose_among_articles_are_refused(tmp_path: Path) -> None:
    source = table_of("jsonl", tmp_path)
    for option in (["--keep", "longest"], ["--against", str(source)]):
        done = run(source, "-o", tmp_path / "out.jsonl", *option)
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
        assert option[0] in done.stderr


def test_a_sentence_that_goes_on_is_never_cut() -> None:
    text = "The council met on Monday to hear from\n\nthe residents of the lower town.\nIt adjourned at nine.\n"
    assert [text[start:end] for start, end in cut_paragraphs(text)] == [
        "The council met on Monday to hear from\n\nthe residents of the lower town.\n",
        "It adjourned at nine.\n",
    ]


def test_short_lines_are_left_alone() -> None:
    index = ParagraphIndex()
    assert index.find_repeats(["Read more\n\nBy our staff", "Read more\n\nBy our staff"]) == [[], []]


SENTENCES = [
    "The council of the lower town met on Monday with Dr. Agnes Holm and J. P. Moore of the Harbour Board.",
    "Nobody, said the Mayor of Northhaven, had seen so much snow since the winter of 1987!",
    "Die Stadt Hamburg will im Frühjahr mit dem Bau der neuen Brücke über den Kanal beginnen.",
    "“We wait,” he added, “until the ferry of the Western Line comes in.”",
    "议会星期一在老市政厅开会，讨论新渡轮的费用和开航日期。",
    "परिषद ने सोमवार को पुराने भवन में नई नाव के बारे में बैठक की।",
    "اجتمع المجلس يوم الاثنين في القاعة القديمة لمناقشة العبارة الجديدة.",
    "Совет собрался в понедельник в старой ратуше и обсудил новый паром.",
    "The price rose by 3.5 per cent in May; the Board expects no more before June…",
]
GAPS = ["\n", "\n\n", "\n \t\n", "\n\n\n", "\n    "]


def wrap(paragraph: str, width: int) -> str:
    """A paragraph with line ends in place of spaces, so that no line is longer than `width` if words allow it."""
    lines, length = [""], 0
    for word in paragraph.split(" "):
        fits = length + 1 + len(word) <= width
        lines = [*lines[:-1], f"{lines[-1]} {word}"] if lines[-1] and fits else [*lines, word]
        length = len(lines[-1])
    return "\n".join(lines[1:])


PARAGRAPHS = some.lists(some.sampled_from(SENTENCES), min_size=1, max_size=4)


@given(
    some.lists(some.tuples(PARAGRAPHS, some.sampled_from(GAPS)), min_size=1, max_size=6),
    some.sampled_from([24, 40, 61, 72, 100, 10_000]),
)
def test_no_sentence_is_cut_whatever_the_layout(paragraphs: list[tuple[list[str], str]], width: int) -> None:
    """One line, hard-wrapped lines of any width, no blank lines, indents, several scripts."""
    text, spans = "", []
    for sentences, gap in paragraphs:
        at = len(text)
        for sentence in sentences:
            spans.append((at, at + len(sentence)))
            at += len(sentence) + 1
        text += wrap(" ".join(sentences), width) + gap
    for start, _ in cut_paragraphs(text)[1:]:
        assert not any(first < start < last for first, last in spans), text[start - 40 : start + 40]


def test_headings_and_lines_that_are_paragraphs_stay_apart() -> None:
    lines = [
        "Ferry delayed again\n",
        "The ferry of the Western Line came in four hours late on Monday, and nobody said why.\n",
        "What the Board says\n",
        "The Board of the Western Line regrets the delay and promises a new engine by the end of June.\n",
    ]
    text = "".join(lines)
    assert [text[start:end] for start, end in cut_paragraphs(text)] == lines


def read_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("blank", [True, False])
def test_texts_with_any_line_ends_are_rebuilt(end: str, blank: bool, tmp_path: Path) -> None:
    """As they were read: all line ends are read as \\n."""
    between = end * (2 if blank else 1)
    notes = [f"{sentence} {sentence}" for sentence in SENTENCES[:4]]
    texts = [between.join(notes), f"{story(1, 30)}.{between}{between.join(notes[1:3])}{end}", between.join(notes[2:])]
    source, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)))
    assert run(source, "-o", out).exit_code == 0
    entries = log_of(out)
    kept = {str(row["id"]): read_line_ends(row["text"]) for row in rows_of(out)}
    for number, text in enumerate(texts):
        mine = [entry for entry in entries if entry["id"] == str(number)]
        assert rebuild(kept.get(str(number), ""), mine) == read_line_ends(text)
    everything = " ".join(kept.values())
    assert [everything.count(note) for note in notes] == [1, 1, 1, 1]


PIECES = some.sampled_from(["One two three.", "four five", "Six, seven", "\n", "\n\n", " ", "八九十。", "é!", "", "\r"])


@given(some.lists(PIECES, max_size=30).map("".join))
def test_paragraphs_tile_the_text(text: str) -> None:
    spans = cut_paragraphs(text)
    assert "".join(text[start:end] for start, end in spans) == (text if spans else "")
    if not spans:
        assert not text.strip()


@given(some.integers(0, 10_000), some.lists(some.integers(0, 5), min_size=1, max_size=30))
def test_one_copy_of_each_stays_and_the_rest_is_told(seed: int, order: list[int]) -> None:
    """Against a plain dictionary of paragraphs."""
    rng = random.Random(seed)
    paragraphs = [story(number, 15) for number in range(6)]
    texts = ["\n\n".join(paragraphs[n] for n in order[at : at + 3]) for at in range(0, len(order), 3)]
    rng.shuffle(texts)
    left = [
        cut_spans(text, [(repeat.here.start, repeat.here.end) for repeat in repeats])
        for text, repeats in zip(texts, ParagraphIndex().find_repeats(texts), strict=True)
    ]
    seen: set[str] = set()
    for text, rest in zip(texts, left, strict=True):
        expected = [part for part in text.split("\n\n") if not (part in seen or seen.add(part))]  # type: ignore[func-returns-value]
        assert [part for part in rest.split("\n\n") if part.strip()] == expected
