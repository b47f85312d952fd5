import json
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from touchstone.detectors.inference import Silent
from touchstone.footage.corpus import open_corpus, read_truth
from touchstone.footage.media import open_video, write_video
from touchstone.footage.synthesis import OwnPlan, Plan, build_corpus
from touchstone.footage.synthesis import build as building
from touchstone.footage.synthesis.make import code_hash, make
from touchstone.vocabulary.errors import CorpusError, StoppedError, UsageError


def rebuilt(folder, plan):
    return build_corpus(folder, plan, Silent(), workers=1)


def test_the_folder_is_a_corpus_with_its_truth(built, tiny):
    corpus = open_corpus(built)
    recipes = {r.video: r for r in tiny.recipes()}
    assert corpus.layout == "manifest"
    assert {e.video for e in corpus.entries} == set(recipes)
    assert Counter(e.label for e in corpus.entries) == {"real": 3, "fake": 3}
    for entry in corpus.entries:
        wanted = recipes[entry.video]
        assert (entry.method, entry.group, entry.source, entry.split) == (
            wanted.method, wanted.group, wanted.source, wanted.split,
        )  # fmt: skip
        with open_video(entry.path, frames=1, window=0) as video:
            assert (video.facts.width, video.facts.height) == (wanted.origin.width, wanted.origin.height)
            assert video.facts.frame_count == wanted.origin.frames
            assert video.facts.has_audio
    truth = read_truth(corpus)
    planted = {(v, i, d) for v, i, d in truth.select("video", "intervention", "dose").iter_rows()}
    assert planted == {
        *((r.video, d.intervention, d.dose) for r in recipes.values() for d in r.defects),
        *((r.video, "sham", None) for r in recipes.values() if r.label == "real"),
    }
    faces = pl.read_parquet(built / "faces.parquet")
    assert dict(faces.group_by("video").len().iter_rows()) == {r.video: r.origin.frames for r in recipes.values()}


def test_the_card_names_what_is_planted(built, tiny):
    card = (built / "README.md").read_text()
    for recipe in tiny.recipes():
        for defect in recipe.defects:
            assert f"| {defect.intervention} | {defect.domain} |" in card
    assert "seed 3, 6 clips, 3 of them fake" in card


def test_the_same_recipe_gives_the_same_bytes_in_any_process(built, tiny, tmp_path):
    """In this process, with other neighbours, what another process wrote."""
    first = [r for r in tiny.recipes() if r.origin == tiny.recipes()[0].origin]
    for written in make(tmp_path, first, "code"):
        assert (tmp_path / written.video).read_bytes() == (built / written.video).read_bytes()


def test_what_is_there_is_not_made_again_and_what_is_gone_is(built, tiny):
    assert rebuilt(built, tiny).new_clips == 0
    video = built / tiny.recipes()[1].video
    before = video.read_bytes()
    video.unlink()
    assert rebuilt(built, tiny).new_clips == 1
    assert video.read_bytes() == before


def test_a_smaller_plan_removes_what_it_does_not_hold_and_nothing_else(built, tiny, tmp_path):
    mine = built / "real" / "mine.mp4"
    mine.write_bytes(b"precious")
    smaller = Plan(seed=tiny.seed, clips=4, splits=tiny.splits, seconds=tiny.seconds)
    done = rebuilt(built, smaller)
    assert (done.clips, done.new_clips) == (4, 0)
    assert {p.relative_to(built).as_posix() for p in built.glob("*/*.*") if p != mine} >= {
        r.video for r in smaller.recipes()
    }
    assert len(open_corpus(built).entries) == 4
    assert mine.read_bytes() == b"precious"
    mine.unlink()
    assert rebuilt(built, tiny).new_clips == 2


def test_a_folder_with_other_things_is_left_alone(tiny, tmp_path):
    (tmp_path / "thesis.tex").write_text("precious")
    with pytest.raises(UsageError, match="not empty and holds no corpus"):
        build_corpus(tmp_path, tiny, Silent())
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.tex"]


class Impatient(Silent):
    def advance(self, videos):
        raise KeyboardInterrupt


def test_a_build_that_is_stopped_keeps_what_is_finished(tmp_path, monkeypatch):
    plan = Plan(seed=3, clips=4, splits=(("test", 1.0),), seconds=(0.2, 0.25))
    monkeypatch.setattr(building, "_clips", in_this_process)
    with pytest.raises(StoppedError, match="the same command continues"):
        build_corpus(tmp_path / "c", plan, Impatient())
    assert not (tmp_path / "c/manifest.csv").exists()
    done = build_corpus(tmp_path / "c", plan, Silent())
    assert (done.clips, done.new_clips) == (4, 2)


def in_this_process(folder, waiting, code, workers):
    for group in waiting:
        try:
            yield make(folder, group, code), None
        except (CorpusError, UsageError) as error:
            yield [], str(error)


def test_another_recipe_or_other_code_is_another_clip(tiny):
    first, second = tiny.recipes()[:2]
    assert first.digest(code_hash()) == first.digest(code_hash())
    assert len({first.digest("a"), first.digest("b"), second.digest("a")}) == 3


def test_the_users_own_clips_carry_the_same_defects(built, tmp_path, monkeypatch):
    folder = tmp_path / "own"
    (folder / "trip").mkdir(parents=True)
    for entry in open_corpus(built).entries:
        if entry.label == "real":
            (folder / "trip" / entry.path.name).write_bytes(entry.path.read_bytes())
    (folder / "broken.mp4").write_bytes(b"not a video")
    monkeypatch.setattr(building, "_clips", in_this_process)
    plan = OwnPlan(root=folder, seed=1, domains=("rr", "tm"), seconds=0.3)
    done = build_corpus(tmp_path / "planted", plan, Silent())
    assert done.clips == 6
    corpus = open_corpus(tmp_path / "planted")
    assert {e.dataset for e in corpus.entries} == {"own"}
    assert len({e.group for e in corpus.entries}) == 3
    truth = read_truth(corpus)
    assert set(truth.filter(pl.col("dose").is_not_null())["domain"]) <= {"rr", "tm"}
    for real in (e for e in corpus.entries if e.label == "real"):
        fake = next(e for e in corpus.entries if e.label == "fake" and e.group == real.group)
        facts = []
        for entry in (real, fake):
            with open_video(entry.path, frames=1, window=0) as video:
                facts.append((video.facts.codec, video.facts.width, video.facts.frame_count, video.facts.container))
        assert facts[0] == facts[1]
        assert facts[0][2] < 12
    record = json.loads((tmp_path / "planted/corpus.json").read_text())
    assert record["plan"]["from"] == str(folder)


def test_a_folder_without_real_clips_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="no real clip found"):
        OwnPlan(root=tmp_path).recipes()


def test_clips_that_cannot_be_opened_take_no_place_of_those_that_can(tmp_path):
    for name in ("1.mp4", "2.mp4", "3.mp4"):
        (tmp_path / name).write_bytes(b"not a video")
    plan = OwnPlan(root=tmp_path, clips=4, domains=("cm",))
    with pytest.raises(CorpusError, match=r"no real clip can be opened, of 3; the first reason: 1\.mp4: text, not a video"):
        plan.recipes()
    for name in ("4.mp4", "5.mp4", "6.mp4"):
        write_video(tmp_path / name, np.full((6, 48, 64, 3), 90, np.uint8), 12)
    assert [Path(r.video).name[0] for r in plan.recipes() if r.label == "real"] == ["4", "5"]


def test_clips_too_small_for_some_encoders_are_encoded_by_the_others(tmp_path, monkeypatch):
    folder = tmp_path / "small"
    folder.mkdir()
    for shade in range(10):
        write_video(folder / f"{shade}.mp4", np.full((6, 48, 64, 3), 20 * shade, np.uint8), 12)
    monkeypatch.setattr(building, "_clips", in_this_process)
    assert {recipe.codec for recipe in OwnPlan(root=folder).recipes()} == {"h264", "mpeg4", "vp9"}
    done = build_corpus(tmp_path / "planted", OwnPlan(root=folder, clips=6, domains=("cm",), seconds=0.3), Silent())
    assert done.clips >= 3
    assert not [reason for reason in done.left_out if "cannot be written" in reason]
