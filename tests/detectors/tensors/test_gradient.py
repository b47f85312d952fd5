"""Gradients tell what can be trained; the network that is asked stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from touchstone.detectors.specialists import build_network
from touchstone.detectors.tensors import gradient as module
from touchstone.detectors.tensors import gradients
from touchstone.vocabulary.cache import Cache


class OneToken(nn.Module):
    """Attention over one token, a bias before a normalisation, a layer that is never used."""

    key = "one token"

    def __init__(self, tokens: int = 1) -> None:
        super().__init__()
        self.tokens = tokens
        self.first = nn.Linear(3, 8)
        self.norm = nn.BatchNorm1d(8)
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.unused = nn.Linear(8, 8)
        self.head = nn.Linear(8, 2)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        tokens = images[:, :, :: 64 // self.tokens, 0].flatten(0, 0).transpose(1, 2)[:, : self.tokens]
        values = self.norm(self.first(tokens).flatten(0, 1)).unflatten(0, tokens.shape[:2])
        attended, _ = self.attention(values, values, values, need_weights=False)
        return self.head(attended.mean(1))


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch):
    def measure(tokens: int) -> dict[tuple[str, str | None], module.Gradient]:
        def make(_: str) -> OneToken:
            torch.manual_seed(3)
            return OneToken(tokens)

        monkeypatch.setattr(module, "build_network", make)
        monkeypatch.setattr(module, "skeleton", lambda key: make(key).eval())
        module._fresh.cache_clear()
        found = gradients("one token", make("").state_dict())
        module._fresh.cache_clear()
        return found

    return measure


def silent(found: dict[tuple[str, str | None], module.Gradient]) -> set[tuple[str, str | None]]:
    return {where for where, g in found.items() if g.fresh < 1e-7 and (g.evaluated or 0) < 1e-7}


def test_one_token_leaves_query_and_key_without_gradient(measured):
    found = silent(measured(1))
    blocks = {(f"attention.in_proj_{kind}", part) for kind in ("weight", "bias") for part in ("query", "key")}
    assert found == blocks | {("unused.weight", None), ("unused.bias", None)}


def test_several_tokens_need_both_but_no_bias_of_the_keys(measured):
    assert silent(measured(4)) == {("attention.in_proj_bias", "key"), ("unused.weight", None), ("unused.bias", None)}


def test_a_bias_before_a_normalisation_is_without_effect_in_training_only(measured):
    found = measured(1)["first.bias", None]
    assert found.evaluated is not None
    assert found.trained is not None
    assert found.evaluated > 1e-3
    assert found.trained < 1e-6


def test_a_checkpoint_is_not_changed_and_one_without_answers_is_left_out():
    torch.manual_seed(0)
    state = build_network("tm_legacy").state_dict()
    before = {name: tensor.clone() for name, tensor in state.items()}
    random = torch.get_rng_state()
    found = gradients("tm_legacy", state)
    assert all(torch.equal(before[name], tensor) for name, tensor in state.items())
    assert torch.equal(random, torch.get_rng_state())
    assert all(g.evaluated is not None and g.evaluated > 0 for g in found.values())
    assert max(g.evaluated or 0 for g in found.values()) == 1
    state["lstm.weight_ih_l0"] = state["lstm.weight_ih_l0"] * float("nan")
    assert all(g.evaluated is None and g.fresh > 0 for g in gradients("tm_legacy", state).values())


def test_gradients_of_fresh_weights_are_kept(cache: Cache, monkeypatch: pytest.MonkeyPatch):
    def make(_: str) -> OneToken:
        torch.manual_seed(3)
        return OneToken()

    def again() -> object:
        module._fresh.cache_clear()
        return module._fresh("one token")

    monkeypatch.setattr(module, "build_network", make)
    first = again()
    (entry,) = cache.entries()
    assert entry.kind == "fresh-gradients"
    with monkeypatch.context() as patch:
        patch.setattr(module, "build_network", None)
        assert again() == first
    (entry.folder / "gradients.json").write_text("[")
    assert again() == first
    read = module.read_json

    def read_cleared(path: Path) -> object:
        cache.clear()
        return read(path)

    with monkeypatch.context() as patch:
        patch.setattr(module, "read_json", read_cleared)
        assert again() == first
    module._fresh.cache_clear()
