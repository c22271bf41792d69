"""The page of the ledger in a browser: nothing on it runs, all can read it, and it fits a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dupdetect.desk.ledger import sum_ledger
from dupdetect.records import CreditForm, Direction, Verdict
from dupdetect.records.ledger import RememberedCopy
from dupdetect.report.ledger import write
from tests.browser.test_report_page import HOSTILE, assert_accessible

pytestmark = pytest.mark.browser

Visits = Callable[..., Any]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A ledger of 40 outlets and 30 months, with attacks for names."""
    copies = [
        RememberedCopy(
            page=f"{i}{HOSTILE}",
            original="ours",
            copy="theirs",
            verdict=(Verdict.NEAR_COPY, Verdict.REWRITE, Verdict.PARTIAL)[i % 3],
            manner=None,
            spun=None,
            credit=CreditForm.NONE,
            direction=Direction.A_TO_B,
            source=f"{i % 40} {HOSTILE}",
            published=f"{2020 + i % 30 // 12}-{1 + i % 12:02d}-01",
        )
        for i in range(400)
    ]
    path = tmp_path / "ledger.html"
    with path.open("w", encoding="utf-8") as out:
        write(sum_ledger(copies), "html", out)
    return path


@pytest.mark.parametrize("look", [{"width": 1280}, {"width": 390, "color_scheme": "dark"}])
def test_the_ledger_is_accessible_and_runs_nothing(page: Path, visit: Visits, look: dict[str, Any]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing").Axe()
    opened = visit(page, **look).page
    assert opened.evaluate("window.ran") is None
    assert opened.locator(".plot g").count() == 24 + 12
    assert opened.evaluate("document.documentElement.scrollWidth") <= look["width"]
    assert_accessible(axe, opened)
