"""Deduplication of files into files, in steps that a run which was killed does not repeat.

read and sketch      batch by batch, as checkpoints in the work folder
decide               what becomes of each article, and the log; saved whole
write                the output in the work folder, then in its place
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from dupdetect.engines.local.checkpoints import Checkpoints
from dupdetect.errors import OutputError
from dupdetect.pipeline.deduplicate import Dropped, choose_articles, rank_by_column
from dupdetect.pipeline.notes import Notes, dump_file, load_file
from dupdetect.pipeline.paragraph_journal import ParagraphJournal
from dupdetect.pipeline.paragraphs import RemovalTally, cut_spans, find_removals
from dupdetect.pipeline.references import References
from dupdetect.pipeline.workfolder import DECISION, WorkFolder
from dupdetect.read import digest_files
from dupdetect.read.originals import FileSpan, Originals
from dupdetect.read.source import STDIN
from dupdetect.read.sources import Progress, stream_articles
from dupdetect.records import Skip
from dupdetect.records.jsonform import dumps
from dupdetect.records.near import KEEP
from dupdetect.settings import Settings

Require = Callable[[int, Sequence[Skip], Sequence[str]], None]
"""Takes the number of articles that were read, what was skipped, and the paths; raises InputError if all is missing."""

_LOG = "dropped.jsonl"
"""The log in the work folder; it is whole once the decision is there."""

_CONVERTED = "converted.json"
_KEY = "key.json"


@dataclass(frozen=True, slots=True)
class FileRequest:
    """What to deduplicate, and how.

    Attributes:
        paths: files and folders.
        output: a folder for what stays, which does not exist; or a file if the one path is a table.
        log: lists what is dropped.
        keep: one of `KEEP`, or a column of the tables, after a minus for its least value.
        against: files and folders of reference texts.
        unit: "article" or "paragraph".
        threshold: the least Jaccard similarity of near copies.
        settings: how files are read, and how near copies are searched.
        jobs: threads, and processes that read documents; the result does not depend on it.
        columns: those of tables that are written, in order; empty for all of them.
        version: of the program; a run does not go on with what another version has done.
    """

    paths: tuple[str, ...]
    output: Path
    log: Path
    keep: str
    against: tuple[str, ...]
    unit: str
    threshold: float
    settings: Settings
    jobs: int | None
    columns: tuple[str, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of the articles.

    Attributes:
        changes: by the number of an article in the order of reading, the stretches of its text that go; None if all of
            it goes. What is not listed stays as it is.
        counts: what there is to say of the run.
        skipped: inputs that were not read.
        files: those that were read.
    """

    changes: Mapping[int, Sequence[tuple[int, int]] | None]
    counts: tuple[str, ...]
    skipped: tuple[Skip, ...]
    files: tuple[FileSpan, ...]

    def change_article(self, number: int) -> bool | Callable[[str], str]:
        """What becomes of an article, as `Originals.write` asks it."""
        if number not in self.changes:
            return True
        spans = self.changes[number]
        return False if spans is None else lambda text: cut_spans(text, spans)

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON."""
        return {
            "changes": list(self.changes.items()),
            "counts": self.counts,
            "skipped": [(skip.path, skip.reason) for skip in self.skipped],
            "files": list(map(dump_file, self.files)),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Decision:
        """The decision that `to_json` made this from."""
        return cls(
            dict(values["changes"]),
            tuple(values["counts"]),
            tuple(Skip(*fields) for fields in values["skipped"]),
            tuple(map(load_file, values["files"])),
        )


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of it: counts in words, inputs that were not read, and files whose articles became lines of JSON."""

    counts: tuple[str, ...]
    skipped: tuple[Skip, ...]
    converted: tuple[str, ...]


def dedup_files(
    request: FileRequest,
    progress: Progress | None = None,
    notice: Callable[[str], None] = lambda line: None,
    require: Require = lambda articles, skipped, paths: None,
) -> FileResult:
    """Write what stays of files, or go on with a run of the same request that was cut short.

    Args:
        progress: called as work goes on.
        notice: is told, in a line, what becomes of the work of an earlier run.
        require: is asked before anything is written, of the articles and of the reference texts.

    Raises:
        InputError: `require` refuses, a path does not exist, or a table lacks a column that is named.
        OutputError: the output exists, cannot be written, or is being written by another run.
        SettingsError: the threshold is out of range.
        UsageError: two articles have the same id, or standard input is among the paths.
    """
    originals = Originals(request.paths, request.settings.reading, request.jobs, request.columns)
    originals.require_columns()
    work = WorkFolder(request.output)
    with work.open(_describe_run(request), notice):
        if not work.is_placed:
            _require_free(request.output, originals)
        saved = work.load(DECISION)
        decision = Decision.from_json(saved) if saved else _decide(request, originals, work, progress, require)
        if not work.is_placed:
            _write(request, decision, originals, work)
        converted = work.load(_CONVERTED)
    return FileResult(decision.counts, decision.skipped, tuple(converted))


def _describe_run(request: FileRequest) -> dict[str, object]:
    """All that decides the result."""
    reading = request.settings.reading
    unrepeatable = secrets.token_hex(8) if STDIN in request.against else ""  # nobody can tell whether it changed
    return {
        "version": request.version,
        "settings": request.settings.signature,
        "reading": asdict(reading),
        "options": [request.keep, request.unit, request.threshold, request.against, request.columns],
        "paths": [os.path.abspath(request.paths[0]), *request.paths],
        "input": [digest_files(paths, reading) for paths in (request.paths, request.against)],
        "standard input": unrepeatable,
    }


def _require_free(out: Path, originals: Originals) -> None:
    if out.exists() and (out.is_dir() or not originals.is_one_table):
        raise OutputError(f"{out}: exists; name a folder that does not, for the kept files")


def _decide(
    request: FileRequest, originals: Originals, work: WorkFolder, progress: Progress | None, require: Require
) -> Decision:
    """Decide what becomes of each article, and save it with the log."""
    decide = _decide_paragraphs if request.unit == "paragraph" else _decide_articles
    decision = decide(request, originals, work, progress, require)
    work.save(DECISION, decision.to_json())
    return decision


def _decide_articles(
    request: FileRequest, originals: Originals, work: WorkFolder, progress: Progress | None, require: Require
) -> Decision:
    keep, settings, jobs = request.keep, request.settings, request.jobs
    against = stream_articles(request.against, settings.reading, jobs) if request.against else ()
    references = References(against, request.threshold)
    if request.against:
        require(len(references), references.skipped, request.against)
    notes = Notes(keep if keep in KEEP else "first", references, originals)
    with Checkpoints(work.path, notes.cut) as checkpoints:
        notes.restore(checkpoints.notes, checkpoints.ids)
        chosen = choose_articles(
            originals.articles(_count_bytes(progress)),
            keep if keep in KEEP else rank_by_column(keep, originals.values),
            request.threshold,
            settings,
            references=references,
            notes=notes,
            checkpoints=checkpoints,
            jobs=jobs,
            progress=progress,
        )
    require(chosen.articles, chosen.skipped, request.paths)
    _write_log(work, (_shorten_ids(drop, originals) for drop in chosen.dropped))
    counts = _count_articles(chosen.articles, len(chosen.places))
    return Decision(dict.fromkeys(chosen.places), counts, chosen.skipped, tuple(originals.files))


def _decide_paragraphs(
    request: FileRequest, originals: Originals, work: WorkFolder, progress: Progress | None, require: Require
) -> Decision:
    if (key := work.load(_KEY)) is None:
        work.save(_KEY, key := secrets.randbits(64))
    tally = RemovalTally()
    notes = Notes("first", References((), request.threshold), originals)
    with ParagraphJournal(work.path, _LOG, notes, originals.shorten_id) as journal:
        articles = notes.watch(originals.articles(_count_bytes(progress)))
        for _ in find_removals(articles, tally, progress, journal, key):
            pass  # the journal writes the log
    require(tally.articles, notes.skipped, request.paths)
    changes: dict[int, Sequence[tuple[int, int]] | None] = {**tally.spans, **dict.fromkeys(tally.emptied)}
    counts = _count_articles(tally.articles, len(tally.emptied))
    return Decision(
        changes,
        (*counts, f"{tally.paragraphs} repeated paragraphs removed"),
        tuple(notes.skipped),
        tuple(originals.files),
    )


def _write(request: FileRequest, decision: Decision, originals: Originals, work: WorkFolder) -> None:
    """Write the output, and put it and the log in their places."""
    if not work.output.exists():
        part = work.begin_part()
        work.save(_CONVERTED, originals.write(part, decision.change_article, decision.files))
        os.replace(part, work.output)
    if (log := work.path / _LOG).exists():
        target = Path(os.path.realpath(request.log))  # a link stays a link
        if target.exists():
            shutil.copymode(target, log)
        os.replace(log, target)
    work.place()


def _count_bytes(progress: Progress | None) -> Callable[[int], None] | None:
    return (lambda done: progress("bytes", done, 0)) if progress else None


def _count_articles(read: int, dropped: int) -> tuple[str, ...]:
    return f"{read} articles", f"{read - dropped} kept", f"{dropped} dropped"


def _shorten_ids(drop: Dropped, originals: Originals) -> Dropped:
    """The entry with the ids of records alone, but with the full id of a reference text, which is in another file."""
    shorten = originals.shorten_id
    return replace(drop, id=shorten(str(drop.id)), kept=str(drop.kept) if drop.against else shorten(str(drop.kept)))


def _write_log(work: WorkFolder, entries: Iterable[Any]) -> None:
    with (work.path / _LOG).open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
        for entry in entries:
            out.write(dumps(asdict(entry)) + "\n")
