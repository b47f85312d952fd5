"""Which column fills which field is found once for each sheet, and never taken over from another."""

from dataclasses import replace
from pathlib import Path

import polars as pl

from touchstone.vocabulary.sheets import Sheet, find_fields


def test_what_is_found_is_of_this_sheet_and_of_what_the_user_says():
    sheet = Sheet(path=Path("t.csv"), kind="text", frame=pl.DataFrame({"video": ["a"], "label": ["real"], "truth": ["fake"]}))
    assert find_fields(sheet, {})["label"] == "label"
    find_fields(sheet, {})["label"] = "changed by a caller"
    assert find_fields(sheet, {})["label"] == "label"
    assert find_fields(sheet, {"label": "truth"})["label"] == "truth"
    assert find_fields(replace(sheet, frame=sheet.frame.drop("label")), {})["label"] == "truth"
