import numpy as np
import polars as pl

from touchstone.conclusions.examination import MOST_DRAWN, examine
from touchstone.conclusions.examination.sampling import sampled
from touchstone.testing import footage, ranks, tables


def videos(n, groups, fake=0.5):
    rng = np.random.default_rng(0)
    return pl.DataFrame(
        {
            "video": [f"{i:06d}" for i in range(n)],
            "label": np.where(rng.random(n) < fake, "fake", "real"),
            "group": None if groups is None else [f"g{g}" for g in rng.integers(0, groups, n)],
        },
        schema_overrides={"group": pl.String},
    )


def drawn(all_):
    kept = sampled(all_, 5_000)
    assert kept is not None
    return kept


def test_few_videos_are_never_sampled():
    assert sampled(videos(1000, 10), 1000) is None
    made = tables({"cm": ranks(2)}, footage(60))
    examined = examine(made)
    assert examined.sample is None
    assert examined.part is examined.scores
    assert MOST_DRAWN >= 100_000


def test_groups_are_drawn_whole_and_the_draw_repeats():
    all_ = videos(20_000, 2_000)
    kept = drawn(all_)
    assert kept.equals(drawn(all_))
    assert 4_500 < kept.height < 5_500
    sizes = (
        all_.group_by("group")
        .len("before")
        .join(all_.join(kept, on="video").group_by("group").len("after"), on="group")
    )
    assert (sizes["before"] == sizes["after"]).all()


def test_few_groups_are_thinned_and_all_stay():
    all_ = videos(20_000, 20)
    kept = all_.join(drawn(all_), on="video")
    assert kept["group"].n_unique() == 20
    assert 4_700 < kept.height < 5_300


def test_a_rare_class_stays_whole():
    all_ = videos(20_000, None, fake=0.01)
    kept = all_.join(drawn(all_), on="video")
    assert kept.filter(label="fake").height == all_.filter(label="fake").height


def test_what_stands_on_the_sample_says_so_by_its_n(monkeypatch):
    monkeypatch.setattr("touchstone.conclusions.examination.sampling.MOST_DRAWN", 100)
    monkeypatch.setattr("touchstone.conclusions.examination.whole.sampled", lambda v: sampled(v, 100))
    examined = examine(tables({"cm": ranks(2), "bg": ranks(1)}, footage(400, source=lambda i: f"site {i // 2 % 4}")))
    one = examined.detectors[0]
    assert examined.sample is not None
    assert one.performance is not None
    assert one.within_sources is not None
    assert examined.sample.height < 200
    assert one.performance.accuracy.n == 400
    assert one.within_sources.auc.n == examined.sample.height
    assert examined.comparisons[0].n == examined.sample.height
    assert examined.part.height == 2 * examined.sample.height
