"""What a user may say about labels and groups, where only the user can know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """How labels and groups of a file are meant.

    Attributes:
        label_fake: values of the label column that mean fake; all others then mean real. Where empty, usual words are known.
        fake_audio: what a real picture with false sound counts as: the answer depends on the question that is asked.
        group_pattern: regular expression whose first group, found in the key of a video, names the group.
    """

    label_fake: tuple[str, ...] = ()
    fake_audio: Literal["fake", "real"] = "fake"
    group_pattern: str | None = None
