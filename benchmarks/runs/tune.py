"""How settings of alignment were tuned, and what each ingredient gives, on one half of a PAN corpus.

    python -m benchmarks.runs.tune climb FOLDER      hill climbing from a preset: prints each step that helps
    python -m benchmarks.runs.tune ablation FOLDER   each ingredient switched off through settings: a Markdown table

Articles are prepared once; a step then costs an alignment of all pairs. `climb` looks at the tuning half alone and
counts each false detection in the unrelated pairs as a loss of PENALTY. With `--samples` no step may lose a verdict of
the samples' tuning set. `ablation` reports the other half; docs/benchmarks.md shows what it put into
results/ablation.json by `--results`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import pan, sample_truth
from benchmarks.measures import verdict_accuracy
from dupdetect import Article, Settings
from dupdetect.compare import align
from dupdetect.errors import SettingsError
from dupdetect.text import Vocabulary, segment_article

PENALTY = 0.0005
"""PlagDet that one false detection costs."""

STEPS = (0.8, 0.9, 1.1, 1.25)
"""By what a value is multiplied to find its neighbours."""

CLIMBED = (
    "strong_cosine strong_dice weak_cosine weak_dice weak_gap run_words gap_a gap_b min_gap fragment_cosine window "
    "edge_bonus background match_floor match_ceiling min_score min_words overlap summary_words_min summary_words_max "
    "summary_ratio summary_match summary_share summary_score summary_left summary_bonus summary_spread"
).split()

INGREDIENTS: dict[str, dict[str, object]] = {
    "all": {},
    "no weak seeds": {"weak_cosine": "strong_cosine", "weak_dice": "strong_dice"},
    "no runs as seeds": {"run_words": 10_000},
    "no linking over gaps": {"gap_a": 3, "gap_b": 3, "min_gap": 3},
    "no likeness of passages as wholes": {"fragment_cosine": 0.0},
    "no boundary refinement": {"window": 0},
    "no bonus at sentence ends": {"edge_bonus": 0.0, "line_bonus": 0.0},
    "no least score": {"min_score": 0.0},
    "no least length": {"min_words": 1},
    "no verbatim mode": {"verbatim_words": 0},
    "no summaries": {"summary_words_max": 0},
    "no chains": {"chain_floor": 0.0},
}
"""What switches each ingredient off: values, or the name of the setting whose value is taken."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What settings reach: measures by class, over all, and false detections in unrelated pairs."""

    classes: dict[str, pan.Measures]
    overall: pan.Measures
    false: int

    @property
    def worth(self) -> float:
        return self.overall.plagdet - PENALTY * self.false


class Corpus:
    """A half of a PAN corpus, its articles prepared under the given settings of segmentation."""

    def __init__(self, folder: Path, half: str, settings: Settings) -> None:
        self._vocabulary = Vocabulary(settings.segmenting.language)
        self._indexed: dict[str, align.Indexed] = {}
        self._classes: dict[str, tuple[list[tuple[str, str]], list[pan.Case]]] = {}
        for group in pan.classes(folder):
            pairs, cases = pan.select_half(*pan.read_class(group), half)
            self._classes[group.name] = pairs, cases
            for name, text in pan.texts(folder, pairs).items():
                segmented = segment_article(Article(name, text), self._vocabulary, settings.segmenting)
                self._indexed.setdefault(name, align.index_article(segmented))

    def score_settings(self, settings: Settings) -> Scored:
        """Align all pairs and measure."""
        work = align.Workspace()
        work.fit(self._vocabulary.stems)
        found = {name: list(self._detect_cases(pairs, work, settings)) for name, (pairs, _) in self._classes.items()}
        cases = [case for _, some in self._classes.values() for case in some]
        return Scored(
            {name: pan.measure(some, found[name]) for name, (_, some) in self._classes.items() if some},
            pan.measure(cases, [case for some in found.values() for case in some]),
            sum(
                len({(case.suspicious, case.source) for case in found[name]})
                for name, (_, true) in self._classes.items()
                if not true
            ),
        )

    def _detect_cases(
        self, pairs: Sequence[tuple[str, str]], work: align.Workspace, settings: Settings
    ) -> Iterator[pan.Case]:
        for a, b in pairs:
            for passage in align.align_articles(self._indexed[a], self._indexed[b], work, settings.aligning).passages:
                yield pan.Case(a, passage.a_start, passage.a_end, b, passage.b_start, passage.b_end)


def ablation(corpus: Corpus, settings: Settings) -> Iterator[str]:
    """What is left of PlagDet without each ingredient that the settings use, as a Markdown table."""
    return table(measure_ingredients(corpus, settings))


def measure_ingredients(corpus: Corpus, settings: Settings) -> dict[str, dict[str, float]]:
    """By ingredient: PlagDet of each class and overall, and false detections in unrelated pairs."""
    rows: dict[str, dict[str, float]] = {}
    for name, changes in INGREDIENTS.items():
        changed = without(changes, settings)
        if not changes or changed != settings:
            found = corpus.score_settings(changed)
            kinds = {kind.split("-")[1]: round(score.plagdet, 4) for kind, score in found.classes.items()}
            rows[name] = kinds | {"overall": round(found.overall.plagdet, 4), "false detections": found.false}
    return rows


def table(rows: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """The same as the lines of a Markdown table."""
    names = list(rows["all"])
    yield f"| | {' | '.join(names)} |"
    yield f"|---|{'--:|' * len(names)}"
    for name, row in rows.items():
        figures = [str(value) if isinstance(value, int) else f"{value:.3f}" for value in row.values()]
        yield f"| {name} | {' | '.join(figures)} |"


def without(changes: Mapping[str, object], settings: Settings) -> Settings:
    """The settings with an ingredient switched off."""
    known = settings.values()
    return settings.with_constants(
        {f"aligning.{key}": known.get(f"aligning.{value}", value) for key, value in changes.items()}
    )


def neighbours(settings: Settings, name: str) -> Iterator[Settings]:
    """The settings with one value a little smaller or larger, where that is allowed."""
    value = settings.values()[f"aligning.{name}"]
    for step in STEPS:
        moved = round(float(str(value)) * step, 3)
        try:
            yield settings.with_constants({f"aligning.{name}": round(moved) if isinstance(value, int) else moved})
        except SettingsError:
            continue


def climb(corpus: Corpus, settings: Settings, rounds: int, *, samples: bool) -> Iterator[tuple[Settings, Scored]]:
    """The settings at each step that helps; values are visited in a fixed shuffled order."""
    best = corpus.score_settings(settings)
    right = right_samples(settings) if samples else 0
    yield settings, best
    order = random.Random(0)
    for _ in range(rounds):
        before = best
        for name in order.sample(CLIMBED, len(CLIMBED)):
            for changed in neighbours(settings, name):
                found = corpus.score_settings(changed)
                if found.worth > best.worth and (not samples or right_samples(changed) >= right):
                    settings, best = changed, found
                    yield settings, best
        if best is before:
            return


def right_samples(settings: Settings) -> int:
    """Right verdicts in the samples' tuning set."""
    outcomes = verdict_accuracy.scan_samples(settings).outcomes
    return sum(outcome.right for outcome in outcomes if outcome.expected.set == sample_truth.TUNING)


def format_step(changed: Mapping[str, object], found: Scored) -> str:
    """A step in a line."""
    values = ", ".join(f"{name.partition('.')[2]}={value}" for name, value in changed.items())
    return f"{found.overall.plagdet:.4f}, {found.false} false: {values or 'defaults'}"


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("climb", "ablation"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--preset", default="default")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--samples", action="store_true")
    parser.add_argument("--results", type=Path, help="a JSON file for the figures of ablation")
    options = parser.parse_args()
    settings = Settings.preset(options.preset)
    if options.task == "ablation":
        rows = measure_ingredients(Corpus(options.folder, "reporting", settings), settings)
        if options.results:
            content = {"signature": settings.signature, "ablation": rows}
            options.results.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        print("\n".join(table(rows)))
        return
    corpus = Corpus(options.folder, "tuning", settings)
    for changed, found in climb(corpus, settings, options.rounds, samples=options.samples):
        print(format_step(changed.list_changes(), found), flush=True)


if __name__ == "__main__":
    main()
