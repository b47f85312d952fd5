from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from touchstone.detectors.inference import ReadingSettings, ScoringSettings, Silent, discard_parts, engine, score_corpus
from touchstone.detectors.kinds import Detector, DetectorCard
from touchstone.footage.views import VIEWS
from touchstone.testing import BrightnessDetector
from touchstone.vocabulary.domains import InputContract
from touchstone.vocabulary.errors import RunError
from touchstone.vocabulary.laps import Laps
from touchstone.vocabulary.tables import CLIPS, FRAMES, SCORES, VIDEOS, read_table

HOW = ScoringSettings(reading=ReadingSettings(), batch_videos=2, batch_size=5)
TABLES = (VIDEOS, FRAMES, CLIPS, SCORES)


def detectors():
    return [BrightnessDetector(), BrightnessDetector("clips", kind="clip", frames=4)]


def read(folder):
    return {table.name: read_table(table, folder / "tables") for table in TABLES}


@pytest.fixture(scope="module")
def unbroken(footage, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unbroken")
    score_corpus(footage.entries, detectors(), folder, HOW, Silent())
    return read(folder)


def test_every_video_is_accounted_for(footage, unbroken):
    videos = unbroken["videos"]
    assert videos["video"].to_list() == [e.video for e in footage.entries]
    failed = videos.filter(pl.col("status") == "failed")
    assert sorted(failed["video"]) == ["fake/empty.mp4", "real/broken.mp4"]
    assert failed["reason"].null_count() == 0


def test_scores_are_what_the_detector_says_of_each_frame(unbroken):
    scores = unbroken["scores"].filter(pl.col("detector") == "bright", pl.col("status") == "ok")
    joined = scores.join(unbroken["frames"], on=["video", "index"], how="left")
    assert scores.height == 6 * 8 + 3
    assert joined["brightness"].null_count() == 0
    assert np.allclose(scores["p_fake"], 1 / (1 + np.exp(-scores["logit"])))


def test_unreadable_videos_are_failed_rows_of_every_detector(unbroken):
    failed = unbroken["scores"].filter(pl.col("status") == "failed")
    assert sorted(failed["detector"].to_list()) == ["bright", "bright", "clips", "clips"]
    assert failed["p_fake"].null_count() == failed.height


def test_batches_run_across_videos_and_are_never_larger_than_asked(footage, tmp_path):
    detector = BrightnessDetector()
    score_corpus(footage.entries, [detector], tmp_path, HOW, Silent())
    assert max(detector.calls) <= 5
    # 51 frames in batches of two videos, five at a time, and two passes for the estimate before the start
    assert sum(detector.calls) == 51 + 2 * 2


class StopAfter:
    """Interrupts a run after some batches, as Ctrl-C does."""

    def __init__(self, batches):
        self.left = batches

    def note(self, text):
        pass

    def start(self, total, done, estimate):
        self.total, self.done = total, done

    def advance(self, videos):
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt

    def stop(self):
        pass


@pytest.mark.parametrize("batches", [1, 3])
def test_an_interrupted_run_continues_to_the_same_tables(footage, tmp_path, unbroken, batches):
    with pytest.raises(KeyboardInterrupt):
        score_corpus(footage.entries, detectors(), tmp_path, HOW, StopAfter(batches))
    assert not (tmp_path / "tables").exists()
    progress = StopAfter(-1)
    score_corpus(footage.entries, detectors(), tmp_path, HOW, progress)
    assert progress.done == 2 * batches
    for name, table in read(tmp_path).items():
        assert table.equals(unbroken[name]), name


def test_a_finished_run_computes_nothing_again(footage, tmp_path, unbroken):
    score_corpus(footage.entries, detectors(), tmp_path, HOW, Silent())
    again = BrightnessDetector()
    score_corpus(footage.entries, [again], tmp_path, HOW, Silent())
    assert again.calls == []
    assert read(tmp_path)["scores"].equals(unbroken["scores"])
    discard_parts(tmp_path)
    assert not (tmp_path / "parts").exists()


class Faulty(BrightnessDetector):
    """Fails on its second call and answers NaN from its third."""

    def score(self, pictures):
        logits = super().score(pictures)
        if len(self.calls) == 4:  # two calls went to the estimate
            raise RuntimeError("no such kernel\ndetails")
        return logits if len(self.calls) < 4 else logits * np.nan


def test_a_detector_that_fails_costs_its_own_rows(footage, tmp_path):
    score_corpus(footage.entries, [Faulty("faulty"), BrightnessDetector()], tmp_path, HOW, Silent())
    scores = read(tmp_path)["scores"]
    own = scores.filter(pl.col("detector") == "faulty")
    assert "the network failed: no such kernel" in own["reason"].to_list()
    assert "the network answered nan" in own["reason"].to_list()
    assert own.filter(pl.col("status") == "ok").height == 5
    assert scores.filter(pl.col("detector") == "bright", pl.col("status") == "ok").height == 51


def test_no_detector_still_gives_the_tables_of_the_footage(footage, tmp_path, unbroken):
    score_corpus(footage.entries, [], tmp_path, HOW, Silent())
    found = read(tmp_path)
    assert found["scores"].height == 0
    assert found["frames"].equals(unbroken["frames"])


class Hungry(BrightnessDetector):
    """Needs more memory than there is."""

    def score(self, pictures):
        if len(pictures) > 2:
            raise RuntimeError("CUDA out of memory. Tried to allocate 2 GiB")
        return super().score(pictures)


def test_running_out_of_memory_is_the_machine_s_failure_and_is_not_kept(footage, tmp_path):
    with pytest.raises(RunError, match="hungry ran out of memory; try a batch size below 5"):
        score_corpus(footage.entries, [Hungry("hungry")], tmp_path, HOW, Silent())
    assert not list(tmp_path.rglob("*.parquet"))


def test_a_file_that_is_not_what_the_manifest_says_has_failed(footage, tmp_path):
    swapped = [replace(footage.entries[0], sha256="0" * 64), footage.entries[1]]
    score_corpus(swapped, [BrightnessDetector()], tmp_path, HOW, Silent())
    first = read(tmp_path)["videos"].row(0, named=True)
    assert first["status"] == "failed"
    assert "hash in the manifest" in first["reason"]


class Seer(Detector):
    """Is shown a view: the logit is the mean level of what it is shown, less 100."""

    def __init__(self, view):
        self.card = DetectorCard(name=f"sees_{view}", kind="test", input=InputContract("view", view=view))

    def score(self, pictures):
        """Shape [n]."""
        assert pictures.shape[1:] == VIEWS[self.card.input.view or ""].shape
        return pictures.reshape(len(pictures), -1).mean(axis=1, dtype=np.float64) - 100


def test_views_are_scored_once_per_video_and_what_cannot_be_seen_abstains(footage, tmp_path):
    reading = replace(HOW.reading, faces="known:20,10,40,40")
    score_corpus(footage.entries, [Seer("tm"), Seer("av")], tmp_path, replace(HOW, reading=reading), Silent())
    scores = read(tmp_path)["scores"]
    seen = scores.filter(pl.col("detector") == "sees_tm")
    assert seen["status"].to_list().count("ok") == 7
    assert set(seen["unit"]) == {"clip"}
    assert seen.filter(pl.col("status") == "failed").height == 2
    assert np.allclose(seen.filter(status="ok")["p_fake"], 1 / (1 + np.exp(-seen.filter(status="ok")["logit"])))
    abstained = scores.filter(pl.col("detector") == "sees_av", pl.col("status") == "abstained")
    assert abstained.select("unit", "index", "reason").unique().rows() == [("clip", 0, "no sound")]
    assert abstained.height == 7
    assert abstained["p_fake"].null_count() == abstained["logit"].null_count() == 7
    assert scores.filter(pl.col("detector") == "sees_av", pl.col("status") == "failed").height == 2


@pytest.mark.parametrize(
    ("seconds", "asked", "idle", "used"),
    [
        (0.001, 1, True, 4),  # light networks leave all cores to the readers
        (0.001, 1, False, 1),
        (0.001, 6, True, 6),  # never fewer than asked for
        (10.0, 1, True, 1),  # heavy networks need the cores themselves
    ],
)
def test_readers_use_the_cores_that_networks_leave_idle(footage, unbroken, tmp_path, monkeypatch, seconds, asked, idle, used):
    monkeypatch.setattr(engine, "cores", lambda: 4)
    monkeypatch.setattr(engine, "_networks", lambda *_: engine._Networks(wall=0.1, processor=seconds))
    laps = Laps()
    how = replace(HOW, reading=replace(HOW.reading, workers=asked), use_idle=idle)
    score_corpus(footage.entries, detectors(), tmp_path, how, Silent(), laps)
    assert laps.times(4).readers == used
    assert all(table.equals(unbroken[name]) for name, table in read(tmp_path).items())


def test_the_slower_the_networks_the_fewer_read():
    readers = [engine.readers_beside(seconds, 32) for seconds in (0.0, 0.01, 0.1, 1.0, 10.0)]
    assert readers == sorted(readers, reverse=True) == [32, 32, 30, 16, 3]
    assert (readers[0], readers[-1]) == (32, 3)
    assert [engine.readers_beside(0.0, of_cores) for of_cores in (1, 2, 7)] == [1, 2, 7]
