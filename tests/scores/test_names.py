"""A detector may have any name that a person gives it, and its numbers do not depend on it."""

import random
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import touchstone as ts
from touchstone.scores import Options, read_score_files
from touchstone.scores.names import find_scores, is_decision
from touchstone.scores.shown_names import MOST_DETECTORS, shown_names
from touchstone.vocabulary.errors import TouchstoneError
from touchstone.vocabulary.sheets import Sheet

RNG = random.Random(5)
TABLE = {
    "video": [f"v{i}" for i in range(40)], "label": ["real", "fake"] * 20, "group": [f"g{i // 2}" for i in range(40)],
}  # fmt: skip
FIRST, SECOND = ([min(max(RNG.gauss(0.3 + 0.4 * (i % 2), 0.2), 0), 1) for i in range(40)] for _ in range(2))

WORDS_OF_OURS = ("video", "label", "source", "footage")
OTHERS = ("../CON.x", "🧪", "n" * 300, "a\nb")
SHOWN = {"footage": "footage (detector)", "ensemble": "ensemble (detector)", "a\nb": "a\\nb", "\x1b[31m": "\\x1b[31m"}


def names_in(result):
    return result.performance["detector"].to_list()


@pytest.mark.parametrize("names", [WORDS_OF_OURS, OTHERS], ids=["words of ours", "others"])
def test_the_numbers_of_a_detector_do_not_depend_on_its_name(tmp_path, names):
    scores = [FIRST[i:] + FIRST[:i] for i in range(0, 2 * len(names), 2)]
    plain = ts.examine({**TABLE, **{f"p_d{i}": p for i, p in enumerate(scores)}})
    result = ts.examine({**TABLE, **{f"p_{n}": p for n, p in zip(names, scores, strict=True)}}, out=tmp_path / "run")
    assert names_in(result) == [SHOWN.get(name, name) for name in names]
    assert result.performance.drop("detector").equals(plain.performance.drop("detector"))
    assert {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")} == {"run"}
    assert not [path for path in tmp_path.rglob("*") if any(part in path.name for part in ("n" * 50, "CON", "🧪"))]


def test_names_that_differ_by_case_alone_are_different_detectors():
    result = ts.examine({**TABLE, "p_cm": FIRST, "p_CM": SECOND, "p_Cm": FIRST})
    assert names_in(result) == ["cm", "CM", "Cm"]


def test_names_that_are_shown_alike_stay_different():
    assert shown_names(["a\n", "a\\n", "footage", "footage (detector)"]) == {
        "a\n": "a\\n (2)", "a\\n": "a\\n", "footage": "footage (detector) (2)", "footage (detector)": "footage (detector)",
    }  # fmt: skip
    assert len(set(shown_names(["a\x01", "a\\x01", "a\\x01 (2)"]).values())) == 3


def test_the_notes_say_what_a_detector_is_called(tmp_path):
    path = tmp_path / "s.csv"
    pl.DataFrame({**TABLE, "p_footage": FIRST, "p_x": SECOND}).write_csv(path)
    notes = read_score_files([path]).notes
    assert "findings use the name footage for something else; the detector is called footage (detector)" in notes


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(min_size=1, max_size=12), min_size=2, max_size=3, unique=True))
def test_columns_of_any_names_are_detectors_or_refused_in_one_line(tmp_path, names):
    path = tmp_path / "s.parquet"
    frame = pl.DataFrame({**{k: v[:8] for k, v in TABLE.items()}, **{f"p_{n}": FIRST[:8] for n in names}})
    said, tables = "", None
    try:
        tables = read_score_files([sheet_of(path, frame)]).tables
    except TouchstoneError as error:
        said = str(error)
    assert len(said.splitlines()) == (tables is None)
    assert tables is None or 1 <= tables["scores"]["detector"].n_unique() <= len(names)


def sheet_of(path, frame):
    from touchstone.vocabulary.sheets import Sheet

    return Sheet(path=path, kind="parquet", frame=frame)


def test_more_detectors_than_can_be_compared_are_refused(tmp_path):
    path = tmp_path / "s.csv"
    count = MOST_DETECTORS + 1
    pl.DataFrame({"video": ["a"] * count, "label": ["real"] * count, "p_fake": [0.5] * count,
                  "detector": [f"d{i}" for i in range(count)]}).write_csv(path)  # fmt: skip
    with pytest.raises(TouchstoneError, match="1,001 detectors are more than the 1,000 that are read"):
        read_score_files([path])


@pytest.mark.parametrize(
    "pattern", [r"(?=v)(.)", r"(.)\1", "(" * 3000 + ")" * 3000, r"(a{99999999999999999999})", "((a{1000}){1000})"]
)
def test_a_group_pattern_that_cannot_be_used_is_one_line(pattern):
    with pytest.raises(TouchstoneError, match="is not a regular expression that can be used") as error:
        ts.examine(FIRST, TABLE["label"], group_pattern=pattern)
    assert len(str(error.value)) < 400


def test_a_field_without_a_name_is_refused():
    with pytest.raises(TouchstoneError, match="names no detector"):
        ts.examine({**TABLE, "x": FIRST}, columns={"p_  ": "x"})


@pytest.mark.parametrize("ending", ["score", "prob", "p_fake", "Probability"])
@pytest.mark.parametrize("joint", ["_", "-", " "])
def test_names_before_score_are_detectors_where_there_are_two(ending, joint):
    columns = {f"{name}{joint}{ending}": [0.25, 0.5] for name in ("xception", "meso4", "F3Net")}
    sheet = Sheet(path=Path("s.csv"), kind="text", frame=pl.DataFrame({"video": ["a", "b"], **columns}))
    assert find_scores(sheet, Options(), ["video"]) == dict(zip(("xception", "meso4", "F3Net"), columns, strict=True))


@pytest.mark.parametrize(
    "names",
    [("video_score", "audio_score"), ("face_score", "quality_score"), ("max_prob", "mean_prob")],
)
def test_other_words_before_score_are_no_detectors(names):
    sheet = Sheet(path=Path("s.csv"), kind="text", frame=pl.DataFrame({"video": ["a"], **dict.fromkeys(names, 0.5)}))
    assert find_scores(sheet, Options(), ["video"]) == {}


@pytest.mark.parametrize(
    ("cells", "decision"),
    [(["0", "1"] * 40, True), ([None] * 80 + ["1"], True), (["0", "1"] * 40 + ["0.5"], False), ([None] * 80, False), ([], False)],
)
def test_all_cells_say_whether_a_column_holds_decisions(cells, decision):
    assert is_decision(pl.Series(cells, dtype=pl.String)) is decision


def test_a_column_of_scores_may_begin_with_words_for_none():
    scores = [*["failed"] * 80, *(str(0.01 * i) for i in range(80))]
    frame = pl.DataFrame({"video": [f"v{i}" for i in range(160)], "p_mine": scores, "p_other": scores})
    sheet = Sheet(path=Path("s.csv"), kind="text", frame=frame)
    assert find_scores(sheet, Options(), ["video"]) == {"mine": "p_mine", "other": "p_other"}
