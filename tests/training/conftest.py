import pytest
from tests.conftest import moving_square

from touchstone.detectors.inference import Silent
from touchstone.footage.media import write_video
from touchstone.footage.synthesis import Plan, build_corpus


@pytest.fixture(scope="session")
def planted(tmp_path_factory):
    """Two made persons to learn from and two held out; of each a real clip, one with a defect of cm and one of tm."""
    folder = tmp_path_factory.mktemp("planted") / "corpus"
    plan = Plan(
        seed=4,
        clips=12,
        domains=("cm", "tm"),
        splits=(("train", 0.5), ("val", 0.5)),
        seconds=(0.5, 0.6),
        planted="each",
    )
    build_corpus(folder, plan, Silent(), workers=1)
    return folder


@pytest.fixture(scope="session")
def squares(tmp_path_factory):
    """Four clips without a face, labelled by folder, and one file that is no video."""
    root = tmp_path_factory.mktemp("squares")
    for number in range(4):
        path = root / ("real", "fake")[number % 2] / f"{number}.mp4"
        path.parent.mkdir(exist_ok=True)
        write_video(path, moving_square(6, seed=number), 25)
    (root / "fake/broken.mp4").write_bytes(b"not a video")
    return root
