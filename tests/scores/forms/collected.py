"""What loops over batches, classes and models leave behind, and what pandas prints."""

from __future__ import annotations

import numpy as np

from .example import Example, Unsure, Videos, document, labels_of, rows, table
from .tables import plain


def _halves(v: Videos, score, label: str = "0_real"):
    """The files of real and of fake videos, named by the number and the word of their class."""
    other = label.replace("0", "1").replace("real", "fake")
    return {
        f"{name}.csv": table({"video": np.asarray(v.names)[v.fake == fake], "p_fake": np.asarray(score)[v.fake == fake]})
        for name, fake in ((label, False), (other, True))
    }


def _logits_of_three(v: Videos):
    """Logits of a real and two fake classes, whose log-odds of fake are those of the first detector."""
    half = v.logits - np.log(2)
    return np.round(np.stack([np.zeros(len(v)), half, half], axis=1), 6)


def _rows_of_three(v: Videos, logits):
    return {
        "video": np.repeat(v.names, 3), "label": np.repeat(v.labels, 3), "class": ["real", "faceswap", "neural"] * len(v),
        "logit": np.asarray(logits).ravel(),
    }  # fmt: skip


def _batches(columns, size: int = 16):
    lists = {name: np.asarray(values).tolist() for name, values in columns.items()}
    count = len(next(iter(lists.values())))
    return [{name: values[at : at + size] for name, values in lists.items()} for at in range(0, count, size)]


def _by_model(v: Videos, key: str, shape):
    return [{"model": "meso", key: shape(v.p)}, {"model": "xception", key: shape(v.q)}]


def _printed(columns, index: str = "") -> bytes:
    """A data frame as ``to_string`` writes it: cells right-aligned, and no name above an index of numbers."""
    cells = {name: list(map(str, np.asarray(values).tolist())) for name, values in columns.items()}
    lead = [*map(str, range(len(next(iter(cells.values())))))] if not index else cells.pop(index)
    widths = {name: max(map(len, [name, *values])) for name, values in cells.items()}
    left = max(map(len, [index, *lead]))
    head = " " * left + "".join(f"  {name:>{widths[name]}}" for name in cells)
    lines = [first.ljust(left) + "".join(f"  {cells[n][i]:>{widths[n]}}" for n in cells) for i, first in enumerate(lead)]
    return "\n".join([head, *([index.ljust(left + 6)] if index else []), *lines]).encode()


COLLECTED = (
    Example(
        name="JSON, `{video: {detector: score}}`",
        looks='{"v000000.mp4": {"meso": 0.',
        by="an object for each video with the same keys, none of a known name, and numbers from 0 to 1",
        read="a detector for each key",
        write=lambda v: {
            "scores.json": document(
                {n: {"meso": p, "xception": q} for n, p, q in zip(v.names, v.p.tolist(), v.q.tolist(), strict=True)}
            ),
            "labels.csv": labels_of(v),
        },
        says="--map p_fake=p_meso reads one of them alone",
        unsure=Unsure(
            write=lambda v: {
                "scores.json": document({n: {"a": p, "b": round(1 - p, 4)} for n, p in zip(v.names, v.p.tolist(), strict=True)}),
                "labels.csv": labels_of(v),
            },
            asks="sum to 1 in each row, but their names name no classes",
        ),
        detectors={"meso": "p", "xception": "q"},
    ),
    Example(
        name="JSON, an object for each model with its rows",
        looks='[{"model": "meso", "predictions": [{',
        by="a list of objects with a name of a model and records of videos under `predictions`, `results` …",
        read="a detector for each object",
        write=lambda v: {"scores.json": document(_by_model(v, "predictions", lambda s: rows(plain(v) | {"p_fake": s})))},
        says="a list of rows for each of 'meso', 'xception'",
        unsure=Unsure(
            write=lambda v: {"scores.json": document(_by_model(v, "predictions", lambda s: np.asarray(s).tolist()))},
            asks="no column names the videos",
        ),
        detectors={"meso": "p", "xception": "q"},
    ),
    Example(
        name="JSON, an object for each batch",
        looks='[{"video": ["v',
        by="a list of objects with lists of equal length, one of them of videos or labels; other members are single values",
        read="the rows of all batches, numbered where none names videos; names in the plural are those in the singular",
        write=lambda v: {"scores.json": document(_batches(plain(v)))},
        says="they are read as batches of rows",
        unsure=Unsure(
            write=lambda v: {"scores.json": document(_batches({"p_fake": v.p, "target": v.coded}))},
            says="no column names the videos, so each row is one",
        ),
    ),
    Example(
        name="a file of each class, by its number and its word",
        looks="video,p_fake",
        by="names of files that differ by the number of a class and the word behind it alone",
        read="one detector; the words are the labels",
        write=lambda v: _halves(v, v.p, "scores_0_real"),
        says="labels: the names of the files say them: scores_0_real.csv (real), scores_1_fake.csv (fake)",
        unsure=Unsure(
            write=lambda v: {f"{n}.csv": table({"video": v.names, "p_fake": v.p}) for n in ("0_real", "1_fake")},
            asks="40 videos are in both, as v000000.mp4; write the label into their names",
        ),
    ),
    Example(
        name="a data frame whose scores have no name",
        looks="video,label,0",
        by="a column `0` of numbers from 0 to 1, the only one that holds numbers",
        read="P(fake)",
        write=lambda v: {"scores.csv": table(plain(v, score="0"))},
        says="'0' is the only column of numbers",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table({"video": v.names, "label": v.labels, "0": np.round(1 - v.p, 4)})},
            says="if these are high for real, say --fake-is low",
        ),
    ),
    Example(
        name="a series of pandas, `to_csv()`",
        looks=",0\nv000000.mp4,0.",
        by="a first line of an empty cell and 0",
        read="the index names the videos",
        write=lambda v: {
            "scores.csv": table({"": v.names, "0": v.p}).replace(b'""', b"", 1), "labels.csv": labels_of(v),
        },
        says="'0' is the only column of numbers",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table({"": v.names, "0": v.coded}).replace(b'""', b"", 1), "labels.csv": labels_of(v),
            },
            asks="names no video",
        ),
    ),
    Example(
        name="a data frame as pandas prints it, `to_string()`",
        looks="          video  label  p_fake\n0   v000000.mp4",
        by="columns told apart by blanks, a name less than cells, and rows that count from 0",
        read="as named, without the index",
        write=lambda v: {"scores.txt": _printed(plain(v))},
        says="separator ' '",
        unsure=Unsure(
            write=lambda v: {"scores.txt": _printed(plain(v) | {"video": [f"clip {n}" for n in v.names]})},
            asks="one column only",
        ),
    ),
    Example(
        name="a data frame as pandas prints it, with names as its index",
        looks="             label  p_fake\nvideo",
        by="the same with the name of the index in the second line",
        read="as named",
        write=lambda v: {"scores.txt": _printed(plain(v), "video")},
        says="separator ' '",
        unsure=Unsure(
            write=lambda v: {"scores.txt": _printed(plain(v) | {"video": [f"clip {n}" for n in v.names]}, "video")},
            asks="one column only",
        ),
    ),
    Example(
        name="a row for each of several classes, with logits",
        looks="video,label,class,logit",
        by="a row for each video and class in a column called class or category, one of them real, numbers on both sides of 0",
        read="log-odds of fake = log Σ exp(those other than real) − real",
        write=lambda v: {"scores.csv": table(_rows_of_three(v, _logits_of_three(v)))},
        says="each video has a row for each of 3 classes in column 'class', which hold logits",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_rows_of_three(v, -_logits_of_three(v)))},
            says="(if it holds something else, say --map property_class=class)",
        ),
    ),
)
