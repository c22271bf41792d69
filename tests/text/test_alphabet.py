"""What kernels are told of letters: for every code point, and in texts full of disguises, what folding says."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.kernels.words import FOLLOW, FOREIGN, LEAD, LETTER, ODD, OTHER, POINT, REWRITTEN
from dupdetect.search import fingerprint
from dupdetect.text import folding_table, look_alikes
from dupdetect.text.forms import FIRST_PARTS, LATER_PARTS
from dupdetect.text.mojibake import FOLLOWING, POINTS
from dupdetect.text.scripts import UNSPACED, letters
from tests.kernels.oracles import in_words

ALPHABET, FOLD, SPELLINGS = folding_table().alphabet, folding_table().fold, folding_table().spellings
LETTERS = letters()

PARTS = (
    *"abcIXYZ019 _.,’é中٣\U00010400\U0001f600",
    *"ΑΒΣσςαАВаорсхДж", *"ﬁﬀſßẞİıⅧⓐ①\uff21\U0001d518K", *"\u0301\u0327\u0337\u200b\u00ad\u2060\ufe0f\u00a0",
    *(f"{left}-{end}{right}" for left in ("co", "É", "x") for end in ("\n", "\r\n", " \n", " \r\n", "\n\t", "\n\n")
      for right in ("py", "é", "1")),
    "\n", "-", "h0use", "wi11s", "10th", "als0", "0ver", "1ike", "covid19", "B1", "新聞", "ไทย", "हिन्दी", "Ã©",
    "Spin", "news", " the ", "e\u0301", "ОАО", "ΑΣ ", "paper", "ß", "ı", "Ł", "ö", "سَـ", "یك", "\u1112\u1161\u11ab",
    "か\u3099", "ﾊﾟ", "中 文", "ো", "\u09c7\u09be", "ﷲ", "ⅷ", "٠", "ƒÂ", "ά", "ὁ", "дом", "ж", "\u0627\u0654", "!?",
)  # fmt: skip


def letters_of(text: str) -> list[str]:
    """The runs of letters in a text that is folded."""
    return "".join(c if LETTERS[ord(c)] else " " for c in text).split()


def kernel_words(batch: list[str]) -> list[list[str]]:
    """The words that kernels see: bytes of the encoded batch, by the table alone."""
    made = fingerprint.encode_texts(batch, folding_table())
    found = []
    for i in range(len(batch)):
        read = bytes(made.buffer[made.offsets[i] : made.offsets[i + 1]]).decode()
        found.append("".join(spelled(ord(c)) if ALPHABET[ord(c)] & LETTER else " " for c in read).split())
    return found


def spelled(point: int) -> str:
    """What the table makes of a code point."""
    entry = int(ALPHABET[point])
    if entry & REWRITTEN:
        place = entry & POINT
        return SPELLINGS[place + 1 : place + 1 + int(SPELLINGS[place])].tobytes().decode()
    return chr(entry & POINT) if entry & LETTER else chr(point)


@pytest.mark.slow
def test_the_table_says_of_every_code_point_what_folding_says() -> None:
    checked = unspaced = 0
    for point in range(sys.maxunicode + 1):
        entry = int(ALPHABET[point])
        if entry & ODD or 0xD800 <= point < 0xE000:
            unspaced += re.match(f"[{UNSPACED}]", chr(point)) is not None
            continue
        alone = chr(point)  # amid Latin words, a letter that looks like a Latin one becomes that
        around = "дд" if look_alikes.OTHER.search(alone + spelled(point)) else "aa"
        form = FOLD(f"{around} {alone} {around}")
        assert form[:2] + form[-2:] == 2 * around
        assert form[3:-3] == spelled(point), hex(point)
        assert entry & REWRITTEN or len(spelled(point).encode()) == len(alone.encode()), hex(point)
        checked += 1
    assert checked + unspaced > 1_095_000  # few are left to `fold` but characters that it spreads out in pairs


def test_characters_are_odd_only_where_they_depend_on_others() -> None:
    for text in ("Straße âge Ærø ŁÓDŹ", "قَالَ یک", "ΑΘΗΝΑΙ Ἀθῆναι", "Москва", "ﬁ ２０２４ ① ½", "हिन्दी বাংলা"):
        assert not any(ALPHABET[ord(c)] & ODD for c in text), text


def test_flags_of_neighbours_are_those_of_the_patterns() -> None:
    classes = {OTHER: look_alikes.OTHERS, FOREIGN: look_alikes.FOREIGN}
    classes |= {LEAD: POINTS + FIRST_PARTS, FOLLOW: FOLLOWING + LATER_PARTS}
    for flag, characters in classes.items():
        inside = re.compile(f"[{characters}]")
        assert all(bool(ALPHABET[p] & flag) == bool(inside.match(chr(p))) for p in range(0x20000))
    foreign = [chr(p) for p in range(0x20000) if ALPHABET[p] & FOREIGN]
    assert all(
        look_alikes.OTHER.match(c) and not look_alikes.repair_letters(f"{c} aa aa")[0][0].isascii() for c in foreign
    )


def test_words_are_made_of_letters_digits_and_signs() -> None:
    assert [hex(p) for p in range(sys.maxunicode + 1) if bool(LETTERS[p]) != in_words(chr(p))] == []


def test_a_whole_alphabet_at_once_folds_as_each_of_its_letters() -> None:
    """No letter that the table folds in place depends on its neighbours, but for what follows a lead."""
    flags = ODD | REWRITTEN | LEAD | FOLLOW | OTHER
    plain = [point for point in range(sys.maxunicode + 1) if ALPHABET[point] & LETTER and not ALPHABET[point] & flags]
    assert FOLD("".join(map(chr, plain))) == "".join(map(spelled, plain))


def test_what_is_folded_is_folded_already() -> None:
    """Texts that no table folds go through `fold` and then by the table: it must leave their letters as they are."""
    for point in range(sys.maxunicode + 1):
        if ALPHABET[point] & (ODD | REWRITTEN):
            form = FOLD(f"a {chr(point)} b")
            assert "".join(spelled(ord(c)) if ALPHABET[ord(c)] & LETTER else c for c in form) == form


@given(
    st.lists(st.one_of(st.lists(st.sampled_from(PARTS), max_size=12).map("".join), st.text(max_size=20)), max_size=4)
)
@example(["a-\nb", "\n", "-\nb"])
@example(["İstanbul", "STRASSE ẞ", "ΟΔΥΣΣΕΥΣ", "ОАО Газпром"])
@example(["\ud800a\udfff", "a\ud800\u0301"])
def test_an_encoded_text_has_the_words_of_the_folded_one(batch: list[str]) -> None:
    assert kernel_words(batch) == [letters_of(FOLD(text)) for text in batch]


@pytest.mark.parametrize("end", ["-\n", "-\r\n", "- \n", "- \r\n", "-\n\t ", "-\r\n "])
def test_a_word_cut_at_a_line_end_is_one_wherever_it_stands(end: str) -> None:
    for before in range(130):
        cut, whole = "x" * before + f"a{end}b", ["x" * before + "ab"]
        assert kernel_words([cut, "-\n", cut]) == [whole, [FOLD("-\n")], whole]
