"""Each rule on columns where it is near its edge."""

import numpy as np
import pytest
from tests.scores.conftest import labels_of, said, scores_of
from tests.scores.forms.example import table, videos

from touchstone.scores.columns.class_names import class_name
from touchstone.scores.columns.shares import groups_that_sum
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import sums_to_one


def file_of(place, columns, name="s.csv"):
    path = place.folder / name
    path.write_bytes(table(columns))
    return path


def base(v):
    return {"video": v.names, "label": v.labels}


@pytest.mark.parametrize(
    ("column", "detector", "label", "number"),
    [
        ("p_real", "", "real", None),
        ("Prob Bona Fide", "", "real", None),
        ("realProbability", "", "real", None),
        ("prob_0", "", None, 0),
        ("class1", "", None, 1),
        ("net_2", "net", None, 2),
        ("net2", "net2", None, None),
        ("p_fake[1]", "", None, 1),
        ("scores.Deepfakes", "", "fake", None),
        ("p_true", "true", None, None),
    ],
)
def test_what_a_name_says_of_a_class(column, detector, label, number):
    name = class_name(column)
    assert (name.label, name.number) == (label, number)
    assert name.detector == detector or column == "p_fake[1]"


def test_sums_are_judged_in_nearly_all_rows():
    rng = np.random.default_rng(0)
    p = np.round(rng.random(2000), 2)
    assert sums_to_one([p, np.round(1 - p, 2)])
    spoiled = np.where(np.arange(2000) % 50 == 0, 0.9, 1 - p)
    assert not sums_to_one([p, spoiled])
    assert sums_to_one([np.where(np.arange(2000) % 2, p, np.nan), 1 - p])


def test_least_squares_finds_classes_among_other_columns():
    rng = np.random.default_rng(1)
    shares = rng.dirichlet(np.ones(5), 400)
    columns = {f"c{i}": shares[:, i] for i in range(5)} | {f"x{i}": rng.random(400) for i in range(4)}
    assert set(groups_that_sum(columns, [])[0]) == {f"c{i}" for i in range(5)}
    assert groups_that_sum({n: c for n, c in columns.items() if n != "c2"}, []) == []


def test_softmax_in_percent_is_classes_too(place):
    v = videos()
    path = file_of(place, base(v) | {"real": np.round(100 - 100 * v.p, 2), "fake": np.round(100 * v.p, 2)})
    found = place.read(path)
    assert [p for _, p in sorted(scores_of(found).items())] == pytest.approx(v.p, abs=1e-4)
    assert said(found, "they sum to 100 in each row")


def test_three_numbered_classes_say_how_another_is_named(place):
    v = videos()
    found = place.read(file_of(place, base(v) | {"prob_0": 1 - v.p, "prob_1": v.p / 4, "prob_2": 3 * v.p / 4}))
    assert [p for _, p in sorted(scores_of(found).items())] == pytest.approx(v.p, abs=1e-4)
    assert said(found, "the first class is real; --map p_fake=COLUMN --fake-is low names another")
    turned = place.read(place.folder / "s.csv", columns={"p_fake": "prob_1"}, fake_is="low")
    assert [p for _, p in sorted(scores_of(turned).items())] == pytest.approx(1 - v.p / 4, abs=1e-4)


def test_a_detector_that_calls_everything_fake_keeps_its_scores(place):
    v = videos()
    p = np.round(0.97 + v.p / 100, 5)
    for more in ({}, {"pred_label": ["fake"] * len(v)}):
        found = place.read(file_of(place, base(v) | {"score": p} | more))
        assert [x for _, x in sorted(scores_of(found).items())] == pytest.approx(p)
        assert said(found, "is never below 0.5")


def test_a_score_beside_a_decision_with_a_high_threshold_is_no_confidence(place):
    v = videos()
    p = np.round(0.5 + v.p / 2, 4)
    found = place.read(file_of(place, base(v) | {"score": p, "pred_label": np.where(p >= 0.8, "fake", "real")}))
    assert [x for _, x in sorted(scores_of(found).items())] == pytest.approx(p)
    assert said(found, "because 'pred_label' says fake from 0.8")


def test_the_winner_among_generators_is_fake_unless_it_is_real(place):
    v = videos()
    columns = base(v) | {"predicted": np.where(v.p >= 0.5, "FaceSwap", "real"), "confidence": v.winner}
    found = place.read(file_of(place, columns))
    assert [x for _, x in sorted(scores_of(found).items())] == pytest.approx(v.p)
    assert said(found, "the classes in 'predicted': FaceSwap = fake, real = real (--fake-is low says the opposite)")
    turned = place.read(file_of(place, columns), fake_is="low")
    assert [x for _, x in sorted(scores_of(turned).items())] == pytest.approx(1 - v.p)
    with pytest.raises(TableError, match="as 'FaceSwap', 'NeuralTextures', and nothing says which of them means fake"):
        place.read(file_of(place, columns | {"predicted": np.where(v.p >= 0.5, "FaceSwap", "NeuralTextures")}))


@pytest.mark.parametrize("rows", [19, 20])
def test_a_label_that_is_the_decision_is_asked_about_where_rows_are_many(place, rows):
    v = videos(rows)
    path = file_of(place, {"video": v.names, "label": v.called, "score": v.p, "predicted": v.called})
    if rows < 20:
        assert labels_of(place.read(path)) == dict(zip(v.names, v.called, strict=True))
        return
    with pytest.raises(
        TableError, match=r"equals the decision 'predicted' in every row.*--map label=label if they are true"
    ):
        place.read(path)
    assert labels_of(place.read(path, columns={"label": "label"})) == dict(zip(v.names, v.called, strict=True))
    truth = file_of(place, base(v), "truth.csv")
    found = place.read(path, labels=[truth])
    assert labels_of(found) == dict(zip(v.names, v.labels, strict=True))
    assert said(found, "it is not used as label")


def test_logits_of_several_fakes_become_log_odds(place):
    v = videos()
    real, first, second = 0.3 - v.logits, 0.1 + 0 * v.logits, np.linspace(-2, 1, len(v))
    found = place.read(
        file_of(place, base(v) | {"logit_real": real, "logit_Deepfakes": first, "logit_FaceSwap": second})
    )
    p = (np.exp(first) + np.exp(second)) / (np.exp(real) + np.exp(first) + np.exp(second))
    assert [x for _, x in sorted(scores_of(found).items())] == pytest.approx(p, abs=1e-4)


def test_a_person_in_a_column_that_names_one_value_for_each_video_is_believed_when_said(place):
    v = videos()
    path = file_of(place, base(v) | {"p_fake": v.p, "subject": [f"s{i}" for i in range(len(v))]})
    assert place.read(path).tables["videos"]["group"].null_count() == len(v)
    assert place.read(path, columns={"group": "subject"}).tables["videos"]["group"].n_unique() == len(v)


def test_pictures_with_the_word_frame_in_their_names_are_frames(place):
    names = [f"clip{i}_frame_{f:03d}.png" for i in range(6) for f in range(3)]
    labels = [("fake", "real")[i % 2] for i in range(6) for _ in range(3)]
    found = place.read(file_of(place, {"path": names, "label": labels, "p_fake": np.linspace(0.1, 0.9, 18).round(3)}))
    assert set(labels_of(found)) == {f"clip{i}" for i in range(6)}
    assert found.tables["scores"]["index"].to_list() == [0, 1, 2] * 6


def test_pictures_in_folders_of_labels_are_videos(place):
    names = [f"{y}/{i:03d}.png" for y in ("real", "fake") for i in range(5)]
    found = place.read(file_of(place, {"path": names, "label": ["real"] * 5 + ["fake"] * 5, "p_fake": [0.4] * 10}))
    assert found.tables["videos"].height == 10


def test_a_confidence_beside_a_score_that_goes_below_one_half_is_not_used(place):
    v = videos()
    for more in ({}, {"prediction": v.called}):
        found = place.read(file_of(place, base(v) | {"score": v.p, "confidence": np.round(v.winner, 2)} | more))
        assert [x for _, x in sorted(scores_of(found).items())] == pytest.approx(v.p)
        assert said(found, "score: column 'score' as P(fake)")


def test_one_column_for_each_label_is_a_header_and_no_score(place):
    v = videos()
    truth = file_of(place, base(v), "truth.csv")
    path = file_of(place, {"video": v.names, "real": (~v.fake).astype(int), "fake": v.coded, "score": v.p})
    assert [x for _, x in sorted(scores_of(place.read(path, labels=[truth])).items())] == pytest.approx(v.p)


@pytest.mark.parametrize("name", ["prediction", "Verdict", "pred_class", "y_pred"])
def test_decisions_of_any_name_show_scores_that_are_high_for_real(place, name):
    v = videos()
    found = place.read(
        file_of(place, base(v) | {"probability": np.round(1 - v.p, 4), name: [c.upper() for c in v.called]})
    )
    assert said(found, f"column {name!r} agrees with P(fake) ≥ 0.5 in 0 of 40 rows, so scores are high for real")
    assert [x for _, x in sorted(scores_of(found).items())] == pytest.approx(v.p)


def test_two_sigmoids_that_do_not_sum_to_one_are_said(place):
    v = videos()
    found = place.read(file_of(place, base(v) | {"real_score": v.q, "fake_score": v.p}))
    assert [x for _, x in sorted(scores_of(found).items())] == pytest.approx(v.p)
    assert said(found, "'real_score' does not count, because it and 'fake_score' do not sum to 1")
