"""How good: accuracy family, ranking, calibration, consistency, each with n and a 95 % interval.

From the tables to numbers::

    rows = video_scores(scores, videos)                      # frames → videos, one row per detector × video
    one = rows.filter(pl.col("detector") == "cm")
    measure(one)                                             # everything about one detector, as a Performance
    compare_all(rows)                                        # every pair of detectors, paired, Holm
    slices(one)                                              # by method, data set, source, indicator
    rank_within(one)                                         # is it the source that it recognises?
    fit_threshold(one)                                       # a threshold, judged on groups that it did not see
    transfer(one)                                            # does it hold on another data set?
    recalibrate(Sample.from_rows(one))                       # shift and temperature that make the probabilities right
    independence(videos, {"cm": (one, measure(one))})        # what it is worth where no groups are known
    videos_needed(0.05)                                      # how many videos could tell
"""

from .aggregate import Aggregation, video_scores
from .arrays import Codes, Flags, Floats
from .calibration import Calibration, ReliabilityBin, calibration
from .clusters import Grouping, effective_groups, groups_of
from .collecting import MoreVideos, more_videos
from .comparison import Comparison, accuracy_difference, auc_difference, compare, compare_all
from .confirmation import ConfirmedSlice, confirmed_slices
from .contrasts import auc_contrast
from .corrections import benjamini_hochberg, holm
from .counts import (
    coin_p,
    counted_contrast,
    counted_difference,
    counted_mean,
    counted_rate,
    fewest_beyond_coin,
    label_p,
    paired_bounds,
    videos_to_tell_from_coin,
)
from .curves import quantile_bins
from .decisions import Decisions, decide, weighted_accuracy
from .dependence import rank_dependence, rank_separation, ranking_contrast
from .differences import Difference
from .estimate import Estimate
from .fallback import NEARLY_ALL, Fallback, Tie, fallback, without_fallback
from .gain import balanced_gain
from .gaps import GapMeasure, GroupGap, gaps
from .independence import AssumedIndependent, Independence, WidenedIntervals, independence
from .means import mean_estimate
from .performance import Performance, Ranking, VideoCounts, count_videos, measure, rank
from .planning import VideosNeeded, videos_needed
from .proportion import proportion, wilson
from .quantiles import CLEARLY, SIGNIFICANT
from .ranking import RocCurve, auc, auc_estimate, auc_influence, roc_curve, share_below
from .recalibration import (
    Recalibration,
    clipped_log_odds,
    recalibrate,
    recalibrated_elsewhere,
    right_share,
    with_log_odds_shifted,
)
from .reliability import FEW_GROUPS
from .sample import Sample, effective_counts, group_codes, source_name, unit_codes
from .side_by_side import side_by_side
from .slices import BY_NAME, Slice, column_in, compare_slice, slices, without_slice
from .smooth_calibration import SmoothCalibration, smooth_calibration
from .stability import Stability, stability
from .thresholds import FittedThreshold, best_threshold, fit_threshold, grouped_folds
from .transfer import Transfer, TransferCell, TransferPart, transfer
from .within import WithinStrata, auc_inside, auc_inside_difference, rank_within
from .wrong_labels import WrongLabels, fit_wrong_labels

__all__ = [
    "BY_NAME",
    "CLEARLY",
    "FEW_GROUPS",
    "NEARLY_ALL",
    "SIGNIFICANT",
    "Aggregation",
    "AssumedIndependent",
    "Calibration",
    "Codes",
    "Comparison",
    "ConfirmedSlice",
    "Decisions",
    "Difference",
    "Estimate",
    "Fallback",
    "FittedThreshold",
    "Flags",
    "Floats",
    "GapMeasure",
    "GroupGap",
    "Grouping",
    "Independence",
    "MoreVideos",
    "Performance",
    "Ranking",
    "Recalibration",
    "ReliabilityBin",
    "RocCurve",
    "Sample",
    "Slice",
    "SmoothCalibration",
    "Stability",
    "Tie",
    "Transfer",
    "TransferCell",
    "TransferPart",
    "VideoCounts",
    "VideosNeeded",
    "WidenedIntervals",
    "WithinStrata",
    "WrongLabels",
    "accuracy_difference",
    "auc",
    "auc_contrast",
    "auc_difference",
    "auc_estimate",
    "auc_influence",
    "auc_inside",
    "auc_inside_difference",
    "balanced_gain",
    "benjamini_hochberg",
    "best_threshold",
    "calibration",
    "clipped_log_odds",
    "coin_p",
    "column_in",
    "compare",
    "compare_all",
    "compare_slice",
    "confirmed_slices",
    "count_videos",
    "counted_contrast",
    "counted_difference",
    "counted_mean",
    "counted_rate",
    "decide",
    "effective_counts",
    "effective_groups",
    "fallback",
    "fewest_beyond_coin",
    "fit_threshold",
    "fit_wrong_labels",
    "gaps",
    "group_codes",
    "grouped_folds",
    "groups_of",
    "holm",
    "independence",
    "label_p",
    "mean_estimate",
    "measure",
    "more_videos",
    "paired_bounds",
    "proportion",
    "quantile_bins",
    "rank",
    "rank_dependence",
    "rank_separation",
    "rank_within",
    "ranking_contrast",
    "recalibrate",
    "recalibrated_elsewhere",
    "right_share",
    "roc_curve",
    "share_below",
    "side_by_side",
    "slices",
    "smooth_calibration",
    "source_name",
    "stability",
    "transfer",
    "unit_codes",
    "video_scores",
    "videos_needed",
    "videos_to_tell_from_coin",
    "weighted_accuracy",
    "wilson",
    "with_log_odds_shifted",
    "without_fallback",
    "without_slice",
]
