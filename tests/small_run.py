"""A small corpus and small checkpoints for tests that run the whole way."""

import csv

import pytest
import torch
from tests.broken import KINDS, broken
from tests.conftest import moving_square

from touchstone.detectors.specialists import build_network
from touchstone.footage.media import write_video


@pytest.fixture(scope="session")
def footage(tmp_path_factory):
    """Eight good clips of two sources among one of each broken kind and one that is not there, with a manifest."""
    root = tmp_path_factory.mktemp("footage")
    paths = [root / f"{number}.mp4" for number in range(8)]
    for number, path in enumerate(paths):
        write_video(path, moving_square(20, seed=number), 25)
    paths += [broken(root, kind) for kind in KINDS]
    paths.append(root / "nowhere.mp4")
    with (root / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["path", "label", "group", "source"])
        for number, path in enumerate(paths):
            table.writerow([path.name, ("real", "fake")[number % 2], f"p{number // 2}", f"s{number // 2 % 2}"])
    return root


@pytest.fixture(scope="session")
def checkpoints(tmp_path_factory):
    """The smallest known network with random weights, one file that is cut off, and one of another network."""
    folder = tmp_path_factory.mktemp("models")
    torch.manual_seed(0)
    state = build_network("tm_legacy").state_dict()
    torch.save({"model_state_dict": {f"module.{k}": v for k, v in state.items()}, "epoch": 3}, folder / "tm_legacy.pt")
    (folder / "cm_model.pt").write_bytes((folder / "tm_legacy.pt").read_bytes()[:50_000])
    torch.save(state, folder / "av.pt")
    return folder
