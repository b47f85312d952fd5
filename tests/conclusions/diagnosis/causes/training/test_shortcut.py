"""A score that follows how files were made: both directions, one and several properties, and what the label hides."""

# Numbers may be undefined here; a result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false

import pytest
from tests.conclusions.diagnosis.shown import entry, lines, shown
from tests.conclusions.small import detector, difference, estimate, footage, of_detector, performance

from touchstone.conclusions.diagnosis.causes.training.shortcut import CAUSE
from touchstone.conclusions.diagnosis.causes.training.shortcut import _shortcut as shortcut
from touchstone.conclusions.examination import Association, Cue, Origin
from touchstone.conclusions.metrics import Difference, WithinStrata

CONFOUNDED = footage(origins=(Origin(name="a", real=300, fake=0), Origin(name="b", real=0, fake=300)))
SILENCE = Association(name="silence_share", level="group", auc=0.9, chance=0.5, spread=0.03, p_value=0.001, n=200, units=50)


def within(auc=0.7, overall: float | None = 0.85):
    """AUC inside the values of a property."""
    return WithinStrata(
        column="codec",
        auc=estimate(auc, None if auc is None else 0.05),
        overall=estimate(overall, None),
        drop=Difference(estimate=estimate(None), test=""),
        strata=2,
        strata_of_one_label=0,
        pairs=1,
        videos=1,
    )


def cue(
    name="bit_rate",
    value=None,
    *,
    real=0.3,
    fake=0.4,
    label=0.5,
    drop: float | None = 0.2,
    p: float | None = 0.003,
    **rest,
):
    """A property that the score follows in both classes."""
    given = {
        "within": within(),
        "contrast": difference(drop, None if drop is None else 0.05, p=p, test="permutation"),
        **rest,
    }
    return Cue(
        name=name,
        value=value,
        real=difference(real, test="Spearman"),
        fake=difference(fake, test="Spearman"),
        label=difference(label, test="Cliff"),
        **given,
    )


def asked(*cues, around=None):
    return shortcut(of_detector(detector(cues=cues), around))


IDLE = cue("size", real=0.1)


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        pytest.param(
            asked(cue()),
            """
                training.shortcut confirmed, cm: root, moderate, likely
                  explains training.weak_slice
                  - how its score goes with bit rate among real videos alone: 0.300 [0.250, 0.350], n = 200
                      [scores, videos; Spearman (Wilson), 0.3 from 0.25 to 0.35, n 200]
                  - how its score goes with bit rate among fake videos alone: 0.400 [0.350, 0.450], n = 200
                      [scores, videos; Spearman (Wilson), 0.4 from 0.35 to 0.45, n 200]
                  - AUC where bit rate supports the label, minus the AUC where it contradicts the label (p =
                      0.003): 0.200 [0.150, 0.250], n = 200 [scores, videos; permutation (Wilson), 0.2 from 0.15
                      to 0.25, n 200]
                  - AUC among videos of equal or similar bit_rate (0.850 over all videos): 0.700 [0.650, 0.750],
                      n = 200 [scores, videos (Wilson), 0.7 from 0.65 to 0.75, n 200]
                  - how bit rate itself goes with the label (above 0: more in fakes), so a score that follows it
                      looks better here: 0.500 [0.450, 0.550], n = 200 [videos; Cliff (Wilson), 0.5 from 0.45 to
                      0.55, n 200]
                  do train cm on real and fake videos that do not differ in this property: its score follows bit
                      rate (effect +0.30 or stronger) among real and among fake videos; to find out whether it
                      is the cause, change bit rate alone in copies of some videos, and score them again
                """,
            id="it costs",
        ),
        pytest.param(
            asked(cue("codec", "h264", real=-0.5, fake=-0.3, label=0.2)),
            """
                training.shortcut suspected, cm: root, moderate, likely
                  explains training.weak_slice
                  - how its score goes with codec h264 among real videos alone: -0.500 [-0.550, -0.450], n = 200
                      [scores, videos; Spearman (Wilson), -0.5 from -0.55 to -0.45, n 200]
                  - how its score goes with codec h264 among fake videos alone: -0.300 [-0.350, -0.250], n = 200
                      [scores, videos; Spearman (Wilson), -0.3 from -0.35 to -0.25, n 200]
                  - AUC where codec h264 supports the label, minus the AUC where it contradicts the label (p =
                      0.003): 0.200 [0.150, 0.250], n = 200 [scores, videos; permutation (Wilson), 0.2 from 0.15
                      to 0.25, n 200]
                  - AUC among videos of equal or similar codec (0.850 over all videos): 0.700 [0.650, 0.750], n
                      = 200 [scores, videos (Wilson), 0.7 from 0.65 to 0.75, n 200]
                  - how codec h264 itself goes with the label (above 0: more in fakes), and a score that follows
                      it is not shown to look better here: 0.200 [0.150, 0.250], n = 200 [videos; Cliff
                      (Wilson), 0.2 from 0.15 to 0.25, n 200]
                  do train cm on real and fake videos that do not differ in this property: its score follows
                      codec h264 (effect -0.30 or stronger) among real and among fake videos; to find out
                      whether it is the cause, change codec h264 alone in copies of some videos, and score them
                      again
                """,
            id="the other way round",
        ),
        pytest.param(
            asked(IDLE, *(cue(f"n{i}", real=0.3 + i / 100, contrast=None, within=None) for i in range(7))),
            """
                training.shortcut suspected, cm: root, moderate, likely
                  explains training.weak_slice
                  - how its score goes with n6 among real videos alone: 0.360 [0.310, 0.410], n = 200 [scores,
                      videos; Spearman (Wilson), 0.36 from 0.31 to 0.41, n 200]
                  - how its score goes with n6 among fake videos alone: 0.400 [0.350, 0.450], n = 200 [scores,
                      videos; Spearman (Wilson), 0.4 from 0.35 to 0.45, n 200]
                  - how n6 itself goes with the label (above 0: more in fakes), so a score that follows it looks
                      better here: 0.500 [0.450, 0.550], n = 200 [videos; Cliff (Wilson), 0.5 from 0.45 to 0.55,
                      n 200]
                  - its score also follows: n5, n4, n3, n2 [scores, videos, 6]
                  do train cm on real and fake videos that do not differ in this property: its score follows n6
                      (effect +0.36 or stronger) among real and among fake videos; to find out whether it is the
                      cause, change n6 alone in copies of some videos, and score them again
                """,
            id="several, of which none costs",
        ),
        pytest.param(
            asked(cue(), around=CONFOUNDED),
            """
                training.shortcut suspected, cm: root, moderate, likely
                  explains training.weak_slice
                  - how its score goes with bit rate among real videos alone: 0.300 [0.250, 0.350], n = 200
                      [scores, videos; Spearman (Wilson), 0.3 from 0.25 to 0.35, n 200]
                  - how its score goes with bit rate among fake videos alone: 0.400 [0.350, 0.450], n = 200
                      [scores, videos; Spearman (Wilson), 0.4 from 0.35 to 0.45, n 200]
                  - AUC where bit rate supports the label, minus the AUC where it contradicts the label (p =
                      0.003): 0.200 [0.150, 0.250], n = 200 [scores, videos; permutation (Wilson), 0.2 from 0.15
                      to 0.25, n 200]
                  - AUC among videos of equal or similar bit_rate (0.850 over all videos): 0.700 [0.650, 0.750],
                      n = 200 [scores, videos (Wilson), 0.7 from 0.65 to 0.75, n 200]
                  - how bit rate itself goes with the label (above 0: more in fakes), so a score that follows it
                      looks better here: 0.500 [0.450, 0.550], n = 200 [videos; Cliff (Wilson), 0.5 from 0.45 to
                      0.55, n 200]
                  do train cm on real and fake videos that do not differ in this property: its score follows bit
                      rate (effect +0.30 or stronger) among real and among fake videos; to find out whether it
                      is the cause, change bit rate alone in copies of some videos, and score them again
                """,
            id="the source reveals the label",
        ),
    ],
)
def test_what_it_says(finding, text):
    assert shown(finding) == lines(text)


@pytest.mark.parametrize(
    ("property_", "verdict"),
    [
        (cue(drop=0.08), "confirmed"),
        (cue(drop=0.0799), "suspected"),
        (cue(drop=-0.3), "suspected"),
        (cue(drop=None), "suspected"),
        (cue(p=0.05), "confirmed"),
        (cue(p=0.0501), "suspected"),
        (cue(p=None), "suspected"),
        (cue(contrast=None), "suspected"),
        (cue(label=-0.5), "suspected"),
    ],
)
def test_it_is_confirmed_where_following_it_costs(property_, verdict):
    assert asked(property_).verdict == verdict


@pytest.mark.parametrize(
    ("property_", "count"),
    [
        (cue(), 5),
        (cue(contrast=None), 4),
        (cue(p=None), 4),
        (cue(within=None), 4),
        (cue(within=within(None)), 4),
        (cue(contrast=None, within=None), 3),
    ],
)
def test_what_was_not_measured_is_not_shown(property_, count):
    assert len(asked(property_).evidence) == count


def test_an_undefined_auc_over_all_is_shown_as_0():
    assert (
        asked(cue(within=within(overall=None)))
        .evidence[3]
        .statement.startswith("AUC among videos of equal or similar bit_rate (0.000 over all videos): 0.700")
    )


def test_the_property_that_costs_comes_first_then_the_one_that_is_followed_most():
    free = {"contrast": None, "within": None}
    finding = asked(cue("weak", **free), cue("strong", real=-0.8, fake=-0.9, **free), cue("costs"))
    assert "its score follows costs (effect +0.30 or stronger)" in finding.remedy
    assert finding.evidence[-1].statement == "its score also follows: strong, weak"
    assert finding.evidence[-1].value == 2
    assert (
        "its score follows strong (effect -0.80 or stronger)"
        in asked(cue("weak", **free), cue("strong", real=-0.8, fake=-0.9, **free)).remedy
    )


REVEALED = footage(associations=(SILENCE,))


def undecided(word="cannot tell", *, auc: float | None = 0.8, half=0.05, around=REVEALED, scored=True, cues=()):
    return shortcut(
        of_detector(
            detector(word=word, cues=cues, performance=performance(auc=estimate(auc, half)) if scored else None), around
        )
    )


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        pytest.param(
            undecided(cues=(IDLE,)),
            """
                training.shortcut cannot_tell, cm: root, moderate, open
                  explains training.weak_slice
                  - its AUC is 0.800 [0.750, 0.850], n = 200, but silence_share alone reveals the label with AUC
                      0.900: too few videos have equal silence_share and different labels [scores, videos, 0.9,
                      n 200]
                  do analyse real and fake videos of equal silence_share, or change the silence_share of these
                      videos and score them again: the score of cm changes if it follows that property
                """,
            id="a property and the label together",
        ),
        pytest.param(undecided(auc=0.55), "nothing", id="AUC not above one half"),
        pytest.param(undecided(auc=0.2), "nothing", id="AUC below one half"),
        pytest.param(undecided(word="ranks"), "nothing", id="it separates fake from real inside"),
        pytest.param(undecided(word="no signal"), "nothing", id="no signal inside"),
        pytest.param(undecided(scored=False), "nothing", id="not scored"),
        pytest.param(undecided(around=footage()), "nothing", id="no property reveals the label"),
        pytest.param(
            undecided(around=footage(associations=(SILENCE,), origins=CONFOUNDED.origins)),
            "nothing",
            id="the source, too",
        ),
    ],
)
def test_what_cannot_be_determined(finding, text):
    assert shown(finding) == lines(text)


def test_an_auc_just_above_one_half_is_enough():
    assert undecided(auc=0.5501) is not None


def test_what_the_catalogue_says():
    assert entry(CAUSE) == lines("""
        training.shortcut: root, moderate: its score follows how the files were made, not what they show
          needs scores videos clips; asked of detector
          training_focus, phase 2, of biased None
          done inside each class the score no longer follows the property, and changing it alone changes no
              score
          explains training.weak_slice
          or structure.off_domain: scores after the cue alone is planted and removed
        """)
    assert CAUSE.of_detector is shortcut
