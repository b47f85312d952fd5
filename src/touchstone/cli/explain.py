"""``touchstone scores --explain``: how each column is read, and what the rows count for; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from touchstone.vocabulary.door import option

from .options import say

if TYPE_CHECKING:
    import polars as pl

    from touchstone.scores import Options
    from touchstone.vocabulary.defaults import JudgedSplit


def explain_reading(
    console: Console, tables: Sequence[Path], labels: Sequence[Path], options: Options, split: JudgedSplit | None = None
) -> None:
    """Print a line for each column, which split is judged, and how many of its rows count for what, by detector.

    Raises:
        UsageError: no video is of the split that was said, or the words of the splits are a question, as in a run.
    """
    from touchstone.conclusions.examination import choose_split, tables_of
    from touchstone.scores import read_score_files

    read = read_score_files(tables, labels, options, lambda note: say(console, note))
    choice = choose_split(read.tables["videos"], split)
    if choice is not None:
        left = "".join(f", {count:,} of {word}" for word, count in choice.left.items())
        judged = f"judged on the split {choice.split} ({', '.join(choice.words)}), {choice.videos:,} videos"
        pooled = f"; left out{left.removeprefix(',')} ({option('split', 'all')} pools them)" if left else ""
        say(console, f"counts: {judged}{pooled}")
    for line in _counts(tables_of(read.tables, choice)):
        say(console, line)


def _counts(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Videos by label, then the scores of each detector by what they are."""
    videos, scores, rejected = (tables[name] for name in ("videos", "scores", "rejected"))
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
