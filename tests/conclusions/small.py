"""Small inputs for rules: a detector, a footage, an estimate, with nothing in them but what a rule reads."""

from touchstone.conclusions.diagnosis.cause import OfDetector
from touchstone.conclusions.examination import Assessment, AssessmentWord, DetectorExamination, FootageExamination
from touchstone.conclusions.metrics import Calibration, Difference, Estimate, Performance, Ranking
from touchstone.conclusions.metrics.decisions import DecisionCounts
from touchstone.conclusions.metrics.performance import VideoCounts
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.tables import DETECTORS, SCORES

METHOD = "Wilson"


def estimate(value, half=0.05, *, low=None, high=None, n=200, groups=None, method=METHOD):
    """An estimate with an interval of ± ``half``, unless its limits are given; ``half=None`` for none."""
    if value is None:
        return Estimate.undefined(n=n, groups=groups, method=method)
    if half is not None:
        low = value - half if low is None else low
        high = value + half if high is None else high
    return Estimate(value=value, low=low, high=high, n=n, groups=groups, method=method)


def difference(value, half=0.05, *, p=0.001, test="permutation", correction=None, **rest):
    """A difference with its p value; corrected where ``correction`` names how."""
    return Difference(
        estimate=estimate(value, half, **rest),
        p_value=p,
        test=test,
        p_adjusted=None if correction is None else p,
        correction=correction,
    )


def performance(*, auc=0.9, accuracy=0.8, real=0.8, fake=0.8, bias=None, threshold=0.5, half=0.05, n=200):
    """A detector that scored; what no rule reads is not defined. Rates may be numbers or estimates."""

    def number(value):
        return value if isinstance(value, Estimate) else estimate(value, half, n=n)

    nothing = estimate(None)
    return Performance(
        detector="cm",
        threshold=threshold,
        real=VideoCounts(ok=n // 2, failed=0, abstained=0, missing=0),
        fake=VideoCounts(ok=n // 2, failed=0, abstained=0, missing=0),
        decisions=DecisionCounts(true_fakes=0, missed_fakes=0, true_reals=0, false_alarms=0),
        accuracy=number(accuracy),
        real_accuracy=number(real),
        fake_accuracy=number(fake),
        bias=number(real - fake if bias is None else bias),
        balanced_accuracy=nothing,
        f1=nothing,
        mcc=nothing,
        confidence=nothing,
        confidence_sd=nothing,
        consistency=nothing,
        ranking=Ranking(
            auc=number(auc), average_precision=nothing, eer=nothing, tpr_at_1_fpr=nothing, tpr_at_5_fpr=nothing
        ),
        log_loss=nothing,
        brier=nothing,
        calibration=Calibration(error=nothing, bins=0, null_mean=None, null_high=None, p_value=None, curve=()),
        roc=None,
    )


def detector(
    name="cm", *, word: AssessmentWord = "ranks", statement="AUC 0.900", auc=None, row=None, domain=None, **measured
):
    """A detector; ``measured`` are further fields of its examination."""
    columns = dict.fromkeys(column.name for column in DETECTORS.columns)
    return DetectorExamination(
        name=name,
        row={**columns, "detector": name, "kind": "scores", "status": "ok", **(row or {})},
        domain=DOMAINS[domain] if domain is not None else None,
        assessment=Assessment(word=word, statement=statement, auc=auc),
        rows=SCORES.empty(),
        **measured,
    )


def footage(real=300, fake=300, **measured):
    """Footage in which nothing stands out; ``measured`` are further fields of its examination."""
    plain = {
        "failed_real": 0, "failed_fake": 0, "reasons": (), "groups": None, "origins": (), "associations": (), "duplicates": (),
    }  # fmt: skip
    return FootageExamination(real=real, fake=fake, **{**plain, **measured})


def of_detector(subject, around=None, **rest):
    """What a cause is asked about a detector."""
    return OfDetector(detector=subject, footage=around or footage(), **rest)


def said(answer):
    """Everything of a finding that a reader acts on: verdict, evidence, remedy, option, look-alikes."""
    finding = getattr(answer, "finding", answer)
    if finding is None:
        return None
    return {
        "code": finding.code,
        "subject": finding.subject,
        "verdict": finding.verdict,
        "evidence": [e.statement for e in finding.evidence],
        "remedy": finding.remedy,
        "verify": finding.verify,
        "alternatives": [a.code for a in finding.alternatives],
    }
