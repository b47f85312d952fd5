"""JSON documents, and what public evaluations write."""

from __future__ import annotations

import numpy as np

from .example import Example, Unsure, Videos, document, labels_of, rows, table
from .tables import frames, plain


def _coded(v: Videos):
    return {"video": v.names, "label": v.coded, "p_fake": v.p}


CONVENTION = "--label-fake 0 says the opposite"


def _indexed(columns):
    """Columns as pandas writes them by default: ``{"label": {"0": …}, …}``."""
    return {name: {str(i): x for i, x in enumerate(np.asarray(c).tolist())} for name, c in columns.items()}


def _split(columns):
    return {
        "columns": list(columns),
        "index": list(range(len(columns["video"]))),
        "data": [list(r.values()) for r in rows(columns)],
    }


def _table(columns):
    return {
        "schema": {"fields": [{"name": n, "type": "string"} for n in ("index", *columns)], "primaryKey": ["index"]},
        "data": [{"index": i, **row} for i, row in enumerate(rows(columns))],
    }


def _json(
    name: str, looks: str, by: str, shape, says: str = "score: column 'p_fake' as P(fake)", read: str = "as named"
) -> Example:
    return Example(
        name=name, looks=looks, by=by, read=read, says=says,
        write=lambda v: {"scores.json": document(shape(plain(v)))},
        unsure=Unsure(write=lambda v: {"scores.json": document(shape(_coded(v)))}, says=CONVENTION),
    )  # fmt: skip


def _by_name(v: Videos, values) -> dict:
    return dict(zip(v.names, np.asarray(values).tolist(), strict=True))


def _pairs(v: Videos, labels) -> dict:
    return {n: [label, p] for n, label, p in zip(v.names, labels, v.p.tolist(), strict=True)}


def _by_frame(v: Videos) -> list[list[float]]:
    """The scores of four frames for each video."""
    return np.asarray(frames(v)["p_fake"]).reshape(-1, 4).tolist()


def _halves(v: Videos, shape):
    """Two parts of the videos, each in a shape."""
    half = len(v) // 2
    parts = [Videos(names=v.names[s], fake=v.fake[s], p=v.p[s], q=v.q[s]) for s in (slice(half), slice(half, None))]
    return [shape(part) for part in parts]


def _trials(v: Videos):
    return [f"LA_E_v{n[1:7]}" for n in v.names]


def _utterances(v: Videos):
    return [f"LA_E_{int(n[1:7]) + 1000000}" for n in v.names]


def _with_frames(v: Videos, name: str):
    """A record for each video, with an object for each of its three frames."""
    return [
        {"video": n, "label": y, "frames": [{"frame": k, name: p} for k in range(3)]}
        for n, y, p in zip(v.names, v.labels, v.p.tolist(), strict=True)
    ]


DOCUMENTS = (
    _json("JSON, a list of objects", '[{"video": ', "a list of objects", rows),
    Example(
        name="JSON lines",
        looks='{"video": ',
        by="an object in each line",
        read="as named",
        write=lambda v: {"scores.jsonl": b"\n".join(map(document, rows(plain(v))))},
        says="score: column 'p_fake' as P(fake)",
        unsure=Unsure(write=lambda v: {"scores.jsonl": b"\n".join(map(document, rows(_coded(v))))}, says=CONVENTION),
    ),
    _json(
        "JSON, lists of equal length",
        '{"video": ["',
        "an object whose members are lists of equal length, at least one of a known name",
        lambda c: {n: np.asarray(x).tolist() for n, x in c.items()},
    ),
    _json('pandas, `orient="columns"`', '{"video": {"0": ', "columns of equal keys that are numbers", _indexed),
    _json('pandas, `orient="split"`', '{"columns": ', "`columns` and `data` of equal width", _split, "orient split"),
    _json(
        'pandas, `orient="index"`',
        '{"0": {"video": ',
        "objects by number, each with its video",
        lambda c: {str(i): r for i, r in enumerate(rows(c))},
    ),
    _json('pandas, `orient="table"`', '{"schema": ', "`schema` and `data`", _table, "rows read from 'data'"),
    Example(
        name='pandas, `orient="values"`',
        looks='[["v000000.mp4"',
        by="a list of lists of equal length",
        read="as lines without header",
        write=lambda v: {"scores.json": document([list(r.values()) for r in rows(plain(v))])},
        says="lines without header",
        unsure=Unsure(
            write=lambda v: {"scores.json": document([list(r.values()) for r in rows(_coded(v))])},
            says=CONVENTION,
        ),
    ),
    _json(
        "JSON, a list under a name",
        '{"summary": ',
        "a list of objects under `results`, `predictions`, `videos` …",
        lambda c: {"summary": {"n": 3}, "results": rows(c)},
        "rows read from 'results'",
    ),
    _json(
        "JSON, objects by video",
        '{"v000000.mp4": {"label": ',
        "an object for each video",
        lambda c: {r.pop("video"): r for r in rows(c)},
    ),
    Example(
        name="JSON, `{video: score}`",
        looks='{"v000000.mp4": 0.',
        by="an object of numbers",
        read="P(fake) by video",
        write=lambda v: {"scores.json": document(_by_name(v, v.p)), "labels.json": document(_by_name(v, v.labels))},
        says="score: column 'score' as P(fake)",
        unsure=Unsure(
            write=lambda v: {"scores.json": document(_by_name(v, v.logits)), "labels.csv": labels_of(v)},
            says="on both sides of 0",
        ),
    ),
    Example(
        name="JSON, `{video: [label, score]}`",
        looks='{"v000000.mp4": ["',
        by="pairs of which one place holds words for real and fake, or 0 and 1, and the other numbers",
        read="labels and P(fake) by video",
        write=lambda v: {"scores.json": document(_pairs(v, v.labels))},
        says="its pairs are a label and a score",
        unsure=Unsure(write=lambda v: {"scores.json": document(_pairs(v, v.coded))}, says=CONVENTION),
    ),
    Example(
        name="JSON, `{video: [scores of frames]}`",
        looks='{"v000000.mp4": [0.',
        by="an object of lists of numbers",
        read="frames of videos",
        write=lambda v: {
            "scores.json": document(dict(zip(v.names, _by_frame(v), strict=True))),
            "labels.csv": labels_of(v),
        },
        says="'scores' holds a list of numbers in each record; they are read as the scores of its frames",
        unsure=Unsure(
            write=lambda v: {
                "scores.json": document({n: [1 - p, p] for n, p in zip(v.names, v.p.tolist(), strict=True)}),
                "labels.csv": labels_of(v),
            },
            says="are classes of one detector",
        ),
    ),
    Example(
        name="JSON, the frames of each video in a list inside its object",
        looks='"frame_scores": [',
        by="a list of numbers inside each object, of any length",
        read="frames of videos",
        write=lambda v: {
            "scores.json": document(
                [
                    {"video": n, "label": y, "frame_scores": p[: 4 - 2 * (i % 2)]}
                    for i, (n, y, p) in enumerate(zip(v.names, v.labels, _by_frame(v), strict=True))
                ]
            )
        },
        says="holds a list of numbers in each record; they are read as the scores of its frames",
        unsure=Unsure(
            write=lambda v: {
                "scores.json": document(
                    [
                        {"video": n, "label": y, "a_scores": [p, p, p], "b_scores": [p, p, p]}
                        for n, y, p in zip(v.names, v.labels, v.p.tolist(), strict=True)
                    ]
                )
            },
            asks="hold lists of numbers",
        ),
    ),
    Example(
        name="JSON, a split for each key",
        looks='{"val": {"v000000.mp4": ',
        by="keys that name splits: `train`, `dev`, `test` …",
        read="the column `split`",
        write=lambda v: {
            "scores.json": document(dict(zip(("val", "test"), _halves(v, lambda h: _by_name(h, h.p)), strict=True))),
            "labels.csv": labels_of(v),
        },
        says="which are read as splits",
        unsure=Unsure(
            write=lambda v: {
                "scores.json": document(
                    dict(zip(("val", "other"), _halves(v, lambda h: _by_name(h, h.p)), strict=True))
                ),
                "labels.csv": labels_of(v),
            },
            says="are read as the column 'dataset'",
        ),
    ),
    Example(
        name="JSON, scores by label",
        looks='{"real": {"v',
        by="keys that are words for real and fake, or splits above them, and different videos below each",
        read="labels, and the scores of the videos",
        write=lambda v: {
            "scores.json": document(
                {
                    label: {n: p for n, y, p in zip(v.names, v.labels, v.p.tolist(), strict=True) if y == label}
                    for label in ("real", "fake")
                }
            )
        },
        says="its keys say real and fake",
        unsure=Unsure(
            write=lambda v: {
                "scores.json": document({"real": _by_name(v, 1 - v.p), "fake": _by_name(v, v.p)}),
                "labels.csv": labels_of(v),
            },
            says="are classes of one detector",
        ),
    ),
    Example(
        name="JSON, a list for each split",
        looks='{"val": [{"video": ',
        by="keys that name splits, each with a list of objects",
        read="the column `split`",
        write=lambda v: {
            "scores.json": document(dict(zip(("val", "test"), _halves(v, lambda h: rows(plain(h))), strict=True)))
        },
        says="which are read as splits",
        unsure=Unsure(
            write=lambda v: {
                "scores.json": document(dict(zip(("val", "test"), _halves(v, lambda h: rows(_coded(h))), strict=True)))
            },
            says=CONVENTION,
        ),
    ),
    Example(
        name="JSON, one answer for each detector inside a record",
        looks='"all_predictions": {"cm": {"prediction": ',
        by="`all_predictions.NAME.prediction`, `scores.NAME`, `models.NAME` …",
        read="one detector for each NAME",
        write=lambda v: {
            "scores.json": document(
                [
                    {"video": n, "label": y, "all_predictions": {"cm": {"prediction": p}, "bg": {"prediction": q}}}
                    for n, y, p, q in zip(v.names, v.labels, v.p.tolist(), v.q.tolist(), strict=True)
                ]
            )
        },
        says="scores as P(fake)",
        unsure=Unsure(
            write=lambda v: {
                "scores.json": document(
                    [
                        {"video": n, "label": y, "answers": {"a": p, "b": q}}
                        for n, y, p, q in zip(v.names, v.labels, v.p.tolist(), v.q.tolist(), strict=True)
                    ]
                )
            },
            asks="no column of scores",
        ),
        detectors={"cm": "p", "bg": "q"},
    ),
    Example(
        name="submission to DFDC",
        looks="filename,label",
        by="two columns, `filename` and a `label` that holds numbers other than 0 and 1",
        read="`label` is P(fake); labels come from `--labels`",
        write=lambda v: {
            "scores.csv": table({"filename": v.names, "label": v.p}),
            "labels.json": document(
                {
                    n: {"label": y.upper(), "split": "train", "original": None}
                    for n, y in zip(v.names, v.labels, strict=True)
                }
            ),
        },
        says="as in DFDC submissions",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table({"filename": v.names, "label": v.coded}), "labels.csv": labels_of(v)},
            asks="every 'label' is 0 or 1",
        ),
    ),
    Example(
        name="NIST media forensics",
        looks="ProbeFileID|ConfidenceScore|IsOptOut",
        by="the columns `ProbeFileID` and `ConfidenceScore`",
        read="high is manipulated; an opt-out abstains",
        write=lambda v: {
            "scores.csv": table(
                {"ProbeFileID": [n[:-4] for n in v.names], "ConfidenceScore": v.p, "IsOptOut": ["N"] * len(v)}, "|"
            ),
            "labels.csv": table(
                {
                    "TaskID": ["manipulation"] * len(v),
                    "ProbeFileID": [n[:-4] for n in v.names],
                    "IsTarget": np.where(v.fake, "Y", "N"),
                },
                "|",
            ),
        },
        says="read as NIST",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table({"ProbeFileID": v.names, "ConfidenceScore": v.logits}, "|"),
                "labels.csv": labels_of(v),
            },
            says="on both sides of 0",
        ),
    ),
    Example(
        name="NIST media forensics without a header",
        looks="v000000|0.",
        by="a name, a number and Y or N in each line, with bars between",
        read="high is manipulated; Y abstains",
        write=lambda v: {
            "scores.csv": table({"a": [n[:-4] for n in v.names], "b": v.p, "c": ["N"] * len(v)}, "|", header=False),
            "labels.csv": labels_of(v),
        },
        says="Y means that the detector abstained",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table({"a": [n[:-4] for n in v.names], "b": v.p, "c": v.q}, "|", header=False),
                "labels.csv": labels_of(v),
            },
            says="say --map 'p_fake=",
        ),
    ),
    Example(
        name="ASVspoof",
        looks="filename\tcm-score",
        by="a column `cm-score`",
        read="high is bona fide: the sign is turned",
        write=lambda v: {
            "scores.txt": table({"filename": _trials(v), "cm-score": -v.logits}, "\t"),
            "labels.csv": table({"video": _trials(v), "label": v.labels}),
        },
        says="their sign is reversed",
        unsure=Unsure(
            write=lambda v: {
                "scores.txt": table({"filename": _trials(v), "cm-score": 1 - v.p}, "\t"),
                "labels.csv": table({"video": _trials(v), "label": v.labels}),
            },
            says="--fake-is high",
        ),
    ),
    Example(
        name="ASVspoof without a header, with the key",
        looks="LA_E_1000000 ",
        by="names such as LA_E_1234567, and words of bona fide and spoof",
        read="high is bona fide: the sign is turned",
        write=lambda v: {
            "scores.txt": table(
                {
                    "a": _utterances(v),
                    "b": np.where(v.fake, "A07", "-"),
                    "c": np.where(v.fake, "spoof", "bonafide"),
                    "d": -v.logits,
                },
                " ",
                header=False,
            )
        },
        says="their sign is reversed",
        unsure=Unsure(
            write=lambda v: {
                "scores.txt": table(
                    {"a": _utterances(v), "c": np.where(v.fake, "spoof", "bonafide"), "d": np.round(1 - v.p, 4)},
                    " ",
                    header=False,
                )
            },
            says="--fake-is high",
        ),
    ),
    Example(
        name="key of ASVspoof as labels",
        looks="LA_0039 LA_E_1000000 - ",
        by="lines of speaker, utterance, a blank field, attack and key",
        read="the labels; the speaker is the group, the attack the method",
        write=lambda v: {
            "scores.txt": table({"a": _utterances(v), "b": -v.logits}, " ", header=False),
            "labels.txt": table(
                {
                    "s": [f"LA_{39 + i % 4:04d}" for i in range(len(v))],
                    "u": _utterances(v),
                    "x": ["-"] * len(v),
                    "m": np.where(v.fake, "A07", "-"),
                    "k": np.where(v.fake, "spoof", "bonafide"),
                },
                " ",
                header=False,
            ),
        },
        says="read as key of ASVspoof",
        unsure=Unsure(
            write=lambda v: {
                "scores.txt": table({"a": _utterances(v), "b": -v.logits}, " ", header=False),
                "labels.txt": table(
                    {"s": ["LA_0039"] * len(v), "u": _utterances(v), "k": ["perhaps"] * len(v)}, " ", header=False
                ),
            },
            asks="labels",
        ),
    ),
    Example(
        name="AV-Deepfake1M, `file;score`",
        looks="v000000.mp4;0.",
        by="lines without header: a name, then a number",
        read="high is fake",
        write=lambda v: {"scores.txt": table({"a": v.names, "b": v.p}, ";", header=False), "labels.csv": labels_of(v)},
        says="lines without header",
        unsure=Unsure(
            write=lambda v: {"scores.txt": table({"b": v.p, "c": v.q}, ";", header=False), "labels.csv": labels_of(v)},
            asks="are not a video and a score",
        ),
    ),
    Example(
        name="list of Celeb-DF as labels",
        looks="1 Celeb-real/",
        by="lines without header: 0 or 1, then a path",
        read="1 is real there",
        write=lambda v: {
            "scores.csv": table({"video": v.names, "p_fake": v.p}),
            "labels.txt": table(
                {
                    "a": np.where(v.fake, 0, 1),
                    "b": [
                        ("Celeb-synthesis/" if f else "Celeb-real/") + n for f, n in zip(v.fake, v.names, strict=True)
                    ],
                },
                " ",
                header=False,
            ),
        },
        says="in lists of this form 1 is real (--label-fake says otherwise)",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table({"video": v.names, "p_fake": v.p}),
                "labels.csv": table({"video": v.names, "label": v.coded}),
            },
            says=CONVENTION,
        ),
    ),
    Example(
        name="one detector over several data sets, a file for each",
        looks="video,label,p_fake",
        by="files of equal columns that share no video, or whose videos of equal names have other labels",
        read="one detector; what names of files do not share is the data set",
        write=lambda v: {
            f"scores_{d}.csv": table(part) for d, part in zip(("DFDC", "FFpp"), _halves(v, plain), strict=True)
        },
        says="to change this, say --files-are detectors",
        unsure=Unsure(
            write=lambda v: {
                f"{d}.csv": table(part) for d, part in zip(("DFDC", "FFpp"), _halves(v, plain), strict=True)
            },
            says="to change this, say --files-are",
        ),
    ),
    Example(
        name="several detectors over several data sets, a file for each",
        looks="video,label,p_fake",
        by="files that share videos with some and none with others, and words of their names that go with the same",
        read="each detector over each data set",
        write=lambda v: {
            f"{name}_{d}.csv": table(part)
            for name, which in (("meso", "p"), ("caps", "q"))
            for d, part in zip(
                ("DFDC", "FFpp"), _halves(v, lambda w, s=which: plain(w) | {"p_fake": getattr(w, s)}), strict=True
            )
        },
        says="2 detectors, meso, caps, over 2 data sets, DFDC, FFpp, as their names and videos say",
        unsure=Unsure(
            write=lambda v: {
                f"{name}_{d}.csv": table({n: c[k * 5 : k * 5 + 5] for n, c in plain(v).items()})
                for k, (name, d) in enumerate([("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")])
            },
            asks="nothing tells which are detectors",
        ),
        detectors={"meso": "p", "caps": "q"},
    ),
    Example(
        name="a file of real and one of fake videos",
        looks="video,p_fake",
        by="names of files that differ by a word for real or fake alone, where no cell says otherwise",
        read="one detector; the words are the labels",
        write=lambda v: {
            f"scores_{label}.csv": table({"video": np.asarray(v.names)[v.fake == fake], "p_fake": v.p[v.fake == fake]})
            for label, fake in (("real", False), ("fake", True))
        },
        says="labels: the names of the files say them: scores_real.csv (real), scores_fake.csv (fake)",
        unsure=Unsure(
            write=lambda v: {
                "real.csv": table({"video": v.names, "p_fake": v.q}),
                "fake.csv": table({"video": v.names, "p_fake": v.p}),
            },
            asks="40 videos are in both, as v000000.mp4; write the label into their names",
        ),
    ),
    Example(
        name="a file for each split",
        looks="video,label,p_fake",
        by="names of files that differ by a word for a split, or folders of videos that name splits",
        read="one detector; the word fills the column `split`",
        write=lambda v: {
            f"scores_{d}.csv": table(part) for d, part in zip(("train", "test"), _halves(v, plain), strict=True)
        },
        says="as their names say (--split all pools them; to change this, say --files-are detectors)",
        unsure=Unsure(
            write=lambda v: {"scores_train.csv": table(plain(v)), "scores_test.csv": table(plain(v))},
            asks="say --files-are datasets if they are different videos",
        ),
    ),
    Example(
        name="JSON, objects of frames inside each record",
        looks='"frames": [{"frame": 0, "score": ',
        by="a member of each record that holds a list of objects with scores",
        read="frames of the video of the record",
        write=lambda v: {"scores.json": document(_with_frames(v, "score"))},
        says="'frames' holds objects in each record; they are read as the frames of their video",
        unsure=Unsure(write=lambda v: {"scores.json": document(_with_frames(v, "x"))}, asks="no column of scores"),
    ),
    Example(
        name="several detectors over one data set, a file for each",
        looks="video,label,p_fake",
        by="files of equal columns that share videos",
        read="a detector for each, by the name of the file",
        write=lambda v: {"cm.csv": table(plain(v)), "bg.csv": table(plain(v) | {"p_fake": v.q})},
        says="to change this, say --files-are datasets",
        unsure=Unsure(
            write=lambda v: {"net_cm.csv": table(plain(v)), "net_bg.csv": table(plain(v) | {"p_fake": v.q})},
            says="to change this, say --files-are datasets",
        ),
        detectors={"cm": "p", "bg": "q"},
    ),
)
