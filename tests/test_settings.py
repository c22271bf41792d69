"""Settings: the same words in Python and TOML, every fault at once, and a signature that names what decides a score."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from dupdetect.errors import InputError, SettingsError
from dupdetect.settings import PRESETS, VERDICTS, Aligning, Judging, Reading, Settings, list_settings, read_rule


def faults(changes: Any) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        Settings().updated(changes)
    return list(refused.value.faults)


def test_sections_and_dotted_names_mean_the_same() -> None:
    dotted = Settings().updated({"aligning.min_words": 30, "judging.most": 0.7})
    assert dotted == Settings().updated({"aligning": {"min_words": 30}, "judging": {"most": 0.7}})
    assert dotted == Settings().updated({"aligning": {"min_words": 30}, "judging.most": 0.7})
    assert dotted.list_changes() == {"aligning.min_words": 30, "judging.most": 0.7}


def test_a_file_says_it_as_a_mapping_does(tmp_path: Path) -> None:
    file = tmp_path / "dupdetect.toml"
    file.write_text('[reading]\nsuffixes = [".txt"]\n[judging]\nmost = 1\n', encoding="utf-8")
    changes = {"reading": {"suffixes": [".txt"]}, "judging": {"most": 1}}
    assert Settings.load(file) == Settings.load(str(file)) == Settings().updated(changes)
    assert Settings.load(file) == Settings(reading=Reading(suffixes=(".txt",)), judging=Judging(most=1.0))


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("aligning.min_score", math.inf, "inf is not a finite number"),
        ("aligning.min_score", "nan", "nan is not a finite number"),
        ("aligning.min_score", -1.0, "-1 is below 0"),
        ("aligning.min_words", 0, "0 is below 1"),
        ("aligning.min_words", 2**31, "2147483648 is above 2147483647"),
        pytest.param("aligning.min_words", 10**5000, "the number is above 2147483647", id="5000 digits"),
        pytest.param("judging.family", 10**5000, "the number is not a text", id="5000 digits for a text"),
        ("aligning.min_words", True, "True is not a whole number"),
        ("aligning.min_words", 20.0, "20.0 is not a whole number"),
        ("aligning.min_words", "many", "'many' is not a whole number"),
        ("aligning.min_words", None, "None is not a whole number"),
        ("aligning.ordered", 1, "1 is not true or false"),
        ("judging.most", 1.5, "1.5 is outside 0 to 1"),
        ("judging.most", 10**400, "inf is not a finite number"),
        ("judging.family", "copies", f"'copies' is not known; choose from {', '.join(VERDICTS)}"),
        ("segmenting.language", "xx", "'xx' is not a language; give an ISO 639-1 code, such as en or de, or auto"),
        ("reading.encoding", "klingon", "no encoding is called 'klingon'; try utf-8 or cp1252"),
        ("reading.suffixes", 7, "7 is not a list of texts"),
        ("reading.suffixes", [".txt", 7], "7 is not a text; give a list of texts"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused(name: str, value: object, fault: str) -> None:
    assert faults({name: value}) == [f"{name}: {fault}"]


def test_every_fault_is_told_at_once() -> None:
    changes = {"judging.mosst": 1, "judging": {"most": 2}, "aligning.min_words": "x", "reading": 3}
    assert faults(changes) == [
        "no setting is called 'judging.mosst'; did you mean judging.most?",
        "no setting is called 'reading'; docs/settings.md lists them",
        "aligning.min_words: 'x' is not a whole number",
        "judging.most: 2 is outside 0 to 1",
    ]


def test_wrong_types_in_python_are_refused() -> None:
    assert faults(["judging.most"]) == ["settings: list given; give a mapping of names to values"]
    with pytest.raises(SettingsError, match=r"^aligning: int given; give a dupdetect\.settings\.Aligning$"):
        Settings(aligning=3)  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match=r"'x' is not a whole number; judging\.most: nan is not a finite number"):
        Settings(aligning=Aligning(min_words="x"), judging=Judging(most=math.nan))  # type: ignore[arg-type]


def test_settings_that_exclude_one_another_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"segmenting\.max_words: must be at least twice segmenting\.min_words"):
        Settings().with_constants({"segmenting.max_words": 5})
    with pytest.raises(SettingsError, match=r"aligning\.match_floor: must be below aligning\.match_ceiling"):
        Settings().with_constants({"aligning.match_floor": 0.98})


def test_constants_are_for_presets_and_benchmarks(tmp_path: Path) -> None:
    assert faults({"aligning.window": 3}) == ["no setting is called 'aligning.window'; docs/settings.md lists them"]
    file = tmp_path / "a.toml"
    file.write_text("[aligning]\nwindow = 3\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"no setting is called 'aligning\.window'"):
        Settings.load(file)
    assert Settings().with_constants({"aligning": {"window": 3}}).aligning.window == 3
    assert Settings.preset("pan").aligning.window == 20


def test_each_setting_says_what_it_means_and_its_default_fits() -> None:
    settings = list_settings()
    assert 20 <= len(settings) <= 36
    assert all(read_rule(declared).description for declared in settings.values())
    assert Settings().with_constants(Settings().values()) == Settings()


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_loads_and_an_unknown_one_is_refused(name: str) -> None:
    assert Settings().with_constants(Settings.preset(name).list_changes()) == Settings.preset(name)
    with pytest.raises(SettingsError, match="no preset is called 'press'; there are: default, archive, pan"):
        Settings.preset("press")


def test_the_signature_names_all_that_can_change_a_score_and_nothing_else() -> None:
    settings = Settings().updated({"meaning.enabled": True})
    named = {part.partition("=")[0] for part in settings.signature.split("|")[1:]}
    silent = {name for name in Settings().values() if name.startswith(("reading.", "reporting.", "running."))}
    assert named == set(Settings().values()) - silent - {"judging.thesaurus", "judging.family"}


def test_the_signature_leaves_meaning_out_where_it_is_not_compared() -> None:
    assert "meaning." not in Settings().signature
    assert Settings().updated({"meaning.neighbours": 3}).signature == Settings().signature
    assert Settings().with_constants({"aligning.window": 3}).signature != Settings().signature


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"[aligning]\nmin_words 20\n", "not valid TOML"),
        (b"a = " + b"[" * 20_000, "not valid TOML"),
        (b"[aligning]\nmin_words = " + b"9" * 5_000, "not valid TOML"),
        (b"\xff\xfe", "settings cannot be read"),
    ],
)
def test_a_file_that_is_no_toml_is_refused_in_one_line(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "a.toml").write_bytes(content)
    with pytest.raises(InputError, match=told) as refused:
        Settings.load(tmp_path / "a.toml")
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="settings cannot be read"):
        Settings.load("none.toml")
    with pytest.raises(InputError, match="settings cannot be read"):
        Settings.load("no\0ne.toml")
