"""Inspections from files: recognised, compared, written, and never more than one line for a bad one."""

# A file that was not read fails its test by itself.
# pyright: reportOptionalMemberAccess=false

from __future__ import annotations

import html
import json
import os
from typing import cast

import jsonschema
import polars as pl
import pytest
import torch
from safetensors.torch import save_file
from tests.references import CARD, TinyReference, make_tiny, save_tiny
from torch import nn

from touchstone.detectors.reference import save_reference
from touchstone.detectors.specialists import build_network
from touchstone.report import checkpoint_facts, json_schema, pair_facts
from touchstone.runs.inspection import inspect
from touchstone.vocabulary.errors import RunError, UsageError
from touchstone.vocabulary.tables import TENSORS, read_table


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two unknown networks that share a body, a truncated file, a web page, and three variants of a known layout."""
    root = tmp_path_factory.mktemp("models")
    torch.manual_seed(0)
    first = nn.Sequential(nn.Conv2d(3, 16, 3), nn.BatchNorm2d(16), nn.Linear(16, 40), nn.Linear(40, 4)).state_dict()
    torch.manual_seed(1)
    second = first | nn.ModuleDict({"3": nn.Linear(40, 4)}).state_dict()
    torch.save({"state_dict": first, "epoch": 4}, root / "first.pt")
    save_file({n: t.contiguous() for n, t in second.items()}, root / "second.safetensors")
    (root / "cut.pt").write_bytes((root / "first.pt").read_bytes()[:900])
    (root / "page.pt").write_text("<html>sign in</html>")
    legacy = build_network("tm_legacy").state_dict()
    torch.save({f"module.{n}": t for n, t in legacy.items()}, root / "legacy.pt")
    torch.save({n: t for n, t in legacy.items() if not n.startswith("classifier.3")}, root / "headless.pt")
    return root


def codes(inspection):
    return {(f.subject, f.code, f.verdict) for f in inspection.findings}


@pytest.mark.slow
def test_unknown_networks_are_measured_and_compared(folder):
    found = inspect([folder / "first.pt", folder / "second.safetensors"])
    assert found.tables["detectors"]["status"].to_list() == ["ok", "ok"]
    assert found.tables["detectors"]["layout"].to_list() == [None, None]
    (pair,) = pair_facts(found.tables)
    assert pair.components["3"] == (1, 0)
    assert all(equal == common for name, (common, equal) in pair.components.items() if name != "3")
    assert codes(found) == {(n, "weights.untrained", "confirmed") for n in ("first", "second")} or codes(found) == {
        (n, "weights.untrained", "suspected") for n in ("first", "second")
    }


def test_a_known_layout_is_recognised_and_its_gradients_measured(folder):
    found = inspect([folder / "legacy.pt"])
    (facts,) = checkpoint_facts(found.tables)
    assert facts.row["layout"] == "tm_legacy"
    assert facts.norms == (20, 0, 0)
    assert found.tables["tensors"].filter(pl.col("gradient").is_not_null()).height > 50
    assert codes(found) == {("legacy", "weights.untrained", "confirmed")}


@pytest.mark.slow
def test_what_is_missing_is_named_with_and_without_the_layout_said(folder):
    guessed, said = inspect([folder / "headless.pt"]), inspect([folder / "headless.pt"], "tm_legacy")
    assert ("headless", "weights.partial_load", "suspected") in codes(guessed)
    assert ("headless", "weights.partial_load", "confirmed") in codes(said)
    assert said.tables["detectors"]["missing_keys"].to_list() == [["classifier.3.weight", "classifier.3.bias"]]
    other = inspect([folder / "headless.pt"], "cm")
    assert ("headless", "weights.wrong_architecture", "confirmed") in codes(other)
    assert "tm_legacy" in next(f.remedy for f in other.findings if f.code == "weights.wrong_architecture")


@pytest.mark.parametrize(
    ("name", "word"), [("cut.pt", "truncated"), ("page.pt", "web page"), ("absent.pt", "does not exist")]
)
def test_a_file_that_cannot_be_read_does_not_stop_the_others(folder, name, word):
    found = inspect([folder / name, folder / "first.pt"])
    assert word in str(found.files[0].reason)
    assert {code for subject, code, _ in codes(found) if subject == name.split(".")[0]} == {"weights.unreadable"}
    assert found.tables["tensors"].height > 0


def test_a_folder_holds_tables_findings_and_a_page(folder, tmp_path):
    out = tmp_path / "inspection"
    inspect([folder / "first.pt"], out=out)
    found = inspect([folder / "first.pt", folder / "cut.pt"], out=out)  # an inspection may be written over
    assert found.report == out / "report.html"
    assert read_table(TENSORS, out / "tables").equals(found.tables["tensors"])
    held = json.loads((out / "analysis" / "findings.json").read_text())
    jsonschema.validate(held, json_schema("findings.json"))
    assert {f["code"] for f in held["findings"]} == {f.code for f in found.findings}
    page = (out / "report.html").read_text()
    assert "first" in page
    assert "truncated" in page
    assert "<script" not in page


def test_names_from_strangers_are_escaped(tmp_path):
    path = tmp_path / "<b>.pt"
    torch.save({"<script>alert(1)</script>.weight": torch.randn(20, 20)}, path)
    inspect([path], out=tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_mistakes_are_said(folder, tmp_path):
    with pytest.raises(UsageError, match="there is no layout 'xx'"):
        inspect([folder / "first.pt"], "xx")
    with pytest.raises(UsageError, match="named twice"):
        inspect([folder / "first.pt", folder / ".." / folder.name / "first.pt"])
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(RunError, match="holds no inspection"):
        inspect([folder / "first.pt"], out=tmp_path)


def test_files_of_one_name_are_told_apart(folder, tmp_path):
    (tmp_path / "first.safetensors").write_text("x")
    found = inspect([folder / "first.pt", tmp_path / "first.safetensors"])
    assert found.tables["detectors"]["detector"].to_list() == ["first.pt", "first.safetensors"]


@pytest.fixture
def references(monkeypatch):
    make_tiny(monkeypatch)


def learned(key):
    """A tiny specialist whose weights have what training leaves: a few strong directions, statistics of batches."""
    torch.manual_seed(1)
    network = TinyReference(key)
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.dim() == 2:
                rows, columns = parameter.shape
                parameter += 1.5 * parameter.std() * torch.outer(torch.randn(rows), torch.randn(columns))
    network.train()
    with torch.no_grad():
        for _ in range(5):
            network.head(torch.randn(16, cast(nn.Linear, network.attention[0]).in_features) + 0.2)
    return network


def test_a_reference_specialist_is_recognised_and_sound(references, tmp_path):
    path = tmp_path / "mine.safetensors"
    save_reference(path, learned("cm"), CARD)
    for found in (inspect([path]), inspect([path], "reference:cm")):
        (row,) = found.tables["detectors"].iter_rows(named=True)
        assert (row["status"], row["kind"], row["domain"], row["layout"]) == ("ok", "reference", "cm", "reference:cm")
        assert row["architecture"].startswith("Reference CM Specialist (40 channels)")
        assert row["parameters"] == sum(p.numel() for p in learned("cm").parameters())
        assert codes(found) == set()
        assert found.tables["tensors"]["gradient"].null_count() == found.tables["tensors"].height
        (facts,) = checkpoint_facts(found.tables)
        assert {"specialist_dct_analyzer", "head", "attention"} <= {c.name for c in facts.components}
        assert facts.norms == (1, 5, 5)


def test_a_reference_specialist_that_never_learned_is_called_so(references, tmp_path):
    (facts,) = codes(inspect([save_tiny(tmp_path, "tm")]))
    assert facts[:2] == ("tm", "weights.untrained")


def test_a_component_of_zeros_is_named(references, tmp_path):
    network = learned("cm")
    with torch.no_grad():
        cast(nn.Linear, network.specialist_dct_analyzer).weight.zero_()
    save_reference(tmp_path / "cm.safetensors", network, CARD)
    found = inspect([tmp_path / "cm.safetensors"])
    assert codes(found) == {("cm", "weights.zeroed", "confirmed")}
    assert "specialist_dct_analyzer.weight" in found.findings[0].evidence[0].statement


def test_reference_files_that_do_not_fit_are_named_rightly(references, folder, tmp_path):
    path = save_tiny(tmp_path, "cm")
    said = inspect([path], "cm")
    assert ("cm", "weights.wrong_architecture", "confirmed") in codes(said)
    assert "say --as reference:cm" in str(said.files[0].reason)
    other = inspect([path], "reference:tm")
    assert other.files[0].reason == "cm.safetensors is the reference specialist of cm, not of tm"
    assert ("cm", "weights.wrong_architecture", "confirmed") in codes(other)
    assert "it fits reference:cm best" in next(
        f.remedy for f in other.findings if f.code == "weights.wrong_architecture"
    )
    legacy = inspect([folder / "legacy.pt"], "reference:tm")
    assert ("legacy", "weights.wrong_architecture", "confirmed") in codes(legacy)
    assert legacy.tables["detectors"]["layout"].to_list() == ["tm_legacy"]
    network = TinyReference("rr")
    del network.edge_checker
    save_reference(tmp_path / "part.safetensors", network, CARD)
    part = inspect([tmp_path / "part.safetensors"])
    assert ("part", "weights.partial_load", "confirmed") in codes(part)
    assert part.tables["detectors"]["layout"].to_list() == ["reference:rr"]
    assert part.tables["detectors"]["missing_keys"].to_list() == [["edge_checker.weight", "edge_checker.bias"]]


def test_whatever_one_file_holds_the_others_go_on(tmp_path):
    torch.manual_seed(0)
    layer = nn.Linear(32, 32).state_dict()
    torch.save(layer, tmp_path / "sound.pt")
    torch.save({"w": torch.zeros(1).expand(10**12)}, tmp_path / "endless.pt")
    torch.save({"w": torch.empty(3, device="meta")}, tmp_path / "hollow.pt")
    torch.save(layer | {"sparse": torch.eye(3).to_sparse()}, tmp_path / "mixed.pt")
    os.mkfifo(tmp_path / "pipe.pt")
    names = ("sound", "endless", "hollow", "pipe", "mixed")
    found = inspect([tmp_path / f"{name}.pt" for name in names], out=tmp_path / "out")
    table = found.tables["detectors"]
    assert table["status"].to_list() == ["ok", "failed", "failed", "failed", "ok"]
    assert all("\n" not in reason for reason in table["reason"].drop_nulls())
    assert {f.subject for f in found.findings if f.code == "weights.unreadable"} == {"endless", "hollow", "pipe"}
    rows = found.tables["tensors"]
    alone, beside = (
        rows.filter(pl.col("detector") == name, pl.col("tensor") != "sparse") for name in ("sound", "mixed")
    )
    assert beside.drop("detector").equals(alone.drop("detector"))
    assert rows.filter(pl.col("tensor") == "sparse")["unmeasured"].to_list() == ["sparse"]
    assert found.files[-1].checkpoint.notes == (
        "1 of 3 tensors are not measured: sparse or quantised tensors (first: sparse)",
    )


def test_state_dicts_in_memory_that_cannot_be_used_are_one_line():
    lazy = nn.LazyLinear(3).state_dict()
    huge = {"w": torch.ones(1).expand(10**12)}
    for state in (lazy, huge, {"w": torch.empty(2, device="meta")}):
        (reason,) = inspect([state]).tables["detectors"]["reason"]
        assert reason
        assert "\n" not in reason


def other_names(state):
    return {f"part{number}.w": tensor for number, tensor in enumerate(state.values())}


def remedies(inspection):
    return {f.code: f.remedy for f in inspection.findings if f.code.startswith("weights.")}


def test_a_state_under_another_word_is_the_layout_and_others_are_listed(unmeasured, tmp_path):
    legacy = build_network("tm_legacy").state_dict()
    averaged = {name: t + 1 for name, t in legacy.items()}
    torch.save({"net": legacy, "net_ema": averaged, "opt": {"param_groups": []}, "epoch": 1}, tmp_path / "a.pt")
    (raw,) = inspect([tmp_path / "a.pt"]).files
    assert raw.fit.exact
    assert raw.checkpoint.notes == (
        "read: net (132 tensors); the file also holds: net_ema (132 tensors); --state NAME chooses another, "
        'and state = "NAME" in detectors.toml',
    )
    chosen = inspect([tmp_path / "a.pt"], state="net_ema")
    assert chosen.command.endswith("--state net_ema")
    assert torch.equal(chosen.files[0].checkpoint.state["lstm.bias_hh_l0"], averaged["lstm.bias_hh_l0"])
    wrong = inspect([tmp_path / "a.pt"], state="swa")
    assert wrong.files[0].reason == "a.pt holds no state called 'swa'; it holds: net, net_ema"
    assert codes(wrong) == {("a", "weights.unreadable", "confirmed")}


def test_renamed_tensors_are_offered(unmeasured, tmp_path):
    torch.save(other_names(build_network("tm_legacy").state_dict()), tmp_path / "a.pt")
    guessed, said = inspect([tmp_path / "a.pt"]), inspect([tmp_path / "a.pt"], "tm_legacy")
    assert guessed.files[0].reason is None
    assert (
        "all its shapes are those of tm_legacy, in equal order, under other names"
        in guessed.files[0].checkpoint.notes[0]
    )
    assert said.tables["detectors"]["misfit"].to_list() == ["renamed"]
    assert 'write rename = "by order"' in remedies(said)["weights.wrong_architecture"]


def test_a_head_with_one_logit_is_explained(unmeasured, tmp_path):
    state = build_network("tm_legacy").state_dict()
    state |= {"classifier.3.weight": torch.randn(1, 128), "classifier.3.bias": torch.zeros(1)}
    torch.save({"net": state}, tmp_path / "a.pt")
    for found in (inspect([tmp_path / "a.pt"]), inspect([tmp_path / "a.pt"], "tm_legacy")):
        assert found.tables["detectors"]["misfit"].to_list() == ["one output"]
        assert "it was trained with one logit, and tm_legacy has two" in str(found.files[0].reason)
        assert remedies(found)["weights.partial_load"].startswith("widen its head from one logit to two")


def test_an_efficientnet_is_called_so_and_is_no_fault(unmeasured, tmp_path):
    body = {n: t for n, t in build_network("cm").state_dict().items() if n.startswith("backbone.")}
    torch.save({f"net.{n}": t for n, t in body.items()} | {"net.fc.weight": torch.randn(2, 1792)}, tmp_path / "a.pt")
    found = inspect([tmp_path / "a.pt"], out=tmp_path / "out")
    (row,) = found.tables["detectors"].iter_rows(named=True)
    assert (row["status"], row["layout"]) == ("ok", None)
    assert row["architecture"].startswith("EfficientNet-B4 under the names of torchvision behind ")
    assert 'onnx = "FILE.onnx"' in found.files[0].checkpoint.notes[-1]
    assert row["architecture"] in html.unescape((tmp_path / "out" / "report.html").read_text())
    said = inspect([tmp_path / "a.pt"], "cm")
    assert said.tables["detectors"]["misfit"].to_list() == ["efficientnet"]
    assert remedies(said)["weights.wrong_architecture"].startswith("export it to ONNX")


def test_a_file_of_another_format_is_not_called_damaged(unmeasured, tmp_path):
    (tmp_path / "a.pt").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
    found = inspect([tmp_path / "a.pt"])
    assert "which is not supported as a checkpoint" in str(found.files[0].reason)
    assert found.tables["detectors"]["misfit"].to_list() == ["another format"]
    assert remedies(found)["weights.unreadable"].startswith(
        "give the network in a form that is read: a.pt is an HDF5 file"
    )


def test_a_link_that_leads_to_itself_does_not_end_the_others(folder, tmp_path):
    (tmp_path / "loop.pt").symlink_to("loop.pt")
    found = inspect([folder / "first.pt", tmp_path / "loop.pt"])
    assert {(subject, code) for subject, code, _ in codes(found) if subject == "loop"} == {("loop", "weights.unreadable")}
    assert found.tables["tensors"].height > 0
