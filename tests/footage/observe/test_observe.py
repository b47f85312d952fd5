import hashlib
import os

import numpy as np
import polars as pl
import pytest
from tests.broken import KINDS, broken
from tests.conftest import moving_square

from touchstone.footage.media import evenly, open_video, resize, write_video
from touchstone.footage.observe import observe, one_pass
from touchstone.vocabulary.domains import InputContract
from touchstone.vocabulary.tables import CLIPS, FRAMES, VIDEOS, from_rows

FRAME = InputContract(size=24)
BGR = InputContract(size=24, color="bgr")
CLIP = InputContract(kind="clip", size=24, frames=4)
TM = InputContract(kind="view", view="tm")


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "clip.mp4"
    sound = (0.1 * np.sin(np.arange(16_000 * 3) / 10)).astype(np.float32)
    write_video(path, moving_square(75), 25, sound=sound, rate=16_000)
    return path


def test_rows_fit_their_tables(clip):
    seen = observe(clip, (FRAME, CLIP))
    from_rows([{"video": "k", "label": "real", **seen.video}], VIDEOS)
    frames = from_rows([{"video": "k", **row} for row in seen.frames], FRAMES)
    clips = from_rows([{"video": "k", **row} for row in seen.clips], CLIPS)
    assert frames.height == 8
    assert clips.select("frame_count", "duration").row(0) == (50, pytest.approx(2.0))
    assert seen.video["status"] == "ok"
    assert seen.preview is not None
    assert seen.preview[:2] == b"\xff\xd8"


def test_the_hash_and_size_are_those_of_the_file(clip):
    seen = observe(clip, ())
    assert seen.video["sha256"] == hashlib.sha256(clip.read_bytes()).hexdigest()
    assert seen.video["file_size"] == clip.stat().st_size


def test_pictures_are_the_sampled_frames_as_the_contract_wants_them(clip):
    seen = observe(clip, (FRAME, BGR))
    with open_video(clip) as video:
        wanted = [resize(f.rgb, (24, 24)) for f in video.frames() if f.sampled]
    assert np.array_equal(seen.pictures[FRAME].pixels, np.stack(wanted))
    assert np.array_equal(seen.pictures[BGR].pixels, seen.pictures[FRAME].pixels[..., ::-1])
    assert seen.pictures[FRAME].index == tuple(row["index"] for row in seen.frames)


def test_a_clip_is_one_unit_of_pictures_in_order_from_the_window(clip):
    seen = observe(clip, (CLIP,))
    with open_video(clip) as video:
        indices = evenly(video.window, 4)
        by_index = {f.index: resize(f.rgb, (24, 24)) for f in video.frames() if f.index in indices}
    pictures = seen.pictures[CLIP]
    assert pictures.pixels.shape == (1, 4, 24, 24, 3)
    assert pictures.index == (0,)
    assert np.array_equal(pictures.pixels[0], np.stack([by_index[i] for i in indices]))


@pytest.mark.parametrize("contracts", [(FRAME, BGR), (FRAME, CLIP), (TM,), (FRAME, TM)])
def test_where_only_scores_are_wanted_detectors_are_fed_the_same_and_nothing_is_measured(clip, contracts, monkeypatch):
    whole = observe(clip, contracts, faces="cascade")
    for name in ("measure_frame", "filmstrip"):
        monkeypatch.setattr(one_pass, name, None)  # calling it would fail the video
    fed = observe(clip, contracts, faces="cascade", measured=False)
    assert fed.video == whole.video
    assert (fed.frames, fed.clips, fed.preview) == ([], [], None)
    assert fed.pictures.keys() == whole.pictures.keys()
    assert fed.unseen == whole.unseen
    for contract, pictures in fed.pictures.items():
        assert np.array_equal(pictures.pixels, whole.pictures[contract].pixels)
        assert (pictures.index, pictures.time) == (whole.pictures[contract].index, whole.pictures[contract].time)


def test_where_only_scores_are_wanted_no_face_is_looked_for_that_no_view_needs(clip, monkeypatch):
    monkeypatch.setattr(one_pass, "detector_named", None)
    assert observe(clip, (FRAME, CLIP), faces="cascade", measured=False).video["status"] == "ok"


def test_a_shorter_video_repeats_its_frames_in_a_clip(tmp_path):
    path = tmp_path / "short.mp4"
    write_video(path, moving_square(3), 25)
    seen = observe(path, (FRAME, CLIP))
    assert seen.pictures[CLIP].pixels.shape == (1, 4, 24, 24, 3)
    assert len(seen.pictures[FRAME].pixels) == 3


def bad(tmp_path, kind):
    path = tmp_path / "x.mp4"
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "missing":
            pass
        case _:
            return broken(tmp_path, kind)
    return path


@pytest.mark.parametrize("kind", [*KINDS, "pipe", "folder", "missing"])
def test_what_cannot_be_read_is_a_row_with_one_line_of_reason(tmp_path, kind):
    seen = observe(bad(tmp_path, kind), (FRAME,))
    row = {"video": "k", "label": "fake", **seen.video}
    assert from_rows([row], VIDEOS)["status"].to_list() == ["failed"]
    reason = seen.video["reason"]
    assert reason
    assert "\n" not in reason
    assert "unexpected" not in reason
    assert not seen.frames
    assert not seen.pictures


def test_real_clips_are_read_whole(shared):
    manifest = pl.read_csv(shared / "footage/manifest.csv")
    for row in manifest.filter(pl.col("path").str.contains("-01")).iter_rows(named=True):
        seen = observe(shared / "footage" / row["path"], (FRAME,))
        assert seen.video["status"] == "ok", row["path"]
        assert (seen.video["width"], seen.video["height"]) == (row["width"], row["height"])
        assert seen.video["codec"] == row["codec"]
        assert seen.video["sha256"] == row["sha256"]
        assert seen.video["has_audio"] == bool(row["has_audio"])
        assert len(seen.frames) == 8
