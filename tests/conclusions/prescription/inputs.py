# pyright: reportArgumentType=false
"""Small inputs for advice: a detector's standing, a finding of any cause, a slice."""

from tests.conclusions.small import difference, estimate

from touchstone.conclusions.diagnosis import CAUSES, Evidence, Finding
from touchstone.conclusions.examination import Assessment
from touchstone.conclusions.metrics import Slice
from touchstone.conclusions.prescription import Rates, Standing

COMMAND = "touchstone analyze footage --detectors d.toml --out NEW"
SEEN = Evidence.fact("3 of 40 videos", "videos", 3)


def standing(
    name="cm", *, word="ranks", statement="AUC 0.900", auc=None, accuracy=None, bias=None, threshold=0.5, real=None,
    fake=None, weak=(), scored=True,
):  # fmt: skip
    """A detector in good order, unless something else is asked for."""
    rates = Rates(
        threshold=threshold,
        accuracy=estimate(0.8) if accuracy is None else accuracy,
        real_accuracy=estimate(0.8) if real is None else real,
        fake_accuracy=estimate(0.8) if fake is None else fake,
        bias=estimate(0.0) if bias is None else bias,
    )
    assessment = Assessment(word=word, statement=statement, auc=auc)
    return Standing(name=name, assessment=assessment, rates=rates if scored else None, weak=tuple(weak))


def finding(code="data.leakage", subject="cm", *, verdict="confirmed", remedy="move the threshold", **rest):
    """A finding of a cause, with the kind and severity of that cause."""
    cause = CAUSES[code]
    return Finding(
        **{
            "code": code, "kind": cause.kind, "severity": cause.severity, "subject": subject, "verdict": verdict,
            "confidence": 0.5, "evidence": (SEEN,), "remedy": remedy, "verify": f"{COMMAND} --only {subject}", **rest,
        }
    )  # fmt: skip


def part(column="brightness", *, low=0.5, high=1.25, accuracy=0.6, name="0.5 to 1.25"):
    """A slice of the footage that a detector is poorer on."""
    return Slice(
        column=column,
        name=name,
        low=low,
        high=high,
        real=20,
        fake=20,
        accuracy=estimate(accuracy, n=40),
        auc=estimate(None),
        accuracy_difference=difference(-0.2),
        auc_difference=difference(-0.2),
        note=None,
    )
