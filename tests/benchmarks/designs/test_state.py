"""A benchmark that was stopped continues."""

from pathlib import Path

from benchmarks.designs.effects import effect_of
from benchmarks.designs.knobs import Knobs
from benchmarks.designs.oracle import Oracle
from benchmarks.designs.state import Lines, code_hash

from benchmarks.designs import BACKGROUNDS, FAULTS
from touchstone.testing import make_run, plant


def test_rows_are_there_again_and_a_line_that_was_cut_is_not(tmp_path: Path):
    first = Lines(tmp_path / "deep", "rows")
    first.add("a", [1, 2])
    first.add("b", 0.5)
    with (tmp_path / "deep" / "rows.jsonl").open("a") as file:
        file.write('{"key": "c", "val')
    assert Lines(tmp_path / "deep", "rows").rows == {"a": [1, 2], "b": 0.5}


def test_rows_of_other_code_have_another_name():
    assert code_hash("testing") != code_hash("conclusions") != code_hash("conclusions", formulas=True)
    assert code_hash("testing") == code_hash("testing")


def test_a_size_is_sought_once_and_has_the_effect():
    kept = Lines(None, "sizes")
    fault = FAULTS["threshold-to-fake"]
    size = Knobs(kept).of(fault, 0.15, BACKGROUNDS[0])
    run = make_run(BACKGROUNDS[0], 20_000, seed=9, faults=[plant(fault.by, size)])
    assert abs(effect_of(fault.code, run, "d0") - 0.15) < 0.02
    kept.rows = dict.fromkeys(kept.rows, 7.0)
    assert Knobs(kept).of(fault, 0.15, BACKGROUNDS[0]) == 7.0


def test_the_oracle_finds_what_is_plain_and_misses_what_is_not_there():
    oracle = Oracle(Lines(None, "powers"))
    assert oracle.power(FAULTS["threshold-to-fake"], 3.0, BACKGROUNDS[0], 400) == 1.0
    assert oracle.power(FAULTS["threshold-to-fake"], 0.01, BACKGROUNDS[0], 400) < 0.1
    assert oracle.power(FAULTS["labels-random"], 0.2, BACKGROUNDS[0], 400) > 0.9
    assert oracle.power(FAULTS["labels-random"], 0.0, BACKGROUNDS[0], 400) < 0.1
    assert oracle.power(FAULTS["no-signal"], 1.0, BACKGROUNDS[0], 100) == 0.0
