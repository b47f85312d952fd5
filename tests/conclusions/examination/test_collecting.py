# pyright: reportOptionalMemberAccess=false
"""Which videos help most: a method whose scores scatter, and none where all are alike."""

import numpy as np
import polars as pl
import pytest

import touchstone as ts


def table(spread, n=240):
    """Three methods; the scores of the fakes of the first scatter ``spread`` times as much."""
    rng = np.random.default_rng(4)
    fake = np.arange(n) % 2 == 1
    method = np.array(["lips", "swap", "talk"])[np.arange(n) // 2 % 3]
    z = rng.normal(size=n) * np.where(fake & (method == "lips"), spread, 1.0) + np.where(fake, 0.5, -0.5)
    return pl.DataFrame(
        {
            "video": [f"v{k}" for k in range(n)],
            "label": np.where(fake, "fake", "real"),
            "method": [m if f else None for m, f in zip(method.tolist(), fake, strict=True)],
            "p_cm": 1 / (1 + np.exp(-z)),
        }
    )


@pytest.mark.parametrize(("spread", "best"), [(8.0, "lips"), (1.0, None)])
def test_the_method_whose_scores_scatter_is_named_and_no_other(spread, best, tmp_path):
    result = ts.examine(table(spread), out=tmp_path / "run")
    plan = result.detectors[0].next_videos
    assert (plan.best.name if plan.best is not None else None) == best
    (found,) = [f for f in result.findings if f.code == "data.too_small"]
    assert ("with method lips narrows it" in found.remedy) == (best is not None)
    assert f"then the AUC of cm is known to ±{plan.more.wanted}" in found.remedy
    assert found.remedy[0].upper() + found.remedy[1:] in (tmp_path / "run" / "report.html").read_text()
