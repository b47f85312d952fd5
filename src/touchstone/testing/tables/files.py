"""Rows of the ``videos`` table: how each file was made, which has nothing to do with its label."""

from __future__ import annotations

import numpy as np
import polars as pl

from touchstone.vocabulary.tables import VIDEOS

from .dealt import Dealt
from .design import Design


def file_rows(design: Design, deal: Dealt, rng: np.random.Generator) -> pl.DataFrame:
    """One row per video, with all columns of ``videos``; those that nothing is known of are null.

    Groups have one size, rate, codec and sound; duration and bitrate differ from video to video.
    """
    n, groups = deal.fake.size, int(deal.group[-1]) + 1
    wide = (rng.random(groups) < 0.5)[deal.group]
    fps = np.where(rng.random(groups) < 0.5, 25.0, 30.0)[deal.group]
    width, height = np.where(wide, 1280, 640), np.where(wide, 720, 480)
    duration, rate = rng.uniform(5, 20, n), rng.lognormal(14, 0.4, n)
    rows = pl.DataFrame({
        "number": np.arange(n), "label": np.where(deal.label, "fake", "real"), "status": "ok", "container": "mp4",
        "codec": np.where(rng.random(groups) < 0.2, "hevc", "h264")[deal.group], "pixel_format": "yuv420p",
        "width": width, "height": height, "fps": fps, "has_audio": (rng.random(groups) < 0.7)[deal.group],
        "duration": duration, "bitrate": rate, "file_size": (duration * rate / 8).astype(np.int64),
        "frame_count": (duration * fps).astype(np.int64), "bits_per_pixel": rate / (width * height * fps),
        "compression_ratio": 24 * width * height * fps / rate, **_origins(design, deal),
    })  # fmt: skip
    number = pl.col("number").cast(pl.String)
    rows = rows.with_columns(
        video=pl.concat_str(pl.lit("corpus "), pl.col("dataset"), pl.lit("/"), number.str.zfill(6), pl.lit(".mp4")),
        sha256=number.str.zfill(64),
        dataset=pl.concat_str(pl.lit("corpus "), pl.col("dataset")),
        source=pl.concat_str(pl.lit("camera "), pl.col("source")),
        method=pl.concat_str(pl.lit("method "), pl.col("method")),
        group=pl.concat_str(pl.lit("person "), pl.col("group").cast(pl.String).str.zfill(6)),
    )
    schema = VIDEOS.schema
    return rows.select(
        pl.col(c).cast(t) if c in rows.columns else pl.lit(None, dtype=t).alias(c) for c, t in schema.items()
    )


def _origins(design: Design, deal: Dealt) -> dict[str, pl.Series]:
    """Numbers of data set, source, method and group, null where the tables name none; and words of the split."""
    n = deal.fake.size
    nothing = pl.Series([None], dtype=pl.Int64).extend_constant(None, n - 1)
    named = design.named and design.group > 1
    split = pl.Series(np.where(deal.test, "test", "train"))
    return {
        "dataset": pl.Series(deal.dataset),
        "source": pl.Series(deal.source) if design.sources else nothing,
        "method": pl.Series(deal.method).replace(-1, None),
        "group": pl.Series(deal.group) if named else nothing,
        "split": split if design.test else nothing.cast(pl.String),
    }
