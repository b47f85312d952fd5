"""What holds where nobody says otherwise: one place for the command, for Python and for the workflows behind both.

It imports nothing heavy, so that ``touchstone --help`` can show these values without what computes with them.
"""

from typing import Final, Literal

Aggregation = Literal["mean", "median", "max", "mean_logit"]
"""How the scores of a video's units become the score of the video."""

Scale = Literal["probability", "logit", "percent"]
"""How scores are written."""

Polarity = Literal["high", "low"]
"""Which scores mean fake."""

FilesAre = Literal["datasets", "detectors"]
"""What several files of one form are."""

RowsAre = Literal["frames", "videos"]
"""What several rows with the same name are."""

JudgedSplit = Literal["test", "val", "train", "all"]
"""Which videos conclusions rest on, where a column tells splits apart."""

MissingScores = Literal["exclude", "as-real", "as-fake", "as-chance"]
"""What a video without a real score counts as."""

FakeAudio = Literal["fake", "real"]
"""What a real picture with false sound counts as."""

FRAMES_PER_VIDEO = 8
"""Evenly spread frames per video."""

WINDOW = 2.0
"""Seconds of consecutive frames and sound."""

TIMEOUT = 300.0
"""Seconds after which a video counts as unreadable."""

SEED = 0
"""Draws videos, splits, and the clips of a corpus."""

THRESHOLD = 0.5
"""P(fake) from which on a video counts as fake."""

AGGREGATION: Final = "mean"
"""How the scores of a video's frames become one."""

MISSING: Final = "exclude"
"""Videos without a real score are left out."""

MIN_COVERAGE = 0.0
"""Share of the videos for which every detector must have a real score."""

DEVICE: Final = "auto"
"""Where networks run: a GPU where there is one."""

FACES: Final = "auto"
"""What looks for faces: dlib where it is installed, else the cascade."""

FAKE_AUDIO: Final = "fake"
"""What a real picture with false sound counts as."""

NETWORK: Final = "reference"
"""What ``touchstone train`` trains: small networks that see their domain."""

SAVE_SECONDS = 20.0
"""Seconds between the saved states of a training."""

CLIP_SECONDS = 4.0
"""Longest clip that is taken from real footage to plant defects in."""
