# Mistakes are made on purpose.
# pyright: reportArgumentType=false
"""Whatever is wrong in a call is one line that names it in the words of Python."""

from __future__ import annotations

import ast
import inspect
import re
import warnings
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import touchstone
import touchstone as ts
from touchstone.vocabulary.allowed import ALLOWED

P_FAKE = [0.1, 0.9, 0.3, 0.8] * 6
LABELS = [0, 1] * 12
PACKAGE = Path(touchstone.__file__).parent

OF_SCORES = {
    "fake_is": ["Low", "foo", 5], "files_are": ["sets"], "rows_are": ["lines"], "fake_audio": ["x", None],
    "scale": ["foo"], "split": ["dev"], "missing": ["as-wrong", 0.5], "min_coverage": [1.1, -0.1, "0.9", True],
    "prevalence": [0, 1, 2, "0.1", True], "cost": [0, -1, "5", True],
    "threshold": [2, -0.1, float("nan"), "0.5", True], "aggregation": ["average"], "columns": [5, {"p_fake": 5}],
    "label_fake": [5, {"fake": 1}], "group_pattern": [5, ""], "out": [5, "", "a\0b"],
}  # fmt: skip
OF_FOOTAGE = {
    "frames": [0, None, 1.5, 257], "window": [-1, "a", float("inf")], "timeout": [0], "workers": [0, "2"],
    "memory_per_worker": [0, 0.1, "2"], "retry_failed": [1], "only_scores": [1], "profile": [1],
    "batch_size": [0], "max_videos_per_class": [0], "seed": ["a", 0.5], "only": [5, [5]], "device": [None, 1],
    "faces": [None], "threshold": [2], "aggregation": ["x"], "out": [5], "strict_paths": [1, "yes"], "raw_csv": [None],
}  # fmt: skip


def listed(options):
    return [pytest.param(name, value, id=f"{name}={value!r}") for name, values in options.items() for value in values]


def mistake(call) -> str:
    with pytest.raises(ts.TouchstoneError) as error:
        call()
    assert "\n" not in str(error.value)
    assert not re.search(r"(^|\s)--[a-z]", str(error.value)), error.value
    return str(error.value)


@pytest.mark.parametrize(("name", "value"), listed(OF_SCORES))
def test_a_wrong_option_of_examine_is_named_with_what_is_allowed(name, value, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    said = mistake(lambda: ts.examine(P_FAKE, LABELS, **{name: value}))
    assert said.startswith(f"{name}=")
    assert "is not allowed; give " in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "value"), listed(OF_FOOTAGE))
def test_a_wrong_option_of_analyze_is_named_before_anything_is_opened(name, value):
    said = mistake(lambda: ts.analyze("no such footage", "no such file", **{name: value}))
    assert said.startswith(f"{name}=")
    assert "is not allowed; give " in said


HALF = "\ud800"
WRONG = [5, 1.5, b"x", ["x"], {"a": 1}, {1: 2}, (1, 2), {"a"}, object(), int, True, HALF, f"a{HALF}b", [HALF], {HALF: HALF},
         Path(f"x{HALF}"), np.array([1, 2]), pl.Series([1.0]), float("nan"), 10**400, 10**5000, "", "\0", "x" * 5000]  # fmt: skip
CALLS = {
    "examine": (ts.examine, {"scores": P_FAKE, "labels": LABELS}),
    "analyze": (ts.analyze, {"corpus": "none", "detectors": "none.toml"}),
    "inspect": (ts.inspect, {"checkpoint": {"a": np.zeros(3, np.float32)}}),
    "load": (ts.load, {"run": "none"}),
}


@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.slow] * (n == "analyze")) for n in CALLS])
def test_no_argument_of_a_wrong_type_is_more_than_one_line(name, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    call, honest = CALLS[name]
    for argument in inspect.signature(call).parameters:
        for value in WRONG:
            if argument != "say" or value is not int:  # what a function of the caller raises is the caller's
                said = outcome(lambda argument=argument, value=value: call(**{**honest, argument: value}))
                assert "\n" not in said, (argument, type(value))
                said.encode()


@pytest.mark.parametrize("argument", ["folder", "raw_csv"])
def test_nothing_wrong_that_save_is_given_is_more_than_one_line(argument, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    result, inspected = ts.examine(P_FAKE, LABELS), ts.inspect({"a": np.zeros(3, np.float32)})
    for value in WRONG:
        said = [outcome(lambda value=value: result.save(**{"folder": tmp_path / "run", argument: value}))]
        if argument == "folder":
            said.append(outcome(lambda value=value: inspected.save(value)))
        assert not any("\n" in line for line in said), type(value)


@pytest.mark.parametrize(
    "options", [{"group_pattern": f"(a){HALF}"}, {"label_fake": ["1", HALF]}, {"columns": {"p_x": HALF}}]
)
def test_half_a_character_in_an_option_is_refused_before_a_folder_is_written(options, tmp_path):
    said = mistake(lambda: ts.examine(P_FAKE, LABELS, out=tmp_path / "run", **options))
    assert said.startswith(f"{next(iter(options))}=")
    assert not (tmp_path / "run").exists()


def test_a_state_that_is_no_text_is_named():
    said = mistake(lambda: ts.inspect({"a": np.zeros(3, np.float32)}, state=["x"]))
    assert said == "state=['x'] is not allowed; give the name of a state, or a part of it"
    assert mistake(lambda: ts.inspect(HALF)) == "checkpoint='\\ud800' is not allowed; give a path of whole characters"


def test_every_option_with_a_range_or_a_choice_is_tried_above():
    assert set(ALLOWED) <= set(OF_SCORES) | set(OF_FOOTAGE)


def test_numbers_of_numpy_are_numbers():
    result = ts.examine(P_FAKE, LABELS, threshold=np.float32(0.25))
    assert result.question.threshold == 0.25


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: ts.examine([pl.DataFrame({"p": P_FAKE})] * 2), "scores holds several tables"),
        (lambda: ts.examine([10**400] * 4, [0, 1, 0, 1]), "no detector has a usable score: the network answered inf"),
        (lambda: ts.examine(None), "scores must be a polars or pandas DataFrame"),
        (lambda: ts.examine(["no.csv", "no2.csv"]), "no.csv: cannot be read"),
        (lambda: ts.examine("no.csv"), "no.csv: cannot be read"),
        (lambda: ts.examine(P_FAKE, ["no.csv", "no2.csv"]), "no.csv: cannot be read"),
        (
            lambda: ts.examine({"p_mine": P_FAKE, "y": LABELS}, LABELS, columns={"label": "y"}),
            'labels= and columns={"label": "y"} both say what the labels are',
        ),
        (lambda: ts.examine(P_FAKE), "no labels; say labels=FILE"),
        (lambda: ts.analyze(5, 6), "corpus=5 is not allowed; give a path"),
        (lambda: ts.analyze("nowhere", None), "detectors=None is not allowed; give a path"),
        (lambda: ts.examine(P_FAKE, 5), "labels must be a file, one label per row"),
        (lambda: ts.examine(P_FAKE, LABELS, say=5), "say=5 is not allowed"),
        (lambda: ts.analyze("nowhere", "nothing", progress=5), "progress=5 is not allowed"),
        (lambda: ts.inspect(dict), "not a class"),
        (lambda: ts.inspect([]), "no checkpoint is named"),
        (lambda: ts.load(None), "run=None is not allowed; give a path"),
        (lambda: ts.load("nowhere"), "nowhere holds no run; start one with ts.analyze or ts.examine"),
    ],
)
def test_a_mistake_is_one_line_for_python(call, words):
    assert words in mistake(call)


def odd(kind):
    count = 8
    return {
        "nested": pl.Series([[0.1]] * count), "struct": pl.Series([{"a": 0.1}] * count),
        "object": pl.Series([object()] * count, dtype=pl.Object), "bytes": pl.Series([b"a"] * count),
        "duration": pl.Series([0] * count, dtype=pl.Duration), "half a character": ["\ud800"] * count,
        "huge": [10**400] * count, "large": [2**70] * count, "complex": np.array([1j] * count), "nothing": [None] * count,
    }[kind]  # fmt: skip


def outcome(call) -> str:
    """What a call says that must end in a result or in an error of Touchstone."""
    try:
        call()
    except ts.TouchstoneError as error:
        return str(error)
    return "a result"


@pytest.mark.parametrize("field", ["p_mine", "label", "group", "width", "frame", "video", "labels"])
@pytest.mark.parametrize(
    "kind",
    ["nested", "struct", "object", "bytes", "duration", "half a character", "huge", "large", "complex", "nothing"],
)
def test_odd_cells_are_a_line_or_a_result(kind, field):
    count = 8
    table = {"p_mine": P_FAKE[:count], "label": LABELS[:count]}
    calls = []
    if field == "labels":
        calls.append(lambda: ts.examine(P_FAKE[:count], odd(kind)))
    else:
        calls.append(lambda: ts.examine({**table, field: odd(kind)}))
        if isinstance(odd(kind), pl.Series):
            calls.append(lambda: ts.examine(pl.DataFrame(table).with_columns(odd(kind).alias(field))))
    for call in calls:
        said = outcome(call)
        assert said == "a result" or "\n" not in said


@pytest.mark.parametrize("labels", [[0.0, 1.0], [np.int64(0), np.int64(1)], [False, True], ["real", "fake"]])
def test_labels_by_video_are_of_any_usual_type(labels):
    scores = {"video": ["a", "b"], "p_mine": [0.1, 0.9]}
    assert ts.examine(scores, dict(zip("ab", labels, strict=True))).tables.videos["label"].to_list() == ["real", "fake"]


def test_out_that_is_a_file_is_one_line(tmp_path):
    import torch

    (tmp_path / "file").touch()
    for out in (tmp_path / "file", tmp_path / "file" / "run"):
        for call in (
            lambda out=out: ts.examine(P_FAKE, LABELS, out=out),
            lambda out=out: ts.inspect({"a": torch.zeros(3)}, out=out),
            lambda out=out: ts.inspect({"a": torch.zeros(3)}).save(out),
        ):
            assert "file" in mistake(call)


def test_a_column_of_pandas_that_is_there_twice_is_named():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame([[0.1, 0.2, 0], [0.9, 0.8, 1]], columns=["p_a", "p_a", "label"])
    assert "scores has two columns 'p_a'" in mistake(lambda: ts.examine(frame))


def test_a_lazy_frame_is_taken_without_a_warning():
    lazy = pl.LazyFrame({"p_mine": P_FAKE})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert ts.examine(lazy, LABELS).performance["n"].to_list() == [24]


def test_a_state_dict_of_numpy_is_inspected_and_one_without_values_is_not():
    import torch

    weights = np.random.default_rng(0).normal(size=(64, 64)).astype(np.float32)
    given = ts.inspect({"state_dict": {"a": weights}})
    assert given.tables.tensors.equals(ts.inspect({"a": torch.from_numpy(weights)}).tables.tensors)
    for kind in (">f4", "u2", "u4", "u8"):
        assert ts.inspect({"a": np.arange(9).astype(kind)}).tables.tensors["high"].to_list() == [8]
    hollow = ts.inspect({"a": torch.zeros(3, device="meta")})
    assert "tensors without values, on the device meta (first: a)" in hollow.tables.detectors["reason"][0]


APART = ("vocabulary/door.py", "footage/observe/window.py")
"""What words options, and reasons in tables, which must be the same whoever made the run."""

MESSAGE = re.compile(r"(?<![\w-])--[a-z]")
FLAG = re.compile(r"\s*--[a-z-]+ ?")


def test_no_message_names_an_option_of_the_command_line_itself():
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.is_relative_to(PACKAGE / "cli") or path.relative_to(PACKAGE).as_posix() in APART:
            continue
        tree = ast.parse(path.read_text())
        held = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in held:
                continue
            # A flag alone is part of a command that is built, and a text that begins with the command is one.
            if MESSAGE.search(node.value) and not FLAG.fullmatch(node.value) and "touchstone " not in node.value:
                wrong.append(f"{path.relative_to(PACKAGE)}:{node.lineno} {node.value}")
    assert wrong == []
