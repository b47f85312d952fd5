"""What a specialist is judged on where defects are known: the real videos, and the fakes of its domain."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from touchstone.conclusions.metrics import Performance
from touchstone.vocabulary.domains import Domain


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class OwnDomain:
    """The part of the footage that counts for a specialist.

    A fake is left out where its defects are known and all in other domains: a specialist in compression makes no error
    where it passes a clip in which only the light was changed. Fakes without a known defect stay in.

    Attributes:
        videos: the videos that count, column ``video``.
        real: scored real videos.
        fake: scored fakes among those that count.
        left_out: scored fakes that do not count.
        overall: its performance on all videos that it scored.
    """

    videos: pl.DataFrame
    real: int
    fake: int
    left_out: int
    overall: Performance

    @property
    def in_words(self) -> str:
        """The numbers of videos as a phrase."""
        return (
            f"judged on {self.real} real videos and {self.fake} fakes, without the {self.left_out} fakes whose known defects are "
            "all in other domains"
        )

    def of(self, table: pl.DataFrame) -> pl.DataFrame:
        """The rows of a table whose videos count, in the order of the table."""
        return table.join(self.videos, on="video", how="semi", maintain_order="left")


def own_domain(rows: pl.DataFrame, truth: pl.DataFrame, domain: Domain, overall: Performance) -> OwnDomain | None:
    """The videos that count for a specialist; ``None`` where all videos count.

    Args:
        rows: its video rows.
        truth: the ``truth`` table; shams (dose null) and common changes do not count as defects.
        domain: its domain.
        overall: its performance on all rows.
    """
    defects = truth.filter(pl.col("dose").is_not_null() & (pl.col("domain") != "common"))
    of_domain = defects.filter(pl.col("domain") == domain.key)
    others = defects.join(of_domain, on="video", how="anti").select("video").unique()
    fake = rows.filter((pl.col("status") == "ok") & (pl.col("label") == "fake"))
    left_out = fake.join(others, on="video", how="semi").height
    if not left_out:
        return None
    foreign = rows.filter(pl.col("label") == "fake").join(others, on="video", how="semi")
    counting = rows.join(foreign, on="video", how="anti").select("video")
    real = rows.filter((pl.col("status") == "ok") & (pl.col("label") == "real")).height
    return OwnDomain(videos=counting, real=real, fake=fake.height - left_out, left_out=left_out, overall=overall)
