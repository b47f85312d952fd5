import csv

import pytest
import torch
from tests.conftest import moving_square

from touchstone.media import write_video
from touchstone.specialists import build


@pytest.fixture(scope="session")
def footage(tmp_path_factory):
    """Ten clips of two sources, two of them broken, with a manifest."""
    root = tmp_path_factory.mktemp("footage")
    with (root / "manifest.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["path", "label", "group", "source"])
        for number in range(10):
            path = f"{number}.mp4"
            if number == 8:
                (root / path).write_bytes(b"not a video")
            elif number < 8:
                write_video(root / path, moving_square(20, seed=number), 25)
            table.writerow([path, ("real", "fake")[number % 2], f"p{number // 2}", f"s{number // 2 % 2}"])
    return root


@pytest.fixture(scope="session")
def checkpoints(tmp_path_factory):
    """The smallest known network with random weights, one file that is cut off, and one of another network."""
    folder = tmp_path_factory.mktemp("models")
    torch.manual_seed(0)
    state = build("tm_legacy").state_dict()
    torch.save({"model_state_dict": {f"module.{k}": v for k, v in state.items()}, "epoch": 3}, folder / "tm_legacy.pt")
    (folder / "cm_model.pt").write_bytes((folder / "tm_legacy.pt").read_bytes()[:50_000])
    torch.save(state, folder / "av.pt")
    return folder
