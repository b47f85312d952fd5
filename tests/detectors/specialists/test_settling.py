"""Any wrapping of a fitting state dict gives the same tensors; what else a file holds is listed and can be chosen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import Tensor

from touchstone.detectors.checkpoints import Checkpoint, first_choice
from touchstone.detectors.checkpoints.states import held_states
from touchstone.detectors.config import detector_spec
from touchstone.detectors.kinds import kinds
from touchstone.detectors.specialists import (
    BY_ORDER,
    LayoutError,
    SpecialistDetector,
    build_network,
    choose_state,
    fit,
    layout,
    load_specialist,
)
from touchstone.vocabulary.door import in_python
from touchstone.vocabulary.errors import CheckpointError, UsageError

State = dict[str, Tensor]
KEY = "tm_legacy"
COUNTERS = [name for name in layout(KEY) if name.endswith("num_batches_tracked")]
WORDS = st.sampled_from(
    ["net", "module", "model", "backbone", "encoder", "ema", "_orig_mod", "x1", "features", "lstm", "0"]
)


def filled(key: str = KEY, first: int = 0) -> State:
    """Tensors of the shapes of a layout without memory: each holds its number everywhere."""
    return {n: torch.tensor(float(first + i)).expand(s) for i, (n, s) in enumerate(layout(key).items())}


def checkpoint(held: object) -> Checkpoint:
    states = held_states(held)
    state = dict(first_choice(states).tensors)
    return Checkpoint(path=Path("a.pt"), sha256="0", format="torch", state=state, states=states)


def same(state: State, wanted: State) -> bool:
    return state.keys() == wanted.keys() and all(
        torch.equal(state[n].flatten()[:1], wanted[n].flatten()[:1]) for n in wanted
    )


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    path=st.lists(WORDS, max_size=4),
    prefix=st.lists(WORDS, max_size=3),
    infix=st.sampled_from(["", "module.", "_orig_mod.", "_fsdp_wrapped_module."]),
    leftovers=st.booleans(),
    counters=st.booleans(),
    key=st.sampled_from([KEY, "cm"]),
)
def test_any_wrapping_gives_the_same_tensors(
    path: list[str], prefix: list[str], infix: str, leftovers: bool, counters: bool, key: str
) -> None:
    wanted = {name: t for name, t in filled(key).items() if counters or not name.endswith("num_batches_tracked")}
    before = "".join(f"{word}." for word in prefix)
    held: Any = {before + re.sub(r"^(backbone|lstm)\.", rf"\1.{infix}", name): t for name, t in wanted.items()}
    if leftovers:
        held |= {
            "n_averaged": torch.tensor(3),
            f"{before}total_ops": torch.zeros(1),
            f"{before}backbone.total_params": torch.zeros(1),
        }
        held |= {f"{before}backbone.head.fc.weight": torch.zeros(1000, 4)}
    for word in reversed(path):
        held = {word: held, "epoch": 3, "opt": {"state": {0: {"exp_avg": torch.ones(2)}}, "param_groups": []}}
    settled = choose_state(checkpoint(held), key)
    assert same(settled.state, wanted)
    assert same(choose_state(checkpoint(held)).state, wanted)
    assert fit(settled.state, key).exact
    assert choose_state(settled, key) is settled


@pytest.mark.parametrize("other", ["disc", "criterion_net", "head"])
def test_the_state_that_fits_is_read_whatever_else_there_is(other: str) -> None:
    held = {"model": {"w": torch.zeros(5000, 5000)}, "mine": filled(), other: {"w": torch.zeros(3, 3)}}
    settled = choose_state(checkpoint(held), KEY)
    assert same(settled.state, filled())
    assert settled.notes == (
        f"read: mine (132 tensors); the file also holds: model (1 tensor), {other} (1 tensor); "
        '--state NAME chooses another, and state = "NAME" in detectors.toml',
    )


def test_parts_that_were_saved_apart_are_put_together() -> None:
    parts: dict[str, State] = {}
    for name, tensor in filled().items():
        first, _, rest = name.partition(".")
        parts.setdefault(first, {})[rest] = tensor
    settled = choose_state(checkpoint({"parts": parts}), KEY)
    assert same(settled.state, filled())
    assert settled.notes == ("put together from 3 parts of the file: parts.backbone, parts.lstm, parts.classifier",)


AVERAGED = filled(first=1000)
TWICE = [
    {"model": filled(), "model_ema": {f"module.{n}": t for n, t in AVERAGED.items()}},
    {"model_ema": AVERAGED, "model": filled()},
    {"state_dict": {f"model.{n}": t for n, t in filled().items()} | {f"model_ema.{n}": t for n, t in AVERAGED.items()}},
    {**filled(), **{f"model_ema.{n}": t for n, t in AVERAGED.items()}},
]


@pytest.mark.parametrize("held", TWICE)
def test_raw_weights_come_before_averages_and_the_user_may_choose(held: dict[str, Any]) -> None:
    raw = choose_state(checkpoint(held), KEY)
    assert same(raw.state, filled())
    assert "model_ema (132 tensors)" in raw.notes[-1]
    for asked in ("model_ema", raw.notes[-1].split("also holds: ")[1].split(" (")[0]):
        assert same(choose_state(checkpoint(held), KEY, state=asked).state, AVERAGED)


def test_a_state_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(CheckpointError) as caught:
        choose_state(checkpoint(TWICE[0]), KEY, state="swa")
    assert str(caught.value) == "a.pt holds no state called 'swa'; it holds: model, model_ema"


def test_a_state_is_chosen_by_name_though_it_fits_nothing() -> None:
    held = {"mine": filled(), "disc": {"w": torch.zeros(3, 3)}}
    settled = choose_state(checkpoint(held), KEY, state="disc")
    assert [*settled.state] == ["w"]
    assert settled.notes == ("read: disc (1 tensor), as was asked",)


def test_the_option_is_named_as_the_caller_writes_it() -> None:
    with in_python():
        assert "; state=NAME chooses another" in choose_state(checkpoint(TWICE[0]), KEY).notes[-1]


def test_another_layout_is_read_too_so_that_the_error_names_it() -> None:
    settled = choose_state(checkpoint({"net": {f"a.b.{n}": t for n, t in filled("rr").items()}}), "cm")
    assert fit(settled.state, "rr").exact


def test_most_of_a_network_behind_a_prefix_is_compared_without_it() -> None:
    held = {f"net.{name}": t for name, t in filled().items() if not name.startswith("classifier.3")}
    settled = choose_state(checkpoint(held), KEY)
    assert fit(settled.state, KEY).missing == ("classifier.3.weight", "classifier.3.bias")
    assert settled.notes == ("names of 130 tensors began with 'net.'; it was removed",)


def test_what_no_network_knows_is_left_as_it_is() -> None:
    held = {"a": {"layer.weight": torch.ones(3, 3)}, "b": {"other.weight": torch.ones(2, 2)}}
    settled = choose_state(checkpoint(held))
    assert [*settled.state] == ["layer.weight"]
    assert settled.notes[0].startswith("read: a (1 tensor); the file also holds: b (1 tensor); ")


@pytest.mark.parametrize("extra", ["total", "backbone.layer1.0.attention.weight", "temperature"])
def test_a_tensor_that_may_matter_is_not_ignored(extra: str) -> None:
    state = choose_state(checkpoint(filled() | {extra: torch.ones(1)}), KEY).state
    assert fit(state, KEY).unexpected == (extra,)


@pytest.fixture(scope="module")
def trained() -> State:
    torch.manual_seed(0)
    return build_network(KEY).state_dict()


def test_counters_may_be_absent_and_the_answers_are_the_same(tmp_path: Path, trained: State) -> None:
    torch.save({name: t for name, t in trained.items() if name not in COUNTERS}, tmp_path / "a.pt")
    torch.save(trained, tmp_path / "b.pt")
    loaded, whole = load_specialist(tmp_path / "a.pt", KEY), load_specialist(tmp_path / "b.pt", KEY)
    assert loaded.notes == ("20 batch counters are absent (num_batches_tracked); no answer needs them",)
    clip = torch.randn(1, 2, 3, 64, 64)
    with torch.inference_mode():
        assert torch.equal(loaded.network(clip), whole.network(clip))


def test_counters_of_another_type_are_taken(tmp_path: Path, trained: State) -> None:
    torch.save({name: t.half() for name, t in trained.items()}, tmp_path / "a.pt")
    loaded = load_specialist(tmp_path / "a.pt", KEY)
    assert loaded.network.state_dict()[COUNTERS[0]].dtype == torch.int64
    assert loaded.notes == ("112 tensors were converted from float16",)


def load(path: Path, **chosen: str) -> SpecialistDetector:
    spec = detector_spec("mine", specialist=KEY, checkpoint=path, **chosen)
    detector = kinds()["specialist"].load(spec.settings, "mine", torch.device("cpu"), lambda rows: None)
    assert isinstance(detector, SpecialistDetector)
    return detector


PICTURES = np.random.default_rng(0).integers(0, 256, (2, 2, 32, 32, 3), np.uint8)


@pytest.mark.usefixtures("unmeasured")
def test_renamed_tensors_are_offered_and_give_the_same_scores_when_the_user_says_so(
    tmp_path: Path, trained: State
) -> None:
    torch.save({"net": {f"part{i}.w": t for i, t in enumerate(trained.values())}, "epoch": 1}, tmp_path / "a.pt")
    torch.save(trained, tmp_path / "b.pt")
    with pytest.raises(LayoutError) as caught:
        load(tmp_path / "a.pt")
    assert caught.value.columns()["misfit"] == "renamed"
    (setting, value) = re.findall(r'write (\w+) = "([^"]+)"', str(caught.value))[0]
    assert value == BY_ORDER
    renamed = load(tmp_path / "a.pt", **{setting: value})
    assert np.array_equal(renamed.score(PICTURES), load(tmp_path / "b.pt").score(PICTURES))


@pytest.mark.usefixtures("unmeasured")
def test_tensors_of_other_shapes_are_not_renamed(tmp_path: Path) -> None:
    torch.save({"a": torch.ones(2, 2)}, tmp_path / "a.pt")
    with pytest.raises(CheckpointError, match=r"cannot be renamed by order: its shapes are not those of tm_legacy"):
        load(tmp_path / "a.pt", rename=BY_ORDER)


@pytest.mark.usefixtures("unmeasured")
def test_a_state_is_chosen_in_detectors_toml(tmp_path: Path, trained: State) -> None:
    other = {name: t + 1 if t.is_floating_point() and t.dim() == 1 else t for name, t in trained.items()}
    torch.save({"model": trained, "ema": other}, tmp_path / "a.pt")
    torch.save(other, tmp_path / "b.pt")
    averaged = load(tmp_path / "a.pt", state="ema")
    assert np.array_equal(averaged.score(PICTURES), load(tmp_path / "b.pt").score(PICTURES))


def test_a_reference_specialist_takes_neither() -> None:
    with pytest.raises(
        UsageError, match="is a reference specialist, whose files hold one state; remove state and rename"
    ):
        detector_spec("a", specialist="reference:cm", state="ema")
    with pytest.raises(UsageError, match="rename"):
        detector_spec("a", specialist="cm", checkpoint="a.pt", rename="by name")


def test_the_choice_is_part_of_what_decides_the_scores() -> None:
    kind = kinds()["specialist"]
    plain, chosen = (
        dict(kind.fingerprint(detector_spec("a", specialist=KEY, checkpoint="a.pt", **more).settings))
        for more in ({}, {"state": "ema", "rename": BY_ORDER})
    )
    assert chosen == plain | {"state": "ema", "rename": BY_ORDER}
    assert plain.keys() == {"specialist", "checkpoint"}
