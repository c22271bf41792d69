"""What segmenting promises: places that hold in the untouched text, disguises undone, narration left alone."""

from __future__ import annotations

import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from dupdetect.records import Article
from dupdetect.records.batches import Segmented
from dupdetect.settings import Segmenting
from dupdetect.text import Vocabulary, scripts, segment_article, sentences
from dupdetect.text.boilerplate import LONGEST, is_furniture, may_match
from dupdetect.text.boilerplate_patterns import LINES, SENTENCES
from dupdetect.text.fold import bound_to_context, fold_text
from dupdetect.text.layout import Line, Role, split_lines
from dupdetect.text.look_alikes import repair_masked, unmask
from dupdetect.text.numbering import Listed, Tabled

FURNITURE = """
Share on Facebook | Tweet | Email
Share this article
Facebook Twitter WhatsApp Telegram
Print this page
Tweet this story
Save for later
Copy link
Share via e-mail or WhatsApp
3,412 views
12 shares
1.2k reads
Views: 880
5 min read
3 days ago
Reading time: 4 minutes
Просмотров: 120
Поделиться:
27 Comments
No comments
No comments:
Post a Comment
Leave a comment
Be the first to comment
Comments are closed.
Log in to comment
Sign in to join the conversation
Tell us in the comments below
Subscribe to our newsletter
Sign up for our free daily briefing
Subscribe now for full access, only $4 a month
Become a member today
Enjoying this article? Click here to subscribe for full access.
Get the morning newsletter delivered to your inbox
Never miss a story: sign up for alerts
Support independent journalism
Download our app
Advertisement
ADVERTISEMENT
Sponsored content
Anzeige
Article continues below
Scroll down for more
Read more: Harbour wall to be rebuilt by spring
Read also: What the mayor knew about the bridge
Related articles
More stories from the county
Most read
You may also like
Follow us on Instagram
https://example.org/2020/04/harbour
@harbourdesk
Originally posted by millpond44
Posts: 1,204
Location: Lower Weir
Senior Member
Last edited by reedwarbler on Tuesday
Sent from my phone
Page 2 of 7
The post Ferry runs aground appeared first on The Weir Gazette.
Disclaimer: the views expressed are those of the author alone
This site does not own the rights to this text
If you are the owner of this content and want it removed, contact us
© 2021 The Weir Gazette
(c) Harbour Media Ltd
All rights reserved.
We use cookies to improve your experience.
Accept all cookies
Privacy policy
Back to top
Skip to content
Tags: ferry, harbour, storm
Filed under: Local news
Home > News > County
Photo: Hanna Brook
Image credit: Hanna Brook / Weir Gazette
Load more
By Hanna Brook
By Hanna Brook and Tomas Vale
By Hanna Brook, Transport Correspondent
By HANNA BROOK
Friday, April 10, 2020
10 April 2020
2020-04-10
April 10, 2020 at 9:15 am
Published: 10 April 2020, 09:15 GMT
Updated 3 hours ago
Last updated on April 11, 2020
Staff Reporter
Email: desk@example.org
This article was updated on 11 April to correct a name.
Enjoying this? Forward it to a friend.
""".strip().splitlines()

NARRATION = """
Terms of the deal were not disclosed.
Terms of the contract will be published in May.
No comment was available from the mayor's office.
No reply came from the ministry by Friday.
No discussion of the matter was allowed, three councillors said.
Member states agreed on Friday to the ban.
Members of the crew were taken to hospital.
User data was not taken, the company said.
Users were told to change their passwords.
Like the rest of the street, the bakery stayed shut.
Save the Children said on Monday that it would leave.
Print the money and prices will rise, he warned.
Listen to the river and you hear the stones move.
Comment on the case was refused by the ministry.
Rate the teachers, and they will leave, she said.
Share the burden, the minister told the north.
Report cards went out to parents late this year.
Report after report had warned of the crack.
Award winners gathered in the hall on Saturday.
Award ceremonies were cancelled across the county.
Photo finishes are rare in this race.
Found in a skip behind the theatre, the painting is now on show.
Seen from the air, the fields were brown.
Taken in May, the pictures show an empty lake.
Copyright law in the country dates from 1911.
Copyright claims against the museum were dropped in June.
Page 3 of the report names two firms.
1,200 shares were sold to a fund in Leeds.
40 comments from the public were read into the record.
20,000 views of the valley were drawn for the survey.
Related news reports put the number at 40.
More stories like hers emerged on Tuesday.
More articles were taken from the house, police said.
Top news organisations sent their own crews.
Popular stories about the well are older than the town.
Register offices across the county closed on Monday.
Registered nurses will walk out on Thursday, the union said.
Donated blankets filled the gym by noon.
Support our troops, read the sign above the door.
Our site was flooded in 2013, the farmer recalled.
This content is what the court must now weigh, the judge said.
Follow them and you will come to the mill, she said.
Join us or stand aside, the rebels told the villagers.
Posted in Cyprus for three years, he learned to cook there.
Written in haste, the letter gives no address.
Started in 1954, the festival now draws thousands.
Started by two sisters, the bakery employs forty people.
Submitted by the council in May, the plan was refused in July.
Shared by 4 million people, the video shows the wave.
Quote after quote in the book turned out to be invented.
Edited by his daughter, the diaries will be printed next year.
By Monday, the water had reached the second step of the town hall.
By Christmas the two sides had stopped talking.
By Wednesday morning
By then, Hanna Brook had left the country.
On 4 May 2019 the bridge was closed to lorries.
On April 24, 2019 the leaders met for the first time.
Monday, 4 May 2020, was the hottest day since records began.
May 4, 2020 will be remembered in the valley for its flood.
News of the collapse reached the capital at dawn.
Home prices fell for a third month.
Home, for the family, is now a tent beside the track.
Next to the church stands a house without a roof.
More than forty people were hurt, the hospital said.
More in hope than belief, they kept digging.
More from habit than from need, he still sets the alarm.
Latest in a line of failures, the pump gave out at noon.
Top of the agenda is the price of bread.
Search teams went back into the mine on Sunday.
Watch towers still stand along the ridge: grey, empty and cold.
Listen: the bells of the drowned church still ring, they say.
The daily newsletter was printed in a garage.
The post office in the village appeared to be first on the list.
All content with their lot, the villagers saw no reason to sell.
If you have seen him, contact the police.
If you want to understand the town, write to the baker, he joked.
You received what you deserved, the judge told the two men.
You are reading too much into it, the minister answered.
To report a crime was to invite one, residents said.
Click here, drag there, and a voter is gone from the list, she said.
Press on the wound until help comes, the leaflet says.
Tap the barrel twice and listen, the cooper said.
Get me out of here, he wrote in the app.
Want of rain has emptied the wells.
Enjoyed this summer by thousands, the beach is now shut.
Did you like this town as a child? Yes, he said, very much.
Tell us the truth, the crowd shouted at the minister.
Let us know peace, the bishop prayed.
What do you think they did with the money, she asked.
Have your say and be done, the mayor told him.
Contact with the ship was lost shortly after midnight.
Contact tracing began on Monday in four schools.
Thanks to the new bridge, farmers save an hour a day.
Sorry is a word the bank has not used so far.
Hope is fading for the crew of the trawler.
Thought to be lost, the score lay in a drawer for a century.
Status quo politics will not do, she said.
Thread by thread, the carpet was taken apart.
Topics ranged from the weather to the war.
Notice was given on Friday to all forty tenants.
Note the date, the prosecutor told the jury.
Video of the arrest was shown to the jury.
Photographs by the hundred lay on the wet floor.
Image is everything in this trade, he said.
Picture the scene: two hundred people and one door.
Staff writers at the paper walked out at noon.
Admin costs rose by a tenth.
Ad revenue fell by a third in the spring.
Ad sales fell in the spring, the publisher said.
Advertisement hoardings along the road were torn down.
Continues to rise: the river had passed three metres by noon.
Home | that is all the sign said, in white paint on the gate.
Loading the boats took until dawn.
Closed on Sundays, the shop lost trade to the market.
Play stopped at four when the rain came.
Skip to the last chapter and you will miss the joke, she said.
Cookie sales paid for the new roof.
Privacy notices will be sent to all patients, the trust said.
Accept settings like these and the plant runs dry, the engineer wrote.
X marks the spot where the boat went down.
Link roads to the port will be widened.
Email traffic between the two men was read out in court.
Post offices in four villages will close.
Post this letter, he told the boy.
Pin this on the mayor and you miss the point, he said.
Send this money home, his mother had written.
Follow this road to the mill and turn left, the note said.
5 minutes read like an hour in the report of the survivors.
2 days ago the river was a metre lower.
3 weeks ago the mine was still at work.
""".strip().splitlines()

BODY = (
    "The harbour wall gave way a little after midnight, and the water reached the market square within the hour. "
    "Nobody was hurt, but forty families spent the night in the school, and the council met by the light of lamps."
)


def cut(text: str, **settings: object) -> Segmented:
    return segment_article(Article("x", text), Vocabulary(), Segmenting(**settings))  # type: ignore[arg-type]


def cut_sentences(text: str) -> list[str]:
    """The text from the first word of each sentence to the last."""
    one = cut(text, min_words=1)
    return [text[one.starts[i] : one.ends[j - 1]] for i, j in zip(one.firsts[:-1], one.firsts[1:], strict=True)]


def words(text: str) -> list[str]:
    one = cut(text)
    return [text[start:end] for start, end in zip(one.starts, one.ends, strict=True)]


def same_words(left: str, right: str) -> bool:
    vocabulary = Vocabulary()
    a, b = (segment_article(Article("x", text), vocabulary, Segmenting()) for text in (left, right))
    return np.array_equal(a.words, b.words)


def quoted(text: str) -> str:
    """The words that stand inside quotation marks."""
    one = cut(text)
    found = zip(one.starts, one.ends, one.quoted, strict=True)
    return " ".join(text[start:end] for start, end, inside in found if inside)


def roles(text: str) -> list[tuple[str, Role]]:
    return [(text[line.start : line.end], line.role) for line in split_lines(text, furniture=True, headings=True)]


# fold

tricky = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "aeiA .,\n\u0301\u0308\u200b\u00ad\u0430\u043e\u03bf\uff21\ufb01\U0001d41a\u0130\u00df\ufeff\u2122"
            "01lo\u0661\u00c3\u00a9\u00e2\u20ac\u2122"
        ),
    ),
    max_size=60,
)


@given(tricky)
def test_every_folded_code_point_comes_from_a_place_in_the_text(text: str) -> None:
    fold = fold_text(text)
    if fold.origin is None:
        assert len(fold.text) == len(text)
        return
    assert len(fold.origin) == len(fold.text) + 1
    assert fold.origin[-1] == len(text)
    assert (np.diff(fold.origin) >= 0).all()
    assert fold.origin[0] >= 0
    for i, point in enumerate(fold.text):
        if point.isascii() and text[fold.origin[i]].isascii() and text[fold.origin[i]] not in "01":
            assert point == text[fold.origin[i]].lower()


@given(tricky)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assume(not bound_to_context(text))
    once = fold_text(text).text
    assert fold_text(once).text == once or not text.isascii()
    if text.isascii():
        assert once == text.lower()


@given(tricky)
def test_every_word_is_a_stretch_of_the_text(text: str) -> None:
    one = cut(text)
    assert len(one.starts) == len(one.ends) == len(one.words) == len(one.stems)
    assert (one.starts < one.ends).all()
    assert (one.starts >= 0).all()
    assert (one.ends <= len(text)).all()
    assert (np.diff(one.starts) >= 0).all()
    assert len(one.breaks) == len(one) + 1
    assert one.firsts[-1] == len(one)
    assert (np.diff(one.firsts) > 0).all()
    for span in (*one.furniture, *one.headings):
        assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize(
    ("disguised", "plain"),
    [
        ("har\u200bbour", "harbour"),
        ("har\u00adbour", "harbour"),
        ("har\u2060bo\ufeffur", "harbour"),
        ("h\u0430rb\u043eur", "harbour"),
        ("h\u03b1rb\u03bfur", "harbour"),
        ("\uff28\uff41\uff52\uff42\uff4f\uff55\uff52", "harbour"),
        ("\U0001d421\U0001d41a\U0001d42b\U0001d41b\U0001d428\U0001d42e\U0001d42b", "harbour"),
        ("cafe\u0301", "caf\u00e9"),
        ("o\ufb03ce", "office"),
        ("HARBOUR", "harbour"),
        ("har\u0184our".replace("\u0184", "\u042c"), "har\u042cour"),  # no look-alike, so no disguise
        ("harb0ur", "harbour"),
        ("0rchard", "orchard"),
        ("wa11s", "walls"),
        ("TH1S", "this"),
        ("M0RNING", "morning"),
        ("caf\u00c3\u00a9", "caf\u00e9"),
        (
            "\u00d0\u009f\u00d1\u20ac\u00d0\u00b8\u00d0\u00b2\u00d0\u00b5\u00d1\u201a",
            "\u041f\u0440\u0438\u0432\u0435\u0442",
        ),
        ("\u0661\u0669\u0660\u0664", "1904"),
        ("\u13a2\u0251\u0433bour".replace("\u0433", "r").replace("\u13a2", "H"), "harbour"),
    ],
)
def test_a_disguised_word_is_the_plain_word(disguised: str, plain: str) -> None:
    assert same_words(f"The {disguised} wall gave way.", f"The {plain} wall gave way.")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("at the cafe\u0301 today", "cafe\u0301"),
        ("at the har\u200bbour\u200b today", "har\u200bbour"),
        ("at the o\ufb03ce today", "o\ufb03ce"),
        ("at the \u0130zmir today", "\u0130zmir"),
        ("at the caf\u00c3\u00a9 today", "caf\u00c3\u00a9"),
        ("at the \u00c3\u2013land today", "\u00c3\u2013land"),
        ("at the harb0ur today", "harb0ur"),
    ],
)
def test_a_disguised_word_keeps_its_place_and_its_marks(text: str, word: str) -> None:
    assert words(text) == ["at", "the", word, "today"]


@pytest.mark.parametrize("figures", ["", "10 ", "101 0 " * 40])
def test_a_digit_in_a_word_is_undone_however_many_figures_stand_before_it(figures: str) -> None:
    assert fold_text(f"{figures}the harb0ur").text == f"{figures}the harbour"


@given(st.text("01abé,", max_size=12))
@example("als0")
@example("0ver")
@example("1ike")
def test_a_digit_for_a_letter_is_found_whether_few_figures_or_many_are_in_a_text(text: str) -> None:
    many = " ".join([text, *["1", "0"] * 65])
    assert unmask(text)[0] == unmask(many)[0][: len(text)]
    assert repair_masked(text) == repair_masked(many)


def test_disguises_are_told() -> None:
    assert fold_text("har\u200bbour").disguises == ("invisible characters",)
    assert fold_text("h\u0430rbour").disguises == ("letters of another alphabet that look the same",)
    assert fold_text("caf\u00c3\u00a9").disguises == ("letters in a wrong encoding",)
    assert fold_text("in \u0661\u0669\u0660\u0664").disguises == ("digits of another script",)
    assert fold_text("al1ke harb0ur wa11s").disguises == ("digits in the place of letters",)
    assert fold_text("harbour caf\u00e9").disguises == ()
    assert fold_text("\ufeffharbour \u2764\ufe0f").disguises == ()


@pytest.mark.parametrize(
    "text",
    [
        "Река вышла из берегов.",
        "Το ποταμι βγηκε απο την κοιτη του.",
        "Он сказал про Weir Gazette: всё хорошо.",
        "Наша IT-компания взяла VIPов на борт.",
        "The word \u043f\u0440\u0430\u0432\u0434\u0430 means truth, and \u03bb is a wavelength of 5 \u03bcm.",
        "E \u00c3 BELA A CAN\u00c7\u00c3O\u201d, l\u2019\u00c2ge, No\u00ebl \u00e0\u2026",
        "H1N1 and 1st, 10th, 20mph, B12, G20, 100m, 2010s, mp3",
    ],
)
def test_honest_cyrillic_and_greek_keep_their_letters(text: str) -> None:
    assert fold_text(text).text == text.lower()
    assert fold_text(text).disguises == ()


def test_latin_letters_in_russian_words_are_undone() -> None:
    assert fold_text("Ст\u0061рый п\u0061р\u006fм ушёл").text == "старый паром ушёл"


def test_a_whole_word_in_look_alikes_is_undone_in_a_latin_text() -> None:
    disguised = BODY.replace("hour.", "\u0445\u043e\u0440\u0435.")  # reads "xope": every letter is a look-alike
    assert "xope" in fold_text(disguised).text


# layout


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_recognised(line: str) -> None:
    text = f"{BODY}\n\n{BODY}\n\n{line}\n\n{BODY}"
    assert (line, Role.FURNITURE) in roles(text)


@pytest.mark.parametrize("line", NARRATION)
def test_narration_is_left_alone(line: str) -> None:
    assert not is_furniture(line)
    text = f"{BODY}\n\n{line}\n\n{BODY}"
    assert (line, Role.FURNITURE) not in roles(text)


def test_the_lists_are_long_enough_to_mean_something() -> None:
    assert len(set(FURNITURE)) >= 60
    assert len(set(NARRATION)) >= 60


def test_words_of_furniture_are_left_out_and_its_place_is_told() -> None:
    text = f"{BODY}\n\nShare on Facebook | Tweet\n\n{BODY}"
    one = cut(text)
    assert [text[span.start : span.end] for span in one.furniture] == ["Share on Facebook | Tweet"]
    assert "Tweet" not in words(text)
    assert "Tweet" in [
        text[i:j] for i, j in zip(*(lambda x: (x.starts, x.ends))(cut(text, furniture=False)), strict=True)
    ]


def test_headlines_are_matched_but_set_aside() -> None:
    text = f"Harbour wall gives way\n\n{BODY}\n\nA night in the school\n\n{BODY}"
    one = cut(text)
    assert [text[span.start : span.end] for span in one.headings] == ["Harbour wall gives way", "A night in the school"]
    assert int(one.aside.sum()) == 9
    assert not cut(text, headings=False).aside.any()


@pytest.mark.parametrize(
    "line",
    [
        "The mayor had known of the cracks since March",
        "“We were told to keep quiet,” one mason said",
        "48 families have not been home since then",
        "Die Stadt hatte seit März von den Rissen gewusst",
        "Мэр знал о трещинах с марта и молчал",
        "市长从三月起就知道城墙有裂缝却一直没有说",
    ],
)
def test_a_sentence_without_a_full_stop_is_body_below_the_first_paragraph(line: str) -> None:
    assert (line, Role.BODY) in roles(f"Wall gives way\n\n{BODY}\n\n{line}\n\n{BODY}")
    assert (line, Role.BODY) in roles(f"Wall gives way\n{BODY}\n{line}\n{BODY}")
    assert (line, Role.BODY) in roles(f"{BODY}\n\n{BODY}\n\n{line}")


@pytest.mark.parametrize(
    "line",
    [
        "A night in the school",
        "THE MAYOR HAD KNOWN OF THE CRACKS SINCE MARCH",
        "What the Mayor Knew of the Cracks Before the Wall Gave Way",
        "# The mayor had known of the cracks since March",
        "You may also like: how the old wall was built",
        "Home | The wall and its story | Photos of the night",
    ],
)
def test_subheads_and_links_stay_aside_wherever_they_stand(line: str) -> None:
    assert (line, Role.BODY) not in roles(f"{BODY}\n\n{BODY}\n\n{line}\n\n{BODY}")


def test_a_headline_and_the_line_below_it_are_no_sentences_of_the_text() -> None:
    top = "Old harbour wall gives way at night\nForty families had to spend the night in a school"
    assert [role for _, role in roles(f"{top}\n\n{BODY}\n\n{BODY}")][:2] == [Role.HEADING, Role.HEADING]


def test_the_rest_of_a_broken_line_is_no_sentence() -> None:
    broken = "Divers will look at the\nFoundations of the wall when the swell allows"
    assert (broken.partition("\n")[2], Role.HEADING) in roles(f"{BODY}\n\n{broken}\n\n{BODY}")


def test_a_text_of_nothing_but_short_lines_stays_body() -> None:
    text = "Share\nTweet\nPrint\nHarbour wall\nBy Hanna Brook"
    assert {role for _, role in roles(text)} == {Role.BODY}


def test_a_hard_wrapped_paragraph_is_one_line() -> None:
    wrapped = (
        "The harbour wall gave way a little after midnight, and the water\n"
        "reached the market square within the hour. Nobody was hurt, but\n"
        "forty families spent the night in the school, and the council met\n"
        "by the light of lamps, as the power station on the hill had been\n"
        "switched off. The mayor spoke of the worst flood for sixty years.\n"
    )
    found = split_lines(wrapped * 1 + "\n" + wrapped, furniture=True, headings=True)
    assert [(line.start, line.end) for line in found] == [
        (0, len(wrapped) - 1),
        (len(wrapped) + 1, 2 * len(wrapped)),
    ]
    assert same_words(wrapped, wrapped.replace("\n", " "))
    assert cut_sentences(wrapped) == cut_sentences_of(wrapped.replace("\n", " "), wrapped)


def test_rows_of_furniture_are_not_taken_for_a_hard_wrapped_paragraph() -> None:
    rows = [
        "Share on Facebook | Tweet | Email | Print | WhatsApp | Telegram",
        "Tags: ferry, harbour, storm, flood, insurance, market square",
        "Subscribe to our newsletter and never miss a story from us",
        "Read also: what the mayor knew about the hollow bridge",
        "Log in to comment on this story or to report a mistake in it",
        "© 2021 The Weir Gazette. All rights reserved. Privacy Policy",
    ]
    text = f"{BODY}\n\n{BODY}\n\n{BODY}\n\n" + "\n".join(rows)
    assert [line for line, role in roles(text) if role is Role.FURNITURE] == rows


def cut_sentences_of(plain: str, original: str) -> list[str]:
    """The sentences of `plain`, written as in `original`, which differs in white space alone."""
    one = cut(plain, min_words=1)
    return [original[one.starts[i] : one.ends[j - 1]] for i, j in zip(one.firsts[:-1], one.firsts[1:], strict=True)]


@given(st.text(st.sampled_from("ab .\n\r\t\u00a0#*"), max_size=80))
def test_lines_are_in_order_and_miss_only_space(text: str) -> None:
    found: list[Line] = split_lines(text, furniture=True, headings=True)
    end = 0
    for line in found:
        assert not text[end : line.start].strip()
        assert line.start < line.end
        end = line.end
    assert not text[end:].strip()


# sentences


@pytest.mark.parametrize(
    "text",
    [
        "The meeting begins at 9 a.m. Monday in the hall",
        "The ferry leaves at 6 p.m. Eastern time each day",
        "It will cost approx. $5 a head this year",
        "He kept no. 7 for himself and sold the rest",
        "The U.S. envoy came by train from the coast",
        "Dr. Hanna Brook of the University of Weir agreed",
        "The level rose by 3.5 metres within the hour",
        "It ran from p. 12 of the report to the end",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert cut_sentences(text + ". Nobody was hurt in the town.") == [text, "Nobody was hurt in the town"]


WIDE_SPACES = [chr(point) for point in range(0x80, sys.maxunicode + 1) if chr(point).isspace()]


@pytest.mark.parametrize("space", WIDE_SPACES)
@pytest.mark.parametrize("language", ["en", "fr", "zh"])
def test_no_space_beyond_ascii_breaks_the_sentence_rules(space: str, language: str) -> None:
    text = f"A{space}.{space}{space}J{space}.U.S.{space}It rained."
    assert (
        sentences.find_starts(text, language).tolist()
        == sentences.find_starts(text.replace(space, " "), language).tolist()
    )


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2003", "\n\n", "  "])
@pytest.mark.parametrize("stop", [".", "?", "!", ".\u201d", '."'])
def test_sentences_end_at_stops_whatever_the_space(space: str, stop: str) -> None:
    opening = {".\u201d": "\u201c", '."': '"'}.get(stop, "")
    text = f"{opening}The wall gave way at night{stop}{space}Forty families slept in the school."
    assert cut_sentences(text) == ["The wall gave way at night", "Forty families slept in the school"]


def test_offsets_of_sentences_count_code_points() -> None:
    text = "The \U0001f30a reached the \U0001d4d0 square. Nobody was hurt in the town."
    assert sentences.find_starts(text, "en").tolist() == [0, text.index("Nobody")]


def test_half_a_character_is_no_obstacle() -> None:
    text = "The wall \ud800 gave way. Nobody \udfff was hurt in the town."
    assert sentences.find_starts(text, "en").tolist() == [0, text.index("Nobody")]


def test_short_sentences_join_and_long_ones_are_cut() -> None:
    one = cut("No. The wall gave way at night and nobody was hurt. It did.", min_words=3)
    assert len(one.firsts) == 2
    long = cut(" ".join(["word"] * 150) + ".", max_words=60)
    assert np.diff(long.firsts).tolist() == [50, 50, 50]


# quotations


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("She said “the wall is gone” and left.", "the wall is gone"),
        ('She said "the wall is gone" and left.', "the wall is gone"),
        ("She said «the wall is gone» and left.", "the wall is gone"),
        ("She said „the wall is gone“ and left.", "the wall is gone"),
        ("She said ‘the wall is gone,’ and left.", "the wall is gone"),
        ("She said 'the wall is gone,' and left.", "the wall is gone"),
        ("The town’s wall is the mayor’s pride.", ""),
        ("The town's wall is the mayor's pride, he said.", ""),
        ('A board of 3" by 4 feet lay there.', ""),
        ("She said “the wall is gone and left.", ""),
        ("He said “yes, it is” and she “no, it is not” at once.", "yes it is no it is not"),
    ],
)
def test_quotations_are_marked(text: str, inside: str) -> None:
    assert quoted(text) == inside


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("The mayor of Aldershorn said on Monday that the 12 locks will not open.", {"aldershorn", "monday", "12"}),
        ("Der Bürgermeister von Aldershorn sagte am Montag, dass die 12 Schleusen nicht öffnen.", {"12"}),
    ],
)
def test_capitals_tell_names_where_not_every_noun_has_one(text: str, facts: set[str]) -> None:
    one = cut(text)
    assert {text[s:e].lower() for s, e in zip(one.starts[one.facts], one.ends[one.facts], strict=True)} == facts


def test_a_quotation_does_not_run_over_paragraphs() -> None:
    assert quoted('She said "the wall.\n\nIt is gone" and left.') == ""


# vocabulary


def numbered(vocabulary: Vocabulary, *words: str) -> tuple[list[int], list[int]]:
    """The numbers of words, and of their stems."""
    text = " ".join(words)
    numbers, stems = vocabulary.numbers(text, *scripts.runs(text))
    return numbers.tolist(), stems.tolist()


def test_a_vocabulary_numbers_equal_words_and_stems_alike() -> None:
    vocabulary = Vocabulary()
    first, stems = numbered(vocabulary, "wall", "walls", "wall", "river")
    again, _ = numbered(vocabulary, "river", "wall")
    assert first[0] == first[2] != first[1]
    assert stems[0] == stems[1] == stems[2] != stems[3]
    assert again == [first[3], first[0]]
    assert vocabulary.stems == 2


def test_a_vocabulary_grows_past_its_first_room() -> None:
    vocabulary = Vocabulary()
    many = [f"w{i}x" for i in range(5000)]
    numbers, stems = numbered(vocabulary, *many)
    assert numbers == list(range(5000))
    assert numbered(vocabulary, *many)[1] == stems


@given(st.lists(st.text("aé中\U00010400 ", max_size=30), max_size=12))
@example(["a", "", "a a", "\u00e9 a", "a\U00010400"])
@example([" ".join(f"w{i}" for i in range(3000)), "w9 w99 w2999 w3000"])
def test_words_are_numbered_in_the_order_in_which_they_come(texts: list[str]) -> None:
    table, plain = Tabled(), Listed()
    for text in texts:
        starts, ends = scripts.runs(text)
        assert table.numbers(text, starts, ends).tolist() == plain.numbers(text, starts, ends).tolist()


def test_a_long_text_of_few_words_needs_room_for_few() -> None:
    table, text = Tabled(), "storm harbour wall " * 200_000
    numbers = table.numbers(text, *scripts.runs(text))
    assert numbers.tolist()[:4] == [0, 1, 2, 0]
    assert numbers.tolist()[-3:] == [0, 1, 2]
    held = sum(array.nbytes for array in vars(table).values() if isinstance(array, np.ndarray))
    assert held < len(text)


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    _, stems = numbered(Vocabulary("xx"), "walls", "wall")
    assert stems[0] != stems[1]
    _, stems = numbered(Vocabulary("de"), "H\u00e4user", "H\u00e4usern")
    assert stems[0] == stems[1]


def test_an_empty_text_has_no_words() -> None:
    for text in ("", "\n \n", "...", "\u200b", "\ud800"):
        one = cut(text)
        assert len(one) == 0
        assert one.firsts.tolist() == [0]
        assert one.breaks.tolist() == [3]


# looks that rule out what need not be tried


@pytest.mark.parametrize("pattern", [one for kinds in (LINES, SENTENCES) for some in kinds.values() for one in some])
@given(data=st.data(), space=st.sampled_from([" ", "  ", "\t", "\u00a0 "]))
@settings(max_examples=30, deadline=None)
def test_whatever_a_pattern_matches_is_not_ruled_out(pattern: str, data: st.DataObject, space: str) -> None:
    line = " ".join(data.draw(st.from_regex(re.compile(pattern, re.IGNORECASE), fullmatch=True)).split())
    if len(line) <= LONGEST and re.fullmatch(pattern, line, re.IGNORECASE):
        assert may_match(line.replace(" ", space))


def test_a_look_at_the_first_letters_rules_most_running_text_out() -> None:
    assert not may_match("Nobody was hurt, but forty families spent the night in the school.")
    assert not may_match("“Share the burden,” the minister told the north.")
    assert may_match("She asked for copies, all rights reserved")


@given(tricky)
@example("")
@example("a\ud800\u2028\U0010ffff\u2028")
def test_the_characters_beyond_ascii_are_each_told_once(text: str) -> None:
    assert scripts.beyond_ascii(text) == "".join(sorted({one for one in text if ord(one) > 127}))


# hostile text: what is tried twice for each character would be tried for ever

HOSTILE_LINES = r"""
from itertools import product
from dupdetect.text.boilerplate import LINES, SENTENCES, is_furniture

patterns = [one for kinds in (LINES, SENTENCES) for some in kinds.values() for one in some]
parts = {part for one in patterns for part in one.replace("(?:", "|").replace(")", "|").split("|")}
words = {part.strip() + " " for part in parts if part.replace(" ", "").isalpha()}
pieces = sorted(words | {*" -.,:|!A1", "A de ", "share this ", "this on ", "e-", "1,", "A-"})
for head, piece, tail in product(("", "share ", "By A ", "the post ", "1 view "), pieces, ("", "~", "!~", ".")):
    is_furniture((head + piece * 240)[: 240 - len(tail)] + tail)
joining = [piece for piece in pieces if len(piece) < 6]
for left, right in product(joining, joining):
    is_furniture(("share " + (left + right) * 120)[:238] + "~~")
print("done")
"""

HOSTILE_TEXTS = r"""
from dupdetect.records import Article
from dupdetect.settings import Segmenting
from dupdetect.compare import credit
from dupdetect.text import Vocabulary, segment_article

pieces = ["a", "A-", "A.", "A ", "a\u03a9", "\u03a9", ", A", "\u201c", '"', " 'a", "\u0301", "\u200b", " \n", "a.m. "]
pieces += [".", "! ", "by A ", "read the ", "http://", "The A of A ", "\u00ab", "-\n", "1", "reprinted "]
for piece in pieces:
    article = Article("x", piece * (80_000 // len(piece)) + " \u03a9 ")
    segment_article(article, Vocabulary(), Segmenting())
    credit.find_mentions(article)
print("done")
"""


BOUNDED = "import resource, sys; resource.setrlimit(resource.RLIMIT_CPU, (60, 60)); exec(sys.argv[1])"
"""Ends a program after far more processor time than honest work takes, however busy the machine is."""


def finishes(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", BOUNDED, code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "done", done.stderr


def test_hostile_lines_end_quickly() -> None:
    assert LINES
    assert SENTENCES
    finishes(HOSTILE_LINES)


def test_hostile_texts_end_quickly() -> None:
    finishes(HOSTILE_TEXTS)
