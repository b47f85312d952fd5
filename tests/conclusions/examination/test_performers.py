"""Best and worst: from decisions that are planted, against McNemar's exact test counted by hand."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import numpy as np
import polars as pl
from scipy.stats import binomtest

from touchstone.conclusions.examination import Assessment, DetectorExamination
from touchstone.conclusions.examination.performers import best_and_worst
from touchstone.conclusions.metrics import compare_all, measure

COUNT = 400


def ordered(right):
    """Best and worst of detectors of which it is said which videos they call rightly; ``None`` where they are silent."""
    rows = pl.concat(
        pl.DataFrame(
            {
                "detector": name,
                "video": f"{i:04d}",
                "label": "fake" if i % 2 else "real",
                "p_fake": None if answer is None else 0.9 if answer == bool(i % 2) else 0.1,
                "status": "missing" if answer is None else "ok",
                "consistency": None,
            },
            schema_overrides={"p_fake": pl.Float64, "consistency": pl.Float64},
        )
        for name, answers in right.items()
        for i, answer in enumerate(answers)
    )
    detectors = [
        DetectorExamination(
            name=name,
            row={},
            assessment=Assessment(word="ranks", statement=name),
            performance=measure(rows.filter(detector=name), 0.5),
        )
        for name in right
    ]
    return best_and_worst(detectors, compare_all(rows))


def wrong_every(step):
    return [i % step != 0 for i in range(COUNT)]


def test_best_and_worst_are_told_from_whom_the_paired_test_tells_them():
    right = {"ll": wrong_every(9), "av": wrong_every(2), "cm": wrong_every(10)}
    best, worst = ordered(right)
    assert (best.detector, best.accuracy.value) == ("cm", 0.9)
    assert (best.distinct_from, best.not_distinct_from, best.supported) == (("av",), ("ll",), False)
    assert (worst.detector, worst.accuracy.value) == ("av", 0.5)
    assert (worst.distinct_from, worst.not_distinct_from, worst.supported) == (("ll", "cm"), (), True)
    assert best.assessment.statement == "cm"
    pairs = {}
    for a, b in (("av", "cm"), ("av", "ll"), ("cm", "ll")):
        one, other = np.array(right[a]), np.array(right[b])
        pairs[a, b] = binomtest(int((one & ~other).sum()), int((one != other).sum())).pvalue
    # Holm: the largest p of three stands as it is, and three times the others are still small.
    assert max(pairs, key=pairs.__getitem__) == ("cm", "ll")
    assert pairs["cm", "ll"] > 0.05 > 1e-6 > 3 * max(pairs["av", "cm"], pairs["av", "ll"])
    assert {name: (c.first, c.second) for name, c in best.comparisons.items()} == {
        "av": ("av", "cm"),
        "ll": ("cm", "ll"),
    }


def test_a_best_one_that_is_worse_on_the_common_videos_is_not_supported():
    """It was silent where the other one errs."""
    sure = [i >= 100 or i % 5 > 1 for i in range(COUNT)]
    silent = [None if i < 100 else i % 20 != 0 for i in range(COUNT)]
    best, worst = ordered({"bg": sure, "cm": silent})
    assert (best.detector, worst.detector) == ("cm", "bg")
    (pair,) = best.comparisons.values()
    assert pair.accuracy.significant
    assert pair.accuracy.estimate.value == 15 / 300
    assert (best.supported, worst.supported) == (False, False)


def test_equal_ones_and_single_ones_are_neither():
    assert ordered({"cm": wrong_every(10)}) == (None, None)
    assert ordered({"cm": wrong_every(10), "bg": [i % 10 != 3 for i in range(COUNT)]}) == (None, None)
