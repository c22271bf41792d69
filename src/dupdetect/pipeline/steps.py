"""The order of the steps from articles to findings, for every engine."""

from __future__ import annotations

from typing import Any, NamedTuple

from dupdetect.engines.protocol import Engine
from dupdetect.records import Findings


class Relations(NamedTuple):
    """The results of the steps, in the form of the engine that ran them."""

    prints: Any
    pairs: Any
    judged: Any
    families: Any


def run_steps(engine: Engine[Any, Any, Any, Any, Any], articles: Any) -> Relations:
    """Run every step on articles that the engine has read."""
    prints = engine.fingerprint(articles)
    pairs = engine.find_pairs(prints)
    recurring = engine.find_recurring_lines(prints, pairs)
    judged = engine.set_common_aside(prints, engine.compare(prints, pairs, recurring), recurring)
    return Relations(prints, pairs, judged, engine.connect(prints, judged))


def relate_articles(engine: Engine[Any, Any, Any, Any, Any], articles: Any) -> Findings:
    """The findings among articles that the engine has read."""
    done = run_steps(engine, articles)
    return engine.collect(done.prints, done.judged, done.families)
