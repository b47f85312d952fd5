"""Tables whose columns have names that say what they hold."""

from __future__ import annotations

import gzip
import io

import numpy as np
import polars as pl

from .example import Example, Unsure, Videos, table


def plain(v: Videos, score: str = "p_fake", label: str = "label", video: str = "video"):
    return {video: v.names, label: v.labels, score: v.p}


def frames(v: Videos, count: int = 4):
    """Names, frames, labels and scores of frames, whose mean over each video is its score."""
    swing = np.minimum(0.05, np.minimum(v.p, 1 - v.p) / 2)
    steps = np.tile([-1.0, 1.0], count // 2)
    p = np.round(v.p[:, None] + swing[:, None] * steps, 6)
    return {
        "video": np.repeat(v.names, count).tolist(),
        "frame": np.tile(np.arange(count), len(v)).tolist(),
        "label": np.repeat(v.labels, count).tolist(),
        "p_fake": p.ravel().tolist(),
    }


def _in_folders_of_videos(v: Videos, form: str):
    """Paths of frames: ``n`` is the video, ``m`` its number, ``k`` this modulo 8, and ``i`` the frame."""
    of_frames = frames(v)
    at = list(zip(np.repeat(np.arange(len(v)), 4).tolist(), of_frames["frame"], strict=True))
    paths = [form.format(n=v.names[m][:-4], m=m, k=m % 8, i=i) for m, i in at]
    return {"path": paths, "label": of_frames["label"], "p_fake": of_frames["p_fake"]}


def _again_under_sets(v: Videos, change: float = 0.0):
    """Fakes under one of two data sets, and real videos under both; in the second their scores are changed."""
    second = [f and i % 4 < 2 for i, f in enumerate(v.fake)]
    first = [i for i, after in enumerate(second) if not after]
    again = [i for i, (f, after) in enumerate(zip(v.fake, second, strict=True)) if after or not f]
    p = [*(v.p[i] for i in first), *(round(v.p[i] + (0.0 if v.fake[i] else change), 4) for i in again)]
    at = [*first, *again]
    names, labels = [v.names[i] for i in at], [v.labels[i] for i in at]
    return {"dataset": ["FF-DF"] * len(first) + ["FF-FS"] * len(again), "video": names, "label": labels, "prob": p}


def _beside_pictures(v: Videos, names, column: str):
    """Pictures with numbers, and a column beside them."""
    of_frames = frames(v)
    images = [f"{i:06d}.png" for i in range(len(of_frames["label"]))]
    return {column: names, "image_name": images, "label": of_frames["label"], "p_fake": of_frames["p_fake"]}


def _in_folders(v: Videos, joint: str):
    return [f"{label}{joint}{name}" for label, name in zip(v.labels, v.names, strict=True)]


def _quoted(words):
    return [f"'{word}'" for word in words]


def _odd_labels(v: Videos, separator: str = ",") -> bytes:
    return table({"video": v.names, "label": np.where(v.fake, "B", "A"), "p_fake": v.p}, separator)


def _separated(name: str, separator: str) -> Example:
    return Example(
        name=f"text, {name} between cells",
        looks=separator.join(("video", "label", "p_fake")),
        by="the separator that is in the first line and most steadily in the others",
        read="as named",
        write=lambda v: {"scores.txt": table(plain(v), separator)},
        says=f"separator {separator!r}",
        unsure=Unsure(write=lambda v: {"scores.txt": _odd_labels(v, separator)}, asks="is not a known label"),
    )


def _parquet(columns) -> bytes:
    file = io.BytesIO()
    pl.DataFrame({n: list(c) for n, c in columns.items()}).write_parquet(file)
    return file.getvalue()


def _long(v: Videos, name: str = "detector", second: bool = True):
    return {
        "video": [*v.names, *v.names],
        "label": [*v.labels, *v.labels],
        name: ["cm"] * len(v) + ["bg" if second else None] * len(v),
        "p_fake": np.concatenate([v.p, v.q]),
    }


def _faces(v: Videos):
    """Two frames of each video, with two faces each."""
    four = frames(v)
    return four | {"frame": [f // 2 for f in four["frame"]], "face": [f % 2 for f in four["frame"]]}


def _versions(v: Videos):
    """Two compressions of each second video."""
    half = len(v) // 2
    return {
        "video": np.repeat(v.names[:half], 2).tolist(),
        "label": np.repeat(v.labels[:half], 2).tolist(),
        "p_fake": v.p[: 2 * half],
        "compression": ["c23", "c40"] * half,
    }


def _apart(v: Videos, *, column: bool = True):
    """Three videos bear one name: the original and a fake of each of two methods."""
    third = len(v) // 3
    method = np.array(["", "Deepfakes", "FaceSwap"] * third)
    columns = {
        "video": np.repeat([f"{i:03d}.mp4" for i in range(third)], 3).tolist(),
        "method": method.tolist(),
        "label": np.where(method == "", "real", "fake").tolist(),
        "p_fake": v.p[: 3 * third],
    }
    return columns if column else {n: c for n, c in columns.items() if n != "method"}


def _of_r(v: Videos, head: str) -> bytes:
    """Lines of a quoted name of the row, a quoted name of the video, a quoted label and a number, below the head."""
    lines = (f'"{at}" "{n}" "{y}" {p}' for at, (n, y, p) in enumerate(zip(v.names, v.labels, v.p, strict=True), 1))
    return "\n".join([head, *lines, ""]).encode()


def _pictures(v: Videos) -> list[str]:
    """A name of a picture for each frame, in a folder for each video."""
    return [f"{n[:-4]}/{f:03d}.png" for n, f in zip(frames(v)["video"], frames(v)["frame"], strict=True)]


TABLES = (
    _separated("commas", ","),
    _separated("semicolons", ";"),
    _separated("tabs", "\t"),
    _separated("bars", "|"),
    Example(
        name="text, blanks between cells",
        looks="video label p_fake",
        by="equally many words in each line",
        read="as named",
        write=lambda v: {"scores.txt": table(plain(v), " ")},
        says="separator ' '",
        unsure=Unsure(
            write=lambda v: {"scores.txt": table(plain(v), " ") + b"my video.mp4 fake 0.4\n"}, asks="one column only"
        ),
    ),
    Example(
        name="R's `write.table`",
        looks='"video" "label" "p_fake"',
        by="a first line with one cell less than the others, in quotation marks or above the numbers of the rows",
        read="the first cell of each row is its name",
        write=lambda v: {"scores.txt": _of_r(v, '"video" "label" "p_fake"')},
        says="its first line has one cell less than the others, as R writes tables",
        unsure=Unsure(write=lambda v: {"scores.txt": _of_r(v, '"video" "label"')}, asks="one column only"),
    ),
    Example(
        name="Parquet",
        looks="PAR1",
        by="its first bytes",
        read="as named",
        write=lambda v: {"scores.parquet": _parquet(plain(v))},
        says="read as Parquet table",
        unsure=Unsure(
            write=lambda v: {"scores.parquet": _parquet({"video": v.names, "label": v.coded, "p_fake": v.p})},
            says="--label-fake 0 says the opposite",
        ),
    ),
    Example(
        name="packed with gzip",
        looks="\x1f\x8b",
        by="its first bytes",
        read="as what is inside",
        write=lambda v: {"scores.csv.gz": gzip.compress(table(plain(v)), 1)},
        says="separator ','",
        unsure=Unsure(write=lambda v: {"scores.csv.gz": gzip.compress(_odd_labels(v), 1)}, asks="is not a known label"),
    ),
    Example(
        name="UTF-16, as spreadsheets write it",
        looks="video\tlabel\tp_fake",
        by="its mark",
        read="as named",
        write=lambda v: {"scores.txt": table(plain(v), "\t").decode().encode("utf-16")},
        says="separator '\\t'",
        unsure=Unsure(
            write=lambda v: {"scores.txt": table(plain(v), "\t").decode().encode("utf-16-le")},
            asks="neither text nor Parquet nor JSON",
        ),
    ),
    Example(
        name="UTF-8 with a mark",
        looks="video,label,p_fake",
        by="its mark",
        read="as named",
        write=lambda v: {"scores.csv": b"\xef\xbb\xbf" + table(plain(v))},
        says="video: column 'video'",
        unsure=Unsure(write=lambda v: {"scores.csv": b"\xef\xbb\xbf" + _odd_labels(v)}, asks="is not a known label"),
    ),
    Example(
        name="other names of columns",
        looks="filename,y_true,y_score",
        by="names that such columns have",
        read="as the names say",
        write=lambda v: {"scores.csv": table({"filename": v.names, "y_true": v.coded, "y_score": v.p})},
        says="label: column 'y_true', 0 = real, 1 = fake (a convention; --label-fake 0 says the opposite)",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table({"video": v.names, "label": v.labels, "score": v.p, "prob": v.q})},
            says="'prob' could hold scores too; if it does, say --map p_fake=prob",
        ),
    ),
    Example(
        name="names of columns in German, French, Spanish or Chinese",
        looks="Datei,Klasse,Wahrscheinlichkeit",
        by="words such as Datei, fichier, archivo, 文件; Etikett, étiquette, etiqueta, 标签; echt, réel, auténtico, 真",
        read="as the names say",
        write=lambda v: {
            "scores.csv": table(
                {"Datei": v.names, "Klasse": np.where(v.fake, "gefälscht", "echt"), "Wahrscheinlichkeit": v.p}
            )
        },
        says="label: column 'Klasse', echt = real, gefälscht = fake",
        unsure=Unsure(  # what spreadsheets write for true and false
            write=lambda v: {
                "scores.csv": table({"fichier": v.names, "classe": np.where(v.fake, "VRAI", "FAUX"), "score": v.p})
            },
            asks="is not a known label",
        ),
    ),
    Example(
        name="liveness",
        looks="video,label,liveness",
        by="a column `liveness` or `liveness_score`, beside labels; of 0 and 1 beside a score it is the label",
        read="P(fake) = 1 − liveness",
        write=lambda v: {"scores.csv": table({"video": v.names, "label": v.labels, "liveness": np.round(1 - v.p, 4)})},
        says="is P(real); P(fake) = 1 − P(real)",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table({"video": v.names, "liveness": 1 - v.fake.astype(int), "score": v.p})},
            says="label: column 'liveness', 0 = fake, 1 = real",
        ),
    ),
    Example(
        name="`y` and `y_hat`",
        looks="video,y,y_hat",
        by="a column `y_hat` or `yhat` of numbers",
        read="as the names say",
        write=lambda v: {"scores.csv": table({"video": v.names, "y": v.coded, "y_hat": v.p})},
        says="score: column 'y_hat' as P(fake)",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table({"video": v.names, "y": v.coded, "yhat": (v.p >= 0.5).astype(int)})},
            says="holds nothing but 0 and 1",
        ),
    ),
    Example(
        name="cells in single quotes",
        looks="'v000000.mp4','",
        by="quotes around all cells of a column",
        read="what is inside them",
        write=lambda v: {"scores.csv": table(plain(v) | {"video": _quoted(v.names), "label": _quoted(v.labels)})},
        says="single quotes around cells were left out",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(plain(v) | {"label": [*_quoted(v.labels[:-1]), v.labels[-1]]})},
            asks="take the quotation marks off these cells",
        ),
    ),
    Example(
        name="a row for each detector and video",
        looks="video,label,detector,p_fake",
        by="a column `detector`, `model` or `system`",
        read="one detector for each name",
        write=lambda v: {"scores.csv": table(_long(v))},
        says="detector: column 'detector'",
        unsure=Unsure(write=lambda v: {"scores.csv": table(_long(v, second=False))}, asks="names no detector"),
        detectors={"cm": "p", "bg": "q"},
    ),
    Example(
        name="a column for each detector",
        looks="video,label,p_cm,p_bg",
        by="several columns `p_NAME`, `prob_NAME` or `score_NAME` that do not sum to 1",
        read="one detector for each NAME",
        write=lambda v: {"scores.csv": table({"video": v.names, "label": v.labels, "p_cm": v.p, "p_bg": v.q})},
        says="scores as P(fake)",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table({"video": v.names, "label": v.labels, "p_cm": v.p, "p_bg": np.round(1 - v.p, 4)})
            },
            asks="sum to 1 in each row, but their names name no classes",
        ),
        detectors={"cm": "p", "bg": "q"},
    ),
    Example(
        name="a row for each frame",
        looks="video,frame,label,p_fake",
        by="a column `frame` beside the video",
        read="frames of videos; `--aggregation` says how they become one score",
        write=lambda v: {"scores.csv": table(frames(v))},
        says="frame: column 'frame'",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(frames(v) | {"frame": [0] * 4 * len(v)})},
            says="counts no frames and is not used (if it does, say --map frame=frame)",
        ),
    ),
    Example(
        name="a row for each clip",
        looks="video,clip,label,p_fake",
        by="a column `clip`, `window` or `segment`",
        read="clips of videos",
        write=lambda v: {"scores.csv": table({("clip" if n == "frame" else n): c for n, c in frames(v).items()})},
        says="clip: column 'clip'",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table(
                    {("clip" if n == "frame" else n): c for n, c in frames(v).items()} | {"clip": [7] * 4 * len(v)}
                )
            },
            says="counts no clips and is not used (if it does, say --map clip=clip)",
        ),
    ),
    Example(
        name="frames without a column that counts them",
        looks="video,label,p_fake",
        by="three rows or more of most names, more alike than rows of other names (analysis of variance on ranks, 1 %)",
        read="frames in the order of the file",
        write=lambda v: {"scores.csv": table({n: c for n, c in frames(v).items() if n != "frame"})},
        says="if they are different videos, say --rows-are videos",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table({n: c[:8] for n, c in frames(v).items() if n != "frame"})},
            says="if they are different videos, say --rows-are videos",
        ),
    ),
    Example(
        name="real videos again under each data set of fakes",
        looks="dataset,video,label",
        by="rows of real videos with equal names and scores under several data sets, and fakes whose scores differ",
        read="each real video counts once, and the data sets are the methods of the fakes",
        write=lambda v: {"scores.csv": table(_again_under_sets(v))},
        says="if they are different videos, say --rows-are videos",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_again_under_sets(v, 0.001))},
            says="told apart by dataset",
        ),
    ),
    Example(
        name="pictures in a folder for each video",
        looks="v000000/000.png",
        by="numbered pictures, most folders with several, none named by a label",
        read="each folder is a video, its pictures are frames",
        write=lambda v: {
            "scores.csv": table(
                {
                    "path": [
                        f"{n[:-4]}/{f:03d}.png" for n, f in zip(frames(v)["video"], frames(v)["frame"], strict=True)
                    ],
                    "label": frames(v)["label"],
                    "p_fake": frames(v)["p_fake"],
                }
            )
        },
        says="if each picture is a video, say --map video=path",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table(
                    {"path": [f"set{i // 8}/{i % 8:03d}.png" for i in range(len(v))], "label": v.labels, "p_fake": v.p}
                )
            },
            says="names pictures in folders that hold both labels",
        ),
    ),
    Example(
        name="pictures in a folder for each face of a video",
        looks="v000000/0/000.png",
        by="numbered pictures in folders that are few numbers from 0 or 1 on, below folders of one label each",
        read="the folder above is the video, the pictures of all its faces are frames",
        write=lambda v: {"scores.csv": table(_in_folders_of_videos(v, "{n}/0/{i:03d}.png"))},
        says="if each picture is a video, say --map video=path",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_in_folders_of_videos(v, "x{k}/0/{i:03d}.png"))},
            says="names pictures in folders that hold both labels",
        ),
    ),
    Example(
        name="clips in a folder for each video",
        looks="v000000/clip_0.mp4",
        by="numbered parts (`clip`, `seg`, `chunk` …), most folders with several of one label, none called like a person",
        read="each folder is a video, its parts are clips",
        write=lambda v: {"scores.csv": table(_in_folders_of_videos(v, "{n}/clip_{i}.mp4"))},
        says="if each part is a video, say --map video=path",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_in_folders_of_videos(v, "id{m}/clip_{i}.mp4"))},
            says="videos are assumed independent",
        ),
    ),
    Example(
        name="pictures beside the video that they are of",
        looks="vid,image_name,label",
        by="names of pictures, and a column whose values have several and one label each: called like a video, like a folder, or "
        "of any name where pictures of one value are alike",
        read="the values of that column are videos, the pictures are frames",
        write=lambda v: {"scores.csv": table(_beside_pictures(v, frames(v)["video"], "vid"))},
        says="if each picture is a video, say --rows-are videos",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_beside_pictures(v, [f"p{i % 8}" for i in range(4 * len(v))], "vid"))},
            says="if that column names the videos, say --map video=vid",
        ),
    ),
    Example(
        name="pictures of many videos in one folder",
        looks="v000000_000.png",
        by="numbered pictures, most of which share the name before the number with others of one label",
        read="what is before the number is the video, its pictures are frames",
        write=lambda v: {
            "scores.csv": table(
                {
                    "image": [
                        f"{n[:-4]}_{f:03d}.png" for n, f in zip(frames(v)["video"], frames(v)["frame"], strict=True)
                    ],
                    "label": frames(v)["label"],
                    "p_fake": frames(v)["p_fake"],
                }
            )
        },
        says="if each picture is a video, say --map video=image",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table(
                    {"image": [f"IMG_{i:04d}.png" for i in range(len(v))], "label": v.labels, "p_fake": v.p}
                )
            },
            says="videos are assumed independent",
        ),
    ),
    Example(
        name="labels of the pictures of videos",
        looks="v000000/000.png",
        by="a file of labels that names the pictures of which the scores are",
        read="each video has the label of its pictures, which are frames",
        write=lambda v: {
            "scores.csv": table({"image": _pictures(v), "p_fake": frames(v)["p_fake"]}),
            "labels.csv": table({"image": _pictures(v), "label": frames(v)["label"]}),
        },
        says="names pictures; each video has the label of its pictures",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table({"image": _pictures(v), "p_fake": frames(v)["p_fake"]}),
                "labels.csv": table({"image": _pictures(v), "label": ["perhaps"] * len(_pictures(v))}),
            },
            asks="is not a known label",
        ),
    ),
    Example(
        name="several faces in a frame",
        looks="video,frame,label,p_fake,face",
        by="several rows for many frames, or a column `face`, `track`, `bbox` that tells them apart",
        read="every face counts in the score of its video",
        write=lambda v: {"scores.csv": table(_faces(v))},
        says="which 'face' tells apart as faces: every face counts",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table({n: c for n, c in _faces(v).items() if n != "face"})},
            says="as of several faces: every face counts",
        ),
    ),
    Example(
        name="versions of a video",
        looks="video,label,p_fake,compression",
        by="a column with few values, each once for a name, that does not count: `compression`, `crf`, `variant` …",
        read="each version is a video, and all of one name are one group",
        write=lambda v: {"scores.csv": table(plain(v) | {"compression": ["c23", "c40"] * (len(v) // 2)})},
        says="properties: compression (2 values)",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(_versions(v))}, says="if they are frames, say --rows-are frames"
        ),
    ),
    Example(
        name="equal names of several methods",
        looks="video,method,label,p_fake",
        by="a column of data sets, sources or methods that tells equal names apart",
        read="different videos: `Deepfakes/000.mp4`",
        write=lambda v: {
            "scores.csv": table(
                {"video": v.names, "method": np.where(v.fake, "Deepfakes", ""), "label": v.labels, "p_fake": v.p}
            )
        },
        says="also read: method",
        unsure=Unsure(write=lambda v: {"scores.csv": table(_apart(v, column=False))}, says="say --rows-are frames"),
    ),
    Example(
        name="names of videos below any word",
        looks="uuid,label,p_fake",
        by="the only column that tells all rows apart, where none is called that of videos",
        read="it names the videos",
        write=lambda v: {"scores.csv": table(plain(v, video="uuid"))},
        says="'uuid' alone tells rows apart, so it names them (if another column does, say --map video=COLUMN)",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(plain(v, video="uuid") | {"url": [f"a/{n}" for n in v.names]})},
            asks="no column names the videos",
        ),
    ),
    Example(
        name="a status beside the score",
        looks="video,label,p_fake,status",
        by="a column `status` or `state`",
        read="`failed` and `abstained` rows have no score",
        write=lambda v: {"scores.csv": table(plain(v) | {"status": ["ok"] * len(v)})},
        says="score: column 'p_fake' as P(fake)",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table(plain(v) | {"status": ["ok", "perhaps"] * (len(v) // 2)})}, asks="is not a state"
        ),
    ),
    Example(
        name="P(real)",
        looks="video,label,p_real",
        by="a column `p_real` or `prob_real`, and none of P(fake)",
        read="P(fake) = 1 − P(real)",
        write=lambda v: {"scores.csv": table({"video": v.names, "label": v.labels, "p_real": np.round(1 - v.p, 4)})},
        says="is P(real); P(fake) = 1 − P(real)",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table(
                    {
                        "video": v.names,
                        "label": v.labels,
                        "score": 1 - v.p,
                        "pred_label": v.called,
                    }
                )
            },
            says="so scores are high for real, and P(fake) = 1 − score (--fake-is high reads them as they are)",
        ),
    ),
    Example(
        name="log-odds",
        looks="video,label,logit",
        by="a column `logit`",
        read="log-odds of fake",
        write=lambda v: {"scores.csv": table({"video": v.names, "label": v.labels, "logit": v.logits})},
        says="score: column 'logit'",
        unsure=Unsure(
            write=lambda v: {"scores.csv": table({"video": v.names, "label": v.labels, "score": v.logits})},
            says="on both sides of 0",
        ),
    ),
    Example(
        name="percent",
        looks="video,label,fake_percent",
        by="numbers from 0 to 100 in a column whose name says percent",
        read="divided by 100",
        write=lambda v: {
            "scores.csv": table({"video": v.names, "label": v.labels, "fake_percent": np.round(100 * v.p, 2)})
        },
        says="percent",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table({"video": v.names, "label": v.labels, "score": np.round(100 * v.p, 2)})
            },
            asks="if the numbers are percent, say --scale percent",
        ),
    ),
    Example(
        name="labels in a file of their own",
        looks="video,p_fake",
        by="`--labels FILE`; names match by the longest common end of their paths",
        read="the labels of that file",
        write=lambda v: {
            "scores.csv": table({"video": [f"D:\\data\\set\\{n}" for n in v.names], "p_fake": v.p}),
            "labels.csv": table({"video": [f"/mnt/set/{n}" for n in v.names], "label": v.labels}),
        },
        says="by the end of the path",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table({"video": [f"a/{n}" for n in v.names], "p_fake": v.p}),
                "labels.csv": table(
                    {"video": [f"{s}/{n}" for s in "xy" for n in v.names], "label": [*v.labels, *v.labels]}
                ),
            },
            asks="no score belongs to a labelled video",
        ),
    ),
    Example(
        name="labels of folders whose names are part of the names of the scores",
        looks="fake/v",
        by="folders and name joined by `_` or `-` in the other file, and in no second way",
        read="the labels of that file",
        write=lambda v: {
            "scores.csv": table({"video": _in_folders(v, "_"), "p_fake": v.p}),
            "labels.csv": table({"video": _in_folders(v, "/"), "label": v.labels}),
        },
        says="by folder and name joined by '_'",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table({"video": [f"a_b_{n}" for n in v.names], "p_fake": v.p}),
                "labels.csv": table(
                    {"video": [f"{s}/{n}" for s in ("a/b", "a_b") for n in v.names], "label": [*v.labels, *v.labels]}
                ),
            },
            asks="no score belongs to a labelled video",
        ),
    ),
    Example(
        name="labels under numbers with zeros in front",
        looks="\n000001,",
        by="names that are equal without zeros before their numbers, and in no second way",
        read="the labels of that file",
        write=lambda v: {
            "scores.csv": table({"video": range(len(v)), "p_fake": v.p}),
            "labels.csv": table({"video": [f"{i:06d}" for i in range(len(v))], "label": v.labels}),
        },
        says="by the name of the file alone, spelled plainly",
        unsure=Unsure(
            write=lambda v: {
                "scores.csv": table({"video": range(len(v)), "p_fake": v.p}),
                "labels.csv": table(
                    {"video": [f"{i:0{n}d}" for n in (5, 6) for i in range(len(v))], "label": [*v.labels, *v.labels]}
                ),
            },
            asks="no score belongs to a labelled video",
        ),
    ),
)
