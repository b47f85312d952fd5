"""Scores inside scores: by the number of a frame, by detector, by data set, by the way to forge; and bare lines of codes."""

from __future__ import annotations

from itertools import cycle

import numpy as np

from .example import Example, Unsure, Videos, document, labels_of, rows, table
from .tables import plain


def _numbered(v: Videos, values, member: str = "scores"):
    """An object for each video with its label and an object of numbers."""
    return {
        n: {"label": y, member: dict(numbers)}
        for n, y, numbers in zip(v.names, v.labels, values, strict=True)
    }  # fmt: skip


def _by_frame(v: Videos):
    """The score of each video three times, under the numbers of three frames."""
    return [[(str(frame), p) for frame in (0, 10, 20)] for p in v.p.tolist()]


def _by_class(v: Videos):
    return [(("0", round(1 - p, 4)), ("1", p)) for p in v.p.tolist()]


def _lists(v: Videos, scores, files: str = "files"):
    return {"scores": np.asarray(scores).tolist(), "labels": v.coded, files: list(v.names)}


def _records(v: Videos, scores, at: slice = slice(None)):
    cells = zip(v.names[at], v.labels[at], np.asarray(scores).tolist()[at], strict=True)
    return {n: {"label": y, "score": p} for n, y, p in cells}


def _ways(v: Videos) -> dict[str, list[int]]:
    """Places of the real videos, and of the fakes of two ways to forge."""
    fakes = np.flatnonzero(v.fake).tolist()
    return {"original": np.flatnonzero(~v.fake).tolist(), "Deepfakes": fakes[::2], "FaceSwap": fakes[1::2]}


def _by_way(v: Videos, real: str = "original"):
    return {real if way == "original" else way: {v.names[i]: v.p.tolist()[i] for i in at} for way, at in _ways(v).items()}


def _files_by_way(v: Videos, real: str = "original"):
    names = {way: real if way == "original" else way for way in _ways(v)}
    return {f"{names[way]}.csv": table({"video": np.asarray(v.names)[at], "prob": v.p[at]}) for way, at in _ways(v).items()}


def _in_batches(records, size: int = 16):
    return [records[at : at + size] for at in range(0, len(records), size)]


def _logits(v: Videos):
    """Logits of fake and of real whose difference is the log-odds."""
    return np.round(np.stack([v.logits / 2, -v.logits / 2], axis=1), 6).tolist()


def _coded(v: Videos, codes):
    """Records with the code of each label, behind what the codes mean."""
    rows = [{"file": n, "label": codes[y], "prob_fake": p} for n, y, p in zip(v.names, v.labels, v.p.tolist(), strict=True)]
    return {"class_to_idx": codes, "results": rows}


def _classes(v: Videos, *pairs):
    """A record for each video with a list of two classes, real and fake; pairs of names take turns."""
    return [
        {"file": n, "label": y, "classes": [{"tag": real, "p": round(1 - p, 4)}, {"tag": fake, "p": p}]}
        for n, y, p, (real, fake) in zip(v.names, v.labels, v.p.tolist(), cycle(pairs), strict=False)
    ]


def _methods(v: Videos) -> list[str]:
    """The way to forge each video, ``original`` for real ones."""
    return [("Deepfakes", "FaceSwap")[at % 2] if fake else "original" for at, fake in enumerate(v.fake)]


NESTED = (
    Example(
        name="JSON, lists for each detector",
        looks='{"meso": {"scores": [0.',
        by="an object of lists of equal length under each key; tables that share videos",
        read="a detector for each key; keys of tables that share no video, and names of public data sets, are data sets",
        write=lambda v: {"scores.json": document({"meso": _lists(v, v.p), "xception": _lists(v, v.q)})},
        says="which share videos, are read as the column 'detector'",
        unsure=Unsure(
            write=lambda v: {"scores.json": document({"a": _lists(v, v.p, "names"), "b": _lists(v, v.q, "names")})},
            says="--label-fake 0 says the opposite",
        ),
        detectors={"meso": "p", "xception": "q"},
    ),
    Example(
        name="JSON, objects of videos for each data set",
        looks='{"FF++": {"v000000.mp4": {"label": "',
        by="an object for each of more videos than there are keys, with labels or scores",
        read="a data set for each key, if no video is below two of them",
        write=lambda v: {
            "scores.json": document({"FF++": _records(v, v.p, slice(20)), "DFDC": _records(v, v.p, slice(20, None))})
        },
        says="which share no video, are read as the column 'dataset'",
        unsure=Unsure(
            write=lambda v: {"scores.json": document({"a": _records(v, v.p), "b": _records(v, v.q)})},
            says="which share videos, are read as the column 'detector'",
        ),
    ),
    Example(
        name="JSON, videos for each way to forge",
        looks='{"original": {"v0',
        by="tables of numbers by video, one under a word for real videos and others under other words",
        read="the keys are ways to forge, and labels",
        write=lambda v: {"scores.json": document(_by_way(v))},
        says="says real (original), and all else counts as fake",
        unsure=Unsure(write=lambda v: {"scores.json": document(_by_way(v, "set 1"))}, asks="no labels"),
    ),
    Example(
        name="a file for each way to forge",
        looks="video,prob",
        by="three files or more without labels, of which one is named by a word for real videos and the others by another word",
        read="one detector; the words are labels and ways to forge",
        write=_files_by_way,
        says="the names of the files say real videos and ways to forge: original.csv (real), Deepfakes.csv (fake)",
        unsure=Unsure(write=lambda v: _files_by_way(v, "set1"), asks="no labels"),
        detectors={"detector": "p"},
    ),
    Example(
        name="JSON, lists beside facts of the evaluation",
        looks='{"model": "meso", "auc": 0.9, "scores": [0.',
        by="lists of equal length, one of them of a known name, beside single values",
        read="the lists are columns",
        write=lambda v: {"scores.json": document({"model": "meso", "auc": 0.9, **_lists(v, v.p, "video_ids")})},
        says="its lists are read as columns; model, auc not used",
        unsure=Unsure(
            write=lambda v: {"scores.json": document({"model": "meso", **_lists(v, v.p, "video_ids"), "labels": [0]})},
            asks="hold no records",
        ),
    ),
    Example(
        name="JSON of a trainer, logits and `id2label`",
        looks='{"id2label": {"0": "FAKE", "1": "REAL"}, "logits": [[',
        by="`id2label`, or `classes`, beside lists of as many numbers",
        read="its words name the classes and what whole numbers mean as labels",
        write=lambda v: {
            "scores.json": document({
                "id2label": {"0": "FAKE", "1": "REAL"}, "logits": _logits(v), "labels": [1 - y for y in v.coded],
                "files": list(v.names),
            })
        },
        says="'id2label' names the classes: FAKE, REAL",
        unsure=Unsure(
            write=lambda v: {
                "scores.json": document({
                    "predictions": [pair[::-1] for pair in _logits(v)], "label_ids": v.coded, "file": list(v.names),
                })
            },
            says="--fake-is low turns it round",
        ),
    ),
    Example(
        name="JSON, batches of records",
        looks='[[{"video": "v',
        by="a list of lists of objects, or of lists of columns",
        read="the rows of all batches",
        write=lambda v: {
            "scores.json": document(_in_batches(rows(plain(v))))
        },
        says="score: column 'p_fake' as P(fake)",
        unsure=Unsure(
            write=lambda v: {"scores.json": document([[list(v.names), [int(p >= 0.5) for p in v.p], v.p.tolist()]])},
            asks="decisions or labels",
        ),
    ),
    Example(
        name="JSON, records beside what the numbers of their classes mean",
        looks='{"class_to_idx": {"fake": 0, "real": 1}, "results": [{',
        by="an object or a list of words for classes, called `label2id`, `class_to_idx`, `class_names`, `label_map` …",
        read="labels, predicted classes and places of lists have these words; a score of no class is that of class 1",
        write=lambda v: {"scores.json": document(_coded(v, {"fake": 0, "real": 1}))},
        says="'class_to_idx' names the classes: fake, real",
        unsure=Unsure(
            write=lambda v: {"scores.json": document(_coded(v, {"fake": 0, "real": 1}) | {"classes": ["real", "fake"]})},
            asks="name different classes",
        ),
    ),
    Example(
        name="JSON, the classes of each video with any keys",
        looks='"classes": [{"tag": "no_deepfake", "p": 0.',
        by="a list in each record whose objects hold a text that differs within the list and comes again in others, and a number",
        read="a column for each class; those that a list lacks have what is left to 1, with a note",
        write=lambda v: {"scores.json": document(_classes(v, ("no_deepfake", "yes_deepfake")))},
        says="are classes of one detector",
        detectors={"classes": "p"},
        unsure=Unsure(
            write=lambda v: {"scores.json": document(_classes(v, ("real", "swap"), ("real", "reenact")))},
            says="which have what is left to 1",
        ),
    ),
    Example(
        name="JSON, a list of single pairs",
        looks='[{"v000000.mp4": 0.',
        by="a list of objects with one name and one number each",
        read="a video each",
        write=lambda v: {
            "scores.json": document([{n: p} for n, p in zip(v.names, v.p.tolist(), strict=True)]), "labels.csv": labels_of(v),
        },
        says="video: column 'video'",
        unsure=Unsure(
            write=lambda v: {"scores.json": document([{n: y} for n, y in zip(v.names, v.coded, strict=True)])},
            asks="no column names the videos",
        ),
    ),
    Example(
        name="lines of a path, a code and a score",
        looks="v000000.mp4 ",
        by="one column of 0 and 1 that no threshold on the scores gives",
        read="0 real, 1 fake",
        write=lambda v: {"scores.txt": table({"a": v.names, "b": v.coded, "c": v.p}, " ", header=False)},
        says="no threshold on 'column 3' gives them, so they are labels",
        unsure=Unsure(
            write=lambda v: {
                "scores.txt": table({"a": v.names, "b": [int(p >= 0.5) for p in v.p], "c": v.p}, " ", header=False)
            },
            asks="decisions or labels; if it does, say --map 'label=column 2'",
        ),
    ),
    Example(
        name="lines of a path, a label, a predicted class and a score",
        looks="v000000.mp4,",
        by="of two columns of labels in lines without header, one that a threshold on the scores gives",
        read="that one is the predicted class, the other the label",
        write=lambda v: {"scores.csv": table({"a": v.names, "b": v.called, "c": v.coded, "d": v.p}, header=False)},
        says="'column 2' follows a threshold on 'column 4' in every row, so it is the class that the detector chose",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table({"a": v.names, "b": v.called, "c": v.labels, "d": v.winner}, header=False)},
            asks="say --map 'label=column 2' --map 'predicted=column 3', or --map 'label=column 3' --map 'predicted=column 2'",
        ),
    ),
    Example(
        name="lines that begin with the way to forge, the data set, the detector, the split or a date",
        looks="v000000.mp4,",
        by="few words that come again and again in lines without header, beside names",
        read="the names are videos, the words a method, a data set …",
        write=lambda v: {"scores.csv": table({"m": _methods(v), "a": v.names, "b": v.coded, "c": v.p}, header=False)},
        says="also read: method from 'column 1' (--map 'property_column_1=column 1' takes it as a property alone)",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table({"m": _methods(v), "a": v.names, "c": v.p}, header=False)},
            says="'column 1' says real (original), and all else counts as fake",
        ),
    ),
    Example(
        name="scores of frames that a mark joins",
        looks="video,label,scores",
        by="cells of several numbers from 0 to 1, joined by `;`, `|`, `/`, commas or blanks, in a column called that of scores",
        read="frames of the video",
        write=lambda v: {"scores.csv": table({"video": v.names, "label": v.labels, "scores": [f"{p};{p};{p}" for p in v.p]})},
        says="'scores' holds a list of numbers in each record; they are read as the scores of its frames",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table({"video": v.names, "label": v.labels, "cell": [f"{p};{p};{p}" for p in v.p]})},
            asks="no column of scores",
        ),
    ),
    Example(
        name="JSON, the scores of each video by the number of the frame",
        looks='{"v000000.mp4": {"label": "',
        by="an object of numbers under `scores`, `predictions` …, whose keys are numbers of frames",
        read="frames of the video; keys 0, 1 … whose numbers sum to 1 are classes",
        write=lambda v: {"scores.json": document(_numbered(v, _by_frame(v)))},
        says="'scores' holds a list of numbers in each record; they are read as the scores of its frames",
        unsure=Unsure(write=lambda v: {"scores.json": document(_numbered(v, _by_class(v)))}, says="sum to 1 in each row"),
    ),
)
