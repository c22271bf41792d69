"""A real browser for the pages that people open; without one these tests are skipped with a plain notice."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --no-sandbox"
).split()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window, driven by Playwright."""
    found = os.environ.get("DUPDETECT_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip("no browser was found; install chromium, or name one in DUPDETECT_BROWSER")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright, which drives the browser, is missing")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=QUIET)
        yield opened
        opened.close()


@dataclass
class Visit:
    """A page that was opened, what it complained of, and what it asked for."""

    page: Any
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def asked(self, dialog: Any) -> None:
        """A page of ours opens no dialog; one that does is closed, or it would wait for ever."""
        self.faults.append(dialog.message)
        dialog.dismiss()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Visit]]:
    """Opens a file, or a page of a server; afterwards, none may have complained or asked for anything of others."""
    visits: list[tuple[Visit, str]] = []

    def opened(what: Path | str, fragment: str = "", *, width: int = 1280, height: int = 900, **options: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(15_000)
        made = Visit(context.new_page())
        made.page.on("console", lambda message: made.faults.append(message.text))
        made.page.on("pageerror", lambda error: made.faults.append(str(error)))
        made.page.on("dialog", made.asked)
        context.on("request", lambda request: made.requests.append(request.url))
        address = what.as_uri() if isinstance(what, Path) else what
        visits.append((made, address))
        made.page.goto(address + fragment)
        return made

    yield opened
    for made, address in visits:
        made.page.context.close()
        assert made.faults == []
        asked = {url.partition("#")[0] for url in made.requests} - {"data:,"}
        assert all(url.startswith(f"{address}/") for url in asked) if "://127." in address else asked == {address}
