"""Probabilities that are too extreme, or too timid."""

from __future__ import annotations

from touchstone.conclusions.examination import DetectorExamination
from touchstone.conclusions.metrics import SIGNIFICANT

from ..codes import CODES, Pair
from ..finding import SCORES, Evidence
from ..likelihoods import least
from ..witness import Conclusion, Witness, witness

_DOUBTED = Pair("data.label_errors", "its calibration on videos whose labels were looked at again")


def confidence(detector: DetectorExamination, *, doubted: bool = False) -> list[Conclusion]:
    """Ask for both, from the fitted slope of the log-odds and from the smooth calibration error.

    Args:
        doubted: whether wrong labels are suspected, which look like probabilities that are too extreme.

    The error is taken once the best shift is out, so that a wrong threshold or other class shares do not count as a wrong
    temperature.
    """
    facts = detector.facts
    if facts is None or facts.recalibration is None or facts.smooth_calibration is None or facts.smooth_shifted is None:
        return []
    return [
        _ask(detector, "scores.overconfident", (_DOUBTED,) if doubted else ()),
        _ask(detector, "scores.underconfident"),
    ]


def _ask(detector: DetectorExamination, code: str, also: tuple[Pair, ...] = ()) -> Conclusion:
    facts = detector.facts
    assert facts is not None, "asked of detectors that scored"
    fixed, smooth, left = facts.recalibration, facts.smooth_calibration, facts.smooth_shifted
    assert fixed is not None, "asked where it was fitted"
    assert smooth is not None, "asked where it was measured"
    assert left is not None, "measured with the other"
    extreme = code == "scores.overconfident"
    slope, value = fixed.slope, fixed.slope.value or 0.0
    smallest = least(code, "temperature")
    bent = (value <= 1 - smallest and slope.below(1)) if extreme else (value >= 1 + smallest and slope.above(1))
    right_side = value < 1 if extreme else value > 1
    off = left.error.value is not None and left.error.value >= least(code, "smooth")
    speaks = right_side and off and left.p_value is not None and left.p_value <= SIGNIFICANT
    asked: list[Witness] = [
        witness(code, "temperature", bent, "slope of the log-odds that would be right", slope),
        witness(
            code,
            "smooth",
            speaks and bent,
            f"smooth calibration error once the best shift is taken out (by chance {left.null_mean or 0:.3f}, p = "
            f"{left.p_value or 0:.3f})",
            left.error,
            source=f"{SCORES}; chance: {left.null_method}",
        ),
        witness(
            code,
            "held_out",
            bent and fixed.slope_gain.above(0),
            "log-loss that the slope saves on other groups, nats",
            fixed.slope_gain,
        ),
    ]
    temperature = fixed.temperature
    in_words = f"temperature {temperature:.2f}" if temperature is not None else "no temperature"
    return Conclusion(
        code=code,
        subject=detector.name,
        witnesses=tuple(asked),
        remedy=f"divide its log-odds by {in_words} (fitted on these videos; ranking and decisions at 0.5 stay as they are), "
        "and check on other videos that its probabilities then hold",
        pairs=(*(CODES[code].pairs if facts.transfer is None else ()), *also),
        context=(
            Evidence.of(f"smooth calibration error as it is (by chance {smooth.null_mean or 0:.3f})", smooth.error),
        ),
    )
