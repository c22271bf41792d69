"""Records of any table -> articles. The user may name the columns; otherwise their usual names are recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import cast

from dupdetect.read import plain
from dupdetect.read.markup import strip_markup
from dupdetect.read.naming import record_name
from dupdetect.read.values import read_day, read_line, read_text
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading

USUAL: dict[str, tuple[str, ...]] = {
    field: tuple(names.split())
    for field, names in {
        "text": "text content body article maintext main_text full_text fulltext article_text content_text "
        "content_html html_content body_html articlebody article_body body_text bodytext text_content textcontent "
        "plain_text plaintext paragraphs blocks html story post_content",
        "id": "id _id doc_id docid article_id uuid guid uid docno",
        "title": "title headline heading post_title webtitle name",
        "source": "source publisher publication outlet site_name sitename site source_domain domain",
        "author": "author authors byline creator",
        "published": "published date webpublicationdate publish_date published_at date_publish date_published pub_date "
        "publication_date datepublished pubdate date_gmt first_published post_date_gmt post_date created_at created "
        "datetime timestamp",
        "url": "url link weburl canonical_url uri source_url web_url permalink href",
    }.items()
}
"""Usual column names by field, the most likely first; case does not matter."""

COLUMNS = tuple(name for names in USUAL.values() for name in names)

NESTED = (
    "metadata",
    "meta",
    "attributes",
    "fields",
    "data",
    "document",
    "doc",
    "article",
    "post",
    "item",
    "record",
    "_source",
)
"""Nested objects whose columns count as the record's own. A later name wins over an earlier one."""

_SHOWN = 8


class Rows:
    """Turns the records of one file into articles.

    Args:
        file: the id of the file.
        settings: with the columns for text and id, where the user names them.
    """

    def __init__(self, file: str, settings: Reading) -> None:
        self._file = file
        self._settings = settings

    def article(self, values: Mapping[str, object], number: int) -> Article | Skip:
        """Read record `number` (from 1) as an article, or say why it is not one."""
        columns = _lower_names(values)
        text = self._text(columns, values)
        name = _find_value(columns, values, "id", self._settings.id_column)
        name_shown = record_name(self._file, read_line(name) or str(number))
        if not isinstance(text, str):
            return Skip(name_shown, self._no_text(values, columns, text))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if is_longer(text, self._settings.max_size):
            return Skip(name_shown, too_long(self._settings))
        text, links = strip_markup(text)
        if not text or text.isspace():
            return Skip(name_shown, "empty")
        about = {field: read_line(_first(columns, USUAL[field])) for field in ("title", "source", "author", "url")}
        about["title"] = read_line(strip_markup(about["title"]).text)
        published = read_day(_first(columns, USUAL["published"]))
        return plain.build_article(name_shown, text, links, (), published=published, **about)

    def _text(self, columns: Mapping[str, object], values: Mapping[str, object]) -> object:
        """The text of the record: in the column that the user names, or the first usual one that holds a text."""
        if self._settings.text_column:
            return read_text(follow_column(values, self._settings.text_column))
        candidates = (read_text(columns[name]) for name in USUAL["text"] if columns.get(name) not in (None, "", []))
        first: object = None
        for candidate in candidates:
            if isinstance(candidate, str):
                return candidate
            first = candidate if first is None else first
        return first

    def _no_text(self, values: Mapping[str, object], columns: Mapping[str, object], text: object) -> str:
        column = self._settings.text_column
        blank = {column} & set(values) if column else [name for name in USUAL["text"] if name in columns]
        if text is None and blank:
            return f"empty: nothing stands in its column {next(iter(blank))!r}"
        names = ", ".join(list(map(read_line, values))[:_SHOWN]) + (", ..." if len(values) > _SHOWN else "")
        if text is not None:
            return f"its column for the text holds {type(text).__name__}, not text; name another with --text-column"
        if column:
            return f"has no text in a column {column!r}; it has: {names}"
        return f"no column has a usual name for the text; it has: {names}; name the column with --text-column"


def choose_columns(names: list[str], settings: Reading) -> list[str]:
    """The columns among `names` that can hold text or metadata of an article."""
    user_columns = {settings.text_column, settings.id_column}
    return [name for name in names if name in user_columns or name.lower() in (*COLUMNS, *NESTED)]


def is_longer(text: str, limit: int) -> bool:
    """Whether `text` has more than `limit` bytes in UTF-8."""
    return len(text) > limit or (4 * len(text) > limit and len(text.encode("utf-8", "surrogatepass")) > limit)


def too_long(settings: Reading) -> str:
    """The reason for skipping a record whose text exceeds `reading.max_size`."""
    return f"its text is longer than {settings.max_size:,} bytes; raise reading.max_size to read it"


def _find_value(columns: Mapping[str, object], values: Mapping[str, object], field: str, column: str) -> object:
    return follow_column(values, column) if column else _first(columns, USUAL[field])


def follow_column(values: Mapping[str, object], column: str) -> object:
    """The value of a column; a dotted name leads into nested objects."""
    if column in values or "." not in column:
        return values.get(column)
    value: object = values
    for name in column.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def replace_text(values: Mapping[str, object], settings: Reading, change: Callable[[str], str]) -> dict[str, object]:
    """The values of a record, its text changed where it stands.

    A text that is not stored as it was read, such as HTML, is stored as the changed text that was read from it.
    """
    path = _find_text(values, settings.text_column)
    changed = dict(values)
    holder = changed
    for key in path[:-1]:
        inside = dict(cast("Mapping[str, object]", holder[key]))
        holder[key] = inside
        holder = inside
    text = str(read_text(holder[path[-1]])).replace("\r\n", "\n").replace("\r", "\n")
    holder[path[-1]] = change(strip_markup(text)[0])
    return changed


def has_text(values: Mapping[str, object]) -> bool:
    """Whether a record has a text under a usual name, itself or in a nested object."""
    return bool(_find_text(values, ""))


def _find_text(values: Mapping[str, object], column: str) -> list[str]:
    """The keys that lead to the text of a record, as `Rows` finds it."""
    if column:
        return [column] if column in values else column.split(".")
    own = {str(key).lower(): key for key in values}
    for name in USUAL["text"]:
        if name in own and isinstance(read_text(values[own[name]]), str) and values[own[name]] != "":
            return [own[name]]
    for name in reversed(NESTED):
        nested = values.get(name)
        if isinstance(nested, Mapping) and (path := _find_text(nested, "")):
            return [name, *path]
    return []


def _lower_names(values: Mapping[str, object]) -> dict[str, object]:
    """Values by lower-case name. A record's own values override those of nested objects."""
    columns: dict[str, object] = {}
    for name in NESTED:
        nested = values.get(name)
        if isinstance(nested, Mapping):
            columns |= _lower_names({key: value for key, value in nested.items() if key not in NESTED})
    return columns | {str(key).lower(): value for key, value in values.items()}


def _first(columns: Mapping[str, object], names: Iterable[str]) -> object:
    return next((columns[name] for name in names if columns.get(name) not in (None, "")), None)
