"""What happens to scores before they are written."""

import numpy as np
import pytest

from touchstone.testing.tables.finish import finished

P = np.linspace(0.001, 0.999, 997)[:, None]


def test_clipping_keeps_what_lies_between():
    p = finished(P, ("clip 0.1 0.9",))
    assert (p.min(), p.max()) == (0.1, 0.9)
    inside = (P > 0.1) & (P < 0.9)
    assert np.array_equal(p[inside], P[inside])


def test_isotonic_steps_are_few_keep_the_order_and_the_mean():
    p = finished(P, ("isotonic 12",))
    assert np.unique(p).size == 12
    assert np.all(np.diff(p.ravel()) >= 0)
    assert p.mean() == pytest.approx(P.mean())


def test_half_precision_has_no_more_values_than_halves():
    assert np.array_equal(finished(P, ("float16",)), P.astype(np.float16))


def test_saturation_gives_exact_zero_and_exact_one():
    p = finished(P, ("saturate 4",))
    edge = 1 / (1 + np.exp(-4))
    assert np.array_equal(p == 1, edge < P)
    assert np.array_equal(p == 0, 1 - edge > P)


def test_a_step_that_is_not_known_is_refused():
    with pytest.raises(ValueError, match="no step 'blur'"):
        finished(P, ("blur 2",))
