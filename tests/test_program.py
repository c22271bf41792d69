"""The program as a shell starts it: streams that are closed, full or left, signals, and what its exit status says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dupdetect

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals, pipes and devices as POSIX has them")
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")

TEXT = """The tram depot at the end of the line will be rebuilt after a storm took half of its roof in January, the city
said on Monday. Until the work is done, about a year from now, forty trams will spend their nights in the open."""

LOST = "dupdetect: standard output: cannot be written ({}); try -o FILE\n"


def shell(line: str, *arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a line of shell, in which `dupdetect` is the program, and "$1" and so on are the arguments."""
    script = f'dupdetect() {{ "{sys.executable}" -m dupdetect "$@"; }}; {line}'
    command = ["bash", "-c", script, "bash", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    with dupdetect.Index.open(folder / "a.dupdetect") as opened:
        opened.add({"a.txt": TEXT})
    return folder / "a.dupdetect"


# ---- streams ----------------------------------------------------------------------------------------------------

WRITERS = {
    "compare": 'dupdetect compare "$1/a.txt" "$1/b.txt" --format csv',
    "list": 'dupdetect index list "$2"',
    "help": "dupdetect scan -h",
    "version": "dupdetect -V",
}


@pytest.mark.parametrize("line", WRITERS.values(), ids=WRITERS)
def test_a_closed_standard_output_is_told_in_one_line(line: str, articles: Path, archive: Path) -> None:
    done = shell(f"{line} >&-", articles, archive)
    assert (done.returncode, done.stderr) == (1, LOST.format("Bad file descriptor"))


@full
@pytest.mark.parametrize("line", WRITERS.values(), ids=WRITERS)
def test_a_full_device_is_told_in_one_line(line: str, articles: Path, archive: Path) -> None:
    done = shell(f"{line} >/dev/full", articles, archive)
    assert (done.returncode, done.stderr) == (1, LOST.format("No space left on device"))


@pytest.mark.parametrize("line", WRITERS.values(), ids=WRITERS)
def test_a_reader_that_left_is_nobody_s_fault(line: str, articles: Path, archive: Path) -> None:
    done = shell(f"{line} | true; exit ${{PIPESTATUS[0]}}", articles, archive)
    assert (done.returncode, done.stderr) == (0, "")


def test_fail_on_is_told_to_a_shell_whose_pipe_has_seen_enough(articles: Path) -> None:
    line = 'dupdetect compare "$1/a.txt" "$1/b.txt" --fail-on partial | true; exit ${PIPESTATUS[0]}'
    done = shell(line, articles)
    assert (done.returncode, done.stderr) == (3, "")


@pytest.mark.parametrize("closed", ["2>&-", ">&- 2>&-", "0<&- >&- 2>&-"])
def test_findings_are_written_to_a_file_whatever_is_closed(closed: str, articles: Path, tmp_path: Path) -> None:
    done = shell(f'dupdetect compare "$1/a.txt" "$1/b.txt" -o "$2" {closed}', articles, tmp_path / "out.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["pairs"]) == 1


def test_a_closed_standard_error_takes_the_talk_and_not_the_status(tmp_path: Path) -> None:
    assert shell('dupdetect scan "$1" 2>&-', tmp_path / "nowhere").returncode == 1


def test_quiet_says_nothing_but_errors(articles: Path, archive: Path) -> None:
    (articles / "c.txt").write_text("", encoding="utf-8")
    line = 'dupdetect index add "$1" "$2"'
    assert shell(line, archive, articles).stderr == "skipped c.txt: empty\n"
    assert shell(f"{line} --quiet", archive, articles).stderr == ""
    assert shell("dupdetect scan nowhere --quiet").stderr.startswith("dupdetect: nowhere: no such file")


# ---- signals ----------------------------------------------------------------------------------------------------


def start(*arguments: str | Path, **options: Any) -> subprocess.Popen[bytes]:
    """Start the program with signals as a terminal leaves them, whatever started the tests."""

    def listen() -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)

    command = [sys.executable, "-m", "dupdetect", *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, preexec_fn=listen, **options)


SIGNALS = [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")]


@pytest.mark.parametrize(("number", "status", "told"), SIGNALS)
def test_a_signal_ends_the_work_in_one_line_and_leaves_nothing(
    number: signal.Signals, status: int, told: str, tmp_path: Path
) -> None:
    with start("report", "-", "-o", tmp_path / "out.csv") as child:
        assert child.stdin
        child.stdin.write(b" " * 1_000_000)  # more than a pipe holds: when this returns, the command reads
        child.stdin.flush()
        child.send_signal(number)
        _, errors = child.communicate(timeout=60)
    assert (child.returncode, errors.decode()) == (status, f"dupdetect: {told}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("module", ["click", "dupdetect.errors", "dupdetect.cli.scan"])
def test_ctrl_c_while_the_program_loads_is_one_line(module: str, tmp_path: Path) -> None:
    """A finder that presses Ctrl-C when the module is asked for, which no delay could hit so surely."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal, sys\n"
        "class Finder:\n"
        "    @staticmethod\n"
        "    def find_spec(name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder)\n",
        encoding="utf-8",
    )
    path = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    with start("scan", "--help", env=os.environ | {"PYTHONPATH": path}) as child:
        out, errors = child.communicate(timeout=60)
    assert (child.returncode, out, errors.decode()) == (130, b"", "dupdetect: interrupted\n")


def test_an_interrupt_that_python_has_to_swallow_comes_again() -> None:
    """An exception cannot leave a destructor, nor a callback of compiled code."""
    code = (
        "import os, signal, sys\n"
        "from dupdetect.cli import main, streams\n"
        "import dupdetect.report.jsonfile as jsonfile\n"
        "class Swallowing:\n"
        "    def __del__(self): os.kill(os.getpid(), signal.SIGTERM); [None for _ in range(1000)]\n"
        "def load(path):\n"
        "    Swallowing()\n"
        "    for _ in range(10_000_000): pass\n"
        "    print('survived')\n"
        "jsonfile.load = load\n"
        "streams.raise_on_signals()\n"
        "main(['report', 'x.json'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (143, "", "dupdetect: terminated\n")


# ---- what the status says ---------------------------------------------------------------------------------------


@pytest.fixture
def unreadable(tmp_path: Path) -> Path:
    folder = tmp_path / "unreadable"
    folder.mkdir()
    (folder / "a.txt").write_text("", encoding="utf-8")
    (folder / "b.txt").write_bytes(b"\0\1\2\3" * 100)
    return folder


COMMANDS = ['dupdetect scan "$1"', 'dupdetect check "$1" --index "$2"', 'dupdetect index add "$2" "$1"']


@pytest.mark.parametrize("line", COMMANDS)
def test_the_status_is_1_when_nothing_that_was_named_could_be_read(line: str, unreadable: Path, archive: Path) -> None:
    done = shell(f"{line} --quiet", unreadable, archive)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "dupdetect: nothing could be read: a.txt and 1 other skipped (empty); name other files, or fix"
    )


@pytest.mark.parametrize("line", COMMANDS)
def test_an_empty_folder_gets_a_hint(line: str, tmp_path: Path, archive: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = shell(f"{line} --quiet", tmp_path / "empty", archive)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "there are no files to read; name files one by one, or say which to look for" in done.stderr


def test_one_article_is_enough(articles: Path) -> None:
    (articles / "empty.txt").write_text("", encoding="utf-8")
    assert shell('dupdetect scan "$1"', articles).returncode == 0


@pytest.mark.parametrize("name", ["x.pdf", "findings.v2"])
def test_an_ending_that_no_format_has_is_refused_unless_the_format_is_named(
    name: str, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / name
    done = shell('dupdetect compare "$1/a.txt" "$1/b.txt" -o "$2"', articles, out)
    hint = "end it in .json, .jsonl, .ndjson, .csv, .parquet, .html, .htm or .txt, or add --format"
    assert (done.returncode, done.stderr) == (
        2,
        f"dupdetect: -o {out}: no format has the ending {out.suffix}; {hint}\n",
    )
    assert not out.exists()
    assert shell('dupdetect compare "$1/a.txt" "$1/b.txt" -o "$2" --format csv', articles, out).returncode == 0
    assert out.read_text(encoding="utf-8").startswith("a,b,")


@pytest.mark.parametrize("value", ["inf", "nan", "1e999"])
def test_a_setting_beyond_all_numbers_is_refused_in_one_line(value: str, articles: Path) -> None:
    done = shell('dupdetect scan "$1" --set "aligning.min_score=$2"', articles, value)
    shown = "inf" if value == "1e999" else value
    assert (done.returncode, done.stderr) == (2, f"dupdetect: aligning.min_score: {shown} is not a finite number\n")


@pytest.mark.parametrize("form", ["terminal", "html"])
def test_findings_that_name_a_ghost_are_refused_in_one_line(form: str, tmp_path: Path) -> None:
    out = tmp_path / "f.json"
    out.write_text(dupdetect.scan({"a": TEXT, "b": TEXT}).to_json(), encoding="utf-8")
    kept = json.loads(out.read_text(encoding="utf-8"))
    kept["clusters"][0]["articles"][0] = "nobody"
    out.write_text(json.dumps(kept), encoding="utf-8")
    done = shell('dupdetect report "$1" --format "$2"', out, form)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"dupdetect: {out}: clusters[0]: the article 'nobody' is not listed; give a file")
    kept["clusters"], kept["counts"]["articles"] = [], 10**400
    out.write_text(json.dumps(kept), encoding="utf-8")
    done = shell('dupdetect report "$1" --format "$2"', out, form)
    assert done.stderr.startswith(f"dupdetect: {out}: counts.articles: out of range; give a file")
