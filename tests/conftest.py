"""What all tests share: signals, how hypothesis searches, and the data that may lie beside the checkout."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# `dupdetect compare`, run inside the tests' own process, must not leave them with kernels in plain Python.
os.environ.setdefault("DUPDETECT_KERNELS", "numba")

# A shell starts background jobs with SIGINT ignored, and child processes would inherit that; tests interrupt theirs.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No deadline, and no complaint about slow examples: the first call of a kernel may compile it.
settings.register_profile(
    "dupdetect",
    deadline=None,
    max_examples=60,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("brief", settings.get_profile("dupdetect"), max_examples=12, derandomize=True)
settings.load_profile("dupdetect")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what shares a costly fixture in one process of pytest-xdist: Spark's session, a browser, the packages."""
    if not config.pluginmanager.hasplugin("xdist"):
        return
    for item in items:
        for name in ("spark", "browser"):
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.xdist_group(name))
        if "packages" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("packages"))


SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the checkout: data that is not the project's to publish."""
    if not SHARED.is_dir():
        pytest.skip("there is no ../shared beside the checkout")
    return SHARED
