"""Checkpoint faults in rows that are measured on real tensors; relatives of healthy networks stay without a finding."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import torch
from benchmarks.planted._networks import FAMILIES, train

from touchstone.conclusions.diagnosis import diagnose_checkpoints
from touchstone.detectors.tensors import tensor_rows
from touchstone.vocabulary.tables import DETECTORS, from_rows

DETECTOR = {"detector": "net", "kind": "specialist", "domain": "rr", "status": "ok"}


def findings(state, rows=None, **row):
    detectors = from_rows([{**DETECTOR, **row}], DETECTORS)
    return diagnose_checkpoints(
        {"detectors": detectors, "tensors": tensor_rows(state, "net") if rows is None else rows}, ""
    )


def codes(state, **row):
    return [(f.code, f.verdict) for f in findings(state, **row) if f.kind == "root"]


def learned(*shape, seed):
    """Noise and a few strong directions, as training leaves."""
    rng = np.random.default_rng(seed)
    flat = (shape[0], int(np.prod(shape[1:])))
    noise = rng.standard_normal(flat) + 1.5 * rng.standard_normal((flat[0], 1)) * rng.standard_normal((1, flat[1]))
    return torch.from_numpy(0.02 * noise.reshape(shape)).float()


@pytest.fixture(scope="module")
def network():
    """A backbone of 24 layers, a branch of 3, a head; every normalisation has seen 500 batches."""
    state = {}
    for number in range(24):
        state |= layer(f"backbone.{number}", learned(32, 16, 3, 3, seed=number))
    for number in range(3):
        state |= layer(f"branch.{number}", learned(32, 16, 3, 3, seed=100 + number))
    return state | {"head.weight": learned(8, 256, seed=200), "head.bias": torch.randn(8) * 0.01}


def layer(name, weight):
    torch.manual_seed(0)
    size = weight.shape[0]
    return {
        f"{name}.0.weight": weight,
        f"{name}.1.weight": 1 + 0.1 * torch.randn(size),
        f"{name}.1.bias": 0.1 * torch.randn(size),
        f"{name}.1.running_mean": torch.randn(size),
        f"{name}.1.running_var": torch.rand(size) + 0.5,
        f"{name}.1.num_batches_tracked": torch.tensor(500),
    }


def fresh(state, prefix):
    torch.manual_seed(1)
    return {n: torch.randn_like(t) * 0.05 if n.startswith(prefix) and t.dim() >= 2 else t for n, t in state.items()}


def test_a_network_that_learned_has_nothing(network):
    assert codes(network) == []


def test_everything_untrained_names_the_share_and_the_components(network):
    (found,) = findings(fresh(network, ""))
    assert (found.code, found.verdict) == ("weights.untrained", "confirmed")
    assert "backbone, branch, head" in found.evidence[0].statement
    assert found.evidence[0].value == 1


def test_an_untrained_branch_is_told_from_its_siblings(network):
    (found,) = findings(fresh(network, "branch."))
    assert (found.code, found.verdict) == ("weights.untrained", "confirmed")
    assert found.evidence[0].statement.startswith("branch look")
    own = sum(t.numel() for n, t in network.items() if n.startswith("branch.") and t.is_floating_point())
    assert found.evidence[0].value == pytest.approx(
        own / sum(t.numel() for t in network.values() if t.is_floating_point())
    )


def test_an_untrained_head_is_suspected_at_least(network):
    ((code, verdict),) = codes(fresh(network, "head."))
    assert code == "weights.untrained"
    assert verdict in ("suspected", "confirmed")


def untouched(state, prefix):
    blank = {"running_mean": torch.zeros(32), "running_var": torch.ones(32), "num_batches_tracked": torch.tensor(0)}
    return {n: blank.get(n.split(".")[-1], t) if n.startswith(prefix) else t for n, t in state.items()}


def test_a_fresh_branch_that_never_saw_a_batch_was_not_loaded(network):
    assert codes(untouched(fresh(network, "branch."), "branch.")) == [("weights.partial_load", "confirmed")]


def test_blank_statistics_beside_trained_weights_are_stale(network):
    assert codes(untouched(network, "branch.")) == [("weights.stale_batchnorm", "confirmed")]


def test_one_missing_counter_is_no_fault(network):
    assert codes({n: t for n, t in network.items() if not n.endswith("num_batches_tracked")}) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda t: t.index_put((torch.tensor([0]),), torch.tensor(float("nan"))), "weights.non_finite"),
        (torch.zeros_like, "weights.zeroed"),
        (lambda t: torch.full_like(t, 0.01), "weights.zeroed"),
        (lambda t: t.index_put((torch.tensor([0]), torch.tensor([0])), torch.tensor(1e18)), "weights.corrupted"),
        (lambda t: t.index_put((torch.tensor([0]), torch.tensor([0])), torch.tensor(90.0)), "weights.corrupted"),
        (lambda t: 1e6 * t, "weights.corrupted"),
        (
            lambda t: torch.cat([t.flatten()[:500], torch.zeros(400), t.flatten()[900:]]).reshape(t.shape),
            "weights.corrupted",
        ),
    ],
    ids=["nan", "zero", "constant", "absurd", "spike", "gain", "stripe"],
)
def test_damage_of_one_tensor(network, change, code):
    name = "backbone.3.0.weight"
    (found,) = [f for f in findings({**network, name: change(network[name])}) if f.kind == "root"]
    assert (found.code, found.verdict) == (code, "confirmed")
    assert name in found.evidence[0].statement


def test_a_negative_variance_is_damage(network):
    name = "backbone.3.1.running_var"
    assert codes({**network, name: -network[name]}) == [("weights.corrupted", "confirmed")]


def test_pruning_tying_and_low_rank_are_no_faults(network):
    pruned = {
        n: torch.where(t.abs() > t.abs().quantile(0.8), t, 0 * t) if t.dim() > 1 else t for n, t in network.items()
    }
    assert codes(pruned) == []
    assert codes({**network, "decoder.weight": network["head.weight"]}) == []
    factors = {"head.lora_A.weight": (torch.rand(8, 256) - 0.5) / 8, "head.lora_B.weight": learned(8, 8, seed=7)}
    assert codes({**network, **factors}) == []
    rank_one = torch.outer(network["head.weight"][:, 0], network["head.weight"][0])
    assert codes({**network, "head.weight": rank_one}) == []


def test_why_a_file_does_not_fit(network):
    keys = {"status": "failed", "reason": "does not fit", "missing_keys": ["a"], "layout": "rr"}
    assert codes(network, **keys) == [("weights.partial_load", "confirmed")]
    assert codes(network, **keys, kind="checkpoint") == [("weights.partial_load", "suspected")]
    assert codes(network, **{**keys, "layout": "cm"}) == [("weights.wrong_architecture", "confirmed")]
    assert codes(network, status="failed", reason="truncated") == [("weights.unreadable", "confirmed")]


def rows_with_gradients(state, silent):
    """The rows of ``state``; tensors and blocks in ``silent`` get no gradient."""
    rows = tensor_rows(state, "net").to_dicts()
    for row in rows:
        zero = (row["tensor"], row["block"]) in silent
        row |= dict.fromkeys(("gradient", "gradient_train", "gradient_fresh"), 1e-12 if zero else 0.1)
    return pl.DataFrame(rows, schema=tensor_rows({}, "net").schema)


def test_dead_blocks_are_told_and_not_called_untrained(network):
    torch.manual_seed(0)
    value = learned(64, 64, seed=5)
    state = {**network, "attention.in_proj_weight": torch.cat([0.1 * torch.randn(128, 64), value])}
    state["attention.in_proj_bias"] = torch.randn(192)
    silent = {(f"attention.in_proj_{kind}", part) for kind in ("weight", "bias") for part in ("query", "key")}
    (found,) = findings(state, rows_with_gradients(state, silent))
    assert (found.code, found.kind, found.verdict) == ("structure.dead_parameters", "info", "confirmed")
    assert found.evidence[0].statement.startswith(f"{2 * (64 * 64 + 64)} of ")
    assert "in_proj_weight (query, key)" in found.evidence[0].statement


def test_biases_without_effect_are_no_dead_parameters(network):
    state = {
        **network,
        "attention.in_proj_weight": learned(192, 64, seed=5),
        "attention.in_proj_bias": torch.randn(192),
    }
    silent = {("attention.in_proj_bias", "key"), ("head.bias", None), ("backbone.0.1.bias", None)}
    assert findings(state, rows_with_gradients(state, silent)) == ()


def test_a_dead_layer_may_decay_to_zero(network):
    state = {**network, "unused.weight": torch.zeros(32, 32), "unused.bias": torch.zeros(32)}
    silent = {("unused.weight", None), ("unused.bias", None)}
    assert [f.code for f in findings(state, rows_with_gradients(state, silent))] == ["structure.dead_parameters"]


@pytest.fixture(scope="module")
def mobilenet():
    """torchvision's smallest MobileNet, after 0, 1 and 100 steps on generated textures."""
    torch.manual_seed(11)
    made = FAMILIES["mobilenet_v3_small"]()
    start = {n: t.clone() for n, t in made.state_dict().items()}
    return {0: start, **train(made, 100, 11, keep=(1,))}


@pytest.mark.slow
def test_a_torchvision_network_is_untrained_before_training_and_not_after(mobilenet):
    assert codes(mobilenet[0]) == [("weights.untrained", "confirmed")]
    assert codes(mobilenet[100]) == []
