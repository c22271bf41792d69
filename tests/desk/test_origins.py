"""A family without a source says why: one agency's text, a credit of a text that is not there, or unknown dates."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from dupdetect.cli import main
from tests.desk.corpus import BODY, PARAGRAPHS, TITLE, strip_markup

TEXT = strip_markup(BODY)


def tell(folder: Path, texts: dict[str, str]) -> list[str]:
    """What the report of the real command says of where each story comes from."""
    (folder / "pages").mkdir()
    for name, text in texts.items():
        (folder / "pages" / name).write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["scan", str(folder / "pages"), "-o", str(folder / "report.html")])
    assert done.exit_code == 0, done.output
    page = (folder / "report.html").read_text(encoding="utf-8")
    return [html.unescape(text) for text in re.findall(r'<p class="lead origin"><bdi>(.*?)</bdi>', page)]


def test_two_that_carry_the_mark_of_an_agency_are_siblings(tmp_path: Path) -> None:
    marked = f"{TITLE}\n\nQUARNE (Corvid) - {TEXT}"
    said = tell(tmp_path, {"a.txt": marked, "b.txt": marked.replace("refuses", "declines"), "c.txt": TEXT})
    assert said == [
        "Rows 1 and 2 carry the mark of an agency, Corvid: siblings that have its text, and need not copy each other."
    ]


def test_a_credit_of_a_text_that_is_not_there_is_quoted(tmp_path: Path) -> None:
    credit = "This story originally appeared in The Quarne Courier."
    spun = TEXT.replace("refuses", "declines").replace("school", "class")
    (said,) = tell(tmp_path, {"a.txt": f"{TEXT}\n\n{credit}", "b.txt": spun})
    assert said == (
        f"Row 1 credits a source: “{credit}”. No row is known to be it, so all may stem from a text that is not here."
    )


def test_unknown_dates_are_the_reason_where_nothing_else_is_known(tmp_path: Path) -> None:
    said = tell(tmp_path, {"a.txt": TEXT, "b.txt": "\n".join(map(strip_markup, PARAGRAPHS[:6]))})
    assert said == ["No source is named, because 2 rows have no date that was read."]


@pytest.mark.parametrize("evil", ["<script>window.ran = 1</script>", "</bdi><img src=x onerror=alert(1)>"])
def test_a_hostile_credit_is_text(tmp_path: Path, evil: str) -> None:
    credit = f"This story originally appeared in The {evil} Courier."
    tell(tmp_path, {"a.txt": f"{TEXT}\n\n{credit}", "b.txt": TEXT.replace("refuses", "declines")})
    assert evil not in (tmp_path / "report.html").read_text(encoding="utf-8")
