import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from shutil import copytree

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from touchstone.detectors.config import find_checkpoints
from touchstone.detectors.inference import Silent
from touchstone.detectors.load import load_detectors
from touchstone.detectors.reference import load_reference
from touchstone.training import RECIPES, Training, train
from touchstone.vocabulary.errors import CheckpointError, CorpusError, MissingExtraError, RunError, UsageError
from touchstone.vocabulary.tables import locked

from .test_prepare import Counts

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def training(planted, tmp_path_factory):
    out = tmp_path_factory.mktemp("trained")
    return Training(
        keys=("tm", "cm"),
        corpus=planted,
        out=out,
        steps=3,
        batch=4,
        device="cpu",
        workers=1,
        command="touchstone train tm cm",
    )


@pytest.fixture(scope="module")
def trained(training):
    return train(training, Silent(), Silent(), Silent())


def test_every_specialist_has_weights_that_an_analysis_loads(trained, training):
    specs = find_checkpoints(training.out)
    assert [spec.settings.specialist for spec in specs] == ["reference:cm", "reference:tm"]
    loaded = load_detectors(specs, torch.device("cpu"))
    assert loaded.table["status"].to_list() == ["ok", "ok"]
    for specialist in trained:
        card = load_reference(specialist.weights, specialist.key).card
        assert card.command == "touchstone train tm cm"
        assert "2 fake and 4 real clips of 2 groups" in card.data
        assert "the corpus's own training and validation splits" in card.data
        assert (card.numbers[0].n, f"{card.numbers[0].value:.3f}") == (6, specialist.auc[:5])
        assert any("rough" in limit for limit in card.limits)


def test_the_log_has_one_object_per_epoch(trained, training):
    rows = [json.loads(line) for line in (training.out / "cm/log.jsonl").read_text().splitlines()]
    assert [row["step"] for row in rows] == [1, 2, 3]
    assert {"train_loss", "val_loss", "val_auc", "val_auc_low", "val_auc_high", "val_n", "seconds"} <= set(rows[0])


def test_a_finished_training_says_so_and_reads_nothing(trained, training):
    counts = Counts()
    again = train(training, Silent(), counts, counts)
    assert [replace(specialist, before=False) for specialist in again] == list(trained)
    assert all(specialist.before for specialist in again)
    assert counts.read == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"steps": 4}, "steps 3, not 4"),
        ({"lr": 0.1}, f"lr {RECIPES['tm'].lr}, not 0.1"),
        ({"augment": ("jpeg",)}, r"augment \[\], not"),
    ],
)
def test_other_settings_are_refused_in_one_line(trained, training, change, said):
    with pytest.raises(UsageError, match=said) as caught:
        train(replace(training, **change), Silent(), Silent(), Silent())
    assert "\n" not in str(caught.value)


def test_two_processes_never_fill_one_folder(training, tmp_path):
    with locked(tmp_path, RunError, "--out"), pytest.raises(RunError, match="another process"):
        train(replace(training, out=tmp_path), Silent(), Silent(), Silent())


def test_weights_that_nothing_is_known_of_are_not_replaced(training, tmp_path):
    (tmp_path / "cm.safetensors").touch()
    with pytest.raises(UsageError, match="choose another --out"):
        train(replace(training, out=tmp_path), Silent(), Silent(), Silent())


def test_clips_that_cannot_be_shown_are_counted(squares, tmp_path):
    asked = Training(keys=("cm",), corpus=squares, out=tmp_path, steps=1, workers=1)
    with pytest.raises(CorpusError, match=r"lack a class; 4 clip\(s\) left out: no face"):
        train(asked, Silent(), Silent(), Silent())


def test_training_goes_on_from_weights(trained, training, tmp_path):
    for name in ("prepared",):
        copytree(training.out / name, tmp_path / name)
    start = training.out / "tm.safetensors"
    asked = replace(training, keys=("tm",), out=tmp_path, start=start, steps=1, lr=1e-12)
    (specialist,) = train(asked, Silent(), Silent(), Silent())
    before, after = load_file(start), load_file(specialist.weights)
    weights = [name for name in before if name.endswith("weight")]
    assert all(torch.allclose(before[name], after[name], atol=1e-6) for name in weights)
    with pytest.raises(CheckpointError, match="no such file"):
        train(replace(asked, out=tmp_path / "x", start=tmp_path / "none.pt"), Silent(), Silent(), Silent())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"keys": ()}, "say what to train"),
        ({"keys": ("xx",)}, "can be trained"),
        ({"keys": ("cm", "cm")}, "named twice"),
        ({"steps": 0}, "more than 0"),
        ({"batch": 1}, "at least 2 clips"),
        ({"freeze_backbone": True}, "--network full"),
        ({"keys": ("cm", "tm"), "start": "x"}, "one key at a time"),
        ({"logs": ("wandb",)}, "no log 'wandb'"),
        ({"augment": ("nothing",)}, "no known change"),
    ],
)
def test_settings_are_checked_before_anything_is_read(tmp_path, given, said):
    with pytest.raises(UsageError, match=said):
        Training(**{"keys": ("cm",), "corpus": tmp_path, "out": tmp_path, **given})


def test_tensorboard_is_an_extra(tmp_path, planted, monkeypatch):
    monkeypatch.setattr("touchstone.training.logs.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"run: pip install .*\[logging\]"):
        train(Training(keys=("cm",), corpus=planted, out=tmp_path, logs=("tensorboard",)), Silent(), Silent(), Silent())


def test_tensorboard_has_what_the_log_has(trained, training, tmp_path):
    read = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    copytree(training.out / "prepared", tmp_path / "prepared")
    train(replace(training, keys=("tm",), out=tmp_path, logs=("tensorboard",)), Silent(), Silent(), Silent())
    events = read.EventAccumulator(str(tmp_path / "tm/tensorboard")).Reload().Scalars("val_loss")
    rows = [json.loads(line) for line in (tmp_path / "tm/log.jsonl").read_text().splitlines()]
    assert [(e.step, pytest.approx(e.value)) for e in events] == [(row["epoch"], row["val_loss"]) for row in rows]


@pytest.mark.slow
def test_killed_and_continued_it_ends_in_the_same_weights(trained, training, planted, tmp_path):
    """A process that is really killed, without warning, after its second saved state."""
    copytree(training.out / "prepared", tmp_path / "prepared")
    command = [sys.executable, "-m", "touchstone", "train", "cm", "--corpus", str(planted), "--out", str(tmp_path)]
    command += ["--steps", "6", "--batch-size", "4", "--workers", "1", "--device", "cpu", "--save-every", "0"]
    command[1:3] = ["-c", "from touchstone.cli import main; main()"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    log = tmp_path / "cm/log.jsonl"
    while process.poll() is None and not (log.exists() and log.read_bytes().count(b"\n") >= 2):
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert not (tmp_path / "cm.safetensors").exists()
    asked = replace(training, keys=("cm",), out=tmp_path, steps=6)
    counts = Counts()
    (specialist,) = train(asked, Silent(), Silent(), counts)
    assert 1 <= counts.done < 6
    unbroken = tmp_path / "unbroken"
    unbroken.mkdir()
    copytree(training.out / "prepared", unbroken / "prepared")
    (whole,) = train(replace(asked, out=unbroken), Silent(), Silent(), Silent())
    broken, straight = load_file(specialist.weights), load_file(whole.weights)
    assert broken.keys() == straight.keys()
    assert all(np.array_equal(broken[name].numpy(), straight[name].numpy()) for name in broken)


def test_without_footage_the_built_in_training_corpus_is_made_inside(tmp_path, monkeypatch):
    from touchstone.footage.synthesis import SIZES_BY_NAME, Built
    from touchstone.training import learn as _train

    asked = []

    def build(folder, plan, progress, workers):
        asked.append((folder, plan, workers))
        return Built(folder=folder, clips=0, new_clips=0, left_out=())

    monkeypatch.setattr(_train, "build_corpus", build)
    with pytest.raises(CorpusError, match="corpus: no such folder"):
        train(Training(keys=("cm",), corpus=None, out=tmp_path, workers=1), Silent(), Silent(), Silent())
    ((folder, plan, workers),) = asked
    assert (folder, workers, plan.planted, plan.seed) == (tmp_path / "corpus", 1, "each", 0)
    recipes = plan.recipes()
    assert len(recipes) == SIZES_BY_NAME["training"]
    assert {r.split for r in recipes} == {"train", "val"}


def test_a_damaged_result_is_told(trained, training, tmp_path):
    (tmp_path / "cm").mkdir()
    for name in ("cm.safetensors", "cm/state.pt", "cm/settings.json"):
        (tmp_path / name).write_bytes((training.out / name).read_bytes())
    (tmp_path / "cm/result.json").write_text('{"other": 1}')
    with pytest.raises(RunError, match=r"result\.json is damaged"):
        train(replace(training, keys=("cm",), out=tmp_path), Silent(), Silent(), Silent())
    (tmp_path / "cm/result.json").write_text("{")
    with pytest.raises(RunError, match="is damaged"):
        train(replace(training, keys=("cm",), out=tmp_path), Silent(), Silent(), Silent())
