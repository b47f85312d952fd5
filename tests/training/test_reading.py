import hashlib
import shutil
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from touchstone.footage.corpus import open_corpus
from touchstone.footage.media import Box, open_video, resize
from touchstone.footage.observe import observe
from touchstone.footage.views import VIEWS, Stretch
from touchstone.training import Change
from touchstone.training.changes import SHAM
from touchstone.training.reading import Ask, jittered, look
from touchstone.training.samples import Samples
from touchstone.vocabulary.domains import InputContract
from touchstone.vocabulary.errors import CorpusError


@pytest.fixture(scope="module")
def samples(planted):
    return Samples(open_corpus(planted))


@pytest.fixture(scope="module")
def ask(samples):
    return samples.ask(next(i for i, e in enumerate(samples.entries) if e.label == "real"), ("cm", "tm", "av"))


@pytest.mark.slow
def test_training_and_analysis_see_the_same(ask):
    contracts = {name: InputContract("view", view=name) for name in ask.sights}
    seen = look(replace(ask, faces=None))
    watched = observe(ask.path, tuple(contracts.values()), frames=1, faces="auto")
    for name, contract in contracts.items():
        assert np.array_equal(seen[name], watched.pictures[contract].pixels[0])


def test_known_faces_are_taken_as_they_are_jittered(ask):
    with open_video(ask.path, frames=0, window=2.0) as video:
        frames = list(video.frames())
        boxes = jittered(ask.faces, ask.video)
        colored = tuple((2 * k + 1) * len(frames) // 16 for k in range(8))
        stretch = Stretch(
            luma=np.stack([frame.luma for frame in frames]),
            rgb=np.stack([frames[at].rgb for at in colored]),
            colored=colored,
            times=np.array([frame.time for frame in frames]),
            faces=tuple(boxes[frame.index] for frame in frames),
            sound=video.sound(),
        )
    seen = look(ask)
    for name in ask.sights:
        assert np.array_equal(seen[name], VIEWS[name].make(stretch))


def test_frames_are_those_of_the_contract(ask):
    (pixels,) = look(replace(ask, sights=("frames",))).values()
    with open_video(ask.path, frames=8, window=0) as video:
        wanted = [resize(frame.rgb, (224, 224), "bilinear") for frame in video.frames()]
    assert np.array_equal(pixels, np.stack(wanted))


def test_a_short_clip_repeats_its_frames(squares):
    pixels = np.asarray(look(Ask(video="x", path=squares / "real/0.mp4", sights=("frames",)))["frames"])
    assert pixels.shape == (8, 224, 224, 3)
    assert len(np.unique(pixels.reshape(8, -1), axis=0)) == 6


def test_what_cannot_be_shown_says_why(squares, ask):
    def why(path, **rest):
        (reason,) = look(Ask(video="x", path=path, sights=("cm",), **rest)).values()
        return reason

    assert "no face" in why(squares / "real/0.mp4")
    assert why(squares / "nowhere.mp4") == "file not found"
    assert why(squares) == "not a plain file"
    assert "\n" not in why(squares / "fake/broken.mp4")
    assert "hash" in why(ask.path, sha256="0" * 64)
    assert not isinstance(why(ask.path, sha256=hashlib.sha256(ask.path.read_bytes()).hexdigest(), faces=ask.faces), str)
    assert "needs a face" in why(squares / "real/0.mp4", change=Change("region_jpeg", 50))


def test_the_sham_goes_through_a_file_and_a_planted_defect_shows_in_the_face_alone(ask):
    ask = replace(ask, sights=("tm",))
    plain, sham, planted = (
        np.asarray(look(replace(ask, change=c))["tm"]).astype(int) for c in (None, SHAM, Change("region_flicker", 20))
    )
    assert sham.shape == planted.shape == VIEWS["tm"].shape
    again = look(replace(ask, change=SHAM))["tm"]
    assert np.array_equal(sham, again)
    assert 0 < np.abs(sham - plain).mean() < 4
    brightness = lambda seen: np.ptp(seen[:, 0].mean(axis=(1, 2)))  # noqa: E731
    assert brightness(planted) > brightness(sham) + 10


def test_known_faces_are_moved_as_one_by_the_clips_key():
    faces = {k: Box(40 + k, 30, 60, 80) for k in range(5)}
    moved = jittered(faces, "a")
    assert moved == jittered(faces, "a") != jittered(faces, "b")
    assert len({(round(box.x - k, 6), round(box.width, 6)) for k, box in moved.items()}) == 1
    drawn = [jittered({0: faces[0]}, str(n))[0] for n in range(2000)]
    across = np.array([(box.x + box.width / 2 - 70) / 60 for box in drawn])
    assert across.mean() == pytest.approx(-0.005, abs=0.005)
    assert across.std() == pytest.approx(0.05, abs=0.005)
    assert np.log([box.width / 60 for box in drawn]).std() == pytest.approx(0.067, abs=0.006)


def test_only_defects_of_the_own_domain_are_fakes_where_the_corpus_knows(samples):
    truth = pl.read_parquet(samples.corpus.root / "truth.parquet")
    for key in ("cm", "tm"):
        having = set(truth.filter(pl.col("domain") == key)["video"])
        assert [bool(mark) for mark in samples.fakes(key)] == [e.video in having for e in samples.entries]
    assert not samples.fakes("av").any()
    with pytest.raises(CorpusError, match="no fakes"):
        samples.goal("av", 0)


def test_sound_that_was_muted_cut_off_or_compressed_is_no_forgery(planted, tmp_path):
    names = ("mute", "sound_offset", "sound_mp3", "sound_swap", "sound_opus", "mouth_warp", "sound_resample")
    for name in ("manifest.csv", "truth.parquet"):
        shutil.copy(planted / name, tmp_path / name)
    for part in ("real", "fake", "clips"):
        if (planted / part).is_dir():
            (tmp_path / part).symlink_to(planted / part)
    truth = pl.read_parquet(tmp_path / "truth.parquet")
    dosed = truth.filter(pl.col("dose").is_not_null())
    said = [names[k % len(names)] for k in range(dosed.height)]
    dosed.with_columns(domain=pl.lit("av"), intervention=pl.Series(said)).write_parquet(tmp_path / "truth.parquet")
    samples = Samples(open_corpus(tmp_path))
    forged = {v for v, name in zip(dosed["video"], said, strict=True) if name in ("sound_offset", "sound_swap", "mouth_warp")}
    assert forged
    assert {e.video for e, mark in zip(samples.entries, samples.fakes("av"), strict=True) if mark} == forged


def test_labels_decide_where_the_corpus_knows_nothing(squares):
    samples = Samples(open_corpus(squares))
    assert samples.fakes("cm").tolist() == [e.label == "fake" for e in samples.entries]
    assert samples.ask(0, ("cm",)).faces is None


def test_training_clips_alone_are_shown_in_changes_and_the_sham_with_them(planted):
    changes = (Change("jpeg", 50), Change("region_flicker", 4))
    samples = Samples(open_corpus(planted), changes)
    goal = samples.goal("cm", 0)
    forms = [samples.shown[i].change for i in goal.train]
    assert forms.count(None) == forms.count(SHAM) == forms.count(changes[0]) == forms.count(changes[1]) == 6
    assert all(samples.shown[i].change is None for i in goal.val)
    for i in goal.train:
        shown = samples.shown[i]
        before = goal.fake[samples.shown.index(type(shown)(shown.entry))]
        assert goal.fake[i] == (before or shown.change == changes[0])


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (pl.DataFrame({"video": ["a"]}), "cannot be used"),
        (
            pl.DataFrame({"video": ["a"], "index": [0], "x": [0.0], "y": [0.0], "width": [-1.0], "height": [2.0]}),
            "without a position",
        ),
        (
            pl.DataFrame({"video": ["a"], "index": [0], "x": ["?"], "y": [0.0], "width": [1.0], "height": [2.0]}),
            "cannot be used",
        ),
    ],
)
def test_a_table_of_faces_that_is_none_is_refused(squares, tmp_path, table, said):
    for label in ("real", "fake"):
        (tmp_path / label).symlink_to(squares / label)
    table.write_parquet(tmp_path / "faces.parquet")
    with pytest.raises(CorpusError, match=said):
        Samples(open_corpus(tmp_path))
