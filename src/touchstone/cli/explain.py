"""``touchstone scores --explain``: how each column is read, and what the rows count for; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from .options import say

if TYPE_CHECKING:
    from touchstone.scores import Options, ScoreFiles


def explain_reading(console: Console, tables: Sequence[Path], labels: Sequence[Path], options: Options) -> None:
    """Print a line for each column, and how many rows of each detector count for what."""
    from touchstone.scores import read_score_files

    read = read_score_files(tables, labels, options, lambda note: say(console, note))
    for line in _counts(read):
        say(console, line)


def _counts(read: ScoreFiles) -> list[str]:
    """Videos by label, then the scores of each detector by what they are."""
    videos, scores, rejected = (read.tables[name] for name in ("videos", "scores", "rejected"))
    by_label = {label: videos.filter(label=label).height for label in ("real", "fake")}
    lines = [f"counts: {by_label['real']:,} real and {by_label['fake']:,} fake videos"] if videos.height else []
    for (name,), part in scores.group_by("detector", maintain_order=True):
        states = {status: part.filter(status=status).height for status in ("ok", "failed", "abstained")}
        units = part["unit"][0]
        rest = "".join(f", {count:,} {status}" for status, count in states.items() if status != "ok" and count)
        covered = part.filter(status="ok")["video"].n_unique()
        lines.append(
            f"counts: {name}: {states['ok']:,} {units} scores count{rest}; {covered:,} of {videos.height:,} videos have a score"
        )
    if rejected.height:
        kinds = rejected.group_by("kind").len().sort("kind").iter_rows()
        lines.append("counts: left out: " + ", ".join(f"{count:,} rows ({kind})" for kind, count in kinds))
    return lines
