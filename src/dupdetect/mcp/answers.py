"""The results of the tools. Their descriptions become part of the schema that a client sees.

Whatever is quoted comes from the compared texts, so it may hold anything, instructions for the reader included.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Answer(BaseModel):
    """What all results have in common: they cannot be changed, and have no fields beside those described."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Quotation(Answer):
    """A passage of A and the passage of B that stands for it, cut to a readable length."""

    a: str
    b: str
    kind: str = Field(description="verbatim, edited or reworded")
    similarity: float = Field(description="of the wording, 0 to 1; 1 is word for word")


class PairSummary(Answer):
    """How two texts are related, in a line."""

    a: str = Field(description="the id of the first text")
    b: str = Field(description="the id of the second text")
    verdict: str = Field(description="identical, near_copy, rewrite, partial or independent, from strongest")
    manner: str | None = Field(
        description="verbatim, edited, spun, reworded, retold or translated; null if independent"
    )
    coverage_a: float = Field(description="share of A's words inside shared passages, 0 to 1")
    coverage_b: float = Field(description="share of B's words inside shared passages, 0 to 1")
    probability: float = Field(description="how likely text of one stems from the other or a common source, 0 to 1")
    credit: str = Field(description="how one names the other's source: linked, credited, byline or none")
    direction: str = Field(description="a_to_b, b_to_a or unknown; rests on dates and credit that were read")
    undecided: str | None = Field(description="why the pair could not be judged; null if it could be")
    reason: str = Field(description="the rule that decided, in words")


class PairEvidence(PairSummary):
    """How two texts are related, with the evidence."""

    meaning: str = Field(description="what the verdict means, in plain words")
    spun: bool | None = Field(description="whether a program seems to have exchanged words; null if it cannot be told")
    reasons: list[str] = Field(description="the verdict in words, the deciding rule first")
    passages: list[Quotation] = Field(description="what stands for what, longest first")
    passages_left_out: int = Field(description="shared passages that are not quoted here")
    changed_facts: list[str] = Field(description="facts of A that differ in B, such as 12m -> 15m")


class Member(Answer):
    """An article of a family."""

    id: str
    title: str = ""
    source: str = ""
    published: str = ""
    url: str = ""
    role: str = Field(description="member, trim (only part of a member) or round_up (holds texts of several families)")
    is_source: bool = Field(description="whether it was made from no other member, as far as dates and credit tell")


class Family(Answer):
    """Articles that cover one another by half or more."""

    title: str
    verdict: str = Field(description="the strongest verdict between two members")
    origins: int = Field(description="independent first texts")
    members: list[Member]
    members_left_out: int
    pairs: list[PairSummary] = Field(description="pairs inside the family, strongest first")
    pairs_left_out: int


class Skipped(Answer):
    """An input that was not read, with the reason."""

    path: str
    reason: str


class Copies(Answer):
    """What a search among files found."""

    articles: int = Field(description="how many were read")
    families: list[Family] = Field(description="the largest first")
    families_left_out: int
    pairs: list[PairSummary] = Field(description="pairs outside of families, strongest first")
    pairs_left_out: int
    skipped: list[Skipped]
    skipped_left_out: int


class Matches(Answer):
    """The articles of an archive that a text is related to."""

    pairs: list[PairEvidence] = Field(description="A is the archive's article, B the text; strongest first")
    pairs_left_out: int
    compared: int = Field(description="articles of the archive that were compared in full")
