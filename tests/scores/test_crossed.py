"""Two columns that tell the rows of a name apart together: each keeps what it means alone, whatever the other is."""

import itertools

import numpy as np
import pytest
from tests.scores.conftest import said

NAMES = 24
ROLES = {
    "state": {"epoch": (1, 2), "Seed": (7, 11, 13), "checkpoint": ("a.pt", "b.pt")},
    "run": {"run": ("r1", "r2"), "step": (1000, 2000), "Trial": (1, 2)},
    "version": {"compression": ("c23", "c40"), "crf": (23, 40)},
    "free version": {"platform": ("x", "y", "z")},
    "face": {"face": (0, 1), "track_id": ("a", "b")},
    "frame": {"frame": (0, 1, 2, 3)},
    "clip": {"clip": (0, 1, 2)},
    "data set": {"dataset": ("FF", "CDF")},
    "detector": {"detector": ("xception", "vit")},
    "rows": {"": (0, 1, 2)},
}
"""Roles, and columns that play them; rows without a number count as frames."""

UNCLEAR = [{"frame", "rows"}, {"clip", "rows"}, {"frame", "clip"}, {"face", "rows"}, {"free version", "rows"}]
"""Pairs of which the second column says nothing that the first leaves open, or nothing says what tells rows apart."""

VALUES = {column: values for columns in ROLES.values() for column, values in columns.items()}
ROLE = {column: role for role, columns in ROLES.items() for column in columns}
PAIRS = [(a, b) for a, b in itertools.combinations(VALUES, 2) if {ROLE[a], ROLE[b]} not in [*UNCLEAR, {"face"}]]


def rows(columns, *, seed=0, left_out=0.0):
    """Each name with all values of the columns, shuffled; rows of a name are alike, as those of good detectors are."""
    rng = np.random.default_rng(seed)
    names = rng.normal(size=NAMES)
    every = [
        {"video": f"{i:03d}v.mp4", "label": ("real", "fake")[i % 2]}
        | {c: v for c, v in zip(columns, values, strict=True) if c}
        | {"p_fake": f"{1 / (1 + np.exp(-names[i] - i % 2 - 0.3 * rng.normal())):.6f}"}
        for i in range(NAMES)
        for values in itertools.product(*(VALUES[c] for c in columns))
    ]
    return [every[i] for i in rng.permutation(len(every)) if rng.random() >= left_out]


def written(place, table, order=None):
    names = order or [*table[0]]
    lines = [",".join(str(row[n]) for n in names) for row in table]
    return place.file("s.csv", "\n".join([",".join(names), *lines]))


def number(columns, *roles):
    return int(np.prod([len(VALUES[c]) for c in columns if ROLE[c] in roles]))


def unit(columns):
    roles = {ROLE[c] for c in columns}
    return "clip" if "clip" in roles else "frame" if roles & {"frame", "face", "rows"} else "video"


def expected(columns, table):
    """Detectors, videos that were scored, units and scores of a table."""
    parts = [c for c in columns if ROLE[c] in ("version", "free version", "data set")]
    videos = {(row["video"], *(row[c] for c in parts)) for row in table}
    return number(columns, "state", "run", "detector"), len(videos), {unit(columns)}, len(table)


def shape(found):
    scores = found.tables["scores"]
    return (
        found.tables["detectors"].height,
        found.tables["videos"].height,
        set(scores["unit"]),
        scores.filter(status="ok").height,
    )


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_each_column_of_a_pair_keeps_its_meaning_in_any_order(place, first, second):
    table = rows((first, second))
    assert shape(place.read(written(place, table))) == expected((first, second), table)
    ordered = sorted(
        rows((second, first), seed=1), key=lambda row: (str(row.get(second)), str(row.get(first)), row["video"])
    )
    assert shape(place.read(written(place, ordered, [*ordered[0]][::-1]))) == expected((first, second), ordered)


@pytest.mark.parametrize(("first", "second"), [(a, b) for a, b in PAIRS if "" not in (a, b)])
def test_rows_that_are_left_out_change_no_meaning(place, first, second):
    table = rows((first, second), seed=2, left_out=0.08)
    assert shape(place.read(written(place, table))) == expected((first, second), table)


@pytest.mark.parametrize(
    "columns",
    [
        ("epoch", "Seed", "frame"),
        ("epoch", "compression", "frame"),
        ("run", "face", "frame"),
        ("run", "compression", "crf"),
        ("epoch", "dataset", "frame"),
        ("run", "compression", "face", "frame"),
    ],
)
def test_three_columns_and_more(place, columns):
    table = rows(columns)
    assert shape(place.read(written(place, table))) == expected(columns, table)


@pytest.mark.parametrize(
    "columns", [("epoch", "frame"), ("run", "compression"), ("epoch", "Seed"), ("step", "face"), ("Seed", "")]
)
def test_the_option_that_a_state_beside_others_offers_takes_it_for_none(place, columns):
    path = written(place, rows(columns))
    found = place.read(path)
    states = [c for c in columns if ROLE[c] in ("state", "run")]
    ways = {f"property_{c.lower()}": c for c in states}
    assert said(found, " ".join(f"--map {field}={column}" for field, column in ways.items()))
    assert place.read(path, columns=ways).tables["detectors"].height == 1


@pytest.mark.parametrize("columns", [("epoch", "compression"), ("run", "crf"), ("Seed", "platform")])
def test_what_the_rows_of_a_name_are_is_asked_of_those_of_one_state(place, columns):
    path = written(place, rows(columns))
    states = number(columns, "state", "run")
    assert said(place.read(path), "(if they are frames, say --rows-are frames")
    assert shape(place.read(path, rows_are="frames"))[:3] == (states, NAMES, {"frame"})
    assert shape(place.read(path, rows_are="videos"))[:3] == (states, NAMES * len(VALUES[columns[1]]), {"video"})


def test_a_state_that_follows_another_is_not_said_twice(place):
    table = [row | {"step": 1000 * row["epoch"]} for row in rows(("epoch", "frame"))]
    assert sorted(place.read(written(place, table)).tables["detectors"]["detector"]) == ["epoch 1", "epoch 2"]


def test_what_a_face_decides_is_no_version(place):
    table = [row | {"gender": "mf"[row["face"]]} for row in rows(("face", "frame"))]
    assert shape(place.read(written(place, table))) == (1, NAMES, {"frame"}, len(table))
