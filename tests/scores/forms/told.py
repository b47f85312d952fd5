"""Forms of which little is named: labels in folders, scores by one word, headers of several lines, keys of documents."""

from __future__ import annotations

import numpy as np

from .documents import CONVENTION
from .example import Example, Unsure, Videos, document, labels_of, rows, table
from .tables import frames, plain


def _foldered(v: Videos, fake: str = "fake", real: str = "real"):
    return {"video": [f"{fake if f else real}/{n}" for n, f in zip(v.names, v.fake, strict=True)], "prob": v.p}


def _methods(v: Videos, real: str):
    made = np.where(np.arange(len(v)) % 3 == 0, "Deepfakes", "FaceSwap")
    return {"video": v.names, "method": np.where(v.fake, made, real), "prob": v.p}


def _two(v: Videos, column: str, second):
    return {
        "video": [*v.names, *v.names], "label": [*v.labels, *v.labels], column: [1] * len(v) + [2] * len(v),
        "prob": [*v.p, *second],
    }  # fmt: skip


def _near(v: Videos):
    """Scores whose mean with those of the first detector is that of the first detector, but for rounding."""
    return np.round(v.p + 0.0001, 4)


def _by_method(v: Videos, change: float = 0.0):
    """A file for each of two methods; both hold all real videos, the second with scores that are changed."""
    of_first = np.flatnonzero(~v.fake | (np.cumsum(v.fake) % 2 == 0))
    of_second = np.flatnonzero(~v.fake | (np.cumsum(v.fake) % 2 == 1))

    def part(at, more):
        names, labels = ([words[i] for i in at] for words in (v.names, v.labels))
        return table({"video": names, "label": labels, "prob": np.round(v.p[at] + more, 4)})

    return {"scores_DF.csv": part(of_first, 0.0), "scores_FS.csv": part(of_second, change)}


def _partly(v: Videos, column: str = "frame"):
    """Four frames of each video; of a fake one the last two are fake."""
    four = frames(v)
    fake = np.repeat(v.fake, 4) & (np.tile(np.arange(4), len(v)) > 1)
    return {"video": four["video"], column: four["frame"], "label": np.where(fake, "fake", "real"), "p_fake": four["p_fake"]}


def _lists(v: Videos, detectors):
    return {d: rows({"video": v.names, "label": v.labels, "prob": p}) for d, p in detectors.items()}


def _folds(v: Videos, names=("fold_0", "fold_1"), coded: bool = False):
    every = rows({"video": v.names, "label": v.coded if coded else v.labels, "prob": v.p})
    return dict(zip(names, (every[::2], every[1::2]), strict=True))


def _markdown(columns) -> bytes:
    lines = table(columns, "|").decode().splitlines()
    rule = "|".join(["---"] * len(columns))
    return "\n".join(f"| {line.replace('|', ' | ')} |" for line in (lines[0], rule, *lines[1:])).encode()


def _levels(v: Videos, first: str) -> bytes:
    body = table({"a": v.names, "b": v.labels, "c": v.p, "d": v.q}, header=False)
    return f"{first},,xception,vit\nvideo,label,,\n".encode() + body


def _classes(v: Videos, names=("Fake", "Real")):
    return {
        n: [{"label": names[0], "score": p}, {"label": names[1], "score": round(1 - p, 4)}]
        for n, p in zip(v.names, v.p.tolist(), strict=True)
    }


def _frames(v: Videos, key: str, scores):
    return {n: {key.format(k): x for k in range(3)} for n, x in zip(v.names, np.asarray(scores).tolist(), strict=True)}


def _coded(v: Videos):
    return zip(v.names, v.coded, v.p.tolist(), strict=True)


TOLD = (
    Example(
        name="labels in the folders of the videos",
        looks="fake/v00",
        by="folders that name real and fake (`real`, `original_sequences`, `Celeb-synthesis` …), and no other labels",
        read="the label",
        write=lambda v: {"scores.csv": table(_foldered(v))},
        says="the folders of the videos say real (20) and fake (20)",
        unsure=Unsure(write=lambda v: {"scores.csv": table(_foldered(v, "x", "y"))}, asks="no labels"),
    ),
    Example(
        name="labels in a column of methods",
        looks="video,method,prob",
        by="one word for real in a column of methods, and no other labels",
        read="the label: all other methods are fakes",
        write=lambda v: {"scores.csv": table(_methods(v, "original"))},
        says="'method' says real (original), and all else counts as fake",
        unsure=Unsure(write=lambda v: {"scores.csv": table(_methods(v, "FOMM"))}, asks="no labels"),
    ),
    Example(
        name="labels in one column of marks",
        looks="video,fake,prob",
        by="a column of 0 and 1 called fake or real beside scores, and no other labels",
        read="the label",
        write=lambda v: {"scores.csv": table({"video": v.names, "fake": v.coded, "prob": v.p})},
        says="column 'fake' holds 0 and 1 beside scores, so it is the label",
        unsure=Unsure(write=lambda v: {"scores.csv": table({"video": v.names, "fake": v.coded})}, asks="no labels"),
    ),
    Example(
        name="a score by one word of its name",
        looks="video,label,oof_pred",
        by="the only column of numbers of whose name a word says score: `oof_pred`, `anomaly_score`, `decision_function` …",
        read="P(fake), or log-odds where they are on both sides of 0",
        write=lambda v: {"scores.csv": table(plain(v, "oof_pred"))},
        says="'oof_pred' is the only column whose name says scores",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(plain(v, "decision_function") | {"anomaly_score": v.q})},
            asks="no column of scores",
        ),
    ),
    Example(
        name="two numbered logits",
        looks="video,label,logit_0,logit_1",
        by="`logit_0` and `logit_1`, `out0` and `out1`, outside [0, 1]",
        read="log-odds of fake = second − first",
        write=lambda v: {
            "scores.csv": table(
                {"video": v.names, "label": v.labels, "logit_0": 3 - v.logits / 2, "logit_1": 3 + v.logits / 2}
            )
        },
        says="log-odds of fake = 'logit_1' − 'logit_0'",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table({"video": v.names, "label": v.labels, "out0": -v.logits, "out1": v.logits})
            },
            says="--fake-is low turns it round",
        ),
    ),
    Example(
        name="a model that made the fakes",
        looks="video,label,model,prob",
        by="a column `model`, `system_id` … of which no video has two values, and each value one label",
        read="the column `method`",
        write=lambda v: {
            "scores.csv": table(
                {"video": v.names, "label": v.labels, "model": np.where(v.fake, "sora", "camera"), "prob": v.p}
            )
        },
        says="no video has two values of 'model', so it names no detector (if it does, say --map detector=model)",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table(
                    {"video": v.names, "label": v.labels, "model": ["a", "b", "b", "a"] * (len(v) // 4), "prob": v.p}
                )
            },
            says="detector: column 'model' (if it says how fakes were made, say --map method=model; ",
        ),
    ),
    Example(
        name="epochs or seeds in rows",
        looks="video,label,epoch,prob",
        by="several rows of a name, each with another `epoch`, `seed` or `checkpoint`",
        read="one detector for each",
        write=lambda v: {"scores.csv": table(_two(v, "epoch", v.q))},
        says="rows of equal names differ in 'epoch': each value is read as a detector",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_two(v, "run_id", _near(v)))},
            says="if they are answers of several detectors, say --map detector=run_id",
        ),
        detectors={"epoch 1": "p", "epoch 2": "q"},
    ),
    Example(
        name="bounds of a score beside it",
        looks="video,label,prob,prob_lower",
        by="a score beside columns that follow it, or are named after what is derived from one",
        read="the score alone",
        write=lambda v: {"scores.csv": table(plain(v, "prob") | {"prob_lower": np.round(v.p * 0.9, 4)})},
        says="'prob_lower': derived from 'prob'",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(plain(v, "prob") | {"prob_foo": np.round(v.p**2, 6)})},
            says="if they are, say --map p_fake=prob --map p_foo=prob_foo",
        ),
    ),
    Example(
        name="labels of frames",
        looks="video,frame,label,p_fake",
        by="frames, segments, times or faces of one name with both labels, each part with one",
        read="a video is fake where any part of it is",
        write=lambda v: {"scores.csv": table(_partly(v))},
        says="labels differ between the frames of 20 names: a video is fake where any of them is",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_partly(v, "segment"))},
            says="if a name is that of a real and of a fake video, say --rows-are videos",
        ),
    ),
    Example(
        name="a file for each method, all with the real videos",
        looks="video,label,prob",
        by="equal scores of the videos that files share, and fakes of its own in each",
        read="one detector; shared videos count once",
        write=_by_method,
        says="so they are of one detector, scores, with the fakes of one method each: DF, FS",
        unsure=Unsure(write=lambda v: _by_method(v, 0.0005), says="(to change this, say --files-are datasets)"),
    ),
    Example(
        name="a table of Markdown",
        looks="| video | label | p_fake |",
        by="bars between the cells, and a line of dashes below the names",
        read="as named",
        write=lambda v: {"scores.md": _markdown(plain(v))},
        says="score: column 'p_fake' as P(fake)",
        unsure=Unsure(
            write=lambda v: {"scores.md": _markdown({"video": v.names, "label": v.coded, "p_fake": v.p})}, says=CONVENTION
        ),
    ),
    Example(
        name="a header of two lines, as pandas writes columns with levels",
        looks="model,,xception,vit\nvideo,label,,",
        by="names of the index in a line of their own, or a second line with cells for some columns alone",
        read="names of levels joined; below `model` each column is a detector",
        write=lambda v: {"scores.csv": _levels(v, "model")},
        says="the names of columns are in 2 lines, which are joined",
        unsure=Unsure(write=lambda v: {"scores.csv": _levels(v, "")}, asks="if each holds the scores of a detector"),
        detectors={"xception": "p", "vit": "q"},
    ),
    Example(
        name="JSON, the classes of each video in a list",
        looks='{"v000000.mp4": [{"label": "Fake", "score": ',
        by="a list of classes with their scores for each video, as pipelines answer",
        read="classes of one detector",
        write=lambda v: {"scores.json": document(_classes(v)), "labels.csv": labels_of(v)},
        says="are classes of one detector",
        unsure=Unsure(
            write=lambda v: {
                "scores.json": document(_classes(v, ("LABEL_1", "LABEL_0"))), "labels.csv": labels_of(v),
            },
            says="--fake-is low turns it round",
        ),
    ),
    Example(
        name="JSON, the frames of each video by their names",
        looks='{"v000000.mp4": {"frame_0000.png": ',
        by="objects whose keys are names or numbers of frames",
        read="frames of videos",
        write=lambda v: {
            "scores.json": document(_frames(v, "frame_{:04d}.png", v.p)),
            "labels.csv": labels_of(v),
        },
        says="its keys name videos, and the keys below them frames",
        unsure=Unsure(
            write=lambda v: {
                "scores.json": document(_frames(v, "{}", v.logits)),
                "labels.csv": labels_of(v),
            },
            says="on both sides of 0",
        ),
    ),
    Example(
        name="JSON, a list of records for each detector",
        looks='{"xception": [{"video": ',
        by="keys with lists of records that share videos",
        read="one detector for each key",
        write=lambda v: {"scores.json": document(_lists(v, {"xception": v.p, "vit": v.q}))},
        says="are read as the column 'detector'",
        unsure=Unsure(
            write=lambda v: {"scores.json": document(_folds(v, ("A", "B"), coded=True))},
            says=CONVENTION,
        ),
        detectors={"xception": "p", "vit": "q"},
    ),
    Example(
        name="JSON, a list of records for each fold",
        looks='{"fold_0": [{"video": ',
        by="keys such as `fold_0` with lists of records that share no video",
        read="parts of one table",
        write=lambda v: {"scores.json": document(_folds(v))},
        says="which share no video, are parts of one table",
        unsure=Unsure(write=lambda v: {"scores.json": document(_folds(v, coded=True))}, says=CONVENTION),
    ),
    Example(
        name="JSON, videos beside facts of the evaluation",
        looks='{"meta": {"auc": 0.9}, "results": {"v000000.mp4": ',
        by="an object of videos under `results`, `predictions` …, beside `meta`, `config` …",
        read="the videos",
        write=lambda v: {
            "scores.json": document({"meta": {"auc": 0.9}, "results": {r.pop("video"): r for r in rows(plain(v))}})
        },
        says="rows read from 'results'; meta not used",
        unsure=Unsure(
            write=lambda v: {
                "scores.json": document({"config": {}, "results": {n: {"label": y, "p_fake": p} for n, y, p in _coded(v)}})
            },
            says=CONVENTION,
        ),
    ),
)
"""The forms, in the order of the page."""
