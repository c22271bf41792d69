"""What Python and the system do with memory that a scan holds, or holds no more.

The garbage collector is kept from walking again and again through what a program holds before a long step begins.

Comparing pairs makes many records that stay, and Python answers by walking through all objects of the process. A few
hundred thousand of them are libraries and articles, which outlive the step: a tenth of the time went into them. They
also stay unwritten, so that worker processes that are forked share them. Memory that was freed is given back before
they are forked: else it would count for each of them once the scan writes to it again.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def spare_older_objects() -> Iterator[None]:
    """Let the collector look only at objects made from here on; leaves a program alone that has frozen its own."""
    if gc.get_freeze_count():
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def return_freed_memory() -> None:
    """Give freed memory back to the system, where its C library can do so (glibc)."""
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "malloc_trim"):
        library.malloc_trim(0)
