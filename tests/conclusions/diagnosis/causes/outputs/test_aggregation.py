"""A rule over frames that is not the best one: the whole text, every edge, and detectors that want no other rule."""

# A result that is not there fails the test by itself.
# pyright: reportOperatorIssue=false, reportOptionalMemberAccess=false, reportOptionalOperand=false

import numpy as np
import polars as pl
import pytest
from tests.conclusions.diagnosis.causes.scores.facts import facts
from tests.conclusions.diagnosis.healthy import log_odds
from tests.conclusions.diagnosis.shown import entry, holds, lines, shown
from tests.conclusions.examination.test_aggregation import compared, few_frames
from tests.conclusions.small import detector, difference, estimate, footage, of_detector

import touchstone
from touchstone.conclusions.diagnosis import Evidence
from touchstone.conclusions.diagnosis.causes.outputs.aggregation import CAUSE, aggregation
from touchstone.conclusions.examination import Origin, OtherRule


def made(**changed):
    given = {
        "used": "mean", "better": "max", "units": 8.0, "per_class": 100.0, "ranking": estimate(0.12, 0.03),
        "decisions": difference(0.1, 0.04), "auc_used": 0.71, "auc_better": estimate(0.83),
    }  # fmt: skip
    return OtherRule(**{**given, **changed})


def asked(found, around=None):
    return aggregation(of_detector(detector(facts=facts(other_rule=found)), around))


def test_the_whole_text():
    assert shown(asked(made())) == lines("""
        outputs.aggregation confirmed, cm: root, moderate, likely
          explains scores.no_signal
          - for (ranking, least 0.02) AUC by the best rule over the frames (of all these videos: max) less that by mean,
              each half of the groups measured with the rule that the other half chose: 0.120 [0.090, 0.150], n = 200
              [scores, videos (Wilson), 0.12 from 0.09 to 0.15, n 200]
          - for (decisions on other groups, least 0.02) the same of the balanced accuracy, with thresholds that the other
              half fitted: 0.100 [0.060, 0.140], n = 200 [scores, videos (Wilson), 0.1 from 0.06 to 0.14, n 200]
          - 8.0 scores per video on average [scores, 8]
          do use --aggregation max in place of mean, and ask which rule it was tuned with: the AUC of all these videos is
              0.830 instead of 0.710; what this report says of its threshold and of its probabilities holds for mean alone
          check --aggregation max
          asked ranking True, decisions True
        """)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"ranking": estimate(0.019, 0.001)}, ("suspected", {"ranking": False, "decisions": True})),
        ({"ranking": estimate(0.02, 0.021)}, ("suspected", {"ranking": False, "decisions": True})),
        ({"ranking": estimate(0.02, 0.019)}, ("confirmed", {"ranking": True, "decisions": True})),
        ({"decisions": difference(0.019, 0.001)}, ("suspected", {"ranking": True, "decisions": False})),
        ({"decisions": difference(0.02, 0.021)}, ("suspected", {"ranking": True, "decisions": False})),
        ({"per_class": 19.0}, ("suspected", {"ranking": True, "decisions": True})),
        ({"ranking": estimate(None), "decisions": difference(None)}, (None, {"ranking": False, "decisions": False})),
    ],
)
def test_every_edge(changed, says):
    assert holds(asked(made(**changed))) == says


def test_when_it_is_not_asked():
    assert asked(None) is None
    assert asked(made(per_class=7.0)) is None
    assert aggregation(of_detector(detector())) is None


@pytest.mark.parametrize(("low", "shown"), [(0.501, True), (0.5, False)])
def test_a_missing_signal_is_explained_where_the_other_rule_has_one(low, shown):
    better = estimate(0.6, low=low, high=0.7)
    evidence = CAUSE.removed["scores.no_signal"](of_detector(detector(facts=facts(other_rule=made(auc_better=better)))))
    assert evidence == (Evidence.of("AUC by max", better) if shown else None)


def test_where_the_source_reveals_the_label_it_is_suspected_at_most():
    around = footage(100, 100, origins=(Origin(name="a", real=100, fake=0), Origin(name="b", real=0, fake=100)))
    assert around.confounded
    assert asked(made(), around).finding.verdict == "suspected"


def test_healthy_frames_want_no_other_rule():
    """Frames that scatter a little, much, and with heavy tails; none of the rules is better by the least effect."""
    rng = np.random.default_rng(4)
    verdicts = []
    for run in range(120):
        count = (40, 100, 400)[run % 3]
        z, fake = log_odds(rng, count, auc=(0.65, 0.85, 0.95)[run // 3 % 3], share=(0.5, 0.1, 0.9)[run // 9 % 3])
        noise = (rng.normal(size=(count, 8)), 2 * rng.normal(size=(count, 8)), rng.standard_t(3, (count, 8)))
        answer = asked(compared(z[:, None] + noise[run // 27 % 3], fake))
        verdicts.append(answer.finding.verdict if answer and answer.finding else None)
    assert verdicts.count("confirmed") == 0
    assert verdicts.count("suspected") <= 6


@pytest.mark.parametrize("count", [60, 100, 400])
def test_planted_ones_are_found(count):
    verdicts = [asked(compared(*few_frames(count, seed))).finding.verdict for seed in range(10)]
    assert verdicts.count("confirmed") >= (5 if count == 60 else 9)


def test_what_it_advises_can_be_done(tmp_path):
    z, fake = few_frames(200)
    rows = pl.DataFrame(
        {
            "video": np.repeat([f"{i}.mp4" for i in range(200)], 8),
            "frame": np.tile(np.arange(8), 200),
            "label": np.repeat(np.where(fake, "fake", "real"), 8),
            "p_fake": (1 / (1 + np.exp(-z))).ravel(),
        }
    )
    before = touchstone.examine(rows)
    finding = next(f for f in before.findings if f.code == "outputs.aggregation")
    assert finding.verdict == "confirmed"
    assert 'aggregation="max"' in finding.remedy
    assert not any(f.code == "scores.threshold_shift" for f in before.findings)
    after = touchstone.examine(rows, aggregation="max")
    assert not any(f.code == "outputs.aggregation" for f in after.findings)
    assert after.detectors[0].performance.auc.value > before.detectors[0].performance.auc.value + 0.02


def test_what_the_catalogue_says():
    said = entry(CAUSE)
    assert (
        said[0]
        == "outputs.aggregation: root, moderate: another rule from frames to the video separates fake from real better"
    )
    assert CAUSE.of_detector is aggregation
