"""Files and streams to articles: what is read, in which order, under which id, and why the rest is not."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dupdetect import read
from dupdetect.errors import InputError
from dupdetect.read import charset, markdown, plain
from dupdetect.records import Article, Signal, SignalKind, Skip
from dupdetect.settings import Reading

Put = Callable[..., Path]
needs_posix = pytest.mark.skipif(os.name != "posix", reason="POSIX files")


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write a file under the test's folder; a text is written as UTF-8."""

    def write(name: str, content: str | bytes = "Some words of text.\n") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def outcome(*paths: str | Path, **settings: Any) -> list[tuple[str, str]]:
    """(id, "read") or (path, reason) for everything that reading gives, in its order."""
    found = read.read_articles(paths, Reading(**settings))
    return [(one.id, "read") if isinstance(one, Article) else (one.path, one.reason) for one in found]


def only(path: Path, **settings: Any) -> Article | Skip:
    (one,) = read.read_articles([path], Reading(**settings))
    return one


def reason(path: Path, **settings: Any) -> str:
    one = only(path, **settings)
    assert isinstance(one, Skip), one
    return one.reason


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


# Order and ids.


def test_a_folder_is_read_to_the_bottom_in_order_of_path(put: Put, tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", "a/b/c.md", "B.TXT", "a-1.txt", "README"):
        put(name)
    names = [name for name, _ in outcome(tmp_path)]
    assert names == sorted(names) == ["B.TXT", "README", "a-1.txt", "a.txt", "a/b/c.md", "a/z.txt", "b.txt"]


def test_hidden_files_and_folders_are_left_alone_unless_named(put: Put, tmp_path: Path) -> None:
    put("a.txt")
    put(".git/config.txt")
    hidden = put(".draft.txt")
    assert outcome(tmp_path) == [("a.txt", "read")]
    assert outcome(hidden) == [(str(hidden), "read")]
    assert outcome(tmp_path / ".git") == [("config.txt", "read")]


def test_ids_are_as_typed_when_there_are_several_paths(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("old/a.txt", "new/a.txt", "c.txt"):
        put(name)
    monkeypatch.chdir(tmp_path)
    assert [name for name, _ in outcome("old", "./new/", "c.txt")] == ["old/a.txt", "./new/a.txt", "c.txt"]
    assert [name for name, _ in outcome(".")] == ["c.txt", "new/a.txt", "old/a.txt"]
    assert [name for name, _ in outcome("./c.txt")] == ["./c.txt"]


def test_reading_is_lazy_but_a_missing_path_is_told_at_once(put: Put, tmp_path: Path) -> None:
    first, second = put("1.txt"), put("2.txt")
    found = read.read_articles([first, second], Reading())
    assert isinstance(next(found), Article)
    second.unlink()
    assert next(found) == Skip(str(second), "vanished before it was read")
    with pytest.raises(InputError, match=r"nowhere: no such file or folder; check .*$") as caught:
        read.read_articles([first, tmp_path / "nowhere"], Reading())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", ["", "a\0b", "line\nbreak", "x" * 300])
def test_a_path_that_cannot_be_is_one_line(path: str) -> None:
    with pytest.raises(InputError) as caught:
        read.read_article(path, Reading())
    assert str(caught.value).isprintable()


def test_a_file_in_the_place_of_a_folder(put: Put) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        read.read_article(put("a.txt") / "b.txt", Reading())


@needs_posix
def test_names_that_are_no_text_are_spelled_out_and_stay_apart(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    try:
        for name in (b"\xff.txt", b"\xfe.txt", b"\\xff.txt", b"new\nline.txt", b"\xe9.p\xff"):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(b"Some words.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    found = outcome(tmp_path)
    read_ids = [name for name, what in found if what == "read"]
    assert sorted(read_ids) == ["\\xfe.txt", "\\xff.txt", "\\xff.txt (2)", "new\\x0aline.txt"]
    assert ("\\xe9.p\\xff", "not a format that is read (.p\\xff)") in found
    assert all(text.isprintable() for one in found for text in one)


# What is read.


def test_suffixes_choose_in_folders_only(put: Put, tmp_path: Path) -> None:
    put("a.txt")
    put("NOTES")
    picture = put("a.png")
    assert outcome(tmp_path) == [
        ("NOTES", "read"),
        ("a.png", "not a format that is read (.png)"),
        ("a.txt", "read"),
    ]
    assert outcome(picture) == [(str(picture), "read")]
    assert ("a.png", "read") in outcome(tmp_path, suffixes=(".PNG",))


def test_one_article(put: Put) -> None:
    path = put("a.txt", "A headline\n\nThe text, see https://example.org/a.\n")
    assert read.read_article(str(path), Reading()) == Article(
        id=str(path),
        text="A headline\n\nThe text, see https://example.org/a.\n",
        title="A headline",
        links=("https://example.org/a",),
    )


def test_one_article_refused_names_the_file_and_what_to_do(put: Put, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.txt: not UTF-8: byte 0xe9 at offset 3, .*; save it as UTF-8"):
        read.read_article(put("a.txt", b"caf\xe9 \x81\x8d\x8f"), Reading())
    with pytest.raises(InputError, match="a folder, not a file"):
        read.read_article(tmp_path, Reading())


def test_standard_input(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"Some words.\r\nMore.")
    assert read.read_article("-", Reading()) == Article(id="-", text="Some words.\nMore.", title="Some words.")
    stdin(monkeypatch, b"Some words.")
    other = put("a.txt")
    again = ("-", "standard input is read already")
    assert outcome("-", other, "-") == [("-", "read"), (str(other), "read"), again]


def test_standard_input_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"x" * 11)
    assert outcome("-", max_size=10) == [("-", "larger than 10 bytes; raise reading.max_size to read it")]
    stdin(monkeypatch, b"")
    assert outcome("-") == [("-", "empty")]
    sys.stdin.close()
    assert outcome("-") == [("-", "standard input is closed; name a file instead")]
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match=r"^-: standard input is closed"):
        read.read_article("-", Reading())


def test_a_huge_line(put: Put) -> None:
    path = put("a.txt", b"word " * 10_000_000)
    assert reason(path) == "larger than 16,777,216 bytes; raise reading.max_size to read it"
    one = only(path, max_size=50_000_000)
    assert isinstance(one, Article)
    assert (len(one.text), one.title) == (50_000_000, "")


# What is not.


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not a format that is read (PNG image)"),
        (b"\x01\x02\0\0 \0\0\0\0\0\xff", "holds NUL or other control characters: a binary file"),
        ("wide".encode("utf-16-le"), "holds NUL or other control characters"),
        (b"abc\xff", "not UTF-8: byte 0xff at offset 3, and its encoding cannot be told; save it as UTF-8 or name it"),
        (b"\xef\xbb\xbfabc\xff", "not UTF-8, though its byte order mark says so: byte 0xff at offset 6"),
        (b"ab\xed\xa0\x80", "not UTF-8: byte 0xed at offset 2"),
        (b"\xff\xfea\0\0\xd8b\0", "not UTF-16, though its byte order mark says so: byte 0x00 at offset 4"),
    ],
)
def test_contents_that_are_no_text(put: Put, content: bytes, expected: str) -> None:
    assert reason(put("a.txt", content)).startswith(expected)


def test_an_image_alone_is_no_text(put: Put) -> None:
    assert reason(put("a.md", "---\ntitle: A\n---\n![](a.png)\n")).startswith("empty")


def test_the_size_limit_is_the_last_byte_that_is_read(put: Put) -> None:
    assert isinstance(only(put("a.txt", "x" * 10), max_size=10), Article)
    assert reason(put("b.txt", "x" * 11), max_size=10) == "larger than 10 bytes; raise reading.max_size to read it"


def test_a_file_that_grows_is_read_up_to_the_size_it_had(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put("a.txt", "x" * 10)
    looked = os.fstat

    def grown(handle: int) -> os.stat_result:
        found = looked(handle)
        with path.open("a") as file:
            file.write("y" * 100)
        return found

    monkeypatch.setattr(os, "fstat", grown)
    one = only(path)
    assert isinstance(one, Article)
    assert one.text == "x" * 10


@needs_posix
def test_pipes_sockets_and_devices_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the address of a socket must be short
    os.mkfifo("pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")
        found = dict(outcome("."))
    assert found["pipe.txt"].startswith("a named pipe, not a regular file")
    assert found["socket.txt"] == "a socket, not a regular file"
    assert outcome("/dev/zero") == [("/dev/zero", "a device, not a regular file")]
    with pytest.raises(InputError, match=r"^pipe\.txt: a named pipe"):
        read.read_article("pipe.txt", Reading())


@needs_posix
def test_a_file_exchanged_for_a_pipe_does_not_hang(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put("a.txt")
    opened = os.open

    def exchange(name: str, flags: int) -> int:
        path.unlink()
        os.mkfifo(path)
        return opened(name, flags)

    monkeypatch.setattr(os, "open", exchange)
    assert reason(path).startswith("a named pipe")


def test_a_file_that_vanishes_in_the_walk(put: Put, tmp_path: Path) -> None:
    put("a.txt")
    second, third = put("b.txt"), put("c/d.txt")
    found = read.read_articles([tmp_path], Reading())
    next(found)
    second.unlink()
    third.unlink()
    third.parent.rmdir()
    assert list(found) == [
        Skip("b.txt", "vanished before it was read"),
        Skip("c", "folder vanished before it was read"),
    ]


@needs_posix
def test_what_may_not_be_read(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.txt")
    locked, closed = put("locked/b.txt").parent, put("z.txt")
    if os.geteuid() == 0:  # modes do not stop root
        refuse(monkeypatch, "scandir", locked)
        refuse(monkeypatch, "open", closed)
    else:
        locked.chmod(0)
        closed.chmod(0)
    try:
        found = outcome(tmp_path)
    finally:
        locked.chmod(0o700)
    assert found == [
        ("a.txt", "read"),
        ("locked", "folder cannot be read (Permission denied)"),
        ("z.txt", "cannot be read (Permission denied)"),
    ]


def refuse(monkeypatch: pytest.MonkeyPatch, call: str, path: Path) -> None:
    real = getattr(os, call)

    def refused(name: str, *rest: Any) -> Any:
        if name == str(path):
            raise PermissionError(13, "Permission denied", name)
        return real(name, *rest)

    monkeypatch.setattr(os, call, refused)


# Links, and the same thing twice.


@needs_posix
def test_links_that_lead_nowhere(put: Put, tmp_path: Path) -> None:
    put("a.txt")
    broken = tmp_path / "broken.txt"
    broken.symlink_to("gone.txt")
    (tmp_path / "self.txt").symlink_to("self.txt")
    assert outcome(tmp_path) == [
        ("a.txt", "read"),
        ("broken.txt", "broken symlink: leads to gone.txt, which does not exist"),
        ("self.txt", "symlink loop: leads to itself"),
    ]
    with pytest.raises(InputError, match="broken symlink: leads to gone"):
        read.read_article(broken, Reading())


@needs_posix
def test_loops_and_folders_met_before(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("in/a.txt")
    (tmp_path / "in" / "up").symlink_to("..")
    (tmp_path / "in" / "here").symlink_to(".")
    (tmp_path / "out").symlink_to("in")
    monkeypatch.chdir(tmp_path)
    assert outcome(".", follow_links=True) == [
        ("in/a.txt", "read"),
        ("in/here", "symlink loop: leads back to in"),
        ("in/up", "symlink loop: leads back to ."),
        ("out", "same folder as in"),
    ]
    assert outcome("in", "in/")[-1] == ("in", "same folder as in")


@needs_posix
def test_a_link_to_a_folder_is_followed_where_the_user_asks(put: Put, tmp_path: Path) -> None:
    elsewhere = put("elsewhere/b.txt").parent
    put("here/a.txt")
    (tmp_path / "here" / "link").symlink_to(elsewhere)
    reason = "a link to a folder; to have it read, name it or set reading.follow_links (--follow-links)"
    assert outcome(tmp_path / "here") == [("a.txt", "read"), ("link", reason)]
    assert outcome(tmp_path / "here", follow_links=True) == [("a.txt", "read"), ("link/b.txt", "read")]
    assert outcome(tmp_path / "here" / "link") == [("b.txt", "read")]


@needs_posix
def test_the_same_file_is_read_once(put: Put, tmp_path: Path) -> None:
    one = put("a.txt")
    os.link(one, tmp_path / "b.txt")
    (tmp_path / "c.txt").symlink_to("a.txt")
    same = "same file as a.txt"
    assert outcome(tmp_path) == [("a.txt", "read"), ("b.txt", same), ("c.txt", same)]


def test_the_same_argument_twice(put: Put, tmp_path: Path) -> None:
    one = str(put("a.txt"))
    assert outcome(one, one, tmp_path) == [(one, "read"), (one, f"same file as {one}"), (one, f"same file as {one}")]
    inside = put("d/e.txt").parent
    assert outcome(inside, tmp_path)[-1] == (str(inside), f"same folder as {inside}")


def test_a_deep_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    depth = 1200  # deeper than Python's stack
    for _ in range(depth):
        os.mkdir("d")
        os.chdir("d")
    Path("a.txt").write_text("Some words.")
    os.chdir(tmp_path)
    found = outcome(".")
    os.unlink("d/" * depth + "a.txt")
    os.removedirs("d/" * depth)  # or the removal of the test's folder recurses too deep
    assert found == [("d/" * depth + "a.txt", "read")]


# Plain text.


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")))
def test_code_points_are_kept(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff"):
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
            assert charset.decode(text.encode(encoding)) == (text, "")


def test_line_ends_become_one(put: Put) -> None:
    one = only(put("a.txt", b"a\r\nb\rc\n\r\x0b\xe2\x80\xa8d"))
    assert isinstance(one, Article)
    assert one.text == "a\nb\nc\n\n\x0b\u2028d"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n  A headline \n\nText.", "A headline"),
        ("A headline\nText.", "A headline"),
        ("Only a line.\n", ""),
        ("word " * 26 + "\n\nText.", ""),
        ("word " * 25 + "\n\nText.", "word " * 24 + "word"),
        ("The first line of a paragraph that\nis wrapped.", ""),
        ("x" * 2000 + "\n\nText.", ""),
    ],
)
def test_title_of_plain_text(text: str, title: str) -> None:
    assert plain.find_title(text) == title


def test_addresses_leave_the_punctuation_of_the_sentence() -> None:
    text = (
        "See https://a.example/b_(c), (http://d.example/e?f=1&g=2#h). HTTPS://I.example! “https://j.example/”"
        " <https://k.example> https://l.example... ftp://m.example http:// http://) https://a.example/b_(c)"
    )
    assert plain.find_addresses(text) == (
        "https://a.example/b_(c)",
        "http://d.example/e?f=1&g=2#h",
        "HTTPS://I.example",
        "https://j.example/",
        "https://k.example",
        "https://l.example",
    )


# Markdown.


def shown(text: str) -> str:
    return markdown.read_markdown("a.md", text).text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "# Head\nOne *two* __three__\nfour.\n\nFive `six` ~~seven~~\\*.",
            "Head\n\nOne two three four.\n\nFive six seven*.",
        ),
        ("Head\n====\n\nText  \nmore", "Head\n\nText\nmore"),
        ("Intro:\n- a\n- b\n  - c\n- d\n\nText", "Intro:\n\na\nb\nc\nd\n\nText"),
        ("- a\n\n- b", "a\n\nb"),
        ("- a\n\n```\nx\n```", "a\n\nx"),
        ("1986. A dry year.\n", "1986. A dry year."),
        ("1986.\n\nText", "1986.\n\nText"),
        ("> A quote\n> goes on\n\nText", "A quote goes on\n\nText"),
        ("```python\n a = 1\n\nb\n```\nText\n\n    code\n", " a = 1\n\nb\n\nText\n\ncode"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n|   | 3 |\n| 4 |  |\n\nText", "a | b\n1 | 2\n3\n4\n\nText"),
        ("![an *old* dam](a.png) stands", "an old dam stands"),
        ("R&amp;D &eacute;&#8217; &copy &#0; &#xD800;", "R&D é\u2019 &copy \ufffd \ufffd"),
        ("a <b>bold</b><br>line <!-- not --> here", "a bold\nline  here"),
        ("<div><p>One</p><p>Two &lt;3</p>\n<script>\nrun()</script></div>\n\nText", "One\n\nTwo <3\n\nText"),
        ("a\n\n---\n\nb", "a\n\nb"),
        ("[bad](javascript:alert(1)) [none]() [x][missing] [^1]", "bad none [x][missing] [^1]"),
        ("a&#13;b&#13;&#10;c", "a\nb\nc"),
    ],
)
def test_markdown_reads_as_its_reader_sees_it(source: str, text: str) -> None:
    assert shown(source) == text


def test_links_go_to_the_article(put: Put) -> None:
    source = (
        "[one](https://a.example/b?c=ü 'title') [![alt](https://img.example/x.png)](http://c.example)\n"
        "[ref][r] <https://auto.example> [relative](/d) [mail](mailto:e@f.example) https://bare.example.\n\n"
        "<a class=x href='https://html.example/?a=1&amp;b=2'>tag</a> [one](https://a.example/b?c=ü)\n\n"
        "[r]: https://ref.example\n[unused]: https://unused.example\n"
    )
    one = only(put("a.MD", source))
    assert isinstance(one, Article)
    assert one.text.startswith("one alt ref https://auto.example relative mail https://bare.example.")
    assert set(one.links) == {
        "https://a.example/b?c=ü",
        "http://c.example",
        "https://ref.example",
        "https://auto.example",
        "https://bare.example",
        "https://html.example/?a=1&b=2",
        "https://unused.example",
    }
    assert len(one.links) == 7


def test_front_matter_tells_what_the_text_does_not() -> None:
    source = (
        "---\n# comment\nTitle: 'A dam: built'\nauthor: Mara Lindqvist\nsource: The Northern Ledger\n"
        "date: 2024-03-12 09:30 +0100\nurl: https://a.example/copy\ncanonical: https://b.example/original\n"
        "tags:\n  - water\n- loose\nsummary: >\n  folded\n---\n\nThe text.\n"
    )
    assert markdown.read_markdown("a.md", source) == Article(
        id="a.md",
        text="The text.",
        title="A dam: built",
        author="Mara Lindqvist",
        source="The Northern Ledger",
        published="2024-03-12T09:30:00+01:00",
        url="https://a.example/copy",
        links=("https://b.example/original",),
        signals=(Signal(SignalKind.CANONICAL, "https://b.example/original"),),
    )


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2024-03-12", "2024-03-12"),
        ('"2024-03-12T09:30:15.123Z"', "2024-03-12T09:30:15+00:00"),
        ("2024-13-12", ""),
        ("2024-03-12 25:00", ""),
        ("12 March 2024", "2024-03-12"),
        ("03/04/2024", ""),
    ],
)
def test_published_is_iso_8601_or_nothing(date: str, published: str) -> None:
    assert markdown.read_markdown("a.md", f"---\ndate: {date}\n---\nText").published == published


@pytest.mark.parametrize(
    "source", ["---\nProse between rules.\n---\nText", "---\ntitle: never closed\n\nText", "---\n---\nText"]
)
def test_what_only_looks_like_front_matter_is_kept(source: str) -> None:
    assert shown(source).split() == source.replace("-", "").split()


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("Date line\n\n# The *head*\n\n# Second\n\nText", "The head"),
        ("## Lower head\n\nText", "Lower head"),
        ("Short first line\n\nText", "Short first line"),
        ("---\ntitle: Told\n---\n# Head\n\nText", "Told"),
        ("Only this.", ""),
    ],
)
def test_title_of_markdown(source: str, title: str) -> None:
    assert markdown.read_markdown("a.md", source).title == title


@pytest.mark.parametrize(
    "source",
    [
        "> " * 30 + "deep words",
        "- " * 30 + "deep words",
        "".join("  " * depth + f"- level {depth}\n" for depth in range(30)) + "\ndeep words",
        "[" * 60_000 + "\n\ndeep words",
        "word " * 500_000 + "deep words",
    ],
)
def test_what_the_parser_would_drop_or_take_long_over_is_read_as_it_stands(source: str) -> None:
    assert shown(source) == source


def test_front_matter_counts_even_when_the_body_is_read_as_it_stands() -> None:
    one = markdown.read_markdown("a.md", "---\nauthor: Mara\n---\n# Head\n\n" + "> " * 30 + "deep https://a.example")
    assert (one.author, one.title, one.links) == ("Mara", "Head", ("https://a.example",))


MARKS = [
    "\n",
    "\n\n",
    "    ",
    "> ",
    "- ",
    "1. ",
    "# ",
    "*",
    "_",
    "`",
    "```\n",
    "[",
    "](",
    ")",
    "![",
    "<",
    "<!--",
    "|",
    "---\n",
]


@given(st.lists(st.sampled_from([*MARKS, "&", "&#0;", "\\", "\x0c", "\u2028", "wort", "é", "\U0001f30a"]), max_size=60))
def test_any_markdown_is_read_or_refused(parts: list[str]) -> None:
    source = "".join(parts)
    try:
        text = shown(source)
    except InputError:
        return
    assert text.strip()
    assert "\r" not in text
    text.encode()


@given(st.lists(st.text("abc", min_size=1), min_size=1), st.sampled_from([" ", "\n", "\n\n"]))
def test_markdown_without_marks_keeps_every_word(words: list[str], gap: str) -> None:
    assert shown(gap.join(words)).split() == words


# The house.


def test_the_markdown_parser_is_loaded_late() -> None:
    code = "import sys, dupdetect.read; print('markdown_it' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
