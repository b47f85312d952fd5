"""Columns that their values tell, whatever their names promise."""

from __future__ import annotations

import numpy as np

from .example import Example, Unsure, Videos, document, labels_of, table

METHODS = ("Deepfakes", "FaceSwap", "NeuralTextures")


def _columns(v: Videos, **more):
    return {"video": v.names, "label": v.labels} | more


def _real(v: Videos):
    return np.round(1 - v.p, 4)


def _classes(v: Videos, names=("real", *METHODS)):
    share = np.round(v.p / 3, 5)
    return {
        "video": v.names,
        "label": v.labels,
        names[0]: _real(v),
        names[1]: share,
        names[2]: share,
        names[3]: np.round(v.p - 2 * share, 5),
    }


def _log_softmax(v: Videos):
    return np.round(np.log(1 - v.p), 6), np.round(np.log(v.p), 6)


def _comma(values) -> list[str]:
    return [f"{x:.4f}".replace(".", ",") for x in values]


def _text(columns) -> bytes:
    """A table in text with semicolons, cells as they are."""
    lines = [";".join(columns), *(";".join(map(str, row)) for row in zip(*columns.values(), strict=True))]
    return "\n".join([*lines, ""]).encode()


def _parts_of_fakes(v: Videos, of_real: float):
    """How much of each video is fake, and its score."""
    parts = np.where(v.fake, np.round(0.1 + np.arange(len(v)) % 7 / 10, 2), of_real)
    return {"video": v.names, "fake_ratio": parts, "label": v.labels, "prob": v.p}


VALUES = (
    Example(
        name="how much is fake beside a score",
        looks="video,fake_ratio,label",
        by="a word for fake and one for a part (`ratio`, `percentage` …), many cells 0 or empty, and a column called a score",
        read="a property; the other column is the score",
        write=lambda v: {"scores.csv": table(_parts_of_fakes(v, 0.0))},
        says="if it holds the scores, say --map p_fake=fake_ratio",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_parts_of_fakes(v, 0.01))},
            says="'prob' could hold scores too; if it does, say --map p_fake=prob",
        ),
    ),
    Example(
        name="two classes by name",
        looks="p_real,p_fake",
        by="two columns that sum to 1 in each row, one named real and one fake",
        read="one detector; P(fake) is the fake one",
        write=lambda v: {"scores.csv": table(_columns(v, p_real=_real(v), p_fake=v.p))},
        says="are classes of one detector",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_columns(v, p_real=v.q, p_fake=v.p))},
            says="'p_real' does not count",
        ),
    ),
    Example(
        name="two classes by number",
        looks="prob_0,prob_1",
        by="two columns that sum to 1 in each row, named by 0 and 1",
        read="class 1 is fake",
        write=lambda v: {"scores.csv": table(_columns(v, prob_0=_real(v), prob_1=v.p))},
        says="--fake-is low turns it round",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_columns(v, class_1=_real(v), class_2=v.p))},
            says="--fake-is low turns it round",
        ),
    ),
    Example(
        name="classes by generator",
        looks="real,Deepfakes,FaceSwap,NeuralTextures",
        by="three columns or more that sum to 1 in each row, one of them named real",
        read="one detector; P(fake) = 1 − P(real)",
        write=lambda v: {"scores.csv": table(_classes(v))},
        says="P(fake) = 1 − 'real'",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_classes(v, ("YouTube", *METHODS)))},
            asks="say --map p_fake=COLUMN --fake-is low for the class of real videos",
        ),
        near=1e-3,
    ),
    Example(
        name="a pair of classes for each detector",
        looks="xception_real,xception_fake,meso_real,meso_fake",
        by="pairs of columns that share a name and sum to 1 in each row",
        read="one detector for each pair",
        write=lambda v: {
            "scores.csv": table(
                _columns(v, xception_real=_real(v), xception_fake=v.p, meso_real=np.round(1 - v.q, 4), meso_fake=v.q)
            )
        },
        says="columns 'xception_real', 'xception_fake' are classes of one detector",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table(
                    _columns(v, xception_0=_real(v), xception_1=v.p, meso_0=np.round(1 - v.q, 4), meso_1=v.q)
                )
            },
            says="--fake-is low turns it round",
        ),
        detectors={"xception": "p", "meso": "q"},
    ),
    Example(
        name="two log-softmax columns",
        looks="log_real,log_fake",
        by="two columns never above 0 whose exponentials sum to 1 in each row",
        read="log-odds of fake: their difference",
        write=lambda v: {"scores.csv": table(_columns(v, log_real=_log_softmax(v)[0], log_fake=_log_softmax(v)[1]))},
        says="their exponentials sum to 1 in each row",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_columns(v, log_0=_log_softmax(v)[0], log_1=_log_softmax(v)[1]))},
            says="--fake-is low turns it round",
        ),
    ),
    Example(
        name="two log-softmax columns without a header",
        looks="v000000.mp4 ",
        by="two columns of numbers whose exponentials sum to 1 in each row",
        read="the second class is fake, unless the labels object",
        write=lambda v: {
            "scores.txt": table({"a": v.names, "b": _log_softmax(v)[0], "c": _log_softmax(v)[1]}, " ", header=False),
            "labels.csv": labels_of(v),
        },
        says="their exponentials sum to 1 in each row",
        unsure=Unsure(
            write=lambda v: {
                "scores.txt": table({"a": v.names, "b": v.q, "c": v.p}, " ", header=False),
                "labels.csv": labels_of(v),
            },
            says="say --map 'p_fake=",
        ),
    ),
    Example(
        name="two logits",
        looks="logit_real,logit_fake",
        by="columns of logits named real and fake",
        read="log-odds of fake: fake − real",
        write=lambda v: {
            "scores.csv": table(
                _columns(v, logit_real=np.round(0.7 - v.logits / 2, 6), logit_fake=np.round(0.7 + v.logits / 2, 6))
            )
        },
        says="log-odds of fake = 'logit_fake' − 'logit_real'",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table(
                    _columns(v, logit_0=np.round(0.7 - v.logits / 2, 6), logit_1=np.round(0.7 + v.logits / 2, 6))
                )
            },
            says="--fake-is low turns it round",
        ),
    ),
    Example(
        name="a class and how sure the detector is of it",
        looks="predicted,confidence",
        by="words of real and fake, beside a confidence that is never below 0.5",
        read="P(fake) = c where fake was predicted, 1 − c elsewhere",
        write=lambda v: {"scores.csv": table(_columns(v, predicted=v.called, confidence=v.winner))},
        says="if it is P(fake), say --map p_fake=confidence",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_columns(v, predicted=v.called, confidence=v.q))},
            asks="neither the confidence of the predicted class nor plainly P(fake)",
        ),
    ),
    Example(
        name="a class as 0 or 1 and how sure the detector is of it",
        looks="prediction,confidence",
        by="0 and 1 beside a confidence that is never below 0.5",
        read="P(fake) = c where 1 was predicted, 1 − c elsewhere",
        write=lambda v: {"scores.csv": table(_columns(v, prediction=(v.p >= 0.5).astype(int), confidence=v.winner))},
        says="is the confidence of the class in 'prediction'",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_columns(v, confidence=v.winner))},
            asks="no column which class it chose",
        ),
    ),
    Example(
        name="a class and how far its log-odds are from 0",
        looks="predicted,confidence",
        by="words of real and fake, beside numbers from 0 to more than 1 that no threshold divides as the classes are",
        read="log-odds of fake = c where fake was predicted, −c elsewhere",
        write=lambda v: {"scores.csv": table(_columns(v, predicted=v.called, confidence=abs(v.logits)))},
        says="if it is the log-odds of fake, say --map p_fake=confidence --scale logit",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_columns(v, confidence=abs(v.logits)))},
            asks="say --map p_fake=confidence --scale logit if it is the log-odds of fake",
        ),
    ),
    Example(
        name="a class and its confidence in percent",
        looks="prediction;confidence",
        by="a confidence from 50 to 100 beside a predicted class",
        read="P(fake) = c / 100 where fake was predicted",
        write=lambda v: {"scores.csv": _text(_columns(v, prediction=v.called, confidence=_comma(100 * v.winner)))},
        says="is never below 50 %",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_columns(v, prediction=v.called, confidence=np.round(100 * v.q, 2)))},
            asks="neither the confidence of the predicted class nor plainly P(fake)",
        ),
    ),
    Example(
        name="a decision beside a probability",
        looks="filename,Prediction,Probability",
        by="a column of 0 and 1 beside a continuous one",
        read="the continuous one is the score",
        write=lambda v: {
            "scores.csv": table({"filename": v.names, "Prediction": (v.p >= 0.5).astype(int), "Probability": v.p}),
            "labels.csv": labels_of(v),
        },
        says="score: column 'Probability' as P(fake)",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_columns(v, prediction=(v.p >= 0.5).astype(int)))},
            says="holds nothing but 0 and 1",
        ),
    ),
    Example(
        name="a decision in words beside a score",
        looks="score,pred_label",
        by="words of real and fake in a column `pred_label`, `predicted`, `decision`",
        read="compared with the scores, and nothing else",
        write=lambda v: {"scores.csv": table(_columns(v, score=v.p, pred_label=v.called))},
        says="agrees with P(fake) ≥ 0.5 in",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table({"video": v.names, "label": v.called, "score": v.p, "predicted": v.called})
            },
            asks="equals the decision",
        ),
    ),
    Example(
        name="a decision at a threshold of its own",
        looks="probability,verdict",
        by="a continuous column from 0 to 1 beside a decision, some below 0.5",
        read="the continuous one is P(fake)",
        write=lambda v: {
            "scores.csv": table(_columns(v, probability=v.p, verdict=np.where(v.p >= 0.3, "fake", "real")))
        },
        says="score: column 'probability' as P(fake)",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table(_columns(v, confidence=v.p, verdict=np.where(v.p >= 0.3, "fake", "real")))
            },
            says="'verdict' says fake from 0.3",
        ),
    ),
    Example(
        name="decimal commas",
        looks="0,",
        by="cells that are numbers but for a comma",
        read="as numbers",
        write=lambda v: {"scores.csv": _text(_columns(v, p_fake=_comma(v.p)))},
        says="is written with decimal commas",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": _text(_columns(v, p_fake=[f"{1 + i % 3},{i % 900 + 100}" for i in range(len(v))]))
            },
            asks="is not a number",
        ),
    ),
    Example(
        name="`sep=;` in the first line",
        looks="sep=;",
        by="that line, which spreadsheets write",
        read="the separator that it names",
        write=lambda v: {"scores.csv": b"sep=;\r\n" + _text(_columns(v, p_fake=_comma(v.p)))},
        says="the first line names the separator",
        unsure=Unsure(
            write=lambda v: {"scores.csv": b"sep=,\r\n" + _text(_columns(v, p_fake=_comma(v.p)))},
            asks="names the separator ','",
        ),
    ),
    Example(
        name="percent signs",
        looks="%",
        by="cells that are numbers with a percent sign",
        read="divided by 100",
        write=lambda v: {"scores.csv": table(_columns(v, p_fake=[f"{100 * p:.2f} %" for p in v.p]))},
        says="is written in percent",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table(
                    _columns(v, p_fake=[f"{100 * p:.2f}%" if i % 2 else f"{p:.4f}" for i, p in enumerate(v.p)])
                )
            },
            asks="is not a number",
        ),
    ),
    Example(
        name="text of a tensor",
        looks="tensor(",
        by="cells `tensor(0.29, device='cuda:0')` with one number each",
        read="that number",
        write=lambda v: {"scores.csv": _text(_columns(v, p_fake=[f"tensor({p:.4f}, device='cuda:0')" for p in v.p]))},
        says="holds the text of tensors; their number is read",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": _text(
                    _columns(
                        v,
                        p_fake=[
                            f"tensor([{p:.4f}, {q:.4f}])" if i % 2 else f"tensor([{p:.4f}])"
                            for i, (p, q) in enumerate(zip(v.p, v.q, strict=True))
                        ],
                    )
                )
            },
            says="they are read as the scores of its frames",
        ),
    ),
    Example(
        name="text of NumPy's numbers",
        looks="np.float32(",
        by="cells `np.float32(0.29)`",
        read="that number",
        write=lambda v: {"scores.csv": table(_columns(v, p_fake=[f"np.float32({p:.4f})" for p in v.p]))},
        says="holds the text of tensors; their number is read",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_columns(v, score=[f"np.float32({x:.4f})" for x in v.logits]))},
            says="on both sides of 0",
        ),
    ),
    Example(
        name="a list of one number",
        looks="[0.",
        by="cells `[0.29]`",
        read="that number",
        write=lambda v: {"scores.csv": table(_columns(v, p_fake=[f"[{p:.4f}]" for p in v.p]))},
        says="holds the text of tensors; their number is read",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table(_columns(v, p_fake=[f"[{p:.4f}, {q:.4f}]" for p, q in zip(v.p, v.q, strict=True)]))
            },
            asks="'p_fake[0]', 'p_fake[1]'",
        ),
    ),
    Example(
        name="a list of two numbers that sum to 1",
        looks="[0.",
        by="cells `[0.29 0.71]`",
        read="classes of one detector, real and fake; the other order where the labels clearly say so",
        write=lambda v: {"scores.csv": table(_columns(v, probs=[f"[{1 - p:.4f} {p:.4f}]" for p in v.p]))},
        says="are classes of one detector",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_columns(v, probs=[f"[{p:.4f} {1 - p:.4f}]" for p in v.p]))},
            says="--fake-is high keeps the usual order",
        ),
    ),
    Example(
        name="the answer of a pipeline: the class that won",
        looks='[{"label": ',
        by="a list of one object with a label and a score",
        read="P(fake) = c where fake was predicted, 1 − c elsewhere",
        write=lambda v: {
            "scores.jsonl": b"".join(
                document({"video": n, "label": y, "result": [{"label": c.title(), "score": w}]}) + b"\n"
                for n, y, c, w in zip(v.names, v.labels, v.called, v.winner.tolist(), strict=True)
            )
        },
        says="is the confidence of the class in",
        unsure=Unsure(
            write=lambda v: {
                "scores.jsonl": b"".join(
                    document({"video": n, "label": y, "result": [{"label": "LABEL_1", "score": w}]}) + b"\n"
                    for n, y, w in zip(v.names, v.labels, v.winner.tolist(), strict=True)
                )
            },
            asks="no column which class it chose",
        ),
    ),
    Example(
        name="the answer of a pipeline: all classes",
        looks='[{"label": ',
        by="a list of objects with labels and scores that sum to 1",
        read="P(fake) is the score of the fake class",
        write=lambda v: {
            "scores.jsonl": b"".join(
                document(
                    {
                        "video": n,
                        "label": y,
                        "result": [{"label": "Real", "score": 1 - p}, {"label": "Fake", "score": p}],
                    }
                )
                + b"\n"
                for n, y, p in zip(v.names, v.labels, v.p.tolist(), strict=True)
            )
        },
        says="are classes of one detector",
        unsure=Unsure(
            write=lambda v: {
                "scores.jsonl": b"".join(
                    document(
                        {
                            "video": n,
                            "label": y,
                            "result": [{"label": "LABEL_0", "score": 1 - p}, {"label": "LABEL_1", "score": p}],
                        }
                    )
                    + b"\n"
                    for n, y, p in zip(v.names, v.labels, v.p.tolist(), strict=True)
                )
            },
            says="--fake-is low turns it round",
        ),
    ),
    Example(
        name="a number of the face in the picture as `subject`",
        looks="video,label,p_fake,subject",
        by="a column of groups that says the same of every video, or different things of one",
        read="no group",
        write=lambda v: {"scores.csv": table(_columns(v, p_fake=v.p, subject=[0] * len(v)))},
        says="holds '0' for every video, so it is no group",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_columns(v, p_fake=v.p, subject=list(range(len(v)))))},
            says="names another group for every video",
        ),
    ),
    Example(
        name="a row for each class",
        looks="video,label,class,score",
        by="a real and a fake row for each video in a column of classes, whose scores sum to 1",
        read="P(fake) from the rows of the fake class",
        write=lambda v: {
            "scores.csv": table(
                {
                    "video": [n for n in v.names for _ in range(2)],
                    "label": [y for y in v.labels for _ in range(2)],
                    "class": ["real", "fake"] * len(v),
                    "score": [x for p in v.p.tolist() for x in (round(1 - p, 4), p)],
                }
            )
        },
        says="those of fake hold P(fake)",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table(
                    {
                        "video": [n for n in v.names for _ in range(2)],
                        "label": [y for y in v.labels for _ in range(2)],
                        "class": ["real", "fake"] * len(v),
                        "score": [x for p in v.p.tolist() for x in (p, round(p * p, 4))],
                    }
                )
            },
            says="contradicts the label",
        ),
    ),
    Example(
        name="labels in two columns of marks",
        looks="video,real,fake,score",
        by="columns of 0 and 1 called real and fake, of which each row marks one, beside scores",
        read="the label",
        write=lambda v: {
            "scores.csv": table(
                {
                    "video": v.names,
                    "real": [1 - y for y in v.coded],
                    "fake": v.coded,
                    "score": v.p,
                }
            )
        },
        says="so they are the label",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table({"video": v.names, "real": [1] * len(v), "fake": v.coded, "score": v.p})
            },
            asks="no labels",
        ),
    ),
    Example(
        name="the video a fake was made from",
        looks="video,label,p_fake,original",
        by="a column `original`, `source` or `target` whose cells are videos of the table",
        read="groups: a fake and its original belong together",
        write=lambda v: {
            "scores.csv": table(
                _columns(v, p_fake=v.p, original=["" if not f else v.names[int(np.argmin(v.fake))] for f in v.fake])
            )
        },
        says="names the video that another was made from",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_columns(v, p_fake=v.p, source=["site a", "site b"] * (len(v) // 2)))},
            says="also read: source",
        ),
    ),
)
