"""The JSON API for newsroom systems: send texts, get findings (`dupdetect-findings/1`)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from dupdetect.records import Verdict
from dupdetect.web.limits import Limits
from dupdetect.web.state import AppState, app_state

FINDINGS = "#/components/schemas/Findings"

_REFUSALS = {
    400: "The body cannot be parsed.",
    403: "Another site sent this through a browser.",
    408: "The request did not arrive in time.",
    413: "The request is too large.",
    421: "The Host header is none of the server's names.",
    422: "The request is not as described, its texts cannot be compared, or that takes too long.",
    503: "Too many requests are waiting; Retry-After says when to come back.",
}

Short = Annotated[str, Field(max_length=2000)]


class Problem(BaseModel):
    """Why a request was refused, in one line that says what to do next."""

    detail: str


class Text(BaseModel):
    """A text, and what is known about it; what is known helps to tell credit and direction."""

    model_config = ConfigDict(extra="forbid", title="Text")

    text: Annotated[str, Field(min_length=1, pattern=r"\S", description="The text itself, without markup; not blank.")]
    id: Annotated[str, Field(max_length=300, description="A name of yours; given back in findings.")] = ""
    title: Short = ""
    source: Annotated[str, Field(max_length=2000, description="The outlet that published it.")] = ""
    author: Short = ""
    published: Annotated[str, Field(max_length=2000, description="An ISO 8601 date or time.")] = ""
    url: Short = ""


class CompareRequest(BaseModel):
    """Two texts to compare. Without ids of their own they are called a and b."""

    model_config = ConfigDict(extra="forbid")

    a: Text
    b: Text


Texts = Annotated[list[Text], Field(min_length=1, max_length=Limits().articles)]


class CheckRequest(BaseModel):
    """Texts to check against the archive; they are not compared with one another."""

    model_config = ConfigDict(extra="forbid")

    texts: Texts


class ScanRequest(BaseModel):
    """Texts to compare with one another, and the weakest verdict to report."""

    model_config = ConfigDict(extra="forbid")

    texts: Texts
    min_verdict: Verdict = Verdict.PARTIAL


class Holdings(BaseModel):
    """What the archive holds."""

    articles: int
    words: int


router = APIRouter(prefix="/api")
State = Annotated[AppState, Depends(app_state)]


def _describe_answers(*more: tuple[int, str], findings: bool = True) -> dict[int | str, dict[str, Any]]:
    """The answers of a call, for OpenAPI."""
    refusals = dict(sorted({**_REFUSALS, **dict(more)}.items()))
    answers: dict[int | str, dict[str, Any]] = {
        n: {"description": why, "model": Problem} for n, why in refusals.items()
    }
    if findings:
        answers[200] = {"description": "The findings.", "content": {"application/json": {"schema": {"$ref": FINDINGS}}}}
    return answers


_NO_ARCHIVE = (409, "The server was started without an archive.")


@router.post("/compare", response_class=Response, responses=_describe_answers())
async def compare(body: CompareRequest, state: State) -> Response:
    """Compare two texts. The findings hold their pair whatever the verdict."""
    return _answer(await state.tasks.run("compare", texts=_articles([body.a, body.b], ("a", "b"))))


@router.post("/scan", response_class=Response, responses=_describe_answers())
async def scan(body: ScanRequest, state: State) -> Response:
    """Compare many texts with one another."""
    texts = _articles(body.texts)
    return _answer(await state.tasks.run("scan", texts=texts, min_verdict=body.min_verdict.value))


@router.post("/check", response_class=Response, responses=_describe_answers(_NO_ARCHIVE))
async def check(body: CheckRequest, state: State) -> Response:
    """Ask the archive which of its articles these texts are copies, rewrites or part-copies of."""
    state.need_archive()
    return _answer(await state.tasks.run("check", texts=_articles(body.texts)))


@router.get("/archive", responses=_describe_answers(_NO_ARCHIVE, findings=False))
async def archive(state: State) -> Holdings:
    """How much the archive holds."""
    state.need_archive()
    return Holdings.model_validate_json(await state.tasks.run("holdings"))


def _articles(texts: list[Text], names: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Texts as `runner` reads them, each with an id."""
    plain = [text.model_dump() for text in texts]
    for number, item in enumerate(plain):
        item["id"] = item["id"] or (names[number] if names else f"text {number + 1}")
    return plain


def _answer(findings: bytes) -> Response:
    return Response(findings, media_type="application/json")
