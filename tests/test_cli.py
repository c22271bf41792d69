from __future__ import annotations

import io
import json
import os
import re
import select
import shlex
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dupdetect.cli import main
from dupdetect.cli.output import Output
from dupdetect.cli.progress import INTERVAL, PATIENCE, Drawing, progress
from dupdetect.errors import OutputError
from dupdetect.records import Comparison, Findings
from dupdetect.report import write

posix = pytest.mark.skipif(os.name != "posix", reason="signals, pipes and devices as POSIX has them")

ORIGINAL = """Fire crews were called to the old bakery on Canal Street shortly before dawn on Tuesday, and the flames
had already reached the roof when they arrived. Nobody was hurt, the brigade said, although two people in the flat above
had to be led down the back stairs in the dark. The owner, Marta Lindqvist, told reporters in the rain that she would
rebuild the shop whatever it took. She has baked there for forty years, and her father did before her. The council
promised a decision on the permit by the end of the month, while neighbours put up a collection box at the corner shop.
"""
OTHER = """The orchestra opened its season with a programme of three forgotten symphonies, each of them played from the
manuscripts that a librarian had found in a cellar last winter. Few listeners knew what to expect from the evening. The
conductor spoke only briefly before the second half and praised the patience of her players, who had rehearsed from
photographs. Tickets for the remaining concerts go on sale next week at the usual prices, and students pay half.
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def process(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dupdetect", *map(str, arguments)]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    given: dict[str, Any] = {"capture_output": True, "env": buffered} | options
    return subprocess.run(command, text=True, encoding="utf-8", **given)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two copies, one article of its own, and a file that is no text."""
    made = tmp_path / "articles"
    made.mkdir()
    (made / "copy.txt").write_text(ORIGINAL, encoding="utf-8")
    (made / "original.txt").write_text(ORIGINAL, encoding="utf-8")
    (made / "other.txt").write_text(OTHER, encoding="utf-8")
    (made / "empty.txt").write_text("", encoding="utf-8")
    return made


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A findings file without pairs."""
    path = tmp_path / "findings.json"
    with path.open("w", encoding="utf-8") as out:
        write(nothing_found(), "json", out)
    return path


def nothing_found() -> Findings:
    counts = {"articles": 2, "skipped": 0, "candidates": 0, "compared": 0, "pairs": 0, "clusters": 0}
    return Findings("dupdetect:1|x=1", {}, (), (), (), (), counts)


# ---- the commands -----------------------------------------------------------------------------------------------


def test_scan_finds_the_copy_and_lists_the_skip(folder: Path) -> None:
    done = run("scan", folder, "--format", "json")
    assert done.exit_code == 0
    content = json.loads(done.stdout)
    assert [(Path(one["a"]).name, Path(one["b"]).name, one["verdict"]) for one in content["pairs"]] == [
        ("copy.txt", "original.txt", "identical")
    ]
    assert [Path(one["path"]).name for one in content["skipped"]] == ["empty.txt"]
    assert content["counts"]["articles"] == 3


def test_scan_shows_a_page_by_default(folder: Path) -> None:
    done = run("scan", folder)
    assert done.exit_code == 0
    assert done.stdout.startswith("Of 3 articles, 2 are versions of 1 story.\n3 articles, 1 skipped.")
    assert "\x1b" not in done.stdout


def test_scan_takes_settings_from_a_file_and_from_options(folder: Path, tmp_path: Path) -> None:
    config = tmp_path / "dupdetect.toml"
    config.write_text("[aligning]\nmin_words = 30\n", encoding="utf-8")
    done = run("scan", folder, "--config", config, "--set", "judging.most=0.7", "--max-size", "10", "--format", "json")
    assert done.exit_code == 1, "nothing is small enough to be read"
    assert json.loads(done.stdout)["settings"] == {
        "aligning.min_words": 30,
        "judging.most": 0.7,
        "reading.max_size": 10,
    }
    assert json.loads(done.stdout)["counts"]["articles"] == 0


def test_scan_starts_from_a_preset(folder: Path) -> None:
    done = run("scan", folder, "--preset", "pan", "--set", "aligning.min_words=30", "--format", "json")
    told = json.loads(done.stdout)["settings"]
    assert told["aligning.min_words"] == 30
    assert told["aligning.ordered"] is True


def test_min_verdict_chooses_what_is_reported(folder: Path) -> None:
    assert json.loads(run("scan", folder, "--min-verdict", "identical", "--format", "json").stdout)["pairs"]
    with (folder / "copy.txt").open("a", encoding="utf-8") as out:
        out.write(OTHER)
    assert not json.loads(run("scan", folder, "--min-verdict", "identical", "--format", "json").stdout)["pairs"]


def test_the_page_ends_with_commands_that_go_on(folder: Path) -> None:
    page = run("scan", folder).stdout
    after = page.partition("\nNext\n")[2].splitlines()
    assert after[0].endswith(f"dupdetect scan {folder} -o report.html")
    assert after[2].endswith(f"dupdetect scan {folder} --details 1")
    command = shlex.split(after[1].partition("  dupdetect ")[2])
    assert command[0] == "compare"
    assert "are the same text" in run(*command).stdout
    assert "--details" not in run("scan", folder, "--details", "1").stdout.partition("\nNext\n")[2]
    assert (
        "Next" not in run("compare", folder / "original.txt", folder / "other.txt").stdout.partition("report.html")[2]
    )


def test_compare_shows_one_pair_whatever_the_verdict(folder: Path) -> None:
    same = run("compare", folder / "original.txt", folder / "copy.txt", "--format", "json")
    assert [one["verdict"] for one in json.loads(same.stdout)["pairs"]] == ["identical"]
    apart = run("compare", folder / "original.txt", folder / "other.txt", "--format", "json")
    assert [one["verdict"] for one in json.loads(apart.stdout)["pairs"]] == ["independent"]
    assert apart.exit_code == 0


def test_compare_shows_the_sentences_side_by_side(folder: Path) -> None:
    page = run("compare", folder / "original.txt", folder / "copy.txt").stdout
    assert page.count("Nobody was hurt") == 2
    assert "Pairs" not in page


def test_compare_reads_one_text_from_standard_input(folder: Path) -> None:
    done = CliRunner().invoke(main, ["compare", "-", str(folder / "copy.txt"), "--format", "json"], input=ORIGINAL)
    assert json.loads(done.stdout)["pairs"][0]["verdict"] == "identical"


def test_compare_of_a_missing_file_is_an_error_in_one_line(folder: Path) -> None:
    done = process("compare", folder / "original.txt", folder / "nowhere.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("dupdetect: ")
    assert done.stderr.count("\n") == 1
    assert "nowhere.txt" in done.stderr


def test_findings_that_were_kept_give_the_same_report(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    assert run("scan", folder, "-o", kept).exit_code == 0
    for form in ("terminal", "json", "jsonl", "csv"):
        direct = run("scan", folder, "--format", form).stdout.partition("\nNext\n")[0]
        assert run("report", kept, "--format", form).stdout.partition("\nNext\n")[0] == direct


@pytest.mark.parametrize(("fail_on", "status"), [("identical", 3), ("near_copy", 3), ("partial", 3)])
def test_fail_on_is_met_by_a_verdict_as_strong_or_stronger(folder: Path, fail_on: str, status: int) -> None:
    done = run("scan", folder, "--fail-on", fail_on, "--format", "csv")
    assert done.exit_code == status
    assert done.stdout.startswith("a,b,verdict,")


def test_fail_on_is_not_met_by_a_weaker_verdict(folder: Path) -> None:
    assert run("compare", folder / "original.txt", folder / "other.txt", "--fail-on", "partial").exit_code == 0
    (folder / "copy.txt").unlink()
    assert run("scan", folder, "--fail-on", "partial").exit_code == 0


def test_scan_refuses_to_overwrite_an_article_but_not_another_file_in_the_folder(folder: Path) -> None:
    done = run("scan", folder, "-o", folder / "other.txt")
    assert done.exit_code == 2
    assert "is among the inputs" in done.stderr
    assert (folder / "other.txt").read_text(encoding="utf-8") == OTHER
    for _ in range(2):
        assert run("scan", folder, "-o", folder / "findings.json").exit_code == 0


@posix
def test_ctrl_c_while_standard_input_is_compared(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    status, stdout, stderr = interrupted("compare", "-", str(folder / "copy.txt"), "-o", str(out))
    assert (status, stdout, stderr) == (130, "", "dupdetect: interrupted\n")
    assert not out.exists()


# ---- report, on findings that were kept -------------------------------------------------------------------------


def test_report_writes_each_format(kept: Path) -> None:
    assert "\n2 articles. 0 pairs compared, none related.\n" in run("report", kept).stdout
    assert json.loads(run("report", kept, "--format", "json").stdout)["counts"]["articles"] == 2
    assert len(run("report", kept, "--format", "jsonl").stdout.splitlines()) == 2
    assert run("report", kept, "--format", "csv").stdout.count("\n") == 1


def test_report_reads_standard_input(kept: Path) -> None:
    done = process("report", "-", "--format", "json", input=kept.read_text(encoding="utf-8"))
    assert done.stdout == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "start"), [("x.json", "{"), ("x.JSONL", '{"schema"'), ("x.csv", "a,b"), ("x", "None of 2 ar")]
)
def test_the_ending_of_the_output_tells_the_format(kept: Path, tmp_path: Path, name: str, start: str) -> None:
    done = run("report", kept, "-o", tmp_path / name)
    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_a_format_that_is_named_counts_more_than_the_ending(kept: Path, tmp_path: Path) -> None:
    run("report", kept, "-o", tmp_path / "x.json", "--format", "csv")
    assert (tmp_path / "x.json").read_text(encoding="utf-8").startswith("a,b,")


def test_a_dash_is_standard_output(kept: Path) -> None:
    assert run("report", kept, "-o", "-", "--format", "csv").stdout.startswith("a,b,")


# ---- refusals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["report", "nowhere.json"], 1, "nowhere.json: cannot be read (No such file or directory)"),
        (["report", "findings.json", "-o", "nowhere/out.csv"], 1, "there is no folder nowhere; create it first"),
        (["report", "findings.json", "-o", "."], 1, ".: is a folder; name a file to write"),
        (["report", "findings.json", "-o", "findings.json"], 2, "is among the inputs and would be overwritten"),
        (["report", "findings.json", "-o", "link.json"], 2, "is among the inputs and would be overwritten"),
        (["report", "broken.json"], 1, "broken.json: not JSON (line 1, column 1)"),
        (["scan", ".", "--set", "x"], 2, "--set x: not of the form SECTION.NAME=VALUE"),
        (["scan", ".", "--set", "no.such=1"], 2, "no setting is called 'no.such'"),
        (["scan", ".", "--config", "nowhere.toml"], 1, "nowhere.toml: settings cannot be read"),
        (["scan", ".", "--config", "x.toml", "--preset", "pan"], 2, "--config and --preset both choose"),
        (["scan", ".", "--fail-on", "partial", "--min-verdict", "rewrite"], 2, "add --min-verdict partial"),
        (["compare", "-", "-"], 2, "standard input can be read only once"),
    ],
)
def test_a_mistake_is_told_in_one_line(
    kept: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], status: int, told: str
) -> None:
    monkeypatch.chdir(kept.parent)
    Path("broken.json").write_text("nonsense", encoding="utf-8")
    Path("link.json").hardlink_to("findings.json")
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (status, "")
    assert told in done.stderr
    assert done.stderr.startswith("dupdetect: ")
    assert done.stderr.count("\n") == 1


def test_every_fault_of_the_settings_has_its_line() -> None:
    done = run("scan", ".", "--set", "no.such=1", "--set", "judging.most=x")
    assert done.exit_code == 2
    assert [line.partition(" ")[0] for line in done.stderr.splitlines()] == ["dupdetect:"] * 2


@pytest.mark.parametrize(
    "arguments",
    [[], ["scan"], ["nonsense"], ["report", "x", "--format", "pdf"], ["scan", "x", "--jobs", "0"], ["compare", "x"]],
)
def test_wrong_usage_has_status_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")


@posix
def test_a_name_cannot_steer_the_terminal() -> None:
    done = run("report", "evil\x1b[31m\n.json")
    assert "evil\\x1b[31m\\n.json" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_bug_is_told_in_one_line_unless_the_traceback_is_asked_for(kept: Path) -> None:
    broken = "import sys; sys.modules['dupdetect.report.jsonl'] = None; from dupdetect.cli import main; main({})"
    asked = ["report", str(kept), "--format", "jsonl"]
    done = subprocess.run([sys.executable, "-c", broken.format(asked)], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("dupdetect: internal error: ")
    assert done.stderr.endswith("; run again with --debug and report it\n")
    assert done.stderr.count("\n") == 1
    done = subprocess.run([sys.executable, "-c", broken.format([*asked, "--debug"])], capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" in done.stderr


# ---- where the output goes --------------------------------------------------------------------------------------


class _Breaking(tuple[Comparison, ...]):
    """Pairs that cannot be told to the end."""

    error: BaseException

    def __iter__(self) -> Iterator[Comparison]:
        raise self.error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("x"), OSError(28, "No space left on device")])
def test_what_stops_the_writing_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "out.json"
    path.write_text("old", encoding="utf-8")
    pairs = _Breaking()
    pairs.error = error
    found = Findings("", {}, (), pairs, (), (), {})
    with pytest.raises(OutputError if isinstance(error, OSError) else type(error)):
        Output(path, "json", None).write(found)
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["out.json"]


@posix
def test_the_written_file_keeps_its_link_and_its_mode(tmp_path: Path, kept: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    assert run("report", kept, "-o", link).exit_code == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("a,b,")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@posix
def test_a_device_is_written_and_stays_a_device(kept: Path) -> None:
    assert run("report", kept, "-o", os.devnull).exit_code == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("form", ["csv", "terminal", "json"])
def test_a_full_disk_is_told_in_one_line(kept: Path, form: str) -> None:
    with open("/dev/full", "w") as full:
        done = process("report", kept, "--format", form, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr == "dupdetect: standard output: cannot be written (No space left on device); try -o FILE\n"


@posix
@pytest.mark.parametrize("form", ["csv", "jsonl", "terminal"])
def test_a_reader_that_leaves_early_ends_the_writing_quietly(kept: Path, form: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    options: dict[str, Any] = {"capture_output": False, "stdout": writer, "stderr": subprocess.PIPE}
    try:
        done = process("report", kept, "--format", form, **options)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def interrupted(*arguments: str) -> tuple[int, str, str]:
    """Run a command that reads standard input, and press Ctrl-C once it does."""
    command = [sys.executable, "-m", "dupdetect", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as child:
        assert child.stdin
        assert child.stdout
        assert child.stderr
        child.stdin.write(b" " * 1_000_000)  # more than a pipe holds: when this returns, the command reads
        child.stdin.flush()
        child.send_signal(signal.SIGINT)
        child.stdin.close()  # a signal that comes just before a read is seen when that read returns
        return child.wait(timeout=60), child.stdout.read().decode(), child.stderr.read().decode()


@posix
def test_ctrl_c_has_status_130_and_one_line(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("old", encoding="utf-8")
    assert interrupted("report", "-", "-o", str(out)) == (130, "", "dupdetect: interrupted\n")
    assert out.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["out.json"]


@posix
@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_only_a_terminal_gets_colour(kept: Path, environment: dict[str, str], coloured: bool) -> None:
    import pty

    plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    ours, theirs = pty.openpty()
    try:
        done = process(
            *("report", kept),
            **{"capture_output": False, "stdout": theirs, "stderr": subprocess.PIPE},
            env=plain | {"TERM": "xterm", "COLUMNS": "80"} | environment,
        )
        shown = os.read(ours, 10_000).decode()
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.stderr == ""
    assert ("\x1b[" in shown) is coloured
    assert ("\x1b[" in process("report", kept, env=plain | {"FORCE_COLOR": "1"}).stdout) is False


def test_data_is_utf8_whatever_the_terminal_speaks(kept: Path) -> None:
    content = json.loads(kept.read_text(encoding="utf-8")) | {"signature": "é"}
    kept.write_text(json.dumps(content), encoding="utf-8")
    done = process("report", kept, "--format", "json", env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert '"signature": "é"' in done.stdout


# ---- talk -------------------------------------------------------------------------------------------------------


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_silent_without_a_terminal() -> None:
    with progress(io.StringIO()) as told:
        assert told is None


def test_progress_waits_half_a_second_and_wipes_itself_away() -> None:
    screen, now = _Terminal(), [0.0]
    drawing = Drawing(screen, lambda: now[0])
    drawing.update("read", 1, 0)
    assert screen.getvalue() == ""
    now[0] = PATIENCE
    drawing.update("compare", 3, 40)
    assert "Reading" in screen.getvalue()
    assert "Comparing" in screen.getvalue()
    assert "3/40" in screen.getvalue()
    drawn = len(screen.getvalue())
    now[0] += INTERVAL / 2
    drawing.update("compare", 4, 40)
    assert len(screen.getvalue()) == drawn
    drawing.close()
    assert "\x1b[2K" in screen.getvalue()[drawn:]


def test_progress_tells_bytes_beside_articles() -> None:
    screen, now = _Terminal(), [0.0]
    drawing = Drawing(screen, lambda: now[0])
    now[0] = PATIENCE
    drawing.update("bytes", 2_500_000, 0)
    assert "2.5 MB" in screen.getvalue()
    assert "article" not in screen.getvalue()
    drawing.update("read", 1_200, 0)
    now[0] += INTERVAL
    drawing.update("bytes", 3_400_000, 0)
    assert "1,200 articles, 3.4 MB" in screen.getvalue()
    drawing.close()


@posix
def test_a_scan_tells_a_terminal_how_much_it_has_read(tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "dupdetect", "scan", "-", "-o", str(tmp_path / "out.json")]
    shown = ""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=theirs, env=os.environ | {"COLUMNS": "80"}) as scan:
        assert scan.stdin
        for number in range(2_000):  # records come for as long as none of them is told
            record = {"id": f"{number}", "text": f"word{number} " * 1_000}
            scan.stdin.write(json.dumps(record).encode() + b"\n")
            scan.stdin.flush()
            while select.select([ours], [], [], 0.01)[0]:
                shown += os.read(ours, 10_000).decode()
            if found := re.search(r"Reading .* ([\d,]+) articles?, ([\d.]+) [kM]B", shown):
                break
        scan.stdin.close()
        while scan.poll() is None:  # what nobody takes from a terminal makes its writer wait
            while select.select([ours], [], [], 0.1)[0]:
                os.read(ours, 10_000)
    os.close(theirs)
    os.close(ours)
    assert found
    assert scan.returncode == 0
    articles = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["articles"]
    assert 0 < int(found[1].replace(",", "")) <= len(articles) == number + 1


def test_quick_work_draws_nothing() -> None:
    screen = _Terminal()
    with progress(screen) as told:
        assert told
        told("read", 1, 1)
    assert screen.getvalue() == ""


@pytest.mark.parametrize("command", [[], ["scan"], ["compare"], ["report"]])
def test_help_ends_with_an_example(command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1].strip().startswith(" ".join(["Example: dupdetect", *command]))


def test_the_version_is_told() -> None:
    done = run("--version")
    assert done.exit_code == 0
    assert done.stdout.startswith("dupdetect ")


@pytest.mark.parametrize("module", ["dupdetect.cli", "dupdetect.__main__", "dupdetect.report"])
def test_the_command_line_loads_nothing_heavy(module: str) -> None:
    heavy = ("numpy", "scipy", "sklearn", "numba", "datasketch", "rich", "rapidfuzz", "sentencex", "Stemmer")
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_swaps_are_looked_up_in_a_thesaurus(tmp_path: Path) -> None:
    articles = Path(__file__).parents[1] / "samples" / "articles"
    pair = (articles / "ferry-original.txt", articles / "ferry-spun-heavy.txt")
    swaps = json.loads(run("compare", *pair, "--format", "json").stdout)["pairs"][0]["substitutions"]
    short = [one for one in swaps if one["a"].isalpha() and one["b"].isalpha()]
    assert all(one["listed"] is None for one in swaps)
    (tmp_path / "moby.txt").write_text(f"{short[0]['a']},{short[0]['b']}\n", encoding="utf-8")

    (told,) = json.loads(run("compare", *pair, "--format", "json", "--thesaurus", tmp_path).stdout)["pairs"]
    assert [
        one["listed"] for one in told["substitutions"] if (one["a"], one["b"]) == (short[0]["a"], short[0]["b"])
    ] == [True]
    assert "are listed synonyms" in told["reasons"][-1]

    missing = run("compare", *pair, "--thesaurus", tmp_path / "none")
    assert missing.exit_code == 1
    assert "no such folder" in missing.stderr
