"""Golden sentences of the assessment of a detector: every word, in every direction, at its limits."""

import pytest
from tests.conclusions.small import difference, estimate, footage

from touchstone.conclusions.examination.assessment import Assessment, assess
from touchstone.conclusions.examination.association import Association
from touchstone.conclusions.examination.footage import Origin
from touchstone.conclusions.metrics import Estimate, WithinStrata

SITES = (Origin(name="a", real=50, fake=50), Origin(name="b", real=50, fake=50))
NAMED = footage(100, 100, origins=SITES)
NEEDED = "; to know it to ±0.05 takes about 257 videos of different groups per class"
NO_SOURCES = "; this corpus names no sources, so confounding by source cannot be excluded"


def auc(low, high, *, value=None, n=200, groups=None, warning=None):
    value = (low + high) / 2 if value is None else value
    return Estimate(value=value, low=low, high=high, n=n, groups=groups, method="DeLong", warning=warning)


def within(inside, strata=3):
    """Inside strata; what no assessment reads is not defined."""
    nothing = estimate(None)
    return WithinStrata(
        column="source", auc=inside, overall=nothing, drop=difference(None), strata=strata, strata_of_one_label=0,
        pairs=0, videos=0,
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------- sound footage


@pytest.mark.parametrize(
    ("overall", "word", "statement"),
    [
        (auc(0.70, 0.90), "ranks", "AUC 0.800 [0.700, 0.900], n = 200"),
        (auc(0.501, 0.65, value=0.58), "ranks", "AUC 0.580 [0.501, 0.650], n = 200"),
        (auc(0.50, 0.65, value=0.58), "cannot tell", f"AUC 0.580 [0.500, 0.650], n = 200{NEEDED}"),
        (auc(0.35, 0.499, value=0.42), "below chance", "AUC 0.420 [0.350, 0.499], n = 200"),
        (auc(0.35, 0.50, value=0.42), "cannot tell", f"AUC 0.420 [0.350, 0.500], n = 200{NEEDED}"),
        (auc(0.10, 0.30), "below chance", "AUC 0.200 [0.100, 0.300], n = 200"),
        (auc(0.35, 0.65), "cannot tell", f"AUC 0.500 [0.350, 0.650], n = 200{NEEDED}"),
        # From 0.4 to 0.6 there is too little to be of use, even where the interval excludes 0.5.
        (auc(0.401, 0.599, value=0.5), "no signal", "AUC 0.500 [0.401, 0.599], n = 200"),
        (auc(0.51, 0.599, value=0.55), "no signal", "AUC 0.550 [0.510, 0.599], n = 200"),
        (auc(0.51, 0.60, value=0.55), "ranks", "AUC 0.550 [0.510, 0.600], n = 200"),
        (auc(0.401, 0.49, value=0.45), "no signal", "AUC 0.450 [0.401, 0.490], n = 200"),
        (auc(0.40, 0.49, value=0.45), "below chance", "AUC 0.450 [0.400, 0.490], n = 200"),
        (auc(0.40, 0.599, value=0.5), "cannot tell", f"AUC 0.500 [0.400, 0.599], n = 200{NEEDED}"),
        (auc(0.401, 0.60, value=0.5), "cannot tell", f"AUC 0.500 [0.401, 0.600], n = 200{NEEDED}"),
        # Fewer than 15 groups carry no word; videos count where there are no groups.
        (auc(0.7, 0.9, groups=15), "ranks", "AUC 0.800 [0.700, 0.900], n = 200 in 15 groups"),
        (auc(0.7, 0.9, groups=14), "cannot tell", f"AUC 0.800 [0.700, 0.900], n = 200 in 14 groups{NEEDED}"),
        (auc(0.7, 0.9, n=15), "ranks", "AUC 0.800 [0.700, 0.900], n = 15"),
        (auc(0.7, 0.9, n=14), "cannot tell", f"AUC 0.800 [0.700, 0.900], n = 14{NEEDED}"),
        (auc(0.45, 0.55, groups=15), "no signal", "AUC 0.500 [0.450, 0.550], n = 200 in 15 groups"),
        (auc(0.45, 0.55, groups=14), "cannot tell", f"AUC 0.500 [0.450, 0.550], n = 200 in 14 groups{NEEDED}"),
        (auc(0.7, 0.9, warning="only 20 groups"), "ranks", "AUC 0.800 [0.700, 0.900], n = 200 (only 20 groups)"),
        (auc(0.4, 0.7, value=0.6, warning="only 20 groups"), "cannot tell",
         f"AUC 0.600 [0.400, 0.700], n = 200 (only 20 groups){NEEDED}"),
    ],
)  # fmt: skip
def test_the_interval_decides(overall, word, statement):
    assert assess(overall, NAMED) == Assessment(word=word, statement=statement, auc=overall)


@pytest.mark.parametrize(
    ("overall", "word", "statement"),
    [
        (auc(0.7, 0.9), "ranks", f"AUC 0.800 [0.700, 0.900], n = 200{NO_SOURCES}"),
        (auc(0.1, 0.3), "below chance", f"AUC 0.200 [0.100, 0.300], n = 200{NO_SOURCES}"),
        (auc(0.45, 0.55), "no signal", f"AUC 0.500 [0.450, 0.550], n = 200{NO_SOURCES}"),
        (auc(0.35, 0.65), "cannot tell", f"AUC 0.500 [0.350, 0.650], n = 200{NEEDED}"),
    ],
)
def test_without_named_sources_a_confound_stays_possible(overall, word, statement):
    assert assess(overall, footage(100, 100)) == Assessment(word=word, statement=statement, auc=overall)


def test_one_class_has_no_auc():
    assert assess(estimate(None, n=30), NAMED, within(auc(0.7, 0.9))) == Assessment(
        word="cannot tell", statement="only one class was scored, so there is no AUC (not defined, n = 30)"
    )


# ---------------------------------------------------------------------------------------------------- sources

OVERALL = auc(0.85, 0.95)
ONE_MIXED = footage(100, 100, origins=(
    Origin(name="a", real=80, fake=0), Origin(name="b", real=0, fake=80), Origin(name="c", real=20, fake=20),
))  # fmt: skip
TWO_MIXED = footage(100, 100, origins=(Origin(name="a", real=80, fake=20), Origin(name="b", real=20, fake=80)))
WHY_ONE = (
    "160 of 200 videos come from sources with only one label or without a name, and the source alone predicts the label with "
    "AUC 0.98, so the overall AUC 0.900 [0.850, 0.950], n = 200 proves nothing"
)
WHY_TWO = (
    "0 of 200 videos come from sources with only one label or without a name, and the source alone predicts the label with "
    "AUC 0.80, so the overall AUC 0.900 [0.850, 0.950], n = 200 proves nothing"
)
INSIDE_ONE = "; inside c (20 real, 20 fake), the only source with both labels, the AUC is "
INSIDE_TWO = "; inside a (80 real, 20 fake), b (20 real, 80 fake), the only sources with both labels, the AUC is "


@pytest.mark.parametrize(
    ("around", "inside", "word", "statement"),
    [
        (ONE_MIXED, auc(0.7, 0.9, n=40), "ranks", f"{WHY_ONE}{INSIDE_ONE}0.800 [0.700, 0.900], n = 40"),
        (TWO_MIXED, auc(0.1, 0.3, n=40), "below chance", f"{WHY_TWO}{INSIDE_TWO}0.200 [0.100, 0.300], n = 40"),
        (TWO_MIXED, auc(0.45, 0.55, n=40), "no signal", f"{WHY_TWO}{INSIDE_TWO}0.500 [0.450, 0.550], n = 40"),
        (ONE_MIXED, auc(0.4, 0.7, n=40), "cannot tell", f"{WHY_ONE}{INSIDE_ONE}0.550 [0.400, 0.700], n = 40"),
        (ONE_MIXED, auc(0.7, 0.9, n=40, groups=15), "ranks",
         f"{WHY_ONE}{INSIDE_ONE}0.800 [0.700, 0.900], n = 40 in 15 groups"),
        (ONE_MIXED, auc(0.7, 0.9, n=40, groups=14), "cannot tell",
         f"{WHY_ONE}{INSIDE_ONE}0.800 [0.700, 0.900], n = 40 in 14 groups, from fewer than 15 groups"),
    ],
)  # fmt: skip
def test_where_sources_reveal_the_label_only_the_auc_inside_them_counts(around, inside, word, statement):
    assert assess(OVERALL, around, within(inside)) == Assessment(word=word, statement=statement, auc=inside)


def test_without_a_source_of_both_labels_nothing_counts():
    around = footage(100, 100, origins=(Origin(name="a", real=100, fake=0), Origin(name="b", real=0, fake=100)))
    assert assess(OVERALL, around, within(estimate(None))) == Assessment(
        word="cannot tell",
        statement="200 of 200 videos come from sources with only one label or without a name, and the source alone predicts "
        "the label with AUC 1.00, so the overall AUC 0.900 [0.850, 0.950], n = 200 proves nothing; no source occurs with "
        "both labels",
        auc=OVERALL,
    )


# ------------------------------------------------------------------------------------------------- properties

BITRATE = footage(100, 100, origins=SITES, associations=(
    Association(name="bitrate", level="group", auc=0.875, chance=0.55, spread=0.03, p_value=0.00212, n=200, units=100),
))  # fmt: skip
WHY_BITRATE = (
    "the bitrate of the files alone predicts the label (AUC 0.88, p = 0.00212), so the overall AUC 0.900 [0.850, 0.950], "
    "n = 200 proves nothing"
)
INSIDE_BITRATE = "; inside the 4 values (or ranges) of bitrate that occur with both labels the AUC is "
RANKS = auc(0.7, 0.9, n=90)
STILL = f"{WHY_BITRATE}{INSIDE_BITRATE}0.800 [0.700, 0.900], n = 90, but there the bitrate alone still reaches "


@pytest.mark.parametrize(
    ("inside", "left", "word", "statement"),
    [
        (RANKS, None, "ranks", f"{WHY_BITRATE}{INSIDE_BITRATE}0.800 [0.700, 0.900], n = 90"),
        (RANKS, auc(0.5, 0.7), "ranks", f"{WHY_BITRATE}{INSIDE_BITRATE}0.800 [0.700, 0.900], n = 90"),
        (RANKS, auc(0.3, 0.5), "ranks", f"{WHY_BITRATE}{INSIDE_BITRATE}0.800 [0.700, 0.900], n = 90"),
        (RANKS, auc(0.501, 0.699), "cannot tell", f"{STILL}0.600 [0.501, 0.699], n = 200"),
        (RANKS, auc(0.301, 0.499), "cannot tell", f"{STILL}0.400 [0.301, 0.499], n = 200"),
        (auc(0.1, 0.3, n=14), None, "cannot tell",
         f"{WHY_BITRATE}{INSIDE_BITRATE}0.200 [0.100, 0.300], n = 14, from fewer than 15 groups"),
    ],
)  # fmt: skip
def test_where_a_property_reveals_the_label_only_the_auc_inside_its_values_counts(inside, left, word, statement):
    assert assess(OVERALL, BITRATE, within(inside, 4), left) == Assessment(word=word, statement=statement, auc=inside)


def test_without_a_value_of_both_labels_nothing_counts():
    assert assess(OVERALL, BITRATE, within(estimate(None))) == Assessment(
        word="cannot tell", statement=f"{WHY_BITRATE}; no bitrate occurs with both labels", auc=OVERALL
    )
