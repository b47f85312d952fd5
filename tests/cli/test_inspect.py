"""What the terminal says of checkpoints."""

from __future__ import annotations

import io

import torch
from rich.console import Console
from tests.references import CARD, make_tiny, save_tiny
from torch import nn
from torchvision.models import efficientnet_b0
from typer.testing import CliRunner

import touchstone as ts
from touchstone.cli.app import app
from touchstone.cli.inspection import show_inspection
from touchstone.detectors.specialists import build_network
from touchstone.runs.inspection import inspect


def shown(*paths, key=None):
    text = io.StringIO()
    show_inspection(inspect(paths, key), Console(file=text, width=160))
    return text.getvalue()


def test_a_file_its_components_and_its_findings(tmp_path):
    torch.manual_seed(0)
    state = nn.Sequential(nn.Conv2d(3, 16, 3), nn.BatchNorm2d(16), nn.Linear(64, 64), nn.Linear(64, 64)).state_dict()
    state["0.weight"][0, 0, 0, 0] = float("nan")
    state["3.weight"] = state["2.weight"]
    torch.save({"model_state_dict": state, "epoch": 7}, tmp_path / "net.pt")
    (tmp_path / "cut.pt").write_bytes(b"")
    text = shown(tmp_path / "net.pt", tmp_path / "cut.pt")
    assert "no known layout" in text
    assert "metadata: epoch 7" in text
    assert "equal values: 2.weight, 3.weight" in text
    assert "1 batch normalisations, counters 0" in text
    assert "weights.non_finite" in text
    assert "cut.pt is empty" in text
    assert "weights.unreadable" in text


def test_the_difference_to_the_nearest_layout(tmp_path):
    torch.manual_seed(0)
    state = {n: t for n, t in build_network("tm_legacy").state_dict().items() if "fc" not in n}
    state.pop("classifier.3.bias")
    state["classifier.3.weight"] = torch.randn(3, 128)
    state["extra.weight"] = torch.randn(4, 4)
    torch.save(state, tmp_path / "a.pt")
    text = shown(tmp_path / "a.pt")
    assert "nearest known layout tm_legacy" in text
    assert "1 missing: classifier.3.bias" in text
    assert "1 unexpected: extra.weight" in text
    assert "classifier.3.weight is [3, 128], not [2, 128]" in text


def test_files_are_compared(tmp_path):
    torch.manual_seed(0)
    state = {"body.weight": torch.randn(40, 40), "head.weight": torch.randn(8, 40)}
    torch.save(state, tmp_path / "a.pt")
    torch.save({**state, "head.weight": torch.randn(8, 40)}, tmp_path / "b.pt")
    assert "a, b: 1 of 2 tensors equal (body 1 of 1, head 0 of 1)" in shown(tmp_path / "a.pt", tmp_path / "b.pt")


def test_copies_of_a_file_are_compared_in_a_line(tmp_path):
    torch.manual_seed(0)
    state = {"body.weight": torch.randn(40, 40), "head.weight": torch.randn(8, 40)}
    paths = [tmp_path / f"{name}.pt" for name in ("a", "b", "c", "d", "e")]
    for path in paths[:4]:
        torch.save(state, path)
    torch.save({**state, "head.weight": torch.randn(8, 40)}, paths[4])
    text = shown(*paths)
    assert text.count("tensors equal") == 5
    assert "each two of 4 files (a, b, c …): 2 of 2 tensors equal (body 1 of 1, head 1 of 1)" in text
    assert "c, e: 1 of 2 tensors equal (body 1 of 1, head 0 of 1)" in text


def test_a_reference_specialist_shows_its_card(tmp_path, monkeypatch):
    make_tiny(monkeypatch)
    card = CARD.model_copy(update={"offset": -0.25, "temperature": 1.5})
    text = shown(save_tiny(tmp_path, "cm", card))
    assert "layout reference:cm: Reference CM Specialist (40 channels) on the view cm" in text
    assert "trained on noise, seed 0, by: touchstone train cm --steps 0" in text
    assert "offset -0.25, temperature 1.5; decides at P(fake) 0.5" in text
    assert "AUC on nothing: 0.500 [0.400, 0.600], n = 10" in text
    assert "limit: never learned" in text
    assert "metadata:" not in text


def test_the_state_that_is_chosen_is_read(tmp_path):
    state = {"a.weight": torch.randn(20, 20)}
    torch.save({"net": state, "net_ema": {"b.weight": torch.randn(20, 20)}}, tmp_path / "a.pt")
    result = CliRunner().invoke(app, ["inspect", str(tmp_path / "a.pt"), "--state", "net_ema"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert "read: net_ema (1 tensor), as was asked" in result.output
    plain = CliRunner().invoke(app, ["inspect", str(tmp_path / "a.pt")], env={"COLUMNS": "200"})
    assert "the file also holds: net_ema (1 tensor); --state NAME chooses another" in plain.output
    result = ts.inspect(tmp_path / "a.pt", state="net_ema")
    assert result.tables.tensors["tensor"].to_list() == ["b.weight"]


def test_a_network_of_another_library_is_called_by_its_name(tmp_path, unmeasured):
    with torch.device("meta"):
        shapes = efficientnet_b0(weights=None).state_dict()
    torch.save(
        {n: torch.randn(t.shape) if t.dim() else t.new_zeros((), device="cpu") for n, t in shapes.items()},
        tmp_path / "a.pt",
    )
    text = shown(tmp_path / "a.pt")
    assert "no known layout: EfficientNet-B0 under the names of torchvision, 1,000 outputs; torch, 360 tensors" in text
    assert "no kind of detector builds this network from its tensors" in text


def test_long_names_are_cut_and_many_components_are_counted(tmp_path):
    torch.manual_seed(0)
    longest = [f"{letter * 100_000}{n}" for n in range(4) for letter in "ab"]
    state = {f"{name}.weight": torch.zeros(4, 4) for name in longest}
    state[f"{longest[0]}.weight"] = torch.full((4, 4), float("nan"))
    state |= {f"layer{n}.weight": torch.randn(4, 4) for n in range(60)}
    torch.save(state, tmp_path / "a.pt")
    text = shown(tmp_path / "a.pt")
    assert "+ 28 more components" in text
    assert len(text.splitlines()) < 150
    assert "most in aaaa" in text
    ts.inspect(tmp_path / "a.pt", out=tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text()
    assert "aaaa" in page
    assert "a" * 500 not in page
    assert ts.inspect(tmp_path / "a.pt").tables.tensors["tensor"][0] == f"{longest[0]}.weight"
