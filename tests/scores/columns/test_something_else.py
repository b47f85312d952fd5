"""Columns whose names may be those of detectors, and whose numbers are about something else than fakes."""

import numpy as np
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import table

RNG = np.random.default_rng(16)
COUNT = 160
FAKE = np.arange(COUNT) % 2
LABELS = ["real", "fake"] * (COUNT // 2)
VIDEOS = [f"v{i:03d}" for i in range(COUNT)]


def of_detector(strength):
    return np.round(1 / (1 + np.exp(-RNG.normal((2 * FAKE - 1) * strength, 1))), 4)


P, Q = of_detector(1.0), of_detector(0.7)
MALE, SMILE = (np.round(RNG.permutation(np.linspace(0.01, 0.99, COUNT)), 4) for _ in range(2))
MAINS = ["fake_probability", "prob_fake", "score_fake", "P(fake)", "score", "prediction", "prob", "logit"]


def read(place, cells, rows=COUNT, **options):
    path = place.folder / "s.csv"
    cells = {"video": VIDEOS, "label": LABELS} | cells
    path.write_bytes(table({name: list(values)[:rows] for name, values in cells.items()}))
    return place.read(path, **options)


def scores(found):
    ordered = found.tables["scores"].sort("video")
    return {d: part["p_fake"].to_list() for (d,), part in ordered.group_by("detector", maintain_order=True)}


@pytest.mark.parametrize("first", ["score", "property"])
@pytest.mark.parametrize("other", ["prob_male", "p_voice", "score_smile", "prob_eyes_open"])
@pytest.mark.parametrize("main", MAINS)
def test_beside_a_score_a_column_that_follows_nothing_is_no_detector(place, main, other, first):
    cells = {main: P, other: MALE} if first == "score" else {other: MALE, main: P}
    found = read(place, cells)
    assert list(scores(found)) == ["s"]
    name = other.partition("_")[2]
    every = {"p_fake": main, f"p_{name}": other}
    assert said(found, f"p_{name}={other}; if a property, --map property_{other}={other})")
    assert sorted(scores(read(place, cells, columns=every))) == sorted(["s", name])
    if main != "logit":
        assert scores(found)["s"] == P.tolist()


def test_nor_are_several(place):
    found = read(place, {"fake_prob": P, "prob_male": MALE, "prob_smile": SMILE})
    assert scores(found) == {"s": P.tolist()}


def test_the_property_of_the_note_is_read(place):
    found = read(place, {"score": P, "prob_male": MALE}, columns={"property_prob_male": "prob_male"})
    assert list(scores(found)) == ["s"]
    assert said(found, "properties: property_prob_male")


@pytest.mark.parametrize("main", ["p_fake", "fake_probability", "score"])
def test_a_column_that_follows_the_labels_is_another_detector(place, main):
    found = read(place, {main: P, "p_xception": Q})
    assert scores(found) == {"s": P.tolist(), "xception": Q.tolist()}
    assert said(found, f"(if about something else than fakes, say --map p_fake={main})")
    assert list(scores(read(place, {main: P, "p_xception": Q}, columns={"p_fake": main}))) == ["s"]


def test_beside_p_fake_and_with_few_rows_it_stays_with_a_note(place):
    for main, rows in (("p_fake", COUNT), ("score", 40)):
        found = read(place, {main: P, "p_male": MALE}, rows)
        assert sorted(scores(found)) == ["male", "s"]
        assert said(found, f"is read as the scores of another detector beside '{main}'")


def test_a_score_without_a_telling_name_may_be_about_something_else(place):
    assert scores(read(place, {"score": MALE, "prob_xception": P})) == {"xception": P.tolist()}


@pytest.mark.parametrize("names", [("xception_score", "meso_score", "iqa_score"), ("p_xception", "p_meso", "p_iqa")])
def test_of_several_detectors_the_one_that_follows_nothing_is_named(place, names):
    found = read(place, dict(zip(names, (P, Q, MALE), strict=True)))
    assert list(scores(found)) == ["xception", "meso", "iqa"]
    kept = {"p_xception": names[0], "p_meso": names[1]}
    assert said(found, f"say --map p_xception={names[0]} --map p_meso={names[1]}")
    assert list(scores(read(place, dict(zip(names, (P, Q, MALE), strict=True)), columns=kept))) == ["xception", "meso"]


def test_detectors_that_all_follow_the_labels_are_not_doubted(place):
    assert not said(read(place, {"p_a": P, "p_b": Q}), "about something else")


@pytest.mark.parametrize("names", [("face_xray_score", "xception_score"), ("video_swin_prob", "audio_rawnet_prob")])
def test_a_word_for_faces_or_sound_may_be_part_of_the_name_of_a_detector(place, names):
    found = read(place, dict(zip(names, (P, Q), strict=True)))
    assert scores(found) == {name.rpartition("_")[0]: p.tolist() for name, p in zip(names, (P, Q), strict=True)}


@pytest.mark.parametrize("end", ["lower", "ci_high", "margin", "smoothed", "q05"])
def test_what_is_derived_from_one_of_several_detectors_is_none(place, end):
    low = np.round(np.clip(P - 0.05, 0, 1), 4)
    cells = {"prob_xc": P, f"prob_xc_{end}": low, "prob_meso": Q, f"prob_meso_{end}": low}
    found = read(place, cells)
    assert scores(found) == {"xc": P.tolist(), "meso": Q.tolist()}
    assert said(found, f"--map p_xc_{end}=prob_xc_{end} --map p_meso=prob_meso")
    every = {f"p_{name.partition('_')[2]}": name for name in cells}
    assert len(scores(read(place, cells, columns=every))) == 4


@pytest.mark.parametrize(("name", "values"), [("prob_margin", np.abs(2 * P - 1)), ("prob_entropy", P * (1 - P))])
def test_nor_is_what_is_derived_from_two_classes(place, name, values):
    cells = {"prob_0": np.round(1 - P, 4), "prob_1": P, name: np.round(values, 4)}
    assert scores(read(place, cells)) == {"s": P.tolist()}
    assert said(read(place, cells), f"say --map property_{name}={name}")
    assert list(scores(read(place, cells, columns={f"property_{name}": name}))) == ["s"]


@pytest.mark.parametrize("times", [30, 31])
def test_rows_with_labels_in_turn_are_no_exception(place, times):
    names = [f"{video}_{i}" for i in range(times) for video in VIDEOS]
    cells = {"video": names, "label": LABELS * times, "score": [*P] * times, "p_xception": [*Q] * times}
    assert sorted(scores(read(place, cells, len(names)))) == ["s", "xception"]
