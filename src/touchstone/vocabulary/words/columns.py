"""Names of columns seen in the wild, and which field each one fills."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from touchstone.vocabulary.tables import VIDEOS

from .languages import TRANSLATIONS

METADATA = tuple(
    column.name for column in VIDEOS.columns if column.name not in ("video", "label", "status", "failure", "reason")
)
"""Columns of the ``videos`` table that a file may fill."""

_TRUE = ("ground_truth", "groundtruth", "gt", "true", "truth", "actual", "expected", "gold", "correct")
_TRUE_LABELS = tuple(
    name for true in _TRUE for what in ("label", "class", "category") for name in (f"{true}_{what}", f"{what}_{true}")
)
"""Names of labels that say that they are true: ``ground_truth_label``, ``label_true``, ``true_class``."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "video": (
        "video", "path", "file", "filename", "file_name", "filepath", "file_path", "video_path", "video_name", "video_id",
        "videoname", "name", "id", "probefileid", "key", "utterance", "utt_id", "image", "img", "image_path", "img_path",
        "image_name", "image_file", "frame_path", "picture", "clip_id", "clip_name", "clip_path", "clip_file", "video_file",
        *TRANSLATIONS["video"],
    ),
    "label": (
        "label", "true_label", "true", "y_true", "ground_truth", "groundtruth", "gt", "gt_label", "target", "truth",
        "correct_label", "actual_label", "actual", "expected", "expected_label", "real_label", "truth_label", "gold", "labels",
        "y", "is_fake", "is_deepfake", "is_manipulated", "is_spoof", "is_synthetic", "is_real", "is_authentic", "is_genuine",
        "is_bonafide", "is_original", "is_pristine", "fake?", "is_fake?", "is_it_fake", "modify_type", "type", "class", "klass",
        "label_id", "label_ids", "liveness", "is_live", "key", *TRANSLATIONS["label"], *_TRUE_LABELS,
    ),
    "detector": (
        "detector", "model", "model_name", "system", "classifier", "detector_name", "network", "network_name", "net", "algorithm",
        "backbone", "architecture", "arch", "approach", "checkpoint", "system_id",
    ),
    "frame": ("frame", "frame_index", "frame_idx", "frame_id", "frame_number", "frame_no", *TRANSLATIONS["frame"]),
    "clip": ("clip", "clip_index", "window", "segment", "chunk"),
    "time": ("time", "timestamp", "seconds"),
    "status": ("status", "state", "probestatus", "probe_status", "processing_status"),
    "opt_out": ("isoptout", "opt_out", "abstained"),
    "reason": ("reason", "error_message", "failure_reason"),
    "method": ("method", "manipulation", "manipulation_method", "generator", "attack", "fake_method", "attack_type"),
    "dataset": ("dataset", "data_set", "corpus", "benchmark"),
    "source": ("source", "site", "camera", "origin"),
    "group": (
        "group", "person", "identity", "subject", "speaker", "actor", "subject_id", "person_id", "identity_id", "speaker_id",
        "actor_id", "target_person", "participant", "participant_id", "client_id", "individual", "celebrity", "face_identity",
        "youtube_id", "pair_id", "person_name", "actor_name", "speaker_name", "subject_name", "identity_name", "celebrity_id",
    ),
    "donor": ("donor", "source_person", "second_identity"),
    "split": (
        "split", "data_split", "dataset_split", "split_name", "phase", "partition", "set", "subset", "fold", "mode", "stage",
        "usage",
    ),
    "sha256": ("sha256", "sha_256", "hash"),
    "file_size": ("file_size", "filesize", "size_bytes"),
    "fps": ("fps", "frame_rate", "framerate"),
    "frame_count": ("frame_count", "num_frames", "n_frames"),
    "duration": ("duration", "duration_s", "length_seconds"),
    "has_audio": ("has_audio",),
}  # fmt: skip
"""Field → names that columns of it have, in plain spelling, best first."""

SPLITS_BY_WORDS = frozenset({"partition", "set", "subset", "fold", "mode", "stage", "usage", "phase"})
"""Names of columns that hold splits where their words mean some, and something else where not."""

LABELS_BY_WORDS = frozenset({"liveness", "key"})
"""Names of columns that hold labels where all their words are labels, and scores where not."""

FIELDS = (*COLUMNS, *(name for name in METADATA if name not in COLUMNS))
"""Every field that a column can fill."""


def column_of(
    field: str, columns: Mapping[str, str], taken: Collection[str] = (), first: str | None = None
) -> str | None:
    """The column that fills a field; ``None`` where there is none.

    Args:
        field: what is looked for.
        columns: names of the columns in plain spelling, and as the file spells them.
        taken: columns that fill another field already.
        first: a name that counts before all others.

    >>> column_of("video", {"video": "Video", "path": "Path"}), column_of("video", {"path": "Path"}, first="path")
    ('Video', 'Path')
    """
    return next(iter(columns_of_field(field, columns, taken, first)), None)


def columns_of_field(
    field: str, columns: Mapping[str, str], taken: Collection[str] = (), first: str | None = None
) -> list[str]:
    """All columns whose names fit a field, best first; arguments as in :func:`column_of`."""
    names = COLUMNS.get(field, (field,))
    ordered = names if first is None else (first, *names)
    joined = {name.replace("_", ""): column for name, column in columns.items()}  # PersonID, groundTruth
    named = (columns.get(name) or joined.get(name.replace("_", "")) for name in ordered)
    return [column for column in dict.fromkeys(named) if column is not None and column not in taken]
