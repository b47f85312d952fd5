"""A cause explains a weak part only where the part is no longer weak once the cause is taken out of the table."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalOperand=false

import pytest

from touchstone.conclusions.diagnosis import diagnose, headlines
from touchstone.conclusions.examination import examine
from touchstone.testing import footage, tables

WEAK = "training.weak_slice"
BY_METHOD = {"source": lambda i: f"site {i // 2 % 4}", "method": lambda i: ("FaceSwap", "Wav2Lip")[i // 2 % 2] if i % 2 else None}


def found(given):
    findings = diagnose(examine(given), given, "touchstone scores TABLE --out NEW")
    of_detector = [f for f in findings if f.subject == "cm"]
    return {f.code: f for f in of_detector}, [f.code for f in headlines(findings) if f.subject == "cm"]


def by_method(far, near, shift):
    """Log-odds around ``far`` for fakes of one method, ``near`` for those of the other, −2 for real videos, all shifted."""

    def manner(rng, fake, i):
        middle = (far if i // 2 % 2 else near) if fake else -2.0
        return rng.normal(middle) + shift

    return manner


def test_a_threshold_in_the_wrong_place_explains_a_method_that_is_weak_because_of_it():
    given = tables({"cm": by_method(4.0, 2.0, -2.2)}, footage(800, **BY_METHOD), units=1)
    causes, shown = found(given)
    root = causes["scores.threshold_shift"]
    assert (root.explains, root.goes_with) == ((WEAK,), ())
    assert WEAK in causes
    assert WEAK not in shown
    text = root.evidence[-1].statement
    assert text.startswith("accuracy where method FaceSwap minus that of the rest at equal label, at threshold 0.")
    assert root.evidence[-1].value > -0.1
    assert causes[WEAK].evidence[0].value < -0.1


def test_a_threshold_in_the_wrong_place_does_not_explain_a_method_that_no_threshold_finds():
    given = tables({"cm": by_method(4.0, -0.6, -2.2)}, footage(800, **BY_METHOD), units=1)
    causes, shown = found(given)
    assert "scores.threshold_shift" in shown
    assert causes["scores.threshold_shift"].explains == causes["scores.threshold_shift"].goes_with == ()
    assert WEAK in shown


@pytest.mark.parametrize(("elsewhere", "explained"), [(2.0, True), (-1.0, False)])
def test_a_poor_data_set_explains_a_weak_method_that_is_weak_there_alone(elsewhere, explained):
    """FaceSwap is not seen in the second data set; where it is not seen in the first one either, it is weak by itself."""

    def manner(rng, fake, i):
        second, swap = i // 4 % 2, i // 2 % 2 == 0
        if not fake:
            return rng.normal(-2.0)
        return rng.normal((-1.8 if second else elsewhere) if swap else 2.5 - 1.5 * second)

    rows = footage(1200, **BY_METHOD | {"dataset": lambda i: ("first", "second")[i // 4 % 2]})
    causes, shown = found(tables({"cm": manner}, rows, units=1))
    root = causes["training.domain_gap"]
    assert (WEAK in root.explains) is explained
    assert (WEAK in shown) is not explained
    if explained:
        text = root.evidence[-1].statement
        assert text.startswith("accuracy where method FaceSwap minus that of the rest at equal label, without second: ")
