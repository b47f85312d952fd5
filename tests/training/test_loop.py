import signal
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from touchstone.detectors.inference import Silent
from touchstone.training.lesson import Lesson
from touchstone.training.loop import Loop, pace
from touchstone.training.settings import TrainingRecipe
from touchstone.training.state import State, read_state, write_state
from touchstone.training.subject import Subject
from touchstone.vocabulary.errors import RunError, StoppedError, UsageError


class Tiny(Subject):
    """A network with all that makes a resumed training differ: dropout, batch statistics, augmentation."""

    def __init__(self, seed=0):
        torch.manual_seed(seed)
        self.network = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.3), nn.Linear(16, 2))

    def learn(self, seen, random):
        return self.network(seen + 0.1 * torch.randn(seen.shape, generator=random))

    def score(self, seen):
        logits = self.network(seen)
        return logits[:, 1] - logits[:, 0]


class Points:
    def __init__(self, values):
        self.values = values

    def take(self, rows):
        return self.values[rows]


def lesson(n=60, seed=0, share=0.5):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(n, 4)).astype(np.float32)
    fake = np.arange(n) % 10 < 10 * share
    values[fake, 0] += 3
    order = rng.permutation(n)
    return Lesson(
        source=Points(values), fake=fake, group=np.arange(n), train=order[: n * 2 // 3], val=order[n * 2 // 3 :]
    )


RECIPE = TrainingRecipe(epochs=4, lr=1e-2, batch=8, patience=9)


def run(
    recipe=RECIPE,
    data=None,
    *,
    state=None,
    save=lambda _: None,
    tell=lambda *_: None,
    progress=None,
    seconds=0.0,
    **rest,
):
    loop = Loop(
        Tiny(), data or lesson(), recipe, seed=rest.get("seed", 0), steps=rest.get("steps"), device=torch.device("cpu")
    )
    return loop, loop.run(state or State(), save=save, tell=tell, progress=progress or Silent(), seconds=seconds)


def test_it_learns_what_can_be_told(tmp_path):
    loop, state = run(TrainingRecipe(epochs=30, lr=1e-2, batch=8, patience=30))
    assert state.history[-1]["val_auc"] > 0.97
    assert state.history[-1]["val_loss"] < 0.35 < state.history[0]["val_loss"]
    assert state.best_epoch == 1 + int(np.argmin([row["val_loss"] for row in state.history]))
    loop.load_best(state)
    data = lesson()
    odds = loop.log_odds(data.val)
    assert np.median(odds[data.fake[data.val]]) > 0 > np.median(odds[~data.fake[data.val]])


class StopAfterError(Exception):
    pass


def test_a_training_that_is_broken_off_anywhere_ends_in_the_same_weights(tmp_path):
    _, whole = run()
    assert whole.step == 20
    path = tmp_path / "state.pt"
    for at in range(1, 20):
        path.unlink(missing_ok=True)

        def save(state, at=at):
            write_state(path, state)
            if state.step == at:
                raise StopAfterError

        with pytest.raises(StopAfterError):
            run(save=save)
        torch.manual_seed(at)  # whatever the new process has drawn before must not matter
        _, again = run(state=read_state(path))
        assert all(torch.equal(again.best[name], value) for name, value in whole.best.items())
        assert [r | {"seconds": 0} for r in again.history] == [r | {"seconds": 0} for r in whole.history]


def test_the_seed_decides():
    best = [run(seed=seed)[1].best["0.weight"] for seed in (1, 1, 2)]
    assert torch.equal(best[0], best[1])
    assert not torch.equal(best[0], best[2])


def test_states_are_saved_at_every_end_of_an_epoch_and_when_the_time_is_over():
    saved = []
    run(save=lambda state: saved.append(state.step), seconds=1e9)
    assert saved == [5, 10, 15, 20]
    saved.clear()
    run(save=lambda state: saved.append(state.step), seconds=0)
    assert saved == list(range(1, 21))


def test_it_stops_early_when_the_validation_loss_grows():
    data = lesson()
    noise = np.random.default_rng(5).random(60) < 0.5
    _, state = run(
        TrainingRecipe(epochs=60, lr=3e-2, batch=8, patience=3),
        Lesson(source=data.source, fake=noise, group=data.group, train=data.train, val=data.val),
    )
    assert state.finished
    assert len(state.history) == state.best_epoch + 3 < 60


def test_steps_end_a_training_inside_an_epoch():
    _, state = run(steps=7)
    assert (state.step, [row["step"] for row in state.history]) == (7, [5, 7])
    assert state.network == {}  # nothing of it is needed any more


def test_rare_fakes_count_as_much_as_all_the_rest():
    data = lesson(n=300, share=0.1)
    loop, state = run(TrainingRecipe(epochs=20, lr=1e-2, batch=32, patience=20), data)
    loop.load_best(state)
    odds = loop.log_odds(data.val)
    fake = data.fake[data.val]
    assert (odds[fake] > 0).mean() > 0.75
    assert (odds[~fake] < 0).mean() > 0.75


def test_ctrl_c_ends_it_between_two_steps_with_the_state_saved():
    class Interrupts(Silent):
        def __init__(self):
            self.steps = 0

        def advance(self, videos):
            self.steps += 1
            if self.steps == 3:
                signal.raise_signal(signal.SIGINT)

    saved = []
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(StoppedError, match="after step 3 of 20"):
        run(progress=Interrupts(), save=lambda state: saved.append(state.step), seconds=1e9)
    assert saved == [3]
    assert signal.getsignal(signal.SIGINT) is before
    assert not torch.are_deterministic_algorithms_enabled()


def test_a_loss_that_is_no_number_is_an_error_of_one_line():
    data = replace(lesson(), source=Points(np.full((60, 4), np.nan, np.float32)))
    with pytest.raises(RunError, match="smaller --lr"):
        run(data=data)


def test_one_clip_is_too_few():
    data = lesson()
    with pytest.raises(UsageError, match="at least 2"):
        run(data=Lesson(source=data.source, fake=data.fake, group=data.group, train=data.train[:1], val=data.val))


def test_a_state_of_another_network_is_refused():
    with pytest.raises(RunError, match="a network of another version"):
        run(state=State(network={"x": torch.zeros(1)}, optimizer={}))


def test_a_damaged_state_is_refused_and_nothing_of_it_runs(tmp_path):
    path = tmp_path / "state.pt"
    assert read_state(path) is None
    path.write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(RunError, match="is damaged"):
        read_state(path)


@given(st.integers(1, 500), st.floats(0, 0.9))
def test_the_learning_rate_never_exceeds_its_highest_and_falls_in_the_end(total, warm_up):
    rates = [pace(step, total, warm_up) for step in range(total)]
    assert all(0 < rate <= 1.001 for rate in rates)
    falling = rates[int(warm_up * total) :]
    assert all(a >= b for a, b in pairwise(falling))
