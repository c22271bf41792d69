"""Servers that the tests share: starting one takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dupdetect.pipeline import Index
from dupdetect.records import Article
from tests.archive.samples import spun, story
from tests.web.serving import serving


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three stories, and two versions of the first."""
    path = tmp_path_factory.mktemp("archive") / "stories.dupdetect"
    texts = {f"story-{n}.txt": story(n) for n in (1, 2, 3)}
    texts |= {"story-1-again.txt": story(1) + " The end.", "story-1-spun.txt": spun(story(1), 9)}
    with Index.open(path) as made:
        made.add([Article(name, text, title=f"Title of {name}", source="Courier") for name, text in texts.items()])
    return path


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file without which no scan of a server that is started now is done."""
    path = tmp_path / "gate"
    monkeypatch.setattr("dupdetect.web.tasks.RUNNER", "tests.web.gated:open_runner")
    monkeypatch.setenv("DUPDETECT_TEST_GATE", str(path))
    return path


@pytest.fixture(scope="session")
def page(archive: Path) -> Iterator[httpx.Client]:
    """A client of a server that has an archive."""
    with serving(str(archive)) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client
