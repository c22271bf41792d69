"""Web pages as people save them: whole ones, fragments, and those whose text a fast extraction leaves out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import dupdetect
from dupdetect import read
from dupdetect.records import Article, Verdict
from dupdetect.settings import Reading
from tests.read.writers import PARAGRAPHS, TEXT, TITLE, page

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
HEAD = f"<!doctype html><html><head><meta charset='utf-8'><title>{TITLE}</title>"


def read_one(folder: Path, content: str | bytes, name: str = "a.html") -> Article:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read.read_article(path, Reading())


FRAGMENTS = {
    "one child at the root": f"<div id='x'><div><h1>{TITLE}</h1>{BODY}</div></div>",
    "several elements at the root": f"<h1>{TITLE}</h1>{BODY}",
    "text in a div": f"<div><h2>{TITLE}</h2>{'<br><br>'.join(PARAGRAPHS)}</div>",
    "bare text": "\n\n<br>".join((TITLE, *PARAGRAPHS)),
    "one section with a class": f"<section class='story'><h1>{TITLE}</h1>{BODY}</section>",
}
WHOLE = {
    "all of it in an aside": f"{HEAD}</head><body><aside><h1>{TITLE}</h1>{BODY}</aside></body></html>",
    "the first paragraphs called a teaser": (
        f"{HEAD}</head><body><article><h1>{TITLE}</h1><div class='teaser-text'><p>{PARAGRAPHS[0]}</p>"
        f"<p>{PARAGRAPHS[1]}</p></div>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS[2:])}</article></body></html>"
    ),
    "a part called a widget": (
        f"{HEAD}</head><body><main><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p><div class='widget-promobox'>"
        f"{''.join(f'<p>{text}</p>' for text in PARAGRAPHS[1:])}</div></main></body></html>"
    ),
    "text after an embedded player": (
        f"{HEAD}</head><body><article><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p><embed src='v.swf'>"
        f"{''.join(f'<p>{text}</p>' for text in PARAGRAPHS[1:])}</article></body></html>"
    ),
    "paragraphs made of divs": (
        f"{HEAD}</head><body><div class='c'><h1>{TITLE}</h1>"
        f"{''.join(f'<div>{text}</div>' for text in PARAGRAPHS)}</div></body></html>"
    ),
    "a frame named sidebar around everything": (
        f"{HEAD}</head><body><div class='l-sidebar-fixed'><article><h1>{TITLE}</h1>{BODY}</article></div></body></html>"
    ),
}


@pytest.mark.parametrize("kind", [*FRAGMENTS, *WHOLE])
def test_the_whole_text_is_read(kind: str, tmp_path: Path) -> None:
    article = read_one(tmp_path, {**FRAGMENTS, **WHOLE}[kind])
    assert dupdetect.compare(TEXT, article).verdict is Verdict.IDENTICAL


STATED = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": TEXT})


@pytest.mark.parametrize(
    "unbuilt",
    [
        f"{HEAD}<script type='application/ld+json'>{STATED}</script></head><body><div id='app'></div></body></html>",
        f"{HEAD}</head><body><div id='app'></div><noscript>{BODY}</noscript></body></html>",
    ],
    ids=["JSON-LD", "noscript"],
)
def test_a_page_that_scripts_build_gives_the_text_that_it_states(unbuilt: str, tmp_path: Path) -> None:
    article = read_one(tmp_path, unbuilt)
    assert dupdetect.compare(TEXT, article).verdict is Verdict.IDENTICAL
    assert article.title == TITLE


def test_a_plea_to_run_scripts_is_no_article(tmp_path: Path) -> None:
    with pytest.raises(dupdetect.InputError, match="no text"):
        read_one(tmp_path, f"{HEAD}</head><body><noscript>Please enable JavaScript to run this app.</noscript></body>")


def test_a_bare_text_after_embed_in_a_paragraph(tmp_path: Path) -> None:
    article = read_one(tmp_path, f"<p>{PARAGRAPHS[0]} <embed src=x> {PARAGRAPHS[1]}</p>")
    assert PARAGRAPHS[1][-40:] in article.text


def test_teasers_of_other_articles_are_left_out(tmp_path: Path) -> None:
    teasers = "".join(
        f"<div class='related-post'><h3><a href='/{n}'>Other story {n}</a></h3><p>The council of Brackmoor met for the "
        f"{n}th time about the bridge, and nobody could say when it will open to traffic again, or why.</p></div>"
        for n in range(8)
    )
    main = f"<article><h1>{TITLE}</h1>{BODY}<div class='jp-relatedposts'>{teasers}</div></article>"
    article = read_one(tmp_path, f"{HEAD}</head><body>{main}</body></html>")
    assert "Brackmoor" not in article.text
    assert PARAGRAPHS[-1][:40] in article.text


PROSE_DATE = "The gate was promised after the flood of 4 December 2021, which put the school under water for a week."


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ("", f"<p>{PROSE_DATE}</p>", ""),
        ("", f"<p>{PROSE_DATE}</p><p>On 3 May 2022 the board met again, and nothing was decided.</p>", ""),
        ("", f"<p>In <time datetime='2021-12-04'>December</time> {PROSE_DATE * 3}</p>", ""),
        (
            "",
            f"<time datetime='2024-05-06T07:30:00+02:00'>6 May</time><p>{PROSE_DATE}</p>",
            "2024-05-06T07:30:00+02:00",
        ),
        ("", f"<p>Friday, April 10, 2020</p><p>{PROSE_DATE}</p>", "2020-04-10"),
        ("", f"<p>{PROSE_DATE}</p><p>Published: 10 April 2020</p>", "2020-04-10"),
        ("<meta property='article:published_time' content='2024-05-06'>", f"<p>{PROSE_DATE}</p>", "2024-05-06"),
        ("<meta name='pubdate' content='20240506'>", f"<p>{PROSE_DATE}</p>", "2024-05-06"),
        ("<link rel=canonical href='https://a.example/2024/05/06/gate'>", f"<p>{PROSE_DATE}</p>", "2024-05-06"),
        ("", f"<time class='updated' datetime='2024-05-09'>9 May</time><p>{PROSE_DATE}</p>", ""),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-05-06"}</script>',
            f"<p>{PROSE_DATE}</p>",
            "2024-05-06",
        ),
    ],
)
def test_a_date_counts_only_where_it_is_stated(head: str, body: str, published: str, tmp_path: Path) -> None:
    text = f"<!doctype html><html><head><title>Gate</title>{head}</head><body><article><h1>Gate</h1>{body}</article>"
    assert read_one(tmp_path, text).published == published


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (f"<title>{TITLE} - The Harbour Post</title>", f"<h1>{TITLE}</h1>", TITLE),
        (f"<meta property='og:title' content='{TITLE} | Post'>", "<h1>The Harbour Post</h1>", TITLE),
        ("<title>Friday, April 10, 2020</title>", f"<h1>{TITLE}</h1>", TITLE),
        ("<title>Home &gt; News &gt; Sea</title>", f"<p>10 April 2020</p><h2>{TITLE}</h2>", TITLE),
        ("", f"<h1>Friday, April 10, 2020</h1><h2>{TITLE}</h2>", TITLE),
        ("", f"<h1>News » Sea » Ferries</h1><h2>{TITLE}</h2>", TITLE),
    ],
)
def test_the_title_is_the_headline(head: str, body: str, title: str, tmp_path: Path) -> None:
    text = f"<!doctype html><html><head>{head}</head><body><article>{body}{BODY}</article></body></html>"
    assert read_one(tmp_path, text).title == title


@pytest.mark.parametrize("line", ["Friday, April 10, 2020", "Home > World > Asia", "Published: 2020-04-10"])
def test_a_plain_text_is_not_called_after_the_line_above_its_headline(line: str, tmp_path: Path) -> None:
    assert read_one(tmp_path, f"{line}\n\n{TEXT}", "a.txt").title == TITLE


@pytest.mark.parametrize("depth", [300, 1_500])
def test_a_page_nested_as_deep_as_careless_programs_nest(depth: int, tmp_path: Path) -> None:
    article = read_one(tmp_path, f"{HEAD}</head><body>{'<div>' * depth}<h1>{TITLE}</h1>{BODY}")
    assert PARAGRAPHS[-1][-40:] in article.text


@pytest.mark.parametrize("opening", ["<div>", "<font color=red>", "<b><i>", "<p><font>"])
def test_a_page_nested_too_deep_for_the_parser_gives_its_bare_text(opening: str, tmp_path: Path) -> None:
    page = "".join(f"{opening * 800}<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    article = read_one(tmp_path, f"{HEAD}</head><body>{page}")
    assert article.title == read_one(tmp_path, f"{HEAD}</head><body>{BODY}").title
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)


def test_a_page_is_read_as_before(tmp_path: Path) -> None:
    article = read_one(tmp_path, page())
    assert (article.title, article.source, article.author) == (TITLE, "The Harbour Post", "Tove Lind")
    assert article.published == "2024-05-06T07:30:00+02:00"
