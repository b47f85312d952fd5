from typing import Any, Literal

import numpy as np
import pytest
from scipy.stats import rankdata
from sklearn.kernel_ridge import KernelRidge

from touchstone.conclusions.examination import classify_metadata, examine_footage
from touchstone.conclusions.examination.metadata import _RIDGE, _aucs, _kernel, _predicted
from touchstone.conclusions.examination.properties import Property, properties, thinned, with_properties
from touchstone.testing import footage
from touchstone.vocabulary.tables import CLIPS, VIDEOS, from_rows

SITES = {"source": lambda i: f"site {i // 2 % 6}", "duration": 10.0, "file_size": 5}


def random_rows(seed, n=200, **columns):
    rng = np.random.default_rng(seed)
    rows = footage(n, **SITES)
    for row in rows:
        fake = row["label"] == "fake"
        row |= {"codec": ["h264", "vp9"][rng.integers(2)], "bitrate": float(rng.lognormal(13, 0.5))}
        row |= {name: value(rng, fake) for name, value in columns.items()}
    return rows


def classified(rows, level: Literal["group", "source"] = "group", clips=None, **options) -> Any:
    return classify_metadata(from_rows(rows, VIDEOS), level, clips, **options)


def test_properties_that_tell_nothing_alone_tell_the_label_together():
    rows = random_rows(1)
    for k, row in enumerate(rows):
        row["has_audio"] = (row["codec"] == "vp9") ^ (row["label"] == "fake") if k % 10 else True
    found = {a.name: a.auc for a in examine_footage(from_rows(rows, VIDEOS)).associations if a.level == "group"}
    assert max(found["codec"], found["has_audio"]) < 0.62
    levels: tuple[Literal["group", "source"], ...] = ("group", "source")
    for level in levels:
        made = classified(rows, level)
        assert made.auc.value > 0.85
        assert made.auc.low > 0.7
        assert made.p_value == pytest.approx(made.smallest_p, abs=0.01)
        assert made.auc.value > made.null_high + 0.1


def test_a_property_shared_by_a_site_with_both_labels_tells_nothing():
    rows = random_rows(2)
    for i, row in enumerate(rows):
        row["codec"] = f"codec {i // 2 % 6}"
    assert classified(rows, "group").p_value > 0.05
    assert classified(rows, "source").p_value > 0.05


def test_p_is_rarely_small_by_chance():
    p = [classified(random_rows(100 + seed, 60)).p_value for seed in range(60)]
    assert np.mean(np.array(p) <= 0.05) <= 0.12
    assert np.mean(np.array(p) <= 0.5) == pytest.approx(0.5, abs=0.2)


def test_few_sources_say_how_small_p_can_be():
    rows = random_rows(3, bitrate=lambda rng, fake: float(rng.lognormal(13 + 3 * fake, 0.5)))
    for i, row in enumerate(rows):
        row["source"] = f"site {i // 2 % 3}"
    made = classified(rows, "source")
    assert made.units == made.folds == 3
    assert made.smallest_p == pytest.approx(1 / 4)
    assert made.auc.value > 0.95
    assert made.p_value >= 0.2
    assert classified(rows, "group").p_value <= 0.01


def test_silence_is_a_property_where_clips_are_known():
    rows = random_rows(4)
    clips = from_rows(
        [
            {"video": r["video"], "start": float(s), "silence_share": 0.9 if r["label"] == "fake" else 0.1}
            for r in rows
            for s in (0, 1)
        ],
        CLIPS,
    )
    assert "silence_share" not in classified(rows).properties
    made = classified(rows, clips=clips)
    assert "silence_share" in made.properties
    assert made.auc.value > 0.9


def test_a_missing_value_is_told_from_a_known_one():
    rows = random_rows(5)
    for row in rows:
        if row["label"] == "fake":
            row["bitrate"] = None
    assert classified(rows).auc.value > 0.95


@pytest.mark.parametrize("rows", [[], [r for r in footage(20) if r["label"] == "real"], footage(4)])
def test_where_nothing_can_be_held_out_there_is_no_classifier(rows):
    assert classified(rows) is None


def test_thinning_takes_whole_groups_and_says_how_many():
    rows = random_rows(6, 400)
    made = classified(rows, most=100)
    assert made.n == 100
    assert made.units == 50
    table = thinned(with_properties(from_rows(rows, VIDEOS)), 51)
    assert table.height == 50
    assert table.group_by("group").len()["len"].to_list() == [2] * 25
    assert thinned(with_properties(from_rows([{**r, "group": "one"} for r in rows], VIDEOS)), 10).height == 400


def test_held_out_outputs_are_those_of_kernel_ridge_regression():
    rng = np.random.default_rng(0)
    given = [
        Property(name="codec", codes=rng.integers(0, 3, 40), values=None),
        Property(name="bitrate", codes=None, values=rng.normal(size=40)),
    ]
    kernel = _kernel(given, 40)
    labels, fold = rng.random((40, 2)) < 0.5, np.arange(40) % 4
    predicted = _predicted(kernel, labels, fold)
    for k in range(4):
        rest, held = fold != k, fold == k
        for column in range(2):
            fake = labels[rest, column]
            target = np.where(fake, 1 / fake.sum(), -1 / (~fake).sum())
            oracle = KernelRidge(alpha=_RIDGE * rest.sum(), kernel="precomputed").fit(
                kernel[np.ix_(rest, rest)], target
            )
            assert predicted[held, column] == pytest.approx(oracle.predict(kernel[np.ix_(held, rest)]))


def test_the_kernel_is_one_on_equal_videos_and_positive_definite():
    rng = np.random.default_rng(0)
    quantity = rng.normal(size=50)
    quantity[:10] = np.nan
    kernel = _kernel(
        [
            Property(name="codec", codes=rng.integers(0, 3, 50), values=None),
            Property(name="bitrate", codes=None, values=quantity),
        ],
        50,
    )
    assert np.diag(kernel) == pytest.approx(np.ones(50))
    assert np.linalg.eigvalsh(kernel).min() > -1e-9


def test_aucs_of_many_labellings_at_once():
    from sklearn.metrics import roc_auc_score

    rng = np.random.default_rng(1)
    predicted, labels = np.round(rng.normal(size=(30, 4)), 1), rng.random((30, 4)) < 0.5
    labels[:, 3] = True
    found = _aucs(predicted, labels)
    assert found[:3] == pytest.approx([roc_auc_score(labels[:, k], predicted[:, k]) for k in range(3)])
    assert found[3] == 0.5
    assert rankdata([1, 1])[0] == 1.5


def test_only_properties_with_two_values_are_given():
    rows = footage(10, **SITES)
    assert properties(with_properties(from_rows(rows, VIDEOS))) == []
