"""Tables of earlier versions still say what they said."""

import polars as pl
import pytest

from touchstone.vocabulary.tables import SCORES, read_table


@pytest.mark.parametrize(
    ("reason", "answer"),
    [
        ("the network answered nan", "not finite"),
        ("the network answered 1.2, outside [0, 1]", "outside"),
        ("the network answered log-odds where probabilities were expected: -5 to 4", "log-odds"),
        ("the network answered percent (0–100) where probabilities were expected: 0 to 99", "percent"),
        ("the network failed: no such kernel", None),
        ("the decoder crashed (exit code 1)", None),
        (None, None),
    ],
)
def test_what_a_detector_answered_is_taken_from_the_reason_where_no_column_says_it(tmp_path, reason, answer):
    row = {"detector": "a", "video": "x.mp4", "unit": "frame", "index": 0, "status": "failed", "reason": reason}
    pl.DataFrame([row], schema_overrides={"reason": pl.String}).write_parquet(tmp_path / "scores.parquet")
    assert read_table(SCORES, tmp_path)["answer"].to_list() == [answer]


def test_a_column_that_is_there_is_not_touched(tmp_path):
    row = {"detector": "a", "video": "x.mp4", "unit": "frame", "index": 0, "status": "failed"}
    table = pl.DataFrame([row | {"reason": "the network answered nan", "answer": "outside"}])
    table.write_parquet(tmp_path / "scores.parquet")
    assert read_table(SCORES, tmp_path)["answer"].to_list() == ["outside"]
