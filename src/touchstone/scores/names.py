"""Names of columns seen in the wild, and which field each one fills."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

import polars as pl

from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.tables import VIDEOS

from .options import Options
from .sheet import Sheet, plain

METADATA = tuple(column.name for column in VIDEOS.columns if column.name not in ("video", "label", "status", "reason"))
"""Columns of the ``videos`` table that a score file may fill."""

_NAMES: dict[str, tuple[str, ...]] = {
    "video": (
        "video", "path", "file", "filename", "file_name", "filepath", "file_path", "video_path", "video_name", "video_id",
        "videoname", "name", "id", "probefileid", "key", "utterance", "utt_id",
    ),
    "label": (
        "label", "true_label", "true", "y_true", "ground_truth", "groundtruth", "gt", "gt_label", "target", "truth",
        "is_fake", "modify_type", "type", "class", "klass",
    ),
    "detector": ("detector", "model", "model_name", "system", "classifier"),
    "frame": ("frame", "frame_index", "frame_idx", "frame_id", "frame_number", "frame_no"),
    "clip": ("clip", "clip_index", "window", "segment", "chunk"),
    "time": ("time", "timestamp", "seconds"),
    "status": ("status", "state"),
    "opt_out": ("isoptout", "opt_out", "abstained"),
    "reason": ("reason", "error_message"),
    "method": ("method", "manipulation", "manipulation_method", "generator", "attack", "fake_method", "attack_type"),
    "dataset": ("dataset", "data_set", "corpus", "benchmark"),
    "source": ("source", "site", "camera"),
    "group": ("group", "person", "identity", "subject", "speaker", "actor", "subject_id"),
    "donor": ("donor", "target_person", "second_identity"),
    "split": ("split", "set", "partition", "subset"),
    "sha256": ("sha256", "sha_256", "hash"),
    "file_size": ("file_size", "filesize", "size_bytes"),
    "fps": ("fps", "frame_rate", "framerate"),
    "frame_count": ("frame_count", "num_frames", "n_frames"),
    "duration": ("duration", "duration_s", "length_seconds"),
    "has_audio": ("has_audio",),
}  # fmt: skip

_FOLDERS = ("klass", "class", "category")
"""Columns that name the folder of a video beside its label: how a fake was made, if anything."""

SCORE_NAMES = (
    "p_fake", "prob_fake", "fake_prob", "fake_probability", "probability_fake", "fake_score", "score_fake", "score", "prediction",
    "prob", "probability", "y_score", "y_prob", "output", "pred", "y_pred", "logit", "logits", "p_real", "prob_real",
    "real_prob", "real_probability",
)  # fmt: skip
_OR_WORDS = frozenset({"prediction", "output", "pred", "y_pred"})
"""Score names under which words stand as often as numbers; words are decisions there, and no score."""

_MEANS_REAL = frozenset({"p_real", "prob_real", "real_prob", "real_probability"})
_LOGITS = frozenset({"logit", "logits"})
_SEVERAL = re.compile(r"^(?:p|prob|score)_(.+)$")
_DOTTED = re.compile(
    r"^(?:all_predictions|predictions|scores|detectors|models)\.([^.]+)(?:\.(?:p_fake|score|prediction|prob|probability))?$"
)


def find_fields(sheet: Sheet, options: Options) -> dict[str, str]:
    """Field → column: those that the user names, then those that are recognised.

    Raises:
        UsageError: the user names a field that there is not.
    """
    known = sheet.lower()
    found: dict[str, str] = {}
    for name, column in options.columns.items():
        check_field(name)
        if not is_score(name) and column in sheet.columns:
            found[name] = column
    taken = set(found.values())
    for name in (*_NAMES, *(m for m in METADATA if m not in _NAMES)):
        if name in found:
            continue
        column = next((known[n] for n in _NAMES.get(name, (name,)) if n in known and known[n] not in taken), None)
        if column is not None and not (name == "status" and not _looks_like_status(sheet.frame[column])):
            found[name] = column
            taken.add(column)
    folder = next((known[n] for n in _FOLDERS if n in known and known[n] not in taken), None)
    if "method" not in found and folder is not None:
        found["folder"] = folder
    return found


def find_scores(sheet: Sheet, options: Options, taken: Sequence[str]) -> dict[str, str]:
    """Detector → column; ``""`` stands for the detector that the file as a whole is of."""
    mapped = {detector_of(n): c for n, c in options.columns.items() if is_score(n) and c in sheet.columns}
    if mapped:
        return mapped
    known = {name: column for name, column in sheet.lower().items() if column not in taken}
    several: dict[str, str] = {}
    for name, column in known.items():
        match = _SEVERAL.match(name) or _DOTTED.match(column)
        if match and name not in SCORE_NAMES and _numeric(sheet.frame[column]):
            original = column.strip()[match.start(1) - len(name) :] if _SEVERAL.match(name) else match.group(1)
            several[original] = column
    own = next(
        (known[n] for n in SCORE_NAMES if n in known and (n not in _OR_WORDS or _numeric(sheet.frame[known[n]]))), None
    )
    if several:
        return ({"": own} if own is not None and plain(own) == "p_fake" else {}) | several
    return {} if own is None else {"": own}


def means_real(column: str) -> bool:
    """Whether the name of a score column says that it is of the real class."""
    return plain(column) in _MEANS_REAL


def is_logit(column: str) -> bool:
    """Whether the name of a score column says that it holds log-odds."""
    return plain(column) in _LOGITS


def is_score(name: str) -> bool:
    """Whether a field that a user names is a score."""
    return name in ("p_fake", "score") or name.startswith("p_")


def detector_of(name: str) -> str:
    """Detector of a field ``p_NAME``."""
    return "" if name in ("p_fake", "score") else name.removeprefix("p_")


def check_field(name: str) -> None:
    """Refuse a field that there is not."""
    fields = ("p_fake", *(n for n in _NAMES if n != "opt_out"), *(m for m in METADATA if m not in _NAMES))
    if not is_score(name) and name not in fields:
        raise UsageError(
            f"--map: there is no field {name!r}{nearest(name, fields)}; fields are {', '.join(fields)}, p_NAME"
        )


def nearest(name: str, known: Sequence[str]) -> str:
    """A hint at names that are spelt alike.

    >>> nearest("lable", ["label", "video"])
    "; did you mean 'label'?"
    """
    close = difflib.get_close_matches(plain(name), [plain(k) for k in known], n=2, cutoff=0.6)
    meant = [next(k for k in known if plain(k) == c) for c in close]
    return f"; did you mean {' or '.join(repr(m) for m in meant)}?" if meant else ""


def _numeric(values: pl.Series) -> bool:
    """Whether a column holds a number at all: a column of words is no score."""
    if values.dtype != pl.String:
        return values.dtype.is_numeric()
    sample = values.drop_nulls().head(1000)
    return not sample.len() or bool(sample.str.strip_chars().cast(pl.Float64, strict=False).is_not_null().any())


def _looks_like_status(values: pl.Series) -> bool:
    return values.dtype in (pl.String, pl.Boolean)
