"""Files and streams -> articles, and skips with reasons: the only step that touches the disk.

folder.py finds the files and opens them safely; plain.py and markdown.py turn what they hold into articles, one
module a family of formats. What a user named and cannot be read is never silent: it is a `Skip`, or an `InputError`.
"""

from __future__ import annotations

from dupdetect.steps.read.folder import article, articles

__all__ = ["article", "articles"]
