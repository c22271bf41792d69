"""The server through the official client, over real standard streams and in real processes."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp import Client, StdioServerParameters, stdio_client

from dupdetect import Index, Settings
from dupdetect.mcp import server
from dupdetect.mcp.folders import Folders

Result = TypeVar("Result")

FERRY = """\
The island council voted on Tuesday to replace the ageing ferry with a vessel that carries forty cars and runs
on batteries. The yard in Harwick will build it for 12 million pounds, and the first crossing is planned for
May 2027. Residents had asked for a larger deck since the storms of last winter left lorries waiting at the
pier for three days. The council's treasurer, Mara Linden, said the loan would be repaid from fares over
fifteen years."""
REPRINT = FERRY.replace("voted on Tuesday to replace", "voted to replace").replace("12 million", "15 million")
BAKERY = """A bakery in the old mill quarter has begun to sell bread by weight, as it was sold a century ago. Customers
bring their own bags, and a slate behind the counter lists the flours of the week. The owner says the waste bin, once
emptied daily, now lasts a fortnight, and that children like to guess what a slice will cost before it is weighed."""


def converse(talk: Callable[[Client], Awaitable[Result]], *arguments: str) -> Result:
    """Start the server as an agent would, and talk with it."""

    async def run() -> Result:
        command = ["-m", "dupdetect", "mcp", *arguments]
        async with Client(
            stdio_client(StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ)))
        ) as client:
            return await talk(client)

    return asyncio.run(run())


def call(tool: str, arguments: dict[str, Any], *server: str) -> Any:
    return converse(lambda client: client.call_tool(tool, arguments), *server)


def answer_of(result: Any) -> dict[str, Any]:
    assert not result.is_error, result.content
    structured: dict[str, Any] = result.structured_content
    return structured


def fault_of(result: Any) -> str:
    assert result.is_error
    return str(result.content[0].text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    for name, text in {"ferry.txt": FERRY, "reprint.txt": REPRINT, "bakery.txt": BAKERY}.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def archive(tmp_path: Path, folder: Path) -> str:
    place = tmp_path / "a.dupdetect"
    with Index.open(place) as index:
        index.add([folder])
    return str(place)


def test_five_tools_are_listed_with_typed_results() -> None:
    tools = {tool.name: tool for tool in converse(lambda client: client.list_tools()).tools}
    assert sorted(tools) == ["check_archive", "compare_texts", "explain_pair", "family", "find_copies"]
    for tool in tools.values():
        assert tool.description
        assert tool.output_schema
        assert tool.annotations
        assert tool.annotations.read_only_hint


def test_two_texts_are_compared_with_evidence() -> None:
    pair = answer_of(call("compare_texts", {"a": FERRY, "b": REPRINT}))
    assert pair["verdict"] == "near_copy"
    assert "forty cars" in pair["passages"][0]["a"]
    assert pair["changed_facts"] == ["12 million pounds -> 15 million pounds"]
    assert answer_of(call("compare_texts", {"a": FERRY, "b": BAKERY}))["verdict"] == "independent"


def test_a_search_can_be_asked_about_afterwards(folder: Path) -> None:
    async def talk(client: Client) -> list[Any]:
        return [
            await client.call_tool("find_copies", {}),
            await client.call_tool("explain_pair", {"a": "ferry.txt", "b": "reprint.txt"}),
            await client.call_tool("family", {"id": "reprint.txt"}),
            await client.call_tool("explain_pair", {"a": "ferry.txt", "b": "bakery.txt"}),
        ]

    copies, pair, family, other = map(answer_of, converse(talk, str(folder)))
    assert copies["articles"] == 3
    assert [member["id"] for member in copies["families"][0]["members"]] == ["ferry.txt", "reprint.txt"]
    assert pair["verdict"] == "near_copy"
    assert len(family["pairs"]) == 1
    assert other["verdict"] == "independent"


def test_an_archive_answers(archive: str) -> None:
    async def talk(client: Client) -> list[Any]:
        return [
            await client.call_tool("check_archive", {"text": REPRINT + "\n\nIt will be named by a school."}),
            await client.call_tool("family", {"id": "ferry.txt"}),
            await client.call_tool("explain_pair", {"a": "ferry.txt", "b": "reprint.txt"}),
        ]

    matches, family, pair = map(answer_of, converse(talk, "--index", archive))
    assert {entry["a"] for entry in matches["pairs"]} == {"ferry.txt", "reprint.txt"}
    assert len(family["members"]) == 2
    assert pair["passages"]


def test_a_client_reads_no_file_outside_of_the_folders(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(FERRY, encoding="utf-8")
    (folder / "way-out.txt").symlink_to(secret)
    for path in (str(secret), "../secret.txt", "way-out.txt", "no-such.txt", "nul\0.txt"):
        assert "no such file below the folders" in fault_of(call("find_copies", {"paths": [path]}, str(folder)))
    assert "may read no files" in fault_of(call("find_copies", {"paths": []}))


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("check_archive", {"text": FERRY}, "has no archive; start it with"),
        ("check_archive", {}, "give a text or a path"),
        ("family", {"id": "nobody"}, "belongs to no family"),
        ("explain_pair", {"a": "x", "b": "y"}, "no article of the last search or of the archive has this id"),
    ],
)
def test_a_mistake_is_answered_in_a_line(tool: str, arguments: dict[str, Any], message: str) -> None:
    fault = fault_of(call(tool, arguments))
    assert message in fault
    assert "\n" not in fault


def test_answers_are_short(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number}.txt").write_text(f"{FERRY} {'x' * 5000} Edition {number}.", encoding="utf-8")
    copies = answer_of(call("find_copies", {}, str(tmp_path)))
    assert len(str(copies)) < 40_000
    assert copies["families"][0]["pairs_left_out"] > 1000


def test_a_text_beyond_the_bound_is_refused() -> None:
    assert "2000000" in fault_of(call("compare_texts", {"a": "a " * 1_100_000, "b": "b"}))


def test_a_file_is_checked_and_explained_by_its_path(folder: Path, archive: str) -> None:
    async def talk(client: Client) -> list[Any]:
        return [
            await client.call_tool("check_archive", {"path": "reprint.txt"}),
            await client.call_tool("explain_pair", {"a": "ferry.txt", "b": "bakery.txt"}),
        ]

    matches, pair = map(answer_of, converse(talk, str(folder), "--index", archive))
    assert "ferry.txt" in {entry["a"] for entry in matches["pairs"]}
    assert (pair["a"], pair["verdict"]) == ("ferry.txt", "independent")


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [("check_archive", {"path": "{outside}"}), ("explain_pair", {"a": "{outside}", "b": "ferry.txt"})],
)
def test_no_tool_reads_a_file_outside_of_the_folders(
    tool: str, arguments: dict[str, str], folder: Path, archive: str, tmp_path: Path
) -> None:
    (tmp_path / "outside.txt").write_text(FERRY, encoding="utf-8")
    for outside in (str(tmp_path / "outside.txt"), "../outside.txt"):
        given = {name: value.format(outside=outside) for name, value in arguments.items()}
        assert "no such file" in (fault := fault_of(call(tool, given, str(folder), "--index", archive))) or (
            "no article of the last search" in fault
        )


@pytest.mark.parametrize("options", [(), ("--set", "reading.follow_links=true")])
def test_a_search_follows_no_link_out_of_the_folders(folder: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "elsewhere").mkdir()
    for name in ("secret.txt", "elsewhere/secret.txt"):
        (tmp_path / name).write_text(f"{FERRY} Nobody else may read this.", encoding="utf-8")
    (folder / "way-out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "way-out").symlink_to(tmp_path / "elsewhere")
    (folder / "way-in.txt").symlink_to(folder / "ferry.txt")
    (folder / "within").mkdir()
    (folder / "within" / "way-out.txt").write_text(FERRY, encoding="utf-8")  # no link, though it is called as one is
    copies = answer_of(call("find_copies", {}, str(folder), *options))
    assert "Nobody else" not in str(copies)
    members = {member["id"] for family in copies["families"] for member in family["members"]}
    assert {name for name in members if "way-out" in name} == {"within/way-out.txt"}
    reasons = {skip["path"]: skip["reason"] for skip in copies["skipped"]}
    assert "leads out of the folders" in reasons["way-out.txt"]
    assert "link to a folder" in reasons["way-out"]
    assert "same file as" in reasons["way-in.txt"] or "same file as" in reasons["ferry.txt"]


def in_process(folders: list[Path], tool: str, arguments: dict[str, Any]) -> Any:
    """A call of the official client on a server in this process, whose workers are processes as always."""

    async def run() -> Any:
        async with Client(server.create_server(Settings(), "", Folders(folders), "0")) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(run())


def test_a_call_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(server, "SECONDS", 0.01)
    monkeypatch.setattr(server, "SEARCH_SECONDS", 0.01)
    long = " ".join(f"{FERRY} Edition {number}." for number in range(400))
    fault = fault_of(in_process([], "compare_texts", {"a": long, "b": f"{long} x"}))
    assert "this takes longer than 0.01 seconds; send less at once" in fault
    for number in range(40):
        (folder / f"{number}.txt").write_text(long, encoding="utf-8")
    assert "this takes longer than 0.01 seconds" in fault_of(in_process([folder], "find_copies", {}))


@pytest.mark.parametrize(
    ("tool", "arguments", "bound"),
    [
        ("check_archive", {"text": "a " * 1_100_000}, "2000000"),
        ("find_copies", {"paths": ["x"] * 1001}, "1000"),
        ("find_copies", {"paths": ["x" * 4001]}, "4000"),
        ("explain_pair", {"a": "x" * 4001, "b": "y"}, "4000"),
        ("family", {"id": "x" * 4001}, "4000"),
    ],
)
def test_what_is_sent_has_bounds(tool: str, arguments: dict[str, Any], bound: str) -> None:
    assert bound in fault_of(in_process([], tool, arguments))
