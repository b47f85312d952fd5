"""The scored videos of one detector as arrays: the form in which every metric takes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from touchstone.vocabulary.errors import TableError, UsageError

from .arrays import Codes, Flags, Floats
from .clusters import Crossed, Grouping, count_groups, effective_groups, groups_of


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Videos that one detector scored.

    Attributes:
        p: P(fake) of each video, shape (n,), in [0, 1].
        fake: whether the video is fake, shape (n,).
        group: number of the group of each video, 0 … groups − 1, shape (n,), with the faces where donors are known;
            ``None`` where groups are not known and every video is assumed independent.
    """

    p: Floats
    fake: Flags
    group: Grouping | None = None

    def __post_init__(self) -> None:
        if self.p.ndim != 1 or self.p.shape != self.fake.shape:
            raise UsageError(
                f"scores and labels must be two equally long lists, not {self.p.shape} and {self.fake.shape}"
            )
        if self.group is not None and groups_of(self.group).shape != self.p.shape:
            raise UsageError(f"{self.group.size} group numbers were given for {self.p.size} videos; give one for each")
        # One comparison catches NaN too.
        if self.p.size and not bool(((self.p >= 0) & (self.p <= 1)).all()):
            raise TableError("P(fake) must lie in [0, 1] and must not be NaN; pass logits through a sigmoid first")

    def __len__(self) -> int:
        return int(self.p.size)

    @property
    def groups(self) -> int | None:
        """Number of groups; ``None`` where groups are not known."""
        return count_groups(self.group)

    @property
    def real_count(self) -> int:
        """Number of real videos."""
        return len(self) - self.fake_count

    @property
    def fake_count(self) -> int:
        """Number of fake videos."""
        return int(np.count_nonzero(self.fake))

    @property
    def two_classes(self) -> bool:
        """Whether there is at least one real and one fake video: without, no ranking is defined."""
        return 0 < self.fake_count < len(self)

    def part(self, chosen: Flags) -> Sample:
        """The videos for which ``chosen`` is true."""
        return Sample(self.p[chosen], self.fake[chosen], None if self.group is None else self.group[chosen])

    @classmethod
    def from_rows(cls, rows: pl.DataFrame) -> Sample:
        """Take the scored videos out of the rows that :func:`touchstone.conclusions.metrics.video_scores` makes.

        Args:
            rows: columns ``label`` and ``p_fake``; ``status``, ``group``, ``donor``, ``video`` and ``detector`` are used
                where present. Rows without a score are left out: failed and abstained videos are counted
                elsewhere.

        Raises:
            TableError: a column is missing, a score or a label is out of range.
            UsageError: the rows hold several detectors, or a video twice.

        >>> rows = pl.DataFrame({"label": ["real", "fake"], "p_fake": [0.2, None]})
        >>> len(Sample.from_rows(rows))
        1
        """
        scored = scored_rows(rows)
        labels = scored["label"]
        return cls(
            scored["p_fake"].cast(pl.Float64).to_numpy().astype(np.float64),
            (labels == "fake").to_numpy().astype(np.bool_),
            group_codes(scored),
        )


def effective_counts(sample: Sample) -> tuple[float, float]:
    """Effective numbers of fakes and reals when a group counts as one video."""
    if sample.group is None:
        return float(sample.fake_count), float(sample.real_count)
    return effective_groups(sample.group[sample.fake]), effective_groups(sample.group[~sample.fake])


def scored_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with a score, after a check that they are one detector's; errors as in
    :meth:`Sample.from_rows`.
    """
    check_rows(rows)
    scored = pl.col("p_fake").is_not_null()
    if "status" in rows.columns:
        scored &= pl.col("status") == "ok"
    return rows.filter(scored)


def check_rows(rows: pl.DataFrame) -> None:
    """Refuse rows that cannot be one detector's videos."""
    for name in ("label", "p_fake"):
        if name not in rows.columns:
            raise TableError(f"the video rows have no column {name!r}; make them with metrics.video_scores")
    labelled = pl.col("label").is_in(["real", "fake"]).fill_null(False).all()
    columns = [name for name in ("detector", "video") if name in rows.columns]
    facts = rows.select(labelled, pl.col(columns).n_unique()).row(0, named=True)
    if not facts["label"]:
        raise TableError("a label other than 'real' and 'fake' is in the video rows")
    if facts.get("detector", 1) > 1:
        names = ", ".join(sorted(str(name) for name in rows["detector"].unique())[:5])
        raise UsageError(f"the rows hold several detectors ({names}); filter to one of them first")
    if facts.get("video", rows.height) < rows.height:
        raise UsageError("a video is in the rows more than once; aggregate its units with metrics.video_scores first")


def group_codes(rows: pl.DataFrame) -> Grouping | None:
    """Number of each row's group, with its face where any row has a donor; a null group is a group of its own.

    ``None`` where no row has a group or a donor. Where donors alone are known, they are the groups.
    """
    grouped, donated = (name in rows.columns and rows[name].null_count() < rows.height for name in ("group", "donor"))
    if not grouped:
        return codes_of(rows["donor"]) if donated else None
    group = codes_of(rows["group"])
    if not donated:
        return group
    return Crossed.of(group, codes_of(rows.select(pl.coalesce("donor", "group")).to_series()))


def source_name() -> pl.Expr:
    """The source of each row, or else its data set; null where neither is named."""
    return pl.coalesce("source", "dataset")


def unit_codes(rows: pl.DataFrame, level: str = "group") -> Codes:
    """Number of what counts as independent of each row, 0 … k − 1 by name: its group, or its source.

    A row without a group is a group of its own; all rows without a source (or data set) share one that is not known.
    """
    if level == "group":
        # No name of a group ends so: a video without one cannot fall into the group of another.
        names = pl.coalesce("group", pl.concat_str(pl.lit("video "), "video", pl.lit("\0")))
    else:
        names = source_name().fill_null("unknown")
    return rows.select(names.rank("dense")).to_series().to_numpy().astype(np.int64) - 1


def codes_of(names: pl.Series) -> Codes:
    """Numbers 0 … k − 1 in alphabetical order; each null gets a number of its own."""
    words = names.cast(pl.String)
    # Only different names are sorted: many videos share one.
    order = words.drop_nulls().unique().sort()
    codes = words.cast(pl.Enum(order)).to_physical().cast(pl.Int64).fill_null(-1).to_numpy().astype(np.int64)
    unnamed = codes < 0
    codes[unnamed] = len(order) + np.arange(int(np.count_nonzero(unnamed)))
    return codes
