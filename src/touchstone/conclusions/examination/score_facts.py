"""What the scores of one detector tell beyond how good they are: filled-in values, calibration, transfer, agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import (
    BY_NAME,
    Aggregation,
    ConfirmedSlice,
    Decisions,
    Difference,
    Fallback,
    FittedThreshold,
    Recalibration,
    Sample,
    SmoothCalibration,
    Stability,
    Transfer,
    balanced_gain,
    confirmed_slices,
    fit_threshold,
    recalibrate,
    smooth_calibration,
    stability,
    transfer,
    with_log_odds_shifted,
    without_fallback,
)
from touchstone.vocabulary.defaults import AGGREGATION

from .activation import Squeezed, squeezed
from .aggregation import OtherRule, other_rule
from .alignment import Realigned, realigned

LEAST_PROBABILITIES = 8
"""Different scores below which they are decisions, and their calibration is not asked for."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ScoreFacts:
    """Facts about the scores of one detector.

    Attributes:
        filled_in: the value that stands for something else; ``None`` where none stands out.
        joined: its video rows without the units that have that value, with indicators and stated properties: what all other facts
            rest on.
        threshold_gain: balanced accuracy at thresholds fitted on other groups less that at the threshold of the run, paired;
            ``None`` where nothing can be held out.
        turned: decisions by 1 − P(fake) at thresholds fitted on other groups, for a score that is higher for real than for fake.
        smooth_calibration: smooth calibration error; ``None`` where the scores take fewer than eight values.
        smooth_shifted: the same once the best shift of the log-odds is taken out: what is left is a matter of temperature.
        recalibration: shift and slope that make the probabilities right.
        stability: agreement of the units of a video; ``None`` where videos have one unit.
        transfer: data sets against each other; ``None`` where fewer than two are large enough.
        confirmed_slices: slices that are weak on both halves of the groups.
        lowest: smallest score of a unit.
        highest: largest score of a unit.
        two_values: whether the units have two different scores in all: decisions.
        squeezed: what they are like if they lie where a second sigmoid or softmax puts probabilities; ``None`` where they do not.
        other_rule: the rule from units to the video that both halves of the groups prefer to the one that is used.
        realigned: an order of the names in which its scores separate fake from real, where they do not as given.
    """

    filled_in: Fallback | None
    joined: pl.DataFrame
    threshold_gain: Difference | None
    turned: Decisions | None
    smooth_calibration: SmoothCalibration | None
    smooth_shifted: SmoothCalibration | None
    recalibration: Recalibration | None
    stability: Stability | None
    transfer: Transfer | None
    confirmed_slices: tuple[ConfirmedSlice, ...]
    lowest: float | None
    highest: float | None
    two_values: bool = False
    squeezed: Squeezed | None = None
    other_rule: OtherRule | None = None
    realigned: Realigned | None = None


def score_facts(
    scores: pl.DataFrame,
    filled_in: Fallback | None,
    judged: pl.DataFrame,
    joined: pl.DataFrame,
    fitted: FittedThreshold | None,
    *,
    ranks: bool,
    columns: Sequence[str] = (),
    indicators: Sequence[str],
    threshold: float,
    aggregation: Aggregation = AGGREGATION,
) -> ScoreFacts:
    """Collect the facts.

    Args:
        scores: its rows of the ``scores`` table.
        filled_in: the value that was filled in.
        judged: its video rows without it.
        joined: the same, joined with the indicators.
        fitted: threshold fitted on other groups, from ``judged``.
        ranks: whether its AUC is above 0.5; calibration and transfer are asked of such scores alone.
        columns: columns of ``joined`` with the values of properties, to slice by besides method, data set and source.
        indicators: columns of ``joined`` with numbers to slice by.
        threshold: P(fake) from which on a video counts as fake.
        aggregation: how the scores of a video's units became one.
    """
    sample = Sample.from_rows(judged)
    span = scores.filter(pl.col("status") == "ok").select(low=pl.col("p_fake").min(), high=pl.col("p_fake").max())
    turned = fit_threshold(Sample(1 - sample.p, sample.fake, sample.group))
    answered = scores if filled_in is None else without_fallback(scores, filled_in.score)
    smooth = after = fixed = None
    if ranks and np.unique(sample.p).size >= LEAST_PROBABILITIES:
        fixed = recalibrate(sample)
        smooth = smooth_calibration(sample)
        if fixed is not None and fixed.prior_shift.value is not None:
            after = smooth_calibration(with_log_odds_shifted(sample, fixed.prior_shift.value))
    return ScoreFacts(
        filled_in=filled_in,
        joined=joined,
        threshold_gain=None if fitted is None else balanced_gain(sample, sample.p >= threshold, fitted.called),
        turned=None if turned is None else turned.held_out,
        smooth_calibration=smooth,
        smooth_shifted=after,
        recalibration=fixed,
        stability=stability(answered, threshold),
        transfer=transfer(judged, threshold=threshold) if ranks else None,
        confirmed_slices=confirmed_slices(
            joined, columns=(*BY_NAME, *columns), indicators=indicators, threshold=threshold
        ),
        lowest=span["low"][0],
        highest=span["high"][0],
        two_values=answered.filter(pl.col("status") == "ok")["p_fake"].n_unique() == 2,
        squeezed=squeezed(answered, sample),
        other_rule=other_rule(answered, judged, aggregation),
        realigned=None if ranks else realigned(judged),
    )
