"""Tables that earlier versions wrote: columns that they lack are filled with what other columns of the row say."""

from __future__ import annotations

import polars as pl

from .schema import SCORES, Table


def completed(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The table with the columns that an earlier version did not write yet.

    ``scores.answer`` was given only in the text of the reason.
    """
    if table is not SCORES or "answer" in frame.columns or not {"reason", "status"} <= set(frame.columns):
        return frame
    reason = pl.col("reason").cast(pl.String)
    answered = (pl.col("status") == "failed") & reason.str.starts_with("the network answered ")
    answer = pl.lit("not finite")
    for words, kind in (("outside [0, 1]", "outside"), ("log-odds", "log-odds"), ("percent", "percent")):
        answer = pl.when(reason.str.contains(words, literal=True)).then(pl.lit(kind)).otherwise(answer)
    return frame.with_columns(answer=pl.when(answered).then(answer))
