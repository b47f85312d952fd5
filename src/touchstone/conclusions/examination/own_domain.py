"""What a specialist is judged on where defects are known: the real videos, and the fakes that are its business."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from touchstone.conclusions.metrics import Performance
from touchstone.vocabulary.domains import Domain


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class OwnDomain:
    """The part of the footage that counts for a specialist.

    A fake is left out where its defects are known and all of other domains: that a specialist in compression passes a clip
    whose light alone was changed is no error of it. Fakes of which no defect is known stay in.

    Attributes:
        videos: the videos that count, column ``video``.
        real: scored real videos.
        fake: scored fakes among those that count.
        left_out: scored fakes that do not count.
        overall: its performance on all that it scored, whatever the defects.
    """

    videos: pl.DataFrame
    real: int
    fake: int
    left_out: int
    overall: Performance

    @property
    def in_words(self) -> str:
        """The same in words."""
        return (
            f"judged on {self.real} real videos and the {self.fake} fakes with a defect of its domain, without "
            f"{self.left_out} with defects of others alone"
        )

    def of(self, table: pl.DataFrame) -> pl.DataFrame:
        """The rows of a table whose videos count, in their order."""
        return table.join(self.videos, on="video", how="semi", maintain_order="left")


def own_domain(rows: pl.DataFrame, truth: pl.DataFrame, domain: Domain, overall: Performance) -> OwnDomain | None:
    """The videos that count for a specialist; ``None`` where all do.

    Args:
        rows: its video rows.
        truth: the ``truth`` table; shams (dose null) and common changes are no defects.
        domain: what it is for.
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
